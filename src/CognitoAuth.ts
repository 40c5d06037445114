import { currentUrl, navigate, replaceCurrentUrl } from './browser.js'
import { CognitoAuthError } from './errors.js'
import { InheritedState } from './legacy/InheritedState.js'
import { type Outcome, tell, type UserHandler } from './legacy/user-handler.js'
import { authorizeUrl, logoutUrl } from './oauth/authorize-url.js'
import {
  type AuthorizationResponse,
  readCallback,
  readParameters,
  withoutResponse,
} from './oauth/callback.js'
import { codeChallenge, randomToken } from './oauth/pkce.js'
import {
  exchangeCode,
  readTokenResponse,
  refreshTokens,
  revokeToken,
  type TokenResponse,
} from './oauth/token-client.js'
import {
  type CognitoAuthOptions,
  type Config,
  readOptions,
  type SignInOptions,
  type SignOutOptions,
} from './options.js'
import { CognitoAccessToken } from './session/CognitoAccessToken.js'
import { CognitoAuthSession } from './session/CognitoAuthSession.js'
import { CognitoIdToken } from './session/CognitoIdToken.js'
import { CognitoRefreshToken } from './session/CognitoRefreshToken.js'
import { CognitoTokenScopes } from './session/CognitoTokenScopes.js'
import { readRefreshToken, writeSession } from './session/token-cache.js'
import { type Transaction, Transactions } from './session/transactions.js'
import { shareRefresh } from './tokens/refresh.js'
import { type Expected, verifyTokens } from './tokens/verify.js'

export interface Tokens {
  readonly accessToken: string
  /** Undefined where `openid` is not among the scopes. */
  readonly idToken: string | undefined
  /** When the first of them ends, in seconds since 1970 by the clock of this device. */
  readonly expiresAt: number
}

/** What is known of a session before its tokens arrive, and what they must agree with. */
interface Foreknown extends Pick<Expected, 'nonce' | 'openid' | 'sub'> {
  readonly scopes: readonly string[]
  readonly appState?: string | null | undefined
}

/**
 * Signs people in and out through the hosted pages of an Amazon Cognito user pool.
 *
 * The promises (`init`, `signIn`, `getTokens`, `signOut`) and the callbacks of amazon-cognito-auth-js
 * (`parseCognitoWebResponse`, `getSession`, `userhandler`) are two doors to the same sequences.
 */
export class CognitoAuth extends InheritedState {
  userhandler!: UserHandler
  /** Opens a URL. */
  launchUri: (url: string) => unknown
  signInUserSession: CognitoAuthSession | null
  readonly #config: Config
  readonly #transactions: Transactions
  #exchange: Promise<CognitoAuthSession> | undefined

  /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
  constructor(options: CognitoAuthOptions) {
    const config = readOptions(options)
    super(config)
    this.#config = config
    this.#transactions = new Transactions(config.storage, config.stateStorage, config)
    this.launchUri = config.launchUri ?? navigate
    this.signInUserSession = this.getCachedSession()
  }

  // ── Promises ──────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Finishes the sign-in that the page's address answers, or restores the stored session, refreshing it if need be.
   * @returns null where nobody is signed in
   * @throws CognitoAuthError where the response is refused, or the refresh fails for now
   */
  async init(): Promise<CognitoAuthSession | null> {
    if (this.#exchange) return this.#exchange
    const url = currentUrl()
    const answered = url === undefined ? undefined : this.#answer(url)
    if (answered) return answered
    try {
      return await this.#validSession(0)
    } catch (error) {
      if (error instanceof CognitoAuthError && /^(login_required|session_expired)$/.test(error.code))
        return null
      throw error
    }
  }

  /** Leaves the page for the hosted sign-in. */
  async signIn(options: SignInOptions = {}): Promise<void> {
    await this.launchUri(this.#begin(options))
  }

  /**
   * Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot;
   * `Infinity` refreshes in any case.
   * @throws CognitoAuthError `login_required` where nobody is signed in, `session_expired` when the server ended the
   *   session, and otherwise what kept the refresh from succeeding; the session is then as it was
   */
  async getTokens({ minValidity = 0 }: { minValidity?: number } = {}): Promise<Tokens> {
    const session = await this.#validSession(minValidity)
    return {
      accessToken: session.accessToken.getJwtToken(),
      idToken: session.idToken.getJwtToken() || undefined,
      expiresAt: session.expiresAt() + session.clockDrift,
    }
  }

  /**
   * Signs out: forgets the session, revokes its refresh token (RFC 7009) and leaves the page for the logout endpoint,
   * all in this turn. A revocation that fails changes nothing.
   * @returns settled once the revocation is over
   */
  async signOut({ revoke = true, redirect = true }: SignOutOptions = {}): Promise<void> {
    const sessions = [this.signInUserSession, this.getCachedSession()]
    const refreshToken = sessions.map((session) => session?.getRefreshToken().getToken()).find(Boolean)
    this.#forget()
    const revoked = revoke && refreshToken ? revokeToken(this.#config, refreshToken) : Promise.resolve()
    const settled = revoked.catch(() => undefined)
    if (redirect) await this.launchUri(this.getFQDNSignOut())
    await settled
  }

  // ── Callbacks: the methods of amazon-cognito-auth-js ──────────────────────────────────────────────────────────

  /**
   * Reads the response in `url`, if there is one, and tells `userhandler` how it ended: in this turn for the implicit
   * flow, after the exchange for a code.
   * @param url absolute or relative; where it is the page's own, the response is taken out of the address
   * @returns whether `url` holds a response, so whether `userhandler` hears of it
   */
  parseCognitoWebResponse(url: string): boolean {
    return this.#tell(() => this.#answer(url, this.#config.cleansUrl))
  }

  /**
   * Tells `userhandler` the session: at once where a valid one is cached, after a refresh where there is a refresh
   * token, and otherwise leaves the page for the hosted sign-in.
   */
  getSession(): void {
    this.#tell(() => {
      if (this.#exchange) return this.#exchange
      const session = this.#restored()
      const granted = session.getTokenScopes().getScopes()
      // amazon-cognito-identity-js stores no scopes: nothing is known to be missing then.
      if (!granted.length || this.TokenScopesArray.every((scope) => granted.includes(scope))) {
        if (session.isValid()) return session
        if (session.getRefreshToken().getToken()) return this.#refresh(session)
      }
      this.launchUri(this.#begin({}))
      return undefined
    })
  }

  /** Refreshes with this refresh token and tells `userhandler` how it ended. */
  refreshSession(refreshToken: string): void {
    const { idToken, accessToken, tokenScopes, state } = this.signInUserSession ?? this.getCachedSession()
    const session = new CognitoAuthSession({
      IdToken: idToken,
      AccessToken: accessToken,
      TokenScopes: tokenScopes,
      State: state,
      RefreshToken: new CognitoRefreshToken(refreshToken),
    })
    this.#tell(() => this.#refresh(session))
  }

  /** Whether this instance or the storage holds a session that is valid. */
  isUserSignedIn(): boolean {
    return Boolean(this.signInUserSession?.isValid()) || this.getCachedSession().isValid()
  }

  /** The session of this instance; null after `signOut()`, and empty where nobody has signed in. */
  getSignInUserSession(): CognitoAuthSession {
    return this.signInUserSession as CognitoAuthSession
  }

  /** Stores the session of this instance. */
  cacheTokensScopes(): void {
    if (this.signInUserSession) this.#store(this.signInUserSession)
  }

  /** Begins a sign-in: the URL is good for one, so ask for it when it is about to be opened. */
  getFQDNSignIn(): string {
    return this.#begin({})
  }

  /** The URL that ends the session of the hosted pages and comes back to `RedirectUriSignOut`. */
  getFQDNSignOut(): string {
    return logoutUrl(this.#config.origin, this.clientId, this.RedirectUriSignOut)
  }

  /** @deprecated Steps of `parseCognitoWebResponse()`, which does them all. */
  getCodeQueryParameter(map: ReadonlyMap<string, string>): void {
    this.#tell(() => this.#finish(readParameters(map)))
  }

  /** @deprecated See {@link getCodeQueryParameter}. */
  getTokenQueryParameter(map: ReadonlyMap<string, string>): void {
    this.#tell(() => this.#finish(readParameters(map)))
  }

  /** @deprecated See {@link getCodeQueryParameter}. */
  onSuccessExchangeForToken(jsonData: string): void {
    this.#tell(() =>
      this.#accept(readTokenResponse({ status: 200, text: jsonData }), { scopes: this.TokenScopesArray }),
    )
  }

  /** @deprecated A step of `refreshSession()`. */
  onSuccessRefreshToken(jsonData: string): void {
    this.#tell(() => {
      const tokens = readTokenResponse({ status: 200, text: jsonData })
      return this.#accept(...this.#refreshed(tokens, this.#restored()))
    })
  }

  /** @deprecated Call `userhandler.onFailure()`. */
  onFailure(message: string, error = new CognitoAuthError('bad_response', message)): void {
    ;(this.userhandler as UserHandler | undefined)?.onFailure(message, error)
  }

  // ── The sequences behind both doors ───────────────────────────────────────────────────────────────────────────

  /** Begins a sign-in and gives its URL. */
  #begin({
    identityProvider = this.IdentityProvider,
    appState = this.state ?? undefined,
  }: SignInOptions): string {
    const { origin, clientId } = this.#config
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
    this.#transactions.begin(state, transaction)
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
  #answer(url: string, clean = true): Outcome | undefined {
    try {
      return this.#finish(readCallback(url))
    } finally {
      if (clean) replaceCurrentUrl(url, withoutResponse)
    }
  }

  /** The evidence is consumed first, everything is checked next, and only then is anything stored. */
  #finish(response: AuthorizationResponse | undefined): Outcome | undefined {
    if (!response) return undefined
    if (response.type === 'error') throw this.#refusal(response)
    const transaction = this.#take(response)
    const foreknown = transaction
      ? { ...transaction, openid: transaction.scopes.includes('openid') }
      : { scopes: this.TokenScopesArray }
    if (response.type === 'token') return this.#accept(response, foreknown)
    const { code } = response
    const { redirectUri = this.RedirectUriSignIn, codeVerifier } = transaction ?? {}
    const exchange = exchangeCode(this.#config, { code, redirectUri, codeVerifier })
      .then((tokens) => this.#accept(tokens, foreknown))
      .finally(() => (this.#exchange = undefined))
    return (this.#exchange = exchange)
  }

  #refusal({ error, errorDescription, state }: AuthorizationResponse & { type: 'error' }): CognitoAuthError {
    if (state !== undefined) this.#transactions.forget(state)
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
  #take(response: AuthorizationResponse): Transaction | undefined {
    try {
      return this.#transactions.take(response, Date.now())
    } catch (error) {
      if (this.#config.allowsUnsolicitedResponse && response.type === 'code') return undefined
      throw error
    }
  }

  /** Verifies tokens, then stores them, then makes them the session of this instance. */
  #accept(
    { accessToken, idToken, refreshToken }: TokenResponse,
    { scopes, appState, ...expected }: Foreknown,
  ) {
    const { clientId, issuers, clockTolerance } = this.#config
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
    this.#store(session)
    return (this.signInUserSession = session)
  }

  /** Nothing is read back into the instance before the storage has it: programs read it there in `onSuccess`. */
  #store(session: CognitoAuthSession): void {
    const { username, sub } = session.getAccessToken().payload
    const name = username ?? sub
    if (typeof name !== 'string')
      throw new CognitoAuthError('login_required', 'There is no session to store.')
    try {
      writeSession(this.storage, this.clientId, name, session)
      this.username = name
    } catch (cause) {
      throw new CognitoAuthError('storage_full', 'The storage did not take the tokens.', { cause })
    }
  }

  #forget(): void {
    this.signInUserSession = null
    this.clearCachedTokensScopes()
    this.username = undefined
  }

  /** The session of this instance while it is valid, else the stored one. */
  #restored(): CognitoAuthSession {
    if (this.signInUserSession?.isValid()) return this.signInUserSession
    this.username ??= this.getLastUser()
    return (this.signInUserSession = this.getCachedSession())
  }

  async #validSession(minValidity: number): Promise<CognitoAuthSession> {
    if (this.#exchange) return this.#exchange
    const session = this.#restored()
    if (session.expiresAt() - minValidity > Date.now() / 1000 - session.clockDrift) return session
    if (session.getRefreshToken().getToken()) return this.#refresh(session)
    throw new CognitoAuthError(
      'login_required',
      'No session lasts that long, and there is no refresh token to get one. Call signIn() or getSession().',
    )
  }

  /** One request for all callers. Only the server's own "no" ends the session. */
  #refresh(session: CognitoAuthSession): Promise<CognitoAuthSession> {
    const { clientId, origin } = this.#config
    const refreshToken = session.getRefreshToken().getToken()
    const username = this.username ?? ''
    const stored = () => readRefreshToken(this.storage, clientId, username)
    const refresh = async () => {
      const before = stored()
      try {
        const tokens = await refreshTokens(this.#config, refreshToken)
        if (stored() === before) return this.#accept(...this.#refreshed(tokens, session))
      } catch (error) {
        if (!(error instanceof CognitoAuthError) || error.error !== 'invalid_grant') throw error
        if (stored() === refreshToken) this.#forget()
        throw new CognitoAuthError('session_expired', 'The session has ended. Sign in again.', {
          error: error.error,
          responseText: error.responseText,
        })
      }
      throw new CognitoAuthError(
        'login_required',
        'Somebody signed out or in while the tokens were refreshed.',
      )
    }
    return shareRefresh(this.storage, `${origin} ${clientId} ${refreshToken}`, refresh).then(
      (refreshed) => (this.signInUserSession = refreshed),
    )
  }

  /** What a refresh brought, together with what it leaves as it was (RFC 6749, section 6; OpenID Connect Core, section 12.2). */
  #refreshed(tokens: TokenResponse, session: CognitoAuthSession): [TokenResponse, Foreknown] {
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

  /** Tells the handler of this moment. */
  #tell(run: () => Outcome | undefined): boolean {
    return tell(this.userhandler, run)
  }
}
