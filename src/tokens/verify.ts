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

/** Of a claim that an expectation in words stands beside the error says what came; of any other it may be secret. */
type Check = readonly [
  code: CognitoAuthErrorCode,
  claim: string,
  holds: boolean,
  expectation?: string | undefined,
]

const ANOTHER_SIGN_IN = ' They are of another sign-in: sign in again.'
/** What decides, where something does. */
const HINTS: Partial<Record<CognitoAuthErrorCode, string>> = {
  wrong_issuer: ' Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.',
  wrong_audience: ' Write the ClientId of the app client that the sign-in began with.',
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
  const received = claims.map((token, i) => {
    return { name: TOKENS[i], token, iat: token['iat'] as number, exp: token['exp'] as number }
  })
  // The newest shows the server's clock best: a token may be old, but not from the future.
  const newest = Math.max(...received.map(({ iat }) => iat))
  // In a redirect, issued long ago and over by now is a token from a drawer. One that has just come from the server shows
  // the server's clock: it is over if it was at that time, and otherwise what is so far off is the device's clock.
  const present = frontChannel ? now : newest
  for (const { name, token, iat, exp } of received) {
    if (Math.abs(now - iat) <= clockTolerance) continue
    verify(name, token, [
      ['expired', 'exp', exp > present, `later than ${present}`],
      [
        'clock_skew',
        'iat',
        false,
        `${now}: the clock of this device seems to be about ${roughly(now - iat)}. Set it; ClockTolerance forgives ${clockTolerance} seconds`,
      ],
    ])
  }
  for (const { name, token, exp } of received)
    verify(name, token, [['expired', 'exp', exp > newest, `later than ${newest}`]])
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
  verifyHeader(accessToken, TOKENS[0])
  if (idToken !== undefined) verifyHeader(idToken, TOKENS[1])
  const access = decodeJwt(accessToken, 'payload')
  const id = idToken === undefined ? undefined : decodeJwt(idToken, 'payload')
  const isThere = id !== undefined || !expected.openid
  verify('the', {}, [['missing_claim', TOKENS[1], isThere, 'there, since openid is among the scopes']])
  verify(TOKENS[0], access, accessTokenChecks(access, expected))
  if (id) verify(TOKENS[1], id, idTokenChecks(id, access, accessToken, expected))
  verify('user', {}, userChecks(access, id ?? {}, expected))
  return id ? [access, id] : [access]
}

/** Cognito signs with RS256 only. An extension that must be understood (RFC 7515, section 4.1.11) never is. */
function verifyHeader(token: string, name: string): void {
  const header = decodeJwt(token, 'header')
  verify(name, header, [
    ['bad_alg', 'alg', header['alg'] === 'RS256', 'RS256'],
    ['bad_alg', 'crit', header['crit'] === undefined, 'missing'],
  ])
}

function accessTokenChecks(access: Claims, { clientId, issuers }: Expected): Check[] {
  return [
    ['wrong_token_use', 'token_use', access['token_use'] === 'access', 'access'],
    ['wrong_issuer', 'iss', isGoodIssuer(access['iss'], issuers), issuers?.join(' or ')],
    ['wrong_audience', 'client_id', access['client_id'] === clientId, clientId],
    ['missing_claim', 'sub', isText(access['sub'])],
    ...timeChecks(access),
  ]
}

function idTokenChecks(id: Claims, access: Claims, accessToken: string, expected: Expected): Check[] {
  const { clientId, issuers, nonce, frontChannel, stored = false } = expected
  const { at_hash: hash, azp } = id
  const isHashed = () =>
    hash === undefined ? !frontChannel || isSameSignIn(id, access) : hash === atHash(accessToken)
  // In a page that has just been loaded the hash takes longer than all the rest. That another tab is in the middle of
  // storing newer tokens shows by the time, too.
  const isBound = (stored && id['iat'] === access['iat']) || isHashed()
  return [
    ['wrong_token_use', 'token_use', id['token_use'] === 'id', 'id'],
    ['wrong_issuer', 'iss', isGoodIssuer(id['iss'], issuers), issuers?.join(' or ')],
    ['wrong_audience', 'azp', azp === undefined || azp === clientId, clientId],
    ['wrong_audience', 'aud', isAudience(id, clientId), clientId],
    ['nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce],
    // Both tokens must be of one user and one pool, or one of them was slipped in.
    ['token_substitution', 'sub', id['sub'] === access['sub']],
    ['token_substitution', 'iss', id['iss'] === access['iss']],
    ['token_substitution', 'at_hash', isBound],
    ...timeChecks(id),
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

function timeChecks(claims: Claims): Check[] {
  const time = (claim: unknown) => (typeof claim === 'number' ? claim : Number.NaN)
  const [iat, exp, nbf] = [time(claims['iat']), time(claims['exp']), time(claims['nbf'] ?? claims['iat'])]
  const lifetime = exp - iat
  return [
    ['missing_claim', 'iat', Number.isFinite(iat), 'a number of seconds'],
    ['missing_claim', 'exp', Number.isFinite(exp), 'a number of seconds'],
    ['expired', 'exp', lifetime > 0 && lifetime <= LONGEST_LIFETIME, 'within 25 hours after iat'],
    ['clock_skew', 'nbf', nbf <= iat, 'no later than iat'],
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

/** @param name of what has the claims */
function verify(name = '', claims: Claims, checks: readonly Check[]): void {
  for (const [code, claim, holds, expectation] of checks) {
    if (holds) continue
    const flaw = expectation ? `is ${shown(claims[claim])}, and should be ${expectation}` : 'does not hold'
    throw new CognitoAuthError(code, `The tokens were refused: ${name} ${claim} ${flaw}.${HINTS[code] ?? ''}`)
  }
}
