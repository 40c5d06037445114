import type { Claims } from '../tokens/jwt.js'
import type { User } from '../session/user.js'

/** Somebody who is signed in, or can be again without a word: a value that never changes. */
export interface Session<Custom extends object = object> {
  /** The name under which it is stored: the `username` of the access token. */
  readonly username: string
  /** Who it is: the claims of the ID token. Without `openid` there is none, and `sub` and the name are all that is known. */
  readonly user: User<Custom>
  /** For APIs, in an `Authorization: Bearer` header. */
  readonly accessToken: string
  /** Undefined where `openid` is not among the scopes. */
  readonly idToken: string | undefined
  /** Undefined in the implicit flow. */
  readonly refreshToken: string | undefined
  /** The scopes that were granted. */
  readonly scopes: readonly string[]
  /** When the first of the tokens ends, in seconds since 1970 by the clock of this device. */
  readonly expiresAt: number
  /** How many seconds this device's clock is ahead of the server's. */
  readonly clockDrift: number
  /** What the access token says. */
  readonly accessClaims: Claims
  /** What the ID token says; undefined where there is none. */
  readonly idClaims: Claims | undefined
  /** What `appState` was when the sign-in began that this session comes from; undefined after a reload. */
  readonly appState: unknown
}
