/** A refresh token: opaque, and empty in the implicit flow. */
export class CognitoRefreshToken {
  /** The token as it came; empty where there is none. */
  declare refreshToken: string

  constructor(refreshToken?: string | null) {
    this.setToken(refreshToken)
  }

  /** The token as it came; empty where there is none. */
  getToken(): string {
    return this.refreshToken
  }

  /** Puts another token in its place. */
  setToken(refreshToken?: string | null): void {
    this.refreshToken = refreshToken ?? ''
  }
}
