import { CognitoAuthError, hasCode } from './errors.js'
import type { Outcome } from './legacy/user-handler.js'
import { refreshTokens, type TokenResponse, tokenUrl } from './oauth/token-client.js'
import type { Config } from './options.js'
import { isSomebody, overtaken, SessionState, tokenOf } from './SessionState.js'
import { autoRefresh } from './session/auto-refresh.js'
import type { CognitoAuthSession } from './session/CognitoAuthSession.js'
import { type Foreknown, sessionFromTokens, verifySession } from './session/from-tokens.js'
import { once } from './session/page.js'
import { announce, onRemoval } from './session/tabs.js'
import {
  clearSession,
  isReadable,
  loadSession,
  readLastAuthUser,
  readRefreshToken,
  readSession,
  writeRefreshToken,
} from './session/token-cache.js'
import { fetchKeys, isUndecided } from './tokens/jwks.js'
import { pause, withLock } from './tokens/lock.js'
import { endingOf, persist } from './tokens/refresh.js'

/** How long to wait, in milliseconds, for what another tab may have stored when the server says that a token is dead. */
const SECOND_LOOKS = [0, 50, 200]
/** The same where its answer may still be on the way: a refusal takes less time than tokens do. */
const PATIENT_LOOKS = [...SECOND_LOOKS, 1000, 2000]

/** How long another tab's sign-out takes at most to be heard of here, in milliseconds. */
const AFTERMATH = 1000

/** How tokens become a session, and how they are renewed: by one request for all callers of the page and for all tabs. */
export abstract class TokenSequences extends SessionState {
  constructor(config: Config) {
    super(config)
    if (!config.refreshesItself) return
    const plan = autoRefresh({
      endsAt: () => {
        this._look()
        const session = this.signInUserSession
        return session && isSomebody(session) ? (session.expiresAt() + session.clockDrift) * 1000 : undefined
      },
      refresh: (minValidity) => this._validSession(minValidity),
    })
    this._hear('changed', plan)
  }

  /** A session that lasts for `minValidity` seconds or more, refreshed when it would not. */
  protected async _validSession(minValidity: number): Promise<CognitoAuthSession> {
    const arriving = this._arriving()
    if (arriving) return arriving
    const session = this._restored()
    this._requireSameUser()
    if (session.expiresAt() - minValidity > Date.now() / 1000 - session.clockDrift) return session
    if (!session.getRefreshToken().getToken()) {
      throw new CognitoAuthError(
        'login_required',
        'No session lasts that long, and there is no refresh token to get one. Call signIn() or getSession().',
      )
    }
    try {
      return await this._refresh(session)
    } catch (error) {
      // A token that is good for less is better than none, unless it was a refresh that was asked for.
      if (minValidity < Infinity && this.signInUserSession === session && session.isValid()) return session
      throw error
    }
  }

  /**
   * One request for all callers of the page and for all tabs. Only the server's own "no", or tokens that are not this
   * user's, end the session.
   * @param username the name under which the session is stored; undefined where it is not
   */
  protected async _refresh(
    session: CognitoAuthSession,
    username = session === this._stored ? this._storedName : undefined,
  ): Promise<CognitoAuthSession> {
    const refreshToken = session.getRefreshToken().getToken()
    const lock = `cognito-auth.${this.clientId}.${username ?? refreshToken.slice(-43)}`
    try {
      const refreshed = once(this._page.refreshes, refreshToken, () =>
        withLock(lock, (isAlone) => this._refreshAlone(session, username, isAlone)),
      )
      return await this._adopted(refreshed)
    } catch (error) {
      if (endingOf(error) && tokenOf(this.signInUserSession) === tokenOf(session)) {
        this.username = undefined
        this._lastUser = readLastAuthUser(this.storage, this.clientId)
        this._hold(this.getCachedSession())
        this._report('expired')
      }
      throw error
    }
  }

  /**
   * Refreshes, unless another tab has by the time it is our turn, or does while the server refuses us.
   * @param isAlone whether no other tab is at it
   */
  private async _refreshAlone(
    session: CognitoAuthSession,
    name: string | undefined,
    isAlone: boolean,
  ): Promise<CognitoAuthSession> {
    const isSameUser = this._watchUser()
    for (let attempt = 1; ; attempt++) {
      await loadSession(this.storage, this.clientId)
      // Where the storage cannot be read, there is the session at hand.
      const username = isReadable(this.storage, this.clientId) ? name : undefined
      const current = username === undefined ? session : readSession(this.storage, this._config, username)
      if (current.isValid() && tokenOf(current) !== tokenOf(session)) return current
      const refreshToken = current.getRefreshToken().getToken()
      // Somebody signed out or in while we waited for our turn.
      if (!refreshToken || !isSameUser()) throw overtaken()
      try {
        const isCurrent = () =>
          isSameUser() &&
          (username === undefined || readRefreshToken(this.storage, this.clientId, username) === refreshToken)
        return await this._requestRefresh(
          tokenOf(current) ? current : session,
          refreshToken,
          username,
          isCurrent,
        )
      } catch (error) {
        const ending = endingOf(error)
        if (!ending) throw error
        if (username === undefined) throw ending
        const mayBeSpent = attempt < 3 && hasCode(ending, 'session_expired')
        const looks = isAlone ? SECOND_LOOKS : PATIENT_LOOKS
        if (mayBeSpent && (await this._isReplaced(username, refreshToken, looks))) continue
        if (readRefreshToken(this.storage, this.clientId, username) === refreshToken) {
          clearSession(this.storage, this.clientId, username)
          announce(this.clientId, this._look, this.storage)
        }
        throw ending
      }
    }
  }

  private async _requestRefresh(
    session: CognitoAuthSession,
    refreshToken: string,
    username: string | undefined,
    isUnchanged: () => boolean,
  ): Promise<CognitoAuthSession> {
    let isSignedOut = false
    let kept: CognitoAuthSession | undefined
    const isCurrent = () => !isSignedOut && isUnchanged()
    const stop = this._onSignOut(username, () => {
      isSignedOut = true
      return kept
    })
    try {
      const tokens = await persist(tokenUrl(this._config), (timeout) =>
        this._request(() => refreshTokens(this._config, refreshToken, timeout), issuerOf(session)),
      )
      try {
        kept = await this._accept(...this._refreshed(tokens, session, refreshToken, username), isCurrent)
        return kept
      } catch (error) {
        // The one before it is spent, and the tokens beside it are not to blame.
        if (tokens.refreshToken && username && isEnvironment(error) && isCurrent())
          writeRefreshToken(this.storage, this.clientId, username, tokens.refreshToken)
        throw error
      }
    } finally {
      if (stop) void pause(AFTERMATH).then(stop)
    }
  }

  /**
   * Listens for a sign-out in another tab that has not seen the tokens of this refresh. If they were stored before it
   * could be heard of, what is left of them is taken out again.
   * @param heard gives the session that was stored, if there is one by now
   */
  private _onSignOut(
    username: string | undefined,
    heard: () => CognitoAuthSession | undefined,
  ): (() => void) | undefined {
    if (username === undefined) return undefined
    const { storage, clientId } = this
    return onRemoval(storage, clientId, username, () => {
      const kept = heard()?.getRefreshToken().getToken()
      const stored = readRefreshToken(storage, clientId, username)
      // Any other is that of somebody who has signed in since.
      if (kept === undefined || (stored !== undefined && stored !== kept)) return
      clearSession(storage, clientId, username)
      this._look()
      announce(clientId, this._look, storage)
    })
  }

  /** Whether another tab has stored another refresh token: its storage needs a moment to get here. */
  private async _isReplaced(
    username: string,
    refreshToken: string,
    looks: readonly number[],
  ): Promise<boolean> {
    for (const delay of looks) {
      await pause(delay)
      await loadSession(this.storage, this.clientId)
      if (readRefreshToken(this.storage, this.clientId, username) !== refreshToken) return true
    }
    return false
  }

  /** What a refresh brought, together with what it leaves as it was (RFC 6749, section 6; OpenID Connect Core, section 12.2). */
  protected _refreshed(
    tokens: TokenResponse,
    session: CognitoAuthSession,
    refreshToken = session.getRefreshToken().getToken(),
    username = this.username,
  ): [TokenResponse, Foreknown] {
    return [
      { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken },
      {
        scopes: session.getTokenScopes().getScopes(),
        appState: session.getState(),
        before: { access: session.getAccessToken().payload, id: session.getIdToken().payload },
        openid: session.getIdToken().getJwtToken() !== '',
        username,
      },
    ]
  }

  /** Has the keys at hand before a code or a refresh token is spent, if they are going to be needed. */
  protected async _request(
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
    if (this._config.verifiesAlways) return this._keepOnceSigned(session, foreknown, isCurrent)
    if (!isCurrent()) throw overtaken()
    return this._keep(session, foreknown)
  }

  protected _sessionFrom(tokens: TokenResponse, foreknown: Foreknown): CognitoAuthSession {
    return sessionFromTokens(tokens, foreknown, this._config, Date.now())
  }

  /** Keeps a session only when its signatures have been verified. */
  protected async _keepOnceSigned(
    session: CognitoAuthSession,
    foreknown: Foreknown,
    isCurrent: () => boolean,
  ): Promise<CognitoAuthSession> {
    await verifySession(session, this._config)
    if (!isCurrent()) throw overtaken()
    return this._keep(session, foreknown)
  }
}

/** Who issued the tokens of a session, one of the two forms of the user pool's issuer. */
function issuerOf(session: CognitoAuthSession): string | undefined {
  return session.getAccessToken().payload['iss'] as string | undefined
}

/** Whether the clock, the network or the storage kept tokens from being taken, and not the tokens themselves. */
function isEnvironment(error: unknown): boolean {
  return isUndecided(error) || hasCode(error, 'expired', 'clock_skew', 'storage_full')
}
