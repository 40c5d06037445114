import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { randomToken } from '../../src/oauth/pkce.js'
import { openDoor, DOORS } from '../helpers/doors.ts'
import { answerWith, appOptions } from '../helpers/paper-pool.ts'
import { accessClaims, sign } from '../helpers/tokens.ts'
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
})

class Order {
  readonly id = 1
}
const itself: unknown[] = []
itself.push(itself)
const REFUSED: readonly (readonly [what: string, value: unknown])[] = [
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
]

describe.each(DOORS)('the state of an application at the door %s', (door) => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('comes back from a sign-in as it was', async () => {
    // Without openid nothing but the state binds an answer to its sign-in, so that one token will do for all of them.
    const scope = 'aws.cognito.signin.user.admin'
    answerWith({ access_token: await sign(accessClaims({ scope })), token_type: 'Bearer' })
    const options = { ...appOptions, Storage: new MemoryStorage(), TokenScopesArray: [scope] }
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (appState) => {
        const { searchParams } = new URL(await openDoor(door, options).createSignInUrl({ appState }))
        const session = await openDoor(door, options).handleCallback(
          `?code=C&state=${searchParams.get('state')}`,
        )
        expect(session?.appState).toEqual(JSON.parse(JSON.stringify(appState)))
      }),
      // What becomes of every value is asked above, of what both doors share.
      { numRuns: 100 },
    )
  })

  it.each(REFUSED)('is refused where it holds %s, with what to write', async (_, appState) => {
    const auth = openDoor(door, { ...appOptions, Storage: new MemoryStorage() })
    await expect((async () => auth.createSignInUrl({ appState }))()).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: expect.stringMatching(/^appState must be what JSON keeps: write /) as string,
    })
  })
})

/** Zero has no sign in JSON. */
function withoutSigns(value: unknown): unknown {
  if (Object.is(value, -0)) return 0
  if (Array.isArray(value)) return value.map(withoutSigns)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutSigns(part)]))
}
