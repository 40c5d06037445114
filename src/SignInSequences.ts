import { currentUrl, isFramed, navigate, replaceCurrentUrl } from './browser.js'
import { CognitoAuthError, hasCode } from './errors.js'
import { later, type Outcome } from './legacy/user-handler.js'
import { type AuthorizationRequest, authorizeUrl } from './oauth/authorize-url.js'
import {
  type AuthorizationResponse,
  claimIn,
  readCallback,
  refusalOf,
  requireIssuer,
  withoutResponse,
} from './oauth/callback.js'
import { codeChallenge, randomToken } from './oauth/pkce.js'
import { sameOriginUrl } from './oauth/return-to.js'
import { requireBearer } from './oauth/token-client.js'
import { CLASS, type CognitoAuthOptions, readOptions } from './options.js'
import { type PopupOptions, readSignIn, type RedirectOptions, type SignInOptions } from './sign-in-options.js'
import type { CognitoAuthSession } from './session/CognitoAuthSession.js'
import { type Foreknown, verifySession } from './session/from-tokens.js'
import { forgetLeft, type Left } from './session/left.js'
import { answer, goodForNow, keepIf, type Unfinished, untilAnswered } from './session/page.js'
import { handOver, isPopupState, openPopup, popupState, requireOwnOrigin } from './session/popup.js'
import { bringBack, leadTo, Returns } from './session/returns.js'
import { usernameOf } from './session/TokenCache.js'
import { isUnsolicited, type Transaction, Transactions, unanswerable } from './session/transactions.js'
import { isFor, isSame } from './session/whose.js'
import { isSomebody, tokenOf } from './session/user.js'
import { isAtHand, ReadThroughStorage, written } from './storage/ReadThroughStorage.js'
import { traitsOf } from './storage/TokenStorage.js'
import { TokenSequences } from './TokenSequences.js'
import { isUndecided } from './tokens/jwks.js'
import { pause } from './tokens/lock.js'
import { exchangeOnce, isGoodCodeAfter } from './tokens/refresh.js'

/** How long a window stays at most that has been told to close itself, in milliseconds. */
const AFTERGLOW = 1000

/** Hears why a session that was handed out already is withdrawn. */
export type Withdrawn = (error: CognitoAuthError) => void

/** How a response is looked for. */
interface Look {
  /** Whether a program asked about this very URL: it waits to hear of a response that answers nothing, too. */
  readonly isAsked: boolean
  readonly withdrawn?: Withdrawn
  /** Whether the address shall be clean before anything else happens. */
  readonly clean?: boolean
}

/** How somebody signs in: away to the hosted pages, and back with a response. */
export abstract class SignInSequences extends TokenSequences {
  /** Opens a URL. */
  declare launchUri: (url: string) => unknown
  declare protected readonly _transactions: Transactions
  declare private readonly _returns: Returns
  /** Whether the page came with no response of ours in its address. */
  private _isPlain = false

  /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
  constructor(options: CognitoAuthOptions) {
    const config = readOptions(options, CLASS)
    super(config)
    this._transactions = new Transactions(config.storage, config.stateStorage, config)
    this._returns = new Returns(config)
    this.launchUri = config.launchUri ?? navigate
  }

  /** Has at hand what a storage with promises holds; undefined where none has to be waited for. */
  protected _load(): Promise<unknown> | undefined {
    const loading = [this.storage, this._config.stateStorage].some(
      (storage) => storage instanceof ReadThroughStorage,
    )
    return loading ? Promise.all([this._cache.load(), this._transactions.load()]) : undefined
  }

  /** Has somebody come back to where they are, unless they would lose a session in memory by that. */
  protected _returning(options: RedirectOptions): RedirectOptions {
    const page = currentUrl()
    const stays = !page || traitsOf(this.storage).forState === 'sessionStorage'
    return stays || options.returnTo !== undefined ? options : { ...options, returnTo: withoutResponse(page) }
  }

  /**
   * Begins a sign-in and gives its URL.
   * @param at the page that it begins on, whatever the options say
   */
  protected _begin(
    options: SignInOptions,
    at?: AuthorizationRequest['screen'],
    state = randomToken(),
  ): string {
    const { scopes, redirectUri, prompt, appState, returnTo, ...parameters } = readSignIn(options)
    const { idpIdentifier, identityProvider = idpIdentifier ? '' : this.IdentityProvider } = parameters
    // Cognito's sign-out hands on to the sign-in page what no request can do without, and nothing else.
    const isSignOut = at === 'signOut'
    const { origin, clientId } = this._config
    const page = currentUrl()
    const transaction: Transaction = {
      createdAt: Date.now(),
      responseType: this.responseType,
      redirectUri: redirectUri ?? this.RedirectUriSignIn,
      scopes: scopes ?? this.TokenScopesArray,
      nonce: randomToken(),
      codeVerifier: randomToken(),
      appState,
      returnTo: page && sameOriginUrl(returnTo, page),
      ...(isSignOut && { isUnchallenged: true }),
    }
    this._transactions.begin(state, transaction)
    return authorizeUrl(origin, {
      ...parameters,
      ...transaction,
      screen: at ?? parameters.screen,
      // Programs of amazon-cognito-auth-js set a list of them.
      identityProvider: isSignOut ? '' : [identityProvider].flat().join(),
      clientId,
      state,
      prompt: [prompt ?? []].flat().join(' ') || undefined,
      userContextData: isSignOut ? undefined : this.getUserContextData(),
      codeChallenge:
        transaction.responseType === 'code' && !isSignOut
          ? codeChallenge(transaction.codeVerifier)
          : undefined,
    })
  }

  /**
   * Signs in at a window that opens in this turn, and stays here.
   * @throws CognitoAuthError as `signIn()`
   */
  protected async _signInAtWindow(options: PopupOptions): Promise<CognitoAuthSession> {
    const state = popupState(randomToken())
    const url = this._begin(options, undefined, state)
    try {
      requireOwnOrigin(options.redirectUri ?? this.RedirectUriSignIn)
      const popup = openPopup(url, state, this._page.popup)
      this._page.popup?.dismiss()
      this._page.popup = popup
      return await (this._finish(readCallback(await popup.answer)) as Outcome)
    } catch (error) {
      // One that may still come back is left to its window.
      if (hasCode(error, 'popup_blocked', 'invalid_configuration', 'no_browser'))
        this._transactions.forget(state)
      throw error
    }
  }

  /** Leaves the page for the sign-in at `url`, once that could be finished. */
  protected async _leave(url: string): Promise<void> {
    const begun = this._transactions.written()
    if (begun) await begun
    await this._leaveFor(url)
  }

  /**
   * Leaves the page for the sign-in at `url`.
   * @throws CognitoAuthError `redirect_loop`; `no_browser` where that would end in an empty frame; `storage_unavailable`
   *   where nothing would be left to finish the sign-in with
   */
  protected _leaveFor(url: string): unknown {
    this._returns.requireNoLoop()
    if (this.launchUri === navigate && isFramed()) {
      throw new CognitoAuthError(
        'no_browser',
        'The hosted pages refuse to be shown in a frame: call signIn({ popup: true }), or pass LaunchUri, a function that opens the URL it is given.',
      )
    }
    if (this.launchUri === navigate && currentUrl() !== undefined) this._transactions.requireLasting()
    return this.launchUri(url)
  }

  /** The outcome of the response in `url`; undefined where there is none for us. */
  protected _answer(url: string, look: Look): Outcome | undefined {
    const client = {
      transactions: this._transactions,
      redirectUri: this.RedirectUriSignIn,
      awaits: (state: string) => this._awaits(state),
      isAsked: look.isAsked,
      takesAnyCode: this._config.allowsUnsolicitedResponse,
    }
    const isOurs = isFor(url, client)
    let outcome: Outcome | undefined
    try {
      return (outcome = isOurs ? this._responseIn(url, look) : undefined)
    } finally {
      answer(isOurs ? url : undefined, outcome, this._page)
    }
  }

  private _responseIn(url: string, { isAsked, withdrawn, clean = true }: Look): Outcome | undefined {
    let response: AuthorizationResponse | undefined
    try {
      response = readCallback(url, (state) => this._transactions.find(state) !== undefined)
    } finally {
      if (clean) replaceCurrentUrl(url, withoutResponse)
    }
    const state = response?.state ?? ''
    // Cognito's own errors may have no state; one that nobody waits for says nothing to somebody who is signed in.
    const isTold = isAsked || this._awaits(state) || (!state && !isSomebody(this._restored()))
    if (response?.type === 'error' && !isTold) throw unanswerable(this._transactions.isWaiting(), state)
    const finish = () => this._finish(response, withdrawn)
    if (isPopupState(state)) return this._handOver(url, state, finish)
    return response?.type === 'code' ? later(finish) : finish()
  }

  private _awaits(state: string): boolean {
    return this._transactions.find(state) !== undefined || this._page.unfinished?.response.state === state
  }

  protected override _again(): Outcome | undefined {
    const { unfinished } = this._page
    if (!unfinished?.isGood()) return undefined
    return later(() => this._finish(unfinished.response))
  }

  /** The response in the page's address that nobody has handled yet: whoever asks for a session waits for that. */
  protected override _awaited(): Promise<void> | undefined {
    if (this._isPlain || !isAtHand(this.storage)) return undefined
    const url = currentUrl() ?? ''
    this._isPlain = !claimIn(url)?.states.some((state) => this._transactions.find(state))
    return this._isPlain ? undefined : untilAnswered(url, this._page)
  }

  /**
   * Leaves the response in `url` to the page that opened this window for it. Where that is gone, it is this page's.
   * @param finish what is done with it then
   * @throws CognitoAuthError `no_transaction` for one that nobody here waits for: somebody who is signed in is not kept waiting
   */
  private _handOver(url: string, state: string, finish: () => Outcome | undefined): Outcome {
    const { arrivals } = this._page
    const handedOver = handOver(url, state)
    if (!this._awaits(state) && isAtHand(this.storage) && isSomebody(this._restored()))
      throw unanswerable(this._transactions.isWaiting(), state)
    const session = handedOver.then(async (isTaken) => {
      arrivals.delete(state)
      if (!isTaken) return finish() as Outcome
      // A window that may not close itself shows what the other page makes of the response.
      await pause(AFTERGLOW)
      return this._validSession(0)
    })
    arrivals.set(state, session)
    return session
  }

  /**
   * The evidence is consumed first, everything is checked next, and only then is anything stored. A response that is
   * being handled already, whoever passed it, has one outcome.
   * @param withdrawn given, tokens in the redirect make a session in this turn, on probation until their signature
   *   has been verified; otherwise they make one only then
   */
  protected _finish(response: AuthorizationResponse | undefined, withdrawn?: Withdrawn): Outcome | undefined {
    if (!response) return undefined
    const handled = this._page.arrivals.get(response.state ?? '')
    if (handled instanceof Promise) return this._adopted(handled)
    if (handled) return this._adopt(handled)
    try {
      const outcome = this._handle(response, withdrawn)
      // A session on probation is noted at the end of that.
      if (outcome instanceof Promise) {
        void outcome.then(
          (session) => {
            this._note(response, this._covers(session))
          },
          () => {
            this._note(response, false)
          },
        )
      }
      return outcome
    } catch (error) {
      this._note(response, false)
      throw error
    }
  }

  /** Notes how a sign-in came back, once for each. */
  private _note({ state }: AuthorizationResponse, isGood: boolean): void {
    // Whoever closes a window goes round in no circle.
    if (state !== undefined && isPopupState(state)) return
    if (isGood || state === undefined || state !== this._page.failed) this._returns.note(isGood)
    if (!isGood) this._page.failed = state
  }

  private _handle(response: AuthorizationResponse, withdrawn: Withdrawn | undefined): Outcome {
    const { unfinished } = this._page
    const again = unfinished?.isGood() && isSame(unfinished.response, response) ? unfinished : undefined
    if (again) this._page.unfinished = undefined
    const isGood = again?.isGood ?? goodForNow(this._watchUser())
    // What the sign-in was to bring back is not lost with it: the page can offer to begin again where it was.
    const begun = again ? again.transaction : this._transactions.find(response.state)
    const bring = bringBack(begun)
    try {
      const transaction = again ? begun : this._take(response)
      requireIssuer(response, this._config.issuers)
      if (response.type === 'error') throw refusalOf(response)
      const session = this._sessionOf(response, transaction, withdrawn, { response, transaction, isGood })
      if (session instanceof Promise) session.catch(bring)
      return session
    } catch (error) {
      bring(error)
      throw error
    }
  }

  /**
   * The session that a response brings.
   * @param unfinished what the page keeps where it cannot be had for now: the response is as good as before
   */
  private _sessionOf(
    response: AuthorizationResponse & { type: 'code' | 'token' },
    transaction: Transaction | undefined,
    withdrawn: Withdrawn | undefined,
    unfinished: Unfinished,
  ): Outcome {
    const foreknown = transaction
      ? { ...transaction, openid: transaction.scopes.includes('openid') }
      : { scopes: this.TokenScopesArray }
    const isCurrent = this._watchSignOut()
    const keptIf = (isKept: Parameters<typeof keepIf>[0]) => keepIf(isKept, this._page, unfinished)
    if (response.type === 'token') {
      requireBearer(response.tokenType)
      const session = this._sessionFrom(response, { ...foreknown, frontChannel: true })
      if (withdrawn && !this._config.verifiesAlways) {
        const left = this._left()
        this._keep(session, foreknown, null)
        void this._probation(response, session, foreknown, withdrawn, left)
        return session
      }
      const signed = this._keepOnceSigned(session, foreknown, isCurrent)
      return this._arrival(
        response,
        signed.catch(keptIf((error) => hasCode(error, 'jwks_unavailable'))),
        foreknown,
      )
    }
    const { redirectUri = this.RedirectUriSignIn, isUnchallenged } = transaction ?? {}
    const codeVerifier = isUnchallenged ? undefined : transaction?.codeVerifier
    const form = { code: response.code, redirectUri, codeVerifier }
    const accepted = this._withKeys(() => exchangeOnce(this._config, form))
      .catch(keptIf((error) => isGoodCodeAfter(error) || hasCode(error, 'timeout', 'jwks_unavailable')))
      .then((tokens) => this._accept(tokens, foreknown, isCurrent))
    return this._arrival(response, accepted, foreknown)
  }

  /** While a session is on its way, whoever asks for one waits for it. Then the person goes where they wanted to. */
  private _arrival(
    { state = '' }: AuthorizationResponse,
    session: Promise<CognitoAuthSession>,
    { returnTo }: Foreknown,
  ): Promise<CognitoAuthSession> {
    const { arrivals } = this._page
    const arrival = session
      .then(async (arrived) => {
        // What a storage has promised to write would be lost with the page.
        await written(this.storage)?.catch(() => undefined)
        leadTo(returnTo)
        return arrived
      })
      .finally(() => arrivals.delete(state))
    arrivals.set(state, arrival)
    return arrival
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

  /** Takes a session back whose signatures do not hold. Where they cannot be verified it stays. */
  private async _probation(
    response: AuthorizationResponse,
    session: CognitoAuthSession,
    { returnTo }: Foreknown,
    withdrawn: Withdrawn,
    left: Left | null,
  ): Promise<void> {
    const { state = '' } = response
    this._page.arrivals.set(state, session)
    const error = await verifySession(session, this._config).catch((thrown: unknown) => thrown)
    this._page.arrivals.delete(state)
    const isCurrent = this.signInUserSession === session
    const isGood = error === undefined || isUndecided(error)
    this._note(response, isGood && this._covers(session))
    if (isGood) {
      if (left) forgetLeft(left, session, this._cache, this._config)
      await written(this.storage)?.catch(() => undefined)
      if (isCurrent) leadTo(returnTo)
      return
    }
    const username = usernameOf(session) ?? ''
    if (this._cache.accessToken(username) === tokenOf(session)) {
      this._cache.clear(username)
    }
    if (!isCurrent) return
    this._forget('expired')
    // Whoever was signed in before is so again: nothing was wrong with their session.
    if (left && this._cache.accessToken(left.name)) this._cache.nameLastUser(left.name)
    withdrawn(error as CognitoAuthError)
  }

  /** Whether a refresh is enough. amazon-cognito-identity-js stores no scopes: nothing is known to be missing then. */
  protected _covers(session: CognitoAuthSession): boolean {
    const scopes = session.getTokenScopes().getScopes()
    return !scopes.length || this.TokenScopesArray.every((scope) => scopes.includes(scope))
  }
}
