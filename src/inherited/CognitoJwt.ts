import { type Claims, decodeJwt } from '../tokens/jwt.js'

/** What an ID token and an access token have in common: a signed token, decoded and never verified here. */
export abstract class CognitoJwt {
  /** The token as it came; empty where there is none. */
  declare jwtToken: string
  /** The claims; `{}` where the token is empty or is none. */
  declare payload: Claims

  /**
   * @param jwtToken the token; none for an empty one
   * @param payload its claims, where they have been decoded already
   */
  constructor(jwtToken?: string | null, payload?: Claims) {
    this.jwtToken = jwtToken ?? ''
    this.payload = payload ?? this.decodePayload()
  }

  /** The token as it came; empty where there is none. */
  getJwtToken(): string {
    return this.jwtToken
  }

  /** Puts another token in its place. */
  setJwtToken(jwtToken?: string | null): void {
    this.jwtToken = jwtToken ?? ''
    this.payload = this.decodePayload()
  }

  /** The `exp` claim, in seconds since 1970; undefined where there is none. */
  getExpiration(): number {
    return this.payload['exp'] as number
  }

  /** Decodes the claims anew. */
  decodePayload(): Claims {
    if (!this.jwtToken) return {}
    try {
      return decodeJwt(this.jwtToken, 'payload')
    } catch {
      return {}
    }
  }
}
