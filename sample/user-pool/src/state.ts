import type { Mail } from './codes.ts'
import { attemptRows, pendingRows, type AttemptCounts, type PendingCodes } from './code-rows.ts'
import type { Database } from './database.ts'
import {
  codeRows,
  familyRows,
  revokedRows,
  sessionRows,
  type Codes,
  type Families,
  type Revoked,
  type Sessions,
} from './grant-rows.ts'
import type { Delivery } from './delivery.ts'
import type { PoolKeys } from './keys.ts'
import type { PoolConfig } from './options.ts'
import type { PasswordHash } from './passwords.ts'
import { userRows, type Users } from './user-rows.ts'

/** A user as it is kept. Attributes are strings, as Cognito keeps them: `email_verified` is `"true"` or `"false"`. */
export interface StoredUser {
  readonly sub: string
  readonly username: string
  readonly confirmed: boolean
  readonly password: PasswordHash
  readonly attributes: Readonly<Record<string, string>>
  /** Names of groups. */
  readonly groups?: readonly string[] | undefined
}

/** A confirmation or reset code that was mailed. */
export interface PendingCode {
  /** Keyed, because six digits are soon tried; bound to the purpose and the account. */
  readonly hash: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** Failures counted against one account. Times in milliseconds since 1970. */
export interface Attempts {
  readonly count: number
  readonly blockedUntil: number
  readonly forgetAt: number
}

/** What the `cognito` cookie stands for. */
export interface Session {
  readonly sub: string
  /** Seconds since 1970. */
  readonly authTime: number
  readonly eventId: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** One authentication of one user for one app client: everything tokens are made of. */
export interface Grant {
  readonly clientId: string
  readonly sub: string
  readonly scopes: readonly string[]
  /** Seconds since 1970. */
  readonly authTime: number
  readonly eventId: string
  readonly originJti: string
  /** RFC 8707 resource indicator: becomes the access token's `aud`. */
  readonly resource?: string | undefined
}

/** An authorization code that waits to be redeemed. */
export interface CodeGrant extends Grant {
  readonly redirectUri: string
  readonly nonce?: string | undefined
  readonly codeChallenge?: string | undefined
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** All refresh tokens of one grant; rotation keeps the lifetime of the first. */
export interface RefreshFamily extends Grant {
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** Everything the pool remembers. Codes and sessions are kept as a hash of what was handed out. */
export interface PoolState {
  readonly users: Users
  readonly pending: PendingCodes
  readonly attempts: AttemptCounts
  readonly sessions: Sessions
  readonly codes: Codes
  readonly families: Families
  readonly revoked: Revoked
}

/** `report` receives one line for each row that cannot be read. */
export function openState(database: Database, report: (line: string) => void): PoolState {
  return {
    users: userRows(database, report),
    pending: pendingRows(database),
    attempts: attemptRows(database),
    sessions: sessionRows(database),
    codes: codeRows(database),
    families: familyRows(database),
    revoked: revokedRows(database),
  }
}

/** What every endpoint works on. Made once, in index.ts. */
export interface Pool {
  readonly config: PoolConfig
  readonly database: Database
  readonly state: PoolState
  readonly keys: PoolKeys
  /** Oldest first. */
  readonly mailbox: Mail[]
  /** Where mails go besides. */
  readonly delivery: Delivery | undefined
  /** The demonstration user, for the sign-in page; `hash` tells whether the password is still the shown one. */
  readonly demo: { username: string; password: string; sub: string; hash: PasswordHash } | undefined
  readonly log: (line: string) => void
  /** By app client: the URL that was refused last because the client does not list it. */
  readonly refused: Map<string, string>
  /** What to do so that an application may be at this URL. */
  readonly advice: (url: string, clientId: string) => string
  /** Milliseconds since 1970. */
  now(): number
  /** Does all of `work` or nothing, in one transaction, and has it committed before anybody hears of it. */
  write<Result>(work: () => Result): Result
}
