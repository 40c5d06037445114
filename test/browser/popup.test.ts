import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUserPool, generateKeys, type UserPool } from '../../sample/user-pool/src/index.ts'
import type * as library from '../../src/index.js'
import { launchChromium } from '../helpers/chromium.ts'
import { fillSignIn, listen, type Site } from '../helpers/site.ts'

/* A sign-in in a window of its own, as a real browser opens, closes and isolates it. */

const DEMO = { username: 'demo', password: 'Demo-1234' }
const project = join(import.meta.dirname, '../..')
const keys = await generateKeys()

/** How the application is set up for one test. */
interface Setting {
  /** Sent with every page of the application. */
  readonly headers?: Record<string, string>
  /** What its page is told on top of the usual options of the constructor. */
  readonly options?: Partial<library.CognitoAuthOptions>
  /** What it signs in with. */
  readonly signIn?: Partial<library.PopupOptions>
  /** Which door the page goes through when it is opened. */
  readonly door?: 'promises' | 'callbacks'
  /** Whether its tokens are kept in memory only. */
  readonly memory?: boolean
}

interface Orders extends Setting {
  readonly base: library.CognitoAuthOptions
}

declare global {
  // What the tests reach of the page.
  var auth: library.CognitoAuth
}

let browser: Browser
let application: Site
let domain: Site
let elsewhere: Site
let pool: UserPool
let setting: Setting
let context: BrowserContext
let page: Page

beforeAll(async () => {
  application = await listen(serveApplication)
  // Another host name, and so another site, as Cognito's is.
  domain = await listen((request) => pool.fetch(request), '127.0.0.1')
  elsewhere = await listen(serveElsewhere, '127.0.0.1')
  // The driver allows every window otherwise.
  browser = await launchChromium({ without: ['--disable-popup-blocking'] })
})
afterAll(async () => {
  await browser.close()
  for (const site of [application, domain, elsewhere]) site.close()
})
beforeEach(async () => {
  setting = {}
  domain.arrived.length = 0
  pool = await createUserPool({
    origin: domain.origin,
    poolId: 'local_PopupPool',
    clients: [
      {
        clientId: 'app1',
        callbackUrls: [`${application.origin}/`, `${application.origin}/popup.html`, `${elsewhere.origin}/`],
        logoutUrls: [`${application.origin}/`],
        allowedOAuthFlows: ['code', 'implicit'],
      },
    ],
    demoUser: DEMO,
    keys,
  })
  context = await browser.newContext()
  context.setDefaultTimeout(10_000)
  page = await context.newPage()
})
afterEach(async () => {
  await context.close()
})

function serveApplication({ url }: Request): Response {
  const { pathname } = new URL(url)
  const script = (text: string) =>
    new Response(text, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } })
  const html = (text: string) =>
    new Response(`<!doctype html><html lang="en"><link rel="icon" href="data:,">${text}</html>`, {
      headers: { 'Content-Type': 'text/html; charset=utf-8', ...setting.headers },
    })
  if (pathname === '/library.js')
    return script(readFileSync(join(project, 'dist/amazon-cognito-auth.min.js'), 'utf8'))
  if (pathname === '/application.js')
    return script(`;(${runApplication.toString()})(AmazonCognitoIdentity, ${JSON.stringify(orders())})`)
  if (pathname === '/popup.html')
    return html(
      '<p>You can close this window.</p><script src="/library.js"></script><script>AmazonCognitoIdentity.handlePopup()</script>',
    )
  return html(
    '<p id="status">…</p><button>Sign in</button><script src="/library.js"></script><script src="/application.js"></script>',
  )
}

/** A page of another site that shows the application in a frame. */
function serveElsewhere(): Response {
  const text = `<!doctype html><html lang="en"><title>Elsewhere</title><iframe src="${application.origin}/"></iframe></html>`
  return new Response(text, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
}

function orders(): Orders {
  return {
    ...setting,
    base: {
      UserPoolId: pool.poolId,
      Issuer: pool.issuer,
      ClientId: 'app1',
      AppWebDomain: pool.origin,
      TokenScopesArray: ['openid', 'email'],
      RedirectUriSignIn: `${application.origin}/`,
      RedirectUriSignOut: `${application.origin}/`,
      ResponseType: 'code',
    },
  }
}

/** The application. It is sent to the page as it stands here, so it knows nothing of what is around it. */
function runApplication({ CognitoAuth, MemoryStorage }: typeof library, orders: Orders): void {
  const { base, options, signIn, door = 'promises', memory } = orders
  const auth = new CognitoAuth({ ...base, ...options, ...(memory && { Storage: new MemoryStorage() }) })
  globalThis.auth = auth
  const show = (text: string) => {
    for (const status of document.querySelectorAll('#status')) status.textContent = text
  }
  const fail = (error: unknown) => {
    show((error as library.CognitoAuthError).code)
  }
  const name = () => auth.getUser()?.['cognito:username'] ?? 'nobody'
  const opened = () => {
    show(`Opened as ${name()}`)
  }
  auth.on('signedIn', () => {
    document.body.append(` heard of ${name()}`)
  })

  const open = async () => {
    show('…')
    try {
      const session = await auth.signIn({ ...signIn, popup: true } as library.PopupOptions)
      show(`Came back as ${session.getAccessToken().getUsername()} with ${String(session.appState)}`)
    } catch (error) {
      fail(error)
    }
  }
  for (const button of document.querySelectorAll('button')) button.onclick = open
  if (door === 'promises') auth.init().then(opened, fail)
  else {
    auth.userhandler = {
      onSuccess: opened,
      onFailure: (_, error) => {
        fail(error)
      },
    }
    if (!auth.parseCognitoWebResponse(location.href)) opened()
  }
}

const status = (text: string, on: Page | Frame = page) =>
  on.locator('#status', { hasText: text }).waitFor({ timeout: 15_000 })
const tokenRequests = () => domain.arrived.filter(({ url }) => url.pathname === '/oauth2/token').length
const keysOf = (on: Page) => on.evaluate(() => Object.keys(localStorage))

/** Opens the application, and from there the window. */
async function openPopup(given: Setting = {}, on: Page | Frame = page): Promise<Page> {
  setting = given
  if (on === page) await page.goto(`${application.origin}/`)
  await status('Opened as nobody', on)
  const [popup] = await Promise.all([context.waitForEvent('page'), on.locator('button').click()])
  await popup.locator('#signInFormUsername').waitFor()
  return popup
}

/** Signs in at the window, which closes. */
async function signInAt(popup: Page): Promise<void> {
  const closed = popup.waitForEvent('close')
  await fillSignIn(popup, DEMO)
  await closed
}

describe('a sign-in with a popup', () => {
  it.each<[string, Setting]>([
    ['the page of the application', {}],
    ['a callback page of its own', { signIn: { redirectUri: '/popup.html' } }],
    ['a page with callbacks', { door: 'callbacks' }],
    ['a page with callbacks in the implicit flow', { door: 'callbacks', options: { ResponseType: 'token' } }],
    ['a page that keeps nothing but in memory', { memory: true }],
  ])('stays where it is while the window comes back to %s', async (_, given) => {
    const { redirectUri } = given.signIn ?? {}
    const signIn = {
      appState: 'the cart',
      ...(redirectUri && { redirectUri: application.origin + redirectUri }),
    }
    const popup = await openPopup({ ...given, signIn })
    await signInAt(popup)
    await status('Came back as demo with the cart')
    expect(await page.evaluate(() => document.body.textContent)).toContain('heard of demo')
    expect(page.url()).toBe(`${application.origin}/`)
    expect(tokenRequests()).toBe(given.options ? 0 : 1)
    // Nothing is left of it, but for the session.
    expect((await keysOf(page)).filter((key) => key.startsWith('cognito-auth.'))).toEqual([])
  })

  it('tells who closes the window so within a second', async () => {
    const popup = await openPopup()
    await popup.locator('#signInFormUsername').waitFor()
    await popup.close()
    const before = Date.now()
    await status('popup_closed')
    expect(Date.now() - before).toBeLessThan(1000)
    // And they may think better of it.
    const [again] = await Promise.all([context.waitForEvent('page'), page.locator('button').click()])
    await signInAt(again)
    await status('Came back as demo')
  })

  it('says at once that a window was blocked, and goes nowhere else', async () => {
    // Not every browser without a screen blocks windows that nobody asked for; none opens one out of a sandbox.
    setting = { headers: { 'Content-Security-Policy': 'sandbox allow-scripts allow-same-origin' } }
    await page.goto(`${application.origin}/`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await status('popup_blocked')
    expect(page.url()).toBe(`${application.origin}/`)
    expect(context.pages()).toHaveLength(1)
    expect(await keysOf(page)).toEqual([])
  })

  it('uses the window again where somebody clicks once more', async () => {
    const popup = await openPopup()
    await page.evaluate(() => {
      auth.signIn({ popup: true }).catch((error: unknown) => {
        document.body.append(`later: ${(error as library.CognitoAuthError).code}`)
      })
    })
    await status('popup_closed')
    await popup.waitForLoadState()
    expect(context.pages()).toHaveLength(2)
    await signInAt(popup)
    await page.getByText('heard of demo').waitFor()
    expect(tokenRequests()).toBe(1)
  })

  it('reports what the hosted pages refuse, which is no circle that somebody goes round in', async () => {
    setting = { signIn: { scopes: ['openid', 'nonsense/scope'] } }
    await page.goto(`${application.origin}/`)
    await status('Opened as nobody')
    for (let times = 0; times < 3; times++) {
      const [popup] = await Promise.all([context.waitForEvent('page'), page.locator('button').click()])
      if (!popup.isClosed()) await popup.waitForEvent('close')
      await status('authorization_failed')
    }
    await page.evaluate(() => auth.signIn())
    await page.locator('#signInFormUsername').waitFor()
  })

  it('is refused where the window would come back to another origin', async () => {
    setting = { signIn: { redirectUri: `${elsewhere.origin}/` } }
    await page.goto(`${application.origin}/`)
    await status('Opened as nobody')
    await page.locator('button').click()
    await status('invalid_configuration')
    expect(context.pages()).toHaveLength(1)
  })

  it('waits for ten minutes, and leaves the rest to the window', async () => {
    await page.clock.install()
    const popup = await openPopup()
    await page.clock.fastForward('09:58')
    expect(await page.locator('#status').textContent()).toBe('…')
    await page.clock.fastForward('00:03')
    await status('timeout')
    await fillSignIn(popup, DEMO)
    await status('Opened as demo', popup)
    await page.clock.runFor(1000)
    await page.getByText('heard of demo').waitFor()
    expect(tokenRequests()).toBe(1)
  })
})

describe('F51: a window that is cut off from the page', () => {
  const headers = { 'Cross-Origin-Opener-Policy': 'same-origin' }

  it.each([
    ['the page of the application', '/'],
    ['a callback page of its own', '/popup.html'],
  ])('F51: hands its response over by another way, from %s', async (_, path) => {
    // The driver has every page believe that it has the focus.
    await context.addInitScript(() => {
      document.hasFocus = () => false
    })
    const popup = await openPopup({ headers, signIn: { redirectUri: application.origin + path } })
    await signInAt(popup)
    await status('Came back as demo')
    expect(tokenRequests()).toBe(1)
  })

  it('F51: is taken for closed once the focus is back, and signs in by itself if it is not', async () => {
    const popup = await openPopup({ headers })
    await status('popup_closed')
    await fillSignIn(popup, DEMO)
    await status('Opened as demo', popup)
    await page.getByText('heard of demo').waitFor()
    expect(tokenRequests()).toBe(1)
  })

  it('F51: signs in by itself where the page is gone', async () => {
    const popup = await openPopup()
    await page.close()
    await fillSignIn(popup, DEMO)
    await status('Opened as demo', popup)
  })

  it('F51: says so on a callback page of its own where the page is gone', async () => {
    const popup = await openPopup({ signIn: { redirectUri: `${application.origin}/popup.html` } })
    await page.close()
    const refused = popup.waitForEvent('pageerror')
    await fillSignIn(popup, DEMO)
    expect((await refused).message).toContain('sign in again')
    expect(popup.url()).toBe(`${application.origin}/popup.html`)
  })
})

describe('a page in a frame of another site', () => {
  it('signs in with a popup, which it shares no storage with', async () => {
    // The driver has browsers share it after all. A channel that reaches nobody is as good as none.
    await context.addInitScript(() => {
      if (window !== window.top) Object.assign(window, { BroadcastChannel: undefined })
    })
    await page.goto(elsewhere.origin)
    const frame = page.frames().at(-1)
    if (!frame || frame === page.mainFrame()) throw new Error('The page shows no frame.')
    const popup = await openPopup({}, frame)
    await signInAt(popup)
    await status('Came back as demo', frame)
    expect(tokenRequests()).toBe(1)
  })
})

describe('A93: a window that somebody else has named', () => {
  /** A window that the page opened before, and that calls itself what windows of this library have been called. */
  async function squatter(name: string): Promise<Page> {
    await page.goto(`${application.origin}/`)
    await status('Opened as nobody')
    const [other] = await Promise.all([
      context.waitForEvent('page'),
      page.evaluate((url) => {
        window.open(url, 'other')
      }, `${elsewhere.origin}/`),
    ])
    await other.waitForLoadState()
    await other.evaluate((text) => {
      window.name = text
    }, name)
    return other
  }

  it.each(['cognito-auth.app1', 'cognito-auth', 'other', '_blank'])(
    'A93: gets no sign-in, though its name is %s',
    async (name) => {
      const other = await squatter(name)
      const [popup] = await Promise.all([context.waitForEvent('page'), page.locator('button').click()])
      await popup.locator('#signInFormUsername').waitFor()
      expect(other.url()).toBe(`${elsewhere.origin}/`)
      expect(other.isClosed()).toBe(false)
      // It finds the window by no name, either: one that it opens is another.
      expect(await popup.evaluate(() => window.name)).toBe('')
      const count = context.pages().length
      await other.evaluate((wanted) => window.open('about:blank', wanted), name)
      await expect.poll(() => popup.url()).toContain(domain.origin)
      expect(context.pages().length).toBeGreaterThanOrEqual(count)
      await signInAt(popup)
      await status('Came back as demo')
      expect(tokenRequests()).toBe(1)
    },
  )

  it('A93: gets none at a second click, when the window of the first is closed', async () => {
    const other = await squatter('cognito-auth.app1')
    for (let times = 0; times < 2; times++) {
      const [popup] = await Promise.all([context.waitForEvent('page'), page.locator('button').click()])
      await popup.locator('#signInFormUsername').waitFor()
      await popup.close()
      await status('popup_closed')
    }
    expect(other.url()).toBe(`${elsewhere.origin}/`)
  })
})

describe('A28: a message that is not the answer', () => {
  /** What waits, and the state that it waits for. */
  async function waiting() {
    const popup = await openPopup()
    const state = new URL(popup.url()).searchParams.get('state') ?? ''
    const answer = `${application.origin}/?code=forged&state=${encodeURIComponent(state)}`
    return { popup, state, answer }
  }
  const untouched = async (popup: Page) => {
    await page.waitForTimeout(600)
    expect(await page.locator('#status').textContent()).toBe('…')
    expect(popup.isClosed()).toBe(false)
    expect(tokenRequests()).toBe(0)
    // What it waits for is still good.
    await signInAt(popup)
    await status('Came back as demo')
  }

  it('A28: is ignored from the window while that is on another site', async () => {
    const { popup, answer } = await waiting()
    // Its page says nothing of the sort itself, so its policy has to be got round.
    await popup.evaluate((text) => {
      ;(window.opener as Window).postMessage(text, '*')
    }, answer)
    await untouched(popup)
  })

  it('A28: is ignored from a page of another site that has the page in its hands', async () => {
    const { popup, answer } = await waiting()
    await page.evaluate((src) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src, name: 'evil' }))
    }, domain.origin + '/error')
    await expect.poll(() => page.frames().length).toBe(2)
    await page.evaluate(
      ({ data, origin }) => {
        for (const from of [origin, 'null', location.origin + '.evil.example'])
          window.dispatchEvent(new MessageEvent('message', { data, origin: from, source: frames[0] ?? null }))
      },
      { data: answer, origin: elsewhere.origin },
    )
    await untouched(popup)
  })

  it('A28: is ignored from another window of the origin, and from the page itself', async () => {
    const { popup, answer } = await waiting()
    await page.evaluate((text) => {
      const frame = document.body.appendChild(document.createElement('iframe'))
      ;(frame.contentWindow as unknown as typeof globalThis).eval(
        `parent.postMessage(${JSON.stringify(text)}, parent.location.origin)`,
      )
      window.postMessage(text, location.origin)
    }, answer)
    await untouched(popup)
  })

  it('A28: is ignored with another state, be it from the very window', async () => {
    const { popup } = await waiting()
    await popup.goto(`${application.origin}/?code=forged&state=popup.${'A'.repeat(43)}`)
    await status('state_mismatch', popup)
    await popup.goBack()
    await popup.locator('#signInFormUsername').waitFor()
    await untouched(popup)
  })

  it('A28: is ignored with another state from another window', async () => {
    const { popup } = await waiting()
    const other = await context.newPage()
    // Another window of the application that comes back from a sign-in which nobody here has begun.
    await other.goto(`${application.origin}/?code=forged&state=popup.${'A'.repeat(43)}`)
    await status('state_mismatch', other)
    await other.close()
    await untouched(popup)
  })

  it('A28: is addressed to nobody but the origin of the page', async () => {
    const bundle = readFileSync(join(project, 'dist/amazon-cognito-auth.min.js'), 'utf8')
    expect(bundle).toContain('postMessage(')
    expect(bundle).not.toMatch(/postMessage\([^)]*["'`]\*["'`]/)
    // A page of another site that opened the application in a window hears nothing from it.
    const evil = await context.newPage()
    await evil.goto(elsewhere.origin)
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      evil.evaluate(
        (url) => {
          const heard: unknown[] = []
          Object.assign(window, { heard })
          window.addEventListener('message', ({ data }) => heard.push(data))
          window.open(url)
        },
        `${application.origin}/?code=secret&state=popup.${'A'.repeat(43)}`,
      ),
    ])
    await status('no_transaction', opened)
    expect(await evil.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([])
  })
})
