import { CognitoAuthError, type CognitoAuthErrorCode } from '../errors.js'
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
  /** The left half of the access token's SHA-256 in base64url (OpenID Connect Core, section 3.1.3.6). */
  readonly atHash?: string | undefined
  /** Whether they came in the redirect, where anybody could have put them together. */
  readonly frontChannel?: boolean | undefined
  /** Whether they were read from the storage, where whoever can write makes any two fit: no hash is compared. */
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
/** Within how many seconds one answer of the token endpoint has both its tokens issued. */
const ONE_ANSWER = 5
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
  const issued = (token: Claims) => token['iat'] as number
  // The newest shows the server's clock best: a token may be old, but not from the future.
  const newest = Math.max(...claims.map(issued))
  const outlasts = (token: Claims, present: number): Check => {
    return ['expired', 'exp', (token['exp'] as number) > present, `later than ${present}`]
  }
  claims.forEach((token, i) => {
    const ahead = now - issued(token)
    if (Math.abs(ahead) <= clockTolerance) return
    const clock = `${now}: the clock of this device seems to be about ${roughly(ahead)}. Set it`
    verify(TOKENS[i], token, [
      // In a redirect, issued long ago and over by now is a token from a drawer. One that has just come from the server shows
      // the server's clock: it is over if it was at that time, and otherwise what is so far off is the device's clock.
      outlasts(token, frontChannel ? now : newest),
      ['clock_skew', 'iat', false, `${clock}; ClockTolerance forgives ${clockTolerance} seconds`],
    ])
  })
  claims.forEach((token, i) => {
    verify(TOKENS[i], token, [outlasts(token, newest)])
  })
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
  const tokens = [accessToken, idToken].filter((token) => token !== undefined)
  tokens.forEach(verifyHeader)
  const claims = tokens.map((token) => decodeJwt(token, 'payload'))
  const [access = {}, id] = claims
  const isThere = id !== undefined || !expected.openid
  verify('the', {}, [['missing_claim', TOKENS[1], isThere, 'there, since openid is among the scopes']])
  verify(TOKENS[0], access, [
    ...tokenChecks(access, 'access', expected),
    ['wrong_audience', 'client_id', access['client_id'] === expected.clientId, expected.clientId],
    ['missing_claim', 'sub', isText(access['sub'])],
  ])
  if (id) verify(TOKENS[1], id, [...tokenChecks(id, 'id', expected), ...idTokenChecks(id, access, expected)])
  verify('user', {}, userChecks(access, id ?? {}, expected))
  return claims
}

/** Cognito signs with RS256 only. An extension that must be understood (RFC 7515, section 4.1.11) never is. */
function verifyHeader(token: string, i: number): void {
  const header = decodeJwt(token, 'header')
  verify(TOKENS[i], header, [
    ['bad_alg', 'alg', header['alg'] === 'RS256', 'RS256'],
    ['bad_alg', 'crit', header['crit'] === undefined, 'missing'],
  ])
}

/** What holds for both tokens. */
function tokenChecks(claims: Claims, use: string, { issuers }: Expected): Check[] {
  const { iss, nbf = claims['iat'] } = claims
  const [iat, exp] = [seconds(claims['iat']), seconds(claims['exp'])]
  return [
    ['wrong_token_use', 'token_use', claims['token_use'] === use, use],
    ['wrong_issuer', 'iss', isText(iss) && (issuers?.includes(iss) ?? true), issuers?.join(' or ')],
    ['missing_claim', 'iat', Number.isFinite(iat), 'a number of seconds'],
    ['missing_claim', 'exp', Number.isFinite(exp), 'a number of seconds'],
    ['expired', 'exp', exp > iat && exp - iat <= LONGEST_LIFETIME, 'within 25 hours after iat'],
    ['clock_skew', 'nbf', seconds(nbf) <= iat, 'no later than iat'],
  ]
}

function idTokenChecks(id: Claims, access: Claims, expected: Expected): Check[] {
  const { clientId, nonce, atHash, frontChannel, stored } = expected
  const { at_hash: hash, aud, azp } = id
  const audiences: unknown[] = [aud].flat()
  // OpenID Connect Core, section 3.1.3.7, items 3 to 5.
  const isAlone = azp === clientId || audiences.length === 1
  const agrees = (claim: string) => id[claim] === access[claim]
  // What binds the tokens where no at_hash does: claims that Cognito writes into both at one sign-in.
  const isSameSignIn = () =>
    ['origin_jti', 'event_id', 'auth_time'].every(agrees) && isText(id['origin_jti'] ?? id['event_id'])
  const isHashed = () => (hash === undefined ? !frontChannel || isSameSignIn() : hash === atHash)
  const age = seconds(id['iat']) - seconds(access['iat'])
  return [
    ['wrong_audience', 'azp', azp === undefined || azp === clientId, clientId],
    ['wrong_audience', 'aud', audiences.includes(clientId) && isAlone, clientId],
    ['nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce],
    // Both tokens must be of one user and one pool, or one of them was slipped in.
    ['token_substitution', 'sub', agrees('sub')],
    ['token_substitution', 'iss', agrees('iss')],
    ['token_substitution', 'at_hash', stored ? Math.abs(age) <= ONE_ANSWER : isHashed()],
  ]
}

/** Whether the tokens are those of the user who is expected (at a refresh: OpenID Connect Core, section 12.2). */
function userChecks(access: Claims, id: Claims, { before, username }: Expected): Check[] {
  const lasts = (claim: string, now: Claims, then: Claims = {}) =>
    then[claim] === undefined || now[claim] === then[claim]
  // A refreshed ID token need not have these, but not others than before.
  const idLasts = (claim: string) => id[claim] === undefined || lasts(claim, id, before?.id)
  // amazon-cognito-identity-js and Amplify may store a session under the alias that was typed in.
  const { email, phone_number: phone, preferred_username: preferred } = id
  const names = [access['username'], access['sub'], id['cognito:username'], email, phone, preferred]
  const isName = (name: unknown) => isText(name) && name.toLowerCase() === username?.toLowerCase()
  return [
    ...['sub', 'iss', 'auth_time'].map((claim): Check => {
      return ['session_changed', claim, lasts(claim, access, before?.access)]
    }),
    ['session_changed', 'auth_time', idLasts('auth_time')],
    ['session_changed', 'username', username === undefined || names.some(isName)],
    ['nonce_mismatch', 'nonce', idLasts('nonce')],
  ]
}

/** A time, or what compares with none: the text of an object may be anything. */
function seconds(claim: unknown): number {
  return typeof claim === 'number' ? claim : Number.NaN
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** @param name of what has the claims */
function verify(name = '', claims: Claims, checks: readonly Check[]): void {
  for (const [code, claim, holds, expectation] of checks) {
    if (holds) continue
    const flaw = expectation ? `is ${shown(claims[claim])}, and should be ${expectation}` : 'does not hold'
    throw new CognitoAuthError(code, `The tokens were refused: ${name} ${claim} ${flaw}.${HINTS[code] ?? ''}`)
  }
}
