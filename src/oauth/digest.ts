import { CognitoAuthError } from '../errors.js'

/** @throws CognitoAuthError `crypto_unavailable` */
export function subtleCrypto(): SubtleCrypto {
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle
  if (subtle) return subtle
  const said = 'crypto.subtle is missing: serve the page over https, or from localhost.'
  throw new CognitoAuthError('crypto_unavailable', said)
}

/**
 * The SHA-256 of a text (FIPS 180-4), by WebCrypto.
 * @throws CognitoAuthError `crypto_unavailable`
 */
export async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await subtleCrypto().digest('SHA-256', new TextEncoder().encode(text)))
}
