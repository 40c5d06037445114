import type { Mail } from './codes.ts'
import type { GeneratedKeys, PoolKeys } from './keys.ts'
import type { PoolConfig } from './options.ts'
import { COST, type PasswordHash } from './passwords.ts'

/** A user as it is kept. Attributes are strings, as Cognito keeps them: `email_verified` is `"true"` or `"false"`. */
export interface StoredUser {
  readonly sub: string
  readonly username: string
  confirmed: boolean
  password: PasswordHash
  attributes: Record<string, string>
  /** Names of groups. */
  groups?: readonly string[] | undefined
}

/** A confirmation or reset code that was mailed. */
interface PendingCode {
  /** Keyed, because six digits are soon tried; bound to the purpose and the account. */
  hash: string
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

/** Everything the pool remembers. Codes and sessions are kept as a hash of what was handed out. */
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

/** What every endpoint works on. Made once, in index.ts. */
export interface Pool {
  readonly config: PoolConfig
  readonly state: PoolState
  readonly keys: PoolKeys
  /** Oldest first. */
  readonly mailbox: Mail[]
  /** The demonstration user, for the sign-in page; `hash` tells whether the password is still the shown one. */
  readonly demo: { username: string; password: string; sub: string; hash: PasswordHash } | undefined
  readonly log: (line: string) => void
  /** By app client: the URL that was refused last because the client does not list it. */
  readonly refused: Map<string, string>
  /** What to do so that an application may be at this URL. */
  readonly advice: (url: string, clientId: string) => string
  /** Milliseconds since 1970. */
  now(): number
  /** Saves the state. */
  commit(): Promise<void>
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
  KEYS(saved['keys'], 'keys')
  const entries = COLLECTIONS.map((name) => {
    const rows = Object.entries(saved[name] as Record<string, unknown>)
    for (const [key, row] of rows) {
      ROWS[name](row, `${name}.${key}`)
      if (name === 'users' && (row as StoredUser).sub !== key) throw new Error(`users.${key}.sub is another`)
    }
    return [name, new Map(rows)] as const
  })
  // Its shape was checked member by member above.
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

/** Throws an Error that says where the wrong value is. */
type Check = (value: unknown, where: string) => void

function when(holds: (value: unknown) => boolean): Check {
  return (value, where) => {
    if (!holds(value)) throw new Error(`${where} is missing or wrong`)
  }
}

const text = when((value) => typeof value === 'string')
const filled = when((value) => typeof value === 'string' && value !== '')
const flag = when((value) => typeof value === 'boolean')
const number = when(Number.isFinite)
const record = when(isRecord)
const optionalText = when((value) => value === undefined || typeof value === 'string')
const areTexts = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string')
const texts = when(areTexts)

/** A check for every member of the type, so that none is forgotten. */
type Members<Row> = { readonly [Name in keyof Row]-?: Check }

function shape(members: Readonly<Record<string, Check>>): Check {
  return (value, where) => {
    record(value, where)
    for (const [name, check] of Object.entries(members))
      check((value as Record<string, unknown>)[name], `${where}.${name}`)
  }
}

/** An object with any names. */
function each(check: Check): Check {
  return (value, where) => {
    record(value, where)
    for (const [name, item] of Object.entries(value as Record<string, unknown>))
      check(item, `${where}.${name}`)
  }
}

// Whether they are RSA keys shows when they are imported.
const KEYS = shape({
  id: record,
  access: record,
  refresh: record,
  secret: filled,
} satisfies Members<GeneratedKeys>)

const GRANT = {
  clientId: text,
  sub: text,
  scopes: texts,
  authTime: number,
  eventId: text,
  originJti: text,
  resource: optionalText,
}

const ROWS: Readonly<Record<(typeof COLLECTIONS)[number], Check>> = {
  users: shape({
    sub: filled,
    username: filled,
    confirmed: flag,
    password: shape({
      salt: text,
      hash: text,
      // scrypt throws for anything but a power of two, and a high one takes all the memory.
      cost: when((value) => typeof value === 'number' && value <= COST && /^10+$/.test(value.toString(2))),
    } satisfies Members<PasswordHash>),
    attributes: each(text),
    groups: when((value) => value === undefined || areTexts(value)),
  } satisfies Members<StoredUser>),
  pending: shape({ hash: text, expiresAt: number } satisfies Members<PendingCode>),
  attempts: shape({ count: number, blockedUntil: number, forgetAt: number } satisfies Members<Attempts>),
  sessions: shape({
    sub: text,
    authTime: number,
    eventId: text,
    expiresAt: number,
  } satisfies Members<Session>),
  codes: shape({
    ...GRANT,
    redirectUri: text,
    nonce: optionalText,
    codeChallenge: optionalText,
    expiresAt: number,
  } satisfies Members<CodeGrant>),
  families: shape({
    ...GRANT,
    expiresAt: number,
    tokens: each(when((value) => value === null || Number.isFinite(value))),
  } satisfies Members<RefreshFamily>),
  revoked: number,
}
