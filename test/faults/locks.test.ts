import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Auth, DOORS, nameOf } from '../helpers/doors.ts'
import { Locks } from '../helpers/locks.ts'
import { Person } from '../helpers/person.ts'
import { RecordingStorage } from '../helpers/storage.ts'
import { pause } from '../../src/engine/lock.js'
import { createWire, type Wire } from '../helpers/wire.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

/* What happens while a tab waits for its turn to refresh. */

describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  let wire: Wire
  let locks: Locks

  async function begin(...options: Parameters<typeof createWorld>): Promise<void> {
    vi.unstubAllGlobals()
    world = (await createWorld(...options)).at(door)
    wire = createWire()
    locks = new Locks()
    vi.stubGlobal('navigator', { locks })
  }

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    await begin()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  const HOUR = 3600
  const JANES = 'cognito-auth.app1.jane'
  /** Milliseconds in which whoever waits has looked more than twice. */
  const SOME_LOOKS = 200
  const BOB = { username: 'bob', password: 'Secret-456' }
  const stored = (name: string) => world.storage.getItem(`CognitoIdentityServiceProvider.app1.${name}`)
  const tab: World<Auth>['page'] = (options) => world.page(options)
  const codeOf = (call: Promise<unknown>) =>
    call.then(
      () => 'ok',
      (error: unknown) => (error as { code?: string }).code ?? String(error),
    )
  /** Whose tokens those are. */
  const ownerOf = (token: string) =>
    (JSON.parse(atob(token.split('.')[1] ?? '')) as { username: string }).username

  async function signInElsewhere(who?: typeof BOB, there = tab()) {
    const url = await there.auth.getFQDNSignIn()
    if (who) await world.pool.addUser({ ...who, email: 'bob@example.com' })
    const callback = who ? (await new Person(world.pool).authorize(url, who)).href : await world.signInAt(url)
    there.auth.parseCognitoWebResponse(callback)
    await heardOf(there.heard)
    expect(there.heard.failures).toEqual([])
  }

  /** Jane's tokens are over, unless they are younger, and another tab has her lock, until it is released. */
  async function waitForTurn(age = HOUR + 1) {
    await world.signedIn()
    world.pass(age)
    const { auth } = world.page()
    let release!: () => void
    const released = new Promise<void>((resolve) => (release = resolve))
    await new Promise<void>((granted) => {
      void locks.request(JANES, {}, () => {
        granted()
        return released
      })
    })
    wire.posts.length = 0
    const call = auth.getTokens({ minValidity: Infinity }).then(({ accessToken }) => accessToken, codeOfError)
    await vi.waitFor(() => {
      expect(locks.asked).toEqual([JANES, JANES])
    })
    return { auth, call, release }
  }
  const codeOfError = (error: unknown) => (error as { code: string }).code

  describe('while a tab waits for its turn to refresh', () => {
    it('F31: and somebody else signs in, nothing is refreshed, and the call says who is not there any more', async () => {
      const { auth, call, release } = await waitForTurn()
      await signInElsewhere(BOB)
      wire.posts.length = 0
      release()
      expect(await call).toBe('session_changed')
      expect(wire.posts).toHaveLength(0)
      expect(stored('LastAuthUser')).toBe('bob')
      expect(ownerOf((await auth.getTokens()).accessToken)).toBe('bob')
    })

    it('F31: and somebody else signs in after another tab has refreshed, nobody gets tokens of the former', async () => {
      const bobs = new RecordingStorage()
      const { auth, call, release } = await waitForTurn()
      await signInElsewhere(BOB, world.page({ Storage: bobs }))
      vi.stubGlobal('navigator', {})
      await tab().auth.getTokens()
      // In this turn: a moment later, the call would have been answered while she was there.
      for (const [key, value] of bobs.values) world.storage.setItem(key, value)
      await pause(SOME_LOOKS)
      release()
      expect(await call).toBe('session_changed')
      for (let i = 0; i < 3; i++) expect(ownerOf((await auth.getTokens()).accessToken)).toBe('bob')
      expect(nameOf(auth)).toBe('bob')
    })

    it('F22: and another tab has refreshed, the call has the tokens of that and waits for no turn', async () => {
      const { call } = await waitForTurn()
      vi.stubGlobal('navigator', {})
      const { accessToken } = await tab().auth.getTokens()
      wire.posts.length = 0
      expect(await call).toBe(accessToken)
      expect(wire.posts).toHaveLength(0)
      // Nor does it wait until its patience is over.
      expect(locks.asked).not.toContain(`${JANES}.impatient`)
    })

    it('F22: and another tab is still storing what it got, the call has all of it', async () => {
      const { auth, call } = await waitForTurn()
      vi.stubGlobal('navigator', {})
      const [before, there] = [stored('jane.refreshToken') ?? '', tab()]
      await there.auth.getTokens()
      const after = `${before}-rotated`
      // Its refresh token arrives after it has been looked at for the first time.
      const getItem = world.storage.getItem.bind(world.storage)
      vi.spyOn(world.storage, 'getItem').mockImplementation((key) => {
        setTimeout(() => {
          world.storage.values.set('CognitoIdentityServiceProvider.app1.jane.refreshToken', after)
        })
        return getItem(key)
      })
      await call
      expect((await auth.init())?.getRefreshToken().getToken()).toBe(after)
    })

    it('F22: and nothing is new, the call waits although its tokens are still good', async () => {
      const { call, release } = await waitForTurn(60)
      const before = stored('jane.accessToken')
      await pause(SOME_LOOKS)
      release()
      expect(await call).not.toBe(before)
      expect(wire.posts).toHaveLength(1)
    })

    it('F30: and somebody signs out, nothing is refreshed', async () => {
      const { auth, call, release } = await waitForTurn()
      await tab().auth.signOut({ redirect: false, revoke: false })
      release()
      expect(await call).toBe('login_required')
      expect(wire.posts).toHaveLength(0)
      expect(auth.isUserSignedIn()).toBe(false)
    })

    it('F22: and the same person signs in again, the call has the tokens of that', async () => {
      const { call, release } = await waitForTurn()
      await signInElsewhere()
      wire.posts.length = 0
      release()
      expect(await call).toBe(stored('jane.accessToken'))
      expect(wire.posts).toHaveLength(0)
    })

    // Only the class refreshes with a token that the program has.
    if (door === 'CognitoAuth')
      it('F32: which is for the next turn, and somebody signs out in this one, no tokens come', async () => {
        await world.signedIn()
        const refreshToken = stored('jane.refreshToken') ?? ''
        world.storage.values.clear()
        const { auth, heard } = world.page()
        wire.posts.length = 0
        auth.refreshSession(refreshToken)
        await auth.signOut({ redirect: false, revoke: false })
        await heardOf(heard)
        expect(heard.failures.map(({ error }) => error.code)).toEqual(['login_required'])
        expect([...world.storage.values]).toEqual([])
        expect(wire.posts).toHaveLength(0)
      })
  })

  describe('a tab that is slow, and others that want to refresh', () => {
    /** Lets everything but the passing of the device's clock go faster; gives the seconds since. */
    function hasten(times: number) {
      const { setTimeout } = globalThis
      const now = performance.now.bind(performance)
      const begun = now()
      vi.spyOn(performance, 'now').mockImplementation(() => begun + (now() - begun) * times)
      vi.stubGlobal('setTimeout', (run: () => void, delay = 0) => setTimeout(run, delay / times))
      return (seconds: number) => new Promise((resolve) => setTimeout(resolve, (seconds * 1000) / times))
    }

    it('F23: and never gives its turn back, keeps them waiting for twelve seconds, and no longer', async () => {
      vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: Date.now() })
      const { call } = await waitForTurn()
      await vi.advanceTimersByTimeAsync(11_000)
      expect(wire.posts).toHaveLength(0)
      await vi.advanceTimersByTimeAsync(1_000)
      expect(wire.posts).toHaveLength(1)
      expect(locks.asked).toEqual([JANES, JANES, `${JANES}.impatient`])
      let token: string | undefined
      void call.then((given) => (token = given))
      await vi.waitUntil(() => token)
      expect(token).toBe(stored('jane.accessToken'))
    })

    it('F22: does not lose its turn to them because it wants to verify signatures', async () => {
      await begin({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
      await world.signedIn()
      world.pass(HOUR + 1)
      const pass = hasten(4)
      // Keys and tokens take eight seconds each, and a refusal takes none.
      const slowly = async (send: () => Promise<Response>) => {
        const answer = await send()
        if (answer.status === 200) await pass(8)
        return answer
      }
      wire.disturb(slowly)
      wire.disturb(slowly, `${new URL(world.pool.issuer).pathname}/.well-known/jwks.json`)
      const slow = codeOf(tab({ VerifySignature: 'always' }).auth.getTokens())
      await pass(0.2)
      const other = codeOf(tab().auth.getTokens())
      expect(await Promise.all([slow, other])).toEqual(['ok', 'ok'])
      expect(stored('jane.refreshToken')).toBeTruthy()
    })

    it('F22: gives its turn back in time where new keys do not come, and keeps the refresh token that came', async () => {
      await begin({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
      await world.signedIn()
      world.pass(HOUR + 1)
      const before = stored('jane.refreshToken')
      const pass = hasten(10)
      let isDown = false
      wire.disturb(
        async (send) => {
          if (isDown) await pass(60)
          return send()
        },
        `${new URL(world.pool.issuer).pathname}/.well-known/jwks.json`,
      )
      wire.disturb(async (send) => {
        const answer = await send()
        await pass(5)
        // The keys at hand are too old by the time they are needed.
        world.pass(11 * 60)
        isDown = true
        return answer
      })
      const { auth } = tab({ VerifySignature: 'always' })
      const began = performance.now()
      expect(await codeOf(auth.getTokens())).toBe('timeout')
      expect(performance.now() - began).toBeLessThan(12_000)
      expect(stored('jane.refreshToken')).not.toBe(before)
      // The request for keys has ended, too.
      await pass(10)
      isDown = false
      wire.disturb(undefined)
      expect(await codeOf(auth.getTokens())).toBe('ok')
    })
  })
})
