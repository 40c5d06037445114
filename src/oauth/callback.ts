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

/** The parameters that make a response, and those that may stand beside them. Whatever else an address holds is the page's. */
const RESPONSE = 'error code access_token id_token'.split(' ')
const BESIDE_IT =
  'state error_description error_uri refresh_token token_type expires_in iss session_state'.split(' ')

/** How long a parameter may be, in characters. Tokens may be longer; who decodes them knows how long. */
const LONGEST = 4096

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
    channels.find((pairs) => pairs.some(([name, value]) => name === 'state' && isGood(value)))
  const pairs = withState(isAwaited) ?? withState(() => true) ?? channels[0] ?? []
  const parameters = new Map(pairs)
  if (parameters.size < pairs.length)
    throw new CognitoAuthError('duplicate_parameter', 'The redirect has a parameter of the response twice.')
  for (const [name, { length }] of pairs)
    if (length > LONGEST && !name.endsWith('_token'))
      throw new CognitoAuthError('bad_response', `The ${name} of the redirect has ${length} characters.`)
  return readParameters(parameters)
}

/** The same for parameters that are taken apart already, under their lower-case names. */
export function readParameters(parameters: ReadonlyMap<string, string>): AuthorizationResponse | undefined {
  const [error, code, accessToken = '', idToken] = RESPONSE.map((name) => parameters.get(name))
  const from = { state: parameters.get('state'), iss: parameters.get('iss') }
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
  const expectation = issuers ? `, and should be ${issuers.join(' or ')}` : ''
  const pool = 'Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.'
  throw new CognitoAuthError(
    'wrong_issuer',
    `The iss of the redirect is ${shown(iss)}${expectation}. ${pool}`,
  )
}

/** The error of a response that carries one (RFC 6749, section 4.1.2.1). */
export function refusalOf(response: AuthorizationResponse & { type: 'error' }): CognitoAuthError {
  const [error = '', errorDescription] = [response.error, response.errorDescription].map((said) =>
    withoutSecrets(said, [response.state]),
  )
  // It answers prompt=none (OpenID Connect Core, section 3.1.2.6).
  if (error === 'login_required')
    return new CognitoAuthError(error, 'Nobody is signed in at the hosted pages.', { error })
  const said = shown([error, errorDescription].filter(Boolean).join(': '))
  return new CognitoAuthError('authorization_failed', `The redirect says that the sign-in failed: ${said}`, {
    error,
    errorDescription,
  })
}

/** What the response in an address claims to be, before it is known whose it is and whether it is one. */
export interface Claim {
  readonly states: readonly string[]
  readonly type: AuthorizationResponse['type']
}

/** @returns undefined where `url` holds no response */
export function claimIn(url: string): Claim | undefined {
  const given = splitUrl(url).channels.flatMap((pairs) => pairs.filter(([, value]) => value))
  const response = readParameters(new Map(given))
  const states = given.filter(([name]) => name === 'state').map(([, value]) => value)
  return response && { states, type: response.type }
}

/** `url` without the response it carries; the page's own query and fragment stay to the letter. */
export function withoutResponse(url: string): string {
  const { path, query, fragment, route, inQuery, inFragment } = splitUrl(url)
  if (!inQuery && !inFragment) return url
  const search = inQuery ? withoutParameters(query) : query
  const kept = inFragment && withoutParameters(fragment.slice(route.length))
  // Identity providers append `#_=_`.
  const hash = inFragment ? (kept ? route + kept : route.slice(0, -1)) : fragment.replace(/^_=_$/, '')
  return path + (search && `?${search}`) + (hash && `#${hash}`)
}

/**
 * An address in its parts, and the response in its query and in its fragment, if there is one. Anybody can make one of
 * any length, so whatever reads it goes over it a fixed number of times.
 */
function splitUrl(url: string) {
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)\??([^#]*)#?([^]*)$/.exec(url) ?? []
  // `/route?` in front of the parameters.
  const [route = ''] = /^[^=&?]*\?/.exec(fragment) ?? []
  const inQuery = responseIn(query)
  const inHash = responseIn(fragment.slice(route.length))
  // Cognito never answers behind a hash route. What the router of a page moved there has a state, all else is its own.
  const inFragment = !route || inHash?.some(([name]) => name === 'state') ? inHash : undefined
  const channels = [inQuery, inFragment].filter((pairs) => pairs !== undefined)
  return { path, query, fragment, route, inQuery, inFragment, channels }
}

/** The pairs whose names a response uses: `Code`, `code[]` and what a router made of it, `/code`, count as `code`. */
function responsePairs(parameters: string): Pairs {
  return [...new URLSearchParams(parameters)]
    .map(([name, value]) => [name.toLowerCase().replace(/^[!/]+|\[[^]*/g, ''), value] as const)
    .filter(([name]) => RESPONSE.includes(name) || BESIDE_IT.includes(name))
}

function responseIn(parameters: string): Pairs | undefined {
  const pairs = responsePairs(parameters)
  return pairs.some(([name, value]) => value && RESPONSE.includes(name)) ? pairs : undefined
}

function withoutParameters(parameters: string): string {
  const kept = parameters.split('&').filter((pair) => !responsePairs(pair).length)
  return kept.join('&')
}
