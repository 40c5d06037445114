import { isOffline } from '../browser.js'
import { CognitoAuthError, hasCode } from '../errors.js'
import { TIMEOUT } from '../oauth/http.js'
import { randomBytes } from '../oauth/pkce.js'
import { pause } from './lock.js'

/** How often a refresh that failed for now is tried again. */
const RETRIES = 2

/** When a token endpoint that wanted to be left alone may be asked again, by `performance.now()`. */
const quietUntil = new Map<string, number>()

/**
 * Repeats a request that failed for now: for at most as long as one request may take, with pauses of a second or two
 * and a chance part, so that the pages of a service that comes back do not come back all at once. A refresh may be
 * repeated where a code may not: at Cognito a rotated refresh token stays good for a moment.
 * @param endpoint who is asked: all requests to it heed what one answer says in `Retry-After`
 * @param request given how long it may take, in milliseconds
 * @throws what the last request threw
 */
export async function persist<T>(endpoint: string, request: (timeout: number) => Promise<T>): Promise<T> {
  const deadline = performance.now() + TIMEOUT
  for (let failures = 0; ; failures++) {
    refuseWhileQuiet(endpoint)
    try {
      return await request(deadline - performance.now())
    } catch (error) {
      const { retryAfter } = error as Partial<CognitoAuthError>
      if (retryAfter) quietUntil.set(endpoint, performance.now() + retryAfter * 1000)
      const delay = retryAfter ? retryAfter * 1000 : 1000 * (failures + 1) + 4 * (randomBytes(1)[0] ?? 0)
      const isWorthwhile = failures < RETRIES && performance.now() + delay < deadline
      if (!isWorthwhile || !hasCode(error, 'network', 'timeout', 'server_error')) throw error
      await pause(delay)
    }
  }
}

function refuseWhileQuiet(endpoint: string): void {
  if (isOffline()) throw new CognitoAuthError('network', 'The device is offline.')
  const quiet = (quietUntil.get(endpoint) ?? 0) - performance.now()
  // Timers may be early by a part of a millisecond.
  if (quiet > 1) {
    const left = Math.ceil(quiet / 1000)
    throw new CognitoAuthError('server_error', `The server wants no request for another ${left} seconds.`, {
      retryAfter: left,
    })
  }
}

/** The error that says why a refresh ended the session; undefined where it did not, and may be tried again. */
export function endingOf(error: unknown): CognitoAuthError | undefined {
  if (hasCode(error, 'session_expired', 'session_changed', 'bad_signature')) return error
  if (!hasCode(error, 'token_request_failed') || error.error !== 'invalid_grant') return undefined
  return new CognitoAuthError('session_expired', 'The session has ended. Sign in again.', {
    error: error.error,
    responseText: error.responseText,
  })
}
