import { CognitoAuthError, type CognitoAuthErrorCode } from '../errors.js'
import { ReadThroughStorage } from '../storage/ReadThroughStorage.js'
import { dropItem, isPromised, readItem, type TokenStorage, writeItem } from '../storage/TokenStorage.js'
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

/** Whose tokens are good, and how far the clock may be off, in seconds. */
export interface SessionOwner extends Pick<Expected, 'clientId' | 'issuers'> {
  readonly clockTolerance: number
}

/** The sessions of an app client that a storage holds. */
export class TokenCache {
  declare private readonly _prefix: string

  constructor(
    private readonly _storage: TokenStorage,
    private readonly _owner: SessionOwner,
  ) {
    this._prefix = `CognitoIdentityServiceProvider.${_owner.clientId}.`
  }

  private _key(username: string, name: string): string {
    return `${this._prefix}${username}.${name}`
  }

  private get _lastUserKey(): string {
    return this._prefix + 'LastAuthUser'
  }

  private _item(username: string | undefined, name: string): string | undefined {
    return username === undefined ? undefined : readItem(this._storage, this._key(username, name))
  }

  lastUser(): string | undefined {
    return readItem(this._storage, this._lastUserKey)
  }

  /**
   * Whether the storage can be read at all, right now.
   * @throws CognitoAuthError where a storage with promises has not been loaded yet
   */
  isReadable(): boolean {
    try {
      this._storage.getItem(this._lastUserKey)
      return true
    } catch (error) {
      if (error instanceof CognitoAuthError) throw error
      return false
    }
  }

  /** Has at hand what a storage with promises holds of a session; undefined where everything is already. */
  load(): Promise<void> | undefined {
    return this._storage instanceof ReadThroughStorage ? this._load(this._storage) : undefined
  }

  private async _load(storage: ReadThroughStorage): Promise<void> {
    await storage.load([this._lastUserKey])
    const username = this.lastUser()
    if (username !== undefined) await storage.load(NAMES.map((name) => this._key(username, name)))
  }

  /** The text of this user's access token, unverified: whether it is still the one that was read before. */
  accessToken(username: string | undefined): string | undefined {
    return this._item(username, 'accessToken')
  }

  refreshToken(username: string | undefined): string | undefined {
    return this._item(username, 'refreshToken')
  }

  /**
   * What tells whether the storage still holds these texts, without decoding anything. What it gives is compared with what
   * it gave before: a browser hands out the same string then.
   * @param name under which the session stands
   * @returns undefined where it holds others now
   */
  watch(
    lastUser: string | undefined,
    name: string | undefined,
    accessToken: string,
    refreshToken: string,
  ): (() => boolean) | undefined {
    if (name === undefined) return undefined
    const keys = [this._lastUserKey, ...['accessToken', 'refreshToken'].map((item) => this._key(name, item))]
    const read = (key: string) => readItem(this._storage, key)
    const [user, access, refresh] = keys.map(read)
    if (user !== lastUser || access !== accessToken || (refresh ?? '') !== refreshToken) return undefined
    const [userAt = '', accessAt = '', refreshAt = ''] = keys
    return () => read(userAt) === user && read(accessAt) === access && read(refreshAt) === refresh
  }

  /** Says who was the last to sign in, whose tokens are there. */
  nameLastUser(username: string): void {
    trySet(this._storage, this._lastUserKey, username)
  }

  /** Stores a refresh token alone, where the one before it is spent and the tokens beside it could not be kept. */
  writeRefreshToken(username: string, refreshToken: string): void {
    // The storage that is full may be why it has to stand alone.
    trySet(this._storage, this._key(username, 'refreshToken'), refreshToken)
  }

  /**
   * The stored session of a user; its tokens are empty where nothing is stored, or something that cannot have been
   * stored for this app client and user. That is left where it is: another tab may just be replacing it.
   */
  read(username: string): CognitoAuthSession {
    const { clientId, issuers, clockTolerance } = this._owner
    const [idToken, accessToken, refreshToken, written, drift] = NAMES.map((name) =>
      this._item(username, name),
    )
    const scopes = written?.split(' ')
    const openid = scopes?.includes('openid')
    const tokens = { accessToken: accessToken ?? '', idToken }
    const claims = claimsOrFlaw(tokens, { clientId, issuers, username, openid, stored: true })
    // Good tokens of another user: then nothing under this name is to be trusted, the refresh token least of all.
    if (claims === 'session_changed') return new CognitoAuthSession()
    const [access, id] = typeof claims === 'string' ? [] : claims
    return new CognitoAuthSession({
      IdToken: new CognitoIdToken(id && idToken, id),
      AccessToken: new CognitoAccessToken(access && accessToken, access),
      RefreshToken: new CognitoRefreshToken(refreshToken),
      TokenScopes: new CognitoTokenScopes(scopes),
      ClockDrift: readClockDrift(drift, clockTolerance),
    })
  }

  /**
   * Stores a session in the order that programs have come to rely on. Where the storage fails on the way, what it held
   * before is put back: half a session is none.
   * @throws what the storage throws
   */
  write(username: string, session: CognitoAuthSession): void {
    const storage = this._storage
    const items: [key: string, value: string][] = [
      [this._key(username, 'idToken'), session.idToken.getJwtToken()],
      [this._key(username, 'accessToken'), session.accessToken.getJwtToken()],
      [this._key(username, 'refreshToken'), session.refreshToken.getToken()],
      [this._lastUserKey, username],
      [this._key(username, 'tokenScopesString'), session.tokenScopes.getScopes().join(' ')],
      [this._key(username, 'clockDrift'), `${session.clockDrift}s`],
    ]
    const before = items.map(([key]) => [key, storage.getItem(key)] as const)
    try {
      for (const [key, value] of items) writeItem(storage, key, value)
      // A browser may drop one cookie for another.
      const isLost = ([key, value]: readonly [string, string]) =>
        !isPromised(storage, key) && (storage.getItem(key) ?? '') !== value
      if (items.some(isLost)) throw new Error('lost')
    } catch (error) {
      // Backwards: what fitted on the way fits again.
      for (const [key, value] of before.reverse()) restore(storage, key, value)
      throw error
    }
  }

  /**
   * Forgets a user, and that it was the last to sign in unless somebody else was since. Goes on with the next key where
   * a storage does not give one up.
   * @param keepsName leaves the name of the last to sign in, by which others tell this from a sign-out
   * @throws CognitoAuthError where a storage with promises has not been loaded yet
   */
  clear(username: string | undefined, keepsName = false): void {
    if (username === undefined) return
    const isLast = this.lastUser() === username
    for (const name of NAMES) dropItem(this._storage, this._key(username, name))
    if (isLast && !keepsName) dropItem(this._storage, this._lastUserKey)
  }
}

/** The name under which a session is stored: that of its access token (Cognito developer guide, "Access token"). */
export function usernameOf(session: CognitoAuthSession): string | undefined {
  const { username, sub } = session.getAccessToken().payload
  return [username, sub].find((name): name is string => typeof name === 'string' && name !== '')
}

function claimsOrFlaw(...stored: Parameters<typeof verifyClaims>): Claims[] | CognitoAuthErrorCode {
  try {
    return verifyClaims(...stored)
  } catch (error) {
    return (error as Partial<CognitoAuthError>).code ?? 'malformed_token'
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
    writeItem(storage, key, value)
    return true
  } catch {
    return false
  }
}
