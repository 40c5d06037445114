import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CognitoAuthError } from '../../src/index.js'
import { type Auth, DOORS } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { createWorld, type World } from '../helpers/world.ts'

/* What programs without types pass to methods that take options. */

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Of each option of a sign-in: values that mean nothing, or that are of another type. */
const SIGN_IN: Record<string, readonly unknown[]> = {
  screen: ['login', 'SignUp', '', 5, true, ['signUp'], {}],
  loginHint: [5, true, false, ['jane'], {}, Symbol('jane'), 5n],
  lang: ['pt', 'DE', '', 5, ['de'], {}],
  scopes: ['openid email', 5, true, {}, [5]],
  redirectUri: [5, true, ['http://localhost:3000/'], new URL('http://localhost:3000/'), '/other', ''],
  resource: [5, true, false, ['https://api.example.com'], new URL('https://api.example.com')],
  identityProvider: [5, true, false, ['Google'], {}],
  idpIdentifier: [5, true, false, ['example.com'], {}],
  popup: ['true', 'no', 1, {}, []],
  prompt: ['select', 'Login', '', 5, true, {}, ['login', 5], [['login']], 'login consent'],
  returnTo: [5, true, false, new URL('http://localhost:3000/'), ['/orders'], {}],
}

type Method = readonly [call: string, wrong: typeof SIGN_IN, run: (auth: Auth, options: never) => unknown]
/** Those that a call has without these. */
const signInWithout = (...names: string[]) =>
  Object.fromEntries(Object.entries(SIGN_IN).filter(([name]) => !names.includes(name)))
const METHODS: readonly Method[] = [
  ['signIn()', SIGN_IN, (auth, options) => auth.signIn(options)],
  ['createSignInUrl()', signInWithout('popup'), (auth, options) => auth.createSignInUrl(options)],
  ['addPasskey()', signInWithout('popup', 'screen'), (auth, options) => auth.addPasskey(options)],
  [
    'signOut()',
    {
      revoke: ['false', 0, 1, '', {}],
      redirect: ['/bye', 0, 1, '', {}],
      redirectUri: [5, true, ['http://localhost:3000/'], new URL('http://localhost:3000/'), '/bye', ''],
      signIn: ['true', 1, [], () => true, 'signUp'],
    },
    (auth, options) => auth.signOut(options),
  ],
  [
    'signOut({ signIn })',
    {
      scopes: ['openid email', 5, true, {}, [5]],
      redirectUri: [5, true, ['http://localhost:3000/'], '/other', ''],
      returnTo: [5, true, false, new URL('http://localhost:3000/'), ['/orders']],
    },
    (auth, signIn) => auth.signOut({ signIn }),
  ],
  [
    'getTokens()',
    { minValidity: ['60', Number.NaN, -1, true, {}, -Infinity] },
    (auth, options) => auth.getTokens(options),
  ],
]

/** What came of a call, in whichever way it fails; undefined where it does not. */
async function refusalOf(run: () => unknown): Promise<CognitoAuthError | undefined> {
  try {
    await run()
  } catch (error) {
    return error as CognitoAuthError
  }
  return undefined
}

describe.each(DOORS)('at the door %s,', (door) => {
  describe('a call that is refused', () => {
    let world: World<Auth>
    let auth: Auth
    let before: [string, string][]
    // Nothing that is refused changes anything, so that one sign-in is enough for all of them.
    beforeAll(async () => {
      world = (await createWorld()).at(door)
      auth = (await world.signedIn()).auth
      before = [...world.storage.values]
      world.requests.length = 0
    })
    beforeEach(() => {
      openPage('http://localhost:3000/')
    })
    afterEach(() => {
      expect([...world.storage.values]).toEqual(before)
      expect(world.requests).toEqual([])
      expect(world.launched).toEqual([])
      expect(auth.isUserSignedIn()).toBe(true)
    })

    describe.each(METHODS)('%s', (call, wrong, run) => {
      const rows = Object.entries(wrong).flatMap(([name, values]) => values.map((value) => ({ name, value })))

      it.each(rows)('refuses by name, with what to write, $name as $value', async ({ name, value }) => {
        const error = await refusalOf(() => run(auth, { [name]: value } as never))
        expect(error).toMatchObject({ name: 'CognitoAuthError', code: 'invalid_configuration' })
        expect(error?.message).toMatch(new RegExp(`^${name} .*\\bwrite .*\\.$`))
      })

      it.each(['nonsense', 'redirecturi', 'minvalidity', 'toString', 'State'])(
        'refuses what is no option, and says which there are: %s',
        async (name) => {
          const error = await refusalOf(() => run(auth, { [name]: 'x' } as never))
          expect(error).toMatchObject({ name: 'CognitoAuthError', code: 'invalid_configuration' })
          expect(error?.message.startsWith(`${call} has no option ${name}: it takes `)).toBe(true)
          for (const option of Object.keys(wrong)) expect(error?.message).toContain(option)
        },
      )

      it.each(['x', 5, Symbol('x'), () => undefined])('takes an object, and says so: %s', async (options) => {
        const error = await refusalOf(() => run(auth, options as never))
        expect(error).toMatchObject({ name: 'CognitoAuthError', code: 'invalid_configuration' })
        expect(error?.message).toMatch(/ takes an object: \{ \w+|^signIn cannot be /)
      })
    })

    describe('addPasskey()', () => {
      it.each([
        ['popup', { popup: true }],
        ['screen', { screen: 'signUp' }],
      ])('refuses what it cannot do: %s', async (name, options) => {
        await expect(auth.addPasskey(options as never)).rejects.toMatchObject({
          code: 'invalid_configuration',
          message: `addPasskey() has no ${name}: leave it out.`,
        })
      })
    })
  })

  describe('a call with nothing in its options', () => {
    let world: World<Auth>
    let auth: Auth
    beforeEach(async () => {
      world = (await createWorld()).at(door)
      auth = (await world.signedIn()).auth
      openPage('http://localhost:3000/')
    })

    it.each(METHODS)('goes as if they were left out: %s', async (_, wrong, run) => {
      for (const nothing of [null, undefined]) {
        const options = Object.fromEntries(Object.keys(wrong).map((name) => [name, nothing]))
        expect(await refusalOf(() => run(auth, { ...options, nonsense: nothing } as never))).toBeUndefined()
        expect(world.launched.join()).not.toMatch(/null|undefined/)
        // Those that sign out need somebody to do it again.
        auth = (await world.signedIn()).auth
        expect(await refusalOf(() => run(auth, nothing as never))).toBeUndefined()
        auth = (await world.signedIn()).auth
      }
    })

    it('may say that addPasskey() shall open no popup', async () => {
      await auth.addPasskey({ popup: false })
      expect(world.launched).toHaveLength(1)
    })
  })

  describe('A96: an option of a method that an object only inherits', () => {
    /** Of each option a value that would be noticed. */
    const values: Record<string, unknown> = {
      screen: 'signUp',
      loginHint: 'evil',
      lang: 'de',
      scopes: ['evil'],
      redirectUri: 'http://localhost:3000/evil',
      resource: 'https://evil.example/',
      identityProvider: 'Evil',
      idpIdentifier: 'evil.example',
      popup: true,
      prompt: 'none',
      returnTo: '/evil',
      appState: 'evil',
      revoke: false,
      redirect: false,
      signIn: true,
      minValidity: Infinity,
    }
    const randomless = (url: string | undefined) =>
      url?.replace(/(state|nonce|code_challenge)=[\w-]{43}/g, '$1=…')
    /** Everything that can be seen of these calls, made while `name` stands on every object. */
    async function trace(name?: string) {
      const world = (await createWorld()).at(door)
      const pollute = () => {
        if (name === undefined) return
        const property = { value: values[name], writable: true, configurable: true }
        Object.defineProperty(Object.prototype, name, property)
      }
      const clean = () => name === undefined || Reflect.deleteProperty(Object.prototype, name)
      const { auth } = await world.signedIn()
      openPage('http://localhost:3000/orders')
      world.launched.length = world.requests.length = 0
      pollute()
      await auth.signIn()
      await auth.signIn({})
      await auth.addPasskey()
      const urls = [
        await auth.createSignInUrl(),
        await auth.getFQDNSignIn(),
        await auth.createSignInUrl({ lang: 'es' }),
      ]
      await auth.getTokens()
      await auth.getTokens({})
      clean()
      const records = [...world.storage.values]
        .filter(([key]) => /\.[\w-]{43}$/.test(key))
        .map(([, text]) => JSON.parse(text) as Record<string, unknown>)
        .map(({ redirectUri, scopes, returnTo, appState, isUnchallenged }) => {
          return { redirectUri, scopes, returnTo, appState: typeof appState, isUnchallenged }
        })
      pollute()
      await auth.signOut()
      clean()
      const again = await world.signedIn()
      pollute()
      await again.auth.signOut({ signIn: {} })
      clean()
      const requests = world.requests.map(({ path, form }) => [path, form.get('grant_type')])
      return { records, urls: [...urls, ...world.launched].map(randomless), requests }
    }

    it.each(Object.keys(values))('A96: changes nothing on Object.prototype: %s', async (name) => {
      const before = await trace()
      expect(before.records).toHaveLength(6)
      expect(await trace(name)).toEqual(before)
    })

    it.each(METHODS)('A96: is missed, and told so, on any other prototype: %s', async (_, wrong, run) => {
      const { auth } = (await createWorld()).at(door).page()
      for (const name of Object.keys(wrong)) {
        const error = await refusalOf(() => run(auth, Object.create({ [name]: values[name] }) as never))
        expect(error?.message).toBe(`${name} is inherited, and not read: write it into the object itself.`)
      }
    })
  })
})
