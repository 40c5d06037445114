import { CognitoAuthError } from '../errors.js'
import type { Outcome, Session } from '../engine/session.js'
import type { CognitoAuthSession } from './CognitoAuthSession.js'
import { viewOf } from './views.js'

/** The callbacks of the inherited methods. */
export interface UserHandler {
  /** Hears of the session. */
  onSuccess: (session: CognitoAuthSession) => void
  /**
   * Hears what went wrong.
   * @param message what Cognito said: the error description, or the body of the token endpoint's answer
   * @param error the same with a code to tell errors apart
   */
  onFailure: (message: string, error: CognitoAuthError) => void
}

interface InheritedToken {
  getJwtToken(): string
  getExpiration(): number
  decodePayload(): object
}

/** What a session has, here and in amazon-cognito-auth-js. */
interface InheritedSession {
  getIdToken(): InheritedToken
  getAccessToken(): InheritedToken & { getUsername(): string }
  getRefreshToken(): { getToken(): string }
  getTokenScopes(): { getScopes(): readonly string[] }
  getState(): string
  isValid(): boolean
}

/** Compared as methods are, it takes functions of our sessions too. */
interface Hears {
  session(session: InheritedSession): void
}

/**
 * A handler as it is read. By `@types/amazon-cognito-auth-js`, whoever has our object may call it with any session of
 * that library, or with a message alone.
 */
export interface HeldHandler {
  /** Hears of the session. */
  onSuccess: Hears['session']
  /** Hears what went wrong. */
  onFailure: (message: string, ...error: CognitoAuthError[]) => void
}

/** Programs may have none, or half of one. */
type Handler = Partial<UserHandler> | undefined

/** Runs what a call does; given what tells a failure that comes after the session was told. */
type Call = (fail: (error: unknown) => void) => Outcome | undefined

/**
 * Tells the handler how `call` ends. What is known in this turn is told in it, for programs rely on that, if there is
 * anybody to hear it.
 * @param failsLater whether programs expect a failure later than in this turn
 * @returns whether there was anything to tell
 */
export type Tell = (call: Call, failsLater?: boolean) => boolean

/**
 * Programs assign the handler in front of a call or on the line after it, which shows when the turn is over: where one
 * was assigned after the last call, so it was after those before.
 * @param current gives the handler of the moment
 */
export function telling(current: () => Handler): Tell {
  /** The handlers of the moment at each call of this turn, and at its end. */
  let turn: Handler[] = []

  const handlerOfCall = async (): Promise<Handler> => {
    const handlers = turn
    const place = handlers.push(current())
    await Promise.resolve()
    if (turn === handlers) {
      handlers.push(current())
      turn = []
    }
    const [atLast, atEnd] = handlers.slice(-2)
    return handlers[atLast === atEnd ? place - 1 : place] ?? atEnd
  }

  return (call, failsLater = false) => {
    let known: Handler
    const whose = handlerOfCall().then((handler) => (known = handler))
    // At once if possible: whoever signs out when told does so before others who wait for the session have it.
    const say = (what: (handler: Handler) => void, isNow: boolean) => {
      const handler = isNow ? current() : known
      if (handler) what(handler)
      else void whose.then(what)
    }
    const succeed = (session: Session, isNow = false) => {
      say((handler) => handler?.onSuccess?.(viewOf(session)), isNow)
    }
    const fail = (error: unknown, isNow = false) => {
      if (!(error instanceof CognitoAuthError)) throw error
      say((handler) => handler?.onFailure?.(inheritedMessage(error), error), isNow)
    }
    let outcome: Outcome | undefined
    try {
      outcome = call(fail)
    } catch (error) {
      fail(error, !failsLater)
      return true
    }
    if (outcome instanceof Promise) void outcome.then(succeed, fail)
    else if (outcome) succeed(outcome, true)
    return outcome !== undefined
  }
}

/** The string that programs compare, show and parse: what Cognito said, as it said it. */
function inheritedMessage({ responseText, errorDescription, error, message }: CognitoAuthError): string {
  return responseText || errorDescription || error || message
}
