import { onWake } from './browser.js'
import type { CognitoAuthClient } from './createCognitoAuth.js'
import { type Engine, engineOf } from './engine/engine.js'
import { isSomebody } from './engine/session.js'
import { lasting } from './engine/tokens.js'
import { hasCode } from './errors.js'

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

export function autoRefresh(engine: Engine): () => void {
  const { store } = engine
  return keepFresh({
    endsAt: () => {
      const session = store.items.isAtHand() ? store.read() : null
      return isSomebody(session) ? session.expiresAt * 1000 : undefined
    },
    refresh: async (minValidity) => {
      try {
        await lasting(engine, store.read(), minValidity)
      } catch (error) {
        if (hasCode(error, 'session_changed')) store.unheard(engine.hearer)
        throw error
      }
    },
    onChange: (changed) => store.on('changed', changed),
  })
}

/** What is asked of the session that is to be kept fresh. */
interface Refreshable {
  /** When the session ends, in milliseconds by the device's clock; undefined where there is none to refresh. */
  readonly endsAt: () => number | undefined
  /** Refreshes a session that does not last for this many seconds. */
  readonly refresh: (minValidity: number) => Promise<unknown>
  /** Calls `changed` when the session may have become another; returns what ends that. */
  readonly onChange: (changed: () => void) => () => void
}

/** A timer says when; where timers are throttled or the device slept, the page's waking says it. */
export function keepFresh({ endsAt, refresh, onChange }: Refreshable): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const plan = (atLeast = 0) => {
    clearTimeout(timer)
    const end = isOver ? undefined : endsAt()
    if (end === undefined) return
    timer = setTimeout(renew, Math.min(Math.max(end - AHEAD * 1000 - Date.now(), atLeast), FARTHEST))
  }
  const renew = () => {
    const again = () => {
      plan(AGAIN)
    }
    refresh(AHEAD).then(again, (error: unknown) => {
      // Nothing else is cured by waiting; a clock, say, is put right while the page is out of sight.
      if (hasCode(error, 'network', 'timeout', 'server_error', 'bad_response', 'jwks_unavailable')) again()
    })
  }
  const look = () => {
    plan()
  }
  const undo = [onChange(look), onWake(look)]
  plan()
  return () => {
    isOver = true
    clearTimeout(timer)
    for (const stop of undo) stop()
  }
}
