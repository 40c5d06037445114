import { currentUrl } from './browser.js'
import { isText } from './check.js'
import { CognitoAuthError, hasCode } from './errors.js'
import { type HeldHandler, Hearing, type Outcome, type UserHandler } from './legacy/user-handler.js'
import { logoutUrl } from './oauth/authorize-url.js'
import { readParameters } from './oauth/callback.js'
import { fetchWithBearer, readRequest } from './oauth/http.js'
import { randomToken } from './oauth/pkce.js'
import { readTokenResponse, revokeToken } from './oauth/token-client.js'
import {
  type PopupOptions,
  readSignIn,
  readSignOut,
  readValidity,
  type RedirectOptions,
  type SignInOptions,
  type SignOutOptions,
} from './sign-in-options.js'
import { SignInSequences } from './SignInSequences.js'
import { CognitoAuthSession } from './session/CognitoAuthSession.js'
import { CognitoRefreshToken } from './session/CognitoRefreshToken.js'
import { CognitoTokenScopes } from './session/CognitoTokenScopes.js'
import { written } from './storage/ReadThroughStorage.js'
import { isUnsolicited } from './session/transactions.js'
import { strayIn } from './session/whose.js'
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
  private readonly _teller = new Hearing(() => this.userhandler)
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
    const { warning } = this._config
    // Before this nobody could listen.
    if (warning && !this._isReady) this._events.emit('warning', { error: warning })
    try {
      return await this._init()
    } finally {
      this._isReady = true
      this._events.emit('changed', undefined)
    }
  }

  private async _init(): Promise<CognitoAuthSession | null> {
    const url = currentUrl()
    const stray = url === undefined ? undefined : strayIn(url, this.RedirectUriSignIn)
    let foreign: CognitoAuthError | undefined
    try {
      const answered = await this._handled(url, false)
      if (answered) return answered
    } catch (error) {
      if (!isUnsolicited(error)) throw error
      foreign = error
    }
    try {
      const session = await this._validSession(0)
      // An address that was opened before, or forged, keeps nobody out who is signed in.
      const refused = foreign ?? stray
      if (refused) this._events.emit('warning', { error: refused })
      return session
    } catch (error) {
      if (!hasCode(error, 'login_required', 'session_expired')) throw error
      if (foreign) throw foreign
      return null
    }
  }

  /**
   * Finishes the sign-in that `url` answers, and nothing else: for a route of its own, or an address that does not come
   * from the page (Electron, a deep link). `init()` does this for the page's address. Called again after `network`,
   * `timeout`, `server_error` or `jwks_unavailable`, it goes on with the same response, for five minutes.
   * @param url absolute or relative; the page's own unless given
   * @returns null where it holds no response, one that is not for this client, or one that nobody is signed in by
   *   (`prompt: 'none'`)
   * @throws CognitoAuthError where the response is refused
   */
  async handleCallback(url?: string): Promise<CognitoAuthSession | null> {
    return this._handled(url ?? currentUrl(), url !== undefined)
  }

  /** @param isAsked see {@link _answer} */
  private async _handled(url: string | undefined, isAsked: boolean): Promise<CognitoAuthSession | null> {
    const loading = this._load()
    if (loading) await loading
    try {
      const answered = url === undefined ? undefined : this._answer(url, { isAsked })
      return (await (answered ?? (isAsked ? undefined : this._again()))) ?? null
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
    const read = readSignIn(options)
    if (read.popup) return this._signInAtWindow(read)
    await this._leave(this._begin(this._returning(read)))
    return undefined
  }

  /**
   * The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour.
   * @throws CognitoAuthError `invalid_configuration`, `storage_full`
   */
  createSignInUrl(options: RedirectOptions = {}): string {
    return this._begin(
      this._returning(readSignIn(options, 'createSignInUrl()', ['popup']) as RedirectOptions),
    )
  }

  /**
   * Leaves the page for the one where somebody who is signed in at managed login adds a passkey (Cognito developer guide,
   * "Managed login endpoints"); the classic hosted UI has none. It takes what a sign-in does and comes back like one, and
   * who comes back with nothing new finds the session as it was.
   * @throws CognitoAuthError as {@link signIn}
   */
  async addPasskey(options: RedirectOptions & { screen?: undefined } = {}): Promise<void> {
    const read = readSignIn(options, 'addPasskey()', ['popup', 'screen']) as RedirectOptions
    await this._leave(this._begin(this._returning(read), 'addPasskey'))
  }

  /**
   * Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot;
   * `Infinity` refreshes in any case.
   * @throws CognitoAuthError `login_required` where nobody is signed in, `session_expired` when the server ended the
   *   session, and otherwise what kept the refresh from succeeding; the session is then as it was
   */
  async getTokens(options?: { minValidity?: number | undefined }): Promise<Tokens> {
    const session = await this._validSession(readValidity(options))
    return {
      accessToken: session.accessToken.getJwtToken(),
      idToken: session.idToken.getJwtToken() || undefined,
      expiresAt: session.expiresAt() + session.clockDrift,
    }
  }

  /**
   * `fetch()` with the access token, for the page's own origin and `ApiOrigins`. Where the API answers 401, the session
   * is refreshed and the request made once more, if the same person is still signed in; a 401 that remains is the
   * answer. A function that may be passed on.
   * @throws CognitoAuthError `invalid_configuration` for another origin, and for what is no request; as {@link getTokens};
   *   `network` where the API cannot be reached. A signal that is aborted rejects as it does at `fetch()`
   */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const { request, origin } = readRequest(input, init)
    const page = currentUrl()
    if (!this._config.apiOrigins.includes(origin) && (!page || new URL(page).origin !== origin)) {
      throw new CognitoAuthError(
        'invalid_configuration',
        `The access token is not for ${origin}: write ApiOrigins: ['${origin}'], or leave it to the browser's own fetch.`,
      )
    }
    // React Native has no streams.
    const isStream = typeof ReadableStream === 'function' && init?.body instanceof ReadableStream
    return fetchWithBearer(
      request,
      isStream,
      async (minValidity) => {
        const { accessToken } = await this._validSession(minValidity)
        return { token: accessToken.getJwtToken(), user: accessToken.payload['sub'] }
      },
      (error) => {
        if (hasCode(error, 'session_changed')) this._unheard()
      },
    )
  }

  /**
   * Signs out: forgets the session, revokes its refresh token (RFC 7009) and leaves the page for the logout endpoint,
   * all in this turn. A revocation that fails changes nothing.
   * @returns fulfilled once the revocation is over
   * @throws CognitoAuthError `invalid_configuration`, and then nothing has happened; `no_browser` where there is no page to
   *   leave, and for `signIn` what {@link signIn} throws: the session is forgotten all the same
   */
  async signOut(options: SignOutOptions = {}): Promise<void> {
    const { revoke = true, redirect = true, redirectUri, signIn } = readSignOut(options, this)
    this.username ??= this.getLastUser()
    // Another instance may have refreshed since: the storage has the token that is alive.
    const sessions = [this.getCachedSession(), this.signInUserSession, this._page.untaken?.session]
    const last = this._namesUsers ? undefined : this._cache.lastUser()
    const tokens = new Set([sessions.map(refreshTokenOf).find(Boolean)])
    // Somebody else may have signed in elsewhere, whose session ends by this.
    if (last !== this.username) tokens.add(this._cache.refreshToken(last))
    // What is wrong with it keeps anything from happening.
    const url = signIn && this._begin(this._returning(signIn), 'signOut')
    this._forget('user')
    this._transactions.forgetOthers(url && new URL(url).searchParams.get('state'))
    const revoked = [...tokens].map(async (token) => {
      if (revoke && token) await revokeToken(this._config, token)
    })
    const settled = Promise.allSettled(revoked)
    const forgotten = written(this.storage)
    if (forgotten) await forgotten.catch(() => undefined)
    if (url) await this._leave(url)
    else if (redirect) this.launchUri(this._signOutUrl(redirectUri))
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
    const { cleansUrl: clean } = this._config
    return this._teller.tell((withdrawn) => this._answer(url, { isAsked: true, withdrawn, clean }))
  }

  /**
   * Tells `userhandler` the session: at once where a valid one is cached, after a refresh where there is a refresh
   * token, and otherwise leaves the page for the hosted sign-in.
   */
  getSession(): void {
    this._tell(() => {
      const arriving = this._arriving()
      if (arriving) return arriving
      const awaited = this._awaited()
      if (awaited) {
        void awaited.then(() => {
          this.getSession()
        })
        return undefined
      }
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
      if (!isText(refreshToken) || !refreshToken) {
        throw new CognitoAuthError(
          'login_required',
          'There is no refresh token to refresh with, as always in the implicit flow: call signIn() or getSession().',
        )
      }
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
    return this._signOutUrl()
  }

  private _signOutUrl(redirectUri = this.RedirectUriSignOut): string {
    return logoutUrl(this._config.origin, this.clientId, redirectUri)
  }

  /** @deprecated Steps of `parseCognitoWebResponse()`, which does them all. */
  getCodeQueryParameter(map: ReadonlyMap<string, string>): void {
    this._step(map)
  }

  /** @deprecated See {@link getCodeQueryParameter}. */
  getTokenQueryParameter(map: ReadonlyMap<string, string>): void {
    this._step(map)
  }

  /** @deprecated See {@link getCodeQueryParameter}. */
  onSuccessExchangeForToken(jsonData: string): void {
    this._teller.tell(() =>
      this._accept(readTokenResponse({ status: 200, text: jsonData }), { scopes: this.TokenScopesArray }),
    )
  }

  /** @deprecated A step of `refreshSession()`. */
  onSuccessRefreshToken(jsonData: string): void {
    this._teller.tell(() => {
      const tokens = readTokenResponse({ status: 200, text: jsonData })
      const session = this._restored()
      return this._accept(...this._completed(tokens, session))
    })
  }

  /** @deprecated Call `userhandler.onFailure()`. */
  onFailure(message: string, error = new CognitoAuthError('bad_response', message)): void {
    ;(this.userhandler as UserHandler | undefined)?.onFailure(message, error)
  }

  private _step(map: ReadonlyMap<string, string>): void {
    this._teller.tell((fail) => this._finish(readParameters(map), fail))
  }

  /** Tells the handler; what fails is told once the turn of the call is over. */
  private _tell(run: () => Outcome | undefined): void {
    this._teller.tellLater(run)
  }
}
