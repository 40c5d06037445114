/**
 * What this library asks of a storage: localStorage, sessionStorage, {@link CookieStorage}, or three methods of
 * your own. A missing key is null or undefined.
 */
export interface TokenStorage {
  getItem(key: string): string | null | undefined
  setItem(key: string, value: string): unknown
  removeItem(key: string): unknown
  /** Where a sign-in that was begun waits instead, if this is no good place for that. */
  readonly forState?: 'localStorage' | 'sessionStorage'
}

/** Longer values are none of ours. In characters. */
const LONGEST = 65_536

/** What a storage holds under a key, if it can be ours: anybody may have written there. */
export function readItem(storage: TokenStorage, key: string): string | undefined {
  const value: unknown = storage.getItem(key)
  return typeof value === 'string' && value && value.length <= LONGEST ? value : undefined
}
