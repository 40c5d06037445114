import { CognitoAuthError, type CognitoAuthErrorCode } from '../errors.js'
import { base64url } from '../oauth/base64url.js'
import { sha256 } from '../oauth/sha256.js'
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

type Check = readonly [code: CognitoAuthErrorCode, claim: string, holds: boolean]

/** Cognito's tokens last for a day at most; an hour more is for its clocks. In seconds. */
const LONGEST_LIFETIME = 25 * 60 * 60

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
  const claims = verifyClaims(tokens, expected)
  const times = claims.map(({ iat, exp }) => [iat, exp] as [number, number])
  for (const [iat, exp] of times) {
    const plausible = Math.abs(now - iat) <= expected.clockTolerance
    verify([
      // Issued long ago and over by now is a token from a drawer; anything else so far off is the device's clock.
      ['expired', 'exp', plausible || exp > now],
      ['clock_skew', 'iat', plausible],
    ])
  }
  // The newest shows the server's clock best: a token may be old, but not from the future.
  const newest = Math.max(...times.map(([iat]) => iat))
  verify(times.map(([, exp]): Check => ['expired', 'exp', exp > newest]))
  return { claims, clockDrift: now - newest }
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
    ['missing_claim', 'id_token', id !== undefined || !expected.openid],
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
    ['bad_alg', `${name} alg`, alg === 'RS256'],
    ['bad_alg', `${name} crit`, crit === undefined],
  ])
}

function accessTokenChecks(access: Claims, { clientId, issuers }: Expected): Check[] {
  return [
    ['wrong_token_use', 'access token token_use', access['token_use'] === 'access'],
    ['wrong_issuer', 'access token iss', isGoodIssuer(access['iss'], issuers)],
    ['wrong_audience', 'access token client_id', access['client_id'] === clientId],
    ['missing_claim', 'access token sub', isText(access['sub'])],
    ...timeChecks(access, 'access token'),
  ]
}

function idTokenChecks(id: Claims, access: Claims, accessToken: string, expected: Expected): Check[] {
  const { clientId, issuers, nonce, frontChannel, stored = false } = expected
  const { at_hash: hash } = id
  const isHashed = () =>
    hash === undefined ? !frontChannel || isSameSignIn(id, access) : hash === atHash(accessToken)
  // In a page that has just been loaded the hash takes longer than all the rest. That another tab is in the middle of
  // storing newer tokens shows by the time, too.
  const isBound = (stored && id['iat'] === access['iat']) || isHashed()
  return [
    ['wrong_token_use', 'ID token token_use', id['token_use'] === 'id'],
    ['wrong_issuer', 'ID token iss', isGoodIssuer(id['iss'], issuers)],
    ['wrong_audience', 'ID token aud', isAudience(id, clientId)],
    ['nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce],
    // Both tokens must be of one user and one pool, or one of them was slipped in.
    ['token_substitution', 'sub', id['sub'] === access['sub']],
    ['token_substitution', 'iss', id['iss'] === access['iss']],
    ['token_substitution', 'at_hash', isBound],
    ...timeChecks(id, 'ID token'),
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
  const [iat, exp, nbf] = [time(claims['iat']), time(claims['exp']), time(claims['nbf'] ?? claims['iat'])]
  const lifetime = exp - iat
  return [
    ['missing_claim', `${name} iat`, Number.isFinite(iat)],
    ['missing_claim', `${name} exp`, Number.isFinite(exp)],
    ['expired', `${name} exp`, lifetime > 0 && lifetime <= LONGEST_LIFETIME],
    ['clock_skew', `${name} nbf`, nbf <= iat],
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
  for (const [code, claim, holds] of checks) {
    if (!holds) throw new CognitoAuthError(code, `The tokens were refused: ${claim} does not hold.`)
  }
}
