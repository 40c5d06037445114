import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CognitoAuthError, type CognitoAuthErrorDetails } from '../../../src/index.js'
import { isGoodCodeAfter, isGoodRefreshTokenAfter, persist } from '../../../src/engine/persist.js'
import { endingOf } from '../../../src/engine/refresh.js'

describe('a refresh that fails for now', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  let endpoints = 0
  /** Fails with these, one after the other, and then succeeds; gives when it was asked, and for how long. */
  function failing(...failures: CognitoAuthError[]) {
    const endpoint = `https://${endpoints++}.example/oauth2/token`
    const asked: [at: number, timeout: number][] = []
    const began = performance.now()
    const ask = () =>
      persist(
        endpoint,
        performance.now() + 10_000,
        (timeout) => {
          asked.push([performance.now() - began, timeout])
          const failure = failures.shift()
          return failure === undefined ? Promise.resolve('tokens') : Promise.reject(failure)
        },
        isGoodRefreshTokenAfter,
      ).catch((error: unknown) => error)
    return { ask, asked }
  }
  const error = (
    code: ConstructorParameters<typeof CognitoAuthError>[0],
    details?: CognitoAuthErrorDetails,
  ) => new CognitoAuthError(code, 'no', details)
  const within = async <T>(milliseconds: number, promise: Promise<T>) => {
    await vi.advanceTimersByTimeAsync(milliseconds)
    return promise
  }

  it.each(['network', 'timeout', 'server_error'] as const)(
    'by %s is tried three times, with longer pauses, in ten seconds',
    async (code) => {
      const { ask, asked } = failing(error(code), error(code))
      expect(await within(10_000, ask())).toBe('tokens')
      const [first, second, third] = asked
      expect(asked).toHaveLength(3)
      expect(first).toEqual([0, 10_000])
      expect(second?.[0]).toBeGreaterThan(1000)
      expect(second?.[0]).toBeLessThanOrEqual(2024)
      const pause = (third?.[0] ?? 0) - (second?.[0] ?? 0)
      expect(pause).toBeGreaterThan(2000)
      expect(pause).toBeLessThanOrEqual(3024)
      for (const [at, timeout] of asked) expect(at + timeout).toBe(10_000)
    },
  )

  it('pauses for another time each time', async () => {
    const pauses = new Set<number>()
    for (let i = 0; i < 20; i++) {
      const { ask, asked } = failing(error('network'))
      await within(10_000, ask())
      pauses.add((asked[1]?.[0] ?? 0) - (asked[0]?.[0] ?? 0))
    }
    expect(pauses.size).toBeGreaterThan(5)
  })

  it('three times fails with the last error', async () => {
    const last = error('server_error')
    const { ask, asked } = failing(error('network'), error('timeout'), last, error('network'))
    const told = ask()
    // Without a pause after the last of them.
    await vi.advanceTimersByTimeAsync(2024 + 3024)
    expect(asked).toHaveLength(3)
    expect(await within(0, told)).toBe(last)
  })

  it.each(['bad_response', 'token_request_failed', 'jwks_unavailable'] as const)(
    'by %s is not tried again',
    async (code) => {
      const { ask, asked } = failing(error(code))
      expect(await within(0, ask())).toMatchObject({ code })
      expect(asked).toHaveLength(1)
    },
  )

  it('is not tried again where there is no time left', async () => {
    const { ask, asked } = failing(error('network', { retryAfter: 8 }))
    expect(await within(0, ask())).toMatchObject({ code: 'network' })
    expect(asked).toHaveLength(1)
  })

  it('waits as long as the server wants, and so does everybody who asks meanwhile', async () => {
    const { ask, asked } = failing(error('server_error', { retryAfter: 60 }))
    expect(await within(0, ask())).toMatchObject({ retryAfter: 60 })
    expect(await within(20_000, ask())).toMatchObject({ code: 'server_error', retryAfter: 60 })
    expect(await within(39_000, ask())).toMatchObject({ code: 'server_error', retryAfter: 40 })
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await within(0, ask())).toBe('tokens')
  })

  it('is tried again after what the server wants, where that is soon', async () => {
    const { ask, asked } = failing(error('server_error', { retryAfter: 4 }))
    expect(await within(6000, ask())).toBe('tokens')
    expect(asked[1]?.[0]).toBeGreaterThan(4000)
    expect(asked[1]?.[0]).toBeLessThanOrEqual(5024)
  })

  it('is not sent again with too little time for an answer, also where the page slept meanwhile', async () => {
    const now = performance.now.bind(performance)
    const { ask, asked } = failing(error('network'), error('network'))
    let slept = 0
    vi.spyOn(performance, 'now').mockImplementation(() => now() + slept)
    const told = ask()
    slept = 8500
    expect(await within(10_000, told)).toMatchObject({ code: 'network' })
    expect(asked).toHaveLength(1)
    vi.restoreAllMocks()
  })

  it('is repeated for a code only where that cannot have been taken', () => {
    expect(isGoodCodeAfter(error('network'))).toBe(true)
    expect(isGoodCodeAfter(error('server_error', { status: 503 }))).toBe(true)
    expect(isGoodCodeAfter(error('network', { status: 200 }))).toBe(false)
    for (const code of ['timeout', 'bad_response', 'token_request_failed', 'jwks_unavailable'] as const)
      expect(isGoodCodeAfter(error(code))).toBe(false)
  })

  it('is not sent at all where there is no time left', async () => {
    const request = vi.fn()
    const told = persist('https://x.example', performance.now() + 1000, request, isGoodRefreshTokenAfter)
    await expect(told).rejects.toMatchObject({ code: 'timeout' })
    expect(request).not.toHaveBeenCalled()
  })

  it('is not even begun where the device is offline', async () => {
    vi.stubGlobal('navigator', { onLine: false })
    const { ask, asked } = failing()
    expect(await within(0, ask())).toMatchObject({ code: 'network', message: 'The device is offline.' })
    expect(asked).toEqual([])
    vi.stubGlobal('navigator', { onLine: true })
    expect(await within(0, ask())).toBe('tokens')
  })
})

describe('a refresh that failed', () => {
  it.each(['session_expired', 'session_changed', 'bad_signature'] as const)(
    'ends the session by %s',
    (code) => {
      const error = new CognitoAuthError(code, 'no')
      expect(endingOf(error)).toBe(error)
    },
  )

  it('ends the session when the server says that the token is dead', () => {
    const error = new CognitoAuthError('token_request_failed', 'no', {
      error: 'invalid_grant',
      responseText: '{}',
    })
    expect(endingOf(error)).toMatchObject({
      code: 'session_expired',
      error: 'invalid_grant',
      responseText: '{}',
    })
  })

  it('is not ended by a refusal from who is no token endpoint', () => {
    expect(endingOf(new CognitoAuthError('bad_response', 'no', { error: 'invalid_grant' }))).toBeUndefined()
  })

  it.each([
    ...['invalid_client', 'unauthorized_client', 'invalid_request'].map(
      (error) => new CognitoAuthError('token_request_failed', 'no', { error }),
    ),
    ...(['network', 'timeout', 'server_error', 'bad_response', 'expired', 'storage_full'] as const).map(
      (code) => new CognitoAuthError(code, 'no'),
    ),
    new Error('invalid_grant'),
    { error: 'invalid_grant', code: 'session_expired' },
    undefined,
    null,
  ])('leaves the session as it was by %o', (error) => {
    expect(endingOf(error)).toBeUndefined()
  })
})
