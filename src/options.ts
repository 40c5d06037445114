import { CognitoAuthError } from './errors.js'
import { StorageHelper } from './storage/StorageHelper.js'
import { readThrough } from './storage/ReadThroughStorage.js'
import type { AsyncTokenStorage, TokenStorage } from './storage/TokenStorage.js'

/** What `new CognitoAuth(…)` takes. Keys that are not listed here are ignored, but for a client secret. */
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
  /**
   * The pool's issuer, the `iss` of its tokens, where it is not `https://cognito-idp.<region>.amazonaws.com/<pool>`:
   * another partition of AWS, or a stand-in such as the local user pool.
   */
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
   * `always` accepts no tokens, from a redirect or the token endpoint, before their signature has been verified, which
   * takes the pool's keys and so a request more. Left out, those in a redirect are verified; those that came over TLS from the
   * token endpoint need not be (OpenID Connect Core, section 3.1.3.7).
   */
  VerifySignature?: 'always' | null | undefined
  /** How far the device's clock may be off, in seconds; 5400 unless given. */
  ClockTolerance?: number | null | undefined
  /**
   * Whether to refresh a minute before the session ends, and when the page can be seen or has a network again; one tab
   * does it for all. False unless given: then a session is refreshed when somebody asks for it.
   */
  AutoRefresh?: boolean | null | undefined
  /**
   * The APIs that `auth.fetch()` may send the access token to besides the page's own origin, such as
   * `['https://api.example.com']`.
   */
  ApiOrigins?: readonly string[] | null | undefined
  /** Whether `parseCognitoWebResponse` takes the response out of the page's address; true unless given. */
  CleanUrl?: boolean | null | undefined
}

/** The options of the constructor, checked and complete. */
export interface Config {
  readonly clientId: string
  /** The user pool domain with its scheme, e.g. `https://my-app.auth.eu-central-1.amazoncognito.com`. */
  readonly origin: string
  /** The same without the scheme. */
  readonly host: string
  readonly scopes: readonly string[]
  readonly redirectUriSignIn: string
  readonly redirectUriSignOut: string
  readonly identityProvider: string
  readonly userPoolId: string | undefined
  /** The issuers whose tokens are good; undefined where the user pool is not known. */
  readonly issuers: readonly string[] | undefined
  readonly collectsSecurityData: boolean
  readonly storage: TokenStorage
  readonly stateStorage: TokenStorage | undefined
  readonly launchUri: ((url: string) => unknown) | undefined
  readonly responseType: 'code' | 'token'
  readonly allowsUnsolicitedResponse: boolean
  readonly verifiesAlways: boolean
  readonly clockTolerance: number
  readonly cleansUrl: boolean
  readonly refreshesItself: boolean
  readonly apiOrigins: readonly string[]
}

/**
 * Checks the options and completes them.
 * @throws CognitoAuthError `invalid_configuration`, naming the field and what to write
 */
export function readOptions(options: CognitoAuthOptions): Config {
  const given = optionsObject(options)
  const host = readDomain(requiredText(given, 'AppWebDomain'))
  const userPoolId = optionalText(given, 'UserPoolId')
  const issuers = readIssuers(userPoolId, optionalText(given, 'Issuer'))
  return Object.freeze({
    clientId: readClientId(given),
    ...host,
    scopes: readScopes(given.TokenScopesArray, 'TokenScopesArray'),
    redirectUriSignIn: readRedirectUri(requiredText(given, 'RedirectUriSignIn'), 'RedirectUriSignIn'),
    redirectUriSignOut: readRedirectUri(requiredText(given, 'RedirectUriSignOut'), 'RedirectUriSignOut'),
    identityProvider: optionalText(given, 'IdentityProvider') ?? '',
    userPoolId,
    issuers,
    collectsSecurityData: Boolean(given.AdvancedSecurityDataCollectionFlag ?? true),
    storage: readStorage(given, 'Storage', host.host) ?? new StorageHelper().getStorage(),
    stateStorage: readStorage(given, 'StateStorage', host.host),
    launchUri: readLaunchUri(given.LaunchUri),
    responseType: readResponseType(given.ResponseType),
    allowsUnsolicitedResponse: given.AllowUnsolicitedResponse === true,
    verifiesAlways: readVerifySignature(given.VerifySignature, issuers),
    clockTolerance: readClockTolerance(given.ClockTolerance),
    cleansUrl: given.CleanUrl !== false,
    refreshesItself: given.AutoRefresh === true,
    apiOrigins: readApiOrigins(given.ApiOrigins),
  })
}

/** @throws CognitoAuthError `invalid_configuration` */
export function refuse(message: string): never {
  throw new CognitoAuthError('invalid_configuration', message)
}

function optionsObject(options: unknown): CognitoAuthOptions {
  if (typeof options !== 'object' || options === null) {
    refuse(
      'new CognitoAuth() takes an object: { ClientId, AppWebDomain, TokenScopesArray, RedirectUriSignIn, RedirectUriSignOut }.',
    )
  }
  for (const [key, value] of Object.entries(options)) {
    if (value && /^(app)?clientsecret$/.test(key.toLowerCase().replaceAll('_', '')))
      refuse(`${key} must not be here, where anybody can read it: create an app client without a secret.`)
  }
  return options as CognitoAuthOptions
}

type TextField = {
  [K in keyof CognitoAuthOptions]-?: string extends CognitoAuthOptions[K] ? K : never
}[keyof CognitoAuthOptions]

/** What to write into the fields that nobody can do without. */
const EXAMPLES = {
  ClientId: "the app client's id, such as '1example23456789'",
  AppWebDomain: "the user pool's domain, such as 'my-app.auth.eu-central-1.amazoncognito.com'",
  RedirectUriSignIn: "one of the app client's callback URLs, such as 'https://example.com/'",
  RedirectUriSignOut: "one of the app client's sign-out URLs, such as 'https://example.com/'",
} as const

function optionalText(given: CognitoAuthOptions, field: TextField): string | undefined {
  const value: unknown = given[field]
  // Programs write `condition && value`.
  if (!value) return undefined
  if (typeof value !== 'string') refuse(`${field} must be a string, not ${typeof value}.`)
  if (value.trim() !== value) refuse(`${field} begins or ends with white space: write '${value.trim()}'.`)
  return value
}

function requiredText(given: CognitoAuthOptions, field: keyof typeof EXAMPLES): string {
  return optionalText(given, field) ?? refuse(`${field} is missing: write ${EXAMPLES[field]}.`)
}

/** It becomes part of storage keys, where a dot would reach into those of another. */
function readClientId(given: CognitoAuthOptions): string {
  const clientId = requiredText(given, 'ClientId')
  if (/^[\w+-]{1,128}$/.test(clientId)) return clientId
  return refuse(`ClientId '${clientId.slice(0, 130)}' is none: write ${EXAMPLES.ClientId}.`)
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/
const HOST = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[::1\])(:\d{1,5})?$/

/** A scheme and a trailing slash are what people copy from the console with the domain; neither can mean anything else. */
function readDomain(domain: string): { origin: string; host: string } {
  const [, scheme = 'https', host = ''] = /^(?:([a-z]+):\/\/)?([^/].*?)?\/?$/.exec(domain.toLowerCase()) ?? []
  const [beforePath = ''] = host.split('/', 1)
  if (beforePath !== host && HOST.test(beforePath)) {
    refuse(`AppWebDomain must be a domain without a path: write '${beforePath}' instead of '${domain}'.`)
  }
  if (/^[a-z0-9-]+$/.test(host) && host !== 'localhost') {
    refuse(
      `AppWebDomain '${domain}' is only the prefix of a domain: write '${host}.auth.<region>.amazoncognito.com'.`,
    )
  }
  if (!HOST.test(host) || host.length > 253 || !urlOf(`https://${host}`)) {
    refuse(`AppWebDomain '${domain.slice(0, 300)}' is no domain: write ${EXAMPLES.AppWebDomain}.`)
  }
  const protocol = `${scheme}:`
  if (!isSafe({ protocol, host })) {
    refuse(`AppWebDomain must not use ${protocol} write 'https://${host}'.`)
  }
  return { origin: `${protocol}//${host}`, host }
}

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

export function readScopes(scopes: unknown, field: 'TokenScopesArray' | 'scopes'): readonly string[] {
  if (!scopes) return []
  if (typeof scopes === 'string') {
    const list = scopes.split(/[\s,]+/).filter(Boolean)
    const array = `[${list.map((scope) => `'${scope}'`).join(', ')}]`
    refuse(`${field} must be an array: write ${array} instead of '${scopes}'.`)
  }
  if (!Array.isArray(scopes)) refuse(`${field} must be an array: write ['openid', 'email'].`)
  for (const scope of scopes as unknown[]) {
    // RFC 6749, section 3.3
    if (typeof scope !== 'string' || !/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope)) {
      refuse(`${field} holds ${JSON.stringify(scope)}, which is no scope: write ['openid', 'email'].`)
    }
  }
  return scopes as string[]
}

export function readRedirectUri(
  value: unknown,
  field: 'RedirectUriSignIn' | 'RedirectUriSignOut' | 'redirectUri',
): string {
  const example = EXAMPLES[field === 'redirectUri' ? 'RedirectUriSignIn' : field]
  if (typeof value !== 'string') refuse(`${field} must be a string: write ${example}.`)
  // The query of a page's own address may hold a response.
  const shown = value.split(/[?#]/, 1).join()
  const isAbsolute = /^(?:https?:\/\/|(?!https?:)[a-z][a-z\d+.-]*:)/.test(value.toLowerCase())
  const url = isAbsolute && urlOf(value)
  if (!url) refuse(`${field} '${shown}' is no absolute URL: write ${example}.`)
  if (/^(javascript|data|vbscript|blob|file|about):$/.test(url.protocol)) {
    refuse(`${field} must not use ${url.protocol} write ${example}.`)
  }
  if (value.includes('#')) {
    refuse(`${field} must have no fragment: write '${shown}'.`)
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.host)) {
    refuse(`${field} must not use http but for localhost: write 'https${shown.slice(4)}'.`)
  }
  if (field !== 'RedirectUriSignOut' && /[?&](code|state|error)=/.test(url.search.toLowerCase())) {
    refuse(
      `${field} '${shown}' has a parameter that the response uses: give code, state or error another name.`,
    )
  }
  return value
}

/** A pool's tokens name one of two issuers (Cognito developer guide, "Identity provider and relying party endpoints"). */
function readIssuers(userPoolId: string | undefined, issuer: string | undefined): string[] | undefined {
  const [, region] = /^([\w-]+)_[0-9A-Za-z]+$/.exec(userPoolId ?? '') ?? []
  if (userPoolId !== undefined && region === undefined) {
    refuse(`UserPoolId '${userPoolId}' is none: write the pool's id, such as 'eu-central-1_AbCdEfGhI'.`)
  }
  if (issuer !== undefined && !isIssuer(issuer)) {
    refuse(
      `Issuer '${issuer}' is none: write the iss of the tokens, an https URL without query and trailing slash, or leave it out.`,
    )
  }
  if (issuer !== undefined) return [issuer]
  if (userPoolId === undefined || region === undefined) return undefined
  return ['cognito-idp', 'issuer-cognito-idp'].map(
    (name) => `https://${name}.${region}.amazonaws.com/${userPoolId}`,
  )
}

/** Keys are fetched from there, so nobody on the way may change them (OpenID Connect Discovery, section 3). */
function isIssuer(issuer: string): boolean {
  const url = urlOf(issuer)
  return url !== undefined && isSafe(url) && /^https?:\/\/[^?#\s]+[^?#\s/]$/.test(issuer)
}

/** A bearer token is good for whoever reads it on the way (RFC 6750, section 5.3). */
function readApiOrigins(origins: unknown): readonly string[] {
  if (!origins) return []
  if (!Array.isArray(origins)) refuse("ApiOrigins must be an array: write ['https://api.example.com'].")
  for (const origin of origins as unknown[]) {
    const url = urlOf(origin)
    if (!url || !isSafe(url)) {
      refuse(`ApiOrigins holds ${JSON.stringify(origin)}: write an https origin, 'https://api.example.com'.`)
    }
    if (url.origin !== origin) refuse(`ApiOrigins holds '${String(origin)}': write '${url.origin}' instead.`)
  }
  return origins as string[]
}

/** Other values are refused: who means to switch a check on must not find out later that it was off. */
function readVerifySignature(value: unknown, issuers: readonly string[] | undefined): boolean {
  if (!value) return false
  if (value !== 'always') refuse("VerifySignature must be 'always' or left out.")
  if (!issuers) refuse("VerifySignature needs UserPoolId, such as 'eu-central-1_AbCdEfGhI'.")
  return true
}

function readStorage(
  given: CognitoAuthOptions,
  field: 'Storage' | 'StateStorage',
  host: string,
): TokenStorage | undefined {
  const storage = given[field]
  if (!storage) return undefined
  const methods = ['getItem', 'setItem', 'removeItem'] as const
  const missing = methods.find((name) => typeof storage[name] !== 'function')
  if (missing !== undefined) {
    refuse(
      `${field} has no ${missing}(): pass localStorage, new CookieStorage(), or three such methods of your own.`,
    )
  }
  return readThrough(storage, `cognito-auth.${host}.${given.ClientId}.states`)
}

function readLaunchUri(launchUri: unknown): Config['launchUri'] {
  if (!launchUri) return undefined
  if (typeof launchUri !== 'function') refuse('LaunchUri must be a function that opens the URL it is given.')
  return launchUri as NonNullable<Config['launchUri']>
}

/** Other values are ignored: programs pass `ResponseType` although amazon-cognito-auth-js never read it. */
function readResponseType(responseType: unknown): 'code' | 'token' {
  return responseType === 'code' ? 'code' : 'token'
}

function readClockTolerance(seconds: unknown): number {
  if (seconds === undefined || seconds === null) return 5400
  if (typeof seconds !== 'number' || !(seconds >= 60) || seconds > 86_400) {
    refuse('ClockTolerance must be a number of seconds between 60 and 86400.')
  }
  return seconds
}
