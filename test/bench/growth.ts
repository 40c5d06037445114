import type { Browser, Page } from 'playwright-core'
import { isAside, type Library, online } from './libraries.ts'
import { arrive, inTurn, openContext, signIn } from './page.ts'
import { callsPerSecond } from './reads.ts'
import { CLIENT_ID, DEMO, type Server, startServer } from './server.ts'
import { NONE, type Report, spreadOf, spreadText } from './table.ts'

const ROUNDS = 9
/** How long the calls of one round go on, in milliseconds. */
const DURATION = 100
const CASES = [
  { users: 1, size: 1 },
  { users: 10, size: 1 },
  { users: 100, size: 1 },
  { users: 1, size: 8 },
  { users: 1, size: 46 },
  { users: 1, size: 64 },
] as const
const SIZES = new Set(CASES.map(({ size }) => size))

/** What localStorage holds. */
type Items = readonly (readonly [key: string, value: string])[]

interface Grown {
  readonly library: Library
  readonly users: number
  readonly size: number
  readonly page: Page
  readonly address: string
  readonly items: Items
  /** Calls per second, and milliseconds from the first line to the token, by round. */
  readonly calls: number[]
  readonly reloads: number[]
}

/** How reads fare when others have signed in before and when tokens are large. */
export async function measureGrowth(browser: Browser, libraries: readonly Library[]): Promise<Report> {
  const taking = libraries.filter((library) => online(library) && library.read && !isAside(library))
  const servers = new Map<number, Server>()
  for (const size of SIZES) {
    const attributes = claims(size * 1024)
    servers.set(size, await startServer({ libraries: taking, scopes: ['openid'], attributes }))
  }
  const grown: Grown[] = []
  const refusals = new Set<string>()
  try {
    for (const [size, server] of servers) {
      for (const library of taking) {
        const page = await (await openContext(browser)).newPage()
        try {
          await signIn(page, server, library)
        } catch (error) {
          refusals.add(`${library.name} refuses ${size} kB: ${messageOf(error)}`)
          continue
        }
        const items = await page.evaluate(() => Object.entries(localStorage) as [string, string][])
        for (const { users } of CASES.filter((one) => one.size === size)) {
          const address = server.addressOf(library)
          grown.push({
            ...{ library, users, size, page, address },
            ...{ items: withUsers(items, users), calls: [], reloads: [] },
          })
        }
      }
    }
    // The first round warms up and is not counted.
    await inTurn(ROUNDS + 1, grown, async ({ page, address, items, calls, reloads }, round) => {
      await page.evaluate(fill, items)
      // Cases that share a page would find its script compiled already, and others not.
      await arrive(page, `${address}?read`)
      const arrived = await arrive(page, `${address}?read`)
      const speed = await page.evaluate(callsPerSecond, DURATION)
      if (round === 0) return
      if (!arrived) throw new Error(`${address} has no token`)
      calls.push(speed)
      reloads.push(arrived.at - arrived.begun)
    })
  } finally {
    for (const context of browser.contexts()) await context.close()
    for (const server of servers.values()) server.close()
  }
  const head = CASES.map(({ users, size }) => `${users} ${users === 1 ? 'user' : 'users'}, ${size} kB`)
  const rows = (figures: (of: Grown) => readonly number[]) =>
    taking.map((library) => [
      library.name,
      ...CASES.map(({ users, size }) => {
        const found = grown.find((one) => one.library === library && one.users === users && one.size === size)
        return found ? spreadText(spreadOf(figures(found))) : NONE
      }),
    ])
  return {
    title: 'Growth',
    tables: [
      { title: 'Calls per second', head: ['Library', ...head], rows: rows(({ calls }) => calls) },
      {
        title: 'First line to token after a reload, ms',
        head: ['Library', ...head],
        rows: rows(({ reloads }) => reloads),
      },
    ],
    notes: [
      `The calls of “Reading a valid token”. Medians of ${ROUNDS} rounds with the least and the most, where localStorage ` +
        `has what so many sign-ins leave there: of one app client where the library's keys name the user, and ` +
        `otherwise of as many app clients. Every page is loaded twice, and the second time counts. The size is that of the claims of the ID token, in fields of a hundred characters. A ` +
        `hundred users with 64 kB each do not fit into the localStorage of Chromium.`,
      ...refusals,
    ],
  }
}

function claims(size: number): Record<string, string> {
  const count = Math.round(size / 100)
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`custom:${index}`, 'claim'.repeat(17)]),
  )
}

/** Adds what is stored once more for others, under keys that differ in the user, or else in the app client. */
function withUsers(items: Items, users: number): Items {
  const isOfUser = ([key]: Items[number]) => key.includes(`.${DEMO.username}.`)
  const perUser = items.some(isOfUser)
  const [copied, name] = perUser ? [items.filter(isOfUser), DEMO.username] : [items, CLIENT_ID]
  const others = Array.from({ length: users - 1 }, (_, index) => `${name}${index + 1}`)
  const copies = others.flatMap((other) =>
    copied.map(([key, value]) => [key.replace(name, other), value] as const),
  )
  return [...items, ...copies]
}

/** Runs in the page. */
function fill(items: Items): void {
  localStorage.clear()
  for (const [key, value] of items) localStorage.setItem(key, value)
}

/** The library's own words, without the stack of the page. */
function messageOf(error: unknown): string {
  const { message } = error as Error
  return message.replace(/^page\.evaluate: /, '').replace(/\n[^]*/, '')
}
