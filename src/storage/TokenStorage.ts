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
  /**
   * Whether pages of other origins use it, too, such as sub-domains that share cookies: browsers let tabs of one origin take
   * turns, and no others.
   */
  readonly isShared?: boolean
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

/** Whether it is one of the browser, whose changes to localStorage other tabs hear of. */
export function isWebStorage(storage: TokenStorage): boolean {
  return typeof Storage === 'function' && storage instanceof Storage
}

/** What a storage says of itself. One of the browser has under these names whatever a page has kept there. */
export function traitsOf(storage: TokenStorage): Pick<TokenStorage, 'forState' | 'isShared' | 'warning'> {
  return isWebStorage(storage) ? {} : storage
}

/** Longer values are none of ours. In characters. */
export const LONGEST = 65_536

/** What storages have promised to write that give at once what they hold: until they have, it is not there to be read. */
const writing = new WeakMap<TokenStorage, Map<string, { readonly value: string | undefined }>>()
/** How many of these there are: usually none, and then nobody has to look. */
let underWay = 0
/** Fulfilled once all of it is there. */
const writes = new WeakMap<TokenStorage, Promise<unknown>>()

/** Changes what a storage holds under a key: undefined removes it. What the storage throws is thrown. */
export function writeItem(storage: TokenStorage, key: string, value: string | undefined): void {
  const promised = value === undefined ? storage.removeItem(key) : storage.setItem(key, value)
  if (typeof promised !== 'object' || promised === null || !('then' in promised)) return
  const items = writing.get(storage) ?? new Map<string, { readonly value: string | undefined }>()
  const item = { value }
  writing.set(storage, items.set(key, item))
  underWay++
  const written = Promise.resolve(promised).finally(() => {
    underWay--
    if (items.get(key) === item) items.delete(key)
  })
  const all = Promise.all([writes.get(storage), written])
  const end = () => {
    if (writes.get(storage) === all) writes.delete(storage)
  }
  writes.set(storage, all)
  all.then(end, end)
}

/** Whether a storage has promised to write this and has not done so yet. */
export function isPromised(storage: TokenStorage, key: string): boolean {
  return writing.get(storage)?.has(key) ?? false
}

/** What a storage that gives at once what it holds has promised to write; undefined where nothing is on its way. */
export function promisedWrites(storage: TokenStorage): Promise<unknown> | undefined {
  return writes.get(storage)
}

/**
 * What a storage holds under a key, if it can be read and can be ours: anybody may have written there.
 * @throws CognitoAuthError where a storage with promises has not been loaded yet
 */
export function readItem(storage: TokenStorage, key: string): string | undefined {
  try {
    const written = underWay > 0 ? writing.get(storage)?.get(key) : undefined
    const value: unknown = written ? written.value : storage.getItem(key)
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
  return [undefined, ''].some((value) => {
    try {
      writeItem(storage, key, value)
      return readItem(storage, key) === undefined
    } catch {
      return false
    }
  })
}
