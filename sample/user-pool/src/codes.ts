import type { Purpose } from './code-rows.ts'
import { digest, keyedHash, randomDigits, sameText } from './crypto.ts'
import type { Attempts, Pool, StoredUser } from './state.ts'

/** A mail that was sent: to the mailbox page, the log, and the SMTP server if there is one. */
export interface Mail {
  to: string
  subject: string
  text: string
  /** The six digits in it. */
  code: string
  /** Milliseconds since 1970. */
  sentAt: number
}

/** Why a code is mailed. */
type CodePurpose = Exclude<Purpose, 'password'>

// The mailbox keeps the newest of them.
const MAILBOX_SIZE = 100

const TEXTS = {
  confirm: ['Your verification code', 'Your confirmation code is'],
  reset: ['Your password reset code', 'Your password reset code is'],
} as const

const HOUR = 60 * 60 * 1000

/** How long a mailed code works, in milliseconds (Cognito: 24 hours for sign-up, one hour for a reset). */
const LIFETIME: Readonly<Record<CodePurpose, number>> = { confirm: 24 * HOUR, reset: HOUR }

/** The key under which codes and failures of an account are counted; an unknown name has one too. */
export function subjectOf(user: StoredUser | undefined, identifier: string): string {
  return user?.sub ?? `unknown:${digest(identifier.trim().toLowerCase())}`
}

/**
 * Makes a code, which replaces an earlier one, and mails it to the user.
 * Without a user it is made all the same, so that an unknown name meets the same answers afterwards.
 */
export function sendCode(
  pool: Pool,
  user: StoredUser | undefined,
  subject: string,
  purpose: CodePurpose,
): void {
  const code = randomDigits()
  const hash = hashCode(pool, subject, purpose, code)
  pool.state.pending.set(subject, purpose, { hash, expiresAt: pool.now() + LIFETIME[purpose] })
  const to = user?.attributes['email']
  if (to === undefined) return
  const [title, sentence] = TEXTS[purpose]
  const mail = { to, subject: title, text: `${sentence} ${code}.`, code, sentAt: pool.now() }
  pool.database.afterCommit(() => {
    pool.mailbox.push(mail)
    pool.mailbox.splice(0, pool.mailbox.length - MAILBOX_SIZE)
    pool.log(`mail to ${mail.to}: ${mail.text}`)
    pool.delivery?.send(mail)
  })
}

/** Whether a code of this purpose can still be redeemed. */
export function awaitsCode(pool: Pool, subject: string, purpose: CodePurpose): boolean {
  const pending = pool.state.pending.get(subject, purpose)
  return pending !== undefined && pending.expiresAt > pool.now()
}

/**
 * What the store keeps of a code: of use for this purpose and this account only. Six digits are soon found by whoever
 * has the secret too, which lies in the same file; this keeps them from whoever glances at it.
 */
function hashCode(pool: Pool, subject: string, purpose: CodePurpose, code: string): string {
  return keyedHash(pool.keys.secret, 'mailed code', `${purpose}:${subject}\0${code}`)
}

/** Cognito's sentence for what is wrong with a code; undefined for a good one. A wrong code is counted. */
export function codeProblem(
  pool: Pool,
  subject: string,
  purpose: CodePurpose,
  code: string,
): string | undefined {
  const { attempts, pending } = pool.state
  const failed = attempts.get(subject, purpose)
  if (isBlocked(failed, pool.now())) return 'Attempt limit exceeded, please try after some time.'
  const expected = pending.get(subject, purpose)
  if (!expected || expected.expiresAt <= pool.now())
    return 'Invalid code provided, please request a code again.'
  if (!sameText(expected.hash, hashCode(pool, subject, purpose, code.trim()))) {
    attempts.set(subject, purpose, afterCode(failed, pool.now()))
    return 'Invalid verification code provided, please try again.'
  }
  return undefined
}

/** Redeems a code once; returns what {@link codeProblem} does. */
export function spendCode(
  pool: Pool,
  subject: string,
  purpose: CodePurpose,
  code: string,
): string | undefined {
  const problem = codeProblem(pool, subject, purpose, code)
  if (problem !== undefined) return problem
  pool.state.pending.delete(subject, purpose)
  pool.state.attempts.delete(subject, purpose)
  return undefined
}

/** Where a code for this name went, masked. Unknown plain names get a destination that never changes. */
export function destinationOf(pool: Pool, user: StoredUser | undefined, identifier: string): string {
  const email = identifier.includes('@') ? identifier.trim() : user?.attributes['email']
  if (email !== undefined) return maskEmail(email)
  const letters = keyedHash(pool.keys.secret, 'destination', identifier.trim().toLowerCase())
  const letter = (index: number) => String.fromCharCode(97 + (letters.charCodeAt(index) % 26))
  return `${letter(0)}***@${letter(1)}***`
}

/** `jane@example.com` becomes `j***@e***`, as Cognito shows where a code went. */
function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}***@${email.slice(at + 1, at + 2)}***`
}

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
function afterCode(attempts: Attempts | undefined, now: number): Attempts {
  const count = failures(attempts, now) + 1
  const blockedUntil = count < FREE_ATTEMPTS ? now : now + LONGEST_BLOCK
  return { count, blockedUntil, forgetAt: now + LONGEST_BLOCK }
}
