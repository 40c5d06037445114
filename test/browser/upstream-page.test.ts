import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUserPool, type UserPool } from '../../sample/user-pool/src/index.ts'
import { launchChromium } from '../helpers/chromium.ts'

/* The sample page that amazon-cognito-auth-js ships, as it is but for its configuration, on our script bundle. */

const upstream = dirname(createRequire(import.meta.url).resolve('amazon-cognito-auth-js/package.json'))
const bundle = readFileSync(join(import.meta.dirname, '../../dist/amazon-cognito-auth.min.js'), 'utf8')

let browser: Browser
let pool: UserPool
let flow: 'code' | 'token'
const servers: Server[] = []

async function listen(answer: (request: Request) => Response | Promise<Response>): Promise<string> {
  const listener = getRequestListener(answer)
  const server = createServer((request, response) => void listener(request, response))
  servers.push(server)
  await new Promise<void>((done) => server.listen(0, 'localhost', done))
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

let address: string
beforeAll(async () => {
  const site = await listen(({ url }) => {
    const { pathname } = new URL(url)
    if (pathname === '/') return new Response(configuredPage(), { headers: { 'Content-Type': 'text/html' } })
    if (pathname !== '/dist/amazon-cognito-auth.min.js') return new Response('', { status: 404 })
    return new Response(bundle, { headers: { 'Content-Type': 'text/javascript' } })
  })
  address = `${site}/`
  const origin = await listen((request) => pool.fetch(request))
  pool = await createUserPool({
    origin,
    poolId: 'local_Upstream',
    clients: [
      {
        clientId: 'app1',
        callbackUrls: [address],
        logoutUrls: [address],
        allowedOAuthFlows: ['code', 'implicit'],
      },
    ],
    demoUser: { username: 'demo', password: 'Demo-1234' },
  })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
})

function configuredPage(): string {
  const page = readFileSync(join(upstream, 'sample/index.html'), 'utf8')
  const configured = page
    .replace('<TODO: your app client ID here>', 'app1')
    .replace('<TODO: your app web domain here>', pool.origin)
    .replace('<TODO: your scope array here>', "['openid', 'email']")
    .replace('<TODO: your redirect url when signed in here>', address)
    .replace('<TODO: your redirect url when signed out here>', address)
    .replace('<TODO: your identity provider you want to specify here>', '')
    .replace('<TODO: your user pool id here>', '')
    .replace(/<TODO: boolean value[^>]*>/, 'false')
    .replace('<TODO: your onSuccess callback here>', 'showSignedIn')
    .replace('<TODO: your onFailure callback here>', 'function (err) { document.title = err }')
  return flow === 'code'
    ? configured.replace('// auth.useCodeGrantFlow()', 'auth.useCodeGrantFlow()')
    : configured
}

describe.each(['code', 'token'] as const)("upstream's own sample page with the %s flow", (chosen) => {
  it('signs in, keeps the session over a reload, and signs out', async () => {
    flow = chosen
    const context = await browser.newContext()
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    // It asks a server elsewhere for jQuery, which it does not use.
    await context.route(/code\.jquery\.com/, (route) => route.abort())
    const button = page.locator('#signInButton')

    await page.goto(address)
    await button.click()
    await page.locator('#signInFormUsername').fill('demo')
    await page.locator('#signInFormPassword').fill('Demo-1234')
    await page.locator('[name=signInSubmitButton]').click()
    // Until it has loaded, the page shows everything that it has.
    await page.locator('#idtoken', { hasText: '"token_use": "id"' }).waitFor()
    await page.getByText('You have Signed-In').waitFor()
    expect(await page.locator('#acctoken').innerText()).toContain('"token_use": "access"')
    expect(await page.locator('#reftoken').innerText()).toMatch(flow === 'code' ? /^yJ/ : /\.\.\./)

    await page.reload()
    await button.click()
    await page.locator('#idtoken', { hasText: '"token_use": "id"' }).waitFor()
    await page.getByText('You have Signed-In').waitFor()
    expect(page.url()).toBe(address)

    await button.click()
    await page.waitForURL(address)
    await page.getByText('Sign-In to Continue').waitFor()
    expect(await page.evaluate(() => localStorage.length)).toBe(0)
    expect(errors).toEqual([])
    await context.close()
  })
})
