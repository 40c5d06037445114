import { currentUrl, isFramed, navigate, replaceCurrentUrl, replacePage } from './browser.js'
import { CognitoAuthError, hasCode, storageFull } from './errors.js'
import { InheritedState } from './legacy/InheritedState.js'
import type { Outcome } from './legacy/user-handler.js'
import { authorizeUrl } from './oauth/authorize-url.js'
import {
  type AuthorizationResponse,
  readCallback,
  refusalOf,
  requireIssuer,
  withoutResponse,
} from './oauth/callback.js'
import { codeChallenge, randomToken } from './oauth/pkce.js'
import { sameOriginUrl } from './oauth/return-to.js'
import { exchangeCode, refreshTokens, requireBearer, type TokenResponse } from './oauth/token-client.js'
import { type CognitoAuthOptions, readOptions, type SignInOptions } from './options.js'
import type { CognitoAuthSession } from './session/CognitoAuthSession.js'
import { type Foreknown, sessionFromTokens, verifySession } from './session/from-tokens.js'
import {
  clearSession,
  readRefreshToken,
  readSession,
  usernameOf,
  writeRefreshToken,
  writeSession,
} from './session/token-cache.js'
import { isUnsolicited, type Transaction, Transactions } from './session/transactions.js'
import { fetchKeys } from './tokens/jwks.js'
import { endingOf, shareRefresh } from './tokens/refresh.js'

/** Hears why a session that was handed out already is withdrawn. */
export type Withdrawn = (error: CognitoAuthError) => void

/**
 * What happens between a sign-in and a sign-out, step by step. Everything here is behind the two doors of CognitoAuth;
 * whatever can be computed is computed elsewhere.
 */
export abstract class Sequences extends InheritedState {
  /** Opens a URL. */
  launchUri: (url: string) => unknown
  signInUserSession: CognitoAuthSession | null
  private readonly _transactions: Transactions
  protected _exchange: Promise<CognitoAuthSession> | undefined
  /** Counts the sign-outs of this instance: what began before one has lost its right to store a session. */
  private _forgotten = 0

  /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
  constructor(options: CognitoAuthOptions) {
    const config = readOptions(options)
    super(config)
    this._transactions = new Transactions(config.storage, config.stateStorage, config)
    this.launchUri = config.launchUri ?? navigate
    this.signInUserSession = this.getCachedSession()
  }

  /** Begins a sign-in and gives its URL. */
  protected _begin({ identityProvider = this.IdentityProvider, appState, returnTo }: SignInOptions): string {
    const { origin, clientId } = this._config
    const page = currentUrl()
    const transaction: Transaction = {
      createdAt: Date.now(),
      responseType: this.responseType,
      redirectUri: this.RedirectUriSignIn,
      scopes: this.TokenScopesArray,
      nonce: randomToken(),
      codeVerifier: randomToken(),
      appState,
      returnTo: page && sameOriginUrl(returnTo, page),
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

  /**
   * Leaves the page for the sign-in at `url`.
   * @throws CognitoAuthError `no_browser` where that would end in an empty frame
   */
  protected _leaveFor(url: string): unknown {
    if (this.launchUri === navigate && isFramed()) {
      throw new CognitoAuthError(
        'no_browser',
        'This page is shown in a frame, and the hosted pages refuse to be. Sign in from a window, or pass LaunchUri, a function that opens the URL it is given.',
      )
    }
    return this.launchUri(url)
  }

  /**
   * The outcome of the response in `url`, undefined where it holds none.
   * @param withdrawn see {@link _finish}
   * @param clean whether the address shall be clean before anything else happens
   */
  protected _answer(url: string, withdrawn?: Withdrawn, clean = true): Outcome | undefined {
    let response: AuthorizationResponse | undefined
    try {
      response = readCallback(url, (state) => this._transactions.awaits(state))
    } finally {
      if (clean) replaceCurrentUrl(url, withoutResponse)
    }
    return this._finish(response, withdrawn)
  }

  /**
   * The evidence is consumed first, everything is checked next, and only then is anything stored.
   * @param withdrawn given, tokens in the redirect make a session in this turn, on probation until their signature
   *   has been verified; otherwise they make one only then
   */
  protected _finish(response: AuthorizationResponse | undefined, withdrawn?: Withdrawn): Outcome | undefined {
    if (!response) return undefined
    const transaction = this._take(response)
    requireIssuer(response, this._config.issuers)
    if (response.type === 'error') throw refusalOf(response)
    const foreknown = transaction
      ? { ...transaction, openid: transaction.scopes.includes('openid') }
      : { scopes: this.TokenScopesArray }
    const isCurrent = this._watchSignOut()
    if (response.type === 'token') {
      requireBearer(response.tokenType)
      const session = this._sessionFrom(response, { ...foreknown, frontChannel: true })
      if (withdrawn && !this._config.verifiesAlways) {
        void this._withdrawUnlessSigned(this._keep(session, {}), foreknown, withdrawn)
        return session
      }
      return this._awaited(this._keepOnceSigned(session, isCurrent, foreknown))
    }
    const { redirectUri = this.RedirectUriSignIn, codeVerifier } = transaction ?? {}
    const exchange = () => exchangeCode(this._config, { code: response.code, redirectUri, codeVerifier })
    return this._awaited(this._request(exchange).then((tokens) => this._accept(tokens, foreknown, isCurrent)))
  }

  /** While a session is on its way, whoever asks for one waits for it. */
  private _awaited(session: Promise<CognitoAuthSession>): Promise<CognitoAuthSession> {
    const exchange = session.finally(() => {
      if (this._exchange === exchange) this._exchange = undefined
    })
    return (this._exchange = exchange)
  }

  /**
   * The sign-in that this response answers; undefined where there need not be one: for an error, and for an
   * unsolicited code that is welcome.
   */
  private _take(response: AuthorizationResponse): Transaction | undefined {
    if (response.type === 'error') {
      if (response.state !== undefined) this._transactions.forget(response.state)
      return undefined
    }
    try {
      return this._transactions.take(response, Date.now())
    } catch (error) {
      const isWelcome = this._config.allowsUnsolicitedResponse && response.type === 'code'
      if (isWelcome && isUnsolicited(error)) return undefined
      throw error
    }
  }

  /** Has the keys at hand before a code or a refresh token is spent, if they are going to be needed. */
  private async _request(
    tokens: () => Promise<TokenResponse>,
    issuer = this._config.issuers?.[0],
  ): Promise<TokenResponse> {
    if (this._config.verifiesAlways && issuer !== undefined) await fetchKeys(issuer)
    return tokens()
  }

  /**
   * The session of tokens from the token endpoint. They came over TLS (OpenID Connect Core, section 3.1.3.7, item 6),
   * so that it is there in this turn unless every signature is to be verified.
   * @param isCurrent whether nothing has overtaken the request
   */
  protected _accept(tokens: TokenResponse, foreknown: Foreknown, isCurrent = () => true): Outcome {
    const session = this._sessionFrom(tokens, foreknown)
    if (this._config.verifiesAlways) return this._keepOnceSigned(session, isCurrent, foreknown)
    if (!isCurrent()) throw overtaken()
    return this._keep(session, foreknown)
  }

  private _sessionFrom(tokens: TokenResponse, foreknown: Foreknown): CognitoAuthSession {
    return sessionFromTokens(tokens, foreknown, this._config, Date.now())
  }

  /** Stores a session only when its signatures have been verified. */
  private async _keepOnceSigned(
    session: CognitoAuthSession,
    isCurrent: () => boolean,
    foreknown: Foreknown,
  ): Promise<CognitoAuthSession> {
    await verifySession(session, this._config)
    if (!isCurrent()) throw overtaken()
    return this._keep(session, foreknown)
  }

  /** Takes a session back whose signatures do not hold. Where they cannot be verified it stays. */
  private async _withdrawUnlessSigned(
    session: CognitoAuthSession,
    { returnTo }: Foreknown,
    withdrawn: Withdrawn,
  ): Promise<void> {
    const error = await verifySession(session, this._config).catch((thrown: unknown) => thrown)
    const isCurrent = this.signInUserSession === session
    if (error === undefined || isUndecided(error)) {
      if (isCurrent) leadTo(returnTo)
      return
    }
    const username = usernameOf(session) ?? ''
    const stored = readSession(this.storage, this._config, username)
    if (stored.getAccessToken().getJwtToken() === session.getAccessToken().getJwtToken()) {
      clearSession(this.storage, this.clientId, username)
    }
    if (!isCurrent) return
    this._forget()
    withdrawn(error as CognitoAuthError)
  }

  /** Stores a session, makes it that of this instance, and leads the person to where they wanted to go. */
  private _keep(
    session: CognitoAuthSession,
    { returnTo, username }: Pick<Foreknown, 'returnTo' | 'username'>,
  ): CognitoAuthSession {
    this._store(session, username)
    this.signInUserSession = session
    leadTo(returnTo)
    return session
  }

  /**
   * Nothing is read back into the instance before the storage has it: programs read it there in `onSuccess`.
   * @param name that of the user, or the alias under which amazon-cognito-identity-js has stored the session before
   */
  protected _store(session: CognitoAuthSession, name = usernameOf(session)): void {
    if (name === undefined) throw new CognitoAuthError('login_required', 'There is no session to store.')
    try {
      writeSession(this.storage, this.clientId, name, session)
      this.username = name
    } catch (error) {
      throw storageFull('The storage did not take the tokens', error)
    }
  }

  /** Forgets the session here and in the storage, and lets nothing that is on its way store another. */
  protected _forget(): void {
    this._forgotten++
    this.signInUserSession = null
    this.clearCachedTokensScopes()
    this.username = undefined
  }

  /** Whether nobody signed out of this instance since this was called. */
  private _watchSignOut(): () => boolean {
    const before = this._forgotten
    return () => this._forgotten === before
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
    if (stored.getRefreshToken().getToken()) return this._refresh(stored, this.username)
    throw new CognitoAuthError(
      'login_required',
      'No session lasts that long, and there is no refresh token to get one. Call signIn() or getSession().',
    )
  }

  /**
   * One request for all callers. Only the server's own "no", or tokens that are not this user's, end the session.
   * @param username the name under which the session is stored; undefined where it is not
   */
  protected async _refresh(
    session: CognitoAuthSession,
    username: string | undefined,
  ): Promise<CognitoAuthSession> {
    const { clientId, origin } = this._config
    const refreshToken = session.getRefreshToken().getToken()
    const refresh = async () => {
      const isCurrent = this._watch()
      let rotated: string | undefined
      try {
        const tokens = await this._request(() => refreshTokens(this._config, refreshToken), issuerOf(session))
        rotated = tokens.refreshToken
        return await this._accept(...this._refreshed(tokens, session, username), isCurrent)
      } catch (error) {
        const ending = endingOf(error)
        if (!ending) {
          // The one before it is spent, and the tokens beside it are not to blame.
          if (rotated && username && isEnvironment(error) && isCurrent())
            writeRefreshToken(this.storage, clientId, username, rotated)
          throw error
        }
        if (username && readRefreshToken(this.storage, clientId, username) === refreshToken) {
          clearSession(this.storage, clientId, username)
        }
        throw ending
      }
    }
    try {
      const refreshed = await shareRefresh(this.storage, `${origin} ${clientId} ${refreshToken}`, refresh)
      this.username = username ?? usernameOf(refreshed)
      return (this.signInUserSession = refreshed)
    } catch (error) {
      if (endingOf(error) && this.username === username) {
        this.username = undefined
        this.signInUserSession = this.getCachedSession()
      }
      throw error
    }
  }

  /** What a refresh brought, together with what it leaves as it was (RFC 6749, section 6; OpenID Connect Core, section 12.2). */
  protected _refreshed(
    tokens: TokenResponse,
    session: CognitoAuthSession,
    username: string | undefined,
  ): [TokenResponse, Foreknown] {
    return [
      { ...tokens, refreshToken: tokens.refreshToken ?? session.getRefreshToken().getToken() },
      {
        scopes: session.getTokenScopes().getScopes(),
        appState: session.getState(),
        before: { access: session.getAccessToken().payload, id: session.getIdToken().payload },
        openid: session.getIdToken().getJwtToken() !== '',
        username,
      },
    ]
  }
}

/** Whether the clock, the network or the storage kept tokens from being taken, and not the tokens themselves. */
function isEnvironment(error: unknown): boolean {
  return isUndecided(error) || hasCode(error, 'expired', 'clock_skew', 'storage_full')
}

/** Whether it is still open whether a signature holds. */
function isUndecided(error: unknown): boolean {
  return hasCode(error, 'jwks_unavailable', 'crypto_unavailable', 'invalid_configuration')
}

/** Opens the page where the person wanted to go: checked again, for it was in the storage meanwhile. */
function leadTo(returnTo: string | undefined): void {
  const page = currentUrl()
  const target = page && sameOriginUrl(returnTo, page)
  if (target && target !== page) replacePage(target)
}

/** Who issued the tokens of a session, one of the two forms of the user pool's issuer. */
function issuerOf(session: CognitoAuthSession): string | undefined {
  return session.getAccessToken().payload['iss'] as string | undefined
}

function overtaken(): CognitoAuthError {
  return new CognitoAuthError(
    'login_required',
    'Somebody signed out or in while the tokens were on their way.',
  )
}
