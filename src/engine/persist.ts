import { isOffline } from '../browser.js'
import { CognitoAuthError, hasCode } from '../errors.js'
import { TIMEOUT } from '../oauth/http.js'
import { randomBytes } from '../oauth/pkce.js'
import { exchangeCode, type TokenResponse } from '../oauth/token-client.js'
import { pause } from './lock.js'

/** How often a request that failed for now is tried again. */
const RETRIES = 2
/** What an answer may need, in milliseconds. A request that is given up may have spent its refresh token. */
const LEAST = 2000

/** When a token endpoint that wanted to be left alone may be asked again, by `performance.now()`. */
const quietUntil = new Map<string, number>()

/**
 * Repeats a request that failed for now, after a second or two and a chance part: not all pages at once.
 * @param endpoint whose `Retry-After` all requests to it heed; undefined for one that cannot wait for that
 * @param deadline when the last answer has to be there, by `performance.now()`
 * @param request given how long it may take, in milliseconds
 * @param mayRepeat whether what was sent is still good after this error
 * @throws what the last request threw; CognitoAuthError `timeout` where there is no time for any
 */
export async function persist<T>(
  endpoint: string | undefined,
  deadline: number,
  request: (timeout: number) => Promise<T>,
  mayRepeat: (error: unknown) => boolean,
): Promise<T> {
  let last: unknown = new CognitoAuthError('timeout', 'There was no time left to ask the server.')
  for (let failures = 0; failures <= RETRIES; failures++) {
    // The page may have slept.
    const left = deadline - performance.now()
    if (left < LEAST) break
    if (endpoint !== undefined) refuseWhileQuiet(endpoint)
    try {
      return await request(left)
    } catch (error) {
      last = error
      const { retryAfter } = error as Partial<CognitoAuthError>
      if (retryAfter && endpoint !== undefined)
        quietUntil.set(endpoint, performance.now() + retryAfter * 1000)
      const delay = 1000 * (retryAfter ?? failures + 1) + 4 * (1 + (randomBytes(1)[0] ?? 0))
      const isWorthwhile = failures < RETRIES && performance.now() + delay + LEAST < deadline
      if (!isWorthwhile || !mayRepeat(error)) break
      await pause(delay)
    }
  }
  throw last
}

/** A refresh token: at Cognito one that was rotated stays good for a moment. */
export function isGoodRefreshTokenAfter(error: unknown): boolean {
  return hasCode(error, 'network', 'timeout', 'server_error')
}

/**
 * A code is good once (RFC 6749, section 4.1.2): whoever answers 429 or 5xx has not taken it, and what reached nobody is
 * as before; an answer that broke off or is late may have been its tokens.
 */
export function isGoodCodeAfter(error: unknown): boolean {
  return hasCode(error, 'server_error') || (hasCode(error, 'network') && error.status === undefined)
}

/**
 * Exchanges a code, within ten seconds, and once more for as long as nobody can have taken it.
 * @throws CognitoAuthError as `exchangeCode()`
 */
export function exchangeOnce(...[endpoint, form]: Parameters<typeof exchangeCode>): Promise<TokenResponse> {
  const request = (timeout: number) => exchangeCode(endpoint, form, timeout)
  return persist(undefined, performance.now() + TIMEOUT, request, isGoodCodeAfter)
}

function refuseWhileQuiet(endpoint: string): void {
  if (isOffline()) throw new CognitoAuthError('network', 'The device is offline.')
  const left = Math.ceil(((quietUntil.get(endpoint) ?? 0) - performance.now()) / 1000)
  if (left > 0) {
    throw new CognitoAuthError('server_error', `The server wants no request for another ${left} seconds.`, {
      retryAfter: left,
    })
  }
}
