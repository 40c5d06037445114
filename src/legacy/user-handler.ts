import { CognitoAuthError } from '../errors.js'
import type { CognitoAuthSession } from '../session/CognitoAuthSession.js'

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

/** A session that is known in this turn, or one that takes a request. */
export type Outcome = CognitoAuthSession | Promise<CognitoAuthSession>

/**
 * Tells the handler how `run` ends: in this turn if it ends in this turn, for programs rely on that.
 * @param handler that of the call, so that one assigned later hears nothing of it; programs may have none, or half of one
 * @param run is given what tells a failure that comes later
 * @returns whether there was anything to tell
 */
export function tell(
  handler: Partial<UserHandler> | undefined,
  run: (fail: (error: CognitoAuthError) => void) => Outcome | undefined,
): boolean {
  const succeed = (session: CognitoAuthSession) => handler?.onSuccess?.(session)
  const fail = (error: unknown) => {
    if (!(error instanceof CognitoAuthError)) throw error
    handler?.onFailure?.(inheritedMessage(error), error)
  }
  let outcome: Outcome | undefined
  try {
    outcome = run(fail)
  } catch (error) {
    fail(error)
    return true
  }
  if (outcome instanceof Promise) void outcome.then(succeed, fail)
  else if (outcome) succeed(outcome)
  return outcome !== undefined
}

/** The string that programs compare, show and parse: what Cognito said, as it said it. */
function inheritedMessage({ responseText, errorDescription, error, message }: CognitoAuthError): string {
  return responseText || errorDescription || error || message
}
