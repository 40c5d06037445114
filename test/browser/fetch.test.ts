import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createUserPool, type UserPool } from '../../sample/user-pool/src/index.ts'
import type * as library from '../../src/index.js'
import { launchChromium } from '../helpers/chromium.ts'
import { fillSignIn, listen, type Site } from '../helpers/site.ts'

/* Where a real browser sends the access token, whatever the page says of where its addresses lead to. */

declare global {
  // What the page below has.
  var auth: library.CognitoAuth
}

const DEMO = { username: 'demo', password: 'Demo-1234' }
const script = readFileSync(join(import.meta.dirname, '../../dist/amazon-cognito-auth.min.js'), 'utf8')

let browser: Browser
let page: Page
let application: Site
let domain: Site
let pool: UserPool
/** Takes a request with a token from anywhere, as an attacker would. */
let elsewhere: Site
/** Lets no page of another origin read what it answers. */
let closed: Site
/** What stands in the head of the application's page. */
let head = ''

beforeAll(async () => {
  application = await listen(serveApplication)
  domain = await listen((request) => pool.fetch(request))
  const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': 'Authorization' }
  elsewhere = await listen(() => new Response('elsewhere', { headers }), '127.0.0.1')
  closed = await listen(() => new Response('closed'), '127.0.0.1')
  pool = await createUserPool({
    origin: domain.origin,
    poolId: 'local_FetchPool',
    clients: [{ clientId: 'app1', callbackUrls: [`${application.origin}/`] }],
    demoUser: DEMO,
  })
  browser = await launchChromium()
  page = await browser.newPage()
  await page.goto(application.origin)
  await page.evaluate(() => void auth.signIn())
  await fillSignIn(page, DEMO)
  await page.waitForURL(application.origin)
  await page.evaluate(() => auth.getTokens())
})
afterAll(async () => {
  await browser.close()
  for (const site of [application, domain, elsewhere, closed]) site.close()
})
beforeEach(() => {
  for (const site of [application, elsewhere, closed]) site.arrived.length = 0
})

function serveApplication(request: Request): Response {
  const { pathname } = new URL(request.url)
  if (pathname.endsWith('/orders')) return new Response('the orders')
  if (pathname === '/library.js')
    return new Response(script, { headers: { 'Content-Type': 'text/javascript' } })
  const options = {
    ...{ UserPoolId: pool.poolId, Issuer: pool.issuer, ClientId: 'app1', AppWebDomain: domain.origin },
    ...{ RedirectUriSignIn: `${application.origin}/`, RedirectUriSignOut: `${application.origin}/` },
    ...{
      ResponseType: 'code',
      TokenScopesArray: ['openid'],
      ApiOrigins: [closed.origin, 'https://localhost:1'],
    },
  }
  const begin = `var auth = new AmazonCognitoIdentity.CognitoAuth(${JSON.stringify(options)}); auth.init()`
  return new Response(
    `<!doctype html><title>Application</title><script src="/library.js"></script>${head}<script>${begin}</script>`,
    { headers: { 'Content-Type': 'text/html; charset=utf-8' } },
  )
}

async function openWith(base: string): Promise<void> {
  head = base
  await page.goto(application.origin)
  await page.evaluate(() => auth.getTokens())
  application.arrived.length = 0
}

/** What `auth.fetch()` comes to in the page: the text, or the name and the code of the error. */
const fetched = (url: string, base = '') =>
  page.evaluate(
    async ([url, base]) => {
      const response = auth.fetch(url)
      if (base) document.head.prepend(Object.assign(document.createElement('base'), { href: base }))
      try {
        return await (await response).text()
      } catch (error) {
        const { name, code, message } = error as library.CognitoAuthError
        return `${name} ${code}: ${message}`
      }
    },
    [url, base] as const,
  )
const arrivals = (site: Site) =>
  site.arrived.map(({ url, headers }) => [
    url.pathname,
    headers.get('Authorization')?.startsWith('Bearer eyJ'),
  ])

it('A90: does not send the token where a <base> that was put into the page leads', async () => {
  await openWith(`<base href="${elsewhere.origin}/">`)
  for (const url of ['/api/orders', 'api/orders', '?x'])
    expect(await fetched(url)).toMatch(
      /^CognitoAuthError invalid_configuration: The access token is not for /,
    )
  expect(await fetched(`${application.origin}/api/orders`)).toBe('the orders')
  expect([arrivals(application), arrivals(elsewhere)]).toEqual([[['/api/orders', true]], []])
})

it('A90: sends it where the address led at the call, though a <base> comes into the page afterwards', async () => {
  await openWith('')
  expect(await fetched('/api/orders', elsewhere.origin)).toBe('the orders')
  expect([arrivals(application), arrivals(elsewhere)]).toEqual([[['/api/orders', true]], []])
})

it('sends it where a <base> of the page itself leads', async () => {
  await openWith('<base href="/app/">')
  expect(await fetched('orders')).toBe('the orders')
  expect(arrivals(application)).toEqual([['/app/orders', true]])
})

it('says which API could not be reached: one that is down, one that the page may not read', async () => {
  await openWith('')
  for (const origin of ['https://localhost:1', closed.origin])
    expect(await fetched(`${origin}/orders`)).toContain(
      `CognitoAuthError network: ${origin} could not be reached (TypeError): the device may be offline`,
    )
})

it('leaves an AbortError to whoever gave up', async () => {
  await openWith('')
  const name = await page.evaluate(() => {
    const controller = new AbortController()
    const response = auth.fetch('/api/orders', { signal: controller.signal })
    controller.abort()
    return response.then(String, (error: unknown) => (error as Error).name)
  })
  expect(name).toBe('AbortError')
})
