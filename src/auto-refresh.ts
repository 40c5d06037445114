import { type CognitoAuthClient, classOf } from './createCognitoAuth.js'
import { startAutoRefreshOf } from './TokenSequences.js'

/**
 * Refreshes a minute before the session ends, and when the page can be seen or has a network again; one tab does it for
 * all.
 * @returns what ends that
 */
export function startAutoRefresh(auth: CognitoAuthClient): () => void {
  return startAutoRefreshOf(classOf(auth))
}
