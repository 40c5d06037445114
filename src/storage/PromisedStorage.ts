import { CognitoAuthError, nameOf } from '../errors.js'
import { MemoryStorage } from './MemoryStorage.js'
import {
  answersLater,
  type AsyncTokenStorage,
  isPromise,
  isWebStorage,
  type TokenStorage,
} from './TokenStorage.js'

type Given = AsyncTokenStorage | TokenStorage

/** What stands in front of each storage, whoever uses it. */
const fronts = new WeakMap<Given, TokenStorage>()

/** The one front of a storage whose methods may return promises (React Native's AsyncStorage, an encrypted store). */
export function frontOf(storage: Given, isLater: boolean): TokenStorage {
  const front = fronts.get(storage) ?? promisedStorage(storage, isLater)
  fronts.set(storage, front)
  return front
}

/**
 * A storage that answers at once, in front of one that may not: what was loaded is at hand, and what is written goes
 * through in its order.
 * @param isLater whether values are read by a promise, too
 */
function promisedStorage(storage: Given, isLater: boolean): TokenStorage {
  /** What was loaded; and what was written and is not there yet, or was not taken: here it is newer than there. */
  const values = new Map<string, string | undefined>()
  const refused = new Set<string>()
  /** For each load under way, the keys that were changed since it began. */
  const loads = new Set<Set<string>>()
  /** What was asked for first of each app client and kind: the rest of its keys came with it. */
  const loaded = new Set<string>()
  /** What is being written, with the first error of that; one that failed stays until somebody has asked. */
  let writing: Promise<{ readonly error: unknown } | undefined> | undefined

  const change = (key: string, value: string | undefined) => {
    const run = () => (value === undefined ? storage.removeItem(key) : storage.setItem(key, value))
    // One that answers at once is asked at once, and may refuse at once.
    const begun = isLater ? undefined : run()
    if (!isLater && !isPromise(begun)) {
      values.delete(key)
      return
    }
    values.set(key, value)
    for (const changed of loads) changed.add(key)
    const before = writing
    const written = (async () => {
      let failure
      if (isLater) await before
      try {
        await (isLater ? run() : begun)
        refused.delete(key)
      } catch (error) {
        refused.add(key)
        failure = { error }
      }
      const earlier = await before
      if (!isLater && values.get(key) === value) values.delete(key)
      return earlier ?? failure
    })()
    writing = written
    void written.then((failed) => {
      if (writing === written && !failed) writing = undefined
    })
  }

  /** @throws CognitoAuthError `storage_unavailable` */
  const load: TokenStorage['load'] = async (first, others) => {
    const changed = new Set<string>()
    loads.add(changed)
    await writing
    try {
      const take = async (wanted: readonly string[]) => {
        const read: unknown[] = await Promise.all(wanted.map(async (key) => storage.getItem(key)))
        wanted.forEach((key, i) => {
          if (changed.has(key) || refused.has(key)) return
          const value = read[i]
          values.set(key, typeof value === 'string' ? value : undefined)
        })
      }
      await take([first])
      await take(others())
    } catch (error) {
      throw new CognitoAuthError('storage_unavailable', `The storage could not be read${nameOf(error)}.`)
    } finally {
      loads.delete(changed)
    }
    loaded.add(first)
  }

  const { forState, isShared = false } = storage as TokenStorage
  return {
    ...(forState && { forState }),
    ...(isLater && { load }),
    isShared,

    get warning() {
      return (storage as TokenStorage).warning
    },

    isLoaded: (first) => !isLater || loaded.has(first),

    written() {
      const asked = writing
      return asked?.then((failed) => {
        if (writing === asked) writing = undefined
        if (failed) throw failed.error
      })
    },

    /** @throws CognitoAuthError `invalid_configuration` before anything was loaded */
    getItem(key) {
      if (values.has(key)) return values.get(key)
      if (!isLater) return (storage as TokenStorage).getItem(key) ?? undefined
      if ([...loaded].some((first) => key.startsWith(first.slice(0, first.lastIndexOf('.') + 1))))
        return undefined
      throw new CognitoAuthError(
        'invalid_configuration',
        'This Storage returns promises: call `await auth.init()` before anything else.',
      )
    },

    setItem: change,

    removeItem(key) {
      change(key, undefined)
    },
  }
}

/** The storage itself if it is one that answers at once for sure, and otherwise one in front of it that does. */
export function answering(storage: Given, key: string): TokenStorage {
  if (isWebStorage(storage) || storage instanceof MemoryStorage || 'written' in storage)
    return storage as TokenStorage
  return frontOf(storage, answersLater(storage, key))
}
