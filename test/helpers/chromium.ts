import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { arch, platform, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

/** Where browsers are usually installed; the one from npm, which is for Linux, stands in where there is none. */
const INSTALLED = [
  process.env['CHROME_PATH'],
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const project = join(import.meta.dirname, '../..')

export interface ChromiumOptions {
  /** More arguments. */
  readonly args?: readonly string[]
  /** What Playwright passes by default and is not to be passed. */
  readonly without?: readonly string[]
}

/**
 * Starts Chromium. The packaged one brings an argument list of its own, which is left alone: it switches web security
 * off, and with it the CORS that these tests are about.
 */
export async function launchChromium({ args = [], without = [] }: ChromiumOptions = {}): Promise<Browser> {
  const installed = INSTALLED.find((path) => path && existsSync(path))
  return chromium.launch({
    ...(installed ? { executablePath: installed } : await unpacked()),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...args,
    ],
    ignoreDefaultArgs: [...without],
  })
}

/** The browser from npm, with the libraries and fonts that come with it, so that the machine needs none. */
export async function unpacked(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  if (platform() !== 'linux' || arch() !== 'x64')
    throw new Error('There is no Chromium here: install Chrome, or say in CHROME_PATH where it is.')
  const { version } = JSON.parse(
    readFileSync(join(project, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'),
  ) as { version: string }
  const home = join(tmpdir(), `cognito-auth-chromium-${version}`)
  if (!existsSync(home)) {
    // Two may do so at once, or be stopped in the middle: it is there when all of it is.
    const draft = await mkdtemp(`${home}-`)
    await unpackInto(draft)
    await writeFile(join(draft, 'fonts/fonts.conf'), fontsAt(home))
    await rename(draft, home).catch(() => rm(draft, { recursive: true }))
  }
  return {
    executablePath: join(home, 'chromium'),
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(home, 'al2023/lib'),
      FONTCONFIG_PATH: join(home, 'fonts'),
    },
  }
}

/** The package unpacks into the folder for temporary files, and its libraries only where it takes itself to be at AWS. */
async function unpackInto(folder: string): Promise<void> {
  const program = "import chromium from '@sparticuz/chromium'; await chromium.executablePath()"
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' }
  await promisify(execFile)('node', ['--input-type=module', '-e', program], { cwd: project, env })
}

/** Those of the machine, if there are any, and those that were unpacked. */
const fontsAt = (home: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(home, 'fonts')}</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
</fontconfig>
`
