import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Served, serve } from '../../sample/serve.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { complaintsIn, fillSignIn } from '../helpers/site.ts'

/* The single-page app of the sample, part by part, in the hands of a person. */

const DEMO = { username: 'demo', password: 'Demo-1234' }

let served: Served
let browser: Browser
let context: BrowserContext
let page: Page
/** Whatever a person would see in the console of any tab. */
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
  context.setDefaultTimeout(15_000)
  page = await openTab()
})
afterEach(async () => {
  await context.close()
})

async function openTab(): Promise<Page> {
  const tab = await context.newPage()
  await tab.goto(`${served.url}/spa.html`)
  await tab.locator('#status', { hasText: /^(Nobody is s|S)igned in/i }).waitFor()
  return tab
}

const status = (text: string, on = page) => on.locator('#status', { hasText: text }).waitFor()
const click = (name: string, on = page) => on.getByRole('button', { name, exact: true }).click()
const event = (text: string, on = page) => on.getByRole('log').getByText(text).waitFor()
const claims = async (id: string) => JSON.parse(await page.locator(id).innerText()) as Record<string, unknown>
const focused = () => page.evaluate(() => document.activeElement?.id)
const secondsLeft = async () => {
  const [minutes = '', seconds = ''] = (await page.locator('#timeLeft').innerText()).split(':')
  return Number(minutes) * 60 + Number(seconds)
}
/** The first request to the user pool after a click on this button. */
const firstRequestOf = async (name: string) => {
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.url().startsWith(served.pool.origin)),
    click(name),
  ])
  return new URL(request.url())
}

async function signIn() {
  await click('Sign in')
  await fillSignIn(page, DEMO)
  await status('Signed in as demo@example.com')
}

async function openPopup(): Promise<Page> {
  const [popup] = await Promise.all([context.waitForEvent('page'), click('Sign in with a popup')])
  await popup.locator('#signInFormUsername').waitFor()
  return popup
}

describe('the single-page app', () => {
  it('signs in by leaving the page, and says what came back', async () => {
    await signIn()
    expect(page.url()).toBe(`${served.url}/spa.html`)
    await event('as demo@example.com')
    expect(await claims('#idtoken')).toMatchObject({ email: 'demo@example.com', token_use: 'id' })
    expect(await claims('#acctoken')).toMatchObject({ token_use: 'access', scope: 'openid email' })
    expect(Object.keys(await claims('#appstate'))).toEqual(['begunAt'])

    await page.reload()
    await status('Signed in as demo@example.com')
    expect(await page.locator('#appstate').innerText()).toMatch(/^none/)
    expect(complaints).toEqual([])
  })

  it('signs in at a window and stays where it is, focus and all', async () => {
    await page.evaluate(() => Object.assign(globalThis, { isStillHere: true }))
    const popup = await openPopup()
    await status('Signing in at the window…')
    await fillSignIn(popup, DEMO)
    await status('Signed in as demo@example.com')
    await event('as demo@example.com')
    expect(await page.evaluate(() => 'isStillHere' in globalThis)).toBe(true)
    expect(Object.keys(await claims('#appstate'))).toEqual(['begunAt'])
    await expect.poll(focused, { timeout: 5000 }).toBe('signOutButton')
    await expect.poll(() => context.pages().length, { timeout: 5000 }).toBe(1)
    expect(complaints).toEqual([])
  })

  it('takes no offence at a window that is closed', async () => {
    const popup = await openPopup()
    await popup.locator('#signInFormUsername').waitFor()
    await popup.close()
    await status('Nobody is signed in')
    expect(await page.getByRole('alert').innerText()).toBe('')
    await signIn()
    expect(complaints).toEqual([])
  })

  it('says what to do about a window that the browser blocked', async () => {
    // What a browser answers that blocks it; in earnest that is tested in popup.test.ts.
    await page.evaluate(() => {
      window.open = () => null
    })
    await click('Sign in with a popup')
    await page.getByRole('alert').getByText('Allow this page to open windows').waitFor()
    await status('Nobody is signed in')
  })

  it('takes what somebody chooses to the hosted pages', async () => {
    await page.getByLabel('Identity provider').fill('COGNITO')
    await page.getByLabel('Language').selectOption('de')
    const redirect = await firstRequestOf('Sign in')
    expect(redirect.pathname).toBe('/oauth2/authorize')
    expect(Object.fromEntries(redirect.searchParams)).toMatchObject({
      identity_provider: 'COGNITO',
      lang: 'de',
    })
    await page.locator('#signInFormUsername').waitFor()

    // To another page to begin on.
    page = await openTab()
    await page.getByLabel('Begin with').selectOption('A forgotten password')
    const forgotten = await firstRequestOf('Sign in')
    expect(forgotten.pathname).toBe('/forgotPassword')
    expect(forgotten.searchParams.has('identity_provider')).toBe(false)
    await page.locator('form[name=forgotpasswordform]').waitFor()

    // At a window, to a provider that the local user pool does not have: its page says so.
    page = await openTab()
    await page.getByLabel('Identity provider').fill('Google')
    const popup = await openPopup()
    await popup.getByText('has no identity provider “Google”').waitFor()
    expect(new URL(popup.url()).searchParams.get('identity_provider')).toBe('Google')
    expect(complaints).toEqual([])
  })

  it('counts the time down that is left, and refreshes when it is told to', async () => {
    await signIn()
    const [before, left] = [await claims('#acctoken'), await secondsLeft()]
    expect(left).toBeGreaterThan(3500)
    await expect.poll(secondsLeft, { timeout: 5000 }).toBeLessThan(left)
    await click('Refresh now')
    await event('good until')
    await status('Signed in as')
    expect((await claims('#acctoken'))['jti']).not.toBe(before['jti'])
    expect(complaints).toEqual([])
  })

  it('refreshes by itself before the end', async () => {
    await signIn()
    const before = await claims('#acctoken')
    await page.clock.install()
    await page.reload()
    await status('Signed in as')
    await page.clock.fastForward('59:30')
    await event('good until')
    expect((await claims('#acctoken'))['jti']).not.toBe(before['jti'])
  })

  it('has the orders of somebody who is signed in from the API, and says to everybody else what is missing', async () => {
    const asked: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/api/')) asked.push(request.headers()['authorization'] ?? 'nothing')
    })
    const answer = (text: string) => page.locator('#apiAnswer', { hasText: text }).waitFor()
    await click('Get the orders')
    await answer('No orders: login_required')
    await answer('Sign in first.')
    expect(asked).toEqual([])

    await signIn()
    expect(await page.locator('#apiAnswer').innerText()).toBe('')
    await click('Get the orders')
    await answer('200')
    await answer('{"customer":"demo","orders":["12 apples","1 ladder"]}')
    expect(asked).toEqual([expect.stringMatching(/^Bearer eyJ/)])

    // What one person has seen is not left for the next.
    await click('Sign out here only')
    await status('Nobody is signed in')
    expect(await page.locator('#apiAnswer').innerText()).toBe('')
    expect(complaints).toEqual([])
  })

  it('says which API could not be reached, and what may be why', async () => {
    await signIn()
    await page.route('**/api/orders', (route) => route.abort())
    await click('Get the orders')
    const answer = page.locator('#apiAnswer', { hasText: 'No orders: network' })
    await answer.waitFor()
    expect(await answer.innerText()).toContain(`${served.url} could not be reached (TypeError)`)
  })

  it('hears what happens in another tab, and says so', async () => {
    await signIn()
    const [other] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'open this page in another tab' }).click(),
    ])
    await status('Signed in as demo@example.com', other)
    await click('Refresh now', other)
    await event('good until', other)
    await event('good until')

    await click('Sign out here only', other)
    await event('reason: user', other)
    await event('reason: otherTab')
    await status('Nobody is signed in')
    expect(await page.locator('#idtoken').innerText()).toBe('')

    // The user pool still knows the browser, and asks for no password.
    await click('Sign in', other)
    await status('Signed in as demo@example.com', other)
    await status('Signed in as demo@example.com')
    expect(complaints).toEqual([])
  })

  it('ends the session at the user pool too, unless it is told otherwise', async () => {
    await signIn()
    await click('Sign out here only')
    await status('Nobody is signed in')
    await expect.poll(focused, { timeout: 5000 }).toBe('signInButton')
    await click('Sign in')
    await status('Signed in as')

    await click('Sign out')
    await status('Nobody is signed in')
    await click('Sign in')
    await page.locator('#signInFormUsername').waitFor()
    expect(complaints).toEqual([])
  })
})
