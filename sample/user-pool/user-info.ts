import type { Context } from 'hono'
import { userInfo } from './claims.ts'
import type { Pool } from './pool.ts'
import { json } from './token.ts'
import { readAccessToken } from './tokens.ts'

const MALFORMED = { error: 'invalid_request', error_description: 'Bad OAuth2 request at UserInfo Endpoint' }
const REFUSED = {
  error: 'invalid_token',
  error_description: 'Access token is expired, disabled, or deleted, or the user has globally signed out.',
}

/** GET /oauth2/userInfo (Cognito developer guide, The user attributes endpoint). */
export async function userInfoEndpoint(c: Context, pool: Pool): Promise<Response> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
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
