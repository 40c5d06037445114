import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import { userInfo } from './claims.ts'
import {
  findCode,
  findRefreshToken,
  issueRefreshToken,
  revokeGrant,
  rotateRefreshToken,
  takeCode,
  verifierMatches,
} from './grants.ts'
import { readForm, type Form } from './http.ts'
import type { AppClient } from './options.ts'
import type { CodeGrant, Pool } from './state.ts'
import { issueTokens, looksLikeJwt, readAccessToken, type IssuedTokens } from './tokens.ts'

/** The error codes of the token and revocation endpoints (Cognito developer guide). */
type TokenError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'

const MALFORMED = { error: 'invalid_request', error_description: 'Bad OAuth2 request at UserInfo Endpoint' }
const REFUSED = {
  error: 'invalid_token',
  error_description: 'Access token is expired, disabled, or deleted, or the user has globally signed out.',
}

type Answer = (IssuedTokens & { refreshToken?: string }) | TokenError

/** POST /oauth2/token */
export async function token(c: Context, pool: Pool): Promise<Response> {
  const form = await readForm(c)
  const answer = form ? await grantTokens(c, pool, form) : 'invalid_request'
  if (typeof answer === 'string') return jsonError(c, answer)
  // The order of a real answer. JSON leaves out what is undefined.
  return json(c, {
    id_token: answer.idToken,
    access_token: answer.accessToken,
    refresh_token: answer.refreshToken,
    expires_in: answer.expiresIn,
    token_type: 'Bearer',
  })
}

async function grantTokens(c: Context, pool: Pool, form: Form): Promise<Answer> {
  const grantType = form.get('grant_type')
  if (!grantType) return 'invalid_request'
  const client = identifyClient(c, pool, form)
  if (typeof client === 'string') return client
  switch (grantType) {
    case 'authorization_code':
      return redeemCode(pool, client, form)
    case 'refresh_token':
      return refresh(pool, client, form)
    case 'client_credentials':
      // For clients with a secret only, which a browser's app client has not.
      return 'unauthorized_client'
    default:
      return 'unsupported_grant_type'
  }
}

async function redeemCode(pool: Pool, client: AppClient, form: Form): Promise<Answer> {
  const code = form.get('code')
  const redirectUri = form.get('redirect_uri')
  if (!code || !redirectUri) return 'invalid_request'
  if (!client.allowedOAuthFlows.includes('code')) return 'unauthorized_client'
  const grant = findCode(pool, code)
  const user = grant && pool.state.users.get(grant.sub)
  if (!user) return 'invalid_grant'
  const problem = codeGrantProblem(client, form, redirectUri, grant)
  if (problem !== undefined) {
    // Whatever is wrong, nobody tries it a second time.
    takeCode(pool, code)
    return problem
  }
  const tokens = await issueTokens(pool, grant, user, client, grant.nonce)
  const { refreshToken, keep } = await issueRefreshToken(pool, grant, client)
  // The code goes and the refresh token comes together: of two requests with one code, the second comes too late.
  const redeemed = pool.write(() => {
    if (!takeCode(pool, code)) return false
    keep()
    return true
  })
  return redeemed ? { ...tokens, refreshToken } : 'invalid_grant'
}

function codeGrantProblem(
  client: AppClient,
  form: Form,
  redirectUri: string,
  grant: CodeGrant,
): TokenError | undefined {
  if (grant.clientId !== client.clientId) return 'invalid_grant'
  // Seen so in reality, without a description; the guide now adds error_description=invalid_redirect.
  if (redirectUri !== grant.redirectUri) return 'unauthorized_client'
  return verifierMatches(form.get('code_verifier'), grant.codeChallenge) ? undefined : 'invalid_grant'
}

async function refresh(pool: Pool, client: AppClient, form: Form): Promise<Answer> {
  const refreshToken = form.get('refresh_token')
  if (!refreshToken) return 'invalid_request'
  const found = await findRefreshToken(pool, client, refreshToken)
  const user = found && pool.state.users.get(found.family.sub)
  if (!user) return 'invalid_grant'
  const { rotationGrace } = client
  // auth_time, event_id and origin_jti stay those of the sign-in. The nonce is not repeated
  // (OpenID Connect Core 12.2; unverified at Cognito).
  const tokens = await issueTokens(pool, found.family, user, client)
  if (rotationGrace === undefined) return tokens
  const successor = await rotateRefreshToken(pool, client, found, rotationGrace)
  return successor.keep() ? { ...tokens, refreshToken: successor.refreshToken } : 'invalid_grant'
}

/** POST /oauth2/revoke: a refresh token and everything of the same sign-in (Cognito developer guide, Revoke endpoint). */
export async function revoke(c: Context, pool: Pool): Promise<Response> {
  const form = await readForm(c)
  if (!form) return jsonError(c, 'invalid_request')
  const client = identifyClient(c, pool, form)
  if (typeof client === 'string') return jsonError(c, client, client === 'invalid_client' ? 401 : 400)
  const token = form.get('token')
  if (!token || !client.enableTokenRevocation) return jsonError(c, 'invalid_request')
  if (looksLikeJwt(token)) return jsonError(c, 'unsupported_token_type')
  const found = await findRefreshToken(pool, client, token)
  // An unknown or already revoked token is as revoked as can be: 200 (RFC 7009 section 2.2).
  if (found) revokeGrant(pool, found.family)
  return c.body(null, 200)
}

/** GET /oauth2/userInfo (Cognito developer guide, The user attributes endpoint). */
export async function userInfoEndpoint(c: Context, pool: Pool): Promise<Response> {
  const token = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  if (token === undefined) return refuse(c, MALFORMED, 400)
  const claims = await readAccessToken(pool, token)
  const scopes = typeof claims?.['scope'] === 'string' ? claims['scope'].split(' ') : []
  const revoked = typeof claims?.['origin_jti'] === 'string' && pool.state.revoked.has(claims['origin_jti'])
  const user = pool.state.users.get(claims?.sub ?? '')
  if (!user || revoked || !scopes.includes('openid')) return refuse(c, REFUSED, 401)
  return json(c, userInfo(user, scopes))
}

/** The header is as documented, without the scheme that RFC 6750 section 3 wants in front. */
function refuse(c: Context, reason: typeof MALFORMED, status: 400 | 401): Response {
  c.header('WWW-Authenticate', `error="${reason.error}", error_description="${reason.error_description}"`)
  return json(c, reason, status)
}

/**
 * The app client of the request, from the body or a Basic header. These clients have no secret,
 * so one that is sent is wrong.
 */
function identifyClient(c: Context, pool: Pool, form: Form): AppClient | TokenError {
  const basic = /^Basic ([\w+/]+=*)$/i.exec(c.req.header('authorization') ?? '')?.[1]
  const [basicId, basicSecret] =
    basic === undefined ? [] : Buffer.from(basic, 'base64').toString().split(':', 2)
  const clientId = form.get('client_id') ?? basicId
  if (!clientId) return 'invalid_request'
  if (basicId !== undefined && basicId !== clientId) return 'invalid_client'
  if (basicSecret || form.get('client_secret')) return 'invalid_client'
  return pool.config.clients.get(clientId) ?? 'invalid_client'
}

/** A JSON answer of the OAuth endpoints; the content type is spelt as Cognito spells it. */
function json(c: Context, body: object, status: 200 | 400 | 401 = 200): Response {
  c.header('Content-Type', 'application/json;charset=UTF-8')
  c.header('x-amz-cognito-request-id', randomUUID())
  return c.body(JSON.stringify(body), status)
}

/** `{"error":"…"}`, without a description as a rule. */
function jsonError(c: Context, error: TokenError, status: 400 | 401 = 400): Response {
  return json(c, { error }, status)
}
