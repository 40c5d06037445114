import { inspect } from 'node:util'
import { afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { CognitoAuthError, type CognitoAuthOptions } from '../../src/index.js'
import { type Auth, type Door, DOORS, openDoor } from '../helpers/doors.ts'
import { answerFor, appOptions, finish } from '../helpers/paper-pool.ts'
import { skipPauses } from '../helpers/pauses.ts'
import { RecordingStorage } from '../helpers/storage.ts'
import { accessClaims, atHash, idClaims, ISSUER, jwks, sign } from '../helpers/tokens.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'
import { callStepsOfOld } from '../legacy/steps-of-old.ts'

/* Where secrets must not turn up: in errors, on the console, at other hosts, in what goes along with a request. */

let anyWorld: World
let fetchFromPool: (url: string, init: RequestInit) => Promise<Response>
beforeAll(async () => {
  anyWorld = await createWorld()
  fetchFromPool = fetch
})

let logged: MockInstance[]
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
  skipPauses()
  logged = (
    ['log', 'info', 'warn', 'error', 'debug', 'trace', 'dir', 'table', 'group', 'assert'] as const
  ).map((name) => vi.spyOn(console, name).mockImplementation(() => undefined))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const SECRET_NAMES = [
  'code',
  'state',
  'nonce',
  'code_verifier',
  'codeVerifier',
  'id_token',
  'access_token',
  'refresh_token',
  'token',
]

/** Everything that can be read out of a value, by whatever way a program or a logger may take. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)]
  if (seen.has(value)) return []
  seen.add(value)
  const own = Reflect.ownKeys(value).map((key) => [key, Reflect.get(value, key) as unknown] as const)
  const inherited = ['message', 'stack', 'cause', 'name'].map((key) => Reflect.get(value, key) as unknown)
  return [
    Object.prototype.toString.call(value),
    JSON.stringify(value),
    inspect(value, { depth: Infinity, showHidden: true, maxStringLength: Infinity, breakLength: Infinity }),
    ...own.flatMap(([key, member]) => [String(key), ...everythingIn(member, seen)]),
    ...inherited.flatMap((member) => everythingIn(member, seen)),
  ]
}

/** A world of which every secret and everything that was said about it are known. */
interface Stage extends World<Auth> {
  /** Everything that a handler or a caller was given because something failed. */
  readonly said: unknown[]
  readonly secrets: Set<string>
  /** Has the token endpoint answer like this from now on. */
  answer(reply: (form: URLSearchParams) => Response | Promise<Response>): void
  /** The address that a person comes back to after a sign-in. */
  callback(options?: Partial<CognitoAuthOptions>): Promise<string>
  /** Has a page read this address. */
  read(url: string, options?: Partial<CognitoAuthOptions>): Promise<Auth>
  /** Has a page ask for tokens by every way there is. */
  refresh(options?: Partial<CognitoAuthOptions>): Promise<void>
  /** Has the storage throw what is made of the key and the value from now on. */
  refuseToStore(quote: (text: string) => unknown): void
  /** Does something that throws or rejects. */
  fail(act: () => unknown): Promise<void>
}

/** The storage is empty, and the pool knows the person already. */
function createStage(door: Door): Stage {
  const world = anyWorld.at(door)
  world.storage.values.clear()
  world.launched.length = 0
  const said: unknown[] = []
  const secrets = new Set<string>()
  const note = (pairs: Iterable<readonly [string, unknown]>) => {
    for (const [name, value] of pairs)
      if (SECRET_NAMES.includes(name) && typeof value === 'string' && value.length > 7) secrets.add(value)
  }
  const noteJson = (text: string) => {
    try {
      note(Object.entries(JSON.parse(text) as object))
    } catch {
      // An answer without tokens that could be told apart.
    }
  }
  const noteUrl = (url: string) => {
    const { searchParams, hash } = new URL(url)
    note(searchParams)
    note(new URLSearchParams(hash.slice(1)))
    return url
  }
  const { storage } = world
  const store = storage.setItem.bind(storage)
  let refuse: (text: string) => void = () => undefined
  vi.spyOn(storage, 'setItem').mockImplementation((key, value) => {
    for (const text of [key, value])
      for (const [secret] of text.matchAll(/\b[\w-]{43}$|^eyJ[\w.-]+$/g)) secrets.add(secret)
    noteJson(value)
    refuse(`${key} ${value}`)
    store(key, value)
  })
  const inner = fetchFromPool
  const stub = (reply?: Parameters<Stage['answer']>[0]) =>
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      const form = (init.body ?? new URLSearchParams()) as URLSearchParams
      note(form)
      const response = await (reply && url.endsWith('/oauth2/token') ? reply(form) : inner(url, init))
      noteJson(await response.clone().text())
      return response
    })
  stub()
  const stage: Stage = {
    ...world,
    said,
    secrets,
    answer: stub,
    async callback(options) {
      return noteUrl(await world.signInAt(await world.page(options).auth.getFQDNSignIn()))
    },
    async read(url, options) {
      noteUrl(url)
      const { auth, heard } = world.page(options)
      auth.parseCognitoWebResponse(url)
      await heardOf(heard)
      said.push(...heard.failures.flatMap(({ message, error }) => [message, error]))
      return auth
    },
    async refresh(options) {
      const { auth, heard } = world.page(options)
      await stage.fail(() => auth.getTokens({ minValidity: Infinity }))
      auth.refreshSession(
        world.storage.getItem('CognitoIdentityServiceProvider.app1.jane.refreshToken') ?? 'x',
      )
      await heardOf(heard)
      said.push(...heard.failures.flatMap(({ message, error }) => [message, error]))
      await stage.fail(() => world.page(options).auth.init())
    },
    refuseToStore(quote) {
      refuse = (text) => {
        throw quote(text) as Error
      }
    },
    async fail(act) {
      try {
        await act()
      } catch (error) {
        said.push(error)
      }
    },
  }
  return stage
}

type Scenario = (stage: Stage) => Promise<unknown>

/** What a server may say that quotes what it was sent, or what it should not have sent. */
const echoes: Record<string, (form: URLSearchParams) => unknown> = {
  'an error that describes the request': (form) => ({
    error: 'invalid_request',
    error_description: `not good: ${form.toString()}`,
    request: Object.fromEntries(form),
  }),
  'an error that is the request': (form) => ({ error: form.get('code') ?? form.get('refresh_token') }),
  'an error beside tokens': (form) => ({ error: 'odd', access_token: aToken, code: form.get('code') }),
  'an error that is dead serious': (form) => ({ error: 'invalid_grant', form: form.toString() }),
  'a message with the request': (form) => ({ message: 'oops', request: Object.fromEntries(form) }),
  'tokens that are none': (form) => ({
    access_token: `no.token.${form.get('code') ?? form.get('refresh_token') ?? ''}`,
    id_token: aToken,
    refresh_token: form.get('refresh_token'),
    token_type: 'Bearer',
  }),
  'tokens of another type': () => ({ access_token: aToken, id_token: aToken, token_type: 'DPoP' }),
  'tokens that are cut off': () => `{"access_token":"${aToken.slice(0, 90)}`,
  'a page with the request': (form) =>
    `<h1>Error</h1><pre>${form.toString()}\n${[...form.values()].join('\n')}</pre>`,
  'the form itself': (form) => form.toString(),
  nothing: () => '',
}
const aToken = await sign(accessClaims())

const matrix = [200, 400, 401, 403, 429, 500, 503].flatMap((status) =>
  Object.entries(echoes).map(([echo, body]) => ({ status, echo, body })),
)
const reply = (status: number, body: unknown) =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })

/** What is wrong with the tokens, in the order of the checks. */
const spoiled: [what: string, access: object, id: object, header?: Record<string, unknown>][] = [
  ['an algorithm that is none', {}, {}, { alg: 'none' }],
  ['an extension', {}, {}, { crit: ['exp'], exp: 5 }],
  ['another use', { token_use: 'id' }, {}],
  ['another issuer', { iss: 'https://evil.example' }, {}],
  ["another client's access token", { client_id: 'other' }, {}],
  ['another audience', {}, { aud: 'other' }],
  ['nobody', { sub: undefined }, {}],
  ['another nonce', {}, { nonce: 'another' }],
  ["another user's access token", { sub: 'other' }, {}],
  ['another hash', {}, { at_hash: 'x' }],
  ['no end', { exp: undefined }, {}],
  ['an end that is over', { iat: 1, exp: 3600 }, {}],
  ['a beginning in the future', {}, { iat: Math.floor(Date.now() / 1000) + 86_400 }],
  ['a key that is unknown', {}, {}, { kid: 'unknown' }],
  ['the signature of somebody else', {}, {}],
]
/** Tokens for the sign-in under way at this stage, but for what is spoiled. */
async function spoiledTokens(
  { pool, secrets, storage }: Stage,
  [, access, id, header]: (typeof spoiled)[number],
) {
  const record = [...storage.values.values()].find((value) => value.startsWith('{')) ?? '{}'
  const { nonce } = JSON.parse(record) as { nonce?: string }
  const common = { iss: pool.issuer }
  const spoil = async (claims: Record<string, unknown>) => {
    if (!header || 'kid' in header) return sign(claims, header)
    // What the helper would not sign.
    const parts = [{ alg: 'RS256', ...header }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    )
    return `${parts.join('.')}.c2ln`
  }
  const accessToken = await spoil(accessClaims({ ...common, client_id: 'app1', ...access }))
  const idToken = await spoil(
    idClaims({ ...common, aud: 'app1', nonce, at_hash: atHash(accessToken), ...id }),
  )
  secrets.add(accessToken).add(idToken)
  return {
    access_token: accessToken,
    id_token: idToken,
    refresh_token: 'an opaque refresh token',
    token_type: 'Bearer',
  }
}

const implicit = { ResponseType: 'token' } as const
const always = { VerifySignature: 'always' } as const
const quoting = {
  'an error': (text: string) => new Error(`cannot store ${text}`),
  'an error with members': (text: string) => Object.assign(new Error('cannot store'), { value: text }),
  'an error with a cause': (text: string) => new Error('cannot store', { cause: new Error(text) }),
  'a DOMException': (text: string) => new DOMException(`full: ${text}`, 'QuotaExceededError'),
  'a text': (text: string) => text,
  'an object': (text: string) => ({ value: text }),
}

const IN_THE_MATRIX: readonly (readonly [string, Scenario])[] = matrix.flatMap(
  ({ status, echo, body }): [string, Scenario][] => [
    [
      `the token endpoint refuses a code with ${status} and ${echo}`,
      async (stage) => {
        const callback = await stage.callback()
        stage.answer((form) => reply(status, body(form)))
        await stage.read(callback)
      },
    ],
    [
      `the token endpoint refuses a refresh with ${status} and ${echo}`,
      async (stage) => {
        await stage.read(await stage.callback())
        stage.answer((form) => reply(status, body(form)))
        await stage.refresh()
      },
    ],
  ],
)

const WITH_CODES: readonly (readonly [string, Scenario])[] = [
  ...spoiled.flatMap((what): [string, Scenario][] => [
    [
      `a code is exchanged for tokens with ${what[0]}`,
      async (stage) => {
        const callback = await stage.callback(always)
        const tokens = await spoiledTokens(stage, what)
        stage.answer(() => Response.json(tokens))
        await stage.read(callback, always)
      },
    ],
    [
      `a refresh brings tokens with ${what[0]}`,
      async (stage) => {
        await stage.read(await stage.callback())
        const tokens = await spoiledTokens(stage, what)
        stage.answer(() => Response.json(tokens))
        await stage.refresh(always)
      },
    ],
  ]),
  ...Object.entries(quoting).flatMap(([thing, quote]): [string, Scenario][] => [
    [
      `the storage takes nothing and throws ${thing} with the value when a sign-in begins`,
      async (stage) => {
        stage.refuseToStore(quote)
        await stage.fail(() => stage.page().auth.getFQDNSignIn())
        await stage.fail(() => stage.page().auth.signIn())
        const { auth, heard } = stage.page()
        auth.getSession()
        await heardOf(heard)
        stage.said.push(...heard.failures.flatMap(({ message, error }) => [message, error]))
      },
    ],
    [
      `the storage takes nothing and throws ${thing} with the value when a sign-in ends`,
      async (stage) => {
        const callback = await stage.callback()
        stage.refuseToStore(quote)
        const { auth, heard } = stage.page()
        auth.on('warning', ({ error }) => stage.said.push(error))
        auth.parseCognitoWebResponse(callback)
        await heardOf(heard)
        expect(heard.failures).toEqual([])
      },
    ],
    [
      `the network fails with ${thing} that quotes the request`,
      async (stage) => {
        const callback = await stage.callback()
        stage.answer((form) => {
          throw quote(form.toString()) as Error
        })
        await stage.read(callback)
      },
    ],
    [
      `an answer breaks off with ${thing} that quotes it`,
      async (stage) => {
        await stage.read(await stage.callback())
        stage.answer((form) => {
          const body = new ReadableStream({
            start: (controller) => {
              controller.enqueue(new TextEncoder().encode('{"access'))
            },
            pull: (controller) => {
              controller.error(quote(form.toString()))
            },
          })
          const response = new Response(body)
          response.clone = () => new Response('')
          return response
        })
        await stage.refresh()
      },
    ],
  ]),
  [
    'the keys cannot be had',
    async (stage) => {
      // Those that were fetched before are no longer fresh.
      stage.pass(660)
      const callback = await stage.callback(always)
      const { fetch } = globalThis
      vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
        url.endsWith('jwks.json') ? Promise.resolve(new Response(aToken, { status: 500 })) : fetch(url, init),
      )
      await stage.read(callback, always)
    },
  ],
  ...(
    [
      'a foreign state',
      'no state',
      'a state twice',
      'a long state',
      'tokens where a code is due',
      'another issuer',
    ] as const
  ).map((name): [string, Scenario] => [
    `a redirect has ${name}`,
    async (stage) => {
      const callback = await stage.callback()
      const [state = ''] = /state=[^&]+/.exec(callback) ?? []
      const changed = {
        'a foreign state': callback.replace(state, `state=${'x'.repeat(43)}`),
        'no state': callback.replace(state, ''),
        'a state twice': `${callback}&${state}`,
        'a long state': callback + 'x'.repeat(5000),
        'tokens where a code is due': `http://localhost:3000/#access_token=${aToken}&token_type=Bearer&${state}`,
        'another issuer': `${callback}&iss=https://evil.example`,
      }[name]
      await stage.read(changed)
    },
  ]),
  [
    'a redirect is read twice',
    async (stage) => {
      const callback = await stage.callback()
      await stage.read(callback)
      await stage.read(callback)
    },
  ],
  [
    'a sign-in comes back after an hour',
    async (stage) => {
      const callback = await stage.callback()
      stage.pass(3601)
      await stage.read(callback)
    },
  ],
  [
    'a redirect has an error that quotes what it answers',
    async (stage) => {
      const callback = new URL(await stage.callback())
      const { searchParams } = callback
      searchParams.delete('code')
      const said = `not good: state=${searchParams.get('state') ?? ''} ${aToken}`
      for (const [error, description] of [
        ['invalid_request', said],
        [aToken, said],
        [said, ''],
      ] as const) {
        searchParams.set('error', error)
        searchParams.set('error_description', description)
        await stage.read(callback.href)
      }
    },
  ],
  [
    'an address with a response is passed for RedirectUriSignIn',
    async (stage) => {
      const asCode = await stage.callback()
      const asTokens = asCode
        .replace('?', '#')
        .replace(/code=[^&]+/, `id_token=${aToken}&access_token=${aToken}`)
      for (const url of [
        asCode,
        asTokens,
        asCode.replace('localhost:3000', 'app.example'),
        asCode.replace('http://', 'https:'),
      ])
        await stage.fail(() => stage.page({ RedirectUriSignIn: url }))
    },
  ],
  [
    'a client secret is passed',
    async (stage) => {
      stage.secrets.add('a client secret')
      await stage.fail(() => stage.page({ ClientSecret: 'a client secret' } as object))
    },
  ],
  [
    'a refresh is asked for by nobody',
    async (stage) => {
      await stage.read(await stage.callback())
      const { auth, heard } = stage.page()
      stage.storage.values.clear()
      auth.refreshSession(aToken)
      await heardOf(heard)
      stage.said.push(...heard.failures.flatMap(({ message, error }) => [message, error]))
      await stage.fail(() => stage.page().auth.getTokens())
    },
  ],
  [
    'there is no page to leave',
    async (stage) => {
      await stage.fail(() => stage.page({ LaunchUri: undefined }).auth.signIn())
    },
  ],
]

/** The implicit flow, and what programs of amazon-cognito-auth-js do: what fails at the class alone. */
const AT_THE_CLASS: readonly (readonly [string, Scenario])[] = [
  ...spoiled.map((what): [string, Scenario] => [
    `a redirect brings tokens with ${what[0]}`,
    async (stage) => {
      const callback = new URL(await stage.callback({ ...implicit, ...always }))
      const forged = new URLSearchParams(callback.hash.slice(1))
      for (const [name, value] of Object.entries(await spoiledTokens(stage, what))) forged.set(name, value)
      callback.hash = forged.toString()
      await stage.read(callback.href, { ...implicit, ...always })
    },
  ]),
  [
    'tokens that were handed out are withdrawn',
    async (stage) => {
      const callback = new URL(await stage.callback(implicit))
      const forged = new URLSearchParams(callback.hash.slice(1))
      const tokens = await spoiledTokens(stage, ['', {}, {}, { kid: 'unknown' }])
      for (const [name, value] of Object.entries(tokens)) forged.set(name, value)
      callback.hash = forged.toString()
      const { auth, heard } = stage.page(implicit)
      auth.parseCognitoWebResponse(callback.href)
      await heardOf(heard, 2)
      stage.said.push(...heard.failures.flatMap(({ message, error }) => [message, error]))
    },
  ],
  // At the other door this is no failure: nobody is signed in.
  [
    'a sign-out overtakes an exchange',
    async (stage) => {
      const callback = await stage.callback()
      const { auth, heard } = stage.page()
      auth.parseCognitoWebResponse(callback)
      await auth.signOut({ redirect: false })
      await heardOf(heard)
      stage.said.push(...heard.failures.flatMap(({ message, error }) => [message, error]))
    },
  ],
  [
    'a step of old is called by hand',
    async (stage) => {
      const { auth, heard } = anyWorld.page()
      const parameters = new URL(await stage.callback()).searchParams
      callStepsOfOld(auth, parameters, aToken)
      await heardOf(heard, 4)
      stage.said.push(...heard.failures.flatMap(({ message, error }) => [message, error]))
    },
  ],
]

// What a server may say becomes an error behind the doors: the other one is asked every other row, once of a code and once
// of a refresh.
const SCENARIOS = {
  CognitoAuth: [...IN_THE_MATRIX, ...WITH_CODES, ...AT_THE_CLASS],
  createCognitoAuth: [...IN_THE_MATRIX.filter((_, i) => i % 4 === 0 || i % 4 === 3), ...WITH_CODES],
}

describe.each(DOORS)('at the door %s,', (door) => {
  it.each(SCENARIOS[door])('A79: nothing of what is secret is said when %s', async (_, scenario) => {
    const stage = createStage(door)
    await scenario(stage)
    const consoleOutput = logged.flatMap(({ mock }) => mock.calls as unknown[])
    const errors = stage.said.filter((thing) => thing instanceof Error)
    expect(errors.length).toBeGreaterThan(0)
    for (const error of errors) expect(error).toBeInstanceOf(CognitoAuthError)
    expect(stage.secrets.size).toBeGreaterThan(0)
    const text = [...stage.said, ...consoleOutput].flatMap((thing) => everythingIn(thing)).join('\n')
    // A token has a dot: a random state may begin like one.
    expect(text).not.toMatch(/eyJ[\w-]+\./)
    expect([...stage.secrets, aToken].filter((secret) => text.includes(secret))).toEqual([])
    expect(consoleOutput).toEqual([])
  })
})

it('A79: is not blind to what it looks for', () => {
  const hidden = Object.defineProperty(new Error('x', { cause: new Error(aToken) }), 'hidden', {
    value: 'a-secret',
  })
  expect(everythingIn(hidden).join()).toContain('a-secret')
  expect(everythingIn(hidden).join()).toMatch(/eyJ[\w-]{8,}/)
})

/** Every request with all that goes along with it, answered by a pool that exists only as its answers. */
function tapRequests(tokens: unknown) {
  const requests: { url: string; init: RequestInit }[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    requests.push({ url, init })
    return Promise.resolve(Response.json(url.endsWith('/jwks.json') ? jwks : tokens))
  })
  return requests
}

describe.each(DOORS)('at the door %s,', (door) => {
  describe('what goes along with a request', () => {
    const create = () => openDoor(door, { ...appOptions, ...always, Storage: new RecordingStorage() })
    const requests = async () => {
      const auth = create()
      const { callback, answer } = await answerFor(auth)
      const seen = tapRequests(answer)
      await finish(auth, callback)
      await auth.getTokens({ minValidity: Infinity })
      await auth.signOut({ redirect: false })
      return seen
    }

    it('A77: is nothing of the page, and nothing that would need a preflight', async () => {
      // A pool's keys are fetched once, so that they may have been fetched by the test before.
      vi.setSystemTime(Date.now() + 3_600_000)
      const seen = await requests()
      expect(seen.map(({ url }) => url)).toEqual([
        `${ISSUER}/.well-known/jwks.json`,
        'https://d.example/oauth2/token',
        'https://d.example/oauth2/token',
        'https://d.example/oauth2/revoke',
      ])
      for (const { url, init } of seen) {
        expect(init, url).toMatchObject({
          credentials: 'omit',
          redirect: 'error',
          referrerPolicy: 'no-referrer',
        })
        const { method, headers, referrer, mode } = new Request(url, init)
        expect(mode).toBe('cors')
        expect([...headers]).toEqual(
          method === 'GET' ? [] : [['content-type', 'application/x-www-form-urlencoded;charset=UTF-8']],
        )
        expect(referrer).toBe('about:client')
        expect(new URL(url).search + new URL(url).hash + new URL(url).username).toBe('')
      }
    })

    it('A77: is kept by no cache, but for keys that everybody may see', async () => {
      vi.setSystemTime(Date.now() + 7_200_000)
      const seen = await requests()
      expect(seen.map(({ init }) => init.cache)).toEqual(['default', 'no-store', 'no-store', 'no-store'])
    })
  })

  describe('the hosts that are asked', () => {
    const evil = 'https://evil.example'
    const evilHeader = { jku: `${evil}/jwks.json`, x5u: `${evil}/cert.pem`, jwk: { kty: 'RSA' }, x5c: ['x'] }
    /** Gives the hosts that were asked for anything, with the pool's own token endpoint answering like this. */
    async function hostsOf(run: (auth: Auth, storage: RecordingStorage) => Promise<unknown>, options = {}) {
      const storage = new RecordingStorage()
      const auth = openDoor(door, { ...appOptions, ...always, Storage: storage, ...options })
      const seen = tapRequests({})
      await run(auth, storage).catch((error: unknown) => {
        expect(error).toBeInstanceOf(CognitoAuthError)
      })
      const { fetch } = globalThis
      expect(fetch).toBeTypeOf('function')
      return seen
    }
    const own = new Set(['https://d.example', new URL(ISSUER).origin])
    /** Signs in with tokens that have these claims and headers. */
    const exchange = (claims: object, header: object) => async (auth: Auth) => {
      const { callback, answer } = await answerFor(auth)
      const { nonce } = JSON.parse(atob(answer.id_token.split('.')[1] ?? '')) as { nonce: string }
      const accessToken = await sign(accessClaims({ ...claims }), header)
      const idToken = await sign(idClaims({ nonce, at_hash: atHash(accessToken), ...claims }), header)
      return { callback, tokens: { ...answer, access_token: accessToken, id_token: idToken } }
    }
    const forged: [what: string, claims: object, header: object][] = [
      ['another issuer', { iss: evil }, {}],
      ['an issuer that begins like ours', { iss: `${ISSUER}.evil.example` }, {}],
      ['an issuer that leads elsewhere', { iss: `${ISSUER}/../../../evil` }, {}],
      [
        'an issuer with a user of ours',
        { iss: `https://cognito-idp.eu-central-1.amazonaws.com@evil.example` },
        {},
      ],
      ['headers that carry keys', {}, evilHeader],
      ['both', { iss: evil }, evilHeader],
      ['an unknown key', {}, { kid: `${evil}/key` }],
    ]
    const originsOf = (seen: { url: string }[]) => [...new Set(seen.map(({ url }) => new URL(url).origin))]

    it.each(forged)('A81: are ours for an exchange that brings tokens with %s', async (_, claims, header) => {
      const auth = openDoor(door, { ...appOptions, ...always, Storage: new RecordingStorage() })
      const { callback, tokens } = await exchange(claims, header)(auth)
      const seen = tapRequests(tokens)
      await finish(auth, callback).catch((error: unknown) => {
        expect(error).toBeInstanceOf(CognitoAuthError)
      })
      expect(seen.length).toBeGreaterThan(0)
      expect(originsOf(seen).filter((origin) => !own.has(origin))).toEqual([])
    })

    it.each(forged)('A81: are ours for a redirect that brings tokens with %s', async (_, claims, header) => {
      for (const options of [
        {},
        { UserPoolId: undefined, VerifySignature: undefined },
        { VerifySignature: undefined },
      ]) {
        const auth = openDoor(door, {
          ...appOptions,
          ...always,
          ResponseType: door === 'CognitoAuth' ? 'token' : 'code',
          Storage: new RecordingStorage(),
          ...options,
        })
        const { callback, tokens } = await exchange(claims, header)(auth)
        const seen = tapRequests(tokens)
        const fragment = new URLSearchParams(tokens).toString()
        await finish(auth, callback.replace('?code=a-code', `#${fragment}`)).catch((error: unknown) => {
          expect(error).toBeInstanceOf(CognitoAuthError)
        })
        await new Promise((resolve) => setTimeout(resolve, 5))
        expect(originsOf(seen).filter((origin) => !own.has(origin))).toEqual([])
      }
    })

    it('A81: are ours for a redirect that names another issuer', async () => {
      const seen = await hostsOf(async (auth) => {
        const { callback } = await answerFor(auth)
        await finish(auth, `${callback}&iss=${evil}`)
      })
      expect(originsOf(seen)).toEqual([])
    })

    it('A81: are ours whatever others have written into the storage', async () => {
      const seen = await hostsOf(async (_, storage) => {
        const access = await sign(accessClaims({ iss: evil }), evilHeader)
        const key = (name: string) => `CognitoIdentityServiceProvider.1example23456789.${name}`
        storage.values.set(key('LastAuthUser'), 'jane')
        storage.values.set(key('jane.accessToken'), access)
        storage.values.set(key('jane.idToken'), await sign(idClaims({ iss: evil }), evilHeader))
        storage.values.set(key('jane.refreshToken'), evil)
        const auth = openDoor(door, { ...appOptions, ...always, Storage: storage })
        expect(auth.isUserSignedIn()).toBe(false)
        await auth.getTokens()
      })
      expect(seen.length).toBeGreaterThan(0)
      expect(originsOf(seen).filter((origin) => !own.has(origin))).toEqual([])
    })

    it('A81: are ours for a sign-in whose record was changed', async () => {
      const seen = await hostsOf(async (auth, storage) => {
        const { callback } = await answerFor(auth)
        for (const [key, value] of storage.values)
          if (value.startsWith('{'))
            storage.values.set(
              key,
              JSON.stringify({
                ...(JSON.parse(value) as object),
                redirectUri: evil,
                origin: evil,
                issuer: evil,
              }),
            )
        await finish(auth, callback)
      })
      expect(seen.length).toBeGreaterThan(0)
      expect(originsOf(seen).filter((origin) => !own.has(origin))).toEqual([])
    })

    it('A81: are ours from the first step of a session to the last', async () => {
      const opened: string[] = []
      const auth = openDoor(door, {
        ...appOptions,
        ...always,
        Storage: new RecordingStorage(),
        LaunchUri: (url) => opened.push(url),
      })
      await auth.signIn()
      const { callback, answer } = await answerFor(auth)
      const seen = tapRequests(answer)
      await finish(auth, callback)
      await auth.getTokens({ minValidity: Infinity })
      await auth.signOut()
      expect(opened.map((url) => new URL(url).origin)).toEqual(['https://d.example', 'https://d.example'])
      expect(originsOf(seen).filter((origin) => !own.has(origin))).toEqual([])
      expect(seen.length).toBeGreaterThan(2)
    })
  })
})
