import type { TokenStorage } from './TokenStorage.js'

/** Keeps values for as long as the page lives, each instance for itself: two users of one server share nothing. */
export class MemoryStorage implements TokenStorage {
  /** A memory would not outlive the redirect. */
  readonly forState = 'sessionStorage'
  private readonly _values = new Map<string, string>()

  getItem(key: string): string | undefined {
    return this._values.get(key)
  }

  setItem(key: string, value: string): string {
    this._values.set(key, value)
    return value
  }

  removeItem(key: string): boolean {
    return this._values.delete(key)
  }

  clear(): void {
    this._values.clear()
  }
}
