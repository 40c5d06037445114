import { describe, expect, test } from 'vitest'
import {
  CALLBACK,
  JANE,
  ORIGIN,
  SIGNED_OUT,
  body,
  codeFor,
  get,
  post,
  redeem,
  refresh,
  request,
  testPool,
  tokensFor,
} from './helpers.ts'
import type { UserPool } from '../../sample/user-pool/src/index.ts'

const userInfo = (pool: UserPool, token: string) =>
  get(pool, '/oauth2/userInfo', { Authorization: `Bearer ${token}` })
const REFUSED =
  'error="invalid_token", error_description="Access token is expired, disabled, or deleted, or the user has globally signed out."'

describe('revocation', () => {
  test('ends the refresh token and, at userInfo, the access tokens of the same sign-in only', async () => {
    const { pool, person } = await testPool()
    const [one, two] = [await tokensFor(pool, person), await tokensFor(pool, person)]
    const refreshed = await body(await refresh(pool, one.refresh_token))
    const response = await post(pool, '/oauth2/revoke', { client_id: 'app1', token: one.refresh_token ?? '' })
    expect([response.status, await response.text()]).toEqual([200, ''])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await (await refresh(pool, one.refresh_token)).json()).toEqual({ error: 'invalid_grant' })
    for (const token of [one.access_token, refreshed.access_token])
      expect((await userInfo(pool, token)).status).toBe(401)
    expect((await refresh(pool, two.refresh_token)).status).toBe(200)
    expect((await userInfo(pool, two.access_token)).status).toBe(200)
  })

  test('leaves the hosted session alone', async () => {
    const { pool, person } = await testPool()
    const { refresh_token: token = '' } = await tokensFor(pool, person)
    await post(pool, '/oauth2/revoke', { client_id: 'app1', token })
    expect((await person.open(request({ prompt: 'none' }))).callback.searchParams.has('code')).toBe(true)
  })

  test('is content with a token that is revoked, foreign or made up', async () => {
    const { pool, person } = await testPool()
    const { refresh_token: token = '' } = await tokensFor(pool, person)
    expect((await post(pool, '/oauth2/revoke', { client_id: 'app2', token })).status).toBe(200)
    expect((await refresh(pool, token)).status).toBe(200)
    for (const made of [token, token, 'a.b.c.d.e', 'nonsense']) {
      expect((await post(pool, '/oauth2/revoke', { client_id: 'app1', token: made })).status).toBe(200)
    }
  })

  test.each([
    ['no token', { client_id: 'app1' }, 400, 'invalid_request'],
    ['an unknown client', { client_id: 'nobody', token: 'x' }, 401, 'invalid_client'],
  ])('refuses %s', async (_, fields, status, error) => {
    const { pool } = await testPool()
    const response = await post(pool, '/oauth2/revoke', fields)
    expect([response.status, await response.json()]).toEqual([status, { error }])
  })

  test('refuses an access token', async () => {
    const { pool, person } = await testPool()
    const { access_token: token } = await tokensFor(pool, person)
    const response = await post(pool, '/oauth2/revoke', { client_id: 'app1', token })
    expect([response.status, await response.json()]).toEqual([400, { error: 'unsupported_token_type' }])
  })

  test('is refused where the client has it switched off', async () => {
    const { pool, person } = await testPool({ enableTokenRevocation: false })
    const { refresh_token: token = '' } = await tokensFor(pool, person)
    const response = await post(pool, '/oauth2/revoke', { client_id: 'app1', token })
    expect([response.status, await response.json()]).toEqual([400, { error: 'invalid_request' }])
  })
})

describe('userInfo', () => {
  test('returns strings only, limited by the scopes', async () => {
    const { pool, person } = await testPool()
    const { access_token: token } = await tokensFor(pool, person, { scope: 'openid email' })
    expect(await (await userInfo(pool, token)).json()).toEqual({
      sub: pool.users[0]?.sub,
      email: 'jane@example.com',
      email_verified: 'true',
      username: 'jane',
    })
  })

  test('sees attributes whose names every object has', async () => {
    const { pool, person } = await testPool()
    await pool.addUser({ username: 'joe', password: 'Strong-1', attributes: { constructor: 'x' } })
    const who = { username: 'joe', password: 'Strong-1' }
    const callback = await person.authorize(request({ scope: 'openid profile' }), who)
    const answer = await body(await redeem(pool, callback.searchParams.get('code') ?? ''))
    expect(await (await userInfo(pool, answer.access_token)).json()).toMatchObject({ constructor: 'x' })
  })

  test('answers 400 without a bearer token', async () => {
    const { pool } = await testPool()
    const response = await get(pool, '/oauth2/userInfo')
    expect(response.status).toBe(400)
    expect(response.headers.get('www-authenticate')).toBe(
      'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
    )
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('refuses an ID token, a forged, an expired and an unscoped token, and one whose user is gone', async () => {
    const { pool, person, pass } = await testPool()
    const good = await tokensFor(pool, person)
    const unscoped = await tokensFor(pool, person, { scope: 'aws.cognito.signin.user.admin' })
    const forged = `${good.access_token.slice(0, -8)}AAAAAAAA`
    const refuses = async (token: string) => {
      const response = await userInfo(pool, token)
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, REFUSED])
    }
    for (const token of [good.id_token ?? '', forged, unscoped.access_token, 'garbage', 'a.b', 'a=/+~'])
      await refuses(token)
    expect((await userInfo(pool, good.access_token)).status).toBe(200)
    pass(3600)
    await refuses(good.access_token)
    const { access_token: fresh } = await tokensFor(pool, person)
    await pool.removeUser('jane')
    await refuses(fresh)
  })
})

describe('/logout', () => {
  const logout = (parameters: Record<string, string>) =>
    `/logout?${new URLSearchParams(parameters).toString()}`

  test('ends the session and leads to the sign-out URL, without further parameters', async () => {
    const { person } = await testPool()
    await codeFor(person)
    await person.open(logout({ client_id: 'app1', logout_uri: SIGNED_OUT, state: 's' }))
    expect(person.callback.href).toBe(SIGNED_OUT)
    expect(person.cookies.has('cognito')).toBe(false)
    expect((await person.open(request({ prompt: 'none' }))).callback.searchParams.get('error')).toBe(
      'login_required',
    )
  })

  test('ends the session at the pool, not in the browser alone', async () => {
    const { person } = await testPool()
    await codeFor(person)
    const stolen = person.cookies.get('cognito') ?? ''
    await person.open(logout({ client_id: 'app1', logout_uri: SIGNED_OUT }))
    person.cookies.set('cognito', stolen)
    expect((await person.open(request({ prompt: 'none' }))).callback.searchParams.get('error')).toBe(
      'login_required',
    )
  })

  test('leaves the tokens alone', async () => {
    const { pool, person } = await testPool()
    const tokens = await tokensFor(pool, person)
    await person.open(logout({ client_id: 'app1', logout_uri: SIGNED_OUT }))
    expect((await refresh(pool, tokens.refresh_token)).status).toBe(200)
    expect((await userInfo(pool, tokens.access_token)).status).toBe(200)
  })

  test('leads to /login with redirect_uri and response_type, handing on the documented parameters only', async () => {
    const { pool } = await testPool()
    const response = await get(
      pool,
      logout({
        client_id: 'app1',
        redirect_uri: CALLBACK,
        response_type: 'code',
        state: 's',
        code_challenge: 'x',
      }),
    )
    expect(response.headers.get('location')).toBe(
      `${ORIGIN}/login?response_type=code&client_id=app1&redirect_uri=${encodeURIComponent(CALLBACK)}&state=s`,
    )
  })

  test.each([
    ['neither URL', { client_id: 'app1' }, "Required String parameter 'redirect_uri' is not present"],
    [
      'an unregistered logout_uri',
      { client_id: 'app1', logout_uri: 'https://evil.example/' },
      "'redirect_uri' is not present",
    ],
    ['no response_type', { client_id: 'app1', redirect_uri: CALLBACK }, "'response_type' is not present"],
  ])('answers %s with an error page and keeps the session', async (_, parameters, sentence) => {
    const { person } = await testPool()
    await codeFor(person)
    await person.open(logout(parameters))
    expect(person.page.status).toBe(400)
    expect(person.text).toContain(sentence)
    expect(person.cookies.has('cognito')).toBe(true)
  })

  test('shows the error page for an unknown client, an unregistered callback, and nothing at all', async () => {
    const { pool, person } = await testPool()
    const at = async (path: string) => (await get(pool, path)).headers.get('location')
    expect(await at(logout({ client_id: 'x', logout_uri: SIGNED_OUT }))).toBe(
      `${ORIGIN}/error?error=invalid_request&client_id=x`,
    )
    expect(
      await at(logout({ client_id: 'app1', redirect_uri: 'https://evil.example/', response_type: 'code' })),
    ).toBe(`${ORIGIN}/error?error=redirect_mismatch&client_id=app1`)
    expect((await person.open('/logout')).page.status).toBe(400)
  })
})

describe('discovery', () => {
  test('names the endpoints as Cognito does, for any origin', async () => {
    const { pool } = await testPool()
    const response = await get(pool, '/local_TestPool/.well-known/openid-configuration')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toEqual({
      authorization_endpoint: `${ORIGIN}/oauth2/authorize`,
      end_session_endpoint: `${ORIGIN}/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
      issuer: `${ORIGIN}/local_TestPool`,
      jwks_uri: `${ORIGIN}/local_TestPool/.well-known/jwks.json`,
      response_types_supported: ['code', 'token'],
      revocation_endpoint: `${ORIGIN}/oauth2/revoke`,
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      token_endpoint: `${ORIGIN}/oauth2/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      userinfo_endpoint: `${ORIGIN}/oauth2/userInfo`,
    })
  })

  test('publishes two public RSA keys and nothing private', async () => {
    const { pool } = await testPool()
    const response = await get(pool, '/local_TestPool/.well-known/jwks.json')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const { keys } = (await response.json()) as { keys: Record<string, string>[] }
    expect(keys).toHaveLength(2)
    for (const key of keys) {
      expect(Object.keys(key)).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
      expect(key).toMatchObject({ alg: 'RS256', e: 'AQAB', kty: 'RSA', use: 'sig' })
      expect(key['kid']).toMatch(/=$/)
    }
  })
})

describe('faults', () => {
  test('meet as many requests as asked for, with CORS headers, and do no work', async () => {
    const { pool, person } = await testPool()
    const code = await codeFor(person)
    pool.addFault({ path: '/oauth2/token', status: 503, times: 2, headers: { 'Retry-After': '1' } })
    for (let count = 0; count < 2; count += 1) {
      const response = await redeem(pool, code)
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
      expect(response.headers.get('access-control-allow-origin')).toBe('*')
    }
    expect((await redeem(pool, code)).status).toBe(200)
  })

  test('can cut an answer short after the work is done', async () => {
    const { pool, person } = await testPool()
    const code = await codeFor(person)
    pool.addFault({ path: '/oauth2/token', truncateAfter: 12 })
    expect(await (await redeem(pool, code)).text()).toBe('{"id_token":')
    expect((await redeem(pool, code)).status).toBe(400)
  })

  test('are undone', async () => {
    const { pool, person } = await testPool()
    pool.addFault({ path: '/oauth2/authorize', status: 500 })()
    expect((await person.authorize(request(), JANE)).searchParams.has('code')).toBe(true)
  })
})
