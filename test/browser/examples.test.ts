import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { compile } from 'svelte/compiler'
import type { Browser, Page } from 'playwright-core'
import { build, type Plugin, type Rolldown } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createUserPool, generateKeys, type UserPool } from '../../sample/user-pool/src/index.ts'
import { launchChromium } from '../helpers/chromium.ts'
import { withSettings } from '../helpers/documents.ts'
import { complaintsIn, fillSignIn, listen, type Site } from '../helpers/site.ts'
import { meetTrouble, refuseSignIn, TROUBLE, uncaught } from '../helpers/trouble.ts'

/* The examples of EXAMPLES.md as they stand there, but for the settings, bundled and in a real browser. */

const project = join(import.meta.dirname, '../..')
const DEMO = { username: 'demo', password: 'Demo-1234' }
const ORDERS = ['12 apples', '1 ladder']
const POOL_ID = 'local_ExamplesPool'
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
    poolId: POOL_ID,
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
        '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Orders</title><div id="app"></div><app-root></app-root><script type="module" src="/application.js"></script></html>',
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
    plugins: [vue(), svelte, angular, ourSettings, guards],
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
    const issuer = `${domain.origin}/${POOL_ID}`
    return withSettings(readFileSync(id, 'utf8'), { poolId: POOL_ID, issuer, origin: domain.origin }, ours)
  },
}

/** What Svelte's own plugin does, and no more. */
const svelte: Plugin = {
  name: 'svelte',
  transform(code, filename) {
    return filename.endsWith('.svelte') ? compile(code, { filename, dev: true }).js : null
  },
}

/** Has the browser compile the components, which the Angular CLI would do when it builds. */
const angular: Plugin = {
  name: 'angular',
  transform(code, id) {
    return id.endsWith('/angular/main.ts') ? `import '@angular/compiler'\n${code}` : null
  },
}

/** Applications whose guards are at hand, since there is no router to call them. */
const GUARDS: Readonly<Record<string, string>> = {
  'vue/guarded.ts': `
    import { createApp } from 'vue'
    import App from './App.vue'
    import { requireAuth } from './auth.ts'
    createApp(App).mount('#app')
    window.guard = () => requireAuth({ fullPath: '/members', meta: {} })`,
  'angular/guarded.ts': `
    import '@angular/compiler'
    import { runInInjectionContext } from '@angular/core'
    import { bootstrapApplication } from '@angular/platform-browser'
    import { App } from './app.ts'
    import { appConfig } from './app.config.ts'
    import { authGuard } from './auth.guard.ts'
    const app = bootstrapApplication(App, appConfig)
    window.guard = async () => runInInjectionContext((await app).injector, () => authGuard({}, { url: '/members' }))`,
}
const guards: Plugin = {
  name: 'guards',
  enforce: 'pre',
  resolveId: (id) => (Object.keys(GUARDS).some((name) => id.endsWith(name)) ? id : null),
  load: (id) => Object.entries(GUARDS).find(([name]) => id.endsWith(name))?.[1] ?? null,
}
declare global {
  var guard: () => Promise<boolean>
}

const requests = (site: Site, path: string) => site.arrived.filter(({ url }) => url.pathname === path).length
const see = (text: string) => page.getByText(text).waitFor()
const click = (name: string) => page.getByRole('button', { name }).click()

const membersOnly = 'This is for members.'

async function signIn() {
  await page.goto(`${application.origin}/?tab=2`)
  await click('Sign in')
  await fillSignIn(page, DEMO)
  await see('Hello demo@example.com')
}

describe.each([
  ['React, in StrictMode', 'react/main.tsx'],
  ['Vue', 'vue/main.ts'],
  ['Svelte', 'svelte/main.ts'],
  ['Angular', 'angular/main.ts'],
])('the example for %s', (_, entry) => {
  beforeAll(async () => {
    script = await bundle(entry)
  })

  it('keeps the orders for members, signs in and out, and has nothing to complain about', async () => {
    await page.goto(`${application.origin}/?tab=2`)
    await see(membersOnly)
    expect(requests(application, '/api/orders')).toBe(0)

    await signIn()
    for (const order of ORDERS) await see(order)
    expect(page.url()).toBe(`${application.origin}/?tab=2`)
    expect(requests(domain, '/oauth2/token')).toBe(1)

    await page.reload()
    await see('Hello demo@example.com')
    expect(requests(domain, '/oauth2/token')).toBe(1)

    await click('Sign out')
    await see(membersOnly)
    await click('Sign in')
    await page.locator('#signInFormPassword').waitFor()
    expect(said).toEqual([])
  })

  it.each(TROUBLE)('says so where the API %s, once, and lets people sign out', async (_state, answer) => {
    const asked = await meetTrouble(page, answer)
    await signIn()
    const alert = page.getByRole('alert')
    await alert.waitFor()
    // What comes instead of an answer has a status that says nothing.
    expect(await alert.innerText()).toContain(answer && answer.status !== 200 ? answer.status : ' ')
    expect(await page.locator('body').innerText()).not.toContain('Bad Gateway')
    const before = asked()
    await page.waitForTimeout(300)
    expect(asked()).toBe(before)

    await click('Sign out')
    await see(membersOnly)
    expect(uncaught(said)).toEqual([])
  })

  it('says why where the user pool allows nobody, however often somebody tries', async () => {
    await page.goto(`${application.origin}/`)
    for (let i = 0; i < 3; i++) {
      await click('Sign in')
      await refuseSignIn(page, `${application.origin}/`)
      await page.getByRole('alert').getByText('“access_denied: You shall not pass”').waitFor()
      await see(membersOnly)
    }
    await click('Sign in')
    await page.getByRole('alert').getByText('3 sign-ins came back failing').waitFor()
    expect(uncaught(said)).toEqual([])
  })

  it('says so where the user pool is down, and offers the sign-in', async () => {
    pool.addFault({ path: '/oauth2/token', times: 99, status: 500, body: '<h1>Bad Gateway</h1>' })
    await page.goto(`${application.origin}/`)
    await click('Sign in')
    await fillSignIn(page, DEMO)
    await page.getByRole('alert').waitFor({ timeout: 20_000 })
    await see(membersOnly)
    expect(await page.locator('body').innerText()).not.toContain('Bad Gateway')
    expect(uncaught(said)).toEqual([])
  })
})

describe.each(Object.keys(GUARDS))('the guard in %s', (entry) => {
  beforeAll(async () => {
    script = await bundle(entry)
  })
  const knock = () => page.evaluate(() => guard())

  it('leads to the sign-in and back to the page that was wanted, and lets members pass', async () => {
    await page.goto(`${application.origin}/`)
    await see(membersOnly)
    knock().catch(() => 'The page was left.')
    await fillSignIn(page, DEMO)
    await see('Hello demo@example.com')
    expect(page.url()).toBe(`${application.origin}/members`)
    expect(await knock()).toBe(true)
  })

  it('begins no other sign-in where the last one failed, so that people read why', async () => {
    await page.goto(`${application.origin}/`)
    await click('Sign in')
    await refuseSignIn(page, `${application.origin}/`)
    await page.getByRole('alert').getByText('“access_denied: You shall not pass”').waitFor()
    expect(await knock()).toBe(false)
    await page.getByRole('alert').getByText('“access_denied: You shall not pass”').waitFor()
    expect(requests(domain, '/oauth2/authorize')).toBe(1)
  })
})
