import { CognitoAuthError, type CognitoAuthErrorCode } from '../errors.js'
import { base64url } from '../oauth/pkce.js'
import { sha256 } from '../oauth/sha256.js'
import { type Claims, decodeJwt } from './jwt.js'

export interface TokensToVerify {
  readonly accessToken: string
  readonly idToken?: string | undefined
}

/** What the tokens of a response must agree with. Undefined means that nothing is known to compare with. */
export interface Expected {
  readonly clientId: string
  /** The forms of the issuer that are good; undefined where the user pool is not known. */
  readonly issuers?: readonly string[] | undefined
  /** The nonce that was sent. Cognito adds one of its own to a federated user's token when none was sent. */
  readonly nonce?: string | undefined
  /** Whether an ID token was asked for: the scopes held `openid`. */
  readonly openid?: boolean | undefined
  /** At a refresh, the user who was signed in. */
  readonly sub?: string | undefined
  /** How far this device's clock may be off, in seconds. */
  readonly clockTolerance: number
}

type Check = readonly [code: CognitoAuthErrorCode, claim: string, holds: boolean]

/**
 * Checks the claims of an ID token and an access token, and that they belong together
 * (OpenID Connect Core, sections 3.1.3.7 and 3.2.2.11; Cognito developer guide, "Verifying JSON web tokens").
 * A missing claim is a failed claim.
 * @param now the device's clock at receipt, in seconds
 * @returns the drift of the device's clock: how many seconds it is ahead of the server's
 * @throws CognitoAuthError with the code of the first check that fails
 */
export function verifyTokens(
  tokens: TokensToVerify,
  expected: Expected,
  now: number,
): { clockDrift: number } {
  const headers: Check[] = []
  const read = (token: string, name: string): Claims => {
    const { alg } = decodeJwt(token, 'header')
    headers.push(['bad_alg', `${name} alg`, alg === 'RS256'])
    return decodeJwt(token, 'payload')
  }
  const access = read(tokens.accessToken, 'access token')
  const id = tokens.idToken === undefined ? undefined : read(tokens.idToken, 'ID token')
  verify([
    ...headers,
    ['missing_claim', 'id_token', id !== undefined || !expected.openid],
    ...accessTokenChecks(access, expected),
    ...(id ? idTokenChecks(id, access, tokens.accessToken, expected) : []),
  ])

  const issuedAt = Math.min(...[access, id ?? access].map((claims) => Number(claims['iat'])))
  const expiresAt = Math.min(...[access, id ?? access].map((claims) => Number(claims['exp'])))
  const clockDrift = now - issuedAt
  const plausible = Math.abs(clockDrift) <= expected.clockTolerance
  verify([
    // Issued long ago and over by now is a token from a drawer; anything else so far off is the device's clock.
    ['expired', 'exp', expiresAt > issuedAt && (plausible || expiresAt > now)],
    ['clock_skew', 'iat', plausible],
  ])
  return { clockDrift }
}

function accessTokenChecks(access: Claims, { clientId, issuers, sub }: Expected): Check[] {
  return [
    ['wrong_token_use', 'access token token_use', access['token_use'] === 'access'],
    ['wrong_issuer', 'access token iss', isGoodIssuer(access['iss'], issuers)],
    ['wrong_audience', 'access token client_id', access['client_id'] === clientId],
    ['missing_claim', 'access token sub', isText(access['sub'])],
    ['session_changed', 'sub', sub === undefined || access['sub'] === sub],
    ...timeChecks(access, 'access token'),
  ]
}

function idTokenChecks(id: Claims, access: Claims, accessToken: string, expected: Expected): Check[] {
  const { clientId, issuers, nonce } = expected
  return [
    ['wrong_token_use', 'ID token token_use', id['token_use'] === 'id'],
    ['wrong_issuer', 'ID token iss', isGoodIssuer(id['iss'], issuers)],
    ['wrong_audience', 'ID token aud', id['aud'] === clientId],
    ['nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce],
    // Both tokens must be of one user and one pool, or one of them was slipped in.
    ['token_substitution', 'sub', id['sub'] === access['sub']],
    ['token_substitution', 'iss', id['iss'] === access['iss']],
    ['token_substitution', 'at_hash', id['at_hash'] === undefined || id['at_hash'] === atHash(accessToken)],
    ...timeChecks(id, 'ID token'),
  ]
}

function timeChecks(claims: Claims, name: string): Check[] {
  return ['iat', 'exp'].map((claim) => ['missing_claim', `${name} ${claim}`, Number.isFinite(claims[claim])])
}

function isGoodIssuer(iss: unknown, issuers: readonly string[] | undefined): boolean {
  return isText(iss) && (issuers === undefined || issuers.includes(iss))
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
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
