import type { Database } from './database.ts'
import type { Attempts, PendingCode } from './state.ts'

/** What codes are mailed for, and what failures are counted of. */
export type Purpose = 'confirm' | 'reset' | 'password'

/** One value for each subject and purpose. A subject is a sub, or what stands for a name that nobody has. */
interface BySubject<Value> {
  get(subject: string, purpose: Purpose): Value | undefined
  set(subject: string, purpose: Purpose, value: Value): void
  delete(subject: string, purpose: Purpose): void
}

/** The mailed codes that wait. */
export type PendingCodes = BySubject<PendingCode>

/** The failures that count. */
export type AttemptCounts = BySubject<Attempts>

export function pendingRows(database: Database): PendingCodes {
  return {
    get(subject, purpose) {
      const sql = 'SELECT hash, expires_at FROM mailed_codes WHERE subject = ? AND purpose = ?'
      const row = database.get(sql, subject, purpose)
      return row && ({ hash: row['hash'], expiresAt: row['expires_at'] } as PendingCode)
    },
    set(subject, purpose, { hash, expiresAt }) {
      const sql =
        'INSERT OR REPLACE INTO mailed_codes (subject, purpose, hash, expires_at) VALUES (?, ?, ?, ?)'
      database.run(sql, subject, purpose, hash, expiresAt)
    },
    delete(subject, purpose) {
      database.run('DELETE FROM mailed_codes WHERE subject = ? AND purpose = ?', subject, purpose)
    },
  }
}

export function attemptRows(database: Database): AttemptCounts {
  return {
    get(subject, purpose) {
      const sql = 'SELECT count, blocked_until, expires_at FROM attempts WHERE subject = ? AND purpose = ?'
      const row = database.get(sql, subject, purpose)
      if (!row) return undefined
      const { count, blocked_until: blockedUntil, expires_at: forgetAt } = row
      return { count, blockedUntil, forgetAt } as Attempts
    },
    set(subject, purpose, { count, blockedUntil, forgetAt }) {
      const sql = `INSERT OR REPLACE INTO attempts (subject, purpose, count, blocked_until, expires_at)
        VALUES (?, ?, ?, ?, ?)`
      database.run(sql, subject, purpose, count, blockedUntil, forgetAt)
    },
    delete(subject, purpose) {
      database.run('DELETE FROM attempts WHERE subject = ? AND purpose = ?', subject, purpose)
    },
  }
}
