import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { keyedHash, randomToken, sameText } from './crypto.ts'
import { SESSION_SECONDS, endSession, findSession } from './grants.ts'
import type { Pool } from './pool.ts'

/** The fields of a posted form. */
export type Form = ReadonlyMap<string, string>

/** Reads `application/x-www-form-urlencoded`; undefined for anything else or for a field sent twice (RFC 6749 3.2). */
export async function readForm(c: Context): Promise<Form | undefined> {
  const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') return undefined
  const fields = [...new URLSearchParams(await c.req.text())]
  const form = new Map(fields)
  return form.size === fields.length ? form : undefined
}

/** The query of the request as it was sent. */
export function readQuery(c: Context): URLSearchParams {
  return new URL(c.req.url).searchParams
}

/** HttpOnly, Lax, for the whole domain, over TLS only where there is TLS: how Cognito sets all its cookies. */
function cookieOptions(pool: Pool) {
  return { path: '/', httpOnly: true, sameSite: 'Lax', secure: pool.config.secure } as const
}

/** The session of the `cognito` cookie. */
export function readSession(c: Context, pool: Pool): ReturnType<typeof findSession> {
  return findSession(pool, getCookie(c, 'cognito'))
}

/** Sets the `cognito` cookie. */
export function setSessionCookie(c: Context, pool: Pool, value: string): void {
  setCookie(c, 'cognito', value, { ...cookieOptions(pool), maxAge: SESSION_SECONDS })
}

/** Ends the session on both sides. */
export function clearSession(c: Context, pool: Pool): void {
  endSession(pool, deleteCookie(c, 'cognito', cookieOptions(pool)))
}

/**
 * The value for a form's hidden `_csrf`. It is signed from the `XSRF-TOKEN` cookie, so that a cookie planted by
 * another port or sub-domain, which cookies do not keep apart, is not enough to make up a matching field.
 */
export function csrfToken(c: Context, pool: Pool): string {
  let cookie = getCookie(c, 'XSRF-TOKEN')
  if (cookie === undefined || !/^[\w-]{43}$/.test(cookie)) {
    cookie = randomToken()
    setCookie(c, 'XSRF-TOKEN', cookie, cookieOptions(pool))
  }
  return keyedHash(pool.keys.secret, 'csrf', cookie)
}

/** Whether a posted form came from one of our pages in this browser. */
export function csrfHolds(c: Context, pool: Pool, form: Form): boolean {
  const cookie = getCookie(c, 'XSRF-TOKEN')
  return (
    cookie !== undefined && sameText(form.get('_csrf') ?? '', keyedHash(pool.keys.secret, 'csrf', cookie))
  )
}

/**
 * Remembers whose code the next page asks for. Cognito has a cookie of this name too; a name in the query string
 * would stay in histories and logs. It proves nothing, the mailed code does.
 */
export function rememberName(c: Context, pool: Pool, name: string): void {
  setCookie(c, 'page-data', Buffer.from(name).toString('base64url'), {
    ...cookieOptions(pool),
    maxAge: SESSION_SECONDS,
  })
}

/** The name {@link rememberName} kept. */
export function rememberedName(c: Context): string | undefined {
  const kept = getCookie(c, 'page-data')
  return kept ? Buffer.from(kept, 'base64url').toString() : undefined
}
