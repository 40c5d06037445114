import type { Browser, Page } from 'playwright-core'
import type { Fault, UserPool } from '../../sample/user-pool/src/index.ts'
import type { Door } from '../helpers/doors.ts'
import {
  askAll,
  CLIENT_ID,
  DEMO,
  heardIn,
  JANE,
  OVER,
  signIn,
  startTabs,
  type Tabs,
} from '../helpers/tabs.ts'
import { createRandom, type Random } from './random.ts'

/*
 * What people, browsers and networks do to one session that is open in several tabs, in an order that chance decides.
 * Whatever happens, nobody may be signed out who has not signed out, and whom the user pool has not.
 */

export interface SoakOptions {
  /** The door that the application uses. */
  readonly door: Door
  readonly seed: number
  readonly operations: number
  readonly tabs: number
  /** Receives a line now and then. */
  readonly log?: (line: string) => void
}

export interface SoakReport {
  readonly operations: number
  /** How often each operation came. */
  readonly counts: Readonly<Record<string, number>>
  readonly faults: number
  readonly refreshes: number
  /** The answers to callers: tokens, and errors that another attempt may overcome. */
  readonly answers: { readonly tokens: number; readonly errors: number }
  /** Sessions that ended as they should: by a sign-out, by another sign-in, by the user pool. */
  readonly ended: number
  /** Those that ended for no good reason, and everything else that should not have been, with the operation. */
  readonly lost: readonly string[]
}

/** What a caller may be told while something is out of order, and may overcome by another attempt. */
const TEMPORARY = ['network', 'timeout', 'server_error', 'bad_response']
/** How many times as fast the pauses and timeouts of the library pass. */
const HASTE = 10
/** How long a refresh token that was used once still works, in seconds: Cognito's longest. */
const GRACE = 60
const PEOPLE = [DEMO, JANE] as const
const TOKEN_PATH = '/oauth2/token'

type Cut = 'before' | 'after'

/** The state of the world as the driver knows it. */
interface World {
  readonly tabs: Tabs
  readonly random: Random
  readonly pages: Page[]
  /** Connections that are going to be cut. */
  readonly cuts: Cut[]
  readonly undo: (() => void)[]
  readonly lost: string[]
  readonly answers: { tokens: number; errors: number }
  who: { username: string; password: string }
  faults: number
  ended: number
  /** What is being done, for the report. */
  doing: string
  /** Whether an answer may have been lost since tokens came last: the refresh token works for a minute from then. */
  owed: boolean
}

/** Runs so many operations, each of which may meet faults, and in the end none. */
export async function soak(browser: Browser, options: SoakOptions): Promise<SoakReport> {
  const { door, seed, operations, log = () => undefined } = options
  const random = createRandom(seed)
  const cuts: Cut[] = []
  const tabs = await startTabs(browser, {
    door,
    client: { refreshTokenRotation: { retryGracePeriodSeconds: GRACE } },
    haste: HASTE,
    between: (request, pool) => pass(request, pool, cuts),
  })
  const world: World = {
    ...{ tabs, random, cuts, who: DEMO, faults: 0, ended: 0, doing: 'beginning', owed: false },
    ...{ pages: [], undo: [], lost: [], answers: { tokens: 0, errors: 0 } },
  }
  const counts: Record<string, number> = {}
  try {
    const first = await tabs.open()
    world.pages.push(first)
    await arrive(world, first, DEMO)
    world.pages.push(...(await tabs.openAll(options.tabs - 1)))
    await forget(world)
    for (let done = 1; done <= operations; done++) {
      const operation = choose(random)
      counts[operation.name] = (counts[operation.name] ?? 0) + 1
      world.doing = `operation ${done}, ${operation.name}`
      if (random.next() < 0.3) addFault(world)
      await operation.run(world)
      await requireNoEvents(world)
      if (done % 100 === 0) log(`${done} operations, ${world.faults} faults, ${world.lost.length} lost`)
    }
    world.doing = 'the end'
    await requireAgreement(world)
  } finally {
    await tabs.close()
  }
  const { faults, answers, ended, lost } = world
  return { operations, counts, faults, refreshes: tabs.refreshes(), answers, ended, lost }
}

// ── Faults ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The network between the tabs and the user pool, which may lose a request or its answer. */
async function pass(request: Request, pool: UserPool, cuts: Cut[]): Promise<Response> {
  const cut = new URL(request.url).pathname === TOKEN_PATH ? cuts.shift() : undefined
  if (cut !== 'before') {
    const answer = await pool.fetch(request)
    if (!cut) return answer
  }
  // Without the headers that let a page read it, an answer is a network error to the page.
  return new Response('')
}

function addFault(world: World): void {
  const { random, tabs, cuts, undo } = world
  world.faults++
  const times = random.between(1, 4)
  const add = (fault: Omit<Fault, 'path'>) => undo.push(tabs.pool.addFault({ path: TOKEN_PATH, ...fault }))
  const faults: [() => unknown, ...(() => unknown)[]] = [
    () => add({ times, status: random.pick([500, 502, 503]), body: '<h1>Error</h1>' }),
    () => add({ times: 1, status: 429, headers: retryAfter(random.between(1, 5)) }),
    // Longer than anybody waits, at times.
    () => add({ times: 1, delay: random.between(50, 15_000 / HASTE) }),
    () => add({ times: 1, truncateAfter: random.between(0, 600) }),
    () => add({ times: 1, status: 200, body: '<!doctype html><title>Welcome to our hotel</title>' }),
    () => cuts.push(...Array.from({ length: times }, () => random.pick<Cut>(['before', 'after']))),
  ]
  random.pick(faults)()
  world.owed = true
}

function retryAfter(seconds: number): Record<string, string> {
  return { 'Retry-After': String(seconds), 'Access-Control-Expose-Headers': 'Retry-After' }
}

/** Ends all faults. */
function repair({ undo, cuts }: World): void {
  for (const remove of undo.splice(0)) remove()
  cuts.length = 0
}

/**
 * Ends all faults and tries until tokens come, as a program does that wants them. Whether a session survives that nobody
 * asks for within the minute in which the lost answer to the last request can be had again, is not in the library's hands.
 */
async function settle(world: World): Promise<void> {
  repair(world)
  const page = world.random.pick(world.pages as [Page, ...Page[]])
  for (let attempt = 1; world.owed; attempt++) {
    const [told = ''] = await askAll([page], { minValidity: Infinity })
    if (judge(world, told, { isTemporary: attempt < 50 }) !== 'temporary') world.owed = false
    else await pause(100)
  }
}

// ── Judgement ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** Notes what should not have been. */
function judge(
  world: World,
  told: string,
  { isTemporary = true }: { isTemporary?: boolean } = {},
): 'token' | 'temporary' | 'lost' {
  const { answers, lost, doing, who, tabs } = world
  if (told.startsWith('eyJ')) {
    const { username, exp } = payloadOf(told)
    answers.tokens++
    if (username !== who.username) lost.push(`${doing}: ${who.username} got tokens of ${username}`)
    if (exp * 1000 < tabs.now() - 5_000) lost.push(`${doing}: tokens that were over`)
    return 'token'
  }
  if (TEMPORARY.includes(told) && isTemporary) {
    answers.errors++
    return 'temporary'
  }
  lost.push(`${doing}: ${told}`)
  return 'lost'
}

function payloadOf(token: string): { username: string; exp: number } {
  const [, payload = ''] = token.split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as { username: string; exp: number }
}

/** Nobody has been signed out, as far as the tabs have heard; signs in again where somebody was. */
async function requireNoEvents(world: World): Promise<void> {
  const heard = (await Promise.all(world.pages.map(heardIn))).flat()
  const signedOut = heard.filter(({ name }) => name === 'signedOut')
  world.lost.push(...signedOut.map(({ reason = '' }) => `${world.doing}: signedOut, ${reason}`))
  const [first] = world.pages as [Page]
  const user = await first.evaluate(() => tab.lastUser())
  if (user === world.who.username) return
  world.lost.push(`${world.doing}: ${user ?? 'nobody'} is signed in`)
  await arrive(world, first, world.who)
  await forget(world)
}

/** In the end everybody has the same tokens, which work, and nobody has heard of anything else. */
async function requireAgreement(world: World): Promise<void> {
  world.owed = true
  await settle(world)
  await world.tabs.pass(OVER, world.pages)
  const told = await askAll(world.pages)
  for (const text of told) judge(world, text, { isTemporary: false })
  const stored = await Promise.all(
    world.pages.map((page) => page.evaluate(async () => Object.values(await tab.tokens()).join(' '))),
  )
  if (new Set(told).size !== 1 || new Set(stored).size !== 1) world.lost.push(`${world.doing}: no agreement`)
  await requireNoEvents(world)
}

// ── Operations ──────────────────────────────────────────────────────────────────────────────────────────────────────

interface Operation {
  readonly name: string
  /** How often it comes, in proportion to the others. */
  readonly weight: number
  run(world: World): Promise<void>
}

const OPERATIONS: readonly Operation[] = [
  { name: 'asking', weight: 25, run: (world) => ask(world, 0) },
  { name: 'asking for others', weight: 15, run: (world) => ask(world, Infinity) },
  {
    name: 'time passing',
    weight: 25,
    async run(world) {
      await sleepUntilNobodyOwes(world, world.random.pick([100, OVER, OVER, 7200]))
      if (world.random.next() < 0.3) addFault(world)
      await ask(world, 0)
    },
  },
  { name: 'reloading', weight: 10, run: reload },
  { name: 'closing and opening', weight: 8, run: replace },
  { name: 'being offline', weight: 6, run: beOffline },
  { name: 'signing out', weight: 5, run: signOutAndIn },
  { name: 'signing in as somebody else', weight: 3, run: signInAsSomebodyElse },
  { name: 'revoking', weight: 3, run: revoke },
]

function choose(random: Random): Operation {
  let left = random.next() * OPERATIONS.reduce((sum, { weight }) => sum + weight, 0)
  const chosen = OPERATIONS.find(({ weight }) => (left -= weight) < 0)
  return chosen ?? (OPERATIONS[0] as Operation)
}

async function ask(world: World, minValidity: number): Promise<void> {
  const { random, pages } = world
  const told = await askAll(random.some(pages), { callers: random.between(1, 3), minValidity })
  for (const text of told) judge(world, text)
}

async function sleepUntilNobodyOwes(world: World, seconds: number): Promise<void> {
  if (world.owed) await settle(world)
  await world.tabs.pass(seconds, world.pages)
}

/** A tab loads again, at times in the middle of a refresh whose answer it then never sees. */
async function reload(world: World): Promise<void> {
  const { random, pages } = world
  const page = random.pick(pages as [Page, ...Page[]])
  const others = pages.filter((other) => other !== page)
  world.owed = true
  const cutOff = askAll([page], { minValidity: Infinity }).catch(() => [])
  const told = askAll(others, { minValidity: random.pick([0, Infinity]) })
  await pause(random.between(0, 120))
  await page.reload()
  for (const text of await told) judge(world, text)
  await cutOff
  const arrived = await page.evaluate(() => tab.arrived)
  if (arrived !== world.who.username && !TEMPORARY.includes(arrived))
    world.lost.push(`${world.doing}: ${arrived} after a reload`)
}

async function replace(world: World): Promise<void> {
  const { random, pages, tabs } = world
  const index = random.between(0, pages.length - 1)
  const closing = pages[index] as Page
  world.owed = true
  const cutOff = askAll([closing], { minValidity: Infinity }).catch(() => [])
  await pause(random.between(0, 120))
  await closing.close()
  await cutOff
  pages[index] = await tabs.open()
}

async function beOffline(world: World): Promise<void> {
  const { context } = world.tabs
  await context.setOffline(true)
  await ask(world, world.random.pick([0, Infinity]))
  await context.setOffline(false)
  await ask(world, 0)
}

/** One tab signs out while others ask; none of them is signed in afterwards. */
async function signOutAndIn(world: World): Promise<void> {
  const { random, pages } = world
  repair(world)
  const [leaving, ...others] = pages as [Page, ...Page[]]
  const told = askAll(others, { minValidity: random.pick([0, Infinity]) })
  await pause(random.between(0, 120))
  await leaving.evaluate(() => tab.auth.signOut({ redirect: false }))
  for (const text of await told) {
    if (!text.startsWith('eyJ') && !['login_required', ...TEMPORARY].includes(text))
      world.lost.push(`${world.doing}: ${text}`)
  }
  await requireNobody(world)
  await arrive(world, random.pick(pages as [Page, ...Page[]]), random.pick(PEOPLE))
  await forget(world)
}

async function signInAsSomebodyElse(world: World): Promise<void> {
  repair(world)
  const [first] = world.pages as [Page]
  await arrive(world, first, world.who === DEMO ? JANE : DEMO)
  await forget(world)
  for (const text of await askAll(world.pages)) judge(world, text)
}

/** The user pool ends the session: the next refresh in any tab signs all of them out. */
async function revoke(world: World): Promise<void> {
  const { tabs, pages, random } = world
  await settle(world)
  const asking = random.pick(pages as [Page, ...Page[]])
  const token = (await asking.evaluate(() => tab.tokens())).refreshToken
  const form = new URLSearchParams({ token, client_id: CLIENT_ID })
  await tabs.pool.fetch(new Request(`${tabs.domain.origin}/oauth2/revoke`, { method: 'POST', body: form }))
  const told = await askAll([asking], { minValidity: Infinity })
  if (told.join() !== 'session_expired') world.lost.push(`${world.doing}: ${told.join()}`)
  await requireNobody(world)
  await arrive(world, asking, world.who)
  await forget(world)
}

async function requireNobody(world: World): Promise<void> {
  // Other processes hear of it in a moment.
  await pause(200)
  const told = await askAll(world.pages)
  if (told.some((text) => text !== 'login_required')) {
    const codes = told.map((text) => (text.startsWith('eyJ') ? 'tokens' : text))
    world.lost.push(`${world.doing}: nobody is signed in, and tabs are told ${codes.join()}`)
  }
}

/** Somebody signs in, without faults. The session before it has ended as it should. */
async function arrive(world: World, page: Page, who: World['who']): Promise<void> {
  repair(world)
  world.ended++
  world.who = who
  // The user pool would know the browser, and not ask who it is.
  await world.tabs.context.clearCookies()
  await signIn(page, who)
  const arrived = await page.evaluate(() => tab.arrived)
  if (arrived !== who.username) throw new Error(`${world.doing}: the sign-in ended with ${arrived}`)
  world.owed = false
}

/** Waits until all tabs have heard of what was meant to happen, and lets them forget it. */
async function forget({ pages, who }: World): Promise<void> {
  await Promise.all(
    pages.map((page) => page.waitForFunction((name) => tab.lastUser() === name, who.username)),
  )
  await pause(200)
  await Promise.all(pages.map(heardIn))
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
