import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { listen } from '../helpers/site.ts'
import { bundle, type Library, root } from './libraries.ts'
import { inTurn, openContext } from './page.ts'
import { ratio, type Report, spreadOf, spreadText, whole } from './table.ts'

const ROUNDS = 11
/** How many times slower the processor is, which makes a laptop a telephone. */
const SLOWDOWN = 4

/** What the script itself costs before it does anything. */
export async function measureScript(browser: Browser, libraries: readonly Library[]): Promise<Report> {
  const script = (name: string, code: string) => ({ name, code, times: [] as number[], heap: [] as number[] })
  const scripts = await Promise.all(
    libraries.map(async (library) => script(library.name, (await bundle(library, { format: 'iife' })).code)),
  )
  const tag = readFileSync(join(root, 'dist/amazon-cognito-auth.min.js'), 'utf8')
  scripts.push(script('cognito-auth, the script of a script tag, which makes no instance', tag))
  const site = await listen(() => new Response(PAGE, { headers: { 'Content-Type': 'text/html' } }))
  try {
    // The first round warms up and is not counted.
    await inTurn(ROUNDS + 1, scripts, async ({ code, times, heap }, round) => {
      const context = await openContext(browser)
      const page = await context.newPage()
      await page.goto(site.origin)
      const devtools = await context.newCDPSession(page)
      const heapSize = async () => {
        await devtools.send('HeapProfiler.collectGarbage')
        return (await devtools.send('Runtime.getHeapUsage')).usedSize
      }
      const before = await heapSize()
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
      // V8 would know a text again that it has compiled.
      const time = await page.evaluate(load, `/*${round}*/${code}`)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
      const after = await heapSize()
      await context.close()
      if (round === 0) return
      times.push(time)
      heap.push((after - before) / 1024)
    })
  } finally {
    site.close()
  }
  const first = spreadOf(scripts[0]?.times ?? []).median
  return {
    title: 'Script cost',
    tables: [
      {
        head: ['Script', 'parse, compile and run, ms', 'ours = 1', 'heap, kB'],
        rows: scripts.map(({ name, times, heap }) => [
          name,
          spreadText(spreadOf(times)),
          ratio(spreadOf(times).median, first),
          spreadText(spreadOf(heap), whole),
        ]),
      },
    ],
    notes: [
      `The application of “Bytes” as a classic script, until it has made its instance, on a processor that DevTools slows down ` +
        `${SLOWDOWN} times. Medians of ${ROUNDS} rounds with the least and the most, in a new browser context every time. V8 parses and ` +
        'compiles a function when it is first called, so that there is one figure for all. The heap is what is used more than before, after a ' +
        'garbage collection; the text of the script is in it.',
    ],
  }
}

const config = {
  poolId: 'eu-central-1_BenchPool',
  issuer: 'https://127.0.0.1:9/eu-central-1_BenchPool',
  clientId: 'app1',
  origin: 'https://127.0.0.1:9',
  host: '127.0.0.1:9',
  address: 'http://localhost/',
  scopes: ['openid', 'email'],
}
const PAGE = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Bench</title>
<script>config = ${JSON.stringify(config)}</script>`

/** Runs in the page. */
function load(code: string): number {
  const script = document.createElement('script')
  script.text = code
  const begin = performance.now()
  document.head.append(script)
  const end = performance.now()
  if (typeof app === 'undefined' && !('AmazonCognitoIdentity' in globalThis))
    throw new Error('It did not run')
  return end - begin
}
