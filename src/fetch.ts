import { currentUrl } from './browser.js'
import type { CognitoAuthClient } from './createCognitoAuth.js'
import { type Engine, engineOf } from './engine/engine.js'
import type { Session } from './engine/session.js'
import { valid } from './engine/tokens.js'
import { hasCode, nameOf } from './errors.js'
import { refuse } from './check.js'
import { sendBearer } from './oauth/http.js'

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
  const request = readRequest(engine, input, init)
  // A stream is gone once it was sent. React Native has none.
  const isOnce = typeof ReadableStream === 'function' && init?.body instanceof ReadableStream
  const again = isOnce ? undefined : request.clone()
  const first = await valid(engine, 0)
  const response = await sendBearer(request, first.accessToken)
  if (response.status !== 401 || !again) return response
  let next: Session
  try {
    // Somebody else may have been told 401 before.
    next = await valid(engine, 0)
    if (next.accessToken === first.accessToken) next = await valid(engine, Infinity)
  } catch (error) {
    if (hasCode(error, 'session_changed')) engine.store.unheard(engine.hearer)
    return response
  }
  if (next.accessClaims['sub'] !== first.accessClaims['sub']) return response
  response.body?.cancel().catch(() => undefined)
  return sendBearer(again, next.accessToken)
}

/**
 * The request that a browser makes of this in this turn. Whatever was passed, and `<base href>`, may say something else
 * in the next.
 * @throws CognitoAuthError `invalid_configuration`
 */
function readRequest({ config }: Engine, ...fetched: Parameters<typeof fetch>): Request {
  let request: Request
  try {
    request = new Request(...fetched)
  } catch (error) {
    refuse(`This is no request${nameOf(error)}: write what the browser's own fetch takes.`)
  }
  const { origin } = new URL(request.url)
  const page = currentUrl()
  if (!config.apiOrigins.includes(origin) && (!page || new URL(page).origin !== origin))
    refuse(
      `The access token is not for ${origin}: write ApiOrigins: ['${origin}'], or leave it to the browser's own fetch.`,
    )
  return request
}
