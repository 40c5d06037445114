import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose'
import { randomToken } from './crypto.ts'

/** The pool's secrets in a form that can be saved: private JWKs and the key of the form tokens. */
export interface GeneratedKeys {
  id: JWK
  access: JWK
  refresh: JWK
  /** Signs the `_csrf` field of the forms. */
  secret: string
}

/** The same keys, ready for use. ID and access tokens have one each, as at Cognito. */
export interface PoolKeys {
  readonly id: SigningKey
  readonly access: SigningKey
  readonly refresh: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey }
  readonly secret: string
  /** The document at `/.well-known/jwks.json`. */
  readonly jwks: { readonly keys: readonly JWK[] }
}

/** An RSA key pair with the id that tokens name it by. */
export interface SigningKey {
  readonly kid: string
  readonly publicKey: CryptoKey
  readonly privateKey: CryptoKey
}

/** Makes two signing keys, an encryption key for refresh tokens, and a secret. Takes a fraction of a second. */
export async function generateKeys(): Promise<GeneratedKeys> {
  const [id, access, refresh] = await Promise.all([
    generateRsa('RS256'),
    generateRsa('RS256'),
    generateRsa('RSA-OAEP'),
  ])
  return { id, access, refresh, secret: randomToken() }
}

async function generateRsa(alg: 'RS256' | 'RSA-OAEP'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { modulusLength: 2048, extractable: true })
  // A Cognito kid is 32 bytes in base64, so it ends in "=".
  return { ...(await exportJWK(privateKey)), alg, kid: randomBytes(32).toString('base64') }
}

/** Imports saved keys; rejects when one of them is no RSA key. */
export async function importKeys(saved: GeneratedKeys): Promise<PoolKeys> {
  const [id, access, refresh] = await Promise.all([
    importSigningKey(saved.id),
    importSigningKey(saved.access),
    importPair(saved.refresh, 'RSA-OAEP'),
  ])
  return {
    id,
    access,
    refresh,
    secret: saved.secret,
    jwks: { keys: [saved.id, saved.access].map(published) },
  }
}

async function importSigningKey(jwk: JWK): Promise<SigningKey> {
  if (!jwk.kid) throw new Error('a signing key has no kid')
  return { kid: jwk.kid, ...(await importPair(jwk, 'RS256')) }
}

async function importPair(jwk: JWK, alg: string) {
  const [publicKey, privateKey] = await Promise.all([importJWK(published(jwk), alg), importJWK(jwk, alg)])
  if (publicKey instanceof Uint8Array || privateKey instanceof Uint8Array) throw new Error('not an RSA key')
  return { publicKey, privateKey }
}

/** The public half, with the members and the order that Cognito publishes. Private members are never copied. */
function published({ alg, e, kid, kty, n }: JWK): JWK {
  return { alg, e, kid, kty, n, use: alg === 'RSA-OAEP' ? 'enc' : 'sig' } as JWK
}
