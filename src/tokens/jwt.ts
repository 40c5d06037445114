import { jwtDecode } from 'jwt-decode'
import { CognitoAuthError } from '../errors.js'

/** The claims of a token, as they were decoded: nothing about them has been verified. */
export type Claims = Readonly<Record<string, unknown>>

/**
 * Decodes one part of a signed token (RFC 7519, section 7.2): base64url, UTF-8, a JSON object.
 * @throws CognitoAuthError `malformed_token`
 */
export function decodeJwt(token: string, part: 'header' | 'payload'): Claims {
  try {
    const decoded: unknown = jwtDecode(token, { header: part === 'header' })
    if (token.split('.').length === 3 && typeof decoded === 'object' && decoded && !Array.isArray(decoded)) {
      return decoded as Claims
    }
  } catch {
    // What jwt-decode says may quote the token.
  }
  throw new CognitoAuthError('malformed_token', 'A token is no JSON Web Token of three parts.')
}
