import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ask, postForm } from '../../../src/oauth/http.js'
import { exchangeCode, revokeToken } from '../../../src/oauth/token-client.js'

/** What a server received, and how it answers. */
let received: { path: string | undefined; type: string | undefined; body: string }[]
let answer: { status: number; headers?: Record<string, string>; body?: string } | 'never'
let server: Server
let origin: string

beforeEach(async () => {
  received = []
  answer = { status: 200, body: '{}' }
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      received.push({ path: request.url, type: request.headers['content-type'], body })
      if (answer === 'never') return
      response.writeHead(answer.status, answer.headers).end(answer.body)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

describe('a request of the library', () => {
  it('encodes every value of the form and names the content type that needs no preflight', async () => {
    await postForm(`${origin}/oauth2/token`, { code: 'a&b=c+d/%', redirect_uri: 'https://app.example/?x=1' })
    expect(received).toEqual([
      {
        path: '/oauth2/token',
        type: 'application/x-www-form-urlencoded;charset=UTF-8',
        body: 'code=a%26b%3Dc%2Bd%2F%25&redirect_uri=https%3A%2F%2Fapp.example%2F%3Fx%3D1',
      },
    ])
  })

  it('leaves to the HTTP cache what it is told to', async () => {
    const fetch = vi.fn(() => Promise.resolve(new Response('')))
    vi.stubGlobal('fetch', fetch)
    await ask(origin, { cache: 'reload' })
    expect(fetch).toHaveBeenCalledWith(origin, expect.objectContaining({ cache: 'reload' }))
  })

  it('takes nothing of the page along', async () => {
    const fetch = vi.fn(() => Promise.resolve(new Response('')))
    vi.stubGlobal('fetch', fetch)
    await postForm(origin, {})
    expect(fetch).toHaveBeenCalledWith(origin, {
      method: 'POST',
      body: new URLSearchParams(),
      credentials: 'omit',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      signal: expect.any(AbortSignal) as AbortSignal,
    })
  })

  it.each([302, 307, 308])(
    'follows no redirect with status %i, so that nobody else gets the form',
    async (status) => {
      answer = { status, headers: { location: `${origin}/evil` } }
      await expect(postForm(`${origin}/oauth2/token`, { code: 'C' })).rejects.toMatchObject({
        code: 'network',
      })
      expect(received.map(({ path }) => path)).toEqual(['/oauth2/token'])
    },
  )

  it('ends when nobody answers', async () => {
    answer = 'never'
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const arrived = new Promise((done) => server.once('request', done))
    const outcome = expect(postForm(origin, {})).rejects.toMatchObject({ code: 'timeout' })
    await arrived
    vi.advanceTimersByTime(9_999)
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(1)
    await outcome
    vi.useRealTimers()
  })

  it('leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await postForm(origin, {})
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  it('reads no further than an answer can be long', async () => {
    let pulled = 0
    let cancelled = false
    const endless = new ReadableStream({
      pull(controller) {
        pulled++
        controller.enqueue(new Uint8Array(65_536).fill(0x20))
      },
      cancel() {
        cancelled = true
      },
    })
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(endless)))
    await expect(postForm(origin, {})).rejects.toMatchObject({ code: 'bad_response' })
    expect(cancelled).toBe(true)
    expect(pulled).toBeLessThan(8)
  })

  it('joins characters that came in two chunks', async () => {
    const [first, second] = [Uint8Array.of(0xc3), Uint8Array.of(0xa9)]
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(first)
        controller.enqueue(second)
        controller.close()
      },
    })
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(body)))
    expect(await postForm(origin, {})).toMatchObject({ status: 200, text: 'é' })
  })

  it('does without a stream, which React Native has none of', async () => {
    vi.stubGlobal('fetch', () =>
      Promise.resolve({ status: 200, headers: new Headers(), text: () => Promise.resolve('{}') }),
    )
    expect(await postForm(origin, {})).toMatchObject({ status: 200, text: '{}' })
  })

  it('says who could not be reached, and what may be why', async () => {
    const requests = [postForm('http://127.0.0.1:1/path?query', {}), ask('http://127.0.0.1:1/path', {})]
    for (const request of requests)
      await expect(request).rejects.toMatchObject({
        code: 'network',
        message:
          'http://127.0.0.1:1 could not be reached (TypeError): the device may be offline, or CORS, the Content-Security-Policy or an ad blocker in the way.',
      })
  })

  it('tells what the token endpoint said, and nothing of what was sent', async () => {
    answer = { status: 400, body: '{"error":"invalid_grant","error_description":"used"}' }
    const secrets = { code: 'the-code', redirectUri: 'https://app.example/', codeVerifier: 'the-verifier' }
    const error = await exchangeCode({ origin, clientId: 'client' }, secrets).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({
      code: 'token_request_failed',
      message: 'The token endpoint answered invalid_grant. used',
      error: 'invalid_grant',
      errorDescription: 'used',
    })
    const { message, stack } = error as Error
    expect([message, stack, JSON.stringify(error)].join()).not.toMatch(/the-code|the-verifier/)
  })
})

describe('a revocation', () => {
  it('sends the refresh token and the client, and outlives the page', async () => {
    const fetch = vi.spyOn(globalThis, 'fetch')
    await revokeToken({ origin, clientId: 'client' }, 'R+/=')
    expect(received[0]).toMatchObject({ path: '/oauth2/revoke', body: 'token=R%2B%2F%3D&client_id=client' })
    expect(fetch).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ keepalive: true }))
  })
})
