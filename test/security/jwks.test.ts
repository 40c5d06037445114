import { setImmediate } from 'node:timers/promises'
import { exportJWK, generateKeyPair } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import { watchConsole } from '../helpers/forgeries.ts'
import {
  CHANNELS,
  type Channel,
  codesAlways,
  expectAcceptance,
  expectRefusal,
  FAIL_CLOSED,
  type Forgery,
  heardOf,
  HostileServer,
  poolJwk,
  redirectToInit,
  redirectToParse,
  refreshesAlways,
  settled,
} from '../helpers/hostile.ts'

/* Where the keys come from, which of them are good, how often they are fetched, and what happens when there are none. */

watchConsole()

type Json = Record<string, unknown>

const named = (channels: readonly Channel[]) => channels.map((channel) => [channel.name, channel] as const)
const serving =
  (...keys: unknown[]) =>
  () =>
    Response.json({ keys })
const ofKid = (kid: string): Forgery => ({ idSigning: { header: { kid } } })

const other = await generateKeyPair('RS256')
const otherJwk = { ...(await exportJWK(other.publicKey)), kid: 'other-key=', alg: 'RS256', use: 'sig' }
const weak = await crypto.subtle.generateKey(
  {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 1024,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  },
  true,
  ['sign', 'verify'],
)
const weakJwk = { ...(await exportJWK(weak.publicKey)), kid: poolJwk.kid, alg: 'RS256', use: 'sig' }
const ellipticJwk = { ...(await exportJWK((await generateKeyPair('ES256')).publicKey)), kid: poolJwk.kid }

/** How tokens end that are brought to the library. */
async function endOf(server: HostileServer, channel: Channel, forgery: Forgery = {}): Promise<string> {
  const page = await channel.deliver(server, forgery)
  await heardOf(page)
  return page.heard.errors[0]?.code ?? 'accepted'
}

const caches = ({ keyRequests }: HostileServer) => keyRequests.map(({ init }) => init.cache)

describe.each(named(FAIL_CLOSED))('by %s', (_, channel) => {
  const { kid, n, e, kty } = poolJwk

  it.each<[what: string, key: unknown]>([
    ['for another algorithm', { ...poolJwk, alg: 'RS512' }],
    ['for encryption', { ...poolJwk, use: 'enc' }],
    ['whose only operation is another', { ...poolJwk, key_ops: ['encrypt'] }],
    ['whose operations are no list', { ...poolJwk, key_ops: 'verify' }],
    ['of another type', { ...poolJwk, kty: 'EC' }],
    ['on an elliptic curve', ellipticJwk],
    ['that is a secret', { kty: 'oct', k: n, kid }],
    ['without a name', { ...poolJwk, kid: undefined }],
    ['whose name is no text', { ...poolJwk, kid: [kid] }],
    ...[null, 1, 'x', []].map((key): [string, unknown] => [`that is ${JSON.stringify(key)}`, key]),
  ])('A33: does not use a key %s', async (_what, key) => {
    const server = new HostileServer()
    server.keys = serving(key)
    await expectRefusal(server, channel, {}, 'unknown_kid')
  })

  it.each<[what: string, key: Json, signing: Forgery]>([
    [
      'RSA of 1,024 bits',
      weakJwk,
      { accessSigning: { key: weak.privateKey }, idSigning: { key: weak.privateKey } },
    ],
    ['without a modulus', { kid, e, kty }, {}],
    ['without an exponent', { kid, n, kty }, {}],
    ['whose modulus is no number', { kid, n: '*', e, kty }, {}],
  ])('A33: no signature holds by a key %s', async (_what, key, forgery) => {
    const server = new HostileServer()
    server.keys = serving(key)
    await expectRefusal(server, channel, forgery, 'bad_signature')
  })

  it.each<[what: string, keys: unknown[]]>([
    ['that says no more than its name', [{ kty, n, e, kid }]],
    ['among whose operations is to verify', [{ ...poolJwk, key_ops: ['sign', 'verify'] }]],
    ['that stands among others', [null, ellipticJwk, otherJwk, { ...poolJwk, use: 'enc' }, poolJwk, 1]],
  ])('A33: uses a key %s', async (_what, keys) => {
    const server = new HostileServer()
    server.keys = serving(...keys)
    await expectAcceptance(server, channel)
  })

  it('A34: an unknown kid has the keys fetched once more, and the next one not at all', async () => {
    const server = new HostileServer()
    await server.signIn()
    expect(await endOf(server, channel, ofKid('unknown-1'))).toBe('unknown_kid')
    expect(caches(server)).toEqual(['default', 'reload'])
    expect(await endOf(server, channel, ofKid('unknown-2'))).toBe('unknown_kid')
    expect(await endOf(server, channel)).toBe('accepted')
    expect(caches(server)).toEqual(['default', 'reload'])
  })

  it('A34: after 30 seconds an unknown kid has them fetched again', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const server = new HostileServer()
    await server.signIn()
    const start = Date.now()
    for (const [seconds, requests] of [
      [0, 2],
      [29, 2],
      [31, 3],
      [60, 3],
      [62, 4],
    ] as const) {
      vi.setSystemTime(start + seconds * 1000)
      expect(await endOf(server, channel, ofKid(`unknown-${seconds}`))).toBe('unknown_kid')
      expect(server.keyRequests).toHaveLength(requests)
    }
  })

  it('A34: finds the key of a pool that has changed its keys, and forgets the one before', async () => {
    const server = new HostileServer()
    await server.signIn()
    expect(await endOf(server, channel)).toBe('accepted')
    server.keys = serving(otherJwk)
    const signing = { key: other.privateKey, header: { kid: otherJwk.kid } }
    expect(await endOf(server, channel, { accessSigning: signing, idSigning: signing })).toBe('accepted')
    expect(caches(server)).toEqual(['default', 'reload'])
    expect(await endOf(server, channel)).toBe('unknown_kid')
  })

  it('A34: keeps the keys for ten minutes, by a clock that only goes forward', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const server = new HostileServer()
    await server.signIn()
    const start = Date.now()
    for (const [seconds, requests] of [
      [0, 1],
      [599, 1],
      [601, 2],
      [-3600, 3],
    ] as const) {
      vi.setSystemTime(start + seconds * 1000)
      expect(await endOf(server, channel)).toBe('accepted')
      expect(server.keyRequests).toHaveLength(requests)
    }
    expect(caches(server)).toEqual(['default', 'default', 'default'])
  })

  it('A34: asks for keys with nothing of the page, and follows no redirect', async () => {
    const server = new HostileServer()
    await server.signIn()
    await endOf(server, channel, ofKid('unknown'))
    for (const { url, init } of server.keyRequests) {
      expect(url).toBe(`${server.issuer}/.well-known/jwks.json`)
      expect(init).toMatchObject({ credentials: 'omit', redirect: 'error' })
      expect(init).toMatchObject({
        referrerPolicy: 'no-referrer',
        signal: expect.any(AbortSignal) as unknown,
      })
      expect(Object.keys(init)).not.toEqual(expect.arrayContaining(['method', 'body', 'headers']))
    }
    expect(server.keyRequests).toHaveLength(2)
  })
})

describe('by ten redirects at once', () => {
  it.each([
    ['of good tokens', {}, 'accepted', 1],
    ['of an unknown kid', ofKid('unknown'), 'unknown_kid', 2],
  ] as const)('A34: all that wait share a request: %s', async (_what, forgery, end, requests) => {
    const server = new HostileServer()
    let open: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (open = resolve))
    server.keys = () => gate.then(serving(poolJwk))
    const pages = []
    for (let count = 0; count < 10; count++) pages.push(await redirectToInit.deliver(server, forgery))
    open()
    for (const page of pages) await heardOf(page)
    expect(pages.map(({ heard }) => heard.errors[0]?.code ?? 'accepted')).toEqual(pages.map(() => end))
    expect(server.keyRequests).toHaveLength(requests)
  })
})

const FAULTS: [what: string, answer: () => Response | Promise<Response>][] = [
  ['404', () => Response.json({ keys: [poolJwk] }, { status: 404 })],
  ['500', () => Response.json({ keys: [poolJwk] }, { status: 500 })],
  ['a page', () => new Response('<!doctype html><title>Sign in</title>')],
  ['nothing', () => new Response('')],
  ['half of it', () => new Response(JSON.stringify({ keys: [poolJwk] }).slice(0, -9))],
  ...[{ keys: {} }, { keys: null }, { keys: 'x' }, {}, [], null, 1].map((body): [string, () => Response] => [
    JSON.stringify(body),
    () => Response.json(body),
  ]),
  ['5 MB', () => Response.json({ keys: [poolJwk], padding: 'x'.repeat(5_000_000) })],
  ['no answer at all (offline, or CORS)', () => Promise.reject(new TypeError('Failed to fetch'))],
  [
    'an answer that breaks off',
    () =>
      new Response(
        new ReadableStream({
          pull: (it) => {
            it.error(new TypeError('terminated'))
          },
        }),
      ),
  ],
]

describe.each(FAULTS)('when the keys are asked for and the answer is %s', (_, answer) => {
  it.each(named(FAIL_CLOSED))(
    'A36: by %s, nothing is spent or stored, and the next sign-in asks again',
    async (_name, channel) => {
      const server = new HostileServer()
      server.keys = answer
      await expectRefusal(server, channel, {}, 'jwks_unavailable', { tokenRequests: 0 })
      server.keys = serving(poolJwk)
      expect(await endOf(server, channel)).toBe('accepted')
    },
  )

  it('A36: by redirect to parseCognitoWebResponse(), the session stays', async () => {
    const server = new HostileServer()
    server.keys = answer
    const { auth, heard } = await redirectToParse.deliver(server, {})
    await settled(server)
    expect(heard.order).toEqual(['success'])
    expect([auth.isUserSignedIn(), server.page().auth.isUserSignedIn()]).toEqual([true, true])
  })

  it.each(named(CHANNELS.filter(({ verifies }) => verifies === 'never')))(
    'A36: by %s, no key is asked for',
    async (_name, channel) => {
      const server = new HostileServer()
      server.keys = answer
      await expectAcceptance(server, channel)
    },
  )
})

describe('when the keys are asked for and the server never answers', () => {
  it.each(named([...FAIL_CLOSED, redirectToParse]))(
    'A36: by %s, it is given up after ten seconds',
    async (_, channel) => {
      const server = new HostileServer()
      await server.signIn()
      const stored = [...server.storage.values]
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      server.keys = (_url, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new DOMException('The operation was aborted.', 'AbortError'))
          })
        })
      const page = await channel.deliver(server, {})
      while (!server.keyRequests.length) await setImmediate()
      await vi.advanceTimersByTimeAsync(9_999)
      expect(page.heard.errors).toEqual([])
      await vi.advanceTimersByTimeAsync(1)
      await heardOf(page)
      await setImmediate()
      if (channel === redirectToParse) {
        expect(page.heard.order).toEqual(['success'])
        expect(server.page().auth.isUserSignedIn()).toBe(true)
      } else {
        expect(page.heard.errors).toMatchObject([{ code: 'jwks_unavailable', cause: { code: 'timeout' } }])
        expect([...server.storage.values]).toEqual(stored)
        expect(server.tokenRequests).toEqual([])
      }
    },
  )
})

describe.each(['cognito-idp', 'issuer-cognito-idp'])('a pool whose issuer is https://%s…', (form) => {
  /** A server whose issuer has this form; at the other form stands another key under the same name. */
  function serverOf() {
    const server = new HostileServer()
    if (form === 'issuer-cognito-idp') server.issuer = server.otherIssuer
    server.keys = (url) =>
      Response.json({
        keys: [url.startsWith(`${server.issuer}/`) ? poolJwk : { ...otherJwk, kid: poolJwk.kid }],
      })
    return server
  }

  it.each(named(CHANNELS))('A39: is good by %s', async (_, channel) => {
    await expectAcceptance(serverOf(), channel)
  })

  it.each(named([...FAIL_CLOSED, redirectToParse]))(
    'A39: has keys of its own: those of the other form are refused by %s',
    async (_, channel) => {
      const signing = { key: other.privateKey }
      await expectRefusal(
        serverOf(),
        channel,
        { accessSigning: signing, idSigning: signing },
        'bad_signature',
      )
    },
  )

  it('A39: is asked for its keys, and the other form is not', async () => {
    const server = serverOf()
    await expectAcceptance(server, redirectToInit)
    expect(server.keyRequests.map(({ url }) => url)).toEqual([`${server.issuer}/.well-known/jwks.json`])
  })

  it('A36: is asked for its keys before a refresh token is spent', async () => {
    const server = serverOf()
    const { keys } = server
    server.keys = (url, init) =>
      url.startsWith(`${server.issuer}/`) ? new Response('', { status: 503 }) : keys(url, init)
    await expectRefusal(server, refreshesAlways, {}, 'jwks_unavailable', { tokenRequests: 0 })
  })
})

it.each(named([codesAlways, refreshesAlways]))(
  'A36: by %s, the keys are there before anything is spent',
  async (_, channel) => {
    const server = new HostileServer()
    await expectAcceptance(server, channel)
    expect(server.requests).toEqual([...server.keyRequests, ...server.tokenRequests])
    expect(server.tokenRequests).toHaveLength(1)
  },
)

describe('where the user pool is not known', () => {
  const evil = { iss: 'https://evil.example/eu-central-1_Evil' }

  it('A39: init() refuses tokens of a redirect, and asks nobody for keys', async () => {
    const server = new HostileServer()
    server.options = { UserPoolId: undefined }
    expect(await endOf(server, redirectToInit, { access: evil, id: evil })).toBe('invalid_configuration')
    expect(server.requests).toEqual([])
    expect([...server.storage.values]).toEqual([])
  })

  it('A39: parseCognitoWebResponse() asks nobody for keys either', async () => {
    const server = new HostileServer()
    server.options = { UserPoolId: undefined }
    expect(await endOf(server, redirectToParse, { access: evil, id: evil })).toBe('accepted')
    for (let turn = 0; turn < 10; turn++) await setImmediate()
    expect(server.requests).toEqual([])
  })
})
