import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CognitoAuthError, CognitoAuthErrorCode } from '../../src/index.js'
import { type Auth, DOORS, nameOf } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { Person } from '../helpers/person.ts'
import { skipPauses } from '../helpers/pauses.ts'
import { answer, createWire, type Interference, silent, unreachable, type Wire } from '../helpers/wire.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

/* The first request after the way back, on a network that is just waking up. */

describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  let wire: Wire
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    world = (await createWorld()).at(door)
    wire = createWire()
    skipPauses()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  const codes = () => wire.posts.map((form) => form.get('code'))

  /** A page that was left for the sign-in and is come back to. */
  async function comeBack(options: Parameters<World['page']>[0] = {}) {
    openPage('http://localhost:3000/')
    await world.page(options).auth.signIn({ appState: { cart: 7 }, returnTo: 'http://localhost:3000/orders' })
    const callback = await world.signInAt(world.launched.at(-1) ?? '')
    return { callback, page: openPage(callback) }
  }

  /** Fails so often, and is well afterwards. */
  const times = (count: number, fault: Interference): Interference => {
    let left = count
    return (send, signal) => (left-- > 0 ? fault(send, signal) : send())
  }

  const PASSING: [what: string, fault: Interference, code: CognitoAuthErrorCode][] = [
    ['cannot be reached', unreachable, 'network'],
    ['answers 503', answer('', { status: 503 }), 'server_error'],
    ['answers 429', answer('{"error":"too_many_requests"}', { status: 429 }), 'server_error'],
  ]

  describe.each(PASSING)('a token endpoint that %s', (_, fault, code) => {
    it('for a moment does not keep anybody from signing in, and is shown one code only', async () => {
      await comeBack()
      wire.disturb(times(2, fault))
      const session = await world.page().auth.init()
      expect([session?.isValid(), session?.appState]).toEqual([true, { cart: 7 }])
      expect(wire.posts).toHaveLength(3)
      expect(new Set(codes()).size).toBe(1)
    })

    it('is tried again by init(), with the same code, and the person goes where they wanted to', async () => {
      const { page } = await comeBack()
      wire.disturb(fault)
      const { auth } = world.page()
      await expect(auth.init()).rejects.toMatchObject({
        code,
        message: expect.stringContaining('init() goes on with it') as string,
      })
      expect(page.location.href).toBe('http://localhost:3000/')
      wire.disturb(undefined)
      expect((await auth.init())?.appState).toEqual({ cart: 7 })
      expect(new Set(codes()).size).toBe(1)
      expect(page.opened).toEqual(['http://localhost:3000/orders'])
      // It is over by that.
      const posted = wire.posts.length
      expect((await world.page().auth.init())?.isValid()).toBe(true)
      expect(wire.posts).toHaveLength(posted)
    })

    it('is tried again by whoever asks for a token', async () => {
      await comeBack()
      wire.disturb(fault)
      const { auth } = world.page()
      await expect(auth.init()).rejects.toMatchObject({ code })
      wire.disturb(undefined)
      expect((await auth.getTokens()).accessToken).toMatch(/^eyJ/)
      expect(new Set(codes()).size).toBe(1)
    })

    it('is tried again by handleCallback() and by parseCognitoWebResponse(), by the address that the program has', async () => {
      for (const again of ['handleCallback', 'parseCognitoWebResponse'] as const) {
        const { callback } = await comeBack()
        const { auth, heard } = world.page()
        wire.disturb(fault)
        await expect(auth.handleCallback(callback)).rejects.toMatchObject({ code })
        wire.disturb(undefined)
        if (again === 'handleCallback') expect((await auth.handleCallback(callback))?.isValid()).toBe(true)
        else {
          expect(auth.parseCognitoWebResponse(callback)).toBe(true)
          await heardOf(heard)
          expect(heard.sessions).toHaveLength(1)
        }
        await auth.signOut({ redirect: false })
      }
    })

    it('is shown no code again once it is too old, or somebody has signed out', async () => {
      const { callback } = await comeBack()
      wire.disturb(fault)
      const { auth } = world.page()
      await expect(auth.init()).rejects.toMatchObject({ code })
      wire.disturb(undefined)
      const posted = wire.posts.length
      await auth.signOut({ redirect: false })
      await expect(auth.handleCallback(callback)).rejects.toMatchObject({ code: 'no_transaction' })

      await comeBack()
      wire.disturb(fault)
      await expect(auth.init()).rejects.toMatchObject({ code })
      wire.disturb(undefined)
      world.pass(301)
      expect(await auth.init()).toBeNull()
      expect(wire.posts).toHaveLength(posted + 3)
    })

    it('is shown no other code by the same state', async () => {
      const { callback } = await comeBack()
      wire.disturb(fault)
      const { auth } = world.page()
      await expect(auth.init()).rejects.toMatchObject({ code })
      wire.disturb(undefined)
      const forged = callback.replace(/code=[^&]*/, 'code=forged')
      await expect(auth.handleCallback(forged)).rejects.toMatchObject({ code: 'no_transaction' })
      expect(codes()).not.toContain('forged')
      expect((await auth.handleCallback(callback))?.isValid()).toBe(true)
    })
  })

  it.each<[what: string, fault: Interference, code: CognitoAuthErrorCode]>([
    ['is refused', answer('{"error":"invalid_grant"}', { status: 400 }), 'token_request_failed'],
    ['is answered with something else', answer('<p>Wi-Fi'), 'bad_response'],
    [
      'is answered with half of the tokens',
      async (send) => {
        const text = await (await send()).text()
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode(text.slice(0, 99)))
          },
          pull(controller) {
            controller.error(new TypeError('network error'))
          },
        })
        return new Response(body)
      },
      'network',
    ],
  ])('a code that %s is posted once, and by no door again', async (_, fault, code) => {
    const { callback } = await comeBack()
    wire.disturb(fault)
    const { auth } = world.page()
    await expect(auth.init()).rejects.toMatchObject({ code, appState: { cart: 7 } })
    wire.disturb(undefined)
    expect(await auth.init()).toBeNull()
    await expect(auth.handleCallback(callback)).rejects.toMatchObject({ code: 'no_transaction' })
    expect(wire.posts).toHaveLength(1)
  })

  it('a code that nobody answers is posted once by itself, and again when somebody asks for that', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'performance'] })
    await comeBack()
    wire.disturb(silent)
    const { auth } = world.page()
    const told = expect(auth.init()).rejects.toMatchObject({ code: 'timeout' })
    await vi.advanceTimersByTimeAsync(11_000)
    await told
    expect(wire.posts).toHaveLength(1)
    wire.disturb(undefined)
    expect((await auth.init())?.isValid()).toBe(true)
    expect(wire.posts).toHaveLength(2)
  })

  describe('a sign-in that fails for now', () => {
    const BOB = { username: 'bob', password: 'Secret-456' }
    /** Fails only when the page has had time for something else. */
    const late: Interference = async () => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      return new Response('', { status: 503, headers: { 'Retry-After': '60' } })
    }
    beforeEach(async () => {
      await world.pool.addUser({ ...BOB, email: 'bob@example.com' })
    })
    const bobSignsIn = async () => {
      const { auth } = world.page()
      const { href } = await new Person(world.pool).authorize(await auth.getFQDNSignIn(), BOB)
      expect((await auth.handleCallback(href))?.getAccessToken().getUsername()).toBe('bob')
    }

    it('is over where somebody has signed out meanwhile', async () => {
      await comeBack()
      wire.disturb(late)
      const { auth } = world.page()
      const failing = auth.init().catch((error: unknown) => error)
      await auth.signOut({ redirect: false })
      expect(await failing).toMatchObject({ code: 'server_error' })
      wire.disturb(undefined)
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
      expect(await auth.init()).toBeNull()
    })

    it.each(['before it fails', 'after it failed'])(
      'is over where somebody else has signed in %s',
      async (when) => {
        const { callback } = await comeBack()
        wire.disturb((send, signal) => (wire.posts.length > 1 ? send() : late(send, signal)))
        const { auth } = world.page()
        const failing = auth.init().catch((error: unknown) => error)
        if (when === 'after it failed') await failing
        await bobSignsIn()
        expect(await failing).toMatchObject({ code: 'server_error' })
        window.location.href = 'http://localhost:3000/'
        expect((await auth.init())?.getAccessToken().getUsername()).toBe('bob')
        await expect(auth.handleCallback(callback)).rejects.toMatchObject({ code: 'no_transaction' })
        expect(nameOf(world.page().auth)).toBe('bob')
        expect(world.requests.map(({ path }) => path)).not.toContain('/oauth2/revoke')
      },
    )

    it('is over after five minutes for handleCallback(), too', async () => {
      const { callback } = await comeBack()
      wire.disturb(answer('', { status: 503, headers: { 'Retry-After': '60' } }))
      const { auth } = world.page()
      await expect(auth.init()).rejects.toMatchObject({ code: 'server_error' })
      wire.disturb(undefined)
      world.pass(301)
      await expect(auth.handleCallback(callback)).rejects.toMatchObject({ code: 'no_transaction' })
      expect(wire.posts).toHaveLength(1)
    })
  })

  // Only the class has the implicit flow.
  if (door === 'CognitoAuth')
    it('a response whose signatures could not be verified is tried again by init()', async () => {
      const options = { ResponseType: 'token' } as const
      await comeBack(options)
      const keys = new URL(`${world.pool.issuer}/.well-known/jwks.json`).pathname
      wire.disturb(unreachable, keys)
      const { auth } = world.page(options)
      await expect(auth.init()).rejects.toMatchObject({ code: 'jwks_unavailable' })
      expect([...world.storage.values]).toEqual([])
      wire.disturb(undefined, keys)
      expect((await auth.init())?.appState).toEqual({ cart: 7 })
    })

  it('a code is not spent where the keys that verify its tokens cannot be had, and is good for another try', async () => {
    const options = { VerifySignature: 'always' } as const
    await comeBack(options)
    const keys = new URL(`${world.pool.issuer}/.well-known/jwks.json`).pathname
    wire.disturb(unreachable, keys)
    const { auth } = world.page(options)
    await expect(auth.init()).rejects.toMatchObject({ code: 'jwks_unavailable' })
    expect(wire.posts).toHaveLength(0)
    wire.disturb(undefined, keys)
    expect((await auth.init())?.isValid()).toBe(true)
  })

  describe('the error of a sign-in that failed', () => {
    const carried = { appState: { cart: 7 }, returnTo: 'http://localhost:3000/orders' }

    it('brings what the sign-in was to bring back, whether Cognito refused it or the exchange failed', async () => {
      const { callback } = await comeBack()
      const state = new URL(callback).searchParams.get('state') ?? ''
      const refused = `http://localhost:3000/?error=invalid_request&error_description=PreSignUp+failed&state=${state}`
      openPage(refused)
      const refusal = await world
        .page()
        .auth.init()
        .catch((error: unknown) => error)
      expect(refusal).toMatchObject({ code: 'authorization_failed', ...carried })

      await comeBack()
      wire.disturb(answer('{"error":"invalid_grant"}', { status: 400 }))
      const { auth, heard } = world.page()
      auth.parseCognitoWebResponse(window.location.href)
      await heardOf(heard)
      expect(heard.failures[0]?.error).toMatchObject({ code: 'token_request_failed', ...carried })
    })

    it('brings nothing of a sign-in that it does not answer', async () => {
      await comeBack()
      openPage('http://localhost:3000/?error=access_denied')
      const refusal = await world
        .page()
        .auth.init()
        .catch((error: unknown) => error as CognitoAuthError)
      const { code, appState, returnTo } = refusal as CognitoAuthError
      expect([code, appState, returnTo]).toEqual(['authorization_failed', undefined, undefined])
    })

    it('brings no address of another origin, whatever the storage says', async () => {
      const { callback } = await comeBack()
      const state = new URL(callback).searchParams.get('state') ?? ''
      const [key, record] = [...world.storage.values].find(([name]) => name.endsWith(state)) ?? ['', '']
      world.storage.setItem(key, record.replace('http://localhost:3000/orders', 'https://evil.example/'))
      openPage(`http://localhost:3000/?error=access_denied&state=${state}`)
      await expect(world.page().auth.init()).rejects.toMatchObject({ returnTo: undefined })
    })
  })
})
