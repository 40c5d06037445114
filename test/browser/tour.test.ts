import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Served, serve } from '../../sample/serve.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { complaintsIn } from '../helpers/site.ts'

/* The sample as `npm start` serves it, in the hands of a person: what the README promises. */

let served: Served
let browser: Browser
let context: BrowserContext
let page: Page
/** Whatever a person would see in the console, and every request that failed. */
let complaints: string[]

beforeAll(async () => {
  served = await serve({ port: 0, poolPort: 0, open: false, log: () => undefined })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await served.close()
})

beforeEach(async () => {
  context = await browser.newContext()
  complaints = complaintsIn(context)
  page = await context.newPage()
})
afterEach(async () => {
  await context.close()
})

const newestCode = () => served.pool.mailbox.at(-1)?.code ?? 'no mail'
const status = (text: string) => page.locator('#status', { hasText: text }).waitFor()
const claims = async (id: string) => JSON.parse(await page.locator(id).innerText()) as Record<string, unknown>

const tokenUrl = () => `${served.pool.origin}/oauth2/token`

/** Every request for tokens as the browser sends it, preflights included, which Playwright leaves out. */
async function networkOf(of: Page): Promise<string[]> {
  const requests: string[] = []
  const session = await of.context().newCDPSession(of)
  await session.send('Network.enable')
  session.on('Network.requestWillBeSent', ({ request }) => {
    const { pathname } = new URL(request.url)
    if (request.url === tokenUrl()) requests.push(`${request.method} ${pathname}`)
  })
  return requests
}

async function chooseFlow(flow: 'code' | 'token') {
  await page.goto(`${served.url}/`)
  await page.locator(`input[name=flow][value=${flow}]`).check()
}

async function signInWith(username: string, password: string) {
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator('#signInFormUsername').fill(username)
  await page.locator('#signInFormPassword').fill(password)
  await page.locator('[name=signInSubmitButton]').click()
}

describe.each(['code', 'token'] as const)('the static page with the %s flow', (flow) => {
  it('takes a person from sign-up to a new password and back, with nothing to complain about', async () => {
    const email = `jane.${flow}@example.com`
    await chooseFlow(flow)
    await status('Nobody is signed in')

    // Signs up, and lands back signed in.
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: /sign up/i }).click()
    await page.locator('[name="requiredAttributes[email]"], [name=username]').first().fill(email)
    await page.locator('[name=password]').fill('Correct-Horse-1')
    await page.locator('[name=signUpButton]').click()
    await page.locator('#verification_code').fill(newestCode())
    await page.locator('[name=confirm]').click()
    await status(`Signed in as ${email}`)
    expect(page.url()).toBe(`${served.url}/`)

    // Sees the tokens.
    expect(await claims('#idtoken')).toMatchObject({ email, token_use: 'id', iss: served.pool.issuer })
    expect(await claims('#acctoken')).toMatchObject({ token_use: 'access', scope: 'openid email' })
    expect(await page.locator('#reftoken').innerText()).toMatch(flow === 'code' ? /^eyJ/ : /^none/)

    // Reloads and is still signed in.
    await page.reload()
    await status(`Signed in as ${email}`)

    // Signs out, here and at the user pool.
    await page.getByRole('button', { name: 'Sign out' }).click()
    await status('Nobody is signed in')
    await page.reload()
    await status('Nobody is signed in')
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key !== 'sample.flow')),
    ).toEqual([])

    // Resets a forgotten password, which signs in.
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: /forgot/i }).click()
    await page.locator('[name=username]').fill(email)
    await page.locator('form button, form input[type=submit]').first().click()
    await page.locator('#verification_code, [name=code]').first().fill(newestCode())
    await page.locator('#new_password').fill('Battery-Staple-2')
    await page.locator('#confirm_password').fill('Battery-Staple-2')
    await page.locator('[name=reset_password]').click()
    await status(`Signed in as ${email}`)

    // Signs in again with it.
    await page.getByRole('button', { name: 'Sign out' }).click()
    await status('Nobody is signed in')
    await signInWith(email, 'Battery-Staple-2')
    await status(`Signed in as ${email}`)
    expect(complaints).toEqual([])
  })

  it('makes no request for the tokens but the exchange, and needs no preflight', async () => {
    await chooseFlow(flow)
    const requests = await networkOf(page)
    await signInWith('demo', 'Demo-1234')
    await status('Signed in as')
    expect(requests).toEqual(flow === 'code' ? ['POST /oauth2/token'] : [])
    // It would have been seen.
    await page.evaluate(
      async (url) => fetch(url, { method: 'POST', headers: { 'X-Any': '1' } }).catch(() => 0),
      tokenUrl(),
    )
    expect(requests).toContain('OPTIONS /oauth2/token')
  })
})

describe('the static page', () => {
  it('revokes the refresh token on its way to the logout endpoint', async () => {
    await chooseFlow('code')
    await signInWith('demo', 'Demo-1234')
    await status('Signed in as')
    const refreshToken = await page.evaluate(
      () => Object.entries(localStorage).find(([name]) => name.endsWith('.refreshToken'))?.[1] as string,
    )
    const refresh = async () => {
      const form = {
        grant_type: 'refresh_token',
        client_id: '1localdemoclient23456789ab',
        refresh_token: refreshToken,
      }
      const response = await fetch(tokenUrl(), { method: 'POST', body: new URLSearchParams(form) })
      return (await response.json()) as object
    }
    expect(await refresh()).toHaveProperty('access_token')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await status('Nobody is signed in')
    await expect.poll(refresh).toEqual({ error: 'invalid_grant' })
  })

  it('shows an error of the user pool on the page, and nobody is signed in', async () => {
    await page.goto(`${served.url}/?error_description=PreSignUp+failed+with+error+no.&error=invalid_request`)
    await status('Nobody is signed in')
    expect(await page.getByRole('alert').innerText()).toContain('PreSignUp failed with error no.')
    expect(page.url()).toBe(`${served.url}/`)
  })

  it('refuses a code that answers no sign-in of this browser', async () => {
    await page.goto(`${served.url}/?code=stolen&state=forged&tab=2`)
    await status('Nobody is signed in')
    expect(await page.getByRole('alert').innerText()).toContain('no_transaction')
    expect(page.url()).toBe(`${served.url}/?tab=2`)
  })

  it('stays signed in, without a word, when Back leads through the hosted pages once more', async () => {
    await page.goto(`${served.url}/`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Sign up' }).click()
    await page.locator('[name="requiredAttributes[email]"]').fill('back@example.com')
    await page.locator('[name=password]').fill('Correct-Horse-1')
    await page.locator('[name=signUpButton]').click()
    await page.locator('#verification_code').fill(newestCode())
    await page.locator('[name=confirm]').click()
    await status('Signed in as')
    await page.goBack()
    await page.waitForURL(`${served.url}/`)
    await status('Signed in as back@example.com')
    expect(await page.getByRole('alert').innerText()).toBe('')
  })

  it('works with the keyboard alone', async () => {
    await page.goto(`${served.url}/`)
    await status('Nobody is signed in')
    const press = async (keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '')
    for (let i = 0; i < 10 && (await focused()) !== 'signInButton'; i++) await press(['Tab'])
    await press(['Enter'])
    await page.locator('#signInFormUsername').waitFor()
    for (let i = 0; i < 10 && (await focused()) !== 'signInFormUsername'; i++) await press(['Tab'])
    await page.keyboard.type('demo')
    await press(['Tab'])
    await page.keyboard.type('Demo-1234')
    await press(['Enter'])
    await status('Signed in as')
  })

  it('refreshes an expired session at a visit, with one request', async () => {
    await chooseFlow('code')
    await signInWith('demo', 'Demo-1234')
    await status('Signed in as')
    const before = (await claims('#acctoken'))['jti']
    const requests: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/oauth2/')) requests.push(new URL(request.url()).pathname)
    })
    // Tokens last an hour, and this is later.
    await page.clock.install({ time: Date.now() + 70 * 60 * 1000 })
    await page.reload()
    await status('Signed in as')
    expect((await claims('#acctoken'))['jti']).not.toBe(before)
    expect(requests).toEqual(['/oauth2/token'])
  })
})

describe('the server of the sample', () => {
  it('lets no other page command it, or listen to what it tells its own', async () => {
    const foreign = served.url.replace('localhost', '127.0.0.1')
    await page.goto(`${served.url}/`)
    const answers = await page.evaluate(async () => {
      const get = async (path: string) => (await fetch(path)).status
      return [
        await get('/__browser_sync__?method=reload'),
        await get('/serve.ts'),
        await get('/user-pool/src/keys.ts'),
      ]
    })
    expect(answers).toEqual([404, 404, 404])
    const poll = async (origin: string) =>
      (await fetch(`${served.url}/browser-sync/socket.io/?EIO=4&transport=polling`, { headers: { origin } }))
        .status
    expect(await poll(served.url)).toBe(200)
    expect(await poll(foreign)).toBe(200)
    expect(await poll('https://evil.example')).toBe(403)
  })
})
