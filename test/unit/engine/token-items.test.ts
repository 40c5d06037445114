import { describe, expect, it, vi } from 'vitest'
import { makeSession, type Session } from '../../../src/engine/session.js'
import { tokenItems } from '../../../src/engine/token-items.js'
import { MemoryStorage } from '../../../src/storage/MemoryStorage.js'
import type { TokenStorage } from '../../../src/storage/TokenStorage.js'
import { RecordingStorage, SmallStorage } from '../../helpers/storage.js'
import { CLIENT_ID, ISSUER, now, signPair } from '../../helpers/tokens.js'

const sessionFor = async (username: string) => {
  const { accessToken, idToken } = await signPair({ username })
  const refreshToken = `refresh of ${username}`
  const scopes = ['openid', 'email']
  return makeSession({ username, accessToken, idToken, refreshToken, scopes, clockDrift: -12 }, [])
}
const texts = (session: Session | null) =>
  session && [session.accessToken, session.idToken, session.refreshToken, session.scopes, session.clockDrift]
const itemsOf = (storage: TokenStorage, clientId = CLIENT_ID) =>
  tokenItems({ storage, clientId, issuers: [ISSUER], clockTolerance: 5400 })
const write = (storage: TokenStorage, session: Session, username = session.username) => {
  itemsOf(storage).write({ ...session, username })
}
const read = (storage: MemoryStorage, username: string, clientId = CLIENT_ID) =>
  texts(itemsOf(storage, clientId).read(username))

const usernames = [
  'a',
  'a.idToken',
  'a.b',
  'a/b',
  'a:b',
  'a%2Eb',
  'LastAuthUser',
  '__proto__',
  'constructor',
  '😀'.repeat(32),
  'Google_1',
  'saml_x@y.z',
  'a;b=c, d',
]

const sessions = new Map(
  await Promise.all(usernames.map(async (name) => [name, await sessionFor(name)] as const)),
)
const sessionOf = (name: string) => sessions.get(name) as Session

/** Lets nobody change what stands under one of its keys. */
class StubbornStorage extends RecordingStorage {
  kept: string | undefined

  override setItem(key: string, value: string): void {
    this._guard(key)
    super.setItem(key, value)
  }

  override removeItem(key: string): void {
    this._guard(key)
    super.removeItem(key)
  }

  private _guard(key: string): void {
    if (key === this.kept) throw new DOMException('The operation is insecure.', 'SecurityError')
  }
}

describe('the stored sessions', () => {
  it('reads back what it wrote', () => {
    const storage = new MemoryStorage()
    write(storage, sessionOf('a'))
    expect(itemsOf(storage).lastUser()).toBe('a')
    expect(read(storage, 'a')).toEqual(texts(sessionOf('a')))
  })

  it('A60: keeps every user apart from every other, whatever their names', () => {
    for (const one of usernames) {
      for (const other of usernames) {
        if (one === other) continue
        const storage = new MemoryStorage()
        write(storage, sessionOf(one))
        write(storage, sessionOf(other))
        expect(read(storage, one)).toEqual(texts(sessionOf(one)))
        itemsOf(storage).clear(one)
        expect(read(storage, one)).toBeNull()
        expect(read(storage, other)).toEqual(texts(sessionOf(other)))
      }
    }
  })

  it.each(['idToken', 'refreshToken', 'clockDrift'])(
    'F44: forgets the rest of a session where %s can be neither removed nor overwritten',
    (name) => {
      const storage = new StubbornStorage()
      write(storage, sessionOf('a'))
      storage.kept = `CognitoIdentityServiceProvider.${CLIENT_ID}.a.${name}`
      itemsOf(storage).clear('a')
      expect([...storage.values.keys()]).toEqual([storage.kept])
    },
  )

  /** A session of tokens that are so long. */
  const sessionOfLengths = (idToken: number, accessToken: number, refreshToken: number) =>
    makeSession(
      {
        username: 'a',
        idToken: 'i'.repeat(idToken),
        accessToken: 'a'.repeat(accessToken),
        refreshToken: 'r'.repeat(refreshToken),
        scopes: [],
        clockDrift: 0,
      },
      [],
    )

  it('F43: puts a session back without removing a token, which other tabs would take for a sign-out', () => {
    const storage = new SmallStorage()
    write(storage, sessionOfLengths(100, 100, 100))
    const before = [...storage.values]
    storage.changes.length = 0
    storage.capacity = storage.used + 10
    expect(() => {
      write(storage, sessionOfLengths(100, 100, 120))
    }).toThrow('quota')
    expect([...storage.values]).toEqual(before)
    expect(storage.changes.filter((change) => change.startsWith('remove'))).toEqual([])
  })

  it('F43: puts a session back in the order in which there is room for it', () => {
    const storage = new SmallStorage()
    write(storage, sessionOfLengths(100, 100, 100))
    const before = [...storage.values]
    storage.capacity = storage.used
    // There is room for the longer second because the first is shorter, and for the third in no case.
    expect(() => {
      write(storage, sessionOfLengths(50, 150, 101))
    }).toThrow('quota')
    expect([...storage.values]).toEqual(before)
  })

  it('F43: removes what cannot be put back in place of what came after it, and tries again', () => {
    const storage = new RecordingStorage()
    write(storage, sessionOf('a'))
    const before = new Map(storage.values)
    const set = storage.setItem.bind(storage)
    let isFull = false
    vi.spyOn(storage, 'setItem').mockImplementation((key, value) => {
      isFull ||= key.endsWith('.refreshToken')
      // As where both have to fit for a moment.
      if (isFull && storage.values.has(key)) throw new DOMException('full', 'QuotaExceededError')
      set(key, value)
    })
    expect(() => {
      write(storage, sessionOf('a.b'), 'a')
    }).toThrow('full')
    expect(new Map(storage.values)).toEqual(before)
  })

  it('takes tokens of a few seconds for a pair, and no others', async () => {
    const pairAt = (iat: number, jti: string) => signPair({ username: 'a', iat, jti }, { iat, jti })
    const at = now()
    const [first, twin, later] = [await pairAt(at, 'x'), await pairAt(at + 5, 'y'), await pairAt(at + 6, 'z')]
    const pairOf = (accessToken: string, idToken: string) => {
      const storage = new MemoryStorage()
      write(storage, sessionOf('a'))
      storage.setItem(`CognitoIdentityServiceProvider.${CLIENT_ID}.a.accessToken`, accessToken)
      storage.setItem(`CognitoIdentityServiceProvider.${CLIENT_ID}.a.idToken`, idToken)
      return read(storage, 'a')?.slice(0, 2)
    }
    expect(pairOf(first.accessToken, twin.idToken)).toEqual([first.accessToken, twin.idToken])
    expect(pairOf(later.accessToken, later.idToken)).toEqual([later.accessToken, later.idToken])
    expect(pairOf(first.accessToken, later.idToken)).toEqual(['', undefined])
    expect(pairOf(later.accessToken, first.idToken)).toEqual(['', undefined])
  })

  it('keeps two app clients apart', () => {
    const storage = new MemoryStorage()
    write(storage, sessionOf('a'))
    expect(itemsOf(storage, 'other').lastUser()).toBeUndefined()
    expect(read(storage, 'a', 'other')).toBeNull()
  })
})
