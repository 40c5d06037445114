import type { Context } from 'hono'
import { findRefreshToken, revokeGrant } from './grants.ts'
import { readForm } from './http.ts'
import type { Pool } from './pool.ts'
import { identifyClient, jsonError } from './token.ts'
import { looksLikeJwt } from './tokens.ts'

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
  await pool.commit()
  return c.body(null, 200)
}
