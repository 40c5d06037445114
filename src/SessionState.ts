import { onWake } from './browser.js'
import { CognitoAuthError, hasCode, overtaken, storageFull } from './errors.js'
import { Emitter } from './events.js'
import { InheritedState } from './legacy/InheritedState.js'
import type { Outcome } from './legacy/user-handler.js'
import type { Config } from './options.js'
import { CognitoAuthSession } from './session/CognitoAuthSession.js'
import type { CognitoAuthEvents, InternalEvents } from './session/session-events.js'
import type { Foreknown } from './session/from-tokens.js'
import { forgetLeft, type Left, leftBy } from './session/left.js'
import { type Page, pageOf } from './session/page.js'
import { isAtHand, ReadThroughStorage, written } from './storage/ReadThroughStorage.js'
import { traitsOf } from './storage/TokenStorage.js'
import { announce, listen } from './session/tabs.js'
import { isSomebody, refreshTokenOf, tokenOf } from './session/user.js'
import { usernameOf } from './session/TokenCache.js'

/** Who is signed in, and with which token; nobody has none. */
interface Known {
  readonly user: string | undefined
  readonly token: string
}

/**
 * How a session is kept once there is one: read, shared with other tabs, refreshed, forgotten. The storage has the
 * truth; the instance holds what it read there, and what the storage would not take.
 */
export abstract class SessionState extends InheritedState {
  /** The session of this instance; null where nobody is signed in. */
  declare signInUserSession: CognitoAuthSession | null
  /** What this instance shares with the others of its page. */
  declare protected readonly _page: Page
  protected readonly _events = new Emitter<InternalEvents>()
  /** How many listeners tell the program who is signed in, and how many there are of any kind. */
  private _listeners = 0
  private _hearing = 0
  private _unlisten: (() => void) | undefined
  /** The session that was read from the storage or stored; any other was not taken by it, or is the program's own. */
  declare protected _stored: CognitoAuthSession | null
  /** The name under which that was read or stored. */
  declare protected _storedName: string | undefined
  /** What the page held that the storage did not take, when this instance looked last. */
  private _untaken: Page['untaken']
  /** Whom the storage named last. */
  declare protected _lastUser: string | undefined
  /** Whether somebody else has signed in elsewhere, and the program has not heard of it. */
  private _isSomebodyElse = false
  /** Gives the session of the last look while another would find the same. */
  private _unchanged: (() => CognitoAuthSession | undefined) | undefined
  /** What the listeners know; undefined before the storage could be asked. */
  private _reported: Known | undefined

  constructor(config: Config) {
    super(config)
    this._page = pageOf(config.storage, config)
    this._lastUser = this._storedName = this.username
    this.signInUserSession = this._stored = this.getCachedSession()
    if (isAtHand(this.storage)) this._reported = this._state()
  }

  /**
   * Calls `listener` whenever this happens, here or in another tab; with `MemoryStorage` no other tab is heard of.
   * What a listener throws goes to the console and to `window.onerror`.
   * @returns what takes the listener away again
   */
  on<Name extends keyof CognitoAuthEvents>(
    name: Name,
    listener: (event: CognitoAuthEvents[Name]) => void,
  ): () => void {
    return this._listen(name, listener, name === 'signedIn' || name === 'signedOut')
  }

  /** @param tellsWho whether the program knows by this who is signed in */
  protected _listen<Name extends keyof InternalEvents>(
    name: Name,
    listener: (event: InternalEvents[Name]) => void,
    tellsWho: boolean,
  ): () => void {
    const off = this._hear(name, listener)
    if (tellsWho) this._listeners++
    let isOn = true
    return () => {
      if (!isOn) return
      isOn = false
      if (tellsWho) this._listeners--
      off()
    }
  }

  /** As {@link on}, for a listener of this library, of which the program does not know. */
  protected _hear<Name extends keyof InternalEvents>(
    name: Name,
    listener: (event: InternalEvents[Name]) => void,
  ): () => void {
    const off = this._events.on(name, listener)
    if (this._hearing++ === 0) {
      this._look()
      const undo = [listen(this.clientId, this._look), onWake(this._look)]
      this._unlisten = () => {
        for (const stop of undo) stop()
      }
    }
    return () => {
      off()
      if (--this._hearing === 0) this._unlisten?.()
    }
  }

  /** Sees what is new, as far as that can be seen already. */
  protected readonly _look = (): void => {
    if (!isAtHand(this.storage)) return
    const look = () => {
      this._restored()
      if (this._listeners) this._isSomebodyElse = false
    }
    const loading = this._cache.load()
    if (loading) loading.then(look, () => undefined)
    else look()
  }

  /** Has the next call of the program fail, unless its listeners know that somebody else has signed in. */
  protected _unheard(): void {
    this._isSomebodyElse = this._listeners === 0
  }

  /**
   * The session as it is now, in the storage or, where that does not have it, here.
   * @throws CognitoAuthError where a storage with promises has not been loaded yet
   */
  protected _restored(): CognitoAuthSession {
    const unchanged = this._unchanged?.()
    if (unchanged) return unchanged
    this._unchanged = undefined
    this._followPage()
    if (!this._cache.isReadable()) return this.signInUserSession ?? new CognitoAuthSession()
    this._followUser()
    const held = this.signInUserSession
    const isOurs = held !== null && held !== this._stored && isSomebody(held)
    if (!isOurs) this._read()
    this._report()
    const session = this.signInUserSession ?? new CognitoAuthSession()
    this._unchanged = this._glanceAt(session)
    return session
  }

  /**
   * Another look finds the same session while it is valid, the storage gives the same three texts, of which every
   * sign-in, refresh and sign-out changes one, and neither the page nor the program has put another in its place.
   * @returns what gives the session while all of that holds; undefined for one that the storage does not have
   */
  private _glanceAt(session: CognitoAuthSession): (() => CognitoAuthSession | undefined) | undefined {
    const [token, refreshToken] = [tokenOf(session), refreshTokenOf(session)]
    // What a listener did meanwhile is for the next look.
    const isThere = this._cache.watch(this._lastUser, this._storedName, token, refreshToken)
    return (
      isThere &&
      (() =>
        this.signInUserSession === session &&
        this.username !== undefined &&
        this._untaken === this._page.untaken &&
        tokenOf(session) === token &&
        refreshTokenOf(session) === refreshToken &&
        session.isValid() &&
        isThere()
          ? session
          : undefined)
    )
  }

  /** What the storage did not take is, for all instances, over with a sign-out of one and renewed by a refresh of one. */
  private _followPage(): void {
    const { untaken } = this._page
    if (untaken === this._untaken) return
    if (this.signInUserSession === this._untaken?.session)
      this.signInUserSession = untaken?.session ?? this._stored
    this._untaken = untaken
  }

  /** Is whoever signed in last, unless the program has named somebody else. */
  private _followUser(): void {
    const user = this._cache.lastUser()
    if (user === this._lastUser) {
      this.username ??= user
      return
    }
    if (this.username === this._lastUser || this.username === undefined) {
      this._isSomebodyElse = this.username !== undefined && user !== undefined
      this.username = user
      // Whoever was signed in before is not any more, whether the storage had taken it or not.
      this.signInUserSession = this._stored
      this._storedName = undefined
    }
    this._lastUser = user
  }

  /** Reads the stored session if it is not the one at hand, which outlives that the program names another user. */
  private _read(): void {
    const { signInUserSession: held, _storedName: name, username } = this
    const isWanted = name === username || held?.isValid()
    if (isWanted && this._isStored(held, name)) return
    const session = this.getCachedSession()
    // Another tab is just writing: it will be whole at the next look.
    const isTorn = !tokenOf(session) && this._cache.accessToken(username)
    if (isTorn && name === username && held?.isValid()) return
    this._hold(session)
  }

  /** Makes a session that the storage has that of this instance. */
  protected _hold(session: CognitoAuthSession | null): void {
    this.signInUserSession = this._stored = session
    this._storedName = this.username
  }

  private _isStored(session: CognitoAuthSession | null, name: string | undefined): boolean {
    return (
      (this._cache.accessToken(name) ?? '') === tokenOf(session) &&
      (this._cache.refreshToken(name) ?? '') === refreshTokenOf(session)
    )
  }

  /** Tells the listeners what is new to them. */
  protected _report(reason: 'user' | 'expired' | 'otherTab' = 'otherTab', isSignIn = false): void {
    const now = this._state()
    // What was there before anybody could ask is no news.
    const before = this._reported ?? now
    const isNew = this._reported?.user !== now.user || this._reported?.token !== now.token
    this._reported = now
    const session = this.signInUserSession
    if (before.user !== undefined && before.user !== now.user) {
      const hasRunOut = now.user === undefined && before.token !== '' && tokenOf(session) === before.token
      this._events.emit('signedOut', { reason: hasRunOut ? 'expired' : reason })
    }
    if (now.user !== undefined && session) {
      if (before.user !== now.user || isSignIn) this._events.emit('signedIn', { session })
      else if (before.token !== now.token) this._events.emit('refreshed', { session })
    }
    if (isNew) this._events.emit('changed', undefined)
  }

  /** Somebody whose tokens ran out is signed in while they can be refreshed. */
  private _state(): Known {
    const session = this.signInUserSession
    const user = session && isSomebody(session) ? (usernameOf(session) ?? this.username) : undefined
    return { user, token: tokenOf(session) }
  }

  /**
   * Makes a session that has just arrived that of this instance, of the storage and of the other tabs. Where the storage
   * does not take it, it lasts as long as the page; but cookies are there for others, so that they have it or nobody.
   */
  protected _keep(
    session: CognitoAuthSession,
    { username, before }: Foreknown,
    left = before ? null : this._left(),
  ): CognitoAuthSession {
    const name = username ?? usernameOf(session)
    try {
      this._store(session, name)
      this._hold(session)
      this._untaken = this._page.untaken = undefined
      if (!before) this._page.unfinished = undefined
      const { warning } = traitsOf(this.storage)
      if (warning) this._events.emit('warning', { error: warning })
      written(this.storage)?.catch((error: unknown) => {
        // Half a session is none, and what the storage did not take lasts as long as the page.
        if (this._stored === session && !(this.storage instanceof ReadThroughStorage)) {
          this._cache.clear(name)
          ;[this._lastUser, this._stored] = [this._cache.lastUser(), null]
          this._holdUntaken(session, name)
        }
        this._events.emit('warning', { error: notTaken(error) })
      })
    } catch (error) {
      if (!hasCode(error, 'storage_full') || traitsOf(this.storage).forState === 'localStorage') throw error
      this._holdUntaken(session, name)
      this._keepRefreshToken(session)
      this._events.emit('warning', { error })
    }
    if (left) forgetLeft(left, session, this._cache, this._config)
    this.signInUserSession = session
    this._lastUser = this._cache.lastUser()
    this._isSomebodyElse = false
    // Whoever was signed in on this page before has left it by this sign-in.
    this._report('user', before === undefined)
    announce(this.clientId, this._look, this.storage)
    return session
  }

  private _holdUntaken(session: CognitoAuthSession, name = ''): void {
    this._untaken = this._page.untaken = { session, name: (this.username = name) }
  }

  /** Who is signed in before a sign-in; null for a program that names its users itself, who all stay. */
  protected _left(): Left | null {
    return this._namesUsers ? null : leftBy(this._cache, this._page)
  }

  /** The one that stands in the storage is spent: other tabs need this one, though the tokens beside it are not there. */
  private _keepRefreshToken(session: CognitoAuthSession): void {
    const { username = '' } = this
    const refreshToken = refreshTokenOf(session)
    if (refreshToken && this._cache.refreshToken(username))
      this._cache.writeRefreshToken(username, refreshToken)
  }

  /**
   * Nothing is read back into the instance before the storage has it: programs read it there in `onSuccess`.
   * @param name that of the user, or the alias under which amazon-cognito-identity-js has stored the session before
   * @throws CognitoAuthError `storage_full`
   */
  protected _store(session: CognitoAuthSession, name = usernameOf(session)): void {
    if (name === undefined) throw new CognitoAuthError('login_required', 'There is no session to store.')
    try {
      this._write(name, session)
      this.username = name
    } catch (error) {
      throw notTaken(error)
    }
  }

  /** Makes room by what an earlier user left behind, if that is what it takes. */
  private _write(name: string, session: CognitoAuthSession): void {
    try {
      this._cache.write(name, session)
    } catch (error) {
      const last = this._cache.lastUser()
      if (last === undefined || last === name) throw error
      this._cache.clear(last)
      this._cache.write(name, session)
    }
  }

  /** Forgets the session here, in the storage and in other tabs, and lets nothing that is on its way store another. */
  protected _forget(reason: 'user' | 'expired'): void {
    const { arrivals } = this._page
    this._page.signOuts++
    this._page.untaken = this._page.unfinished = undefined
    // A response that has made a session makes no other.
    for (const [state, arrived] of arrivals) if (!(arrived instanceof Promise)) arrivals.delete(state)
    this.clearCachedTokensScopes()
    if (reason === 'user' && !this._namesUsers) this._cache.clear(this._cache.lastUser())
    this._lastUser = this._cache.lastUser()
    this.username = undefined
    this._hold(null)
    this._report(reason)
    announce(this.clientId, this._look, this.storage)
  }

  /** Whether nobody signed out on this page since. */
  protected _watchSignOut(): () => boolean {
    const before = this._page.signOuts
    return () => this._page.signOuts === before
  }

  /** Whether nobody signed out on this page, or in on any, since this was called. */
  protected _watchUser(): () => boolean {
    const isSignedIn = this._watchSignOut()
    // A storage that cannot be read names nobody.
    const user = () => (this._cache.isReadable() ? { name: this._cache.lastUser() } : null)
    const before = user()
    return () => {
      const now = user()
      return isSignedIn() && (!before || !now || now.name === before.name)
    }
  }

  /** What to wait for where the page's address holds a response that nobody has handled yet. */
  protected abstract _awaited(): Promise<void> | undefined

  /** The response that could not be finished for now, once more; undefined where there is none. */
  protected abstract _again(): Outcome | undefined

  /** The response that is being handled on this page: whoever asks for a session waits for it. */
  protected _arriving(): Promise<CognitoAuthSession> | undefined {
    const { arrivals } = this._page
    if (!arrivals.size) return undefined
    const arriving = [...arrivals.values()].reverse().find((session) => session instanceof Promise)
    return arriving && this._adopted(arriving)
  }

  /**
   * Makes a session that any instance of this page has kept that of this one, too.
   * @throws CognitoAuthError `login_required` where somebody has signed out before it was there
   */
  protected async _adopted(arriving: Promise<CognitoAuthSession>): Promise<CognitoAuthSession> {
    const isCurrent = this._watchSignOut()
    const session = await arriving
    if (!isCurrent()) throw overtaken()
    this._adopt(session)
    return session
  }

  /** The storage need not have it, and then nobody finds it there. */
  protected _adopt(session: CognitoAuthSession): CognitoAuthSession {
    if (tokenOf(this._restored()) !== tokenOf(session)) {
      this.signInUserSession = session
      this.username ??= usernameOf(session)
      this._report()
    }
    return session
  }

  /**
   * Throws where somebody else has signed in elsewhere, once: whatever the program shows is not theirs.
   * @throws CognitoAuthError `session_changed`
   */
  protected _requireSameUser(isSomebodyElse = this._isSomebodyElse): void {
    this._isSomebodyElse = false
    if (!isSomebodyElse) return
    throw new CognitoAuthError(
      'session_changed',
      'Somebody else has signed in elsewhere: the next call gives their session.',
    )
  }
}

function notTaken(error: unknown): CognitoAuthError {
  return storageFull('The storage did not take the tokens', error)
}
