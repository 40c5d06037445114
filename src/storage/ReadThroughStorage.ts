import { CognitoAuthError, nameOf } from '../errors.js'
import { type AsyncTokenStorage, promisedWrites, type TokenStorage } from './TokenStorage.js'

/** What stands in front of each storage, whichever instances use it. */
const fronts = new WeakMap<AsyncTokenStorage, ReadThroughStorage>()

/**
 * The storage itself if it answers at once, and otherwise one in front of it that does.
 * @param key one of ours, to ask for
 */
export function readThrough(storage: TokenStorage | AsyncTokenStorage, key: string): TokenStorage {
  if (!answersLater(storage, key)) return storage
  const cache = fronts.get(storage) ?? new ReadThroughStorage(storage)
  fronts.set(storage, cache)
  return cache
}

/**
 * What to wait for until everything is stored; undefined where it is already.
 * @throws what a storage with promises threw
 */
export function written(storage: TokenStorage): Promise<unknown> | undefined {
  return storage instanceof ReadThroughStorage ? storage.written() : promisedWrites(storage)
}

/** Whether the storage can be asked already: one with promises has to be loaded first. */
export function isAtHand(storage: TokenStorage): boolean {
  return !(storage instanceof ReadThroughStorage) || storage.isLoaded
}

function answersLater(storage: TokenStorage | AsyncTokenStorage, key: string): storage is AsyncTokenStorage {
  try {
    const answer: unknown = storage.getItem(key)
    if (typeof answer !== 'object' || answer === null || !('then' in answer)) return false
    Promise.resolve(answer).catch(() => undefined)
    return true
  } catch {
    return false
  }
}

/**
 * A storage whose methods return promises (React Native's AsyncStorage, an encrypted store), behind one that answers at
 * once: what was loaded is at hand, and what is written goes through in its order.
 */
export class ReadThroughStorage implements TokenStorage {
  isLoaded = false
  private readonly _values = new Map<string, string>()
  private _writing: Promise<void> = Promise.resolve()
  private _failure: { readonly error: unknown } | undefined
  /** What the storage did not take: here it is newer than there. */
  private readonly _refused = new Set<string>()
  /** For each load under way, the keys that were changed since it began. */
  private readonly _changed = new Set<Set<string>>()

  constructor(private readonly _storage: AsyncTokenStorage) {}

  /**
   * Reads these keys, once everything that was written before is there. What is written meanwhile is newer.
   * @throws CognitoAuthError `storage_unavailable`
   */
  async load(keys: readonly string[]): Promise<void> {
    const changed = new Set<string>()
    this._changed.add(changed)
    await this._writing
    try {
      const values: unknown[] = await Promise.all(keys.map((key) => this._storage.getItem(key)))
      keys.forEach((key, i) => {
        if (changed.has(key) || this._refused.has(key)) return
        const value = values[i]
        if (typeof value === 'string') this._values.set(key, value)
        else this._values.delete(key)
      })
    } catch (error) {
      throw new CognitoAuthError('storage_unavailable', `The storage could not be read${nameOf(error)}.`)
    } finally {
      this._changed.delete(changed)
    }
    this.isLoaded = true
  }

  /**
   * Fulfilled once everything that was written is there.
   * @throws what the storage threw at the first that it did not take
   */
  async written(): Promise<void> {
    await this._writing
    const failure = this._failure
    this._failure = undefined
    if (failure) throw failure.error
  }

  /** @throws CognitoAuthError `invalid_configuration` before anything was loaded */
  getItem(key: string): string | undefined {
    if (this.isLoaded) return this._values.get(key)
    throw new CognitoAuthError(
      'invalid_configuration',
      'This Storage returns promises: call `await auth.init()` before anything else.',
    )
  }

  setItem(key: string, value: string): void {
    this._values.set(key, value)
    this._write(key, () => this._storage.setItem(key, value))
  }

  removeItem(key: string): void {
    this._values.delete(key)
    this._write(key, () => this._storage.removeItem(key))
  }

  private _write(key: string, write: () => unknown): void {
    for (const changed of this._changed) changed.add(key)
    this._writing = this._writing.then(async () => {
      try {
        await write()
        this._refused.delete(key)
      } catch (error) {
        this._refused.add(key)
        this._failure ??= { error }
      }
    })
  }
}
