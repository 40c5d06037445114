import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CognitoAuth, type CognitoAuthOptions, type TokenStorage } from '../../src/index.js'
import type { AsyncTokenStorage } from '../../src/storage/TokenStorage.js'
import { type Auth, DOORS, nameOf } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { Person } from '../helpers/person.ts'
import { answer, createWire, type Wire } from '../helpers/wire.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

/* A storage that others use, too: sub-domains with cookies, other tabs, whoever was there before. */

const BOB = { username: 'bob', password: 'Secret-456' }
const HOUR = 3600

describe.each(DOORS)('at the door %s,', (door) => {
  const isClass = door === 'CognitoAuth'
  let world: World<Auth>
  let wire: Wire
  async function start(client: Parameters<typeof createWorld>[0] = {}) {
    world = (await createWorld({ refreshTokenRotation: { retryGracePeriodSeconds: 0 }, ...client })).at(door)
    await world.pool.addUser({ ...BOB, email: 'bob@example.com' })
    wire = createWire()
  }
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  const stored = (name: string, user = 'jane') =>
    world.storage.getItem(`CognitoIdentityServiceProvider.app1.${user}.${name}`)
  const bobSignsInAt = async (url: string) => (await new Person(world.pool).authorize(url, BOB)).href

  describe('two origins that share a storage, with rotation and no grace', () => {
    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'] })
      await start()
    })

    /** A page of an origin of its own: other locks, another memory. */
    const origin = () => {
      const Storage = Object.create(world.storage, { isShared: { value: true } }) as TokenStorage
      return world.page({ Storage }).auth
    }
    /** What is computed takes real time, in which no other passes. */
    let working = 0
    beforeEach(() => {
      const digest = crypto.subtle.digest.bind(crypto.subtle)
      vi.spyOn(crypto.subtle, 'digest').mockImplementation(async (...given) => {
        working++
        return digest(...given).finally(() => working--)
      })
    })
    /** The user pool rotates the token at once, and its answer takes a while. */
    const answersAfter = (milliseconds: number) => {
      wire.disturb(async (send) => {
        working++
        const response = await send()
        working--
        if (response.ok) await new Promise((resolve) => setTimeout(resolve, milliseconds))
        return response
      })
    }
    /** What comes of it while time passes. */
    async function passing<T>(outcome: Promise<T>): Promise<T | string> {
      const state = { isOver: false }
      const end = outcome.then(
        (value) => value,
        (error: unknown) => (error as { code: string }).code,
      )
      void end.finally(() => (state.isOver = true))
      while (!state.isOver) {
        // Keys are real, and take real time.
        if (!working) await vi.advanceTimersByTimeAsync(20)
        await new Promise((resolve) => setImmediate(resolve))
      }
      return end
    }
    const after = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

    const times = [0, 60, 300, 1000, 2500, 5000]
    it.each(times.flatMap((late) => times.map((behind) => [late, behind] as const)))(
      'get the same tokens where an answer takes %i ms and the other asks %i ms later',
      async (late, behind) => {
        await world.signedIn()
        world.pass(HOUR + 1)
        answersAfter(late)
        const [a, b] = [origin(), origin()]
        const both = Promise.all([a.getTokens(), after(behind).then(() => b.getTokens())])
        const told = await passing(both)
        const fresh = stored('accessToken')
        expect(told).toEqual([
          expect.objectContaining({ accessToken: fresh }),
          expect.objectContaining({ accessToken: fresh }),
        ])
        expect([a.isUserSignedIn(), b.isUserSignedIn()]).toEqual([true, true])
      },
    )

    it('keep an answer that comes when the other has given the spent token up', async () => {
      await world.signedIn()
      world.pass(HOUR + 1)
      answersAfter(9000)
      const [a, b] = [origin(), origin()]
      wire.posts.length = 0
      const first = passing(a.getTokens())
      while (!wire.posts.length || working) await new Promise((resolve) => setImmediate(resolve))
      expect(await passing(b.getTokens())).toBe('session_expired')
      expect(await first).toMatchObject({ accessToken: stored('accessToken') })
      expect(await passing(b.getTokens())).toMatchObject({ accessToken: stored('accessToken') })
    })

    it('store no answer that comes when somebody has signed out at the other', async () => {
      await world.signedIn()
      world.pass(HOUR + 1)
      answersAfter(2000)
      const [a, b] = [origin(), origin()]
      const told = passing(a.getTokens())
      await vi.advanceTimersByTimeAsync(500)
      await b.signOut({ redirect: false, revoke: false })
      expect(await told).toBe('login_required')
      expect([...world.storage.values]).toEqual([])
    })

    it('are told of the end of a session where there is one', async () => {
      await world.signedIn()
      world.pass(HOUR + 1)
      wire.disturb(answer('{"error":"invalid_grant"}', { status: 400 }))
      expect(await passing(origin().getTokens())).toBe('session_expired')
      expect(stored('refreshToken')).toBeNull()
      expect(await passing(origin().getTokens())).toBe('login_required')
    })
  })

  describe('a sign-in as somebody else', () => {
    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ['Date'] })
      await start()
    })
    const revoked = () =>
      world.requests.filter(({ path }) => path === '/oauth2/revoke').map(({ form }) => form.get('token'))

    it.each(isClass ? (['code', 'token'] as const) : (['code'] as const))(
      'ends the session that whoever was there before has left, by the %s flow',
      async (ResponseType) => {
        await world.signedIn()
        const janes = stored('refreshToken')
        const { auth, heard } = world.page({ ResponseType })
        auth.parseCognitoWebResponse(await bobSignsInAt(await auth.getFQDNSignIn()))
        await heardOf(heard)
        await vi.waitFor(() => {
          expect(revoked()).toEqual([janes])
        })
        expect(['idToken', 'accessToken', 'refreshToken', 'clockDrift'].map((name) => stored(name))).toEqual(
          Array(4).fill(null),
        )
        expect(nameOf(world.page().auth)).toBe('bob')
        await auth.signOut({ redirect: false })
        expect([...world.storage.values]).toEqual([])
      },
    )

    // Only the class has names that the program gives.
    if (isClass)
      it('leaves the session of a user whom the program has named as it was', async () => {
        await world.signedIn()
        const { auth, heard } = world.page()
        if (auth instanceof CognitoAuth) auth.setUsername('bob')
        auth.parseCognitoWebResponse(await bobSignsInAt(await auth.getFQDNSignIn()))
        await heardOf(heard)
        const janes = world.page().auth
        if (janes instanceof CognitoAuth) janes.setUsername('jane')
        expect([janes.isUserSignedIn(), revoked()]).toEqual([true, []])
        await auth.signOut({ redirect: false, revoke: false })
        expect([stored('refreshToken', 'bob'), janes.isUserSignedIn()]).toEqual([null, true])
      })

    if (isClass)
      it('forgets nobody whose tokens turn out to be forged', async () => {
        await world.signedIn()
        const { auth, heard } = world.page({ ResponseType: 'token' })
        const callback = await bobSignsInAt(await auth.getFQDNSignIn())
        auth.parseCognitoWebResponse(callback.replace(/(id_token=[^&]*\.)[^.&]{8}/, '$1AAAAAAAA'))
        await heardOf(heard, 2)
        expect(heard.failures.map(({ error }) => error.code)).toEqual(['bad_signature'])
        expect([stored('refreshToken') !== null, revoked()]).toEqual([true, []])
      })

    if (isClass)
      it('leaves whoever was there before as they were, where its tokens turn out to be forged', async () => {
        await world.signedIn()
        const { auth, heard } = world.page({ ResponseType: 'token' })
        const callback = await bobSignsInAt(await auth.getFQDNSignIn())
        auth.parseCognitoWebResponse(callback.replace(/(id_token=[^&]*\.)[^.&]{8}/, '$1AAAAAAAA'))
        await heardOf(heard, 2)
        expect([nameOf(world.page().auth), world.page().auth.isUserSignedIn()]).toEqual(['jane', true])
        expect([stored('accessToken', 'bob'), auth.isUserSignedIn()]).toEqual([null, true])
      })

    if (isClass)
      it('in another tab is not ended by tokens that turn out to be forged here', async () => {
        const keys = new URL(`${world.pool.issuer}/.well-known/jwks.json`).pathname
        let verify: () => void = () => undefined
        const waiting = new Promise<void>((resolve) => (verify = resolve))
        wire.disturb(async (send) => {
          await waiting
          return send()
        }, keys)
        const { auth, heard } = world.page({ ResponseType: 'token' })
        const callback = await world.signInAt(await auth.getFQDNSignIn())
        auth.parseCognitoWebResponse(callback.replace(/(id_token=[^&]*\.)[^.&]{8}/, '$1AAAAAAAA'))
        const other = world.page()
        other.auth.parseCognitoWebResponse(await bobSignsInAt(await other.auth.getFQDNSignIn()))
        await heardOf(other.heard)
        verify()
        await heardOf(heard, 2)
        expect(heard.failures.map(({ error }) => error.code)).toEqual(['bad_signature'])
        expect(stored('accessToken', 'bob')).toBe((await other.auth.getTokens()).accessToken)
        expect(stored('accessToken')).toBeNull()
      })

    if (isClass)
      it('ends no session that whoever was there before has begun again meanwhile', async () => {
        await world.signedIn()
        const before = stored('refreshToken')
        const keys = new URL(`${world.pool.issuer}/.well-known/jwks.json`).pathname
        let verify: () => void = () => undefined
        const waiting = new Promise<void>((resolve) => (verify = resolve))
        wire.disturb(async (send) => {
          await waiting
          return send()
        }, keys)
        const { auth } = world.page({ ResponseType: 'token' })
        auth.parseCognitoWebResponse(await bobSignsInAt(await auth.getFQDNSignIn()))
        await world.signedIn()
        verify()
        await vi.waitFor(() => {
          expect(revoked()).toEqual([before])
        })
        expect([nameOf(world.page().auth), world.page().auth.isUserSignedIn()]).toEqual(['jane', true])
      })

    it('is ended by a sign-out on a page that has not heard of it', async () => {
      const { auth } = await world.signedIn()
      const other = world.page()
      other.auth.parseCognitoWebResponse(await bobSignsInAt(await other.auth.getFQDNSignIn()))
      await heardOf(other.heard)
      const bobs = stored('refreshToken', 'bob')
      await auth.signOut({ redirect: false })
      expect([...world.storage.values]).toEqual([])
      expect(revoked()).toContain(bobs)
    })

    it('of the same person again ends nothing', async () => {
      await world.signedIn()
      await world.signedIn()
      expect(revoked()).toEqual([])
    })

    it('ends one that was kept in the memory of the page, too', async () => {
      const setItem = vi.spyOn(world.storage, 'setItem')
      const { auth, heard } = world.page()
      const [janes, bobs] = [
        await world.signInAt(await auth.getFQDNSignIn()),
        await bobSignsInAt(await auth.getFQDNSignIn()),
      ]
      setItem.mockImplementation(() => {
        throw new DOMException('full', 'QuotaExceededError')
      })
      auth.parseCognitoWebResponse(janes)
      await heardOf(heard)
      expect(nameOf(auth)).toBe('jane')
      setItem.mockRestore()
      auth.parseCognitoWebResponse(bobs)
      await heardOf(heard, 2)
      expect(nameOf(auth)).toBe('bob')
      await vi.waitFor(() => {
        expect(revoked()).toEqual([heard.sessions[0]?.getRefreshToken().getToken()])
      })
    })
  })

  describe('a sign-out', () => {
    it('leaves nothing behind of sign-ins that nobody finished', async () => {
      await start()
      const { auth } = await world.signedIn()
      await auth.getFQDNSignIn()
      await world.page().auth.signIn({ returnTo: 'http://localhost:3000/orders?of=jane' })
      await auth.signOut({ redirect: false })
      expect([...world.storage.values]).toEqual([])
    })
  })

  /** A storage whose methods return promises, over what other tabs see, too. */
  class Far implements AsyncTokenStorage {
    constructor(readonly values: Map<string, string>) {}
    getItem = (key: string) => Promise.resolve(this.values.get(key) ?? null)
    setItem = (key: string, value: string) => Promise.resolve(void this.values.set(key, value))
    removeItem = (key: string) => Promise.resolve(void this.values.delete(key))
  }

  describe('two tabs over one storage with promises', () => {
    const values = new Map<string, string>()
    const tab = async (options: Partial<CognitoAuthOptions> = {}) => {
      const { auth } = world.page({ Storage: new Far(values), ...options })
      await auth.init()
      return auth
    }
    beforeEach(async () => {
      vi.useFakeTimers({ toFake: ['Date'] })
      await start()
      values.clear()
      const auth = await tab()
      await auth.signIn()
      openPage(await world.signInAt(world.launched[0] ?? ''))
      await tab()
      vi.stubGlobal('window', undefined)
      world.pass(HOUR - 30)
    })

    it.each([undefined, 'always'] as const)(
      'A92: write nothing back where somebody signs out in one while the other refreshes (VerifySignature %s)',
      async (VerifySignature) => {
        const [one, two] = [await tab({ VerifySignature }), await tab()]
        wire.disturb(async (send) => {
          const response = await send()
          await two.signOut({ redirect: false, revoke: false })
          return response
        })
        await expect(one.getTokens({ minValidity: Infinity })).rejects.toMatchObject({
          code: 'login_required',
        })
        expect([...values]).toEqual([])
        expect(one.isUserSignedIn()).toBe(false)
        expect(await (await tab()).init()).toBeNull()
      },
    )

    it('A92: write nothing back where somebody else signs in in one while the other refreshes', async () => {
      const [one, two] = [await tab(), await tab()]
      await two.signIn()
      const bobs = await bobSignsInAt(world.launched.at(-1) ?? '')
      wire.disturb(async (send) => {
        const response = await send()
        wire.disturb(undefined)
        await two.handleCallback(bobs)
        return response
      })
      await expect(one.getTokens({ minValidity: Infinity })).rejects.toMatchObject({
        code: 'session_changed',
      })
      expect([...values.keys()].filter((key) => key.includes('.jane.'))).toEqual([])
      expect(nameOf(await tab())).toBe('bob')
    })

    it('A92: keep what a refresh brought where the storage cannot be read again', async () => {
      const storage = new Far(values)
      const { auth } = world.page({ Storage: storage })
      await auth.init()
      wire.disturb(async (send) => {
        const response = await send()
        storage.getItem = () => Promise.reject(new Error('busy'))
        return response
      })
      const { accessToken } = await auth.getTokens({ minValidity: Infinity })
      await vi.waitFor(() => {
        expect(values.get('CognitoIdentityServiceProvider.app1.jane.accessToken')).toBe(accessToken)
      })
    })
  })
})
