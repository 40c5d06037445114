import type { Context } from 'hono'
import { absolute, appendParameters, clearSession, errorPagePath, readQuery } from './http.ts'
import { messagePage, refusedUrl } from './info-pages.ts'
import type { AppClient } from './options.ts'
import type { Pool } from './state.ts'

/** What /logout hands on to /login; everything else is dropped, PKCE's challenge too (Logout endpoint). */
const HANDED_ON = ['response_type', 'client_id', 'redirect_uri', 'state', 'scope', 'nonce'] as const

/** GET /logout: ends the hosted session, not the tokens. A request in error changes nothing. */
export function logout(c: Context, pool: Pool): Response | Promise<Response> {
  const query = readQuery(c)
  const parameter = (name: string) => query.get(name) ?? undefined
  const clientId = parameter('client_id')
  if (clientId === undefined) return c.redirect(absolute(pool.config, appendParameters('/login', [...query])))
  const client = pool.config.clients.get(clientId)
  const toErrorPage = (error: string) => c.redirect(absolute(pool.config, errorPagePath(error, clientId)))
  if (!client) return toErrorPage('invalid_request')

  const logoutUri = parameter('logout_uri')
  const redirectUri = parameter('redirect_uri')
  if (logoutUri !== undefined && client.logoutUrls.includes(logoutUri)) {
    clearSession(c, pool)
    return c.redirect(logoutUri)
  }
  // An unregistered logout_uri is treated as if it had not been sent, hence Cognito's puzzling sentence.
  if (logoutUri !== undefined || redirectUri === undefined)
    return missing(c, pool, 'redirect_uri', { client, logoutUri })
  if (parameter('response_type') === undefined) return missing(c, pool, 'response_type')
  if (!client.callbackUrls.includes(redirectUri)) {
    pool.refused.set(clientId, redirectUri)
    return toErrorPage('redirect_mismatch')
  }
  clearSession(c, pool)
  const handedOn = HANDED_ON.map((name) => [name, parameter(name)] as const)
  return c.redirect(absolute(pool.config, appendParameters('/login', handedOn)))
}

function missing(
  c: Context,
  pool: Pool,
  name: string,
  refused?: { client: AppClient; logoutUri: string | undefined },
) {
  const sentence = `Required String parameter '${name}' is not present`
  const hint = 'The app client has no such allowed sign-out URL, or the request names none.'
  const more = refused && {
    hint,
    facts: refusedUrl(pool, refused.client, 'sign-out URLs', refused.logoutUri),
  }
  return c.html(messagePage(pool, { title: 'Error', sentence, ...more }), 400)
}
