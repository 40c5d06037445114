import { frontOf } from './storage/PromisedStorage.js'
import type { AsyncTokenStorage, TokenStorage } from './storage/TokenStorage.js'

/**
 * Stands in front of a storage whose methods return promises (React Native's AsyncStorage, an encrypted store), as the
 * option `Storage` or `StateStorage`. Then `await auth.init()` comes before everything else.
 */
export function asyncStorage(storage: AsyncTokenStorage): TokenStorage {
  return frontOf(storage, true)
}
