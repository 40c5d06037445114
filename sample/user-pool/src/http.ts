import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { keyedHash, randomToken, sameText } from './crypto.ts'
import { SESSION_SECONDS, endSession, findSession, startSession } from './grants.ts'
import type { PoolConfig } from './options.ts'
import type { Pool, Session, StoredUser } from './state.ts'

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

/** Begins a session of this browser, which ends the one it had: its cookie is overwritten, and so is of no use. */
export function beginSession(c: Context, pool: Pool, user: StoredUser): Session {
  endSession(pool, getCookie(c, 'cognito'))
  const { cookie, session } = startSession(pool, user)
  setCookie(c, 'cognito', cookie, { ...cookieOptions(pool), maxAge: SESSION_SECONDS })
  return session
}

/** Ends the session on both sides. */
export function clearSession(c: Context, pool: Pool): void {
  endSession(pool, deleteCookie(c, 'cognito', cookieOptions(pool)))
}

/** The value for a form's hidden `_csrf`, signed from the `XSRF-TOKEN` cookie, so that nobody can make one up. */
export function csrfToken(c: Context, pool: Pool): string {
  let cookie = getCookie(c, 'XSRF-TOKEN')
  if (cookie === undefined || !/^[\w-]{43}$/.test(cookie)) {
    cookie = randomToken()
    setCookie(c, 'XSRF-TOKEN', cookie, cookieOptions(pool))
  }
  return keyedHash(pool.keys.secret, 'csrf', cookie)
}

/**
 * Whether a posted form came from one of our pages in this browser. A matching field alone does not tell: cookies do
 * not keep ports and sub-domains apart, so a neighbour can plant a cookie and post the field that the pool gave him
 * for it, and sign the person in as himself. Hence Sec-Fetch-Site, which no page can set; only browsers older than
 * it leave it out. Origin would not do: under `Referrer-Policy: no-referrer` our own forms send "null".
 */
export function csrfHolds(c: Context, pool: Pool, form: Form): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return false
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

/** Names and values in the order in which they are written; undefined ones are left out. */
export type Parameters = readonly (readonly [name: string, value: string | number | undefined])[]

/**
 * Appends parameters to a URL without touching what is there: a callback URL is compared and used as it was registered.
 * Behind an existing query they are joined with `&` (what Cognito does there is unverified).
 */
export function appendParameters(url: string, parameters: Parameters, mark: '?' | '#' = '?'): string {
  const query = new URLSearchParams()
  for (const [name, value] of parameters) if (value !== undefined) query.append(name, String(value))
  if (query.size === 0) return url
  return `${url}${mark === '?' && url.includes('?') ? '&' : mark}${query.toString()}`
}

/** The pool's own page for errors that must not reach the application. */
export function errorPagePath(error: string, clientId?: string): string {
  return appendParameters('/error', [
    ['error', error],
    ['client_id', clientId],
  ])
}

/** Cognito's own redirects name its domain in full; `location` may lead to the application instead. */
export function absolute({ origin }: PoolConfig, location: string): string {
  return location.startsWith('/') ? origin + location : location
}
