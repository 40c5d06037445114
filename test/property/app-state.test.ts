import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readValue, writeValue } from '../../src/session/app-state.js'

const back = (value: unknown) => readValue(writeValue(value))

/** What an application may keep, of anything that can be copied. */
const { value: anything } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.anything({
      withDate: true,
      withBigInt: true,
      withSparseArray: true,
      withTypedArray: true,
      withMap: true,
      withSet: true,
    }),
    fc.date({ noInvalidDate: false }),
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.array(tie('value')),
    fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'length', '0')),
      tie('value'),
    ),
  ),
}))

describe('the state of an application', () => {
  it('comes back as structuredClone would copy it', () => {
    fc.assert(
      // What looks at `constructor` is misled by a property of that name.
      fc.property(anything, (value) => {
        const copy = structuredClone(value)
        // Node finds no invalid date among the keys of another map.
        fc.pre(isDeepStrictEqual(copy, structuredClone(value)))
        expect(isDeepStrictEqual(back(value), copy)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })

  it.each([
    ['a regular expression', /a\/b/giu],
    ['an error', new TypeError('no')],
    ['bytes', new Uint8Array([0, 255, 128]).buffer],
    ['a part of bytes', new Uint16Array(new Uint8Array([1, 2, 3, 4, 5, 6]).buffer, 2, 1)],
    ['a view of them', new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2)],
    ['an array with holes', Object.assign([], { 0: 1, 2: 3 })],
  ])('comes back where it is %s', (_, value) => {
    expect(back(value)).toStrictEqual(structuredClone(value))
  })

  it('comes back where it holds itself, and where it holds another twice', () => {
    const shared = { name: 'shared' }
    const whole: Record<string, unknown> = { shared, again: new Map([[shared, [shared]]]) }
    whole['self'] = whole
    const copy = back(whole) as typeof whole
    expect(copy['self']).toBe(copy)
    const again = copy['again'] as Map<unknown, unknown[]>
    expect([...again.keys()]).toEqual([shared])
    expect(again.get(copy['shared'])?.[0]).toBe(copy['shared'])
  })

  it('gives no object another prototype', () => {
    const copy = back(JSON.parse('{"__proto__":{"isAdmin":true}}')) as { isAdmin?: boolean }
    expect(copy.isAdmin).toBeUndefined()
    expect(Object.keys(copy)).toEqual(['__proto__'])
  })

  it.each([
    ['a Function', () => undefined],
    ['a Symbol', [Symbol('x')]],
    ['a Promise', { later: Promise.resolve() }],
    ['a WeakMap', new Map([[1, new WeakMap()]])],
  ])('is refused where it holds %s', (kind, value) => {
    expect(() => writeValue(value)).toThrow(
      expect.objectContaining({
        code: 'invalid_configuration',
        message: expect.stringContaining(`appState holds ${kind},`) as string,
      }),
    )
  })
})
