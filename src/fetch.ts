import { currentUrl } from './browser.js'
import type { CognitoAuthClient } from './createCognitoAuth.js'
import { type Engine, engineOf } from './engine/engine.js'
import { valid } from './engine/tokens.js'
import { CognitoAuthError, hasCode } from './errors.js'
import { fetchWithBearer, readRequest } from './oauth/http.js'

/**
 * `fetch()` with the access token, for the page's own origin and `ApiOrigins`. Where the API answers 401, the session
 * is refreshed and the request made once more, if the same person is still signed in; a 401 that remains is the answer.
 * @throws CognitoAuthError `invalid_configuration` for another origin, and for what is no request; as `getTokens()`;
 *   `network` where the API cannot be reached. A signal that is aborted rejects as it does at `fetch()`
 */
export async function fetchWithToken(
  auth: CognitoAuthClient,
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  return fetchAt(engineOf(auth), input, init)
}

export async function fetchAt(
  engine: Engine,
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  const { request, origin } = readRequest(input, init)
  const page = currentUrl()
  if (!engine.config.apiOrigins.includes(origin) && (!page || new URL(page).origin !== origin)) {
    throw new CognitoAuthError(
      'invalid_configuration',
      `The access token is not for ${origin}: write ApiOrigins: ['${origin}'], or leave it to the browser's own fetch.`,
    )
  }
  // React Native has no streams.
  const isStream = typeof ReadableStream === 'function' && init?.body instanceof ReadableStream
  return fetchWithBearer(
    request,
    isStream,
    async (minValidity) => {
      const { accessToken, accessClaims } = await valid(engine, minValidity)
      return { token: accessToken, user: accessClaims['sub'] }
    },
    (error) => {
      if (hasCode(error, 'session_changed')) engine.store.unheard(engine.hearer)
    },
  )
}
