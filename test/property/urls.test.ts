import fc from 'fast-check'
import { JSDOM } from 'jsdom'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CognitoAuthError, type CognitoAuthOptions } from '../../src/index.js'
import { claimIn, readCallback, withoutResponse } from '../../src/oauth/callback.js'
import { base64urlText, cases, hostileName, hostileText } from '../helpers/arbitraries.ts'
import type { Auth, Door } from '../helpers/doors.ts'
import { Person } from '../helpers/person.ts'
import { RecordingStorage } from '../helpers/storage.ts'
import { CLIENT_ID, jwks, now, sign, signPair, USER_POOL_ID } from '../helpers/tokens.ts'
import { createWorld, type Visit, type World } from '../helpers/world.ts'

vi.setConfig({ testTimeout: 120_000 })

const ESSENTIAL = ['code', 'error', 'access_token', 'id_token']
const OTHERS =
  'state error_description error_uri refresh_token token_type expires_in iss session_state'.split(' ')

/** The ways to write a name that all mean the same. */
const written = (name: string) =>
  fc.constantFrom(
    name,
    name,
    name.toUpperCase(),
    `${name}[]`,
    `${name}[0]`,
    `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
  )

/** Waits until something is as expected: for an event that follows, and no longer. */
const soon = (expected: () => unknown) => vi.waitFor(expected, { interval: 1, timeout: 4_000 })

/** Whether a text is what is left of the whole after something was taken out. */
function isSubsequence(text: string, whole: string): boolean {
  let found = 0
  for (const unit of whole.split('')) if (unit === text.charAt(found)) found++
  return found >= text.length
}

describe('an address', () => {
  /** Anything made of what means something in an address. */
  const pieces = fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom('?', '#', '&', '=', '/', '!', '=1', '&&', '#/', '?', '&/') },
        {
          weight: 6,
          arbitrary: fc.constantFrom(...ESSENTIAL, 'Code', 'code[]', '%63ode', 'code=C', 'state=S'),
        },
        {
          weight: 2,
          arbitrary: fc.constantFrom('_=_', 'route', '/route?', 'x=y', '%', '%zz', '+', ';', '\n'),
        },
        { weight: 1, arbitrary: hostileName },
        { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
      ),
      { maxLength: 12 },
    )
    .map((list) => list.join(''))
  const anything = fc.oneof({ weight: 20, arbitrary: pieces }, { weight: 1, arbitrary: hostileText })

  it('A07, A11, A17: is read, or refused with an error of this library, or has no response at all', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (url, isAwaited) => {
        try {
          const response = readCallback(url, () => isAwaited)
          expect(response === undefined).toBe(withoutResponse(url) === url)
          for (const value of Object.values(response ?? {}))
            expect(['string', 'undefined']).toContain(typeof value)
        } catch (error) {
          expect(error).toBeInstanceOf(CognitoAuthError)
          expect((error as CognitoAuthError).code).toMatch(/^(duplicate_parameter|bad_response)$/)
        }
      }),
      cases(20_000),
    )
  })

  it('A11–A13: is refused where a parameter of the response comes twice, however it is written', () => {
    const name = fc.constantFrom(...ESSENTIAL, ...OTHERS)
    const twice = name.chain((each) => fc.tuple(written(each), fc.string(), written(each), fc.string()))
    fc.assert(
      fc.property(
        twice,
        fc.constantFrom('?', '#', '#/', '/cb?x=y&'),
        fc.nat(2),
        ([one, a, two, b], mark, at) => {
          const pairs = [`${one}=${encodeURIComponent(a)}`, `${two}=${encodeURIComponent(b)}`]
          pairs.splice(at, 0, 'code=C')
          expect(() => readCallback(mark + pairs.join('&'))).toThrow(
            expect.objectContaining({ name: 'CognitoAuthError', code: 'duplicate_parameter' }),
          )
        },
      ),
      cases(3_000),
    )
  })

  it('A78: has no response left once it has been taken out, and gets nothing that was not there', () => {
    fc.assert(
      fc.property(anything, (url) => {
        const clean = withoutResponse(url)
        expect(readCallback(clean)).toBeUndefined()
        expect(withoutResponse(clean)).toBe(clean)
        expect(isSubsequence(clean, url)).toBe(true)
      }),
      cases(15_000),
    )
  })

  it('A78: keeps the parameters of the page to the letter and in their order', () => {
    const value = fc.oneof(
      fc.constantFrom(
        '',
        '%',
        '%zz',
        '%26',
        'a+b',
        'a/b?c',
        '=',
        '==',
        '😀',
        '\u0000',
        'code',
        '[]',
        '__proto__',
      ),
      fc.string({ maxLength: 4 }).map((text) => text.replace(/[&#]/g, '')),
    )
    const ownName = fc.constantFrom(
      'tab',
      'codes',
      'xcode',
      'code_',
      '__proto__',
      'error-id',
      'state.',
      'a[code]',
    )
    const own = fc.oneof(
      fc.tuple(ownName, value).map((pair) => pair.join('=')),
      ownName,
      fc.constant(''),
    )
    /** A parameter, and what it is to a response; nothing where it is the page's own. */
    interface Pair {
      readonly text: string
      readonly role?: string
    }
    const pair: fc.Arbitrary<Pair> = fc.oneof(
      own.map((text) => ({ text })),
      fc.tuple(fc.constantFrom(...ESSENTIAL, ...OTHERS), value).chain(([name, given]) => {
        const role = ESSENTIAL.includes(name) && given !== '' ? 'essential' : name
        return written(name).map((as) => ({ text: `${as}=${given}`, role }))
      }),
    )
    const channel = fc.array(pair, { maxLength: 5 })
    const route = fc.constantFrom('', '/', '!/', '?', '/route?', '!/a/b?', '/a.b?')
    const path = fc.constantFrom(
      '',
      '/',
      'https://app.example/',
      'https://app.example/cb;x=1/code=2',
      'code=1',
    )

    /** What is to be left of the parameters of a channel, where these roles make a response. */
    const rest = (pairs: readonly Pair[], ...needed: string[]) => {
      const isResponse = needed.every((role) => pairs.some((each) => each.role === role))
      const kept = pairs.filter(({ role }) => role === undefined || !isResponse)
      return kept.map(({ text }) => text).join('&')
    }
    fc.assert(
      fc.property(path, channel, route, channel, (start, query, hashRoute, fragment) => {
        const text = (pairs: typeof query) => pairs.map((each) => each.text).join('&')
        const clean = withoutResponse(`${start}?${text(query)}#${hashRoute}${text(fragment)}`)
        const [, path, search = '', hash = ''] = /^([^?#]*)\??([^#]*)#?([^]*)$/.exec(clean) ?? []
        expect(path).toBe(start)
        expect(search).toBe(rest(query, 'essential'))
        const keptRoute = hash.startsWith(hashRoute) ? hashRoute : hashRoute.replace(/\?$|^[!/]+$/, '')
        // Behind a hash route the parameters may be those of the router.
        const needed = hashRoute.endsWith('?') ? ['essential', 'state'] : ['essential']
        expect(hash).toBe(keptRoute + rest(fragment, ...needed))
      }),
      cases(10_000),
    )
  })
})

describe('a page', () => {
  let world: World
  /** Somebody with an account of their own, who has the others open an address. */
  let mallory: Person
  const dom = new JSDOM('', { url: 'http://localhost:3000/' })
  const tokensOf = ({ values }: RecordingStorage) =>
    [...values].filter(([key]) => key.startsWith('CognitoIdentityServiceProvider.'))
  let janes: [string, string][]

  beforeAll(async () => {
    world = await createWorld()
    vi.stubGlobal('window', dom.window)
    await world.signedIn()
    janes = tokensOf(world.storage)
    await world.pool.addUser({ username: 'mallory', email: 'mallory@example.com', password: 'Secret-123' })
    mallory = new Person(world.pool)
  })
  afterAll(() => {
    vi.unstubAllGlobals()
    dom.window.close()
  })

  /** Two pages on a storage of their own: one where a sign-in was begun, and one where it is to be finished. */
  async function begun(
    options: Partial<CognitoAuthOptions>,
    stored: readonly [string, string][] = [],
    at: Door = 'CognitoAuth',
  ) {
    const storage = new RecordingStorage()
    for (const [key, value] of stored) storage.values.set(key, value)
    const url = await world
      .at(at)
      .page({ ...options, Storage: storage })
      .auth.getFQDNSignIn()
    const state = new URL(url).searchParams.get('state') ?? ''
    return { storage, url, state, ...world.at(at).page({ ...options, Storage: storage }) }
  }

  /** Opens `url` in one of the two ways; what came of it is in `heard` then. */
  async function arrive({ auth, heard }: Visit<Auth>, door: 'init' | 'parse', url: string) {
    const count = () => heard.sessions.length + heard.failures.length
    const before = count()
    if (door === 'parse') {
      if (auth.parseCognitoWebResponse(url))
        await soon(() => {
          expect(count()).toBe(before + 1)
        })
      return undefined
    }
    dom.reconfigure({ url })
    return auth.init().catch((error: unknown) => {
      heard.failures.push({ message: '', error: error as CognitoAuthError })
      return undefined
    })
  }

  const door = fc.constantFrom('init', 'parse')

  describe('that opens an address of somebody else', () => {
    const CODE = ['code=«code»', 'state=«state»']
    const TOKENS = ['access_token=«access»', 'id_token=«id»', 'token_type=Bearer', 'state=«state»']
    const pair = fc.oneof(
      fc.constantFrom(
        ...CODE,
        ...TOKENS,
        'code=forged',
        'error=access_denied',
        'error_description=%zz',
        'iss=«iss»',
      ),
      fc.constantFrom(
        'state=«foreign»',
        'iss=https://evil.example',
        'access_token=«unsigned»',
        'id_token=«unsigned»',
      ),
      fc.constantFrom(
        'state=',
        'code=',
        'state',
        '__proto__[code]=«code»',
        'constructor=x',
        '/route?code=«code»',
      ),
      fc
        .tuple(fc.constantFrom(...ESSENTIAL, ...OTHERS).chain(written), hostileText)
        .map(([name, value]) => `${name}=${value}`),
      fc.tuple(hostileText, hostileText).map((texts) => texts.join('=')),
    )
    /** A response as it may come, together with what does not belong to it, some of it left out. */
    const parameters = fc
      .tuple(fc.constantFrom(CODE, TOKENS, []), fc.array(pair, { maxLength: 3 }))
      .chain(([response, others]) =>
        fc.oneof(
          fc.constant([...response, ...others]),
          fc.constant([...others, ...response]),
          fc.shuffledSubarray([...response, ...others]),
        ),
      )
      .map((pairs) => pairs.join('&'))
    const address = fc
      .tuple(
        fc.constantFrom('http://localhost:3000/', 'http://localhost:3000/a/b'),
        fc.constantFrom('', '?'),
        parameters,
        fc.constantFrom('', '#', '#/', '#_=_&', '#/route?', '#!'),
        parameters,
      )
      .map((parts) => parts.join(''))

    it('A01–A18, A62: keeps who is signed in, and hears of it at most once', async () => {
      const unsigned = 'eyJhbGciOiJub25lIn0.eyJ0b2tlbl91c2UiOiJhY2Nlc3MifQ.'
      const hers = new URL(
        (
          await mallory.authorize((await begun({ ResponseType: 'token' })).url, {
            username: 'mallory',
            password: 'Secret-123',
          })
        ).href.replace('#', '?'),
      ).searchParams
      expect(hers.get('id_token')).toBeTruthy()
      // The other door knows one flow, and is asked in one way.
      const way = fc.constantFrom<['code' | 'token', 'init' | 'parse', Door]>(
        ['code', 'init', 'CognitoAuth'],
        ['code', 'parse', 'CognitoAuth'],
        ['token', 'init', 'CognitoAuth'],
        ['token', 'parse', 'CognitoAuth'],
        ['code', 'init', 'createCognitoAuth'],
      )
      await fc.assert(
        fc.asyncProperty(address, way, fc.boolean(), async (template, [ResponseType, by, at], isSignedIn) => {
          const victim = await begun({ ResponseType }, isSignedIn ? janes : [], at)
          const { auth, heard, storage } = victim
          const known: Readonly<Record<string, string | null>> = {
            state: victim.state,
            foreign: 'A'.repeat(43),
            iss: world.pool.issuer,
            access: hers.get('access_token'),
            id: hers.get('id_token'),
            unsigned,
            // Each good for one exchange, in the browser where it was begun.
            code: template.includes('«code»')
              ? (await mallory.open((await begun({})).url)).callback.searchParams.get('code')
              : '',
          }
          const url = template.replace(/«(\w+)»/g, (_, name: string) => known[name] ?? '')
          const restored = await arrive(victim, by, url)
          expect(tokensOf(storage)).toEqual(isSignedIn ? janes : [])
          expect(auth.isUserSignedIn()).toBe(isSignedIn)
          expect(heard.sessions).toEqual([])
          expect(heard.failures.length).toBeLessThanOrEqual(1)
          for (const { error } of heard.failures) expect(error).toBeInstanceOf(CognitoAuthError)
          if (by === 'init' && !heard.failures.length) expect(restored?.isValid() ?? false).toBe(isSignedIn)
          // Elsewhere than where a sign-in comes back to, what does not bear its state is the page's own.
          const isOurs = new URL(url).pathname === '/' || claimIn(url)?.states.includes(victim.state)
          if (by === 'init' && isOurs) expect(readCallback(dom.window.location.href)).toBeUndefined()
          if (by === 'init' && !isOurs) expect(claimIn(dom.window.location.href)).toEqual(claimIn(url))
          expect(Object.keys(Object.prototype)).toEqual([])
        }),
        cases(1_000),
      )
    })
  })

  it('A30, A34, A51: signs nobody in for longer than it takes to see that a signature does not hold', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(jwks)))
    const options = {
      ...{ UserPoolId: USER_POOL_ID, Issuer: undefined, ClientId: CLIENT_ID },
      ResponseType: 'token',
    } as const
    const foreign = (await sign({})).split('.')[2] ?? ''
    /** What takes the place of a signature: another one, another text, another length, another character. */
    const forged = fc.oneof(
      fc.constant({ at: 0, text: foreign, rest: 342 }),
      fc.record({ at: fc.constant(0), text: base64urlText(), rest: fc.constant(342) }),
      fc.record({
        at: fc.constant(342),
        text: base64urlText({ minLength: 1, maxLength: 5 }),
        rest: fc.constant(342),
      }),
      fc.record({ at: fc.nat(340), text: fc.constant(''), rest: fc.constant(342) }),
      fc.nat(340).map((at) => ({ at, text: undefined, rest: at + 1 })),
    )
    const tokenName = fc.constantFrom('accessToken', 'idToken')
    await fc.assert(
      fc.asyncProperty(tokenName, forged, door, async (name, { at, text, rest }, by) => {
        const victim = await begun(options)
        const { auth, heard, storage } = victim
        const sameSignIn = { origin_jti: 'o', auth_time: now() }
        const tokens = await signPair(sameSignIn, {
          ...sameSignIn,
          nonce: new URL(victim.url).searchParams.get('nonce'),
          at_hash: undefined,
        })
        const [header, payload, signature = ''] = tokens[name].split('.')
        const other = text ?? (signature[at] === 'A' ? 'B' : 'A')
        tokens[name] = `${header}.${payload}.${signature.slice(0, at)}${other}${signature.slice(rest)}`
        const { accessToken: access_token, idToken: id_token } = tokens
        const response = { access_token, id_token, token_type: 'Bearer', state: victim.state }
        await arrive(victim, by, `http://localhost:3000/#${String(new URLSearchParams(response))}`)
        // Six bits that are left over are no byte, which is seen before anybody is signed in.
        const isWhole = (at + (text ?? 'A').length + Math.max(342 - rest, 0)) % 4 !== 1
        await soon(() => {
          const codes = heard.failures.map(({ error }) => error.code)
          expect(codes).toEqual([isWhole ? 'bad_signature' : 'malformed_token'])
        })
        expect(heard.sessions).toHaveLength(by === 'parse' && isWhole ? 1 : 0)
        expect(tokensOf(storage)).toEqual([])
        expect(auth.isUserSignedIn()).toBe(false)
      }),
      cases(300),
    )
  })
})
