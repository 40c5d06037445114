import type { TokenStorage } from '../storage/TokenStorage.js'
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

const clientKey = (clientId: string, name: string) => `CognitoIdentityServiceProvider.${clientId}.${name}`
const userKey = (clientId: string, username: string, name: string) =>
  clientKey(clientId, `${username}.${name}`)

export function readLastAuthUser(storage: TokenStorage, clientId: string): string | undefined {
  return storage.getItem(clientKey(clientId, 'LastAuthUser')) || undefined
}

export function readRefreshToken(
  storage: TokenStorage,
  clientId: string,
  username: string,
): string | undefined {
  return storage.getItem(userKey(clientId, username, 'refreshToken')) || undefined
}

/** The stored session of a user; its tokens are empty where nothing is stored. */
export function readSession(storage: TokenStorage, clientId: string, username: string): CognitoAuthSession {
  const item = (name: string) => storage.getItem(userKey(clientId, username, name))
  const scopes = item('tokenScopesString')
  return new CognitoAuthSession({
    IdToken: new CognitoIdToken(item('idToken')),
    AccessToken: new CognitoAccessToken(item('accessToken')),
    RefreshToken: new CognitoRefreshToken(item('refreshToken')),
    TokenScopes: new CognitoTokenScopes(scopes ? scopes.split(' ') : []),
    ClockDrift: Number(item('clockDrift')) || 0,
  })
}

/** Stores a session under the username of its access token, in the order that programs have come to rely on. */
export function writeSession(
  storage: TokenStorage,
  clientId: string,
  username: string,
  session: CognitoAuthSession,
) {
  const write = (name: string, value: string) => storage.setItem(userKey(clientId, username, name), value)
  write('idToken', session.idToken.getJwtToken())
  write('accessToken', session.accessToken.getJwtToken())
  write('refreshToken', session.refreshToken.getToken())
  storage.setItem(clientKey(clientId, 'LastAuthUser'), username)
  write('tokenScopesString', session.tokenScopes.getScopes().join(' '))
  write('clockDrift', String(session.clockDrift))
}

/** Forgets a user, and that it was the last to sign in unless somebody else was since. */
export function clearSession(storage: TokenStorage, clientId: string, username: string | undefined): void {
  if (username === undefined) return
  for (const name of ['idToken', 'accessToken', 'refreshToken', 'tokenScopesString', 'clockDrift']) {
    storage.removeItem(userKey(clientId, username, name))
  }
  if (readLastAuthUser(storage, clientId) === username)
    storage.removeItem(clientKey(clientId, 'LastAuthUser'))
}
