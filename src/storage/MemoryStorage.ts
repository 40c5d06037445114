import type { TokenStorage } from './TokenStorage.js'

/** Where a storage has its values, under a name that no program knows. */
const VALUES = Symbol('values')

const valuesOf = (storage: object) => (storage as { [VALUES]: Map<string, string> })[VALUES]

/** Keeps values for as long as the page lives, each instance for itself: two users of one server share nothing. */
export class MemoryStorage implements TokenStorage {
  /** A memory would not outlive the redirect. */
  readonly forState = 'sessionStorage'

  constructor() {
    Object.defineProperty(this, VALUES, { value: new Map<string, string>() })
  }

  /** The value; undefined where there is none. */
  getItem(key: string): string | undefined {
    return valuesOf(this).get(key)
  }

  /** Keeps a value, and returns it. */
  setItem(key: string, value: string): string {
    valuesOf(this).set(key, value)
    return value
  }

  /** Forgets a value, and says whether there was one. */
  removeItem(key: string): boolean {
    return valuesOf(this).delete(key)
  }

  /** Forgets everything. */
  clear(): void {
    valuesOf(this).clear()
  }
}
