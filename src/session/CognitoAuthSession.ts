import { CognitoAccessToken } from './CognitoAccessToken.js'
import { CognitoIdToken } from './CognitoIdToken.js'
import { CognitoRefreshToken } from './CognitoRefreshToken.js'
import { CognitoTokenScopes } from './CognitoTokenScopes.js'

export interface CognitoSessionData {
  IdToken?: CognitoIdToken | null | undefined
  AccessToken?: CognitoAccessToken | null | undefined
  RefreshToken?: CognitoRefreshToken | null | undefined
  TokenScopes?: CognitoTokenScopes | null | undefined
  State?: string | null | undefined
  AppState?: unknown
  /** How many seconds this device's clock is ahead of the server's. */
  ClockDrift?: number | undefined
}

/** The tokens of one user; empty ones where nobody is signed in. */
export class CognitoAuthSession {
  idToken: CognitoIdToken
  accessToken: CognitoAccessToken
  refreshToken: CognitoRefreshToken
  tokenScopes: CognitoTokenScopes
  state: string | null
  /** What `appState` was when the sign-in began that this session comes from; undefined after a reload. */
  appState: unknown
  /** How many seconds this device's clock is ahead of the server's. */
  clockDrift: number

  constructor({
    IdToken,
    AccessToken,
    RefreshToken,
    TokenScopes,
    State,
    AppState,
    ClockDrift = 0,
  }: CognitoSessionData = {}) {
    this.idToken = IdToken ?? new CognitoIdToken()
    this.accessToken = AccessToken ?? new CognitoAccessToken()
    this.refreshToken = RefreshToken ?? new CognitoRefreshToken()
    this.tokenScopes = TokenScopes ?? new CognitoTokenScopes()
    this.state = State || null
    this.appState = AppState
    this.clockDrift = ClockDrift
  }

  getIdToken(): CognitoIdToken {
    return this.idToken
  }

  setIdToken(idToken: CognitoIdToken): void {
    this.idToken = idToken
  }

  getRefreshToken(): CognitoRefreshToken {
    return this.refreshToken
  }

  setRefreshToken(refreshToken: CognitoRefreshToken): void {
    this.refreshToken = refreshToken
  }

  getAccessToken(): CognitoAccessToken {
    return this.accessToken
  }

  setAccessToken(accessToken: CognitoAccessToken): void {
    this.accessToken = accessToken
  }

  getTokenScopes(): CognitoTokenScopes {
    return this.tokenScopes
  }

  setTokenScopes(tokenScopes: CognitoTokenScopes): void {
    this.tokenScopes = tokenScopes
  }

  /** What `setState()` was given before the sign-in that this session comes from; null otherwise. */
  getState(): string {
    return this.state as string
  }

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
