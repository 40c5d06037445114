import { createEngine, type Engine, withEngine } from '../engine/engine.js'
import { accept } from '../engine/accept.js'
import { type Foreknown, lasts, makeSession, type Outcome, received, required } from '../engine/session.js'
import { begin, covers, finish, leaveFor, urlOf } from '../engine/sign-in.js'
import { navigate } from '../browser.js'
import { isText, refuse } from '../check.js'
import { awaited } from '../engine/awaiting.js'
import { refresh } from '../engine/refresh.js'
import { type CognitoAuthClient, doorOf } from '../createCognitoAuth.js'
import { CognitoAuthError } from '../errors.js'
import { readParameters } from '../oauth/callback.js'
import { digest } from '../oauth/pkce.js'
import { sha256 } from '../oauth/sha256.js'
import { readTokenResponse } from '../oauth/token-client.js'
import type { Config } from '../options.js'
import type { SignInOptions } from '../sign-in-options.js'
import { verifySignatures } from '../tokens/jwks.js'
import { CognitoAuthSession } from './CognitoAuthSession.js'
import { CognitoTokenScopes } from './CognitoTokenScopes.js'
import { afterVerifying, hashNow, onProbation } from './implicit.js'
import { Hearing, type UserHandler } from './user-handler.js'

/** What an object of the class stands in front of. */
export interface Inner {
  readonly engine: Engine
  /** The methods that it has in common with the door of applications. */
  readonly door: CognitoAuthClient
  readonly hearing: Hearing
  /** What there is while nobody is signed in. */
  readonly nobody: CognitoAuthSession
  /** What hears how the callback methods end. */
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

const INNER = Symbol('inner')

/** It is found under a name that no program knows, and through what stands in front of the object (a reactive proxy). */
export function innerOf(auth: object): Inner {
  const inner = (auth as { [INNER]?: Inner } | undefined)?.[INNER]
  return inner ?? refuse('This method was taken off its object: call it on what new CognitoAuth() gave.')
}

/** @param read the options; programs change them at any time, by the fields of the object */
export function fitOut(auth: Fields, read: Config): Engine {
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
    digest: (globalThis.crypto as Partial<Crypto> | undefined)?.subtle ? digest : hashLater,
    digestNow: hash,
    verify: config.verify && verifySignatures,
    tokens: (...response) => afterVerifying(engine)(...response),
    securityData: () => auth.getUserContextData(),
  })
  const nobody = new CognitoAuthSession({ TokenScopes: new CognitoTokenScopes(config.scopes) })
  const hearing = new Hearing(() => auth.userhandler)
  const value: Inner = Object.freeze({ engine, door: doorOf(engine), hearing, nobody, heard: {} })
  Object.defineProperty(withEngine(auth, engine), INNER, { value })
  return engine
}

/** What there is while nobody is signed in: null once somebody signed out. */
export function nobodyAt(auth: object): CognitoAuthSession | null {
  const { engine, nobody } = innerOf(auth)
  return engine.store.isLeft() ? null : nobody
}

const hash = (text: string) => sha256(new TextEncoder().encode(text))

/** By a promise, as WebCrypto gives it. */
const hashLater = (text: string) => Promise.resolve(hash(text))

/** Begins a sign-in, whose URL is there in this turn. */
export function beginNow(engine: Engine, options: SignInOptions): string {
  return urlOf(engine, begin(engine, options)) as string
}

/** Tells the session: one at hand in this turn, or what comes of a refresh; otherwise leaves the page for a sign-in. */
export function tellSession(auth: { getFQDNSignIn(): string }): void {
  const { engine, hearing } = innerOf(auth)
  const { store } = engine
  hearing.tellLater(() => {
    const arriving = store.arriving()
    if (arriving) return arriving
    const waiting = awaited(engine)
    if (waiting) {
      void waiting.then(() => {
        tellSession(auth)
      })
      return undefined
    }
    const session = store.read()
    store.requireSameUser(engine.hearer)
    const canRefresh = session?.refreshToken !== undefined && covers(engine, session)
    if (lasts(session)) return session
    if (canRefresh) return refresh(engine, required(session))
    leaveFor(engine, auth.getFQDNSignIn())
    return undefined
  })
}

/** Tells what comes of a refresh with this token, whosever it is. */
export function tellRefreshed({ engine, hearing }: Inner, refreshToken: string): void {
  const { store, config } = engine
  hearing.tellLater(() => {
    if (!isText(refreshToken) || !refreshToken) {
      throw new CognitoAuthError(
        'login_required',
        'There is no refresh token to refresh with, as always in the implicit flow: call signIn() or getSession().',
      )
    }
    const name = store.user()
    const known = [name === undefined ? null : store.items.read(name), store.current()]
    const session = known.find((each) => each?.refreshToken === refreshToken)
    const { scopes } = config
    const unknown = { username: '', accessToken: '', refreshToken, scopes, clockDrift: 0 }
    return refresh(engine, session ?? makeSession(unknown, []))
  })
}

/** Has tokens in a redirect make a session in this turn, unless their signatures are to be verified first. */
export function taking({ engine }: Inner, fail: (error: CognitoAuthError) => void): Engine['tokens'] {
  return engine.verify ? engine.tokens : onProbation(engine, fail)
}

/** Goes on with the parameters that a program has taken out of a response itself. */
export function step(inner: Inner, map: ReadonlyMap<string, string>): void {
  inner.hearing.tell((fail) => {
    const response = readParameters(map)
    return response && finish(inner.engine, response, taking(inner, fail))
  })
}

/** Takes what a program got from the token endpoint itself, in this turn unless signatures are to be verified. */
export function take(
  engine: Engine,
  jsonData: string,
  known: (tokens: ReturnType<typeof readTokenResponse>) => [typeof tokens, Foreknown],
): Outcome {
  const { config, store } = engine
  const [tokens, foreknown] = known(readTokenResponse({ status: 200, text: jsonData }))
  const left = () => (foreknown.before ? undefined : store.left())
  if (engine.verify) return accept(engine, tokens, foreknown, store.watchSignOut(), left)
  const session = received(config, tokens, foreknown, hashNow(tokens.accessToken))
  store.write(session, engine.hearer, left())
  return session
}
