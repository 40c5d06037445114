import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { Person } from '../helpers/person.ts'
import type { UserPool } from '../../sample/user-pool/src/index.ts'
import { request, testPool } from './helpers.ts'

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

/** An SMTP server on the loopback; `refuses` is what it says to a recipient it does not want. */
async function smtpServer(refuses?: string) {
  const received: { recipients: string[]; sender: string; text: string }[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      done(refuses === undefined ? null : new Error(refuses))
    },
    onData(stream, { envelope }, done) {
      void text(stream).then((content) => {
        const { mailFrom, rcptTo } = envelope
        received.push({
          recipients: rcptTo.map(({ address }) => address),
          sender: mailFrom === false ? '' : mailFrom.address,
          text: content,
        })
        done()
      })
    },
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  opened.push(
    () =>
      new Promise<void>((done) => {
        server.close(done)
      }),
  )
  return { received, url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` }
}

async function signUp(smtp: { url: string; from?: string }, email: string) {
  const { pool, person, log } = await testPool({}, { smtp })
  opened.push(() => pool.close())
  await person.open(request({}, '/signup'))
  await person.signUp({ email, password: 'Strong pass1' })
  return { pool, person, log }
}

const codeOf = (pool: UserPool) => pool.mailbox.at(-1)?.code ?? 'none'

describe('a pool with an SMTP server', () => {
  test('mails the code from there, which confirms the account', async () => {
    const { received, url } = await smtpServer()
    const { pool, person } = await signUp({ url }, 'max@mustermann.example')
    expect((await new Person(pool).open('/mailbox')).text).toContain('has mailed through 127.0.0.1')
    await expect.poll(() => received.length).toBe(1)
    const [mail] = received
    expect(mail?.recipients).toEqual(['max@mustermann.example'])
    expect(mail?.sender).toBe('no-reply@verificationemail.com')
    expect(mail?.text).toContain('Subject: Your verification code')
    const code = /Your confirmation code is (\d{6})\./.exec(mail?.text ?? '')?.[1] ?? ''
    expect(code).toBe(codeOf(pool))
    expect((await person.confirm(code)).left).toBe(true)
  })

  test('mails nobody but the address that was typed, from the sender that is set', async () => {
    const { received, url } = await smtpServer()
    await signUp({ url, from: 'Example <pool@mail.example>' }, 'one,two@mail.example')
    await expect.poll(() => received.length).toBe(1)
    expect(received[0]?.recipients).toEqual(['"one,two"@mail.example'])
    expect(received[0]?.sender).toBe('pool@mail.example')
  })

  test.each([
    ['refuses', () => smtpServer('no such mailbox'), 'no such mailbox'],
    ['is not there', () => Promise.resolve({ url: 'smtp://127.0.0.1:1' }), 'ECONNREFUSED'],
  ])('that %s says so in the log, and keeps the mail in the mailbox', async (_, start, reason) => {
    const { url } = await start()
    const { pool, person, log } = await signUp({ url }, 'max@mustermann.example')
    await expect.poll(() => log.join('\n')).toContain(reason)
    expect(log.at(-1)).toMatch(
      /^The mail to max@mustermann\.example could not be delivered \(.+\)\. It is in/,
    )
    expect((await person.confirm(codeOf(pool))).left).toBe(true)
  })

  test.each(['localhost:1025', 'http://localhost:1025'])('refuses the address %s', async (url) => {
    await expect(testPool({}, { smtp: { url } })).rejects.toThrow(
      `smtp.url must be as in smtp://localhost:1025, or with smtps, unlike ${url}`,
    )
  })
})
