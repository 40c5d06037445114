import { BOOLEAN, checked, isText, refuse, type Rule, type Rules, SWITCH } from './check.js'
import { webStorage } from './browser.js'
import { CognitoAuthError } from './errors.js'
import { MemoryStorage } from './storage/MemoryStorage.js'
import { answering } from './storage/PromisedStorage.js'
import { answersLater, type AsyncTokenStorage, PROMISES, type TokenStorage } from './storage/TokenStorage.js'

/**
 * What `new CognitoAuth(…)` takes. Keys that are not listed here are ignored, but for a client secret and for these in
 * other letters (`clientId`).
 */
export interface CognitoAuthOptions {
  /** The id of an app client without a secret. */
  ClientId: string
  /** The user pool's domain, `my-app.auth.eu-central-1.amazoncognito.com` or a domain of your own. */
  AppWebDomain: string
  /** The scopes to ask for, e.g. `['openid', 'email']`; every scope of the app client where it is left out. */
  TokenScopesArray?: readonly string[] | null | undefined
  /** Where Cognito sends people after sign-in; one of the app client's callback URLs, to the letter. */
  RedirectUriSignIn: string
  /** Where Cognito sends people after sign-out; one of the app client's sign-out URLs, to the letter. */
  RedirectUriSignOut: string
  /** A provider to go to at once, e.g. `Google` or the name of a SAML or OIDC provider; none for `''`. */
  IdentityProvider?: string | null | undefined
  /** The user pool, e.g. `eu-central-1_AbCdEfGhI`. Given, tokens of any other pool are refused. */
  UserPoolId?: string | null | undefined
  /** The `iss` of the pool's tokens where it is another partition of AWS, or a stand-in such as the local user pool. */
  Issuer?: string | null | undefined
  /** Whether to send what the page's advanced security script collects; true unless given. */
  AdvancedSecurityDataCollectionFlag?: boolean | 0 | 1 | null | undefined
  /**
   * Where the tokens are kept; localStorage, or memory where that is blocked, unless given. Its methods may return
   * promises: then `await auth.init()` comes before everything else.
   */
  Storage?: TokenStorage | AsyncTokenStorage | null | undefined
  /** Where a sign-in that was begun waits for its response; where the tokens are kept unless given. */
  StateStorage?: TokenStorage | AsyncTokenStorage | null | undefined
  /** Opens a URL; leaves the page for it unless given. */
  LaunchUri?: ((url: string) => unknown) | null | undefined
  /** `code` is what to use; `token`, the implicit flow, is what the inherited constructor began with. */
  ResponseType?: 'code' | 'token' | null | undefined
  /**
   * Accepts a code that answers no sign-in of this browser. Only for applications that build the authorize URL
   * themselves: it lets an attacker sign a visitor in as somebody else (RFC 9700, section 4.7).
   */
  AllowUnsolicitedResponse?: boolean | null | undefined
  /**
   * `always` verifies the signature of every token, for a request more. Left out, that of tokens in a redirect is; those
   * that came over TLS from the token endpoint need not be (OpenID Connect Core, section 3.1.3.7).
   */
  VerifySignature?: 'always' | null | undefined
  /** How far the device's clock may be off, in seconds; 5400 unless given. */
  ClockTolerance?: number | null | undefined
  /** Whether to refresh before the session ends, and not only when somebody asks for it; see `startAutoRefresh()`. */
  AutoRefresh?: boolean | null | undefined
  /** The APIs that `auth.fetch()` may send the access token to besides the page's own origin. */
  ApiOrigins?: readonly string[] | null | undefined
  /** Whether `parseCognitoWebResponse` takes the response out of the page's address; true unless given. */
  CleanUrl?: boolean | null | undefined
}

/** The options of either door, checked and complete. */
export type Config = Readonly<ReturnType<typeof readOptions>>

/** Verifies tokens, with the keys of this issuer at hand: without tokens it only fetches those. */
export type SignatureVerifier = (tokens: readonly string[], issuer?: string) => Promise<void>

/** A domain, with what people copy from the console with it: a scheme, and a path. */
const DOMAIN = /^(?:([a-z]+:)\/\/)?((?:(?:\b[a-z\d-]+\b\.)*\b[a-z\d-]+\b|\[::1\])(?::\d+)?)(\/.*)?$/
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/
/** Browsers read more as an address than Cognito compares (`https:example.com`), and no script is one to go to. */
const REDIRECT_URI =
  /^(https?:\/\/|(?!https?:|javascript:|data:|vbscript:|blob:|file:|about:)[a-z][a-z\d+.-]*:)/i
/** RFC 6749, section 3.3 */
const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+$/

/** Undefined where it is no absolute URL. */
function urlOf(value: unknown): URL | undefined {
  try {
    return new URL(value as string)
  } catch {
    return undefined
  }
}

/** Nobody on the way can read or change what is sent there. */
function isSafe({ protocol, host }: Pick<URL, 'protocol' | 'host'>): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(host))
}

function readDomain(domain: string) {
  const [, protocol = 'https:', host = '', path = '/'] = DOMAIN.exec(domain.toLowerCase()) ?? []
  return { protocol, host, path }
}

function isDomain(value: unknown): boolean | string {
  if (!isText(value)) return false
  const domain = readDomain(value)
  const { host, path } = domain
  const isIssuer = /^(issuer-)?cognito-idp\b.*\.(amazonaws|api\.aws)\b/.test(host)
  if (isIssuer || host.length > 253 || !urlOf(`https://${host}`)) return false
  if (/^[a-z\d-]+$/.test(host) && host !== 'localhost') return `${host}.auth.<region>.amazoncognito.com`
  if (path !== '/') return host
  return isSafe(domain) || `https://${host}`
}

export function isRedirectUri(value: unknown): boolean | string {
  const url = isText(value) && REDIRECT_URI.test(value) && urlOf(value)
  if (!url) return false
  const [address = ''] = value.split(/[?#]/)
  if (url.protocol === 'http:' && !isSafe(url)) return `https${address.slice(4)}`
  return !value.includes('#') || address
}

/** Keys are fetched from there, so nobody on the way may change them (OpenID Connect Discovery, section 3). */
function isIssuer(value: unknown): boolean {
  const url =
    isText(value) && /^(?!.*\/\.well-known\/)https?:\/\/[^?#\s]+[^?#\s/]$/.test(value) && urlOf(value)
  return Boolean(url && isSafe(url))
}

function isOrigin(value: unknown): boolean {
  const url = urlOf(value)
  return Boolean(url && isSafe(url) && url.origin === value)
}

/** The response has parameters of these names. */
export function isCallbackUrl(value: unknown): boolean | string {
  return !/\?(.*&)?(code|state|error)=/i.test(String(value)) && isRedirectUri(value)
}

export const CALLBACK_URL =
  "one of the app client's callback URLs, such as 'https://example.com/', without code, state or error in its query"
export const SIGN_OUT_URL = "one of the app client's sign-out URLs, such as 'https://example.com/'"

export const SCOPES: Rule = [
  (value) => !value || (Array.isArray(value) && value.every((scope) => isText(scope) && SCOPE.test(scope))),
  "an array of scopes, such as ['openid', 'email']",
]

/** A program's own storage may be any object with these. */
const STORAGE: Rule = [
  (value) =>
    !value ||
    ['getItem', 'setItem', 'removeItem'].every(
      (name) => typeof (value as Record<string, unknown>)[name] === 'function',
    ),
  'localStorage, new CookieStorage(), or an object with getItem(), setItem() and removeItem()',
]

const USER_POOL_ID = "the pool's id, such as 'eu-central-1_AbCdEfGhI'"

/** Those that each door reads in its way. */
type OwnOptions = Pick<CognitoAuthOptions, 'ResponseType' | 'VerifySignature' | 'AutoRefresh' | 'CleanUrl'>

const OPTIONS: Rules<Omit<CognitoAuthOptions, keyof OwnOptions>> = {
  ClientId: [
    // It becomes part of storage keys, where a dot would reach into those of another.
    (value) => isText(value) && /^[\w+-]{1,128}$/.test(value),
    "the app client's id, such as '1example23456789'",
    true,
  ],
  AppWebDomain: [
    isDomain,
    "the user pool's domain, such as 'my-app.auth.eu-central-1.amazoncognito.com'",
    true,
  ],
  RedirectUriSignIn: [isCallbackUrl, CALLBACK_URL, true],
  RedirectUriSignOut: [isRedirectUri, SIGN_OUT_URL, true],
  TokenScopesArray: SCOPES,
  // Programs of amazon-cognito-auth-js pass a list, which it joined by commas.
  IdentityProvider: [
    (value) => !value || [value].flat().every((name) => isText(name) && name.trim() === name),
    "the name of a provider, such as 'Google'",
  ],
  UserPoolId: [(value) => !value || (isText(value) && /^[\w-]+_[0-9A-Za-z]+$/.test(value)), USER_POOL_ID],
  Issuer: [
    (value) => !value || isIssuer(value),
    'the iss of the tokens, an https URL without query and trailing slash, or leave it out',
  ],
  AdvancedSecurityDataCollectionFlag: [[true, false, 1, 0, ''], 'true or false'],
  Storage: STORAGE,
  StateStorage: STORAGE,
  LaunchUri: [(value) => !value || typeof value === 'function', 'a function that opens the URL it is given'],
  AllowUnsolicitedResponse: SWITCH,
  ClockTolerance: [
    (value) => typeof value === 'number' && value >= 60 && value <= 86_400,
    'a number of seconds between 60 and 86400',
  ],
  // A bearer token is good for whoever reads it on the way (RFC 6750, section 5.3).
  ApiOrigins: [
    (value) => !value || (Array.isArray(value) && value.every(isOrigin)),
    "an array of https origins, such as ['https://api.example.com']",
  ],
}

/** What a door has besides: how it is called, its flow unless an option says so, and its own options. */
interface Door {
  readonly call: string
  readonly flow: 'code' | 'token'
  readonly rules: Partial<Rules<OwnOptions>>
  /** What stands in front of a storage with promises. */
  readonly answering: typeof answering
}

export const CLASS: Door = {
  call: 'new CognitoAuth()',
  flow: 'token',
  rules: {
    ResponseType: [['code', 'token', '', false, 0], "'code', or 'token' for the implicit flow"],
    // Who means to switch a check on must not find out later that it was off.
    VerifySignature: [['always', '', false, 0], "'always', or leave it out"],
    AutoRefresh: SWITCH,
    CleanUrl: BOOLEAN,
  },
  answering,
}

export const APPLICATION: Door = {
  call: 'createCognitoAuth()',
  flow: 'code',
  rules: {
    ResponseType: [['code', '', false, 0], "'code', or use CognitoAuth for the implicit flow"],
    VerifySignature: [
      (value) => !value || typeof value === 'function',
      "verifySignatures, which 'cognito-auth' exports",
    ],
    AutoRefresh: [(value) => !value, 'startAutoRefresh(auth) behind this call'],
  },
  answering(storage, key) {
    return answersLater(storage, key) ? refuse(PROMISES) : storage
  },
}

/** What the doors take: programs write `condition && value`. */
type Given = {
  [Name in keyof CognitoAuthOptions]:
    CognitoAuthOptions[Name] | '' | (Name extends 'VerifySignature' ? SignatureVerifier : never)
}

/**
 * Checks the options and completes them.
 * @throws CognitoAuthError `invalid_configuration`, naming the field and what to write
 */
export function readOptions(options: Given, door: Door) {
  const given = checked(door.call, options, { ...OPTIONS, ...door.rules } as Rules<Given>, true)
  for (const [name, value] of Object.entries(options))
    if (value && /^(app_?)?client_?secret$/i.test(name))
      refuse(`${name} must not be here, where anybody can read it: create an app client without a secret.`)
  const { ClientId: clientId } = given
  const { protocol, host } = readDomain(given.AppWebDomain)
  const userPoolId = given.UserPoolId || undefined
  const issuers = issuersOf(userPoolId, given.Issuer)
  /** Given where every signature is to be verified. */
  const verify = given.VerifySignature || undefined
  if (verify && !issuers) refuse(`VerifySignature needs UserPoolId: write ${USER_POOL_ID}.`)
  const throughTo = (storage: Given['Storage']) =>
    storage ? door.answering(storage, `cognito-auth.${host}.${clientId}.states`) : undefined
  return {
    clientId,
    host,
    origin: `${protocol}//${host}`,
    scopes: given.TokenScopesArray || [],
    redirectUriSignIn: given.RedirectUriSignIn,
    redirectUriSignOut: given.RedirectUriSignOut,
    identityProvider: [given.IdentityProvider || []].flat().join(),
    userPoolId,
    issuers,
    collectsSecurityData: Boolean(given.AdvancedSecurityDataCollectionFlag ?? true),
    storage: throughTo(given.Storage) ?? webStorage('localStorage') ?? new MemoryStorage(),
    stateStorage: throughTo(given.StateStorage),
    launchUri: given.LaunchUri || undefined,
    responseType: given.ResponseType || door.flow,
    allowsUnsolicitedResponse: Boolean(given.AllowUnsolicitedResponse),
    verify,
    clockTolerance: given.ClockTolerance || 5400,
    cleansUrl: given.CleanUrl !== false,
    refreshesItself: Boolean(given.AutoRefresh),
    apiOrigins: given.ApiOrigins || [],
    warning: warningOf(host, userPoolId),
  }
}

/**
 * The issuers whose tokens are good; undefined where the user pool is not known. A pool's tokens name one of two (Cognito
 * developer guide, "Identity provider and relying party endpoints").
 */
function issuersOf(pool: string | undefined, issuer: string | null | undefined): string[] | undefined {
  if (issuer) return [issuer]
  const region = pool?.slice(0, pool.lastIndexOf('_'))
  const of = (name: string) => `https://${name}.${region}.amazonaws.com/${pool}`
  return pool ? [of('cognito-idp'), of('issuer-cognito-idp')] : undefined
}

/** What is probably a mistake: a domain of Cognito's own is in the region of its pool, as far as AWS says. */
function warningOf(host: string, pool: string | undefined): CognitoAuthError | undefined {
  const [, region] = /\.auth(?:-fips)?\.([\w-]+)\.amazoncognito\.com$/.exec(host) ?? []
  if (!region || !pool || pool.startsWith(`${region}_`)) return undefined
  const said = `AppWebDomain is a domain of ${region}, and UserPoolId '${pool}' a pool of another region`
  return new CognitoAuthError('invalid_configuration', `${said}: compare them with the console.`)
}
