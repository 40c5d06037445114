import { existsSync } from 'node:fs'
import packaged from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

/** Where browsers are usually installed; the one from npm, which is for Linux, stands in where there is none. */
const INSTALLED = [
  process.env['CHROME_PATH'],
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

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
    executablePath: installed ?? (await packaged.executablePath()),
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
