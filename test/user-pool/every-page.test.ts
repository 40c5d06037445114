import { describe, expect, test } from 'vitest'
import { memoryStore } from '../../sample/user-pool/src/index.ts'
import { Person } from '../helpers/person.ts'
import { JANE, ORIGIN, get, post, request, testPool, tokensFor } from './helpers.ts'

const NEW = { email: 'max@mustermann.example', password: 'Strong pass1' }
const path = (person: Person) => new URL(person.page.url).pathname

describe('forms', () => {
  test('are refused without the token of this browser, with a way back', async () => {
    const { pool, person } = await testPool()
    const attacker = new Person(pool)
    await attacker.open(request())
    const stolen = attacker.page.document.querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? ''
    await person.open(request())
    for (const token of ['', 'x', stolen, person.cookies.get('XSRF-TOKEN') ?? '']) {
      await person.post(request({}, '/login'), new URLSearchParams({ ...JANE, _csrf: token }))
      expect(person.page.status).toBe(403)
    }
    expect(path(await person.click('Back to sign in'))).toBe('/login')
    expect((await person.signIn(JANE)).left).toBe(true)
  })

  test('are refused from elsewhere, even with a pair of cookie and token that fits', async () => {
    const { pool, person } = await testPool()
    const attacker = new Person(pool)
    await attacker.open(request())
    const token = attacker.page.document.querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? ''
    // Another port or sub-domain can plant the cookie, a page there can post the field.
    person.cookies.set('XSRF-TOKEN', attacker.cookies.get('XSRF-TOKEN') ?? '')
    const forged = new URLSearchParams({ ...JANE, _csrf: token })
    for (const site of ['cross-site', 'same-site', 'none']) {
      await person.post(request({}, '/login'), forged, { 'Sec-Fetch-Site': site })
      expect([person.page.status, person.cookies.has('cognito')]).toEqual([403, false])
    }
    await person.post(request({}, '/login'), forged, { 'Sec-Fetch-Site': 'same-origin' })
    expect(person.left).toBe(true)
  })

  test('are refused without the cookie and in another encoding', async () => {
    const { pool, person } = await testPool()
    await person.open(request())
    person.cookies.clear()
    expect((await person.signIn(JANE)).page.status).toBe(403)
    const response = await post(pool, request({}, '/login'), JANE, { 'Content-Type': 'text/plain' })
    expect(response.status).toBe(403)
  })

  test('check the authorize request again', async () => {
    const { pool } = await testPool()
    const response = await post(pool, request({ redirect_uri: 'https://evil.example/' }, '/login'), JANE)
    expect(response.headers.get('location')).toBe(`${ORIGIN}/error?error=redirect_mismatch&client_id=app1`)
  })
})

describe('an error', () => {
  const focused = (person: Person) => {
    const [input, ...more] = person.page.document.querySelectorAll<HTMLInputElement>('[autofocus]')
    expect(more).toHaveLength(0)
    const described = input?.getAttribute('aria-describedby')?.split(' ') ?? []
    for (const id of described) expect(person.page.document.getElementById(id), id).not.toBeNull()
    const invalid = [...person.page.document.querySelectorAll('[aria-invalid=true]')].map(({ id }) => id)
    return { id: input?.id, described, invalid }
  }

  const expectError = (person: Person, id: string, ...rules: string[]) => {
    expect(focused(person)).toEqual({ id, described: ['loginErrorMessage', ...rules], invalid: [id] })
    expect(person.page.document.title).toMatch(/^Error: \S/)
    expect(person.page.document.getElementById('loginErrorMessage')?.textContent).toBe(person.error)
  }

  test('is not there at first', async () => {
    const { person } = await testPool()
    for (const [where, id] of [
      ['/login', 'signInFormUsername'],
      ['/signup', 'signUpFormEmail'],
      ['/forgotPassword', 'username'],
    ] as const) {
      await person.open(request({}, where))
      expect(focused(person)).toEqual({ id, described: [], invalid: [] })
      expect(person.page.document.title).not.toContain('Error')
    }
  })

  test('is told by the title and by the field in focus', async () => {
    const { person } = await testPool()
    await person.open(request())
    await person.signIn({ ...JANE, password: 'wrong' })
    expectError(person, 'signInFormPassword')
    await person.click('Forgot your password?')
    await person.forgotPassword(' ')
    expectError(person, 'username')
    await person.forgotPassword('jane')
    await person.resetPassword('12345', 'weak')
    expectError(person, 'new_password', 'passwordRules')
    await person.resetPassword('12345', 'Another-1')
    expectError(person, 'verification_code')
  })

  test('puts the focus where the mistake is on the way to an account', async () => {
    const { person } = await testPool()
    await person.open(request({}, '/signup'))
    await person.signUp({ ...NEW, password: 'weak' })
    expectError(person, 'signUpFormPassword', 'passwordRules')
    await person.signUp({ ...NEW, email: 'jane@example.com' })
    expect(person.error).toBe('An account with the given email already exists.')
    expectError(person, 'signUpFormEmail')
    await person.signUp({ ...NEW, email: 'nonsense' })
    expectError(person, 'signUpFormEmail')
    await person.signUp(NEW)
    await person.confirm('12345')
    expectError(person, 'verification_code')
  })
})

describe('every page', () => {
  const pages = ['/login', '/signup', '/forgotPassword', '/confirm', '/confirmForgotPassword']

  test.each([...pages, '/', '/mailbox', '/error?error=x&client_id=y', '/nothing'])(
    '%s is safe and sound',
    async (where) => {
      const { person } = await testPool()
      await person.open(request({}, '/signup'))
      await person.signUp(NEW)
      await person.open(pages.includes(where) ? request({}, where) : where)
      const { headers, document } = person.page
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('content-security-policy')).not.toContain('form-action')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toContain('no-store')
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(document.documentElement.lang).toBe('en')
      expect(document.querySelectorAll('script, style, [style], [onclick]')).toHaveLength(0)
      expect(document.querySelectorAll('h1')).toHaveLength(1)
      expect(document.querySelector('form[method=post]') !== null).toBe(pages.includes(where))
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const input of document.querySelectorAll<HTMLInputElement>(
        'input:not([type=hidden]):not([type=submit])',
      )) {
        expect(input.labels?.length).toBe(1)
        expect(input.autocomplete).toMatch(/^(username|current-password|new-password|one-time-code)$/)
      }
      for (const link of document.querySelectorAll<HTMLAnchorElement>('a[target=_blank]'))
        expect(link.rel).toBe('noopener')
      expect(document.querySelector('footer a[href="/mailbox"]')).not.toBeNull()
    },
  )

  test('has the classic names where Cognito has them', async () => {
    const { person } = await testPool()
    const has = (...selectors: string[]) => {
      for (const selector of selectors)
        expect(person.page.document.querySelectorAll(selector), selector).toHaveLength(1)
    }
    await person.open(request())
    has(
      'form[name=cognitoSignInForm].cognito-asf',
      '#signInFormUsername[name=username]',
      '#signInFormPassword[name=password]',
    )
    has('input[type=submit][name=signInSubmitButton][value="Sign in"]', 'input[name=cognitoAsfData]')
    await person.open(request({}, '/signup'))
    has(
      'form[name=signupform][action^="/signup?"]',
      'button[name=signUpButton]',
      '.checkPassword-lowerletter',
    )
    has('input[name="requiredAttributes[email]"][placeholder="name@host.com"]')
    await person.signUp(NEW)
    has('#verification_code[name=code][inputmode=numeric]', 'button[name=confirm]')
    await person.open(request({}, '/forgotPassword'))
    await person.forgotPassword('jane')
    has('#verification_code', '#new_password', '#confirm_password', 'button[name=reset_password]')
  })

  test('answers 400 at /error with the sentence of Cognito, escaping what it is given', async () => {
    const { person } = await testPool()
    await person.open('/error?error=%3Cb%3Ebold&client_id=x')
    expect(person.page.status).toBe(400)
    expect(person.text).toContain('An error was encountered with the requested page.')
    expect(person.text).toContain('<b>bold')
  })

  test('has the style sheet of its own address', async () => {
    const { pool, person } = await testPool()
    await person.open('/')
    const link = person.page.document.querySelector('link[rel=stylesheet]')
    const response = await get(pool, link?.getAttribute('href') ?? '')
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  })

  test('answers 404 elsewhere and 405 to a foreign method', async () => {
    const { pool } = await testPool()
    expect((await get(pool, '/oauth2/userinfo')).status).toBe(404)
    expect((await get(pool, '/other_Pool/.well-known/jwks.json')).status).toBe(404)
    for (const where of ['/oauth2/authorize', '/logout'])
      expect((await post(pool, where, {})).status).toBe(405)
  })

  test('keeps the mailbox: nothing at first, then the newest on top', async () => {
    const { pool, person } = await testPool()
    expect((await person.open('/mailbox')).text).toContain('No mail yet')
    await person.open(request({}, '/signup'))
    await person.signUp(NEW)
    await person.submit('resendcodeform')
    await person.open('/mailbox')
    const shown = [...person.page.document.querySelectorAll('.code')].map((code) => code.textContent.trim())
    expect(shown).toEqual(pool.mailbox.map(({ code }) => code).reverse())
  })

  test('shows no inside when the pool itself fails', async () => {
    const log: string[] = []
    let broken = false
    const memory = memoryStore().open(() => undefined)
    // The last write of a sign-in, and the first read of a refresh.
    const meets = (sql: string) => {
      if (broken && /INTO codes|FROM refresh_tokens/.test(sql)) throw new Error('disk full at /secret/path')
      return sql
    }
    const failing: typeof memory = {
      ...memory,
      get: (sql, ...values) => memory.get(meets(sql), ...values),
      run: (sql, ...values) => memory.run(meets(sql), ...values),
    }
    const store = { open: () => failing }
    const { pool, person } = await testPool({}, { store, log: (line) => log.push(line) })
    const { refresh_token: refreshToken = '' } = await tokensFor(pool, person)
    await person.open(request({ prompt: 'login' }))
    broken = true
    await person.signIn(JANE)
    expect([person.page.status, person.error]).toEqual([500, 'Something went wrong. Please try again.'])
    for (const name of ['location', 'set-cookie']) expect(person.page.headers.has(name)).toBe(false)
    const fields = { grant_type: 'refresh_token', client_id: 'app1', refresh_token: refreshToken }
    const response = await post(pool, '/oauth2/token', fields)
    expect([response.status, await response.json()]).toEqual([500, { error: 'server_error' }])
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(log.join()).toContain('disk full')
  })
})
