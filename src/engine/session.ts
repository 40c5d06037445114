import { CognitoAuthError } from '../errors.js'
import type { Config } from '../options.js'
import type { TokenResponse } from '../oauth/token-client.js'
import type { Claims } from '../tokens/jwt.js'
import type { User } from '../tokens/user-claims.js'
import { type Expected, verifyTokens } from '../tokens/verify.js'

/** Somebody who is signed in, or can be again without a word: a value that never changes. */
export interface Session<Custom extends object = object> {
  /** The name under which it is stored: the `username` of the access token, or an alias that was there before. */
  readonly username: string
  /** Who it is: the claims of the ID token. Without `openid` there is none, and `sub` and the name are all that is known. */
  readonly user: User<Custom>
  /** For APIs, in an `Authorization: Bearer` header; empty where only the refresh token is left. */
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

/** A session that is known in this turn, or one that takes a request. */
export type Outcome = Session | Promise<Session>

/** What a session is made of besides its claims. */
type Parts = Pick<Session, 'accessToken' | 'scopes' | 'clockDrift'> &
  Partial<Pick<Session, 'username' | 'idToken' | 'refreshToken' | 'appState'>>

/** @param claims those of the access token, and of the ID token if there is one */
export function makeSession(parts: Parts, [access = {}, id]: readonly Claims[]): Session {
  const { idToken, refreshToken, appState, clockDrift, username = nameIn(access) ?? '' } = parts
  const [end = 0, endOfId = end] = [access, id].map((claims) => claims?.['exp'] as number | undefined)
  return Object.freeze({
    ...parts,
    username,
    idToken,
    refreshToken,
    appState,
    user: (id ?? { sub: access['sub'], 'cognito:username': username }) as User,
    expiresAt: Math.min(end, endOfId) + clockDrift,
    accessClaims: access,
    idClaims: id,
  })
}

/** The name under which a session is stored (Cognito developer guide, "Access token"). */
function nameIn(accessClaims: Claims): string | undefined {
  const { username, sub } = accessClaims
  return [username, sub].find((name): name is string => typeof name === 'string' && name !== '')
}

/** Whether the tokens can be used for so many seconds more. */
export function lasts(session: Session | null, minValidity = 0): session is Session {
  return session !== null && session.expiresAt - minValidity > Date.now() / 1000
}

/** Whether somebody is signed in by this session, or can be again without a word. */
export function isSomebody(session: Session | null): session is Session {
  return session !== null && (session.refreshToken !== undefined || lasts(session))
}

/** @throws CognitoAuthError `login_required` where there is none */
export function required(session: Session | null): Session {
  if (session) return session
  throw new CognitoAuthError('login_required', 'Nobody is signed in: call signIn() or getSession().')
}

/** What is known of a session before its tokens arrive, and what they must agree with. */
export interface Foreknown extends Omit<Expected, 'clientId' | 'issuers'> {
  readonly scopes: readonly string[]
  readonly appState?: unknown
  readonly returnTo?: string | undefined
}

/**
 * The session of tokens that have just arrived, once all there is about them but their signatures has been verified.
 * @param atHash the left half of the access token's hash (OpenID Connect Core, section 3.1.3.6), if an ID token came
 * @throws CognitoAuthError as `verifyTokens()`
 */
export function received(
  { clientId, issuers, clockTolerance }: Config,
  { accessToken, idToken, refreshToken, scopes: granted }: TokenResponse,
  { scopes, appState, ...expected }: Foreknown,
  atHash: string | undefined,
): Session {
  const now = Math.floor(Date.now() / 1000)
  const { claims, clockDrift } = verifyTokens(
    { accessToken, idToken },
    { ...expected, clientId, issuers, clockTolerance, atHash },
    now,
  )
  const { username } = expected
  const parts = { accessToken, idToken, refreshToken, scopes: granted ?? scopes, clockDrift, appState }
  return makeSession(username === undefined ? parts : { ...parts, username }, claims)
}
