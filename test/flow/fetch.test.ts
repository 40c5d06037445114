import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CognitoAuth } from '../../src/index.js'
import { openPage } from '../helpers/open-page.ts'
import { listen, type Site } from '../helpers/site.ts'
import { createWorld, type World } from '../helpers/world.ts'

/* auth.fetch(): an API on a server of its own, and tokens of the user pool. */

let world: World
let api: Site
let elsewhere: Site
/** What the API answers; it echoes what it was sent unless told otherwise. */
let answer: (request: Request) => Response | Promise<Response>
let auth: CognitoAuth

beforeEach(async () => {
  const really = globalThis.fetch
  world = await createWorld()
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
  api.close()
  elsewhere.close()
  vi.unstubAllGlobals()
})

const refuse = () => new Response('no', { status: 401 })
const bearers = () => api.arrived.map(({ headers }) => headers.get('Authorization'))
const refreshes = () => world.requests.filter(({ form }) => form.get('grant_type') === 'refresh_token').length
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
    openPage(`${elsewhere.origin}/page`)
    const { auth } = await world.signedIn()
    // What a browser does with such an address.
    const { Request } = globalThis
    vi.stubGlobal(
      'Request',
      class extends Request {
        constructor(input: RequestInfo | URL, init?: RequestInit) {
          super(input instanceof Request ? input : new URL(input, window.location.href), init)
        }
      },
    )
    expect(await (await auth.fetch('/api')).text()).toBe('elsewhere')
    expect(elsewhere.arrived[0]?.headers.get('Authorization')).toBe(await bearer())
  })

  it.each([
    ['another origin', () => elsewhere.origin],
    ['another port', () => api.origin.replace(/\d+$/, '9')],
    ['another scheme', () => api.origin.replace('http', 'https')],
    ['an origin that begins alike', () => api.origin.replace('localhost', 'localhost.evil.example')],
    ['a user of that name', () => api.origin.replace('http://', 'http://').replace(/:\d+$/, '@evil.example')],
    ['no address of a server', () => 'data:text/plain,x'],
  ])('takes it to nobody else: %s', async (_, url) => {
    await expect(auth.fetch(url())).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringContaining('ApiOrigins') as string,
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

  it('rejects as fetch() does where nobody answers the second time', async () => {
    answer = refuse
    const { fetch } = globalThis
    let requests = 0
    vi.stubGlobal('fetch', (input: string | Request, init: RequestInit) => {
      if (input instanceof Request) requests += 1
      return requests === 2 ? Promise.reject(new TypeError('Failed to fetch')) : fetch(input, init)
    })
    await expect(auth.fetch(api.origin)).rejects.toBeInstanceOf(TypeError)
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
    expect(await (await auth.fetch(api.origin, { method: 'POST', body: 'the body' })).text()).toBe('the body')
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

  it('rejects as fetch() does where nobody answers', async () => {
    api.close()
    await expect(auth.fetch(api.origin)).rejects.toBeInstanceOf(TypeError)
  })

  it('sends nothing where nobody is signed in', async () => {
    await auth.signOut({ redirect: false })
    await expect(auth.fetch(api.origin)).rejects.toMatchObject({ code: 'login_required' })
    expect(api.arrived).toEqual([])
  })
})
