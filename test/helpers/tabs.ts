import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import {
  type AppClientOptions,
  createUserPool,
  generateKeys,
  type UserPool,
} from '../../sample/user-pool/src/index.ts'
import type * as library from '../../src/index.js'
import type { CognitoAuthEvents } from '../../src/index.js'
import type { Door } from './doors.ts'
import { fillSignIn, listen, type Site } from './site.ts'

/*
 * An application that is open in several tabs of one real browser, and a local user pool that they refresh their tokens
 * at. Time is that of this machine and a part that the tests add, in the pool and in every tab alike.
 */

export const CLIENT_ID = 'app1'
export const DEMO = { username: 'demo', password: 'Demo-1234' }
export const JANE = { username: 'jane', password: 'Secret-123' }
/** Long enough for the access tokens of these tests to be over, in seconds. */
export const OVER = 400

/** What a tab heard of its session. */
export interface Heard {
  readonly name: keyof CognitoAuthEvents
  readonly reason?: string
  /** Who is signed in by then. */
  readonly user?: string
  /** By the clock of this machine, in milliseconds since 1970. */
  readonly at: number
}

/** What the application in a tab leaves for the tests. */
interface Tab {
  readonly auth: Pick<library.CognitoAuthClient, 'signOut'> & { signIn(): Promise<unknown> }
  readonly heard: Heard[]
  /** Who is signed in: at the class by tokens that last, at the other door by tokens that last or can be had. */
  user(): string
  /** Who was signed in last, and may need new tokens; undefined where nobody is. */
  lastUser(): string | undefined
  /** The tokens at hand, while they last. */
  tokens(): Promise<{ accessToken: string; refreshToken: string }>
  /** What `init()` came to: a username, "nobody" or the code of an error. */
  readonly arrived: Promise<string>
  /** Sets how far the clock is ahead, in milliseconds. */
  setAhead(milliseconds: number): void
  /** What so many callers are told that ask at once, at a given moment: access tokens or the codes of errors. */
  ask(callers: number, minValidity: number, at: number): Promise<string[]>
}

declare global {
  var tab: Tab
}

export interface TabsOptions {
  /** The door that the application uses. Default: the class, from the script of the package. */
  readonly door?: Door
  readonly client?: Partial<AppClientOptions>
  /** Whether the session is kept in cookies instead of localStorage. */
  readonly cookies?: boolean
  readonly autoRefresh?: boolean
  /** How many times as fast the long pauses of the library pass in the tabs, and what it measures them by. Default 1. */
  readonly haste?: number
  /** How long it takes what one tab stores until another can read it, in milliseconds. Default 0: as the browser does. */
  readonly lag?: number
  /** Stands between the tabs and the endpoints of the user pool. */
  readonly between?: (request: Request, pool: UserPool) => Promise<Response>
}

interface Orders extends Required<Pick<TabsOptions, 'door' | 'cookies' | 'haste' | 'lag' | 'autoRefresh'>> {
  readonly options: Omit<library.ApplicationOptions, 'VerifySignature'>
  readonly ahead: number
}

export interface Tabs {
  readonly pool: UserPool
  readonly context: BrowserContext
  /** Where the application is. */
  readonly address: string
  /** Where the user pool is, and what was asked of it. */
  readonly domain: Site
  open(): Promise<Page>
  openAll(count: number): Promise<Page[]>
  /** Lets time pass for the user pool and these tabs alike, in seconds. */
  pass(seconds: number, pages: readonly Page[]): Promise<void>
  /** What time it is for all of them, in milliseconds since 1970. */
  now(): number
  /** How many refreshes the user pool was asked for. */
  refreshes(): number
  close(): Promise<void>
}

const project = join(import.meta.dirname, '../..')
const keys = await generateKeys()

/** Starts the application and the user pool, in a browser context of their own. */
export async function startTabs(browser: Browser, given: TabsOptions = {}): Promise<Tabs> {
  const { door = 'CognitoAuth', client, cookies = false, autoRefresh = false } = given
  const { haste = 1, lag = 0, between = toPool } = given
  let ahead = 0
  const now = () => Date.now() + ahead
  const application = await listen(serve)
  // Another host name, and so another site, as Cognito's is.
  const domain: Site = await listen((request) => between(request, pool), '127.0.0.1')
  const address = `${application.origin}/`
  const pool = await createUserPool({
    origin: domain.origin,
    poolId: 'local_TabsPool',
    clients: [
      {
        clientId: CLIENT_ID,
        callbackUrls: [address],
        logoutUrls: [address],
        accessTokenValidity: 300,
        idTokenValidity: 300,
        // A refresh token that was used once is dead from then on.
        refreshTokenRotation: { retryGracePeriodSeconds: 0 },
        ...client,
      },
    ],
    clock: now,
    demoUser: DEMO,
    keys,
  })
  await pool.addUser({ ...JANE, email: 'jane@example.com' })
  const context = await browser.newContext()
  context.setDefaultTimeout(20_000)
  // What some compilers call to keep the names of functions, which they also do in functions that are sent to a page.
  await context.addInitScript('globalThis.__name = (named) => named')

  function serve({ url }: Request): Response {
    const { pathname } = new URL(url)
    const script = (text: string) =>
      new Response(text, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } })
    if (pathname === '/library.js') return script(LIBRARIES[door]())
    if (pathname === '/application.js')
      return script(`;(${runTab.toString()})(AmazonCognitoIdentity, ${JSON.stringify(orders())})`)
    if (pathname !== '/') return new Response('', { status: 404 })
    const scripts = '<script src="/library.js"></script><script src="/application.js"></script>'
    return new Response(
      `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Tab</title>${scripts}`,
      {
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
      },
    )
  }

  const orders = (): Orders => ({
    ...{ door, cookies, autoRefresh, haste, lag, ahead },
    options: {
      UserPoolId: pool.poolId,
      Issuer: pool.issuer,
      ClientId: CLIENT_ID,
      AppWebDomain: pool.origin,
      TokenScopesArray: ['openid', 'email'],
      RedirectUriSignIn: address,
      RedirectUriSignOut: address,
    },
  })

  const open = async () => {
    const page = await context.newPage()
    await page.goto(address)
    await page.evaluate(() => tab.arrived)
    return page
  }
  return {
    pool,
    context,
    address,
    domain,
    open,
    openAll: (count) => Promise.all(Array.from({ length: count }, open)),
    async pass(seconds, pages) {
      ahead += seconds * 1000
      await Promise.all(
        pages.map((page) =>
          page.evaluate((milliseconds) => {
            tab.setAhead(milliseconds)
          }, ahead),
        ),
      )
    },
    now,
    refreshes: () =>
      domain.arrived.filter(({ url, body }) => isTokenUrl(url) && body.includes('grant_type=refresh_token'))
        .length,
    async close() {
      await context.close()
      for (const site of [application, domain]) site.close()
    },
  }
}

const toPool: NonNullable<TabsOptions['between']> = (request, pool) => pool.fetch(request)
const isTokenUrl = ({ pathname }: URL) => pathname === '/oauth2/token'

let bundled: string | undefined

/** What a page has of the library: the script of the package, or what a bundler makes of an application's imports. */
export const LIBRARIES: Readonly<Record<Door, () => string>> = {
  CognitoAuth: () => readFileSync(join(project, 'dist/amazon-cognito-auth.min.js'), 'utf8'),
  createCognitoAuth: () => (bundled ??= bundle()),
}

function bundle(): string {
  const { outputFiles } = buildSync({
    stdin: {
      contents: "export { CookieStorage, createCognitoAuth, startAutoRefresh } from './dist/index.js'",
      resolveDir: project,
    },
    ...{ bundle: true, minify: true, write: false, format: 'iife', globalName: 'AmazonCognitoIdentity' },
  })
  return outputFiles[0]?.text ?? ''
}

/** The application as it runs in a tab. It is sent there as it stands here, so it knows nothing of what is around it. */
function runTab(
  { CognitoAuth, CookieStorage, createCognitoAuth, startAutoRefresh }: typeof library,
  orders: Orders,
): void {
  const { options, cookies, haste, lag } = orders
  const now = Date.now.bind(Date)
  let { ahead } = orders
  Date.now = () => now() + ahead
  if (haste !== 1) {
    const elapsed = performance.now.bind(performance)
    const wait = window.setTimeout.bind(window)
    performance.now = () => elapsed() * haste
    // The short ones are what a storage needs to get from one process to another, which it does no faster.
    const hasten = (run: () => void, delay = 0) => wait(run, delay < 300 ? delay : delay / haste)
    window.setTimeout = hasten as typeof setTimeout
  }

  if (lag) {
    // What the tab sees is as old as that, except for what it wrote itself since.
    const history = [{ at: 0, items: new Map(Object.entries(localStorage)) }]
    const own: { at: number; key: string; value: string | undefined }[] = []
    setInterval(() => {
      history.push({ at: performance.now(), items: new Map(Object.entries(localStorage)) })
      while ((history[1]?.at ?? Infinity) < performance.now() - lag) history.shift()
      while ((own[0]?.at ?? Infinity) < performance.now() - 1000) own.shift()
    }, 4)
    type Method<T> = (this: Storage, key: string, value?: string) => T
    const native = <T>(name: string) => Reflect.get(Storage.prototype, name) as Method<T>
    const getItem = native<string | null>('getItem')
    const change = (name: string) => {
      const really = native<undefined>(name)
      const changed: Method<void> = function (key, value) {
        if (this === localStorage) own.push({ at: performance.now(), key, value })
        really.call(this, key, value)
      }
      Reflect.set(Storage.prototype, name, changed)
    }
    change('setItem')
    change('removeItem')
    // So is what it hears.
    const late = new WeakSet<Event>()
    window.addEventListener('storage', (event) => {
      if (late.has(event)) return
      event.stopImmediatePropagation()
      const { key, oldValue, newValue, url, storageArea } = event
      const again = new StorageEvent('storage', { key, oldValue, newValue, url, storageArea })
      late.add(again)
      setTimeout(() => window.dispatchEvent(again), lag)
    })
    Storage.prototype.getItem = function (key) {
      const seen = history[0]
      if (this !== localStorage || !seen) return getItem.call(this, key)
      const written = own.filter((write) => write.key === key && write.at >= seen.at).at(-1)
      return (written ? written.value : (seen.items.get(key) as string | undefined)) ?? null
    }
  }

  const heard: Heard[] = []
  const note = (name: Heard['name'], user?: string, reason?: string) => {
    heard.push({ name, at: now(), ...(user && { user }), ...(reason && { reason }) })
  }
  const given = { ...options, ...(cookies && { Storage: new CookieStorage({ secure: false }) }) }

  function openClass() {
    const auth = new CognitoAuth({ ...given, ResponseType: 'code', AutoRefresh: orders.autoRefresh })
    const nameOf = (session: library.CognitoAuthSession) => session.getAccessToken().getUsername()
    auth.on('signedIn', ({ session }) => {
      note('signedIn', nameOf(session))
    })
    auth.on('refreshed', ({ session }) => {
      note('refreshed', nameOf(session))
    })
    return {
      auth,
      user: () => (auth.isUserSignedIn() ? nameOf(auth.getSignInUserSession()) : 'nobody'),
      lastUser: () => auth.getLastUser() as string | undefined,
      tokens: () => {
        const session = auth.getSignInUserSession()
        return Promise.resolve({
          accessToken: session.getAccessToken().getJwtToken(),
          refreshToken: session.getRefreshToken().getToken(),
        })
      },
      arrive: () => auth.init().then((session) => session && nameOf(session)),
    }
  }

  function openOther() {
    const auth = createCognitoAuth(given)
    auth.on('signedIn', ({ session }) => {
      note('signedIn', session.username)
    })
    auth.on('refreshed', ({ session }) => {
      note('refreshed', session.username)
    })
    if (orders.autoRefresh) startAutoRefresh(auth)
    const lastUser = () => auth.getUser()?.['cognito:username']
    return {
      auth,
      user: () => lastUser() ?? 'nobody',
      lastUser,
      tokens: () =>
        auth.init().then((session) => ({
          accessToken: session?.accessToken ?? '',
          refreshToken: session?.refreshToken ?? '',
        })),
      arrive: () => auth.init().then((session) => session?.username),
    }
  }

  const { arrive, ...opened } = orders.door === 'CognitoAuth' ? openClass() : openOther()
  const { auth } = opened
  auth.on('signedOut', ({ reason }) => {
    note('signedOut', undefined, reason)
  })
  const codeOf = (error: unknown) => (error as Partial<library.CognitoAuthError>).code ?? String(error)
  window.tab = {
    ...opened,
    heard,
    setAhead(milliseconds) {
      ahead = milliseconds
    },
    arrived: Promise.resolve().then(() => arrive().then((name) => name ?? 'nobody', codeOf)),
    async ask(callers, minValidity, at) {
      await new Promise((resolve) => setTimeout(resolve, at - now()))
      const one = () => auth.getTokens({ minValidity }).then(({ accessToken }) => accessToken, codeOf)
      return Promise.all(Array.from({ length: callers }, one))
    },
  }
}

/** Signs in as a person does, who enters a password unless the user pool knows this browser. */
export async function signIn(page: Page, who: { username: string; password: string }): Promise<void> {
  await page.evaluate(() => {
    const { auth } = tab
    // It is there again when the application is.
    Reflect.deleteProperty(window, 'tab')
    void auth.signIn()
  })
  const password = page.locator('#signInFormPassword')
  const isBack = () => page.waitForFunction(() => 'tab' in window).then(() => true)
  const isKnown = await Promise.race([isBack(), password.waitFor().then(() => false)])
  if (!isKnown) {
    await fillSignIn(page, who)
    await isBack()
  }
  await page.evaluate(() => tab.arrived)
}

/** What one caller in every tab is told that asks at the same moment, or several of them. */
export async function askAll(
  pages: readonly Page[],
  { callers = 1, minValidity = 0 }: { callers?: number; minValidity?: number } = {},
): Promise<string[]> {
  // Soon enough, and late enough for every tab to have heard of it.
  const at = Date.now() + 20 * pages.length
  const told = await Promise.all(
    pages.map((page) =>
      page.evaluate(({ callers, minValidity, at }) => tab.ask(callers, minValidity, at), {
        callers,
        minValidity,
        at,
      }),
    ),
  )
  return told.flat()
}

/** What a tab heard since it was last asked. */
export function heardIn(page: Page): Promise<Heard[]> {
  return page.evaluate(() => tab.heard.splice(0))
}

export interface Race {
  readonly rounds: number
  /** How often the user pool was asked. */
  readonly requests: number
  /** Those rounds in which not everybody got the same new token, with what they were told. */
  readonly failures: readonly string[][]
}

/** Lets the tokens be over and has all tabs ask for new ones at the same moment, again and again. */
export async function race(tabs: Tabs, pages: readonly Page[], rounds: number): Promise<Race> {
  const before = tabs.refreshes()
  const failures: string[][] = []
  const seen = new Set<string>()
  for (let round = 0; round < rounds; round++) {
    await tabs.pass(OVER, pages)
    const told = await askAll(pages)
    const [token = ''] = told
    const isShared = new Set(told).size === 1 && token.startsWith('eyJ')
    if (!isShared || seen.has(token)) failures.push(told)
    seen.add(token)
  }
  return { rounds, requests: tabs.refreshes() - before, failures }
}
