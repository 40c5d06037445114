import { CognitoAuthError } from '../errors.js'
import { shown, withoutSecrets } from './without-secrets.js'

/** What a redirect from the authorize endpoint says (RFC 6749, sections 4.1.2 and 4.2.2). */
export type AuthorizationResponse = {
  readonly state: string | undefined
  /** Who claims to answer (RFC 9207); Cognito does not say so far. */
  readonly iss: string | undefined
} & (
  | { readonly type: 'error'; readonly error: string; readonly errorDescription: string | undefined }
  | { readonly type: 'code'; readonly code: string }
  | {
      readonly type: 'token'
      readonly tokenType: string | undefined
      readonly accessToken: string
      readonly idToken: string | undefined
    }
)

/** What makes a response of parameters. */
const RESPONSE = /^(code|error|access_token|id_token)$/
/** The other parameters of a response; whatever else an address holds belongs to the page. */
const BESIDE_IT =
  /^(state|error_description|error_uri|refresh_token|token_type|expires_in|iss|session_state)$/

/** How long a parameter may be, in characters. Tokens may be longer; who decodes them knows how long. */
const LONGEST = 4096
/** How long an address may be that is read at all, in characters: the longest that Chromium opens. */
const LONGEST_ADDRESS = 2_097_152
/** How much of an error is quoted, in characters. */
const MOST_QUOTED = 300
/** How many states of an address are looked for: a response has one, and one that is forged may have as many as fit in. */
const MOST_STATES = 10

type Pairs = readonly (readonly [name: string, value: string])[]

/**
 * Reads the response that `url` carries in its query, its fragment, or behind a hash route (`#/route?code=…`).
 *
 * Names may come in any order and case. `#`, `#_=_` and `#/` behind a query are what identity providers append.
 * An address that only has parameters of the page's own gives undefined.
 * @param url absolute, or relative to anything
 * @param isAwaited whether a sign-in with this state waits for its response
 * @throws CognitoAuthError `duplicate_parameter` (RFC 6749, section 3.1), `bad_response`
 */
export function readCallback(
  url: string,
  isAwaited: (state: string) => boolean = () => true,
): AuthorizationResponse | undefined {
  const { channels } = splitUrl(url)
  // A page may have a `code` or an `error` of its own, and a forger may add one: the channel with our state is the
  // one that was answered, else the one with any.
  const withState = (isGood: (state: string) => boolean) =>
    channels.find((channel) => channel.some(([name, value]) => name === 'state' && isGood(value)))
  const pairs = withState(isAwaited) ?? withState(() => true) ?? channels[0]
  if (!pairs) return undefined
  const parameters = new Map(pairs)
  if (parameters.size < pairs.length)
    throw new CognitoAuthError('duplicate_parameter', 'The redirect has a parameter of the response twice.')
  for (const [name, { length }] of parameters)
    if (length > LONGEST && !name.endsWith('_token'))
      throw new CognitoAuthError('bad_response', `The ${name} of the redirect has ${length} characters.`)
  return readParameters(parameters)
}

/** The same for parameters that are taken apart already, under their lower-case names. */
export function readParameters(parameters: ReadonlyMap<string, string>): AuthorizationResponse | undefined {
  const from = { state: parameters.get('state'), iss: parameters.get('iss') }
  const error = parameters.get('error')
  const code = parameters.get('code')
  const accessToken = parameters.get('access_token') ?? ''
  const idToken = parameters.get('id_token')
  // An error beside a code is an error: no part of such a response can be trusted.
  if (error) return { ...from, type: 'error', error, errorDescription: parameters.get('error_description') }
  if (code) return { ...from, type: 'code', code }
  if (!accessToken && !idToken) return undefined
  return { ...from, type: 'token', tokenType: parameters.get('token_type'), accessToken, idToken }
}

/**
 * A response that names another issuer is another server's (RFC 9207, section 2.4).
 * @param issuers those that are good; undefined where none is known to compare with
 * @throws CognitoAuthError `wrong_issuer`
 */
export function requireIssuer(
  { iss }: Pick<AuthorizationResponse, 'iss'>,
  issuers: readonly string[] | undefined,
): void {
  if (iss === undefined || issuers?.includes(iss)) return
  // Words in an address are anybody's, and none of ours.
  const came = /^https:\/\/[^\s?#]+$/.test(iss) ? shown(iss) : 'no address'
  const expectation = issuers ? `, and should be ${issuers.join(' or ')}` : ''
  const pool = 'Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.'
  throw new CognitoAuthError('wrong_issuer', `The iss of the redirect is ${came}${expectation}. ${pool}`)
}

/** The error of a response that carries one (RFC 6749, section 4.1.2.1). */
export function refusalOf(response: AuthorizationResponse & { type: 'error' }): CognitoAuthError {
  const error = withoutSecrets(response.error, [response.state])
  const errorDescription = withoutSecrets(response.errorDescription, [response.state])
  // It answers prompt=none (OpenID Connect Core, section 3.1.2.6).
  if (error === 'login_required')
    return new CognitoAuthError(error, 'Nobody is signed in at the hosted pages.', { error })
  const said = quoted([error, errorDescription].filter(Boolean).join(': '))
  return new CognitoAuthError('authorization_failed', `The redirect says that the sign-in failed: ${said}`, {
    error,
    errorDescription,
  })
}

/** Anybody can write an address. What stands there ends where the quotation does, and looks like nothing else. */
function quoted(said: string): string {
  const [...letters] = said.replace(/[“”\s\p{C}]+/gu, ' ').trim()
  return `“${letters.slice(0, MOST_QUOTED).join('')}${letters.length > MOST_QUOTED ? '…' : ''}”`
}

/** What the response in an address claims to be, before it is known whose it is and whether it is one. */
export interface Claim {
  /** The states that it bears, the first of them where there are many. */
  readonly states: readonly string[]
  readonly type: AuthorizationResponse['type']
}

/** @returns undefined where `url` holds no response */
export function claimIn(url: string): Claim | undefined {
  const { channels } = splitUrl(url)
  if (!channels.length) return undefined
  const given = channels.flat().filter(([, value]) => value)
  const type = (['error', 'code'] as const).find((wanted) => given.some(([name]) => name === wanted))
  const states = given.filter(([name]) => name === 'state').map(([, value]) => value)
  return { states: states.slice(0, MOST_STATES), type: type ?? 'token' }
}

/** `url` without the response it carries; the page's own query and fragment stay to the letter. */
export function withoutResponse(url: string): string {
  const { path, query, route, parameters, inQuery, inFragment, channels } = splitUrl(url)
  if (!channels.length) return url
  const search = inQuery ? withoutParameters(query) : query
  const kept = inFragment ? withoutParameters(parameters, !route.endsWith('?')) : parameters
  let hash = route + kept
  // `#/access_token=…` was no route, and identity providers append `#_=_`.
  if (inFragment && !kept) hash = route.replace(/\?$|^[!/]+$/, '')
  else if (kept === '_=_') hash = ''
  return path + (search && `?${search}`) + (hash && `#${hash}`)
}

/**
 * An address in its parts, and the response in its query and in its fragment, if there is one. Anybody can make one of
 * any length, so whatever reads it goes over it a fixed number of times.
 */
function splitUrl(url: string) {
  const parts = url.length > LONGEST_ADDRESS ? undefined : /^([^?#]*)\??([^#]*)#?([^]*)$/.exec(url)
  const [, path = '', query = '', fragment = ''] = parts ?? []
  // `/route?code=…` and `/access_token=…` before their first parameter.
  const [route = ''] = /^[^=&?]*\?|^[!/]*/.exec(fragment) ?? []
  const parameters = fragment.slice(route.length)
  const inQuery = responseIn(query)
  const behindRoute = responseIn(parameters)
  // Cognito never answers behind a hash route. What the router of a page moved there has a state, all else is its own.
  const isForeign = route.endsWith('?') && !behindRoute?.some(([name]) => name === 'state')
  const inFragment = isForeign ? undefined : behindRoute
  const channels = [inQuery, inFragment].filter((pairs) => pairs !== undefined)
  return { path, query, route, parameters, inQuery, inFragment, channels }
}

/** The pairs whose names a response uses: `Code` and `code[]` count as `code`. */
function responsePairs(parameters: string): Pairs {
  return [...new URLSearchParams(parameters)]
    .map(([name, value]): [string, string] => [name.toLowerCase().split('[', 1).join(), value])
    .filter(([name]) => RESPONSE.test(name) || BESIDE_IT.test(name))
}

function responseIn(parameters: string): Pairs | undefined {
  const pairs = responsePairs(parameters)
  return pairs.some(([name, value]) => value && RESPONSE.test(name)) ? pairs : undefined
}

/** @param isBare whether no route stands in front: what comes first then is read without the slashes it begins with */
function withoutParameters(parameters: string, isBare = false): string {
  const kept = parameters.split('&').filter((pair) => {
    const isOurs = responsePairs(pair).length > 0 || (isBare && responseIn(pair.replace(/^[!/]+/, '')))
    isBare &&= Boolean(isOurs)
    return !isOurs
  })
  return kept.join('&')
}
