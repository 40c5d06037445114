import { CognitoAuth, type Tokens } from './CognitoAuth.js'
import { refuse } from './check.js'
import type { Session } from './engine/session.js'
import { APPLICATION, type CognitoAuthOptions, readOptions } from './options.js'
import type { CognitoAuthSession } from './session/CognitoAuthSession.js'
import type { CognitoAuthEvents } from './session/session-events.js'
import { usernameOf } from './session/TokenCache.js'
import { type Snapshot, type User, userOf } from './session/user.js'
import type { RedirectOptions, SignOutOptions } from './sign-in-options.js'
import type { verifySignatures } from './signatures.js'
import type { TokenStorage } from './storage/TokenStorage.js'

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
  VerifySignature?: typeof verifySignatures | null | undefined
}

/** What happens to the session, here or in another tab. */
export interface ApplicationEvents<Custom extends object = object> {
  /** Somebody has signed in, here or in another tab, or is somebody else now. */
  signedIn: { readonly session: Session<Custom> }
  /** The same user has new tokens. */
  refreshed: { readonly session: Session<Custom> }
  /** Nobody is signed in any more. */
  signedOut: CognitoAuthEvents['signedOut']
  /** Something did not work that the session does not depend on: the storage did not take it, or warns. */
  warning: CognitoAuthEvents['warning']
}

/** Signs people in and out through the hosted pages of an Amazon Cognito user pool, by the authorization code flow. */
export interface CognitoAuthClient<Custom extends object = object> {
  init(): Promise<Session<Custom> | null>
  handleCallback(url?: string): Promise<Session<Custom> | null>
  signIn(options?: RedirectOptions): Promise<void>
  createSignInUrl(options?: RedirectOptions): Promise<string>
  addPasskey(options?: RedirectOptions & { screen?: undefined }): Promise<void>
  getTokens(options?: { minValidity?: number | undefined }): Promise<Tokens>
  getUser(): User<Custom> | null
  getSnapshot(): Snapshot<Custom>
  subscribe(listener: (snapshot: Snapshot<Custom>) => void): () => void
  on<Name extends keyof ApplicationEvents>(
    name: Name,
    listener: (event: ApplicationEvents<Custom>[Name]) => void,
  ): () => void
  signOut(options?: SignOutOptions): Promise<void>
}

const classes = new WeakMap<object, CognitoAuth>()

export const classOf = (auth: object): CognitoAuth =>
  classes.get(auth) ?? refuse('This takes what createCognitoAuth() gives: write auth.')

export function createCognitoAuth<Custom extends object = object>(
  options: ApplicationOptions,
): CognitoAuthClient<Custom> {
  const { VerifySignature, ...others } = options
  const given = others as CognitoAuthOptions
  readOptions(options, APPLICATION)
  const auth = new CognitoAuth<Custom>({
    ...given,
    ResponseType: 'code',
    VerifySignature: VerifySignature ? 'always' : undefined,
  })
  const door: CognitoAuthClient<Custom> = {
    init: async () => sessionOf(await auth.init()),
    handleCallback: async (url) => sessionOf(await auth.handleCallback(url)),
    signIn: async (options) => {
      await auth.signIn(options)
    },
    createSignInUrl: async (options) => auth.createSignInUrl(options),
    addPasskey: (options) => auth.addPasskey(options),
    getTokens: (options) => auth.getTokens(options),
    getUser: () => auth.getUser(),
    getSnapshot: auth.getSnapshot,
    subscribe: auth.subscribe,
    on: (name, listener) =>
      auth.on(name, (event: object) => {
        const { session } = event as { session?: CognitoAuthSession }
        listener((session ? { session: sessionOf(session) } : event) as never)
      }),
    signOut: (options) => auth.signOut(options),
  }
  classes.set(door, auth as CognitoAuth)
  return door
}

export function sessionOf<Custom extends object>(session: CognitoAuthSession): Session<Custom>
export function sessionOf<Custom extends object>(session: CognitoAuthSession | null): Session<Custom> | null
export function sessionOf<Custom extends object>(session: CognitoAuthSession | null): Session<Custom> | null {
  if (!session) return null
  const { accessToken, idToken, refreshToken, tokenScopes, clockDrift, appState } = session
  return Object.freeze({
    username: usernameOf(session) ?? '',
    user: userOf(session) as User<Custom>,
    accessToken: accessToken.getJwtToken(),
    idToken: idToken.getJwtToken() || undefined,
    refreshToken: refreshToken.getToken() || undefined,
    scopes: tokenScopes.getScopes(),
    expiresAt: session.expiresAt() + clockDrift,
    clockDrift,
    accessClaims: accessToken.payload,
    idClaims: idToken.getJwtToken() ? idToken.payload : undefined,
    appState,
  })
}
