import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openDatabase, type Database } from '../../sample/user-pool/src/database.ts'
import { createUserPool, fileStore, generateKeys, type UserPool } from '../../sample/user-pool/src/index.ts'
import { hashPassword } from '../../sample/user-pool/src/passwords.ts'
import { openState } from '../../sample/user-pool/src/state.ts'
import { CLIENT, PASSWORD, redeem, refresh, signIn, signUp } from './client.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-pool-load-'))
const children: ChildProcess[] = []
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(folder, { recursive: true })
})

const AT_ONCE = 200
/** Hundreds of passwords on a machine that is busy with other tests, in milliseconds. */
const LONG = 240_000

const keys = await generateKeys()
const openPool = (
  file: string,
  more: Partial<Parameters<typeof createUserPool>[0]> = {},
): Promise<UserPool> =>
  createUserPool({
    origin: 'http://localhost:9230',
    poolId: 'local_TestPool',
    clients: [{ ...CLIENT, refreshTokenRotation: { retryGracePeriodSeconds: 0 } }],
    store: fileStore(file),
    ...more,
  })

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

describe('many at once', () => {
  test(
    `lose nothing: ${AT_ONCE} sign-ups, sign-ins and refreshes`,
    async () => {
      const file = join(folder, 'many.db')
      const mails = new Map<string, string>()
      const log = (line: string) => {
        const [, to = '', code = ''] = /^mail to (\S+): .*(\d{6})/.exec(line) ?? []
        mails.set(to, code)
      }
      const pool = await openPool(file, { keys, log })
      const emails = numbers(AT_ONCE).map((index) => `user-${index}@mail.example`)
      const confirmations = await Promise.all(emails.map((email) => signUp(pool, email)))
      expect(new Set(mails.keys())).toEqual(new Set(emails))
      await Promise.all(confirmations.map((confirm, index) => confirm(mails.get(emails[index] ?? '') ?? '')))
      const codes = await Promise.all(emails.map((email) => signIn(pool, email)))
      const first = await Promise.all(codes.map((code) => redeem(pool, code)))
      const second = await Promise.all(first.map((token) => refresh(pool, token)))
      await pool.close()

      const again = await openPool(file)
      expect(again.users.filter(({ confirmed }) => confirmed)).toHaveLength(AT_ONCE)
      const used = await Promise.allSettled([
        ...codes.map((code) => redeem(again, code)),
        ...first.map((token) => refresh(again, token)),
      ])
      expect(used.filter(({ status }) => status === 'fulfilled')).toEqual([])
      expect(new Set(await Promise.all(second.map((token) => refresh(again, token)))).size).toBe(AT_ONCE)
    },
    LONG,
  )

  test('redeem a code, and a refresh token that is rotated, once', async () => {
    const pool = await openPool(join(folder, 'once.db'), { keys })
    await pool.addUser({ username: 'jane', password: PASSWORD })
    const code = await signIn(pool, 'jane')
    const won = (results: PromiseSettledResult<string>[]) =>
      results.filter((result) => result.status === 'fulfilled').map(({ value }) => value)
    const redeemed = won(await Promise.allSettled(numbers(10).map(() => redeem(pool, code))))
    expect(redeemed).toHaveLength(1)
    const [token = ''] = redeemed
    expect(won(await Promise.allSettled(numbers(10).map(() => refresh(pool, token))))).toHaveLength(1)
  })

  test('are no failures when they have the right password', async () => {
    const pool = await openPool(join(folder, 'right.db'), { keys })
    await pool.addUser({ username: 'jane', password: PASSWORD })
    expect(new Set(await Promise.all(numbers(12).map(() => signIn(pool, 'jane')))).size).toBe(12)
    const guesses = await Promise.allSettled(numbers(8).map(() => signIn(pool, 'jane', 'wrong')))
    const said = guesses.map((guess) => (guess.status === 'rejected' ? String(guess.reason) : 'signed in'))
    expect(said.filter((text) => text.includes('Incorrect username or password.'))).toHaveLength(5)
    expect(said.filter((text) => text.includes('Password attempts exceeded'))).toHaveLength(3)
  })
})

describe('processes', () => {
  /** Starts one that works on the file, and gathers what it says it was answered. */
  function startWriter(file: string, prefix: string) {
    const writer = join(import.meta.dirname, 'writer.ts')
    const child = spawn(process.execPath, ['--import', 'tsx', writer, file, prefix], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    let said = ''
    let faults = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (faults += chunk.toString()))
    const answered = () => said.split('\n').slice(0, -1)
    const ended = new Promise<NodeJS.Signals | null>((done) =>
      child.once('close', (_, signal) => {
        done(signal)
      }),
    )
    return {
      answered,
      ended,
      kill: () => child.kill('SIGKILL'),
      /** Until it was answered this many times more. */
      async works(times: number) {
        const target = answered().length + times
        const heard = () => (faults === '' ? answered().length : faults)
        await expect.poll(heard, { timeout: LONG / 4 }).toBeGreaterThanOrEqual(target)
      },
    }
  }

  test(
    'on one file lose nothing that was answered, and neither when they are killed',
    async () => {
      const file = join(folder, 'shared.db')
      // Both find no file, and make it.
      const one = startWriter(file, 'one')
      const two = startWriter(file, 'two')
      await Promise.all([one.works(3), two.works(3)])
      one.kill()
      expect(await one.ended).toBe('SIGKILL')
      await two.works(3)
      const pool = await openPool(file)
      await pool.addUser({ username: 'meanwhile', password: PASSWORD })
      await two.works(3)
      two.kill()
      expect(await two.ended).toBe('SIGKILL')

      const names = new Set(pool.users.map(({ username }) => username))
      expect(names).toContain('meanwhile')
      const answered = [...one.answered(), ...two.answered()].map((line) => line.split(' '))
      expect(answered.length).toBeGreaterThanOrEqual(12)
      for (const [name = '', token = ''] of answered) {
        expect(names).toContain(name)
        expect(await refresh(pool, token)).not.toBe('')
      }
      expect((await signIn(pool, answered[0]?.[0] ?? '')).length).toBeGreaterThan(0)
    },
    LONG,
  )
})

describe('ten thousand users', () => {
  /** A pool whose statements are written down. */
  async function watched(users: number) {
    const file = join(folder, `${users}.db`)
    const empty = await openPool(file, { keys })
    await empty.close()
    const filler = openDatabase(file)
    const password = await hashPassword(PASSWORD)
    filler.transaction(() => {
      const state = openState(filler, () => undefined)
      for (const index of numbers(users)) {
        const attributes = { email: `user-${index}@mail.example`, email_verified: 'true' }
        const user = { sub: `sub-${index}`, username: `user-${index}`, confirmed: true, password, attributes }
        state.users.insert(user)
      }
    })
    filler.close()
    const ran: string[] = []
    const noted = (sql: string) => {
      ran.push(sql)
      return sql
    }
    const open = (report: (line: string) => void): Database => {
      const database = fileStore(file).open(report)
      return {
        ...database,
        get: (sql, ...values) => database.get(noted(sql), ...values),
        all: (sql, ...values) => database.all(noted(sql), ...values),
        run: (sql, ...values) => database.run(noted(sql), ...values),
      }
    }
    const pool = await openPool(file, { store: { open } })
    await refresh(pool, await redeem(pool, await signIn(pool, 'user-0')))
    await expect(signIn(pool, 'USER-0@mail.example', 'wrong')).rejects.toThrow('Incorrect')
    const confirm = await signUp(pool, 'new@mail.example')
    await confirm(pool.mailbox[0]?.code ?? '')
    await pool.removeUser('user-0')
    await pool.close()
    return { file, ran }
  }

  test('take as many statements to start and to sign in as one, and none that reads them all', async () => {
    const one = await watched(1)
    const many = await watched(10_000)
    expect(many.ran).toEqual(one.ran)
    const database = openDatabase(many.file)
    const plans = [...new Set(many.ran)].flatMap((sql) =>
      database
        .all(`EXPLAIN QUERY PLAN ${sql}`, ...Array.from(sql.matchAll(/\?/g), () => ''))
        .map(({ detail }) => `${String(detail)}: ${sql}`),
    )
    expect(plans.filter((plan) => plan.startsWith('SEARCH')).length).toBeGreaterThan(15)
    // There is one row of keys.
    expect(plans.filter((plan) => plan.startsWith('SCAN') && !plan.includes('FROM keys'))).toEqual([])
    database.close()
  })
})
