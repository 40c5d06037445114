import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUserPool, generateKeys, type UserPool } from '../../sample/user-pool/src/index.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { blocksOf, readDocument, withSettings } from '../helpers/documents.ts'
import { complaintsIn, fillSignIn, listen, type Site } from '../helpers/site.ts'
import { meetTrouble, refuseSignIn, TROUBLE, uncaught } from '../helpers/trouble.ts'

/* What README.md and EXAMPLES.md have people paste, as it stands there, but for the settings, in a real browser. */

const DEMO = { username: 'demo', password: 'Demo-1234' }
const dist = join(import.meta.dirname, '../../dist')
const library = readFileSync(join(dist, 'amazon-cognito-auth.min.js'), 'utf8')
const keys = await generateKeys()

let browser: Browser
let application: Site
let domain: Site
let pool: UserPool
/** What the application serves: pages and scripts by their paths. */
let files: Record<string, string>
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
        callbackUrls: [`${application.origin}/`, `${application.origin}/popup.html`],
        logoutUrls: [`${application.origin}/`],
      },
    ],
    demoUser: DEMO,
    keys,
  })
  files = { '/amazon-cognito-auth.min.js': library }
  orders = Promise.resolve(Response.json(['12 apples']))
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
  const type = pathname.endsWith('.js') ? 'javascript' : 'html'
  const file = files[pathname]
  if (file !== undefined)
    return new Response(file, { headers: { 'Content-Type': `text/${type}; charset=utf-8` } })
  if (pathname !== '/api/orders') return new Response('', { status: 404 })
  const Authorization = headers.get('Authorization') ?? ''
  const known = await pool.fetch(
    new Request(`${pool.origin}/oauth2/userInfo`, { headers: { Authorization } }),
  )
  return known.ok ? orders : new Response('', { status: 401 })
}

/** The block of a document that has this text, with our settings where it has any. */
function blockWith(text: string, document = 'README.md'): string {
  const [shown, ...more] = blocksOf(document).filter(({ code }) => code.includes(text))
  if (!shown || more.length > 0) throw new Error(`${document} shows ${more.length + 1} blocks with ${text}.`)
  if (!shown.code.includes('ClientId')) return shown.code
  return withSettings(shown.code, pool, { clientId: 'app1', page: `${application.origin}/` })
}

/** Serves a page of this at a path of the application. */
function publish(body: string, path = '/'): void {
  files[path] =
    `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Page</title><body>${body}</html>`
}

/** Opens a page of this. */
async function open(body: string): Promise<void> {
  publish(body)
  await page.goto(`${application.origin}/`)
}

/** Opens a page of what imports the library, bundled as its developers would. */
async function openBundled(code: string): Promise<void> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: dist },
    alias: { 'cognito-auth': join(dist, 'index.js') },
    bundle: true,
    format: 'esm',
    write: false,
  })
  files['/application.js'] = outputFiles[0]?.text ?? ''
  await open('<script type="module" src="/application.js"></script>')
}

/** How the page with a bundler makes its client. */
const settings = () =>
  /^const auth = [^]*?^\}\)\n/m.exec(blockWith('createCognitoAuth, fetchWithToken'))?.[0] ?? ''

const requests = (site: Site, path: string) => site.arrived.filter(({ url }) => url.pathname === path).length
const see = (text: string | RegExp, on = page) => on.getByText(text).waitFor()
const click = (name: string, on = page) => on.getByRole('button', { name }).click()
async function signIn() {
  await click('Sign in')
  await fillSignIn(page, DEMO)
}

const openScriptPage = () => open(blockWith('auth.subscribe(async'))
async function openBundledPage() {
  await openBundled(blockWith('createCognitoAuth, fetchWithToken'))
}

describe.each([
  ['with a script tag', openScriptPage, 'This page is for members.'],
  ['with a bundler', openBundledPage, 'Nobody is signed in'],
] as const)('the page %s', (_, openIt, nobody) => {
  const text = () => page.locator('body').innerText()
  beforeEach(openIt)

  it('has orders for members only, signs in and out, and has nothing to complain about', async () => {
    await see(nobody)
    expect(requests(application, '/api/orders')).toBe(0)

    await signIn()
    await see('Hello demo@example.com, your orders: 12 apples')
    expect(page.url()).toBe(`${application.origin}/`)
    expect(requests(application, '/api/orders')).toBe(1)

    orders = Promise.resolve(Response.json(['12 apples']))
    await page.reload()
    await see('Hello demo@example.com')
    expect(requests(domain, '/oauth2/token')).toBe(1)

    await click('Sign out')
    await see(nobody)
    await click('Sign in')
    await page.locator('#signInFormPassword').waitFor()
    expect(said).toEqual([])
  })

  it.each(TROUBLE)('says so where the API %s, once, and lets people sign out', async (_state, answer) => {
    const asked = await meetTrouble(page, answer)
    await signIn()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()
    // What comes instead of an answer has a status that says nothing.
    const status =
      answer && answer.status !== 200 ? `the API answered ${answer.status}` : /fetch|reached|JSON/
    await see(status)
    expect(await text()).not.toContain('Bad Gateway')
    const before = asked()
    await page.waitForTimeout(300)
    expect(asked()).toBe(before)

    await click('Sign out')
    await see(nobody)
    expect(uncaught(said)).toEqual([])
  })

  it('says why where the user pool allows nobody, however often somebody tries', async () => {
    for (let i = 0; i < 3; i++) {
      await click('Sign in')
      await refuseSignIn(page, `${application.origin}/`)
      await see('“access_denied: You shall not pass”')
    }
    await click('Sign in')
    await see('3 sign-ins came back failing')
    expect(uncaught(said)).toEqual([])
  })

  it('says so where the user pool is down, and offers the sign-in', async () => {
    pool.addFault({ path: '/oauth2/token', times: 99, status: 500, body: '<h1>Bad Gateway</h1>' })
    await signIn()
    await page.getByText('500').waitFor({ timeout: 20_000 })
    expect(await text()).not.toContain('Bad Gateway')
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
    expect(uncaught(said)).toEqual([])
  })
})

describe('the page with a script tag', () => {
  const members = 'This page is for members.'
  beforeEach(openScriptPage)

  it('has as many lines of JavaScript as it says', () => {
    const script = /<script>\n([^]*?)\n<\/script>/.exec(blockWith('auth.subscribe(async'))?.[1] ?? ''
    expect(readDocument('README.md')).toContain(
      `That is all, ${script.split('\n').length} lines of JavaScript`,
    )
  })

  it('shows nobody the orders of somebody who has signed out while they came', async () => {
    await signIn()
    await see('12 apples')
    const other = await context.newPage()
    orders = Promise.resolve(Response.json(['12 apples']))
    await other.goto(`${application.origin}/`)
    await see('12 apples', other)

    let arrive: (response: Response) => void = () => undefined
    orders = new Promise((resolve) => (arrive = resolve))
    await Promise.all([page.waitForRequest('**/api/orders'), page.reload()])
    await click('Sign out', other)
    await see(members, other)
    await see(members)
    const arrived = page.waitForResponse('**/api/orders')
    arrive(Response.json(['12 apples']))
    await (await arrived).finished()
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await page.locator('body').innerText()).toContain(members)
    expect(said).toEqual([])
  })
})

describe('the page in place of amazon-cognito-auth-js', () => {
  it('goes on as it was written: says who is signed in, signs in and out', async () => {
    await open(blockWith('parseCognitoWebResponse'))
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

  it('says why where the user pool allows nobody, however often somebody tries', async () => {
    await open(blockWith('parseCognitoWebResponse'))
    for (let i = 0; i < 3; i++) {
      await click('Sign in')
      await refuseSignIn(page, `${application.origin}/`)
      await see('“access_denied: You shall not pass”')
    }
    await click('Sign in')
    await see('3 sign-ins came back failing')
    expect(uncaught(said)).toEqual([])
  })

  it('says so where the user pool is down, and offers the sign-in', async () => {
    pool.addFault({ path: '/oauth2/token', times: 99, status: 500, body: '<h1>Bad Gateway</h1>' })
    await open(blockWith('parseCognitoWebResponse'))
    await signIn()
    await page.getByRole('button', { name: 'Sign in' }).waitFor({ timeout: 20_000 })
    expect(await page.locator('#status').innerText()).toContain('500')
    expect(uncaught(said)).toEqual([])
  })
})

describe('the popup', () => {
  const popupPage = () => blockWith('handlePopup', 'EXAMPLES.md')
  const openIt = async () => {
    publish(popupPage(), '/popup.html')
    const script = blockWith('signInWithPopup(auth', 'EXAMPLES.md').replaceAll(
      'https://example.com',
      application.origin,
    )
    await openBundled(`import { createCognitoAuth } from 'cognito-auth'\n${settings()}${script}`)
  }
  const openPopup = async () => {
    const [popup] = await Promise.all([context.waitForEvent('page'), click('Sign in')])
    return popup
  }

  it('signs in, and the page says who', async () => {
    await openIt()
    await fillSignIn(await openPopup(), DEMO)
    await see('Hello demo@example.com')
    expect(said).toEqual([])
  })

  it('says why where the user pool allows nobody, and takes no offence at a window that is closed', async () => {
    await openIt()
    // Whoever closes it has seen what it shows; a browser does not like to close what is on its way.
    const first = await openPopup()
    await first.locator('#signInFormUsername').waitFor()
    await first.close()
    const popup = await openPopup()
    await popup.locator('#signInFormUsername').waitFor()
    await refuseSignIn(popup, `${application.origin}/popup.html`).catch(() => 'The window closes itself.')
    await see('“access_denied: You shall not pass”')
    expect(uncaught(said)).toEqual([])
  })

  it('has a page that says what it is for where somebody opens it by hand', async () => {
    publish(popupPage(), '/popup.html')
    await page.goto(`${application.origin}/popup.html`)
    await see('No page waits for this popup')
    expect(said).toEqual([])
  })
})

it('hears what happens to a session, by the listeners that README.md shows', async () => {
  const lines: string[] = []
  page.on('console', (message) => lines.push(message.text()))
  // Before init(), so that the sign-in that the page comes back from is heard.
  const listening = settings() + blockWith("auth.on('refreshed'")
  await openBundled(blockWith('createCognitoAuth, fetchWithToken').replace(settings(), listening))
  await signIn()
  await see('Hello demo@example.com')
  await click('Sign out')
  await see('Nobody is signed in')
  expect(lines.filter((line) => line.startsWith('signed'))).toEqual([
    expect.stringContaining('signed in'),
    'signed out user',
  ])
  expect(said).toEqual([])
})
