import type { Browser, BrowserContext } from 'playwright-core'
import { type Library, online, oursInPlace } from './libraries.ts'
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

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>

interface Grown {
  readonly library: Library
  readonly users: number
  readonly size: number
  readonly address: string
  readonly storageState: StorageState
  /** Calls per second, and milliseconds from the first line to the token, by round. */
  readonly calls: number[]
  readonly reloads: number[]
}

/** How reads fare when others have signed in before and when tokens are large. */
export async function measureGrowth(browser: Browser, libraries: readonly Library[]): Promise<Report> {
  const taking = libraries.filter((library) => online(library) && library.read && library !== oursInPlace)
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
        const state = await stateOf(browser, server, library).catch((error: unknown) => {
          refusals.add(`${library.name} refuses ${size} kB: ${messageOf(error)}`)
        })
        if (!state) continue
        for (const { users } of CASES.filter((one) => one.size === size)) {
          const address = server.addressOf(library)
          const storageState = withUsers(state, users)
          grown.push({ library, users, size, address, storageState, calls: [], reloads: [] })
        }
      }
    }
    // The first round warms up and is not counted.
    await inTurn(ROUNDS + 1, grown, async ({ address, storageState, calls, reloads }, round) => {
      const context = await openContext(browser, storageState)
      const page = await context.newPage()
      const arrived = await arrive(page, `${address}?read`)
      const speed = await page.evaluate(callsPerSecond, DURATION)
      await context.close()
      if (round === 0) return
      if (!arrived) throw new Error(`${address} has no token`)
      calls.push(speed)
      reloads.push(arrived.at - arrived.begun)
    })
  } finally {
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
      `The calls of “Reading a valid token”. Medians of ${ROUNDS} rounds with the least and the most, in a new browser context every time ` +
        `that has in its localStorage what so many sign-ins have left there: of one app client where the library's keys name the user, and ` +
        `otherwise of as many app clients. The size is that of the claims of the ID token, in fields of a hundred characters. A ` +
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

async function stateOf(browser: Browser, server: Server, library: Library): Promise<StorageState> {
  const context = await openContext(browser)
  try {
    await signIn(await context.newPage(), server, library)
    return await context.storageState()
  } finally {
    await context.close()
  }
}

/** Adds what is stored once more for others, under keys that differ in the user, or else in the app client. */
function withUsers({ cookies, origins }: StorageState, users: number): StorageState {
  const isOfUser = (key: string) => key.includes(`.${DEMO.username}.`)
  const others = Array.from({ length: users - 1 }, (_, index) => String(index + 1))
  return {
    cookies,
    origins: origins.map(({ origin, localStorage }) => {
      const perUser = localStorage.some(({ name }) => isOfUser(name))
      const copied = localStorage.filter(({ name }) => !perUser || isOfUser(name))
      const copies = others.flatMap((other) =>
        copied.map(({ name, value }) => ({
          name: name.replace(perUser ? DEMO.username : CLIENT_ID, (found) => `${found}${other}`),
          value,
        })),
      )
      return { origin, localStorage: [...localStorage, ...copies] }
    }),
  }
}

/** The library's own words, without the stack of the page. */
function messageOf(error: unknown): string {
  const { message } = error as Error
  return message.replace(/^page\.evaluate: /, '').replace(/\n[^]*/, '')
}
