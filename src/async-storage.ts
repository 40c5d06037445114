import { ReadThroughStorage } from './storage/ReadThroughStorage.js'
import type { AsyncTokenStorage, TokenStorage } from './storage/TokenStorage.js'

/** Stands in front of a storage whose methods return promises; `await auth.init()` comes before everything else then. */
export function asyncStorage(storage: AsyncTokenStorage): TokenStorage {
  return new ReadThroughStorage(storage)
}
