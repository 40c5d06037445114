import { CognitoAuthError, type CognitoAuthErrorCode } from '../errors.js'
import { ReadThroughStorage } from '../storage/ReadThroughStorage.js'
import { dropItem, readItem, type TokenStorage } from '../storage/TokenStorage.js'
import type { Claims } from '../tokens/jwt.js'
import { type Expected, verifyClaims } from '../tokens/verify.js'
import { CognitoAccessToken } from './CognitoAccessToken.js'
import { CognitoAuthSession } from './CognitoAuthSession.js'
import { CognitoIdToken } from './CognitoIdToken.js'
import { CognitoRefreshToken } from './CognitoRefreshToken.js'
import { CognitoTokenScopes } from './CognitoTokenScopes.js'

/*
 * The keys that amazon-cognito-auth-js, amazon-cognito-identity-js and Amplify share, so that a page may use them
 * side by side:
 *
 *   CognitoIdentityServiceProvider.<ClientId>.LastAuthUser
 *   CognitoIdentityServiceProvider.<ClientId>.<username>.{idToken,accessToken,refreshToken,tokenScopesString,clockDrift}
 *
 * No two users can share one: the part behind a username never holds a dot.
 */

const NAMES = ['idToken', 'accessToken', 'refreshToken', 'tokenScopesString', 'clockDrift']
const clientKey = (clientId: string, name: string) => `CognitoIdentityServiceProvider.${clientId}.${name}`
const userKey = (clientId: string, username: string, name: string) =>
  clientKey(clientId, `${username}.${name}`)

export function readLastAuthUser(storage: TokenStorage, clientId: string): string | undefined {
  return readItem(storage, clientKey(clientId, 'LastAuthUser'))
}

/**
 * Whether the storage can be read at all, right now.
 * @throws CognitoAuthError where a storage with promises has not been loaded yet
 */
export function isReadable(storage: TokenStorage, clientId: string): boolean {
  try {
    storage.getItem(clientKey(clientId, 'LastAuthUser'))
    return true
  } catch (error) {
    if (error instanceof CognitoAuthError) throw error
    return false
  }
}

/** Has at hand what a storage with promises holds of a session; undefined where everything is already. */
export function loadSession(storage: TokenStorage, clientId: string): Promise<void> | undefined {
  return storage instanceof ReadThroughStorage ? load(storage, clientId) : undefined
}

async function load(storage: ReadThroughStorage, clientId: string): Promise<void> {
  await storage.load([clientKey(clientId, 'LastAuthUser')])
  const username = readLastAuthUser(storage, clientId)
  if (username !== undefined) await storage.load(NAMES.map((name) => userKey(clientId, username, name)))
}

/** The text of the access token, unverified: whether it is still the one that was read before. */
export function readAccessToken(
  storage: TokenStorage,
  clientId: string,
  username: string,
): string | undefined {
  return readItem(storage, userKey(clientId, username, 'accessToken'))
}

export function readRefreshToken(
  storage: TokenStorage,
  clientId: string,
  username: string,
): string | undefined {
  return readItem(storage, userKey(clientId, username, 'refreshToken'))
}

/**
 * What tells whether the storage still names this user and holds this access token, without decoding anything. What a
 * storage gives is compared with what it gave before: a browser hands out the same string then.
 * @returns undefined where it does not now
 */
export function watchSession(
  storage: TokenStorage,
  clientId: string,
  username: string,
  accessToken: string,
): (() => boolean) | undefined {
  const [userAt, tokenAt] = [clientKey(clientId, 'LastAuthUser'), userKey(clientId, username, 'accessToken')]
  const [user, token] = [readItem(storage, userAt), readItem(storage, tokenAt)]
  if (token !== accessToken) return undefined
  return () => readItem(storage, userAt) === user && readItem(storage, tokenAt) === token
}

/** Stores a refresh token alone, where the one before it is spent and the tokens beside it could not be kept. */
export function writeRefreshToken(
  storage: TokenStorage,
  clientId: string,
  username: string,
  refreshToken: string,
): void {
  try {
    storage.setItem(userKey(clientId, username, 'refreshToken'), refreshToken)
  } catch {
    // The storage that is full may be why it has to stand alone.
  }
}

/** The name under which a session is stored: that of its access token (Cognito developer guide, "Access token"). */
export function usernameOf(session: CognitoAuthSession): string | undefined {
  const { username, sub } = session.getAccessToken().payload
  return [username, sub].find((name): name is string => typeof name === 'string' && name !== '')
}

/** Whose tokens are good, and how far the clock may be off, in seconds. */
export interface SessionOwner extends Pick<Expected, 'clientId' | 'issuers'> {
  readonly clockTolerance: number
}

/**
 * The stored session of a user; its tokens are empty where nothing is stored, or something that cannot have been
 * stored for this app client and user. That is left where it is: another tab may just be replacing it.
 */
export function readSession(
  storage: TokenStorage,
  { clientId, issuers, clockTolerance }: SessionOwner,
  username: string,
): CognitoAuthSession {
  const item = (name: string) => readItem(storage, userKey(clientId, username, name))
  const [accessToken, idToken] = [item('accessToken'), item('idToken')]
  const scopes = item('tokenScopesString')?.split(' ')
  const openid = scopes?.includes('openid')
  const claims = claimsOrFlaw(
    { accessToken: accessToken ?? '', idToken },
    { clientId, issuers, username, openid },
  )
  // Good tokens of another user: then nothing under this name is to be trusted, the refresh token least of all.
  if (claims === 'session_changed') return new CognitoAuthSession()
  const [access, id] = typeof claims === 'string' ? [] : claims
  return new CognitoAuthSession({
    IdToken: new CognitoIdToken(id && idToken, id),
    AccessToken: new CognitoAccessToken(access && accessToken, access),
    RefreshToken: new CognitoRefreshToken(item('refreshToken')),
    TokenScopes: new CognitoTokenScopes(scopes),
    ClockDrift: readClockDrift(item('clockDrift'), clockTolerance),
  })
}

function claimsOrFlaw(...stored: Parameters<typeof verifyClaims>): Claims[] | CognitoAuthErrorCode {
  try {
    return verifyClaims(...stored)
  } catch (error) {
    return (error as CognitoAuthError).code
  }
}

/**
 * Under this key amazon-cognito-identity-js keeps seconds and Amplify milliseconds of the opposite sign. Only we write
 * a unit, which both of them read over: without it nobody knows what a number means.
 */
function readClockDrift(written: string | undefined, tolerance: number): number {
  const drift = Number(/^(-?\d+)s$/.exec(written ?? '')?.[1] ?? 0)
  return Math.abs(drift) <= tolerance ? drift : 0
}

/**
 * Stores a session in the order that programs have come to rely on. Where the storage fails on the way, what it held
 * before is put back: half a session is none.
 * @throws what the storage throws
 */
export function writeSession(
  storage: TokenStorage,
  clientId: string,
  username: string,
  session: CognitoAuthSession,
): void {
  const items: [key: string, value: string][] = [
    [userKey(clientId, username, 'idToken'), session.idToken.getJwtToken()],
    [userKey(clientId, username, 'accessToken'), session.accessToken.getJwtToken()],
    [userKey(clientId, username, 'refreshToken'), session.refreshToken.getToken()],
    [clientKey(clientId, 'LastAuthUser'), username],
    [userKey(clientId, username, 'tokenScopesString'), session.tokenScopes.getScopes().join(' ')],
    [userKey(clientId, username, 'clockDrift'), `${session.clockDrift}s`],
  ]
  const before = items.map(([key]) => [key, storage.getItem(key)] as const)
  try {
    for (const [key, value] of items) storage.setItem(key, value)
    // A browser may drop one cookie for another.
    if (items.some(([key, value]) => (storage.getItem(key) ?? '') !== value)) throw new Error('lost')
  } catch (error) {
    // Backwards: what fitted on the way fits again.
    for (const [key, value] of before.reverse()) restore(storage, key, value)
    throw error
  }
}

/** Removes no token that can be overwritten: other tabs take that for a sign-out. */
function restore(storage: TokenStorage, key: string, value: string | null | undefined): void {
  const putBack = () => typeof value === 'string' && trySet(storage, key, value)
  if (putBack()) return
  // What cannot be put back is gone at least, and makes room.
  dropItem(storage, key)
  putBack()
}

function trySet(storage: TokenStorage, key: string, value: string): boolean {
  try {
    storage.setItem(key, value)
    return true
  } catch {
    return false
  }
}

/**
 * Forgets a user, and that it was the last to sign in unless somebody else was since. Goes on with the next key where
 * a storage does not give one up.
 * @throws CognitoAuthError where a storage with promises has not been loaded yet
 */
export function clearSession(storage: TokenStorage, clientId: string, username: string | undefined): void {
  if (username === undefined) return
  const isLast = readLastAuthUser(storage, clientId) === username
  for (const name of NAMES) dropItem(storage, userKey(clientId, username, name))
  if (isLast) dropItem(storage, clientKey(clientId, 'LastAuthUser'))
}
