import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose'
import { randomToken } from './crypto.ts'
import type { Database } from './database.ts'

/** The pool's secrets in a form that can be saved: private JWKs and the key of the form tokens. */
export interface GeneratedKeys {
  id: JWK
  access: JWK
  refresh: JWK
  /** Keys the hashes of the forms' `_csrf` fields and of the mailed codes. */
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

/** The text of the keys that the database has; undefined when it has none. */
export function readKeys(database: Database): string | undefined {
  return database.get('SELECT value FROM keys')?.['value'] as string | undefined
}

/**
 * Keeps keys in the place of `former`, and returns the text of those that are there then: of two processes that make
 * some at once, the second works with those of the first.
 */
export function writeKeys(database: Database, keys: GeneratedKeys, former: string | undefined): string {
  return database.transaction(() => {
    const kept = readKeys(database)
    if (kept !== undefined && kept !== former) return kept
    const text = JSON.stringify(keys)
    database.run('INSERT OR REPLACE INTO keys (one, value) VALUES (1, ?)', text)
    return text
  })
}

/** Imports saved keys; rejects with an Error that names the one that is no private RSA key. */
export async function importKeys(saved: GeneratedKeys): Promise<PoolKeys> {
  const [id, access, refresh] = await Promise.all([
    importSigningKey('keys.id', saved.id),
    importSigningKey('keys.access', saved.access),
    importPair('keys.refresh', saved.refresh, 'RSA-OAEP'),
  ])
  return {
    id,
    access,
    refresh,
    secret: saved.secret,
    jwks: { keys: [saved.id, saved.access].map(published) },
  }
}

async function importSigningKey(name: string, jwk: JWK): Promise<SigningKey> {
  if (!jwk.kid) throw new Error(`${name} has no kid`)
  return { kid: jwk.kid, ...(await importPair(name, jwk, 'RS256')) }
}

async function importPair(name: string, jwk: JWK, alg: string) {
  const refuse = (cause?: unknown) => new Error(`${name} is no private RSA key`, { cause })
  const [publicKey, privateKey] = await Promise.all([
    importJWK(published(jwk), alg),
    importJWK(jwk, alg),
  ]).catch((cause: unknown) => {
    throw refuse(cause)
  })
  if (publicKey instanceof Uint8Array || privateKey instanceof Uint8Array) throw refuse()
  // Without its private members a key imports well, and fails at the first sign-in.
  if (privateKey.type !== 'private') throw refuse()
  return { publicKey, privateKey }
}

/** The public half, with the members and the order that Cognito publishes. Private members are never copied. */
function published({ alg, e, kid, kty, n }: JWK): JWK {
  return { alg, e, kid, kty, n, use: 'sig' } as JWK
}
