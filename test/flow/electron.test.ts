import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createUserPool, generateKeys, type UserPool } from '../../sample/user-pool/src/index.ts'
import type { Deed, Seen } from '../helpers/electron.ts'
import { Person } from '../helpers/person.ts'
import { listen, type Site } from '../helpers/site.ts'

/* The example for Electron in two processes: sign-ins are begun in one or the other, and finished in that of the page. */

const project = join(import.meta.dirname, '../..')
const JANE = { username: 'jane', password: 'Secret-123' }
const keys = await generateKeys()

let directory: string
let domain: Site
let pool: UserPool
let main: ChildProcess
/** What was opened at the system's browser, and what the page showed. */
let opened: string[]
let drawn: unknown[]

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'electron-'))
  domain = await listen((request) => pool.fetch(request), '127.0.0.1')
  pool = await createUserPool({
    origin: domain.origin,
    poolId: 'local_ElectronPool',
    clients: [
      {
        clientId: 'app1',
        callbackUrls: ['com.example.orders://callback'],
        logoutUrls: ['com.example.orders://signed-out'],
      },
    ],
    keys,
  })
  await pool.addUser({ ...JANE, email: 'jane@example.com' })
})
afterEach(() => {
  main.disconnect()
  domain.close()
  rmSync(directory, { recursive: true })
})

/** Starts the application, with other texts in the place of those that its files have. */
async function start(changes: Readonly<Record<string, string>> = {}): Promise<void> {
  const changed = (text: string) =>
    Object.entries({
      "'eu-central-1_AbCdEfGhI'": `'${pool.poolId}', Issuer: '${pool.issuer}'`,
      '1example23456789': 'app1',
      "'my-app.auth.eu-central-1.amazoncognito.com'": `'${pool.origin}'`,
      'https://my-app.auth.eu-central-1.amazoncognito.com/': `${pool.origin}/`,
      ...changes,
    }).reduce((all, [from, to]) => all.replaceAll(from, to), text)
  const ourSettings: Plugin = {
    name: 'our-settings',
    setup(building) {
      building.onLoad({ filter: /examples\/electron\/.*\.ts$/ }, ({ path }) => ({
        contents: changed(readFileSync(path, 'utf8')),
        loader: 'ts',
      }))
    },
  }
  const page = `
    import './preload.ts'
    import { auth, start } from './renderer.ts'
    start((...drawn) => process.send({ drawn }))
    process.on('message', ({ page }) => page && auth[page]())
    process.send({ loaded: true })`
  const bundle = (contents: string, name: string) =>
    build({
      stdin: { contents, resolveDir: join(project, 'test/examples/electron') },
      alias: {
        electron: join(project, 'test/helpers/electron.ts'),
        'cognito-auth': join(project, 'src/index.ts'),
      },
      plugins: [ourSettings],
      bundle: true,
      platform: 'node',
      format: 'esm',
      // The example is an application of its own, whose files do what they do.
      ignoreAnnotations: true,
      outfile: join(directory, name),
    })
  await Promise.all([bundle("import './main.ts'", 'main.mjs'), bundle(page, 'page.mjs')])
  opened = []
  drawn = []
  main = fork(join(directory, 'main.mjs'), {
    env: { ...process.env, PAGE: join(directory, 'page.mjs') },
    execArgv: [],
  })
  main.on('message', (seen: Seen) => {
    if ('opened' in seen) opened.push(seen.opened)
    else if ('drawn' in seen) drawn.push(seen.drawn[1] ?? seen.drawn[0] ?? 'nobody')
  })
  await vi.waitFor(() => {
    expect(drawn).toEqual(['nobody'])
  }, 10_000)
}

const happens = (deed: Deed) => main.send(deed)

/** Does what opens the hosted pages, and walks through them; gives the link that leads back. */
async function signInBy(deed: Deed): Promise<string> {
  happens(deed)
  await vi.waitFor(() => {
    expect(opened).toHaveLength(1)
  }, 5000)
  const { href } = await new Person(pool).authorize(opened[0] ?? '', JANE)
  expect(href).toMatch(/^com\.example\.orders:\/\/callback\?code=/)
  return href
}

/** Waits until the page shows this. */
const shows = (text: unknown) =>
  vi.waitFor(() => {
    expect(drawn.at(-1)).toEqual(text)
  }, 5000)

describe('the example for Electron', () => {
  it.each<[string, Deed]>([
    ['the main process begins', { click: 'Sign in' }],
    ['the page begins', { page: 'signIn' }],
  ])('finishes in the page a sign-in that %s, and signs out', async (_, deed) => {
    await start()
    const link = await signInBy(deed)
    happens({ openUrl: link })
    await shows('jane@example.com')

    happens({ page: 'signOut' })
    await shows('nobody')
    await vi.waitFor(() => {
      expect(opened[1]).toContain('/logout?')
    }, 5000)
  })

  it('takes a link once, whichever process began the sign-in', async () => {
    await start()
    const link = await signInBy({ click: 'Sign in' })
    happens({ openUrl: link })
    await shows('jane@example.com')
    happens({ openUrl: link })
    await shows(expect.stringMatching(/sign in again/i))
    expect(domain.arrived.filter(({ url }) => url.pathname === '/oauth2/token')).toHaveLength(1)
  })

  const alone = { 'StateStorage: asyncStorage(electron.states),': '' }
  it('finishes nothing that another process began where the two share no StateStorage', async () => {
    await start(alone)
    happens({ openUrl: await signInBy({ click: 'Sign in' }) })
    await shows(expect.stringMatching(/sign in again/i))
  })

  it('is not helped by AllowUnsolicitedResponse, since the verifier stays behind', async () => {
    await start({ ...alone, '} as const': 'AllowUnsolicitedResponse: true } as const' })
    happens({ openUrl: await signInBy({ click: 'Sign in' }) })
    await shows(expect.stringMatching(/invalid_grant|refused/))
    expect(drawn).not.toContain('jane@example.com')
  })
})
