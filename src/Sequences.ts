import { navigate, replaceCurrentUrl } from './browser.js'
import { CognitoAuthError } from './errors.js'
import { InheritedState } from './legacy/InheritedState.js'
import type { Outcome } from './legacy/user-handler.js'
import { authorizeUrl } from './oauth/authorize-url.js'
import { type AuthorizationResponse, readCallback, withoutResponse } from './oauth/callback.js'
import { codeChallenge, randomToken } from './oauth/pkce.js'
import { exchangeCode, refreshTokens, type TokenResponse } from './oauth/token-client.js'
import { type CognitoAuthOptions, type Config, readOptions, type SignInOptions } from './options.js'
import { CognitoAccessToken } from './session/CognitoAccessToken.js'
import { CognitoAuthSession } from './session/CognitoAuthSession.js'
import { CognitoIdToken } from './session/CognitoIdToken.js'
import { CognitoRefreshToken } from './session/CognitoRefreshToken.js'
import { CognitoTokenScopes } from './session/CognitoTokenScopes.js'
import { clearSession, readRefreshToken, usernameOf, writeSession } from './session/token-cache.js'
import { type Transaction, Transactions } from './session/transactions.js'
import { shareRefresh } from './tokens/refresh.js'
import { type Expected, verifyTokens } from './tokens/verify.js'

/** What is known of a session before its tokens arrive, and what they must agree with. */
interface Foreknown extends Pick<Expected, 'nonce' | 'openid' | 'sub'> {
  readonly scopes: readonly string[]
  readonly appState?: string | null | undefined
}

/**
 * What happens between a sign-in and a sign-out, step by step. Everything here is behind the two doors of CognitoAuth;
 * whatever can be computed is computed elsewhere.
 */
export abstract class Sequences extends InheritedState {
  /** Opens a URL. */
  launchUri: (url: string) => unknown
  signInUserSession: CognitoAuthSession | null
  protected readonly _config: Config
  private readonly _transactions: Transactions
  protected _exchange: Promise<CognitoAuthSession> | undefined
  /** Counts the sign-outs of this instance: what began before one has lost its right to store a session. */
  private _forgotten = 0

  /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
  constructor(options: CognitoAuthOptions) {
    const config = readOptions(options)
    super(config)
    this._config = config
    this._transactions = new Transactions(config.storage, config.stateStorage, config)
    this.launchUri = config.launchUri ?? navigate
    this.signInUserSession = this.getCachedSession()
  }

  /** Begins a sign-in and gives its URL. */
  protected _begin({ identityProvider = this.IdentityProvider, appState }: SignInOptions): string {
    const { origin, clientId } = this._config
    const transaction: Transaction = {
      createdAt: Date.now(),
      responseType: this.responseType,
      redirectUri: this.RedirectUriSignIn,
      scopes: this.TokenScopesArray,
      nonce: randomToken(),
      codeVerifier: randomToken(),
      appState,
    }
    const state = randomToken()
    this._transactions.begin(state, transaction)
    return authorizeUrl(origin, {
      ...transaction,
      clientId,
      state,
      identityProvider,
      userContextData: this.getUserContextData(),
      codeChallenge:
        transaction.responseType === 'code' ? codeChallenge(transaction.codeVerifier) : undefined,
    })
  }

  /** The outcome of the response in `url`, undefined where it holds none. Either way the address is clean afterwards. */
  protected _answer(url: string, clean = true): Outcome | undefined {
    try {
      return this._finish(readCallback(url))
    } finally {
      if (clean) replaceCurrentUrl(url, withoutResponse)
    }
  }

  /** The evidence is consumed first, everything is checked next, and only then is anything stored. */
  protected _finish(response: AuthorizationResponse | undefined): Outcome | undefined {
    if (!response) return undefined
    if (response.type === 'error') throw this._refusal(response)
    const transaction = this._take(response)
    const foreknown = transaction
      ? { ...transaction, openid: transaction.scopes.includes('openid') }
      : { scopes: this.TokenScopesArray }
    if (response.type === 'token') return this._accept(response, foreknown)
    const { code } = response
    const { redirectUri = this.RedirectUriSignIn, codeVerifier } = transaction ?? {}
    const forgotten = this._forgotten
    const exchange = exchangeCode(this._config, { code, redirectUri, codeVerifier })
      .then((tokens) => {
        if (this._forgotten === forgotten) return this._accept(tokens, foreknown)
        throw overtaken()
      })
      .finally(() => (this._exchange = undefined))
    return (this._exchange = exchange)
  }

  /** The error of a response that carries one; the sign-in that it answers is over. */
  private _refusal({
    error,
    errorDescription,
    state,
  }: AuthorizationResponse & { type: 'error' }): CognitoAuthError {
    if (state !== undefined) this._transactions.forget(state)
    return new CognitoAuthError(
      'authorization_failed',
      `The sign-in was refused: ${errorDescription ?? error}`,
      {
        error,
        errorDescription,
      },
    )
  }

  /** The sign-in that this response answers; undefined where an unsolicited one is welcome. */
  private _take(response: AuthorizationResponse): Transaction | undefined {
    try {
      return this._transactions.take(response, Date.now())
    } catch (error) {
      if (this._config.allowsUnsolicitedResponse && response.type === 'code') return undefined
      throw error
    }
  }

  /** Verifies tokens, then stores them, then makes them the session of this instance. */
  protected _accept(
    { accessToken, idToken, refreshToken }: TokenResponse,
    { scopes, appState, ...expected }: Foreknown,
  ) {
    const { clientId, issuers, clockTolerance } = this._config
    const now = Math.floor(Date.now() / 1000)
    const { clockDrift } = verifyTokens(
      { accessToken, idToken },
      { ...expected, clientId, issuers, clockTolerance },
      now,
    )
    const session = new CognitoAuthSession({
      IdToken: new CognitoIdToken(idToken),
      AccessToken: new CognitoAccessToken(accessToken),
      RefreshToken: new CognitoRefreshToken(refreshToken),
      TokenScopes: new CognitoTokenScopes(scopes),
      State: appState,
      ClockDrift: clockDrift,
    })
    this._store(session)
    return (this.signInUserSession = session)
  }

  /** Nothing is read back into the instance before the storage has it: programs read it there in `onSuccess`. */
  protected _store(session: CognitoAuthSession): void {
    const name = usernameOf(session)
    if (name === undefined) throw new CognitoAuthError('login_required', 'There is no session to store.')
    try {
      writeSession(this.storage, this.clientId, name, session)
      this.username = name
    } catch (cause) {
      throw new CognitoAuthError('storage_full', 'The storage did not take the tokens.', { cause })
    }
  }

  /** Forgets the session here and in the storage, and lets nothing that is on its way store another. */
  protected _forget(): void {
    this._forgotten++
    this.signInUserSession = null
    this.clearCachedTokensScopes()
    this.username = undefined
  }

  /** Whether nobody signed out or in, here or elsewhere, since this was called. */
  private _watch(): () => boolean {
    const snapshot = () => {
      const user = this.getLastUser() as string | undefined
      const refreshToken = user && readRefreshToken(this.storage, this.clientId, user)
      return [this._forgotten, user, refreshToken].join(' ')
    }
    const before = snapshot()
    return () => snapshot() === before
  }

  /** The session of this instance while it is valid, else the stored one. */
  protected _restored(): CognitoAuthSession {
    if (this.signInUserSession?.isValid()) return this.signInUserSession
    this.username ??= this.getLastUser()
    return (this.signInUserSession = this.getCachedSession())
  }

  /** Whether a refresh is enough. amazon-cognito-identity-js stores no scopes: nothing is known to be missing then. */
  protected _covers(session: CognitoAuthSession): boolean {
    const scopes = session.getTokenScopes().getScopes()
    return !scopes.length || this.TokenScopesArray.every((scope) => scopes.includes(scope))
  }

  /** A session that lasts for `minValidity` seconds or more, refreshed when it would not. */
  protected async _validSession(minValidity: number): Promise<CognitoAuthSession> {
    if (this._exchange) return this._exchange
    const lasts = (session: CognitoAuthSession) =>
      session.expiresAt() - minValidity > Date.now() / 1000 - session.clockDrift
    const restored = this._restored()
    if (lasts(restored)) return restored
    // Another instance may have refreshed since: its tokens are good, and the refresh token of ours may be dead.
    const stored = this.getCachedSession()
    if (lasts(stored)) return (this.signInUserSession = stored)
    if (stored.getRefreshToken().getToken()) return this._refresh(stored)
    throw new CognitoAuthError(
      'login_required',
      'No session lasts that long, and there is no refresh token to get one. Call signIn() or getSession().',
    )
  }

  /** One request for all callers. Only the server's own "no" ends the session. */
  protected async _refresh(session: CognitoAuthSession): Promise<CognitoAuthSession> {
    const { clientId, origin } = this._config
    const refreshToken = session.getRefreshToken().getToken()
    const username = this.username
    const refresh = async () => {
      const isCurrent = this._watch()
      try {
        const tokens = await refreshTokens(this._config, refreshToken)
        if (isCurrent()) return this._accept(...this._refreshed(tokens, session))
      } catch (error) {
        if (!(error instanceof CognitoAuthError) || error.error !== 'invalid_grant') throw error
        if (username && readRefreshToken(this.storage, clientId, username) === refreshToken) {
          clearSession(this.storage, clientId, username)
        }
        throw new CognitoAuthError('session_expired', 'The session has ended. Sign in again.', {
          error: error.error,
          responseText: error.responseText,
        })
      }
      throw overtaken()
    }
    try {
      const refreshed = await shareRefresh(this.storage, `${origin} ${clientId} ${refreshToken}`, refresh)
      this.username = usernameOf(refreshed)
      return (this.signInUserSession = refreshed)
    } catch (error) {
      const ended = error instanceof CognitoAuthError && error.code === 'session_expired'
      if (ended && this.username === username) {
        this.username = undefined
        this.signInUserSession = this.getCachedSession()
      }
      throw error
    }
  }

  /** What a refresh brought, together with what it leaves as it was (RFC 6749, section 6; OpenID Connect Core, section 12.2). */
  protected _refreshed(tokens: TokenResponse, session: CognitoAuthSession): [TokenResponse, Foreknown] {
    const { sub } = session.getAccessToken().payload
    return [
      { ...tokens, refreshToken: tokens.refreshToken ?? session.getRefreshToken().getToken() },
      {
        scopes: session.getTokenScopes().getScopes(),
        appState: session.getState(),
        sub: sub as string | undefined,
      },
    ]
  }
}

function overtaken(): CognitoAuthError {
  return new CognitoAuthError(
    'login_required',
    'Somebody signed out or in while the tokens were on their way.',
  )
}
