import { afterEach, expect, it, vi } from 'vitest'
import { Returns } from '../../../src/session/returns.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('F34, F43: a storage that has room for a probe and no more costs the count, and not the error to be told', () => {
  const full = (_key: string, value: string) => {
    if (value.length > 1) throw new DOMException('full', 'QuotaExceededError')
  }
  vi.stubGlobal('window', { sessionStorage: { getItem: () => null, setItem: full, removeItem: () => null } })
  const returns = new Returns({ host: 'd.example', clientId: 'c' })
  expect(() => {
    returns.note(false)
    returns.requireNoLoop()
  }).not.toThrow()
})
