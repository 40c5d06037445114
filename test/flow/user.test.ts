import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Auth, DOORS, openDoor } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { createWorld, type World } from '../helpers/world.ts'

describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    world = (await createWorld()).at(door)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const HOUR = 3600

  describe('getUser()', () => {
    it('gives the claims of the ID token', async () => {
      const { auth } = await world.signedIn()
      expect(auth.getUser()).toMatchObject({
        sub: expect.any(String) as string,
        'cognito:username': 'jane',
        email: 'jane@example.com',
      })
      expect(auth.getUser()).toEqual((await auth.init())?.getIdToken().payload)
    })

    it('gives who it is where there is no ID token', async () => {
      const TokenScopesArray = ['aws.cognito.signin.user.admin']
      vi.unstubAllGlobals()
      world = (await createWorld({ allowedOAuthScopes: TokenScopesArray })).at(door)
      const { auth } = await world.signedIn({ TokenScopesArray })
      const { sub } = (await auth.init())?.getAccessToken().payload ?? {}
      expect(auth.getUser()).toEqual({ sub, 'cognito:username': 'jane' })
    })

    it('gives null where nobody is signed in, and somebody whose tokens only have to be refreshed', async () => {
      expect(world.page().auth.getUser()).toBeNull()
      const { auth } = await world.signedIn()
      world.pass(HOUR + 1)
      expect(auth.getUser()?.email).toBe('jane@example.com')
      await auth.signOut({ redirect: false })
      expect(auth.getUser()).toBeNull()
    })
  })

  describe('where only the refresh token is left', () => {
    const ACCESS = 'CognitoIdentityServiceProvider.app1.jane.accessToken'

    /** What a page is told, and that it never sees a user without a name. */
    async function opened(options: Parameters<World['page']>[0] = {}) {
      const { auth } = world.page(options)
      const heard: string[] = []
      auth.on('signedIn', () => heard.push('signedIn'))
      auth.on('signedOut', () => heard.push('signedOut'))
      return {
        auth,
        heard,
        error: await auth.init().then(String, (error: unknown) => (error as { code: string }).code),
      }
    }

    it('nobody is known before a refresh, and whoever it brings after it', async () => {
      await world.signedIn()
      world.storage.removeItem(ACCESS)
      vi.stubGlobal('navigator', { onLine: false })
      const { auth, heard, error } = await opened()
      expect(error).toBe('network')
      expect(auth.getUser()).toBeNull()
      expect(auth.getSnapshot()).toEqual({ status: 'signedOut', user: null })
      vi.stubGlobal('navigator', { onLine: true })
      await auth.getTokens()
      expect(auth.getUser()?.email).toBe('jane@example.com')
      expect(auth.getSnapshot().status).toBe('signedIn')
      expect(heard).toEqual(['signedIn'])
    })

    it('a page that knew them before goes on knowing them', async () => {
      await world.signedIn()
      const { auth, heard } = await opened()
      const before = auth.getSnapshot()
      world.pass(HOUR + 1)
      world.storage.removeItem(ACCESS)
      expect(auth.getUser()).toEqual(before.user)
      expect(auth.getSnapshot()).toBe(before)
      await auth.getTokens()
      expect(auth.getUser()?.email).toBe('jane@example.com')
      expect(heard).toEqual([])
    })
  })

  describe('handleCallback()', () => {
    it('finishes the sign-in that an address answers, wherever that comes from', async () => {
      const { auth } = world.page()
      const callback = await world.signInAt(await auth.createSignInUrl())
      expect((await auth.handleCallback(callback))?.isValid()).toBe(true)
      await expect(auth.handleCallback(callback)).rejects.toMatchObject({ code: 'no_transaction' })
    })

    it('takes the address of the page unless another is given, and cleans it', async () => {
      const { location } = openPage(await world.signInAt(await world.page().auth.createSignInUrl()))
      expect((await world.page().auth.handleCallback())?.isValid()).toBe(true)
      expect(location.href).toBe('http://localhost:3000/')
    })

    it('gives null where there is no response, also to somebody who is signed in', async () => {
      const { auth } = await world.signedIn()
      expect(await auth.handleCallback('http://localhost:3000/?x=1')).toBeNull()
      expect(await auth.handleCallback()).toBeNull()
    })
  })

  describe('a snapshot', () => {
    /** What a page is shown that listens from its beginning. */
    function watch(options: Parameters<World['page']>[0] = {}) {
      const { auth } = world.page(options)
      const shown: string[] = []
      const stop = auth.subscribe(({ status, user }) =>
        shown.push(user ? `${status} ${user.email ?? ''}` : status),
      )
      return { auth, shown, stop }
    }

    it('is loading until init() has come to an end', async () => {
      await world.signedIn()
      const { auth, shown } = watch()
      expect(auth.getSnapshot()).toEqual({ status: 'loading', user: null })
      await auth.init()
      expect(shown).toEqual(['loading', 'signedIn jane@example.com'])
    })

    it('is signedOut where init() ends with nobody, and where it fails', async () => {
      const { auth, shown } = watch()
      await auth.init()
      expect(shown).toEqual(['loading', 'signedOut'])
      const state = new URL(await world.page().auth.getFQDNSignIn()).searchParams.get('state') ?? ''
      openPage(`http://localhost:3000/?error=access_denied&state=${state}`)
      const failing = watch()
      await expect(failing.auth.init()).rejects.toMatchObject({ code: 'authorization_failed' })
      expect(failing.shown).toEqual(['loading', 'signedOut'])
    })

    it('is the same object for as long as nothing changes, and another when something does', async () => {
      const { auth } = await world.signedIn()
      await auth.init()
      const before = auth.getSnapshot()
      await auth.getTokens()
      auth.isUserSignedIn()
      await auth.init()
      expect(auth.getSnapshot()).toBe(before)
      await auth.getTokens({ minValidity: Infinity })
      expect(auth.getSnapshot()).not.toBe(before)
      expect(auth.getSnapshot()).toEqual({ status: 'signedIn', user: auth.getUser() })
      await auth.signOut({ redirect: false })
      expect(auth.getSnapshot()).toBe(auth.getSnapshot())
      expect(auth.getSnapshot().status).toBe('signedOut')
    })

    it('is told of what happens here and elsewhere, until nobody wants to know', async () => {
      await world.signedIn()
      const { auth, shown, stop } = watch()
      const other = world.page().auth
      await auth.init()
      await auth.getTokens({ minValidity: Infinity })
      await other.signOut({ redirect: false })
      auth.isUserSignedIn()
      expect(shown).toEqual([
        'loading',
        'signedIn jane@example.com',
        'signedIn jane@example.com',
        'signedOut',
      ])
      stop()
      stop()
      await world.signedIn()
      auth.isUserSignedIn()
      expect(shown).toHaveLength(4)
    })

    it('reads nothing, and tells nobody: it may be asked for while a page is drawn', async () => {
      const { auth } = await world.signedIn()
      await auth.init()
      const asked = vi.spyOn(world.storage, 'getItem')
      auth.getSnapshot()
      expect(asked).not.toHaveBeenCalled()
    })

    it('is loading on a server, where init() gives null', async () => {
      const auth = openDoor(door, {
        ClientId: 'app1',
        AppWebDomain: 'd.example',
        RedirectUriSignIn: 'https://app.example/',
        RedirectUriSignOut: 'https://app.example/',
        ResponseType: 'code',
      })
      expect(auth.getSnapshot().status).toBe('loading')
      expect(await auth.init()).toBeNull()
      expect(auth.getUser()).toBeNull()
    })
  })
})
