import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepFresh } from '../../src/auto-refresh.js'
import { onWake } from '../../src/browser.js'
import { CognitoAuthError, type CognitoAuthErrorCode } from '../../src/errors.js'

const seen = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  return document.dispatchEvent(new Event('visibilitychange'))
}
const WAKES: [string, () => unknown][] = [
  ['is visible again', () => seen('visible')],
  ['has a network again', () => window.dispatchEvent(new Event('online'))],
  ['comes back', () => window.dispatchEvent(new Event('pageshow'))],
]

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('a page wakes', () => {
  it.each(WAKES)('when it %s, until nobody wants to know', (_, happen) => {
    const wake = vi.fn()
    const stop = onWake(wake)
    happen()
    expect(wake).toHaveBeenCalledTimes(1)
    stop()
    happen()
    expect(wake).toHaveBeenCalledTimes(1)
  })

  it('not when it is hidden', () => {
    const wake = vi.fn()
    const stop = onWake(wake)
    seen('hidden')
    stop()
    expect(wake).not.toHaveBeenCalled()
  })
})

describe('a session that is kept fresh', () => {
  /** One that ends in five minutes, and what becomes of its refreshes: an error, or another five minutes. */
  function session(...errors: CognitoAuthErrorCode[]) {
    let endsAt = Date.now() + 300_000
    const refresh = vi.fn((minValidity: number) => {
      expect(minValidity).toBe(60)
      const code = errors.shift()
      if (code) return Promise.reject(new CognitoAuthError(code, 'no'))
      endsAt = Date.now() + 300_000
      return Promise.resolve()
    })
    let change!: () => void
    const onChange = (changed: () => void) => {
      change = changed
      return () => undefined
    }
    const stop = keepFresh({ endsAt: () => endsAt, refresh, onChange })
    return { refresh, stop, change, endIn: (seconds: number) => (endsAt = Date.now() + seconds * 1000) }
  }

  it('is refreshed a minute before its end', async () => {
    const { refresh } = session()
    await vi.advanceTimersByTimeAsync(239_999)
    expect(refresh).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(refresh).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(240_000)
    expect(refresh).toHaveBeenCalledTimes(2)
  })

  it.each(WAKES)('is refreshed at once where it has no minute left when the page %s', async (_, happen) => {
    const { refresh, endIn } = session()
    endIn(59)
    happen()
    await vi.advanceTimersByTimeAsync(0)
    expect(refresh).toHaveBeenCalledTimes(1)
  })

  it.each(['network', 'timeout', 'server_error', 'bad_response', 'jwks_unavailable'] as const)(
    'is tried again after half a minute where the refresh failed by %s',
    async (code) => {
      const { refresh } = session(code)
      await vi.advanceTimersByTimeAsync(240_000)
      await vi.advanceTimersByTimeAsync(29_999)
      expect(refresh).toHaveBeenCalledTimes(1)
      await vi.advanceTimersByTimeAsync(1)
      expect(refresh).toHaveBeenCalledTimes(2)
    },
  )

  it('is left alone where waiting is no cure, until the page wakes or something changes', async () => {
    const { refresh, change } = session('expired', 'clock_skew')
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(refresh).toHaveBeenCalledTimes(1)
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(refresh).toHaveBeenCalledTimes(2)
    change()
    await vi.advanceTimersByTimeAsync(0)
    expect(refresh).toHaveBeenCalledTimes(3)
  })

  it('is left alone once that is ended, be it during a refresh', async () => {
    const { refresh, stop, change } = session('network')
    await vi.advanceTimersByTimeAsync(240_000)
    stop()
    change()
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(refresh).toHaveBeenCalledTimes(1)
  })
})
