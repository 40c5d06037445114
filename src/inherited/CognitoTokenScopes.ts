/** The scopes that a session was asked for. */
export class CognitoTokenScopes {
  /** The scopes, one per entry. */
  declare tokenScopes: string[]

  constructor(tokenScopes?: readonly string[] | null) {
    this.setTokenScopes(tokenScopes)
  }

  /** The scopes, one per entry. */
  getScopes(): string[] {
    return this.tokenScopes
  }

  /** Puts others in their place. */
  setTokenScopes(tokenScopes?: readonly string[] | null): void {
    this.tokenScopes = [...(tokenScopes ?? [])]
  }
}
