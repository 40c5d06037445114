import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomToken } from '../../src/oauth/pkce.js'
import { transactionsOf } from '../../src/engine/transactions.js'
import { MemoryStorage } from '../../src/storage/MemoryStorage.js'

/** Keeps a value with a sign-in, and takes it out again on another page. */
function back(appState: unknown): unknown {
  const storage = new MemoryStorage()
  const client = { host: 'd.example', clientId: 'client', stateStorage: undefined }
  const state = randomToken()
  transactionsOf({ storage, ...client }).begin(state, {
    createdAt: 0,
    responseType: 'code',
    redirectUri: 'https://app.example/',
    scopes: [],
    nonce: 'N',
    codeVerifier: 'V',
    appState,
  })
  return transactionsOf({ storage, ...client }).take({ state, type: 'code' }, 0).appState
}

const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? true
    : [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)

describe('the state of an application', () => {
  it('comes back as it was where JSON keeps it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(back(value)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 2000 },
    )
  })

  it('comes back as it was or is refused, whatever it is', () => {
    const anything = fc.anything({
      ...{ withDate: true, withBigInt: true, withSparseArray: true, withTypedArray: true },
      ...{ withMap: true, withSet: true, withNullPrototype: true },
    })
    fc.assert(
      fc.property(anything, (value) => {
        let copy: unknown
        try {
          copy = back(value)
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_configuration' })
          return
        }
        expect(isPlain(value)).toBe(true)
        // What is undefined counts as left out, zero has no sign, and an object without a prototype gets one.
        expect(isDeepStrictEqual(copy, value === undefined ? value : JSON.parse(JSON.stringify(value)))).toBe(
          true,
        )
        expect(copy).toEqual(withoutSigns(value))
      }),
      { numRuns: 3000 },
    )
  })

  it('gives no object another prototype', () => {
    const copy = back(JSON.parse('{"__proto__":{"isAdmin":true}}')) as { isAdmin?: boolean }
    expect(copy.isAdmin).toBeUndefined()
    expect(Object.keys(copy)).toEqual(['__proto__'])
  })

  class Order {
    readonly id = 1
  }
  const itself: unknown[] = []
  itself.push(itself)
  it.each([
    ['a function', () => undefined],
    ['a symbol', [Symbol('x')]],
    ['a promise', { later: Promise.resolve() }],
    ['a date', { at: new Date(0) }],
    ['a map', new Map([[1, 2]])],
    ['bytes', new Uint8Array(2)],
    ['an object of a class', new Order()],
    ['a big number', [1n]],
    ['no number', { length: Number.NaN }],
    ['an array with holes', Object.assign([], { 1: 'x' })],
    ['itself', itself],
    ['a method', { toJSON: () => 'x' }],
  ])('is refused where it holds %s, with what to write', (_, value) => {
    expect(() => back(value)).toThrow(
      expect.objectContaining({
        code: 'invalid_configuration',
        message: expect.stringMatching(/^appState must be what JSON keeps: write /) as string,
      }),
    )
  })
})

/** Zero has no sign in JSON. */
function withoutSigns(value: unknown): unknown {
  if (Object.is(value, -0)) return 0
  if (Array.isArray(value)) return value.map(withoutSigns)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutSigns(part)]))
}
