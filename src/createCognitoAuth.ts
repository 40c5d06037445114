import { currentUrl, userContextData } from './browser.js'
import { createEngine, type Engine, withEngine } from './engine/engine.js'
import type { Session } from './engine/session.js'
import { again, answer, begin, leave, returning, urlOf } from './engine/sign-in.js'
import { signOut } from './engine/sign-out.js'
import type { SessionEvents } from './engine/under-way.js'
import { valid } from './engine/tokens.js'
import { isUnsolicited } from './engine/transactions.js'
import { type CognitoAuthError, hasCode } from './errors.js'
import { digest } from './oauth/pkce.js'
import { APPLICATION, type CognitoAuthOptions, readOptions, type SignatureVerifier } from './options.js'
import {
  readSignIn,
  readSignOut,
  readValidity,
  type RedirectOptions,
  type SignOutOptions,
} from './sign-in-options.js'
import type { TokenStorage } from './storage/TokenStorage.js'
import type { Snapshot, User } from './tokens/user-claims.js'

/** What `createCognitoAuth()` takes. Keys that are not listed here are ignored, as at {@link CognitoAuthOptions}. */
export interface ApplicationOptions extends Omit<
  CognitoAuthOptions,
  'ResponseType' | 'AutoRefresh' | 'CleanUrl' | 'VerifySignature' | 'Storage' | 'StateStorage'
> {
  /** Where the tokens are kept; localStorage, or memory where that is blocked, unless given. */
  Storage?: TokenStorage | null | undefined
  /** Where a sign-in that was begun waits for its response; where the tokens are kept unless given. */
  StateStorage?: TokenStorage | null | undefined
  /** `verifySignatures` accepts no tokens before their signature has been verified, which takes the pool's keys. */
  VerifySignature?: SignatureVerifier | null | undefined
}

/** What happens to the session, here or in another tab. */
export interface ApplicationEvents<Custom extends object = object> {
  /** Somebody has signed in, here or in another tab, or is somebody else now. */
  signedIn: WithSession<Custom>
  /** The same user has new tokens. */
  refreshed: WithSession<Custom>
  /** Nobody is signed in any more. */
  signedOut: SessionEvents['signedOut']
  /** Something did not work that the session does not depend on: the storage did not take it, or warns. */
  warning: SessionEvents['warning']
}

interface WithSession<Custom extends object> {
  /** The session as it is now. */
  readonly session: Session<Custom>
}

/** What `getTokens()` gives. */
export interface Tokens {
  /** For APIs, in an `Authorization: Bearer` header. */
  readonly accessToken: string
  /** Undefined where `openid` is not among the scopes. */
  readonly idToken: string | undefined
  /** When the first of them ends, in seconds since 1970 by the clock of this device. */
  readonly expiresAt: number
}

/**
 * Signs people in and out through the hosted pages of an Amazon Cognito user pool, by the authorization code flow.
 * @typeParam Custom what the ID token says besides, such as `{ 'custom:plan': string }`
 */
export interface CognitoAuthClient<Custom extends object = object> {
  /**
   * Finishes the sign-in that the page's address answers, or restores the stored session, refreshing it if need be.
   * @returns null where nobody is signed in
   * @throws CognitoAuthError where the response is refused, or the refresh fails for now
   */
  readonly init: () => Promise<Session<Custom> | null>
  /**
   * Finishes the sign-in that `url` answers, and nothing else: for a route of its own, or an address that does not come
   * from the page (Electron, a deep link). `init()` does this for the page's address. Called again after `network`,
   * `timeout`, `server_error` or `jwks_unavailable`, it goes on with the same response, for five minutes.
   * @param url absolute or relative; the page's own unless given
   * @returns null where it holds no response, one that is not for this client, or one that nobody is signed in by
   *   (`prompt: 'none'`)
   * @throws CognitoAuthError where the response is refused
   */
  readonly handleCallback: (url?: string) => Promise<Session<Custom> | null>
  /**
   * Leaves the page for the hosted sign-in. Who comes back is signed in by `init()` and led to where they were.
   * @throws CognitoAuthError `invalid_configuration`, `storage_full`, `no_browser`, `redirect_loop`, and
   *   `storage_unavailable` where nothing would be left to finish the sign-in with
   */
  readonly signIn: (options?: RedirectOptions) => Promise<void>
  /**
   * The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour.
   * @throws CognitoAuthError `invalid_configuration`, `storage_full`, `crypto_unavailable`
   */
  readonly createSignInUrl: (options?: RedirectOptions) => Promise<string>
  /**
   * Leaves the page for the one where somebody who is signed in at managed login adds a passkey (Cognito developer guide,
   * "Managed login endpoints"); the classic hosted UI has none. It takes what a sign-in does and comes back like one, and
   * who comes back with nothing new finds the session as it was.
   * @throws CognitoAuthError as {@link signIn}
   */
  readonly addPasskey: (options?: RedirectOptions & { screen?: undefined }) => Promise<void>
  /**
   * Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot;
   * `Infinity` refreshes in any case.
   * @throws CognitoAuthError `login_required` where nobody is signed in, `session_expired` when the server ended the
   *   session, and otherwise what kept the refresh from succeeding; the session is then as it was
   */
  readonly getTokens: (options?: { minValidity?: number | undefined }) => Promise<Tokens>
  /**
   * Who is signed in, or can be again without a word: the claims of the ID token. Without `openid` there is none, and
   * `sub` and the name are all that is known. Null where nobody is, and where nothing is left but a refresh token, which
   * names nobody before it has been used: `init()` and `getTokens()` do that.
   */
  readonly getUser: () => User<Custom> | null
  /**
   * The same for a page that is drawn anew whenever it changes, with whether that is known yet: it is the same object
   * for as long as nothing does. Made for `useSyncExternalStore(auth.subscribe, auth.getSnapshot)`.
   */
  readonly getSnapshot: () => Snapshot<Custom>
  /**
   * Calls `listener` now and whenever what {@link getSnapshot} gives may be another.
   * @returns what ends that
   */
  readonly subscribe: (listener: (snapshot: Snapshot<Custom>) => void) => () => void
  /**
   * Calls `listener` whenever this happens, here or in another tab; with `MemoryStorage` no other tab is heard of.
   * What a listener throws goes to the console and to `window.onerror`.
   * @returns what takes the listener away again
   */
  readonly on: <Name extends keyof ApplicationEvents>(
    name: Name,
    listener: (event: ApplicationEvents<Custom>[Name]) => void,
  ) => () => void
  /**
   * Signs out: forgets the session, revokes its refresh token (RFC 7009) and leaves the page for the logout endpoint,
   * all in this turn. A revocation that fails changes nothing.
   * @returns fulfilled once the revocation is over
   * @throws CognitoAuthError `invalid_configuration`, and then nothing has happened; `no_browser` where there is no page to
   *   leave, and for `signIn` what {@link signIn} throws: the session is forgotten all the same
   */
  readonly signOut: (options?: SignOutOptions) => Promise<void>
}

const LOADING = Object.freeze({ status: 'loading', user: null })
const SIGNED_OUT = Object.freeze({ status: 'signedOut', user: null })

/**
 * The door of applications: the code flow, and what an application imports beside it.
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function createCognitoAuth<Custom extends object = object>(
  options: ApplicationOptions,
): CognitoAuthClient<Custom> {
  const config = readOptions(options, APPLICATION)
  const { collectsSecurityData, userPoolId = '', clientId } = config
  return doorOf(
    createEngine(config, {
      digest,
      verify: config.verify as SignatureVerifier | undefined,
      securityData: (username) =>
        collectsSecurityData ? userContextData(username, userPoolId, clientId) : undefined,
    }),
  )
}

/** What both doors have of an engine. */
export function doorOf<Custom extends object>(engine: Engine): CognitoAuthClient<Custom> {
  const { config, store, transactions } = engine
  /** Whether `init()` has come to an end. */
  let isReady = false
  /** What the last snapshot shows, and of which session. */
  let snapshot: Snapshot<Custom> = SIGNED_OUT
  let shown: Session | null = null

  /** @param isAsked see `answer()` */
  const handle = async (url: string | undefined, isAsked: boolean): Promise<Session | null> => {
    const loading = [store.items.load(), transactions.load()].filter((each) => each !== undefined)
    if (loading.length) await Promise.all(loading)
    try {
      const outcome = url === undefined ? undefined : answer(engine, url, { isAsked })
      return (await (outcome ?? (isAsked ? undefined : again(engine)))) ?? null
    } catch (error) {
      if (hasCode(error, 'login_required')) return null
      throw error
    }
  }

  const restore = async (): Promise<Session | null> => {
    let foreign: CognitoAuthError | undefined
    try {
      const answered = await handle(currentUrl(), false)
      if (answered) return answered
    } catch (error) {
      if (!isUnsolicited(error)) throw error
      foreign = error
    }
    try {
      const session = await valid(engine, 0)
      // An address that was opened before, or forged, keeps nobody out who is signed in.
      if (foreign) store.warn(foreign)
      return session
    } catch (error) {
      if (!hasCode(error, 'login_required', 'session_expired')) throw error
      if (foreign) throw foreign
      return null
    }
  }

  /** Shows from now on who is signed in. */
  const ready = () => {
    if (isReady) return
    isReady = true
    store.touch()
  }

  const door: CognitoAuthClient = {
    async init() {
      // Before this nobody could listen.
      if (config.warning && !isReady) store.warn(config.warning)
      try {
        return await restore()
      } finally {
        ready()
      }
    },

    async handleCallback(url) {
      const session = await handle(url ?? currentUrl(), url !== undefined)
      if (session) ready()
      return session
    },

    async signIn(options = {}) {
      const read = readSignIn(options, 'signIn()', ['popup']) as RedirectOptions
      await leave(engine, begin(engine, returning(engine, read)))
    },

    async createSignInUrl(options = {}) {
      const read = readSignIn(options, 'createSignInUrl()', ['popup']) as RedirectOptions
      const url = await urlOf(engine, begin(engine, returning(engine, read)))
      await transactions.written()
      return url
    },

    async addPasskey(options = {}) {
      const read = readSignIn(options, 'addPasskey()', ['popup', 'screen']) as RedirectOptions
      await leave(engine, begin(engine, returning(engine, read), 'addPasskey'))
    },

    async getTokens(options) {
      const { accessToken, idToken, expiresAt } = await valid(engine, readValidity(options))
      return { accessToken, idToken, expiresAt }
    },

    getUser() {
      store.read()
      return store.known()?.user ?? null
    },

    getSnapshot() {
      if (!isReady) return LOADING
      const session = store.known()
      if (session !== shown) {
        shown = session
        snapshot = session ? { status: 'signedIn', user: session.user as User<Custom> } : SIGNED_OUT
      }
      return snapshot
    },

    subscribe(listener) {
      const tell = () => {
        listener(door.getSnapshot())
      }
      // One that throws at once is not called again.
      tell()
      return store.on('changed', tell, engine.hearer)
    },

    on(name, listener) {
      const tellsWho = name === 'signedIn' || name === 'signedOut'
      return store.on(name, listener, tellsWho ? engine.hearer : undefined)
    },

    async signOut(options = {}) {
      await signOut(engine, readSignOut(options, config))
    },
  }
  return Object.freeze(withEngine(door, engine)) as CognitoAuthClient<Custom>
}
