import type { TokenStorage } from './TokenStorage.js'

/** Keeps values for as long as the page lives, each instance for itself: two users of one server share nothing. */
export class MemoryStorage implements TokenStorage {
  /** A memory would not outlive the redirect. */
  readonly forState = 'sessionStorage'
  private readonly _values = new Map<string, string>()

  /** The value; undefined where there is none. */
  getItem(key: string): string | undefined {
    return this._values.get(key)
  }

  /** Keeps a value, and returns it. */
  setItem(key: string, value: string): string {
    this._values.set(key, value)
    return value
  }

  /** Forgets a value, and says whether there was one. */
  removeItem(key: string): boolean {
    return this._values.delete(key)
  }

  /** Forgets everything. */
  clear(): void {
    this._values.clear()
  }
}
