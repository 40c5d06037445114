import type { CognitoAuthError } from '../errors.js'
import type { AuthorizationResponse } from '../oauth/callback.js'
import type { Outcome, Session } from './session.js'
import type { Transaction } from './transactions.js'

/** What happens to the session, here or in another tab. */
export interface SessionEvents {
  /** Somebody has signed in, here or in another tab, or is somebody else now. */
  signedIn: { readonly session: Session }
  /** The same user has new tokens. */
  refreshed: { readonly session: Session }
  /** Nobody is signed in any more. */
  signedOut: {
    /** `user`: `signOut()` was called; `expired`: the server ended the session, or it ran out; `otherTab`: elsewhere. */
    readonly reason: 'user' | 'expired' | 'otherTab'
  }
  /** Something did not work that the session does not depend on: the storage did not take it, or warns. */
  warning: {
    /** What it was. */
    readonly error: CognitoAuthError
  }
  /** Something about the session is new, whether or not that is news to the program. */
  changed: undefined
}

/** What a door has heard. */
export interface Hearer {
  /** How often somebody else had signed in when its program last heard of it. */
  others: number
  /** How many listeners tell its program who is signed in. */
  listeners: number
  /** Whether the page came with no response of this client in its address. */
  isPlain: boolean
}

/** Who was signed in before somebody else, and the refresh token that they left. */
export type Left = Pick<Session, 'username' | 'refreshToken'>

/** What is left of a sign-in that failed for now. */
export interface Unfinished {
  readonly response: AuthorizationResponse
  readonly transaction: Transaction | undefined
  /** Whether it is not too old, and nobody has signed in or out since. */
  readonly isGood: () => boolean
}

/** What is under way on a page, so that nobody does it twice. */
export interface UnderWay {
  /** The refreshes, by refresh token. */
  readonly refreshes: Map<string, Promise<Session>>
  /** The sign-ins whose response is being handled, by state; one that is on probation has its session already. */
  readonly arrivals: Map<string, Outcome>
  /** A response that could not be finished for now, of which nothing is used up. */
  unfinished?: Unfinished | undefined
  /** The state of the last response that failed: handled once more, it is the same failure. */
  failed?: string | undefined
  /** The window that somebody signs in at. */
  popup?: { readonly opened: Window; readonly dismiss: () => void } | undefined
}
