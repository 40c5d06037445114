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

/** In seconds: Cognito's tokens last for a day at most; an hour more is for its clocks. */
const LONGEST_LIFETIME = 25 * 60 * 60
/** Within how many seconds one answer of the token endpoint has both its tokens issued. */
const ONE_ANSWER = 5
/** What errors call the tokens, in their order. */
const NAMES = ['access token', 'ID token'] as const

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
  const { clockTolerance } = expected
  const claims = verifyClaims(tokens, expected)
  const times = (name: string) => claims.map((token) => token[name] as number)
  times('iat').forEach((iat, i) => {
    const off = Math.abs(now - iat)
    const clock = `the clock of this device seems to be about ${Math.round(off / 60)} minutes off. Set it`
    const expectation = `${now}: ${clock}; ClockTolerance forgives ${clockTolerance} seconds`
    checker(NAMES[i], { iat })('clock_skew', 'iat', off <= clockTolerance, expectation)
  })
  // The newest shows the server's clock best: a token may be old, but not from the future.
  const [newest, exp] = [Math.max(...times('iat')), Math.min(...times('exp'))]
  checker('the', { exp })('expired', 'exp', exp > newest, `later than ${newest}`)
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
  const { clientId, openid } = expected
  const access = verifyToken(accessToken, NAMES[0], expected)
  const check = checker(NAMES[0], access)
  check('wrong_audience', 'client_id', access['client_id'] === clientId, audienceOf(expected))
  check('missing_claim', 'sub', isText(access['sub']), 'a text')
  const id = idToken === undefined ? undefined : verifyToken(idToken, NAMES[1], expected)
  checker('the', {})('missing_claim', NAMES[1], !openid || id !== undefined, 'there, as openid is a scope')
  if (id) verifyPair(access, id, expected)
  verifyUser(access, id ?? {}, expected)
  return id ? [access, id] : [access]
}

/** What holds for both tokens. */
function verifyToken(token: string, name: string, { issuers }: Expected): Claims {
  const header = decodeJwt(token, 'header')
  const ofHeader = checker(name, header)
  // Cognito signs with RS256 only. An extension that must be understood (RFC 7515, section 4.1.11) never is.
  ofHeader('bad_alg', 'alg', header['alg'] === 'RS256', 'RS256')
  ofHeader('bad_alg', 'crit', header['crit'] === undefined, 'missing')
  const claims = decodeJwt(token, 'payload')
  const check = checker(name, claims)
  const { iss, iat, exp, nbf = iat } = claims
  const use = name === NAMES[1] ? 'id' : 'access'
  check('wrong_token_use', 'token_use', claims['token_use'] === use, use)
  const pool = 'Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer'
  const isGood = isText(iss) && (issuers?.includes(iss) ?? true)
  check('wrong_issuer', 'iss', isGood, `${issuers?.join(' or ') ?? 'a text'}. ${pool}`)
  check('missing_claim', 'iat', isTime(iat), 'a number of seconds')
  check('missing_claim', 'exp', isTime(exp), 'a number of seconds')
  const lifetime = (exp as number) - (iat as number)
  check('expired', 'exp', lifetime > 0 && lifetime <= LONGEST_LIFETIME, 'within 25 hours after iat')
  check('clock_skew', 'nbf', isTime(nbf) && nbf <= (iat as number), 'no later than iat')
  return claims
}

function verifyPair(access: Claims, id: Claims, expected: Expected): void {
  const { clientId, nonce, atHash, frontChannel, stored } = expected
  const { at_hash: hash, aud, azp } = id
  const check = checker(NAMES[1], id)
  const audiences: unknown[] = [aud].flat()
  // OpenID Connect Core, section 3.1.3.7, items 3 to 5.
  const isAlone = azp === clientId || audiences.length === 1
  check('wrong_audience', 'azp', azp === undefined || azp === clientId, audienceOf(expected))
  check('wrong_audience', 'aud', audiences.includes(clientId) && isAlone, audienceOf(expected))
  check('nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce)
  // Both tokens must be of one user and one pool, or one of them was slipped in.
  const agrees = (claim: string) => id[claim] === access[claim]
  check('token_substitution', 'sub', agrees('sub'))
  check('token_substitution', 'iss', agrees('iss'))
  // What binds the tokens where no at_hash does: claims that Cognito writes into both at one sign-in.
  const isSameSignIn =
    ['origin_jti', 'event_id', 'auth_time'].every(agrees) && isText(id['origin_jti'] ?? id['event_id'])
  const isHashed = hash === undefined ? !frontChannel || isSameSignIn : hash === atHash
  const age = (id['iat'] as number) - (access['iat'] as number)
  check('token_substitution', 'at_hash', stored ? Math.abs(age) <= ONE_ANSWER : isHashed)
}

/** The tokens are those of the user who is expected (at a refresh: OpenID Connect Core, section 12.2). */
function verifyUser(access: Claims, id: Claims, { before, username }: Expected): void {
  const check = checker('user', {})
  const lasts = (claim: string, now: Claims, then: Claims = {}) =>
    then[claim] === undefined || now[claim] === then[claim]
  for (const claim of ['sub', 'iss', 'auth_time'])
    check('session_changed', claim, lasts(claim, access, before?.access))
  // A refreshed ID token need not have these, but not others than before.
  const idNow = { ...before?.id, ...id }
  check('session_changed', 'auth_time', lasts('auth_time', idNow, before?.id))
  check('nonce_mismatch', 'nonce', lasts('nonce', idNow, before?.id))
  // amazon-cognito-identity-js and Amplify may store a session under the alias that was typed in.
  const { email, phone_number: phone, preferred_username: preferred } = id
  const names = [access['username'], access['sub'], id['cognito:username'], email, phone, preferred]
  const isName = (name: unknown) => isText(name) && name.toLowerCase() === username?.toLowerCase()
  check('session_changed', 'username', username === undefined || names.some(isName))
}

const audienceOf = ({ clientId }: Expected) =>
  `${clientId}. Write the ClientId of the app client that the sign-in began with`

function isTime(claim: unknown): claim is number {
  return Number.isFinite(claim)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/**
 * What throws where a check fails. Of a claim that an expectation in words stands beside the error says what came; of
 * any other, which binds tokens to a sign-in, it may be secret.
 * @param name of what has the claims
 */
function checker(name = '', claims: Claims) {
  return (code: CognitoAuthErrorCode, claim: string, holds: boolean, expectation?: string) => {
    if (holds) return
    const flaw = expectation
      ? `is ${shown(claims[claim])}, and should be ${expectation}`
      : 'is of another sign-in: sign in again'
    throw new CognitoAuthError(code, `The tokens were refused: ${name} ${claim} ${flaw}.`)
  }
}
