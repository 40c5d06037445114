import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { makeSession } from '../../src/engine/session.js'
import { tokenItems } from '../../src/engine/token-items.js'
import { cases } from '../helpers/arbitraries.ts'
import { oddName } from '../helpers/names.ts'
import { RecordingStorage } from '../helpers/storage.ts'

vi.setConfig({ testTimeout: 120_000 })

const LAST = 'CognitoIdentityServiceProvider.app1.LastAuthUser'

const session = (username: string, refreshToken: string) =>
  makeSession({ username, accessToken: 'a', refreshToken, scopes: [], clockDrift: 0 }, [])

const itemsOf = (storage: RecordingStorage, clientId: string) =>
  tokenItems({ storage, clientId, issuers: undefined, clockTolerance: 5400 })

/** The keys that a user's session takes in an empty storage. */
function keysOf(clientId: string, name: string): Set<string> {
  const storage = new RecordingStorage()
  itemsOf(storage, clientId).write(session(name, 'r'))
  return new Set(storage.values.keys())
}

/** Two names, the second often made of the first. */
const pair = fc
  .tuple(oddName, oddName, fc.constantFrom('.', '.idToken', '.idToken.', '%2E', ' ', '\0'), fc.nat(2))
  .map(
    ([one, other, between, kind]) =>
      [one, [other, one + between, one + between + other][kind] ?? ''] as const,
  )
  .filter(([one, other]) => one !== other && one !== '' && other !== '')

describe('the keys of a user', () => {
  it('A60: are five of their own and the one that says who was last', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const [ones, others] = [keysOf('app1', one), keysOf('app1', other)]
        expect(ones.size).toBe(6)
        expect([...ones].filter((key) => others.has(key))).toEqual([LAST])
      }),
      cases(20_000),
    )
  })

  it('A60: are nobody’s of another app client', () => {
    const clientId = fc.string({ unit: fc.constantFrom('a', 'A', '1', '_', '-'), minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(oddName, clientId, clientId, (name, one, other) => {
        fc.pre(one !== other)
        const others = keysOf(other, name)
        expect([...keysOf(one, name)].filter((key) => others.has(key))).toEqual([])
      }),
      cases(5_000),
    )
  })

  it('A60: are gone after the user has left, and nothing of anybody else with them', () => {
    fc.assert(
      fc.property(pair, fc.boolean(), ([one, other], wasLast) => {
        const storage = new RecordingStorage()
        const [stays, leaves] = wasLast ? [one, other] : [other, one]
        itemsOf(storage, 'app1').write(session(one, `of ${one}`))
        itemsOf(storage, 'app1').write(session(other, `of ${other}`))
        itemsOf(storage, 'app1').clear(leaves)
        const left = keysOf('app1', stays)
        if (wasLast) left.delete(LAST)
        expect(new Set(storage.values.keys())).toEqual(left)
        expect(itemsOf(storage, 'app1').refreshToken(stays)).toBe(`of ${stays}`)
        expect(itemsOf(storage, 'app1').lastUser()).toBe(wasLast ? undefined : other)
      }),
      cases(5_000),
    )
  })
})
