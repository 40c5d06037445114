/** Base64url without padding (RFC 4648, section 5). */
export function base64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes))
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The bytes behind base64url, one to a character; throws where it is none. */
export const base64urlBinary = (text: string) => atob(text.replaceAll('-', '+').replaceAll('_', '/'))

/** The bytes behind base64url; throws where it is none. */
export const base64urlBytes = (text: string) =>
  Uint8Array.from(base64urlBinary(text), (character) => character.charCodeAt(0))
