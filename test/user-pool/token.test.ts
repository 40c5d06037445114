import { createHash } from 'node:crypto'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose'
import { describe, expect, test } from 'vitest'
import {
  CALLBACK,
  CHALLENGE,
  ORIGIN,
  VERIFIER,
  body,
  claims,
  codeFor,
  get,
  post,
  redeem,
  refresh,
  testPool,
  tokensFor,
} from './helpers.ts'

const UUID = /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/
const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' }

async function failure(response: Response, error: string, status = 400) {
  expect(response.status).toBe(status)
  expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(await response.json()).toEqual({ error })
}

describe('the answer', () => {
  test('has the keys, the order and the headers of a real one', async () => {
    const { pool, person } = await testPool()
    const response = await redeem(pool, await codeFor(person))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(response.headers.get('cache-control')).toBe('no-cache, no-store, max-age=0, must-revalidate')
    expect(response.headers.get('pragma')).toBe('no-cache')
    expect(response.headers.get('x-amz-cognito-request-id')).toMatch(UUID)
    const answer = await body(response)
    expect(Object.keys(answer)).toEqual([
      'id_token',
      'access_token',
      'refresh_token',
      'expires_in',
      'token_type',
    ])
    expect(answer).toMatchObject({ expires_in: 3600, token_type: 'Bearer' })
  })

  test('has no id_token without the scope openid', async () => {
    const { pool, person } = await testPool()
    const answer = await tokensFor(pool, person, { scope: 'aws.cognito.signin.user.admin' })
    expect(Object.keys(answer)).toEqual(['access_token', 'refresh_token', 'expires_in', 'token_type'])
  })

  test('has an ID token with the claims and the order of a real one', async () => {
    const { pool, person, now } = await testPool()
    const { id_token: idToken, access_token: accessToken } = await tokensFor(pool, person, { nonce: 'n-1' })
    const id = claims(idToken)
    expect(Object.keys(id)).toEqual(
      (
        'at_hash sub email_verified iss cognito:username nonce origin_jti aud event_id token_use auth_time exp iat jti ' +
        'email name'
      ).split(' '),
    )
    expect(id).toMatchObject({
      at_hash: createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url'),
      sub: pool.users[0]?.sub,
      email_verified: true,
      iss: `${ORIGIN}/local_TestPool`,
      'cognito:username': 'jane',
      nonce: 'n-1',
      aud: 'app1',
      token_use: 'id',
      auth_time: now() / 1000,
      exp: now() / 1000 + 3600,
      email: 'jane@example.com',
    })
    for (const name of ['sub', 'origin_jti', 'event_id', 'jti']) expect(id[name]).toMatch(UUID)
  })

  test('has an access token with the claims and the order of a real one', async () => {
    const { pool, person } = await testPool()
    const answer = await tokensFor(pool, person, { scope: 'openid email' })
    const access = claims(answer.access_token)
    expect(Object.keys(access)).toEqual(
      'sub iss version client_id origin_jti event_id token_use scope auth_time exp iat jti username'.split(
        ' ',
      ),
    )
    expect(access).toMatchObject({ version: 2, client_id: 'app1', scope: 'openid email', username: 'jane' })
    expect(access['origin_jti']).toBe(claims(answer.id_token)['origin_jti'])
  })

  test('limits the attributes to the scopes', async () => {
    const { pool, person } = await testPool()
    expect(claims((await tokensFor(pool, person, { scope: 'openid profile' })).id_token)).not.toHaveProperty(
      'email',
    )
    expect(claims((await tokensFor(pool, person, { scope: 'openid email' })).id_token)).not.toHaveProperty(
      'name',
    )
    expect(claims((await tokensFor(pool, person, { scope: 'openid' })).id_token)).toMatchObject({
      name: 'Jane Doe',
    })
  })

  test('has signatures of two published keys, and headers of kid and alg alone', async () => {
    const { pool, person, now } = await testPool()
    const answer = await tokensFor(pool, person)
    const jwks = (await (await get(pool, '/local_TestPool/.well-known/jwks.json')).json()) as JSONWebKeySet
    for (const token of [answer.id_token ?? '', answer.access_token]) {
      const options = { issuer: pool.issuer, algorithms: ['RS256'], currentDate: new Date(now()) }
      const { protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), options)
      expect(Object.keys(protectedHeader)).toEqual(['kid', 'alg'])
    }
    const kids = [answer.id_token ?? '', answer.access_token].map((token) => decodeProtectedHeader(token).kid)
    expect(new Set(kids).size).toBe(2)
    expect(jwks.keys.map((key) => key.kid)).toEqual(kids)
  })

  test('has a refresh token that looks like a real one', async () => {
    const { pool, person } = await testPool()
    const { refresh_token: refreshToken = '' } = await tokensFor(pool, person)
    expect(refreshToken).toMatch(/^eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ\./)
    expect(refreshToken.split('.')).toHaveLength(5)
  })

  test('has no jti and no origin_jti when the client cannot revoke', async () => {
    const { pool, person } = await testPool({ enableTokenRevocation: false })
    const { id_token: idToken, access_token: accessToken } = await tokensFor(pool, person)
    for (const token of [idToken, accessToken]) {
      expect(claims(token)).not.toHaveProperty('jti')
      expect(claims(token)).not.toHaveProperty('origin_jti')
    }
  })

  test('keeps the lifetimes of the client', async () => {
    const { pool, person, now } = await testPool({ accessTokenValidity: 300, idTokenValidity: 600 })
    const answer = await tokensFor(pool, person)
    expect(answer.expires_in).toBe(300)
    expect(claims(answer.access_token).exp).toBe(now() / 1000 + 300)
    expect(claims(answer.id_token).exp).toBe(now() / 1000 + 600)
  })
})

describe('a code', () => {
  test('is redeemed with the verifier of its challenge', async () => {
    const { pool, person } = await testPool()
    expect((await redeem(pool, await codeFor(person, pkce), { code_verifier: VERIFIER })).status).toBe(200)
  })

  test('is refused the second time', async () => {
    const { pool, person } = await testPool()
    const code = await codeFor(person)
    expect((await redeem(pool, code)).status).toBe(200)
    await failure(await redeem(pool, code), 'invalid_grant')
  })

  test('is redeemed by one of two requests sent at once', async () => {
    const { pool, person } = await testPool()
    const code = await codeFor(person)
    const statuses = (await Promise.all([redeem(pool, code), redeem(pool, code)])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 400])
  })

  test('is spent by a wrong verifier', async () => {
    const { pool, person } = await testPool()
    const code = await codeFor(person, pkce)
    await failure(await redeem(pool, code, { code_verifier: `${VERIFIER}x` }), 'invalid_grant')
    await failure(await redeem(pool, code, { code_verifier: VERIFIER }), 'invalid_grant')
  })

  test('is refused without the verifier of its challenge', async () => {
    const { pool, person } = await testPool()
    await failure(await redeem(pool, await codeFor(person, pkce)), 'invalid_grant')
  })

  test('is refused with a verifier when there was no challenge', async () => {
    const { pool, person } = await testPool()
    await failure(await redeem(pool, await codeFor(person), { code_verifier: VERIFIER }), 'invalid_grant')
  })

  test('is refused after five minutes', async () => {
    const { pool, person, pass } = await testPool()
    const code = await codeFor(person)
    pass(300)
    await failure(await redeem(pool, code), 'invalid_grant')
  })

  test('is refused with another redirect_uri', async () => {
    const { pool, person } = await testPool()
    await failure(
      await redeem(pool, await codeFor(person), { redirect_uri: `${CALLBACK}/` }),
      'unauthorized_client',
    )
  })

  test('is refused for another client', async () => {
    const { pool, person } = await testPool()
    await failure(await redeem(pool, await codeFor(person), { client_id: 'app2' }), 'invalid_grant')
  })

  test('is refused once its user is gone', async () => {
    const { pool, person } = await testPool()
    const code = await codeFor(person)
    await pool.removeUser('jane')
    await failure(await redeem(pool, code), 'invalid_grant')
  })
})

describe('the endpoint', () => {
  test.each([
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
    ['a secret nobody has', { client_secret: 'x' }, 'invalid_client'],
    ['no client', { client_id: '' }, 'invalid_request'],
    ['no grant type', { grant_type: '' }, 'invalid_request'],
    ['an unknown grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['client credentials of a public client', { grant_type: 'client_credentials' }, 'unauthorized_client'],
    ['no code', { code: '' }, 'invalid_request'],
    ['no redirect_uri', { redirect_uri: '' }, 'invalid_request'],
    ['an unknown code', {}, 'invalid_grant'],
    ['no refresh token', { grant_type: 'refresh_token' }, 'invalid_request'],
    ['a made-up refresh token', { grant_type: 'refresh_token', refresh_token: 'a.b.c.d.e' }, 'invalid_grant'],
  ])('refuses %s', async (_, fields, error) => {
    const { pool } = await testPool()
    await failure(await redeem(pool, 'unknown', fields), error)
  })

  test('refuses the code grant to a client of the implicit flow', async () => {
    const { pool } = await testPool({ allowedOAuthFlows: ['implicit'] })
    await failure(await redeem(pool, 'any'), 'unauthorized_client')
  })

  test('refuses JSON', async () => {
    const { pool } = await testPool()
    await failure(
      await post(pool, '/oauth2/token', {}, { 'Content-Type': 'application/json' }),
      'invalid_request',
    )
  })

  test('refuses a parameter that is there twice', async () => {
    const { pool } = await testPool()
    const request = new Request(`${ORIGIN}/oauth2/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=refresh_token&client_id=app1&client_id=app2',
    })
    await failure(await pool.fetch(request), 'invalid_request')
  })

  test('knows a public client by a Basic header without a password', async () => {
    const { pool, person } = await testPool()
    const { refresh_token: refreshToken = '' } = await tokensFor(pool, person)
    const fields = { grant_type: 'refresh_token', refresh_token: refreshToken }
    const basic = (text: string) => ({ Authorization: `Basic ${Buffer.from(text).toString('base64')}` })
    expect((await post(pool, '/oauth2/token', fields, basic('app1:'))).status).toBe(200)
    await failure(await post(pool, '/oauth2/token', fields, basic('app1:secret')), 'invalid_client')
  })

  test('answers GET with 405 and an empty body', async () => {
    const { pool } = await testPool()
    const response = await get(pool, '/oauth2/token')
    expect(response.status).toBe(405)
    expect(await response.text()).toBe('')
  })

  test('answers the preflight of any origin', async () => {
    const { pool } = await testPool()
    const response = await pool.fetch(
      new Request(`${ORIGIN}/oauth2/token`, {
        method: 'OPTIONS',
        headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST' },
      }),
    )
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toBe('Authorization,Content-Type')
  })

  test('refuses a body nobody needs', async () => {
    const { pool } = await testPool()
    const response = await redeem(pool, 'x'.repeat(70_000))
    expect(response.status).toBe(413)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })
})

describe('refreshing', () => {
  test('returns new tokens of the same sign-in and no refresh token', async () => {
    const { pool, person, pass } = await testPool()
    const first = await tokensFor(pool, person, { nonce: 'n' })
    pass(1800)
    const second = await body(await refresh(pool, first.refresh_token))
    expect(Object.keys(second)).toEqual(['id_token', 'access_token', 'expires_in', 'token_type'])
    const [before, after] = [claims(first.id_token), claims(second.id_token)]
    for (const name of ['sub', 'auth_time', 'origin_jti', 'event_id']) expect(after[name]).toBe(before[name])
    expect(after.jti).not.toBe(before.jti)
    expect(after.iat).toBe((before.iat ?? 0) + 1800)
    expect(after).not.toHaveProperty('nonce')
  })

  test('works until the refresh token expires', async () => {
    const { pool, person, pass } = await testPool({ refreshTokenValidity: 3600 })
    const { refresh_token: refreshToken } = await tokensFor(pool, person)
    pass(3599)
    expect((await refresh(pool, refreshToken)).status).toBe(200)
    pass(1)
    await failure(await refresh(pool, refreshToken), 'invalid_grant')
  })

  test('is refused to another client', async () => {
    const { pool, person } = await testPool()
    const { refresh_token: refreshToken } = await tokensFor(pool, person)
    await failure(await refresh(pool, refreshToken, 'app2'), 'invalid_grant')
  })

  test('with rotation returns a new refresh token and lets the old one work for the grace period', async () => {
    const { pool, person, pass } = await testPool({ refreshTokenRotation: { retryGracePeriodSeconds: 10 } })
    const first = await tokensFor(pool, person)
    const second = await body(await refresh(pool, first.refresh_token))
    expect(Object.keys(second)).toEqual([
      'id_token',
      'access_token',
      'refresh_token',
      'expires_in',
      'token_type',
    ])
    pass(9)
    expect((await refresh(pool, first.refresh_token)).status).toBe(200)
    pass(1)
    await failure(await refresh(pool, first.refresh_token), 'invalid_grant')
    expect((await refresh(pool, second.refresh_token)).status).toBe(200)
  })

  test('with rotation and no grace serves one of two requests sent at once', async () => {
    const { pool, person } = await testPool({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
    const { refresh_token: refreshToken } = await tokensFor(pool, person)
    const answers = await Promise.all([refresh(pool, refreshToken), refresh(pool, refreshToken)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  })

  test('with rotation keeps the remaining lifetime of the first refresh token', async () => {
    const rotation = { retryGracePeriodSeconds: 0 }
    const { pool, person, pass } = await testPool({
      refreshTokenRotation: rotation,
      refreshTokenValidity: 3600,
    })
    const first = await tokensFor(pool, person)
    pass(3000)
    const second = await body(await refresh(pool, first.refresh_token))
    pass(600)
    await failure(await refresh(pool, second.refresh_token), 'invalid_grant')
  })
})
