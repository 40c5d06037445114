import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AsyncTokenStorage, CognitoAuth, type CognitoAuthOptions } from '../../src/index.js'
import { type Auth, DOORS, nameOf } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

/** A storage that takes a while, as AsyncStorage of React Native does. */
class SlowStorage implements AsyncTokenStorage {
  readonly values = new Map<string, string>()
  readonly changes: string[] = []
  isFull = false

  async getItem(key: string): Promise<string | null> {
    await this._while()
    return this.values.get(key) ?? null
  }

  async setItem(key: string, value: string): Promise<void> {
    await this._while()
    if (this.isFull) throw new Error('full')
    this.values.set(key, value)
    this.changes.push(`set ${key.split('.').pop() ?? ''}`)
  }

  async removeItem(key: string): Promise<void> {
    await this._while()
    this.values.delete(key)
    this.changes.push(`remove ${key.split('.').pop() ?? ''}`)
  }

  // The later the shorter: without a queue the last to be written would be the first to be there.
  private _left = 40
  private _while(): Promise<void> {
    this._left = this._left > 1 ? this._left - 1 : 40
    return new Promise((resolve) => setTimeout(resolve, this._left / 4))
  }
}

/** What another process has before it: the same values, and nothing of them in memory. */
function copyOf({ values }: SlowStorage): SlowStorage {
  const copy = new SlowStorage()
  for (const [key, value] of values) copy.values.set(key, value)
  return copy
}

describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  let storage: SlowStorage
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    world = (await createWorld()).at(door)
    storage = new SlowStorage()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  const page = (options: Partial<CognitoAuthOptions> = {}) => world.page({ Storage: storage, ...options })
  const settled = (expected: number) =>
    vi.waitFor(() => {
      expect(storage.values.size).toBe(expected)
    })

  /** Begins a sign-in, comes back to another page, and gives that. */
  async function signedIn(options: Partial<CognitoAuthOptions> = {}) {
    const before = page().auth
    await before.init()
    await before.signIn()
    openPage(await world.signInAt(world.launched.at(-1) ?? ''))
    const { auth, heard } = page(options)
    await auth.init()
    vi.stubGlobal('window', undefined)
    return { auth, heard }
  }

  describe('F45: a storage whose methods return promises', () => {
    it('has what a sign-in needs before the page is left, and the tokens afterwards', async () => {
      const begun = page().auth
      expect(await begun.init()).toBeNull()
      await begun.signIn()
      // The record and the list of those under way.
      expect(storage.values.size).toBe(2)
      openPage(await world.signInAt(world.launched[0] ?? ''))
      const { auth } = page()
      expect((await auth.init())?.isValid()).toBe(true)
      expect(auth.isUserSignedIn()).toBe(true)
      await settled(6)
      expect(storage.values.get('CognitoIdentityServiceProvider.app1.jane.accessToken')).toBe(
        (await auth.getTokens()).accessToken,
      )
    })

    it('is written in the order of the calls', async () => {
      await signedIn()
      await settled(6)
      expect(storage.changes.slice(-6)).toEqual([
        'set idToken',
        'set accessToken',
        'set refreshToken',
        'set LastAuthUser',
        'set tokenScopesString',
        'set clockDrift',
      ])
    })

    it('is read by init(), on the page or without one', async () => {
      const { auth } = await signedIn()
      await settled(6)
      const { accessToken } = await auth.getTokens()
      const other = page({ Storage: copyOf(storage) }).auth
      expect((await other.init())?.getAccessToken().getJwtToken()).toBe(accessToken)
      expect(nameOf(other)).toBe('jane')
    })

    it('cannot be read before: every call says so, and what to call', async () => {
      const { auth, heard } = page()
      const refusal = expect.objectContaining({
        code: 'invalid_configuration',
        message: expect.stringContaining('await auth.init()') as string,
      }) as Error
      expect(() => auth.isUserSignedIn()).toThrow(refusal)
      if (auth instanceof CognitoAuth) expect(() => auth.getSignInUserSession()).toThrow(refusal)
      await expect((async () => auth.getFQDNSignIn())()).rejects.toThrow(refusal)
      await expect(auth.getTokens()).rejects.toThrow(refusal)
      await expect(auth.signIn()).rejects.toThrow(refusal)
      await expect(auth.signOut()).rejects.toThrow(refusal)
      if (auth instanceof CognitoAuth) {
        auth.getSession()
        await heardOf(heard)
        expect(heard.failures[0]?.error).toEqual(refusal)
      }
      expect(world.launched).toEqual([])
    })

    it('cannot be read by one app client because another one has read its own', async () => {
      await signedIn()
      await settled(6)
      const heard: string[] = []
      const shared = copyOf(storage)
      const other = page({ Storage: shared, ClientId: 'app2' }).auth
      await other.init()
      const { auth } = world.beside(other, { ClientId: 'app1' })
      for (const name of ['signedIn', 'signedOut'] as const) auth.on(name, () => heard.push(name))
      expect(() => auth.isUserSignedIn()).toThrow('await auth.init()')
      expect((await auth.init())?.isValid()).toBe(true)
      expect(heard).toEqual([])
    })

    it('may be listened to before, and what it holds is no news then', async () => {
      await signedIn()
      await settled(6)
      const { auth } = page({ Storage: copyOf(storage), AutoRefresh: true })
      const heard: string[] = []
      for (const name of ['signedIn', 'refreshed', 'signedOut'] as const)
        auth.on(name, () => heard.push(name))
      expect((await auth.init())?.isValid()).toBe(true)
      expect(heard).toEqual([])
      await auth.signOut({ redirect: false })
      expect(heard).toEqual(['signedOut'])
    })

    it('tells of a sign-in that was finished by the first call', async () => {
      const before = page().auth
      await before.init()
      await before.signIn()
      await settled(2)
      openPage(await world.signInAt(world.launched[0] ?? ''))
      const { auth } = page({ Storage: copyOf(storage) })
      const heard: (string | undefined)[] = []
      auth.on('signedIn', ({ session }) => heard.push(session.getAccessToken().getUsername()))
      await auth.init()
      expect(heard).toEqual(['jane'])
    })

    it('is kept fresh by AutoRefresh once it has been read', async () => {
      await signedIn()
      await settled(6)
      world.pass(3600 - 59)
      const { auth } = page({ Storage: copyOf(storage), AutoRefresh: true })
      const refreshed = new Promise((resolve) => auth.on('refreshed', resolve))
      await auth.init()
      await refreshed
      expect(auth.isUserSignedIn()).toBe(true)
    })

    it('works with callbacks once it has been read', async () => {
      await signedIn()
      const { auth, heard } = page()
      await auth.init()
      auth.getSession()
      await heardOf(heard)
      expect(heard.sessions[0]?.isValid()).toBe(true)
    })

    it('is refreshed from what it has, and has what came of it', async () => {
      const { auth } = await signedIn()
      await settled(6)
      const key = 'CognitoIdentityServiceProvider.app1.jane.accessToken'
      const before = storage.values.get(key)
      world.pass(3601)
      const { accessToken } = await auth.getTokens()
      expect(accessToken).not.toBe(before)
      await vi.waitFor(() => {
        expect(storage.values.get(key)).toBe(accessToken)
      })
    })

    it('is empty before the page is left for the logout endpoint', async () => {
      let left: number | undefined
      const { auth } = await signedIn({ LaunchUri: () => (left = storage.values.size) })
      await settled(6)
      const signedOut = auth.signOut()
      expect(auth.isUserSignedIn()).toBe(false)
      await signedOut
      expect(left).toBe(0)
    })

    it('has what the next sign-in needs before a sign-out leaves the page for that', async () => {
      let waiting = 0
      const { auth } = await signedIn({
        LaunchUri: (url) => {
          world.launched.push(url)
          waiting = [...storage.values.keys()].filter((key) => /\.[\w-]{43}$/.test(key)).length
        },
      })
      await auth.signOut({ signIn: true })
      expect(waiting).toBe(1)
      openPage(await world.signInAt(world.launched.at(-1) ?? ''))
      expect((await page({ Storage: copyOf(storage) }).auth.init())?.isValid()).toBe(true)
    })

    it('is shared by the instances of a page', async () => {
      const { auth } = await signedIn()
      const other = world.beside(auth).auth
      await other.init()
      await auth.signOut({ redirect: false })
      expect(other.isUserSignedIn()).toBe(false)
    })

    it('tells of a sign-out in another tab, which has another object for it', async () => {
      const { auth } = await signedIn()
      await settled(6)
      const there = copyOf(storage)
      const other = page({ Storage: there }).auth
      expect((await other.init())?.isValid()).toBe(true)
      const reasons: string[] = []
      const off = other.on('signedOut', ({ reason }) => reasons.push(reason))
      there.values.clear()
      await auth.signOut({ redirect: false })
      await vi.waitFor(() => {
        expect(reasons).toEqual(['otherTab'])
      })
      off()
      expect(other.isUserSignedIn()).toBe(false)
    })

    it('keeps a sign-in from beginning when it does not take what that needs', async () => {
      const { auth } = page()
      await auth.init()
      storage.isFull = true
      await expect(auth.signIn()).rejects.toMatchObject({ code: 'storage_full' })
      expect(world.launched).toEqual([])
    })

    it('is warned of when it does not take the tokens, which last as long as the page', async () => {
      const before = page().auth
      await before.init()
      await before.signIn()
      openPage(await world.signInAt(world.launched[0] ?? ''))
      const { auth } = page()
      const warnings: string[] = []
      auth.on('warning', ({ error }) => warnings.push(error.code))
      storage.isFull = true
      expect((await auth.init())?.isValid()).toBe(true)
      await vi.waitFor(() => {
        expect(warnings).toEqual(['storage_full'])
      })
      expect(auth.isUserSignedIn()).toBe(true)
      // Nor does it lose them by looking for news, where there are none of them.
      expect((await auth.init())?.isValid()).toBe(true)
      storage.isFull = false
      const { accessToken } = await auth.getTokens({ minValidity: Infinity })
      await vi.waitFor(() => {
        expect(storage.values.get('CognitoIdentityServiceProvider.app1.jane.accessToken')).toBe(accessToken)
      })
    })

    /** Answers with what it holds when it is asked, but only once `during` is over. */
    function answerAfter(during: Promise<unknown>) {
      vi.spyOn(storage, 'getItem').mockImplementation(async (key) => {
        const value = storage.values.get(key) ?? null
        await during
        return value
      })
    }

    // At the other door a response waits for what was there before, as init() does.
    if (door === 'CognitoAuth')
      it('does not lose a session that arrives while init() reads what was there before', async () => {
        const { auth, heard } = page()
        await auth.init()
        const callback = await world.signInAt(await auth.getFQDNSignIn())
        await settled(2)
        answerAfter(heardOf(heard))
        const again = auth.init()
        auth.parseCognitoWebResponse(callback)
        expect((await again)?.isValid()).toBe(true)
        expect([auth.isUserSignedIn(), nameOf(auth)]).toEqual([true, 'jane'])
      })

    it('does not bring anybody back who signs out while init() reads that they are there', async () => {
      const { auth } = await signedIn()
      await settled(6)
      let signOut!: () => void
      answerAfter(new Promise<void>((resolve) => (signOut = resolve)))
      const again = auth.init()
      await auth.signOut({ redirect: false })
      signOut()
      expect(await again).toBeNull()
      expect([auth.isUserSignedIn(), auth.getUser()]).toEqual([false, null])
      if (auth instanceof CognitoAuth) expect(auth.getLastUser()).toBeUndefined()
    })

    it('rejects with its own words where it cannot be read', async () => {
      const broken: AsyncTokenStorage = {
        getItem: () => Promise.reject(new Error('no disk')),
        setItem: () => Promise.resolve(),
        removeItem: () => Promise.resolve(),
      }
      await expect(page({ Storage: broken }).auth.init()).rejects.toMatchObject({
        code: 'storage_unavailable',
      })
    })
  })
})
