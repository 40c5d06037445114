import type { GeneratedKeys } from './keys.ts'
import type { PoolStore } from './store.ts'

/** The grants a browser's app client can have: `code` and `implicit` (Cognito's AllowedOAuthFlows). */
export type OAuthFlow = 'code' | 'implicit'

/** One app client. It has no secret: a browser cannot keep one. */
export interface AppClientOptions {
  clientId: string
  /** Allowed callback URLs, compared character by character. */
  callbackUrls: readonly string[]
  /** Allowed sign-out URLs, compared character by character. Default: none. */
  logoutUrls?: readonly string[]
  /** Default: `['code']`. */
  allowedOAuthFlows?: readonly OAuthFlow[]
  /** Default: `['openid', 'email', 'profile']`. */
  allowedOAuthScopes?: readonly string[]
  /** Seconds. Default 3600. Cognito takes 300 to 86400; shorter ones are allowed here, for tests. */
  accessTokenValidity?: number
  /** Seconds. Default 3600. */
  idTokenValidity?: number
  /** Seconds. Default 30 days. */
  refreshTokenValidity?: number
  /** When present, every refresh returns a new refresh token and retires the one that was sent. */
  refreshTokenRotation?: {
    /** Seconds a retired refresh token still works, 0 to 60. */
    retryGracePeriodSeconds: number
  }
  /** Default true. Without it tokens carry no `jti` and no `origin_jti`, and /oauth2/revoke refuses. */
  enableTokenRevocation?: boolean
}

/** An SMTP server that takes the pool's mails. */
export interface SmtpOptions {
  /** For example `smtp://localhost:1025` or `smtps://name:password@mail.example`. */
  url: string
  /** Default: Cognito's own sender, `no-reply@verificationemail.com`. */
  from?: string
}

/** What {@link createUserPool} takes. */
export interface UserPoolOptions {
  /** Where the domain is reached, for example `http://localhost:9230`. */
  origin: string
  /** For example `local_DemoPool`. */
  poolId: string
  clients: readonly AppClientOptions[]
  /** The time in milliseconds since 1970. Default `Date.now`. */
  clock?: () => number
  /** Receives one line per mail and per fault worth knowing. Default: nothing is logged. */
  log?: (line: string) => void
  /** Where users, keys and grants are kept. Default: memory. */
  store?: PoolStore
  /** Sends every mail to this server, too. Default: mails are in the mailbox only. */
  smtp?: SmtpOptions
  /** A confirmed user who is there from the start; the sign-in page shows name and password. */
  demoUser?: { username: string; password: string; attributes?: Readonly<Record<string, string>> }
  /** Keys made by `generateKeys()`, so that many pools of one test run share them. Default: those of the store. */
  keys?: GeneratedKeys
}

/** An app client with every default filled in. */
export interface AppClient extends Required<Omit<AppClientOptions, 'refreshTokenRotation'>> {
  /** Seconds; undefined when the client does not rotate. */
  rotationGrace: number | undefined
}

/** The checked options that the rest of the pool reads. */
export interface PoolConfig {
  readonly origin: string
  readonly poolId: string
  readonly issuer: string
  /** Cookies get `Secure` where the domain is reached over TLS. */
  readonly secure: boolean
  readonly clients: ReadonlyMap<string, AppClient>
  readonly smtp: Required<SmtpOptions> | undefined
}

const DAY = 24 * 60 * 60
/** The names of this machine, which no DNS server elsewhere answers for (RFC 6761 section 6.3). */
export const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])
/** Schemes that a browser handles itself. */
const NOBODYS_OWN = new Set(
  'about: blob: data: file: filesystem: ftp: javascript: vbscript: view-source: ws: wss:'.split(' '),
)

/** Checks the options; throws a TypeError that says what to write instead. */
export function readOptions(options: UserPoolOptions): PoolConfig {
  const { origin, poolId } = options
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
    throw new TypeError(
      `origin must be a scheme, a host and a port only, as in http://localhost:9230: ${origin}`,
    )
  }
  if (!/^[\w-]+_[0-9a-zA-Z]+$/.test(poolId)) {
    throw new TypeError(`poolId must look like local_DemoPool: ${poolId}`)
  }
  const clients = new Map<string, AppClient>()
  for (const client of options.clients.map(readClient)) {
    if (clients.has(client.clientId)) throw new TypeError(`clientId ${client.clientId} is used twice`)
    clients.set(client.clientId, client)
  }
  return Object.freeze({
    origin,
    poolId,
    issuer: `${origin}/${poolId}`,
    secure: origin.startsWith('https:'),
    clients,
    smtp: options.smtp && readSmtp(options.smtp),
  })
}

function readSmtp({ url, from = 'no-reply@verificationemail.com' }: SmtpOptions): Required<SmtpOptions> {
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol))
    throw new TypeError(`smtp.url must be as in smtp://localhost:1025, or with smtps: ${url}`)
  return { url, from }
}

function readClient(options: AppClientOptions): AppClient {
  const { clientId } = options
  // Cognito's own pattern for a client id is [\w+]+.
  if (!/^[\w+]+$/.test(clientId))
    throw new TypeError(`clientId may hold letters, digits, _ and + only: ${clientId}`)
  if (options.callbackUrls.length === 0) throw new TypeError(`client ${clientId} needs a callback URL`)
  for (const url of [...options.callbackUrls, ...(options.logoutUrls ?? [])]) checkUrl(clientId, url)
  const grace = options.refreshTokenRotation?.retryGracePeriodSeconds
  if (grace !== undefined && !(Number.isInteger(grace) && grace >= 0 && grace <= 60)) {
    throw new TypeError(`client ${clientId}: retryGracePeriodSeconds must be 0 to 60`)
  }
  const seconds = (name: string, value: number) => {
    if (!Number.isInteger(value) || value < 1)
      throw new TypeError(`client ${clientId}: ${name} must be whole seconds`)
    return value
  }
  return {
    clientId,
    callbackUrls: options.callbackUrls,
    logoutUrls: options.logoutUrls ?? [],
    allowedOAuthFlows: options.allowedOAuthFlows ?? ['code'],
    allowedOAuthScopes: options.allowedOAuthScopes ?? ['openid', 'email', 'profile'],
    accessTokenValidity: seconds('accessTokenValidity', options.accessTokenValidity ?? 3600),
    idTokenValidity: seconds('idTokenValidity', options.idTokenValidity ?? 3600),
    refreshTokenValidity: seconds('refreshTokenValidity', options.refreshTokenValidity ?? 30 * DAY),
    enableTokenRevocation: options.enableTokenRevocation ?? true,
    rotationGrace: grace,
  }
}

/** Cognito developer guide, App client settings: https, http on the loopback only, or an app's own scheme; no fragment. */
function checkUrl(clientId: string, url: string): void {
  const refuse = (why: string) => new TypeError(`client ${clientId}: ${why}: ${url}`)
  // The URL becomes a Location header as it stands, which RFC 9110 section 10.2.2 keeps to ASCII.
  if (!URL.canParse(url) || !/^[\x21-\x7e]{1,1024}$/.test(url))
    throw refuse('not an absolute URL of ASCII characters')
  if (url.includes('#')) throw refuse('a callback or sign-out URL has no fragment')
  const problem = schemeProblem(new URL(url), LOOPBACK)
  if (problem !== undefined) throw refuse(problem)
}

/** What is wrong with the scheme: good are https, http on these hosts, and an app's own scheme. */
export function schemeProblem(
  { protocol, hostname }: URL,
  plainHosts: ReadonlySet<string>,
): string | undefined {
  if (protocol === 'http:' && !plainHosts.has(hostname)) return 'plain http is for localhost only'
  return NOBODYS_OWN.has(protocol) ? `${protocol} is no application's own scheme` : undefined
}
