import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { CognitoAuth, CognitoAuthError, type CognitoAuthOptions } from '../../src/index.js'
import { type Auth, DOORS, openDoor } from '../helpers/doors.ts'
import { sameOriginUrl } from '../../src/oauth/return-to.js'
import { openPage } from '../helpers/open-page.ts'
import { answerFor, answerWith, appOptions, finish, signInAs } from '../helpers/paper-pool.ts'
import { usernames } from '../helpers/people.ts'
import { RecordingStorage } from '../helpers/storage.ts'
import { CLIENT_ID, USER_POOL_ID } from '../helpers/tokens.ts'
import { createWorld, type World } from '../helpers/world.ts'

/* What programs pass, and what somebody may have passed to the program: options, addresses, names. */

afterEach(() => {
  vi.unstubAllGlobals()
})

const PAGE = 'https://app.example/in/?tab=2#top'
const refused = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  '\tjavascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript\r:alert(1)',
  ' javascript:alert(1)',
  '\0javascript:alert(1)',
  '\x01javascript:alert(1)',
  'javascript://app.example/%0aalert(1)',
  'javascript:https://app.example/',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD4=',
  'vbscript:msgbox(1)',
  // Its origin is that of the page.
  'blob:https://app.example/0b5a6d4e',
  'filesystem:https://app.example/temporary/x',
  'view-source:https://app.example/',
  'file:///etc/passwd',
  'about:blank',
  'mailto:jane@app.example',
  'ftp://app.example/',
  'wss://app.example/',
  'myapp://app.example/',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\\evil.example',
  '\t//evil.example',
  ' //evil.example',
  '\x1f//evil.example',
  'https://evil.example',
  'HTTPS://EVIL.EXAMPLE',
  'https:\\\\evil.example',
  'https:///evil.example',
  'https://app@evil.example',
  'https://app.example@evil.example',
  'https://app.example:443@evil.example',
  'https://app.example%40evil.example',
  'https://app.example.evil.example',
  'https://evilapp.example',
  'https://app.evil.example',
  'https://evil.example#@app.example',
  'https://evil.example?@app.example',
  'https://evil.example\\@app.example',
  'https://evil.example/https://app.example/',
  'https://user:password@app.example/',
  'https://user@app.example/',
  'https://app.example。evil.example/',
  'https://app.example／evil.example',
  'https://аpp.example/',
  'https://app.example./',
  'http://app.example/',
  'https://app.example:444/',
  'https://[::1',
  'https://',
  'https://app.example:99999/',
  `/${'x'.repeat(100_000)}`,
  `/${'é'.repeat(3000)}`,
]
const accepted: [target: string, from: string][] = [
  ['', '/in/?tab=2'],
  ['?a=b', '/in/?a=b'],
  ['#x', '/in/?tab=2#x'],
  ['next', '/in/next'],
  ['../up', '/up'],
  ['/ok?to=//evil.example#javascript:alert(1)', '/ok?to=//evil.example#javascript:alert(1)'],
  [' /ok\n', '/ok'],
  ['\\evil.example', '/evil.example'],
  ['//app.example/ok', '/ok'],
  ['https://app.example:443/ok', '/ok'],
  ['HTTPS://APP.EXAMPLE/ok', '/ok'],
  // What looks like another origin, and is none as long as nobody takes it apart and puts it together again.
  ['/%09/evil.example', '/%09/evil.example'],
  ['/%2F%2Fevil.example', '/%2F%2Fevil.example'],
  ['/%5Cevil.example', '/%5Cevil.example'],
  ['https:evil.example', '/in/evil.example'],
  ['https:/evil.example', '/evil.example'],
  ['/..//evil.example', '//evil.example'],
  ['/.//evil.example', '//evil.example'],
  ['.//evil.example', '/in//evil.example'],
  ['/.///\\evil.example', '////evil.example'],
  ['／／evil.example', '/in/%EF%BC%8F%EF%BC%8Fevil.example'],
  ['/javascript:alert(1)', '/javascript:alert(1)'],
  ['javascript&colon;alert(1)', '/in/javascript&colon;alert(1)'],
]
const payloads: [target: string, url: string | undefined][] = [
  ...refused.map((target): [string, undefined] => [target, undefined]),
  ...accepted.map(([target, path]): [string, string] => [target, `https://app.example${path}`]),
]
const named = payloads.map(([target, url]) => ({ name: JSON.stringify(target.slice(0, 60)), target, url }))

describe('an address to return to', () => {
  it.each(named)('A73: $name leads from the page to $url', ({ target, url }) => {
    expect(sameOriginUrl(target, PAGE)).toBe(url)
    // Read again as what it is, it stays what it is.
    if (url !== undefined) {
      expect(new URL(url).origin).toBe('https://app.example')
      expect(new URL(url).href).toBe(url)
    }
  })

  it.each([undefined, null])('A73: %j is no address, as programs of JavaScript may have it', (target) => {
    expect(sameOriginUrl(target as unknown as string, PAGE)).toBeUndefined()
  })

  it('A73: an object that becomes another text each time is read once', () => {
    const texts = ['/ok', 'https://evil.example/']
    const target = { toString: () => texts.shift() } as unknown as string
    expect(sameOriginUrl(target, PAGE)).toBe('https://app.example/ok')
    expect(texts).toHaveLength(1)
  })

  it.each(['about:blank', 'data:text/html,x', 'file:///app/index.html', 'null'])(
    'A73: leads nowhere from %s, whose origin is nobody',
    (page) => {
      for (const target of [page, 'data:text/html,y', 'file:///etc/passwd', 'javascript:alert(1)', '', '/ok'])
        expect(sameOriginUrl(target, page)).toBeUndefined()
    },
  )
})

describe.each(DOORS)('at the door %s,', (door) => {
  const isClass = door === 'CognitoAuth'
  let launched: string[]
  beforeEach(() => {
    launched = []
  })
  const create = (options: object) =>
    openDoor(door, {
      ...appOptions,
      Storage: new RecordingStorage(),
      LaunchUri: (url) => launched.push(url),
      ...options,
    })
  /** Where a sign-out leads. */
  const signOutUrl = async (auth: Auth) => {
    await auth.signOut({ revoke: false })
    return new URL(launched.at(-1) ?? '')
  }
  /** The error that the door throws, in the turn that it is called in. */
  const refusal = (options: object) => {
    try {
      create(options)
    } catch (error) {
      return error as CognitoAuthError
    }
    throw new Error(`accepted ${JSON.stringify(options)}`)
  }

  describe('AppWebDomain', () => {
    it.each([
      ['https://d.example', 'https://d.example'],
      ['d.example/', 'https://d.example'],
      ['D.EXAMPLE', 'https://d.example'],
      ['HTTPS://d.example/', 'https://d.example'],
      ['d.example:443', 'https://d.example'],
      ['d.example:8443', 'https://d.example:8443'],
      ['http://localhost:9229', 'http://localhost:9229'],
      ['http://127.0.0.1:9229', 'http://127.0.0.1:9229'],
      ['http://[::1]:9229', 'http://[::1]:9229'],
      ['xn--lgin-5qa.example', 'https://xn--lgin-5qa.example'],
    ])('A70: reads %s as %s, where every request then goes', async (AppWebDomain, origin) => {
      const auth = create({ AppWebDomain })
      expect(new URL(await auth.getFQDNSignIn()).origin).toBe(origin)
      expect((await signOutUrl(auth)).origin).toBe(origin)
      if (auth instanceof CognitoAuth) expect(new URL(auth.getFQDNSignOut()).origin).toBe(origin)
      const { callback, answer } = await answerFor(auth)
      const posted = answerWith(answer)
      await finish(auth, callback)
      await auth.signOut({ redirect: false })
      expect(posted.map(({ url }) => new URL(url).href)).toEqual([
        `${origin}/oauth2/token`,
        `${origin}/oauth2/revoke`,
      ])
    })

    it.each([
      ' d.example ',
      'http://d.example',
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'http://localhost@evil.example',
      'javascript:alert(1)//d.example',
      'data:text/html,x',
      'd.example/evil',
      'd.example/../evil',
      'd.example?x',
      'd.example#x',
      'u:p@d.example',
      'https://d.example@evil.example',
      'evil.example\\@d.example',
      'd.example\\.evil.example',
      '//d.example',
      'https:///d.example',
      'd.example%2F',
      'd.example%00.evil.example',
      'd\t.example',
      'd\n.example',
      'd.example\0',
      'dömäin.example',
      'd。example',
      'd.example／evil',
      `${'a'.repeat(63)}.`.repeat(5),
      'd..example',
      'd.example:',
      'd.example:99999',
      'd.example:80:80',
      'd',
      '',
      'https://',
      '.',
    ])('A70: refuses %j', (AppWebDomain) => {
      const error = refusal({ AppWebDomain })
      expect(error).toBeInstanceOf(CognitoAuthError)
      expect(error.code).toBe('invalid_configuration')
      expect(error.message).toMatch(/^AppWebDomain [^]*\bwrite /)
    })
  })

  describe('UserPoolId', () => {
    it.each([
      ['eu-central-1_AbC', 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC'],
      ['us-gov-west-1_x', 'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_x'],
    ])('A71: makes of %s the one address where its keys are', async (UserPoolId, issuer) => {
      const auth = create({ UserPoolId, VerifySignature: 'always' })
      const { callback, answer } = await answerFor(auth)
      const posted = answerWith(answer)
      await expect(finish(auth, callback)).rejects.toBeInstanceOf(CognitoAuthError)
      expect(posted[0]?.url).toBe(`${issuer}/.well-known/jwks.json`)
    })

    it.each([
      'us-east-1_x/../../evil',
      'us-east-1_x/',
      'us-east-1_x?',
      'us-east-1_x#',
      'us-east-1_x%2F',
      'evil.example/us-east-1_x',
      'evil.example#_x',
      'us-east-1@evil.example_x',
      'us-east-1.evil_x',
      'us-east-1_',
      '_x',
      'us-east-1',
      'us-east-1_x\n',
      'us-east-1_é',
    ])('A71: refuses %j before any address is made of it', (UserPoolId) => {
      const error = refusal({ UserPoolId })
      expect(error.code).toBe('invalid_configuration')
      expect(error.message).toMatch(/^UserPoolId /)
    })
  })

  describe.each(['RedirectUriSignIn', 'RedirectUriSignOut'] as const)('%s', (field) => {
    it.each([
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      '\tjavascript:alert(1)',
      'java\nscript:alert(1)',
      'javascript://app.example/%0aalert(1)',
      'data:text/html,x',
      'vbscript:x',
      'blob:https://app.example/x',
      'file:///etc/passwd',
      'about:blank',
      '//evil.example',
      '/\\evil.example',
      '/callback',
      'https:app.example',
      'https:/app.example',
      'https:\\\\app.example',
      'https://app.example/#',
      'https://app.example/#access_token=x',
      'myapp://callback#x',
      'http://app.example/',
      'http://localhost.evil.example/',
      'http://localhost@evil.example/',
      'HTTP://app.example/',
      ' https://app.example/',
      'https://',
      '',
    ])('A72: refuses %j', (uri) => {
      const error = refusal({ [field]: uri })
      expect(error.code).toBe('invalid_configuration')
      expect(error.message).toMatch(new RegExp(`^${field} [^]*\\b[Ww]rite `))
    })

    it.each([
      'myapp://callback',
      'com.example.app:/callback',
      'http://localhost:3000/',
      'http://[::1]/',
      'https://app.example/a?b=c',
    ])('A72: takes %s, to the letter', async (uri) => {
      const auth = create({ [field]: uri })
      const url = field === 'RedirectUriSignIn' ? new URL(await auth.getFQDNSignIn()) : await signOutUrl(auth)
      expect(url.searchParams.get(field === 'RedirectUriSignIn' ? 'redirect_uri' : 'logout_uri')).toBe(uri)
    })
  })

  describe('an address to return to, from the first step to the last,', () => {
    let world: World<Auth>
    let fetchFromWorld: typeof fetch
    beforeAll(async () => {
      world = (await createWorld({ callbackUrls: ['https://app.example/'] })).at(door)
      fetchFromWorld = globalThis.fetch
    })
    const page = (options: Partial<CognitoAuthOptions> = {}) =>
      world.page({ RedirectUriSignIn: 'https://app.example/', ...options }).auth
    const recordKey = () =>
      [...world.storage.values.keys()].find((key) => /^cognito-auth\..*\.[\w-]{43}$/.test(key)) ?? ''
    const recordOf = () => JSON.parse(world.storage.getItem(recordKey()) ?? '{}') as Record<string, unknown>

    /** Begins on one page and gives the address that the person comes back to. */
    async function begin(returnTo: unknown, options?: Partial<CognitoAuthOptions>): Promise<string> {
      vi.stubGlobal('fetch', fetchFromWorld)
      world.storage.values.clear()
      openPage(PAGE)
      world.launched.length = 0
      await page(options).signIn({ returnTo: returnTo as string })
      return world.signInAt(world.launched[0] ?? '')
    }

    // An address is judged by the same lines at either door: the class is asked all of them, and the other door every other
    // one when a sign-in begins, and the rest when it comes back.
    const [begun, kept] = [0, 1].map((half) => named.filter((_, i) => isClass || i % 2 === half)) as [
      typeof named,
      typeof named,
    ]
    it.each(begun)('A73: signIn() with $name opens $url and nothing else', async ({ target, url }) => {
      const callback = await begin(target)
      expect(recordOf()['returnTo']).toBe(url)
      const { location, opened } = openPage(callback)
      expect((await page().init())?.isValid()).toBe(true)
      expect(location.href).toBe('https://app.example/')
      expect(opened).toEqual(url === undefined ? [] : [url])
    })

    it.each(kept)('A73: a stored record with $name opens nothing of another origin', async ({ target }) => {
      const callback = await begin('/ok')
      world.storage.values.set(recordKey(), JSON.stringify({ ...recordOf(), returnTo: target }))
      const { opened } = openPage(callback)
      // A record of that length is none (A65).
      const session = await page()
        .init()
        .catch(() => null)
      expect(session?.isValid()).toBe(target.length < 65_000 ? true : undefined)
      const isRefused = refused.includes(target)
      // The address of the page itself is not opened again.
      const { href } = isRefused ? { href: '' } : new URL(target, 'https://app.example/')
      expect(opened).toEqual(isRefused || href === 'https://app.example/' ? [] : [href])
    })

    it.each([
      [null, []],
      [undefined, [PAGE]],
    ])('A73: signIn() with %j opens %j', async (returnTo, expected) => {
      const callback = await begin(returnTo)
      const { opened } = openPage(callback)
      expect((await page().init())?.isValid()).toBe(true)
      expect(opened).toEqual(expected)
    })

    // Only the class hands out tokens before their signature is known to be good.
    if (isClass)
      it.each([
        ['good', (url: string) => url, ['https://app.example/ok']],
        [
          'bad',
          (url: string) =>
            url.replace(
              /(id_token=[^&]*\.)(.)/,
              (_all, claims: string, first) => claims + (first === 'A' ? 'B' : 'A'),
            ),
          [],
        ],
      ] as const)(
        'A30, A73: tokens whose signature is %s lead on only when it is known to be good',
        async (_what, change, target) => {
          const callback = await begin('/ok', { ResponseType: 'token' })
          const { opened } = openPage(change(callback))
          const auth = page({ ResponseType: 'token' })
          const heard: string[] = []
          auth.userhandler = {
            onSuccess: () => heard.push('success'),
            onFailure: (_message, { code }) => heard.push(code),
          }
          auth.parseCognitoWebResponse(change(callback))
          expect([heard, opened]).toEqual([['success'], []])
          await (target.length ? vi.waitUntil(() => opened.length) : vi.waitUntil(() => heard.length > 1))
          expect([heard.slice(1), opened]).toEqual([target.length ? [] : ['bad_signature'], target])
        },
      )

    it('A73: an application state that is an address is opened by nobody', async () => {
      vi.stubGlobal('fetch', fetchFromWorld)
      openPage(PAGE)
      world.launched.length = 0
      await page().signIn({ appState: 'https://evil.example/', returnTo: null })
      const { opened } = openPage(await world.signInAt(world.launched[0] ?? ''))
      expect((await page().init())?.appState).toBe('https://evil.example/')
      expect(opened).toEqual([])
    })
  })

  describe('a parameter', () => {
    const injections = [
      'x&redirect_uri=https://evil.example',
      'x&client_id=evil&response_type=token&state=evil&nonce=evil&code_challenge=evil&code_challenge_method=plain',
      'x#',
      'x#&state=evil',
      'x%26state=evil',
      'x%2526',
      'x?y=z',
      '+',
      'a b',
      'x\r\nLocation: https://evil.example',
      'é😀',
      '__proto__',
      '../../evil',
    ]
    const signInUrl = async (auth: Auth, options: object) => {
      await auth.signIn(options)
      return launched.at(-1) ?? ''
    }
    type Inject = (text: string) => Promise<{ url: string; name: string }>
    /** The fields of the class, which programs may write to. */
    const field = (name: 'IdentityProvider' | 'RedirectUriSignIn', parameter: string): [string, Inject] => [
      `the field ${name}`,
      (text) => {
        const auth = new CognitoAuth({ ...appOptions, Storage: new RecordingStorage() })
        auth[name] = text
        return Promise.resolve({ url: auth.getFQDNSignIn(), name: parameter })
      },
    ]
    const fields: [place: string, inject: Inject][] = [
      field('IdentityProvider', 'identity_provider'),
      field('RedirectUriSignIn', 'redirect_uri'),
      [
        'the field TokenScopesArray',
        (text) => {
          const auth = new CognitoAuth({ ...appOptions, Storage: new RecordingStorage() })
          auth.TokenScopesArray = [text]
          return Promise.resolve({ url: auth.getFQDNSignIn(), name: 'scope' })
        },
      ],
    ]
    const places: [place: string, inject: Inject][] = [
      [
        'the option IdentityProvider',
        async (text) => {
          const url = await create({ IdentityProvider: text }).getFQDNSignIn()
          return { url, name: 'identity_provider' }
        },
      ],
      [
        'signIn({ identityProvider })',
        async (text) => {
          return { url: await signInUrl(create({}), { identityProvider: text }), name: 'identity_provider' }
        },
      ],
      [
        'the advanced security script',
        async (text) => {
          vi.stubGlobal('AmazonCognitoAdvancedSecurityData', { getData: () => text })
          return { url: await create({}).getFQDNSignIn(), name: 'userContextData' }
        },
      ],
      ...(['loginHint', 'resource', 'idpIdentifier'] as const).map((option): [string, Inject] => [
        `the option ${option}`,
        async (text) => {
          const url = await signInUrl(create({}), { [option]: text })
          return { url, name: option.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) }
        },
      ]),
      [
        'further options of signIn()',
        async (text) => {
          const auth = create({ IdentityProvider: 'Google' })
          const others = {
            client_id: text,
            state: text,
            nonce: text,
            redirect_uri: text,
            responseType: 'token',
            codeChallenge: text,
            userContextData: text,
          }
          for (const [option, value] of Object.entries(others))
            await expect(signInUrl(auth, { identityProvider: text, [option]: value })).rejects.toMatchObject({
              code: 'invalid_configuration',
              message: expect.stringContaining(`signIn() has no option ${option}: `) as string,
            })
          return { url: await signInUrl(auth, { identityProvider: text }), name: 'identity_provider' }
        },
      ],
      ...(isClass ? fields : []),
    ]
    const matrix = places.flatMap(([place, inject]) => injections.map((text) => ({ place, text, inject })))

    it.each(matrix)('A74: $text by $place stays one parameter', async ({ text, inject }) => {
      const { url, name } = await inject(text)
      const { origin, pathname, hash, searchParams } = new URL(url)
      expect([origin, pathname, hash]).toEqual(['https://d.example', '/oauth2/authorize', ''])
      const names = [...searchParams.keys()]
      expect(names.sort()).toEqual(
        [
          ...new Set([
            ...[
              'redirect_uri',
              'response_type',
              'client_id',
              'state',
              'scope',
              'nonce',
              'code_challenge_method',
              'code_challenge',
            ],
            name,
          ]),
        ].sort(),
      )
      const others = Object.fromEntries(searchParams)
      expect(others[name]).toBe(text)
      expect(others).toMatchObject({
        client_id: CLIENT_ID,
        response_type: 'code',
        code_challenge_method: 'S256',
        code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
        state: expect.stringMatching(/^[\w-]{43}$/) as string,
        nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
        redirect_uri: name === 'redirect_uri' ? text : 'https://app.example/',
      })
    })

    it.each(injections)('A74: %j stays one parameter of the sign-out', async (text) => {
      // Of the addresses that the options take; the fields of the class take any.
      const passed = isClass ? text : `myapp:/x?${text.replaceAll('#', '')}`
      const auth = create(isClass ? {} : { RedirectUriSignOut: passed })
      if (auth instanceof CognitoAuth) auth.RedirectUriSignOut = passed
      const { origin, pathname, hash, searchParams } = await signOutUrl(auth)
      expect([origin, pathname, hash]).toEqual(['https://d.example', '/logout', ''])
      expect([...searchParams]).toEqual([
        ['logout_uri', passed],
        ['client_id', CLIENT_ID],
      ])
    })

    it.each(['x&y', 'x.y', 'x/y', '../x', 'x#', 'x?', 'x y', 'x%26', '__proto__.x', ''])(
      'A74: %j is no ClientId',
      (ClientId) => {
        expect(refusal({ ClientId }).message).toMatch(/^ClientId /)
      },
    )
  })

  describe('the body of a token request', () => {
    const values = [
      'a&b=c+d/%',
      'x&grant_type=refresh_token&client_id=evil',
      'a+b',
      'a b',
      '%26',
      'é😀',
      '\r\n\r\nx=y',
      '=',
      '#',
    ]

    it.each(values)('A75: carries the code %j as one value', async (code) => {
      const auth = create({})
      const { callback, answer } = await answerFor(auth)
      const posted = answerWith(answer)
      await finish(auth, callback.replace('a-code', encodeURIComponent(code)))
      expect(posted).toHaveLength(1)
      const body = posted[0]?.body ?? ''
      expect(body).toMatch(/^[\w.*+%=&-]+$/)
      expect([...new URLSearchParams(body)]).toEqual([
        ['grant_type', 'authorization_code'],
        ['client_id', CLIENT_ID],
        ['redirect_uri', 'https://app.example/'],
        ['code', code],
        ['code_verifier', expect.stringMatching(/^[\w-]{43}$/)],
      ])
    })

    it.each(values)(
      'A75: carries the refresh token %j as one value, to be used and to be revoked',
      async (refreshToken) => {
        const auth = create({})
        const { callback, answer } = await answerFor(auth)
        answerWith({ ...answer, refresh_token: refreshToken })
        await finish(auth, callback)
        const posted = answerWith(answer)
        await auth.getTokens({ minValidity: Infinity })
        answerWith({ ...answer, refresh_token: refreshToken })
        await auth.getTokens({ minValidity: Infinity })
        const revoked = answerWith({})
        await auth.signOut({ redirect: false })
        const client = ['client_id', CLIENT_ID]
        expect([...new URLSearchParams(posted[0]?.body)]).toEqual([
          ['grant_type', 'refresh_token'],
          client,
          ['refresh_token', refreshToken],
        ])
        expect([...new URLSearchParams(revoked[0]?.body)]).toEqual([['token', refreshToken], client])
      },
    )
  })

  describe('a username', () => {
    it.each([...usernames, '../../evil', '?x=y', '#x', '%2e%2e/', '//evil.example'])(
      'A89: %j is no part of any address',
      async (username) => {
        const auth = create({})
        const { callback, answer } = await answerFor(auth, { username })
        const posted = answerWith(answer)
        await finish(auth, callback)
        await auth.getTokens({ minValidity: Infinity })
        await auth.signOut()
        if (auth instanceof CognitoAuth) auth.setUsername(username)
        launched.push(await auth.getFQDNSignIn())
        expect(posted.map(({ url }) => url)).toEqual(
          ['/token', '/token', '/revoke'].map((path) => `https://d.example/oauth2${path}`),
        )
        expect(launched.map((url) => url.split('?', 1).join())).toEqual([
          'https://d.example/logout',
          'https://d.example/oauth2/authorize',
        ])
        expect([...new URL(launched[0] ?? '').searchParams.keys()]).toEqual(['logout_uri', 'client_id'])
      },
    )

    it('A89: reaches the advanced security script as it is, and the address only in one parameter', async () => {
      const getData = vi.fn((username: string) => username)
      vi.stubGlobal('AmazonCognitoAdvancedSecurityData', { getData })
      const auth = create({})
      await signInAs(auth, { username: '../../evil?x=y#&state=evil' })
      const url = new URL(await auth.getFQDNSignIn())
      expect(getData).toHaveBeenLastCalledWith('../../evil?x=y#&state=evil', USER_POOL_ID, CLIENT_ID)
      expect(url.pathname).toBe('/oauth2/authorize')
      expect(url.searchParams.get('userContextData')).toBe('../../evil?x=y#&state=evil')
      expect(url.searchParams.getAll('state')).toHaveLength(1)
    })
  })
})
