import type { TokenStorage } from '../storage/TokenStorage.js'
import type { CognitoAuthSession } from './CognitoAuthSession.js'
import type { CognitoAuthError } from '../errors.js'
import type { AuthorizationResponse } from '../oauth/callback.js'
import type { Popup } from './popup.js'
import type { Transaction } from './transactions.js'

/** What all instances of a page share that have one storage and one app client. */
export interface Page {
  /** The refreshes under way, by refresh token. */
  readonly refreshes: Map<string, Promise<CognitoAuthSession>>
  /** The sign-ins whose response is being handled, by state. */
  readonly arrivals: Map<string, CognitoAuthSession | Promise<CognitoAuthSession>>
  /** Counts the sign-outs: what began before one has lost its right to store a session. */
  signOuts: number
  /** The session that the storage did not take, and the name under which it would stand there. */
  untaken?: { readonly session: CognitoAuthSession; readonly name: string } | undefined
  /** The window that somebody signs in at. */
  popup?: Popup | undefined
  /** The state of the last response that failed: handled once more, it is the same failure. */
  failed?: string | undefined
  /** A response that could not be finished for now, of which nothing is used up. */
  unfinished?: Unfinished | undefined
}

/** What is left of a sign-in that failed for now. */
export interface Unfinished {
  readonly response: AuthorizationResponse
  readonly transaction: Transaction | undefined
  /** Whether it is not too old, and nobody has signed in or out since. */
  readonly isGood: () => boolean
}

/** How long a code is good (Cognito developer guide, "Token endpoint"), in milliseconds. */
const CODE_LIFETIME = 5 * 60 * 1000

/** For as long as a code is, and nobody has signed in or out. */
export function goodForNow(isSameUser: () => boolean): Unfinished['isGood'] {
  const until = Date.now() + CODE_LIFETIME
  return () => Date.now() <= until && isSameUser()
}

/** The address whose response was handled last; a page that may not change it still has it. */
let answered: string | undefined
/** Who waits for the response in the page's address to be handled, by whichever client. */
const waiting = new Map<() => void, Page>()

/** Waits until a response has been handled, unless that in `url` has been. */
export function untilAnswered(url: string, page: Page): Promise<void> | undefined {
  return url === answered ? undefined : new Promise((resolve) => waiting.set(resolve, page))
}

/**
 * Lets those go on who wait for a response: who can share in the outcome at once, the others when it is there.
 * @param url the address whose response that was; undefined where there was none
 */
export function answer(url: string | undefined, outcome: unknown, page: Page): void {
  answered = url ?? answered
  const release = (isReady: (of: Page) => boolean) => {
    for (const [resolve, of] of waiting) if (isReady(of) && waiting.delete(resolve)) resolve()
  }
  const releaseAll = () => {
    release(() => true)
  }
  if (outcome instanceof Promise) {
    release((of) => of === page)
    outcome.then(releaseAll, releaseAll)
  } else releaseAll()
}

const pages = new WeakMap<TokenStorage, Map<string, Page>>()

/** @param client the user pool domain and the app client */
export function pageOf(storage: TokenStorage, client: { origin: string; clientId: string }): Page {
  const clients = pages.get(storage) ?? new Map<string, Page>()
  pages.set(storage, clients)
  const name = `${client.origin} ${client.clientId}`
  const page = clients.get(name) ?? {
    refreshes: new Map(),
    arrivals: new Map(),
    signOuts: 0,
  }
  clients.set(name, page)
  return page
}

/** Runs what nobody is running under this key, and otherwise gives what is under way. */
export function once<T>(running: Map<string, Promise<T>>, key: string, run: () => Promise<T>): Promise<T> {
  const shared = running.get(key)
  if (shared) return shared
  const started = run().finally(() => running.delete(key))
  running.set(key, started)
  return started
}

/**
 * What hears the error of a sign-in, keeps what is left of it, and throws the error.
 * @param isKept whether the response is as good as before after such an error
 */
export function keepIf(isKept: (error: unknown) => boolean, page: Page, unfinished: Unfinished) {
  return (error: unknown): never => {
    if (isKept(error) && unfinished.isGood()) {
      page.unfinished = unfinished
      ;(error as CognitoAuthError).message += ' The sign-in is not lost: init() goes on with it.'
    }
    throw error
  }
}
