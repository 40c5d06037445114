import { navigate } from '../browser.js'
import { isText } from '../check.js'
import { type CognitoAuthClient, doorOf } from '../createCognitoAuth.js'
import { accept } from '../engine/accept.js'
import { awaited } from '../engine/awaiting.js'
import { createEngine, type Engine, engineOf, withEngine } from '../engine/engine.js'
import { completed, refresh } from '../engine/refresh.js'
import { type Foreknown, lasts, makeSession, type Session } from '../engine/session.js'
import { begin, covers, finish, leaveFor, urlOf } from '../engine/sign-in.js'
import { CognitoAuthError } from '../errors.js'
import { readParameters } from '../oauth/callback.js'
import { digest } from '../oauth/pkce.js'
import { readTokenResponse, type TokenResponse } from '../oauth/token-client.js'
import type { Config } from '../options.js'
import type { SignInOptions } from '../sign-in-options.js'
import { verifySignatures } from '../tokens/jwks.js'
import { CognitoAuthSession } from './CognitoAuthSession.js'
import { CognitoTokenScopes } from './CognitoTokenScopes.js'
import { afterVerifying, hashNow, onProbation, receivedNow } from './implicit.js'
import { type Tell, telling, type UserHandler } from './user-handler.js'
import { viewOf } from './views.js'

/** What an object of the class stands in front of. */
export interface Inner extends Engine {
  /** The methods that it has in common with the door of applications. */
  readonly door: CognitoAuthClient
  /** Tells the handler how a call ends. */
  readonly tell: Tell
  readonly heard: { handler?: UserHandler }
}

/** The fields that programs read and write at any time, and where the engine reads them. */
const FIELDS = {
  IdentityProvider: 'identityProvider',
  TokenScopesArray: 'scopes',
  RedirectUriSignIn: 'redirectUriSignIn',
  RedirectUriSignOut: 'redirectUriSignOut',
  responseType: 'responseType',
} as const

/** What is read of an object of the class at every use. */
interface Fields {
  launchUri: (url: string) => unknown
  readonly userhandler: Partial<UserHandler> | undefined
  getUserContextData(): string | undefined
}

export const innerOf = engineOf as (auth: object) => Inner

/** @param read the options; programs change them at any time, by the fields of the object */
export function fitOut(auth: Fields, read: Config): Inner {
  const config = { ...read }
  // They stand on the object as fields do, and are read there at every use.
  for (const [field, name] of Object.entries(FIELDS)) {
    Object.assign(auth, { [field]: config[name] })
    Object.defineProperty(config, name, { get: () => Reflect.get(auth, field) as unknown })
  }
  auth.launchUri = config.launchUri ?? navigate
  Object.defineProperty(config, 'launchUri', {
    get: () => (auth.launchUri === navigate ? undefined : (url: string) => auth.launchUri(url)),
  })
  const engine: Engine = createEngine(config, {
    digest: (text) => digest(text).catch(() => hashNow(text)),
    digestNow: hashNow,
    verify: config.verify && verifySignatures,
    tokens: (...response) => afterVerifying(engine, ...response),
    securityData: () => auth.getUserContextData(),
  })
  const inner = { ...engine, door: doorOf(engine), tell: telling(() => auth.userhandler), heard: {} }
  withEngine(auth, inner)
  return inner
}

/** What programs hold of a session. Nobody's is empty, and null once somebody signed out. */
export function shown({ store, config }: Engine, session: Session | null): CognitoAuthSession | null {
  if (session) return viewOf(session)
  return store.isLeft() ? null : nobody(config)
}

/** What there is while nobody is signed in. */
export function nobody({ scopes }: Config): CognitoAuthSession {
  return new CognitoAuthSession({ TokenScopes: new CognitoTokenScopes(scopes) })
}

/** Begins a sign-in, whose URL is there in this turn. */
export function beginNow(engine: Engine, options: SignInOptions): string {
  return urlOf(engine, begin(engine, options)) as string
}

/** Tells the session: one at hand in this turn, or what comes of a refresh; otherwise leaves the page for a sign-in. */
export function tellSession(auth: { getFQDNSignIn(): string }): void {
  const inner = innerOf(auth)
  const { store, tell, hearer } = inner
  tell(() => {
    const arriving = store.arriving()
    if (arriving) return arriving
    const waiting = awaited(inner)
    if (waiting) {
      void waiting.then(() => {
        tellSession(auth)
      })
      return undefined
    }
    const session = store.read()
    store.requireSameUser(hearer)
    const renewable = session?.refreshToken !== undefined && covers(inner, session) ? session : null
    if (lasts(session)) return session
    if (renewable) return refresh(inner, renewable)
    leaveFor(inner, auth.getFQDNSignIn())
    return undefined
  }, true)
}

/** Tells what comes of a refresh with this token, whosever it is. */
export function tellRefreshed(inner: Inner, refreshToken: string): void {
  inner.tell(() => {
    if (!isText(refreshToken) || !refreshToken)
      throw new CognitoAuthError(
        'login_required',
        'There is no refresh token: call signIn() or getSession().',
      )
    const session = inner.store.read()
    return refresh(inner, session?.refreshToken === refreshToken ? session : unknown(inner, refreshToken))
  }, true)
}

/** A session of which nothing but its refresh token is known. */
function unknown({ config: { scopes } }: Engine, refreshToken?: string): Session {
  return makeSession({ username: '', accessToken: '', refreshToken, scopes, clockDrift: 0 }, [])
}

/** Has tokens in a redirect make a session in this turn, unless their signatures are to be verified first. */
export function taking(engine: Engine, fail: (error: unknown) => void): Engine['tokens'] {
  return engine.verify ? engine.tokens : onProbation(engine, fail)
}

/** Goes on with the parameters that a program has taken out of a response itself. */
export function step(inner: Inner, map: ReadonlyMap<string, string>): void {
  inner.tell((fail) => {
    const response = readParameters(map)
    return response && finish(inner, response, taking(inner, fail))
  })
}

/** Takes what a program got from the token endpoint itself, in this turn unless signatures are to be verified. */
export function take(inner: Inner, jsonData: string, isRefresh: boolean): void {
  const { config, store, hearer, tell } = inner
  tell(() => {
    const answer = readTokenResponse({ status: 200, text: jsonData })
    const [tokens, foreknown]: [TokenResponse, Foreknown] = isRefresh
      ? completed(answer, store.read() ?? unknown(inner), store.user())
      : [answer, { scopes: config.scopes }]
    const left = () => (isRefresh ? undefined : store.left())
    if (inner.verify) return accept(inner, tokens, foreknown, store.watchSignOut(), left)
    const session = receivedNow(inner, tokens, foreknown)
    store.write(session, hearer, left())
    return session
  })
}
