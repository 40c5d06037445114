import { createSecureServer } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { createUserPool, type UserPool } from '../../sample/user-pool/src/index.ts'
import { listen } from '../helpers/site.ts'
import { selfSigned } from './certificate.ts'
import { bundle, type Library } from './libraries.ts'

/** What a request waits for before it is answered, in milliseconds. */
export const LATENCY = 100
export const CLIENT_ID = 'app1'
export const DEMO = { username: 'demo', password: 'Demo-1234' }

/** A request of a page that arrived, navigations left out. */
export interface Asked {
  readonly method: string
  readonly path: string
  /** In milliseconds since 1970. */
  readonly when: number
}

export interface Server {
  readonly pool: UserPool
  /** Where the application with this library is, and so the callback URL. */
  addressOf(library: Library): string
  /** What scripts have asked the user pool for since this was called last, preflights included. */
  takeAsked(): readonly Asked[]
  /** Lets time pass for the user pool, in milliseconds. */
  pass(milliseconds: number): void
  /** How far its clock is ahead by then. */
  ahead(): number
  close(): void
}

export interface ServerOptions {
  readonly libraries: readonly Library[]
  /** What the applications ask for. */
  readonly scopes?: readonly string[]
  /** Whether a refresh token is good for one time only. */
  readonly rotates?: boolean
  /** Claims of the ID token beyond the usual ones. */
  readonly attributes?: Readonly<Record<string, string>>
}

/** The applications at one site and the user pool at another, as Cognito's is, over TLS and HTTP/2 for all of them. */
export async function startServer({
  libraries,
  scopes = ['openid', 'email'],
  rotates = false,
  attributes = {},
}: ServerOptions): Promise<Server> {
  const scripts = new Map<string, string>()
  for (const library of libraries)
    scripts.set(library.name, (await bundle(library, { banner: 'globalThis.begun=performance.now();' })).code)
  const slugs = new Map(libraries.map((library, index) => [library, String(index)]))
  let ahead = 0
  let asked: Asked[] = []

  const application = await listen(serve)
  const addressOf = (library: Library) => `${application.origin}/${slugs.get(library) ?? ''}/`
  const listener = getRequestListener(answer)
  const server = createSecureServer(selfSigned(), (request, response) => void listener(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const pool = await createUserPool({
    origin: `https://${host}`,
    // Amplify reads the region in front of it.
    poolId: 'eu-central-1_BenchPool',
    clients: [
      {
        clientId: CLIENT_ID,
        callbackUrls: libraries.map(addressOf),
        logoutUrls: libraries.map(addressOf),
        ...(rotates && { refreshTokenRotation: { retryGracePeriodSeconds: 0 } }),
      },
    ],
    clock: () => Date.now() + ahead,
    demoUser: { ...DEMO, attributes },
  })

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (request.headers.get('sec-fetch-mode') === 'cors')
      asked.push({ method: request.method, path: pathname, when: Date.now() })
    await new Promise((resolve) => setTimeout(resolve, LATENCY))
    return dialects(request, pool)
  }

  function serve({ url }: Request): Response {
    const [slug, file] = new URL(url).pathname.split('/').slice(1)
    const library = libraries.find((one) => slugs.get(one) === slug)
    if (!library) return new Response('', { status: 404 })
    const type = (name: string) => ({
      'Content-Type': `text/${name}; charset=utf-8`,
      // With them the browser's clock is exact to five microseconds.
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    })
    if (file) return new Response(scripts.get(library.name), { headers: type('javascript') })
    const { poolId, issuer, origin } = pool
    const config = JSON.stringify({
      poolId,
      issuer,
      clientId: CLIENT_ID,
      origin,
      host,
      address: addressOf(library),
      scopes,
    })
    const page = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Bench</title>
<script>config = ${config}</script><script type="module" src="app.js"></script><script type="module">${ARRIVAL}</script>`
    return new Response(page, { headers: type('html') })
  }

  return {
    pool,
    addressOf,
    takeAsked() {
      const taken = asked
      asked = []
      return taken
    },
    pass(milliseconds) {
      ahead += milliseconds
    },
    ahead: () => ahead,
    close() {
      application.close()
      server.close()
    },
  }
}

/** What every application does on arrival: finish a sign-in, or with `?read` get at the token that is stored. */
const ARRIVAL = `
const query = new URLSearchParams(location.search)
const isCallback = query.has('code')
globalThis.arrived = (async () => {
  if (!isCallback && !query.has('read')) return
  const token = isCallback ? await app.handleCallback() : await app.getToken()
  return { token, at: performance.now(), begun }
})()
globalThis.arrived.catch(() => undefined)`

/**
 * What is spelt otherwise than at Cognito's domain. Auth0's library has its own paths, a scope that Cognito knows
 * not, and wants its refresh token back every time; Amplify refreshes at the API of user pools, which has its own host at AWS. Everything else goes through as it is.
 */
async function dialects(request: Request, pool: UserPool): Promise<Response> {
  const url = new URL(request.url)
  // The real preflight's answer allows each of them its headers.
  if (request.method === 'OPTIONS') return open(new Response(null, { status: 204 }), request)
  if (url.pathname === '/authorize') {
    url.pathname = '/oauth2/authorize'
    url.searchParams.set('scope', (url.searchParams.get('scope') ?? '').replace(' offline_access', ''))
    return Response.redirect(url.href)
  }
  if (url.pathname === '/oauth/token') {
    url.pathname = '/oauth2/token'
    const form = await request.text()
    const sent = new URLSearchParams(form).get('refresh_token')
    const { headers } = request
    const answer = await pool.fetch(new Request(url, { method: 'POST', headers, body: form }))
    const tokens = (await answer.json()) as object
    // It forgets a refresh token that is not in the answer as well.
    const body = answer.ok && sent ? { refresh_token: sent, ...tokens } : tokens
    return open(Response.json(body, { status: answer.status }), request)
  }
  if (request.headers.get('x-amz-target')?.endsWith('.GetTokensFromRefreshToken'))
    return open(await userPoolsApi(request, pool), request)
  return pool.fetch(request)
}

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html */
async function userPoolsApi(request: Request, pool: UserPool): Promise<Response> {
  const asks = (await request.json()) as { RefreshToken: string; ClientId: string }
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: asks.RefreshToken,
    client_id: asks.ClientId,
  })
  const answer = await pool.fetch(new Request(`${pool.origin}/oauth2/token`, { method: 'POST', body }))
  const tokens = (await answer.json()) as Record<string, string | number | undefined>
  if (!answer.ok)
    return Response.json(
      { __type: 'NotAuthorizedException', message: 'Invalid Refresh Token' },
      { status: 400 },
    )
  return Response.json({
    AuthenticationResult: {
      AccessToken: tokens['access_token'],
      IdToken: tokens['id_token'],
      RefreshToken: tokens['refresh_token'],
      ExpiresIn: tokens['expires_in'],
      TokenType: 'Bearer',
    },
    ChallengeParameters: {},
  })
}

function open(response: Response, request: Request): Response {
  const opened = new Response(response.body, response)
  opened.headers.set('Access-Control-Allow-Origin', '*')
  const wanted = request.headers.get('access-control-request-headers')
  if (wanted) opened.headers.set('Access-Control-Allow-Headers', wanted)
  return opened
}
