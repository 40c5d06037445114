#!/usr/bin/env node
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { certificateIn, type Certificate } from './certificate.ts'
import {
  adviceFor,
  findConfig,
  loadConfig,
  readUrls,
  withUrls,
  type ConfigFile,
  type PoolInFile,
} from './config.ts'
import { createUserPool, type UserPool } from './index.ts'
import { checkPort } from './listen.ts'
import { fileStore, removeFile } from './store.ts'

const HELP = `npx cognito-local-domain [options]

Runs a stand-in for the domain of an Amazon Cognito user pool on this machine.

  --port <number>       where the domain is served; 9230. 0 takes any free port
  --host <name>         what to listen on; localhost. In a container: 0.0.0.0
  --config <file>       the pools, their clients, users and groups; user-pool.config.js, where there is one
  --callback-url <url>  where your application is: the app clients take it as a callback and a sign-out URL.
                        May be given again and again
  --data <folder>       what is kept over a restart; .cognito-local-domain
  --reset               forget the users, their sessions and the keys
  --tls                 serve over https, with a certificate that is made at the first start
  --help                print this
`

const FIRST_PORT = 9230

/** What runs where there is no configuration. */
const DEFAULT: ConfigFile = {
  pools: [
    {
      poolId: 'local_DemoPool',
      clients: [
        {
          clientId: 'demo',
          // Where the development servers of Create React App and Next.js, of Vite and of Angular are.
          callbackUrls: [3000, 5173, 4200].map((port) => `http://localhost:${port}/`),
          logoutUrls: [3000, 5173, 4200].map((port) => `http://localhost:${port}/`),
          allowedOAuthFlows: ['code', 'implicit'],
          allowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
        },
      ],
      demoUser: { username: 'demo', password: 'Demo-1234' },
    },
  ],
}

interface Arguments {
  port: number
  host: string
  config: string | undefined
  callbackUrls: readonly string[]
  data: string
  reset: boolean
  tls: boolean
}

/** What was asked for; undefined for --help. */
function readArguments(): Arguments | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(FIRST_PORT) },
      host: { type: 'string', default: 'localhost' },
      config: { type: 'string' },
      'callback-url': { type: 'string', multiple: true, default: [] },
      data: { type: 'string', default: '.cognito-local-domain' },
      reset: { type: 'boolean', default: false },
      tls: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return undefined
  const port = Number(values.port)
  if (!/^\d+$/.test(values.port) || port > 65_535)
    throw new Error(`--port must be a number from 0 to 65535, not ${values.port}`)
  return {
    ...values,
    port,
    config: values.config,
    callbackUrls: readUrls(values['callback-url'], '--callback-url'),
  }
}

/** Starts every pool of the configuration; ends those that run when one cannot. */
async function start(wanted: Arguments): Promise<void> {
  const { data, host } = wanted
  const file = wanted.config ?? (await findConfig('.'))
  const config = file === undefined ? DEFAULT : await loadConfig(file)
  const all = config.pools.map((pool) => withUrls(pool, wanted.callbackUrls))
  const pools = all.map(({ port, ...settings }, index) => ({
    port: port ?? (wanted.port === 0 ? 0 : wanted.port + index),
    settings,
    users: join(data, `${settings.poolId}.db`),
  }))
  // The users of one that runs are not touched.
  for (const { port } of pools) await checkPort(port, host)
  if (wanted.reset) for (const { users } of pools) removeFile(users)
  await mkdir(data, { recursive: true })
  // There are private keys in it.
  await writeFile(join(data, '.gitignore'), '*\n')
  const certificate = wanted.tls ? await certificateIn(data) : undefined
  const running: UserPool[] = []
  try {
    for (const { port, settings, users } of pools) {
      const store = fileStore(users)
      const pool = await createUserPool({
        ...settings,
        store,
        log: console.log,
        advice: adviceFor('npx cognito-local-domain', file),
      })
      running.push(pool)
      await pool.listen({ port, host, ...(certificate && { tls: certificate }) })
      console.log(described(pool, settings))
    }
  } catch (error) {
    for (const pool of running) await pool.close()
    throw error
  }
  // The first process of a container has to do this itself.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      for (const pool of running) void pool.close()
    })
  }
  if (certificate) console.log(trusting(certificate))
  if (file === undefined)
    console.log('For clients, users and groups of your own, write a user-pool.config.js: see the README.')
  console.log('Ctrl+C ends it.')
}

/** What an application is told, and what a person does next. */
function described({ origin, issuer, poolId }: UserPool, { clients, demoUser }: PoolInFile): string {
  const lines = [
    `The local user pool ${poolId} runs at ${origin}`,
    `Its mails are at    ${origin}/mailbox`,
    '',
    'What your application is told:',
    `  domain         ${origin}`,
    `  user pool id   ${poolId}`,
    `  issuer         ${issuer}`,
    ...clients.flatMap((client) => [
      `  client id      ${client.clientId}`,
      `  callback URL   ${client.callbackUrls.join('  ')}`,
    ]),
    '',
    `Sign up with any e-mail address${
      demoUser ? `, or sign in as ${demoUser.username} with the password ${demoUser.password}` : ''
    }.`,
  ]
  return `${lines.join('\n')}\n`
}

/** How programs and browsers come to trust the certificate. */
function trusting({ file }: Certificate): string {
  const path = resolve(file)
  return `The certificate is ${path}. It is for this machine only. To trust it:
  Node.js   NODE_EXTRA_CA_CERTS="${path}" node …
  curl      curl --cacert "${path}" …
  macOS     security add-trusted-cert -k ~/Library/Keychains/login.keychain-db "${path}"
  Windows   certutil -user -addstore Root "${path}"
  Linux     certutil -d sql:$HOME/.pki/nssdb -A -t P,, -n cognito-local-domain -i "${path}"  (Chrome, Chromium)
  Firefox   open the domain once and accept the certificate
`
}

async function main(): Promise<void> {
  const wanted = readArguments()
  if (wanted) await start(wanted)
  else console.log(HELP)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
