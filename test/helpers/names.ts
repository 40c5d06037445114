import fc from 'fast-check'
import { codeUnits, hostileName } from './arbitraries.ts'

/** Names that look like a part of a key, or like that of somebody else. */
const piece = fc.constantFrom(
  ...['a', 'A', 'b', '.', '..', '/', ':', '%2E', ';', '=', ',', ' ', '\0', '😀', '@', '_'],
  ...['idToken', 'accessToken', 'refreshToken', 'tokenScopesString', 'clockDrift', 'LastAuthUser'],
  ...['CognitoIdentityServiceProvider', 'app1', 'undefined', 'null', '__proto__', 'constructor', 'Google_1'],
)

/** What a username may be. */
export const oddName = fc.oneof(
  { weight: 5, arbitrary: fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('')) },
  hostileName,
  codeUnits,
)
