import { CognitoAuthError, hasCode } from '../errors.js'

const inFlight = new WeakMap<object, Map<string, Promise<unknown>>>()

/**
 * One refresh for all callers of the page, whichever instance they ask: a rotated refresh token is good once.
 * @param storage where the result will be stored; instances that share it share the refresh
 * @param key what is refreshed
 */
export function shareRefresh<T>(storage: object, key: string, refresh: () => Promise<T>): Promise<T> {
  const running = inFlight.get(storage) ?? new Map<string, Promise<unknown>>()
  inFlight.set(storage, running)
  const shared = running.get(key) as Promise<T> | undefined
  if (shared) return shared
  const started = refresh().finally(() => running.delete(key))
  running.set(key, started)
  return started
}

/** The error that says why a refresh ended the session; undefined where it did not, and may be tried again. */
export function endingOf(error: unknown): CognitoAuthError | undefined {
  if (hasCode(error, 'session_expired', 'session_changed', 'bad_signature')) return error
  if (!(error instanceof CognitoAuthError) || error.error !== 'invalid_grant') return undefined
  return new CognitoAuthError('session_expired', 'The session has ended. Sign in again.', {
    error: error.error,
    responseText: error.responseText,
  })
}
