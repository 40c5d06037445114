import { CognitoAuthError } from '../errors.js'
import { base64url } from './base64url.js'

/**
 * 256 random bits as 43 characters `[A-Za-z0-9_-]`: a state, a nonce, or a code verifier (RFC 7636, section 4.1).
 * The alphabet matters: Cognito decodes a state on its way back and mangles `=`, `+` and `/`.
 * @throws CognitoAuthError `crypto_unavailable` rather than fall back to numbers that can be guessed
 */
export function randomToken(): string {
  return base64url(randomBytes(32))
}

/** @throws CognitoAuthError `crypto_unavailable` */
export function randomBytes(length: number): Uint8Array {
  return webCrypto('getRandomValues').getRandomValues(new Uint8Array(length))
}

/**
 * The SHA-256 of a text (FIPS 180-4).
 * @throws CognitoAuthError `crypto_unavailable`
 */
export async function digest(text: string): Promise<Uint8Array> {
  return new Uint8Array(await webCrypto('subtle').subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

/** What to do where this part of WebCrypto is missing. */
const REMEDIES = {
  getRandomValues: 'load react-native-get-random-values before this library',
  subtle: 'serve the page over https, or from localhost',
}

/** @throws CognitoAuthError `crypto_unavailable` where this part of it is missing */
export function webCrypto(part: keyof typeof REMEDIES): Crypto {
  const crypto = globalThis.crypto as Crypto | undefined
  if (crypto?.[part]) return crypto
  throw new CognitoAuthError('crypto_unavailable', `crypto.${part} is missing: ${REMEDIES[part]}.`)
}
