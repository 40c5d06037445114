import { onWake } from '../browser.js'
import { hasCode } from '../errors.js'

/** How long before its end a session is refreshed, in seconds. */
const AHEAD = 60
/** How long to wait after an attempt, in milliseconds, that succeeded or failed for now. */
const AGAIN = 30_000
/** How long a timer can wait at most, in milliseconds. */
const FARTHEST = 2 ** 31 - 1

/** What is asked of the session that is to be kept fresh. */
export interface Refreshable {
  /** When the session ends, in milliseconds by the device's clock; undefined where there is none to refresh. */
  endsAt(): number | undefined
  /** Refreshes a session that does not last for this many seconds. */
  refresh(minValidity: number): Promise<unknown>
}

/**
 * Refreshes ahead of time for as long as the page lives. A timer says when; where timers are throttled or the device
 * slept, the page's waking says it.
 * @returns what to call whenever the session may have become another, and what ends it
 */
export function autoRefresh(session: Refreshable): { plan: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false
  const plan = (atLeast = 0) => {
    clearTimeout(timer)
    const endsAt = session.endsAt()
    if (endsAt === undefined) return
    const delay = Math.max(endsAt - AHEAD * 1000 - Date.now(), atLeast)
    timer = setTimeout(refresh, Math.min(delay, FARTHEST))
  }
  const refresh = () => {
    const again = () => {
      if (!isOver) plan(AGAIN)
    }
    session.refresh(AHEAD).then(again, (error: unknown) => {
      // Nothing else is cured by waiting; a clock, say, is put right while the page is out of sight.
      if (hasCode(error, 'network', 'timeout', 'server_error', 'bad_response', 'jwks_unavailable')) again()
    })
  }
  const unwake = onWake(() => {
    plan()
  })
  plan()
  return {
    plan: () => {
      if (!isOver) plan()
    },
    stop: () => {
      isOver = true
      unwake()
      clearTimeout(timer)
    },
  }
}
