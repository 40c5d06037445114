/** A refresh token: opaque, and empty in the implicit flow. */
export class CognitoRefreshToken {
  refreshToken: string

  constructor(refreshToken?: string | null) {
    this.refreshToken = refreshToken ?? ''
  }

  getToken(): string {
    return this.refreshToken
  }

  setToken(refreshToken?: string | null): void {
    this.refreshToken = refreshToken ?? ''
  }
}
