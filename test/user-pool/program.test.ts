import { createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createUserPool, type UserPool, type UserPoolOptions } from '../../sample/user-pool/src/index.ts'
import { Person } from '../helpers/person.ts'
import { body, CALLBACK, claims, codeFor, get, JANE, redeem, refresh, request, testPool } from './helpers.ts'

/* What a test program does with a pool. */

const OPTIONS = { poolId: 'local_TestPool', clients: [{ clientId: 'app1', callbackUrls: [CALLBACK] }] }

let pool: UserPool | undefined
const create = async (options: Partial<UserPoolOptions> = {}) =>
  (pool = await createUserPool({ ...OPTIONS, ...options }))
afterEach(async () => {
  await pool?.close()
})

const discover = async (origin: string) =>
  (await (await fetch(`${origin}/local_TestPool/.well-known/openid-configuration`)).json()) as Record<
    string,
    string
  >

describe('listening', () => {
  test('takes a free port, which the pool then names everywhere', async () => {
    const pool = await create()
    expect(pool.origin).toBe('http://localhost:9230')
    const listening = await pool.listen({ port: 0 })
    const { origin, port } = listening
    expect(origin).toBe(`http://localhost:${port}`)
    expect([pool.origin, pool.issuer]).toEqual([origin, `${origin}/local_TestPool`])
    expect(await discover(origin)).toMatchObject({
      issuer: pool.issuer,
      token_endpoint: `${origin}/oauth2/token`,
    })
    await listening.close()
    await expect(fetch(origin)).rejects.toThrow()
  })

  test('signs somebody in over the socket, with tokens of that address', async () => {
    const pool = await create({ users: [JANE] })
    const { origin } = await pool.listen({ port: 0 })
    const person = new Person({ origin, fetch: (request) => fetch(request) })
    const tokens = await body(await redeem(pool, await codeFor(person)))
    expect(claims(tokens.id_token).iss).toBe(`${origin}/local_TestPool`)
  })

  test('leaves an origin that was named as it is', async () => {
    const pool = await create({ origin: 'https://name.example' })
    const { port, origin } = await pool.listen({ port: 0 })
    expect(origin).toBe('https://name.example')
    expect(await discover(`http://localhost:${port}`)).toMatchObject({
      issuer: 'https://name.example/local_TestPool',
    })
  })

  test('says that a port is in use', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, 'localhost', done))
    const { port } = other.address() as { port: number }
    const pool = await create({ origin: `http://localhost:${port}` })
    await expect(pool.listen()).rejects.toThrow(
      `Port ${port} is in use. Choose another, or 0 for any that is free.`,
    )
    other.close()
  })

  test('ends with the pool, whoever is connected, and can begin again', async () => {
    const pool = await create()
    const first = await pool.listen({ port: 0 })
    const second = await pool.listen({ port: 0 })
    await fetch(first.origin)
    await pool.close()
    await pool.close()
    await first.close()
    for (const { port } of [first, second]) await expect(fetch(`http://localhost:${port}`)).rejects.toThrow()
    const { origin } = await pool.listen({ port: first.port })
    expect((await fetch(origin)).status).toBe(200)
  })
})

describe('the clock', () => {
  test('lets time pass at once', async () => {
    const pool = await create({ users: [JANE] })
    const before = pool.clock.now()
    expect(Math.abs(before - Date.now())).toBeLessThan(1000)
    const tokens = await body(await redeem(pool, await codeFor(new Person(pool))))
    pool.clock.advance(30 * 24 * 60 * 60 - 60)
    expect((await refresh(pool, tokens.refresh_token)).status).toBe(200)
    pool.clock.advance(61)
    expect((await refresh(pool, tokens.refresh_token)).status).toBe(400)
    expect(pool.clock.now() - before).toBeGreaterThanOrEqual((30 * 24 * 60 * 60 + 1) * 1000)
  })

  test('is moved beside one of the options', async () => {
    const { pool, pass, now } = await testPool()
    pool.clock.advance(5)
    pass(7)
    expect(pool.clock.now()).toBe(now() + 5000)
  })

  test.each([-1, NaN, Infinity])('does not take %s seconds', async (seconds) => {
    const pool = await create()
    expect(() => {
      pool.clock.advance(seconds)
    }).toThrow('clock.advance() takes seconds, 0 or more')
  })
})

describe('an app client', () => {
  test('can be added later', async () => {
    const pool = await create()
    const path = request({ client_id: 'later', redirect_uri: 'https://later.example/' })
    expect((await get(pool, path)).headers.get('location')).toContain('/error?')
    pool.addClient({ clientId: 'later', callbackUrls: ['https://later.example/'] })
    expect((await get(pool, path)).headers.get('location')).toContain('/login?')
    expect(await (await get(pool, '/')).text()).toContain('https://later.example/')
  })

  test('is checked as those of the options', async () => {
    const pool = await create()
    expect(() => {
      pool.addClient({ clientId: 'later', callbackUrls: ['/'] })
    }).toThrow('The app client: callbackUrls[0] is not an absolute URL of ASCII characters: /')
    expect(() => {
      pool.addClient({ clientId: 'app1', callbackUrls: [CALLBACK] })
    }).toThrow('The app client: clientId app1 is used twice')
  })
})

test('the mails to one address can be read', async () => {
  const { pool } = await testPool()
  for (const email of ['ann@example.com', 'bob@example.com']) {
    const person = await new Person(pool).open(request())
    await person.signUp({ email, password: 'Secret-123' })
  }
  expect(pool.mails().map(({ to }) => to)).toEqual(['ann@example.com', 'bob@example.com'])
  expect(pool.mails('bob@example.com')).toEqual([pool.mailbox[1]])
})
