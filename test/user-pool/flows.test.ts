import { describe, expect, test } from 'vitest'
import { Person } from '../helpers/person.ts'
import { CALLBACK, JANE, ORIGIN, body, claims, codeFor, post, redeem, request, testPool } from './helpers.ts'

const NEW = { email: 'max@mustermann.example', password: 'Strong pass1' }
const GENERIC = 'Incorrect username or password.'
const TAKEN = 'An account with the given email already exists.'
const path = (person: Person) => new URL(person.page.url).pathname
const lastCode = (pool: { mailbox: readonly { code: string }[] }) => pool.mailbox.at(-1)?.code ?? ''
const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

describe('signing in', () => {
  test('works with the username and with the e-mail in any case', async () => {
    const { pool } = await testPool()
    for (const username of ['jane', 'JANE', 'Jane@Example.com']) {
      const callback = await new Person(pool).authorize(request(), { ...JANE, username })
      expect(callback.searchParams.has('code')).toBe(true)
    }
  })

  test('sets the session cookie as Cognito does, Secure only over TLS', async () => {
    for (const origin of [ORIGIN, 'https://auth.example']) {
      const { pool } = await testPool({}, { origin })
      const person = new Person(pool)
      await person.open(request())
      const response = await post(
        pool,
        request({}, '/login'),
        { ...JANE, _csrf: person.page.document.querySelector('input')?.value ?? '' },
        { Cookie: `XSRF-TOKEN=${person.cookies.get('XSRF-TOKEN') ?? ''}` },
      )
      const secure = origin.startsWith('https') ? '; Secure' : ''
      const cookie = response.headers.getSetCookie().find((line) => line.startsWith('cognito='))
      expect(cookie).toMatch(
        new RegExp(`^cognito=[\\w-]{43}; Max-Age=3600; Path=/; HttpOnly${secure}; SameSite=Lax$`),
      )
      expect(response.headers.has('strict-transport-security')).toBe(origin.startsWith('https'))
    }
  })

  test('says the same to a wrong password and to an unknown user', async () => {
    const { person } = await testPool()
    await person.open(request())
    await person.signIn({ ...JANE, password: 'wrong' })
    expect(person.error).toBe(GENERIC)
    expect(person.page.document.querySelector('p#loginErrorMessage.errorMessage-customizable')).not.toBeNull()
    await person.signIn({ username: 'nobody', password: 'wrong' })
    expect(person.error).toBe(GENERIC)
  })

  test.each(['jane', 'nobody'])(
    'locks %s out after five wrong passwords, for one second, then for two',
    async (username) => {
      const { person, pass } = await testPool()
      const tryPassword = async (password: string) => {
        await person.signIn({ username, password })
        return person.left ? 'signed in' : person.error
      }
      await person.open(request())
      for (let count = 0; count < 5; count += 1) expect(await tryPassword('wrong')).toBe(GENERIC)
      expect(await tryPassword(JANE.password)).toBe('Password attempts exceeded')
      pass(1)
      expect(await tryPassword('wrong')).toBe(GENERIC)
      pass(1)
      expect(await tryPassword(JANE.password)).toBe('Password attempts exceeded')
      pass(1)
      expect(await tryPassword(JANE.password)).toBe(username === 'jane' ? 'signed in' : GENERIC)
    },
  )

  test('does not let many guesses sent at once slip in under the lockout', async () => {
    const { pool, person } = await testPool()
    await person.open(request())
    const people = Array.from({ length: 12 }, () => new Person(pool))
    await Promise.all(people.map((somebody) => somebody.open(request())))
    await Promise.all(people.map((somebody) => somebody.signIn({ ...JANE, password: 'wrong' })))
    expect(people.filter((somebody) => somebody.error === GENERIC)).toHaveLength(5)
  })

  test('ends the session that the browser had before', async () => {
    const { pool, person } = await testPool()
    await codeFor(person)
    const before = new Person(pool)
    before.cookies.set('cognito', person.cookies.get('cognito') ?? '')
    await person.authorize(request({ prompt: 'login' }), JANE)
    const error = (await before.open(request({ prompt: 'none' }))).callback.searchParams.get('error')
    expect(error).toBe('login_required')
    expect((await person.open(request({ prompt: 'none' }))).callback.searchParams.has('code')).toBe(true)
  })

  test('refuses a name that is too long, wherever it is typed, and keeps it in no cookie', async () => {
    const { person } = await testPool()
    const name = `${'x'.repeat(120)}@mail.example`
    const steps = [
      ['/login', () => person.signIn({ username: name, password: 'x' })],
      ['/signup', () => person.signUp({ email: name, password: NEW.password })],
      ['/forgotPassword', () => person.forgotPassword(name)],
    ] as const
    for (const [where, step] of steps) {
      await person.open(request({}, where))
      await step()
      expect(person.error).toBe('A username or email must not be longer than 128 characters.')
      expect(person.page.document.querySelector<HTMLInputElement>('[autofocus]')?.value).toBe(name)
    }
    const token = person.page.document.querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? ''
    const forged = new URLSearchParams({ _csrf: token, username: name })
    expect(path(await person.post(request({}, '/resendcode'), forged))).toBe('/login')
    expect(person.cookies.has('page-data')).toBe(false)
  })

  test('prefills login_hint and escapes it', async () => {
    const { person } = await testPool()
    const hint = '"><script>alert(1)</script>'
    await person.open(request({ login_hint: hint, state: hint }))
    expect(person.page.document.querySelector<HTMLInputElement>('#signInFormUsername')?.value).toBe(hint)
    expect(person.page.document.querySelector('script')).toBeNull()
    await person.signIn(JANE)
    expect(person.callback.searchParams.get('state')).toBe(hint)
  })

  test('shows the demo user while the shown password is true', async () => {
    const { pool, person } = await testPool({}, { demoUser: { username: 'demo', password: 'Demo-1234' } })
    await person.open(request())
    expect(person.text).toContain('Demo-1234')
    await person.forgotPassword('demo')
    await person.resetPassword(lastCode(pool), 'Other-1234')
    expect((await person.open(request({ prompt: 'login' }))).text).not.toContain('Demo-1234')
  })

  test('names an identity provider that is not here', async () => {
    const { person } = await testPool()
    await person.open(request({ identity_provider: 'Google' }))
    expect(person.text).toContain('no identity provider “Google”')
    await person.open(request({ identity_provider: 'COGNITO' }))
    expect(person.text).not.toContain('no identity provider')
  })
})

describe('signing up', () => {
  test('leads over the mailed code back to the application, with the state of the beginning', async () => {
    const { pool, person, log } = await testPool()
    await person.open(request({ state: 'xyz' }))
    await person.signUp(NEW)
    expect(path(person)).toBe('/confirm')
    expect(person.text).toContain('m***@m***')
    expect(log.at(-1)).toBe(`mail to ${NEW.email}: Your confirmation code is ${lastCode(pool)}.`)
    expect(lastCode(pool)).toMatch(/^\d{6}$/)
    await person.confirm(lastCode(pool))
    expect(person.callback.searchParams.get('state')).toBe('xyz')
    const { id_token: idToken } = await body(
      await redeem(pool, person.callback.searchParams.get('code') ?? ''),
    )
    expect(claims(idToken)).toMatchObject({ email: NEW.email, email_verified: true })
    expect(claims(idToken)['cognito:username']).toBe(claims(idToken).sub)
  })

  test('can begin at /signup itself', async () => {
    const { pool, person } = await testPool()
    await person.open(request({}, '/signup'))
    await person.signUp(NEW)
    expect((await person.confirm(lastCode(pool))).callback.href).toContain(`${CALLBACK}?code=`)
  })

  test.each([
    ['STRONG-PASS1', 'a lower case letter'],
    ['strong-pass1', 'an upper case letter'],
    ['Strong-pass', 'a number'],
    ['Strongpass1', 'a special character or a space'],
    ['Str-1', 'at least 8 characters'],
  ])('refuses the password %s: it must contain %s', async (password, rule) => {
    const { pool, person } = await testPool()
    await person.open(request({}, '/signup'))
    await person.signUp({ ...NEW, password })
    expect(person.error).toBe(`Password must contain ${rule}`)
    expect(person.page.document.querySelector<HTMLInputElement>('input[type=email]')?.value).toBe(NEW.email)
    expect(person.page.document.documentElement.outerHTML).not.toContain(password)
    expect(pool.mailbox).toHaveLength(0)
  })

  test('refuses spaces around a password, and an address that is taken or none', async () => {
    const { person } = await testPool()
    await person.open(request({}, '/signup'))
    await person.signUp({ ...NEW, password: ' Strong-1 ' })
    expect(person.error).toBe('Password must not contain a leading or trailing space')
    await person.signUp({ ...NEW, email: 'Jane@example.com' })
    expect(person.error).toBe(TAKEN)
    await person.signUp({ ...NEW, email: 'nonsense' })
    expect(person.error).toBe('Invalid email address format.')
  })

  test('makes one account of two forms sent at once', async () => {
    const { pool } = await testPool()
    const people = [new Person(pool), new Person(pool)]
    await Promise.all(people.map((somebody) => somebody.open(request({}, '/signup'))))
    await Promise.all(people.map((somebody) => somebody.signUp(NEW)))
    expect(people.map(path)).toEqual(['/confirm', '/confirm'])
    expect(pool.users).toHaveLength(2)
    expect(pool.mailbox).toHaveLength(1)
    for (const somebody of people) expect(somebody.text).toContain('m***@m***')
    expect((await people[1]?.confirm(lastCode(pool)))?.left).toBe(true)
  })

  test('leads to the code page again for the same password only, and mails anew when the code is too old', async () => {
    const { pool, pass } = await testPool()
    const signUp = async (password: string) => {
      const somebody = new Person(pool)
      await somebody.open(request({}, '/signup'))
      return somebody.signUp({ email: 'MAX@mustermann.example', password })
    }
    await signUp(NEW.password)
    for (const password of ['Other pass-1', 'weak']) {
      const guess = await signUp(password)
      expect([path(guess), guess.error]).toEqual(['/signup', TAKEN])
    }
    pass(24 * 3600)
    expect([path(await signUp(NEW.password)), pool.mailbox.length]).toEqual(['/confirm', 2])
  })

  test('is no way around the lockout of the password', async () => {
    const { pool } = await testPool()
    const person = new Person(pool)
    await person.open(request({}, '/signup'))
    await person.signUp(NEW)
    await person.open(request({}, '/signup'))
    for (let count = 0; count < 5; count += 1) await person.signUp({ ...NEW, password: 'Other pass-1' })
    expect((await person.signUp(NEW)).error).toBe(TAKEN)
    await person.open(request())
    expect((await person.signIn({ username: NEW.email, password: NEW.password })).error).toBe(
      'Password attempts exceeded',
    )
  })

  test('is finished later by signing in, with a fresh code', async () => {
    const { pool } = await testPool()
    const first = new Person(pool)
    await first.open(request({}, '/signup'))
    await first.signUp(NEW)
    const old = lastCode(pool)
    const later = new Person(pool)
    await later.open(request())
    await later.signIn({ username: NEW.email, password: NEW.password })
    expect(path(later)).toBe('/confirm')
    expect(pool.mailbox).toHaveLength(2)
    if (old !== lastCode(pool)) {
      expect((await first.confirm(old)).error).toBe('Invalid verification code provided, please try again.')
    }
    expect((await later.confirm(lastCode(pool))).callback.searchParams.has('code')).toBe(true)
  })

  test('sends another code on request, by its form only', async () => {
    const { pool, person } = await testPool()
    await person.open(request({}, '/signup'))
    await person.signUp(NEW)
    await person.open(request({}, '/resendcode'))
    expect([path(person), pool.mailbox.length]).toEqual(['/confirm', 1])
    await person.submit('resendcodeform')
    expect([path(person), pool.mailbox.length]).toEqual(['/confirm', 2])
    expect(person.text).toContain('A new code has been sent.')
    expect((await person.confirm(lastCode(pool))).left).toBe(true)
  })

  test('takes a code for a day and five wrong ones', async () => {
    const { pool, person, pass } = await testPool()
    await person.open(request({}, '/signup'))
    await person.signUp(NEW)
    pass(24 * 3600)
    await person.confirm(lastCode(pool))
    expect(person.error).toBe('Invalid code provided, please request a code again.')
    await person.submit('resendcodeform')
    for (let count = 0; count < 5; count += 1) await person.confirm(wrong(lastCode(pool)))
    expect(person.error).toBe('Invalid verification code provided, please try again.')
    expect((await person.confirm(lastCode(pool))).error).toBe(
      'Attempt limit exceeded, please try after some time.',
    )
    await person.submit('resendcodeform')
    expect((await person.confirm(lastCode(pool))).error).toBe(
      'Attempt limit exceeded, please try after some time.',
    )
    pass(15 * 60)
    expect((await person.confirm(lastCode(pool))).left).toBe(true)
  })

  describe('once it is confirmed', () => {
    /** Somebody at the code page whose account was confirmed a moment ago, with or without a session here. */
    const confirmed = async (withSession: boolean) => {
      const { pool, person } = await testPool()
      await person.open(request({ state: 's' }, '/signup'))
      await person.signUp(NEW)
      const form = person.page
      const again = new Person(pool)
      for (const [name, value] of person.cookies) again.cookies.set(name, value)
      const code = lastCode(pool)
      await person.confirm(code)
      const cookie = person.cookies.get('cognito') ?? ''
      if (withSession) again.cookies.set('cognito', cookie)
      /** Back to the page that was open before the account was confirmed: its forms can be sent once more. */
      const send = (action: '/confirm' | '/resendcode') => {
        const token = form.document.querySelector<HTMLInputElement>('input[name=_csrf]')?.value ?? ''
        const fields = { _csrf: token, username: NEW.email, code }
        return again.post(request({ state: 's' }, action), new URLSearchParams(fields))
      }
      return { pool, again, send }
    }

    test('goes on to the application with the session: Back, a second click, and Resend', async () => {
      const { pool, again, send } = await confirmed(true)
      const callbacks = [
        (await again.open(request({ state: 's' }, '/confirm'))).callback,
        (await send('/confirm')).callback,
        (await send('/resendcode')).callback,
      ]
      for (const callback of callbacks) {
        expect(callback.searchParams.get('state')).toBe('s')
        expect((await redeem(pool, callback.searchParams.get('code') ?? '')).status).toBe(200)
      }
      expect(pool.mailbox).toHaveLength(1)
    })

    test('says so without the session, leads to /login, and signs nobody in', async () => {
      const { pool, again, send } = await confirmed(false)
      for (const step of [
        () => again.open(request({ state: 's' }, '/confirm')),
        () => send('/confirm'),
        () => send('/resendcode'),
      ]) {
        await step()
        expect(again.text).toContain('This account is confirmed already.')
        expect(again.cookies.has('cognito')).toBe(false)
      }
      expect(pool.mailbox).toHaveLength(1)
      expect(path(await again.click('Sign in'))).toBe('/login')
      await again.signIn({ username: NEW.email, password: NEW.password })
      expect(again.callback.searchParams.get('state')).toBe('s')
    })

    test('says the same of a name that is unknown, so that it tells nobody who has an account', async () => {
      const { person } = await testPool()
      const seen: string[] = []
      for (const name of ['jane', 'nobody']) {
        await person.open(request({ prompt: 'login' }))
        await person.forgotPassword(name)
        seen.push((await person.open(request({}, '/confirm'))).text)
      }
      expect(seen[0]).toContain('This account is confirmed already.')
      expect(seen[1]).toBe(seen[0])
    })

    test('does not take the session of somebody else, nor any for prompt=login', async () => {
      const { again } = await confirmed(true)
      await again.open(request({ prompt: 'login' }, '/confirm'))
      expect(again.text).toContain('This account is confirmed already.')
      await again.authorize(request({ prompt: 'login' }), JANE)
      await again.open(request({}, '/confirm'))
      expect(again.text).toContain('This account is confirmed already.')
    })
  })

  test('leads to /login when nobody signed up before', async () => {
    const { person } = await testPool()
    expect(path(await person.open(request({}, '/confirm')))).toBe('/login')
  })
})

describe('a forgotten password', () => {
  test('is replaced with the mailed code, and the person is signed in', async () => {
    const { pool, person } = await testPool()
    await person.open(request({ state: 's' }))
    await person.forgotPassword('jane')
    expect(path(person)).toBe('/confirmForgotPassword')
    expect(person.text).toContain('j***@e***')
    await person.resetPassword(lastCode(pool), 'Another-1')
    expect(person.callback.searchParams.get('state')).toBe('s')
    const again = new Person(pool)
    await again.open(request())
    expect((await again.signIn(JANE)).error).toBe(GENERIC)
    expect((await again.signIn({ ...JANE, password: 'Another-1' })).left).toBe(true)
  })

  test('ends the other sessions and the lockout', async () => {
    const { pool, person } = await testPool()
    const other = new Person(pool)
    await codeFor(other)
    await person.open(request())
    for (let count = 0; count < 6; count += 1) await person.signIn({ ...JANE, password: 'wrong' })
    await person.forgotPassword('jane@example.com')
    await person.resetPassword(lastCode(pool), 'Another-1')
    expect((await other.open(request({ prompt: 'none' }))).callback.searchParams.get('error')).toBe(
      'login_required',
    )
    const again = new Person(pool)
    expect(
      (await again.authorize(request(), { ...JANE, password: 'Another-1' })).searchParams.has('code'),
    ).toBe(true)
  })

  test.each(['nobody', 'nobody@example.com'])('is no way to learn that %s is unknown', async (name) => {
    const { pool, person } = await testPool()
    await person.open(request())
    await person.forgotPassword(name)
    expect(path(person)).toBe('/confirmForgotPassword')
    expect(person.text).toMatch(/We have sent a code by email to [a-z]\*\*\*@[a-z]\*\*\*\./)
    expect(pool.mailbox).toHaveLength(0)
    for (let count = 0; count < 5; count += 1) await person.resetPassword('12345', 'Another-1')
    expect(person.error).toBe('Invalid verification code provided, please try again.')
    await person.resetPassword('12345', 'Another-1')
    expect(person.error).toBe('Attempt limit exceeded, please try after some time.')
  })

  test('needs a good password twice, and keeps the code meanwhile', async () => {
    const { pool, person } = await testPool()
    await person.open(request())
    await person.forgotPassword('jane')
    expect((await person.resetPassword(lastCode(pool), 'weak')).error).toMatch(/^Password must contain/)
    expect((await person.resetPassword(lastCode(pool), 'Another-1', 'Another-2')).error).toBe(
      'The passwords do not match.',
    )
    const code = person.page.document.querySelector<HTMLInputElement>('#verification_code')?.value
    expect(code).toBe(lastCode(pool))
    expect((await person.resetPassword(code ?? '', 'Another-1')).left).toBe(true)
  })

  test('has a code for an hour, and for one use', async () => {
    const { pool, person, pass } = await testPool()
    const ask = async () => {
      await person.open(request({ prompt: 'login' }))
      await person.forgotPassword('jane')
      return lastCode(pool)
    }
    const old = await ask()
    pass(3600)
    expect((await person.resetPassword(old, 'Another-1')).error).toBe(
      'Invalid code provided, please request a code again.',
    )
    const fresh = await ask()
    await person.resetPassword(fresh, 'Another-1')
    await person.open(request({}, '/confirmforgotPassword'))
    expect((await person.resetPassword(fresh, 'Another-2')).error).toBe(
      'Invalid code provided, please request a code again.',
    )
  })
})
