import type { Attempts } from './state.ts'

// Cognito developer guide, Lockout behavior for failed sign-in attempts: after five wrong passwords one second,
// doubled by each further one up to about 15 minutes.
const FREE_ATTEMPTS = 5
const LONGEST_BLOCK = 15 * 60 * 1000

/** Whether the account must wait. `now` in milliseconds. */
export function isBlocked(attempts: Attempts | undefined, now: number): boolean {
  return attempts !== undefined && now < attempts.blockedUntil
}

/** Failures so far; old ones are forgotten. */
function failures(attempts: Attempts | undefined, now: number): number {
  return attempts !== undefined && now < attempts.forgetAt ? attempts.count : 0
}

/** One more wrong password: blocked for 1 s at the fifth, then 2 s, 4 s … 15 min. `now` in milliseconds. */
export function afterPassword(attempts: Attempts | undefined, now: number): Attempts {
  const count = failures(attempts, now) + 1
  const block = count < FREE_ATTEMPTS ? 0 : Math.min(1000 * 2 ** (count - FREE_ATTEMPTS), LONGEST_BLOCK)
  return { count, blockedUntil: now + block, forgetAt: now + block + LONGEST_BLOCK }
}

/** One more wrong code: the fifth ends the matter for 15 minutes, a fresh code or not. `now` in milliseconds. */
export function afterCode(attempts: Attempts | undefined, now: number): Attempts {
  const count = failures(attempts, now) + 1
  const blockedUntil = count < FREE_ATTEMPTS ? now : now + LONGEST_BLOCK
  return { count, blockedUntil, forgetAt: now + LONGEST_BLOCK }
}
