import { CognitoAuthError } from '../errors.js'
import type { Config } from '../options.js'
import { type HttpAnswer, postForm } from './http.js'
import { withoutSecrets } from './without-secrets.js'

/** The tokens of a successful answer (RFC 6749, section 5.1; OpenID Connect Core, section 3.1.3.3). */
export interface TokenResponse {
  readonly accessToken: string
  /** Missing where `openid` was not among the scopes. */
  readonly idToken?: string | undefined
  /** Missing in the implicit flow, and in a refresh without rotation. */
  readonly refreshToken?: string | undefined
  /** The scopes granted where they are others than those asked for (RFC 6749, section 5.1). */
  readonly scopes?: readonly string[] | undefined
}

type Endpoint = Pick<Config, 'origin' | 'clientId'>

/**
 * Exchanges a code (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
 * @param timeout how long that may take, in milliseconds
 * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`, `network`, `timeout`
 */
export function exchangeCode(
  endpoint: Endpoint,
  {
    code,
    redirectUri,
    codeVerifier,
  }: { code: string; redirectUri: string; codeVerifier?: string | undefined },
  timeout?: number,
): Promise<TokenResponse> {
  const form = {
    grant_type: 'authorization_code',
    client_id: endpoint.clientId,
    redirect_uri: redirectUri,
    code,
    ...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
  }
  return requestTokens(endpoint, form, timeout)
}

/**
 * Asks for new tokens (RFC 6749, section 6).
 * @param timeout how long that may take, in milliseconds
 * @throws CognitoAuthError as {@link exchangeCode}
 */
export function refreshTokens(
  endpoint: Endpoint,
  refreshToken: string,
  timeout?: number,
): Promise<TokenResponse> {
  const form = { grant_type: 'refresh_token', client_id: endpoint.clientId, refresh_token: refreshToken }
  return requestTokens(endpoint, form, timeout)
}

/**
 * Revokes a refresh token and what was issued from it (RFC 7009, section 2.1). The request outlives the page.
 * @throws CognitoAuthError `network`, `timeout`
 */
export async function revokeToken(endpoint: Endpoint, refreshToken: string): Promise<void> {
  await postForm(
    `${endpoint.origin}/oauth2/revoke`,
    { token: refreshToken, client_id: endpoint.clientId },
    { keepalive: true },
  )
}

/** The address of the token endpoint. */
export function tokenUrl(endpoint: Pick<Endpoint, 'origin'>): string {
  return `${endpoint.origin}/oauth2/token`
}

async function requestTokens(
  endpoint: Endpoint,
  form: Record<string, string>,
  timeout?: number,
): Promise<TokenResponse> {
  return readTokenResponse(await postForm(tokenUrl(endpoint), form, { timeout }), form)
}

/**
 * Reads an answer of the token endpoint.
 * @param sent the form that it answers; nothing of it gets into an error
 * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`
 */
export function readTokenResponse(
  { status, text, retryAfter }: HttpAnswer,
  sent: Readonly<Record<string, string>> = {},
): TokenResponse {
  const body = parseObject(text)
  const secrets = [sent['code'], sent['code_verifier'], sent['refresh_token']]
  const quoted = (said: unknown) => withoutSecrets(optionalString(said), secrets)
  const responseText = quoted(text)
  if (status === 429 || status >= 500) {
    throw new CognitoAuthError('server_error', `The token endpoint answered ${status}. Try again later.`, {
      status,
      responseText,
      retryAfter: secondsUntil(retryAfter, Date.now()),
    })
  }
  const error = quoted(body['error'])
  if (error) {
    const errorDescription = quoted(body['error_description'])
    // Whoever refuses with 200 is no token endpoint, and ends no session (RFC 6749, section 5.2).
    const code = status === 200 ? 'bad_response' : 'token_request_failed'
    throw new CognitoAuthError(code, tokenErrorMessage(error, errorDescription), {
      status,
      error,
      errorDescription,
      responseText,
    })
  }
  const accessToken = optionalString(body['access_token'])
  if (status !== 200 || !accessToken) {
    throw new CognitoAuthError(
      'bad_response',
      `The token endpoint answered ${status} without tokens: something may have answered in its place.`,
      { status, responseText: status === 200 ? undefined : responseText },
    )
  }
  requireBearer(body['token_type'])
  return {
    accessToken,
    idToken: optionalString(body['id_token']),
    refreshToken: optionalString(body['refresh_token']),
    scopes: optionalString(body['scope'])?.split(' '),
  }
}

/**
 * Reads a `Retry-After` (RFC 9110, section 10.2.3), which is seconds or a date.
 * @param now milliseconds since 1970
 * @returns seconds, a minute at most; undefined where it says nothing that can be understood
 */
function secondsUntil(retryAfter: string | null | undefined, now: number): number | undefined {
  if (!retryAfter) return undefined
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now) / 1000
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), 60)
}

/**
 * Whoever presents a token of another type without knowing how gives it away (RFC 6749, section 7.1).
 * @throws CognitoAuthError `bad_response`
 */
export function requireBearer(tokenType: unknown): void {
  if (typeof tokenType === 'string' && tokenType.toLowerCase() === 'bearer') return
  throw new CognitoAuthError('bad_response', 'The token_type of the answer is not Bearer.')
}

/** What usually lies behind an error of the token endpoint (RFC 6749, section 5.2) at Cognito. */
const USUAL_CAUSES: ReadonlyMap<string, string> = new Map([
  ['invalid_client', 'The app client is unknown, or has a secret: create an app client without a secret.'],
  ['invalid_grant', 'The code or the refresh token was used before, has expired or was revoked.'],
  [
    'unauthorized_client',
    'The app client allows no authorization code grant, or RedirectUriSignIn is not the one the sign-in began with.',
  ],
])

function tokenErrorMessage(error: string, description = USUAL_CAUSES.get(error)): string {
  return `The token endpoint answered ${error}.${description ? ` ${description}` : ''}`
}

/** The members of a JSON object; none for any other text, so that every check behind it fails. */
function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function optionalString(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined
}
