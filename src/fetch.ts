import { type CognitoAuthClient, classOf } from './createCognitoAuth.js'

/**
 * `fetch()` with the access token, for the page's own origin and `ApiOrigins`. Where the API answers 401, the session is
 * refreshed and the request made once more.
 * @throws CognitoAuthError `invalid_configuration` for another origin, and for what is no request; as `getTokens()`;
 *   `network` where the API cannot be reached
 */
export function fetchWithToken(
  auth: CognitoAuthClient,
  input: RequestInfo | URL,
  init?: RequestInit,
): Promise<Response> {
  return classOf(auth).fetch(input, init)
}
