import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type ApplicationOptions,
  CognitoAuth,
  CognitoAuthError,
  type CognitoAuthOptions,
  CognitoAuthSession,
  createCognitoAuth,
} from '../../src/index.js'
import { type Auth, COUNTS_WHO_CAN_RETURN, DOORS, openDoor } from '../helpers/doors.ts'
import { answerFor, answerWith, appOptions, finish, signInAs } from '../helpers/paper-pool.ts'
import { skipPauses } from '../helpers/pauses.ts'
import { forAnotherPage, RecordingStorage } from '../helpers/storage.ts'
import { accessClaims, CLIENT_ID, now, sign, signPair } from '../helpers/tokens.ts'
import { expectApart, expectReplaced, people, tokensOf, usernames } from '../helpers/people.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

/* What others may have put into the storage, the address or an answer, and what one user's keys have to do with another's. */

let storage: RecordingStorage
beforeEach(() => {
  storage = new RecordingStorage()
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const optionsOf = (options: Partial<CognitoAuthOptions> = {}): CognitoAuthOptions => ({
  ...appOptions,
  Storage: forAnotherPage(storage),
  ...options,
})
const nothing = ['', '', '']
const keysOf = (username: string, clientId = CLIENT_ID) =>
  ['idToken', 'accessToken', 'refreshToken', 'tokenScopesString', 'clockDrift'].map(
    (name) => `CognitoIdentityServiceProvider.${clientId}.${username}.${name}`,
  )

/** Each takes what is stored and gives what somebody put in its place. */
const poisons: Record<string, (genuine: Record<string, unknown>, value: string) => unknown> = {
  'an empty text': () => '',
  null: () => 'null',
  undefined: () => 'undefined',
  'the beginning of an object': () => '{',
  'an array': () => '[]',
  'three letters': () => 'a.b.c',
  'five million characters': () => 'x'.repeat(5_000_000),
  'a genuine token and five million characters': (_, value) => value + 'x'.repeat(5_000_000),
  'half a surrogate': () => '\uD800',
  'a key of every object': () => '__proto__',
  'an unsigned token': (claims) =>
    [{ alg: 'none' }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.') + '.',
  "another client's token": (claims) => sign({ ...claims, client_id: 'other', aud: 'other' }),
  "another user's token": (claims) =>
    sign({ ...claims, sub: 'other', username: 'bob', 'cognito:username': 'bob', email: 'bob@example.com' }),
  "another user's token with the same name": (claims) => sign({ ...claims, sub: 'other' }),
  "another pool's token": (claims) => sign({ ...claims, iss: 'http://localhost:9230/local_Other' }),
  'a token of another use': (claims) =>
    sign({ ...claims, token_use: claims['token_use'] === 'id' ? 'access' : 'id' }),
  'an expired token': (claims) => sign({ ...claims, iat: now() - 7200, exp: now() - 3600 }),
  'a token that lasts for a year': (claims) => sign({ ...claims, exp: now() + 31_536_000 }),
  'a number': () => 5,
  true: () => true,
  'an object': () => ({}),
  'a list of one text': (_, value) => value.split(' '),
  'a text in an object': (_, value) => Object(value) as object,
  'a promise of the text': (_, value) => Promise.resolve(value),
  'something that becomes the text': (_, value) => ({
    length: value.length,
    toString: () => value,
    split: () => value.split(' '),
  }),
  'a function': (_, value) => () => value,
}
/** What is still a session of the same user, or only tells how to get the next. */
const harmless = ['refreshToken', 'tokenScopesString', 'clockDrift']

const matrix = [
  'LastAuthUser',
  'idToken',
  'accessToken',
  'refreshToken',
  'tokenScopesString',
  'clockDrift',
].flatMap((name) => Object.keys(poisons).map((poison) => [name, poison] as const))

/** What may have become of the record of a sign-in. */
type Spoil = (record: Record<string, unknown>, text: string) => unknown
const spoils: [what: string, spoil: Spoil][] = [
  ['empty', () => ''],
  ['cut off', (_, text) => text.slice(0, -20)],
  ['null', () => 'null'],
  ['a number', () => '5'],
  ['a list', () => '[]'],
  ['without members', () => '{}'],
  ['only the verifier, as other versions would have it', ({ codeVerifier }) => codeVerifier],
  ['five million characters long', (record) => JSON.stringify({ ...record, appState: 'x'.repeat(5e6) })],
  ...['createdAt', 'responseType', 'redirectUri', 'scopes', 'nonce', 'codeVerifier'].flatMap(
    (name): [string, Spoil][] => [
      [`without ${name}`, (record) => JSON.stringify({ ...record, [name]: undefined })],
      [`with an object as ${name}`, (record) => JSON.stringify({ ...record, [name]: {} })],
    ],
  ),
  ['without a verifier worth the name', (record) => JSON.stringify({ ...record, codeVerifier: '' })],
  ['without a nonce worth the name', (record) => JSON.stringify({ ...record, nonce: '' })],
  ['with an address to return to that is no text', (record) => JSON.stringify({ ...record, returnTo: {} })],
  ['with scopes that are no texts', (record) => JSON.stringify({ ...record, scopes: [5] })],
]

type Matrix = typeof matrix

describe.each(DOORS)('at the door %s,', (door) => {
  const isClass = door === 'CognitoAuth'
  const page = (options: Partial<CognitoAuthOptions> = {}) => openDoor(door, optionsOf(options))

  describe('users', () => {
    it.each(people)('A60: keeps $name apart from everybody else on a storage', async (one) => {
      // Only the class lets a program name its users, so that there are several of them.
      const expectIt = isClass ? expectApart : expectReplaced
      for (const other of people.filter((person) => person !== one)) {
        const storage = new RecordingStorage()
        const lines = () => [...storage.values].map(([key, value]) => `${key}=${value}`)
        await expectIt({ storage, lines }, one, other)
      }
    })

    it('A60: writes the keys of amazon-cognito-identity-js', async () => {
      await signInAs(page(), { username: 'jane@example.com' })
      expect([...storage.values.keys()].sort()).toEqual(
        [
          ...keysOf('jane@example.com'),
          'CognitoIdentityServiceProvider.1example23456789.LastAuthUser',
        ].sort(),
      )
    })

    it.each([undefined, '', null, 5, { jane: 1 }])(
      'A61: stores an access token whose username is %j under its sub',
      async (username) => {
        const sub = 'b2d5c1f0-0000-4000-8000-000000000002'
        const auth = page()
        await signInAs(auth, { username, sub })
        expect(auth.getUser()?.sub).toBe(sub)
        if (auth instanceof CognitoAuth) expect(auth.getUsername()).toBe(sub)
        expect(page().isUserSignedIn()).toBe(true)
        for (const key of storage.values.keys())
          expect(key).toMatch(new RegExp(`\\.${CLIENT_ID}\\.(${sub}\\.\\w+|LastAuthUser)$`))
      },
    )

    it('A61: refuses an access token that names nobody', async () => {
      for (const sub of [undefined, '', null, 5]) {
        await expect(signInAs(page(), { username: undefined, sub })).rejects.toMatchObject({
          code: 'missing_claim',
        })
      }
      expect([...storage.values.keys()]).toEqual([])
    })

    it.each([
      '../evil',
      'x.CognitoIdentityServiceProvider.other.jane',
      '../other.jane',
      'other.jane',
      '\0other.jane',
      ...usernames,
    ])('A87: never leaves the keys of its app client for the username %j', async (username) => {
      await signInAs(page({ ClientId: CLIENT_ID }), { username: 'jane' })
      // The same tokens where a name that is taken for a path would lead.
      for (const [key, value] of [...storage.values])
        storage.values.set(key.replace(CLIENT_ID, 'other'), value)
      const others = () => [...storage.values].filter(([key]) => !key.includes(`.${CLIENT_ID}.`))
      const before = others()
      const read = vi.spyOn(storage, 'getItem')

      const auth = page()
      answerWith({ error: 'invalid_grant' }, 400)
      // Whoever is named by the program, or by what it wrote into the storage, which the other door takes no names for.
      if (auth instanceof CognitoAuth) {
        auth.setUser(username)
        expect(auth.getUsername()).toBe(username)
        expect(tokensOf(auth.getCachedSession())).toEqual(nothing)
        auth.setUsername(username)
        auth.cacheTokensScopes()
        auth.clearCachedTokensScopes()
      } else {
        storage.values.set(`CognitoIdentityServiceProvider.${CLIENT_ID}.LastAuthUser`, username)
        expect(auth.getUser()).toBeNull()
      }
      await expect(auth.getTokens({ minValidity: Infinity })).rejects.toBeInstanceOf(CognitoAuthError)
      await auth.signOut({ redirect: false })

      expect(others()).toEqual(before)
      const own = new RegExp(`^(CognitoIdentityServiceProvider|cognito-auth\\.d\\.example)\\.${CLIENT_ID}\\.`)
      for (const [key] of read.mock.calls) expect(key).toMatch(own)
      for (const change of storage.changes) expect(change.replace(/^\w+ /, '')).toMatch(own)
    })
  })

  describe('prototypes', () => {
    afterEach(() => {
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
      expect(Object.keys(Object.prototype)).toEqual([])
    })
    const untouched = (session: CognitoAuthSession) => {
      expect(Object.getPrototypeOf(session)).toBe(CognitoAuthSession.prototype)
      expect((session as unknown as Record<string, unknown>)['polluted']).toBeUndefined()
      for (const { payload } of [session.getIdToken(), session.getAccessToken()]) {
        expect(Object.getPrototypeOf(payload)).toBe(Object.prototype)
        expect(payload['polluted']).toBeUndefined()
      }
      return session
    }
    const parameters =
      '__proto__[polluted]=1&__proto__.polluted=1&__proto__=x&constructor=x&constructor[prototype][polluted]=1&hasOwnProperty=1&toString=1&valueOf=1'

    it.each(['query', 'fragment'])(
      'A62: takes parameters named after members of every object in the %s for foreign',
      async (channel) => {
        const { callback, answer } = await answerFor(page())
        answerWith(answer)
        const { search } = new URL(callback)
        const url =
          channel === 'query'
            ? `https://app.example/${search}&${parameters}`
            : `https://app.example/#${parameters}&${search.slice(1)}`
        untouched(await finish(page(), url))
        // On their own they are no response at all.
        for (const mark of ['?', '#']) {
          const alone = `https://app.example/${mark}${parameters}`
          expect(await page().handleCallback(alone)).toBeNull()
          if (isClass) expect(page().parseCognitoWebResponse(alone)).toBe(false)
        }
      },
    )

    it('A62: reads nothing that an answer has only by its prototype', async () => {
      const { callback, answer } = await answerFor(page())
      answerWith(JSON.parse(`{"__proto__":${JSON.stringify({ ...answer, polluted: 1 })}}`))
      await expect(finish(page(), callback)).rejects.toMatchObject({ code: 'bad_response' })
      expect([...storage.values.keys()]).toEqual([])
    })

    it('A62: has an answer and claims leave the prototypes of what is made of them alone', async () => {
      const hostile = JSON.parse(
        '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      ) as object
      const auth = page()
      const { callback, answer } = await answerFor(auth, Object.fromEntries(Object.entries(hostile)))
      const proto = JSON.parse(JSON.stringify(answer).replace('{', '{"__proto__":{"polluted":1},')) as object
      answerWith({ ...proto, constructor: { prototype: { polluted: 1 } } })
      untouched(await finish(auth, callback))
      untouched((await page().init()) as CognitoAuthSession)
    })

    it('A62: begins no sign-in from a record that has its members only by its prototype', async () => {
      const { callback, answer } = await answerFor(page())
      const posted = answerWith(answer)
      const [key = '', record = ''] = [...storage.values].find(([, value]) => value.startsWith('{')) ?? []
      storage.values.set(key, `{"__proto__":${record}}`)
      await expect(finish(page(), callback)).rejects.toBeInstanceOf(CognitoAuthError)
      expect(posted).toEqual([])
    })

    it('A62: takes options that are there only by a key named __proto__ for absent', async () => {
      const create = isClass
        ? (options: CognitoAuthOptions) => new CognitoAuth(options)
        : (options: CognitoAuthOptions) => createCognitoAuth(options as ApplicationOptions)
      const options = (json: object) => ({
        ...appOptions,
        ...(JSON.parse(JSON.stringify(json).replace('"proto"', '"__proto__"')) as object),
      })
      const polluted = {
        polluted: 1,
        AllowUnsolicitedResponse: true,
        ClientSecret: 'x',
        IdentityProvider: 'Evil',
      }
      const auth = create(options({ proto: polluted }))
      expect(await auth.createSignInUrl()).not.toContain('Evil')
      if (auth instanceof CognitoAuth) {
        expect(Object.getPrototypeOf(auth)).toBe(CognitoAuth.prototype)
        expect(auth.IdentityProvider).toBe('')
      }
      expect(() =>
        create(JSON.parse(`{"__proto__":${JSON.stringify(appOptions)}}`) as CognitoAuthOptions),
      ).toThrow(/^ClientId is missing/)
    })
  })

  describe('a poisoned storage', () => {
    let world: World<Auth>
    let genuine: ReadonlyMap<string, string>
    beforeAll(async () => {
      world = (await createWorld()).at(door)
      const { fetch } = globalThis
      restoreFetch = () => vi.stubGlobal('fetch', fetch)
      await world.signedIn()
      genuine = new Map(world.storage.values)
      vi.unstubAllGlobals()
    })
    let restoreFetch: () => unknown
    beforeEach(() => {
      restoreFetch()
      vi.setSystemTime(Date.now())
      world.storage.values.clear()
      for (const [key, value] of genuine) world.storage.setItem(key, value)
      world.storage.changes.length = 0
      world.requests.length = 0
      world.launched.length = 0
    })

    const keyOf = (name: string) => [...genuine.keys()].find((key) => key.endsWith(`.${name}`)) ?? name
    const claimsOf = (value: string | undefined) =>
      JSON.parse(Buffer.from(value?.split('.')[1] ?? '', 'base64url').toString() || '{}') as Record<
        string,
        unknown
      >

    /** Puts the poison in the place of what is stored, and gives it. */
    async function poisoned(name: string, poison: string): Promise<unknown> {
      const key = keyOf(name)
      const stored = genuine.get(key) ?? ''
      const token = ['idToken', 'accessToken'].includes(name) ? stored : genuine.get(keyOf('accessToken'))
      const made = poisons[poison]?.(claimsOf(token), stored)
      const value: unknown = poison.startsWith('a promise') ? made : await made
      world.storage.values.set(key, value as string)
      return value
    }

    let left: (url: string) => void
    const page = () =>
      world.page({
        LaunchUri: (url) => {
          left(url)
        },
      })

    /** What getSession() leads to: a session, an error, or a sign-in. */
    async function outcomeOf(auth: Auth) {
      return new Promise<CognitoAuthSession | CognitoAuthError | string>((resolve) => {
        auth.userhandler = {
          onSuccess: resolve,
          onFailure: (_message, error) => {
            resolve(error)
          },
        }
        left = resolve
        auth.getSession()
      })
    }

    // What stands in the storage is read by the same lines at either door: the class is asked all, and the other door half of
    // them at once and the other half an hour later.
    const [now, later] = [0, 1].map((half) => matrix.filter((_, i) => isClass || i % 2 === half)) as [
      Matrix,
      Matrix,
    ]

    it.each(now)('A63: works around %s being %s', async (name, poison) => {
      const value = await poisoned(name, poison)
      const before = new Map(world.storage.values)
      const { auth } = page()
      expect(auth.isUserSignedIn()).toBe(harmless.includes(name))
      const { auth: fresh } = page()
      if (fresh instanceof CognitoAuth)
        expect(fresh.getCachedSession().isValid()).toBe(harmless.includes(name))
      // It is ignored and not removed: another tab may be replacing it just now.
      expect(world.storage.changes).toEqual([])
      expect(new Map(world.storage.values)).toEqual(before)

      const outcome = await outcomeOf(auth)
      if (typeof outcome === 'string') {
        expect(outcome).toContain('/oauth2/authorize?')
      } else {
        expect(outcome).toBeInstanceOf(CognitoAuthSession)
        const session = outcome as CognitoAuthSession
        expect(session.isValid()).toBe(true)
        expect(session.getIdToken().payload['email']).toBe('jane@example.com')
        for (const token of tokensOf(session).slice(0, 2)) expect(token).not.toBe(value)
        // Every value that counts is good again, or has been all the time.
        expect(world.page().auth.isUserSignedIn()).toBe(true)
      }
    })

    it.each(later)('A63: works around %s being %s an hour later', async (name, poison) => {
      const value = await poisoned(name, poison)
      vi.setSystemTime(Date.now() + 3_601_000)
      const { auth } = page()
      const token: unknown = world.storage.values.get(keyOf('refreshToken'))
      const canReturn = harmless.includes(name) && typeof token === 'string' && /^.{1,9999}$/.test(token)
      expect(auth.isUserSignedIn()).toBe(COUNTS_WHO_CAN_RETURN[door] && canReturn)
      const outcome = await outcomeOf(auth)
      if (outcome instanceof CognitoAuthError) {
        // The server did not take what was put in place of the refresh token, and then a sign-in helps.
        expect([name, outcome.code]).toEqual(['refreshToken', 'session_expired'])
        expect(await outcomeOf(auth)).toContain('/oauth2/authorize?')
      } else if (typeof outcome === 'string') {
        expect(outcome).toContain('/oauth2/authorize?')
      } else {
        expect(outcome.isValid()).toBe(true)
        for (const token of tokensOf(outcome).slice(0, 2)) expect(token).not.toBe(value)
        expect(world.page().auth.isUserSignedIn()).toBe(true)
      }
    })

    it('A64: takes tokens that are stored for somebody else for none', async () => {
      const jane = [...world.storage.values].filter(([key]) => key.includes('.jane.'))
      for (const [key, value] of jane) world.storage.values.set(key.replace('.jane.', '.bob.'), value)
      world.storage.values.set(keyOf('LastAuthUser'), 'bob')
      const { auth } = page()
      expect(auth.isUserSignedIn()).toBe(false)
      if (auth instanceof CognitoAuth)
        expect(tokensOf(auth.getSignInUserSession()).slice(0, 2)).toEqual(['', ''])
      // Nor does the refresh token make Bob into Jane.
      expect(await outcomeOf(auth)).toContain('/oauth2/authorize')
      expect(auth.isUserSignedIn()).toBe(false)
      if (auth instanceof CognitoAuth) expect(tokensOf(auth.getSignInUserSession())).toEqual(nothing)
      expect(auth.getUser()).toBeNull()
      expect([...world.storage.values].filter(([key]) => key.includes('.jane.'))).toEqual(jane)
    })

    it('A64: takes the ID token of one user beside the access token of another for none', async () => {
      const access = claimsOf(genuine.get(keyOf('accessToken')))
      for (const claims of [{ sub: 'bob', username: 'bob' }, { sub: 'bob' }]) {
        const foreign = await sign({ ...access, ...claims })
        world.storage.values.set(keyOf('accessToken'), foreign)
        for (const LastAuthUser of ['jane', 'bob']) {
          for (const name of ['accessToken', 'idToken'])
            world.storage.values.set(
              keyOf(name).replace('.jane.', '.bob.'),
              world.storage.getItem(keyOf(name)) ?? '',
            )
          world.storage.values.set(keyOf('LastAuthUser'), LastAuthUser)
          const { auth } = page()
          expect(auth.isUserSignedIn()).toBe(false)
          if (auth instanceof CognitoAuth)
            expect(tokensOf(auth.getSignInUserSession()).slice(0, 2)).toEqual(['', ''])
        }
      }
    })
  })

  describe('the record of a sign-in', () => {
    it.each(spoils)('A65: that is %s answers nothing, and is removed', async (_, spoil) => {
      const { callback, answer } = await answerFor(page())
      const posted = answerWith(answer)
      const [key = '', text = ''] = [...storage.values].find(([, value]) => value.startsWith('{')) ?? []
      storage.values.set(key, spoil(JSON.parse(text) as Record<string, unknown>, text) as string)
      const auth = page()
      await expect(finish(auth, callback)).rejects.toMatchObject({ code: 'no_transaction' })
      expect(posted).toEqual([])
      expect([...storage.values.keys()]).toEqual([])
      expect(auth.isUserSignedIn()).toBe(false)
    })

    it('A65: that is spoiled does not keep the next sign-in from ending well', async () => {
      await page().getFQDNSignIn()
      for (const key of storage.values.keys()) storage.values.set(key, '{')
      expect((await signInAs(page())).isValid()).toBe(true)
    })
  })

  describe('a memory', () => {
    it('A66: is of one instance, so that two users of one server share nothing', async () => {
      const [jane, bob, nobody] = [0, 1, 2].map(() => page({ Storage: undefined })) as [Auth, Auth, Auth]
      const [janes, bobs] = [await signInAs(jane), await signInAs(bob, { username: 'bob', sub: 'bob' })]
      expect(tokensOf(await jane.init())).toEqual(tokensOf(janes))
      expect(tokensOf(await bob.init())).toEqual(tokensOf(bobs))
      expect(nobody.isUserSignedIn()).toBe(false)
      if (nobody instanceof CognitoAuth) expect(nobody.getLastUser()).toBeUndefined()
      expect(page({ Storage: undefined }).isUserSignedIn()).toBe(false)
      await bob.signOut({ redirect: false })
      expect(jane.isUserSignedIn()).toBe(true)
    })

    it('A66: keeps the sign-in of one instance from being finished by another', async () => {
      const { callback, answer } = await answerFor(page({ Storage: undefined }))
      const posted = answerWith(answer)
      await expect(finish(page({ Storage: undefined }), callback)).rejects.toMatchObject({
        code: 'no_transaction',
      })
      expect(posted).toEqual([])
    })
  })

  describe('after a failure', () => {
    type Fail = (world: World<Auth>) => Promise<{ auth: Auth; failures: unknown[][] }>
    const callbackOf = async (world: World<Auth>, options = {}) =>
      world.signInAt(await world.page(options).auth.getFQDNSignIn())
    const read = async (world: World<Auth>, url: string, options = {}) => {
      const { auth } = world.page(options)
      const failures: unknown[][] = []
      const done = new Promise((resolve) => {
        auth.userhandler = {
          onSuccess: resolve,
          onFailure: (...said) => {
            resolve(failures.push(said))
          },
        }
      })
      auth.parseCognitoWebResponse(url)
      await done
      return { auth, failures }
    }
    // Only the class knows the implicit flow.
    const inTheRedirect: [way: string, fail: Fail] = [
      'forged tokens in the redirect',
      async (world) => {
        const ResponseType = 'token'
        const callback = await callbackOf(world, { ResponseType })
        const forged = await sign(accessClaims({ iss: world.pool.issuer, client_id: 'app1' }))
        return read(world, callback.replace(/access_token=[^&]+/, `access_token=${forged}`), { ResponseType })
      },
    ]
    const ways: [way: string, fail: Fail][] = [
      ['a response that answers nothing', (world) => read(world, 'http://localhost:3000/?code=C&state=S')],
      [
        'a forged state',
        async (world) =>
          read(world, (await callbackOf(world)).replace(/state=[^&]+/, `state=${'x'.repeat(43)}`)),
      ],
      [
        'an error in the redirect',
        async (world) => read(world, (await callbackOf(world)).replace(/code=[^&]+/, 'error=access_denied')),
      ],
      [
        'a code that is refused',
        async (world) => read(world, (await callbackOf(world)).replace(/code=[^&]+/, 'code=C')),
      ],
      [
        'tokens that are refused',
        async (world) => {
          const callback = await callbackOf(world)
          const { answer } = await answerFor(page())
          answerWith(answer)
          return read(world, callback)
        },
      ],
      [
        'an answer whose token is an error object',
        async (world) => {
          const callback = await callbackOf(world)
          answerWith({
            access_token: { error: 'server_error' },
            id_token: { error: 'x' },
            token_type: 'Bearer',
          })
          return read(world, callback)
        },
      ],
      ...(isClass ? [inTheRedirect] : []),
      [
        'a refresh that ended the session',
        async (world) => {
          await world.signedIn()
          world.pass(3601)
          await world.pool.removeUser('jane')
          const { auth, heard } = world.page()
          auth.getSession()
          await heardOf(heard)
          return { auth, failures: heard.failures.map(({ message, error }) => [message, error]) }
        },
      ],
    ]

    it.each(ways)('A88: %s leaves nothing that could be taken for a session', async (_, fail) => {
      const world = (await createWorld()).at(door)
      const { auth, failures } = await fail(world)
      expect(failures).toEqual([[expect.any(String), expect.any(CognitoAuthError)]])
      // Nothing that a program could mistake for tokens is on the error.
      expect(failures[0]?.[1]).not.toHaveProperty('isValid')
      expect(failures[0]?.[1]).not.toHaveProperty('accessToken')
      if (auth instanceof CognitoAuth) {
        const session = auth.getSignInUserSession()
        expect(session).toBeInstanceOf(CognitoAuthSession)
        expect(session.isValid()).toBe(false)
        expect(tokensOf(session)).toEqual(nothing)
        expect(tokensOf(auth.getCachedSession())).toEqual(nothing)
      }
      expect([auth.isUserSignedIn(), auth.getUser(), await auth.init()]).toEqual([false, null, null])
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
    })

    it('A88: a refresh that fails for now leaves a session that says it is over', async () => {
      const world = (await createWorld()).at(door)
      await world.signedIn()
      world.pass(3601)
      skipPauses()
      world.pool.addFault({ path: '/oauth2/token', status: 500, times: 6 })
      const { auth, heard } = world.page()
      auth.getSession()
      await heardOf(heard)
      expect(heard.failures).toHaveLength(1)
      if (auth instanceof CognitoAuth) expect(auth.getSignInUserSession().isValid()).toBe(false)
      expect(auth.isUserSignedIn()).toBe(COUNTS_WHO_CAN_RETURN[door])
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'server_error' })
    })

    it('A88: a sign-out leaves no session at all', async () => {
      const world = (await createWorld()).at(door)
      const { auth } = await world.signedIn()
      await auth.signOut({ redirect: false })
      if (auth instanceof CognitoAuth) {
        expect(auth.getSignInUserSession()).toBeNull()
        expect(tokensOf(auth.getCachedSession())).toEqual(nothing)
      }
      expect([auth.isUserSignedIn(), auth.getUser(), await auth.init()]).toEqual([false, null, null])
    })
  })
})

describe('at the door CognitoAuth alone, where the program may name its users,', () => {
  const page = () => new CognitoAuth(optionsOf())

  it("A87: neither takes over nor overwrites another user's tokens where only the username is changed", async () => {
    await signInAs(page(), { username: 'bob', sub: 'bob' })
    const auth = page()
    auth.setUsername('jane')
    const jane = await signInAs(auth, { username: 'jane', sub: 'jane' })
    const before = new Map(storage.values)

    auth.setUsername('bob')
    expect(auth.getSignInUserSession()).toBe(jane)
    // Jane's tokens do not become Bob's by a refresh, whatever the field says.
    const [access, id] = [jane.getAccessToken().payload, jane.getIdToken().payload]
    const pair = await signPair({ ...access, jti: 'new' }, { ...id, at_hash: undefined })
    answerWith({ access_token: pair.accessToken, id_token: pair.idToken, token_type: 'Bearer' })
    const refreshed = await new Promise<CognitoAuthSession>((resolve, reject) => {
      auth.userhandler = { onSuccess: resolve, onFailure: reject }
      auth.refreshSession(jane.getRefreshToken().getToken())
    })
    expect(refreshed).toMatchObject({ accessToken: { payload: { username: 'jane' } } })
    for (const key of keysOf('bob')) expect(storage.getItem(key), key).toBe(before.get(key))
    expect(storage.getItem(keysOf('jane')[1] ?? '')).toBe(refreshed.getAccessToken().getJwtToken())
  })
})
