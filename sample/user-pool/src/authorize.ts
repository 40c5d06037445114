import type { Context } from 'hono'
import { checkAuthorizeRequest, loginRequiredLocation, type AuthorizeRequest } from './authorize-request.ts'
import { issueCode, newGrant } from './grants.ts'
import { absolute, appendParameters, beginSession, readQuery, readSession } from './http.ts'
import type { Pool, Session, StoredUser } from './state.ts'
import { issueTokens } from './tokens.ts'

/** A checked request; one that was refused for its address is remembered, so that /error can tell what to do. */
export function checkRequest(c: Context, pool: Pool): ReturnType<typeof checkAuthorizeRequest> {
  const checked = checkAuthorizeRequest(readQuery(c), pool.config.clients)
  if (!checked.ok && checked.refused) pool.refused.set(checked.refused.clientId, checked.refused.url)
  return checked
}

/** GET /oauth2/authorize: never a page, always a redirect (Cognito developer guide, Authorization endpoint). */
export async function authorize(c: Context, pool: Pool): Promise<Response> {
  const checked = checkRequest(c, pool)
  if (!checked.ok) return c.redirect(absolute(pool.config, checked.location))
  const { request } = checked
  const found = request.prompt.has('login') ? undefined : readSession(c, pool)
  if (found) return redirectWithSession(c, pool, request, found)
  if (request.prompt.has('none')) return c.redirect(loginRequiredLocation(request))
  return c.redirect(absolute(pool.config, `/login?${request.query}`))
}

/** The end of every hosted flow: a session for the person, and the way back to the application. */
export async function completeSignIn(
  c: Context,
  pool: Pool,
  request: AuthorizeRequest,
  user: StoredUser,
): Promise<Response> {
  if (request.responseType === 'token') {
    const session = pool.write(() => beginSession(c, pool, user))
    return c.redirect(await tokenLocation(pool, request, session, user))
  }
  return c.redirect(pool.write(() => codeLocation(pool, request, beginSession(c, pool, user))))
}

/** The way back to the application of a person who has a session already. */
export async function redirectWithSession(
  c: Context,
  pool: Pool,
  request: AuthorizeRequest,
  { session, user }: { session: Session; user: StoredUser },
): Promise<Response> {
  return c.redirect(
    request.responseType === 'code'
      ? codeLocation(pool, request, session)
      : await tokenLocation(pool, request, session, user),
  )
}

function codeLocation(pool: Pool, request: AuthorizeRequest, session: Session): string {
  const { client, scopes, resource, redirectUri, nonce, codeChallenge, state } = request
  const grant = newGrant(session, client, scopes, resource)
  const code = pool.write(() => issueCode(pool, { ...grant, redirectUri, nonce, codeChallenge }))
  return appendParameters(redirectUri, [
    ['code', code],
    ['state', state],
  ])
}

async function tokenLocation(
  pool: Pool,
  request: AuthorizeRequest,
  session: Session,
  user: StoredUser,
): Promise<string> {
  const { client, scopes, resource, redirectUri, nonce, state } = request
  const grant = newGrant(session, client, scopes, resource)
  const { idToken, accessToken, expiresIn } = await issueTokens(pool, grant, user, client, nonce)
  // The order real redirects have after the sign-in form, with the spelling Bearer; state is documented to come last.
  return appendParameters(
    redirectUri,
    [
      ['id_token', idToken],
      ['access_token', accessToken],
      ['expires_in', expiresIn],
      ['token_type', 'Bearer'],
      ['state', state],
    ],
    '#',
  )
}
