import { CognitoAuthError } from '../errors.js'
import { awaited } from './awaiting.js'
import type { Engine } from './engine.js'
import { refresh } from './refresh.js'
import { isSomebody, lasts, type Outcome, required, type Session } from './session.js'
import { again } from './sign-in.js'

/**
 * A session that lasts for `minValidity` seconds or more, refreshed when it would not.
 * @throws CognitoAuthError `login_required`, `session_changed`, and as `refresh()`
 */
export function valid(engine: Engine, minValidity: number): Outcome {
  const { store } = engine
  const arriving = store.arriving()
  if (arriving) return arriving
  const waiting = awaited(engine)
  if (waiting) return waiting.then(() => valid(engine, minValidity))
  const session = store.read()
  store.requireSameUser(engine.hearer)
  // Who asks for a token while a sign-in could be finished after all is not sent to begin another.
  const repeated = store.underWay.unfinished && !isSomebody(session) ? again(engine) : undefined
  return repeated ?? lasting(engine, session, minValidity)
}

/** This session if it lasts for `minValidity` seconds or more, and otherwise a refreshed one. */
export function lasting(engine: Engine, session: Session | null, minValidity: number): Outcome {
  return lasts(session, minValidity) ? session : renewed(engine, session, minValidity)
}

async function renewed(engine: Engine, before: Session | null, minValidity: number): Promise<Session> {
  const session = required(before)
  if (!session.refreshToken) {
    throw new CognitoAuthError(
      'login_required',
      'The session does not last that long, and has no refresh token: call signIn() or getSession().',
    )
  }
  try {
    return await refresh(engine, session)
  } catch (error) {
    // A token that is good for less is better than none, unless it was a refresh that was asked for.
    const rest = engine.store.read()
    if (minValidity < Infinity && lasts(rest) && rest.username === session.username) return rest
    throw error
  }
}
