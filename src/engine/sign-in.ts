import { currentUrl, isFramed, navigate, replaceCurrentUrl } from '../browser.js'
import { CognitoAuthError, hasCode, overtaken } from '../errors.js'
import { type HostedPage, hostedUrl } from '../oauth/authorize-url.js'
import { base64url } from '../oauth/base64url.js'
import {
  type AuthorizationResponse,
  readCallback,
  refusalOf,
  requireIssuer,
  withoutResponse,
} from '../oauth/callback.js'
import { randomToken } from '../oauth/pkce.js'
import { sameOriginUrl } from '../oauth/return-to.js'
import { requireBearer } from '../oauth/token-client.js'
import type { RedirectOptions, SignInOptions } from '../sign-in-options.js'
import { traitsOf } from '../storage/TokenStorage.js'
import { accept } from './accept.js'
import { answered } from './awaiting.js'
import type { Engine } from './engine.js'
import { handOver } from './hand-over.js'
import { pause } from './lock.js'
import { exchangeOnce, isGoodCodeAfter } from './persist.js'
import { bringBack, leadTo, noteReturn, requireNoLoop } from './returns.js'
import { type Foreknown, isSomebody, type Outcome, required, type Session } from './session.js'
import type { Unfinished } from './under-way.js'
import { isUnsolicited, POPUP, type Transaction, unanswerable } from './transactions.js'
import { awaits, isFor } from './whose.js'

/** How long a window stays at most that has been told to close itself, in milliseconds. */
const AFTERGLOW = 1000

/** How long a code is good (Cognito developer guide, "Token endpoint"), in milliseconds. */
const CODE_LIFETIME = 5 * 60 * 1000

/** A sign-in that was begun. */
export interface Begun {
  readonly state: string
  /** What its challenge is made of (RFC 7636, section 4.2); undefined where it has none. */
  readonly verifier: string | undefined
  /** Where it goes on, given the SHA-256 of the verifier. */
  readonly url: (hash?: Uint8Array) => string
}

/**
 * Begins a sign-in.
 * @param options as they were read
 * @param at the page that it begins on, whatever the options say
 * @throws CognitoAuthError `invalid_configuration`, `storage_full`
 */
export function begin(
  { config, store, transactions, securityData }: Engine,
  { scopes, redirectUri, appState, returnTo, ...options }: SignInOptions,
  at?: HostedPage,
  state = randomToken(),
): Begun {
  const { idpIdentifier, identityProvider = idpIdentifier ? '' : config.identityProvider } = options
  // Cognito's sign-out hands on to the sign-in page what no request can do without, and nothing else.
  const isSignOut = at === 'signOut'
  const { clientId, responseType } = config
  const page = currentUrl()
  const transaction: Transaction = {
    createdAt: Date.now(),
    responseType,
    redirectUri: redirectUri ?? config.redirectUriSignIn,
    scopes: scopes ?? config.scopes,
    nonce: randomToken(),
    codeVerifier: randomToken(),
    appState,
    returnTo: page && sameOriginUrl(returnTo, page),
    ...(isSignOut && { isUnchallenged: true }),
  }
  transactions.begin(state, transaction)
  return {
    state,
    verifier: responseType === 'code' && !isSignOut ? transaction.codeVerifier : undefined,
    url: (hash) =>
      // In the order of amazon-cognito-auth-js, which programs compare; what it did not have comes behind that.
      hostedUrl(config.origin, at ?? options.screen ?? 'signIn', {
        redirect_uri: transaction.redirectUri,
        response_type: responseType,
        client_id: clientId,
        state,
        // Left out, it means every scope of the app client.
        scope: transaction.scopes.join(' '),
        // Programs of amazon-cognito-auth-js set a list of them.
        identity_provider: isSignOut ? '' : [identityProvider].flat().join(),
        userContextData: isSignOut ? '' : securityData(store.user() ?? ''),
        nonce: transaction.nonce,
        code_challenge_method: hash && 'S256',
        code_challenge: hash && base64url(hash),
        idp_identifier: idpIdentifier,
        login_hint: options.loginHint,
        lang: options.lang,
        prompt: [options.prompt ?? []].flat().join(' '),
        resource: options.resource,
      }),
  }
}

/** The URL of a sign-in that was begun: in this turn where the door can. */
export function urlOf({ digest, digestNow }: Engine, { verifier, url }: Begun): string | Promise<string> {
  if (verifier === undefined) return url()
  return digestNow ? url(digestNow(verifier)) : digest(verifier).then(url)
}

/** Has somebody come back to where they are, unless they would lose a session in memory by that. */
export function returning({ config }: Engine, options: RedirectOptions): RedirectOptions {
  const page = currentUrl()
  const stays = !page || traitsOf(config.storage).forState === 'sessionStorage'
  return stays || options.returnTo !== undefined ? options : { ...options, returnTo: withoutResponse(page) }
}

/**
 * Leaves the page for a sign-in that was begun, once that could be finished.
 * @throws CognitoAuthError `login_required` where somebody has signed out meanwhile, and as `leaveFor()`
 */
export async function leave(engine: Engine, begun: Begun): Promise<void> {
  const { transactions } = engine
  let url = urlOf(engine, begun)
  if (typeof url !== 'string') url = await url
  const written = transactions.written()
  if (written) await written
  if (!transactions.find(begun.state)) throw overtaken()
  await leaveFor(engine, url)
}

/**
 * Leaves the page for the sign-in at `url`.
 * @throws CognitoAuthError `redirect_loop`; `no_browser` where that would end in an empty frame; `storage_unavailable`
 *   where nothing would be left to finish the sign-in with
 */
export function leaveFor({ config, transactions }: Engine, url: string): unknown {
  requireNoLoop(config)
  const { launchUri } = config
  if (launchUri) return launchUri(url)
  if (isFramed()) {
    throw new CognitoAuthError(
      'no_browser',
      'The hosted pages refuse to be shown in a frame: sign in with a popup, or pass LaunchUri to open their URL.',
    )
  }
  if (currentUrl() !== undefined) transactions.requireLasting()
  navigate(url)
  return undefined
}

/** How a response is looked for. */
export interface Look {
  /** Whether a program asked about this very URL: it waits to hear of a response that answers nothing, too. */
  readonly isAsked: boolean
  /** Whether the address shall be clean before anything else happens; true unless given. */
  readonly clean?: boolean
  /** What becomes of tokens in it, if not what the engine says. */
  readonly tokens?: Engine['tokens']
}

/** The outcome of the response in `url`; undefined where there is none for us. */
export function answer(engine: Engine, url: string, look: Look): Outcome | undefined {
  const isOurs = isFor(engine, url, look.isAsked)
  let outcome: Outcome | undefined
  try {
    if (isOurs) outcome = responseIn(engine, url, look)
    return outcome
  } finally {
    answered(engine.store, isOurs ? url : undefined, outcome)
  }
}

function responseIn(
  engine: Engine,
  url: string,
  { isAsked, clean = true, tokens }: Look,
): Outcome | undefined {
  const { store, transactions } = engine
  let response: AuthorizationResponse | undefined
  try {
    response = readCallback(url, (state) => transactions.find(state) !== undefined)
  } finally {
    if (clean) replaceCurrentUrl(url, withoutResponse)
  }
  if (!response) return undefined
  const { state = '' } = response
  // Cognito's own errors may have no state; one that nobody waits for says nothing to somebody who is signed in.
  const isTold = isAsked || awaits(engine, state) || (!state && !isSomebody(store.read()))
  if (response.type === 'error' && !isTold) throw unanswerable(transactions.isWaiting(), state)
  return state.startsWith(POPUP) ? leaveToOpener(engine, url, response) : finish(engine, response, tokens)
}

/**
 * Leaves the response in `url` to the page that opened this window for it. Where that is gone, it is this page's.
 * @throws CognitoAuthError `no_transaction` for one that nobody here waits for: somebody who is signed in is not kept waiting
 */
function leaveToOpener(engine: Engine, url: string, response: AuthorizationResponse): Promise<Session> {
  const { store, transactions } = engine
  const { arrivals } = store.underWay
  const { state = '' } = response
  const handedOver = handOver(url, state)
  if (!awaits(engine, state) && store.items.isAtHand() && isSomebody(store.read()))
    throw unanswerable(transactions.isWaiting(), state)
  const session = handedOver.then(async (isTaken) => {
    arrivals.delete(state)
    if (!isTaken) return finish(engine, response)
    // A window that may not close itself shows what the other page makes of the response.
    await pause(AFTERGLOW)
    return required(store.read())
  })
  arrivals.set(state, session)
  return session
}

/** The response that could not be finished for now, once more; undefined where there is none. */
export function again(engine: Engine): Outcome | undefined {
  const { unfinished } = engine.store.underWay
  return unfinished?.isGood() ? finish(engine, unfinished.response) : undefined
}

/**
 * The evidence is consumed first, everything is checked next, and only then is anything stored. A response that is
 * being handled already, whoever passed it, has one outcome.
 */
export function finish(engine: Engine, response: AuthorizationResponse, tokens = engine.tokens): Outcome {
  const { config, store, transactions } = engine
  const { arrivals, unfinished } = store.underWay
  const handled = arrivals.get(response.state ?? '')
  if (handled) return handled instanceof Promise ? store.unlessOver(handled) : handled
  const isRepeated = unfinished?.isGood() && JSON.stringify(unfinished.response) === JSON.stringify(response)
  const repeated = isRepeated ? unfinished : undefined
  if (repeated) store.underWay.unfinished = undefined
  const isSameUser = store.watchUser()
  const until = Date.now() + CODE_LIFETIME
  const isGood = repeated?.isGood ?? (() => Date.now() <= until && isSameUser())
  // What the sign-in was to bring back is not lost with it.
  const begun = repeated ? repeated.transaction : transactions.find(response.state)
  const failed = (error: unknown) => {
    note(engine, response, false)
    bringBack(begun, error)
  }
  try {
    const transaction = repeated ? begun : take(engine, response)
    requireIssuer(response, config.issuers)
    if (response.type === 'error') throw refusalOf(response)
    const outcome = sessionOf(engine, response, { response, transaction, isGood }, tokens)
    if (outcome instanceof Promise) outcome.catch(failed)
    return outcome
  } catch (error) {
    failed(error)
    // Whoever exchanges a code expects to be told later than in this turn.
    if (error instanceof CognitoAuthError && response.type === 'code') return Promise.reject(error)
    throw error
  }
}

/** Notes how a sign-in came back: as failed once, whoever handles it how often. */
export function note({ config, store }: Engine, { state }: AuthorizationResponse, isGood: boolean): void {
  const { underWay } = store
  // Whoever closes a window goes round in no circle.
  if (state?.startsWith(POPUP)) return
  if (isGood || state === undefined || state !== underWay.failed) noteReturn(config, isGood)
  if (!isGood) underWay.failed = state
}

/**
 * The session that a response brings. While it is on its way, whoever asks for one waits for it; then the person goes
 * where they wanted to.
 * @param unfinished what the page keeps where it cannot be had for now: the response is as good as before
 */
function sessionOf(
  engine: Engine,
  response: AuthorizationResponse & { type: 'code' | 'token' },
  unfinished: Unfinished,
  tokens: Engine['tokens'],
): Outcome {
  const { config, store } = engine
  const { arrivals } = store.underWay
  const { transaction } = unfinished
  const foreknown: Foreknown = transaction
    ? { ...transaction, openid: transaction.scopes.includes('openid') }
    : { scopes: config.scopes }
  const keep = (error: unknown): never => {
    const isLost = !isGoodCodeAfter(error) && !hasCode(error, 'timeout', 'jwks_unavailable')
    if (!isLost && unfinished.isGood()) {
      store.underWay.unfinished = unfinished
      ;(error as CognitoAuthError).message += ' The sign-in is not lost: init() goes on with it.'
    }
    throw error
  }
  let outcome: Outcome
  if (response.type === 'token') {
    requireBearer(response.tokenType)
    if (!tokens)
      throw new CognitoAuthError(
        'response_type_mismatch',
        'Tokens in a redirect are refused: use the code flow.',
      )
    outcome = tokens(response, { ...foreknown, frontChannel: true })
    // One on probation is noted at the end of that.
    if (!(outcome instanceof Promise)) return outcome
    outcome = outcome.catch(keep)
  } else {
    const isCurrent = store.watchSignOut()
    const { redirectUri = config.redirectUriSignIn, isUnchallenged, codeVerifier } = transaction ?? {}
    const form = { code: response.code, redirectUri, codeVerifier: isUnchallenged ? undefined : codeVerifier }
    const exchange = async () => {
      // A code is good once: the keys come first, if they are going to be needed.
      await engine.verify?.([], config.issuers?.[0])
      return exchangeOnce(config, form)
    }
    outcome = exchange()
      .catch(keep)
      .then((tokens) => accept(engine, tokens, foreknown, isCurrent, () => store.left()))
  }
  const { state = '' } = response
  const coming = outcome
    .then(async (session) => {
      note(engine, response, covers(engine, session))
      // What a storage has promised to write would be lost with the page.
      await traitsOf(config.storage)
        .written?.()
        ?.catch(() => undefined)
      leadTo(foreknown.returnTo)
      return session
    })
    .finally(() => arrivals.delete(state))
  arrivals.set(state, coming)
  return coming
}

/**
 * The sign-in that this response answers; undefined where there need not be one: for an error, and for an
 * unsolicited code that is welcome.
 */
function take({ config, transactions }: Engine, response: AuthorizationResponse): Transaction | undefined {
  if (response.type === 'error') {
    if (response.state !== undefined) transactions.forget(response.state)
    return undefined
  }
  try {
    return transactions.take(response)
  } catch (error) {
    const isWelcome = config.allowsUnsolicitedResponse && response.type === 'code'
    if (isWelcome && isUnsolicited(error)) return undefined
    throw error
  }
}

/** Whether a refresh is enough. amazon-cognito-identity-js stores no scopes: nothing is known to be missing then. */
export function covers({ config }: Engine, { scopes }: Session): boolean {
  return !scopes.length || config.scopes.every((scope) => scopes.includes(scope))
}
