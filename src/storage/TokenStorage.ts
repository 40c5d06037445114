/**
 * What this library asks of a storage: localStorage, sessionStorage, {@link CookieStorage}, or three methods of
 * your own. A missing key is null or undefined.
 */
export interface TokenStorage {
  getItem(key: string): string | null | undefined
  setItem(key: string, value: string): unknown
  removeItem(key: string): unknown
}
