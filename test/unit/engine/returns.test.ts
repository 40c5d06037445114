import { afterEach, expect, it, vi } from 'vitest'
import { noteReturn, requireNoLoop } from '../../../src/engine/returns.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('F34, F43: a storage that has room for a probe and no more costs the count, and not the error to be told', () => {
  const full = (_key: string, value: string) => {
    if (value.length > 1) throw new DOMException('full', 'QuotaExceededError')
  }
  vi.stubGlobal('window', { sessionStorage: { getItem: () => null, setItem: full, removeItem: () => null } })
  const client = { host: 'd.example', clientId: 'c' }
  expect(() => {
    noteReturn(client, false)
    requireNoLoop(client)
  }).not.toThrow()
})
