import { frontOf } from './storage/PromisedStorage.js'
import { answersLater, type AsyncTokenStorage, type TokenStorage } from './storage/TokenStorage.js'

/**
 * Stands in front of a storage whose methods return promises (React Native's AsyncStorage, an encrypted store), or those
 * that write do, as the option `Storage` or `StateStorage`. Where it is read by promises, too, `await auth.init()` comes
 * before everything else.
 */
export function asyncStorage(storage: AsyncTokenStorage | TokenStorage): TokenStorage {
  return frontOf(storage, answersLater(storage, 'cognito-auth.states'))
}
