import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CognitoAuthErrorCode } from '../../src/index.js'
import { type Auth, COUNTS_WHO_CAN_RETURN, DOORS } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { skipPauses } from '../helpers/pauses.ts'
import {
  answer,
  createWire,
  edited,
  type Interference,
  silent,
  unreachable,
  type Wire,
} from '../helpers/wire.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

/* What the token endpoint, or something in its place, may answer to a code and to a refresh token. */

/** What one answer says holds for its address: each test asks another, though it is the same user pool. */
let port = 9300

describe.each(DOORS)('at the door %s,', (door) => {
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
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  })

  const HOUR = 3600
  const stored = (name: string) => world.storage.getItem(`CognitoIdentityServiceProvider.app1.jane.${name}`)
  const grants = () => wire.posts.map((form) => form.get('grant_type'))
  const html = { headers: { 'Content-Type': 'text/html' } }
  const HTML = '<!doctype html><title>Free Wi-Fi</title><p>Please sign in to the hotel.'

  /** A page that was left for the sign-in and is come back to. */
  async function comeBack(options: Parameters<World['page']>[0] = {}) {
    const callback = await world.signInAt(await world.page(options).auth.getFQDNSignIn())
    const { location } = openPage(callback)
    return { callback, location, ...world.page(options) }
  }

  /** Somebody whose tokens end in half a minute. */
  async function nearlyExpired() {
    const { auth } = await world.signedIn()
    world.pass(HOUR - 30)
    wire.posts.length = 0
    return { auth, before: [...world.storage.values] }
  }

  interface Row {
    readonly title: string
    readonly fault: Interference
    readonly code: CognitoAuthErrorCode
    /** How often a refresh is attempted. */
    readonly attempts: number
    /** How often a code is posted, where that is another number: one that may have been taken is not posted again. */
    readonly posts?: number
    /** The error of an answer to a refresh, where it is not the same. */
    readonly message?: string
  }

  /** It does not pass by itself, or the answer says that the work is done. */
  const ONCE = 1
  /** It may pass: twice more, with pauses. */
  const RETRIED = 3

  const tokenError = (error: string, status: number) => answer(JSON.stringify({ error }), { status })

  const ROWS: Row[] = [
    {
      title: 'F03: 400 invalid_client',
      fault: tokenError('invalid_client', 400),
      code: 'token_request_failed',
      attempts: ONCE,
      message: 'secret',
    },
    {
      title: 'F03: 401 invalid_client',
      fault: tokenError('invalid_client', 401),
      code: 'token_request_failed',
      attempts: ONCE,
    },
    {
      title: 'F03: 400 unauthorized_client',
      fault: tokenError('unauthorized_client', 400),
      code: 'token_request_failed',
      attempts: ONCE,
      message: 'RedirectUriSignIn',
    },
    {
      title: 'F03: 403 without a body',
      fault: answer('', { status: 403 }),
      code: 'bad_response',
      attempts: ONCE,
    },
    {
      title: 'F04: 500 with an error in JSON',
      fault: tokenError('server_error', 500),
      code: 'server_error',
      attempts: RETRIED,
    },
    {
      // An error that would be final counts only where the server is well.
      title: 'F04: 500 with invalid_grant in JSON',
      fault: tokenError('invalid_grant', 500),
      code: 'server_error',
      attempts: RETRIED,
    },
    {
      title: 'F05: 500 with an HTML page',
      fault: answer(HTML, { status: 500, ...html }),
      code: 'server_error',
      attempts: RETRIED,
    },
    {
      title: 'F05: 503 without a body',
      fault: answer(null, { status: 503 }),
      code: 'server_error',
      attempts: RETRIED,
    },
    {
      title: 'F06: 429 without Retry-After',
      fault: tokenError('too_many_requests', 429),
      code: 'server_error',
      attempts: RETRIED,
    },
    ...['soon', '0', '-5', ''].map((retryAfter) => ({
      title: `F06: 429 with Retry-After: ${retryAfter || 'nothing'}`,
      fault: answer('', { status: 429, headers: { 'Retry-After': retryAfter } }),
      code: 'server_error' as const,
      attempts: RETRIED,
    })),
    { title: 'F08: no network', fault: unreachable, code: 'network', attempts: RETRIED },
    {
      title: 'F08: a connection that is reset on the way',
      fault: async (send) => {
        const half = (await (await send()).text()).slice(0, 100)
        const body = new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode(half))
          },
          pull(controller) {
            controller.error(new TypeError('network error'))
          },
        })
        return new Response(body)
      },
      code: 'network',
      attempts: RETRIED,
      posts: ONCE,
    },
    {
      title: 'F09: an HTML page in place of an answer',
      fault: answer(HTML, html),
      code: 'bad_response',
      attempts: ONCE,
    },
    {
      title: 'F09: an HTML page that is called JSON',
      fault: answer(HTML, { headers: { 'Content-Type': 'application/json' } }),
      code: 'bad_response',
      attempts: ONCE,
    },
    {
      title: 'F10: 200 with half of the tokens',
      fault: async (send) => new Response((await (await send()).text()).slice(0, 1000)),
      code: 'bad_response',
      attempts: ONCE,
    },
    ...['', 'null', '[]', '{}', '"x"', '7', 'true', '[{"access_token":"a"}]'].map((body) => ({
      title: `F10: 200 with ${body || 'nothing'}`,
      fault: answer(body),
      code: 'bad_response' as const,
      attempts: ONCE,
    })),
    ...['server_error', 'invalid_grant'].map((error) => ({
      title: `F10: 200 with the error ${error}`,
      fault: tokenError(error, 200),
      code: 'bad_response' as const,
      attempts: ONCE,
    })),
    ...[
      ['no access token', { access_token: undefined }, 'bad_response'],
      ['an access token that is a number', { access_token: 42 }, 'bad_response'],
      ['an access token that is an object', { access_token: { jwt: 'a.b.c' } }, 'bad_response'],
      ['an access token that is none', { access_token: 'opaque' }, 'malformed_token'],
      ['no ID token', { id_token: undefined }, 'missing_claim'],
      ['an ID token that is a list', { id_token: ['a.b.c'] }, 'missing_claim'],
      ['an ID token that is none', { id_token: 'opaque' }, 'malformed_token'],
      ['no token type', { token_type: undefined }, 'bad_response'],
    ].map(([what, members, code]) => ({
      title: `F11: 200 with ${what as string}`,
      fault: edited(members as Record<string, unknown>),
      code: code as CognitoAuthErrorCode,
      attempts: ONCE,
    })),
    { title: 'F13: 204', fault: answer(null, { status: 204 }), code: 'bad_response', attempts: ONCE },
    {
      title: 'F13: 201 with tokens',
      fault: async (send) => new Response(await (await send()).text(), { status: 201 }),
      code: 'bad_response',
      attempts: ONCE,
    },
    {
      title: 'F13: a redirect that was followed all the same',
      fault: answer(HTML, { status: 302, headers: { Location: 'https://elsewhere.example/' } }),
      code: 'bad_response',
      attempts: ONCE,
    },
  ]

  it.each(ROWS)(
    '$title fails a sign-in once, posts no code again that may have been taken, and the next one succeeds',
    async ({ fault, code, message = '', attempts, posts = attempts }) => {
      skipPauses()
      const { auth, heard, callback, location } = await comeBack()
      wire.disturb(fault)
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.sessions).toEqual([])
      expect(heard.failures).toMatchObject([{ error: { name: 'CognitoAuthError', code } }])
      expect(heard.failures[0]?.error.message).toContain(message)
      expect(grants()).toEqual(Array(posts).fill('authorization_code'))
      expect(new Set(wire.posts.map(String)).size).toBe(1)
      expect([...world.storage.values]).toEqual([])
      expect(location.href).toBe('http://localhost:3000/')
      const isKept = posts === RETRIED
      await expect(auth.getTokens()).rejects.toMatchObject({ code: isKept ? code : 'login_required' })
      if (isKept) await expect(world.beside(auth).auth.init()).rejects.toMatchObject({ code })
      else expect(await world.page().auth.init()).toBeNull()
      const posted = isKept ? 3 * posts : posts
      expect(grants()).toHaveLength(posted)
      // What may have been taken is not shown to the server again by any door.
      if (!isKept) {
        await expect(world.page().auth.handleCallback(callback)).rejects.toMatchObject({
          code: 'no_transaction',
        })
        expect(grants()).toHaveLength(posts)
      }

      wire.disturb(undefined)
      auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
      await heardOf(heard, 2)
      expect(heard.sessions).toHaveLength(1)
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
      expect(grants()).toHaveLength(posted + 1)
      // The one before is over by that.
      expect((await world.page().auth.init())?.isValid()).toBe(true)
      expect(grants()).toHaveLength(posted + 1)
    },
  )

  it.each(ROWS)(
    '$title fails a refresh after $attempts of 3 attempts, the session stays, and the next refresh succeeds',
    async ({ fault, code, attempts, message = '' }) => {
      const { auth, before } = await nearlyExpired()
      const { location } = openPage('http://localhost:3000/?tab=2')
      skipPauses()
      wire.disturb(fault)
      // A token that is still good is better than none.
      const { accessToken } = await auth.getTokens({ minValidity: 60 })
      expect(accessToken).toBe(stored('accessToken'))
      expect(wire.posts).toHaveLength(attempts)
      await expect(auth.getTokens({ minValidity: Infinity })).rejects.toMatchObject({ code })
      expect(wire.posts).toHaveLength(2 * attempts)
      world.pass(31)
      const later = world.page()
      later.auth.getSession()
      await heardOf(later.heard)
      expect(later.heard.failures).toMatchObject([{ error: { name: 'CognitoAuthError', code } }])
      expect(later.heard.failures[0]?.error.message).toContain(message)
      await expect(world.page().auth.init()).rejects.toMatchObject({ code })
      expect(wire.posts).toHaveLength(4 * attempts)
      expect(new Set(wire.posts.map((form) => form.get('refresh_token')))).toEqual(
        new Set([stored('refreshToken')]),
      )
      expect([...world.storage.values]).toEqual(before)
      expect([auth.isUserSignedIn(), world.launched, location.href]).toEqual([
        COUNTS_WHO_CAN_RETURN[door],
        [],
        'http://localhost:3000/?tab=2',
      ])

      wire.disturb(undefined)
      later.auth.getSession()
      await heardOf(later.heard, 2)
      expect(later.heard.sessions[0]?.isValid()).toBe(true)
      expect(wire.posts).toHaveLength(4 * attempts + 1)
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
      expect(stored('accessToken')).not.toBe(accessToken)
    },
  )

  describe('invalid_grant', () => {
    it('F01: to a code is told once with what Cognito said; nothing is stored, and the address is clean', async () => {
      const { auth, heard, callback, location } = await comeBack()
      const wrong = new URL(callback)
      wrong.searchParams.set('code', 'not-the-code')
      location.href = wrong.href
      auth.parseCognitoWebResponse(wrong.href)
      expect(location.href).toBe('http://localhost:3000/')
      await heardOf(heard)
      expect(heard.sessions).toEqual([])
      expect(heard.failures).toMatchObject([
        {
          // The message of the promise is that of the error.
          ...(door === 'CognitoAuth' && { message: '{"error":"invalid_grant"}' }),
          error: {
            code: 'token_request_failed',
            error: 'invalid_grant',
            responseText: '{"error":"invalid_grant"}',
          },
        },
      ])
      expect([...world.storage.values]).toEqual([])
      expect(grants()).toEqual(['authorization_code'])
      // The right code comes too late: the sign-in that it answers is over.
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard, 2)
      expect(heard.failures[1]?.error.code).toBe('no_transaction')
      expect(grants()).toHaveLength(1)
      auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
      await heardOf(heard, 3)
      expect(heard.sessions).toHaveLength(1)
    })

    it('F01: to a code leaves somebody who is signed in as they are', async () => {
      const { auth } = await world.signedIn()
      const before = [...world.storage.values]
      const { callback, heard, ...page } = await comeBack()
      wire.disturb(tokenError('invalid_grant', 400))
      page.auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures).toHaveLength(1)
      expect([...world.storage.values]).toEqual(before)
      expect([auth, page.auth].map((each) => each.isUserSignedIn())).toEqual([true, true])
    })

    it('F02: to a refresh token ends the session once, and nobody goes round in circles', async () => {
      skipPauses()
      const { auth } = await world.signedIn()
      const reasons: string[] = []
      auth.on('signedOut', ({ reason }) => reasons.push(reason))
      world.pass(HOUR + 1)
      wire.posts.length = 0
      await world.pool.removeUser('jane')
      const calls = await Promise.allSettled(Array.from({ length: 5 }, () => auth.getTokens()))
      for (const call of calls) {
        expect(call).toMatchObject({
          status: 'rejected',
          reason: {
            code: 'session_expired',
            error: 'invalid_grant',
            responseText: '{"error":"invalid_grant"}',
          },
        })
      }
      expect([...world.storage.values]).toEqual([])
      expect(reasons).toEqual(['expired'])
      for (const page of [auth, world.page().auth]) {
        await expect(page.getTokens()).rejects.toMatchObject({ code: 'login_required' })
        expect(await page.init()).toBeNull()
      }
      expect(wire.posts).toHaveLength(1)
      auth.getSession()
      await vi.waitFor(() => {
        expect(world.launched).toHaveLength(1)
      })
    })

    it('F02: to a token that another tab has replaced meanwhile is no end: theirs is taken', async () => {
      skipPauses()
      await start({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
      await world.signedIn()
      world.pass(HOUR + 1)
      wire.posts.length = 0
      const [here, there] = [world.page().auth, world.page().auth]
      let theirs: unknown
      wire.disturb(async (send) => {
        wire.disturb(undefined)
        theirs = await there.getTokens()
        return send()
      })
      expect(await here.getTokens()).toEqual(theirs)
      expect(wire.posts.map((form) => form.get('refresh_token'))).toHaveLength(2)
      expect((await here.getTokens()).accessToken).toBe(stored('accessToken'))
      // The token that is left is alive.
      await here.getTokens({ minValidity: Infinity })
      expect(wire.posts).toHaveLength(3)
    })
  })

  describe('a service that fails for now', () => {
    it('F04: recovers between two attempts, with pauses of a second or two and a chance part', async () => {
      await world.signedIn()
      world.pass(HOUR + 1)
      wire.posts.length = 0
      const pauses: number[] = []
      const { setTimeout } = globalThis
      vi.stubGlobal('setTimeout', (run: () => void, milliseconds = 0) => {
        if (milliseconds < 5000) pauses.push(milliseconds)
        return setTimeout(run, milliseconds < 5000 ? 0 : milliseconds)
      })
      world.pool.addFault({ path: '/oauth2/token', status: 500, body: '{"error":"server_error"}', times: 2 })
      const { auth } = world.page()
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
      expect(wire.posts).toHaveLength(3)
      expect(pauses).toHaveLength(2)
      for (const [i, pause] of pauses.entries()) {
        expect(pause).toBeGreaterThanOrEqual(1000 * (i + 1))
        expect(pause).toBeLessThanOrEqual(1000 * (i + 1) + 1020)
      }
    })

    it('F04: recovers for all callers of a failing refresh at once', async () => {
      skipPauses()
      await world.signedIn()
      world.pass(HOUR + 1)
      wire.posts.length = 0
      wire.disturb(tokenError('server_error', 500))
      const one = world.page()
      const pages = [one, world.beside(one.auth)]
      const settle = () => Promise.allSettled(pages.map(({ auth }) => auth.getTokens()))
      expect((await settle()).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
      expect(wire.posts).toHaveLength(3)
      wire.disturb(undefined)
      expect((await settle()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
      expect(wire.posts).toHaveLength(4)
    })
  })

  describe('Retry-After', () => {
    let ahead = 0
    let AppWebDomain: string
    /** Has pauses pass at once, by every clock. */
    beforeEach(() => {
      AppWebDomain = `http://localhost:${++port}`
      const [now, { setTimeout }] = [performance.now.bind(performance), globalThis]
      vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead)
      vi.stubGlobal('setTimeout', (run: () => void, milliseconds = 0) => {
        if (milliseconds > 5000) return setTimeout(run, milliseconds)
        return setTimeout(() => {
          ahead += milliseconds
          run()
        })
      })
    })

    /** Fails the next requests. */
    function busy(times: number, retryAfter: string, status = 429) {
      let left = times
      wire.disturb((send) =>
        left-- > 0
          ? Promise.resolve(new Response('', { status, headers: { 'Retry-After': retryAfter } }))
          : send(),
      )
    }
    async function expired() {
      await world.signedIn()
      world.pass(HOUR + 1)
      wire.posts.length = 0
      return world.page({ AppWebDomain }).auth
    }

    it.each([
      ['in seconds', () => '3', 3000],
      ['as a date', () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 3000).toUTCString(), 3000],
    ])('F06: %s is waited for, and then the refresh succeeds', async (_, retryAfter, atLeast) => {
      const auth = await expired()
      for (const status of [429, 503]) {
        busy(1, retryAfter(), status)
        const before = performance.now()
        expect((await auth.getTokens({ minValidity: Infinity })).accessToken).toBe(stored('accessToken'))
        expect(performance.now() - before).toBeGreaterThanOrEqual(atLeast)
        expect(performance.now() - before).toBeLessThan(atLeast + 2000)
      }
      expect(wire.posts).toHaveLength(4)
    })

    it.each([
      ['an hour', '3600', 60],
      ['40 seconds', '40', 40],
      ['a date next year', 'Fri, 31 Dec 2027 23:59:59 GMT', 60],
    ])('F06: of %s has nobody asked until it is over, for a minute at most', async (_, header, seconds) => {
      const auth = await expired()
      const before = [...world.storage.values]
      busy(1, header)
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'server_error', retryAfter: seconds })
      expect(wire.posts).toHaveLength(1)
      ahead += (seconds - 2) * 1000
      for (const page of [auth, world.page({ AppWebDomain }).auth]) {
        const error = await page.getTokens().catch((thrown: unknown) => thrown)
        expect(error).toMatchObject({ code: 'server_error' })
        expect((error as { retryAfter: number }).retryAfter).toBeGreaterThan(0)
        expect((error as { retryAfter: number }).retryAfter).toBeLessThanOrEqual(2)
      }
      expect(wire.posts).toHaveLength(1)
      expect([...world.storage.values]).toEqual(before)
      ahead += 2000
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
      expect(wire.posts).toHaveLength(2)
    })

    it('F06: lets a token that is still good be used meanwhile, without a request', async () => {
      await nearlyExpired()
      const { auth } = world.page({ AppWebDomain })
      busy(1, '30')
      const { accessToken } = await auth.getTokens({ minValidity: 60 })
      expect(accessToken).toBe(stored('accessToken'))
      expect(await auth.getTokens({ minValidity: 60 })).toMatchObject({ accessToken })
      await expect(auth.getTokens({ minValidity: Infinity })).rejects.toMatchObject({ code: 'server_error' })
      expect(wire.posts).toHaveLength(1)
    })

    it('F06: after a code has it posted once, since it is good for no longer than that, and keeps nobody from the next sign-in', async () => {
      busy(1, '20')
      const { auth, heard, callback } = await comeBack()
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { code: 'server_error', retryAfter: 20 } }])
      expect(wire.posts).toHaveLength(1)
      auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
      await heardOf(heard, 2)
      expect(heard.sessions).toHaveLength(1)
    })
  })

  describe('a server that does not answer', () => {
    const TOO_LONG = 10_000
    /** Lets time pass in steps until `done`; gives how many milliseconds it took. */
    async function wait(done: () => boolean): Promise<number> {
      const begin = performance.now()
      while (!done() && performance.now() - begin < 4 * TOO_LONG) await vi.advanceTimersByTimeAsync(100)
      return performance.now() - begin
    }
    function drip(): Interference {
      return (_, signal) => {
        let timer: ReturnType<typeof setInterval>
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            timer = setInterval(() => {
              controller.enqueue(new Uint8Array([32]))
            }, 1000)
            signal.addEventListener('abort', () => {
              clearInterval(timer)
              controller.error(signal.reason)
            })
          },
        })
        return Promise.resolve(new Response(body))
      }
    }

    describe.each([
      ['F07', 'at all', silent],
      ['F12', 'but a byte in a second', drip()],
    ])('%s, %s', (id, how, fault) => {
      it(`${id}: that does not answer ${how} fails a sign-in after 10 seconds, and the code is posted once`, async () => {
        const { auth, heard, callback } = await comeBack()
        vi.useFakeTimers()
        wire.disturb(fault)
        auth.parseCognitoWebResponse(callback)
        const took = await wait(() => heard.failures.length > 0)
        expect(took).toBeGreaterThanOrEqual(TOO_LONG)
        expect(took).toBeLessThanOrEqual(TOO_LONG + 200)
        expect(heard.failures).toMatchObject([{ error: { code: 'timeout' } }])
        expect(vi.getTimerCount()).toBe(0)
        vi.useRealTimers()
        expect(wire.posts).toHaveLength(1)
        expect([...world.storage.values]).toEqual([])
        wire.disturb(undefined)
        auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
        await heardOf(heard, 2)
        expect(heard.sessions).toHaveLength(1)
      })

      it(`${id}: that does not answer ${how} fails a refresh after 10 seconds altogether, and the session stays`, async () => {
        const { auth, before } = await nearlyExpired()
        const time = Date.now()
        vi.useFakeTimers({ now: time })
        wire.disturb(fault)
        let settled: unknown
        auth.getTokens({ minValidity: Infinity }).then(
          (tokens) => (settled = tokens),
          (error: unknown) => (settled = error),
        )
        const took = await wait(() => settled !== undefined)
        expect(settled).toMatchObject({ code: 'timeout' })
        expect(took).toBeGreaterThanOrEqual(TOO_LONG)
        expect(took).toBeLessThanOrEqual(TOO_LONG + 200)
        expect(vi.getTimerCount()).toBe(0)
        expect(wire.posts).toHaveLength(1)
        expect([...world.storage.values]).toEqual(before)
        vi.useRealTimers()
        vi.useFakeTimers({ toFake: ['Date'], now: time })
        wire.disturb(undefined)
        const { accessToken } = await auth.getTokens({ minValidity: Infinity })
        expect(accessToken).toBe(stored('accessToken'))
        expect(wire.posts).toHaveLength(2)
      })
    })

    it('F07: never holds a refresh longer than 10 seconds, whatever failed before', async () => {
      const { auth } = await nearlyExpired()
      vi.useFakeTimers({ now: Date.now() })
      wire.disturb(() => {
        wire.disturb(silent)
        return Promise.resolve(new Response('', { status: 503 }))
      })
      let settled: unknown
      auth.getTokens({ minValidity: Infinity }).catch((error: unknown) => (settled = error))
      const took = await wait(() => settled !== undefined)
      expect(settled).toMatchObject({ code: 'timeout' })
      expect(took).toBeGreaterThan(TOO_LONG / 2)
      expect(took).toBeLessThanOrEqual(TOO_LONG + 200)
      expect(wire.posts).toHaveLength(2)
    })
  })

  describe('an answer without an end', () => {
    const endless = () => {
      const sent = { bytes: 0, cancelled: false }
      const chunk = new TextEncoder().encode('x'.repeat(65_536))
      const fault: Interference = () => {
        const body = new ReadableStream<Uint8Array>({
          pull(controller) {
            sent.bytes += chunk.length
            controller.enqueue(chunk)
            if (sent.bytes > 20_000_000) controller.close()
          },
          cancel() {
            sent.cancelled = true
          },
        })
        return Promise.resolve(new Response(body))
      }
      return { sent, fault }
    }

    it('F12: to a code is cut off, and the next sign-in succeeds', async () => {
      const { sent, fault } = endless()
      const { auth, heard, callback } = await comeBack()
      wire.disturb(fault)
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { code: 'bad_response' } }])
      expect(sent.cancelled).toBe(true)
      expect(sent.bytes).toBeLessThan(600_000)
      wire.disturb(undefined)
      auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
      await heardOf(heard, 2)
      expect([heard.sessions.length, wire.posts.length]).toEqual([1, 2])
    })

    it('F12: to a refresh is cut off, and the session stays', async () => {
      const { sent, fault } = endless()
      const { auth, before } = await nearlyExpired()
      wire.disturb(fault)
      await expect(auth.getTokens({ minValidity: Infinity })).rejects.toMatchObject({ code: 'bad_response' })
      expect(sent.cancelled).toBe(true)
      expect(sent.bytes).toBeLessThan(600_000)
      expect([...world.storage.values]).toEqual(before)
      wire.disturb(undefined)
      await auth.getTokens({ minValidity: Infinity })
      expect(wire.posts).toHaveLength(2)
    })
  })

  it.each(['text/html', 'text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded', ''])(
    'F13: tokens that are called “%s” are tokens, whether a code or a refresh token was sent',
    async (type) => {
      wire.disturb(async (send) => {
        const bytes = await (await send()).arrayBuffer()
        return new Response(bytes, type ? { headers: { 'Content-Type': type } } : {})
      })
      const { auth, heard } = await world.signedIn()
      expect(heard.failures).toEqual([])
      const before = stored('accessToken')
      expect((await auth.getTokens({ minValidity: Infinity })).accessToken).toBe(stored('accessToken'))
      expect(stored('accessToken')).not.toBe(before)
      expect(wire.posts).toHaveLength(2)
    },
  )

  it('F13: a redirect is not followed', async () => {
    const redirects: unknown[] = []
    const { fetch } = globalThis
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      redirects.push(init.redirect)
      return fetch(url, init)
    })
    const { auth } = await world.signedIn()
    await auth.getTokens({ minValidity: Infinity })
    await auth.signOut()
    expect(redirects).toEqual(['error', 'error', 'error'])
  })

  describe('an answer that is lost after the server has done its work', () => {
    const lost: Interference = async (send) => {
      wire.disturb(undefined)
      await send()
      throw new TypeError('Failed to fetch')
    }

    it('F14: to a refresh is asked for again with the same token, which is still good for a moment', async () => {
      skipPauses()
      await start({ refreshTokenRotation: { retryGracePeriodSeconds: 60 } })
      skipPauses()
      await world.signedIn()
      const before = stored('refreshToken')
      world.pass(HOUR + 1)
      wire.posts.length = 0
      wire.disturb(lost)
      const { auth } = world.page()
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
      expect(wire.posts.map((form) => form.get('refresh_token'))).toEqual([before, before])
      expect(stored('refreshToken')).not.toBe(before)
      await auth.getTokens({ minValidity: Infinity })
      expect(wire.posts).toHaveLength(3)
    })

    it('F14: to a refresh ends the session where the server gives no such moment', async () => {
      await start({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
      skipPauses()
      await world.signedIn()
      world.pass(HOUR + 1)
      wire.posts.length = 0
      wire.disturb(lost)
      const { auth } = world.page()
      await expect(auth.getTokens()).rejects.toMatchObject({
        code: 'session_expired',
        error: 'invalid_grant',
      })
      expect(wire.posts).toHaveLength(2)
      expect([...world.storage.values]).toEqual([])
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
      expect(wire.posts).toHaveLength(2)
      const { heard } = await world.signedIn()
      expect(heard.sessions).toHaveLength(1)
    })

    it('F14: to a code is a failure: the code is spent, as the server says when it is posted again, and then no more', async () => {
      skipPauses()
      const { auth, heard, callback } = await comeBack()
      wire.disturb(lost)
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures).toMatchObject([
        { error: { code: 'token_request_failed', error: 'invalid_grant' } },
      ])
      expect([wire.posts.length, [...world.storage.values]]).toEqual([2, []])
      expect(await world.page().auth.init()).toBeNull()
      expect(wire.posts).toHaveLength(2)
      auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
      await heardOf(heard, 2)
      expect(heard.sessions).toHaveLength(1)
    })
  })

  describe.each<[string, Interference, CognitoAuthErrorCode, number]>([
    ['that cannot be reached', unreachable, 'jwks_unavailable', 0],
    ['that fail with 500', answer('{}', { status: 500 }), 'jwks_unavailable', 0],
    ['that are an HTML page', answer(HTML, html), 'jwks_unavailable', 0],
    ['that are no list', answer('{"keys":{}}'), 'jwks_unavailable', 0],
    ['that are somebody else’s', answer('{"keys":[]}'), 'unknown_kid', 1],
  ])('keys %s, where every signature is to be verified', (_, fault, code, posts) => {
    const always = { VerifySignature: 'always' } as const
    const jwks = () => new URL(`${world.pool.issuer}/.well-known/jwks.json`).pathname

    it('F15: they fail a sign-in, and the next one succeeds', async () => {
      const { auth, heard, callback } = await comeBack(always)
      wire.disturb(fault, jwks())
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { code } }])
      expect(wire.posts).toHaveLength(posts)
      expect([...world.storage.values]).toEqual([])
      wire.disturb(undefined, jwks())
      world.pass(31)
      auth.parseCognitoWebResponse(await world.signInAt(await auth.getFQDNSignIn()))
      await heardOf(heard, 2)
      expect(heard.failures).toHaveLength(1)
      expect(heard.sessions).toHaveLength(1)
    })

    it('F15: they fail a refresh, and the session stays', async () => {
      const { before } = await nearlyExpired()
      const { auth } = world.page(always)
      wire.disturb(fault, jwks())
      await expect(auth.getTokens({ minValidity: Infinity })).rejects.toMatchObject({ code })
      expect(wire.posts).toHaveLength(posts)
      expect((await auth.getTokens({ minValidity: 60 })).accessToken).toBe(stored('accessToken'))
      expect([...world.storage.values]).toEqual(before)
      wire.disturb(undefined, jwks())
      world.pass(31)
      expect((await auth.getTokens()).accessToken).toBe(stored('accessToken'))
      expect(new Map(before).get('CognitoIdentityServiceProvider.app1.jane.accessToken')).not.toBe(
        stored('accessToken'),
      )
    })
  })

  describe('a device without a network', () => {
    it('F08: fails a refresh at once without a request, and refreshes when it has one again', async () => {
      const { auth, before } = await nearlyExpired()
      vi.stubGlobal('navigator', { onLine: false })
      expect((await auth.getTokens({ minValidity: 60 })).accessToken).toBe(stored('accessToken'))
      await expect(auth.getTokens({ minValidity: Infinity })).rejects.toMatchObject({ code: 'network' })
      world.pass(31)
      const { auth: later, heard } = world.page()
      later.getSession()
      await heardOf(heard)
      expect(heard.failures).toMatchObject([{ error: { code: 'network' } }])
      expect([wire.posts.length, world.launched]).toEqual([0, []])
      expect([...world.storage.values]).toEqual(before)
      vi.stubGlobal('navigator', { onLine: true })
      later.getSession()
      await heardOf(heard, 2)
      expect([heard.sessions.length, wire.posts.length]).toEqual([1, 1])
    })
  })
})
