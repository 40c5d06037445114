import Cookies from 'js-cookie'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CookieStorage } from '../../../src/storage/CookieStorage.js'
import { MemoryStorage } from '../../../src/storage/MemoryStorage.js'
import { StorageHelper } from '../../../src/storage/StorageHelper.js'

beforeEach(() => {
  localStorage.clear()
  new CookieStorage().clear()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe.each([
  ['localStorage', () => localStorage],
  ['MemoryStorage', () => new MemoryStorage()],
  ['CookieStorage', () => new CookieStorage()],
  [
    'CookieStorage with every option',
    () => new CookieStorage({ path: '/', expires: 1, secure: true, sameSite: 'strict' }),
  ],
  ['StorageHelper', () => new StorageHelper().getStorage()],
])('%s', (_, create) => {
  it('gives back what it was given', () => {
    const storage = create()
    for (const value of ['', 'x', 'a.b-c_d', 'José; 太郎=😀, "%zz"', 'null']) {
      storage.setItem('key', value)
      expect(storage.getItem('key')).toBe(value)
    }
  })

  it('has nothing under a key that was never set, or was removed', () => {
    const storage = create()
    expect(storage.getItem('key') ?? null).toBeNull()
    storage.setItem('key', 'value')
    storage.removeItem('key')
    expect(storage.getItem('key') ?? null).toBeNull()
  })

  it('keeps keys apart, whatever their characters', () => {
    const storage = create()
    const keys = ['a', 'a.b', 'a b', 'a;b', 'a=b', 'a%2Eb', 'a.__proto__', 'Käse', 'a.0']
    for (const key of keys) storage.setItem(key, `value of ${key}`)
    for (const key of keys) expect(storage.getItem(key)).toBe(`value of ${key}`)
  })

  it('is empty after clear()', () => {
    const storage = create()
    storage.setItem('one', '1')
    storage.setItem('two', '2')
    storage.clear()
    expect([storage.getItem('one') ?? null, storage.getItem('two') ?? null]).toEqual([null, null])
  })

  it('has nothing under the names of members of every object', () => {
    for (const key of ['constructor', '__proto__', 'toString'])
      expect(create().getItem(key) ?? null).toBeNull()
  })
})

describe('StorageHelper', () => {
  it('chooses localStorage', () => {
    expect(new StorageHelper().getStorage()).toBe(localStorage)
  })

  it('chooses a memory of its own where localStorage is blocked', () => {
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError')
    })
    const [one, other] = [new StorageHelper().getStorage(), new StorageHelper().getStorage()]
    one.setItem('key', 'value')
    expect(one.getItem('key')).toBe('value')
    expect(other.getItem('key') ?? null).toBeNull()
  })

  it('chooses a memory of its own where localStorage is full', () => {
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    expect(new StorageHelper().getStorage()).toBeInstanceOf(MemoryStorage)
  })
})

describe('CookieStorage', () => {
  const written = () => {
    const cookies: string[] = []
    vi.spyOn(document, 'cookie', 'set').mockImplementation((cookie) => void cookies.push(cookie))
    return cookies
  }

  it('writes a cookie of that name which amazon-cognito-identity-js can read', () => {
    new CookieStorage().setItem('CognitoIdentityServiceProvider.client.LastAuthUser', 'jane@example.com')
    expect(Cookies.get('CognitoIdentityServiceProvider.client.LastAuthUser')).toBe('jane@example.com')
  })

  it('is secure, lax and lasts a year unless told otherwise', () => {
    const cookies = written()
    expect(() => new CookieStorage().setItem('k', 'v')).toThrow()
    expect(cookies[0]).toMatch(/^k=v; path=\/; secure; sameSite=lax; expires=/)
    expect(Date.parse(/expires=([^;]+)/.exec(cookies[0] ?? '')?.[1] ?? '') / 86_400_000).toBeCloseTo(
      Date.now() / 86_400_000 + 365,
      1,
    )
  })

  it('takes domain, path, expires and sameSite', () => {
    const cookies = written()
    const storage = new CookieStorage({ domain: 'app.example', path: '/a', expires: 1, sameSite: 'strict' })
    expect(() => storage.setItem('k', 'v')).toThrow()
    expect(cookies[0]).toMatch(/^k=v; path=\/a; secure; sameSite=strict; domain=app\.example; expires=/)
  })

  it('refuses sameSite none without secure', () => {
    expect(() => new CookieStorage({ sameSite: 'none', secure: false })).toThrow(
      expect.objectContaining({ code: 'invalid_configuration' }),
    )
  })

  it.each([3700, 4096, 6000, 20_000])('keeps a value of %i characters', (length) => {
    const storage = new CookieStorage()
    const value = Array.from({ length }, (_, i) => String.fromCharCode(97 + (i % 26))).join('')
    storage.setItem('key', value)
    expect(storage.getItem('key')).toBe(value)
    for (const cookie of document.cookie.split('; ')) expect(cookie.length).toBeLessThan(4096)
    storage.removeItem('key')
    expect(document.cookie).toBe('')
  })

  it('keeps large values in any script', () => {
    const storage = new CookieStorage()
    const value = '太郎😀'.repeat(800)
    storage.setItem('key', value)
    expect(new CookieStorage().getItem('key')).toBe(value)
  })

  it('leaves no piece behind when a value shrinks or grows', () => {
    const storage = new CookieStorage()
    for (const length of [9000, 5000, 10, 12_000, 10]) {
      storage.setItem('key', 'x'.repeat(length))
      expect(storage.getItem('key')).toBe('x'.repeat(length))
    }
    expect(document.cookie).toBe('key=xxxxxxxxxx')
  })

  it('takes a value of which a piece is lost for none', () => {
    const storage = new CookieStorage()
    storage.setItem('key', 'x'.repeat(9000))
    Cookies.remove('key.1', { path: '/' })
    expect(storage.getItem('key')).toBeUndefined()
  })

  it('says so when the browser keeps no cookie, and leaves none of its pieces', () => {
    const storage = new CookieStorage({ domain: 'elsewhere.example' })
    expect(() => storage.setItem('key', 'value')).toThrow(expect.objectContaining({ code: 'storage_full' }))
    expect(() => storage.setItem('key', 'x'.repeat(9000))).toThrow(
      expect.objectContaining({ code: 'storage_full' }),
    )
    expect(document.cookie).toBe('')
  })
})
