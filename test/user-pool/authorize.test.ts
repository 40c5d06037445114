import { expect, test } from 'vitest'
import { CALLBACK, CHALLENGE, JANE, ORIGIN, claims, codeFor, get, request, testPool } from './helpers.ts'

const { pool } = await testPool()

const locationOf = async (path: string) => {
  const response = await get(pool, path)
  expect(response.status).toBe(302)
  return response.headers.get('location')
}

test('redirects to /login with the parameters of the request, in their order', async () => {
  const location = await locationOf(
    request({ state: 'abc', scope: 'openid email', prompt: 'login', unknown: 'x' }),
  )
  const query = `response_type=code&client_id=app1&redirect_uri=${encodeURIComponent(CALLBACK)}`
  expect(location).toBe(`${ORIGIN}/login?${query}&state=abc&scope=openid+email&prompt=login`)
})

test('hands on the userContextData of the predecessor', async () => {
  expect(await locationOf(request({ userContextData: 'e30=' }))).toContain('&userContextData=e30%3D')
})

test('has no CORS headers: authorization is navigation', async () => {
  const response = await get(pool, request(), { Origin: 'http://localhost:3000' })
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
})

test('returns the code first and then the state, and no state when none was sent', async () => {
  const { person } = await testPool()
  const callback = await person.authorize(request({ state: 'a b/ü' }), JANE)
  expect([...callback.searchParams.keys()]).toEqual(['code', 'state'])
  expect(callback.searchParams.get('state')).toBe('a b/ü')
  expect(callback.searchParams.get('code')).toMatch(
    /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
  )
  expect((await person.open(request())).callback.search).toMatch(/^\?code=[\da-f-]{36}$/)
})

test('joins the code to a callback URL that has a query already', async () => {
  const { person } = await testPool()
  const wanted = 'https://two.example/b?x=1'
  const callback = await person.authorize(request({ client_id: 'app2', redirect_uri: wanted }), JANE)
  expect(callback.href).toMatch(/^https:\/\/two\.example\/b\?x=1&code=[\da-f-]{36}$/)
})

test('returns tokens in the fragment, in the order of real redirects', async () => {
  const { person } = await testPool()
  const callback = await person.authorize(request({ response_type: 'token', state: 's', nonce: 'n' }), JANE)
  const fragment = new URLSearchParams(callback.hash.slice(1))
  expect([...fragment.keys()]).toEqual(['id_token', 'access_token', 'expires_in', 'token_type', 'state'])
  expect(fragment.get('token_type')).toBe('Bearer')
  expect(claims(fragment.get('id_token') ?? '')).toMatchObject({ nonce: 'n', token_use: 'id' })
})

test('returns no id_token in the fragment without the scope openid', async () => {
  const { person } = await testPool()
  const scope = 'aws.cognito.signin.user.admin'
  const callback = await person.authorize(request({ response_type: 'token', scope }), JANE)
  expect([...new URLSearchParams(callback.hash.slice(1)).keys()]).toEqual([
    'access_token',
    'expires_in',
    'token_type',
  ])
})

test('takes the only callback URL of a client when redirect_uri is left out', async () => {
  expect(await locationOf(request({ redirect_uri: undefined }))).toBe(
    `${ORIGIN}/login?response_type=code&client_id=app1`,
  )
})

test.each([
  ['an unknown client', { client_id: 'nobody' }, 'error=invalid_request&client_id=nobody'],
  ['no client', { client_id: undefined }, 'error=Required+parameters+missing'],
  [
    'an unregistered callback URL',
    { redirect_uri: `${CALLBACK}/` },
    'error=redirect_mismatch&client_id=app1',
  ],
  [
    'a callback URL with another case',
    { redirect_uri: 'http://LOCALHOST:3000/callback' },
    'error=redirect_mismatch',
  ],
  [
    'no redirect_uri among several',
    { client_id: 'app2', redirect_uri: undefined },
    'error=Required+parameters+missing',
  ],
])('shows its own error page for %s', async (_, parameters, expected) => {
  expect(await locationOf(request(parameters))).toContain(`${ORIGIN}/error?${expected}`)
})

test('shows its own error page for a parameter that is there twice', async () => {
  expect(await locationOf(`${request()}&state=a&state=b`)).toBe(
    `${ORIGIN}/error?error=invalid_request&client_id=app1`,
  )
})

test.each([
  ['no response_type', { response_type: undefined }, '?state=s&error=invalid_request'],
  ['a hybrid response_type', { response_type: 'code token' }, '?state=s&error=invalid_request'],
  [
    'a scope the client may not have',
    { scope: 'openid offline_access' },
    '?error_description=invalid_scope&state=s&error=invalid_request',
  ],
  [
    'email without openid',
    { scope: 'email' },
    '?error_description=invalid_scope&state=s&error=invalid_request',
  ],
  [
    'a scope in the implicit flow',
    { response_type: 'token', scope: 'x' },
    '#error_description=invalid_scope&state=s&error=invalid_request',
  ],
  ['a challenge without a method', { code_challenge: CHALLENGE }, '?state=s&error=invalid_request'],
  ['a method without a challenge', { code_challenge_method: 'S256' }, '?state=s&error=invalid_request'],
  [
    'the method plain',
    { code_challenge: CHALLENGE, code_challenge_method: 'plain' },
    '?state=s&error=invalid_request',
  ],
  [
    'a challenge that is no SHA-256',
    { code_challenge: 'short', code_challenge_method: 'S256' },
    '?state=s&error=invalid_request',
  ],
  ['prompt=none without a session', { prompt: 'none' }, '?error=login_required&state=s'],
  ['prompt=none among others', { prompt: 'none login' }, '?state=s&error=invalid_request'],
])('tells the application about %s', async (_, parameters, expected) => {
  expect(await locationOf(request({ state: 's', ...parameters }))).toBe(CALLBACK + expected)
})

test.each([
  ...['constructor', '__proto__', 'toString'].map((name) => ({ response_type: name })),
  ...['javascript:alert(1)', 'data:text/plain,x', 'file:///etc', 'http://api.example', '/api'].map(
    (resource) => ({ resource }),
  ),
  { resource: 'https://api.example/#x' },
])('tells the application about %o', async (parameters) => {
  expect(await locationOf(request({ state: 's', ...parameters }))).toBe(
    `${CALLBACK}?state=s&error=invalid_request`,
  )
})

test('tells the application about a flow its client may not use', async () => {
  const location = await locationOf(
    request({ client_id: 'app2', redirect_uri: 'https://two.example/a', response_type: 'token' }),
  )
  expect(location).toBe('https://two.example/a#error_description=unauthorized_client&error=invalid_request')
})

test('goes straight back with a session, unless prompt=login', async () => {
  const { person } = await testPool()
  await codeFor(person)
  expect((await person.open(request({ prompt: 'none' }))).callback.searchParams.has('code')).toBe(true)
  expect(new URL((await person.open(request({ prompt: 'login' }))).page.url).pathname).toBe('/login')
})

test('ends the session after an hour, whether it was used or not', async () => {
  const { person, pass } = await testPool()
  await codeFor(person)
  pass(59 * 60)
  expect((await person.open(request({ prompt: 'none' }))).callback.searchParams.has('code')).toBe(true)
  pass(60)
  expect((await person.open(request({ prompt: 'none' }))).callback.searchParams.get('error')).toBe(
    'login_required',
  )
})

test.each(['https://api.example', 'http://localhost:8080/api', 'my-app://api'])(
  'binds the access token to the resource %s',
  async (resource) => {
    const { person } = await testPool()
    const callback = await person.authorize(request({ response_type: 'token', resource }), JANE)
    expect(claims(new URLSearchParams(callback.hash.slice(1)).get('access_token') ?? '').aud).toBe(resource)
  },
)
