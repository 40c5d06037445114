import { existsSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import browserSync from 'browser-sync'
import { createUserPool, fileStore, type UserPool } from './user-pool/index.ts'

const sample = import.meta.dirname
const project = resolve(sample, '..')

/** The app client, the pool and its port, as config.js names them. */
const CLIENT_ID = '1localdemoclient23456789ab'
const POOL_ID = 'local_DemoPool'
const POOL_PORT = 9230

const HELP = `npm start -- [options]

  --port <number>       where the sample is served; 3000
  --public-url <url>    the https address of a tunnel to the sample, such as https://name.ngrok.app:
                        the local user pool is then served on that address too
  --reset               forget the users of the local user pool
  --no-open             do not open a browser
`

export interface ServeOptions {
  /** 0 takes any free port. */
  port: number
  /** The same; the pages look for the local user pool where config.js says. */
  poolPort: number
  /** The address of a tunnel that leads to `port`, without a path. */
  publicUrl?: string | undefined
  open: boolean
  /** The file that keeps users, keys and grants; nothing outlives the process where it is left out. */
  file?: string | undefined
  log: (line: string) => void
}

export interface Served {
  /** The address of the sample: that of the tunnel where there is one. */
  readonly url: string
  /** Its address on this machine. */
  readonly localUrl: string
  readonly pool: UserPool
  close(): Promise<void>
}

/** Serves the sample pages with browser-sync and the local user pool beside them, both on the loopback only. */
export async function serve({ port, poolPort, publicUrl, open, file, log }: ServeOptions): Promise<Served> {
  const samplePort = await freePort(port, 'Write npm start -- --port <another port>.')
  const domainPort = await freePort(poolPort, 'The local user pool needs it: is another npm start running?')
  const localUrl = `http://localhost:${samplePort}`
  const url = publicUrl ?? localUrl
  const pages = ['/', '/index.html', '/spa.html'].map((page) => url + page)
  const pool = await createUserPool({
    origin: publicUrl ?? `http://localhost:${domainPort}`,
    poolId: POOL_ID,
    clients: [
      {
        clientId: CLIENT_ID,
        callbackUrls: pages,
        logoutUrls: pages,
        allowedOAuthFlows: ['code', 'implicit'],
        allowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
      },
    ],
    demoUser: { username: 'demo', password: 'Demo-1234' },
    log,
    ...(file !== undefined && { store: fileStore(file) }),
  })
  const answer = getRequestListener((request) => pool.fetch(request))

  const domain = createServer((request, response) => void answer(request, response))
  await new Promise<void>((done) => domain.listen(domainPort, 'localhost', done))

  const site = browserSync.create()
  await new Promise<void>((done, fail) => {
    const options: browserSync.Options & { listen: string } = {
      server: {
        baseDir: sample,
        routes: {
          '/dist': join(project, 'dist'),
          '/node_modules/jwt-decode': join(project, 'node_modules/jwt-decode'),
          '/node_modules/js-cookie': join(project, 'node_modules/js-cookie'),
        },
      },
      files: [`${sample}/*.{html,css,js}`, `${project}/dist/*.js`],
      port: samplePort,
      listen: 'localhost',
      host: 'localhost',
      open: open && 'local',
      online: false,
      notify: false,
      ui: false,
      // It would repeat the clicks of one window in every other.
      ghostMode: false,
      logLevel: 'silent',
      middleware: publicUrl === undefined ? [] : [besidePages(answer)],
    }
    site.init(options, (error: unknown) => {
      if (error instanceof Error) fail(error)
      else done()
    })
  })
  return {
    url,
    localUrl,
    pool,
    async close() {
      site.exit()
      domain.closeAllConnections()
      await new Promise((done) => domain.close(done))
    },
  }
}

/** A tunnel has one address: whatever is no file of the sample is for the user pool. */
function besidePages(answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  return (request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    const ofSample =
      /^\/(dist|node_modules|browser-sync)\//.test(pathname) ||
      existsSync(join(sample, resolve('/', pathname)))
    if (ofSample) next()
    else void answer(request, response)
  }
}

/** The port, or a free one for 0. browser-sync would take the next port without a word, which no callback URL names. */
async function freePort(port: number, advice: string): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done, fail) => {
    probe.once('error', () => {
      fail(new Error(`Port ${port} is in use. ${advice}`))
    })
    probe.listen(port, 'localhost', done)
  })
  const taken = (probe.address() as AddressInfo).port
  await new Promise((done) => probe.close(done))
  return taken
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      'public-url': { type: 'string' },
      reset: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    return
  }
  const file = join(project, '.user-pool.json')
  if (values.reset) rmSync(file, { force: true })
  const { url, pool } = await serve({
    port: readPort(values.port),
    poolPort: POOL_PORT,
    publicUrl: readPublicUrl(values['public-url']),
    open: !values['no-open'],
    file,
    log: console.log,
  })
  console.log(`The sample           ${url}
The local user pool  ${pool.origin}  (its mails: ${pool.origin}/mailbox)

Sign up with any e-mail address, or sign in as demo with the password Demo-1234. Ctrl+C ends both.`)
}

function readPort(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port must be a port number, not ${text}.`)
  return port
}

function readPublicUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'https:' || url.pathname !== '/' || url.search || url.hash) {
    throw new Error(
      `--public-url must be the https address of the tunnel without a path, such as https://name.ngrok.app, not ${text}.`,
    )
  }
  return url.origin
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
