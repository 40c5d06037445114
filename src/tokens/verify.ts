import { CognitoAuthError, type CognitoAuthErrorCode } from '../errors.js'
import { base64url } from '../oauth/base64url.js'
import { sha256 } from '../oauth/sha256.js'
import { shown } from '../oauth/without-secrets.js'
import { type Claims, decodeJwt } from './jwt.js'

export interface TokensToVerify {
  readonly accessToken: string
  readonly idToken?: string | undefined
}

/** What tokens must agree with. Undefined means that nothing is known to compare with. */
export interface Expected {
  readonly clientId: string
  /** The forms of the issuer that are good; undefined where the user pool is not known. */
  readonly issuers?: readonly string[] | undefined
  /** The nonce that was sent. Cognito adds one of its own to a federated user's token when none was sent. */
  readonly nonce?: string | undefined
  /** Whether an ID token was asked for: the scopes held `openid`. */
  readonly openid?: boolean | undefined
  /** Whether they came in the redirect, where anybody could have put them together. */
  readonly frontChannel?: boolean | undefined
  /** Whether they were read from the storage, where whoever can write makes any two fit. */
  readonly stored?: boolean | undefined
  /** The name under which the session is or was stored, which must be one of the user's. */
  readonly username?: string | undefined
  /** At a refresh, the claims of the tokens before. */
  readonly before?: { readonly access: Claims; readonly id: Claims } | undefined
}

export interface ExpectedAtReceipt extends Expected {
  /** How far this device's clock may be off, in seconds. */
  readonly clockTolerance: number
}

/** Where there is an expectation in words, what came and that get into the error; secrets and names never do. */
type Check = readonly [
  code: CognitoAuthErrorCode,
  claim: string,
  holds: boolean,
  came?: unknown,
  expectation?: string,
]

const ANOTHER_SIGN_IN = ' They are of another sign-in: sign in again.'
/** What decides, where something does. */
const HINTS: Partial<Record<CognitoAuthErrorCode, string>> = {
  wrong_issuer: ' Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.',
  wrong_audience: ' Write the ClientId of the app client that the sign-in began with.',
  wrong_token_use: ' Something between Cognito and this page has put one token in the place of another.',
  nonce_mismatch: ANOTHER_SIGN_IN,
  token_substitution: ANOTHER_SIGN_IN,
  session_changed: ANOTHER_SIGN_IN,
}

/** In seconds. */
const HOUR = 60 * 60
/** Cognito's tokens last for a day at most; an hour more is for its clocks. In seconds. */
const LONGEST_LIFETIME = 25 * HOUR
/** What errors call the tokens, in their order. */
const TOKENS = ['access token', 'ID token'] as const

/**
 * Checks tokens that have just been received: their claims as {@link verifyClaims} does, and their times.
 * @param now the device's clock at receipt, in seconds
 * @returns the claims of each token, and the drift of the device's clock: how many seconds it is ahead of the server's
 * @throws CognitoAuthError with the code of the first check that fails
 */
export function verifyTokens(
  tokens: TokensToVerify,
  expected: ExpectedAtReceipt,
  now: number,
): { claims: Claims[]; clockDrift: number } {
  const { clockTolerance, frontChannel } = expected
  const claims = verifyClaims(tokens, expected)
  const times = claims.map(({ iat, exp }, i) => [TOKENS[i], iat, exp] as [string, number, number])
  // The newest shows the server's clock best: a token may be old, but not from the future.
  const newest = Math.max(...times.map(([, iat]) => iat))
  // In a redirect, issued long ago and over by now is a token from a drawer. One that has just come from the server shows
  // the server's clock: it is over if it was at that time, and otherwise what is so far off is the device's clock.
  const [present, whose] = frontChannel ? [now, 'the time of this device'] : [newest, 'the latest iat']
  for (const [name, iat, exp] of times) {
    const plausible = Math.abs(now - iat) <= clockTolerance
    verify([
      ['expired', `${name} exp`, plausible || exp > present, exp, `later than ${present}, ${whose}`],
      [
        'clock_skew',
        `${name} iat`,
        plausible,
        iat,
        `the time of this device (${now}), whose clock seems to be about ${roughly(now - iat)}. Set the clock; ClockTolerance (${clockTolerance} seconds) says how far it may be off`,
      ],
    ])
  }
  for (const [name, , exp] of times)
    verify([['expired', `${name} exp`, exp > newest, exp, `later than ${newest}, the latest iat`]])
  return { claims, clockDrift: now - newest }
}

/** How far a clock is off, as people say it. */
function roughly(seconds: number): string {
  const off = Math.abs(seconds)
  const [unit, name] =
    off < 2 * HOUR ? [60, 'minutes'] : off < 48 * HOUR ? [HOUR, 'hours'] : [24 * HOUR, 'days']
  return `${Math.round(off / unit)} ${name} ${seconds > 0 ? 'fast' : 'slow'}`
}

/**
 * Checks the headers and the claims of an access token and an ID token, and that they belong together
 * (OpenID Connect Core, sections 3.1.3.7 and 3.2.2.11; Cognito developer guide, "Verifying JSON web tokens").
 * A missing claim is a failed claim.
 * @returns the claims of each token
 * @throws CognitoAuthError with the code of the first check that fails
 */
export function verifyClaims({ accessToken, idToken }: TokensToVerify, expected: Expected): Claims[] {
  verifyHeader(accessToken, 'access token')
  if (idToken !== undefined) verifyHeader(idToken, 'ID token')
  const access = decodeJwt(accessToken, 'payload')
  const id = idToken === undefined ? undefined : decodeJwt(idToken, 'payload')
  verify([
    [
      'missing_claim',
      'ID token',
      id !== undefined || !expected.openid,
      undefined,
      'there, since openid is among the scopes',
    ],
    ...accessTokenChecks(access, expected),
    ...(id ? idTokenChecks(id, access, accessToken, expected) : []),
    ...userChecks(access, id ?? {}, expected),
  ])
  return id ? [access, id] : [access]
}

/** Cognito signs with RS256 only. An extension that must be understood (RFC 7515, section 4.1.11) never is. */
function verifyHeader(token: string, name: string): void {
  const { alg, crit } = decodeJwt(token, 'header')
  verify([
    ['bad_alg', `${name} alg`, alg === 'RS256', alg, 'RS256'],
    ['bad_alg', `${name} crit`, crit === undefined, crit, 'missing'],
  ])
}

function accessTokenChecks(access: Claims, { clientId, issuers }: Expected): Check[] {
  const { client_id: client, sub } = access
  return [
    ...kindChecks(access, TOKENS[0], 'access', issuers),
    ['wrong_audience', 'access token client_id', client === clientId, client, clientId],
    ['missing_claim', 'access token sub', isText(sub)],
    ...timeChecks(access, TOKENS[0]),
  ]
}

function kindChecks(claims: Claims, name: string, use: string, issuers: Expected['issuers']): Check[] {
  const { token_use: came, iss } = claims
  return [
    ['wrong_token_use', `${name} token_use`, came === use, came, use],
    ['wrong_issuer', `${name} iss`, isGoodIssuer(iss, issuers), iss, issuers?.join(' or ') ?? 'there'],
  ]
}

function idTokenChecks(id: Claims, access: Claims, accessToken: string, expected: Expected): Check[] {
  const { clientId, issuers, nonce, frontChannel, stored = false } = expected
  const { at_hash: hash, aud, azp } = id
  const isHashed = () =>
    hash === undefined ? !frontChannel || isSameSignIn(id, access) : hash === atHash(accessToken)
  // In a page that has just been loaded the hash takes longer than all the rest. That another tab is in the middle of
  // storing newer tokens shows by the time, too.
  const isBound = (stored && id['iat'] === access['iat']) || isHashed()
  return [
    ...kindChecks(id, TOKENS[1], 'id', issuers),
    ['wrong_audience', 'ID token azp', azp === undefined || azp === clientId, azp, clientId],
    ['wrong_audience', 'ID token aud', isAudience(id, clientId), aud, clientId],
    ['nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce],
    // Both tokens must be of one user and one pool, or one of them was slipped in.
    ['token_substitution', 'sub', id['sub'] === access['sub']],
    ['token_substitution', 'iss', id['iss'] === access['iss']],
    ['token_substitution', 'at_hash', isBound],
    ...timeChecks(id, TOKENS[1]),
  ]
}

/** Whether the tokens are those of the user who is expected (at a refresh: OpenID Connect Core, section 12.2). */
function userChecks(access: Claims, id: Claims, { before, username }: Expected): Check[] {
  const lasts = (claim: string, now: Claims, then: Claims = {}) =>
    then[claim] === undefined || now[claim] === then[claim]
  const lasting = ['sub', 'iss', 'auth_time'].map((claim): Check => {
    return ['session_changed', claim, lasts(claim, access, before?.access)]
  })
  // amazon-cognito-identity-js and Amplify may store a session under the alias that was typed in.
  const { username: name, sub } = access
  const { email, phone_number: phone, preferred_username: preferred } = id
  const names = [name, sub, id['cognito:username'], email, phone, preferred].map(lowerCase)
  return [
    ...lasting,
    // A refreshed ID token need not have these, but not others than before.
    ['session_changed', 'auth_time', id['auth_time'] === undefined || lasts('auth_time', id, before?.id)],
    ['session_changed', 'username', username === undefined || names.includes(lowerCase(username))],
    ['nonce_mismatch', 'nonce', id['nonce'] === undefined || lasts('nonce', id, before?.id)],
  ]
}

function timeChecks(claims: Claims, name: string): Check[] {
  const time = (claim: unknown) => (typeof claim === 'number' ? claim : Number.NaN)
  const { iat: cameIat, exp: cameExp, nbf: cameNbf } = claims
  const [iat, exp, nbf] = [time(cameIat), time(cameExp), time(cameNbf ?? cameIat)]
  const lifetime = exp - iat
  const isGood = lifetime > 0 && lifetime <= LONGEST_LIFETIME
  return [
    ['missing_claim', `${name} iat`, Number.isFinite(iat), cameIat, 'a number of seconds'],
    ['missing_claim', `${name} exp`, Number.isFinite(exp), cameExp, 'a number of seconds'],
    ['expired', `${name} exp`, isGood, exp, `within ${LONGEST_LIFETIME / HOUR} hours after iat`],
    ['clock_skew', `${name} nbf`, nbf <= iat, cameNbf, 'no later than iat'],
  ]
}

function isGoodIssuer(iss: unknown, issuers: readonly string[] | undefined): boolean {
  return isText(iss) && (issuers === undefined || issuers.includes(iss))
}

/** OpenID Connect Core, section 3.1.3.7, items 3 to 5. */
function isAudience({ aud, azp }: Claims, clientId: string): boolean {
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud]
  return audiences.includes(clientId) && (azp === clientId || (azp === undefined && audiences.length === 1))
}

/** What binds the tokens where no at_hash does: claims that Cognito writes into both at one sign-in. */
function isSameSignIn(id: Claims, access: Claims): boolean {
  const agree = ['origin_jti', 'event_id', 'auth_time'].every((claim) => id[claim] === access[claim])
  return agree && isText(id['origin_jti'] ?? id['event_id'])
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value
}

/** The left half of the access token's hash (OpenID Connect Core, section 3.1.3.6). */
function atHash(accessToken: string): string {
  return base64url(sha256(new TextEncoder().encode(accessToken)).subarray(0, 16))
}

function verify(checks: readonly Check[]): void {
  for (const [code, claim, holds, came, expectation] of checks) {
    if (holds) continue
    const flaw =
      expectation === undefined ? 'does not hold' : `is ${shown(came)}, and should be ${expectation}`
    throw new CognitoAuthError(code, `The tokens were refused: ${claim} ${flaw}.${HINTS[code] ?? ''}`)
  }
}
