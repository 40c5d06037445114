import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CognitoAuthSession } from '../../src/index.js'
import { type Auth, DOORS } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { Person } from '../helpers/person.ts'
import { listen, type Site } from '../helpers/site.ts'
import { createWorld, type World } from '../helpers/world.ts'

/* auth.fetch(): an API on a server of its own, and tokens of the user pool. */

describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  let api: Site
  let elsewhere: Site
  /** What the API answers; it echoes what it was sent unless told otherwise. */
  let answer: (request: Request) => Response | Promise<Response>
  let auth: Auth

  beforeEach(async () => {
    const really = globalThis.fetch
    world = (await createWorld()).at(door)
    const { fetch } = globalThis
    vi.stubGlobal('fetch', (input: string | Request, init: RequestInit) =>
      input instanceof Request ? really(input) : fetch(input, init),
    )
    answer = async (request) => new Response(await request.text())
    api = await listen((request) => answer(request))
    elsewhere = await listen(() => new Response('elsewhere'), '127.0.0.1')
    ;({ auth } = await world.signedIn({ ApiOrigins: [api.origin] }))
  })
  afterEach(() => {
    vi.useRealTimers()
    api.close()
    elsewhere.close()
    vi.unstubAllGlobals()
  })

  /** Relative addresses lead from here, as in a browser from `<base href>` or else from the page. */
  function haveBase(base: () => string): void {
    const { Request } = globalThis
    vi.stubGlobal(
      'Request',
      class extends Request {
        constructor(input: RequestInfo | URL, init?: RequestInit) {
          super(input instanceof Request ? input : new URL(input, base()), init)
        }
      },
    )
  }

  /** Signs somebody else in, on another page of the application or on this one. */
  async function signInMallory(page: Auth): Promise<CognitoAuthSession | null> {
    const mallory = { username: 'mallory', password: 'Secret-456' }
    await world.pool.addUser({ ...mallory, email: 'mallory@example.com' })
    const { href } = await new Person(world.pool).authorize(await page.getFQDNSignIn(), mallory)
    return page.handleCallback(href)
  }

  const refuse = () => new Response('no', { status: 401 })
  const bearers = () => api.arrived.map(({ headers }) => headers.get('Authorization'))
  const refreshes = () =>
    world.requests.filter(({ form }) => form.get('grant_type') === 'refresh_token').length
  const bearer = async () => `Bearer ${(await auth.getTokens()).accessToken}`

  describe('auth.fetch()', () => {
    it('takes the access token to an API that was named, and everything else as it is', async () => {
      const response = await auth.fetch(`${api.origin}/orders?page=2`, {
        method: 'PUT',
        headers: { 'X-Own': 'kept' },
        body: 'the body',
      })
      expect(await response.text()).toBe('the body')
      const [arrived] = api.arrived
      expect([arrived?.method, arrived?.url.search, arrived?.body]).toEqual(['PUT', '?page=2', 'the body'])
      expect(arrived?.headers.get('X-Own')).toBe('kept')
      expect(bearers()).toEqual([await bearer()])
    })

    it('takes a Request', async () => {
      const { fetch } = auth
      const request = new Request(api.origin, { method: 'POST', body: 'the body' })
      expect(await (await fetch(request)).text()).toBe('the body')
      expect(bearers()).toEqual([await bearer()])
    })

    it('takes it to the origin of the page, by an address that is relative to it', async () => {
      const { location } = openPage(`${elsewhere.origin}/page`)
      const { auth } = await world.signedIn()
      haveBase(() => location.href)
      expect(await (await auth.fetch('/api')).text()).toBe('elsewhere')
      expect(elsewhere.arrived[0]?.headers.get('Authorization')).toBe(await bearer())
    })

    it.each([
      ['another origin', () => elsewhere.origin],
      ['another port', () => api.origin.replace(/\d+$/, '9')],
      ['another scheme', () => api.origin.replace('http', 'https')],
      ['an origin that begins alike', () => api.origin.replace('localhost', 'localhost.evil.example')],
      [
        'a user of that name',
        () => api.origin.replace(/:\d+$/, '@evil.example'),
        "write what the browser's own fetch takes",
      ],
      ['no address of a server', () => 'data:text/plain,x'],
    ])('takes it to nobody else: %s', async (_, url, said = 'ApiOrigins') => {
      await expect(auth.fetch(url())).rejects.toMatchObject({
        code: 'invalid_configuration',
        message: expect.stringContaining(said) as string,
      })
      expect([api.arrived, elsewhere.arrived]).toEqual([[], []])
    })

    it('does not take it along where the API redirects elsewhere', async () => {
      answer = () => new Response(null, { status: 307, headers: { Location: elsewhere.origin } })
      expect(await (await auth.fetch(api.origin)).text()).toBe('elsewhere')
      expect(bearers()).toEqual([await bearer()])
      expect(elsewhere.arrived.map(({ headers }) => headers.get('Authorization'))).toEqual([null])
    })

    it('refreshes once where the API answers 401, and sends the same again', async () => {
      const first = await bearer()
      answer = (request) => (request.headers.get('Authorization') === first ? refuse() : new Response('yes'))
      const response = await auth.fetch(api.origin, { method: 'POST', body: 'the body' })
      expect(await response.text()).toBe('yes')
      expect(api.arrived.map(({ body }) => body)).toEqual(['the body', 'the body'])
      expect(bearers()).toEqual([first, await bearer()])
      expect(refreshes()).toBe(1)
    })

    it('makes one refresh for ten calls that are told 401', async () => {
      const first = await bearer()
      answer = (request) => (request.headers.get('Authorization') === first ? refuse() : new Response('yes'))
      const responses = await Promise.all(Array.from({ length: 10 }, () => auth.fetch(api.origin)))
      expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]))
      expect(refreshes()).toBe(1)
    })

    it('makes no refresh where there was one since the request was sent', async () => {
      const first = await bearer()
      answer = async (request) => {
        if (request.headers.get('Authorization') !== first) return new Response('yes')
        await auth.getTokens({ minValidity: Infinity })
        return refuse()
      }
      expect(await (await auth.fetch(api.origin)).text()).toBe('yes')
      expect(refreshes()).toBe(1)
    })

    it('rejects with network where nobody answers the second time', async () => {
      answer = refuse
      const { fetch } = globalThis
      let requests = 0
      vi.stubGlobal('fetch', (input: string | Request, init: RequestInit) => {
        if (input instanceof Request) requests += 1
        return requests === 2 ? Promise.reject(new TypeError('Failed to fetch')) : fetch(input, init)
      })
      await expect(auth.fetch(api.origin)).rejects.toMatchObject({
        name: 'CognitoAuthError',
        code: 'network',
      })
    })

    it('gives the second 401 back, and makes no third request', async () => {
      answer = refuse
      const response = await auth.fetch(api.origin)
      expect([response.status, await response.text()]).toEqual([401, 'no'])
      expect(api.arrived).toHaveLength(2)
      expect(refreshes()).toBe(1)
    })

    it('gives the first 401 back where there are no other tokens to be had', async () => {
      answer = refuse
      await world.pool.removeUser('jane')
      const response = await auth.fetch(api.origin)
      expect([response.status, await response.text()]).toEqual([401, 'no'])
      expect(api.arrived).toHaveLength(1)
      expect(auth.isUserSignedIn()).toBe(false)
    })

    it('sends no stream twice', async () => {
      answer = refuse
      const body = new Blob(['the body']).stream()
      const response = await auth.fetch(api.origin, { method: 'POST', body, duplex: 'half' } as RequestInit)
      expect(response.status).toBe(401)
      expect(api.arrived.map(({ body }) => body)).toEqual(['the body'])
      expect(refreshes()).toBe(0)
    })

    it('works where there are no streams, as in React Native', async () => {
      const { ReadableStream, Request } = globalThis
      // The Request of this test has need of them.
      class WithoutStreams extends Request {
        constructor(input: RequestInfo | URL, init?: RequestInit) {
          vi.stubGlobal('ReadableStream', ReadableStream)
          super(input, init)
          vi.stubGlobal('ReadableStream', undefined)
        }
        override clone() {
          vi.stubGlobal('ReadableStream', ReadableStream)
          return super.clone()
        }
      }
      vi.stubGlobal('Request', WithoutStreams)
      expect(await (await auth.fetch(api.origin, { method: 'POST', body: 'the body' })).text()).toBe(
        'the body',
      )
    })

    it('can be aborted', async () => {
      const controller = new AbortController()
      answer = () => {
        controller.abort()
        return new Promise(() => undefined)
      }
      await expect(auth.fetch(api.origin, { signal: controller.signal })).rejects.toMatchObject({
        name: 'AbortError',
      })
      expect(api.arrived).toHaveLength(1)
    })

    it.each([
      ['an Error of its own', new RangeError('of the page')],
      ['no Error', 'a text'],
      ['a DOMException', new DOMException('too late', 'TimeoutError')],
    ])('rejects with the reason of whoever aborts, %s', async (_, reason) => {
      const controller = new AbortController()
      answer = () => {
        controller.abort(reason)
        return new Promise(() => undefined)
      }
      await expect(auth.fetch(api.origin, { signal: controller.signal })).rejects.toBe(reason)
      await expect(auth.fetch(new Request(api.origin, { signal: controller.signal }))).rejects.toBe(reason)
      expect(api.arrived).toHaveLength(1)
    })

    it('can be aborted between the two requests', async () => {
      const controller = new AbortController()
      answer = refuse
      const { fetch } = globalThis
      vi.stubGlobal('fetch', (input: string | Request, init: RequestInit) => {
        if (!(input instanceof Request)) controller.abort()
        return fetch(input, init)
      })
      await expect(auth.fetch(api.origin, { signal: controller.signal })).rejects.toMatchObject({
        name: 'AbortError',
      })
      expect(api.arrived).toHaveLength(1)
    })

    it('says which API could not be reached, and what may be why', async () => {
      api.close()
      const error: unknown = await auth
        .fetch(`${api.origin}/orders?secret=1`)
        .catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'CognitoAuthError', code: 'network' })
      const { message } = error as Error
      for (const said of [api.origin, 'ad blocker', 'CORS', 'Content-Security-Policy'])
        expect(message).toContain(said)
      expect(message).not.toMatch(/orders|secret/)
    })

    it('takes nothing for a request that is none', async () => {
      const inputs: [RequestInfo | URL, RequestInit?][] = [
        ['http://'],
        ['/relative, where there is no page'],
        [api.origin, { method: 'no method' }],
        [api.origin, { body: 'of a GET' }],
        [api.origin, { headers: { 'X-Own': 'secret\n' + 'value' } }],
        [Object.create(Request.prototype) as Request],
        [Symbol('x') as unknown as string],
        [{ toString: null } as unknown as string],
      ]
      for (const [input, init] of inputs) {
        const error: unknown = await auth.fetch(input, init).catch((thrown: unknown) => thrown)
        expect(error).toMatchObject({ name: 'CognitoAuthError', code: 'invalid_configuration' })
        expect((error as Error).message).not.toContain('secret')
      }
      expect(api.arrived).toEqual([])
    })

    it('sends nothing where nobody is signed in', async () => {
      await auth.signOut({ redirect: false })
      await expect(auth.fetch(api.origin)).rejects.toMatchObject({ code: 'login_required' })
      expect(api.arrived).toEqual([])
    })
  })

  describe('A90: what auth.fetch() sends is what it has checked', () => {
    it('where a <base> of the page leads elsewhere', async () => {
      openPage(`${api.origin}/page`)
      haveBase(() => elsewhere.origin)
      for (const input of ['/api/orders', 'orders', '', '?x=1'])
        await expect(auth.fetch(input)).rejects.toMatchObject({ code: 'invalid_configuration' })
      expect([api.arrived, elsewhere.arrived]).toEqual([[], []])
    })

    it('where a <base> of its own origin leads to another folder', async () => {
      openPage(`${api.origin}/page`)
      haveBase(() => `${api.origin}/app/`)
      await auth.fetch('orders')
      expect(api.arrived.map(({ url }) => url.pathname)).toEqual(['/app/orders'])
    })

    it('where a <base> comes into the page after the call', async () => {
      openPage(`${api.origin}/page`)
      let base = api.origin
      haveBase(() => base)
      const response = auth.fetch('/api/orders')
      base = elsewhere.origin
      await response
      expect(api.arrived.map(({ url }) => url.pathname)).toEqual(['/api/orders'])
      expect(elsewhere.arrived).toEqual([])
    })

    it('whatever an address says the second time it is asked', async () => {
      let asked = 0
      const address = { toString: () => (asked++ ? elsewhere.origin : api.origin) } as unknown as string
      await auth.fetch(address)
      expect([asked, api.arrived.length, elsewhere.arrived.length]).toEqual([1, 1, 0])
    })

    it('whatever becomes of the URL after the call', async () => {
      const url = new URL(api.origin)
      const response = auth.fetch(url)
      url.href = elsewhere.origin
      await response
      expect([api.arrived.length, elsewhere.arrived.length]).toEqual([1, 0])
    })

    it('whatever becomes of the options after the call', async () => {
      const body = new URLSearchParams({ amount: '1' })
      const headers: Record<string, string> = { 'X-Own': 'as it was' }
      const init: RequestInit = { method: 'POST', headers, body }
      const response = auth.fetch(api.origin, init)
      body.set('amount', '1000')
      headers['X-Own'] = 'changed'
      init.method = 'DELETE'
      expect(await (await response).text()).toBe('amount=1')
      const [arrived] = api.arrived
      expect([arrived?.method, arrived?.headers.get('X-Own')]).toEqual(['POST', 'as it was'])
    })

    it('where a Request lies about its address', async () => {
      const { origin } = api
      class Lying extends Request {
        override get url() {
          return origin
        }
      }
      const property = Object.defineProperty(new Request(elsewhere.origin), 'url', { value: origin })
      for (const request of [new Lying(elsewhere.origin), property]) {
        expect(request.url).toBe(origin)
        await expect(auth.fetch(request)).rejects.toMatchObject({ code: 'invalid_configuration' })
      }
      expect([api.arrived, elsewhere.arrived]).toEqual([[], []])
    })

    it('where a refresh takes its time before the request', async () => {
      vi.useFakeTimers({ toFake: ['Date'] })
      world.pass(3601)
      const url = new URL(api.origin)
      const response = auth.fetch(url, { method: 'POST', body: 'the body' })
      url.href = elsewhere.origin
      expect(await (await response).text()).toBe('the body')
      expect([refreshes(), elsewhere.arrived.length]).toEqual([1, 0])
    })
  })

  describe('A94: a request that was told 401', () => {
    const post = () => auth.fetch(api.origin, { method: 'POST', body: "Jane's" })

    it('is not repeated as somebody else who signed in on this page meanwhile', async () => {
      answer = async () => {
        await auth.signOut({ redirect: false })
        await signInMallory(auth)
        return refuse()
      }
      const first = await bearer()
      const response = await post()
      expect([response.status, await response.text()]).toEqual([401, 'no'])
      expect(bearers()).toEqual([first])
      expect(auth.getUser()).toHaveProperty('email', 'mallory@example.com')
    })

    it('is not repeated as somebody else who signed in on another page meanwhile', async () => {
      answer = async () => {
        await signInMallory(world.page().auth)
        return refuse()
      }
      const first = await bearer()
      expect((await post()).status).toBe(401)
      expect(bearers()).toEqual([first])
      expect(refreshes()).toBe(0)
      // The program hears of it at its next call, since it was not told by this one.
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
      expect(await auth.getTokens()).toBeTruthy()
    })

    it('is not repeated as somebody else where the program listens to sign-ins', async () => {
      auth.on('signedIn', () => undefined)
      answer = async () => {
        await signInMallory(world.page().auth)
        return refuse()
      }
      const first = await bearer()
      expect((await post()).status).toBe(401)
      expect(bearers()).toEqual([first])
    })

    it('is not repeated where somebody else signs in during the refresh', async () => {
      const { fetch } = globalThis
      vi.stubGlobal('fetch', async (input: string | Request, init: RequestInit) => {
        const isRefresh = !(input instanceof Request) && init.body instanceof URLSearchParams
        const answered = await fetch(input, init)
        if (isRefresh) {
          vi.stubGlobal('fetch', fetch)
          await signInMallory(world.page().auth)
        }
        return answered
      })
      answer = refuse
      const first = await bearer()
      expect((await post()).status).toBe(401)
      expect(bearers()).toEqual([first])
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
    })

    it('is repeated for the same person who signed in again', async () => {
      const first = await bearer()
      answer = async (request) => {
        if (request.headers.get('Authorization') !== first) return new Response('yes')
        await auth.signOut({ redirect: false })
        await auth.handleCallback(await world.signInAt(await auth.getFQDNSignIn()))
        return refuse()
      }
      expect(await (await post()).text()).toBe('yes')
      expect(bearers()).toEqual([first, await bearer()])
    })
  })
})
