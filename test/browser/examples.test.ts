import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import type { Browser, Page } from 'playwright-core'
import { build, type Plugin, type Rolldown } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUserPool, generateKeys, type UserPool } from '../../sample/user-pool/index.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { withSettings } from '../helpers/documents.ts'
import { complaintsIn, fillSignIn, listen, type Site } from '../helpers/site.ts'

/* The examples of EXAMPLES.md as they stand there, but for the settings, bundled and in a real browser. */

const project = join(import.meta.dirname, '../..')
const DEMO = { username: 'demo', password: 'Demo-1234' }
const ORDERS = ['12 apples', '1 ladder']
const keys = await generateKeys()

let browser: Browser
let application: Site
let domain: Site
let pool: UserPool
let script = ''
let page: Page
/** What the browser had to complain about. */
let said: string[]

beforeAll(async () => {
  application = await listen(serve)
  domain = await listen((request) => pool.fetch(request), '127.0.0.1')
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  application.close()
  domain.close()
})
beforeEach(async () => {
  for (const { arrived } of [application, domain]) arrived.length = 0
  pool = await createUserPool({
    origin: domain.origin,
    poolId: 'local_ExamplesPool',
    clients: [
      {
        clientId: 'app1',
        callbackUrls: [`${application.origin}/`],
        logoutUrls: [`${application.origin}/`],
      },
    ],
    demoUser: DEMO,
    keys,
  })
  page = await browser.newPage()
  page.setDefaultTimeout(10_000)
  said = complaintsIn(page.context())
})
afterEach(async () => {
  await page.close()
})

async function serve({ url, headers }: Request): Promise<Response> {
  switch (new URL(url).pathname) {
    case '/application.js':
      return new Response(script, { headers: { 'Content-Type': 'text/javascript; charset=utf-8' } })
    case '/api/orders': {
      const Authorization = headers.get('Authorization') ?? ''
      const known = await pool.fetch(
        new Request(`${pool.origin}/oauth2/userInfo`, { headers: { Authorization } }),
      )
      return known.ok ? Response.json(ORDERS) : new Response('', { status: 401 })
    }
    default:
      return new Response(
        '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Orders</title><div id="app"></div><script type="module" src="/application.js"></script></html>',
        { headers: { 'Content-Type': 'text/html; charset=utf-8' } },
      )
  }
}

/** Bundles an example as its developers would, in the mode in which the frameworks check the most. */
async function bundle(entry: string): Promise<string> {
  const built = (await build({
    root: join(project, 'test/examples'),
    configFile: false,
    logLevel: 'error',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: { alias: { 'cognito-auth': join(project, 'dist/index.js') } },
    plugins: [vue(), ourSettings],
    build: {
      write: false,
      minify: false,
      lib: { entry: join(project, 'test/examples', entry), formats: ['es'] },
    },
  })) as Rolldown.RolldownOutput[]
  const [chunk] = built.flatMap(({ output }) => output)
  if (chunk?.type !== 'chunk') throw new Error(`${entry} was not built.`)
  return chunk.code
}

/** Puts the local user pool in the place of the one that the examples name. */
const ourSettings: Plugin = {
  name: 'our-settings',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith('/examples/auth.ts')) return null
    const ours = { clientId: 'app1', page: `${application.origin}/` }
    return withSettings(readFileSync(id, 'utf8'), pool, ours)
  },
}

const requests = (site: Site, path: string) => site.arrived.filter(({ url }) => url.pathname === path).length
const see = (text: string) => page.getByText(text).waitFor()
const click = (name: string) => page.getByRole('button', { name }).click()

describe.each([
  ['React, in StrictMode', 'react/main.tsx'],
  ['Vue', 'vue/main.ts'],
])('the example for %s', (_, entry) => {
  it('keeps the orders for members, signs in and out, and has nothing to complain about', async () => {
    script = await bundle(entry)
    await page.goto(`${application.origin}/?tab=2`)
    await see('This is for members.')
    expect(requests(application, '/api/orders')).toBe(0)

    await click('Sign in')
    await fillSignIn(page, DEMO)
    await see('Hello demo@example.com')
    for (const order of ORDERS) await see(order)
    expect(page.url()).toBe(`${application.origin}/?tab=2`)
    expect(requests(domain, '/oauth2/token')).toBe(1)

    await page.reload()
    await see('Hello demo@example.com')
    expect(requests(domain, '/oauth2/token')).toBe(1)

    await click('Sign out')
    await see('This is for members.')
    await click('Sign in')
    await page.locator('#signInFormPassword').waitFor()
    expect(said).toEqual([])
  })

  it('shows what went wrong', async () => {
    script = await bundle(entry)
    await page.goto(`${application.origin}/?error=access_denied&error_description=You+shall+not+pass`)
    await page.getByRole('alert').getByText('You shall not pass').waitFor()
    await see('This is for members.')
  })
})
