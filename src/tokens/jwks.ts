import { CognitoAuthError, hasCode } from '../errors.js'
import { base64urlBytes } from '../oauth/base64url.js'
import { getText } from '../oauth/http.js'
import { decodeJwt } from './jwt.js'

/** How long keys are good without another look, in milliseconds; behind it the browser's HTTP cache decides. */
const FRESH = 10 * 60 * 1000
/** How often a token with an unknown key may have the keys fetched anew, in milliseconds. */
const COOL_DOWN = 30 * 1000

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** The keys of an issuer (RFC 7517), fetched once for all that wait. */
class KeySet {
  private _keys: ReadonlyMap<string, JsonWebKey> = new Map()
  private _fetched = -Infinity
  private _refetched = -Infinity
  private _fetching: Promise<void> | undefined

  constructor(private readonly _url: string) {}

  /** Fetches the keys if they are not fresh. */
  async ready(): Promise<void> {
    if (isOver(this._fetched, FRESH)) await this._fetch('default')
  }

  /** The key of this id. Where it is unknown the keys may have been rotated: they are fetched anew, past the HTTP cache. */
  async get(kid: unknown): Promise<JsonWebKey | undefined> {
    await this.ready()
    if (typeof kid !== 'string') return undefined
    if (!this._keys.has(kid) && (this._fetching || isOver(this._refetched, COOL_DOWN))) {
      this._refetched = Date.now()
      await this._fetch('reload')
    }
    return this._keys.get(kid)
  }

  private _fetch(cache: RequestCache): Promise<void> {
    return (this._fetching ??= this._replace(cache).finally(() => (this._fetching = undefined)))
  }

  private async _replace(cache: RequestCache): Promise<void> {
    try {
      const { status, text } = await getText(this._url, cache)
      const { keys } = (status === 200 ? JSON.parse(text) : {}) as { keys: JsonWebKey[] }
      this._keys = new Map(keys.filter(isSigningKey).map((key) => [key.kid, key]))
      this._fetched = Date.now()
    } catch (error) {
      const cause = error instanceof CognitoAuthError ? error : undefined
      throw new CognitoAuthError(
        'jwks_unavailable',
        `The user pool's keys could not be had from ${this._url}. Try again later, and allow it in connect-src of the Content-Security-Policy.`,
        { cause },
      )
    }
  }
}

const keySets = new Map<string, KeySet>()

/** The keys of an issuer, shared by the whole page (OpenID Connect Discovery, section 4; Cognito appends the path as is). */
function keySetOf(issuer: string): KeySet {
  const url = `${issuer}/.well-known/jwks.json`
  const keySet = keySets.get(url) ?? new KeySet(url)
  keySets.set(url, keySet)
  return keySet
}

/**
 * Has the keys at hand before something is spent that cannot be had again: a code, a refresh token.
 * @throws CognitoAuthError `crypto_unavailable`, `jwks_unavailable`
 */
export async function fetchKeys(issuer: string): Promise<void> {
  subtleCrypto()
  await keySetOf(issuer).ready()
}

/**
 * Verifies the RS256 signature of each token (RFC 7515, section 5.2) with a key of its issuer, which must be among
 * those that are good: {@link verifyClaims} has seen to that.
 * @throws CognitoAuthError `bad_signature`, `unknown_kid`, `jwks_unavailable`, `crypto_unavailable`
 */
export async function verifySignatures(tokens: readonly string[]): Promise<void> {
  const subtle = subtleCrypto()
  await Promise.all(tokens.map((token) => verifySignature(subtle, token)))
}

async function verifySignature(subtle: SubtleCrypto, token: string): Promise<void> {
  const { kid } = decodeJwt(token, 'header')
  const { iss } = decodeJwt(token, 'payload')
  const key = await keySetOf(String(iss)).get(kid)
  if (!key) {
    throw new CognitoAuthError('unknown_kid', 'A token names a key that is none of the user pool.')
  }
  if (!(await isSignedBy(subtle, key, token))) {
    throw new CognitoAuthError('bad_signature', 'The signature of a token does not hold.')
  }
}

async function isSignedBy(subtle: SubtleCrypto, { kty, n, e }: JsonWebKey, token: string): Promise<boolean> {
  const signed = token.slice(0, token.lastIndexOf('.'))
  try {
    const signature = base64urlBytes(token.slice(signed.length + 1))
    const key = await subtle.importKey('jwk', { kty, n, e } as JsonWebKey, RS256, false, ['verify'])
    const { modulusLength } = key.algorithm as RsaHashedKeyAlgorithm
    // RFC 7518, section 3.3
    if (modulusLength < 2048) return false
    return await subtle.verify(RS256.name, key, signature, new TextEncoder().encode(signed))
  } catch {
    return false
  }
}

/** Whether such an error leaves open whether a signature holds. */
export function isUndecided(error: unknown): boolean {
  return hasCode(error, 'jwks_unavailable', 'crypto_unavailable', 'invalid_configuration')
}

/** Whether a key is there to verify RS256 signatures (RFC 7517, section 4), as far as it says. */
function isSigningKey(key: unknown): key is JsonWebKey & { kid: string } {
  if (typeof key !== 'object' || key === null) return false
  const {
    kty,
    kid,
    alg = 'RS256',
    use = 'sig',
    key_ops: operations = ['verify'],
  } = key as Record<string, unknown>
  return (
    kty === 'RSA' &&
    typeof kid === 'string' &&
    alg === 'RS256' &&
    use === 'sig' &&
    Array.isArray(operations) &&
    operations.includes('verify')
  )
}

/** A clock that was set back must not make keys last: what lies ahead counts as over, too. */
function isOver(since: number, milliseconds: number): boolean {
  return Math.abs(Date.now() - since) > milliseconds
}

function subtleCrypto(): SubtleCrypto {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle
  if (subtle) return subtle
  throw new CognitoAuthError(
    'crypto_unavailable',
    'crypto.subtle is missing: serve the page over https, or from localhost.',
  )
}
