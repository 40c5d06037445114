import { describe, expect, test } from 'vitest'
import { createUserPool, memoryStore } from '../../sample/user-pool/src/index.ts'
import { Person } from '../helpers/person.ts'
import { body, CALLBACK, claims, codeFor, JANE, ORIGIN, redeem, testPool } from './helpers.ts'

const CLIENT = { clientId: 'app1', callbackUrls: [CALLBACK] }
const create = (options: object) =>
  createUserPool({
    origin: ORIGIN,
    poolId: 'local_TestPool',
    clients: [CLIENT],
    ...options,
  })

describe('a mistake in the options', () => {
  test.each<[string, object, string]>([
    [
      'an option that is not there',
      { pollId: 'x' },
      'pollId is no option here; there are: origin, poolId, clients, groups, users, demoUser, smtp, clock, log, store, keys, passwordCost, advice',
    ],
    [
      'one of a client',
      { clients: [{ ...CLIENT, callbackUrl: CALLBACK }] },
      'clients[0].callbackUrl is no option here; there are: clientId, callbackUrls, logoutUrls, ',
    ],
    ['none', { clients: [{ clientId: 'app1' }] }, 'clients[0].callbackUrls is missing'],
    [
      'a text for a list',
      { clients: [{ ...CLIENT, callbackUrls: CALLBACK }] },
      'must be a list in [ ], not "',
    ],
    ['a text for an object', { clients: ['app1'] }, 'clients[0] must be an object, not "app1"'],
    [
      'a word that is none of those',
      { clients: [{ ...CLIENT, allowedOAuthFlows: ['token'] }] },
      `clients[0].allowedOAuthFlows[0] must be 'code' or 'implicit', not "token"`,
    ],
    [
      'a text for a number',
      { clients: [{ ...CLIENT, idTokenValidity: '60' }] },
      'clients[0].idTokenValidity must be whole seconds, 1 or more, not "60"',
    ],
    [
      'a text for a switch',
      { clients: [{ ...CLIENT, enableTokenRevocation: 'no' }] },
      'must be true or false',
    ],
    [
      'a path for a store',
      { store: 'users.json' },
      'store must be what memoryStore() or fileStore(path) gives',
    ],
    [
      'no power of two for scrypt',
      { passwordCost: 1000 },
      'passwordCost must be a power of two, unlike 1000',
    ],
    [
      'more than scrypt shall take',
      { passwordCost: 2 ** 18 },
      'passwordCost must be a power of two from 2 to 131072, not 262144',
    ],
    [
      'a time for a clock',
      { clock: 5 },
      'clock must be a function that gives milliseconds since 1970, not 5',
    ],
    [
      'a weak password',
      { users: [{ username: 'joe', password: 'weak' }] },
      'users[0].password is refused: Pass',
    ],
    [
      'a number for an attribute',
      { users: [{ ...JANE, attributes: { zip: 1 } }] },
      'attributes.zip must be a str',
    ],
    [
      'a user without a name',
      { users: [{ password: JANE.password }] },
      'users[0] needs a username or an email',
    ],
    [
      'a group that is not there',
      { users: [{ ...JANE, groups: ['admins'] }] },
      'users[0].groups names "admins", which is no group: add { name: "admins" } to the groups of the pool',
    ],
  ])('is named with its place: %s', async (_, options, message) => {
    const error = (await create(options).catch((error: unknown) => error)) as Error
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain(message)
    expect(error.message).toMatch(/^The options of the user pool: /)
  })

  test('is named beside every other', async () => {
    const clients = [{ clientId: 'a b', callbackUrls: ['/'] }]
    await expect(create({ origin: 'localhost', clients })).rejects.toThrow(
      [
        'The options of the user pool:',
        'origin must be a scheme, a host and a port only, as in http://localhost:9230, unlike localhost',
        'clients[0].clientId may hold letters, digits, _ and + only, unlike a b',
        'clients[0].callbackUrls[0] is not an absolute URL of ASCII characters: /',
      ].join('\n  '),
    )
  })
})

describe('users and groups of the options', () => {
  const groups = [{ name: 'admins' }, { name: 'staff' }]

  test('are there from the start, and the groups are in both tokens', async () => {
    const { pool, person } = await testPool(
      {},
      { groups, users: [{ username: 'ann', password: 'Secret-123', groups: ['staff', 'admins'] }] },
    )
    const callback = await person.authorize(
      `/oauth2/authorize?response_type=code&client_id=app1&redirect_uri=${CALLBACK}`,
      { username: 'ann', password: 'Secret-123' },
    )
    const tokens = await body(await redeem(pool, callback.searchParams.get('code') ?? ''))
    for (const token of [tokens.id_token, tokens.access_token])
      expect(claims(token)['cognito:groups']).toEqual(['staff', 'admins'])
    const hers = await body(await redeem(pool, await codeFor(new Person(pool))))
    for (const token of [hers.id_token, hers.access_token])
      expect(claims(token)).not.toHaveProperty('cognito:groups')
  })

  test('are kept, and those of a known user follow the options', async () => {
    const store = memoryStore()
    const joe = { username: 'joe', password: 'Secret-123' }
    const first = await create({ store, groups, users: [{ ...joe, groups: ['admins'] }] })
    expect(first.users).toMatchObject([{ username: 'joe', confirmed: true, groups: ['admins'] }])
    const second = await create({ store, groups, users: [{ ...joe, groups: ['staff'] }] })
    expect(second.users).toEqual([{ ...first.users[0], groups: ['staff'] }])
    expect((await create({ store })).users).toMatchObject([{ groups: ['staff'] }])
  })

  test('refuse a later user in a group that is not there', async () => {
    const pool = await create({ groups })
    await pool.addUser({ ...JANE, groups: ['staff'] })
    await expect(pool.addUser({ username: 'joe', password: 'Secret-123', groups: ['boss'] })).rejects.toThrow(
      'user joe names "boss", which is no group: add { name: "boss" } to the groups of the pool',
    )
  })
})
