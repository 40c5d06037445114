import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'

type Claims = Record<string, unknown>

const { privateKey, publicKey } = await generateKeyPair('RS256')

export const CLIENT_ID = '1example23456789'
export const USER_POOL_ID = 'eu-central-1_AbCdEfGhI'
export const ISSUER = `https://cognito-idp.eu-central-1.amazonaws.com/${USER_POOL_ID}`
export const SUB = 'b2d5c1f0-0000-4000-8000-000000000001'

/** Now, in seconds. */
export const now = () => Math.floor(Date.now() / 1000)

/** When the user signed in, in seconds: the same in both tokens, and in those of every later refresh. */
export const AUTH_TIME = now()

export const publicJwk = await exportJWK(publicKey)

/** The key set of the user pool. */
export const jwks = { keys: [{ ...publicJwk, kid: 'key-1=', alg: 'RS256', use: 'sig' }] }

/** Signs claims as a user pool would; a claim set to undefined is left out. */
export function sign(claims: Claims, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ kid: 'key-1=', alg: 'RS256', ...header }).sign(privateKey)
}

export function accessClaims(changes: Claims = {}): Claims {
  return {
    sub: SUB,
    iss: ISSUER,
    version: 2,
    client_id: CLIENT_ID,
    token_use: 'access',
    scope: 'openid email',
    auth_time: AUTH_TIME,
    exp: now() + 3600,
    iat: now(),
    jti: 'a',
    username: 'jane',
    ...changes,
  }
}

export function idClaims(changes: Claims = {}): Claims {
  return {
    sub: SUB,
    iss: ISSUER,
    'cognito:username': 'jane',
    aud: CLIENT_ID,
    token_use: 'id',
    auth_time: AUTH_TIME,
    exp: now() + 3600,
    iat: now(),
    jti: 'i',
    email: 'jane@example.com',
    ...changes,
  }
}

/** The claim that binds an ID token to an access token (OpenID Connect Core, section 3.1.3.6). */
export function atHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url')
}

/** A pair of tokens that belong together. */
export async function signPair(access: Claims = {}, id: Claims = {}) {
  const accessToken = await sign(accessClaims(access))
  const idToken = await sign(idClaims({ at_hash: atHash(accessToken), ...id }))
  return { accessToken, idToken }
}

/** The address of a response whose ID token nobody has signed. */
export function forged(callback: string): string {
  return callback.replace(/(id_token=[^&]*\.)[^.&]*/, `$1${'A'.repeat(342)}`)
}
