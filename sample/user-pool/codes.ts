import { afterCode, isBlocked } from './attempts.ts'
import { digest, keyedHash, randomDigits, sameText } from './crypto.ts'
import { MAILBOX_SIZE, composeMail, maskEmail, type CodePurpose } from './mail.ts'
import type { Pool } from './pool.ts'
import type { StoredUser } from './state.ts'

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
  pool.state.pending.set(`${purpose}:${subject}`, { code, expiresAt: pool.now() + LIFETIME[purpose] })
  const to = user?.attributes['email']
  if (to === undefined) return
  const mail = composeMail(to, purpose, code, pool.now())
  pool.mailbox.push(mail)
  pool.mailbox.splice(0, pool.mailbox.length - MAILBOX_SIZE)
  pool.log(`mail to ${mail.to}: ${mail.text}`)
}

/** Redeems a code once; otherwise returns Cognito's sentence for what is wrong. */
export function spendCode(
  pool: Pool,
  subject: string,
  purpose: CodePurpose,
  code: string,
): string | undefined {
  const key = `${purpose}:${subject}`
  const { attempts, pending } = pool.state
  if (isBlocked(attempts.get(key), pool.now())) return 'Attempt limit exceeded, please try after some time.'
  const expected = pending.get(key)
  if (!expected || expected.expiresAt <= pool.now())
    return 'Invalid code provided, please request a code again.'
  if (!sameText(expected.code, code.trim())) {
    attempts.set(key, afterCode(attempts.get(key), pool.now()))
    return 'Invalid verification code provided, please try again.'
  }
  pending.delete(key)
  attempts.delete(key)
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
