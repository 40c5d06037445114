import { Hono, type Context, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { authorize } from './authorize.ts'
import * as flows from './hosted-flows.ts'
import { readQuery } from './http.ts'
import { errorPage, indexPage, mailboxPage, messagePage } from './info-pages.ts'
import { logout } from './logout.ts'
import { LOOPBACK, type PoolConfig } from './options.ts'
import type { Pool } from './state.ts'
import { STYLES } from './styles.ts'
import { revoke, token, userInfoEndpoint } from './token.ts'

// No form of the pages and no token request comes near this many bytes.
const BODY_LIMIT = 64 * 1024

/** No scripts, nothing from elsewhere. There is no form-action: Chromium applies it to the redirect that answers a
 * form, too, and would block the way back to the application. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"

const FLOWS: Readonly<Record<string, flows.HostedFlow>> = {
  '/login': flows.signInFlow,
  '/signup': flows.signUpFlow,
  '/confirm': flows.confirmFlow,
  '/resendcode': flows.resendFlow,
  '/forgotPassword': flows.forgotPasswordFlow,
  '/confirmForgotPassword': flows.resetPasswordFlow,
  // The developer guide writes it so; a real pool was seen with the capital F.
  '/confirmforgotPassword': flows.resetPasswordFlow,
}

/** All routes of the domain. `faults` sits in front of them. */
export function createApp(pool: Pool, faults: MiddlewareHandler): Hono {
  const app = new Hono()
  const documents = `/${pool.config.poolId}/.well-known`

  app.use(commonHeaders(pool))
  app.use(ownHostsOnly(pool.config))

  // Scripts of the application call these; everything else is for navigation only and has no CORS headers.
  const open = cors({
    origin: '*',
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['Authorization', 'Content-Type'],
  })
  for (const path of ['/oauth2/token', '/oauth2/revoke', '/oauth2/userInfo', `${documents}/*`])
    app.use(path, open)
  app.use(bodyLimit({ maxSize: BODY_LIMIT, onError: (c) => c.text('The request is too large.', 413) }))
  app.use(faults)

  app.get('/oauth2/authorize', (c) => authorize(c, pool))
  app.get('/logout', (c) => logout(c, pool))
  app.post('/oauth2/token', (c) => token(c, pool))
  app.post('/oauth2/revoke', (c) => revoke(c, pool))
  app.get('/oauth2/userInfo', (c) => userInfoEndpoint(c, pool))
  app.get(`${documents}/openid-configuration`, (c) => c.json(discoveryDocument(pool.config)))
  app.get(`${documents}/jwks.json`, (c) => c.json(pool.keys.jwks))
  for (const [path, flow] of Object.entries(FLOWS)) {
    app.get(path, (c) => flows.showFlow(c, pool, flow))
    app.post(path, (c) => flows.takeFlow(c, pool, flow))
  }
  app.get('/error', (c) => {
    const query = readQuery(c)
    return c.html(errorPage(pool, query.get('error') ?? undefined, query.get('client_id') ?? undefined), 400)
  })
  app.get('/mailbox', (c) => c.html(mailboxPage(pool)))
  app.get('/', (c) => c.html(indexPage(pool)))
  // A name of its own: behind a tunnel the pool shares one address with the application's files.
  app.get('/user-pool.css', (c) => c.body(STYLES, 200, { 'Content-Type': 'text/css; charset=utf-8' }))

  // A method an endpoint does not know: 405 with an empty body, as GET on Cognito's token endpoint.
  const allowed = { '/oauth2/token': 'POST', '/oauth2/revoke': 'POST', '/oauth2/userInfo': 'GET' }
  for (const [path, method] of Object.entries({ ...allowed, '/oauth2/authorize': 'GET', '/logout': 'GET' })) {
    app.all(path, (c) => c.body(null, 405, { Allow: method }))
  }

  app.notFound((c) =>
    c.html(messagePage(pool, { title: 'Not found', sentence: 'There is no such page.' }), 404),
  )
  app.onError((error, c) => unexpected(error, c, pool))
  return app
}

/** The headers real answers carry, pages and tokens alike. */
function commonHeaders(pool: Pool): MiddlewareHandler {
  return async (c, next) => {
    await next()
    c.header('Cache-Control', 'no-cache, no-store, max-age=0, must-revalidate')
    c.header('Pragma', 'no-cache')
    c.header('Expires', '0')
    c.header('X-Content-Type-Options', 'nosniff')
    c.header('X-Frame-Options', 'DENY')
    c.header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    c.header('Referrer-Policy', 'no-referrer')
    if (pool.config.secure) c.header('Strict-Transport-Security', 'max-age=31536000 ; includeSubDomains')
  }
}

/**
 * Answers requests to the domain and to this machine. A page elsewhere whose host name was made to lead here (DNS
 * rebinding) has one origin with what it finds, and could read the mailbox.
 */
function ownHostsOnly(config: PoolConfig): MiddlewareHandler {
  return async (c, next) => {
    const { origin } = config
    const { host, hostname } = new URL(c.req.url)
    if (host !== new URL(origin).host && !LOOPBACK.has(hostname))
      return c.text(`This user pool is at ${origin}.`, 421)
    return next()
  }
}

/** A fault of ours: the log has the details, the answer has none. */
function unexpected(error: unknown, c: Context, pool: Pool): Response | Promise<Response> {
  const reason = error instanceof Error ? error.message : String(error)
  pool.log(`${c.req.method} ${c.req.path} failed: ${reason}`)
  // What the failed handler had prepared: a redirect with a code, a session that was not saved.
  for (const name of ['Location', 'Set-Cookie']) c.header(name, undefined)
  if (c.req.path.startsWith('/oauth2/')) return c.json({ error: 'server_error' }, 500)
  return c.html(
    messagePage(pool, { title: 'Error', sentence: 'Something went wrong. Please try again.' }),
    500,
  )
}

/**
 * The discovery document, member for member as Cognito's: it names the two secret authentication methods only and
 * no `code_challenge_methods_supported`, although public clients and PKCE work.
 */
function discoveryDocument({ origin, issuer }: PoolConfig): Record<string, string | string[]> {
  return {
    authorization_endpoint: `${origin}/oauth2/authorize`,
    end_session_endpoint: `${origin}/logout`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    revocation_endpoint: `${origin}/oauth2/revoke`,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: `${origin}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: `${origin}/oauth2/userInfo`,
  }
}
