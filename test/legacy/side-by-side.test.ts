import * as upstream from 'amazon-cognito-auth-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as ours from '../../src/index.js'
import { RecordingStorage } from '../helpers/storage.js'
import { accessClaims, CLIENT_ID, idClaims, now, sign, signPair, USER_POOL_ID } from '../helpers/tokens.js'

/* amazon-cognito-auth-js 1.3.3 and this library, given the same: what programs see must be the same. */

const authData = {
  ClientId: CLIENT_ID,
  AppWebDomain: 'my-app.auth.eu-central-1.amazoncognito.com',
  TokenScopesArray: ['openid', 'email'],
  RedirectUriSignIn: 'https://app.example/signed-in?x=1&y=2',
  RedirectUriSignOut: 'https://app.example/signed out',
  UserPoolId: USER_POOL_ID,
}

type Auth = upstream.CognitoAuth | ours.CognitoAuth
const libraries = { upstream: upstream.CognitoAuth, ours: ours.CognitoAuth } as unknown as Record<
  'upstream' | 'ours',
  new (data: object) => Auth
>

/** One library at work: what it launched, called back and stored. */
function at(library: 'upstream' | 'ours', data: object = {}) {
  const storage = new RecordingStorage()
  const log: unknown[] = []
  const LaunchUri = (url: string) => log.push(['launch', withoutNews(url)])
  const create = () => {
    const auth = new libraries[library]({ ...authData, Storage: storage, LaunchUri, ...data })
    auth.userhandler = {
      onSuccess: (session: { getState(): unknown }) => log.push(['success', session.getState()]),
      onFailure: (message: unknown) => log.push(['failure', message]),
    }
    return auth
  }
  return { storage, log, create, auth: create() }
}

/** A URL without what is new: the random value of state, the nonce and the challenge. */
function withoutNews(url: string): string {
  return url
    .replace(/([?&])state=[^&]*/, '$1state=…')
    .replace(/&(nonce|code_challenge|code_challenge_method)=[^&]*/g, '')
}

/** The changes that programs can see: the keys of transactions and of the clock are new. */
function visibleChanges(storage: RecordingStorage): string[] {
  return storage.changes.filter((change) => !/ cognito-auth\.|\.clockDrift/.test(change))
}

const both = <T>(run: (library: 'upstream' | 'ours') => T) => [run('upstream'), run('ours')] as const

/** The answer of the token endpoint, for a library that uses XMLHttpRequest and for one that uses fetch. */
function answer(status: number, text: string) {
  const requests: { url: string; body: string }[] = []
  class FakeRequest {
    withCredentials = false
    readyState = 4
    status = status
    responseText = text
    onreadystatechange = () => undefined
    #url = ''
    open(_: string, url: string) {
      this.#url = url
    }
    setRequestHeader() {
      return undefined
    }
    send(body: string) {
      requests.push({ url: this.#url, body })
      setTimeout(() => {
        this.onreadystatechange()
      })
    }
  }
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
  vi.stubGlobal('fetch', (url: string, { body }: { body: URLSearchParams }) => {
    requests.push({ url, body: body.toString() })
    return Promise.resolve(new Response(text, { status }))
  })
  return requests
}

/** Begins a sign-in and gives the state and nonce that the response must carry. */
function begin(auth: Auth): { state: string; nonce: string } {
  const { searchParams } = new URL(auth.getFQDNSignIn())
  return { state: searchParams.get('state') ?? '', nonce: searchParams.get('nonce') ?? 'any' }
}

beforeEach(() => {
  localStorage.clear()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('the surface', () => {
  it('exports what upstream exports', () => {
    const names = Object.keys(upstream).filter((name) => name !== '__esModule')
    expect(names).toHaveLength(9)
    expect(Object.keys(ours)).toEqual(expect.arrayContaining(names))
  })

  const members = (object: object): string[] => {
    const names = new Set<string>()
    for (
      let o: object | null = object;
      o && o !== Object.prototype;
      o = Object.getPrototypeOf(o) as object | null
    ) {
      for (const name of Object.getOwnPropertyNames(o)) names.add(name)
    }
    // An underscore says that a member is nobody's business.
    return [...names].filter((name) => !name.startsWith('_')).sort()
  }
  const instances = (library: typeof upstream | typeof ours, auth: Auth): Record<string, object> => ({
    CognitoAuth: auth,
    CognitoAuthSession: new library.CognitoAuthSession({}),
    CognitoIdToken: new library.CognitoIdToken('e30.e30.x'),
    CognitoAccessToken: new library.CognitoAccessToken('e30.e30.x'),
    CognitoRefreshToken: new library.CognitoRefreshToken('r'),
    CognitoTokenScopes: new library.CognitoTokenScopes(['openid']),
    CookieStorage: new library.CookieStorage({ domain: 'app.example' }),
    DateHelper: new library.DateHelper(),
    StorageHelper: new library.StorageHelper(),
  })
  const theirs = instances(upstream, at('upstream').auth)
  const mine = instances(ours, at('ours').auth)

  it.each(Object.keys(theirs))('%s has every member, of the same kind', (name) => {
    const [their, my] = [theirs[name], mine[name]] as [Record<string, unknown>, Record<string, unknown>]
    expect(members(my)).toEqual(expect.arrayContaining(members(their)))
    for (const member of members(their)) {
      if (their[member] !== undefined)
        expect([member, typeof my[member]]).toEqual([member, typeof their[member]])
    }
  })

  it('has the same table of constants', () => {
    const [their, my] = both((library) => at(library).auth.getCognitoConstants())
    expect(my).toEqual({ ...their, SELF: '_self' })
  })

  it('tells the time in the same words', () => {
    vi.useFakeTimers()
    for (const time of ['2025-11-03T09:05:07Z', '2026-01-31T23:59:59Z', '2024-02-29T00:00:00Z']) {
      vi.setSystemTime(new Date(time))
      expect(new ours.DateHelper().getNowString()).toBe(new upstream.DateHelper().getNowString())
    }
    vi.useRealTimers()
  })

  it.each([
    ['https://1.app.example:3000/x?a=1', '?'],
    ['https://app.example/?a=1&b=x=y&c', '?'],
    ['https://app.example/#a=1', /#(.+)/],
  ])('helps with %s in the same way', (url, mark) => {
    const [their, my] = both((library) => at(library).auth)
    expect(my.getHostName(url)).toBe(their.getHostName(url))
    expect([...my.getQueryParameters(url, mark as string)]).toEqual([
      ...their.getQueryParameters(url, mark as string),
    ])
    expect(my.compareSets(new Set([1, 2]), new Set([2, 1]))).toBe(true)
    expect(my.compareSets(new Set([1]), new Set([2]))).toBe(false)
    expect(my.generateRandomString(40, 'ab')).toMatch(/^[ab]{40}$/)
  })
})

describe('the URLs', () => {
  it.each([
    ['plain', {}],
    ['a provider', { IdentityProvider: 'Google' }],
    ['no provider', { IdentityProvider: '' }],
    ['a provider in a list', { IdentityProvider: ['Google'] as never }],
    ['one scope', { TokenScopesArray: ['openid'] }],
    ['many scopes', { TokenScopesArray: ['openid', 'profile', 'aws.cognito.signin.user.admin', 'api/read'] }],
    ['a flag', { AdvancedSecurityDataCollectionFlag: true }],
    ['unknown keys', { Region: 'eu-central-1' }],
    ['a custom scheme', { RedirectUriSignIn: 'myapp://callback', RedirectUriSignOut: 'myapp://bye' }],
  ])('are the same for authData with %s', (_, data) => {
    for (const flow of ['useImplicitFlow', 'useCodeGrantFlow'] as const) {
      const [theirs, mine] = both((library) => {
        const { auth } = at(library, data)
        auth[flow]()
        return [withoutNews(auth.getFQDNSignIn()), auth.getFQDNSignOut()]
      })
      expect(mine).toEqual(theirs)
    }
  })

  it.each(['Facebook', ['Facebook'], ['Facebook', 'Google']])(
    'follow an IdentityProvider that is given, or set later: %j',
    (IdentityProvider) => {
      for (const given of [{ IdentityProvider: IdentityProvider as string }, {}]) {
        const [theirs, mine] = both((library) => {
          const { auth } = at(library, given)
          if (!('IdentityProvider' in given)) Object.assign(auth, { IdentityProvider })
          return withoutNews(auth.getFQDNSignIn())
        })
        // A comma may be written in two ways (RFC 3986, section 2.2).
        expect(mine.replaceAll('%2C', ',')).toBe(theirs)
        expect(new URL(mine).searchParams.get('identity_provider')).toBe(String(IdentityProvider))
      }
    },
  )

  it('carry what the advanced security script collected', () => {
    const getData = vi.fn(() => 'collected')
    vi.stubGlobal('AmazonCognitoAdvancedSecurityData', { getData })
    const [theirs, mine] = both((library) => withoutNews(at(library).auth.getFQDNSignIn()))
    expect(mine).toBe(theirs)
    // Upstream reads the pool from a field that it never sets.
    expect(getData).toHaveBeenLastCalledWith('', USER_POOL_ID, CLIENT_ID)
    const { auth } = at('ours', { AdvancedSecurityDataCollectionFlag: false })
    expect(auth.getFQDNSignIn()).not.toContain('userContextData')
  })
})

describe('the implicit flow', () => {
  const redirect = (library: 'upstream' | 'ours', order: 'local' | 'federated' = 'local') => {
    const world = at(library)
    const { state, nonce } = begin(world.auth)
    return { ...world, state, nonce, order }
  }
  const fragment = (
    { state, order }: { state: string; order: string },
    { accessToken, idToken }: { accessToken: string; idToken: string },
  ) =>
    order === 'local'
      ? `https://app.example/#id_token=${idToken}&access_token=${accessToken}&expires_in=3600&token_type=Bearer&state=${state}`
      : `https://app.example/#access_token=${accessToken}&id_token=${idToken}&token_type=Bearer&expires_in=3600&state=${state}`

  it.each(['local', 'federated'] as const)(
    'stores the tokens in the same order and calls back in the same turn: %s users',
    async (order) => {
      const [theirs, mine] = both((library) => redirect(library, order))
      const tokens = await signPair({}, { nonce: mine.nonce })
      for (const world of [theirs, mine]) {
        world.log.length = 0
        world.auth.parseCognitoWebResponse(fragment(world, tokens))
        expect(world.log).toHaveLength(1)
      }
      expect(visibleChanges(mine.storage)).toEqual(visibleChanges(theirs.storage))
      expect(visibleChanges(mine.storage).map((change) => change.split(' ')[1]?.split('.').at(-1))).toEqual([
        'idToken',
        'accessToken',
        'refreshToken',
        'LastAuthUser',
        'tokenScopesString',
      ])
      for (const { auth } of [theirs, mine]) {
        expect(auth.isUserSignedIn()).toBe(true)
        expect(auth.getUsername()).toBe('jane')
        expect(auth.getCurrentUser()).toBe('jane')
        expect(auth.getSignInUserSession().getIdToken().getJwtToken()).toBe(tokens.idToken)
        expect(auth.getCachedSession().getAccessToken().getUsername()).toBe('jane')
      }
      const again = [theirs, mine].map((world) => {
        world.log.length = 0
        world.create().getSession()
        return world.log.length
      })
      expect(again).toEqual([1, 1])
    },
  )

  it('gives back what setState() was given', async () => {
    const [theirs, mine] = both((library) => {
      const world = at(library)
      world.auth.setState('taibif')
      return { ...world, ...begin(world.auth) }
    })
    expect(theirs.state).toBe('taibif')
    expect(mine.state).toMatch(/^[\w-]{43}$/)
    const tokens = await signPair({}, { nonce: mine.nonce })
    for (const world of [theirs, mine]) {
      world.create().parseCognitoWebResponse(fragment({ ...world, order: 'local' }, tokens))
      expect(world.log.at(-1)).toEqual(['success', 'taibif'])
    }
  })
})

describe('responses with an error', () => {
  it.each([
    ['https://app.example/signed-in?error=access_denied&error_description=denied', 'denied'],
    [
      'https://app.example/signed-in#error_description=unauthorized_client&error=invalid_request',
      'unauthorized_client',
    ],
  ])('call back with the same: %s', (url, message) => {
    const [theirs, mine] = both((library) => {
      const { auth, log } = at(library)
      auth.parseCognitoWebResponse(url)
      return log
    })
    expect(mine).toEqual(theirs)
    expect(mine).toEqual([['failure', message]])
  })

  it('are mended where upstream gave undecoded text or nothing', () => {
    const failures = (url: string) =>
      both((library) => {
        const { auth, log } = at(library)
        auth.parseCognitoWebResponse(url)
        return (log[0] as unknown[])[1]
      })
    expect(
      failures(
        'https://app.example/signed-in?error_description=PreSignUp+failed%3A+no&error=invalid_request',
      ),
    ).toEqual(['PreSignUp+failed%3A+no', 'PreSignUp failed: no'])
    expect(failures('https://app.example/signed-in?error=access_denied')).toEqual([
      undefined,
      'access_denied',
    ])
  })

  it.each(['https://app.example/', 'https://app.example/?page=2', 'relative/page'])(
    'are not seen where there is none: %s',
    (url) => {
      const [theirs, mine] = both((library) => {
        const { auth, log, storage } = at(library)
        auth.parseCognitoWebResponse(url)
        return [log, visibleChanges(storage)]
      })
      expect(mine).toEqual(theirs)
      expect(mine).toEqual([[], []])
    },
  )
})

describe('the code flow', () => {
  const exchange = async (
    library: 'upstream' | 'ours',
    status: number,
    text: (nonce: string) => Promise<string>,
  ) => {
    const world = at(library)
    world.auth.useCodeGrantFlow()
    const { state, nonce } = begin(world.auth)
    const requests = answer(status, await text(nonce))
    world.create().parseCognitoWebResponse(`/signed-in?x=1&code=the-code&state=${state}`)
    await vi.waitFor(() => {
      expect(world.log).toHaveLength(1)
    })
    return { ...world, requests }
  }

  it('stores the same and calls back alike', async () => {
    const pairs = new Map<string, string>()
    const text = async (nonce: string) => {
      const { accessToken, idToken } = await signPair({}, { nonce })
      pairs.set(idToken, 'ID').set(accessToken, 'ACCESS')
      return JSON.stringify({
        id_token: idToken,
        access_token: accessToken,
        token_type: 'Bearer',
        refresh_token: 'R',
        expires_in: 3600,
      })
    }
    const worlds = [await exchange('upstream', 200, text), await exchange('ours', 200, text)]
    const [theirs, mine] = worlds.map(({ storage }) =>
      visibleChanges(storage).map((change) => change.replace(/eyJ\S+/, (token) => pairs.get(token) ?? token)),
    )
    expect(mine).toEqual(theirs)
    expect(mine).toHaveLength(5)
    for (const { requests } of worlds) {
      expect(requests).toHaveLength(1)
      expect(requests[0]?.url).toBe(`https://${authData.AppWebDomain}/oauth2/token`)
      expect(requests[0]?.body).toMatch(
        /^grant_type=authorization_code&client_id=1example23456789&redirect_uri=.*&code=the-code/,
      )
    }
  })

  it('hands over the same text when the token endpoint refuses', async () => {
    const text = () => Promise.resolve('{"error": "invalid_grant"}')
    const [theirs, mine] = [await exchange('upstream', 400, text), await exchange('ours', 400, text)]
    expect(mine.log).toEqual(theirs.log)
    expect(mine.log).toEqual([['failure', '{"error": "invalid_grant"}']])
  })
})

describe('a stored session', () => {
  const store = async (storage: RecordingStorage, changes = {}) => {
    const prefix = `CognitoIdentityServiceProvider.${CLIENT_ID}`
    storage.setItem(`${prefix}.jane.idToken`, await sign(idClaims(changes)))
    storage.setItem(`${prefix}.jane.accessToken`, await sign(accessClaims(changes)))
    storage.setItem(`${prefix}.jane.refreshToken`, 'R')
    storage.setItem(`${prefix}.LastAuthUser`, 'jane')
    storage.setItem(`${prefix}.jane.tokenScopesString`, 'openid email')
    storage.changes.length = 0
  }
  const signedIn = async (library: 'upstream' | 'ours', changes = {}) => {
    const world = at(library)
    await store(world.storage, changes)
    return { ...world, auth: world.create() }
  }

  it('is restored by the constructor, and getSession() answers in the same turn', async () => {
    const [theirs, mine] = [await signedIn('upstream'), await signedIn('ours')]
    for (const { auth, log } of [theirs, mine]) {
      expect(auth.isUserSignedIn()).toBe(true)
      expect(auth.getSignInUserSession().isValid()).toBe(true)
      auth.getSession()
      expect(log).toEqual([['success', null]])
    }
  })

  it('is cleared and left in the same turn by signOut()', async () => {
    const [theirs, mine] = [await signedIn('upstream'), await signedIn('ours')]
    answer(200, '')
    for (const { auth, log } of [theirs, mine]) {
      void auth.signOut()
      expect(log).toHaveLength(1)
      expect(auth.getSignInUserSession()).toBeNull()
      expect(auth.isUserSignedIn()).toBe(false)
      auth.clearCachedTokensScopes()
    }
    expect(mine.log).toEqual(theirs.log)
    expect(new Set(visibleChanges(mine.storage))).toEqual(new Set(visibleChanges(theirs.storage)))
    expect([...mine.storage.values.keys()]).toEqual([])
  })

  it('is left for the same URL where it has expired and cannot be refreshed', async () => {
    const expired = { iat: now() - 7200, exp: now() - 3600 }
    const [theirs, mine] = [await signedIn('upstream', expired), await signedIn('ours', expired)]
    for (const { auth, storage } of [theirs, mine]) {
      storage.removeItem(`CognitoIdentityServiceProvider.${CLIENT_ID}.jane.refreshToken`)
      auth.getSession()
    }
    expect(mine.log).toEqual(theirs.log)
    expect(mine.log).toEqual([['launch', expect.stringContaining('/oauth2/authorize?')]])
  })

  it('is refreshed with one request, and the same is stored', async () => {
    const expired = { iat: now() - 7200, exp: now() - 3600 }
    const { accessToken, idToken } = await signPair()
    const text = JSON.stringify({
      id_token: idToken,
      access_token: accessToken,
      expires_in: 3600,
      token_type: 'Bearer',
    })
    const worlds = []
    for (const library of ['upstream', 'ours'] as const) {
      const world = await signedIn(library, expired)
      const requests = answer(200, text)
      world.auth.getSession()
      await vi.waitFor(() => {
        expect(world.log).toEqual([['success', null]])
      })
      expect(requests).toHaveLength(1)
      expect(new URLSearchParams(requests[0]?.body).get('refresh_token')).toBe('R')
      worlds.push(world)
    }
    expect(visibleChanges(worlds[1]?.storage as RecordingStorage)).toEqual(
      visibleChanges(worlds[0]?.storage as RecordingStorage),
    )
  })

  it('hands over the same text when the refresh token is refused, and ends', async () => {
    const expired = { iat: now() - 7200, exp: now() - 3600 }
    const logs = []
    for (const library of ['upstream', 'ours'] as const) {
      const { auth, log, storage } = await signedIn(library, expired)
      answer(400, '{"error":"invalid_grant"}')
      auth.getSession()
      // Without Web Locks another tab may have refreshed: that is waited for.
      await vi.waitFor(
        () => {
          expect(log).toHaveLength(1)
        },
        { timeout: 10_000 },
      )
      logs.push(log)
      // Upstream keeps the dead token, and would send it for ever.
      expect(storage.values.size).toBe(library === 'ours' ? 0 : 5)
    }
    expect(logs[1]).toEqual(logs[0])
  })
})

describe('the steps that upstream exposed', () => {
  it('read parameters that are taken apart already', async () => {
    const [theirs, mine] = both((library) => {
      const world = at(library)
      return { ...world, ...begin(world.auth) }
    })
    const { accessToken, idToken } = await signPair({}, { nonce: mine.nonce })
    for (const { auth, log, state, storage } of [theirs, mine]) {
      log.length = 0
      auth.getTokenQueryParameter(
        new Map([
          ['id_token', idToken],
          ['access_token', accessToken],
          ['token_type', 'Bearer'],
          ['state', state],
        ]),
      )
      expect(log).toHaveLength(1)
      expect(visibleChanges(storage)).toHaveLength(5)
    }
    expect(visibleChanges(mine.storage)).toEqual(visibleChanges(theirs.storage))
  })

  it('exchange a code that is taken out already', async () => {
    for (const library of ['upstream', 'ours'] as const) {
      const { auth, log } = at(library)
      auth.useCodeGrantFlow()
      const { state, nonce } = begin(auth)
      const { accessToken, idToken } = await signPair({}, { nonce })
      const requests = answer(
        200,
        JSON.stringify({
          id_token: idToken,
          access_token: accessToken,
          refresh_token: 'R',
          token_type: 'Bearer',
        }),
      )
      auth.getCodeQueryParameter(
        new Map([
          ['code', 'the-code'],
          ['state', state],
        ]),
      )
      await vi.waitFor(() => {
        expect(log).toHaveLength(1)
      })
      expect(new URLSearchParams(requests[0]?.body).get('code')).toBe('the-code')
      expect(auth.getCachedSession().getRefreshToken().getToken()).toBe('R')
    }
  })

  it("take the token endpoint's answer as text", async () => {
    const first = await signPair()
    const second = await signPair({ jti: 'second' })
    const text = ({ accessToken, idToken }: typeof first, more = {}) =>
      JSON.stringify({ id_token: idToken, access_token: accessToken, token_type: 'Bearer', ...more })
    const [theirs, mine] = both((library) => {
      const { auth, log, storage } = at(library)
      auth.onSuccessExchangeForToken(text(first, { refresh_token: 'R' }))
      auth.onSuccessRefreshToken(text(second))
      auth.onSuccessExchangeForToken('{"error":"invalid_grant"}')
      auth.onFailure('of the program')
      return {
        log,
        changes: visibleChanges(storage),
        refreshToken: auth.getCachedSession().getRefreshToken().getToken(),
      }
    })
    expect(mine.changes).toEqual(theirs.changes)
    expect(mine.refreshToken).toBe('R')
    expect(mine.log).toEqual(theirs.log)
    expect(mine.log.slice(2)).toEqual([
      ['failure', '{"error":"invalid_grant"}'],
      ['failure', 'of the program'],
    ])
  })

  it('post a form and hand over the body', async () => {
    for (const status of [200, 400]) {
      const [theirs, mine] = [[], []] as [unknown[], unknown[]]
      for (const [library, heard] of [
        ['upstream', theirs],
        ['ours', mine],
      ] as const) {
        const requests = answer(status, 'body')
        at(library).auth.makePOSTRequest(
          { 'Content-Type': 'application/x-www-form-urlencoded' },
          { a: 1, b: 'x' },
          'https://d.example/path',
          (text) => heard.push(['success', text]),
          (text) => heard.push(['failure', text]),
        )
        await vi.waitFor(() => {
          expect(heard).toHaveLength(1)
        })
        expect(requests).toEqual([{ url: 'https://d.example/path', body: 'a=1&b=x' }])
      }
      expect(mine).toEqual(theirs)
    }
  })

  it('open a request', () => {
    for (const library of ['upstream', 'ours'] as const) {
      const request = at(library).auth.createCORSRequest('POST', 'https://d.example/') as XMLHttpRequest
      expect(request.readyState).toBe(XMLHttpRequest.OPENED)
    }
  })

  it('name the user, the domain and the scopes', () => {
    const [theirs, mine] = both((library) => {
      const { auth } = at(library)
      auth.setUser('one')
      const names = [auth.getUsername()]
      auth.setUsername('two')
      return [
        ...names,
        auth.getUsername(),
        auth.getAppWebDomain(),
        auth.getClientId(),
        auth.getSpaceSeperatedScopeString(),
      ]
    })
    expect(mine).toEqual(theirs)
    expect(mine).toEqual(['one', 'two', authData.AppWebDomain, CLIENT_ID, 'openid%20email'])
    expect(at('ours', { AppWebDomain: `https://${authData.AppWebDomain}/` }).auth.getAppWebDomain()).toBe(
      authData.AppWebDomain,
    )
  })

  it('know nobody, in the same words', () => {
    const [theirs, mine] = both((library) => {
      const { auth } = at(library)
      return [
        auth.getCurrentUser(),
        auth.getLastUser(),
        auth.getUsername(),
        auth.getSignInUserSession().getState(),
      ]
    })
    expect(mine).toEqual(theirs)
  })

  it('favour no character of a random string', () => {
    const counts = new Map<string, number>()
    // 100 characters do not divide 256 values: a biased choice would favour the first 56 by half.
    const chars = Array.from({ length: 100 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('')
    for (const char of at('ours').auth.generateRandomString(60_000, chars)) {
      counts.set(char, (counts.get(char) ?? 0) + 1)
    }
    const chiSquare = Array.from(chars).reduce(
      (sum, char) => sum + ((counts.get(char) ?? 0) - 600) ** 2 / 600,
      0,
    )
    // 99 degrees of freedom: once in a hundred million runs by chance.
    expect(chiSquare).toBeLessThan(190)
  })
})

describe('a program of upstream', () => {
  it('may compare getState() before the sign-in with that of the session', async () => {
    const [theirs, mine] = both((library) => {
      const world = at(library)
      return { ...world, ...begin(world.auth), own: world.auth.getState() }
    })
    const { accessToken, idToken } = await signPair({}, { nonce: mine.nonce })
    for (const { create, log, state, own } of [theirs, mine]) {
      expect(own).toMatch(/^[\w-]{32,}$/)
      create().parseCognitoWebResponse(
        `https://app.example/#id_token=${idToken}&access_token=${accessToken}&token_type=Bearer&state=${state}`,
      )
      expect(log.at(-1)).toEqual(['success', own])
    }
  })

  const steps = [
    'makePOSTRequest',
    'createCORSRequest',
    'onSuccessExchangeForToken',
    'onSuccessRefreshToken',
    'cacheTokensScopes',
    'clearCachedTokensScopes',
  ] as const
  it('hears of tokens by its handler and by events where the steps that it replaces are called no more', async () => {
    const [theirs, mine] = both((library) => {
      const world = at(library, { ResponseType: 'code' })
      // On the object itself, as a program does that replaces one.
      return { ...world, ...begin(world.auth), replaced: steps.map((step) => vi.spyOn(world.auth, step)) }
    })
    const heard: string[] = []
    for (const name of ['signedIn', 'refreshed'] as const)
      (mine.auth as ours.CognitoAuth).on(name, () => heard.push(name))
    for (const { auth, log, state, nonce, replaced } of [theirs, mine]) {
      const answered = async (jti: string) => {
        const { accessToken, idToken } = await signPair({ jti }, { nonce })
        const tokens = { access_token: accessToken, id_token: idToken, refresh_token: 'R' }
        return answer(200, JSON.stringify({ ...tokens, token_type: 'Bearer' }))
      }
      // What replaces `fetch`, as `answer()` does, is asked for every token.
      const exchanges = await answered('1')
      auth.parseCognitoWebResponse(`${authData.RedirectUriSignIn}&code=c&state=${state}`)
      await vi.waitFor(() => {
        expect(log).toEqual([['success', expect.anything()]])
      })
      const refreshes = await answered('2')
      auth.refreshSession('R')
      await vi.waitFor(() => {
        expect(log).toEqual([['success', expect.anything()], expect.arrayContaining(['success'])])
      })
      expect([exchanges, refreshes].map(({ length }) => length)).toEqual([1, 1])
      void auth.signOut()
      expect(auth.isUserSignedIn()).toBe(false)
      for (const step of replaced) {
        if (auth === theirs.auth) expect(step).toHaveBeenCalled()
        else expect(step).not.toHaveBeenCalled()
      }
    }
    expect(heard).toEqual(['signedIn', 'refreshed'])
  })

  it('may set signInUserSession to null, and launchUri to its own', () => {
    const launched: string[] = []
    const { auth } = at('ours')
    Object.assign(auth, { signInUserSession: null, LaunchUri: (url: string) => launched.push(url) })
    auth.getSession()
    expect(launched).toEqual([expect.stringContaining('/oauth2/authorize?')])
    expect(auth.isUserSignedIn()).toBe(false)
  })
})
