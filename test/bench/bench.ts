import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { format, resolveConfig } from 'prettier'
import { launchChromium } from '../helpers/chromium.ts'
import { measureBytes } from './bytes.ts'
import { measureCallback } from './callback.ts'
import { measureGrowth } from './growth.ts'
import { measureHerd } from './herd.ts'
import { bench, type Library, readLibraries, root } from './libraries.ts'
import { measureReads } from './reads.ts'
import { measureScript } from './script.ts'
import { type Report, reportText, tableText } from './table.ts'

/*
 *   npm run bench                  everything, which goes to results.md as well
 *   npm run bench -- bytes reads   these parts, which are printed only
 *
 * What is measured of ours is dist/, as `npm run build` left it.
 */

type Part = (browser: Browser, libraries: readonly Library[]) => Promise<Report>
const PARTS: Readonly<Record<string, Part>> = {
  bytes: (_, libraries) => measureBytes(libraries),
  callback: measureCallback,
  reads: measureReads,
  herd: measureHerd,
  growth: measureGrowth,
  script: measureScript,
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', default: false } },
})
const unknown = positionals.filter((name) => !Object.hasOwn(PARTS, name))
if (values.help || unknown.length > 0) {
  console.error(
    `Usage: npm run bench -- [${Object.keys(PARTS).join('] [')}] (everything unless named, and only then written down)`,
  )
  process.exit(unknown.length > 0 ? 2 : 0)
}

if (!existsSync(join(bench, 'node_modules')))
  execFileSync('npm', ['ci', '--prefix', bench, '--ignore-scripts', '--no-audit'], { stdio: 'inherit' })

const begun = performance.now()
const libraries = readLibraries()
const names = positionals.length > 0 ? positionals : Object.keys(PARTS)
const browser = await launchChromium()
try {
  const texts: string[] = [introduction(browser)]
  console.log(texts[0])
  for (const [name, measure] of Object.entries(PARTS)) {
    if (!names.includes(name)) continue
    const text = reportText(await measure(browser, libraries))
    console.log(`\n${text}`)
    texts.push(text)
    if (positionals.length === 0) await write(texts)
  }
  console.log(`\n${Math.round((performance.now() - begun) / 1000)} seconds`)
} finally {
  await browser.close()
}

async function write(texts: readonly string[]): Promise<void> {
  const file = join(bench, 'results.md')
  const options = await resolveConfig(root)
  writeFileSync(file, await format(`${texts.join('\n\n')}\n`, { ...options, filepath: file }))
}

function introduction(browser: Browser): string {
  const { model = 'an unknown processor' } = cpus()[0] ?? {}
  const versions = new Map(libraries.map(({ from, version }) => [from, version]))
  return [
    '# Ours beside the others',
    `Measured on ${new Date().toISOString().slice(0, 10)} by \`npm run bench\`, in one run: Node.js ${process.version}, ` +
      `Chromium ${browser.version()}, ${model}, ${cpus().length} cores.`,
    tableText({ head: ['Library', 'Version'], rows: [...versions] }),
    'The server is the local user pool (`sample/user-pool`) for all of them, over TLS and HTTP/2 and with the same latency. Two do not ' +
      'speak to a Cognito domain as it is, and are translated for without extra time (`server.ts`): @auth0/auth0-spa-js has its own paths, ' +
      'asks for `offline_access`, and wants a refresh token in every answer; aws-amplify refreshes at the API of user pools, which has ' +
      'another host at AWS. Preflights are answered with whatever they ask for. TLS handshakes take no latency, and the cost of ' +
      'signing tokens is that of this machine. keycloak-js decodes the refresh token as a JWT, which that of Cognito is not, and so signs ' +
      'nobody in: it is measured where no server is needed. “cognito-auth” is an application of `createCognitoAuth()`, “cognito-auth, CognitoAuth” the same ' +
      'on the class, and “cognito-auth, callbacks” that of amazon-cognito-auth-js, to the letter, with this package in its place. The libraries take turns, round by round; what counts are ratios within the run.',
  ].join('\n\n')
}
