import type { ApplicationEvents } from '../createCognitoAuth.js'
import type { CognitoAuthSession } from './CognitoAuthSession.js'

/** What happens to the session, here or in another tab. */
export interface CognitoAuthEvents extends Omit<ApplicationEvents, 'signedIn' | 'refreshed'> {
  /** Somebody has signed in, here or in another tab, or is somebody else now. */
  signedIn: WithSession
  /** The same user has new tokens. */
  refreshed: WithSession
}

interface WithSession {
  /** The session as it is now. */
  readonly session: CognitoAuthSession
}
