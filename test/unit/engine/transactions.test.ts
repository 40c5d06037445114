import { describe, expect, it } from 'vitest'
import { randomToken } from '../../../src/oauth/pkce.js'
import { type Transaction, transactionsOf } from '../../../src/engine/transactions.js'
import { MemoryStorage } from '../../../src/storage/MemoryStorage.js'

const client = { host: 'd.example', clientId: 'client' }
const minute = 60_000
const transaction: Transaction = {
  createdAt: 0,
  responseType: 'code',
  redirectUri: 'https://app.example/',
  scopes: ['openid'],
  nonce: 'N',
  codeVerifier: 'V',
  appState: '{"a": "ü +/%"}',
}

/** A storage of its own that shows what it holds. */
class OpenStorage extends MemoryStorage {
  readonly keys = new Set<string>()
  override setItem(key: string, value: string) {
    this.keys.add(key)
    return super.setItem(key, value)
  }
  override removeItem(key: string) {
    this.keys.delete(key)
    return super.removeItem(key)
  }
}

const begin = (storage: MemoryStorage, changes: Partial<Transaction> = {}) => {
  const state = randomToken()
  transactionsOf({ storage, stateStorage: undefined, ...client }).begin(state, { ...transaction, ...changes })
  return state
}
const take = (storage: MemoryStorage, state: string | undefined, type: 'code' | 'token' = 'code', now = 0) =>
  transactionsOf({ storage, stateStorage: undefined, ...client }).take({ state, type }, now)
const code = (code: string): unknown => expect.objectContaining({ code })

describe('Transactions', () => {
  it('gives another instance exactly what was begun', () => {
    const storage = new MemoryStorage()
    expect(take(storage, begin(storage))).toEqual(transaction)
  })

  it('gives it once, and leaves nothing behind', () => {
    const storage = new OpenStorage()
    const state = begin(storage)
    take(storage, state)
    expect(storage.keys).toEqual(new Set())
    expect(() => take(storage, state)).toThrow(code('no_transaction'))
  })

  it('lets two tabs sign in at once, whoever finishes first', () => {
    const storage = new MemoryStorage()
    const [first, second] = [begin(storage, { nonce: '1' }), begin(storage, { nonce: '2' })]
    expect(take(storage, second).nonce).toBe('2')
    expect(take(storage, first).nonce).toBe('1')
  })

  it('tells a missing state, a foreign one and a browser that began nothing apart', () => {
    const storage = new MemoryStorage()
    expect(() => take(storage, undefined)).toThrow(code('no_transaction'))
    expect(() => take(storage, randomToken())).toThrow(code('no_transaction'))
    begin(storage)
    expect(() => take(storage, undefined)).toThrow(code('state_missing'))
    expect(() => take(storage, '')).toThrow(code('state_missing'))
    expect(() => take(storage, randomToken())).toThrow(code('state_mismatch'))
  })

  it('keeps a sign-in that a foreign response does not answer', () => {
    const storage = new MemoryStorage()
    const state = begin(storage)
    expect(() => take(storage, randomToken())).toThrow(code('state_mismatch'))
    expect(take(storage, state)).toEqual(transaction)
  })

  it.each(['%', '__proto__', 'states', '../x', 'a.idToken', 'x'.repeat(1e6), '\0', '\ud800'])(
    'does not look up the state %#, which is none of ours',
    (state) => {
      const storage = new OpenStorage()
      begin(storage)
      const before = [...storage.keys]
      expect(() => take(storage, state)).toThrow(code('state_mismatch'))
      expect([...storage.keys]).toEqual(before)
    },
  )

  it('expires after an hour, and the record is gone', () => {
    const storage = new OpenStorage()
    expect(take(storage, begin(storage), 'code', 60 * minute)).toEqual(transaction)
    const state = begin(storage)
    expect(() => take(storage, state, 'code', 60 * minute + 1)).toThrow(code('transaction_expired'))
    expect(storage.keys).toEqual(new Set())
  })

  it('refuses tokens where a code was asked for, and the reverse', () => {
    const storage = new MemoryStorage()
    const [first, second] = [begin(storage), begin(storage, { responseType: 'token' })]
    expect(() => take(storage, first, 'token')).toThrow(code('response_type_mismatch'))
    expect(() => take(storage, second, 'code')).toThrow(code('response_type_mismatch'))
  })

  it('is blind to sign-ins of another client or domain, which stay as they are', () => {
    const storage = new MemoryStorage()
    const state = begin(storage)
    for (const other of [
      { ...client, clientId: 'other' },
      { ...client, host: 'other.example' },
    ]) {
      expect(() =>
        transactionsOf({ storage, stateStorage: undefined, ...other }).take({ state, type: 'code' }, 0),
      ).toThrow(code('no_transaction'))
    }
    expect(take(storage, state)).toEqual(transaction)
  })

  it('forgets the oldest of more than twenty', () => {
    const storage = new OpenStorage()
    const states = Array.from({ length: 25 }, () => begin(storage))
    expect(storage.keys.size).toBe(20 + 1)
    expect(() => take(storage, states[4])).toThrow(code('state_mismatch'))
    expect(take(storage, states[5])).toEqual(transaction)
    expect(take(storage, states[24])).toEqual(transaction)
  })

  it('clears away what nobody came back for when the next sign-in begins', () => {
    const storage = new OpenStorage()
    for (let i = 0; i < 5; i++) begin(storage, { createdAt: i })
    const state = begin(storage, { createdAt: 60 * minute + 4 })
    expect(storage.keys.size).toBe(1 + 1 + 1)
    expect(take(storage, state, 'code', 60 * minute + 4)).toMatchObject({ nonce: 'N' })
  })

  it.each(['', 'null', '{', '[]', '5', '{"createdAt":0}', '{"__proto__":{"createdAt":0}}'])(
    'takes the poisoned record %j for none',
    (record) => {
      const storage = new MemoryStorage()
      const state = begin(storage)
      storage.setItem(`cognito-auth.d.example.client.${state}`, record)
      expect(() => take(storage, state)).toThrow(code('no_transaction'))
      expect(storage.getItem(`cognito-auth.d.example.client.${state}`)).toBeUndefined()
    },
  )

  it('are given to nobody from a storage that says it has removed them and has not', () => {
    const storage = new MemoryStorage()
    const state = begin(storage)
    storage.removeItem = storage.setItem = () => undefined as never
    expect(() => take(storage, state)).toThrow(code('storage_unavailable'))
  })

  it('keeps them where StateStorage says', () => {
    const [storage, stateStorage] = [new OpenStorage(), new OpenStorage()]
    transactionsOf({ storage, stateStorage, ...client }).begin(randomToken(), transaction)
    expect(storage.keys.size).toBe(0)
    expect(stateStorage.keys.size).toBe(2)
  })
})
