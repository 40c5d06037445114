import { onWake } from './browser.js'
import type { CognitoAuthClient } from './createCognitoAuth.js'
import { type Engine, engineOf } from './engine/engine.js'
import { isSomebody } from './engine/session.js'
import { lasting } from './engine/tokens.js'
import { hasCode } from './errors.js'
import { isAtHand } from './storage/TokenStorage.js'

/** How long before its end a session is refreshed, in seconds. */
const AHEAD = 60
/** How long to wait after an attempt, in milliseconds, that succeeded or failed for now. */
const AGAIN = 30_000
/** How long a timer can wait at most, in milliseconds. */
const FARTHEST = 2 ** 31 - 1

/**
 * Refreshes a minute before the session ends, and when the page can be seen or has a network again; one tab does it for
 * all.
 * @returns what ends that
 */
export function startAutoRefresh(auth: CognitoAuthClient): () => void {
  return autoRefresh(engineOf(auth))
}

/** A timer says when; where timers are throttled or the device slept, the page's waking says it. */
export function autoRefresh(engine: Engine): () => void {
  const { config, store } = engine
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const plan = (atLeast = 0) => {
    clearTimeout(timer)
    const session = !isOver && isAtHand(config.storage) ? store.read() : null
    if (!isSomebody(session)) return
    const delay = Math.max((session.expiresAt - AHEAD) * 1000 - Date.now(), atLeast)
    timer = setTimeout(renew, Math.min(delay, FARTHEST))
  }
  const renew = async () => {
    try {
      await lasting(engine, store.read(), AHEAD)
    } catch (error) {
      if (hasCode(error, 'session_changed')) store.unheard()
      // Nothing else is cured by waiting; a clock, say, is put right while the page is out of sight.
      if (!hasCode(error, 'network', 'timeout', 'server_error', 'bad_response', 'jwks_unavailable')) return
    }
    plan(AGAIN)
  }
  const look = () => {
    plan()
  }
  const undo = [store.on('changed', look, false), onWake(look)]
  plan()
  return () => {
    isOver = true
    clearTimeout(timer)
    for (const stop of undo) stop()
  }
}
