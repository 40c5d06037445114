import { jwtDecode } from 'jwt-decode'
import { CognitoAuthError } from '../errors.js'
import { base64urlBinary } from '../oauth/base64url.js'

/** The claims of a token, as they were decoded: nothing about them has been verified. */
export type Claims = Readonly<Record<string, unknown>>

/** Longer tokens are refused unread: a header that large is refused by every server that could ask for it. */
const LONGEST = 65_536

/** Three parts of base64url without padding (RFC 7515, section 7.1); that an unsigned token ends in an empty one is for others to refuse. */
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/

/**
 * Decodes one part of a signed token (RFC 7519, section 7.2): base64url, UTF-8, a JSON object that names nothing twice.
 * @throws CognitoAuthError `malformed_token`
 */
export function decodeJwt(token: string, part: 'header' | 'payload'): Claims {
  const { length } = token
  const isLong = length > LONGEST
  try {
    const [, header = '', payload = '', signature = ''] = (isLong ? null : COMPACT.exec(token)) ?? []
    base64urlBinary(signature)
    const json = utf8(base64urlBinary(part === 'header' ? header : payload))
    const decoded: unknown = jwtDecode(token, { header: part === 'header' })
    // Where a name stands twice, parsers differ in which one counts (RFC 8259, section 4).
    if (json.trim().startsWith('{') && names(json) === names(JSON.stringify(decoded)))
      return decoded as Claims
  } catch {
    // What jwt-decode says may quote the token.
  }
  const flaw = isLong
    ? `has ${length} characters, and may have ${LONGEST}: take groups or other claims out of it`
    : 'is no JSON Web Token of three parts'
  throw new CognitoAuthError('malformed_token', `A token ${flaw}.`)
}

/** Throws where the bytes are no UTF-8. React Native has no TextDecoder everywhere. */
function utf8(binary: string): string {
  return decodeURIComponent(binary.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`))
}

/** How many names the objects in this JSON have. */
function names(json: string): number | undefined {
  return json.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g)?.filter((text) => text.endsWith(':')).length
}
