import { CognitoAuthError, hasCode, overtaken } from './errors.js'
import type { Outcome } from './legacy/user-handler.js'
import { inTime, TIMEOUT } from './oauth/http.js'
import { refreshTokens, type TokenResponse, tokenUrl } from './oauth/token-client.js'
import type { Config } from './options.js'
import { SessionState } from './SessionState.js'
import { autoRefresh } from './session/auto-refresh.js'
import type { CognitoAuthSession } from './session/CognitoAuthSession.js'
import { type Foreknown, sessionFromTokens, verifySession } from './session/from-tokens.js'
import { once } from './session/page.js'
import { announce, onRemoval } from './session/tabs.js'
import { isSomebody, refreshTokenOf, tokenOf } from './session/user.js'
import { isAtHand } from './storage/ReadThroughStorage.js'
import { traitsOf } from './storage/TokenStorage.js'
import { usernameOf } from './session/TokenCache.js'
import { fetchKeys, isUndecided } from './tokens/jwks.js'
import { pause, withLock } from './tokens/lock.js'
import { endingOf, isGoodRefreshTokenAfter, persist } from './tokens/refresh.js'

/** How long to wait, in milliseconds, for what another tab may have stored when the server says that a token is dead. */
const SECOND_LOOKS = [0, 50, 200]
/** The same where its answer may still be on the way: a refusal takes less time than tokens do, and those may take seconds. */
const PATIENT_LOOKS = [...SECOND_LOOKS, ...Array<number>(24).fill(250)]

/** What is left after the deadline of a request to fetch a key that nobody has seen before, in milliseconds. */
const VERIFYING = 1000

/** How long another tab's sign-out takes at most to be heard of here, in milliseconds. */
const AFTERMATH = 1000

/** A session that is to be refreshed, as things stood when that was wanted. */
interface Wanted {
  readonly session: CognitoAuthSession
  /** The name under which the storage has it, or has one that is older. */
  readonly name: string | undefined
  /** The access token that stood there. */
  readonly stored: string | undefined
  /** Whether nobody has signed in or out since. */
  readonly isSameUser: () => boolean
}

/** How tokens become a session, and how they are renewed: by one request for all callers of the page and for all tabs. */
export abstract class TokenSequences extends SessionState {
  constructor(config: Config) {
    super(config)
    if (config.refreshesItself) this._refreshItself()
  }

  /** @returns what ends that */
  protected _refreshItself(): () => void {
    const { plan, stop } = autoRefresh({
      endsAt: () => {
        const session = isAtHand(this.storage) ? this._restored() : undefined
        return session && isSomebody(session) ? (session.expiresAt() + session.clockDrift) * 1000 : undefined
      },
      refresh: async (minValidity) => {
        try {
          await this._lasting(this._restored(), minValidity)
        } catch (error) {
          if (hasCode(error, 'session_changed')) this._unheard()
          throw error
        }
      },
    })
    const off = this._hear('changed', plan)
    return () => {
      off()
      stop()
    }
  }

  /** A session that lasts for `minValidity` seconds or more, refreshed when it would not. */
  protected _validSession(minValidity: number): Outcome {
    const arriving = this._arriving()
    if (arriving) return arriving
    const awaited = this._awaited()
    if (awaited) return awaited.then(() => this._validSession(minValidity))
    const session = this._restored()
    this._requireSameUser()
    // Who asks for a token while a sign-in could be finished after all is not sent to begin another.
    const again = this._page.unfinished && !isSomebody(session) ? this._again() : undefined
    return again ?? this._lasting(session, minValidity)
  }

  /** This session if it lasts for `minValidity` seconds or more, and otherwise a refreshed one. */
  private _lasting(session: CognitoAuthSession, minValidity: number): Outcome {
    const lasts = session.expiresAt() - minValidity > Date.now() / 1000 - session.clockDrift
    return lasts ? session : this._renewed(session, minValidity)
  }

  private async _renewed(session: CognitoAuthSession, minValidity: number): Promise<CognitoAuthSession> {
    if (!refreshTokenOf(session)) {
      throw new CognitoAuthError(
        'login_required',
        `${tokenOf(session) ? 'The session does not last that long, and has no refresh token' : 'Nobody is signed in'}: call signIn() or getSession().`,
      )
    }
    try {
      return await this._refresh(session)
    } catch (error) {
      // A token that is good for less is better than none, unless it was a refresh that was asked for.
      const rest = this._restored()
      if (minValidity < Infinity && rest.isValid() && usernameOf(rest) === usernameOf(session)) return rest
      throw error
    }
  }

  /**
   * One request for all callers of the page and for all tabs. Only the server's own "no", or tokens that are not this
   * user's, end the session.
   * @param name see {@link Wanted}
   */
  protected async _refresh(
    session: CognitoAuthSession,
    name = this._nameOf(session),
  ): Promise<CognitoAuthSession> {
    const refreshToken = refreshTokenOf(session)
    const lock = `cognito-auth.${this.clientId}.${name ?? refreshToken.slice(-43)}`
    const wanted: Wanted = {
      session,
      name,
      stored: this._cache.accessToken(name),
      isSameUser: this._watchUser(),
    }
    try {
      const refreshed = once(this._page.refreshes, refreshToken, () =>
        // Nobody waits for keys while others wait for the lock.
        this._withKeys(
          () => withLock(lock, (isAlone) => this._refreshAlone(wanted, isAlone), this._brought(wanted)),
          issuerOf(session),
        ),
      )
      return await this._adopted(refreshed)
    } catch (error) {
      if (hasCode(error, 'login_required')) return this._instead(session, error)
      if (endingOf(error) && tokenOf(this.signInUserSession) === tokenOf(session)) {
        this._page.untaken = undefined
        this.username = undefined
        this._lastUser = this._cache.lastUser()
        this._hold(this.getCachedSession())
        this._report('expired')
      }
      throw error
    }
  }

  /**
   * Gives what another tab has brought in place of the wanted session. It is written key by key: what was there at the
   * look before is whole by now.
   */
  private _brought({ name, stored, isSameUser }: Wanted): () => CognitoAuthSession | undefined {
    let seen = stored
    return () => {
      const token = this._cache.accessToken(name)
      const isWhole = token !== stored && token === seen
      seen = token
      if (!isWhole || name === undefined || !isSameUser()) return undefined
      const current = this._cache.read(name)
      return current.isValid() ? current : undefined
    }
  }

  private _nameOf(session: CognitoAuthSession): string | undefined {
    if (session === this._stored) return this._storedName
    const { untaken } = this._page
    // Its refresh token may have been stored, and then other tabs use it, too.
    const isShared = session === untaken?.session && this._cache.refreshToken(untaken.name)
    return isShared ? untaken.name : undefined
  }

  /**
   * What there is instead of a session that somebody's sign-in or sign-out has overtaken.
   * @throws CognitoAuthError `session_changed`; `overtaken` where nobody is signed in
   */
  private _instead(session: CognitoAuthSession, overtaken: unknown): CognitoAuthSession {
    const current = this._restored()
    this._requireSameUser(isSomebody(current) && usernameOf(current) !== usernameOf(session))
    if (current.isValid()) return current
    throw overtaken
  }

  /**
   * Refreshes, unless another tab has by the time it is our turn, or does while the server refuses us.
   * @param isAlone whether no other tab is at it
   */
  private async _refreshAlone(
    { session, name, stored, isSameUser }: Wanted,
    isAlone: boolean,
  ): Promise<CognitoAuthSession> {
    const { storage, clientId } = this
    const { isShared = false } = traitsOf(storage)
    const deadline = performance.now() + TIMEOUT
    for (let attempt = 1; ; attempt++) {
      await this._cache.load()
      if (!isSameUser()) throw overtaken()
      // Where the storage cannot be read, there is the session at hand.
      const username = this._cache.isReadable() ? name : undefined
      const current = username === undefined ? session : this._cache.read(username)
      const isAnother = username !== undefined && tokenOf(current) !== stored
      if (isAnother && current.isValid()) return current
      const refreshToken = refreshTokenOf(current)
      if (!refreshToken) throw overtaken()
      const isUnchanged = () => {
        if (!isSameUser() || username === undefined || !this._cache.isReadable()) return isSameUser()
        const there = this._cache.refreshToken(username)
        // Who was refused elsewhere has cleared the token that this answer replaces; a sign-out clears the name, too.
        return there === refreshToken || (isShared && there === undefined)
      }
      try {
        // What the application wanted back is not in the storage.
        const { state, appState } = session
        const latest = tokenOf(current) ? Object.assign(current, { state, appState }) : session
        return await this._requestRefresh(latest, refreshToken, username, isUnchanged, deadline)
      } catch (error) {
        const ending = endingOf(error)
        if (!ending) throw error
        if (username === undefined) throw ending
        const mayBeSpent = attempt < 3 && hasCode(ending, 'session_expired')
        const looks = isAlone && !isShared ? SECOND_LOOKS : PATIENT_LOOKS
        if (mayBeSpent && (await this._isReplaced(username, refreshToken, looks))) continue
        if (this._cache.refreshToken(username) === refreshToken) {
          this._cache.clear(username, isShared)
          announce(clientId, this._look, storage)
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
    deadline: number,
  ): Promise<CognitoAuthSession> {
    let isSignedOut = false
    let kept: CognitoAuthSession | undefined
    const isCurrent = () => !isSignedOut && isUnchanged()
    const stop = this._onSignOut(username, () => {
      isSignedOut = true
      return kept
    })
    try {
      const tokens = await persist(
        tokenUrl(this._config),
        deadline,
        (timeout) => refreshTokens(this._config, refreshToken, timeout),
        isGoodRefreshTokenAfter,
      )
      await this._lookAgain()
      try {
        const accepted = this._accept(...this._completed(tokens, session, refreshToken, username), isCurrent)
        const isKept = !(accepted instanceof Promise)
        kept = isKept ? accepted : await inTime(deadline + VERIFYING - performance.now(), accepted)
        return kept
      } catch (error) {
        // The one before it is spent, and the tokens beside it are not to blame.
        if (tokens.refreshToken && username && isEnvironment(error) && isCurrent())
          this._cache.writeRefreshToken(username, tokens.refreshToken)
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
      const kept = refreshTokenOf(heard())
      const stored = this._cache.refreshToken(username)
      // Any other is that of somebody who has signed in since.
      if (!kept || (stored !== undefined && stored !== kept)) return
      this._cache.clear(username)
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
      await this._cache.load()
      if (this._cache.refreshToken(username) !== refreshToken) return true
    }
    return false
  }

  /** What a refresh brought, together with what it leaves as it was (RFC 6749, section 6; OpenID Connect Core, section 12.2). */
  protected _completed(
    tokens: TokenResponse,
    session: CognitoAuthSession,
    refreshToken = refreshTokenOf(session),
    username = this.username,
  ): [TokenResponse, Foreknown] {
    return [
      { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken },
      {
        scopes: session.getTokenScopes().getScopes(),
        appState: session.appState ?? session.getState(),
        before: { access: session.getAccessToken().payload, id: session.getIdToken().payload },
        openid: session.getIdToken().getJwtToken() !== '',
        username,
      },
    ]
  }

  /** Has the keys at hand before a code or a refresh token is spent, if they are going to be needed. */
  protected async _withKeys<T>(run: () => Promise<T>, issuer = this._config.issuers?.[0]): Promise<T> {
    if (this._config.verifiesAlways && issuer !== undefined) await fetchKeys(issuer)
    return run()
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
    await this._lookAgain()
    if (!isCurrent()) throw overtaken()
    return this._keep(session, foreknown)
  }

  /** Reads again what a storage with promises holds, where another tab may have changed it during a request. */
  private async _lookAgain(): Promise<void> {
    // One that cannot be read has not changed, as far as anybody knows: what has arrived is not lost for that.
    await this._cache.load()?.catch(() => undefined)
  }
}

/** Who issued the tokens of a session, one of the two forms of the user pool's issuer. */
function issuerOf(session: CognitoAuthSession): string | undefined {
  return session.getAccessToken().payload['iss'] as string | undefined
}

/** Whether the clock, the network or the storage kept tokens from being taken, and not the tokens themselves. */
function isEnvironment(error: unknown): boolean {
  return isUndecided(error) || hasCode(error, 'expired', 'clock_skew', 'storage_full', 'timeout')
}

export function startAutoRefreshOf(auth: object): () => void {
  return (auth as { _refreshItself(): () => void })._refreshItself()
}
