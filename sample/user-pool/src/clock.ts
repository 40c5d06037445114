/** The time of a pool, which a test can move. */
export interface PoolClock {
  /** Milliseconds since 1970. */
  now(): number
  /** Lets this many seconds pass at once: codes, sessions and tokens grow as old as if they had passed. */
  advance(seconds: number): void
}

/** A clock that is ahead of another by what it was advanced. */
export function createClock(clock: () => number = Date.now): PoolClock {
  let ahead = 0
  return {
    now: () => clock() + ahead,
    advance(seconds) {
      if (!Number.isFinite(seconds) || seconds < 0)
        throw new TypeError(
          `clock.advance() takes seconds, 0 or more, not ${seconds}: time does not run backwards`,
        )
      ahead += seconds * 1000
    },
  }
}
