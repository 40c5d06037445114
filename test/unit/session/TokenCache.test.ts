import { describe, expect, it, vi } from 'vitest'
import { CognitoAccessToken } from '../../../src/session/CognitoAccessToken.js'
import { CognitoAuthSession } from '../../../src/session/CognitoAuthSession.js'
import { CognitoIdToken } from '../../../src/session/CognitoIdToken.js'
import { CognitoRefreshToken } from '../../../src/session/CognitoRefreshToken.js'
import { CognitoTokenScopes } from '../../../src/session/CognitoTokenScopes.js'
import { TokenCache } from '../../../src/session/TokenCache.js'
import { MemoryStorage } from '../../../src/storage/MemoryStorage.js'
import type { TokenStorage } from '../../../src/storage/TokenStorage.js'
import { RecordingStorage, SmallStorage } from '../../helpers/storage.js'
import { CLIENT_ID, ISSUER, now, signPair } from '../../helpers/tokens.js'

const sessionFor = async (username: string) => {
  const { accessToken, idToken } = await signPair({ username })
  return new CognitoAuthSession({
    IdToken: new CognitoIdToken(idToken),
    AccessToken: new CognitoAccessToken(accessToken),
    RefreshToken: new CognitoRefreshToken(`refresh of ${username}`),
    TokenScopes: new CognitoTokenScopes(['openid', 'email']),
    ClockDrift: -12,
  })
}
const texts = (session: CognitoAuthSession) => [
  session.getAccessToken().getJwtToken(),
  session.getIdToken().getJwtToken(),
  session.getRefreshToken().getToken(),
  session.getTokenScopes().getScopes(),
  session.clockDrift,
]
const nothing = texts(new CognitoAuthSession())
const cacheOf = (storage: TokenStorage, clientId = CLIENT_ID) =>
  new TokenCache(storage, { clientId, issuers: [ISSUER], clockTolerance: 5400 })
const read = (storage: MemoryStorage, username: string, clientId = CLIENT_ID) =>
  texts(cacheOf(storage, clientId).read(username))

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
const sessionOf = (name: string) => sessions.get(name) ?? new CognitoAuthSession()

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

describe('the token cache', () => {
  it('reads back what it wrote', () => {
    const storage = new MemoryStorage()
    cacheOf(storage).write('a', sessionOf('a'))
    expect(cacheOf(storage).lastUser()).toBe('a')
    expect(read(storage, 'a')).toEqual(texts(sessionOf('a')))
  })

  it('A60: keeps every user apart from every other, whatever their names', () => {
    for (const one of usernames) {
      for (const other of usernames) {
        if (one === other) continue
        const storage = new MemoryStorage()
        cacheOf(storage).write(one, sessionOf(one))
        cacheOf(storage).write(other, sessionOf(other))
        expect(read(storage, one)).toEqual(texts(sessionOf(one)))
        cacheOf(storage).clear(one)
        expect(read(storage, one)).toEqual(nothing)
        expect(read(storage, other)).toEqual(texts(sessionOf(other)))
      }
    }
  })

  it.each(['idToken', 'refreshToken', 'clockDrift'])(
    'F44: forgets the rest of a session where %s can be neither removed nor overwritten',
    (name) => {
      const storage = new StubbornStorage()
      cacheOf(storage).write('a', sessionOf('a'))
      storage.kept = `CognitoIdentityServiceProvider.${CLIENT_ID}.a.${name}`
      cacheOf(storage).clear('a')
      expect([...storage.values.keys()]).toEqual([storage.kept])
    },
  )

  /** A session of tokens that are so long. */
  const sessionOfLengths = (idToken: number, accessToken: number, refreshToken: number) =>
    new CognitoAuthSession({
      IdToken: new CognitoIdToken('i'.repeat(idToken)),
      AccessToken: new CognitoAccessToken('a'.repeat(accessToken)),
      RefreshToken: new CognitoRefreshToken('r'.repeat(refreshToken)),
    })

  it('F43: puts a session back without removing a token, which other tabs would take for a sign-out', () => {
    const storage = new SmallStorage()
    cacheOf(storage).write('a', sessionOfLengths(100, 100, 100))
    const before = [...storage.values]
    storage.changes.length = 0
    storage.capacity = storage.used + 10
    expect(() => {
      cacheOf(storage).write('a', sessionOfLengths(100, 100, 120))
    }).toThrow('quota')
    expect([...storage.values]).toEqual(before)
    expect(storage.changes.filter((change) => change.startsWith('remove'))).toEqual([])
  })

  it('F43: puts a session back in the order in which there is room for it', () => {
    const storage = new SmallStorage()
    cacheOf(storage).write('a', sessionOfLengths(100, 100, 100))
    const before = [...storage.values]
    storage.capacity = storage.used
    // There is room for the longer second because the first is shorter, and for the third in no case.
    expect(() => {
      cacheOf(storage).write('a', sessionOfLengths(50, 150, 101))
    }).toThrow('quota')
    expect([...storage.values]).toEqual(before)
  })

  it('F43: removes what cannot be put back in place of what came after it, and tries again', () => {
    const storage = new RecordingStorage()
    cacheOf(storage).write('a', sessionOf('a'))
    const before = new Map(storage.values)
    const write = storage.setItem.bind(storage)
    let isFull = false
    vi.spyOn(storage, 'setItem').mockImplementation((key, value) => {
      isFull ||= key.endsWith('.refreshToken')
      // As where both have to fit for a moment.
      if (isFull && storage.values.has(key)) throw new DOMException('full', 'QuotaExceededError')
      write(key, value)
    })
    expect(() => {
      cacheOf(storage).write('a', sessionOf('a.b'))
    }).toThrow('full')
    expect(new Map(storage.values)).toEqual(before)
  })

  it('takes tokens that were issued within five seconds for a pair, and no others', async () => {
    const pairAt = (iat: number, jti: string) => signPair({ username: 'a', iat, jti }, { iat, jti })
    const at = now()
    const [first, twin, later] = [await pairAt(at, 'x'), await pairAt(at, 'y'), await pairAt(at + 6, 'z')]
    const pairOf = (accessToken: string, idToken: string) => {
      const storage = new MemoryStorage()
      cacheOf(storage).write('a', sessionOf('a'))
      storage.setItem(`CognitoIdentityServiceProvider.${CLIENT_ID}.a.accessToken`, accessToken)
      storage.setItem(`CognitoIdentityServiceProvider.${CLIENT_ID}.a.idToken`, idToken)
      return read(storage, 'a').slice(0, 2)
    }
    expect(pairOf(first.accessToken, twin.idToken)).toEqual([first.accessToken, twin.idToken])
    expect(pairOf(later.accessToken, later.idToken)).toEqual([later.accessToken, later.idToken])
    expect(pairOf(first.accessToken, later.idToken)).toEqual(['', ''])
    expect(pairOf(later.accessToken, first.idToken)).toEqual(['', ''])
  })

  it('keeps two app clients apart', () => {
    const storage = new MemoryStorage()
    cacheOf(storage).write('a', sessionOf('a'))
    expect(cacheOf(storage, 'other').lastUser()).toBeUndefined()
    expect(read(storage, 'a', 'other')).toEqual(nothing)
  })
})
