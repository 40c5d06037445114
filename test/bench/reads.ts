import type { Browser, Page } from 'playwright-core'
import { isOurs, type Library, online } from './libraries.ts'
import { arrive, inTurn, openContext, signIn } from './page.ts'
import { startServer } from './server.ts'
import { digits, NONE, ratio, type Report, spreadOf, spreadText } from './table.ts'

const ROUNDS = 11
/** How long the calls of one round go on, in milliseconds. */
const DURATION = 200

interface Reader {
  readonly library: Library
  readonly page: Page
  readonly address: string
  /** Calls per second, and milliseconds from the first line to the token, by round. */
  readonly calls: number[]
  readonly reloads: number[]
}

/** How fast a token is had that is there already. */
export async function measureReads(browser: Browser, libraries: readonly Library[]): Promise<Report> {
  const taking = libraries.filter(online)
  const server = await startServer({ libraries: taking })
  const readers: Reader[] = []
  try {
    for (const library of taking) {
      const page = await (await openContext(browser)).newPage()
      await signIn(page, server, library)
      readers.push({ library, page, address: server.addressOf(library), calls: [], reloads: [] })
    }
    // The first round warms up and is not counted.
    await inTurn(ROUNDS + 1, readers, async ({ library, page, address, calls, reloads }, round) => {
      const arrived = await arrive(page, `${address}?read`)
      if (!arrived) throw new Error(`${library.name} has no token after a reload`)
      const speed = library.read ? await page.evaluate(callsPerSecond, DURATION) : NaN
      if (round === 0) return
      reloads.push(arrived.at - arrived.begun)
      calls.push(speed)
    })
  } finally {
    for (const { page } of readers) await page.context().close()
    server.close()
  }
  const first = spreadOf(readers[0]?.calls ?? []).median
  const others = readers.filter(({ library }) => library.read && !isOurs(library))
  const fastest = Math.max(...others.map(({ calls }) => spreadOf(calls).median))
  return {
    title: 'Reading a valid token',
    tables: [
      {
        head: ['Library', 'call', 'calls per second', 'ours = 1', 'first line to token after a reload, ms'],
        rows: readers.map(({ library, calls, reloads }) => [
          library.name,
          library.read ?? NONE,
          ...(library.read
            ? [spreadText(spreadOf(calls)), ratio(spreadOf(calls).median, first)]
            : [NONE, NONE]),
          spreadText(spreadOf(reloads)),
        ]),
      },
    ],
    notes: [
      `Medians of ${ROUNDS} rounds with the least and the most. \`getTokens()\` does ${ratio(first, fastest)} as many calls as the fastest ` +
        `of the others, which does ${digits(fastest)}. Calls follow one another, each awaited where it gives a promise, for ${DURATION} ms. ` +
        'The first line is that of the script with the library in it.',
    ],
  }
}

/** Runs in the page. */
export async function callsPerSecond(duration: number): Promise<number> {
  const { read } = app
  if (!read) return NaN
  const isPromise = read() instanceof Promise
  const begin = performance.now()
  let calls = 0
  let now = begin
  while (now < begin + duration) {
    // A look at the clock is not for free.
    if (isPromise) for (let i = 0; i < 100; i++) await read()
    else for (let i = 0; i < 100; i++) read()
    calls += 100
    now = performance.now()
  }
  return (calls * 1000) / (now - begin)
}
