import type { CognitoAuthError } from '../errors.js'
import type { CognitoAuthSession } from './CognitoAuthSession.js'

/** What happens to the session, here or in another tab. */
export interface CognitoAuthEvents {
  /** Somebody has signed in, here or in another tab, or is somebody else now. */
  signedIn: WithSession
  /** The same user has new tokens. */
  refreshed: WithSession
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
}

interface WithSession {
  /** The session as it is now. */
  readonly session: CognitoAuthSession
}
