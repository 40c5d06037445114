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
import { openDatabase } from '../../sample/user-pool/src/database.ts'
import { EXPIRING } from '../../sample/user-pool/src/migrations.ts'
import { Person } from '../helpers/person.ts'
import {
  CALLBACK,
  JANE,
  codeFor,
  get,
  post,
  redeem,
  refresh,
  request,
  testPool,
  tokensFor,
} from './helpers.ts'

const folder = await mkdtemp(join(tmpdir(), 'user-pool-'))
afterAll(() => rm(folder, { recursive: true }))

const OPTIONS: UserPoolOptions = {
  origin: 'http://localhost:9230',
  poolId: 'local_TestPool',
  clients: [{ clientId: 'app1', callbackUrls: [CALLBACK] }],
}

describe('a pool in a file', () => {
  test('remembers users, keys, sessions, codes and refresh tokens', async () => {
    const path = join(folder, 'deep', 'pool.db')
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
    const path = join(folder, 'secret.db')
    const pool = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    await pool.addUser({ ...JANE, email: 'jane@example.com' })
    const person = new Person(pool)
    const code = await codeFor(person)
    const { refresh_token: refreshToken = '-' } = await tokensFor(pool, person)
    await person.open(request({}, '/signup'))
    await person.signUp({ email: 'max@mustermann.example', password: 'Strong pass1' })
    await person.open(request({}, '/forgotPassword'))
    await person.forgotPassword('jane')
    const mailed = pool.mailbox.map((mail) => mail.code)
    expect(mailed).toHaveLength(2)
    const secrets = [JANE.password, code, refreshToken, person.cookies.get('cognito') ?? '-', ...mailed]
    for (const suffix of ['', '-wal', '-shm']) {
      expect((await stat(path + suffix)).mode & 0o777).toBe(0o600)
      const text = await readFile(path + suffix, 'latin1')
      for (const secret of secrets) expect(text).not.toContain(secret)
    }
    await pool.close()
    expect((await readdir(folder)).filter((name) => name.startsWith('secret'))).toEqual(['secret.db'])
  })

  test('takes a code that was mailed before a restart', async () => {
    const path = join(folder, 'restart.db')
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
    const path = join(folder, 'copied.db')
    const first = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    const { sub } = await first.addUser({ ...JANE, email: 'jane@example.com' })
    const person = new Person(first)
    await person.open(request({}, '/signup'))
    await person.signUp({ email: 'max@mustermann.example', password: 'Strong pass1' })
    const database = openDatabase(path)
    database.run("UPDATE mailed_codes SET subject = ?, purpose = 'reset'", sub)
    database.close()
    const second = new Person(await createUserPool({ ...OPTIONS, store: fileStore(path) }))
    second.cookies.set('page-data', Buffer.from('jane').toString('base64url'))
    await second.open(request({}, '/confirmForgotPassword'))
    await second.resetPassword(first.mailbox[0]?.code ?? '', 'Another-1')
    expect(second.error).toBe('Invalid verification code provided, please try again.')
  })

  test('survives a file that is no database with a clear message, and keeps it aside', async () => {
    const own = await mkdtemp(join(folder, 'damaged-'))
    const path = join(own, 'pool.db')
    for (const text of ['not a database', `SQLite format 3\0${'x'.repeat(5000)}`]) {
      await writeFile(path, text)
      const log: string[] = []
      const pool = await createUserPool({ ...OPTIONS, store: fileStore(path), log: (line) => log.push(line) })
      await pool.addUser(JANE)
      await pool.close()
      expect(log).toHaveLength(1)
      expect(log[0]).toMatch(
        /^The saved user pool could not be read \(.+\)\. It was moved to .+; the pool starts empty\.$/,
      )
      const aside = /moved to (.+);/.exec(log[0] ?? '')?.[1] ?? ''
      expect(await readFile(aside, 'utf8')).toBe(text)
      await rm(path)
    }
  })

  test('reports a user who cannot be read and keeps the others', async () => {
    const path = join(folder, 'row.db')
    const log: string[] = []
    const first = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    await first.addUser(JANE)
    const { sub } = await first.addUser({ username: 'joe', password: JANE.password })
    await first.close()
    for (const attributes of ['{"name":1}', '["name"]', 'null', '{']) {
      const database = openDatabase(path)
      database.script('PRAGMA ignore_check_constraints = 1')
      database.run('UPDATE users SET attributes = ? WHERE sub = ?', attributes, sub)
      database.close()
      const pool = await createUserPool({ ...OPTIONS, store: fileStore(path), log: (line) => log.push(line) })
      expect(pool.users.map(({ username }) => username)).toEqual(['jane'])
      const person = new Person(pool)
      await person.open(request())
      await person.signIn({ username: 'joe', password: JANE.password })
      expect(person.error).toBe('Incorrect username or password.')
      expect((await new Person(pool).authorize(request(), JANE)).searchParams.has('code')).toBe(true)
      await pool.close()
      expect(log.splice(0)).toEqual([
        `The user ${sub} is left out: its attributes are no JSON object of texts in the database, or its groups no list of texts.`,
      ])
    }
  })

  test('makes new keys where the old ones are damaged, and keeps the users', async () => {
    const path = join(folder, 'keys.db')
    for (const keys of ['{}', 'null', '{"id":1}', '{', undefined]) {
      const log: string[] = []
      const options = { ...OPTIONS, store: fileStore(path), log: (line: string) => log.push(line) }
      const pool = await createUserPool(options)
      if (pool.users.length === 0) await pool.addUser(JANE)
      else expect(log.join()).toMatch(/^The saved keys could not be read \(.+\)\. There are new ones, and/)
      expect((await new Person(pool).authorize(request(), JANE)).searchParams.has('code')).toBe(true)
      const database = openDatabase(path)
      if (keys !== undefined) database.run('UPDATE keys SET value = ?', keys)
      database.close()
      await pool.close()
    }
  })

  test('refuses the file of a newer version', async () => {
    const path = join(folder, 'newer.db')
    const database = openDatabase(path)
    database.script('PRAGMA user_version = 999')
    database.close()
    await expect(createUserPool({ ...OPTIONS, store: fileStore(path) })).rejects.toThrow(
      /newer\.db cannot be used: it was written by a newer version .+: update, or name another file$/,
    )
  })

  test('takes the sessions, codes and refresh tokens of a user with the user', async () => {
    const path = join(folder, 'removed.db')
    const pool = await createUserPool({ ...OPTIONS, store: fileStore(path) })
    await pool.addUser({ ...JANE, email: 'jane@example.com' })
    const person = new Person(pool)
    const { refresh_token: refreshToken } = await tokensFor(pool, person)
    const code = await codeFor(person)
    await person.open(request({}, '/forgotPassword'))
    await person.forgotPassword('jane')
    await person.open(request({ prompt: 'login' }))
    await person.signIn({ ...JANE, password: 'wrong' })
    const database = openDatabase(path)
    const tables = ['users', 'names', 'sessions', 'codes', 'families', 'refresh_tokens', 'mailed_codes']
    const filled = () =>
      [...tables, 'attempts'].filter((table) => database.get(`SELECT 1 FROM ${table}`) !== undefined)
    expect(filled()).toEqual([...tables, 'attempts'])
    expect(await pool.removeUser('jane')).toBe(true)
    expect(filled()).toEqual([])
    database.close()
    expect((await refresh(pool, refreshToken)).status).toBe(400)
    expect((await redeem(pool, code)).status).toBe(400)
  })

  test('forgets what has expired', async () => {
    const path = join(folder, 'expired.db')
    const { pool, person, pass } = await testPool({}, { store: fileStore(path) })
    const { refresh_token: token = '' } = await tokensFor(pool, person)
    await post(pool, '/oauth2/revoke', { client_id: 'app1', token })
    await tokensFor(pool, person)
    await codeFor(person)
    await person.open(request({}, '/forgotPassword'))
    await person.forgotPassword('jane')
    await person.open(request({ prompt: 'login' }))
    await person.signIn({ ...JANE, password: 'wrong' })
    const database = openDatabase(path)
    const filled = () => EXPIRING.filter((table) => database.get(`SELECT 1 FROM ${table}`) !== undefined)
    expect(filled()).toEqual(EXPIRING)
    pass(31 * 24 * 60 * 60)
    await new Person(pool).authorize(request({ response_type: 'token' }), JANE)
    expect(filled()).toEqual(['sessions'])
    database.close()
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
    const joe = { username: 'joe', password: 'Strong-1' }
    for (const name of ['sub', 'exp', 'aud', 'cognito:username'])
      await expect(pool.addUser({ ...joe, attributes: { [name]: 'x' } })).rejects.toThrow(
        `user joe: attributes.${name} is a claim that the pool writes itself: leave it out`,
      )
    const age = { age: 7 } as unknown as Record<string, string>
    await expect(pool.addUser({ ...joe, attributes: age })).rejects.toThrow(
      "attributes.age must be a text, as Cognito keeps them: write '7'",
    )
    expect(await pool.removeUser('joe')).toBe(false)
  })
})
