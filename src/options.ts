import { ANYTHING, checked, isText, refuse, refuseMisspelt, type Rules, SWITCH } from './check.js'
import { CognitoAuthError } from './errors.js'
import { StorageHelper } from './storage/StorageHelper.js'
import type { AsyncTokenStorage, TokenStorage } from './storage/TokenStorage.js'

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
  /** What is probably a mistake, but need not be one. */
  readonly warning: CognitoAuthError | undefined
}

// Programs write `condition && value`.
const TEXT = (value: unknown) => !value || isText(value)
const OPTIONS = {
  ClientId: [TEXT, "the app client's id, such as '1example23456789'"],
  AppWebDomain: [TEXT, "the user pool's domain, such as 'my-app.auth.eu-central-1.amazoncognito.com'"],
  RedirectUriSignIn: [TEXT, "one of the app client's callback URLs, such as 'https://example.com/'"],
  RedirectUriSignOut: [TEXT, "one of the app client's sign-out URLs, such as 'https://example.com/'"],
  TokenScopesArray: ANYTHING,
  // Programs of amazon-cognito-auth-js pass a list, which it joined by commas.
  IdentityProvider: [
    (value: unknown) => !value || [value].flat().every(isText),
    "the name of a provider, such as 'Google'",
  ],
  UserPoolId: [TEXT, "the pool's id, such as 'eu-central-1_AbCdEfGhI'"],
  Issuer: [TEXT, 'the iss of the tokens, an https URL without query and trailing slash, or leave it out'],
  AdvancedSecurityDataCollectionFlag: [[true, false, 1, 0, ''], 'true or false'],
  Storage: ANYTHING,
  StateStorage: ANYTHING,
  LaunchUri: [
    (value: unknown) => !value || typeof value === 'function',
    'a function that opens the URL it is given',
  ],
  ResponseType: [['code', 'token', '', false, 0], "'code', or 'token' for the implicit flow"],
  AllowUnsolicitedResponse: SWITCH,
  // Who means to switch a check on must not find out later that it was off.
  VerifySignature: [['always', '', false, 0], "'always', or leave it out"],
  ClockTolerance: [
    (value: unknown) => typeof value === 'number' && value >= 60 && value <= 86_400,
    'a number of seconds between 60 and 86400',
  ],
  AutoRefresh: SWITCH,
  ApiOrigins: ANYTHING,
  CleanUrl: [[true, false], 'true or false'],
} as const satisfies Rules<CognitoAuthOptions>

/**
 * Checks the options and completes them.
 * @throws CognitoAuthError `invalid_configuration`, naming the field and what to write
 */
export function readOptions(options: CognitoAuthOptions): Config {
  if (typeof (options as unknown) !== 'object' || (options as unknown) === null) {
    refuse(
      'new CognitoAuth() takes an object: { ClientId, AppWebDomain, TokenScopesArray, RedirectUriSignIn, RedirectUriSignOut }.',
    )
  }
  const given = checked(options, OPTIONS, (name, value) => {
    if (value && /^(app)?clientsecret$/.test(name.toLowerCase().replaceAll('_', '')))
      refuse(`${name} must not be here, where anybody can read it: create an app client without a secret.`)
    refuseMisspelt(name, OPTIONS)
  })
  const host = readDomain(required(given, 'AppWebDomain'))
  const userPoolId = trimmed(given, 'UserPoolId')
  const issuers = readIssuers(userPoolId, trimmed(given, 'Issuer'))
  if (given.VerifySignature && !issuers)
    refuse(`VerifySignature needs UserPoolId: write ${OPTIONS.UserPoolId[1]}.`)
  return Object.freeze({
    clientId: readClientId(required(given, 'ClientId')),
    ...host,
    scopes: readScopes(given.TokenScopesArray, 'TokenScopesArray'),
    redirectUriSignIn: readRedirectUri(required(given, 'RedirectUriSignIn'), 'RedirectUriSignIn'),
    redirectUriSignOut: readRedirectUri(required(given, 'RedirectUriSignOut'), 'RedirectUriSignOut'),
    identityProvider: trimmed(given, 'IdentityProvider') ?? '',
    userPoolId,
    issuers,
    collectsSecurityData: Boolean(given.AdvancedSecurityDataCollectionFlag ?? true),
    storage: readStorage(given, 'Storage') ?? new StorageHelper().getStorage(),
    stateStorage: readStorage(given, 'StateStorage'),
    launchUri: typeof given.LaunchUri === 'function' ? given.LaunchUri : undefined,
    responseType: given.ResponseType === 'code' ? 'code' : 'token',
    allowsUnsolicitedResponse: Boolean(given.AllowUnsolicitedResponse),
    verifiesAlways: Boolean(given.VerifySignature),
    clockTolerance: given.ClockTolerance ?? 5400,
    cleansUrl: given.CleanUrl ?? true,
    refreshesItself: Boolean(given.AutoRefresh),
    apiOrigins: readApiOrigins(given.ApiOrigins),
    warning: warningOf(host.host, userPoolId),
  })
}

type TextOption = {
  [K in keyof CognitoAuthOptions]-?: string extends CognitoAuthOptions[K] ? K : never
}[keyof CognitoAuthOptions]

/** Undefined where nothing was given. */
function trimmed(given: CognitoAuthOptions, name: TextOption): string | undefined {
  const value = [given[name] || []].flat().join()
  if (value.trim() !== value) refuse(`${name} begins or ends with white space: write '${value.trim()}'.`)
  return value || undefined
}

function required(given: CognitoAuthOptions, name: TextOption): string {
  return trimmed(given, name) ?? refuse(`${name} is missing: write ${OPTIONS[name][1]}.`)
}

/** It becomes part of storage keys, where a dot would reach into those of another. */
function readClientId(clientId: string): string {
  if (/^[\w+-]{1,128}$/.test(clientId)) return clientId
  return refuse(`ClientId '${clientId.slice(0, 130)}' is none: write ${OPTIONS.ClientId[1]}.`)
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/
const HOST = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[::1\])(:\d{1,5})?$/

/** A scheme and a trailing slash are what people copy from the console with the domain; neither can mean anything else. */
function readDomain(domain: string): { origin: string; host: string } {
  const [, scheme = 'https', host = ''] = /^(?:([a-z]+):\/\/)?([^/].*?)?\/?$/.exec(domain.toLowerCase()) ?? []
  const [beforePath = ''] = host.split('/', 1)
  const [, write] = OPTIONS.AppWebDomain
  if (/^(issuer-)?cognito-idp\b.*\.(amazonaws|api\.aws)\b/.test(beforePath)) {
    refuse(`AppWebDomain '${beforePath}' is where the tokens' issuer is, and no domain: write ${write}.`)
  }
  if (beforePath !== host && HOST.test(beforePath)) {
    refuse(`AppWebDomain must be a domain without a path: write '${beforePath}' instead of '${domain}'.`)
  }
  if (/^[a-z0-9-]+$/.test(host) && host !== 'localhost') {
    refuse(
      `AppWebDomain '${domain}' is only the prefix of a domain: write '${host}.auth.<region>.amazoncognito.com'.`,
    )
  }
  if (!HOST.test(host) || host.length > 253 || !urlOf(`https://${host}`)) {
    refuse(`AppWebDomain '${domain.slice(0, 300)}' is no domain: write ${write}.`)
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

/** @param kind which of the app client's two lists it has to be in */
export function readRedirectUri(
  value: string,
  kind: 'RedirectUriSignIn' | 'RedirectUriSignOut',
  field: string = kind,
): string {
  const [, example] = OPTIONS[kind]
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
  if (kind === 'RedirectUriSignIn' && /[?&](code|state|error)=/.test(url.search.toLowerCase())) {
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
    refuse(`UserPoolId '${userPoolId}' is none: write ${OPTIONS.UserPoolId[1]}.`)
  }
  if (issuer !== undefined && !isIssuer(issuer)) {
    refuse(`Issuer '${issuer}' is none: write ${OPTIONS.Issuer[1]}.`)
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
  return (
    url !== undefined &&
    isSafe(url) &&
    /^https?:\/\/[^?#\s]+[^?#\s/]$/.test(issuer) &&
    !issuer.includes('/.well-known/')
  )
}

/** A domain of Cognito's own is in the region of its pool, as far as AWS says. */
function warningOf(host: string, userPoolId: string | undefined): CognitoAuthError | undefined {
  const [, region] = /\.auth(?:-fips)?\.([\w-]+)\.amazoncognito\.com$/.exec(host) ?? []
  if (region === undefined || userPoolId === undefined || userPoolId.startsWith(`${region}_`))
    return undefined
  return new CognitoAuthError(
    'invalid_configuration',
    `AppWebDomain is a domain of ${region}, and UserPoolId '${userPoolId}' a pool of another region: compare them with the console.`,
  )
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

function readStorage(given: CognitoAuthOptions, field: 'Storage' | 'StateStorage'): TokenStorage | undefined {
  const storage = given[field]
  if (!storage) return undefined
  const methods = ['getItem', 'setItem', 'removeItem'] as const
  const missing = methods.find((name) => typeof storage[name] !== 'function')
  if (missing !== undefined) {
    refuse(
      `${field} has no ${missing}(): pass localStorage, new CookieStorage(), or three such methods of your own.`,
    )
  }
  return storage as TokenStorage
}
