import { createApp } from './app.ts'
import { createClock, type PoolClock } from './clock.ts'
import type { Database } from './database.ts'
import { smtpDelivery } from './delivery.ts'
import { createFaults, type Fault } from './faults.ts'
import { generateKeys, importKeys, readKeys, writeKeys, type GeneratedKeys, type PoolKeys } from './keys.ts'
import type { Mail } from './codes.ts'
import { EXPIRING } from './migrations.ts'
import { readClient, readOptions, type AppClientOptions, type UserPoolOptions } from './options.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import { openState, type Pool, type StoredUser } from './state.ts'
import { createListeners, type Listening, type ListenOptions } from './listen.ts'
import { memoryStore } from './store.ts'
import { addUser, findUser, type NewUser } from './users.ts'

export type { PoolClock } from './clock.ts'
export { defineConfig, type ConfigFile, type PoolInFile } from './config.ts'
export type { Fault } from './faults.ts'
export { generateKeys, type GeneratedKeys } from './keys.ts'
export type { Mail } from './codes.ts'
export type { Listening, ListenOptions } from './listen.ts'
export type {
  AppClientOptions,
  GroupOptions,
  OAuthFlow,
  PoolSettings,
  SmtpOptions,
  UserPoolOptions,
} from './options.ts'
export { fileStore, memoryStore, removeFile, type PoolStore } from './store.ts'
export type { NewUser } from './users.ts'

const PRUNE_EVERY = 60 * 1000

/** A user as tests and tools see one. */
export interface PoolUser {
  readonly sub: string
  readonly username: string
  readonly confirmed: boolean
  readonly attributes: Readonly<Record<string, string>>
  /** Names of groups. */
  readonly groups: readonly string[]
}

/** A running local user pool. */
export interface UserPool {
  /** Where it listens, unless the options name an origin. */
  readonly origin: string
  readonly poolId: string
  /** The `iss` of every token: `<origin>/<poolId>`. */
  readonly issuer: string
  /** What time it is in the pool. */
  readonly clock: PoolClock
  /** Every mail "sent", oldest first; the newest hundred are kept. */
  readonly mailbox: readonly Mail[]
  /** The mails to an address, or all; oldest first. */
  mails(to?: string): readonly Mail[]
  readonly users: readonly PoolUser[]
  /** Answers a request to the domain, under the host of `origin` or a name of this machine; 421 under another. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Adds a confirmed user. Rejects with a TypeError for a taken name or a password against the policy. */
  addUser(user: NewUser): Promise<PoolUser>
  /** Removes a user with all sessions and grants; false when there is none of that username or e-mail. */
  removeUser(name: string): Promise<boolean>
  /** Adds an app client. Throws a TypeError that names each mistake. */
  addClient(client: AppClientOptions): void
  /** Makes the next request(s) to a path go wrong; returns the undo. */
  addFault(fault: Fault): () => void
  /** Serves the domain, on this machine only unless another host is named. */
  listen(options?: ListenOptions): Promise<Listening>
  /** Ends every server that listens, and closes the store. The pool is of no use afterwards. */
  close(): Promise<void>
}

/**
 * Creates a local user pool, a stand-in for an Amazon Cognito user-pool domain with its hosted pages.
 * Rejects with a TypeError that says what to write instead when an option is wrong.
 */
export async function createUserPool(options: UserPoolOptions): Promise<UserPool> {
  const config = readOptions(options)
  const { log: print = () => undefined, store = memoryStore(), advice = adviceOnOptions } = options
  const clock = createClock(options.clock)
  // What somebody typed may be in it, and is often printed: no second line, nothing that a terminal obeys.
  const log = (line: string) => {
    print(line.replace(/\p{Cc}/gu, '\ufffd'))
  }
  const database = store.open(log)
  const now = () => Math.floor(clock.now())
  const base: Pool = {
    config,
    database,
    state: openState(database, log),
    keys: await loadKeys(database, options.keys, log),
    mailbox: [],
    delivery: config.smtp && smtpDelivery(config.smtp, log),
    demo: undefined,
    log,
    refused: new Map(),
    advice,
    now,
    write: pruning(database, now),
  }
  await ensureUsers(base, options.users ?? [])
  const pool: Pool = options.demoUser ? { ...base, demo: await ensureDemoUser(base, options.demoUser) } : base
  const faults = createFaults()
  const app = createApp(pool, faults.middleware)
  const listeners = createListeners(config, (request) => app.fetch(request))
  return {
    get origin() {
      return config.origin
    },
    get issuer() {
      return config.issuer
    },
    poolId: config.poolId,
    clock,
    mailbox: pool.mailbox,
    mails: (to) => pool.mailbox.filter((mail) => to === undefined || mail.to === to),
    get users() {
      return pool.state.users.all().map(visible)
    },
    async fetch(request) {
      return app.fetch(request)
    },
    async addUser(user) {
      return visible(await addUser(pool, user))
    },
    removeUser(name) {
      const user = findUser(pool, name)
      if (user) pool.state.users.delete(user.sub)
      return Promise.resolve(user !== undefined)
    },
    addClient(client) {
      const added = readClient(client, config)
      config.clients.set(added.clientId, added)
    },
    addFault: (fault) => faults.add(fault),
    listen: (options) => listeners.listen(options),
    async close() {
      await listeners.close()
      pool.delivery?.close()
      database.close()
    },
  }
}

/** The keys of the store, or those that are given, or new ones where the store's are damaged. */
async function loadKeys(
  database: Database,
  given: GeneratedKeys | undefined,
  log: (line: string) => void,
): Promise<PoolKeys> {
  const kept = readKeys(database)
  if (given) {
    if (kept !== JSON.stringify(given)) writeKeys(database, given, kept)
    return importKeys(given)
  }
  try {
    if (kept !== undefined) return await importKeys(JSON.parse(kept) as GeneratedKeys)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    log(
      `The saved keys could not be read (${reason}). There are new ones, and everybody has to sign in again.`,
    )
  }
  return importKeys(JSON.parse(writeKeys(database, await generateKeys(), kept)) as GeneratedKeys)
}

/** Transactions that drop what has expired, once a minute, so that the database does not grow for ever. */
function pruning(database: Database, now: () => number): Pool['write'] {
  let next = -Infinity
  return (work) =>
    database.transaction(() => {
      if (now() >= next) {
        next = now() + PRUNE_EVERY
        for (const table of EXPIRING) database.run(`DELETE FROM ${table} WHERE expires_at <= ?`, now())
      }
      return work()
    })
}

/** Adds the users that the options name. Those who are there keep what they changed, such as their passwords. */
async function ensureUsers(pool: Pool, users: readonly NewUser[]): Promise<void> {
  for (const user of users) {
    const known = findUser(pool, user.username ?? user.email ?? '')
    if (known) pool.state.users.update({ ...known, groups: user.groups ?? [] })
    else await addUser(pool, user)
  }
}

function adviceOnOptions(url: string, clientId: string): string {
  return `Add ${JSON.stringify(url)} to callbackUrls (and to logoutUrls, if people sign out to it) of the app client ${clientId}.`
}

/** The page shows the demo user's password, so it is made true at the start, whatever it was reset to before. */
async function ensureDemoUser(
  pool: Pool,
  { username, password, attributes }: NonNullable<UserPoolOptions['demoUser']>,
): Promise<NonNullable<Pool['demo']>> {
  const email = username.includes('@') ? username : `${username}@example.com`
  const demoUser = { username, email, password, ...(attributes ? { attributes } : {}) }
  const user = findUser(pool, username) ?? (await addUser(pool, demoUser))
  const matches = await passwordMatches(password, user.password)
  const hash = matches ? user.password : await hashPassword(password, pool.config.passwordCost)
  if (!matches || !user.confirmed) pool.state.users.update({ ...user, password: hash, confirmed: true })
  return { username, password, sub: user.sub, hash }
}

function visible({ sub, username, confirmed, attributes, groups }: StoredUser): PoolUser {
  return { sub, username, confirmed, attributes: { ...attributes }, groups: groups ?? [] }
}
