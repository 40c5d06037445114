import type { Browser, Page } from 'playwright-core'
import { isAside, type Library, online } from './libraries.ts'
import { arrive, inTurn, openContext, signIn } from './page.ts'
import { LATENCY, type Server, startServer } from './server.ts'
import { type Report, spreadOf, spreadText, whole } from './table.ts'

const TABS = [1, 2, 4, 8, 16]
const CALLERS = 10
/** Everybody has a turn so often, and so many rounds in each. */
const TURNS = 2
const ROUNDS = 5
/** Longer than tokens last, in milliseconds. */
const OVER = 3700 * 1000
/** A round with rotation is a sign-in besides. */
const ROTATING_TABS = 4
/** When nobody waits any longer for a caller who is not answered, in milliseconds. */
const PATIENCE = 10_000

interface Herd {
  readonly library: Library
  /** Token requests and milliseconds until the last caller has its token, by round, for each number of tabs. */
  readonly requests: Map<number, number[]>
  readonly times: Map<number, number[]>
  readonly rotating: { requests: number[]; served: number[] }
}

/** What a tab tells of its callers. */
interface Told {
  /** How many have a token that is good. */
  readonly served: number
  /** When the last of them had it, in milliseconds since 1970. */
  readonly last: number
}

/** What happens when the tokens of several tabs are over and all of them ask at once. */
export async function measureHerd(browser: Browser, libraries: readonly Library[]): Promise<Report> {
  const herds = libraries
    .filter((library) => online(library) && !isAside(library))
    .map((library): Herd => ({
      library,
      requests: new Map(TABS.map((tabs) => [tabs, []])),
      times: new Map(TABS.map((tabs) => [tabs, []])),
      rotating: { requests: [], served: [] },
    }))
  const unserved: string[] = []
  const options = { libraries: herds.map(({ library }) => library) }
  await withServer(options, (server) =>
    inTurn(TURNS, herds, ({ library, requests, times }) =>
      withTabs(browser, server, library, async (open) => {
        for (const count of TABS) {
          const pages = await open(count, (page) => page.evaluate(() => app.refresh()))
          for (let round = 0; round < ROUNDS; round++) {
            const { made, served, milliseconds } = await stampede(server, pages)
            // Nobody may look fast by leaving callers without.
            if (served < count * CALLERS) unserved.push(`${library.name} ${served} of ${count * CALLERS}`)
            requests.get(count)?.push(made)
            times.get(count)?.push(milliseconds)
          }
        }
      }),
    ),
  )
  await withServer({ ...options, rotates: true }, (server) =>
    inTurn(TURNS, herds, ({ library, rotating }) =>
      withTabs(browser, server, library, async (open) => {
        const { made, served } = await stampede(server, await open(ROTATING_TABS))
        rotating.requests.push(made)
        rotating.served.push(served)
      }),
    ),
  )
  const tabs = TABS.map((count) => (count === 1 ? '1 tab' : `${count} tabs`))
  const each = (figure: (herd: Herd, count: number) => string) =>
    herds.map((herd) => [herd.library.name, ...TABS.map((count) => figure(herd, count))])
  return {
    title: 'Refresh herd',
    tables: [
      {
        title: 'Token requests',
        head: ['Library', ...tabs],
        rows: each(({ requests }, count) => rangeText(requests.get(count) ?? [])),
      },
      {
        title: 'Until the last caller has its token, ms',
        head: ['Library', ...tabs],
        rows: each(({ times }, count) => spreadText(spreadOf(times.get(count) ?? []), whole)),
      },
      {
        title: `Where a refresh token is good for one time, ${ROTATING_TABS} tabs`,
        head: ['Library', 'token requests', `of ${ROTATING_TABS * CALLERS} callers have a token`],
        rows: herds.map(({ library, rotating }) => [
          library.name,
          rangeText(rotating.requests),
          rangeText(rotating.served),
        ]),
      },
    ],
    notes: [
      `${CALLERS} callers in every tab ask at one moment for a token when the one at hand is over: by the library's own call where it ` +
        `refreshes by itself, and otherwise as the application does that finds its token over (\`apps/\`). Medians of ${TURNS * ROUNDS} rounds with the ` +
        `least and the most; ${TURNS} rounds in the last table, whose app client rotates refresh tokens without a grace period. Preflights are not ` +
        `among the requests, but their ${LATENCY} ms are in the time, and so is the time that the user pool needs to sign tokens, on the same processors. ` +
        'Every tab has refreshed once before, so that it has the discovery document where it needs one. ' +
        'The automatic renewal of oidc-client-ts is off, which would make requests of its own.',
      ...(unserved.length > 0 ? [`Callers were left without a token: ${unserved.join(', ')}.`] : []),
    ],
  }
}

async function withServer(
  options: Parameters<typeof startServer>[0],
  run: (server: Server) => Promise<void>,
): Promise<void> {
  const server = await startServer(options)
  try {
    await run(server)
  } finally {
    server.close()
  }
}

/** Somebody who is signed in, with as many tabs as are wanted at last. */
async function withTabs(
  browser: Browser,
  server: Server,
  library: Library,
  run: (
    open: (count: number, warm?: (page: Page) => Promise<unknown>) => Promise<readonly Page[]>,
  ) => Promise<void>,
): Promise<void> {
  const context = await openContext(browser)
  try {
    await context.addInitScript(shiftClock, server.ahead())
    const first = await context.newPage()
    await signIn(first, server, library)
    const pages = [first]
    await run(async (count, warm) => {
      const add = async () => {
        const page = await context.newPage()
        await arrive(page, server.addressOf(library))
        pages.push(page)
        // What it was told when it began was meant for the first.
        await setAhead(server, [page])
        await warm?.(page)
      }
      await Promise.all(Array.from({ length: count - pages.length }, add))
      return pages
    })
  } finally {
    await context.close()
  }
}

/** Lets the tokens be over and all tabs ask for others. */
async function stampede(
  server: Server,
  pages: readonly Page[],
): Promise<{ made: number; served: number; milliseconds: number }> {
  server.pass(OVER)
  await setAhead(server, pages)
  server.takeAsked()
  // Soon enough, and late enough for every tab to have heard of it.
  const at = Date.now() + 50 + 20 * pages.length
  const told = await Promise.all(
    pages.map((page) =>
      page
        .evaluate(ask, { callers: CALLERS, at, patience: PATIENCE })
        // It has left the page: to sign in again.
        .catch((): Told => ({ served: 0, last: NaN })),
    ),
  )
  return {
    made: server.takeAsked().filter(({ method }) => method === 'POST').length,
    served: told.reduce((sum, { served }) => sum + served, 0),
    milliseconds: Math.max(...told.map(({ last }) => last)) - at,
  }
}

async function setAhead(server: Server, pages: readonly Page[]): Promise<void> {
  const ahead = server.ahead()
  await Promise.all(
    pages.map((page) =>
      page.evaluate((milliseconds) => {
        globalThis.ahead = milliseconds
      }, ahead),
    ),
  )
}

declare global {
  /** How far the clock of the page is ahead, in milliseconds. */
  var ahead: number
}

/** Runs in the page. */
function shiftClock(milliseconds: number): void {
  globalThis.ahead = milliseconds
  const Real = Date
  const now = Real.now.bind(Real)
  globalThis.Date = new Proxy(Real, {
    construct: (target, given: readonly unknown[]) =>
      new target(...((given.length > 0 ? given : [now() + globalThis.ahead]) as [number])),
  })
  Real.now = () => now() + globalThis.ahead
}

/** Runs in the page. */
async function ask(orders: { callers: number; at: number; patience: number }): Promise<Told> {
  const { callers, at, patience } = orders
  const clock = () => performance.timeOrigin + performance.now()
  await new Promise((resolve) => setTimeout(resolve, at - clock()))
  const isGood = (token: string) => {
    const { exp } = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))) as {
      exp: number
    }
    return exp * 1000 > Date.now()
  }
  let [served, last] = [0, NaN]
  const one = async () => {
    if (!isGood(await app.getToken())) return
    served++
    last = clock()
  }
  const all = Promise.allSettled(Array.from({ length: callers }, one))
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, patience))])
  return { served, last }
}

function rangeText(values: readonly number[]): string {
  const { min, max } = spreadOf(values)
  return min === max ? String(min) : `${min} to ${max}`
}
