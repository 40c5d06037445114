import { CognitoAuthError } from '../errors.js'

/**
 * What this library asks of a storage: localStorage, sessionStorage, {@link CookieStorage}, or three methods of
 * your own. A missing key is null or undefined.
 */
export interface TokenStorage {
  /** The value; null or undefined where there is none. */
  getItem(key: string): string | null | undefined
  /** Keeps a value, or throws where it cannot. */
  setItem(key: string, value: string): unknown
  /** Forgets a value, if there is one. */
  removeItem(key: string): unknown
  /** Where a sign-in that was begun waits instead, if this is no good place for that. */
  readonly forState?: 'localStorage' | 'sessionStorage'
  /** What the `warning` event tells once a session was stored, if the storage has something to say of it. */
  readonly warning?: CognitoAuthError | undefined
}

/** The same with promises, such as React Native's AsyncStorage. Sign-ins then begin and end with the promise API. */
export interface AsyncTokenStorage {
  /** The value; null or undefined where there is none. */
  getItem(key: string): PromiseLike<string | null | undefined>
  /** Keeps a value, or rejects where it cannot. */
  setItem(key: string, value: string): PromiseLike<unknown>
  /** Forgets a value, if there is one. */
  removeItem(key: string): PromiseLike<unknown>
}

/** Longer values are none of ours. In characters. */
export const LONGEST = 65_536

/**
 * What a storage holds under a key, if it can be read and can be ours: anybody may have written there.
 * @throws CognitoAuthError where a storage with promises has not been loaded yet
 */
export function readItem(storage: TokenStorage, key: string): string | undefined {
  try {
    const value: unknown = storage.getItem(key)
    return typeof value === 'string' && value && value.length <= LONGEST ? value : undefined
  } catch (error) {
    if (error instanceof CognitoAuthError) throw error
    return undefined
  }
}

/**
 * Takes a value out of a storage. One that removes nothing has it overwritten: an empty value counts as absent.
 * @returns whether it is gone
 */
export function dropItem(storage: TokenStorage, key: string): boolean {
  return [() => storage.removeItem(key), () => storage.setItem(key, '')].some((drop) => {
    try {
      drop()
      return readItem(storage, key) === undefined
    } catch {
      return false
    }
  })
}
