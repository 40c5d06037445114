import { createApp } from './app.ts'
import { createClock, type PoolClock } from './clock.ts'
import { createFaults, type Fault } from './faults.ts'
import { generateKeys, importKeys } from './keys.ts'
import type { Mail } from './codes.ts'
import { readClient, readOptions, type AppClientOptions, type UserPoolOptions } from './options.ts'
import { hashPassword, passwordMatches } from './passwords.ts'
import {
  emptyState,
  prune,
  readState,
  writeState,
  type Pool,
  type PoolState,
  type StoredUser,
} from './state.ts'
import { createListeners, type Listening, type ListenOptions } from './listen.ts'
import { memoryStore, type PoolStore } from './store.ts'
import { addUser, findUser, type NewUser } from './users.ts'

export type { PoolClock } from './clock.ts'
export { defineConfig, type ConfigFile, type PoolInFile } from './config.ts'
export type { Fault } from './faults.ts'
export { generateKeys, type GeneratedKeys } from './keys.ts'
export type { Mail } from './codes.ts'
export type { Listening, ListenOptions } from './listen.ts'
export type { AppClientOptions, GroupOptions, OAuthFlow, PoolSettings, UserPoolOptions } from './options.ts'
export { fileStore, memoryStore, type PoolStore } from './store.ts'
export type { NewUser } from './users.ts'

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
  /** Ends every server that listens. */
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
  const loaded = await loadState(store, log)
  const state = options.keys ? { ...(loaded ?? emptyState(options.keys)), keys: options.keys } : loaded
  const usable = state ?? emptyState(await generateKeys())
  const base: Pool = {
    config,
    state: usable,
    keys: await importKeys(usable.keys),
    mailbox: [],
    demo: undefined,
    log,
    refused: new Map(),
    advice,
    now: () => clock.now(),
    commit: () => {
      prune(usable, clock.now())
      return store.save(writeState(usable))
    },
  }
  const pool: Pool = options.demoUser ? { ...base, demo: await ensureDemoUser(base, options.demoUser) } : base
  await ensureUsers(pool, options.users ?? [])
  await pool.commit()
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
      return [...pool.state.users.values()].map(visible)
    },
    async fetch(request) {
      return app.fetch(request)
    },
    async addUser(user) {
      const added = await addUser(pool, user)
      await pool.commit()
      return visible(added)
    },
    async removeUser(name) {
      const user = findUser(pool, name)
      if (!user) return false
      removeUser(pool.state, user.sub)
      await pool.commit()
      return true
    },
    addClient(client) {
      const added = readClient(client, config)
      config.clients.set(added.clientId, added)
    },
    addFault: (fault) => faults.add(fault),
    listen: (options) => listeners.listen(options),
    close: () => listeners.close(),
  }
}

/** What the store has; undefined when it is empty or damaged, in which case the damaged text is kept aside. */
async function loadState(store: PoolStore, log: (line: string) => void): Promise<PoolState | undefined> {
  const text = await store.load()
  if (text === undefined) return undefined
  try {
    const state = readState(text)
    await importKeys(state.keys)
    return state
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const aside = await store.setAside()
    log(`The saved user pool could not be read (${reason}). It was moved to ${aside}; the pool starts empty.`)
    return undefined
  }
}

/** Adds the users that the options name. Those who are there keep what they changed, such as their passwords. */
async function ensureUsers(pool: Pool, users: readonly NewUser[]): Promise<void> {
  for (const user of users) {
    const known = findUser(pool, user.username ?? user.email ?? '')
    if (known) known.groups = user.groups
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
  const user =
    findUser(pool, username) ??
    (await addUser(pool, { username, email, password, ...(attributes ? { attributes } : {}) }))
  if (!(await passwordMatches(password, user.password))) user.password = await hashPassword(password)
  user.confirmed = true
  return { username, password, sub: user.sub, hash: user.password }
}

function removeUser(state: PoolState, sub: string): void {
  state.users.delete(sub)
  for (const rows of [state.sessions, state.codes, state.families]) {
    for (const [key, row] of rows) if (row.sub === sub) rows.delete(key)
  }
}

function visible({ sub, username, confirmed, attributes, groups }: StoredUser): PoolUser {
  return { sub, username, confirmed, attributes: { ...attributes }, groups: groups ?? [] }
}
