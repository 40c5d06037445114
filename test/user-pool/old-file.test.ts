import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  createUserPool,
  fileStore,
  generateKeys,
  removeFile,
  type UserPoolOptions,
} from '../../sample/user-pool/src/index.ts'
import { digest } from '../../sample/user-pool/src/crypto.ts'
import { hashPassword } from '../../sample/user-pool/src/passwords.ts'
import { Person } from '../helpers/person.ts'
import { CALLBACK, JANE, redeem, request } from './helpers.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-pool-old-'))
afterAll(() => rm(folder, { recursive: true }))

const OPTIONS: UserPoolOptions = {
  origin: 'http://localhost:9230',
  poolId: 'local_TestPool',
  clients: [{ clientId: 'app1', callbackUrls: [CALLBACK] }],
}
const LATER = Date.UTC(2100)
const CODE = 'a-code-that-was-handed-out'
const keys = await generateKeys()
const password = await hashPassword(JANE.password)
const jane = {
  sub: 'j',
  username: 'jane',
  confirmed: true,
  password,
  attributes: { email: 'jane@example.com', sub: 'somebody-else', exp: '1', aud: 'another' },
}
const grant = { clientId: 'app1', sub: 'j', scopes: ['openid'], authTime: 1, eventId: 'e', originJti: 'o' }
const whole = {
  version: 1,
  keys,
  users: { j: jane },
  pending: { 'reset:j': { hash: 'h', expiresAt: LATER } },
  attempts: { 'password:j': { count: 1, blockedUntil: 1, forgetAt: LATER } },
  sessions: { s: { sub: 'j', authTime: 1, eventId: 'e', expiresAt: LATER } },
  codes: { [digest(CODE)]: { ...grant, originJti: 'p', redirectUri: CALLBACK, expiresAt: LATER } },
  families: { o: { ...grant, expiresAt: LATER, tokens: { t: null, u: LATER } } },
  revoked: { r: LATER },
}

/** A folder of its own with the file of an earlier version. */
async function place(name: string, content: unknown): Promise<string> {
  const own = await mkdtemp(join(folder, 'own-'))
  await writeFile(join(own, name), typeof content === 'string' ? content : JSON.stringify(content))
  return own
}

async function open(path: string) {
  const log: string[] = []
  const pool = await createUserPool({ ...OPTIONS, store: fileStore(path), log: (line) => log.push(line) })
  return { pool, log }
}

describe('the JSON file of an earlier version', () => {
  test.each([
    ['beside the database', 'pool.json', 'pool.db'],
    ['in the place of the database', 'pool.json', 'pool.json'],
  ])('is taken over once when it lies %s', async (_, old, name) => {
    const own = await place(old, whole)
    // What a writer left who was killed.
    const leftover = `pool.json.${crypto.randomUUID()}.tmp`
    await writeFile(join(own, leftover), JSON.stringify(whole))
    const path = join(own, name)
    const { pool, log } = await open(path)
    const [line = ''] = log
    expect(log).toHaveLength(1)
    expect(line).toMatch(/^The users of .+ are in .+ now\. The old file, .+\.imported, can be deleted\.$/)
    expect(pool.users).toMatchObject([{ sub: 'j', username: 'jane' }])
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const person = new Person(pool)
    const code = (await person.authorize(request(), JANE)).searchParams.get('code') ?? ''
    expect((await redeem(pool, code)).status).toBe(200)
    expect((await redeem(pool, CODE)).status).toBe(200)
    await pool.close()
    const imported = /The old file, (.+), can/.exec(line)?.[1] ?? ''
    expect(JSON.parse(await readFile(imported, 'utf8'))).toEqual(whole)
    expect(await readdir(own)).not.toContain(leftover)

    const again = await open(path)
    expect(again.log).toEqual([])
    expect(await again.pool.removeUser('jane')).toBe(true)
    await again.pool.close()
    expect((await open(path)).pool.users).toEqual([])
  })

  test('changes no claim with an attribute of the same name', async () => {
    const own = await place('pool.json', whole)
    const { pool } = await open(join(own, 'pool.db'))
    const code = (await new Person(pool).authorize(request(), JANE)).searchParams.get('code') ?? ''
    const { id_token: token = '' } = (await (await redeem(pool, code)).json()) as { id_token?: string }
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as object
    expect(claims).toMatchObject({ sub: 'j', aud: 'app1', exp: expect.any(Number) as number })
  })

  test('is forgotten with the rest, and other files are not', async () => {
    const own = await place('pool.json', whole)
    await writeFile(join(own, 'other.json'), '{"version":1}')
    removeFile(join(own, 'pool.db'))
    removeFile(join(own, 'other.db'))
    expect((await open(join(own, 'other.db'))).log).toEqual([])
    expect((await readdir(own)).filter((name) => name.endsWith('.json'))).toEqual(['other.json'])
  })

  test.each(['{"version":1', '[]', '{"version":2}', 'null'])('is set aside when it is %s', async (text) => {
    const own = await place('pool.json', text)
    const { pool, log } = await open(join(own, 'pool.json'))
    expect(pool.users).toEqual([])
    expect(log).toHaveLength(1)
    expect(log[0]).toMatch(
      /^The saved user pool could not be read \(.+\)\. It was moved to .+; the pool starts empty\.$/,
    )
    const aside = (await readdir(own)).find((name) => name.includes('corrupt')) ?? ''
    expect(await readFile(join(own, aside), 'utf8')).toBe(text)
  })

  test('stays where it is when it is damaged and lies beside the database', async () => {
    const own = await place('pool.json', '{"families"')
    const { log } = await open(join(own, 'pool.db'))
    expect(log.join()).toMatch(/pool\.json could not be taken over \(.+\)\. It stays as it is\.$/)
    expect(await readFile(join(own, 'pool.json'), 'utf8')).toBe('{"families"')
  })

  const user = { ...jane, sub: 'x', username: 'x', attributes: {} }
  test.each<[string, Record<string, unknown>, string]>([
    ['a user of nothing', { users: { x: {} } }, 'users.x.sub'],
    ['a user that is null', { users: { x: null } }, 'users.x'],
    ['a user under another name', { users: { y: user } }, 'users.y.sub'],
    ['a user of a name that is taken', { users: { x: { ...user, username: 'Jane' } } }, 'users.x'],
    ['a username of another kind', { users: { x: { ...user, username: 1 } } }, 'users.x.username'],
    ['a user without a password', { users: { x: { ...user, password: {} } } }, 'users.x.password.salt'],
    [
      'a cost that scrypt refuses',
      { users: { x: { ...user, password: { ...password, cost: 3 } } } },
      'users.x.password.cost',
    ],
    [
      'an attribute of another kind',
      { users: { x: { ...user, attributes: { email: 1 } } } },
      'attributes.email',
    ],
    ['a user who is neither', { users: { x: { ...user, confirmed: 'no' } } }, 'users.x.confirmed'],
    [
      'a session without a time',
      { sessions: { a: { sub: 'j', authTime: 1, eventId: 'e' } } },
      'sessions.a.expiresAt',
    ],
    [
      'a session of nobody',
      { sessions: { a: { sub: 'z', authTime: 1, eventId: 'e', expiresAt: LATER } } },
      'sessions.a',
    ],
    ['a code without its scopes', { codes: { a: { ...grant, scopes: 1 } } }, 'codes.a.scopes'],
    ['a code without its callback', { codes: { a: { ...grant, expiresAt: LATER } } }, 'codes.a.redirectUri'],
    ['a family without tokens', { families: { a: { ...grant, expiresAt: LATER } } }, 'families.a.tokens'],
    [
      'a family with a strange token',
      { families: { a: { ...grant, expiresAt: LATER, tokens: { t: 'x' } } } },
      'families.a.tokens.t',
    ],
    ['a mailed code in clear', { pending: { a: { code: '123456', expiresAt: LATER } } }, 'pending.a.hash'],
    ['attempts without a count', { attempts: { a: { forgetAt: LATER } } }, 'attempts.a.count'],
    ['a revocation without a time', { revoked: { a: 'x' } }, 'revoked.a'],
    ['no secret', { keys: { secret: undefined } }, 'keys.secret'],
    ['an empty secret', { keys: { secret: '' } }, 'keys.secret'],
    ['a key that is missing', { keys: { access: undefined } }, 'keys.access'],
    ['a key that is public', { keys: { access: { ...keys.access, d: undefined } } }, 'keys.access'],
  ])('is taken over without %s, which is named', async (_, damage, name) => {
    const damaged = Object.fromEntries(
      Object.entries(whole).map(([part, rows]) => [
        part,
        typeof rows === 'number' ? rows : { ...rows, ...(damage[part] as object | undefined) },
      ]),
    )
    const own = await place('pool.json', damaged)
    const { pool, log } = await open(join(own, 'pool.db'))
    expect(log).toHaveLength(2)
    expect(log.find((line) => !line.startsWith('The users of '))).toContain(name)
    expect(pool.users.map(({ username }) => username)).toEqual(['jane'])
    expect((await new Person(pool).authorize(request(), JANE)).searchParams.has('code')).toBe(true)
  })
})
