import { CognitoAccessToken } from './CognitoAccessToken.js'
import { CognitoIdToken } from './CognitoIdToken.js'
import { CognitoRefreshToken } from './CognitoRefreshToken.js'
import { CognitoTokenScopes } from './CognitoTokenScopes.js'

/** What a session is made of; what is left out is empty. */
export interface CognitoSessionData {
  /** Who it is. */
  IdToken?: CognitoIdToken | null | undefined
  /** What may be done. */
  AccessToken?: CognitoAccessToken | null | undefined
  /** What new ones are had with. */
  RefreshToken?: CognitoRefreshToken | null | undefined
  /** What was asked for. */
  TokenScopes?: CognitoTokenScopes | null | undefined
  /** See {@link CognitoAuthSession.getState}. */
  State?: string | null | undefined
  /** See {@link CognitoAuthSession.appState}. */
  AppState?: unknown
  /** How many seconds this device's clock is ahead of the server's. */
  ClockDrift?: number | undefined
}

/** The tokens of one user; empty ones where nobody is signed in. */
export class CognitoAuthSession {
  /** Who it is. */
  declare idToken: CognitoIdToken
  /** What may be done. */
  declare accessToken: CognitoAccessToken
  /** What new ones are had with. */
  declare refreshToken: CognitoRefreshToken
  /** What was asked for. */
  declare tokenScopes: CognitoTokenScopes
  /** See {@link getState}. */
  declare state: string | null
  /** What `appState` was when the sign-in began that this session comes from; undefined after a reload. */
  declare appState: unknown
  /** How many seconds this device's clock is ahead of the server's. */
  declare clockDrift: number

  constructor(data: CognitoSessionData = {}) {
    this.idToken = data.IdToken ?? new CognitoIdToken()
    this.accessToken = data.AccessToken ?? new CognitoAccessToken()
    this.refreshToken = data.RefreshToken ?? new CognitoRefreshToken()
    this.tokenScopes = data.TokenScopes ?? new CognitoTokenScopes()
    this.state = data.State || null
    this.appState = data.AppState
    this.clockDrift = data.ClockDrift ?? 0
  }

  /** Who it is; empty without the scope `openid`. */
  getIdToken(): CognitoIdToken {
    return this.idToken
  }

  /** Puts another ID token in its place; nothing is stored by that. */
  setIdToken(idToken: CognitoIdToken): void {
    this.idToken = idToken
  }

  /** What new ones are had with; empty in the implicit flow. */
  getRefreshToken(): CognitoRefreshToken {
    return this.refreshToken
  }

  /** Puts another refresh token in its place; nothing is stored by that. */
  setRefreshToken(refreshToken: CognitoRefreshToken): void {
    this.refreshToken = refreshToken
  }

  /** What may be done. */
  getAccessToken(): CognitoAccessToken {
    return this.accessToken
  }

  /** Puts another access token in its place; nothing is stored by that. */
  setAccessToken(accessToken: CognitoAccessToken): void {
    this.accessToken = accessToken
  }

  /** What was asked for. */
  getTokenScopes(): CognitoTokenScopes {
    return this.tokenScopes
  }

  /** Puts other scopes in their place; nothing is stored by that. */
  setTokenScopes(tokenScopes: CognitoTokenScopes): void {
    this.tokenScopes = tokenScopes
  }

  /** What `setState()` was given before the sign-in that this session comes from; null otherwise. */
  getState(): string {
    return this.state as string
  }

  /** Sets what {@link getState} gives. */
  setState(state: string | null): void {
    this.state = state
  }

  /** Whether the access token, and the ID token if there is one, can still be used by the server's clock. Never throws. */
  isValid(): boolean {
    return this.expiresAt() > Date.now() / 1000 - this.clockDrift
  }

  /** When the first of the tokens ends, in seconds since 1970 by the server's clock; 0 without a session. */
  expiresAt(): number {
    const { accessToken, idToken } = this as { accessToken?: CognitoAccessToken; idToken?: CognitoIdToken }
    const access = accessToken?.getExpiration() ?? 0
    return idToken?.getJwtToken() ? Math.min(access, idToken.getExpiration() || 0) : access
  }
}
