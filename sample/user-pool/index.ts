import { createApp } from './app.ts'
import type { Database } from './database.ts'
import { smtpDelivery } from './delivery.ts'
import { createFaults, type Fault } from './faults.ts'
import { generateKeys, importKeys, readKeys, writeKeys, type GeneratedKeys, type PoolKeys } from './keys.ts'
import type { Mail } from './codes.ts'
import { EXPIRING } from './migrations.ts'
import { readOptions, type UserPoolOptions } from './options.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import { openState, type Pool, type StoredUser } from './state.ts'
import { memoryStore } from './store.ts'
import { addUser, findUser, type NewUser } from './users.ts'

export type { Fault } from './faults.ts'
export { generateKeys, type GeneratedKeys } from './keys.ts'
export type { Mail } from './codes.ts'
export type { AppClientOptions, OAuthFlow, SmtpOptions, UserPoolOptions } from './options.ts'
export { fileStore, memoryStore, removeFile, type PoolStore } from './store.ts'
export type { NewUser } from './users.ts'

const PRUNE_EVERY = 60 * 1000

/** A user as tests and tools see one. */
export interface PoolUser {
  readonly sub: string
  readonly username: string
  readonly confirmed: boolean
  readonly attributes: Readonly<Record<string, string>>
}

/** A running local user pool. */
export interface UserPool {
  readonly origin: string
  readonly poolId: string
  /** The `iss` of every token: `<origin>/<poolId>`. */
  readonly issuer: string
  /** Every mail "sent", oldest first; the newest hundred are kept. */
  readonly mailbox: readonly Mail[]
  readonly users: readonly PoolUser[]
  /** Answers a request to the domain, under the host of `origin` or a name of this machine; 421 under another. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Adds a confirmed user. Rejects with a TypeError for a taken name or a password against the policy. */
  addUser(user: NewUser): Promise<PoolUser>
  /** Removes a user with all sessions and grants; false when there is none of that username or e-mail. */
  removeUser(name: string): Promise<boolean>
  /** Makes the next request(s) to a path go wrong; returns the undo. */
  addFault(fault: Fault): () => void
  /** Closes the store and the way to the SMTP server. The pool is of no use afterwards. */
  close(): Promise<void>
}

/**
 * Creates a local user pool, a stand-in for an Amazon Cognito user-pool domain with its hosted pages.
 * Rejects with a TypeError that says what to write instead when an option is wrong.
 */
export async function createUserPool(options: UserPoolOptions): Promise<UserPool> {
  const config = readOptions(options)
  const { clock = Date.now, log: print = () => undefined, store = memoryStore() } = options
  // What somebody typed may be in it, and is often printed: no second line, nothing that a terminal obeys.
  const log = (line: string) => {
    print(line.replace(/\p{Cc}/gu, '\ufffd'))
  }
  const database = store.open(log)
  const now = () => Math.floor(clock())
  const base: Pool = {
    config,
    database,
    state: openState(database, log),
    keys: await loadKeys(database, options.keys, log),
    mailbox: [],
    delivery: config.smtp && smtpDelivery(config.smtp, log),
    demo: undefined,
    log,
    now,
    write: pruning(database, now),
  }
  const pool: Pool = options.demoUser ? { ...base, demo: await ensureDemoUser(base, options.demoUser) } : base
  const faults = createFaults()
  const app = createApp(pool, faults.middleware)
  return {
    origin: config.origin,
    poolId: config.poolId,
    issuer: config.issuer,
    mailbox: pool.mailbox,
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
    close() {
      pool.delivery?.close()
      database.close()
      return Promise.resolve()
    },
    addFault: (fault) => faults.add(fault),
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

/** The page shows the demo user's password, so it is made true at the start, whatever it was reset to before. */
async function ensureDemoUser(
  pool: Pool,
  { username, password, attributes }: NonNullable<UserPoolOptions['demoUser']>,
): Promise<NonNullable<Pool['demo']>> {
  const email = username.includes('@') ? username : `${username}@example.com`
  const demoUser = { username, email, password, ...(attributes ? { attributes } : {}) }
  const user = findUser(pool, username) ?? (await addUser(pool, demoUser))
  const matches = await passwordMatches(password, user.password)
  const hash = matches ? user.password : await hashPassword(password)
  if (!matches || !user.confirmed) pool.state.users.update({ ...user, password: hash, confirmed: true })
  return { username, password, sub: user.sub, hash }
}

function visible({ sub, username, confirmed, attributes }: StoredUser): PoolUser {
  return { sub, username, confirmed, attributes: { ...attributes } }
}
