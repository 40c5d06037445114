import type { AsyncTokenStorage, TokenStorage } from '../../src/storage/TokenStorage.js'

/**
 * What a storage is to another page: an object of its own, as each page of a browser has one, that leads to the same
 * values.
 */
export function forAnotherPage<Shared extends TokenStorage | AsyncTokenStorage>(storage: Shared): Shared {
  return new Proxy(storage, {
    get(shared, name) {
      const member: unknown = Reflect.get(shared, name)
      return typeof member === 'function' ? (member.bind(shared) as unknown) : member
    },
  })
}

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

/** A storage that takes so many characters and no more, as localStorage does. */
export class SmallStorage extends RecordingStorage {
  capacity = Infinity

  override setItem(key: string, value: string): void {
    const others = [...this.values].filter(([name]) => name !== key)
    const used = others.reduce((sum, [name, text]) => sum + name.length + text.length, 0)
    if (used + key.length + value.length > this.capacity) {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    }
    super.setItem(key, value)
  }

  get used(): number {
    return [...this.values].reduce((sum, [name, text]) => sum + name.length + text.length, 0)
  }
}
