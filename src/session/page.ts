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
  /** The address whose response was handled last; a page that may not change it still has it. */
  answered?: string | undefined
  /** Who waits for the response in the page's address to be handled. */
  readonly waiting: (() => void)[]
}

/** What is left of a sign-in that failed for now. */
export interface Unfinished {
  readonly response: AuthorizationResponse
  readonly transaction: Transaction | undefined
  /** When it is over, in milliseconds since 1970. */
  readonly until: number
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
    waiting: [],
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
    if (isKept(error)) {
      page.unfinished = unfinished
      ;(error as CognitoAuthError).message += ' The sign-in is not lost: init() goes on with it.'
    }
    throw error
  }
}
