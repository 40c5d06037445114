import { createHash } from 'node:crypto'
import type { UserPool } from '../../sample/user-pool/src/index.ts'

/** An application and a browser without pages, for when there are hundreds of them. */

export const CLIENT = { clientId: 'many', callbackUrls: ['http://localhost:3000/'] } as const
export const PASSWORD = 'Secret-123'

const VERIFIER = 'v'.repeat(43)
const QUERY = new URLSearchParams({
  response_type: 'code',
  client_id: CLIENT.clientId,
  redirect_uri: CLIENT.callbackUrls[0],
  scope: 'openid',
  code_challenge_method: 'S256',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
}).toString()

function send(
  pool: UserPool,
  path: string,
  fields: Readonly<Record<string, string>>,
  cookie = '',
): Promise<Response> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookie }
  const body = new URLSearchParams(fields).toString()
  return pool.fetch(new Request(pool.origin + path, { method: 'POST', headers, body }))
}

/** Opens a page and sends its form; returns the answer and the cookies that the pages have set. */
async function submit(
  pool: UserPool,
  path: string,
  fields: Readonly<Record<string, string>>,
  cookies = '',
): Promise<{ answer: Response; cookies: string }> {
  const page = await pool.fetch(
    new Request(`${pool.origin}${path}?${QUERY}`, { headers: { Cookie: cookies } }),
  )
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const before = joined(cookies, page)
  const answer = await send(pool, `${path}?${QUERY}`, { _csrf: csrf, ...fields }, before)
  return { answer, cookies: joined(before, answer) }
}

function joined(cookies: string, response: Response): string {
  const set = response.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
  return [cookies, ...set].filter((cookie) => cookie !== '').join('; ')
}

/** Where a form leads to; throws with what its page says when it leads nowhere. */
async function leadsTo(answer: Response): Promise<URL> {
  const location = answer.headers.get('location')
  if (location !== null) return new URL(location)
  throw new Error(/role="alert"[^>]*>([^<]*)/.exec(await answer.text())?.[1]?.trim() ?? `${answer.status}`)
}

/** Signs somebody in; returns the code. */
export async function signIn(pool: UserPool, username: string, password = PASSWORD): Promise<string> {
  const { answer } = await submit(pool, '/login', { username, password })
  return (await leadsTo(answer)).searchParams.get('code') ?? ''
}

/** Somebody signs up; returns the confirmation with the mailed code, which returns the code. */
export async function signUp(pool: UserPool, email: string): Promise<(mailed: string) => Promise<string>> {
  const fields = { 'requiredAttributes[email]': email, password: PASSWORD }
  const { answer, cookies } = await submit(pool, '/signup', fields)
  await leadsTo(answer)
  return async (mailed) => {
    const confirmed = await submit(pool, '/confirm', { username: email, code: mailed }, cookies)
    return (await leadsTo(confirmed.answer)).searchParams.get('code') ?? ''
  }
}

async function token(pool: UserPool, fields: Readonly<Record<string, string>>): Promise<string> {
  const answer = await send(pool, '/oauth2/token', { client_id: CLIENT.clientId, ...fields })
  if (answer.status !== 200) throw new Error(`no tokens: ${await answer.text()}`)
  return ((await answer.json()) as { refresh_token?: string }).refresh_token ?? ''
}

/** Returns the refresh token. */
export function redeem(pool: UserPool, code: string): Promise<string> {
  const redirect = { redirect_uri: CLIENT.callbackUrls[0], code_verifier: VERIFIER }
  return token(pool, { grant_type: 'authorization_code', ...redirect, code })
}

/** Returns the next refresh token, where they are rotated. */
export function refresh(pool: UserPool, refreshToken: string): Promise<string> {
  return token(pool, { grant_type: 'refresh_token', refresh_token: refreshToken })
}
