import type { Browser, BrowserContext, Page } from 'playwright-core'
import { fillSignIn } from '../helpers/site.ts'
import type { Library } from './libraries.ts'
import { DEMO, type Server } from './server.ts'

/** What every application in `apps/` offers. */
interface App {
  signIn(): unknown
  handleCallback(): Promise<string>
  /** The library's own call that reads the session. */
  read?: () => unknown
  getToken(): Promise<string>
  refresh(): Promise<string>
  signOut(): unknown
}

/** A token that came on arrival: when, and when the first line of the script ran, in milliseconds of the page. */
interface Arrived {
  readonly token: string
  readonly at: number
  readonly begun: number
}

declare global {
  var app: App
  var arrived: Promise<Arrived | undefined>
}

/** Somebody's browser, which knows nothing unless it is given what another has kept. */
export async function openContext(browser: Browser, storageState?: StorageState): Promise<BrowserContext> {
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    ...(storageState && { storageState }),
  })
  context.setDefaultTimeout(20_000)
  // What some compilers call to keep the names of functions, which they also do in functions that are sent to a page.
  await context.addInitScript('globalThis.__name = (named) => named')
  return context
}
type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>

/** Opens the application, and waits until it has arrived. */
export async function arrive(page: Page, address: string): Promise<Arrived | undefined> {
  await page.goto(address)
  return page.evaluate(() => arrived)
}

/** Signs somebody in by the application's own call, and gives what came of it on the way back. */
export async function signIn(page: Page, server: Server, library: Library): Promise<Arrived> {
  const address = server.addressOf(library)
  await arrive(page, address)
  const isBack = page.waitForURL((url) => url.href.startsWith(`${address}?`))
  // What else goes wrong is told first.
  isBack.catch(() => undefined)
  await page.evaluate(() => {
    // It is there again when the application is.
    Reflect.deleteProperty(globalThis, 'arrived')
    void app.signIn()
  })
  const form = page.locator('#signInFormUsername')
  const isAsked = await Promise.race([isBack.then(() => false), form.waitFor().then(() => true)])
  if (isAsked) await fillSignIn(page, DEMO)
  await isBack
  const arrived = await tokenOf(page)
  if (!arrived?.token.startsWith('eyJ')) throw new Error(`${library.name} did not sign anybody in`)
  return arrived
}

async function tokenOf(page: Page): Promise<Arrived | undefined> {
  await page.waitForFunction(() => 'arrived' in globalThis)
  return page.evaluate(() => globalThis.arrived)
}

/** Does this for everybody in turn, again and again, so that what disturbs the machine disturbs them alike. */
export async function inTurn<T>(
  rounds: number,
  participants: readonly T[],
  run: (participant: T, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round++)
    for (const participant of participants) await run(participant, round)
}
