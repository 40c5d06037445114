import type { TokenStorage } from './TokenStorage.js'

/** Keeps values for as long as the page lives, each instance for itself: two users of one server share nothing. */
export class MemoryStorage implements TokenStorage {
  readonly #values = new Map<string, string>()

  getItem(key: string): string | undefined {
    return this.#values.get(key)
  }

  setItem(key: string, value: string): string {
    this.#values.set(key, value)
    return value
  }

  removeItem(key: string): boolean {
    return this.#values.delete(key)
  }

  clear(): void {
    this.#values.clear()
  }
}
