import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import browserSync from 'browser-sync'
import { createApi } from './api.ts'
import { adviceFor, loadConfig, readUrls, withUrls } from './user-pool/src/config.ts'
import { createUserPool, fileStore, removeFile, type UserPool } from './user-pool/src/index.ts'

const sample = import.meta.dirname
const project = resolve(sample, '..')

/** The app client of the pages, as config.js names it. */
const CLIENT_ID = '1localdemoclient23456789ab'
const CONFIG_FILE = join(sample, 'user-pool.config.js')

const HELP = `npm start -- [options]

  --port <number>       where the sample is served; 3000
  --pool-port <number>  where the local user pool is served; 9230
  --public-url <url>    the https address of a tunnel to the sample, such as https://name.ngrok.app:
                        the local user pool is then served on that address, too
  --callback-url <url>  an address of an application of yours, such as http://localhost:5173/, which the user pool
                        leads to after sign-in and sign-out. May be given again and again. For app clients
                        of your own, see sample/user-pool.config.js
  --file <path>         where the local user pool keeps its users; .user-pool.db
  --reset               forget the users of the local user pool
  --no-open             do not open a browser
`

export interface ServeOptions {
  /** 0 takes any free port. */
  port: number
  /** 0 takes any free port. */
  poolPort: number
  /** The address of a tunnel that leads to `port`, without a path. */
  publicUrl?: string | undefined
  /** The file that says which app clients and users the user pool has; that of the sample. */
  config?: string
  /** Further addresses at which applications take people who signed in or out. */
  callbackUrls?: readonly string[]
  /** Whether to open a browser. */
  open: boolean
  /** The file that keeps users, keys and grants; nothing outlives the process where it is left out. */
  file?: string | undefined
  /** Whether to forget what the file keeps. */
  reset?: boolean
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

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** What answers besides browser-sync: the user pool, and the API that its tokens are for. */
type Parts = Readonly<Record<'pool' | 'api', (request: Request) => Response | Promise<Response>>>

/** Serves the sample pages with browser-sync and the local user pool beside them, both on the loopback only. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { publicUrl, file } = options
  // Both servers have their ports before there is a user pool: its callback URLs name them, and the users of another
  // npm start are not touched when they are taken.
  let makeReady: (parts: Parts) => void = () => undefined
  const ready = new Promise<Parts>((resolve) => (makeReady = resolve))
  const answerOf = (part: keyof Parts) => getRequestListener(async (request) => (await ready)[part](request))
  const answer = answerOf('pool')
  const domain = createServer((request, response) => void answer(request, response))
  const poolPort = await listen(
    domain,
    options.poolPort,
    'Is another npm start running? Otherwise write npm start -- --pool-port <another port>.',
  )
  const closing: (() => unknown)[] = []
  const close = async () => {
    for (const end of closing) await end()
  }
  closing.push(() => {
    domain.closeAllConnections()
    return new Promise((done) => domain.close(done))
  })
  const origin = publicUrl ?? `http://localhost:${poolPort}`
  try {
    const site = await servePages({
      port: options.port,
      open: options.open,
      shared: publicUrl !== undefined,
      front: onlyFor(
        publicUrl,
        sampleOr(origin, answerOf('api'), publicUrl === undefined ? notFound : answer),
      ),
    })
    closing.push(site.close)
    if (options.reset && file !== undefined) removeFile(file)
    const localUrl = `http://localhost:${site.port}`
    const origins = publicUrl === undefined ? [localUrl, `http://127.0.0.1:${site.port}`] : [publicUrl]
    const pool = await createDemoPool(origin, origins, options)
    closing.push(() => pool.close())
    const api = createApi(pool, CLIENT_ID)
    makeReady({ pool: pool.fetch, api: (request) => api.fetch(request) })
    return { url: publicUrl ?? localUrl, localUrl, pool, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The local user pool of the configuration, whose app client knows the pages of the sample on these origins. */
async function createDemoPool(
  origin: string,
  origins: readonly string[],
  { file, log, config = CONFIG_FILE, callbackUrls = [] }: ServeOptions,
): Promise<UserPool> {
  const pages = origins.flatMap((page) => [`${page}/`, `${page}/index.html`, `${page}/spa.html`])
  const [pool, ...others] = (await loadConfig(config)).pools
  if (!pool || others.length > 0 || pool.port !== undefined)
    throw new Error(`${config}: npm start runs one pool, and --pool-port says at which port.`)
  const settings = withUrls(pool, callbackUrls)
  return createUserPool({
    ...settings,
    origin,
    clients: settings.clients.map((client) =>
      client.clientId === CLIENT_ID
        ? {
            ...client,
            callbackUrls: [...new Set([...client.callbackUrls, ...pages])],
            logoutUrls: [...new Set([...(client.logoutUrls ?? []), ...pages])],
          }
        : client,
    ),
    log,
    advice: adviceFor('npm start --', config),
    ...(file !== undefined && { store: fileStore(file) }),
  })
}

interface PagesOptions {
  /** 0 takes any free port. */
  port: number
  open: boolean
  /** Whether a tunnel shows the pages to others, who need not be told of changed files. */
  shared: boolean
  /** Stands in front of everything that browser-sync does. */
  front: (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown
}

/** Runs browser-sync. */
async function servePages({ port, open, shared, front }: PagesOptions) {
  const wanted = await freePort(port)
  const site = browserSync.create()
  const mayListen = (request: IncomingMessage) => !shared && isFromSample(request)
  const listenersOnly: PagesOptions['front'] = (request, response, next) => {
    if (mayListen(request)) next()
    else notFound(request, response)
  }
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
    port: wanted,
    listen: 'localhost',
    host: 'localhost',
    open: open && 'local',
    online: false,
    notify: false,
    ui: false,
    snippet: !shared,
    socket: {
      socketIoOptions: {
        allowRequest(request: IncomingMessage, decide: (error: null, allowed: boolean) => void) {
          decide(null, mayListen(request))
        },
      },
    } as browserSync.SocketOptions,
    // It would repeat the clicks of one window in every other.
    ghostMode: false,
    logLevel: 'silent',
    middleware: [
      { route: '', override: true, handle: front } as browserSync.PerRouteMiddleware,
      { route: '/browser-sync', override: true, handle: listenersOnly } as browserSync.PerRouteMiddleware,
    ],
  }
  await new Promise<void>((done, fail) => {
    site.init(options, (error: unknown) => {
      if (error instanceof Error) fail(error)
      else done()
    })
  })
  const close = () => {
    site.exit()
  }
  return { port: Number(site.getOption('port')), close }
}

/**
 * Whether a page of the sample asks. browser-sync tells whoever listens where the files are. A <script> elsewhere names
 * no origin, and neither does a page whose host name was made to lead here; so a browser has to say that it is ours.
 */
function isFromSample({ headers, socket }: IncomingMessage): boolean {
  const origins = ['localhost', '127.0.0.1'].map((host) => `http://${host}:${socket.localPort}`)
  return headers['sec-fetch-site'] === 'same-origin' || origins.includes(headers.origin ?? '')
}

/** What the pages load. browser-sync's own door for commands is not among it: it would open to every web page. */
const SAMPLE_PATHS =
  /^\/((index|spa)\.html|(config|spa)\.js|style\.css|(dist|node_modules\/(jwt-decode|js-cookie)|browser-sync)\/[\w./-]+)?$/

/** Lets browser-sync serve what belongs to the sample, and hands everything else to the API or to `others`. */
function sampleOr(poolOrigin: string, api: Answer, others: Answer): PagesOptions['front'] {
  return (request, response, next) => {
    const path = (request.url ?? '').split('?', 1).join()
    if (path.startsWith('/api/')) api(request, response)
    else if (!SAMPLE_PATHS.test(path) || path.includes('..')) others(request, response)
    else if (path === '/config.js') sendConfig(poolOrigin, response)
    else next()
  }
}

/** config.js names the usual port of the local user pool; it may have another one today. */
function sendConfig(poolOrigin: string, response: ServerResponse): void {
  const text = readFileSync(join(sample, 'config.js'), 'utf8')
  response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(text.replaceAll('http://localhost:9230', poolOrigin))
}

function notFound(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain' }).end('There is no such page.')
}

/**
 * Answers requests that name this machine or the tunnel, as the pool does on its own port. A page elsewhere whose host
 * name was made to lead here (DNS rebinding) could read what is here otherwise.
 */
function onlyFor(publicUrl: string | undefined, answer: PagesOptions['front']): PagesOptions['front'] {
  const publicHost = publicUrl === undefined ? undefined : new URL(publicUrl).host
  return (request, response, next) => {
    const host = request.headers.host ?? ''
    if (/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host) || host === publicHost)
      answer(request, response, next)
    else response.writeHead(421, { 'Content-Type': 'text/plain' }).end('This server is for localhost.')
  }
}

const LISTEN_ERRORS: Readonly<Record<string, (port: number, advice: string) => string>> = {
  EADDRINUSE: (port, advice) => `Port ${port} is in use. ${advice}`,
  EACCES: (port, advice) => `Port ${port} may not be used. ${advice}`,
  ENOTFOUND: () =>
    'localhost leads nowhere on this machine: write the line "127.0.0.1 localhost" into /etc/hosts.',
}

/** Listens on the loopback; returns the port, which is another one for 0. */
async function listen(server: Server, port: number, advice: string): Promise<number> {
  await new Promise<void>((done, fail) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      fail(new Error(LISTEN_ERRORS[code ?? '']?.(port, advice) ?? message))
    })
    server.listen(port, 'localhost', done)
  })
  return (server.address() as AddressInfo).port
}

/** The port, or one for 0. browser-sync would take the next free one without a word, which no real pool knows. */
async function freePort(port: number): Promise<number> {
  const probe = createServer()
  const free = await listen(probe, port, 'Write npm start -- --port <another port>.')
  await new Promise((done) => probe.close(done))
  return free
}

async function main() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      'pool-port': { type: 'string', default: '9230' },
      'public-url': { type: 'string' },
      'callback-url': { type: 'string', multiple: true, default: [] },
      file: { type: 'string', default: join(project, '.user-pool.db') },
      reset: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    return
  }
  const { url, pool } = await serve({
    port: readPort(values.port, '--port'),
    poolPort: readPort(values['pool-port'], '--pool-port'),
    publicUrl: readPublicUrl(values['public-url']),
    callbackUrls: readUrls(values['callback-url'], '--callback-url'),
    open: !values['no-open'],
    file: values.file,
    reset: values.reset,
    log: console.log,
  })
  console.log(`The sample           ${url}
The local user pool  ${pool.origin}  (its mails: ${pool.origin}/mailbox)

Sign up with any e-mail address, or sign in as demo with the password Demo-1234. Ctrl+C ends both.`)
}

function readPort(text: string, option: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new Error(`${option} must be a port number, not ${text}.`)
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
