import type { Browser } from 'playwright-core'
import { type Library, online } from './libraries.ts'
import { inTurn, openContext, signIn } from './page.ts'
import { LATENCY, startServer } from './server.ts'
import { ratio, type Report, spreadOf, spreadText } from './table.ts'

const ROUNDS = 13

const PARTS = [
  'until the first line of the script',
  'until the first request',
  'until the tokens have arrived',
  'until the application has one',
]

/** From the arrival of the callback page to a token in the application's hands. */
export async function measureCallback(browser: Browser, libraries: readonly Library[]): Promise<Report> {
  const taking = libraries.filter(online).map((library) => ({
    library,
    /** Milliseconds of each part, in the order of {@link PARTS}, and of all of them. */
    parts: PARTS.map((): number[] => []),
    all: [] as number[],
    requests: new Set<string>(),
  }))
  const server = await startServer({ libraries: taking.map(({ library }) => library) })
  try {
    // The user pool knows this browser from here on, and asks for no password.
    const known = await openContext(browser)
    for (const { library } of taking.slice(0, 1)) await signIn(await known.newPage(), server, library)
    const { cookies } = await known.storageState()
    await known.close()
    // The first round warms up and is not counted.
    await inTurn(ROUNDS + 1, taking, async ({ library, parts, all, requests }, round) => {
      // A browser that has made this request before remembers the answer to its preflight.
      const context = await openContext(browser, { cookies, origins: [] })
      const page = await context.newPage()
      server.takeAsked()
      const { at, begun } = await signIn(page, server, library)
      const { origin, arrival, asked, answered } = await page.evaluate(readTimes)
      await context.close()
      if (round === 0) return
      const heard = server.takeAsked().filter(({ when }) => when > origin + arrival)
      requests.add(heard.map(({ method, path }) => `${method} …/${path.split('/').at(-1) ?? ''}`).join(', '))
      const marks = [arrival, begun, asked, answered, at]
      parts.forEach((part, i) => part.push((marks[i + 1] ?? NaN) - (marks[i] ?? NaN)))
      all.push(at - arrival)
    })
  } finally {
    server.close()
  }
  const replaced = taking.find(({ library }) => library.name === 'amazon-cognito-auth-js')
  const measure = spreadOf(replaced?.all ?? []).median
  return {
    title: 'Callback to token',
    tables: [
      {
        head: ['Library', 'requests', 'arrival to token, ms', 'amazon-cognito-auth-js = 1'],
        rows: taking.map(({ library, all, requests }) => [
          library.name,
          [...requests].join('; '),
          spreadText(spreadOf(all)),
          ratio(spreadOf(all).median, measure),
        ]),
      },
      {
        title: 'Of which, ms',
        head: ['Library', ...PARTS],
        rows: taking.map(({ library, parts }) => [
          library.name,
          ...parts.map((part) => spreadText(spreadOf(part))),
        ]),
      },
    ],
    notes: [
      `Medians of ${ROUNDS} rounds with the least and the most, in a new browser context every time, where no preflight and no ` +
        `script is remembered. The user pool answers every request after ${LATENCY} ms, over HTTP/2 and TLS; the application's own files come ` +
        'without delay. The page has arrived when its first byte has. Requests are counted where they arrive, preflights ' +
        'included. Nobody was given metadata that would save a discovery document: that is how their documentation begins, and ' +
        'oidc-client-ts and oauth4webapi need one request less with it.',
    ],
  }
}

/** Runs in the page: when it arrived, when the user pool was asked first, and when it answered last. */
function readTimes() {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const requests = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
    ({ initiatorType }) => initiatorType === 'fetch' || initiatorType === 'xmlhttprequest',
  )
  return {
    origin: performance.timeOrigin,
    arrival: navigation?.responseStart ?? NaN,
    asked: requests[0]?.startTime ?? NaN,
    answered: requests.at(-1)?.responseEnd ?? NaN,
  }
}
