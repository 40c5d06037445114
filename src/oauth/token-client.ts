import { CognitoAuthError, type CognitoAuthErrorCode, type CognitoAuthErrorDetails } from '../errors.js'
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
type Form = Readonly<Record<string, string>>

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
  const { clientId } = endpoint
  const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri, code }
  return requestTokens(endpoint, codeVerifier ? { ...form, code_verifier: codeVerifier } : form, timeout)
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
export async function revokeToken({ origin, clientId }: Endpoint, refreshToken: string): Promise<void> {
  const form = { token: refreshToken, client_id: clientId }
  await postForm(`${origin}/oauth2/revoke`, form, { keepalive: true })
}

/** The address of the token endpoint. */
export function tokenUrl({ origin }: Pick<Endpoint, 'origin'>): string {
  return `${origin}/oauth2/token`
}

async function requestTokens(endpoint: Endpoint, form: Form, timeout?: number): Promise<TokenResponse> {
  return readTokenResponse(await postForm(tokenUrl(endpoint), form, {}, timeout), form)
}

/**
 * Reads an answer of the token endpoint.
 * @param sent the form that it answers; nothing of it gets into an error
 * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`
 */
export function readTokenResponse(
  { status, text, retryAfter }: HttpAnswer,
  { code, code_verifier: verifier, refresh_token: refreshToken }: Form = {},
): TokenResponse {
  const body = parseObject(text)
  const member = (name: string) => {
    const value = body[name]
    return typeof value === 'string' && value ? value : undefined
  }
  const quoted = (said: string | undefined) => withoutSecrets(said, [code, verifier, refreshToken])
  const error = quoted(member('error'))
  const refuse = (code: CognitoAuthErrorCode, said: string, details?: CognitoAuthErrorDetails): never => {
    // Tokens may go by any name.
    const responseText = status === 200 && !error ? undefined : quoted(text || undefined)
    throw new CognitoAuthError(code, `The token endpoint answered ${said}`, {
      ...{ status, responseText },
      ...details,
    })
  }
  if (status === 429 || status >= 500)
    return refuse('server_error', `${status}: try again later.`, { retryAfter: secondsUntil(retryAfter) })
  if (error) {
    const errorDescription = quoted(member('error_description'))
    const said = [`${error}.`, errorDescription ?? USUAL_CAUSES.get(error)].filter(Boolean).join(' ')
    // Whoever refuses with 200 is no token endpoint, and ends no session (RFC 6749, section 5.2).
    return refuse(status === 200 ? 'bad_response' : 'token_request_failed', said, { error, errorDescription })
  }
  const accessToken = member('access_token')
  if (status !== 200 || !accessToken)
    return refuse('bad_response', `${status} without tokens: something may have answered in its place.`)
  requireBearer(body['token_type'])
  const scopes = member('scope')?.split(' ')
  return { accessToken, idToken: member('id_token'), refreshToken: member('refresh_token'), scopes }
}

/** Reads a `Retry-After` (RFC 9110, section 10.2.3), seconds or a date: seconds, a minute at most. */
function secondsUntil(retryAfter: string | null | undefined): number | undefined {
  const seconds = Number(retryAfter || undefined)
  const left = Number.isNaN(seconds) ? (Date.parse(retryAfter ?? '') - Date.now()) / 1000 : seconds
  return Number.isNaN(left) ? undefined : Math.min(Math.max(left, 0), 60)
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
  ['invalid_client', 'Write the ClientId of an app client without a secret.'],
  ['invalid_grant', 'The code or the refresh token was used before, has expired or was revoked.'],
  ['unauthorized_client', 'Allow the code grant; RedirectUriSignIn must be that of the sign-in.'],
])

/** The members of a JSON object; none for any other text, so that every check behind it fails. */
function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text)) as Readonly<Record<string, unknown>>
  } catch {
    return {}
  }
}
