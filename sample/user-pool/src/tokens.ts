import { createHash, randomUUID } from 'node:crypto'
import { CompactEncrypt, SignJWT, compactDecrypt, decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose'
import { accessTokenClaims, idTokenClaims, type Claims } from './claims.ts'
import type { SigningKey } from './keys.ts'
import type { AppClient } from './options.ts'
import type { Grant, Pool, StoredUser } from './state.ts'

/** What the token endpoint and the implicit grant hand out. */
export interface IssuedTokens {
  /** Absent without the scope `openid`. */
  idToken: string | undefined
  accessToken: string
  /** Seconds the access token lives. */
  expiresIn: number
}

/** Signs an access token and, with the scope `openid`, an ID token bound to it. */
export async function issueTokens(
  pool: Pool,
  grant: Grant,
  user: StoredUser,
  client: AppClient,
  nonce?: string,
): Promise<IssuedTokens> {
  const iat = Math.floor(pool.now() / 1000)
  const common = { issuer: pool.config.issuer, user, grant, revocable: client.enableTokenRevocation, iat }
  const accessToken = await sign(
    pool.keys.access,
    accessTokenClaims({ ...common, jti: randomUUID(), exp: iat + client.accessTokenValidity }),
  )
  const openId = () => ({
    ...common,
    jti: randomUUID(),
    exp: iat + client.idTokenValidity,
    atHash: accessTokenHash(accessToken),
    nonce,
  })
  return {
    idToken: grant.scopes.includes('openid') ? await sign(pool.keys.id, idTokenClaims(openId())) : undefined,
    accessToken,
    expiresIn: client.accessTokenValidity,
  }
}

/** OpenID Connect Core 3.1.3.6: the left half of the SHA-256 of the access token, in base64url. */
function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken, 'ascii').digest().subarray(0, 16).toString('base64url')
}

/** Cognito's header is exactly `{"kid":…,"alg":"RS256"}`, without `typ`. */
function sign({ kid, privateKey }: SigningKey, claims: Claims): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey)
}

/** The claims of a good access token of this pool; undefined for any other text. */
export async function readAccessToken(pool: Pool, token: string): Promise<JWTPayload | undefined> {
  try {
    const { payload } = await jwtVerify(token, pool.keys.access.publicKey, {
      algorithms: ['RS256'],
      issuer: pool.config.issuer,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(pool.now()),
    })
    return payload['token_use'] === 'access' ? payload : undefined
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

/** What a refresh token says, readable by the pool only. */
interface RefreshClaims {
  tokenId: string
  originJti: string
}

/** A five-part JWE whose header is, in this order, that of Cognito's refresh tokens. */
export async function sealRefreshToken(pool: Pool, { tokenId, originJti }: RefreshClaims): Promise<string> {
  // `cty: JWT` announces a nested token (RFC 7519 section 5.2): signed first, because anybody can encrypt to a public key.
  const inner = await sign(pool.keys.access, { token_use: 'refresh', jti: tokenId, origin_jti: originJti })
  // Under jsdom the encoder's Uint8Array is not the global one, and jose asks for that one: hence the copy.
  return new CompactEncrypt(Uint8Array.from(new TextEncoder().encode(inner)))
    .setProtectedHeader({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' })
    .encrypt(pool.keys.refresh.publicKey)
}

/** The reverse of {@link sealRefreshToken}; undefined for any other text. */
export async function openRefreshToken(pool: Pool, token: string): Promise<RefreshClaims | undefined> {
  try {
    const { plaintext } = await compactDecrypt(token, pool.keys.refresh.privateKey, {
      keyManagementAlgorithms: ['RSA-OAEP'],
      contentEncryptionAlgorithms: ['A256GCM'],
    })
    const { payload } = await jwtVerify(new TextDecoder().decode(plaintext), pool.keys.access.publicKey, {
      algorithms: ['RS256'],
    })
    const { token_use: use, jti, origin_jti: originJti } = payload
    if (use !== 'refresh' || jti === undefined || typeof originJti !== 'string') return undefined
    return { tokenId: jti, originJti }
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined
    throw error
  }
}

/** Whether the text is shaped like a JWT, which an ID or access token is and a refresh token is not. */
export function looksLikeJwt(token: string): boolean {
  try {
    decodeJwt(token)
    return true
  } catch {
    return false
  }
}
