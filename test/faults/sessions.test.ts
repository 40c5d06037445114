import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CognitoAuth } from '../../src/index.js'
import { type Auth, COUNTS_WHO_CAN_RETURN, DOORS, nameOf } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { skipPauses } from '../helpers/pauses.ts'
import { Person } from '../helpers/person.ts'
import { RecordingStorage } from '../helpers/storage.ts'
import { forged } from '../helpers/tokens.ts'
import { answer, createWire, unreachable, type Wire } from '../helpers/wire.ts'
import { createWorld, heardOf, type Visit, type World } from '../helpers/world.ts'

/* Many callers, instances and tabs at once, and what happens between them. */

describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  let wire: Wire
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    world = (await createWorld()).at(door)
    wire = createWire()
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
  const stored = (name: string, user = 'jane') =>
    world.storage.getItem(`CognitoIdentityServiceProvider.app1.${user}.${name}`)
  const codesOf = (settled: PromiseSettledResult<unknown>[]) =>
    settled.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'ok'))
  const isClass = door === 'CognitoAuth'
  /** What the class does in the turn of a call takes a moment at the other door. */
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, isClass ? 0 : 30))
  /** The page of another tab. */
  const tab = () => world.page()
  /** So many instances on one page. */
  function instances(count: number): Visit<Auth>[] {
    const first = world.page()
    return [first, ...Array.from({ length: count - 1 }, () => world.beside(first.auth))]
  }

  async function expire() {
    await world.signedIn()
    world.pass(HOUR + 1)
    wire.posts.length = wire.attempts.length = 0
  }

  /** Holds the requests for tokens back until released, whatever the user pool has done by then. */
  function hold() {
    let release!: () => void
    const released = new Promise<void>((resolve) => (release = resolve))
    let arrive!: () => void
    const arrived = new Promise<void>((resolve) => (arrive = resolve))
    wire.disturb(async (send) => {
      const response = await send()
      arrive()
      await released
      return response
    })
    return { arrived, release }
  }

  /** The events that an instance tells, with who is signed in. */
  function listen(auth: Auth): string[] {
    const events: string[] = []
    undo.push(
      auth.on('signedIn', ({ session }) => events.push(`signedIn ${session.getAccessToken().getUsername()}`)),
      auth.on('refreshed', ({ session }) =>
        events.push(`refreshed ${session.getAccessToken().getUsername()}`),
      ),
      auth.on('signedOut', ({ reason }) => events.push(`signedOut ${reason}`)),
    )
    return events
  }

  /** Bob comes back to another tab and is signed in there. */
  async function bobSignsInElsewhere() {
    await world.pool.addUser({ ...BOB, email: 'bob@example.com' })
    const there = tab()
    const callback = (await new Person(world.pool).authorize(await there.auth.getFQDNSignIn(), BOB)).href
    there.auth.parseCognitoWebResponse(callback)
    await heardOf(there.heard)
    expect(nameOf(there.auth)).toBe('bob')
    return there
  }

  describe('fifty calls on an expired token', () => {
    it.each([
      ['F20: of one instance', () => Array<Visit<Auth>>(50).fill(world.page())],
      ['F21: of fifty instances', () => instances(50)],
    ])('%s make one request, and each has its own handler told once', async (_, pages) => {
      await expire()
      const heard: string[] = []
      pages().forEach(({ auth }, i) => {
        auth.userhandler = {
          onSuccess: (session) => heard.push(`${i} ${session.getAccessToken().getJwtToken()}`),
          onFailure: (message) => heard.push(`${i} ${message}`),
        }
        auth.getSession()
      })
      await vi.waitFor(() => {
        expect(heard).toHaveLength(50)
      })
      expect(heard).toEqual(heard.map((_, i) => `${i} ${stored('accessToken') ?? ''}`))
      expect(wire.posts).toHaveLength(1)
    })

    it.each([
      ['F20: of one instance', () => Array<Visit<Auth>>(50).fill(world.page())],
      ['F21: of fifty instances', () => instances(50)],
    ])('%s all hear of the failure, and the next call begins another request', async (_, pages) => {
      await expire()
      wire.disturb(answer('{"error":"invalid_client"}', { status: 400 }))
      const all = pages()
      const calls = await Promise.allSettled(all.map(({ auth }) => auth.getTokens()))
      expect(codesOf(calls)).toEqual(Array(50).fill('token_request_failed'))
      expect(wire.posts).toHaveLength(1)
      wire.disturb(undefined)
      const again = await Promise.allSettled(all.map(({ auth }) => auth.getTokens()))
      expect(codesOf(again)).toEqual(Array(50).fill('ok'))
      expect(wire.posts).toHaveLength(2)
    })

    it('F20: tell every listener of the page of one refresh, once', async () => {
      await expire()
      const one = world.page().auth
      const two = world.beside(one).auth
      const heard = [listen(one), listen(two)]
      await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 ? one : two).getTokens()))
      await new Promise((resolve) => setTimeout(resolve, 120))
      expect(heard).toEqual([['refreshed jane'], ['refreshed jane']])
      expect(wire.posts).toHaveLength(1)
    })

    it('F20: with rotation leave a refresh token that is alive', async () => {
      vi.unstubAllGlobals()
      world = (await createWorld({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })).at(door)
      wire = createWire()
      await expire()
      const { auth } = world.page()
      const tokens = await Promise.all(Array.from({ length: 50 }, () => auth.getTokens()))
      expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1)
      await auth.getTokens({ minValidity: Infinity })
      expect(wire.posts).toHaveLength(2)
    })
  })

  describe('a response that is handled twice', () => {
    const comeBack = async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      return { callback, ...openPage(callback) }
    }

    it('F25: at once by one instance is exchanged once, and both hear of the session', async () => {
      const { callback } = await comeBack()
      const { auth, heard } = world.page()
      auth.parseCognitoWebResponse(callback)
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard, 2)
      expect(heard.failures).toEqual([])
      expect(heard.sessions[1]).toBe(heard.sessions[0])
      expect(wire.posts).toHaveLength(1)
    })

    it('F25: at once by two instances is exchanged once, and both have the session', async () => {
      const { location, callback } = await comeBack()
      const pages = instances(2)
      const sessions = await Promise.all(
        pages.map(({ auth }) => {
          location.href = callback
          return auth.init()
        }),
      )
      expect(sessions[0]?.isValid()).toBe(true)
      expect(sessions[1]).toBe(sessions[0])
      expect(pages.map(({ auth }) => auth.isUserSignedIn())).toEqual([true, true])
      expect(pages.map(({ auth }) => nameOf(auth))).toEqual(['jane', 'jane'])
      expect(wire.posts).toHaveLength(1)
      expect(location.href).toBe('http://localhost:3000/')
    })

    it('F25: by init() and the old method is exchanged once', async () => {
      const { callback } = await comeBack()
      const one = world.page()
      const two = world.beside(one.auth)
      const first = one.auth.init()
      two.auth.parseCognitoWebResponse(callback)
      await heardOf(two.heard)
      expect(two.heard.sessions[0]).toBe(await first)
      expect(wire.posts).toHaveLength(1)
    })

    it('F25: at once and refused, fails both, after one exchange', async () => {
      const { callback, location } = await comeBack()
      wire.disturb(answer('{"error":"invalid_grant"}', { status: 400 }))
      const calls = instances(2).map(({ auth }) => {
        location.href = callback
        return auth.init()
      })
      expect(codesOf(await Promise.allSettled(calls))).toEqual([
        'token_request_failed',
        'token_request_failed',
      ])
      expect(wire.posts).toHaveLength(1)
      wire.disturb(undefined)
      expect((await world.signedIn()).heard.sessions).toHaveLength(1)
    })

    if (isClass)
      it('F25: by two copies of this library is exchanged once, and both have the session in the end', async () => {
        const { callback } = await comeBack()
        vi.resetModules()
        const { CognitoAuth: Copy } = (await import('../../src/index.js')) as {
          CognitoAuth: typeof CognitoAuth
        }
        const one = world.page()
        expect(one.auth).not.toBeInstanceOf(Copy)
        const two = new Copy({
          ClientId: 'app1',
          AppWebDomain: 'http://localhost:9230',
          RedirectUriSignIn: 'http://localhost:3000/',
          RedirectUriSignOut: 'http://localhost:3000/',
          ResponseType: 'code',
          Storage: world.storage,
        })
        const onFailure = vi.fn()
        two.userhandler = { onSuccess: vi.fn(), onFailure }
        one.auth.parseCognitoWebResponse(callback)
        two.parseCognitoWebResponse(callback)
        await heardOf(one.heard)
        expect(one.heard.sessions).toHaveLength(1)
        expect(onFailure).toHaveBeenCalledExactlyOnceWith(
          expect.any(String),
          expect.objectContaining({ code: 'no_transaction' }),
        )
        expect((await two.init())?.isValid()).toBe(true)
        expect(wire.posts).toHaveLength(1)
      })
  })

  describe('a page that is left in the middle of an exchange', () => {
    it('F26: leaves nobody signed in, and the next sign-in works', async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      const { location } = openPage(callback)
      const { release, arrived } = hold()
      const killed = world.page().auth.init()
      expect(location.href).toBe('http://localhost:3000/')
      expect([...world.storage.values]).toEqual([])
      await arrived
      // What comes next is another document: nothing of the first one is left but the storage and the address.
      const reloaded = tab()
      expect(await reloaded.auth.init()).toBeNull()
      expect(wire.posts).toHaveLength(1)
      wire.disturb(undefined)
      location.href = await world.signInAt(await reloaded.auth.getFQDNSignIn())
      expect((await reloaded.auth.init())?.isValid()).toBe(true)
      expect(wire.posts).toHaveLength(2)
      release()
      await killed
    })

    it('F26: can be come back to by its old address, which is refused without a request', async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      const { location } = openPage(callback)
      const { release } = hold()
      const killed = world.page().auth.init()
      location.href = callback
      const restored = tab()
      await expect(restored.auth.init()).rejects.toMatchObject({ code: 'no_transaction' })
      expect([location.href, wire.posts.length]).toEqual(['http://localhost:3000/', 1])
      expect(await restored.auth.init()).toBeNull()
      release()
      await killed
    })
  })

  describe('the address of a sign-in that is over', () => {
    it.each([
      ['Back or Forward to a page that was kept', (auth: Auth) => world.beside(auth)],
      ['a reload, or a duplicate of the tab', () => tab()],
    ])('F27: is no news to somebody who is signed in: %s', async (_, page) => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      const { location, opened } = openPage(callback)
      const { auth } = world.page()
      const session = await auth.init()
      // What the history has.
      expect(location.href).toBe('http://localhost:3000/')
      expect((await page(auth).auth.init())?.getAccessToken()).toEqual(session?.getAccessToken())
      location.href = callback
      const before = [...world.storage.values]
      expect((await page(auth).auth.init())?.getAccessToken()).toEqual(session?.getAccessToken())
      expect([location.href, opened, wire.posts.length]).toEqual(['http://localhost:3000/', [], 1])
      expect([...world.storage.values]).toEqual(before)
    })

    it('F27: signs nobody in again who has signed out', async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      const { location } = openPage(callback)
      const { auth } = world.page()
      await auth.init()
      await auth.signOut()
      location.href = callback
      await expect(world.page().auth.init()).rejects.toMatchObject({ code: 'no_transaction' })
      expect([location.href, wire.posts.length]).toEqual(['http://localhost:3000/', 1])
      expect([...world.storage.values]).toEqual([])
    })
  })

  describe('a device that wakes up', () => {
    it('F29: after the tokens have ended, and before there is a network, makes no storm of requests', async () => {
      skipPauses()
      const { auth } = await world.signedIn()
      wire.posts.length = 0
      const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
      world.pass(9 * HOUR)
      // Nothing woke up by itself.
      expect([wire.posts.length, auth.isUserSignedIn()]).toEqual([0, COUNTS_WHO_CAN_RETURN[door]])
      const before = [...world.storage.values]
      wire.disturb(unreachable)
      const calls = await Promise.allSettled(Array.from({ length: 10 }, () => auth.getTokens()))
      expect(codesOf(calls)).toEqual(Array(10).fill('network'))
      expect(wire.posts).toHaveLength(3)
      expect([...world.storage.values]).toEqual(before)
      expect(
        process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
      ).toBeLessThanOrEqual(timers)
      wire.disturb(undefined)
      const again = await Promise.allSettled(Array.from({ length: 10 }, () => auth.getTokens()))
      expect(codesOf(again)).toEqual(Array(10).fill('ok'))
      expect(wire.posts).toHaveLength(4)
    })

    it('F29: knows by the clock of the call that the tokens have ended, not by a timer', async () => {
      const { auth, heard } = await world.signedIn()
      world.pass(HOUR - 10)
      auth.getSession()
      if (!isClass) await aMoment()
      expect(heard.sessions).toHaveLength(2)
      world.pass(11)
      expect(auth.isUserSignedIn()).toBe(COUNTS_WHO_CAN_RETURN[door])
      auth.getSession()
      expect(heard.sessions).toHaveLength(2)
      await heardOf(heard, 3)
      expect(heard.sessions[2]?.isValid()).toBe(true)
      expect(wire.posts).toHaveLength(2)
    })
  })

  describe('a refresh in another tab', () => {
    it('F04: is what a call gets whose own refresh fails', async () => {
      skipPauses()
      const { auth } = await world.signedIn()
      let requests = 0
      wire.disturb(async (send) => {
        requests += 1
        if (requests === 1) {
          wire.disturb(undefined)
          await tab().auth.getTokens({ minValidity: Infinity })
          wire.disturb(answer('', { status: 503 }))
          // The program looks meanwhile.
          expect(auth.isUserSignedIn()).toBe(true)
          return new Response('', { status: 503 })
        }
        return send()
      })
      const { accessToken } = await auth.getTokens({ minValidity: HOUR + 1 })
      expect(accessToken).toBe(stored('accessToken'))
    })
  })

  describe('a sign-out in another tab', () => {
    it('F30: is known here at the next call, which makes no request', async () => {
      const { auth } = await world.signedIn()
      wire.attempts.length = 0
      await tab().auth.signOut({ redirect: false })
      expect(wire.attempts).toEqual(['/oauth2/revoke'])
      expect(auth.isUserSignedIn()).toBe(false)
      if (auth instanceof CognitoAuth) expect(auth.getSignInUserSession().isValid()).toBe(false)
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
      expect(await auth.init()).toBeNull()
      auth.getSession()
      if (!isClass) await aMoment()
      expect(world.launched).toHaveLength(1)
      expect(wire.attempts).toEqual(['/oauth2/revoke'])
      const { heard } = await world.signedIn()
      expect(heard.sessions).toHaveLength(1)
      expect(auth.isUserSignedIn()).toBe(true)
    })

    it('F30: is told to listeners within a tenth of a second, once', async () => {
      const { auth } = await world.signedIn()
      const events = listen(auth)
      await tab().auth.signOut({ redirect: false, revoke: false })
      await vi.waitFor(
        () => {
          expect(events).toEqual(['signedOut otherTab'])
        },
        { timeout: 100, interval: 5 },
      )
      expect(auth.isUserSignedIn()).toBe(false)
      // The broadcast comes later than what instances of one page tell each other.
      await new Promise((resolve) => setTimeout(resolve, 120))
      expect(events).toEqual(['signedOut otherTab'])
    })

    it.each([
      ['before the answer has arrived', false],
      ['while signatures are verified', true],
    ])('F30: is not undone by a refresh here that was under way, %s', async (_, always) => {
      await expire()
      const { auth, heard } = world.page(always ? { VerifySignature: 'always' } : {})
      const events = listen(auth)
      const { arrived, release } = hold()
      auth.getSession()
      await arrived
      const signOut = () => tab().auth.signOut({ redirect: false, revoke: false })
      if (always) {
        const verify = crypto.subtle.verify.bind(crypto.subtle)
        vi.spyOn(crypto.subtle, 'verify').mockImplementation(async (...args) => {
          await signOut()
          return verify(...args)
        })
      } else await signOut()
      release()
      await heardOf(heard)
      expect(heard.failures.map(({ error }) => error.code)).toEqual(['login_required'])
      expect([...world.storage.values]).toEqual([])
      expect([auth.isUserSignedIn(), world.page().auth.isUserSignedIn()]).toEqual([false, false])
      expect(events).toEqual(['signedOut otherTab'])
      vi.restoreAllMocks()
      wire.disturb(undefined)
      await world.signedIn()
      expect(auth.isUserSignedIn()).toBe(true)
    })
  })

  describe('somebody else who signs in in another tab', () => {
    it('F31: fails the next getSession() once, and then there is their session', async () => {
      const { auth, heard } = await world.signedIn()
      await bobSignsInElsewhere()
      wire.posts.length = 0
      auth.getSession()
      await heardOf(heard, 2)
      expect(heard.failures).toMatchObject([{ error: { code: 'session_changed' } }])
      auth.getSession()
      if (!isClass) await aMoment()
      expect(heard.sessions.map((session) => session.getAccessToken().getUsername())).toEqual(['jane', 'bob'])
      expect([nameOf(auth), world.launched.length, wire.posts.length]).toEqual(['bob', 0, 0])
    })

    it('F31: fails the next getTokens() once, also where the tokens had ended, and no tokens are mixed', async () => {
      await expire()
      const { auth } = world.page()
      expect(nameOf(auth)).toBe('jane')
      await bobSignsInElsewhere()
      wire.posts.length = 0
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
      const { accessToken, idToken } = await auth.getTokens()
      expect([accessToken, idToken]).toEqual([stored('accessToken', 'bob'), stored('idToken', 'bob')])
      expect(wire.posts).toHaveLength(0)
      // Each refreshes their own from now on.
      await auth.getTokens({ minValidity: Infinity })
      expect(wire.posts.map((form) => form.get('refresh_token'))).toEqual([stored('refreshToken', 'bob')])
    })

    it('F31: is told to listeners as a sign-out and a sign-in, and no call fails', async () => {
      const { auth, heard } = await world.signedIn()
      const events = listen(auth)
      await bobSignsInElsewhere()
      await vi.waitFor(() => {
        expect(events).toEqual(['signedOut otherTab', 'signedIn bob'])
      })
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken', 'bob'))
      auth.getSession()
      if (!isClass) await aMoment()
      expect(heard.failures).toEqual([])
      expect(heard.sessions.at(-1)?.getAccessToken().getUsername()).toBe('bob')
    })

    it('F31: fails the next getTokens() also where the listeners are for something else, or are gone', async () => {
      const { auth } = await world.signedIn()
      undo.push(auth.on('warning', () => undefined))
      auth.on('signedOut', () => undefined)()
      await bobSignsInElsewhere()
      await new Promise((resolve) => setTimeout(resolve, 100))
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
    })

    it('F31: fails the call whose refresh was under way, and the next one has their session', async () => {
      await expire()
      const { auth } = world.page()
      const { arrived, release } = hold()
      const call = auth.getTokens().catch((error: unknown) => error)
      await arrived
      wire.disturb(undefined)
      await bobSignsInElsewhere()
      const janes = stored('accessToken')
      release()
      expect(await call).toMatchObject({ code: 'session_changed' })
      expect(stored('accessToken')).toBe(janes)
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken', 'bob'))
      expect(nameOf(auth)).toBe('bob')
    })
  })

  describe('a sign-out while a refresh is under way', () => {
    it.each([
      ['by the same instance', (auth: Auth) => auth],
      ['by another instance of the page', (auth: Auth) => world.beside(auth).auth],
    ])('F32: %s wins: late tokens are not stored', async (_, other) => {
      await expire()
      const { auth } = world.page()
      const events = listen(auth)
      const { arrived, release } = hold()
      const call = auth.getTokens().catch((error: unknown) => error)
      await arrived
      await other(auth).signOut({ redirect: false, revoke: false })
      const changes = world.storage.changes.length
      release()
      expect(await call).toMatchObject({ code: 'login_required' })
      expect([...world.storage.values]).toEqual([])
      expect(world.storage.changes.slice(changes).filter((change) => change.startsWith('set'))).toEqual([])
      expect(auth.isUserSignedIn()).toBe(false)
      expect(events.filter((event) => !event.startsWith('signedOut'))).toEqual([])
      expect(events).toHaveLength(1)
      wire.disturb(undefined)
      const { heard } = await world.signedIn()
      expect(heard.sessions).toHaveLength(1)
      expect(auth.isUserSignedIn()).toBe(true)
    })

    it('F32: and a sign-in after it, leaves the session of the sign-in', async () => {
      await expire()
      const { auth } = world.page()
      const { arrived, release } = hold()
      const call = auth.getTokens({ minValidity: Infinity }).catch((error: unknown) => error)
      await arrived
      wire.disturb(undefined)
      await auth.signOut({ redirect: false, revoke: false })
      await world.signedIn()
      const before = [...world.storage.values]
      release()
      expect(await call).toMatchObject({ accessToken: stored('accessToken') })
      expect([...world.storage.values]).toEqual(before)
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
    })
  })

  // Only the class has the implicit flow.
  if (isClass)
    describe('a sign-out while the tokens of a redirect are verified', () => {
      it('F32: wins, also over the same response that is handled once more', async () => {
        const implicit = { ResponseType: 'token' } as const
        const callback = await world.signInAt(await world.page(implicit).auth.getFQDNSignIn())
        const { auth, heard } = world.page(implicit)
        auth.parseCognitoWebResponse(callback)
        expect(heard.sessions).toHaveLength(1)
        await auth.signOut({ redirect: false })
        auth.parseCognitoWebResponse(callback)
        expect(heard.sessions).toHaveLength(1)
        expect(heard.failures).toMatchObject([{ error: { code: 'no_transaction' } }])
        expect([auth.isUserSignedIn(), [...world.storage.values]]).toEqual([false, []])
        auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
        expect(heard.sessions).toHaveLength(2)
        expect(auth.isUserSignedIn()).toBe(true)
      })
    })

  describe('getSession() during an exchange', () => {
    const comeBack = async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      const page = world.page()
      const { arrived, release } = hold()
      page.auth.parseCognitoWebResponse(callback)
      return { ...page, arrived, release }
    }

    it('F33: waits for it, on every instance of the page, and nobody is sent to another sign-in', async () => {
      const { auth, heard, arrived, release } = await comeBack()
      const other = world.beside(auth)
      auth.getSession()
      other.auth.getSession()
      const tokens = Promise.all([auth.getTokens(), other.auth.getTokens(), other.auth.init()])
      await arrived
      expect([heard.sessions.length, other.heard.sessions.length]).toEqual([0, 0])
      release()
      await heardOf(heard, 2)
      await heardOf(other.heard)
      expect([heard.failures, other.heard.failures, world.launched]).toEqual([[], [], []])
      expect((await tokens).slice(0, 2)).toMatchObject(Array(2).fill({ accessToken: stored('accessToken') }))
      expect(wire.posts).toHaveLength(1)
    })

    it('F33: hears of the refusal of the code once, and is not redirected', async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      wire.disturb(answer('{"error":"invalid_grant"}', { status: 400 }))
      const { auth, heard } = world.page()
      auth.parseCognitoWebResponse(callback)
      auth.getSession()
      await heardOf(heard, 2)
      expect(heard.failures.map(({ error }) => error.error)).toEqual(['invalid_grant', 'invalid_grant'])
      expect([wire.posts.length, world.launched.length]).toEqual([1, 0])
      auth.getSession()
      if (!isClass) await aMoment()
      expect([wire.posts.length, world.launched.length]).toEqual([1, 1])
    })
  })

  describe('a page that answers every failure with another sign-in', () => {
    /** A tab with a memory of its own. */
    function openTab() {
      openPage('http://localhost:3000/')
      const sessionStorage = new RecordingStorage()
      Object.assign(window, { sessionStorage })
      return sessionStorage
    }
    /** One load of the page: it comes back with an error and asks for a session at once. */
    async function comesBackFailing() {
      const { auth, heard } = world.page()
      auth.parseCognitoWebResponse('http://localhost:3000/?error=access_denied')
      auth.getSession()
      // What a call fails by is told when its turn is over.
      await aMoment()
      return heard.failures.map(({ error }) => error.code)
    }

    it('F34: is stopped at the third failure within 30 seconds, and may go on later', async () => {
      openTab()
      world.page().auth.getSession()
      if (!isClass) await aMoment()
      expect(world.launched).toHaveLength(1)
      expect([await comesBackFailing(), await comesBackFailing()]).toEqual(
        Array(2).fill(['authorization_failed']),
      )
      expect(world.launched).toHaveLength(3)
      expect(await comesBackFailing()).toEqual(['authorization_failed', 'redirect_loop'])
      expect(await comesBackFailing()).toEqual(['authorization_failed', 'redirect_loop'])
      expect(world.launched).toHaveLength(3)
      world.pass(31)
      world.page().auth.getSession()
      if (!isClass) await aMoment()
      expect(world.launched).toHaveLength(4)
    })

    it('F34: is stopped in signIn(), too, also by failures of the exchange', async () => {
      openTab()
      wire.disturb(answer('{"error":"invalid_grant"}', { status: 400 }))
      for (let i = 0; i < 3; i++) {
        const { auth, heard } = world.page()
        auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
        await heardOf(heard)
        expect(heard.failures).toHaveLength(1)
      }
      await expect(world.page().auth.signIn()).rejects.toMatchObject({ code: 'redirect_loop' })
      expect(world.launched).toEqual([])
    })

    it('F34: counts a response once that is handled twice, as in React’s StrictMode', async () => {
      openTab()
      for (let i = 0; i < 2; i++) {
        const { searchParams } = new URL(await world.page().auth.getFQDNSignIn())
        const url = `http://localhost:3000/?error=access_denied&state=${searchParams.get('state') ?? ''}`
        for (const { auth } of instances(2)) auth.parseCognitoWebResponse(url)
      }
      const { auth, heard } = world.page()
      auth.getSession()
      if (!isClass) await aMoment()
      expect(heard.failures).toEqual([])
      expect(world.launched).toHaveLength(1)
    })

    /** One load of the page: it comes back with tokens, and asks for a session when they are withdrawn. */
    async function comesBackWithTokens(change = (callback: string) => callback) {
      const { auth, heard } = world.page({ ResponseType: 'token' })
      const callback = change(await world.signInAt(await auth.getFQDNSignIn()))
      const codes: string[] = []
      auth.userhandler.onFailure = (_, { code }) => {
        codes.push(code)
        if (code !== 'redirect_loop') auth.getSession()
      }
      auth.parseCognitoWebResponse(callback)
      expect(heard.sessions).toHaveLength(1)
      return codes
    }

    if (isClass)
      it('F34: is stopped where each of them brings tokens whose signature does not hold', async () => {
        openTab()
        for (const ending of [[], [], ['redirect_loop']]) {
          const codes = await comesBackWithTokens(forged)
          await vi.waitFor(() => {
            expect(codes).toEqual(['bad_signature', ...ending])
          })
        }
        expect(world.launched).toHaveLength(2)
      })

    if (isClass)
      it.each([
        ['holds', undefined],
        ['cannot be verified', unreachable],
      ])('F34: has its count forgotten by tokens whose signature %s', async (_, disturbance) => {
        skipPauses()
        const sessionStorage = openTab()
        await comesBackFailing()
        expect(sessionStorage.values.size).toBe(1)
        wire.disturb(disturbance, new URL(`${world.pool.issuer}/.well-known/jwks.json`).pathname)
        await comesBackWithTokens()
        await vi.waitFor(() => {
          expect(sessionStorage.values.size).toBe(0)
        })
      })

    it('F34: has its count forgotten by a sign-in that succeeds', async () => {
      openTab()
      expect([await comesBackFailing(), await comesBackFailing()]).toEqual(
        Array(2).fill(['authorization_failed']),
      )
      const { auth } = await world.signedIn()
      await auth.signOut({ redirect: false, revoke: false })
      expect([await comesBackFailing(), await comesBackFailing()]).toEqual(
        Array(2).fill(['authorization_failed']),
      )
      expect(world.launched).toHaveLength(4)
      expect(await comesBackFailing()).toEqual(['authorization_failed', 'redirect_loop'])
    })

    it('F34: is none in another tab, where somebody tries for the first time', async () => {
      const sessionStorage = openTab()
      for (let i = 0; i < 3; i++) await comesBackFailing()
      expect(await comesBackFailing()).toContain('redirect_loop')
      expect([...sessionStorage.values.keys()]).toHaveLength(1)
      openTab()
      world.launched.length = 0
      world.page().auth.getSession()
      if (!isClass) await aMoment()
      expect(world.launched).toHaveLength(1)
    })
  })
})
