import * as v from 'valibot'
import type { GeneratedKeys } from './keys.ts'
import { COST, passwordProblem } from './passwords.ts'
import { check, flag, list, object, oneOf, problem, problems, text, whole, withMethods } from './schema.ts'
import type { PoolStore } from './store.ts'
import type { NewUser } from './users.ts'

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

/** A group of users; it is in the tokens of its members as `cognito:groups`. */
export interface GroupOptions {
  name: string
}

/** An SMTP server that takes the pool's mails. */
export interface SmtpOptions {
  /** For example `smtp://localhost:1025` or `smtps://name:password@mail.example`. */
  url: string
  /** Default: Cognito's own sender, `no-reply@verificationemail.com`. */
  from?: string
}

/** What is the same wherever a pool runs. */
export interface PoolSettings {
  /** For example `local_DemoPool`. */
  poolId: string
  clients: readonly AppClientOptions[]
  /** The groups that users can be in. Default: none. */
  groups?: readonly GroupOptions[]
  /** Confirmed users who are there from the start. One whom the store knows is left as he is, but for his groups. */
  users?: readonly NewUser[]
  /** A confirmed user who is there from the start; the sign-in page shows name and password. */
  demoUser?: { username: string; password: string; attributes?: Readonly<Record<string, string>> }
  /** Sends every mail to this server, too. Default: mails are in the mailbox only. */
  smtp?: SmtpOptions
}

/** What {@link createUserPool} takes. */
export interface UserPoolOptions extends PoolSettings {
  /** Where the domain is reached. Default: where it listens, and `http://localhost:9230` before. */
  origin?: string
  /** The time in milliseconds since 1970. Default `Date.now`. */
  clock?: () => number
  /** Receives one line per mail and per fault worth knowing. Default: nothing is logged. */
  log?: (line: string) => void
  /** Where users, keys and grants are kept. Default: memory. */
  store?: PoolStore
  /** Keys made by `generateKeys()`, so that many pools of one test run share them. Default: those of the store. */
  keys?: GeneratedKeys
  /**
   * How much work it takes to hash a password: the N of scrypt (RFC 7914), a power of two. Default 16384, some 40 ms. A
   * test run may take 2.
   */
  passwordCost?: number
  /**
   * What to do so that an application may be at this URL: a line for the page that refuses it. Default: what to add to
   * the options of the app client.
   */
  advice?: (url: string, clientId: string) => string
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
  readonly groups: ReadonlySet<string>
  readonly smtp: Required<SmtpOptions> | undefined
  readonly passwordCost: number
}

/** The options of a running pool: where it listens and which clients it has may be said later. */
export interface ChangingConfig extends PoolConfig {
  readonly clients: Map<string, AppClient>
  /** Says where the domain is reached. */
  moveTo(origin: string): void
}

const DAY = 24 * 60 * 60
const DEFAULT_ORIGIN = 'http://localhost:9230'
/** The names of this machine, which no DNS server elsewhere answers for (RFC 6761 section 6.3). */
export const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])
/** Schemes that a browser handles itself. */
const NOBODYS_OWN = new Set(
  'about: blob: data: file: filesystem: ftp: javascript: vbscript: view-source: ws: wss:'.split(' '),
)

const seconds = whole('whole seconds, 1 or more', 1)
const url = v.pipe(text, problem(urlProblem))

const CLIENT = object({
  // Cognito's own pattern for a client id is [\w+]+.
  clientId: v.pipe(
    text,
    problem((id) =>
      /^[\w+]+$/.test(id) ? undefined : `may hold letters, digits, _ and + only, unlike ${id}`,
    ),
  ),
  callbackUrls: v.pipe(
    list(url),
    problem((urls) =>
      urls.length === 0 ? "needs a callback URL, as in ['http://localhost:3000/']" : undefined,
    ),
  ),
  logoutUrls: v.optional(list(url), []),
  allowedOAuthFlows: v.optional(list(oneOf(['code', 'implicit'])), ['code']),
  allowedOAuthScopes: v.optional(list(text), ['openid', 'email', 'profile']),
  accessTokenValidity: v.optional(seconds, 3600),
  idTokenValidity: v.optional(seconds, 3600),
  refreshTokenValidity: v.optional(seconds, 30 * DAY),
  refreshTokenRotation: v.optional(
    object({ retryGracePeriodSeconds: whole('whole seconds from 0 to 60', 0, 60) }),
  ),
  enableTokenRevocation: v.optional(flag, true),
})

const password = v.pipe(
  text,
  problem((typed) => {
    const weak = passwordProblem(typed)
    return weak === undefined ? undefined : `is refused: ${weak}`
  }),
)
const attributes = v.optional(v.record(v.string(), v.string('must be a string, as all attributes are')))

const USER = object({
  username: v.optional(text),
  email: v.optional(text),
  password,
  attributes,
  groups: v.optional(list(text)),
})

/** The members of {@link PoolSettings}. */
const SETTINGS = {
  poolId: v.pipe(
    text,
    problem((id) =>
      /^[\w-]+_[0-9a-zA-Z]+$/.test(id) ? undefined : `must look like local_DemoPool, unlike ${id}`,
    ),
  ),
  clients: list(CLIENT),
  groups: v.optional(list(object({ name: text })), []),
  users: v.optional(list(USER), []),
  demoUser: v.optional(object({ username: text, password, attributes })),
  smtp: v.optional(
    object({
      url: v.pipe(text, problem(smtpProblem)),
      from: v.optional(text, 'no-reply@verificationemail.com'),
    }),
  ),
}

const OPTIONS = object({
  origin: v.optional(v.pipe(text, problem(originProblem))),
  ...SETTINGS,
  clock: v.optional(withMethods<() => number>('a function that gives milliseconds since 1970')),
  log: v.optional(withMethods<(line: string) => void>('a function that takes a line')),
  store: v.optional(withMethods<PoolStore>('what memoryStore() or fileStore(path) gives', 'open')),
  keys: v.optional(v.custom<GeneratedKeys>(isObject, 'must be what generateKeys() gives')),
  passwordCost: v.optional(
    v.pipe(
      whole('a power of two from 2 to 131072', 2, 2 ** 17),
      problem((cost) =>
        Number.isInteger(Math.log2(cost)) ? undefined : `must be a power of two, unlike ${cost}`,
      ),
    ),
    COST,
  ),
  advice: v.optional(withMethods<(url: string, clientId: string) => string>('a function that gives a line')),
})

/**
 * A pool of a configuration file: its settings, and the port of its domain.
 * @internal
 */
export const POOL_IN_FILE = v.pipe(
  object({ ...SETTINGS, port: v.optional(whole('a port number from 0 to 65535', 0, 65_535)) }),
  problems((settings) => contradictions(settings)),
)

/** Checks the options; throws a TypeError that names every mistake and says what to write instead. */
export function readOptions(options: UserPoolOptions): ChangingConfig {
  const checked = check(
    v.pipe(
      OPTIONS,
      problems((settings) => contradictions(settings)),
    ),
    options,
    'The options of the user pool',
  )
  let origin = checked.origin ?? DEFAULT_ORIGIN
  return {
    get origin() {
      return origin
    },
    get issuer() {
      return `${origin}/${checked.poolId}`
    },
    get secure() {
      return origin.startsWith('https:')
    },
    poolId: checked.poolId,
    clients: new Map(checked.clients.map((client) => [client.clientId, withGrace(client)])),
    groups: new Set(checked.groups.map(({ name }) => name)),
    smtp: checked.smtp,
    passwordCost: checked.passwordCost,
    moveTo(to) {
      // What was said stands: the domain may be reached through a tunnel.
      if (checked.origin === undefined) origin = to
    },
  }
}

/** Checks an app client that comes later. */
export function readClient(options: AppClientOptions, { clients }: PoolConfig): AppClient {
  const client = withGrace(check(CLIENT, options, 'The app client'))
  if (clients.has(client.clientId))
    throw new TypeError(`The app client: clientId ${client.clientId} is used twice`)
  return client
}

function withGrace({ refreshTokenRotation, ...client }: v.InferOutput<typeof CLIENT>): AppClient {
  return { ...client, rotationGrace: refreshTokenRotation?.retryGracePeriodSeconds }
}

/** What is right member for member and wrong together. */
function* contradictions({
  clients,
  groups,
  users,
}: {
  clients: readonly v.InferOutput<typeof CLIENT>[]
  groups: readonly GroupOptions[]
  users: readonly v.InferOutput<typeof USER>[]
}): Generator<readonly [path: readonly (string | number)[], message: string]> {
  const ids = clients.map(({ clientId }) => clientId)
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) yield [['clients', index, 'clientId'], `${id} is used twice`]
  }
  const names = groups.map(({ name }) => name)
  for (const [index, user] of users.entries()) {
    if (user.username === undefined && user.email === undefined)
      yield [['users', index], 'needs a username or an email']
    for (const name of user.groups ?? []) {
      if (!names.includes(name)) yield [['users', index, 'groups'], unknownGroup(name)]
    }
  }
}

/** What to do about a user in a group that is not there. */
export function unknownGroup(name: string): string {
  const line = JSON.stringify(name)
  return `names ${line}, which is no group: add { name: ${line} } to the groups of the pool`
}

function smtpProblem(url: string): string | undefined {
  return URL.canParse(url) && /^smtps?:$/.test(new URL(url).protocol)
    ? undefined
    : `must be as in smtp://localhost:1025, or with smtps, unlike ${url}`
}

function originProblem(origin: string): string | undefined {
  return URL.canParse(origin) && new URL(origin).origin === origin
    ? undefined
    : `must be a scheme, a host and a port only, as in ${DEFAULT_ORIGIN}, unlike ${origin}`
}

/** Cognito developer guide, App client settings: https, http on the loopback only, or an app's own scheme; no fragment. */
export function urlProblem(url: string): string | undefined {
  // The URL becomes a Location header as it stands, which RFC 9110 section 10.2.2 keeps to ASCII.
  if (!URL.canParse(url) || !/^[\x21-\x7e]{1,1024}$/.test(url))
    return `is not an absolute URL of ASCII characters: ${url}`
  if (url.includes('#')) return `has a fragment; a callback or sign-out URL has no fragment: ${url}`
  const wrong = schemeProblem(new URL(url), LOOPBACK)
  return wrong === undefined ? undefined : `is refused, for ${wrong}: ${url}`
}

/** What is wrong with the scheme: good are https, http on these hosts, and an app's own scheme. */
export function schemeProblem(
  { protocol, hostname }: URL,
  plainHosts: ReadonlySet<string>,
): string | undefined {
  if (protocol === 'http:' && !plainHosts.has(hostname)) return 'plain http is for localhost only'
  return NOBODYS_OWN.has(protocol) ? `${protocol} is no application's own scheme` : undefined
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
