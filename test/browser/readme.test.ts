import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUserPool, generateKeys, type UserPool } from '../../sample/user-pool/index.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { blocksOf, readDocument, withSettings } from '../helpers/documents.ts'
import { complaintsIn, fillSignIn, listen, type Site } from '../helpers/site.ts'

/* The pages that README.md shows, as they stand there, but for the settings, in a real browser. */

const DEMO = { username: 'demo', password: 'Demo-1234' }
const library = readFileSync(join(import.meta.dirname, '../../dist/amazon-cognito-auth.min.js'), 'utf8')
const pages = blocksOf('README.md').filter(({ language }) => language === 'html')
const keys = await generateKeys()

let browser: Browser
let application: Site
let domain: Site
let pool: UserPool
let html: string
/** What the API answers to who is signed in. */
let orders: Promise<Response>
let context: BrowserContext
let page: Page
/** What the browser had to complain about. */
let said: string[]

beforeAll(async () => {
  application = await listen(serve)
  // Another host name, and so another site, as Cognito's is.
  domain = await listen((request) => pool.fetch(request), '127.0.0.1')
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  application.close()
  domain.close()
})
beforeEach(async () => {
  for (const { arrived } of [application, domain]) arrived.length = 0
  pool = await createUserPool({
    origin: domain.origin,
    poolId: 'local_ReadmePool',
    clients: [
      {
        clientId: 'app1',
        callbackUrls: [`${application.origin}/`],
        logoutUrls: [`${application.origin}/`],
      },
    ],
    demoUser: DEMO,
    keys,
  })
  orders = Promise.resolve(new Response('12 apples'))
  context = await browser.newContext()
  context.setDefaultTimeout(10_000)
  said = complaintsIn(context)
  page = await context.newPage()
})
afterEach(async () => {
  await context.close()
})

async function serve({ url, headers }: Request): Promise<Response> {
  const { pathname } = new URL(url)
  const as = (type: string) => ({ headers: { 'Content-Type': `text/${type}; charset=utf-8` } })
  if (pathname === '/') return new Response(html, as('html'))
  if (pathname === '/amazon-cognito-auth.min.js') return new Response(library, as('javascript'))
  if (pathname !== '/api/orders') return new Response('', { status: 404 })
  const Authorization = headers.get('Authorization') ?? ''
  const known = await pool.fetch(
    new Request(`${pool.origin}/oauth2/userInfo`, { headers: { Authorization } }),
  )
  return known.ok ? orders : new Response('', { status: 401 })
}

/** Opens the page that shows this text of its own. */
async function open(text: string): Promise<void> {
  const [shown, ...more] = pages.filter(({ code }) => code.includes(text))
  if (!shown || more.length > 0) throw new Error(`README.md shows ${more.length + 1} pages with ${text}.`)
  const ours = { clientId: 'app1', page: `${application.origin}/` }
  html = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>README</title>${withSettings(shown.code, pool, ours)}</html>`
  await page.goto(`${application.origin}/`)
}

const requests = (site: Site, path: string) => site.arrived.filter(({ url }) => url.pathname === path).length
const see = (text: string, on = page) => on.getByText(text).waitFor()
const click = (name: string, on = page) => on.getByRole('button', { name }).click()
async function signIn() {
  await click('Sign in')
  await fillSignIn(page, DEMO)
}

describe('the page with a script tag', () => {
  const members = 'This page is for members.'

  it('has as many lines of JavaScript as it says', () => {
    const script = /<script>\n([^]*?)\n<\/script>/.exec(pages[0]?.code ?? '')?.[1] ?? ''
    expect(readDocument('README.md')).toContain(
      `That is all, ${script.split('\n').length} lines of JavaScript`,
    )
  })

  it('keeps the orders for members, signs in and out, and has nothing to complain about', async () => {
    await open(members)
    await see(members)
    expect(requests(application, '/api/orders')).toBe(0)

    await signIn()
    await see('Hello demo@example.com, your orders: 12 apples')
    expect(page.url()).toBe(`${application.origin}/`)
    expect(requests(application, '/api/orders')).toBe(1)

    await page.reload()
    await see('Hello demo@example.com')
    expect(requests(domain, '/oauth2/token')).toBe(1)

    await click('Sign out')
    await see(members)
    await click('Sign in')
    await page.locator('#signInFormPassword').waitFor()
    expect(said).toEqual([])
  })

  it('shows nobody the orders of somebody who has signed out while they came', async () => {
    await open(members)
    await signIn()
    await see('12 apples')
    const other = await context.newPage()
    await other.goto(`${application.origin}/`)
    await see('12 apples', other)

    let arrive: (response: Response) => void = () => undefined
    orders = new Promise((resolve) => (arrive = resolve))
    await Promise.all([page.waitForRequest('**/api/orders'), page.reload()])
    await click('Sign out', other)
    await see(members, other)
    await see(members)
    const arrived = page.waitForResponse('**/api/orders')
    arrive(new Response('12 apples'))
    await (await arrived).finished()
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await page.locator('main').innerText()).toContain(members)
    expect(said).toEqual([])
  })

  it('says what went wrong', async () => {
    await open(members)
    await page.goto(`${application.origin}/?error=access_denied&error_description=You+shall+not+pass`)
    await see('You shall not pass')
    await page.route('**/api/orders', (route) => route.abort())
    await signIn()
    await see('Hello demo@example.com, your orders: CognitoAuthError: ')
  })
})

describe('the page in place of amazon-cognito-auth-js', () => {
  it('goes on as it was written: says who is signed in, signs in and out', async () => {
    await open('parseCognitoWebResponse')
    await see('Nobody is signed in')

    await signIn()
    await see('Hello demo@example.com')
    expect(page.url()).toBe(`${application.origin}/`)
    await page.reload()
    await see('Hello demo@example.com')
    expect(requests(domain, '/oauth2/token')).toBe(1)

    await click('Sign out')
    await see('Nobody is signed in')
    await click('Sign in')
    await page.locator('#signInFormPassword').waitFor()
    expect(said).toEqual([])
  })

  it('says what went wrong', async () => {
    await open('parseCognitoWebResponse')
    await page.goto(`${application.origin}/?error=access_denied&error_description=You+shall+not+pass`)
    await see('You shall not pass')
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
  })
})
