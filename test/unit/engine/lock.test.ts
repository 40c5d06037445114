import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pause, withLock } from '../../../src/engine/lock.js'
import { Locks } from '../../helpers/locks.ts'

let locks: Locks
beforeEach(() => {
  vi.useFakeTimers()
  locks = new Locks()
  vi.stubGlobal('navigator', { locks })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Notes when what runs begins and ends, in milliseconds since the test began. */
function clocked(name: string, lasting: number, log: string[]) {
  const begun = Date.now()
  return async (isAlone: boolean) => {
    log.push(`${name} ${isAlone ? 'alone' : 'not alone'} from ${Date.now() - begun}`)
    await pause(lasting)
    log.push(`${name} to ${Date.now() - begun}`)
    return name
  }
}

describe('a lock', () => {
  it('that is free is had at once, and what came of it is known before it is free again', async () => {
    const log: string[] = []
    const first = withLock('x', clocked('first', 100, log)).then((name) => log.push(`${name} known`))
    await vi.advanceTimersByTimeAsync(100)
    await first
    expect(log).toEqual(['first alone from 0', 'first to 100', 'first known'])
    expect(locks.asked).toEqual(['x'])
  })

  it('is kept for 50 ms after: what was stored is everywhere by then', async () => {
    const log: string[] = []
    void withLock('x', clocked('first', 100, log))
    void withLock('x', clocked('second', 10, log))
    await vi.advanceTimersByTimeAsync(1000)
    expect(log).toEqual(['first alone from 0', 'first to 100', 'second alone from 150', 'second to 160'])
  })

  it('of another name is another lock', async () => {
    const log: string[] = []
    void withLock('x', clocked('first', 100, log))
    void withLock('y', clocked('second', 10, log))
    await vi.advanceTimersByTimeAsync(1000)
    expect(log[1]).toBe('second alone from 0')
  })

  it('is free again after a failure, which the caller hears of', async () => {
    const log: string[] = []
    const failure = withLock('x', () => Promise.reject(new Error('no'))).catch((error: unknown) => error)
    void withLock('x', clocked('second', 10, log))
    await vi.advanceTimersByTimeAsync(1000)
    expect(await failure).toEqual(new Error('no'))
    expect(log[0]).toBe('second alone from 50')
  })

  it('that nobody gives back is waited for for 12 seconds; then those who waited take turns', async () => {
    const log: string[] = []
    void locks.request('x', {}, () => new Promise(() => undefined))
    void withLock('x', clocked('first', 100, log))
    void withLock('x', clocked('second', 100, log))
    await vi.advanceTimersByTimeAsync(11_999)
    expect(log).toEqual([])
    await vi.advanceTimersByTimeAsync(1000)
    expect(log).toEqual([
      'first not alone from 12000',
      'first to 12100',
      'second not alone from 12150',
      'second to 12250',
    ])
  })

  it('is waited for no longer once what it was wanted for is there', async () => {
    const log: string[] = []
    const brought: string[] = []
    const ready = () => brought[0]
    void withLock('x', clocked('first', 1000, log), ready)
    const waiting = ['second', 'third'].map((name) => withLock('x', clocked(name, 10, log), ready))
    await vi.advanceTimersByTimeAsync(400)
    brought.push('brought')
    await vi.advanceTimersByTimeAsync(50)
    expect(await Promise.all(waiting)).toEqual(['brought', 'brought'])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(log).toEqual(['first alone from 0', 'first to 1000'])
    expect(locks.asked.filter((name) => name.includes('impatient'))).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is handed on at once by who finds that it is not needed any more', async () => {
    const log: string[] = []
    const brought: string[] = []
    void withLock('x', clocked('first', 40, log))
    // The lock is free at 90, between two looks.
    const second = withLock('x', clocked('second', 10, log), () => brought[0])
    await vi.advanceTimersByTimeAsync(60)
    brought.push('brought')
    await vi.advanceTimersByTimeAsync(35)
    expect(await second).toBe('brought')
    await vi.advanceTimersByTimeAsync(1000)
    expect(log).toEqual(['first alone from 0', 'first to 40'])
  })

  it('is not given up by who has it, however long that takes', async () => {
    const log: string[] = []
    void withLock('x', clocked('first', 1000, log))
    void withLock('x', clocked('second', 60_000, log))
    await vi.advanceTimersByTimeAsync(120_000)
    expect(log).toEqual(['first alone from 0', 'first to 1000', 'second alone from 1050', 'second to 61050'])
  })

  it('that the browser refuses keeps nobody from running, once', async () => {
    const log: string[] = []
    vi.spyOn(locks, 'request').mockRejectedValue(new DOMException('no', 'SecurityError'))
    const name = withLock('x', clocked('first', 10, log))
    await vi.advanceTimersByTimeAsync(1000)
    expect(await name).toBe('first')
    expect(log).toEqual(['first not alone from 0', 'first to 10'])
  })

  it.each([
    ['on a page', { location: { href: 'https://app.example/' } }, 'not alone'],
    ['where there is no page', undefined, 'alone'],
  ])('is done without %s that has none', async (_, window, how) => {
    const log: string[] = []
    vi.stubGlobal('window', window)
    for (const navigator of [{}, undefined]) {
      vi.stubGlobal('navigator', navigator)
      const name = withLock('x', clocked('first', 10, log))
      await vi.advanceTimersByTimeAsync(10)
      expect(await name).toBe('first')
    }
    expect(log.filter((line) => line.startsWith(`first ${how} from 0`))).toHaveLength(2)
  })
})
