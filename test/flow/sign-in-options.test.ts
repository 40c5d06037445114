import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type ApplicationOptions,
  createCognitoAuth,
  MemoryStorage,
  type PopupOptions,
  type RedirectOptions,
} from '../../src/index.js'
import { type Auth, DOORS } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { appOptions } from '../helpers/paper-pool.ts'
import { Person } from '../helpers/person.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

describe.each(DOORS)('at the door %s,', (door) => {
  const isClass = door === 'CognitoAuth'
  let world: World<Auth>
  beforeEach(async () => {
    const client = {
      callbackUrls: ['http://localhost:3000/', 'http://localhost:3000/other'],
      allowedOAuthScopes: ['openid', 'email', 'phone'],
    }
    world = (await createWorld(client)).at(door)
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  const begin = async (options: RedirectOptions) => new URL(await world.page().auth.createSignInUrl(options))
  /** Comes back to a page of the application from a sign-in with these options. */
  async function signIn(options: RedirectOptions, pageOptions: Parameters<World['page']>[0] = {}) {
    const url = await world.page(pageOptions).auth.createSignInUrl(options)
    const callback = await world.signInAt(url)
    const page = openPage(callback)
    const { auth } = world.page(pageOptions)
    return { auth, session: await auth.init(), ...page }
  }

  describe('a sign-in', () => {
    it.each<[string, RedirectOptions, Record<string, string>]>([
      ['identityProvider', { identityProvider: 'Google' }, { identity_provider: 'Google' }],
      ['idpIdentifier', { idpIdentifier: 'example.com' }, { idp_identifier: 'example.com' }],
      ['loginHint', { loginHint: 'jane+1@example.com' }, { login_hint: 'jane+1@example.com' }],
      ['lang', { lang: 'pt-BR' }, { lang: 'pt-BR' }],
      ['prompt', { prompt: 'login' }, { prompt: 'login' }],
      ['several prompts', { prompt: ['login', 'consent'] }, { prompt: 'login consent' }],
      ['scopes', { scopes: ['openid', 'phone'] }, { scope: 'openid phone' }],
      [
        'redirectUri',
        { redirectUri: 'http://localhost:3000/other' },
        { redirect_uri: 'http://localhost:3000/other' },
      ],
      ['resource', { resource: 'https://api.example.com/' }, { resource: 'https://api.example.com/' }],
    ])('asks for what %s says', async (_, options, parameters) => {
      expect(Object.fromEntries((await begin(options)).searchParams)).toMatchObject(parameters)
    })

    it('asks for nothing that nobody named, in the order of amazon-cognito-auth-js', async () => {
      expect([...(await begin({})).searchParams.keys()].join(' ')).toBe(
        'redirect_uri response_type client_id state scope nonce code_challenge_method code_challenge',
      )
    })

    it('puts what amazon-cognito-auth-js had before what it did not have', async () => {
      vi.stubGlobal('AmazonCognitoAdvancedSecurityData', { getData: () => 'data' })
      const url = await begin({ identityProvider: 'Google', loginHint: 'jane', lang: 'de', prompt: 'login' })
      expect([...url.searchParams.keys()].join(' ')).toBe(
        'redirect_uri response_type client_id state scope identity_provider userContextData' +
          ' nonce code_challenge_method code_challenge login_hint lang prompt',
      )
    })

    if (isClass)
      it('sends no challenge in the implicit flow, which has no token request to bind', async () => {
        const { auth } = world.page({ ResponseType: 'token' })
        expect([...new URL(await auth.createSignInUrl()).searchParams.keys()].join(' ')).toBe(
          'redirect_uri response_type client_id state scope nonce',
        )
      })

    it('leaves the scope out where none is asked for, which means all', async () => {
      expect((await begin({ scopes: [] })).searchParams.has('scope')).toBe(false)
    })

    it('asks for the scopes of the constructor where it names none', async () => {
      for (const scopes of ['', null, undefined])
        expect((await begin({ scopes: scopes as never })).searchParams.get('scope')).toBe('openid email')
    })

    it('may begin on the page where a passkey is added, and comes back with nothing new or with a session', async () => {
      const { auth } = world.page()
      const page = openPage('http://localhost:3000/settings')
      await auth.addPasskey({ lang: 'de' })
      const url = new URL(world.launched.at(-1) ?? '')
      expect(url.pathname).toBe('/passkeys/add')
      expect(url.searchParams.get('lang')).toBe('de')
      expect(url.searchParams.get('redirect_uri')).toBe('http://localhost:3000/')
      // The local user pool has no such page; the parameters are those of a sign-in.
      url.pathname = '/oauth2/authorize'
      const callback = await world.signInAt(url.href)
      expect(await auth.init()).toBeNull()
      page.location.href = callback
      expect((await auth.init())?.isValid()).toBe(true)
      expect(page.opened).toEqual(['http://localhost:3000/settings'])
    })

    it('opens no popup by a link', async () => {
      const create = async () => world.page().auth.createSignInUrl({ popup: true } as never)
      await expect(create()).rejects.toThrow('createSignInUrl() has no popup: leave it out.')
    })

    it('goes to the provider of the constructor, unless it names another or asks', async () => {
      const { auth } = world.page({ IdentityProvider: 'Okta' })
      const provider = async (options?: RedirectOptions) => {
        const { searchParams } = new URL(await auth.createSignInUrl(options))
        return [searchParams.get('identity_provider'), searchParams.get('idp_identifier')]
      }
      expect(await provider()).toEqual(['Okta', null])
      expect(await provider({ identityProvider: undefined })).toEqual(['Okta', null])
      expect(await provider({ identityProvider: 'Google' })).toEqual(['Google', null])
      expect(await provider({ identityProvider: '' })).toEqual([null, null])
      expect(await provider({ idpIdentifier: 'example.com' })).toEqual([null, 'example.com'])
    })

    it.each([
      ['signIn', '/oauth2/authorize'],
      ['signUp', '/signup'],
      ['forgotPassword', '/forgotPassword'],
    ] as const)('begins on the page %s', async (screen, path) => {
      expect((await begin({ screen })).pathname).toBe(path)
    })

    it('may begin with signing up, and ends the same', async () => {
      const person = new Person(world.pool)
      await person.open(await world.page().auth.createSignInUrl({ screen: 'signUp' }))
      await person.signUp({ email: 'kim@example.com', password: 'Secret-789' })
      await person.confirm(world.pool.mailbox.at(-1)?.code ?? '')
      openPage(person.callback.href)
      const session = await world.page().auth.init()
      expect(session?.getIdToken().payload['email']).toBe('kim@example.com')
    })

    it('brings the scopes that it asked for, though the page that finishes it asks for others', async () => {
      const { session } = await signIn({ scopes: ['openid', 'phone'] })
      expect(session?.getTokenScopes().getScopes()).toEqual(['openid', 'phone'])
      expect(session?.getAccessToken().payload['scope']).toBe('openid phone')
    })

    it('comes back to the address that it named, with a code that is good for it', async () => {
      const { session, location } = await signIn({ redirectUri: 'http://localhost:3000/other' })
      expect(session?.isValid()).toBe(true)
      expect(location.href).toBe('http://localhost:3000/other')
    })

    it('brings an access token for the API that it named', async () => {
      const { session, auth } = await signIn({ resource: 'https://api.example.com/' })
      expect(session?.getAccessToken().payload['aud']).toBe('https://api.example.com/')
      expect((await auth.getTokens({ minValidity: Infinity })).accessToken).toBeTruthy()
    })

    it('gives the state of the application back as it was, and keeps it when the session is refreshed', async () => {
      const appState = { at: '1970-01-01', cart: [{ id: 'a', count: 1 }], nothing: null, isGift: true }
      const { session, auth } = await signIn({ appState })
      expect(session?.appState).toEqual(appState)
      expect(session?.getState()).toBeNull()
      await auth.getTokens({ minValidity: Infinity })
      expect((await auth.init())?.appState).toEqual(appState)
    })

    it('lets no state of the application travel', async () => {
      expect((await begin({ appState: 'secret-state' })).href).not.toContain('secret-state')
    })
  })

  describe('who comes back', () => {
    const at = 'http://localhost:3000/orders?page=2#top'
    async function from(page: string, options: RedirectOptions, pageOptions = {}) {
      openPage(page)
      const { opened } = await signIn(options, pageOptions)
      return opened
    }

    it('is led to where the sign-in began', async () => {
      expect(await from(at, {})).toEqual([at])
    })

    it('is led there without the response that stood in its address', async () => {
      expect(await from('http://localhost:3000/orders?code=c&state=s&page=2', {})).toEqual([
        'http://localhost:3000/orders?page=2',
      ])
    })

    it('stays where Cognito sends people when that is where it began', async () => {
      expect(await from('http://localhost:3000/', {})).toEqual([])
    })

    it('is led to the page that was named, or stays where none shall be', async () => {
      expect(await from(at, { returnTo: '/basket' })).toEqual(['http://localhost:3000/basket'])
      expect(await from(at, { returnTo: null })).toEqual([])
    })

    it('stays where the session is in memory, for it would be lost on the way', async () => {
      const memory = { Storage: new MemoryStorage(), StateStorage: world.storage }
      expect(await from(at, {}, memory)).toEqual([])
      expect(await from(at, { returnTo: '/basket' }, memory)).toEqual(['http://localhost:3000/basket'])
    })

    if (isClass)
      it('with tokens in the address is led there once they are verified, unless somebody signed out meanwhile', async () => {
        for (const signsOut of [false, true]) {
          openPage(at)
          const url = await world
            .page({ ResponseType: 'token' })
            .auth.createSignInUrl({ returnTo: '/basket' })
          const callback = await world.signInAt(url)
          const { opened } = openPage(callback)
          const { auth } = world.page({ ResponseType: 'token' })
          auth.parseCognitoWebResponse(callback)
          expect([auth.isUserSignedIn(), opened]).toEqual([true, []])
          if (signsOut) {
            await auth.signOut({ redirect: false })
            await new Promise((resolve) => setTimeout(resolve, 100))
            expect(opened).toEqual([])
          } else
            await vi.waitFor(() => {
              expect(opened).toEqual(['http://localhost:3000/basket'])
            })
        }
      })

    // Elsewhere it is a sign-in like any other.
    if (isClass)
      it('stays, as ever, where getSession() began the sign-in', async () => {
        openPage(at)
        const { opened } = openPage(await world.signInAt(await world.page().auth.getFQDNSignIn()))
        await world.page().auth.init()
        expect(opened).toEqual([])
      })
  })

  describe("signIn({ prompt: 'none' })", () => {
    it('signs in who has a session at the hosted pages, without a word', async () => {
      await world.signInAt(await world.page().auth.createSignInUrl())
      const person = await world.person.open(await world.page().auth.createSignInUrl({ prompt: 'none' }))
      openPage(person.callback.href)
      expect((await world.page().auth.init())?.isValid()).toBe(true)
    })

    async function nobody() {
      const person = new Person(world.pool)
      await person.open(await world.page().auth.createSignInUrl({ prompt: 'none' }))
      return person.callback.href
    }

    it('is no failure for who has none: nobody is signed in', async () => {
      const { location } = openPage(await nobody())
      const { auth } = world.page()
      expect(await auth.init()).toBeNull()
      expect(location.href).toBe('http://localhost:3000/')
    })

    it('leaves a session that there is', async () => {
      await world.signedIn()
      openPage(await nobody())
      expect((await world.page().auth.init())?.isValid()).toBe(true)
    })

    // A promise says that nobody is signed in.
    if (isClass)
      it('is told to callbacks as login_required', async () => {
        const { auth, heard } = world.page()
        auth.parseCognitoWebResponse(await nobody())
        await heardOf(heard)
        expect(heard.failures).toMatchObject([
          { message: 'login_required', error: { code: 'login_required' } },
        ])
      })

    it('is not begun again and again by a page that answers so', async () => {
      const storage = new Map<string, string>()
      for (let i = 0; i < 3; i++) {
        openPage(await nobody())
        Object.assign(window, {
          sessionStorage: {
            getItem: (key: string) => storage.get(key),
            setItem: (key: string, value: string) => storage.set(key, value),
            removeItem: (key: string) => storage.delete(key),
          },
        })
        expect(await world.page().auth.init()).toBeNull()
      }
      await expect(world.page().auth.signIn({ prompt: 'none' })).rejects.toMatchObject({
        code: 'redirect_loop',
      })
    })
  })

  describe('an option that is wrong', () => {
    it.each<[string, unknown, string]>([
      [
        'a screen that there is none of',
        { screen: 'login' },
        "write 'signIn' or 'signUp' or 'forgotPassword'",
      ],
      ['a language that there is none of', { lang: 'pt' }, "'pt-BR'"],
      ['a prompt that there is none of', { prompt: 'select' }, "'select_account'"],
      [
        'none beside another',
        { prompt: ['none', 'login'] },
        "prompt cannot be ['none', 'login']: write 'none', or any of 'login', 'select_account', 'consent'",
      ],
      [
        'scopes in one string',
        { scopes: 'openid email' },
        "scopes cannot be 'openid email': write an array of scopes, such as ['openid', 'email']",
      ],
      [
        'an address that is no URL',
        { redirectUri: '/other' },
        "redirectUri cannot be '/other': write one of the app client's callback URLs, such as '",
      ],
      ['an address that is no text', { redirectUri: 5 }, 'redirectUri cannot be 5: write '],
      ['an address over http', { redirectUri: 'http://a.example/' }, "write 'https://a.example/'"],
      ['two providers', { identityProvider: 'Google', idpIdentifier: 'x' }, 'write one of them'],
      ['a state that is too long', { appState: 'x'.repeat(65_536) }, 'appState is too long'],
      ['a state that cannot be kept', { appState: { at: new Date(5) } }, 'appState must be what JSON keeps'],
    ])('is refused with what to write: %s', async (_, options, message) => {
      const { auth } = world.page()
      const refusal = { code: 'invalid_configuration', message: expect.stringContaining(message) as string }
      await expect(auth.signIn(options as RedirectOptions)).rejects.toMatchObject(refusal)
      await expect((async () => auth.createSignInUrl(options as RedirectOptions))()).rejects.toMatchObject(
        refusal,
      )
      expect(world.launched).toEqual([])
      expect([...world.storage.values]).toEqual([])
    })

    it.each<[string, unknown, string]>([
      ['asks nothing', { prompt: 'none' }, "popup and prompt: 'none' exclude each other: write one of them"],
      ['leads elsewhere', { returnTo: '/a' }, 'popup and returnTo exclude each other: write one of them'],
    ])('is refused with what to write: a popup that %s', async (_, options, message) => {
      const { auth } = world.page()
      const refusal = { code: 'invalid_configuration', message: expect.stringContaining(message) as string }
      await expect(auth.signIn({ ...(options as PopupOptions), popup: true })).rejects.toMatchObject(refusal)
      expect([...world.storage.values]).toEqual([])
    })

    it('is refused where there is no browser: a popup', async () => {
      const { auth } = world.page()
      await expect(auth.signIn({ popup: true })).rejects.toMatchObject({ code: 'no_browser' })
      expect([...world.storage.values]).toEqual([])
    })
  })
})

it('createCognitoAuth() leaves a popup to a function of its own', async () => {
  const { signIn } = createCognitoAuth({ ...appOptions, ResponseType: undefined } as ApplicationOptions)
  await expect(signIn({ popup: true } as never)).rejects.toThrow('signIn() has no popup: leave it out.')
})
