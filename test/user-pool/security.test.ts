import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve, type Served } from '../../sample/serve.ts'
import {
  createUserPool,
  fileStore,
  generateKeys,
  memoryStore,
  type UserPool,
  type UserPoolOptions,
} from '../../sample/user-pool/src/index.ts'
import { Person } from '../helpers/person.ts'
import {
  CALLBACK,
  JANE,
  ORIGIN,
  SIGNED_OUT,
  body,
  claims,
  codeFor,
  get,
  post,
  redeem,
  refresh,
  request,
  testPool,
  tokensFor,
} from './helpers.ts'

const MAX = { email: 'max@mustermann.example', password: 'Strong pass1' }
const keys = await generateKeys()
const OPTIONS: UserPoolOptions = {
  origin: ORIGIN,
  poolId: 'local_TestPool',
  clients: [{ clientId: 'app1', callbackUrls: [CALLBACK] }],
  keys,
}
const lastCode = (pool: UserPool) => pool.mailbox.at(-1)?.code ?? ''
const tokenOf = (person: Person) =>
  person.page.document.querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? ''
const hasSession = async (person: Person) =>
  (await person.open(request({ prompt: 'none' }))).callback.searchParams.has('code')

// For everything that leaves a pool as it was.
const { pool: unchanged } = await testPool()
const FOREIGN = { Origin: 'https://evil.example' }

/** A page of every kind the pool has, and every other kind of answer, as a page elsewhere asks for it. */
const ANSWERS: readonly (readonly [string, number, () => Promise<Response>])[] = [
  ...['/login', '/signup', '/forgotPassword'].map(
    (path) => [path, 200, () => get(unchanged, request({}, path), FOREIGN)] as const,
  ),
  ['/', 200, () => get(unchanged, '/', FOREIGN)],
  ['/mailbox', 200, () => get(unchanged, '/mailbox', FOREIGN)],
  ['the style sheet', 200, () => get(unchanged, '/user-pool.css', FOREIGN)],
  ['/oauth2/authorize', 302, () => get(unchanged, request(), FOREIGN)],
  ['/error', 400, () => get(unchanged, '/error?error=x', FOREIGN)],
  ['/logout without an address', 400, () => get(unchanged, '/logout?client_id=app1', FOREIGN)],
  ['a form without its token', 403, () => post(unchanged, request({}, '/login'), JANE, FOREIGN)],
  ['a page that is not there', 404, () => get(unchanged, '/nothing', FOREIGN)],
  ['a preflight for a page', 404, () => send('/mailbox', { method: 'OPTIONS', headers: FOREIGN })],
  ['another method', 405, () => post(unchanged, '/logout', {}, FOREIGN)],
  ['a large form', 413, () => post(unchanged, request({}, '/login'), { code: 'x'.repeat(70_000) }, FOREIGN)],
  ['another host', 421, () => unchanged.fetch(new Request('http://evil.example/mailbox'))],
]

function send(path: string, init: RequestInit): Promise<Response> {
  return unchanged.fetch(new Request(ORIGIN + path, init))
}

describe('a page elsewhere', () => {
  test.each([
    'evil.example',
    'evil.example:9230',
    'localhost.evil.example:9230',
    '127.0.0.1.evil.example:9230',
    'notlocalhost:9230',
    '0.0.0.0:9230',
    '[::]:9230',
    '192.168.0.2:9230',
  ])('whose host name %s leads here reads nothing (DNS rebinding)', async (host) => {
    for (const path of ['/mailbox', '/', request({}, '/login'), '/oauth2/token']) {
      const response = await unchanged.fetch(new Request(`http://${host}${path}`))
      expect([response.status, await response.text()]).toEqual([421, `This user pool is at ${ORIGIN}.`])
    }
  })

  test('is told apart from this machine and from the address of a tunnel', async () => {
    const { pool } = await testPool({}, { origin: 'https://name.example' })
    for (const origin of ['https://name.example', ORIGIN, 'http://127.0.0.1:1', 'http://[::1]:9230'])
      expect((await pool.fetch(new Request(`${origin}/mailbox`))).status).toBe(200)
    for (const origin of ['https://name.example:444', 'https://sub.name.example'])
      expect((await pool.fetch(new Request(`${origin}/mailbox`))).status).toBe(421)
  })

  test.each(ANSWERS)('may not read %s, whatever its origin', async (_, status, ask) => {
    const response = await ask()
    expect(response.status).toBe(status)
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  })

  test('cannot say where redirects lead', async () => {
    const forwarded = { 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' }
    for (const path of [request(), request({ client_id: 'x' }), '/logout'])
      expect((await get(unchanged, path, forwarded)).headers.get('location')).toMatch(
        /^http:\/\/localhost:9230\//,
      )
  })

  /** Each form, with the page it is on and what it would do: the way there is the person's own. */
  const FORMS: readonly {
    path: string
    open: (person: Person) => Promise<unknown>
    fields: (pool: UserPool) => Record<string, string>
  }[] = [
    { path: '/login', open: (person) => person.open(request({}, '/login')), fields: () => JANE },
    {
      path: '/signup',
      open: (person) => person.open(request({}, '/signup')),
      fields: () => ({ 'requiredAttributes[email]': MAX.email, password: MAX.password }),
    },
    { path: '/confirm', open: signUpMax, fields: (pool) => ({ code: lastCode(pool) }) },
    { path: '/resendcode', open: signUpMax, fields: () => ({}) },
    {
      path: '/forgotPassword',
      open: (person) => person.open(request({}, '/forgotPassword')),
      fields: () => ({ username: 'jane' }),
    },
    ...['/confirmForgotPassword', '/confirmforgotPassword'].map((path) => ({
      path,
      open: forgetJane,
      fields: (pool: UserPool) => ({
        code: lastCode(pool),
        new_password: 'Another-1',
        confirm_password: 'Another-1',
      }),
    })),
  ]

  async function signUpMax(person: Person) {
    await person.open(request({}, '/signup'))
    await person.signUp(MAX)
  }

  async function forgetJane(person: Person) {
    await person.open(request({}, '/forgotPassword'))
    await person.forgotPassword('jane')
  }

  /** All that a form can change. */
  const outcome = (pool: UserPool, person: Person) =>
    JSON.stringify([pool.users, pool.mailbox, [...person.cookies]])

  test.each(FORMS)('cannot send the form of $path', async ({ path, open, fields }) => {
    const { pool, person } = await testPool()
    await open(person)
    const token = tokenOf(person)
    const before = outcome(pool, person)
    const forge = (more: Record<string, string>, headers: Record<string, string>) =>
      person.post(request({}, path), new URLSearchParams({ ...fields(pool), ...more }), headers)
    for (const [more, headers] of [
      [{}, { 'Sec-Fetch-Site': 'same-origin' }],
      [{ _csrf: 'x' }, { 'Sec-Fetch-Site': 'same-origin' }],
      [{ _csrf: token }, { 'Sec-Fetch-Site': 'cross-site' }],
      [{ _csrf: token }, { 'Sec-Fetch-Site': 'same-site' }],
      [{ _csrf: token }, { 'Content-Type': 'text/plain' }],
      [{ _csrf: token }, { 'Content-Type': 'application/json' }],
    ] as const) {
      await forge(more, headers)
      expect([person.page.status, outcome(pool, person)]).toEqual([403, before])
    }
    await forge({ _csrf: token }, { 'Sec-Fetch-Site': 'same-origin' })
    expect(outcome(pool, person)).not.toBe(before)
  })

  test.each(FORMS)(
    'cannot do with an address what the form of $path does',
    async ({ path, open, fields }) => {
      const { pool, person } = await testPool()
      await open(person)
      const filled = { ...fields(pool), _csrf: tokenOf(person) }
      const before = outcome(pool, person)
      await person.open(request(filled, path))
      expect([person.left, outcome(pool, person)]).toEqual([false, before])
    },
  )
})

describe('every answer', () => {
  test.each(ANSWERS)('says that %s is not to be framed, guessed at, kept or told of', async (_, __, ask) => {
    const { headers } = await ask()
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toContain('no-store')
    expect(headers.get('content-security-policy')?.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "frame-ancestors 'none'",
      'img-src data:',
      "style-src 'self'",
    ])
  })

  test('with a token or about one is kept by nobody (RFC 6749 section 5.1)', async () => {
    const { pool, person } = await testPool()
    const answer = await redeem(pool, await codeFor(person))
    const authorization = { Authorization: `Bearer ${(await body(answer.clone())).access_token}` }
    for (const response of [
      answer,
      await redeem(pool, 'unknown'),
      await get(pool, '/oauth2/userInfo', authorization),
      await get(pool, '/oauth2/userInfo'),
      await post(pool, '/oauth2/revoke', {}),
    ]) {
      expect(response.headers.get('cache-control')).toContain('no-store')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('content-type')).toMatch(/^application\/json/)
    }
  })

  test.each(['/oauth2/token', '/oauth2/revoke', request({}, '/login')])(
    'to a body that does not end comes soon: %s',
    async (path) => {
      let sent = 0
      const long = new ReadableStream<Uint8Array>({
        pull(controller) {
          sent += 1024
          if (sent > 1024 * 1024) controller.close()
          else controller.enqueue(new Uint8Array(1024).fill(97))
        },
      })
      const init: RequestInit & { duplex: 'half' } = {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: long,
        duplex: 'half',
      }
      expect((await send(path, init)).status).toBe(413)
      expect(sent).toBeLessThan(128 * 1024)
    },
  )
})

describe('a redirect', () => {
  /** What looks like the registered address to a parser, to a prefix or to a person. */
  const lookalikes = (registered: string): string[] => {
    const { host, hostname, pathname, port } = new URL(registered)
    return [
      `${registered}/`,
      `${registered}x`,
      `${registered}?x=1`,
      `${registered}#`,
      `${registered}#x`,
      `${registered}%20`,
      ` ${registered}`,
      `${registered}\n`,
      `${registered}\0`,
      `${registered}/../evil`,
      `${registered}\\`,
      registered.toUpperCase(),
      registered.replace(hostname, hostname.toUpperCase()),
      registered.replace('http:', 'HTTP:'),
      registered.replace('http:', 'https:'),
      registered.replace('http://', 'http:/'),
      registered.replace('http://', '//'),
      registered.replace('http://', 'http:\\\\'),
      registered.replace('http://', 'http://evil.example@'),
      registered.replace(host, `${host}@evil.example`),
      registered.replace(host, `${host}.evil.example`),
      registered.replace(host, `${hostname}.:${port}`),
      registered.replace(host, `evil.example#${host}`),
      registered.replace(host, `evil.example?${host}`),
      registered.replace(host, 'evil.example'),
      registered.replace(`:${port}`, ''),
      registered.replace('localhost', '127.0.0.1'),
      registered.replace('localhost', 'l%6fcalhost'),
      registered.replace('localhost', 'localh\u043est'),
      encodeURIComponent(registered),
      pathname,
      `/${pathname}`,
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      `javascript:alert(1)//${registered}`,
      'data:text/html,x',
      '*',
      `${registered},https://evil.example`,
      `${registered} https://evil.example`,
    ]
  }

  describe('of somebody who is signed in', () => {
    let pool: UserPool
    let person: Person
    beforeAll(async () => {
      ;({ pool, person } = await testPool())
      await codeFor(person)
    })

    test.each(lookalikes(CALLBACK))('never leads to the callback %j', async (redirectUri) => {
      const token = tokenOf(await person.open(request({ prompt: 'login' }, '/login')))
      const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const sent = { redirect_uri: redirectUri }
      for (const response of [
        await get(pool, request(sent), { Cookie: cookie }),
        await get(pool, request({ ...sent, prompt: 'none' })),
        await get(pool, request({ ...sent, response_type: 'token', scope: 'nonsense' })),
        await get(pool, request(sent, '/login')),
        await post(pool, request(sent, '/login'), { ...JANE, _csrf: token }, { Cookie: cookie }),
        await get(pool, request(sent, '/logout'), { Cookie: cookie }),
      ]) {
        expect(response.status).toBe(302)
        expect(response.headers.get('location')).toBe(
          `${ORIGIN}/error?error=redirect_mismatch&client_id=app1`,
        )
      }
      expect((await redeem(pool, await codeFor(person), sent)).status).toBe(400)
    })

    test.each([...lookalikes(SIGNED_OUT), CALLBACK])('never leads to the sign-out %j', async (logoutUri) => {
      const query = new URLSearchParams({ client_id: 'app1', logout_uri: logoutUri })
      await person.open(`/logout?${query.toString()}`)
      expect([person.left, person.page.status]).toEqual([false, 400])
      expect(await hasSession(person)).toBe(true)
    })
  })

  test('leads to no address of another client', async () => {
    const [other, own] = ['https://two.example/a', CALLBACK]
    for (const path of [
      request({ redirect_uri: other }),
      request({ client_id: 'app2', redirect_uri: own }),
      request({ redirect_uri: other }, '/logout'),
    ])
      expect((await get(unchanged, path)).headers.get('location')).toContain(`${ORIGIN}/error?`)
  })

  test('is not to be had by saying it twice', async () => {
    const evil = encodeURIComponent('https://evil.example/')
    const location = async (path: string) => (await get(unchanged, path)).headers.get('location')
    for (const path of [`${request()}&redirect_uri=${evil}`, `${request()}&client_id=app2`])
      expect(await location(path)).toContain(`${ORIGIN}/error?error=invalid_request&client_id=app`)
    const logout = `/logout?client_id=app1&logout_uri=${encodeURIComponent(SIGNED_OUT)}&logout_uri=${evil}`
    expect(await location(logout)).toBe(SIGNED_OUT)
  })

  test('carries what was sent as a value, never as another parameter or header', async () => {
    const state = 'a&code=forged#x?y=1\r\nSet-Cookie: a=b\0é'
    for (const [parameters, part] of [
      [{ state }, 'search'],
      [{ state, response_type: 'token' }, 'hash'],
    ] as const) {
      const { pool, person } = await testPool()
      const callback = await person.authorize(request(parameters), JANE)
      const found = new URLSearchParams(callback[part].slice(1))
      expect([found.get('state'), found.getAll('code').length]).toEqual([state, part === 'search' ? 1 : 0])
      for (const wrong of [
        { ...parameters, client_id: state },
        { ...parameters, prompt: 'none' },
        { ...parameters, scope: state },
        { ...parameters, login_hint: state },
      ]) {
        const response = await get(pool, request(wrong))
        expect([response.status, response.headers.getSetCookie()]).toEqual([302, []])
        expect(response.headers.get('location')).not.toMatch(/forged#|[\r\n]/)
      }
    }
  })
})

describe('what somebody typed', () => {
  // Without white space or @, so that with a domain behind it it is an e-mail address to the pool, too.
  const MARKUP = `"'><svg/onload=alert(1)><script>alert(1)</script></title></dl><!--&lt;`
  const EMAIL = `${MARKUP}@evil.example`
  let talkative: UserPool
  beforeAll(async () => {
    talkative = (await testPool()).pool
  })

  const text = (person: Person) => person.page.document.body.textContent
  const value = (selector: string) => (person: Person) =>
    person.page.document.querySelector<HTMLInputElement>(selector)?.value
  /** What the addresses of the next pages hand on. */
  const handedOn = (name: string) => (person: Person) => {
    const addresses = [
      ...[...person.page.document.querySelectorAll('form')].map(({ action }) => action),
      ...[...person.page.document.querySelectorAll<HTMLAnchorElement>('main a')].map(({ href }) => href),
    ].filter((address) => !address.endsWith('/mailbox'))
    const values = new Set(addresses.map((address) => new URL(address).searchParams.get(name)))
    return [...values].join()
  }

  test.each<[string, string, (person: Person) => Promise<unknown>, (person: Person) => string | undefined]>([
    ...['/login', '/signup', '/forgotPassword'].flatMap((path) => [
      ...['state', 'nonce', 'login_hint', 'userContextData', 'lang', 'identity_provider'].map(
        (name) =>
          [
            `${name} at ${path}`,
            MARKUP,
            (person: Person) => person.open(request({ [name]: MARKUP }, path)),
            handedOn(name),
          ] as [string, string, (person: Person) => Promise<Person>, (person: Person) => string],
      ),
    ]),
    [
      'an identity provider',
      MARKUP,
      (person) => person.open(request({ identity_provider: MARKUP }, '/login')),
      text,
    ],
    ['a name to sign in with', MARKUP, (person) => signInAs(person, MARKUP), value('#signInFormUsername')],
    [
      'an address that is none',
      MARKUP,
      async (person) => (await person.open(request({}, '/signup'))).signUp({ ...MAX, email: MARKUP }),
      value('#signUpFormEmail'),
    ],
    ['an address', EMAIL, signUpAs, value('form[name=confirmform] input[name=username]')],
    ['an address, to resend to', EMAIL, signUpAs, value('form[name=resendcodeform] input[name=username]')],
    [
      'an address in the mailbox',
      EMAIL,
      async (person) => {
        await signUpAs(person)
        await person.open('/mailbox')
      },
      text,
    ],
    [
      'a name whose password was forgotten',
      MARKUP,
      async (person) => (await person.open(request({}, '/forgotPassword'))).forgotPassword(MARKUP),
      value('input[name=username]'),
    ],
    [
      'a name that is in a cookie',
      MARKUP,
      async (person) => {
        person.cookies.set('page-data', Buffer.from(MARKUP).toString('base64url'))
        await person.open(request({}, '/confirmForgotPassword'))
      },
      value('input[name=username]'),
    ],
    [
      'a code',
      MARKUP,
      async (person) => {
        await person.open(request({}, '/forgotPassword'))
        await person.forgotPassword('jane')
        await person.resetPassword(MARKUP, 'weak')
      },
      value('#verification_code'),
    ],
    [
      'an error',
      MARKUP,
      (person) => person.open(`/error?${new URLSearchParams({ error: MARKUP }).toString()}`),
      text,
    ],
    ['the client of an error', MARKUP, (person) => person.open(request({ client_id: MARKUP })), text],
    ['the state of a form that is refused', MARKUP, refuseForm, handedOn('state')],
  ])('stays text: %s', async (_, typed, open, shown) => {
    const person = new Person(talkative)
    await open(person)
    const { document } = person.page
    expect(document.querySelectorAll('script, svg, [onload]')).toHaveLength(0)
    expect(document.querySelector('footer a[href="/mailbox"]')).not.toBeNull()
    expect(shown(person)).toContain(typed)
  })

  async function signInAs(person: Person, username: string) {
    await person.open(request({}, '/login'))
    await person.signIn({ username, password: 'x' })
  }

  async function signUpAs(person: Person) {
    await person.open(request({}, '/signup'))
    await person.signUp({ ...MAX, email: EMAIL })
  }

  async function refuseForm(person: Person) {
    await person.post(request({ state: MARKUP }, '/login'), new URLSearchParams())
  }

  test('stays on its line of the log, and commands no terminal', async () => {
    const { person, log } = await testPool()
    await person.open(request({}, '/signup'))
    await person.signUp({ ...MAX, email: '\u001b]0;owned\u0007\u009b2J\u0085@evil.example' })
    expect(log).toHaveLength(1)
    expect(log[0]).toMatch(/^mail to .*owned.*@evil\.example: Your confirmation code is \d{6}\.$/)
    expect(log[0]).not.toMatch(/\p{Cc}/u)
  })

  test.each(['__proto__', 'constructor', 'toString'])('may be called %s like nothing else', async (name) => {
    const { pool, person } = await testPool()
    expect((await get(pool, request({ client_id: name }))).headers.get('location')).toBe(
      `${ORIGIN}/error?error=invalid_request&client_id=${name}`,
    )
    expect((await get(pool, `/error?error=${name}`)).status).toBe(400)
    expect(await (await redeem(pool, 'x', { client_id: name })).json()).toEqual({ error: 'invalid_client' })
    expect(await (await redeem(pool, 'x', { grant_type: name })).json()).toEqual({
      error: 'unsupported_grant_type',
    })
    await person.open(`${request()}&${name}=x`)
    expect(person.page.url).not.toContain(name)
    expect((await person.signIn({ username: name, password: 'x' })).error).toBe(
      'Incorrect username or password.',
    )
  })

  test.each(['__proto__', 'constructor', 'toString'])('may call a client and a user %s', async (name) => {
    const options = { ...OPTIONS, clients: [{ clientId: name, callbackUrls: [CALLBACK] }] }
    const store = memoryStore()
    const before = await createUserPool({ ...options, store })
    await before.addUser({ username: name, password: JANE.password, attributes: { [name]: 'own' } })
    const pool = await createUserPool({ ...options, store })
    const person = new Person(pool)
    person.cookies.set(name, 'x')
    const who = { username: name, password: JANE.password }
    const { searchParams } = await person.authorize(request({ client_id: name, scope: 'openid' }), who)
    const answer = await redeem(pool, searchParams.get('code') ?? '', { client_id: name, [name]: 'x' })
    const id = claims((await body(answer)).id_token)
    expect([id['cognito:username'], id.aud]).toEqual([name, name])
    expect(Object.getOwnPropertyDescriptor(id, name)?.value).toBe('own')
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  const LONG = 60_000
  test.each([
    ['a', 'a'],
    ['@', '@'],
    ['spaces', ' '],
    ['a@', 'a@'],
    ['%', '%'],
    ['accents', '\u0301\u0316'],
  ])('takes no time where it is long: %s', async (_, part) => {
    const long = part.repeat(LONG / encodeURIComponent(part).length)
    const { pool, person } = await testPool()
    await person.open(request())
    const began = performance.now()
    for (const [where, fields] of [
      ['/login', { username: long, password: '' }],
      ['/login', { username: 'jane', password: long }],
      ['/signup', { 'requiredAttributes[email]': long, password: '' }],
      ['/signup', { 'requiredAttributes[email]': MAX.email, password: long }],
      ['/forgotPassword', { username: long }],
      ['/confirm', { username: long, code: '' }],
      ['/confirmForgotPassword', { username: 'jane', code: long }],
    ] as const) {
      await person.open(request({ prompt: 'login' }, '/login'))
      const form = new URLSearchParams({ ...fields, _csrf: tokenOf(person) })
      await person.post(request({ prompt: 'login' }, where), form)
      expect(person.page.status).toBe(200)
    }
    for (const name of ['redirect_uri', 'scope', 'resource', 'code_challenge', 'prompt', 'client_id'])
      expect((await get(pool, request({ [name]: long }))).status).toBe(302)
    for (const name of ['code', 'code_verifier', 'redirect_uri', 'client_id', 'grant_type'])
      expect((await redeem(pool, 'x', { [name]: long })).status).toBe(400)
    expect((await refresh(pool, long)).status).toBe(400)
    const header = part.replace(/[^ -~]/g, '.').repeat(LONG)
    for (const scheme of ['Bearer', 'Basic'])
      await get(pool, '/oauth2/userInfo', { Authorization: `${scheme} ${header}!` })
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})

describe('a cookie', () => {
  const attributes = (secure: string) => new RegExp(`; Path=/; HttpOnly${secure}; SameSite=Lax$`)

  test.each([
    [ORIGIN, ''],
    ['https://name.example', '; Secure'],
  ])('of %s is out of reach of scripts and of pages elsewhere', async (origin, secure) => {
    const { pool } = await testPool({}, { origin })
    const lines = (await get(pool, request({}, '/login'))).headers.getSetCookie()
    const jar = (lines[0] ?? '').split(';', 1).join()
    const token = /name="_csrf" value="([^"]+)"/.exec(
      await (await get(pool, request({}, '/login'), { Cookie: jar })).text(),
    )?.[1]
    const sent = async (path: string, fields: Record<string, string>) => {
      const response = await post(pool, request({}, path), { ...fields, _csrf: token ?? '' }, { Cookie: jar })
      lines.push(...response.headers.getSetCookie())
    }
    await sent('/forgotPassword', { username: 'jane' })
    await sent('/login', JANE)
    const logout = new URLSearchParams({ client_id: 'app1', logout_uri: SIGNED_OUT })
    lines.push(...(await get(pool, `/logout?${logout.toString()}`)).headers.getSetCookie())
    expect(lines.map((line) => line.slice(0, line.indexOf('=')))).toEqual([
      'XSRF-TOKEN',
      'page-data',
      'cognito',
      'cognito',
    ])
    for (const line of lines) expect(line).toMatch(attributes(secure))
  })

  test('that somebody planted becomes nobody’s session (session fixation)', async () => {
    const { pool, person } = await testPool()
    const planted = 'A'.repeat(43)
    person.cookies.set('cognito', planted)
    await codeFor(person)
    expect(person.cookies.get('cognito')).not.toBe(planted)
    const attacker = new Person(pool)
    attacker.cookies.set('cognito', planted)
    expect(await hasSession(attacker)).toBe(false)
    expect(await hasSession(person)).toBe(true)
  })

  test.each(['%', '%E0%A4%A', '"', ';;=', '\u00ff', 'x'.repeat(10_000)])(
    'that holds nonsense does no harm: %j',
    async (nonsense) => {
      const cookie = ['cognito', 'XSRF-TOKEN', 'page-data'].map((name) => `${name}=${nonsense}`).join('; ')
      for (const [path, status] of [
        [request(), [302]],
        [request({}, '/login'), [200]],
        // A name, if a strange one, or none.
        [request({}, '/confirm'), [200, 302]],
        [request({}, '/confirmForgotPassword'), [200, 302]],
      ] as const) {
        const answer = await get(unchanged, path, { Cookie: cookie })
        expect(status).toContain(answer.status)
      }
      expect((await post(unchanged, request({}, '/login'), JANE, { Cookie: cookie })).status).toBe(403)
    },
  )
})

describe('a token', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  test('that nobody signed, or that was signed with the public key, is none', async () => {
    const { pool, person } = await testPool()
    const { access_token: token } = await tokensFor(pool, person)
    const jwks = (await (await get(pool, '/local_TestPool/.well-known/jwks.json')).json()) as {
      keys: (JsonWebKey & { kid: string })[]
    }
    const key = jwks.keys[1]
    const pem = createPublicKey({ key: key ?? {}, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
    const payload = part(claims(token))
    const unsigned = `${part({ alg: 'none', kid: key?.kid })}.${payload}`
    const confused = `${part({ alg: 'HS256', kid: key?.kid })}.${payload}`
    const signature = createHmac('sha256', pem).update(confused).digest('base64url')
    const ask = async (bearer: string) =>
      (await get(pool, '/oauth2/userInfo', { Authorization: `Bearer ${bearer}` })).status
    expect([await ask(token), await ask(`${unsigned}.`), await ask(`${confused}.${signature}`)]).toEqual([
      200, 401, 401,
    ])
  })

  test('of another pool is none here, even where both have the same keys and users', async () => {
    const store = memoryStore()
    const { pool, person, now } = await testPool({}, { store, keys })
    const { access_token: token } = await tokensFor(pool, person)
    const other = await createUserPool({ ...OPTIONS, poolId: 'local_OtherPool', store, clock: now })
    const headers = { Authorization: `Bearer ${token}` }
    expect((await get(pool, '/oauth2/userInfo', headers)).status).toBe(200)
    expect((await get(other, '/oauth2/userInfo', headers)).status).toBe(401)
  })

  test('of one client cannot be used, renewed or revoked by another', async () => {
    const { pool, person } = await testPool()
    const { refresh_token: token = '' } = await tokensFor(pool, person)
    expect(await (await refresh(pool, token, 'app2')).json()).toEqual({ error: 'invalid_grant' })
    expect((await post(pool, '/oauth2/revoke', { client_id: 'app2', token })).status).toBe(200)
    const stolen = await redeem(pool, await codeFor(person), { client_id: 'app2' })
    expect(await stolen.json()).toEqual({ error: 'invalid_grant' })
    expect((await refresh(pool, token)).status).toBe(200)
  })
})

describe('who has an account', () => {
  test('does not show in the work that a sign-in takes', async () => {
    const { person, pass } = await testPool({}, { passwordCost: 2 ** 15 })
    // The processor's time, for others are at it, too.
    const worked = () => process.cpuUsage().user / 1000
    const times: Record<string, number[]> = { jane: [], nobody: [] }
    await person.open(request())
    for (let round = 0; round < 5; round += 1) {
      for (const [username, taken] of Object.entries(times)) {
        const token = tokenOf(person)
        const form = new URLSearchParams({ username, password: 'wrong', _csrf: token })
        const began = worked()
        await person.post(request({}, '/login'), form)
        taken.push(worked() - began)
      }
      pass(3600)
    }
    const fastest = (name: string) => Math.min(...(times[name] ?? []))
    // scrypt takes some 80 ms, all the rest a few: without it one would be a small part of the other.
    expect(fastest('nobody')).toBeGreaterThan(fastest('jane') / 2)
    expect(fastest('jane')).toBeGreaterThan(fastest('nobody') / 2)
  })

  test('does not show on the pages of a forgotten password', async () => {
    const pages = []
    for (const name of ['jane', 'nobody']) {
      const { person } = await testPool()
      const seen: string[] = []
      const look = () => {
        const { document, status } = person.page
        const html = document.documentElement.outerHTML
        const same = html
          .replaceAll(tokenOf(person), '')
          .replaceAll(name, '')
          .replace(/.\*\*\*@.\*\*\*/, '')
        seen.push(`${status} ${same}`)
      }
      await person.open(request({}, '/forgotPassword'))
      await person.forgotPassword(name)
      look()
      for (let count = 0; count < 6; count += 1) {
        await person.resetPassword('12345', 'Another-1')
        look()
      }
      await person.open(request({}, '/confirm'))
      look()
      await person.open(request({}, '/login'))
      const again = new URLSearchParams({ username: name, _csrf: tokenOf(person) })
      await person.post(request({}, '/resendcode'), again)
      look()
      pages.push(seen)
    }
    expect(pages[0]).toEqual(pages[1])
  })
})

describe('the file of a pool', () => {
  test('that everybody could read is closed at the start', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'user-pool-'))
    const path = join(folder, 'pool.json')
    await createUserPool({ ...OPTIONS, store: fileStore(path) })
    await chmod(path, 0o666)
    await createUserPool({ ...OPTIONS, store: fileStore(path) })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await rm(folder, { recursive: true })
  })
})

describe('npm start', () => {
  const options = { port: 0, poolPort: 0, open: false, log: () => undefined }
  const HANDSHAKE = '/browser-sync/socket.io/?EIO=4&transport=polling'
  const SCRIPT = '/browser-sync/browser-sync-client.js?v=3.0.4'
  const listening = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length

  let before: number
  let served: Served
  beforeAll(async () => {
    before = listening()
    served = await serve(options)
  })
  afterAll(() => served.close())

  /** A request whose headers go out as they are. */
  const ask = (origin: string, path: string, headers: Record<string, string>) =>
    new Promise<{ status: number | undefined; text: string }>((done, fail) => {
      const { hostname, port } = new URL(origin)
      const sent = httpRequest({ hostname, port, path, headers }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => {
          done({ status: response.statusCode, text })
        })
      })
      sent.on('upgrade', (response, socket) => {
        socket.destroy()
        done({ status: response.statusCode, text: '' })
      })
      sent.on('error', fail).end()
    })

  test('listens twice, for the pages and for the pool, and on the loopback only', async () => {
    expect(listening() - before).toBe(2)
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses = []) => addresses)
      .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
      .map(({ address }) => address)
    // The loopback has more addresses than one (RFC 1122 section 3.2.1.3), so that there is always one to try.
    for (const host of [...outside, '127.0.0.2']) {
      for (const origin of [served.url, served.pool.origin]) {
        const reached = await new Promise<boolean>((done) => {
          const socket = connect({ host, port: Number(new URL(origin).port), timeout: 1000 })
          const end = (connected: boolean) => () => {
            socket.destroy()
            done(connected)
          }
          socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false))
        })
        expect([host, reached]).toEqual([host, false])
      }
    }
  })

  describe.each([
    ['the socket of browser-sync', HANDSHAKE, 403],
    ['what a <script> could read of it', `${HANDSHAKE}&j=0`, 403],
    ['the script of browser-sync, which names folders', SCRIPT, 404],
  ])('keeps %s', (_, path, refused) => {
    test.each<[string, Record<string, string>]>([
      ['a script tag elsewhere', { 'Sec-Fetch-Site': 'cross-site' }],
      ['a script tag of another port', { 'Sec-Fetch-Site': 'same-site' }],
      ['a page elsewhere', { Origin: 'https://evil.example' }],
      ['a page without an origin', { Origin: 'null' }],
      ['a page of another port', { Origin: 'http://localhost:1' }],
      ['a browser that does not say who asks', {}],
    ])('from %s', async (__, headers) => {
      const { status, text } = await ask(served.url, path, headers)
      expect(status).toBe(refused)
      expect(text).not.toMatch(/sid|baseDir/)
    })

    test('from a page whose host name leads here (DNS rebinding)', async () => {
      const { status, text } = await ask(served.url, path, { Host: 'evil.example' })
      expect([403, 421]).toContain(status)
      expect(text).not.toMatch(/sid|baseDir/)
    })

    test('for the pages of the sample', async () => {
      const { status } = await ask(served.url, path, { 'Sec-Fetch-Site': 'same-origin' })
      expect(status).toBe(200)
      for (const host of ['localhost', '127.0.0.1']) {
        const origin = `http://${host}:${new URL(served.url).port}`
        expect((await ask(served.url, path, { Origin: origin })).status).toBe(200)
      }
    })
  })

  test('keeps the web socket from everybody else, too', async () => {
    const handshake = async (origin: string) => {
      const headers = {
        Origin: origin,
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'Sec-WebSocket-Version': '13',
      }
      return (await ask(served.url, HANDSHAKE.replace('polling', 'websocket'), headers)).status
    }
    const ours = new URL(served.url).origin
    expect([await handshake(ours), await handshake('https://evil.example')]).toEqual([101, 400])
  })

  test('keeps all of it from everybody behind a tunnel', async () => {
    const shared = await serve({ ...options, publicUrl: 'https://name.example' })
    const headers = { Host: 'name.example', 'Sec-Fetch-Site': 'same-origin' }
    const handshake = await ask(shared.localUrl, HANDSHAKE, headers)
    const script = await ask(shared.localUrl, SCRIPT, headers)
    await shared.close()
    expect([handshake.status, script.status]).toEqual([403, 404])
  })
})
