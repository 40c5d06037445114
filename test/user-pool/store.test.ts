import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createUserPool, fileStore, memoryStore, type UserPoolOptions } from '../../sample/user-pool/index.ts'
import { Person } from '../helpers/person.ts'
import { CALLBACK, JANE, codeFor, get, redeem, refresh, request, testPool, tokensFor } from './helpers.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-pool-'))
afterAll(() => rm(folder, { recursive: true }))

const OPTIONS: UserPoolOptions = {
  origin: 'http://localhost:9230',
  poolId: 'local_TestPool',
  clients: [{ clientId: 'app1', callbackUrls: [CALLBACK] }],
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
    await pool.addUser(JANE)
    const person = new Person(pool)
    const code = await codeFor(person)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const text = await readFile(path, 'utf8')
    for (const secret of [JANE.password, code, person.cookies.get('cognito') ?? '-'])
      expect(text).not.toContain(secret)
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('keeps the text saved last when many are saved at once', async () => {
    const store = fileStore(join(folder, 'many.json'))
    await Promise.all(Array.from({ length: 20 }, (_, index) => store.save(`text ${index}`)))
    expect(await store.load()).toBe('text 19')
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
    ['a script URL', { clients: [{ ...client, callbackUrls: ['javascript:alert(1)'] }] }, /no callback/],
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
