import { currentUrl } from './browser.js'
import { CognitoAuthError, hasCode } from './errors.js'
import { type Outcome, tell, type HeldHandler, type UserHandler } from './legacy/user-handler.js'
import { logoutUrl } from './oauth/authorize-url.js'
import { readParameters } from './oauth/callback.js'
import { fetchWithBearer } from './oauth/http.js'
import { randomToken } from './oauth/pkce.js'
import { readTokenResponse, revokeToken } from './oauth/token-client.js'
import { refuse } from './options.js'
import type { PopupOptions, RedirectOptions, SignInOptions, SignOutOptions } from './sign-in-options.js'
import { SignInSequences, type Withdrawn } from './SignInSequences.js'
import { CognitoAuthSession } from './session/CognitoAuthSession.js'
import { CognitoRefreshToken } from './session/CognitoRefreshToken.js'
import { CognitoTokenScopes } from './session/CognitoTokenScopes.js'
import { written } from './storage/ReadThroughStorage.js'
import { isUnsolicited } from './session/transactions.js'
import { isSomebody, refreshTokenOf, type Snapshot, type User, userOf } from './session/user.js'

/** What `getTokens()` gives. */
export interface Tokens {
  /** For APIs, in an `Authorization: Bearer` header. */
  readonly accessToken: string
  /** Undefined where `openid` is not among the scopes. */
  readonly idToken: string | undefined
  /** When the first of them ends, in seconds since 1970 by the clock of this device. */
  readonly expiresAt: number
}

const LOADING = Object.freeze({ status: 'loading', user: null })
const SIGNED_OUT = Object.freeze({ status: 'signedOut', user: null })

/**
 * Signs people in and out through the hosted pages of an Amazon Cognito user pool.
 *
 * The promises (`init`, `signIn`, `getTokens`, `signOut`) and the callbacks of amazon-cognito-auth-js
 * (`parseCognitoWebResponse`, `getSession`, `userhandler`) are two doors to the same sequences.
 * @typeParam Custom what the ID token says besides, such as `{ 'custom:plan': string }`
 */
export class CognitoAuth<Custom extends object = object> extends SignInSequences {
  private _userhandler!: UserHandler
  /** Whether `init()` has come to an end. */
  private _isReady = false
  /** What the last snapshot shows, and of which session. */
  private _snapshot: Snapshot<Custom> = SIGNED_OUT
  private _shown: CognitoAuthSession | null = null

  /** Hears how the callback methods end. */
  get userhandler(): HeldHandler {
    return this._userhandler
  }

  /** Sets what hears how the callback methods end. */
  set userhandler(handler: UserHandler) {
    this._userhandler = handler
  }

  // ── Promises ──────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Finishes the sign-in that the page's address answers, or restores the stored session, refreshing it if need be.
   * @returns null where nobody is signed in
   * @throws CognitoAuthError where the response is refused, or the refresh fails for now
   */
  async init(): Promise<CognitoAuthSession | null> {
    try {
      return await this._init()
    } finally {
      this._isReady = true
      this._events.emit('changed', undefined)
    }
  }

  private async _init(): Promise<CognitoAuthSession | null> {
    let foreign: CognitoAuthError | undefined
    try {
      const answered = await this.handleCallback()
      if (answered) return answered
    } catch (error) {
      if (!isUnsolicited(error)) throw error
      foreign = error
    }
    try {
      return await this._validSession(0)
    } catch (error) {
      if (!hasCode(error, 'login_required', 'session_expired')) throw error
      // An address that was opened before, or forged, is no news to somebody who is signed in.
      if (foreign) throw foreign
      return null
    }
  }

  /**
   * Finishes the sign-in that `url` answers, and nothing else: for a route of its own, or an address that does not come
   * from the page (Electron, a deep link). `init()` does this for the page's address.
   * @param url absolute or relative; the page's own unless given
   * @returns null where it holds no response, or one that nobody is signed in by (`prompt: 'none'`)
   * @throws CognitoAuthError where the response is refused
   */
  async handleCallback(url = currentUrl()): Promise<CognitoAuthSession | null> {
    const loading = this._load()
    if (loading) await loading
    try {
      return (url === undefined ? undefined : await this._answer(url)) ?? null
    } catch (error) {
      if (hasCode(error, 'login_required')) return null
      throw error
    }
  }

  /**
   * Who is signed in, or can be again without a word: the claims of the ID token. Without `openid` there is none, and
   * `sub` and the name are all that is known. Null where nobody is.
   */
  getUser(): User<Custom> | null {
    const session = this._restored()
    return isSomebody(session) ? (userOf(session) as User<Custom>) : null
  }

  /**
   * The same for a page that is drawn anew whenever it changes, with whether that is known yet: it is the same object
   * for as long as nothing does. Made for `useSyncExternalStore(auth.subscribe, auth.getSnapshot)`.
   */
  readonly getSnapshot = (): Snapshot<Custom> => {
    if (!this._isReady) return LOADING
    const session = this.signInUserSession
    const user = session && isSomebody(session) ? session : null
    if (user !== this._shown) {
      this._shown = user
      this._snapshot = user ? { status: 'signedIn', user: userOf(user) as User<Custom> } : SIGNED_OUT
    }
    return this._snapshot
  }

  /**
   * Calls `listener` now and whenever what {@link getSnapshot} gives may be another.
   * @returns what ends that
   */
  readonly subscribe = (listener: (snapshot: Snapshot<Custom>) => void): (() => void) => {
    const tell = () => {
      listener(this.getSnapshot())
    }
    const off = this._listen('changed', tell, true)
    tell()
    return off
  }

  /**
   * Signs somebody in at the hosted pages. With `popup: true` that is a window, which opens in this turn, and what comes
   * is their session. Otherwise the page is left; who comes back is signed in by `init()` and led to where they were.
   * @throws CognitoAuthError `invalid_configuration`, `storage_full`, `no_browser`; for a popup `popup_blocked`,
   *   `popup_closed`, `timeout` after ten minutes, and whatever is wrong with the response; otherwise `redirect_loop`,
   *   and `storage_unavailable` where nothing would be left to finish the sign-in with
   */
  signIn(options: PopupOptions): Promise<CognitoAuthSession>
  signIn(options?: RedirectOptions): Promise<undefined>
  signIn(options: SignInOptions): Promise<CognitoAuthSession | undefined>
  async signIn(options: SignInOptions = {}): Promise<CognitoAuthSession | undefined> {
    if (options.popup) return this._signInAtWindow(options)
    await this._leave(this._begin(this._returning(options)))
    return undefined
  }

  /**
   * The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour.
   * @throws CognitoAuthError `invalid_configuration`, `storage_full`
   */
  createSignInUrl(options: RedirectOptions = {}): string {
    if (options.popup as boolean | undefined)
      refuse('A link opens no popup: call signIn({ popup: true }) when it is clicked.')
    return this._begin(this._returning(options))
  }

  /**
   * Leaves the page for the one where somebody who is signed in at managed login adds a passkey (Cognito developer guide,
   * "Managed login endpoints"); the classic hosted UI has none. It takes what a sign-in does and comes back like one, and
   * who comes back with nothing new finds the session as it was.
   * @throws CognitoAuthError as {@link signIn}
   */
  async addPasskey(options: RedirectOptions & { screen?: undefined } = {}): Promise<void> {
    await this._leave(this._begin(this._returning(options), 'addPasskey'))
  }

  /**
   * Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot;
   * `Infinity` refreshes in any case.
   * @throws CognitoAuthError `login_required` where nobody is signed in, `session_expired` when the server ended the
   *   session, and otherwise what kept the refresh from succeeding; the session is then as it was
   */
  async getTokens({ minValidity = 0 }: { minValidity?: number } = {}): Promise<Tokens> {
    const session = await this._validSession(minValidity)
    return {
      accessToken: session.accessToken.getJwtToken(),
      idToken: session.idToken.getJwtToken() || undefined,
      expiresAt: session.expiresAt() + session.clockDrift,
    }
  }

  /**
   * `fetch()` with the access token, for the page's own origin and `ApiOrigins`. Where the API answers 401, the session
   * is refreshed and the request made once more; a 401 that remains is the answer. A function that may be passed on.
   * @throws CognitoAuthError `invalid_configuration` for another origin; as {@link getTokens}; and what `fetch()` throws
   */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const page = currentUrl()
    const { origin } = new URL(input instanceof Request ? input.url : input, page)
    if (!this._config.apiOrigins.includes(origin) && (!page || new URL(page).origin !== origin)) {
      throw new CognitoAuthError(
        'invalid_configuration',
        `The access token is not for ${origin}: write ApiOrigins: ['${origin}'], or leave it to the browser's own fetch.`,
      )
    }
    return fetchWithBearer(
      input,
      init,
      async (minValidity) => (await this.getTokens({ minValidity })).accessToken,
    )
  }

  /**
   * Signs out: forgets the session, revokes its refresh token (RFC 7009) and leaves the page for the logout endpoint,
   * all in this turn. A revocation that fails changes nothing.
   * @returns fulfilled once the revocation is over
   * @throws CognitoAuthError `no_browser` where there is no page to leave; the session is forgotten all the same
   */
  async signOut({ revoke = true, redirect = true }: SignOutOptions = {}): Promise<void> {
    this.username ??= this.getLastUser()
    // Another instance may have refreshed since: the storage has the token that is alive.
    const sessions = [this.getCachedSession(), this.signInUserSession, this._page.untaken?.session]
    const refreshToken = sessions.map(refreshTokenOf).find(Boolean)
    this._forget('user')
    const revoked = revoke && refreshToken ? revokeToken(this._config, refreshToken) : Promise.resolve()
    const settled = revoked.catch(() => undefined)
    const forgotten = written(this.storage)
    if (forgotten) await forgotten.catch(() => undefined)
    if (redirect) this.launchUri(this.getFQDNSignOut())
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
    return this._tell((fail) => this._answer(url, fail, this._config.cleansUrl))
  }

  /**
   * Tells `userhandler` the session: at once where a valid one is cached, after a refresh where there is a refresh
   * token, and otherwise leaves the page for the hosted sign-in.
   */
  getSession(): void {
    this._tell(() => {
      const arriving = this._arriving()
      if (arriving) return arriving
      const session = this._restored()
      this._requireSameUser()
      if (session.isValid()) return session
      if (refreshTokenOf(session) && this._covers(session)) return this._refresh(session)
      this._leaveFor(this.getFQDNSignIn())
      return undefined
    })
  }

  /** Refreshes with this refresh token and tells `userhandler` how it ended. */
  refreshSession(refreshToken: string): void {
    const has = (session: CognitoAuthSession | null) => refreshTokenOf(session) === refreshToken
    this._tell(() => {
      const [held, stored] = [this.signInUserSession, this.getCachedSession()]
      if (has(stored)) return this._refresh(stored, this.username)
      if (held && has(held)) return this._refresh(held)
      const unknown = new CognitoAuthSession({
        RefreshToken: new CognitoRefreshToken(refreshToken),
        TokenScopes: new CognitoTokenScopes(this.TokenScopesArray),
      })
      return this._refresh(unknown)
    })
  }

  /** Whether this instance or the storage holds a session that is valid. */
  isUserSignedIn(): boolean {
    return this._restored().isValid()
  }

  /** The session of this instance; null after `signOut()`, and empty where nobody has signed in. */
  getSignInUserSession(): CognitoAuthSession {
    this._restored()
    return this.signInUserSession as CognitoAuthSession
  }

  /** Stores the session of this instance. */
  cacheTokensScopes(): void {
    if (this.signInUserSession) this._store(this.signInUserSession)
  }

  /** Begins a sign-in: the URL is good for one, so ask for it when it is about to be opened. */
  getFQDNSignIn(): string {
    // Programs compare `getState()` before the sign-in with `session.getState()` after it.
    this.state ??= randomToken()
    return this._begin({ appState: this.state })
  }

  /** The URL that ends the session of the hosted pages and comes back to `RedirectUriSignOut`. */
  getFQDNSignOut(): string {
    return logoutUrl(this._config.origin, this.clientId, this.RedirectUriSignOut)
  }

  /** @deprecated Steps of `parseCognitoWebResponse()`, which does them all. */
  getCodeQueryParameter(map: ReadonlyMap<string, string>): void {
    this._tell((fail) => this._finish(readParameters(map), fail))
  }

  /** @deprecated See {@link getCodeQueryParameter}. */
  getTokenQueryParameter(map: ReadonlyMap<string, string>): void {
    this._tell((fail) => this._finish(readParameters(map), fail))
  }

  /** @deprecated See {@link getCodeQueryParameter}. */
  onSuccessExchangeForToken(jsonData: string): void {
    this._tell(() =>
      this._accept(readTokenResponse({ status: 200, text: jsonData }), { scopes: this.TokenScopesArray }),
    )
  }

  /** @deprecated A step of `refreshSession()`. */
  onSuccessRefreshToken(jsonData: string): void {
    this._tell(() => {
      const tokens = readTokenResponse({ status: 200, text: jsonData })
      const session = this._restored()
      return this._accept(...this._completed(tokens, session))
    })
  }

  /** @deprecated Call `userhandler.onFailure()`. */
  onFailure(message: string, error = new CognitoAuthError('bad_response', message)): void {
    ;(this.userhandler as UserHandler | undefined)?.onFailure(message, error)
  }

  /** Tells the handler of this moment. */
  private _tell(run: (withdrawn: Withdrawn) => Outcome | undefined): boolean {
    return tell(this.userhandler, run)
  }
}
