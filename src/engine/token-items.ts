import { CognitoAuthError, hasCode } from '../errors.js'
import type { Config } from '../options.js'
import { dropItem, readItem, type TokenStorage, traitsOf } from '../storage/TokenStorage.js'
import { verifyClaims } from '../tokens/verify.js'
import { makeSession, type Session } from './session.js'

/*
 * The keys that amazon-cognito-auth-js, amazon-cognito-identity-js and Amplify share, so that a page may use them
 * side by side:
 *
 *   CognitoIdentityServiceProvider.<ClientId>.LastAuthUser
 *   CognitoIdentityServiceProvider.<ClientId>.<username>.{idToken,accessToken,refreshToken,tokenScopesString,clockDrift}
 *
 * No two users can share one: the part behind a username never holds a dot.
 */

const NAMES = ['idToken', 'accessToken', 'refreshToken', 'tokenScopesString', 'clockDrift'] as const

/** What begins the keys of an app client. */
export const prefixOf = (clientId: string): string => `CognitoIdentityServiceProvider.${clientId}.`

/** What the storage holds of a user: while all of it is the same text, so is the session. */
export type Texts = readonly [
  username: string | undefined,
  ...[lastUser: unknown, accessToken: unknown, refreshToken: unknown],
]

/** The sessions of an app client that a storage holds. */
export function tokenItems({
  storage,
  clientId,
  issuers,
  clockTolerance,
}: Pick<Config, 'storage' | 'clientId' | 'issuers' | 'clockTolerance'>) {
  const prefix = prefixOf(clientId)
  const last = `${prefix}LastAuthUser`
  const keyOf = (username: string, name: (typeof NAMES)[number]) => `${prefix}${username}.${name}`
  const item = (username: string | undefined, name: (typeof NAMES)[number]) =>
    username === undefined ? undefined : readItem(storage, keyOf(username, name))
  const lastUser = () => readItem(storage, last)
  /** The keys of whoever was asked for last: there are many reads, and of one user. */
  let asked: readonly [username: string, access: string, refresh: string] = ['', '', '']

  return {
    /** Who was the last to sign in and not out again. */
    lastUser,

    /** This user's refresh token. */
    refreshToken: (username: string | undefined) => item(username, 'refreshToken'),

    /**
     * What tells whether anything is new; undefined where the storage cannot be read at all.
     * @throws CognitoAuthError where a storage with promises has not been loaded yet
     */
    textsOf(username: string | undefined): Texts | undefined {
      try {
        const user = storage.getItem(last)
        if (username === undefined) return [username, user, undefined, undefined]
        if (username !== asked[0])
          asked = [username, keyOf(username, 'accessToken'), keyOf(username, 'refreshToken')]
        return [username, user, storage.getItem(asked[1]), storage.getItem(asked[2])]
      } catch (error) {
        if (error instanceof CognitoAuthError) throw error
        return undefined
      }
    },

    /** Has at hand what a storage with promises holds of a session; undefined where everything is already. */
    load(): Promise<void> | undefined {
      return traitsOf(storage).load?.(last, () => {
        const username = lastUser()
        return username === undefined ? [] : NAMES.map((name) => keyOf(username, name))
      })
    },

    /** Whether it can be asked already. */
    isAtHand: () => traitsOf(storage).isLoaded?.(last) !== false,

    /**
     * The stored session of a user; its access token is empty where only the refresh token is any good. What is no good
     * stays where it is: another tab may just be replacing it.
     */
    read(username: string): Session | null {
      const [idToken, accessToken = '', refreshToken, written = '', drift] = NAMES.map((name) =>
        item(username, name),
      )
      const scopes = written.split(' ').filter(Boolean)
      const openid = scopes.includes('openid')
      const kept = { username, refreshToken, scopes, clockDrift: readClockDrift(drift, clockTolerance) }
      try {
        const expected = { clientId, issuers, username, openid, stored: true }
        const claims = verifyClaims({ accessToken, idToken }, expected)
        return makeSession({ ...kept, accessToken, idToken }, claims)
      } catch (error) {
        // Good tokens of another user: then nothing under this name is to be trusted, the refresh token least of all.
        if (hasCode(error, 'session_changed') || refreshToken === undefined) return null
        return makeSession({ ...kept, accessToken: '' }, [])
      }
    },

    /**
     * Stores a session, in the order that programs rely on, or leaves what was there before: half a session is none.
     * @throws what the storage throws
     */
    write({ username, idToken = '', accessToken, refreshToken = '', scopes, clockDrift }: Session): void {
      const values = [idToken, accessToken, refreshToken, scopes.join(' '), `${clockDrift}s`]
      const items = NAMES.map((name, i) => [keyOf(username, name), values[i] ?? ''] as const)
      items.splice(3, 0, [last, username])
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
    },

    /** Stores a refresh token alone, where the one before it is spent and the tokens beside it could not be kept. */
    writeRefreshToken(username: string, refreshToken: string | undefined): void {
      // The storage that is full may be why it has to stand alone.
      if (refreshToken !== undefined && item(username, 'refreshToken'))
        trySet(storage, keyOf(username, 'refreshToken'), refreshToken)
    },

    /** Says who was the last to sign in, whose tokens are there. */
    nameLastUser(username: string): void {
      trySet(storage, last, username)
    },

    /**
     * Forgets a user, and that it was the last to sign in unless somebody else was since.
     * @param keepsName leaves the name of the last to sign in, by which others tell this from a sign-out
     */
    clear(username: string | undefined, keepsName = false): void {
      if (username === undefined) return
      const isLast = lastUser() === username
      for (const name of NAMES) dropItem(storage, keyOf(username, name))
      if (isLast && !keepsName) dropItem(storage, last)
    },
  }
}

/**
 * amazon-cognito-identity-js keeps seconds here, and Amplify milliseconds of the opposite sign: only what has a unit,
 * which both of them read over, is ours.
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
    storage.setItem(key, value)
    return true
  } catch {
    return false
  }
}
