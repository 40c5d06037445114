/** A mail that was "sent": it goes nowhere but to the mailbox page and the log. */
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
export type CodePurpose = 'confirm' | 'reset'

/** The mailbox keeps the newest of them. */
export const MAILBOX_SIZE = 100

const TEXTS = {
  confirm: ['Your verification code', 'Your confirmation code is'],
  reset: ['Your password reset code', 'Your password reset code is'],
} as const

/** Writes the mail for a code. `sentAt` in milliseconds since 1970. */
export function composeMail(to: string, purpose: CodePurpose, code: string, sentAt: number): Mail {
  const [subject, sentence] = TEXTS[purpose]
  return { to, subject, text: `${sentence} ${code}.`, code, sentAt }
}

/** `jane@example.com` becomes `j***@e***`, as Cognito shows where a code went. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return `${email.slice(0, 1)}***@${email.slice(at + 1, at + 2)}***`
}
