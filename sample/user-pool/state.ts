import type { GeneratedKeys } from './keys.ts'
import type { PasswordHash } from './passwords.ts'

/** A user as it is kept. Attributes are strings, as Cognito keeps them: `email_verified` is `"true"` or `"false"`. */
export interface StoredUser {
  readonly sub: string
  readonly username: string
  confirmed: boolean
  password: PasswordHash
  attributes: Record<string, string>
  /** Milliseconds since 1970. */
  createdAt: number
}

/** A confirmation or reset code that was mailed. */
export interface PendingCode {
  code: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** Failures counted against one account. Times in milliseconds since 1970. */
export interface Attempts {
  count: number
  blockedUntil: number
  forgetAt: number
}

/** What the `cognito` cookie stands for. */
export interface Session {
  sub: string
  /** Seconds since 1970. */
  authTime: number
  eventId: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** One authentication of one user for one app client: everything tokens are made of. */
export interface Grant {
  clientId: string
  sub: string
  scopes: string[]
  /** Seconds since 1970. */
  authTime: number
  eventId: string
  originJti: string
  /** RFC 8707 resource indicator: becomes the access token's `aud`. */
  resource?: string | undefined
}

/** An authorization code that waits to be redeemed. */
export interface CodeGrant extends Grant {
  redirectUri: string
  nonce?: string | undefined
  codeChallenge?: string | undefined
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** All refresh tokens of one grant; rotation keeps the lifetime of the first. */
export interface RefreshFamily extends Grant {
  /** Milliseconds since 1970. */
  expiresAt: number
  /** Token id to the time it stops working (milliseconds since 1970), null while it is the current one. */
  tokens: Record<string, number | null>
}

/** Everything the pool remembers. Codes and sessions are kept under a hash of the value that was handed out. */
export interface PoolState {
  keys: GeneratedKeys
  users: Map<string, StoredUser>
  pending: Map<string, PendingCode>
  attempts: Map<string, Attempts>
  sessions: Map<string, Session>
  codes: Map<string, CodeGrant>
  families: Map<string, RefreshFamily>
  /** Revoked origin_jti to the time when no token can carry it any more (milliseconds since 1970). */
  revoked: Map<string, number>
}

const VERSION = 1
const COLLECTIONS = ['users', 'pending', 'attempts', 'sessions', 'codes', 'families', 'revoked'] as const

/** A pool that has keys and nothing else. */
export function emptyState(keys: GeneratedKeys): PoolState {
  return {
    keys,
    users: new Map(),
    pending: new Map(),
    attempts: new Map(),
    sessions: new Map(),
    codes: new Map(),
    families: new Map(),
    revoked: new Map(),
  }
}

/** The state as JSON text. */
export function writeState(state: PoolState): string {
  const collections = COLLECTIONS.map((name) => [name, Object.fromEntries<unknown>(state[name])] as const)
  return JSON.stringify({ version: VERSION, keys: state.keys, ...Object.fromEntries(collections) }, null, 1)
}

/** The reverse of {@link writeState}; throws an Error that says what is wrong with the text. */
export function readState(text: string): PoolState {
  const saved: unknown = JSON.parse(text)
  if (!isRecord(saved) || saved['version'] !== VERSION)
    throw new Error(`it is not version ${VERSION} of this file`)
  for (const name of ['keys', ...COLLECTIONS]) {
    if (!isRecord(saved[name])) throw new Error(`"${name}" is missing`)
  }
  const entries = COLLECTIONS.map((name) => [name, new Map(Object.entries(saved[name] as object))] as const)
  // The file is our own (mode 0600) and was checked for its shape above; its rows are what writeState wrote.
  return { keys: saved['keys'], ...Object.fromEntries(entries) } as unknown as PoolState
}

/** Drops what has expired, so that neither the memory nor the file grows for ever. `now` in milliseconds. */
export function prune(state: PoolState, now: number): void {
  const drop = <Row>(rows: Map<string, Row>, expiry: (row: Row) => number) => {
    for (const [key, row] of rows) if (expiry(row) <= now) rows.delete(key)
  }
  drop(state.pending, (row) => row.expiresAt)
  drop(state.attempts, (row) => row.forgetAt)
  drop(state.sessions, (row) => row.expiresAt)
  drop(state.codes, (row) => row.expiresAt)
  drop(state.families, (row) => row.expiresAt)
  drop(state.revoked, (expiresAt) => expiresAt)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
