import { autoRefresh } from './auto-refresh.js'
import { userContextData } from './browser.js'
import type { Tokens } from './createCognitoAuth.js'
import { lasts, type Session } from './engine/session.js'
import { answer, returning } from './engine/sign-in.js'
import { signOutUrl } from './engine/sign-out.js'
import { CognitoAuthError } from './errors.js'
import { fetchAt } from './fetch.js'
import type { CognitoAuthSession } from './inherited/CognitoAuthSession.js'
import { COGNITO_CONSTANTS, type CognitoConstants } from './inherited/constants.js'
import type { CognitoAuthEvents } from './inherited/events.js'
import {
  beginNow,
  fitOut,
  innerOf,
  nobody,
  shown,
  step,
  take,
  taking,
  tellRefreshed,
  tellSession,
} from './inherited/inner.js'
import type { HeldHandler, UserHandler } from './inherited/user-handler.js'
import { sessionIn, viewOf } from './inherited/views.js'
import { postForm } from './oauth/http.js'
import { randomBytes, randomToken } from './oauth/pkce.js'
import { CLASS, type CognitoAuthOptions, readOptions } from './options.js'
import { signInAtWindow } from './popup.js'
import {
  type PopupOptions,
  readSignIn,
  type RedirectOptions,
  type SignInOptions,
  type SignOutOptions,
} from './sign-in-options.js'
import type { TokenStorage } from './storage/TokenStorage.js'
import type { Snapshot, User } from './tokens/user-claims.js'

type Hears = (responseText: string) => void

/**
 * Signs people in and out through the hosted pages of an Amazon Cognito user pool.
 *
 * The promises (`init`, `signIn`, `getTokens`, `signOut`) and the callbacks of amazon-cognito-auth-js
 * (`parseCognitoWebResponse`, `getSession`, `userhandler`) lead to the same engine.
 * @typeParam Custom what the ID token says besides, such as `{ 'custom:plan': string }`
 */
export class CognitoAuth<Custom extends object = object> {
  /** The identity provider to go to at once; `''` asks. */
  declare IdentityProvider: string
  /** The scopes to ask for. */
  declare TokenScopesArray: readonly string[]
  /** Where Cognito sends people after sign-in. */
  declare RedirectUriSignIn: string
  /** Where Cognito sends people after sign-out. */
  declare RedirectUriSignOut: string
  /** The flow: `code`, the authorization code grant with PKCE, or `token`, the implicit one. */
  declare responseType: 'code' | 'token'
  /** Whether to send what the page's advanced security script collects. */
  advancedSecurityDataCollectionFlag: boolean
  /** Opens a URL: the option `LaunchUri`, or `location.assign()`. */
  declare launchUri: (url: string) => unknown
  /** The id of the app client. */
  readonly clientId: string
  /** The user pool's domain, without its scheme. */
  readonly appWebDomain: string
  /** The id of the user pool, if it was given. */
  readonly userPoolId: string | undefined
  /** Where the tokens are kept. */
  readonly storage: TokenStorage
  /** What the next sign-in shall bring back from `session.getState()`. */
  state: string | null | undefined
  /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
  constructor(options: CognitoAuthOptions) {
    const inner = fitOut(this, readOptions(options, CLASS))
    const { clientId, host, storage, userPoolId, refreshesItself, collectsSecurityData } = inner.config
    this.clientId = clientId
    this.advancedSecurityDataCollectionFlag = collectsSecurityData
    this.appWebDomain = host
    this.userPoolId = userPoolId
    // One with promises is the program's own.
    this.storage = options.Storage ? (options.Storage as TokenStorage) : storage
    if (refreshesItself) autoRefresh(inner)
  }

  /** Hears how the callback methods end. */
  get userhandler(): HeldHandler {
    return innerOf(this).heard.handler as HeldHandler
  }

  /** Sets what hears how the callback methods end. */
  set userhandler(handler: UserHandler) {
    innerOf(this).heard.handler = handler
  }

  /** Who is signed in, or named by `setUsername()`. A class that extends this one assigns it, and declares no field of it. */
  get username(): string | undefined {
    return innerOf(this).store.user()
  }

  /** Has the next call read the session of this user. */
  set username(username: string | undefined) {
    innerOf(this).store.name(username)
  }

  /** The session at hand; null after `signOut()`, and empty where nobody has signed in. */
  get signInUserSession(): CognitoAuthSession | null {
    const inner = innerOf(this)
    return shown(inner, inner.store.current())
  }

  /** Puts a session of the program's own in its place; nothing is stored by that. */
  set signInUserSession(session: CognitoAuthSession | null) {
    innerOf(this).store.hold(session?.getAccessToken().getJwtToken() ? sessionIn(session) : null)
  }

  /** The same as `launchUri`, under the name of the option. */
  get LaunchUri(): (url: string) => unknown {
    return this.launchUri
  }

  /** Sets what opens a URL. */
  set LaunchUri(launchUri: (url: string) => unknown) {
    this.launchUri = launchUri
  }

  // Promises: see CognitoAuthClient, whose methods these are.

  /** Finishes the sign-in that the page's address answers, or restores the session; null where nobody is signed in. */
  async init(): Promise<CognitoAuthSession | null> {
    const session = await innerOf(this).door.init()
    return session && viewOf(session)
  }

  /** Finishes the sign-in that `url` answers, and nothing else; null where it holds no response for this client. */
  async handleCallback(url?: string): Promise<CognitoAuthSession | null> {
    const session = await innerOf(this).door.handleCallback(url)
    return session && viewOf(session)
  }

  /** Who is signed in, or can be again without a word; null where nobody is. */
  getUser(): User<Custom> | null {
    return innerOf(this).door.getUser() as User<Custom> | null
  }

  /** The same for a page that is drawn anew whenever it changes. A function that may be passed on. */
  readonly getSnapshot = (): Snapshot<Custom> => innerOf(this).door.getSnapshot() as Snapshot<Custom>

  /** Calls `listener` now and whenever what `getSnapshot()` gives may be another. A function that may be passed on. */
  readonly subscribe = (listener: (snapshot: Snapshot<Custom>) => void): (() => void) =>
    innerOf(this).door.subscribe(listener as (snapshot: Snapshot) => void)

  /** Calls `listener` whenever this happens, here or in another tab, and returns what takes it away again. */
  on<Name extends keyof CognitoAuthEvents>(
    name: Name,
    listener: (event: CognitoAuthEvents[Name]) => void,
  ): () => void {
    return innerOf(this).door.on(name, (event: object) => {
      const { session } = event as { session?: Session }
      listener((session ? { session: viewOf(session) } : event) as CognitoAuthEvents[Name])
    })
  }

  /** Signs somebody in: with `popup: true` at a window, whose session comes; otherwise the page is left. */
  signIn(options: PopupOptions): Promise<CognitoAuthSession>
  signIn(options?: RedirectOptions): Promise<undefined>
  signIn(options: SignInOptions): Promise<CognitoAuthSession | undefined>
  async signIn(options: SignInOptions = {}): Promise<CognitoAuthSession | undefined> {
    const read = readSignIn(options)
    if (read.popup) return viewOf(await signInAtWindow(innerOf(this), read))
    await innerOf(this).door.signIn(read)
    return undefined
  }

  /** The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour. */
  createSignInUrl(options: RedirectOptions = {}): string {
    const read = readSignIn(options, 'createSignInUrl()', ['popup']) as RedirectOptions
    const inner = innerOf(this)
    return beginNow(inner, returning(inner, read))
  }

  /** Leaves the page for the one where somebody who is signed in at managed login adds a passkey. */
  async addPasskey(options: RedirectOptions & { screen?: undefined } = {}): Promise<void> {
    await innerOf(this).door.addPasskey(options)
  }

  /** Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot. */
  async getTokens(options?: { minValidity?: number | undefined }): Promise<Tokens> {
    return innerOf(this).door.getTokens(options)
  }

  /** `fetch()` with the access token, see `fetchWithToken()`. A function that may be passed on. */
  readonly fetch = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> =>
    fetchAt(innerOf(this), input, init)

  /** Signs out: forgets the session, revokes its refresh token and leaves the page, all in this turn. */
  async signOut(options: SignOutOptions = {}): Promise<void> {
    await innerOf(this).door.signOut(options)
  }

  // Callbacks: the methods of amazon-cognito-auth-js.

  /**
   * Reads the response in `url`, if there is one, and tells `userhandler` how it ended: in this turn for the implicit
   * flow, after the exchange for a code.
   * @param url absolute or relative; where it is the page's own, the response is taken out of the address
   * @returns whether `url` holds a response, so whether `userhandler` hears of it
   */
  parseCognitoWebResponse(url: string): boolean {
    const inner = innerOf(this)
    const { cleansUrl: clean } = inner.config
    return inner.tell((fail) => answer(inner, url, { isAsked: true, clean, tokens: taking(inner, fail) }))
  }

  /**
   * Tells `userhandler` the session: at once where a valid one is cached, after a refresh where there is a refresh
   * token, and otherwise leaves the page for the hosted sign-in.
   */
  getSession(): void {
    tellSession(this)
  }

  /** Refreshes with this refresh token and tells `userhandler` how it ended. */
  refreshSession(refreshToken: string): void {
    tellRefreshed(innerOf(this), refreshToken)
  }

  /** Whether there is a session that is valid. */
  isUserSignedIn(): boolean {
    return lasts(innerOf(this).store.read())
  }

  /** The session as it is now; null after `signOut()`, and empty where nobody has signed in. */
  getSignInUserSession(): CognitoAuthSession {
    const inner = innerOf(this)
    return shown(inner, inner.store.read()) as CognitoAuthSession
  }

  /** Stores the session at hand. */
  cacheTokensScopes(): void {
    const session = this.signInUserSession && sessionIn(this.signInUserSession)
    if (!session?.username) throw new CognitoAuthError('login_required', 'There is no session to store.')
    innerOf(this).store.store(session)
  }

  /** The stored session of `getUsername()`; its tokens are empty where there is none. */
  getCachedSession(): CognitoAuthSession {
    const { store, config } = innerOf(this)
    const name = store.user()
    const session = name ? store.items.read(name) : null
    return session ? viewOf(session) : nobody(config)
  }

  /** Forgets the stored session of `getUsername()`. */
  clearCachedTokensScopes(): void {
    const { store } = innerOf(this)
    store.items.clear(store.user())
  }

  /** Begins a sign-in: the URL is good for one, so ask for it when it is about to be opened. */
  getFQDNSignIn(): string {
    // Programs compare `getState()` before the sign-in with `session.getState()` after it.
    this.state ??= randomToken()
    return beginNow(innerOf(this), readSignIn({ appState: this.state }))
  }

  /** The URL that ends the session of the hosted pages and comes back to `RedirectUriSignOut`. */
  getFQDNSignOut(): string {
    return signOutUrl(innerOf(this))
  }

  /** The id of the app client. */
  getClientId(): string {
    return this.clientId
  }

  /** The user pool domain without its scheme. */
  getAppWebDomain(): string {
    return this.appWebDomain
  }

  /** Whose session is read and stored; undefined where nobody is signed in. */
  getUsername(): string {
    return this.username as string
  }

  /**
   * Has the next call read the session of this user. A program that calls this names its users itself: from then on a
   * sign-in as somebody else leaves the others' sessions as they are, and `signOut()` ends the one of this user.
   */
  setUsername(username: string): void {
    innerOf(this).store.name(username, true)
  }

  /** The same as `setUsername()`. */
  setUser(username: string): void {
    this.setUsername(username)
  }

  /** The username that the storage names as the last to sign in; undefined where nobody is. */
  getLastUser(): string {
    return innerOf(this).store.items.lastUser() as string
  }

  /** The same as `getLastUser()`, but null where nobody is. */
  getCurrentUser(): string {
    return (innerOf(this).store.items.lastUser() ?? null) as string
  }

  /** What the next sign-in brings back from `session.getState()`; undefined until there is one. */
  getState(): string {
    return this.state as string
  }

  /** Sets what the next sign-in brings back from `session.getState()`; it never travels. */
  setState(state: string): void {
    this.state = state
  }

  /** Has sign-ins take the authorization code grant (RFC 6749, section 4.1) with PKCE. */
  useCodeGrantFlow(): void {
    this.responseType = 'code'
  }

  /** Has sign-ins take the implicit grant (RFC 6749, section 4.2), which puts tokens into the address. */
  useImplicitFlow(): void {
    this.responseType = 'token'
  }

  /** What the page's advanced security script collected; undefined without one, or if `AdvancedSecurityDataCollectionFlag` is false. */
  getUserContextData(): string {
    const { advancedSecurityDataCollectionFlag: isWanted, username = '', userPoolId = '', clientId } = this
    return ((isWanted && userContextData(username, userPoolId, clientId)) || undefined) as string
  }

  /** @deprecated `TokenScopesArray` is the list itself. */
  getSpaceSeperatedScopeString(): string {
    return encodeURIComponent(this.TokenScopesArray.join(' '))
  }

  /** @deprecated A step of `parseCognitoWebResponse()`, which does them all. */
  getCodeQueryParameter(map: ReadonlyMap<string, string>): void {
    step(innerOf(this), map)
  }

  /** @deprecated A step of `parseCognitoWebResponse()`, which does them all. */
  getTokenQueryParameter(map: ReadonlyMap<string, string>): void {
    step(innerOf(this), map)
  }

  /** @deprecated A step of `parseCognitoWebResponse()`, which does them all. */
  onSuccessExchangeForToken(jsonData: string): void {
    take(innerOf(this), jsonData, false)
  }

  /** @deprecated A step of `refreshSession()`. */
  onSuccessRefreshToken(jsonData: string): void {
    take(innerOf(this), jsonData, true)
  }

  /** @deprecated Call `userhandler.onFailure()`. */
  onFailure(message: string, error = new CognitoAuthError('bad_response', message)): void {
    ;(this.userhandler as UserHandler | undefined)?.onFailure(message, error)
  }

  /** @deprecated The names are those of RFC 6749; write them out. */
  getCognitoConstants(): CognitoConstants {
    return COGNITO_CONSTANTS
  }

  /** @deprecated Compare the sets yourself. */
  compareSets(set1: ReadonlySet<unknown>, set2: ReadonlySet<unknown>): boolean {
    return set1.size === set2.size && [...set1].every((item) => set2.has(item))
  }

  /** @deprecated Use `new URL(url).hostname`; this one is undefined where there is none. */
  getHostName(url: string): string {
    return COGNITO_CONSTANTS.HOSTNAMEREGEX.exec(url)?.[2] as string
  }

  /** @deprecated Use `new URL(url).searchParams`. */
  getQueryParameters(url: string, splitMark: string | RegExp): Map<string, string> {
    const pairs = (url.split(splitMark)[1] ?? '').split('&')
    return new Map(
      pairs.map((pair) => pair.split(COGNITO_CONSTANTS.QUERYPARAMETERREGEX2) as [string, string]),
    )
  }

  /** @deprecated A sign-in makes its own state, nonce and verifier. Throws `crypto_unavailable`. */
  generateRandomString(length: number, chars: string): string {
    let text = ''
    while (text.length < length) {
      const [byte = 0] = randomBytes(1)
      // Bytes beyond the last whole multiple of the alphabet would favour its beginning.
      if (byte < 256 - (256 % chars.length)) text += chars.charAt(byte % chars.length)
    }
    return text
  }

  /** @deprecated Use `fetch`. */
  makePOSTRequest(header: object, body: object, url: string, onSuccess: Hears, onFailure: Hears): void {
    void postForm(url, { ...body }, { headers: { ...header } })
      .catch(() => ({ status: 0, text: '' }))
      .then(({ status, text }) => {
        ;(status === 200 ? onSuccess : onFailure)(text)
      })
  }

  /** @deprecated Use `fetch`. */
  createCORSRequest(method: string, url: string): XMLHttpRequest {
    const request = new XMLHttpRequest()
    request.open(method, url)
    return request
  }
}
