import { createApp } from './app.ts'
import { createFaults, type Fault } from './faults.ts'
import { generateKeys, importKeys } from './keys.ts'
import type { Mail } from './codes.ts'
import { readOptions, type UserPoolOptions } from './options.ts'
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
import { memoryStore, type PoolStore } from './store.ts'
import { addUser, findUser, type NewUser } from './users.ts'

export type { Fault } from './faults.ts'
export { generateKeys, type GeneratedKeys } from './keys.ts'
export type { Mail } from './codes.ts'
export type { AppClientOptions, OAuthFlow, UserPoolOptions } from './options.ts'
export { fileStore, memoryStore, type PoolStore } from './store.ts'
export type { NewUser } from './users.ts'

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
    now: clock,
    commit: () => {
      prune(usable, clock())
      return store.save(writeState(usable))
    },
  }
  const pool: Pool = options.demoUser ? { ...base, demo: await ensureDemoUser(base, options.demoUser) } : base
  await pool.commit()
  const faults = createFaults()
  const app = createApp(pool, faults.middleware)
  return {
    origin: config.origin,
    poolId: config.poolId,
    issuer: config.issuer,
    mailbox: pool.mailbox,
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
    addFault: (fault) => faults.add(fault),
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

function visible({ sub, username, confirmed, attributes }: StoredUser): PoolUser {
  return { sub, username, confirmed, attributes: { ...attributes } }
}
