import type { TokenStorage } from '../../src/storage/TokenStorage.js'

/** A storage that remembers its changes in their order. */
export class RecordingStorage implements TokenStorage {
  readonly values = new Map<string, string>()
  readonly changes: string[] = []

  getItem(key: string): string | null {
    return this.values.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    this.values.set(key, value)
    this.changes.push(`set ${key} ${value}`)
  }

  removeItem(key: string): void {
    this.values.delete(key)
    this.changes.push(`remove ${key}`)
  }
}
