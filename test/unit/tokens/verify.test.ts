import { describe, expect, it } from 'vitest'
import { verifyTokens } from '../../../src/tokens/verify.js'
import { accessClaims, CLIENT_ID, idClaims, ISSUER, now, sign, signPair, SUB } from '../../helpers/tokens.js'

const expected = { clientId: CLIENT_ID, issuers: [ISSUER], nonce: 'N', openid: true, clockTolerance: 5400 }
const verify = (tokens: { accessToken: string; idToken?: string }, changes = {}, at = now()) =>
  verifyTokens(tokens, { ...expected, ...changes }, at)
const hour = 3600

describe('verifyTokens', () => {
  it('accepts tokens that belong together and to this client', async () => {
    expect(verify(await signPair({}, { nonce: 'N' }))).toEqual({ clockDrift: 0 })
  })

  it('accepts an access token alone where no ID token was asked for', async () => {
    expect(verify({ accessToken: await sign(accessClaims()) }, { openid: false })).toEqual({ clockDrift: 0 })
  })

  it('accepts a nonce that was not sent: Cognito adds one of its own for federated users', async () => {
    expect(verify(await signPair({}, { nonce: 'its-own' }), { nonce: undefined })).toBeTruthy()
  })

  it('accepts any issuer where the user pool is not known, but only one for both tokens', async () => {
    expect(verify(await signPair({}, { nonce: 'N' }), { issuers: undefined })).toBeTruthy()
    const tokens = await signPair({}, { nonce: 'N', iss: 'https://other.example' })
    expect(() => verify(tokens, { issuers: undefined })).toThrow(
      expect.objectContaining({ code: 'token_substitution' }),
    )
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
    ['wrong_token_use', { token_use: 'id' }],
    ['wrong_token_use', { token_use: undefined }],
    ['wrong_issuer', { iss: 'https://evil.example' }],
    ['wrong_issuer', { iss: `${ISSUER}/` }],
    ['wrong_issuer', { iss: undefined }],
    ['wrong_audience', { client_id: 'another' }],
    ['wrong_audience', { client_id: undefined }],
    ['missing_claim', { sub: undefined }],
    ['missing_claim', { sub: '' }],
    ['missing_claim', { exp: undefined }],
    ['missing_claim', { exp: '9999999999' }],
    ['missing_claim', { iat: undefined }],
    ['token_substitution', { sub: 'somebody-else' }],
  ])('refuses with %s an access token with %j', async (code, claims) => {
    const tokens = await signPair(claims, { nonce: 'N' })
    expect(() => verify(tokens)).toThrow(expect.objectContaining({ code }))
  })

  it.each([
    ['wrong_token_use', { token_use: 'access' }],
    ['wrong_token_use', { token_use: undefined }],
    ['wrong_issuer', { iss: 'https://evil.example' }],
    ['wrong_issuer', { iss: undefined }],
    ['wrong_audience', { aud: 'another' }],
    ['wrong_audience', { aud: [CLIENT_ID, 'another'] }],
    ['wrong_audience', { aud: undefined }],
    ['nonce_mismatch', { nonce: 'another' }],
    ['nonce_mismatch', { nonce: undefined }],
    ['token_substitution', { sub: 'somebody-else' }],
    ['token_substitution', { sub: undefined }],
    ['token_substitution', { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }],
    ['missing_claim', { exp: undefined }],
    ['missing_claim', { iat: 'yesterday' }],
  ])('refuses with %s an ID token with %j', async (code, claims) => {
    const tokens = await signPair({}, { nonce: 'N', ...claims })
    expect(() => verify(tokens)).toThrow(expect.objectContaining({ code }))
  })

  it('refuses tokens that changed places', async () => {
    const { accessToken, idToken } = await signPair({}, { nonce: 'N' })
    expect(() => verify({ accessToken: idToken, idToken: accessToken })).toThrow(
      expect.objectContaining({ code: 'wrong_token_use' }),
    )
  })

  it('refuses a missing ID token where one was asked for', async () => {
    const accessToken = await sign(accessClaims())
    expect(() => verify({ accessToken })).toThrow(expect.objectContaining({ code: 'missing_claim' }))
  })

  it('refuses tokens of another user than before', async () => {
    const tokens = await signPair({}, { nonce: 'N' })
    expect(verify(tokens, { before: { access: { sub: SUB }, id: {} } })).toBeTruthy()
    expect(() => verify(tokens, { before: { access: { sub: 'before' }, id: {} } })).toThrow(
      expect.objectContaining({ code: 'session_changed' }),
    )
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
      expect(await at(600)).toEqual({ clockDrift: 600 })
      expect(await at(-600)).toEqual({ clockDrift: -600 })
    })

    it('takes an hour either way as the clock of the device', async () => {
      expect(await at(hour)).toEqual({ clockDrift: hour })
      expect(await at(-hour)).toEqual({ clockDrift: -hour })
    })

    it('refuses a token from a drawer', async () => {
      await expect(at(0, { iat: now() - 3 * hour, exp: now() - 2 * hour })).rejects.toMatchObject({
        code: 'expired',
      })
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

  it('accepts an ID token without at_hash, which the API issues', async () => {
    const accessToken = await sign(accessClaims())
    const idToken = await sign(idClaims({ nonce: 'N' }))
    expect(verify({ accessToken, idToken })).toEqual({ clockDrift: 0 })
  })
})
