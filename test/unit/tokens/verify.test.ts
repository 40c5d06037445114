import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { verifyTokens } from '../../../src/tokens/verify.js'
import {
  accessClaims,
  atHash,
  CLIENT_ID,
  idClaims,
  ISSUER,
  now,
  sign,
  signPair,
  SUB,
} from '../../helpers/tokens.js'

const expected = { clientId: CLIENT_ID, issuers: [ISSUER], nonce: 'N', openid: true, clockTolerance: 5400 }
const verify = (tokens: { accessToken: string; idToken?: string }, changes = {}, at = now()) =>
  verifyTokens(tokens, { ...expected, atHash: atHash(tokens.accessToken), ...changes }, at)
const hour = 3600
/** The error that names this claim. */
const refusal = (code: string, claim: string) =>
  expect.objectContaining({
    code,
    message: expect.stringMatching(
      new RegExp(
        `^The tokens were refused: ((access|ID) token |the |user )?${claim} (is of another sign-in: sign in again|is .+, and should be .+)[.]`,
        's',
      ),
    ) as string,
  }) as Error

// The second in which a token is signed does not end before it is verified.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('verifyTokens', () => {
  it('accepts tokens that belong together and to this client', async () => {
    expect(verify(await signPair({}, { nonce: 'N' }))).toHaveProperty('clockDrift', 0)
  })

  it('gives the claims of both, the access token first', async () => {
    const { claims } = verify(await signPair({ jti: 'a' }, { nonce: 'N', jti: 'i' }))
    expect(claims.map(({ jti }) => jti)).toEqual(['a', 'i'])
  })

  it('accepts an access token alone where no ID token was asked for', async () => {
    expect(verify({ accessToken: await sign(accessClaims()) }, { openid: false })).toHaveProperty(
      'clockDrift',
      0,
    )
  })

  it('accepts a nonce that was not sent: Cognito adds one of its own for federated users', async () => {
    expect(verify(await signPair({}, { nonce: 'its-own' }), { nonce: undefined })).toBeTruthy()
  })

  it('accepts any issuer where the user pool is not known, but only one for both tokens', async () => {
    expect(verify(await signPair({}, { nonce: 'N' }), { issuers: undefined })).toBeTruthy()
    const tokens = await signPair({}, { nonce: 'N', iss: 'https://other.example' })
    expect(() => verify(tokens, { issuers: undefined })).toThrow(refusal('token_substitution', 'iss'))
  })

  it.each([
    ['bad_alg', 'alg none', { alg: 'none' }],
    ['bad_alg', 'alg HS256', { alg: 'HS256' }],
    ['bad_alg', 'alg rs256', { alg: 'rs256' }],
    ['bad_alg', 'no alg', {}],
  ])('refuses with %s: %s', async (code, _, header) => {
    const [, payload = '', signature = ''] = (await sign(accessClaims())).split('.')
    const forged = [Buffer.from(JSON.stringify(header)).toString('base64url'), payload, signature].join('.')
    expect(() => verify({ accessToken: forged }, { openid: false })).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it.each([
    ['wrong_token_use', 'access token token_use', { token_use: 'id' }],
    ['wrong_token_use', 'access token token_use', { token_use: undefined }],
    ['wrong_issuer', 'access token iss', { iss: 'https://evil.example' }],
    ['wrong_issuer', 'access token iss', { iss: `${ISSUER}/` }],
    ['wrong_issuer', 'access token iss', { iss: undefined }],
    ['wrong_issuer', 'access token iss', { iss: [ISSUER] }],
    ['wrong_audience', 'access token client_id', { client_id: 'another' }],
    ['wrong_audience', 'access token client_id', { client_id: undefined }],
    ['missing_claim', 'access token sub', { sub: undefined }],
    ['missing_claim', 'access token sub', { sub: '' }],
    ['missing_claim', 'access token sub', { sub: 7 }],
    ['missing_claim', 'access token exp', { exp: undefined }],
    ['missing_claim', 'access token exp', { exp: '9999999999' }],
    ['missing_claim', 'access token iat', { iat: undefined }],
    ['missing_claim', 'access token iat', { iat: '1' }],
    ['expired', 'access token exp', { exp: now() - 1 }],
    ['clock_skew', 'access token nbf', { nbf: now() + 60 }],
    ['clock_skew', 'access token nbf', { nbf: '1' }],
    ['token_substitution', 'sub', { sub: 'somebody-else' }],
  ])('refuses with %s for %s an access token with %j', async (code, claim, claims) => {
    const tokens = await signPair(claims, { nonce: 'N' })
    expect(() => verify(tokens)).toThrow(refusal(code, claim))
  })

  it.each([
    ['wrong_token_use', 'ID token token_use', { token_use: 'access' }],
    ['wrong_token_use', 'ID token token_use', { token_use: undefined }],
    ['wrong_issuer', 'ID token iss', { iss: 'https://evil.example' }],
    ['wrong_issuer', 'ID token iss', { iss: undefined }],
    ['wrong_audience', 'ID token aud', { aud: 'another' }],
    ['wrong_audience', 'ID token aud', { aud: [CLIENT_ID, 'another'] }],
    ['wrong_audience', 'ID token aud', { aud: [] }],
    ['wrong_audience', 'ID token aud', { aud: ['another'], azp: CLIENT_ID }],
    ['wrong_audience', 'ID token azp', { azp: 'another' }],
    ['wrong_audience', 'ID token aud', { aud: undefined }],
    ['nonce_mismatch', 'nonce', { nonce: 'another' }],
    ['nonce_mismatch', 'nonce', { nonce: undefined }],
    ['token_substitution', 'sub', { sub: 'somebody-else' }],
    ['token_substitution', 'sub', { sub: undefined }],
    ['token_substitution', 'at_hash', { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['missing_claim', 'ID token exp', { exp: undefined }],
    ['missing_claim', 'ID token iat', { iat: 'yesterday' }],
    ['expired', 'ID token exp', { exp: now() - 1 }],
    ['clock_skew', 'ID token nbf', { nbf: now() + 60 }],
  ])('refuses with %s for %s an ID token with %j', async (code, claim, claims) => {
    const tokens = await signPair({}, { nonce: 'N', ...claims })
    expect(() => verify(tokens)).toThrow(refusal(code, claim))
  })

  it.each([{ aud: [CLIENT_ID] }, { aud: [CLIENT_ID, 'another'], azp: CLIENT_ID }, { azp: CLIENT_ID }])(
    'accepts an ID token with %j',
    async (claims) => {
      expect(verify(await signPair({}, { nonce: 'N', ...claims }))).toBeTruthy()
    },
  )

  it.each([
    ['access token', { alg: 'HS256' }, {}, 'alg'],
    ['ID token', {}, { alg: 'HS256' }, 'alg'],
    ['access token', { crit: ['x'] }, {}, 'crit'],
    ['ID token', {}, { crit: [] }, 'crit'],
  ])('refuses the header of an %s, %j %j', async (name, access, id, parameter) => {
    const tokens = await signPair({}, { nonce: 'N' })
    const forged = (token: string, header: object) =>
      [
        Buffer.from(JSON.stringify({ alg: 'RS256', ...header })).toString('base64url'),
        ...token.split('.').slice(1),
      ].join('.')
    expect(() =>
      verify({ accessToken: forged(tokens.accessToken, access), idToken: forged(tokens.idToken, id) }),
    ).toThrow(refusal('bad_alg', `${name} ${parameter}`))
  })

  it('refuses tokens that changed places', async () => {
    const { accessToken, idToken } = await signPair({}, { nonce: 'N' })
    expect(() => verify({ accessToken: idToken, idToken: accessToken })).toThrow(
      expect.objectContaining({ code: 'wrong_token_use' }),
    )
  })

  it('refuses a missing ID token where one was asked for', async () => {
    const accessToken = await sign(accessClaims())
    expect(() => verify({ accessToken })).toThrow(refusal('missing_claim', 'ID token'))
    expect(() => verify({ accessToken })).toThrow('should be there, as openid is a scope.')
  })

  it('accepts the tokens of a refresh, which need not repeat what the ID token said', async () => {
    const time = { auth_time: now() - 60 }
    const before = { access: { ...accessClaims(time) }, id: { ...idClaims({ ...time, nonce: 'N' }) } }
    const refreshed = (id: Record<string, unknown>) => signPair(time, { ...time, ...id })
    for (const id of [{ nonce: 'N' }, { nonce: undefined }, { nonce: 'N', auth_time: undefined }])
      expect(verify(await refreshed(id), { nonce: undefined, before })).toBeTruthy()
    expect(verify(await refreshed({}), { nonce: undefined, before: { access: {}, id: {} } })).toBeTruthy()
  })

  it.each([
    ['session_changed', 'sub', { access: { sub: 'before' }, id: {} }],
    ['session_changed', 'iss', { access: { sub: SUB, iss: 'https://before.example' }, id: {} }],
    ['session_changed', 'auth_time', { access: { auth_time: 1 }, id: {} }],
    ['session_changed', 'auth_time', { access: {}, id: { auth_time: 1 } }],
    ['nonce_mismatch', 'nonce', { access: {}, id: { nonce: 'before' } }],
  ])('refuses with %s for %s tokens after %j', async (code, claim, before) => {
    const tokens = await signPair({}, { nonce: 'N' })
    expect(() => verify(tokens, { before })).toThrow(refusal(code, claim))
  })

  it('knows a user by any of their names, in any case', async () => {
    const tokens = await signPair(
      { username: 'Jane' },
      { nonce: 'N', 'cognito:username': 'google_1', phone_number: '+49', preferred_username: 'J' },
    )
    for (const username of [undefined, 'jane', 'JANE', SUB, 'Google_1', 'JANE@example.com', '+49', 'j'])
      expect(verify(tokens, { username })).toBeTruthy()
    for (const username of ['', 'jan', 'bob', 'undefined'])
      expect(() => verify(tokens, { username })).toThrow(refusal('session_changed', 'username'))
  })

  describe('in the redirect, where there is no at_hash,', () => {
    const bound = { origin_jti: 'o', event_id: 'e', auth_time: now() }
    const front = async (access: Record<string, unknown>, id: Record<string, unknown>) =>
      verify(await signPair(access, { nonce: 'N', at_hash: undefined, ...id }), { frontChannel: true })

    it('accepts tokens of one sign-in', async () => {
      expect(await front(bound, bound)).toBeTruthy()
      const { origin_jti, event_id, auth_time } = bound
      expect(await front({ event_id, auth_time }, { event_id, auth_time })).toBeTruthy()
      expect(await front({ origin_jti, auth_time }, { origin_jti, auth_time })).toBeTruthy()
    })

    it.each([
      [{ origin_jti: 'other' }],
      [{ event_id: 'other' }],
      [{ auth_time: 1 }],
      [{ origin_jti: undefined }],
      [{ event_id: undefined }],
    ])('refuses those that differ by %j', async (claims) => {
      const refused = { code: 'token_substitution', message: expect.stringContaining('at_hash') as string }
      await expect(front(bound, { ...bound, ...claims })).rejects.toMatchObject(refused)
      await expect(front({ ...bound, ...claims }, bound)).rejects.toMatchObject(refused)
    })

    it('refuses those that nothing binds', async () => {
      const nothing = { origin_jti: undefined, event_id: undefined }
      await expect(front(nothing, nothing)).rejects.toMatchObject({ code: 'token_substitution' })
      await expect(front({ origin_jti: '' }, { origin_jti: '' })).rejects.toMatchObject({
        code: 'token_substitution',
      })
    })
  })

  it.each([
    '',
    'a',
    'a.b',
    'a.b.c',
    'eyJhbGciOiJSUzI1NiJ9.W10.x',
    'eyJhbGciOiJSUzI1NiJ9.bnVsbA.x',
    'eyJhbGciOiJSUzI1NiJ9.IngI.x',
    'eyJhbGciOiJSUzI1NiJ9.e30.x.y.z',
    'eyJhbGciOiJSUzI1NiJ9.gICA.x',
  ])('refuses %j, which is no JSON Web Token', (accessToken) => {
    expect(() => verify({ accessToken }, { openid: false })).toThrow(
      expect.objectContaining({ code: 'malformed_token' }),
    )
  })

  it.each([[{ client_id: 'another' }], [{ sub: undefined }]])(
    'quotes no token when it refuses %j',
    async (claims) => {
      const { accessToken } = await signPair(claims)
      expect(() => verify({ accessToken: `${accessToken}\n.` }, { openid: false })).toThrow(/^(?!.*eyJ)/s)
      expect(() => verify({ accessToken }, { openid: false })).toThrow(/^(?!.*eyJ)/s)
    },
  )

  describe('and the clock', () => {
    const at = async (offset: number, claims = {}) =>
      verify(await signPair(claims, { nonce: 'N', ...claims }), {}, now() + offset)

    it('measures how far the device is ahead or behind', async () => {
      expect(await at(600)).toHaveProperty('clockDrift', 600)
      expect(await at(-600)).toHaveProperty('clockDrift', -600)
    })

    it('takes an hour either way as the clock of the device', async () => {
      expect(await at(hour)).toHaveProperty('clockDrift', hour)
      expect(await at(-hour)).toHaveProperty('clockDrift', -hour)
    })

    it('takes as much as the tolerance, and not a second more', async () => {
      expect(await at(5400)).toHaveProperty('clockDrift', 5400)
      expect(await at(-5400)).toHaveProperty('clockDrift', -5400)
      await expect(at(5402, { exp: now() + 5500 })).rejects.toThrow(refusal('clock_skew', 'access token iat'))
      await expect(at(-5402)).rejects.toThrow(refusal('clock_skew', 'access token iat'))
    })

    it('measures by the newer of the two', async () => {
      const older = { iat: now() - 60 }
      expect(verify(await signPair(older, { nonce: 'N' }))).toHaveProperty('clockDrift', 0)
      expect(verify(await signPair({}, { nonce: 'N', ...older }))).toHaveProperty('clockDrift', 0)
    })

    it('refuses a token that was over when the other began', async () => {
      const older = { iat: now() - 120, exp: now() - 60 }
      const refused = refusal('expired', 'exp')
      expect(await signPair(older, { nonce: 'N' }).then((tokens) => () => verify(tokens))).toThrow(refused)
      expect(await signPair({}, { nonce: 'N', ...older }).then((tokens) => () => verify(tokens))).toThrow(
        refused,
      )
      const began = now()
      const tokens = await signPair({ iat: began }, { nonce: 'N', iat: began - 60, exp: began })
      expect(() => verify(tokens)).toThrow(refused)
    })

    it('takes tokens that have just been issued and are over for a fast clock, not for old', async () => {
      const at = now()
      for (const iat of [at - 3 * hour, at - 2 * hour]) {
        const times = { iat, exp: iat + hour }
        const tokens = await signPair(times, { nonce: 'N', ...times })
        expect(() => verify(tokens, {}, at)).toThrow(refusal('clock_skew', 'access token iat'))
      }
    })

    it.each([
      [91 * 60, '91 minutes off'],
      [-91 * 60, '91 minutes off'],
      [3 * hour + 60, '181 minutes off'],
      [-25 * hour, '1500 minutes off'],
      [24 * 365 * hour, '525600 minutes off'],
      [-24 * 70 * hour, '100800 minutes off'],
    ])(
      'says of a clock that is %i seconds off that it is %s, and what forgives that',
      async (offset, said) => {
        const times = { iat: now() - offset, exp: now() - offset + hour }
        const tokens = await signPair(times, { nonce: 'N', ...times })
        const at = now()
        expect(() => verify(tokens, {}, at)).toThrow(
          expect.objectContaining({
            code: 'clock_skew',
            message: `The tokens were refused: access token iat is “${times.iat}”, and should be ${at}: the clock of this device seems to be about ${said}. Set it; ClockTolerance forgives 5400 seconds.`,
          }),
        )
      },
    )

    it('accepts a lifetime of a day and an hour, and no other', async () => {
      const lasting = (seconds: number) => {
        const times = { iat: now(), exp: now() + seconds }
        return signPair(times, { nonce: 'N', ...times })
      }
      for (const seconds of [1, 25 * hour]) expect(verify(await lasting(seconds))).toBeTruthy()
      for (const seconds of [0, -1, 25 * hour + 1]) {
        const tokens = await lasting(seconds)
        expect(() => verify(tokens)).toThrow(refusal('expired', 'access token exp'))
      }
    })

    it('accepts nbf up to the time of issue', async () => {
      for (const nbf of [0, now() - 60])
        expect(verify(await signPair({ nbf }, { nonce: 'N', nbf }))).toBeTruthy()
    })

    it('refuses a token from a drawer', async () => {
      const drawer = { iat: now() - 3 * hour, exp: now() - 2 * hour }
      const tokens = await signPair(drawer, { nonce: 'N', ...drawer })
      for (const frontChannel of [true, false])
        expect(() => verify(tokens, { frontChannel })).toThrow(refusal('clock_skew', 'access token iat'))
    })

    it('refuses a token that ends before it begins', async () => {
      await expect(at(0, { exp: now() - 1 })).rejects.toMatchObject({ code: 'expired' })
    })

    it('refuses a clock that is off by more than the tolerance', async () => {
      await expect(at(-2 * hour)).rejects.toMatchObject({ code: 'clock_skew' })
      await expect(at(0, { iat: now() + 24 * hour, exp: now() + 25 * hour })).rejects.toMatchObject({
        code: 'clock_skew',
      })
    })
  })

  it('takes stored tokens that were issued within five seconds for those of one answer, and compares no hash', async () => {
    const stored = { stored: true, atHash: undefined }
    const hashed = (id: object) => signPair({}, { nonce: 'N', at_hash: 'AAAAAAAAAAAAAAAAAAAAAA', ...id })
    for (const iat of [now(), now() - 5, now() + 5])
      expect(verify(await hashed({ iat }), stored)).toBeTruthy()
    for (const iat of [now() - 6, now() + 6]) {
      const tokens = await hashed({ iat })
      expect(() => verify(tokens, stored)).toThrow(refusal('token_substitution', 'at_hash'))
    }
    const tokens = await hashed({ iat: `${now()}` })
    expect(() => verify(tokens, stored)).toThrow(refusal('missing_claim', 'ID token iat'))
  })

  it.each([
    ['sub', { sub: 'somebody-else' }],
    ['iss', { iss: 'https://other.example' }],
  ])('takes no stored tokens that differ in their %s for those of one answer', async (claim, claims) => {
    const tokens = await signPair({}, { nonce: 'N', ...claims })
    expect(() => verify(tokens, { stored: true, issuers: undefined })).toThrow(
      refusal('token_substitution', claim),
    )
  })

  it.each([undefined, '', 'AAAAAAAAAAAAAAAAAAAAAA'])(
    'refuses an at_hash where that of the access token is %j',
    async (other) => {
      const tokens = await signPair({}, { nonce: 'N' })
      for (const frontChannel of [true, false])
        expect(() => verify(tokens, { atHash: other, frontChannel })).toThrow(
          refusal('token_substitution', 'at_hash'),
        )
    },
  )

  it('accepts an ID token without at_hash, which the API issues', async () => {
    const accessToken = await sign(accessClaims())
    const idToken = await sign(idClaims({ nonce: 'N' }))
    expect(verify({ accessToken, idToken })).toHaveProperty('clockDrift', 0)
  })
})

describe('a refusal', () => {
  const other = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other'
  const pool = 'Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.'
  const client = 'Write the ClientId of the app client that the sign-in began with.'

  it.each([
    [{ iss: other }, {}, `access token iss is “${other}”, and should be ${ISSUER}. ${pool}`],
    [{ iss: undefined }, {}, `access token iss is missing, and should be ${ISSUER}. ${pool}`],
    [{}, { iss: other }, `ID token iss is “${other}”, and should be ${ISSUER}. ${pool}`],
    [
      { client_id: 'another' },
      {},
      `access token client_id is “another”, and should be ${CLIENT_ID}. ${client}`,
    ],
    [{}, { aud: ['a', 'b'] }, `ID token aud is “["a","b"]”, and should be ${CLIENT_ID}. ${client}`],
    [{}, { azp: 'another' }, `ID token azp is “another”, and should be ${CLIENT_ID}. ${client}`],
    [{ token_use: 'id' }, {}, `access token token_use is “id”, and should be access.`],
    [{}, { token_use: undefined }, `ID token token_use is missing, and should be id.`],
    [{}, { nonce: 'another' }, `ID token nonce is of another sign-in: sign in again.`],
    [{}, { sub: 'somebody-else' }, `ID token sub is of another sign-in: sign in again.`],
    [{ exp: '1' }, {}, `access token exp is “1”, and should be a number of seconds.`],
    [{}, { iat: undefined }, `ID token iat is missing, and should be a number of seconds.`],
  ])('says what came, what was expected and what decides: %j %j', async (access, id, said) => {
    const tokens = await signPair(access, { nonce: 'N', ...id })
    expect(() => verify(tokens)).toThrow(`The tokens were refused: ${said}`)
  })

  it('names both forms of an issuer that are good', async () => {
    const tokens = await signPair({ iss: other }, { nonce: 'N' })
    expect(() => verify(tokens, { issuers: ['one', 'two'] })).toThrow('should be one or two.')
  })

  it('says when a token ends that is over', async () => {
    const [iat, began] = [now() - 4800, now()]
    const over = { iat, exp: iat + hour }
    const tokens = await signPair(over, { nonce: 'N', iat: began })
    expect(() => verify(tokens)).toThrow(`the exp is “${over.exp}”, and should be later than ${began}.`)
    const long = { iat, exp: iat + 26 * hour }
    expect(await signPair(long, { nonce: 'N' }).then((tokens) => () => verify(tokens))).toThrow(
      `access token exp is “${long.exp}”, and should be within 25 hours after iat.`,
    )
  })

  it('says which algorithm came', async () => {
    const [, payload = '', signature = ''] = (await sign(accessClaims())).split('.')
    const header = Buffer.from('{"alg":"HS256"}').toString('base64url')
    expect(() => verify({ accessToken: [header, payload, signature].join('.') })).toThrow(
      'access token alg is “HS256”, and should be RS256.',
    )
  })

  it('quotes no nonce, no user, no token, and of a claim no more than 300 characters', async () => {
    const { accessToken } = await signPair()
    for (const [access, id] of [
      [{ iss: accessToken }, {}],
      [{}, { aud: [accessToken] }],
      [{}, { aud: 'x'.repeat(5000) }],
      [{}, { nonce: 'other-nonce' }],
      [{}, { sub: 'other-sub' }],
      [{ token_use: accessToken }, {}],
    ] as const) {
      const tokens = await signPair(access, { nonce: 'N', ...id })
      const error = caught(() => verify(tokens))
      expect(error).toHaveProperty('name', 'CognitoAuthError')
      expect(error.message).not.toMatch(/eyJ|other-/)
      expect(error.message.length).toBeLessThan(600)
    }
  })
})

function caught(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('Nothing was thrown.')
}
