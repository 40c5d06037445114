import type { Context } from 'hono'
import { checkAuthorizeRequest, loginRequiredLocation } from './authorize-request.ts'
import { readQuery, readSession } from './http.ts'
import type { Pool } from './pool.ts'
import { absolute } from './redirects.ts'
import { redirectToApplication } from './sign-in.ts'

/** GET /oauth2/authorize: never a page, always a redirect (Cognito developer guide, Authorization endpoint). */
export async function authorize(c: Context, pool: Pool): Promise<Response> {
  const checked = checkAuthorizeRequest(readQuery(c), pool.config.clients)
  if (!checked.ok) return c.redirect(absolute(pool.config, checked.location))
  const { request } = checked
  const found = request.prompt.has('login') ? undefined : readSession(c, pool)
  if (found) {
    const response = await redirectToApplication(c, pool, request, found.session, found.user)
    await pool.commit()
    return response
  }
  if (request.prompt.has('none')) return c.redirect(loginRequiredLocation(request))
  return c.redirect(absolute(pool.config, `/login?${request.query}`))
}
