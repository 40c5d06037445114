import { expect } from 'vitest'
import {
  type ApplicationOptions,
  asyncStorage,
  type AsyncTokenStorage,
  CognitoAccessToken,
  CognitoAuth,
  type CognitoAuthClient,
  CognitoAuthError,
  type CognitoAuthEvents,
  type CognitoAuthOptions,
  CognitoAuthSession,
  CognitoIdToken,
  CognitoRefreshToken,
  CognitoTokenScopes,
  createCognitoAuth,
  fetchWithToken,
  type PopupOptions,
  type RedirectOptions,
  type Session,
  signInWithPopup,
  type SignInOptions,
  startAutoRefresh,
  type TokenStorage,
  type UserHandler,
  verifySignatures,
} from '../../src/index.js'

/*
 * The two doors of the library as one table, so that a test stands there once. What the tests ask of an application at
 * the door of createCognitoAuth() has the name that it has at the class, and comes from the public interface alone.
 */

/** The doors: tests that run at both are one entry each in a table of these. */
export const DOORS = ['CognitoAuth', 'createCognitoAuth'] as const
export type Door = (typeof DOORS)[number]

/** Whether a door says of somebody that they are signed in whose tokens are over, but can be refreshed. */
export const COUNTS_WHO_CAN_RETURN = {
  CognitoAuth: false,
  createCognitoAuth: true,
} as const satisfies Record<Door, boolean>

type OfBoth =
  | 'init'
  | 'handleCallback'
  | 'addPasskey'
  | 'getTokens'
  | 'getUser'
  | 'getSnapshot'
  | 'subscribe'
  | 'on'
  | 'fetch'
  | 'signOut'
  | 'isUserSignedIn'
  | 'parseCognitoWebResponse'
  | 'refreshSession'
  | 'getSession'

/** What a test may ask of an application, whichever door it uses. */
export interface Auth extends Pick<CognitoAuth, OfBoth> {
  /** Begins a sign-in: a string at once from the class, and a promise of one at the other door. */
  getFQDNSignIn(): string | Promise<string>
  createSignInUrl(options?: RedirectOptions): string | Promise<string>
  signIn(options?: SignInOptions): Promise<CognitoAuthSession | undefined>
  userhandler: UserHandler
}

/** The name of who is signed in. */
export function nameOf(auth: Auth): string | undefined {
  return auth instanceof CognitoAuth ? auth.getUsername() : auth.getUser()?.['cognito:username']
}

/** Makes an application at a door, with the options of the class. */
export function openDoor(door: Door, options: CognitoAuthOptions): Auth {
  return door === 'CognitoAuth' ? new CognitoAuth(options) : new AtCreateCognitoAuth(options)
}

/** An application at the door of createCognitoAuth(). */
class AtCreateCognitoAuth implements Auth {
  userhandler: UserHandler = { onSuccess: () => undefined, onFailure: () => undefined }
  private readonly _client: CognitoAuthClient

  constructor({ VerifySignature, AutoRefresh, ResponseType, Storage, ...options }: CognitoAuthOptions) {
    expect(ResponseType).toBe('code')
    const open = (changes: Pick<ApplicationOptions, 'Storage'>) =>
      createCognitoAuth({
        ...(options as Omit<ApplicationOptions, 'VerifySignature'>),
        VerifySignature: VerifySignature === 'always' ? verifySignatures : undefined,
        ...changes,
      })
    try {
      this._client = open({ Storage: Storage as TokenStorage | null | undefined })
    } catch (error) {
      // An application does as it is told.
      if (!(error as CognitoAuthError).message.includes('write Storage: asyncStorage(store)')) throw error
      this._client = open({ Storage: asyncStorage(Storage as AsyncTokenStorage) })
    }
    if (AutoRefresh) startAutoRefresh(this._client)
  }

  async init(): Promise<CognitoAuthSession | null> {
    return seen(await this._client.init())
  }

  async handleCallback(url?: string): Promise<CognitoAuthSession | null> {
    return seen(await this._client.handleCallback(url))
  }

  /** The promise, whose outcome the handler is told. */
  parseCognitoWebResponse(url: string): boolean {
    this._tell(this.handleCallback(url))
    return true
  }

  /** A refresh in any case, with the refresh token that is stored. */
  refreshSession(): void {
    const refreshed = async () => {
      const { accessToken } = await this._client.getTokens({ minValidity: Infinity })
      const session = await this._client.init()
      expect(session?.accessToken).toBe(accessToken)
      return seen(session)
    }
    this._tell(refreshed())
  }

  /** What an application writes for it: the session, refreshed where it is over, or a sign-in where nobody is known. */
  getSession(): void {
    const isKnown = this._client.getUser() !== null
    const session = async () => {
      try {
        await this._client.getTokens()
        return seen(await this._client.init())
      } catch (error) {
        if (isKnown || (error as CognitoAuthError).code !== 'login_required') throw error
        await this._client.signIn()
        return null
      }
    }
    this._tell(session())
  }

  async signIn(options: SignInOptions = {}): Promise<CognitoAuthSession | undefined> {
    if (isPopup(options)) return seen(await signInWithPopup(this._client, options))
    await this._client.signIn(options)
    return undefined
  }

  /** As the class does, it leaves people where they come back to. */
  getFQDNSignIn = () => this._client.createSignInUrl({ returnTo: null })
  createSignInUrl = (options?: RedirectOptions) => this._client.createSignInUrl(options)
  addPasskey: Auth['addPasskey'] = (options) => this._client.addPasskey(options)
  getTokens: Auth['getTokens'] = (options) => this._client.getTokens(options)
  getUser = () => this._client.getUser()
  /** Whether it is known who it is: {@link COUNTS_WHO_CAN_RETURN}. */
  isUserSignedIn = () => Boolean(this._client.getUser()?.sub)
  getSnapshot = () => this._client.getSnapshot()
  subscribe: Auth['subscribe'] = (listener) => this._client.subscribe(listener)
  fetch: Auth['fetch'] = (input, init) => fetchWithToken(this._client, input, init)
  signOut: Auth['signOut'] = (options) => this._client.signOut(options)

  on<Name extends keyof CognitoAuthEvents>(
    name: Name,
    listener: (event: CognitoAuthEvents[Name]) => void,
  ): () => void {
    return this._client.on(name, (event: object) => {
      listener(('session' in event ? { session: seen(event.session as Session) } : event) as never)
    })
  }

  private _tell(outcome: Promise<CognitoAuthSession | null>): void {
    const { userhandler } = this
    outcome.then(
      (session) => {
        if (session) userhandler.onSuccess(session)
      },
      (error: unknown) => {
        expect(error).toBeInstanceOf(CognitoAuthError)
        userhandler.onFailure((error as CognitoAuthError).message, error as CognitoAuthError)
      },
    )
  }
}

/** What an object only inherits asks for nothing, nor does what is no object. */
function isPopup(options: SignInOptions | null): options is PopupOptions {
  return options !== null && Object.hasOwn(options, 'popup') && options.popup === true
}

const views = new WeakMap<Session, CognitoAuthSession>()

/** A session in the form that it has at the class; what it says beside its tokens must be what they say. */
function seen(session: Session): CognitoAuthSession
function seen(session: Session | null): CognitoAuthSession | null
function seen(session: Session | null): CognitoAuthSession | null {
  if (!session) return null
  const known = views.get(session)
  if (known) return known
  const { accessToken, idToken, refreshToken, scopes, clockDrift, appState } = session
  const view = new CognitoAuthSession({
    AccessToken: new CognitoAccessToken(accessToken),
    IdToken: new CognitoIdToken(idToken),
    RefreshToken: new CognitoRefreshToken(refreshToken),
    TokenScopes: new CognitoTokenScopes([...scopes]),
    State: typeof appState === 'string' ? appState : null,
    AppState: appState,
    ClockDrift: clockDrift,
  })
  views.set(session, view)
  const { sub, username } = view.getAccessToken().payload
  const { email, phone_number: phone, preferred_username: preferred } = view.getIdToken().payload
  expect(Object.isFrozen(session)).toBe(true)
  for (const value of [session, session.user, session.accessClaims])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
  // amazon-cognito-identity-js may have stored it under the alias that was typed in.
  const names = [username, sub, email, phone, preferred].filter((name) => typeof name === 'string')
  expect(names.map((name) => name.toLowerCase())).toContain(session.username.toLowerCase())
  expect(session).toMatchObject({
    accessClaims: view.getAccessToken().payload,
    idClaims: idToken && view.getIdToken().payload,
    expiresAt: view.expiresAt() + clockDrift,
    user: { sub },
  })
  return view
}
