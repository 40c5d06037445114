import type { Context } from 'hono'
import type { AuthorizeRequest } from './authorize-request.ts'
import { issueCode, newGrant, startSession } from './grants.ts'
import { setSessionCookie } from './http.ts'
import type { Pool } from './pool.ts'
import { appendParameters } from './redirects.ts'
import type { Session, StoredUser } from './state.ts'
import { issueTokens } from './tokens.ts'

/** The end of every hosted flow: a session for the person, and the way back to the application. */
export async function completeSignIn(
  c: Context,
  pool: Pool,
  request: AuthorizeRequest,
  user: StoredUser,
): Promise<Response> {
  const { cookie, session } = startSession(pool, user)
  setSessionCookie(c, pool, cookie)
  return redirectToApplication(c, pool, request, session, user)
}

/** Redirects to the callback with a code, or with tokens in the fragment; committing is the caller's. */
export async function redirectToApplication(
  c: Context,
  pool: Pool,
  request: AuthorizeRequest,
  session: Session,
  user: StoredUser,
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
  const code = issueCode(pool, { ...grant, redirectUri, nonce, codeChallenge })
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
