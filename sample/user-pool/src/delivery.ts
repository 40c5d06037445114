import { createTransport } from 'nodemailer'
import type { Mail } from './codes.ts'
import type { SmtpOptions } from './options.ts'

/** Takes mails out of the pool. */
export interface Delivery {
  /** Sends in the background. A mail that does not arrive is in the mailbox all the same. */
  send(mail: Mail): void
  close(): void
}

/** Delivers to an SMTP server; `log` hears what it refuses. */
export function smtpDelivery({ url, from }: Required<SmtpOptions>, log: (line: string) => void): Delivery {
  const transport = createTransport(url)
  return {
    send({ to, subject, text }) {
      // As an object: in a text a comma would make two recipients of what a person has typed.
      const message = { from, to: { name: '', address: to }, subject, text }
      transport.sendMail(message).catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        log(`The mail to ${to} could not be delivered (${reason}). It is in the mailbox.`)
      })
    },
    close() {
      transport.close()
    },
  }
}
