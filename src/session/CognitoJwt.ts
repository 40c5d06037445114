import { type Claims, decodeJwt } from '../tokens/jwt.js'

/** What an ID token and an access token have in common: a signed token, decoded on demand and never verified here. */
export abstract class CognitoJwt {
  jwtToken: string
  private _decoded: { readonly of: string; readonly payload: Claims } | undefined

  constructor(jwtToken?: string | null) {
    this.jwtToken = jwtToken ?? ''
  }

  /** The claims; `{}` where the token is empty or is none. */
  get payload(): Claims {
    if (this._decoded?.of !== this.jwtToken)
      this._decoded = { of: this.jwtToken, payload: this.decodePayload() }
    return this._decoded.payload
  }

  getJwtToken(): string {
    return this.jwtToken
  }

  setJwtToken(jwtToken?: string | null): void {
    this.jwtToken = jwtToken ?? ''
  }

  /** The `exp` claim, in seconds since 1970; undefined where there is none. */
  getExpiration(): number {
    return this.payload['exp'] as number
  }

  /** Decodes the claims anew; `{}` where the token is empty or is none. */
  decodePayload(): Claims {
    try {
      return decodeJwt(this.jwtToken, 'payload')
    } catch {
      return {}
    }
  }
}
