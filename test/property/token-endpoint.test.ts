import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { CognitoAuthError } from '../../src/index.js'
import { base64urlText, cases, hostileJson, hostileName, hostileText } from '../helpers/arbitraries.ts'
import { type Arrival, isHarmless, type Mutation, mutation, signMutated } from '../helpers/mutations.ts'
import { RecordingStorage } from '../helpers/storage.ts'
import { CLIENT_ID, jwks, now, signPair, USER_POOL_ID } from '../helpers/tokens.ts'
import { type Door, DOORS, openDoor } from '../helpers/doors.ts'
import { skipPauses } from '../helpers/pauses.ts'

vi.setConfig({ testTimeout: 120_000 })
afterAll(() => {
  vi.unstubAllGlobals()
})

const PREFIX = `CognitoIdentityServiceProvider.${CLIENT_ID}.`

/** The good answer with something about it changed. */
interface Changed {
  readonly status: number
  /** A member of the answer that gets another value, or undefined where it is left out. */
  readonly member?: readonly [name: string, value: unknown]
  readonly mutation?: Mutation
  /** What takes the place of a token's signature. */
  readonly signature?: { readonly token: 'access_token' | 'id_token'; readonly text: string }
}

const member = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      'access_token',
      'id_token',
      'refresh_token',
      'token_type',
      'scope',
      'expires_in',
      'error',
    ),
    hostileName,
  ),
  fc.oneof(
    fc.constantFrom<unknown>(undefined, 'bearer', 'BEARER', 'DPoP', ['Bearer'], 'invalid_grant'),
    hostileJson,
    hostileText,
  ),
)
const status = fc.oneof(fc.constantFrom(200, 200, 200, 400, 429, 500), fc.integer({ min: 206, max: 599 }))
/** Statuses that come with a body. */
const withBody = status.filter((code) => code !== 304)

const changed: fc.Arbitrary<Changed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ status: fc.constant(200), mutation }) },
  { weight: 3, arbitrary: fc.record({ status: fc.constant(200), member }) },
  { weight: 1, arbitrary: fc.record({ status: withBody }) },
  {
    weight: 2,
    arbitrary: fc.record({
      status: fc.constant(200),
      signature: fc.record({ token: fc.constantFrom('access_token', 'id_token'), text: base64urlText() }),
    }),
  },
)

/** Whether what was changed leaves a good answer, by RFC 6749, section 5.1, and the list of harmless claims. */
function isGood(
  { status, member, mutation, signature }: Changed,
  arrival: Arrival,
  verifies: boolean,
): boolean {
  if (status !== 200) return false
  if (mutation && !isHarmless(mutation, arrival)) return false
  // The hash of the access token, signature and all, is in the ID token.
  if (signature) return signature.token === 'id_token' && signature.text.length % 4 !== 1 && !verifies
  const [name, value] = member ?? []
  // Nothing takes the place of a token.
  if (name === 'access_token' || name === 'id_token') return false
  if (name === 'token_type') return typeof value === 'string' && value.toLowerCase() === 'bearer'
  if (name === 'error') return typeof value !== 'string' || value === ''
  return true
}

describe.each<Arrival>(['exchange', 'refresh'])('the answer to a request for tokens: %s', async (arrival) => {
  /** When Jane signed in. */
  const then = { auth_time: now() - 500 }
  const { accessToken, idToken } = await signPair(then, then)
  const janes: readonly [string, string][] = [
    [`${PREFIX}LastAuthUser`, 'jane'],
    [`${PREFIX}jane.accessToken`, accessToken],
    [`${PREFIX}jane.idToken`, idToken],
    [`${PREFIX}jane.refreshToken`, 'her refresh token'],
  ]

  /** Has the library make the request, to which `answer` is what comes back, and gives how that ended. */
  async function ask(door: Door, answer: (nonce: string | null) => unknown, verifies: boolean) {
    const storage = new RecordingStorage()
    if (arrival === 'refresh') for (const [key, value] of janes) storage.values.set(key, value)
    const auth = openDoor(door, {
      UserPoolId: USER_POOL_ID,
      ClientId: CLIENT_ID,
      AppWebDomain: 'd.example',
      TokenScopesArray: ['openid', 'email'],
      RedirectUriSignIn: 'https://app.example/',
      RedirectUriSignOut: 'https://app.example/',
      ResponseType: 'code',
      Storage: storage,
      VerifySignature: verifies ? 'always' : undefined,
    })
    const { searchParams } = new URL(await auth.getFQDNSignIn())
    skipPauses()
    vi.stubGlobal('fetch', (url: string) => {
      return url.endsWith('/jwks.json')
        ? Promise.resolve(Response.json(jwks))
        : answer(searchParams.get('nonce'))
    })
    const outcome: Promise<string> =
      arrival === 'refresh'
        ? auth.getTokens({ minValidity: Infinity }).then((tokens) => tokens.accessToken)
        : new Promise((resolve, reject) => {
            auth.userhandler = {
              onSuccess: (session) => {
                resolve(session.getAccessToken().getJwtToken())
              },
              onFailure: (_, error) => {
                reject(error)
              },
            }
            auth.parseCognitoWebResponse(`/?code=C&state=${searchParams.get('state') ?? ''}`)
          })
    const settled = await outcome.then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    const tokens = [...storage.values].filter(([key]) => key.startsWith(PREFIX))
    return { ...settled, tokens, auth }
  }

  /** Nobody is signed in who was not before, and nothing but an error of this library says so. */
  function expectRefused(
    { tokens, auth, ...outcome }: Awaited<ReturnType<typeof ask>>,
    rotated?: unknown,
  ): void {
    expect(outcome).toHaveProperty('error')
    const error = (outcome as { error: unknown }).error
    expect(error).toBeInstanceOf(CognitoAuthError)
    const hasEnded = /^session_|^bad_signature$/.test((error as CognitoAuthError).code)
    const isStill = arrival === 'refresh' && !hasEnded
    // The refresh token that came with tokens that are not good may be what there is to go on with.
    const still = janes.map(([key, value]) => [key, key.endsWith('.refreshToken') ? rotated : value])
    expect(isStill ? [janes, still] : [[]]).toContainEqual(tokens)
    expect(auth.isUserSignedIn()).toBe(isStill)
  }

  it('A53, F01: is refused where it is no answer of a token endpoint', async () => {
    const text = fc.oneof(
      hostileText,
      fc.json(),
      hostileJson.map((value) => JSON.stringify(value)),
    )
    const body = fc.oneof(text, fc.uint8Array())
    const answer = fc.oneof(
      { weight: 2, arbitrary: fc.record({ body, status: withBody }) },
      {
        weight: 1,
        arbitrary: fc.record({ fails: fc.constantFrom('fetch', 'request', 'body'), cause: fc.anything() }),
      },
      fc.constant({ body: null, status: 204 }),
    )
    const broken = (cause: unknown) =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"access_token":'))
          controller.error(cause)
        },
      })
    await fc.assert(
      fc.asyncProperty(answer, fc.boolean(), fc.constantFrom(...DOORS), async (does, verifies, door) => {
        const asked = await ask(
          door,
          () => {
            if ('body' in does) return Promise.resolve(new Response(does.body, { status: does.status }))
            if (does.fails === 'fetch') throw does.cause
            if (does.fails === 'body') return Promise.resolve(new Response(broken(does.cause)))
            return Promise.resolve().then(() => {
              throw does.cause
            })
          },
          verifies,
        )
        expectRefused(asked)
      }),
      cases(1_000),
    )
  })

  it('A37–A59: signs in if, and only if, what was changed about a good one is harmless', async () => {
    await fc.assert(
      fc.asyncProperty(changed, fc.boolean(), fc.constantFrom(...DOORS), async (change, verifies, door) => {
        const { status, member, mutation, signature } = change
        let served: Record<string, unknown> = {}
        const asked = await ask(
          door,
          async (nonce) => {
            const id = arrival === 'exchange' ? { nonce } : {}
            const pair = await signMutated(mutation, { access: then, id: { ...then, ...id } })
            const body: Record<string, unknown> = {
              ...{ access_token: pair.accessToken, id_token: pair.idToken, refresh_token: 'r' },
              ...{ token_type: 'Bearer', expires_in: 3600 },
            }
            if (member) Object.defineProperty(body, member[0], { value: member[1], enumerable: true })
            if (signature)
              body[signature.token] = String(body[signature.token]).replace(/[\w-]*$/, signature.text)
            served = body
            return Response.json(body, { status })
          },
          verifies,
        )
        if (!isGood(change, arrival, verifies)) expectRefused(asked, served['refresh_token'])
        else {
          expect(asked).toHaveProperty('value', served['access_token'])
          expect(asked.tokens.map(([, value]) => value)).toContain(served['access_token'])
        }
      }),
      cases(1_200),
    )
  })
})
