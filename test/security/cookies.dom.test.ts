import type { JSDOM } from 'jsdom'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type CognitoAuthOptions,
  CookieStorage,
  type CookieStorageOptions,
  MemoryStorage,
} from '../../src/index.js'
import { type Auth, DOORS, openDoor } from '../helpers/doors.ts'
import { answerFor, answerWith, appOptions, finish, signInAs } from '../helpers/paper-pool.js'
import { expectApart, expectReplaced, people, tokensOf } from '../helpers/people.js'

/* Cookies that a script writes: what they say, what nobody can make them say, and what happens when they are not kept. */

declare const jsdom: JSDOM
const HTTPS = 'https://app.example/'
const LOCALHOST = 'http://localhost:3000/'

const lines = () => document.cookie.split('; ').filter(Boolean)
/** Writes a cookie past whatever stands in for `document.cookie`. */
const keep = (raw: string) => Reflect.set(Document.prototype, 'cookie', raw, document)
const forget = () => {
  for (const line of lines())
    document.cookie = `${line.slice(0, line.indexOf('='))}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT`
}
beforeEach(() => {
  jsdom.reconfigure({ url: HTTPS })
  forget()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** What is written to `document.cookie`, taken apart as a browser would (RFC 6265, section 5.2). */
function written() {
  const cookies: { name: string; value: string; attributes: Record<string, string>; raw: string }[] = []
  vi.spyOn(document, 'cookie', 'set').mockImplementation((raw) => {
    const [pair = '', ...rest] = raw.split(';')
    const split = (text: string) => {
      const [name = '', ...value] = text.trim().split('=')
      return [name, value.join('=')] as const
    }
    const [name, value] = split(pair)
    cookies.push({
      name,
      value,
      attributes: Object.fromEntries(rest.map(split).map(([name, value]) => [name.toLowerCase(), value])),
      raw,
    })
    expect(rest).toHaveLength(Object.keys(cookies.at(-1)?.attributes ?? {}).length)
    keep(raw)
  })
  return cookies
}
/** The attributes of the first cookie that this storage writes, without the date. */
function attributesOf(options?: CookieStorageOptions) {
  const cookies = written()
  try {
    new CookieStorage(options).setItem('key', 'value')
  } catch {
    // jsdom keeps none for another domain; what was written is what counts here.
  }
  const { expires = '', ...attributes } = cookies[0]?.attributes ?? {}
  expect(Date.parse(expires)).toBeGreaterThan(Date.now())
  return attributes
}

describe('the attributes', () => {
  it('A67: are Secure, SameSite=Lax, Path=/ and no Domain unless told otherwise', () => {
    expect(attributesOf()).toEqual({ secure: '', samesite: 'lax', path: '/' })
  })

  it.each(['strict', 'lax'] as const)('A67: hold SameSite=%s where told so', (sameSite) => {
    expect(attributesOf({ sameSite })).toEqual({ secure: '', samesite: sameSite, path: '/' })
  })

  it('A67: hold a Domain only where one is given', () => {
    expect(attributesOf({ domain: 'app.example' })).toHaveProperty('domain', 'app.example')
    expect(attributesOf({ domain: '' })).not.toHaveProperty('domain')
  })

  it('A67: are Secure on every https page, whatever the option says', () => {
    for (const secure of [false, undefined, true]) expect(attributesOf({ secure })).toHaveProperty('secure')
  })

  it('A67: are not Secure on http://localhost where told so, and then the browser keeps them', () => {
    jsdom.reconfigure({ url: LOCALHOST })
    expect(attributesOf({ secure: false })).toEqual({ samesite: 'lax', path: '/' })
    expect(new CookieStorage({ secure: false }).getItem('key')).toBe('value')
  })

  it.each([
    { sameSite: 'none', secure: false },
    { sameSite: 'None' },
    { sameSite: 'lax; Domain=evil.example' },
    { sameSite: '' },
  ])('A67: are refused as %j', (options) => {
    expect(() => new CookieStorage(options as CookieStorageOptions)).toThrow(
      expect.objectContaining({ code: 'invalid_configuration' }),
    )
  })

  it.each([
    { domain: 'x; SameSite=None' },
    { domain: 'app.example;Domain=evil.example' },
    { domain: 'app.example\r\nSet-Cookie: x=y' },
    { domain: 'app.example, evil.example' },
    { domain: 'app.example\0' },
    { path: '/;Domain=evil.example' },
    { path: '/\r\nSet-Cookie: x=y' },
    { path: '/\0' },
    { path: '; Secure' },
    { path: 'Domain=evil.example' },
    { path: '' },
  ])('A68: take in no other attribute by %j', (options) => {
    const cookies = written()
    expect(() => new CookieStorage(options)).toThrow(
      expect.objectContaining({ code: 'invalid_configuration' }),
    )
    expect(cookies).toEqual([])
  })

  it('A68: are not those of a prototype (CVE-2026-46625)', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"domain":"evil.example","path":"/evil","secure":false,"sameSite":"none","expires":-1}}',
    ) as CookieStorageOptions
    expect(attributesOf(hostile)).toEqual({ secure: '', samesite: 'lax', path: '/' })
  })

  const planted: Record<string, unknown> = {
    domain: 'evil.example',
    path: '/evil',
    expires: 1,
    secure: false,
    sameSite: 'strict',
  }
  it.each(Object.keys(planted))(
    'A96: are not those that another script has put on every object: %s',
    (name) => {
      jsdom.reconfigure({ url: LOCALHOST })
      const ways = [
        () => new CookieStorage(),
        () => new CookieStorage({}),
        () => new CookieStorage(null as never),
      ]
      const before = ways.map((make) => Object.entries(make()))
      const property = { value: planted[name], configurable: true, enumerable: true, writable: true }
      Object.defineProperty(Object.prototype, name, property)
      try {
        const after = ways.map((make) => make())
        for (const storage of after) expect(Object.hasOwn(storage, name)).toBe(true)
        expect(after.map((storage) => Object.entries(storage))).toEqual(before)
      } finally {
        Reflect.deleteProperty(Object.prototype, name)
      }
    },
  )

  it.each(Object.keys(planted))('A96: are missed, and told so, on any other prototype: %s', (name) => {
    expect(() => new CookieStorage(Object.create({ [name]: planted[name] }) as CookieStorageOptions)).toThrow(
      `${name} is inherited, and not read: write it into the object itself.`,
    )
  })

  const wrong: Record<string, readonly unknown[]> = {
    domain: [5, true, {}, ['app.example'], 'https://app.example'],
    path: [5, true, '', 'app', ['/']],
    expires: ['365', 0, -1, Number.NaN, Infinity, new Date()],
    secure: ['false', 'true', 1, {}, []],
    sameSite: ['Lax', '', 5, true, ['lax']],
  }
  const rows = Object.entries(wrong).flatMap(([name, values]) => values.map((value) => ({ name, value })))
  it.each(rows)('are refused by name, with what to write: $name as $value', ({ name, value }) => {
    expect(() => new CookieStorage({ [name]: value })).toThrow(
      expect.objectContaining({
        name: 'CognitoAuthError',
        code: 'invalid_configuration',
        message: expect.stringMatching(new RegExp(`^${name} .*\\bwrite .*\\.$`)) as string,
      }),
    )
  })

  it.each(Object.keys(wrong))('may be left out by null or undefined, and are nothing else: %s', (name) => {
    const usual = new CookieStorage()
    expect(new CookieStorage({ [name]: undefined })).toEqual(usual)
    // On a page over https cookies are secure in any case.
    jsdom.reconfigure({ url: 'https://app.example/' })
    expect(new CookieStorage({ [name]: null as never })).toEqual(usual)
    expect(() => new CookieStorage({ [name.toUpperCase()]: 'x' })).toThrow(
      `${name.toUpperCase()} is no option: write ${name}.`,
    )
  })

  it('keep what programs pass that nobody reads', () => {
    const options = { domain: '.app.example', httpOnly: true } as CookieStorageOptions
    expect(new CookieStorage(options).domain).toBe('.app.example')
  })

  it('A68: are not what a program of JavaScript puts in the place of a flag', () => {
    const secure = 'yes; Domain=evil.example' as unknown as boolean
    const cookies = written()
    expect(() => new CookieStorage({ secure })).toThrow(
      expect.objectContaining({ code: 'invalid_configuration' }),
    )
    expect(cookies).toEqual([])
  })

  it.each([
    ';Domain=evil.example',
    'x; Path=/evil; Max-Age=0',
    'x\r\nSet-Cookie: session=evil',
    'a=b=c',
    '"quoted"',
    'x, y=z',
    '\0\t\v',
    '%3B%0D%0A',
    '%zz',
    '😀;太郎',
  ])('A68: stay as they are whatever the key or the value: %j', (text) => {
    const cookies = written()
    const storage = new CookieStorage()
    for (const [key, value] of [
      [text, 'value'],
      ['key', text],
      [text, text.repeat(1000)],
    ] as const) {
      storage.setItem(key, value)
      expect(storage.getItem(key)).toBe(value)
      storage.removeItem(key)
      expect(storage.getItem(key)).toBeUndefined()
    }
    for (const { raw, attributes } of cookies) {
      // Visible ASCII without what ends a cookie (RFC 6265, section 4.1.1).
      expect(raw).toMatch(/^[\x21-\x3A\x3C-\x7E]+(; [\x20-\x3A\x3C-\x7E]+)*$/)
      expect(Object.keys(attributes).sort()).toEqual(['expires', 'path', 'samesite', 'secure'])
    }
    expect(document.cookie).toBe('')
  })
})

/** A browser that keeps no more than so many cookies, and what it does beyond. */
function limitTo(most: number, beyond: 'drops the new one' | 'drops the oldest') {
  const born = new Map<string, number>()
  vi.spyOn(document, 'cookie', 'set').mockImplementation((raw) => {
    const name = raw.slice(0, raw.indexOf('='))
    const known = new Set(lines().map((line) => line.slice(0, line.indexOf('='))))
    const isNew = !known.has(name) && !/expires=[^;]*1970/.test(raw)
    if (isNew && known.size >= most) {
      if (beyond === 'drops the new one') return
      const [oldest = ''] = [...known].sort((a, b) => (born.get(a) ?? 0) - (born.get(b) ?? 0))
      keep(`${oldest}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT`)
    }
    born.set(name, born.size)
    keep(raw)
  })
}
const fill = (count: number) => {
  for (let i = 0; i < count; i++) document.cookie = `other${i}=x; path=/; secure`
}

describe.each(DOORS)('at the door %s,', (door) => {
  const page = (options: Partial<CognitoAuthOptions> = {}): Auth =>
    openDoor(door, { ...appOptions, Storage: new CookieStorage(), ...options })

  it.each(people)('A60: keeps $name apart from everybody else in cookies', async (one) => {
    // Only the class lets a program name its users, so that there are several of them.
    const expectIt = door === 'CognitoAuth' ? expectApart : expectReplaced
    for (const other of people.filter((person) => person !== one))
      await expectIt({ storage: new CookieStorage(), lines }, one, other)
  })

  it('A67: the attributes are those of the whole sign-in, and of its end', async () => {
    const cookies = written()
    const auth = page()
    await signInAs(auth)
    await auth.signOut({ redirect: false })
    expect(cookies.length).toBeGreaterThan(11)
    for (const { raw, attributes } of cookies)
      expect(attributes, raw).toEqual({
        secure: '',
        samesite: 'lax',
        path: '/',
        expires: expect.any(String) as string,
      })
  })

  describe('cookies that are not kept', () => {
    it('A69: hold tokens that are larger than a cookie', async () => {
      const cookies = written()
      const session = await signInAs(page(), { groups: 'x'.repeat(9000) })
      expect(session.getAccessToken().getJwtToken().length).toBeGreaterThan(12_000)
      expect(tokensOf(await page().init())).toEqual(tokensOf(session))
      for (const { raw } of cookies) expect(raw.length).toBeLessThanOrEqual(4096)
      const auth = page()
      await auth.signOut({ redirect: false })
      expect(document.cookie).toBe('')
    })

    describe('and are more than many servers take with one request', () => {
      /** The warnings of two sign-ins with tokens of this size. */
      async function warningsOf(groups: string, options: Partial<CognitoAuthOptions> = {}) {
        const auth = page(options)
        const codes: string[] = []
        auth.on('warning', ({ error }) => codes.push(error.code))
        for (const jti of ['one', 'two']) await signInAs(auth, { groups, jti })
        expect(page().isUserSignedIn()).toBe(!options.Storage)
        return codes
      }

      it('A69: are told of by a warning, and kept', async () => {
        expect(await warningsOf('x'.repeat(5500))).toEqual(['cookies_too_large', 'cookies_too_large'])
        expect(document.cookie.length).toBeGreaterThan(8192)
      })

      it('A69: are not told of while there are fewer', async () => {
        expect(await warningsOf('x'.repeat(1000))).toEqual([])
        expect(document.cookie.length).toBeLessThan(8192)
      })

      it('A69: are told of together with those of the page, which travel along', async () => {
        for (const i of [0, 1]) document.cookie = `other${i}=${'x'.repeat(3500)}; path=/; secure`
        const auth = page()
        const warned = vi.fn()
        auth.on('warning', warned)
        await signInAs(auth)
        const size = document.cookie.length
        expect(warned.mock.calls).toEqual([
          [
            {
              error: expect.objectContaining({
                code: 'cookies_too_large',
                message: `The cookies of this page have ${size} characters; many servers take 8192 with a request: use another Storage.`,
              }) as Error,
            },
          ],
        ])
      })

      it.each([
        ['localStorage', () => localStorage],
        ['a memory', () => new MemoryStorage()],
      ])('A69: are nothing to %s, whatever it holds', async (_, storage) => {
        localStorage.setItem('warning', 'of the page')
        expect(await warningsOf('x'.repeat(9000), { Storage: storage() })).toEqual([])
        localStorage.clear()
      })
    })

    it('A69: end a sign-in with storage_full where a piece of a token finds no place any more', async () => {
      const { callback, answer } = await answerFor(page(), { groups: 'x'.repeat(9000) })
      answerWith(answer)
      fill(180 - lines().length - 5)
      const before = lines().filter((line) => line.startsWith('other'))
      limitTo(180, 'drops the new one')
      const auth = page()
      await expect(finish(auth, callback)).rejects.toMatchObject({ code: 'storage_full' })
      expect(auth.isUserSignedIn()).toBe(false)
      expect(page().isUserSignedIn()).toBe(false)
      // Nothing half is left behind.
      expect(lines()).toEqual(before)
    })

    it('A69: do not count as a sign-in where the browser drops old cookies of ours for new ones', async () => {
      // As many as there are to be written for a sign-in under way, but not for the six values of a session.
      const { callback, answer } = await answerFor(page())
      answerWith(answer)
      limitTo(4, 'drops the oldest')
      const auth = page()
      await expect(finish(auth, callback)).rejects.toMatchObject({ code: 'storage_full' })
      expect(auth.isUserSignedIn()).toBe(false)
      expect(page().isUserSignedIn()).toBe(false)
    })

    it('A69: are the last to go where a browser drops the oldest of 180', async () => {
      fill(180)
      limitTo(180, 'drops the oldest')
      const session = await signInAs(page(), { groups: 'x'.repeat(9000) })
      expect(tokensOf(await page().init())).toEqual(tokensOf(session))
      expect(lines().length).toBeLessThanOrEqual(180)
    })

    it('A69: keep a sign-in that they are to remember from beginning where they are switched off', async () => {
      vi.spyOn(document, 'cookie', 'set').mockImplementation(() => undefined)
      const LaunchUri = vi.fn()
      const Storage = new CookieStorage()
      const auth = page({ Storage, StateStorage: Storage, LaunchUri })
      const onFailure = vi.fn()
      auth.userhandler = { onSuccess: vi.fn(), onFailure }
      auth.getSession()
      await vi.waitFor(() => {
        expect(onFailure).toHaveBeenCalled()
      })
      expect(onFailure.mock.calls).toEqual([
        [expect.any(String), expect.objectContaining({ code: 'storage_full' })],
      ])
      expect(LaunchUri).not.toHaveBeenCalled()
      await expect((async () => auth.getFQDNSignIn())()).rejects.toMatchObject({ code: 'storage_full' })
    })

    it('A69: end a sign-in with storage_full where they were switched off on the way', async () => {
      const { callback, answer } = await answerFor(page())
      answerWith(answer)
      vi.spyOn(document, 'cookie', 'set').mockImplementation(() => undefined)
      const auth = page()
      await expect(finish(auth, callback)).rejects.toMatchObject({ code: 'storage_full' })
      expect(auth.isUserSignedIn()).toBe(false)
    })

    it('A69: are all gone after clear()', async () => {
      const Storage = new CookieStorage()
      await signInAs(page({ Storage }), { groups: 'x'.repeat(9000) })
      await page({ Storage }).getFQDNSignIn()
      expect(lines().length).toBeGreaterThan(8)
      Storage.clear()
      expect(document.cookie).toBe('')
    })
  })
})
