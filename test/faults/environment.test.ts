import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CognitoAuth, type CognitoAuthError, CookieStorage, MemoryStorage } from '../../src/index.js'
import { type Auth, COUNTS_WHO_CAN_RETURN, DOORS, nameOf } from '../helpers/doors.ts'
import { type OpenPage, openPage } from '../helpers/open-page.ts'
import { answerWith } from '../helpers/paper-pool.ts'
import { skipPauses } from '../helpers/pauses.ts'
import { Person } from '../helpers/person.ts'
import { RecordingStorage, SmallStorage } from '../helpers/storage.ts'
import { accessClaims, forged, sign } from '../helpers/tokens.ts'
import { answer, createWire, silent, unreachable, type Wire } from '../helpers/wire.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

/* What the device, the browser and the program around the library may do to it. Popups are not there yet, and a storage with promises is elsewhere. */

describe.each(DOORS)('at the door %s,', (door) => {
  const isClass = door === 'CognitoAuth'
  /** What the class does in the turn of a call takes a moment at the other door. */
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, isClass ? 0 : 30))
  let world: World<Auth>
  let wire: Wire
  async function start(client?: Parameters<typeof createWorld>[0]) {
    vi.unstubAllGlobals()
    world = (await createWorld(client)).at(door)
    wire = createWire()
  }
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await start()
  })
  const undo: (() => void)[] = []
  afterEach(() => {
    for (const off of undo.splice(0)) off()
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  const HOUR = 3600
  const BOB = { username: 'bob', password: 'Secret-456' }
  const key = (name: string, user = 'jane') => `CognitoIdentityServiceProvider.app1.${user}.${name}`
  const stored = (name: string, user?: string) => world.storage.getItem(key(name, user))
  const blocked = (): never => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  }
  const full = (): never => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
  const codeOf = (promise: Promise<unknown>) =>
    promise.then(
      () => 'ok',
      (error: unknown) => (error as CognitoAuthError).code,
    )
  /** The codes of the warnings of an instance. */
  function warningsOf(auth: Auth): string[] {
    const warnings: string[] = []
    undo.push(auth.on('warning', ({ error }) => warnings.push(error.code)))
    return warnings
  }

  describe('a server that is out of reach when the page starts', () => {
    it('F40: is not needed where the stored session is valid', async () => {
      await world.signedIn()
      wire.attempts.length = 0
      for (const offline of [false, true]) {
        wire.disturb(unreachable)
        vi.stubGlobal('navigator', { onLine: !offline })
        const { auth, heard } = world.page({ VerifySignature: 'always' })
        expect((await auth.init())?.isValid()).toBe(true)
        auth.getSession()
        if (!isClass) await aMoment()
        expect(heard.sessions).toHaveLength(1)
        expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
        expect(auth.isUserSignedIn()).toBe(true)
      }
      expect(wire.attempts).toEqual([])
    })

    it('F41: fails a session that has expired with `network`, keeps it, and it is there when the server is', async () => {
      skipPauses()
      await world.signedIn()
      world.pass(HOUR + 1)
      const before = [...world.storage.values]
      wire.disturb(unreachable)
      const { auth, heard } = world.page()
      expect(await codeOf(auth.init())).toBe('network')
      auth.getSession()
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { code: 'network' } }])
      expect([...world.storage.values]).toEqual(before)
      expect([world.launched, wire.posts.length]).toEqual([[], 7])
      wire.disturb(undefined)
      expect((await auth.init())?.isValid()).toBe(true)
      expect(wire.posts).toHaveLength(8)
    })
  })

  describe('a browser that blocks storage', () => {
    /** A page whose storages are as given; a missing one throws when it is looked at. */
    function page(href: string, storages: Partial<Record<'localStorage' | 'sessionStorage', unknown>> = {}) {
      const opened = openPage(href)
      for (const kind of ['localStorage', 'sessionStorage'] as const) {
        Object.defineProperty(window, kind, { get: () => storages[kind] ?? blocked() })
      }
      return opened
    }
    const plain = { Storage: undefined, LaunchUri: undefined }

    it('F42: has the tokens in memory, and a sign-in is finished by sessionStorage', async () => {
      const sessionStorage = new RecordingStorage()
      const { location, opened } = page('http://localhost:3000/', { sessionStorage })
      await world.page(plain).auth.signIn()
      expect(opened).toHaveLength(1)
      location.href = await world.signInAt(opened[0] ?? '')
      // Another document.
      const { auth } = world.page(plain)
      expect((await auth.init())?.isValid()).toBe(true)
      expect(location.href).toBe('http://localhost:3000/')
      expect((await auth.getTokens({ minValidity: Infinity })).accessToken).toBeTruthy()
      expect([...sessionStorage.values]).toEqual([])
      expect(await world.page(plain).auth.init()).toBeNull()
      await auth.signOut({ redirect: false })
      expect(auth.isUserSignedIn()).toBe(false)
    })

    it('F42: and all of it, does not leave the page for a sign-in that could not be finished', async () => {
      const { opened } = page('http://localhost:3000/')
      const { auth, heard } = world.page(plain)
      expect([auth.isUserSignedIn(), await auth.init()]).toEqual([false, null])
      expect(await codeOf(auth.signIn())).toBe('storage_unavailable')
      auth.getSession()
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { code: 'storage_unavailable' } }])
      expect([opened, wire.attempts]).toEqual([[], []])
    })

    it('F42: and all of it, lets a program finish the sign-in on the page where it began', async () => {
      page('http://localhost:3000/')
      const { auth, heard } = world.page({ Storage: undefined })
      await auth.signIn()
      auth.parseCognitoWebResponse(await world.signInAt(world.launched[0] ?? ''))
      await heardOf(heard)
      expect(heard.failures).toEqual([])
      expect((await auth.getTokens()).accessToken).toBeTruthy()
    })

    it.each([
      ['is looked at', () => blocked],
      [
        'is written',
        () => () => {
          const storage = new RecordingStorage()
          storage.setItem = full
          return storage
        },
      ],
      [
        'is read or written',
        () => () => ({ getItem: blocked, setItem: blocked, removeItem: blocked, clear: blocked }),
      ],
      ['is looked at, and is null', () => () => null],
    ])('F42: makes no difference between storages that throw when one %s', async (_, create) => {
      const { opened } = openPage('http://localhost:3000/')
      const look = create()
      for (const kind of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, kind, { get: look })
      const { auth } = world.page(plain)
      expect(await auth.init()).toBeNull()
      expect(await codeOf(auth.signIn())).toBe('storage_unavailable')
      expect(opened).toEqual([])
      await auth.signOut({ redirect: false })
    })

    it('F42: when it is read, where the program passed it, throws nothing at a page that knows nobody', async () => {
      const { auth, heard } = world.page({
        Storage: { getItem: blocked, setItem: blocked, removeItem: blocked },
      })
      expect(auth.isUserSignedIn()).toBe(false)
      if (auth instanceof CognitoAuth) {
        expect(auth.getSignInUserSession()).not.toBeUndefined()
        expect(auth.getCachedSession().isValid()).toBe(false)
        expect(auth.getLastUser()).toBeUndefined()
      }
      expect(await auth.init()).toBeNull()
      expect(await codeOf(auth.getTokens())).toBe('login_required')
      auth.getSession()
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { code: 'storage_full' } }])
      auth.parseCognitoWebResponse('http://localhost:3000/?code=c&state=s')
      await heardOf(heard, 2)
      expect(heard.failures).toHaveLength(2)
      await auth.signOut({ redirect: false })
      expect([world.launched, wire.attempts]).toEqual([[], []])
    })
  })

  describe('a storage that is full', () => {
    let storage: SmallStorage
    beforeEach(() => {
      storage = new SmallStorage()
    })
    const tokenKeys = () => [...storage.values.keys()].filter((name) => name.startsWith('CognitoIdentity'))
    /** A page that comes back from the sign-in. */
    async function comeBack(who?: typeof BOB) {
      const url = await world.page({ Storage: storage }).auth.getFQDNSignIn()
      const callback = who
        ? (await new Person(world.pool).authorize(url, who)).href
        : await world.signInAt(url)
      const page = world.page({ Storage: storage })
      return { ...page, warnings: warningsOf(page.auth), callback }
    }

    // Each item of a session in turn is the one that does not fit.
    it.each(['idToken', 'accessToken', 'refreshToken', 'LastAuthUser', 'tokenScopesString', 'clockDrift'])(
      'F43: at %s signs in for as long as the page lives, says so, and holds no half of a session',
      async (name) => {
        const { auth, heard, warnings, callback } = await comeBack()
        auth.parseCognitoWebResponse(callback)
        const write = storage.setItem.bind(storage)
        const spy = vi.spyOn(storage, 'setItem').mockImplementation((item, value) => {
          if (item.endsWith(`.${name}`)) full()
          write(item, value)
        })
        await heardOf(heard)
        expect(heard.failures).toEqual([])
        expect(warnings).toEqual(['storage_full'])
        expect(tokenKeys()).toEqual([])
        const { accessToken } = await auth.getTokens()
        expect(accessToken).toBe(heard.sessions[0]?.getAccessToken().getJwtToken())
        expect([auth.isUserSignedIn(), nameOf(auth)]).toEqual([true, 'jane'])
        auth.getSession()
        if (!isClass) await aMoment()
        expect(heard.sessions).toHaveLength(2)
        expect(wire.posts).toHaveLength(1)
        // It is refreshed like any other, and gets into the storage when there is room again.
        world.pass(HOUR + 1)
        const second = await auth.getTokens()
        expect(second.accessToken).not.toBe(accessToken)
        expect(tokenKeys()).toEqual([])
        spy.mockRestore()
        const third = await auth.getTokens({ minValidity: Infinity })
        expect(wire.posts).toHaveLength(3)
        expect(storage.getItem(key('accessToken'))).toBe(third.accessToken)
        expect(await world.page({ Storage: storage }).auth.getTokens()).toEqual(third)
      },
    )

    it('F43: and a session that is only in memory ends with signOut() all the same', async () => {
      const { auth, heard, callback } = await comeBack()
      auth.parseCognitoWebResponse(callback)
      storage.capacity = 0
      await heardOf(heard)
      const refreshToken = heard.sessions[0]?.getRefreshToken().getToken()
      await auth.signOut({ redirect: false })
      expect(wire.attempts.at(-1)).toBe('/oauth2/revoke')
      expect(world.requests.at(-1)?.form.get('token')).toBe(refreshToken)
      expect(auth.isUserSignedIn()).toBe(false)
      expect(await auth.init()).toBeNull()
    })

    it('F43: is cleared of an earlier user first', async () => {
      await world.pool.addUser({ ...BOB, email: 'bob@example.com' })
      const bob = await comeBack(BOB)
      bob.auth.parseCognitoWebResponse(bob.callback)
      await heardOf(bob.heard)
      expect(tokenKeys()).toHaveLength(6)
      const { auth, heard, warnings, callback } = await comeBack()
      auth.parseCognitoWebResponse(callback)
      storage.capacity = storage.used + 500
      await heardOf(heard)
      expect([heard.failures, warnings]).toEqual([[], []])
      expect(tokenKeys().filter((name) => name.includes('.bob.'))).toEqual([])
      expect(tokenKeys()).toHaveLength(6)
      expect(await world.page({ Storage: storage }).auth.init()).toMatchObject({
        accessToken: { jwtToken: heard.sessions[0]?.getAccessToken().getJwtToken() },
      })
    })

    it('F43: keeps the session it has when a refresh does not fit, and the page has the new one', async () => {
      const { auth, heard, warnings, callback } = await comeBack()
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      const before = [...storage.values]
      storage.setItem = full
      const { accessToken } = await auth.getTokens({ minValidity: Infinity })
      expect(accessToken).not.toBe(storage.getItem(key('accessToken')))
      expect(warnings).toEqual(['storage_full'])
      expect((await auth.getTokens()).accessToken).toBe(accessToken)
      expect(tokenKeys()).toEqual([])
      expect(before).toHaveLength(6)
    })

    describe('F43: with a refresh that does not fit', () => {
      /** The storage takes no tokens but refresh tokens, as it does when the others grow. */
      function takesNoMore() {
        const write = world.storage.setItem.bind(world.storage)
        const known = new Set(world.storage.values.values())
        return vi.spyOn(world.storage, 'setItem').mockImplementation((item, value) => {
          if (/\.(idToken|accessToken)$/.test(item) && !known.has(value)) full()
          write(item, value)
        })
      }

      it('goes on in two tabs by turns with strict rotation, and is lost in neither', async () => {
        await start({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
        skipPauses()
        const { auth } = await world.signedIn()
        const other = world.page().auth
        const signedOut = vi.fn()
        undo.push(auth.on('signedOut', signedOut))
        takesNoMore()
        for (const tab of [auth, other, auth, other])
          expect(await codeOf(tab.getTokens({ minValidity: Infinity }))).toBe('ok')
        expect(signedOut).not.toHaveBeenCalled()
      })

      it('is over with a sign-out in another tab', async () => {
        const { auth } = await world.signedIn()
        const events: string[] = []
        for (const name of ['refreshed', 'signedOut'] as const)
          undo.push(auth.on(name, () => events.push(name)))
        const spy = takesNoMore()
        await auth.getTokens({ minValidity: Infinity })
        spy.mockRestore()
        await world.page().auth.signOut({ redirect: false })
        expect(await codeOf(auth.getTokens())).toBe('login_required')
        expect(await codeOf(auth.getTokens())).toBe('login_required')
        expect(events).toEqual(['refreshed', 'signedOut'])
      })

      it('is that of every instance of the page which had it refreshed', async () => {
        const { auth } = await world.signedIn()
        const other = world.beside(auth).auth
        const spy = takesNoMore()
        const [one, two] = await Promise.all(
          [auth, other].map((each) => each.getTokens({ minValidity: Infinity })),
        )
        expect(one).toEqual(two)
        const again = await auth.getTokens({ minValidity: Infinity })
        expect(again).not.toEqual(one)
        expect(await other.getTokens()).toEqual(again)
        // Nor is it held any longer when another refresh finds room.
        spy.mockRestore()
        const stored = await auth.getTokens({ minValidity: Infinity })
        expect(await other.getTokens()).toEqual(stored)
      })
    })

    it('F43: and a session that is only in memory ends with signOut() of another instance of the page', async () => {
      const { auth, heard, callback } = await comeBack()
      const other = world.beside(auth).auth
      auth.parseCognitoWebResponse(callback)
      storage.capacity = 0
      await heardOf(heard)
      await other.signOut({ redirect: false })
      expect(auth.isUserSignedIn()).toBe(false)
      expect(wire.attempts.at(-1)).toBe('/oauth2/revoke')
      expect(await codeOf(auth.getTokens())).toBe('login_required')
    })

    it('F43: and a session that is only in memory ends for every instance of the page when the server ends it', async () => {
      skipPauses()
      const { auth, heard, callback } = await comeBack()
      const other = world.beside(auth)
      auth.parseCognitoWebResponse(callback)
      other.auth.parseCognitoWebResponse(callback)
      storage.capacity = 0
      await Promise.all([heardOf(heard), heardOf(other.heard)])
      expect(other.auth.isUserSignedIn()).toBe(true)
      await world.pool.removeUser('jane')
      expect(await codeOf(auth.getTokens({ minValidity: Infinity }))).toBe('session_expired')
      expect(other.auth.isUserSignedIn()).toBe(false)
    })

    it('F43: of cookies fails the sign-in: they are there for others', async () => {
      const cookies = { Storage: new CookieStorage({ secure: false }), StateStorage: world.storage }
      const callback = await world.signInAt(await world.page(cookies).auth.getFQDNSignIn())
      const { auth, heard } = world.page(cookies)
      const warnings = warningsOf(auth)
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.sessions).toEqual([])
      expect(heard.failures).toMatchObject([{ error: { code: 'storage_full' } }])
      expect([warnings, auth.isUserSignedIn(), wire.posts.length]).toEqual([[], false, 1])
      const { heard: recovered } = await world.signedIn()
      expect(recovered.sessions).toHaveLength(1)
    })
  })

  describe('a storage that does not keep what it took', () => {
    it('F44: begins to throw: the session at hand goes on, and is refreshed', async () => {
      const { auth, heard } = await world.signedIn()
      const { accessToken } = await auth.getTokens()
      const warnings = warningsOf(auth)
      for (const method of ['getItem', 'setItem', 'removeItem'] as const)
        vi.spyOn(world.storage, method).mockImplementation(blocked)
      expect(auth.isUserSignedIn()).toBe(true)
      expect((await auth.getTokens()).accessToken).toBe(accessToken)
      auth.getSession()
      if (!isClass) await aMoment()
      expect(heard.sessions).toHaveLength(2)
      expect(wire.posts).toHaveLength(1)
      const refreshed = await auth.getTokens({ minValidity: Infinity })
      expect(refreshed.accessToken).not.toBe(accessToken)
      expect((await auth.getTokens()).accessToken).toBe(refreshed.accessToken)
      expect(warnings).toEqual(['storage_full'])
      expect(wire.posts).toHaveLength(2)
      expect(heard.failures).toEqual([])
      await auth.signOut({ redirect: false })
      expect(auth.isUserSignedIn()).toBe(false)
      expect(wire.attempts.at(-1)).toBe('/oauth2/revoke')
    })

    it('F44: begins to throw during a refresh with strict rotation: the new tokens are there', async () => {
      await start({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
      const { auth } = await world.signedIn()
      wire.disturb(async (send) => {
        const response = await send()
        for (const method of ['getItem', 'setItem', 'removeItem'] as const)
          vi.spyOn(world.storage, method).mockImplementation(blocked)
        return response
      })
      const first = await auth.getTokens({ minValidity: Infinity })
      wire.disturb(undefined)
      const second = await auth.getTokens({ minValidity: Infinity })
      expect(second).not.toEqual(first)
      expect(auth.isUserSignedIn()).toBe(true)
    })

    it('F44: begins to throw, and the server ends the session: then it is over, after one request', async () => {
      skipPauses()
      const { auth } = await world.signedIn()
      for (const method of ['getItem', 'setItem', 'removeItem'] as const)
        vi.spyOn(world.storage, method).mockImplementation(blocked)
      await world.pool.removeUser('jane')
      expect(await codeOf(auth.getTokens({ minValidity: Infinity }))).toBe('session_expired')
      expect(wire.posts).toHaveLength(2)
      expect(auth.isUserSignedIn()).toBe(false)
      expect(await codeOf(auth.getTokens())).toBe('login_required')
    })

    it('F44: removes nothing, and the server ends the session: then it is over all the same', async () => {
      skipPauses()
      const { auth } = await world.signedIn()
      vi.spyOn(world.storage, 'removeItem').mockImplementation(blocked)
      await world.pool.removeUser('jane')
      expect(await codeOf(auth.getTokens({ minValidity: Infinity }))).toBe('session_expired')
      expect([auth.isUserSignedIn(), world.page().auth.isUserSignedIn()]).toEqual([false, false])
    })

    it('F44: throws for a while: nothing is lost', async () => {
      const { auth } = await world.signedIn()
      const before = [...world.storage.values]
      const spy = vi.spyOn(world.storage, 'getItem').mockImplementation(blocked)
      expect(auth.isUserSignedIn()).toBe(true)
      expect(await codeOf(auth.getTokens())).toBe('ok')
      spy.mockRestore()
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
      expect([...world.storage.values]).toEqual(before)
      expect(wire.posts).toHaveLength(1)
    })

    it('F44: was emptied without a word: that is a sign-out at the next call, and the next sign-in works', async () => {
      const { auth } = await world.signedIn()
      const reasons: string[] = []
      undo.push(auth.on('signedOut', ({ reason }) => reasons.push(reason)))
      world.storage.values.clear()
      expect(auth.isUserSignedIn()).toBe(false)
      expect(reasons).toEqual(['otherTab'])
      expect(await codeOf(auth.getTokens())).toBe('login_required')
      auth.getSession()
      if (!isClass) await aMoment()
      expect(world.launched).toHaveLength(1)
      auth.parseCognitoWebResponse(await world.signInAt(world.launched[0] ?? ''))
      await vi.waitFor(() => {
        expect(auth.isUserSignedIn()).toBe(true)
      })
      expect(wire.posts).toHaveLength(2)
    })

    it('F44: was emptied during a sign-in: the response is refused, and the next sign-in works', async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      world.storage.values.clear()
      const { auth, heard } = world.page()
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { code: 'no_transaction' } }])
      expect(wire.posts).toHaveLength(0)
      auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
      await heardOf(heard, 2)
      expect(heard.sessions).toHaveLength(1)
    })

    /** A page that a response comes back to, and what is wrong with the storage by then. */
    async function comeBackTo(...broken: ('getItem' | 'setItem' | 'removeItem')[]) {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      for (const method of broken) vi.spyOn(world.storage, method).mockImplementation(blocked)
      const { auth, heard } = world.page()
      return { auth, heard, callback, codes: () => heard.failures.map(({ error }) => error.code) }
    }

    it('F44: cannot be read any more when the response comes, which answers nothing then', async () => {
      const { auth, heard, codes, callback } = await comeBackTo('getItem', 'setItem', 'removeItem')
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(codes()).toEqual(['no_transaction'])
      expect(wire.posts).toEqual([])
    })

    it('F44: removes nothing: a sign-in is overwritten instead, and answered once', async () => {
      const { auth, heard, codes, callback } = await comeBackTo('removeItem')
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect([heard.sessions.length, auth.isUserSignedIn()]).toEqual([1, true])
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard, 2)
      expect(codes()).toEqual(['no_transaction'])
      expect(wire.posts).toHaveLength(1)
    })

    it('F44: can only be read: a response is refused, because it could be answered again and again', async () => {
      const { auth, heard, codes, callback } = await comeBackTo('setItem', 'removeItem')
      auth.parseCognitoWebResponse(callback)
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard, 2)
      expect(codes()).toEqual(['storage_unavailable', 'storage_unavailable'])
      expect([auth.isUserSignedIn(), wire.posts]).toEqual([false, []])
    })

    it('F44: can only be read: what the server refused is told as that, for it signs nobody in', async () => {
      const { auth, heard, codes, callback } = await comeBackTo('setItem', 'removeItem')
      const state = new URL(callback).searchParams.get('state') ?? ''
      auth.parseCognitoWebResponse(`http://localhost:3000/?error=access_denied&state=${state}`)
      if (!isClass) await heardOf(heard)
      expect(codes()).toEqual(['authorization_failed'])
    })

    if (isClass)
      it('F44: removes nothing: a session with a forged token is withdrawn, said to be, and found by nobody', async () => {
        const implicit = { ResponseType: 'token' } as const
        const callback = await world.signInAt(await world.page(implicit).auth.getFQDNSignIn())
        const { auth, heard } = world.page(implicit)
        vi.spyOn(world.storage, 'removeItem').mockImplementation(blocked)
        auth.parseCognitoWebResponse(forged(callback))
        expect([heard.sessions.length, auth.isUserSignedIn()]).toEqual([1, true])
        await heardOf(heard, 2)
        expect(heard.failures).toMatchObject([{ error: { code: 'bad_signature' } }])
        expect([auth, world.page(implicit).auth].map((page) => page.isUserSignedIn())).toEqual([false, false])
        expect(await codeOf(auth.getTokens())).toBe('login_required')
      })

    it('F44: was emptied during a refresh: that is a sign-out', async () => {
      const { auth } = await world.signedIn()
      wire.disturb(async (send) => {
        const response = await send()
        world.storage.values.clear()
        return response
      })
      expect(await codeOf(auth.getTokens({ minValidity: Infinity }))).toBe('login_required')
      expect([...world.storage.values]).toEqual([])
      expect(auth.isUserSignedIn()).toBe(false)
    })
  })

  /** Takes something of the platform away from the page; the user pool goes on having it. */
  function takeAway(name: 'crypto' | 'AbortController', substitute?: unknown) {
    const { fetch, [name]: original } = globalThis
    const begin = () => vi.stubGlobal(name, substitute)
    const atThePool = async <T>(run: () => Promise<T>): Promise<T> => {
      vi.stubGlobal(name, original)
      const result = await run()
      begin()
      return result
    }
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => atThePool(() => fetch(url, init)))
    begin()
    return atThePool
  }

  describe('a browser without crypto.subtle', () => {
    const randomOnly = () => {
      const { crypto } = globalThis
      return { getRandomValues: crypto.getRandomValues.bind(crypto) }
    }

    // The class has a SHA-256 of its own.
    if (isClass)
      it('F46: signs in with PKCE, and refreshes', async () => {
        const atThePool = takeAway('crypto', randomOnly())
        const { auth, heard } = world.page()
        const url = await auth.getFQDNSignIn()
        expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256')
        auth.parseCognitoWebResponse(await atThePool(() => world.signInAt(url)))
        await heardOf(heard)
        expect(heard.failures).toEqual([])
        expect(world.requests[0]?.form.get('code_verifier')).toMatch(/^[\w-]{43}$/)
        await auth.getTokens({ minValidity: Infinity })
        expect(wire.posts).toHaveLength(2)
      })

    if (isClass)
      it('F46: refuses where signatures are to be verified, before the code is posted, and keeps what there is', async () => {
        const atThePool = takeAway('crypto', randomOnly())
        const { auth, heard } = world.page({ VerifySignature: 'always' })
        const callback = await atThePool(async () => world.signInAt(await auth.getFQDNSignIn()))
        auth.parseCognitoWebResponse(callback)
        await heardOf(heard)
        expect(heard.failures).toMatchObject([{ error: { code: 'crypto_unavailable' } }])
        expect(wire.attempts).toEqual([])
        expect([...world.storage.values]).toEqual([])
      })

    if (!isClass) {
      it('F46: begins no sign-in, and says what to do', async () => {
        const { auth, heard } = world.page()
        takeAway('crypto', randomOnly())
        const refusal = {
          code: 'crypto_unavailable',
          message: 'crypto.subtle is missing: serve the page over https, or from localhost.',
        }
        await expect(auth.signIn()).rejects.toMatchObject(refusal)
        await expect(auth.createSignInUrl()).rejects.toMatchObject(refusal)
        auth.getSession()
        await heardOf(heard)
        expect(heard.failures).toMatchObject([{ error: refusal }])
        expect([world.launched, wire.attempts]).toEqual([[], []])
      })

      it('F46: keeps whoever is signed in', async () => {
        const { auth } = await world.signedIn()
        takeAway('crypto', randomOnly())
        const { accessToken } = await auth.getTokens()
        expect(await codeOf(auth.signIn())).toBe('crypto_unavailable')
        expect((await auth.getTokens()).accessToken).toBe(accessToken)
        expect((await world.page().auth.init())?.isValid()).toBe(true)
        await auth.signOut({ redirect: false })
        expect(auth.isUserSignedIn()).toBe(false)
      })
    }

    it('F46: begins no sign-in without random numbers', async () => {
      for (const crippled of [{}, { subtle: crypto.subtle }, undefined]) {
        vi.stubGlobal('crypto', crippled)
        const { auth, heard } = world.page()
        expect(await codeOf(auth.signIn())).toBe('crypto_unavailable')
        auth.getSession()
        await heardOf(heard)
        expect(heard.failures).toMatchObject([{ error: { code: 'crypto_unavailable' } }])
      }
      expect([world.launched, [...world.storage.values]]).toEqual([[], []])
    })
  })

  describe('a page that may open no channel to other tabs', () => {
    it('F24: signs in, hears of itself, refreshes and signs out', async () => {
      vi.stubGlobal('BroadcastChannel', function () {
        blocked()
      })
      const listening = world.page().auth
      const events: string[] = []
      for (const name of ['signedIn', 'refreshed', 'signedOut'] as const)
        undo.push(listening.on(name, () => events.push(name)))
      const { auth, heard } = await world.signedIn()
      expect([heard.sessions.length, heard.failures]).toEqual([1, []])
      await auth.getTokens({ minValidity: Infinity })
      await auth.signOut({ redirect: false })
      expect(events).toEqual(['signedIn', 'refreshed', 'signedOut'])
    })
  })

  describe('the clock of the device', () => {
    /** Sets the clock of the device ahead of that of the user pool, which goes right. */
    function setAhead(seconds: number) {
      const { fetch } = globalThis
      vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
        world.pass(-seconds)
        try {
          const response = await fetch(url, init)
          return new Response(await response.text(), response)
        } finally {
          world.pass(seconds)
        }
      })
      world.pass(seconds)
      return async (url: string) => {
        world.pass(-seconds)
        const callback = await world.signInAt(url)
        world.pass(seconds)
        return callback
      }
    }

    it.each([
      ['F47', '10 minutes ahead', HOUR, 600],
      ['F47', '10 minutes behind', HOUR, -600],
      ['F48', '10 minutes ahead', 300, 600],
      ['F49', '10 minutes behind', 300, -600],
    ])(
      '%s: may be %s, with tokens for %i seconds: one sign-in, no refresh too many, and no token too old',
      async (_, _how, lifetime, ahead) => {
        await start({ accessTokenValidity: lifetime, idTokenValidity: lifetime })
        const signInAt = setAhead(ahead)
        const { auth, heard } = world.page()
        auth.parseCognitoWebResponse(await signInAt(await auth.getFQDNSignIn()))
        await heardOf(heard)
        expect(heard.failures).toEqual([])
        const { accessToken, expiresAt } = await auth.getTokens()
        // By the clock that a program compares it with.
        expect(Math.abs(expiresAt - Date.now() / 1000 - lifetime)).toBeLessThan(3)
        for (let i = 0; i < 5; i++) {
          expect((await auth.getTokens()).accessToken).toBe(accessToken)
          expect((await world.page().auth.getTokens()).accessToken).toBe(accessToken)
        }
        expect(wire.posts).toHaveLength(1)
        world.pass(lifetime - 5)
        expect((await auth.getTokens()).accessToken).toBe(accessToken)
        expect(wire.posts).toHaveLength(1)
        world.pass(10)
        expect([auth.isUserSignedIn(), world.page().auth.isUserSignedIn()]).toEqual(
          Array(2).fill(COUNTS_WHO_CAN_RETURN[door]),
        )
        const renewed = await world.page().auth.getTokens()
        expect(renewed.accessToken).not.toBe(accessToken)
        for (let i = 0; i < 5; i++) expect(await auth.getTokens()).toEqual(renewed)
        expect(wire.posts).toHaveLength(2)
      },
    )

    it.each([
      ['an hour ahead', HOUR],
      ['an hour back', -HOUR],
    ])('F50: is put %s, as with a wrong time zone: one refresh at most', async (_, ahead) => {
      const { auth } = await world.signedIn()
      setAhead(ahead)
      for (let i = 0; i < 5; i++) expect(await codeOf(auth.getTokens())).toBe('ok')
      expect(wire.posts.length).toBeLessThanOrEqual(2)
      await auth.getTokens({ minValidity: Infinity })
      const posts = wire.posts.length
      const { accessToken } = await auth.getTokens()
      world.pass(HOUR - 10)
      expect((await auth.getTokens()).accessToken).toBe(accessToken)
      world.pass(20)
      expect((await auth.getTokens()).accessToken).not.toBe(accessToken)
      expect(wire.posts).toHaveLength(posts + 1)
    })

    it('F50: is put a day ahead and put right again: the session stays, and no call makes more than a request', async () => {
      skipPauses()
      const { auth } = await world.signedIn()
      const before = [...world.storage.values]
      const { fetch } = globalThis
      setAhead(24 * HOUR)
      for (const posts of [2, 3]) {
        expect(await codeOf(auth.getTokens())).toMatch(/^(expired|clock_skew)$/)
        expect(wire.posts).toHaveLength(posts)
      }
      expect([...world.storage.values]).toEqual(before)
      vi.stubGlobal('fetch', fetch)
      world.pass(-24 * HOUR)
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
      expect(wire.posts).toHaveLength(3)
      world.pass(HOUR + 1)
      expect(await codeOf(auth.getTokens())).toBe('ok')
      expect(wire.posts).toHaveLength(4)
    })

    it('F50: is put a day back and put right again: the session stays, without a request', async () => {
      const { auth } = await world.signedIn()
      const before = [...world.storage.values]
      world.pass(-24 * HOUR)
      for (let i = 0; i < 5; i++) expect(await codeOf(auth.getTokens())).toBe('ok')
      expect(await codeOf(world.page().auth.getTokens())).toBe('ok')
      world.pass(24 * HOUR)
      expect(await codeOf(auth.getTokens())).toBe('ok')
      expect(wire.posts).toHaveLength(1)
      expect([...world.storage.values]).toEqual(before)
    })
  })

  describe('a page in a frame', () => {
    const frame = (href: string): OpenPage => {
      const page = openPage(href)
      Object.assign(window, { top: {}, self: window })
      return page
    }

    it('F52: does not leave for a page that would stay empty', async () => {
      const { opened } = frame('http://localhost:3000/')
      const { auth, heard } = world.page({ LaunchUri: undefined })
      expect(await codeOf(auth.signIn())).toBe('no_browser')
      auth.getSession()
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { code: 'no_browser' } }])
      expect(opened).toEqual([])
    })

    it('F52: signs in where the program opens the sign-in elsewhere', async () => {
      const { location, opened } = frame('http://localhost:3000/')
      await world.page().auth.signIn()
      location.href = await world.signInAt(world.launched[0] ?? '')
      expect((await world.page().auth.init())?.isValid()).toBe(true)
      expect([location.href, opened]).toEqual(['http://localhost:3000/', []])
    })

    it('F52: whose storage is not that of the window refuses the response of the window’s sign-in', async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      const { location } = frame(callback)
      const partition = new RecordingStorage()
      expect(await codeOf(world.page({ Storage: partition }).auth.init())).toBe('no_transaction')
      expect([location.href, wire.posts.length]).toEqual(['http://localhost:3000/', 0])
      location.href = callback
      expect((await world.page().auth.init())?.isValid()).toBe(true)
    })
  })

  describe('a page whose fetch is not that of the browser', () => {
    const FETCHES: [string, unknown][] = [
      ['is missing', undefined],
      [
        'throws at once',
        () => {
          throw new Error('of the extension')
        },
      ],
      ['rejects with no error', () => new Promise((_, reject) => setTimeout(reject, 0, 'of the extension'))],
      ['gives nothing', () => Promise.resolve(undefined)],
      ['gives an object of its own', () => Promise.resolve({ ok: true, json: () => ({}) })],
      [
        'gives a body that was read already',
        async () => {
          const response = new Response('{}')
          await response.text()
          return response
        },
      ],
      [
        'gives a body that is being read',
        () => {
          const response = new Response('{}')
          response.body?.getReader()
          return Promise.resolve(response)
        },
      ],
    ]

    it.each(FETCHES)('F53: which %s, fails a sign-in with `network`', async (_, broken) => {
      skipPauses()
      const { fetch } = globalThis
      const { auth, heard } = world.page()
      const callback = await world.signInAt(await auth.getFQDNSignIn())
      vi.stubGlobal('fetch', broken)
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { name: 'CognitoAuthError', code: 'network' } }])
      vi.stubGlobal('fetch', fetch)
      auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
      await heardOf(heard, 2)
      expect(heard.sessions).toHaveLength(1)
    })

    it.each(FETCHES)(
      'F53: which %s, fails a refresh with `network`, and the session stays',
      async (_, broken) => {
        skipPauses()
        const { auth } = await world.signedIn()
        const before = [...world.storage.values]
        const { fetch } = globalThis
        vi.stubGlobal('fetch', broken)
        await expect(auth.getTokens({ minValidity: Infinity })).rejects.toMatchObject({
          name: 'CognitoAuthError',
          code: 'network',
        })
        expect([...world.storage.values]).toEqual(before)
        vi.stubGlobal('fetch', fetch)
        expect(await codeOf(auth.getTokens({ minValidity: Infinity }))).toBe('ok')
      },
    )

    it('F53: which heeds no signal, is waited for no longer than 10 seconds', async () => {
      const { auth } = await world.signedIn()
      const before = [...world.storage.values]
      const { fetch, AbortController } = globalThis
      const time = Date.now()
      for (const missing of [false, true]) {
        vi.useFakeTimers({ now: time })
        vi.stubGlobal('fetch', () => new Promise(() => undefined))
        if (missing) vi.stubGlobal('AbortController', undefined)
        const call = codeOf(auth.getTokens({ minValidity: Infinity }))
        await vi.advanceTimersByTimeAsync(10_000)
        expect(await call).toBe('timeout')
        expect(vi.getTimerCount()).toBe(0)
        vi.useRealTimers()
      }
      vi.useFakeTimers({ toFake: ['Date'], now: time })
      expect([...world.storage.values]).toEqual(before)
      vi.stubGlobal('AbortController', AbortController)
      vi.stubGlobal('fetch', fetch)
      expect(await codeOf(auth.getTokens({ minValidity: Infinity }))).toBe('ok')
    })

    it('F53: and that knows no AbortController, signs in and refreshes all the same', async () => {
      const { auth, heard } = world.page()
      const callback = await world.signInAt(await auth.getFQDNSignIn())
      takeAway('AbortController')
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures).toEqual([])
      expect(await codeOf(auth.getTokens({ minValidity: Infinity }))).toBe('ok')
      await auth.signOut({ redirect: false })
      expect(wire.attempts).toEqual(['/oauth2/token', '/oauth2/token', '/oauth2/revoke'])
    })
  })

  // Only the class has handlers.
  if (isClass)
    describe('a handler', () => {
      /** What the program lets fall: rejections that nobody handles. */
      async function uncaught(run: () => Promise<unknown>): Promise<unknown[]> {
        const [errors, listeners]: [unknown[], NodeJS.UnhandledRejectionListener[]] = [
          [],
          process.listeners('unhandledRejection'),
        ]
        process.removeAllListeners('unhandledRejection')
        process.on('unhandledRejection', (error) => errors.push(error))
        try {
          await run()
          await new Promise((resolve) => setTimeout(resolve, 20))
        } finally {
          process.removeAllListeners('unhandledRejection')
          for (const listener of listeners) process.on('unhandledRejection', listener)
        }
        return errors
      }
      const thrower = () => {
        const onFailure = vi.fn()
        const onSuccess = vi.fn(() => {
          throw new Error('of the program')
        })
        return { onSuccess, onFailure }
      }

      it('F54: that throws in onSuccess finds the tokens stored, hears of no failure, and the error is the program’s', async () => {
        const { auth } = world.page()
        const callback = await world.signInAt(await auth.getFQDNSignIn())
        const handler = (auth.userhandler = thrower())
        const errors = await uncaught(async () => {
          auth.parseCognitoWebResponse(callback)
          await vi.waitFor(() => {
            expect(handler.onSuccess).toHaveBeenCalledOnce()
          })
        })
        expect(errors).toEqual([new Error('of the program')])
        expect(handler.onFailure).not.toHaveBeenCalled()
        expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
        expect(() => {
          auth.getSession()
        }).toThrow('of the program')
        expect(wire.posts).toHaveLength(1)
      })

      it('F54: that throws in onFailure leaves everything ready for the next sign-in', async () => {
        const { auth, heard } = world.page()
        const callback = await world.signInAt(await auth.getFQDNSignIn())
        const good = auth.userhandler
        auth.userhandler = {
          onSuccess: vi.fn(),
          onFailure: () => {
            throw new Error('of the program')
          },
        }
        wire.disturb(answer('{"error":"invalid_grant"}', { status: 400 }))
        const errors = await uncaught(async () => {
          auth.parseCognitoWebResponse(callback)
          await vi.waitFor(() => {
            expect(wire.posts).toHaveLength(1)
          })
        })
        expect(errors).toEqual([new Error('of the program')])
        expect([...world.storage.values]).toEqual([])
        wire.disturb(undefined)
        auth.userhandler = good
        auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
        await heardOf(heard)
        expect(heard.sessions).toHaveLength(1)
      })

      it('F54: that throws keeps no other caller of the same refresh from hearing of it', async () => {
        await world.signedIn()
        world.pass(HOUR + 1)
        const bad = world.page()
        const good = world.beside(bad.auth)
        bad.auth.userhandler = thrower()
        const errors = await uncaught(async () => {
          bad.auth.getSession()
          good.auth.getSession()
          await heardOf(good.heard)
        })
        expect(errors).toEqual([new Error('of the program')])
        expect(good.heard.sessions).toHaveLength(1)
        expect([bad.auth.isUserSignedIn(), wire.posts.length]).toEqual([true, 2])
      })

      it('F54: may be missing: the session is there all the same', async () => {
        const { auth } = world.page()
        const callback = await world.signInAt(await auth.getFQDNSignIn())
        Object.assign(auth, { userhandler: undefined })
        const errors = await uncaught(async () => {
          auth.parseCognitoWebResponse(callback)
          await vi.waitFor(() => {
            expect(auth.isUserSignedIn()).toBe(true)
          })
          auth.getSession()
          auth.parseCognitoWebResponse('http://localhost:3000/?error=access_denied')
        })
        expect(errors).toEqual([])
        expect(world.launched).toEqual([])
      })

      it('F54: may call getSession() in onSuccess, which answers in the same turn', async () => {
        const { auth, heard } = world.page()
        const callback = await world.signInAt(await auth.getFQDNSignIn())
        const outer = auth.userhandler
        const order: string[] = []
        auth.userhandler = {
          onSuccess: () => {
            order.push('first')
            auth.userhandler = outer
            auth.getSession()
            order.push(`then ${heard.sessions.length}`)
          },
          onFailure: outer.onFailure,
        }
        auth.parseCognitoWebResponse(callback)
        await heardOf(heard)
        expect(order).toEqual(['first', 'then 1'])
        expect([heard.failures, wire.posts.length, world.launched]).toEqual([[], 1, []])
      })

      it('F54: may sign out in onSuccess, and sign in again in onFailure', async () => {
        const { auth } = world.page()
        const callback = await world.signInAt(await auth.getFQDNSignIn())
        const done = vi.fn()
        auth.userhandler = {
          onSuccess: () => {
            void auth.signOut({ redirect: false }).then(done)
          },
          onFailure: () => {
            auth.getSession()
          },
        }
        auth.parseCognitoWebResponse(callback)
        await vi.waitFor(() => {
          expect(done).toHaveBeenCalledOnce()
        })
        expect([...world.storage.values]).toEqual([])
        expect(auth.isUserSignedIn()).toBe(false)
        auth.parseCognitoWebResponse('http://localhost:3000/?error=access_denied')
        expect(world.launched).toHaveLength(1)
      })

      it('F54: may sign out in onSuccess while getSession() waits for the same session, which does not come back', async () => {
        const { auth, heard } = world.page()
        const other = world.beside(auth)
        const callback = await world.signInAt(await auth.getFQDNSignIn())
        const waiting = auth.userhandler
        auth.userhandler = {
          onSuccess: () => {
            void auth.signOut({ redirect: false })
          },
          onFailure: vi.fn(),
        }
        auth.parseCognitoWebResponse(callback)
        auth.userhandler = waiting
        auth.getSession()
        other.auth.getSession()
        await heardOf(heard)
        await heardOf(other.heard)
        expect([...heard.failures, ...other.heard.failures]).toMatchObject(
          Array(2).fill({ error: { code: 'login_required' } }),
        )
        expect([auth.isUserSignedIn(), other.auth.isUserSignedIn()]).toEqual([false, false])
        expect([[...world.storage.values], world.launched]).toEqual([[], []])
      })
    })

  describe('a listener', () => {
    it('F54: of an event that throws harms neither the others nor the call, and is reported', async () => {
      const reported: unknown[] = []
      vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
      const { auth } = await world.signedIn()
      const heard: string[] = []
      undo.push(
        auth.on('refreshed', () => {
          throw new Error('of the listener')
        }),
        auth.on('refreshed', () => heard.push('refreshed')),
        auth.on('signedOut', () => {
          throw new Error('of the listener')
        }),
      )
      expect((await auth.getTokens({ minValidity: Infinity })).accessToken).toBe(stored('accessToken'))
      await auth.signOut({ redirect: false })
      expect(heard).toEqual(['refreshed'])
      expect(reported).toEqual([new Error('of the listener'), new Error('of the listener')])
      expect([...world.storage.values]).toEqual([])
    })

    it('F54: of an event may sign out: the refresh that it was told of does not bring the session back', async () => {
      const { auth } = await world.signedIn()
      undo.push(
        auth.on('refreshed', () => {
          void auth.signOut({ redirect: false })
        }),
      )
      expect(await codeOf(auth.getTokens({ minValidity: Infinity }))).toBe('login_required')
      expect([...world.storage.values]).toEqual([])
      expect(auth.isUserSignedIn()).toBe(false)
      expect(await codeOf(auth.getTokens())).toBe('login_required')
    })
  })

  describe('a revocation', () => {
    it.each([
      ['cannot be sent', unreachable],
      ['is answered with 400', answer('{"error":"unsupported_token_type"}', { status: 400 })],
      ['is answered with 500', answer('', { status: 500 })],
      ['is answered with an HTML page', answer('<html>')],
      ['is never answered', silent],
    ])('F55: that %s keeps nobody signed in, and the page is left in the same turn', async (_, fault) => {
      const { auth, heard } = await world.signedIn()
      const refreshToken = stored('refreshToken')
      const sent: RequestInit[] = []
      const { fetch } = globalThis
      vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
        sent.push(init)
        return fetch(url, init)
      })
      wire.disturb(fault, '/oauth2/revoke')
      if (fault === silent) vi.useFakeTimers({ now: Date.now() })
      const done = vi.fn()
      void auth.signOut().then(done)
      expect([...world.storage.values]).toEqual([])
      expect([auth.isUserSignedIn(), world.launched.length]).toEqual([false, 1])
      expect(wire.attempts.at(-1)).toBe('/oauth2/revoke')
      const [{ keepalive, body } = {}] = sent
      expect(keepalive).toBe(true)
      expect([...(body as URLSearchParams)]).toEqual([
        ['token', refreshToken],
        ['client_id', 'app1'],
      ])
      expect(String(body as URLSearchParams).length).toBeLessThan(64_000)
      if (fault === silent) await vi.advanceTimersByTimeAsync(10_000)
      await vi.waitFor(() => {
        expect(done).toHaveBeenCalledOnce()
      })
      vi.useRealTimers()
      expect(wire.attempts.filter((path) => path === '/oauth2/revoke')).toHaveLength(1)
      expect(heard.failures).toEqual([])
      expect((await world.signedIn()).auth.isUserSignedIn()).toBe(true)
    })

    it('F55: of a token that the server no longer knows is none the less a sign-out', async () => {
      const { auth } = await world.signedIn()
      await world.pool.removeUser('jane')
      await auth.signOut()
      expect([world.launched.length, [...world.storage.values]]).toEqual([1, []])
    })
  })

  describe('a sign-out without a network', () => {
    it('F56: signs out here, tries the logout page, and the next start is signed out', async () => {
      const { auth } = await world.signedIn()
      vi.stubGlobal('navigator', { onLine: false })
      wire.disturb(unreachable, '/oauth2/revoke')
      await auth.signOut()
      expect([...world.storage.values]).toEqual([])
      expect(world.launched).toEqual([expect.stringContaining('/logout?')])
      wire.attempts.length = 0
      for (const page of [world.beside(auth), world.page()]) {
        expect(await page.auth.init()).toBeNull()
        expect(page.auth.isUserSignedIn()).toBe(false)
      }
      expect(wire.attempts).toEqual([])
      vi.stubGlobal('navigator', { onLine: true })
      expect((await world.signedIn()).auth.isUserSignedIn()).toBe(true)
    })
  })

  describe('a thousand sign-ins and sign-outs', () => {
    /** What there is of the platform: listeners of the window and the document, timers, channels. */
    function count() {
      const listeners = new Map<string, number>()
      const target = (name: string) => ({
        addEventListener: (type: string) =>
          listeners.set(`${name} ${type}`, (listeners.get(`${name} ${type}`) ?? 0) + 1),
        removeEventListener: (type: string) =>
          listeners.set(`${name} ${type}`, (listeners.get(`${name} ${type}`) ?? 0) - 1),
      })
      openPage('http://localhost:3000/')
      Object.assign(window, target('window'))
      vi.stubGlobal('document', { ...target('document'), visibilityState: 'visible' })
      return listeners
    }
    const resources = () =>
      process.getActiveResourcesInfo().filter((name) => /Timeout|MessagePort|Immediate/.test(name)).length

    it(
      'F57: leave no listener, no timer, no channel and nothing in the storage',
      { timeout: 60_000 },
      async () => {
        const listeners = count()
        const storage = new RecordingStorage()
        // Without openid nothing but the state binds an answer to its sign-in, so that one token will do for all of them.
        const scopes = ['aws.cognito.signin.user.admin']
        const { iss } = { iss: world.pool.issuer }
        const accessToken = await sign(accessClaims({ iss, client_id: 'app1', scope: scopes[0] }))
        answerWith({ access_token: accessToken, refresh_token: 'a-refresh-token', token_type: 'Bearer' })
        const options = { Storage: storage, TokenScopesArray: scopes }
        const long = world.page(options).auth
        const cycle = async () => {
          const { auth } = world.page(options)
          const offs = [auth.on('signedIn', () => undefined), auth.on('signedOut', () => undefined)]
          const { searchParams } = new URL(await auth.getFQDNSignIn())
          // One that nobody comes back from.
          await auth.getFQDNSignIn()
          const arrived = world.page(options)
          arrived.auth.parseCognitoWebResponse(`/?code=c&state=${searchParams.get('state') ?? ''}`)
          await arrived.auth.getTokens()
          expect(long.isUserSignedIn()).toBe(true)
          await auth.signOut({ redirect: false })
          for (const off of offs) off()
        }
        await cycle()
        const before = resources()
        for (let i = 0; i < 999; i++) await cycle()
        expect([...listeners.keys()].length).toBeGreaterThanOrEqual(4)
        expect([...listeners.values()].filter(Boolean)).toEqual([])
        await vi.waitFor(() => {
          expect(resources()).toBeLessThanOrEqual(before)
        })
        const kept = [...storage.values.keys()]
        expect(kept.filter((name) => name.startsWith('CognitoIdentity'))).toEqual([])
        // Twenty sign-ins may be under way, and there is a list of them.
        expect(kept.length).toBeLessThanOrEqual(21)
        expect([...storage.values.values()].join('').length).toBeLessThan(20_000)
      },
    )

    it('F57: on a real user pool end as the first one did', { timeout: 60_000 }, async () => {
      for (let i = 0; i < 20; i++) {
        const { auth, heard } = await world.signedIn()
        expect(heard.sessions).toHaveLength(1)
        await auth.signOut({ redirect: false })
        expect([...world.storage.values]).toEqual([])
      }
      expect(wire.posts).toHaveLength(20)
      expect((await world.signedIn()).auth.isUserSignedIn()).toBe(true)
    })
  })

  describe('a memory in place of a storage', () => {
    it('F42: which the program passed, does not leave the page for a sign-in that could not be finished', async () => {
      const { opened } = openPage('http://localhost:3000/')
      const { auth } = world.page({ Storage: new MemoryStorage(), LaunchUri: undefined })
      expect(await codeOf(auth.signIn())).toBe('storage_unavailable')
      expect(opened).toEqual([])
    })
  })
})
