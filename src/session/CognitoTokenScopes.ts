/** The scopes that a session was asked for. */
export class CognitoTokenScopes {
  tokenScopes: string[]

  constructor(tokenScopes?: readonly string[] | null) {
    this.tokenScopes = [...(tokenScopes ?? [])]
  }

  getScopes(): string[] {
    return this.tokenScopes
  }

  setTokenScopes(tokenScopes?: readonly string[] | null): void {
    this.tokenScopes = [...(tokenScopes ?? [])]
  }
}
