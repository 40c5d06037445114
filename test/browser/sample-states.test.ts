import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Served, serve } from '../../sample/serve.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { complaintsIn, fillSignIn } from '../helpers/site.ts'
import { meetTrouble, refuseSignIn, TROUBLE, uncaught } from '../helpers/trouble.ts'

/* Both pages of the sample where something is down, lets nobody in, or is not served at all. */

const DEMO = { username: 'demo', password: 'Demo-1234' }
const PAGES = ['index.html', 'spa.html']

let served: Served
let browser: Browser
let page: Page
/** What the browser had to complain about. */
let said: string[]

beforeAll(async () => {
  served = await serve({ port: 0, poolPort: 0, open: false, log: () => undefined })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await served.close()
})
beforeEach(async () => {
  page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  said = complaintsIn(page.context())
})
afterEach(async () => {
  await page.close()
})

const status = (text: string) => page.locator('#status', { hasText: text }).waitFor()
const alert = () => page.getByRole('alert').innerText()
const click = (name: string) => page.getByRole('button', { name, exact: true }).click()

describe.each(PAGES)('the page %s', (name) => {
  it('says that it has to be served where it is opened as a file', async () => {
    await page.goto(pathToFileURL(join(import.meta.dirname, '../../sample', name)).href)
    await page.getByRole('alert').getByText('This page has to be served').waitFor()
    expect(await alert()).toContain('npm start')
    expect(await alert()).not.toContain('npm run build')
    await status('Nobody is signed in')
  })

  it('says why where the user pool allows nobody, however often somebody tries', async () => {
    const address = `${served.url}/${name}`
    await page.goto(address)
    for (let i = 0; i < 3; i++) {
      await click('Sign in')
      await refuseSignIn(page, address)
      await page.getByRole('alert').getByText('“access_denied: You shall not pass”').waitFor()
      await status('Nobody is signed in')
    }
    await click('Sign in')
    await page.getByRole('alert').getByText('redirect_loop').waitFor()
    expect(uncaught(said)).toEqual([])
  })

  it('says so where the user pool is down, and offers the sign-in', async () => {
    const mend = served.pool.addFault({
      path: '/oauth2/token',
      times: 99,
      status: 500,
      body: '<h1>Bad Gateway</h1>',
    })
    await page.goto(`${served.url}/${name}`)
    await click('Sign in')
    await fillSignIn(page, DEMO)
    await page.getByRole('alert').getByText('server_error').waitFor({ timeout: 20_000 })
    mend()
    expect(await alert()).not.toContain('Bad Gateway')
    await status('Nobody is signed in')
    expect(uncaught(said)).toEqual([])

    await click('Sign in')
    await status('Signed in as demo@example.com')
    expect(await alert()).toBe('')
  })
})

describe('the single-page app', () => {
  it.each(TROUBLE)('says so where the API %s, and keeps who is signed in', async (_state, answer) => {
    await meetTrouble(page, answer)
    await page.goto(`${served.url}/spa.html`)
    await click('Sign in')
    await fillSignIn(page, DEMO)
    await status('Signed in as demo@example.com')
    await click('Get the orders')
    const says = answer ? String(answer.status) : /Failed to fetch|could not be reached/
    await page.locator('#apiAnswer', { hasText: says }).waitFor()
    const shown = await page.locator('#apiAnswer').innerText()
    expect(shown).not.toContain('Bad Gateway</h1>')
    if (answer?.contentType === 'text/html') expect(shown).toContain('no answer of the API')

    await click('Sign out')
    await status('Nobody is signed in')
    expect(uncaught(said)).toEqual([])
  })
})
