import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUserPool, generateKeys, type UserPool } from '../../sample/user-pool/src/index.ts'
import type * as library from '../../src/index.js'
import { selfSigned } from '../bench/certificate.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { type Door, DOORS } from '../helpers/doors.ts'
import { fillSignIn, listen, type Site } from '../helpers/site.ts'
import { LIBRARIES } from '../helpers/tabs.ts'

/*
 * Pages that have the same session and cannot take turns: sub-domains that share cookies, for a lock is for one origin, and
 * a tab and its copy, each of which has a sessionStorage of its own.
 */

const JANE = { username: 'jane', password: 'Secret-123' }
const CLIENT_ID = 'app1'
/** How long the user pool takes to answer when it has rotated the refresh token already, in milliseconds. */
let late = 0

/** The door that the pages use. */
let door: Door

let browser: Browser
let context: BrowserContext
let pool: UserPool
let domain: Site
let close: () => void
let origins: string[]

beforeAll(async () => {
  browser = await launchChromium({ args: ['--host-resolver-rules=MAP *.app.test 127.0.0.1'] })
  const server = createServer(selfSigned(), ({ url }, response) => {
    if (url === '/library.js')
      response.setHeader('Content-Type', 'text/javascript; charset=utf-8').end(LIBRARIES[door]())
    else
      response
        .setHeader('Content-Type', 'text/html; charset=utf-8')
        .end(
          '<!doctype html><html lang="en"><link rel="icon" href="data:,"><script src="/library.js"></script>',
        )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  origins = ['a', 'b'].map((name) => `https://${name}.app.test:${port}/`)
  domain = await listen(async (request) => {
    const response = await pool.fetch(request)
    if (response.ok && new URL(request.url).pathname === '/oauth2/token')
      await new Promise((resolve) => setTimeout(resolve, late))
    return response
  }, '127.0.0.1')
  pool = await createUserPool({
    origin: domain.origin,
    poolId: 'local_Subdomains',
    clients: [
      {
        clientId: CLIENT_ID,
        callbackUrls: origins,
        logoutUrls: origins,
        refreshTokenRotation: { retryGracePeriodSeconds: 0 },
      },
    ],
    keys: await generateKeys(),
  })
  await pool.addUser({ ...JANE, email: 'jane@example.com' })
  context = await browser.newContext({ ignoreHTTPSErrors: true })
  close = () => {
    domain.close()
    server.closeAllConnections()
    server.close()
  }
})
afterAll(async () => {
  await browser.close()
  close()
})

/** Opens the application on an origin, and says who is signed in there. */
async function open(page: Page, address = page.url(), storage = 'cookies'): Promise<string> {
  if (page.url() !== address) await page.goto(address)
  return page.evaluate(
    ({ issuer, poolId, origin, home, clientId, storage, door }) => {
      const { CognitoAuth, CookieStorage, createCognitoAuth } = (
        globalThis as unknown as { AmazonCognitoIdentity: typeof library }
      ).AmazonCognitoIdentity
      const options = {
        UserPoolId: poolId,
        Issuer: issuer,
        ClientId: clientId,
        AppWebDomain: origin,
        TokenScopesArray: ['openid'],
        RedirectUriSignIn: home,
        RedirectUriSignOut: home,
        Storage: storage === 'cookies' ? new CookieStorage({ domain: 'app.test' }) : sessionStorage,
      }
      if (door === 'createCognitoAuth') {
        const auth = createCognitoAuth(options)
        Object.assign(window, { auth })
        return auth.init().then((session) => session?.username ?? 'nobody', String)
      }
      const auth = new CognitoAuth({ ...options, ResponseType: 'code' })
      Object.assign(window, { auth })
      return auth.init().then((session) => session?.getAccessToken().getUsername() ?? 'nobody', String)
    },
    {
      ...{
        issuer: pool.issuer,
        poolId: pool.poolId,
        origin: pool.origin,
        clientId: CLIENT_ID,
        storage,
        door,
      },
      home: `${new URL(address).origin}/`,
    },
  )
}

/** Leaves the page for a sign-in and comes back from it. */
async function signIn(page: Page, storage?: string): Promise<void> {
  const home = `${new URL(page.url()).origin}/`
  await page.evaluate(() => {
    void (window as unknown as { auth: library.CognitoAuth }).auth.signIn()
  })
  const isBack = page.waitForURL(`${home}?*`).then(() => true)
  const password = page.locator('#signInFormPassword')
  if (!(await Promise.race([isBack, password.waitFor().then(() => false)]))) await fillSignIn(page, JANE)
  await isBack
  expect(await open(page, page.url(), storage)).toBe('jane')
}

/** What comes of a refresh that is asked for after so many milliseconds. */
const refresh = (page: Page, after: number) =>
  page.evaluate(async (delay) => {
    const { auth } = window as unknown as { auth: library.CognitoAuth }
    await new Promise((resolve) => setTimeout(resolve, delay))
    return auth.getTokens({ minValidity: Infinity }).then(
      ({ accessToken }) => accessToken,
      (error: unknown) => (error as library.CognitoAuthError).code,
    )
  }, after)

describe.each(DOORS)('at the door %s,', (name) => {
  beforeAll(() => {
    door = name
  })

  it.each([
    [0, 0],
    [300, 60],
    [1500, 60],
    [3000, 1000],
  ])(
    'get the same tokens where an answer takes %i ms and the other asks %i ms later',
    async (answer, behind) => {
      const [a, b] = [await context.newPage(), await context.newPage()]
      const [home = '', other = ''] = origins
      late = 0
      if ((await open(a, home)) === 'nobody') await signIn(a)
      expect(await open(b, other)).toBe('jane')
      late = answer
      const [one, two] = await Promise.all([refresh(a, 0), refresh(b, behind)])
      expect(one).toMatch(/^eyJ/)
      expect(two).toBe(one)
      late = 0
      for (const [page, address] of [
        [a, home],
        [b, other],
      ] as const) {
        await page.goto(address)
        expect(await open(page, address)).toBe('jane')
        await page.close()
      }
    },
  )

  it('a copied tab ends as its own when the other has spent the refresh token, and is signed in again without a password', async () => {
    const tab = await context.newPage()
    const [home = ''] = origins
    expect(await open(tab, home, 'session')).toBe('nobody')
    await signIn(tab, 'session')
    const opened = context.waitForEvent('page')
    await tab.evaluate((address) => void window.open(address), home)
    const copy = await opened
    await copy.waitForLoadState()
    expect(await open(copy, home, 'session')).toBe('jane')

    expect(await refresh(tab, 0)).toMatch(/^eyJ/)
    expect(await refresh(copy, 0)).toContain('session_expired')
    expect(await refresh(tab, 0)).toMatch(/^eyJ/)
    await signIn(copy, 'session')
    expect(await refresh(copy, 0)).toMatch(/^eyJ/)
    expect(await refresh(tab, 0)).toMatch(/^eyJ/)
  })
})
