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
  /** Whether pages of other origins use it, too, as sub-domains share cookies: only tabs of one origin can take turns. */
  readonly isShared?: boolean
  /** What the `warning` event tells once a session was stored, if the storage has something to say of it. */
  readonly warning?: CognitoAuthError | undefined
  /** Has this key at hand, and then those that it leads to, where they have to be read by a promise first. */
  load?(first: string, others: () => readonly string[]): Promise<void>
  /** Whether that has been done for this key; true unless given. */
  isLoaded?(first: string): boolean
  /** Fulfilled once everything is there that was written; undefined where it is already. */
  written?(): Promise<unknown> | undefined
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

/** What is said of a storage that cannot be used as it is. */
export const PROMISES =
  'This Storage returns promises: write Storage: asyncStorage(store), and StateStorage alike.'

/** Whether something is a promise, whoever made it. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value
}

/**
 * Whether a storage is to be read by a promise.
 * @param key one of ours, to ask for
 */
export function answersLater(
  storage: TokenStorage | AsyncTokenStorage,
  key: string,
): storage is AsyncTokenStorage {
  try {
    const answer = storage.getItem(key)
    if (!isPromise(answer)) return false
    Promise.resolve(answer).catch(() => undefined)
    return true
  } catch {
    // One that cannot be read may be read later.
    return false
  }
}

/** Whether it is one of the browser, whose changes to localStorage other tabs hear of. */
export function isWebStorage(storage: object): boolean {
  return typeof Storage === 'function' && storage instanceof Storage
}

/** What a storage says of itself. One of the browser has under these names whatever a page has kept there. */
export function traitsOf(storage: TokenStorage): Omit<TokenStorage, 'getItem' | 'setItem' | 'removeItem'> {
  return isWebStorage(storage) ? {} : storage
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
