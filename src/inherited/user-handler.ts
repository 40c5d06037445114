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

/** What a session has, here and in amazon-cognito-auth-js. */
interface InheritedSession {
  getIdToken(): InheritedToken
  getAccessToken(): InheritedToken & { getUsername(): string }
  getRefreshToken(): { getToken(): string }
  getTokenScopes(): { getScopes(): readonly string[] }
  getState(): string
  isValid(): boolean
}

interface InheritedToken {
  getJwtToken(): string
  getExpiration(): number
  decodePayload(): object
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

/** Runs what a call does; given what tells a failure that comes after the session was told. */
type Call = (fail: (error: CognitoAuthError) => void) => Outcome | undefined

type Handler = Partial<UserHandler> | undefined

type Say = (handler: Handler) => void

/** A call, with the handler that there was when it was made and when the next one of its turn was, or the turn ended. */
interface Told {
  readonly atCall: Handler
  atNext?: Handler
  /** Says it to the handler of the call, once it is known which that is. */
  say: (what: Say) => void
  readonly unsaid: Say[]
}

/**
 * Whom to tell how the calls of a program end. Programs assign the handler in front of a call or on the line after it, so
 * that whose it is shows when the turn is over: where one was assigned after the last call, so it was for those before.
 */
export class Hearing {
  private readonly _turn: Told[] = []

  /** @param _handler gives that of the moment; programs may have none, or half of one */
  constructor(private readonly _handler: () => Handler) {}

  /**
   * Tells the handler how `call` ends. What is known in this turn is told in it, for programs rely on that, if there is
   * anybody to hear it.
   * @returns whether there was anything to tell
   */
  tell(call: Call): boolean {
    const told = this._begin()
    const succeed = (session: Session) => (handler: Handler) => {
      handler?.onSuccess?.(viewOf(session))
    }
    const fail = (error: unknown) => (handler: Handler) => {
      if (!(error instanceof CognitoAuthError)) throw error
      handler?.onFailure?.(inheritedMessage(error), error)
    }
    const now = (what: Say) => {
      const handler = this._handler()
      if (handler) what(handler)
      else told.say(what)
    }
    let outcome: Outcome | undefined
    try {
      outcome = call((error) => {
        told.say(fail(error))
      })
    } catch (error) {
      now(fail(error))
      return true
    }
    if (outcome instanceof Promise) {
      void outcome.then(
        (session) => {
          told.say(succeed(session))
        },
        (error: unknown) => {
          told.say(fail(error))
        },
      )
    } else if (outcome) now(succeed(outcome))
    return outcome !== undefined
  }

  /** The same for a call that programs expect to fail later than in this turn. */
  tellLater(call: () => Outcome | undefined): void {
    const handler = this._handler()
    const outcome = later(call)
    if (!handler || !outcome || outcome instanceof Promise) {
      this.tell(() => outcome)
      return
    }
    const before = this._turn[this._turn.length - 1]
    if (before) before.atNext ??= handler
    handler.onSuccess?.(viewOf(outcome))
  }

  private _begin(): Told {
    const atCall = this._handler()
    const before = this._turn[this._turn.length - 1]
    if (before) before.atNext = atCall
    else
      void Promise.resolve().then(() => {
        this._end()
      })
    const unsaid: Say[] = []
    const told: Told = { atCall, unsaid, say: (what) => unsaid.push(what) }
    this._turn.push(told)
    return told
  }

  private _end(): void {
    const calls = this._turn.splice(0)
    const last = calls[calls.length - 1]
    const atEnd = this._handler()
    if (last) last.atNext = atEnd
    const isAfter = last?.atCall !== atEnd
    for (const told of calls) {
      const handler = (isAfter ? told.atNext : told.atCall) ?? atEnd
      told.say = (what) => {
        what(handler)
      }
      for (const what of told.unsaid) void Promise.resolve(handler).then(what)
    }
  }
}

/** The outcome of what a program expects to be told later than in this turn, a failure included. */
function later(run: () => Outcome | undefined): Outcome | undefined {
  try {
    return run()
  } catch (error) {
    if (error instanceof CognitoAuthError) return Promise.reject(error)
    throw error
  }
}

/** The string that programs compare, show and parse: what Cognito said, as it said it. */
function inheritedMessage({ responseText, errorDescription, error, message }: CognitoAuthError): string {
  return responseText || errorDescription || error || message
}
