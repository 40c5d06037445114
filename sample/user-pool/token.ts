import { randomUUID } from 'node:crypto'
import type { Context } from 'hono'
import {
  findRefreshToken,
  issueRefreshToken,
  rotateRefreshToken,
  takeCode,
  verifierMatches,
} from './grants.ts'
import { readForm, type Form } from './http.ts'
import type { AppClient } from './options.ts'
import type { Pool } from './pool.ts'
import { issueTokens, type IssuedTokens } from './tokens.ts'

/** The error codes of the token endpoint (Cognito developer guide, Token endpoint). */
export type TokenError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'

type Answer = (IssuedTokens & { refreshToken?: string }) | TokenError

/** POST /oauth2/token */
export async function token(c: Context, pool: Pool): Promise<Response> {
  const form = await readForm(c)
  const answer = form ? await grantTokens(c, pool, form) : 'invalid_request'
  await pool.commit()
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
  const grant = takeCode(pool, code)
  if (grant?.clientId !== client.clientId) return 'invalid_grant'
  // Seen so in reality, without a description; the guide now adds error_description=invalid_redirect.
  if (redirectUri !== grant.redirectUri) return 'unauthorized_client'
  if (!verifierMatches(form.get('code_verifier'), grant.codeChallenge)) return 'invalid_grant'
  const user = pool.state.users.get(grant.sub)
  if (!user) return 'invalid_grant'
  const tokens = await issueTokens(pool, grant, user, client, grant.nonce)
  return { ...tokens, refreshToken: await issueRefreshToken(pool, grant, client) }
}

async function refresh(pool: Pool, client: AppClient, form: Form): Promise<Answer> {
  const refreshToken = form.get('refresh_token')
  if (!refreshToken) return 'invalid_request'
  const found = await findRefreshToken(pool, client, refreshToken)
  const user = found && pool.state.users.get(found.family.sub)
  if (!user) return 'invalid_grant'
  const { family, tokenId } = found
  const { rotationGrace } = client
  // Retired before anything is awaited: of two requests with one token, the second meets the retired one.
  const successor =
    rotationGrace === undefined ? undefined : rotateRefreshToken(pool, family, tokenId, rotationGrace)
  // auth_time, event_id and origin_jti stay those of the sign-in. The nonce is not repeated
  // (OpenID Connect Core 12.2; unverified at Cognito).
  const tokens = await issueTokens(pool, family, user, client)
  return { ...tokens, ...(successor === undefined ? {} : { refreshToken: await successor }) }
}

/**
 * The app client of the request, from the body or a Basic header. These clients have no secret,
 * so one that is sent is wrong.
 */
export function identifyClient(c: Context, pool: Pool, form: Form): AppClient | TokenError {
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
export function json(c: Context, body: object, status: 200 | 400 | 401 = 200): Response {
  c.header('Content-Type', 'application/json;charset=UTF-8')
  c.header('x-amz-cognito-request-id', randomUUID())
  return c.body(JSON.stringify(body), status)
}

/** `{"error":"…"}`, without a description as a rule. */
export function jsonError(c: Context, error: TokenError, status: 400 | 401 = 400): Response {
  return json(c, { error }, status)
}
