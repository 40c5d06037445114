import { CognitoAuthError, hasCode } from '../errors.js'
import { base64urlBytes } from '../oauth/base64url.js'
import { ask } from '../oauth/http.js'
import { webCrypto } from '../oauth/pkce.js'
import { decodeJwt } from './jwt.js'

/** How long keys are good without another look, in milliseconds; behind it the browser's HTTP cache decides. */
const FRESH = 10 * 60 * 1000
/** How often a token with an unknown key may have the keys fetched anew, in milliseconds. */
const COOL_DOWN = 30 * 1000

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }

/** The keys of an issuer by their ids (RFC 7517), when they were fetched, and when because one was missing. */
interface KeySet {
  keys: ReadonlyMap<unknown, JsonWebKey>
  fetched: number
  refetched: number
  fetching: Promise<void> | undefined
}

/** Those of each issuer, shared by the whole page. */
const keySets = new Map<string, KeySet>()

function keySetOf(issuer: string): KeySet {
  const never = { keys: new Map(), fetched: -Infinity, refetched: -Infinity, fetching: undefined }
  const keySet = keySets.get(issuer) ?? never
  keySets.set(issuer, keySet)
  return keySet
}

/** Fetches the keys once for all that wait (OpenID Connect Discovery, section 4; Cognito appends the path as is). */
function load(issuer: string, cache: RequestCache): Promise<void> {
  const keySet = keySetOf(issuer)
  const url = `${issuer}/.well-known/jwks.json`
  const replace = async () => {
    try {
      const { status, text } = await ask(url, { cache })
      const { keys } = JSON.parse(status === 200 ? text : '{}') as {
        keys: Parameters<typeof isSigningKey>[0][]
      }
      keySet.keys = new Map(keys.filter(isSigningKey).map((key) => [key.kid, key]))
      keySet.fetched = Date.now()
    } catch (error) {
      const cause = error instanceof CognitoAuthError ? error : undefined
      const said = `The user pool's keys could not be had from ${url}: try again later, and allow it in connect-src.`
      throw new CognitoAuthError('jwks_unavailable', said, { cause })
    } finally {
      keySet.fetching = undefined
    }
  }
  return (keySet.fetching ??= replace())
}

/**
 * Has the keys at hand before something is spent that cannot be had again: a code, a refresh token.
 * @throws CognitoAuthError `crypto_unavailable`, `jwks_unavailable`
 */
export async function fetchKeys(issuer: string): Promise<void> {
  subtleCrypto()
  if (isOver(keySetOf(issuer).fetched, FRESH)) await load(issuer, 'default')
}

/**
 * Verifies the RS256 signature of each token (RFC 7515, section 5.2) with a key of its issuer, which must be among
 * those that are good: `verifyClaims()` has seen to that.
 * @param issuer whose keys to have at hand
 * @throws CognitoAuthError `bad_signature`, `unknown_kid`, `jwks_unavailable`, `crypto_unavailable`
 */
export async function verifySignatures(tokens: readonly string[], issuer?: string): Promise<void> {
  const subtle = subtleCrypto()
  if (issuer !== undefined) await fetchKeys(issuer)
  await Promise.all(tokens.map((token) => verifySignature(subtle, token)))
}

async function verifySignature(subtle: SubtleCrypto, token: string): Promise<void> {
  const { kid } = decodeJwt(token, 'header')
  const issuer = String(decodeJwt(token, 'payload')['iss'])
  await fetchKeys(issuer)
  const keySet = keySetOf(issuer)
  // The keys may have been rotated: they are fetched anew, past the HTTP cache.
  const isNew = typeof kid === 'string' && !keySet.keys.has(kid)
  if (isNew && (keySet.fetching || isOver(keySet.refetched, COOL_DOWN))) {
    keySet.refetched = Date.now()
    await load(issuer, 'reload')
  }
  const key = keySet.keys.get(kid)
  if (!key) throw new CognitoAuthError('unknown_kid', 'A token names a key that is none of the user pool.')
  if (!(await isSignedBy(subtle, key, token)))
    throw new CognitoAuthError('bad_signature', 'The signature of a token does not hold.')
}

async function isSignedBy(subtle: SubtleCrypto, { kty, n, e }: JsonWebKey, token: string): Promise<boolean> {
  const signed = token.slice(0, token.lastIndexOf('.'))
  try {
    const signature = base64urlBytes(token.slice(signed.length + 1))
    const key = await subtle.importKey('jwk', { kty, n, e } as JsonWebKey, RS256, false, ['verify'])
    // RFC 7518, section 3.3
    const isLong = (key.algorithm as RsaHashedKeyAlgorithm).modulusLength >= 2048
    return isLong && (await subtle.verify(RS256.name, key, signature, new TextEncoder().encode(signed)))
  } catch {
    return false
  }
}

/** Whether such an error leaves open whether a signature holds. */
export function isUndecided(error: unknown): boolean {
  return hasCode(error, 'jwks_unavailable', 'crypto_unavailable', 'invalid_configuration')
}

/** Whether a key is there to verify RS256 signatures (RFC 7517, section 4), as far as it says. */
function isSigningKey(key: (JsonWebKey & { kid?: unknown }) | null): key is JsonWebKey & { kid: string } {
  const { kty, kid, alg = 'RS256', use = 'sig', key_ops: uses = ['verify'] } = key ?? {}
  const isFor = alg === 'RS256' && use === 'sig' && Array.isArray(uses) && uses.includes('verify')
  return kty === 'RSA' && typeof kid === 'string' && isFor
}

/** A clock that was set back must not make keys last: what lies ahead counts as over, too. */
function isOver(since: number, milliseconds: number): boolean {
  return Math.abs(Date.now() - since) > milliseconds
}

const subtleCrypto = () => webCrypto('subtle').subtle
