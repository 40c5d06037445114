import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { UserPool } from '../../sample/user-pool/src/index.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { type Door, DOORS } from '../helpers/doors.ts'
import {
  askAll,
  CLIENT_ID,
  DEMO,
  type Heard,
  heardIn,
  JANE,
  OVER,
  race,
  signIn,
  startTabs,
  type Tabs,
  type TabsOptions,
} from '../helpers/tabs.ts'

/*
 * One application in several tabs of a real browser, each in a process of its own, with refresh tokens that are good
 * for one request. Web Locks are handed over faster than localStorage gets from one process to another, which no
 * stand-in for a browser shows.
 */

/** How often tabs race each other at each door; two hundred times show what eight may not. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 8)
/** How long a tab waits for another that holds the lock, with what a busy machine may add, in milliseconds. */
const PATIENCE = { least: 11_000, most: 15_000 }
const LOCK = `cognito-auth.${CLIENT_ID}.${DEMO.username}`

let browser: Browser
let running: Tabs | undefined

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())
afterEach(async () => {
  await running?.close()
  running = undefined
})

/** So many tabs in which Demo is signed in, who have heard of nothing yet. */
async function signedInAt(
  door: Door,
  count: number,
  options: TabsOptions = {},
  prepare: (tabs: Tabs) => Promise<unknown> = () => Promise.resolve(),
): Promise<{ tabs: Tabs; pages: Page[]; first: Page; others: Page[] }> {
  const tabs = await startTabs(browser, { door, ...options })
  running = tabs
  await prepare(tabs)
  const first = await tabs.open()
  await signIn(first, DEMO)
  const others = await tabs.openAll(count - 1)
  const pages = [first, ...others]
  expect(await Promise.all(pages.map(user))).toEqual(pages.map(() => DEMO.username))
  await Promise.all(pages.map(heardIn))
  return { tabs, pages, first, others }
}

const signedIn = signedInAt.bind(undefined, 'CognitoAuth')

/** Who is signed in, as far as the tab knows. */
const user = (page: Page) => page.evaluate(() => tab.user())
const token = (page: Page) => page.evaluate(async () => (await tab.tokens()).accessToken)
const names = (heard: readonly Heard[]) =>
  heard.map(({ name, reason, user }) => [name, reason ?? user].join(' '))

/** Waits until each of these tabs has heard that many events, and gives them. */
async function heardInEach(pages: readonly Page[], count: number): Promise<Heard[][]> {
  await Promise.all(pages.map((page) => page.waitForFunction((count) => tab.heard.length >= count, count)))
  return Promise.all(pages.map(heardIn))
}

/** What is the same new token everywhere, and for everybody. */
function expectOneToken(told: readonly string[]): void {
  expect(new Set(told).size).toBe(1)
  expect(told[0]).toMatch(/^eyJ/)
}

/** Has somebody in the tab ask for tokens, and waits until the user pool has been asked. */
async function beginRefresh(tabs: Tabs, page: Page): Promise<void> {
  const before = tabs.refreshes()
  await page.evaluate(() => void tab.ask(1, 0, 0))
  await expect.poll(() => tabs.refreshes(), { timeout: 10_000 }).toBe(before + 1)
}

/** What these tabs are told that ask now, and how many milliseconds it takes all of them. */
async function timed(pages: readonly Page[]): Promise<{ told: string[]; took: number }> {
  const begun = performance.now()
  const told = await askAll(pages)
  return { told, took: performance.now() - begun }
}

describe.each(DOORS)('tabs in processes of their own, at the door %s', (door) => {
  const signedIn = signedInAt.bind(undefined, door)

  it('F22: eight tabs with five callers each, whose tokens are over, make one token request with strict rotation', async () => {
    const { tabs, pages } = await signedIn(8)
    // One isolate is one process, as far as pages are concerned.
    const sessions = await Promise.all(pages.map((page) => tabs.context.newCDPSession(page)))
    const isolates = await Promise.all(sessions.map(isolateOf))
    expect(new Set(isolates).size).toBe(8)
    const system = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo')
    expect(system.processInfo.filter(({ type }) => type === 'renderer').length).toBeGreaterThanOrEqual(8)

    await tabs.pass(OVER, pages)
    expectOneToken(await askAll(pages, { callers: 5 }))
    expect(tabs.refreshes()).toBe(1)
    for (const heard of await heardInEach(pages, 1)) expect(names(heard)).toEqual(['refreshed demo'])
  })

  it('F22: eight tabs that want another token at the same moment, though theirs is good, are not signed out by it', async () => {
    const { tabs, pages } = await signedIn(8)
    const before = await token(pages[0] as Page)
    const told = await askAll(pages, { callers: 5, minValidity: Infinity })
    expect(told.filter((text) => !text.startsWith('eyJ'))).toEqual([])
    expect(told).not.toContain(before)
    // Whoever asks after the tokens have come wants others again.
    expect(tabs.refreshes()).toBe(new Set(told).size)
    expect(await Promise.all(pages.map(user))).toEqual(pages.map(() => DEMO.username))
    const heard = (await Promise.all(pages.map(heardIn))).flat()
    expect(heard.filter(({ name }) => name === 'signedOut')).toEqual([])
  })

  it.each([
    [2, 'as it is', 0],
    [5, 'as it is', 0],
    // HTML promises no order between a lock that is handed over and a storage, whatever this browser does.
    [5, 'that other tabs see late', 30],
  ])(
    'F22: %i tabs that race with strict rotation make one request in each round, and all get its tokens, with a storage %s',
    async (count, _, lag) => {
      const { tabs, pages } = await signedIn(count, { lag })
      expect(await race(tabs, pages, ROUNDS)).toEqual({ rounds: ROUNDS, requests: ROUNDS, failures: [] })
      const heard = (await Promise.all(pages.map(heardIn))).flat()
      expect(heard.filter(({ name }) => name !== 'refreshed')).toEqual([])
    },
    60_000 + 2_000 * ROUNDS,
  )
})

describe.each(DOORS)('what happens in one tab, at the door %s', (door) => {
  const signedIn = signedInAt.bind(undefined, door)

  it('F30: reaches seven others within a second when it is a sign-out', async () => {
    const { pages, first, others } = await signedIn(8)
    const begun = Date.now()
    await first.evaluate(() => tab.auth.signOut({ redirect: false }))
    const heard = await heardInEach(others, 1)
    for (const events of heard) expect(names(events)).toEqual(['signedOut otherTab'])
    for (const { at } of heard.flat()) expect(at - begun).toBeLessThan(1000)
    expect(names(await heardIn(first))).toEqual(['signedOut user'])
    expect(await Promise.all(pages.map(user))).toEqual(pages.map(() => 'nobody'))
    expect(await askAll(pages)).toEqual(pages.map(() => 'login_required'))
  })

  it('F30, F31: reaches seven others within a second when somebody else signs in', async () => {
    const { tabs, pages, first, others } = await signedIn(8)
    await tabs.context.clearCookies()
    await signIn(first, JANE)
    const arrival = (await heardIn(first)).find(({ name }) => name === 'signedIn')
    expect(arrival?.user).toBe('jane')
    const heard = await heardInEach(others, 2)
    for (const events of heard) expect(names(events)).toEqual(['signedOut otherTab', 'signedIn jane'])
    for (const { at } of heard.flat()) expect(at - (arrival?.at ?? 0)).toBeLessThan(1000)
    expect(await Promise.all(pages.map(user))).toEqual(pages.map(() => 'jane'))
    expectOneToken(await askAll(pages))
    expect(tabs.refreshes()).toBe(0)
  })

  it('F22, F30: reaches seven others within a second when it is a refresh', async () => {
    const { tabs, pages, first, others } = await signedIn(8)
    await askAll([first], { minValidity: Infinity })
    const done = Date.now()
    const heard = await heardInEach(others, 1)
    for (const events of heard) expect(names(events)).toEqual(['refreshed demo'])
    for (const { at } of heard.flat()) expect(at - done).toBeLessThan(1000)
    expectOneToken(await Promise.all(pages.map(token)))
    expect(tabs.refreshes()).toBe(1)
  })

  it('F32: a sign-out in one tab is not undone by tokens that are on their way to another', async () => {
    const { tabs, pages, first, others } = await signedIn(3)
    tabs.pool.addFault({ path: '/oauth2/token', delay: 1_000 })
    await tabs.pass(OVER, pages)
    const asked = askAll(others)
    await expect.poll(() => tabs.refreshes(), { timeout: 10_000 }).toBe(1)
    await first.evaluate(() => tab.auth.signOut({ redirect: false, revoke: false }))
    expect(await asked).toEqual(['login_required', 'login_required'])
    expect(await Promise.all(pages.map(user))).toEqual(pages.map(() => 'nobody'))
    const [stored] = await Promise.all(pages.map((page) => page.evaluate(() => Object.keys(localStorage))))
    expect(stored).toEqual([])
  })

  it('F32: a sign-out is not undone by a tab whose tokens arrive before the news of it', async () => {
    const answers = gate()
    const between: TabsOptions['between'] = async (request, pool) => {
      const answer = await pool.fetch(request)
      if (running?.refreshes()) await answers.opened
      return answer
    }
    const { tabs, pages, first, others } = await signedIn(3, { between, lag: 300 })
    await tabs.pass(OVER, pages)
    await beginRefresh(tabs, others[0] as Page)
    await first.evaluate(() => tab.auth.signOut({ redirect: false, revoke: false }))
    answers.open()
    // Until the tokens and, later than they, the news have arrived, nothing is to be seen yet.
    await first.waitForTimeout(1500)
    await expect.poll(() => first.evaluate(() => Object.keys(localStorage)), { timeout: 5_000 }).toEqual([])
    await expect.poll(() => Promise.all(pages.map(user))).toEqual(pages.map(() => 'nobody'))
    expect(await askAll(pages)).toEqual(pages.map(() => 'login_required'))
    for (const page of others) expect(names(await heardIn(page)).at(-1)).toBe('signedOut otherTab')
  })

  it('F30: reaches another tab within a second when the session is in cookies', async () => {
    const { pages, first, others } = await signedIn(3, { cookies: true })
    expect(await first.evaluate(() => Object.keys(localStorage))).toEqual([])
    const begun = Date.now()
    await first.evaluate(() => tab.auth.signOut({ redirect: false }))
    const heard = await heardInEach(others, 1)
    for (const events of heard) expect(names(events)).toEqual(['signedOut otherTab'])
    for (const { at } of heard.flat()) expect(at - begun).toBeLessThan(1000)
    expect(await Promise.all(pages.map(user))).toEqual(pages.map(() => 'nobody'))
    expect(await askAll(pages)).toEqual(pages.map(() => 'login_required'))
  })

  it('F22: two tabs whose session is in cookies race with strict rotation, and lose nothing', async () => {
    const { tabs, pages } = await signedIn(2, { cookies: true })
    expect(await race(tabs, pages, 5)).toEqual({ rounds: 5, requests: 5, failures: [] })
  })
})

describe('a tab that holds the lock and never gives it back', () => {
  it('F23: keeps others waiting for twelve seconds, and no longer, when its script does', async () => {
    const { tabs, pages, first, others } = await signedIn(4)
    await first.evaluate(
      (name) => void navigator.locks.request(name, () => new Promise(() => undefined)),
      LOCK,
    )
    await tabs.pass(OVER, pages)
    const { told, took } = await timed(others)
    expect(took).toBeGreaterThan(PATIENCE.least)
    expect(took).toBeLessThan(PATIENCE.most)
    for (const text of told) expect(text).toMatch(/^eyJ/)
    expect(await Promise.all(others.map(user))).toEqual(others.map(() => DEMO.username))
    // Afterwards they agree on the tokens that are good.
    await expect.poll(async () => new Set(await Promise.all(pages.map(token))).size).toBe(1)
  })

  it('F23: does not have others, who lose patience together, take each other for signed out', async () => {
    const { tabs, pages, first, others } = await signedIn(4, { between: refusingFast })
    await holdForEver(first)
    await tabs.pass(OVER, pages)
    const { told, took } = await timed(others)
    expectOneToken(told)
    expect(took).toBeLessThan(PATIENCE.most + 3_000)
    expect(tabs.refreshes()).toBe(1)
  })

  it('F23: keeps others waiting for twelve seconds, and no longer, when it stands still', async () => {
    const { tabs, pages, first, others } = await signedIn(3)
    holdAnswers(tabs)
    await tabs.pass(OVER, pages)
    await beginRefresh(tabs, first)
    // Neither timers nor answers get through to a tab that is at a breakpoint, or frozen by the browser.
    const debug = await tabs.context.newCDPSession(first)
    await debug.send('Debugger.enable')
    await debug.send('Debugger.pause')

    const { told, took } = await timed(others)
    expect(took).toBeGreaterThan(PATIENCE.least)
    expect(took).toBeLessThan(PATIENCE.most)
    for (const text of told) expect(text).toMatch(/^eyJ/)
    expect(await lockHolders(others[0] as Page)).toBe(1)

    // It wakes, gives its own request up, and has the session that the others kept.
    await debug.send('Debugger.disable')
    expectOneToken(await askAll(pages))
    expect(await Promise.all(pages.map(user))).toEqual(pages.map(() => DEMO.username))
  })

  it.each([
    ['closed', (page: Page) => page.close()],
    ['killed', crash],
  ] as const)('F23: keeps nobody waiting when it is %s', async (_, end) => {
    const { tabs, pages, first, others } = await signedIn(4)
    holdAnswers(tabs)
    await tabs.pass(OVER, pages)
    await beginRefresh(tabs, first)
    const begun = tabs.refreshes()
    const asked = timed(others)
    await others[0]?.waitForFunction(async () => (await navigator.locks.query()).pending?.length === 3)
    await end(first)
    const { told, took } = await asked
    expect(took).toBeLessThan(5_000)
    expectOneToken(told)
    expect(tabs.refreshes() - begun).toBe(1)
  })
})

describe.each(DOORS)('a browser without the means, at the door %s', (door) => {
  const signedIn = signedInAt.bind(undefined, door)

  /** Takes something away from every page. */
  const without = (path: 'navigator.locks' | 'BroadcastChannel') => (tabs: Tabs) =>
    tabs.context.addInitScript(
      path === 'BroadcastChannel'
        ? 'delete globalThis.BroadcastChannel'
        : 'delete Object.getPrototypeOf(navigator).locks',
    )

  it('F23: makes one request per page when it has no locks, and no tab is signed out by another', async () => {
    const { tabs, pages, first } = await signedIn(3, {}, without('navigator.locks'))
    expect(await first.evaluate(() => 'locks' in navigator)).toBe(false)
    await tabs.pass(OVER, pages)
    expectOneToken(await askAll([first], { callers: 8 }))
    expect(tabs.refreshes()).toBe(1)

    for (let round = 0; round < 5; round++) {
      const before = tabs.refreshes()
      await tabs.pass(OVER, pages)
      for (const text of await askAll(pages, { callers: 3 })) expect(text).toMatch(/^eyJ/)
      expect(tabs.refreshes() - before).toBeLessThanOrEqual(3)
      await expect.poll(async () => new Set(await Promise.all(pages.map(token))).size).toBe(1)
    }
    expect(await Promise.all(pages.map(user))).toEqual(pages.map(() => DEMO.username))
  })

  it('F23: has no tab take another for signed out when it has no locks and answers take longer than refusals', async () => {
    const { tabs, pages } = await signedIn(3, { between: refusingFast }, without('navigator.locks'))
    for (let round = 0; round < 3; round++) {
      await tabs.pass(OVER, pages)
      for (const text of await askAll(pages)) expect(text).toMatch(/^eyJ/)
    }
    expect(await Promise.all(pages.map(user))).toEqual(pages.map(() => DEMO.username))
  })

  it('F24: hears of a sign-out by storage events when it has no BroadcastChannel', async () => {
    const { tabs, pages, first, others } = await signedIn(3, {}, without('BroadcastChannel'))
    expect(await first.evaluate(() => 'BroadcastChannel' in window)).toBe(false)
    await tabs.pass(OVER, pages)
    expectOneToken(await askAll(pages))
    expect(tabs.refreshes()).toBe(1)
    await Promise.all(pages.map(heardIn))
    await first.evaluate(() => tab.auth.signOut({ redirect: false }))
    for (const events of await heardInEach(others, 1)) expect(names(events)).toEqual(['signedOut otherTab'])
  })

  it('F24: asks its cookies at the next call when it has no BroadcastChannel either', async () => {
    const { pages, first, others } = await signedIn(2, { cookies: true }, without('BroadcastChannel'))
    await first.evaluate(() => tab.auth.signOut({ redirect: false }))
    expect(await askAll(pages)).toEqual(['login_required', 'login_required'])
    for (const events of await heardInEach(others, 1)) expect(names(events)).toEqual(['signedOut otherTab'])
  })
})

describe.each(DOORS)('AutoRefresh, at the door %s', (door) => {
  const signedIn = signedInAt.bind(undefined, door)

  it('F08, F29: five tabs that wake up after their tokens were over, offline at first, make one request', async () => {
    const { tabs, pages } = await signedIn(5, { autoRefresh: true })
    await tabs.context.setOffline(true)
    await tabs.pass(OVER, pages)
    await Promise.all(
      pages.map((page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))),
    )
    // What they try now fails, and costs nobody the session.
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(tabs.refreshes()).toBe(0)
    await tabs.context.setOffline(false)
    for (const heard of await heardInEach(pages, 1)) expect(names(heard)).toEqual(['refreshed demo'])
    expect(tabs.refreshes()).toBe(1)
    expectOneToken(await askAll(pages))
    expect(tabs.refreshes()).toBe(1)
  })

  it('F29: five tabs whose timers end together, a minute before their tokens do, make one request', async () => {
    const { tabs, first } = await signedIn(1, { autoRefresh: true })
    // Tabs that are opened when tokens of five minutes have 66 seconds left refresh them after six.
    await tabs.pass(234, [first])
    await first.reload()
    const pages = [first, ...(await tabs.openAll(4))]
    const before = await token(first)
    expect(tabs.refreshes()).toBe(0)
    for (const heard of await heardInEach(pages, 1)) expect(names(heard)).toEqual(['refreshed demo'])
    expect(tabs.refreshes()).toBe(1)
    expect(await token(first)).not.toBe(before)
  })
})

describe.each(DOORS)('a page that comes back, at the door %s', (door) => {
  const signedIn = signedInAt.bind(undefined, door)

  it('F28: shows nobody signed in when somebody goes Back to it from the login page after a sign-out elsewhere', async () => {
    // Browsers that have a back/forward cache take it out of there, and others load it again.
    const caching = await launchChromium({ without: ['--disable-back-forward-cache'] })
    const tabs = await startTabs(caching, { door })
    try {
      const [page, other] = (await tabs.openAll(2)) as [Page, Page]
      await signIn(page, DEMO)
      expect(await Promise.all([user(page), user(other)])).toEqual(['demo', 'demo'])
      await tabs.context.clearCookies()
      await heardIn(page)
      await page.evaluate(() => {
        Object.assign(window, { kept: true })
        void tab.auth.signIn()
      })
      await page.locator('#signInFormPassword').waitFor()
      await other.evaluate(() => tab.auth.signOut({ redirect: false }))
      await page.goBack({ waitUntil: 'commit' })
      await page.waitForFunction(() => 'tab' in window)
      const isKept = await page.evaluate(() => 'kept' in window)
      expect(names(await heardIn(page))).toEqual(isKept ? ['signedOut otherTab'] : [])
      expect(await user(page)).toBe('nobody')
      expect(await askAll([page])).toEqual(['login_required'])
    } finally {
      await tabs.close()
      await caching.close()
    }
  })

  it('F28: looks into the storage when it is shown again, whatever it has not heard while it was away', async () => {
    // A page in the back/forward cache hears no storage events.
    const deaf = (tabs: Tabs) =>
      tabs.context.addInitScript(() => {
        window.addEventListener('storage', (event) => {
          event.stopImmediatePropagation()
        })
      })
    const { first, others } = await signedIn(2, {}, deaf)
    await first.evaluate(() => tab.auth.signOut({ redirect: false }))
    const [page] = others as [Page]
    await page.waitForFunction(() => localStorage.length === 0)
    expect(await heardIn(page)).toEqual([])
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    expect(names(await heardIn(page))).toEqual(['signedOut otherTab'])
  })
})

/** Has the next request for tokens lie about until nobody waits for it any more. */
function holdAnswers(tabs: Tabs): void {
  tabs.pool.addFault({ path: '/oauth2/token', delay: 40_000 })
}

/** A network or a user pool that takes a second for tokens, and no time to refuse them. */
async function refusingFast(request: Request, pool: UserPool): Promise<Response> {
  const answer = await pool.fetch(request)
  const isToken = new URL(request.url).pathname === '/oauth2/token'
  if (isToken && answer.status === 200) await new Promise((resolve) => setTimeout(resolve, 1_000))
  return answer
}

function gate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return {
    opened,
    open: () => {
      open()
    },
  }
}

async function holdForEver(page: Page): Promise<void> {
  await page.evaluate((name) => void navigator.locks.request(name, () => new Promise(() => undefined)), LOCK)
}

async function lockHolders(page: Page): Promise<number | undefined> {
  return page.evaluate(
    async (lock) => (await navigator.locks.query()).held?.filter(({ name }) => name === lock).length,
    LOCK,
  )
}

async function isolateOf(session: CDPSession): Promise<string> {
  const { id } = await session.send('Runtime.getIsolateId')
  return id
}

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  // Nobody is left to answer.
  void session.send('Page.crash').catch(() => undefined)
  await crashed
}
