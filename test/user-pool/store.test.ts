import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import {
  createUserPool,
  fileStore,
  memoryStore,
  type UserPoolOptions,
} from '../../sample/user-pool/src/index.ts'
import { Person } from '../helpers/person.ts'
import { CALLBACK, JANE, codeFor, get, redeem, refresh, request, testPool, tokensFor } from './helpers.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-pool-'))
afterAll(() => rm(folder, { recursive: true }))

const OPTIONS: UserPoolOptions = {
  origin: 'http://localhost:9230',
  poolId: 'local_TestPool',
  clients: [{ clientId: 'app1', callbackUrls: [CALLBACK] }],
}

/** `value` with the members of `changes` in it, member by member; undefined takes one out. */
function merge(value: unknown, changes: unknown): unknown {
  if (!isRecord(value) || !isRecord(changes)) return changes
  const changed = Object.entries(changes).map(([name, change]) => [name, merge(value[name], change)] as const)
  return { ...value, ...Object.fromEntries(changed) }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

describe('a pool in a file', () => {
  test('remembers users, keys, sessions, codes and refresh tokens', async () => {
    const path = join(folder, 'deep', 'pool.json')
    const first = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    await first.addUser({ ...JANE, email: 'jane@example.com' })
    const person = new Person(first)
    const { refresh_token: refreshToken } = await tokensFor(first, person)
    const code = await codeFor(person)

    const second = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    const keysOf = async (pool: typeof first) =>
      (await get(pool, '/local_TestPool/.well-known/jwks.json')).text()
    expect(await keysOf(second)).toBe(await keysOf(first))
    expect((await refresh(second, refreshToken)).status).toBe(200)
    expect((await redeem(second, code)).status).toBe(200)
    const later = new Person(second)
    later.cookies.set('cognito', person.cookies.get('cognito') ?? '')
    expect((await later.open(request({ prompt: 'none' }))).callback.searchParams.has('code')).toBe(true)
  })

  test('is for its owner only, and holds neither passwords nor codes nor cookies', async () => {
    const path = join(folder, 'secret.json')
    const pool = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    await pool.addUser({ ...JANE, email: 'jane@example.com' })
    const person = new Person(pool)
    const code = await codeFor(person)
    const { refresh_token: refreshToken = '-' } = await tokensFor(pool, person)
    await person.open(request({}, '/signup'))
    await person.signUp({ email: 'max@mustermann.example', password: 'Strong pass1' })
    await person.open(request({}, '/forgotPassword'))
    await person.forgotPassword('jane')
    const mailed = pool.mailbox.map((mail) => `"${mail.code}"`)
    expect(mailed).toHaveLength(2)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const text = await readFile(path, 'utf8')
    const secrets = [JANE.password, code, refreshToken, person.cookies.get('cognito') ?? '-', ...mailed]
    for (const secret of secrets) expect(text).not.toContain(secret)
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('takes a code that was mailed before a restart', async () => {
    const path = join(folder, 'restart.json')
    const first = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    const person = new Person(first)
    await person.open(request({}, '/signup'))
    await person.signUp({ email: 'max@mustermann.example', password: 'Strong pass1' })
    const second = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    const later = new Person(second)
    for (const [name, value] of person.cookies) later.cookies.set(name, value)
    await later.open(request({}, '/confirm'))
    expect((await later.confirm(first.mailbox[0]?.code ?? '')).left).toBe(true)
  })

  test('takes a mailed code for its own purpose and person only, even where its hash is copied', async () => {
    const path = join(folder, 'copied.json')
    const first = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    const { sub } = await first.addUser({ ...JANE, email: 'jane@example.com' })
    const person = new Person(first)
    await person.open(request({}, '/signup'))
    await person.signUp({ email: 'max@mustermann.example', password: 'Strong pass1' })
    const saved = JSON.parse(await readFile(path, 'utf8')) as { pending: Record<string, unknown> }
    const [row] = Object.values(saved.pending)
    await writeFile(path, JSON.stringify({ ...saved, pending: { [`reset:${sub}`]: row } }))
    const second = new Person(await createUserPool({ ...OPTIONS, store: fileStore(path) }))
    second.cookies.set('page-data', Buffer.from('jane').toString('base64url'))
    await second.open(request({}, '/confirmForgotPassword'))
    await second.resetPassword(first.mailbox[0]?.code ?? '', 'Another-1')
    expect(second.error).toBe('Invalid verification code provided, please try again.')
  })

  test('keeps the text saved last when two are saved at once', async () => {
    const store = fileStore(join(folder, 'many.json'))
    // The first takes long to write: unless the second waits for it, the first is the last to arrive.
    await Promise.all([store.save('long '.repeat(4_000_000)), store.save('short')])
    expect(await store.load()).toBe('short')
  })

  test.each([
    '',
    '{"version":1',
    '[]',
    '{"version":1}',
    '{"version":2}',
    '{"version":1,"keys":{},"users":{}}',
  ])('survives the damaged text %s with a clear message', async (text) => {
    const own = await mkdtemp(join(folder, 'damaged-'))
    await writeFile(join(own, 'pool.json'), text)
    const log: string[] = []
    const store = fileStore(join(own, 'pool.json'))
    const pool = await createUserPool({ ...OPTIONS, store, log: (line) => log.push(line) })
    await pool.addUser(JANE)
    expect(log[0]).toMatch(
      /^The saved user pool could not be read \(.+\)\. It was moved to .+; the pool starts empty\.$/,
    )
    const names = await readdir(own)
    expect(names).toContain('pool.json')
    const aside = names.find((name) => name.includes('corrupt')) ?? ''
    expect(await readFile(join(own, aside), 'utf8')).toBe(text)
  })

  const hash = { salt: 'c2FsdA', hash: 'aGFzaA', cost: 16384 }
  const user = { sub: 'x', username: 'x', confirmed: true, password: hash, attributes: {} }
  const grant = { clientId: 'app1', sub: 'x', scopes: ['openid'], authTime: 1, eventId: 'e', originJti: 'o' }
  const later = Date.UTC(2100)

  test.each<[string, Record<string, unknown>, string]>([
    ['a user of nothing', { users: { x: {} } }, 'users.x.sub'],
    ['a user that is null', { users: { x: null } }, 'users.x'],
    ['a user under another name', { users: { y: user } }, 'users.y.sub'],
    ['a username of another kind', { users: { x: { ...user, username: 1 } } }, 'users.x.username'],
    ['a user without a password', { users: { x: { ...user, password: {} } } }, 'users.x.password.salt'],
    [
      'a cost that scrypt refuses',
      { users: { x: { ...user, password: { ...hash, cost: 3 } } } },
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
      { sessions: { a: { sub: 'x', authTime: 1, eventId: 'e' } } },
      'sessions.a.expiresAt',
    ],
    ['a code without its scopes', { codes: { a: { ...grant, scopes: 1 } } }, 'codes.a.scopes'],
    ['a code without its callback', { codes: { a: { ...grant, expiresAt: later } } }, 'codes.a.redirectUri'],
    ['a family without tokens', { families: { a: { ...grant, expiresAt: later } } }, 'families.a.tokens'],
    [
      'a family with a strange token',
      { families: { a: { ...grant, expiresAt: later, tokens: { t: 'x' } } } },
      'families.a.tokens.t',
    ],
    ['a mailed code in clear', { pending: { a: { code: '123456', expiresAt: later } } }, 'pending.a.hash'],
    ['attempts without a count', { attempts: { a: { forgetAt: later } } }, 'attempts.a.count'],
    ['a revocation without a time', { revoked: { a: 'x' } }, 'revoked.a'],
    ['no secret', { keys: { secret: undefined } }, 'keys.secret'],
    ['an empty secret', { keys: { secret: '' } }, 'keys.secret'],
    ['a key that is missing', { keys: { access: undefined } }, 'keys.access'],
    ['a key that is public', { keys: { access: { d: undefined } } }, 'keys.access'],
  ])('survives %s and names it', async (_, damage, name) => {
    const own = await mkdtemp(join(folder, 'row-'))
    const path = join(own, 'pool.json')
    const whole = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    await whole.addUser(JANE)
    const saved: unknown = JSON.parse(await readFile(path, 'utf8'))
    await writeFile(path, JSON.stringify(merge(saved, damage)))
    const log: string[] = []
    const pool = await createUserPool({ ...OPTIONS, store: fileStore(path), log: (line) => log.push(line) })
    expect(log).toHaveLength(1)
    expect(log[0]).toContain(name)
    expect(pool.users).toEqual([])
    expect((await get(pool, request({}, '/login'))).status).toBe(200)
    expect((await readdir(own)).some((file) => file.includes('corrupt'))).toBe(true)
  })

  test('says which file cannot be read', async () => {
    await expect(createUserPool({ ...OPTIONS, store: fileStore(folder) })).rejects.toThrow(folder)
  })
})

describe('the demo user', () => {
  const demoUser = { username: 'demo', password: 'Demo-1234' }

  test('is there from the start, once, and keeps its sub', async () => {
    const store = memoryStore()
    const first = await createUserPool({ ...OPTIONS, store, demoUser })
    const second = await createUserPool({
      ...OPTIONS,
      store,
      demoUser: { ...demoUser, password: 'Changed-1' },
    })
    expect(second.users).toEqual(first.users)
    expect(second.users).toMatchObject([{ username: 'demo', attributes: { email: 'demo@example.com' } }])
    const callback = await new Person(second).authorize(request(), {
      username: 'demo',
      password: 'Changed-1',
    })
    expect(callback.searchParams.has('code')).toBe(true)
  })
})

describe('options', () => {
  const client = OPTIONS.clients[0] ?? { clientId: '', callbackUrls: [] }

  test.each<[string, Partial<UserPoolOptions>, RegExp]>([
    ['an origin with a path', { origin: 'http://localhost:9230/' }, /origin must be/],
    ['a pool id without underscore', { poolId: 'demo' }, /poolId must look like local_DemoPool/],
    ['the same client twice', { clients: [client, client] }, /used twice/],
    ['a client without a callback', { clients: [{ ...client, callbackUrls: [] }] }, /needs a callback URL/],
    [
      'plain http elsewhere',
      { clients: [{ ...client, callbackUrls: ['http://app.example/'] }] },
      /localhost only/,
    ],
    ['a fragment', { clients: [{ ...client, callbackUrls: ['https://app.example/#x'] }] }, /no fragment/],
    ['a relative URL', { clients: [{ ...client, logoutUrls: ['/bye'] }] }, /not an absolute URL/],
    ['a script URL', { clients: [{ ...client, callbackUrls: ['javascript:alert(1)'] }] }, /own scheme/],
    [
      'a lifetime of zero',
      { clients: [{ ...client, idTokenValidity: 0 }] },
      /idTokenValidity must be whole seconds/,
    ],
    [
      'a long grace period',
      { clients: [{ ...client, refreshTokenRotation: { retryGracePeriodSeconds: 61 } }] },
      /0 to 60/,
    ],
  ])('refuses %s', async (_, options, message) => {
    await expect(createUserPool({ ...OPTIONS, ...options })).rejects.toThrow(message)
  })

  test('takes the scheme of a native application', async () => {
    const { person } = await testPool({ callbackUrls: ['myapp://callback'] })
    const callback = await person.authorize(request({ redirect_uri: 'myapp://callback' }), JANE)
    expect(callback.href).toMatch(/^myapp:\/\/callback\?code=/)
  })

  test('refuses users without a name, with a taken name or a weak password', async () => {
    const { pool } = await testPool()
    await expect(pool.addUser({ password: 'Strong-1' })).rejects.toThrow('needs a username or an email')
    await expect(pool.addUser({ ...JANE })).rejects.toThrow('User already exists')
    await expect(pool.addUser({ username: 'joe', password: 'weak' })).rejects.toThrow('Password must contain')
    expect(await pool.removeUser('joe')).toBe(false)
  })
})
