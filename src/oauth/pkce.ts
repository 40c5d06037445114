import { CognitoAuthError } from '../errors.js'
import { base64url } from './base64url.js'

/**
 * 256 random bits as 43 characters `[A-Za-z0-9_-]`: a state, a nonce, or a code verifier (RFC 7636, section 4.1).
 * The alphabet matters: Cognito decodes a state on its way back and mangles `=`, `+` and `/`.
 * @throws CognitoAuthError `crypto_unavailable` rather than fall back to numbers that can be guessed.
 */
export function randomToken(): string {
  return base64url(randomBytes(32))
}

/** @throws CognitoAuthError `crypto_unavailable` */
export function randomBytes(length: number): Uint8Array {
  const crypto = globalThis.crypto as Crypto | undefined
  if (crypto?.getRandomValues) return crypto.getRandomValues(new Uint8Array(length))
  const said = 'crypto.getRandomValues is missing: load react-native-get-random-values before this library.'
  throw new CognitoAuthError('crypto_unavailable', said)
}
