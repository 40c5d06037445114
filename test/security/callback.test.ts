import { createHash } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { CognitoAuth, type CognitoAuthError, type CognitoAuthOptions } from '../../src/index.js'
import {
  before,
  behind,
  type Browser,
  change,
  createApplication,
  type Application,
  type Way,
  WAYS,
} from '../helpers/application.ts'
import { type Auth, DOORS } from '../helpers/doors.ts'
import { signPair } from '../helpers/tokens.ts'

/*
 * Attacks on the redirect back to the application, A01 to A27: forged, replayed, mixed and mutilated responses, and what
 * a response is bound to (RFC 6749, section 10.12; RFC 7636; RFC 9207; RFC 9700, sections 2.1.1 and 4.7).
 * All go through both doors, both flows, and both kinds of storage, wherever that makes sense.
 */

const HOME = 'http://localhost:3000/'
/** A state as ours are, that no sign-in began with. */
const FOREIGN = 'x'.repeat(43)
const HOUR = 60 * 60
/** All that may be looked for in the storage. */
const OUR_KEY =
  /^(cognito-auth\.localhost:9230\.app1\.(states|[\w-]{43})|CognitoIdentityServiceProvider\.app1\.(LastAuthUser|jane\.\w+))$/

const CODE_WAYS = WAYS.filter(({ flow }) => flow === 'code')
const TOKEN_WAYS = WAYS.filter(({ flow }) => flow === 'token')
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url')
const parametersOf = (url: string | undefined) => new URL(url ?? '').searchParams

let app: Application
let browser: Browser
beforeAll(async () => {
  app = await createApplication()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** The forms of the token requests since the last look. */
let seen = 0
const exchanges = () => {
  const requests = app.world.requests.slice(seen).filter(({ path }) => path === '/oauth2/token')
  seen = app.world.requests.length
  return requests.map(({ form }) => Object.fromEntries(form) as Record<string, string>)
}

/** A response with the parameters of a flow in the place where it carries them. */
const response = ({ flow }: Way, parameters: string) => `${HOME}${flow === 'code' ? '?' : '#'}${parameters}`

/** What a response of this flow is recognised by, worth nothing. */
const worthless = ({ flow }: Way) =>
  flow === 'code'
    ? 'code=a-code-of-mine-worth-nothing'
    : 'access_token=a.b.c&id_token=a.b.c&token_type=Bearer'

const title = 'through $door(), $flow flow, $storage storage, signed in $signedIn:'

describe.each(WAYS)(title, (way) => {
  beforeEach(async () => {
    browser = await app.browser(way)
    exchanges()
  })

  describe.each([undefined, true])('with AllowUnsolicitedResponse %s,', (AllowUnsolicitedResponse) => {
    const options = { AllowUnsolicitedResponse }
    /** The option opens the door for codes. */
    const isOpen = AllowUnsolicitedResponse === true && way.flow === 'code'

    /** A response of Mallory's is refused; where the door is open it is taken for what it says it is, and no more. */
    const isUnsolicited = async (url: string, code: CognitoAuthError['code']) => {
      if (!isOpen) return browser.refuses(url, { code, transaction: 'kept', options })
      const waiting = browser.transactions()
      const session = await browser.accepts(url, { options })
      expect(session.getIdToken().payload).toMatchObject({ 'cognito:username': 'mallory' })
      expect(session.getState()).toBeNull()
      expect(exchanges()).toEqual([
        expect.not.objectContaining({ code_verifier: expect.anything() as unknown }),
      ])
      expect(browser.transactions()).toEqual(waiting)
      return undefined
    }

    it('A01: refuses a response without a state while a sign-in waits', async () => {
      const { callback } = await browser.begin()
      await isUnsolicited(await app.forge(way.flow), 'state_missing')
      await isUnsolicited(change(await app.forge(way.flow), { state: '' }), 'state_missing')
      await browser.accepts(callback)
    })

    it.each([
      ['as ours are', () => FOREIGN],
      ['that is a word', () => 'foreign'],
      ['that is ours but for its last character', (ours: string) => ours.slice(0, -1)],
      ['that is ours and one character more', (ours: string) => `${ours}A`],
      ['that is ours and a line break more', (ours: string) => `${ours}%0A`],
      [
        'that is ours in the other case',
        (ours: string) => ours.replace(/[a-z]/gi, (c) => (c < 'a' ? c.toLowerCase() : c.toUpperCase())),
      ],
    ])('A02: refuses a foreign state %s', async (_, foreign) => {
      const { state, callback } = await browser.begin()
      await isUnsolicited(change(await app.forge(way.flow), { state: foreign(state) }), 'state_mismatch')
      await browser.accepts(callback)
    })

    it.each([FOREIGN, undefined, '', 'S', 'undefined', 'null'])(
      'A03: takes nothing with the state %j in a browser that began nothing, and says how to open the door',
      async (state) => {
        const forged = async () => change(await app.forge(way.flow), { state })
        // It may be the page's own, unless it has a state as ours are, or a program asked about this very address.
        if (way.door !== 'parseCognitoWebResponse' && state !== FOREIGN && !isOpen) {
          await browser.ignores(await forged(), { options })
          browser = await app.browser({ ...way, signedIn: 'nobody' })
          await browser.ignores(await forged(), { options })
          return
        }
        await isUnsolicited(await forged(), 'no_transaction')
        browser = await app.browser({ ...way, signedIn: 'nobody' })
        const refusal = await isUnsolicited(await forged(), 'no_transaction')
        const door = way.flow === 'code' ? 'AllowUnsolicitedResponse: true' : 'build it with getFQDNSignIn()'
        if (!isOpen) expect(refusal?.message).toContain(door)
      },
    )
  })

  it('A04: exchanges nothing when a response is opened again, and the session stays', async () => {
    const { callback } = await browser.begin()
    await browser.accepts(callback)
    // While its signature is being verified, a response that is handled twice has one outcome (F25).
    await vi.waitFor(() => browser.refuses(callback, { code: 'no_transaction', transaction: 'kept' }))
    // Another tab may be about to sign in.
    const other = await browser.begin()
    await browser.refuses(callback, { code: 'state_mismatch', transaction: 'kept' })
    await browser.accepts(other.callback)
  })

  it.each<[what: string, options: Partial<CognitoAuthOptions>]>([
    ['client', { ClientId: 'app2' }],
    ['domain', { AppWebDomain: 'http://localhost:9231' }],
  ])(
    'A05: leaves a response to a sign-in with another %s alone, which is finished where it began',
    async (_, options) => {
      const { callback } = await browser.begin()
      await browser.ignores(callback, { options })
      await browser.page(options).auth.getFQDNSignIn()
      await browser.ignores(callback, { options })
      await browser.accepts(callback)
    },
  )

  it('A05: lets another page of the application finish a sign-in, with the redirect URI that it began with', async () => {
    const { callback } = await browser.begin()
    await browser.accepts(callback, { options: { RedirectUriSignIn: `${HOME}other` } })
    const sent = way.flow === 'code' ? [HOME] : []
    expect(exchanges().map((form) => form['redirect_uri'])).toEqual(sent)
  })

  it('A05: refuses the tokens of another user pool by their issuer', async () => {
    const options = { UserPoolId: 'eu-central-1_AbCdEfGhI', Issuer: undefined }
    const { callback } = await browser.begin(options)
    await browser.refuses(callback, {
      code: 'wrong_issuer',
      transaction: 'gone',
      exchanges: way.flow === 'code' ? 1 : 0,
      options,
    })
  })

  it('A06: refuses a response after more than an hour, and drops the record', async () => {
    const { callback } = await browser.begin()
    app.world.pass(HOUR + 1)
    await browser.refuses(callback, { code: 'transaction_expired', transaction: 'gone' })
  })

  it('A06, A15: AllowUnsolicitedResponse is for codes that answer no sign-in, not for one that answers late or otherwise', async () => {
    const options = { AllowUnsolicitedResponse: true }
    const other = way.flow === 'code' ? 'token' : 'code'
    const { state } = await browser.begin({ ResponseType: other })
    await browser.refuses(change(await app.forge(way.flow), { state }), {
      code: 'response_type_mismatch',
      transaction: 'gone',
      options,
    })
    const { callback } = await browser.begin()
    app.world.pass(HOUR + 1)
    await browser.refuses(callback, { code: 'transaction_expired', transaction: 'gone', options })
  })

  it('A06: accepts a response after an hour', async () => {
    const url = await browser.page().auth.getFQDNSignIn()
    app.world.pass(HOUR)
    await browser.accepts(await app.world.signInAt(url))
  })

  it.each([
    ...['%', '%zz', '+', '%2F', '%00', '%00'.repeat(43), '%ED%A0%80', '\ud800'],
    ...['__proto__', 'constructor', '../x', '.idToken', 'states'],
    ...['.idToken'.padStart(43, 'x'), '../'.padEnd(43, 'x'), '__proto__.'.padEnd(43, '_')],
  ])('A07: refuses the state %j and looks for nothing of that name', async (state) => {
    const { callback } = await browser.begin()
    const getItem = vi.spyOn(browser.waiting, 'getItem')
    const removeItem = vi.spyOn(browser.waiting, 'removeItem')
    await browser.refuses(response(way, `${worthless(way)}&state=${state}`), {
      code: 'state_mismatch',
      transaction: 'kept',
    })
    const asked = [...getItem.mock.calls, ...removeItem.mock.calls].map(([key]) => key)
    expect(asked).toContain('cognito-auth.localhost:9230.app1.states')
    expect(asked.filter((key) => !OUR_KEY.test(key))).toEqual([])
    await browser.accepts(callback)
  })

  it('A07: refuses a state of a megabyte unread', async () => {
    const { callback } = await browser.begin()
    await browser.refuses(response(way, `${worthless(way)}&state=${'x'.repeat(2 ** 20)}`), {
      code: 'bad_response',
      transaction: 'kept',
    })
    await browser.accepts(callback)
  })

  it.each([
    ['the state of the attacker', 'error=access_denied&error_description=x&state=attacker'],
    ['a state as ours are', `error=access_denied&error_description=x&state=${FOREIGN}`],
    ['no state', 'error=access_denied&error_description=x'],
    ['an empty state', 'error=access_denied&state='],
  ])('A08: lets a sign-in end well although a forged error with %s came in between', async (_, forged) => {
    const { callback } = await browser.begin()
    // Who asks about that very address hears what it says; init() tells no text that nobody waits for.
    const isOwn =
      way.door === 'parseCognitoWebResponse' || (way.signedIn === 'nobody' && !/state=./.test(forged))
    const code = isOwn ? 'authorization_failed' : /state=./.test(forged) ? 'state_mismatch' : 'state_missing'
    await browser.refuses(response(way, forged), { code, transaction: 'kept' })
    await browser.accepts(callback)
  })

  it('A08: lets a sign-in end well although a page without a response came in between', async () => {
    const { callback, state } = await browser.begin()
    await browser.arrive(`${HOME}?tab=2#/home`)
    expect(browser.transactions().map((transaction) => transaction.state)).toEqual([state])
    await browser.accepts(callback)
  })

  it.each([
    [
      'error_description=User+is+not+enabled.&error=invalid_request',
      'User is not enabled.',
      'invalid_request: User is not enabled.',
    ],
    [
      'error=invalid_request&error_description=User%20is%20%22Jos%C3%A9%22%20%26%20co',
      'User is "José" & co',
      'invalid_request: User is "José" & co',
    ],
    ['error=invalid_request&error_description=100%zz', '100%zz', 'invalid_request: 100%zz'],
    ['error=access_denied', 'access_denied', 'access_denied'],
  ])(
    'A09: tells what Cognito says in %s, once, and ends the sign-in',
    async (parameters, description, quoted) => {
      const { state, callback } = await browser.begin()
      const failure = await browser.refuses(response(way, `${parameters}&state=${state}`), {
        code: 'authorization_failed',
        transaction: 'gone',
      })
      const told = `The redirect says that the sign-in failed: “${quoted}”`
      expect(failure?.message).toBe(way.door !== 'parseCognitoWebResponse' ? told : description)
      expect(failure?.error.message).toBe(told)
      expect(failure?.error.errorDescription ?? failure?.error.error).toBe(description)
      await browser.refuses(callback, { code: 'no_transaction', transaction: 'kept' })
    },
  )

  it.each([
    ['before', before],
    ['behind', behind],
  ])('A10: takes a response with an error %s what was asked for as an error', async (_, place) => {
    const { callback } = await browser.begin()
    await browser.refuses(place(callback, 'error=access_denied'), {
      code: 'authorization_failed',
      transaction: 'gone',
    })
  })

  it.each<[where: string, double: (url: string, ours: string) => string]>([
    ['ours first', (url) => behind(url, 'state=evil')],
    ['ours last', (url) => before(url, 'state=evil')],
    ['ours first, one as ours are', (url) => behind(url, `state=${FOREIGN}`)],
    ['ours twice', (url, ours) => behind(url, `state=${ours}`)],
    ['one empty', (url) => behind(url, 'state=')],
    ['one in capitals', (url) => behind(url, 'STATE=evil')],
    ['one as a list', (url) => before(url, 'state[]=evil')],
  ])('A12: refuses two states, %s', async (_, double) => {
    const { state, callback } = await browser.begin()
    await browser.refuses(double(callback, state), { code: 'duplicate_parameter', transaction: 'kept' })
    await browser.accepts(callback)
  })

  it('A15: refuses tokens where a code was asked for, and the reverse', async () => {
    const { state, callback } = await browser.begin()
    const other = way.flow === 'code' ? 'token' : 'code'
    const { callback: own } = await browser.begin({ ResponseType: other })
    await browser.refuses(change(own, { state }), { code: 'response_type_mismatch', transaction: 'gone' })
    await browser.refuses(change(await app.forge(other), { state: (await browser.begin()).state }), {
      code: 'response_type_mismatch',
      transaction: 'gone',
    })
    await browser.refuses(callback, { code: 'state_mismatch', transaction: 'kept' })
  })

  it.each<[what: string, iss: (ours: string) => string]>([
    ['of the attacker', () => 'https://evil.example'],
    ['with a slash more', (ours) => `${ours}/`],
    ['of another pool', (ours) => `${ours}2`],
    ['in capitals', (ours) => ours.toUpperCase()],
    ['that is empty', () => ''],
  ])('A16: refuses a response that names an issuer %s', async (_, iss) => {
    const foreign = encodeURIComponent(iss(app.world.pool.issuer))
    for (const parameter of [`iss=${foreign}`, `iss=${foreign}&error=access_denied`]) {
      const { callback } = await browser.begin()
      await browser.refuses(behind(callback, parameter), { code: 'wrong_issuer', transaction: 'gone' })
    }
  })

  it('A16: refuses an issuer where there is none to compare it with', async () => {
    const options = { UserPoolId: undefined, Issuer: undefined }
    const { callback } = await browser.begin(options)
    const iss = encodeURIComponent(app.world.pool.issuer)
    await browser.refuses(behind(callback, `iss=${iss}`), {
      code: 'wrong_issuer',
      transaction: 'gone',
      options,
    })
  })

  it("A16: accepts the user pool's own issuer, and none", async () => {
    const iss = encodeURIComponent(app.world.pool.issuer)
    await browser.accepts(behind((await browser.begin()).callback, `iss=${iss}`))
    await browser.accepts((await browser.begin()).callback)
  })

  it.each([
    '',
    '#',
    '#/',
    '#foo',
    '#_=_',
    '#!/home',
    '#/home?tab=2',
    '#/home?code=of-the-page',
    '?tab=2',
    '?code=',
    '?state=S',
    '?%zz#%',
  ])('A17: finds no response in the address of a page with %j, and leaves it as it is', async (rest) => {
    const { heard } = await browser.arrive(HOME + rest)
    // init() gives the session that is there.
    expect(heard).toEqual({
      sessions: way.door !== 'parseCognitoWebResponse' && way.signedIn === 'jane' ? [expect.anything()] : [],
      failures: [],
    })
    expect(browser.address).toBe(HOME + rest)
  })

  it('A17: reads a response among parameters that nobody knows', async () => {
    const { callback } = await browser.begin()
    await browser.accepts(behind(before(callback, 'codes=1'), 'estate=2&session=3&%zz'))
    expect(browser.address).toBe(response(way, 'codes=1&estate=2&session=3&%zz'))
  })

  it.each(['success', 'an error', 'a failed check', 'expiry', 'a sign-out'])(
    'A23: leaves no verifier, nonce or state behind after %s, and none but state and nonce in an address',
    async (outcome) => {
      const { url, state, callback } = await browser.begin()
      const { nonce, codeVerifier } = browser.transactions()[0]?.record as Record<string, string>
      const secrets = [state, nonce ?? '', codeVerifier ?? '']
      expect(secrets).toEqual(secrets.map(() => expect.stringMatching(/^[\w-]{43}$/) as string))
      expect([parametersOf(url).get('state'), parametersOf(url).get('nonce')]).toEqual([state, nonce])
      expect(url).not.toContain(codeVerifier)

      if (outcome === 'an error') {
        await browser.arrive(response(way, `error=access_denied&state=${state}`))
      } else if (outcome === 'a failed check') {
        await browser.arrive(change(await app.forge(way.flow), { state }))
      } else if (outcome === 'expiry') {
        app.world.pass(HOUR + 1)
        await browser.page().auth.getFQDNSignIn()
      } else {
        await browser.accepts(callback)
        if (outcome === 'a sign-out') await browser.page().auth.signOut()
      }
      const left = [...browser.stored()].flat().join('\n')
      expect(secrets.filter((secret) => left.includes(secret))).toEqual([])
      const addresses = [browser.address, ...app.world.launched, ...app.addresses].join('\n')
      expect(secrets.filter((secret) => addresses.includes(secret))).toEqual([])
    },
  )

  it.each([
    [0, 1],
    [1, 0],
  ])('A24: lets two tabs sign in at once, tab %i first', async (...order) => {
    const begun = [await browser.begin({}, 'tab 0'), await browser.begin({}, 'tab 1')]
    for (const tab of order) {
      const session = await browser.accepts(begun[tab]?.callback ?? '')
      expect(session.getState()).toBe(`tab ${tab}`)
    }
    expect(browser.transactions()).toEqual([])
  })

  it.each([
    ...['x', 'taibif', 'a-b', ' ', '%zz+/=', 'José 太郎 😀', '\ud800', '__proto__', '{"to":"/a?b=c#d"}'],
    JSON.stringify({ cart: 'ü'.repeat(2000) }),
  ])('A25: brings the application state %j back as it was, and lets it not travel', async (appState) => {
    let url: string | undefined
    if (way.door !== 'parseCognitoWebResponse') {
      await browser.page().auth.signIn({ appState })
      url = app.world.launched.at(-1)
    } else ({ url } = await browser.begin({}, appState))
    expect(parametersOf(url).get('state')).toMatch(/^[\w-]{43}$/)
    const session = await browser.accepts(await app.world.signInAt(url ?? ''))
    expect(session.getState()).toBe(appState)
  })

  it('A26: refuses an attacker who knows, or uses, the constant application state', async () => {
    const begin = (of: Browser) => of.begin({}, 'taibif')
    const { state, callback } = await begin(browser)
    const { state: other } = await begin(await app.stranger({ ...way, signedIn: 'nobody' }))
    expect(new Set([state, other, 'taibif']).size).toBe(3)
    for (const guess of ['taibif', encodeURIComponent(sha256('taibif')), other]) {
      await browser.refuses(change(await app.forge(way.flow), { state: guess }), {
        code: 'state_mismatch',
        transaction: 'kept',
      })
    }
    expect((await browser.accepts(callback)).getState()).toBe('taibif')
  })

  it('A27: refuses a response in another browser, and says what to do', async () => {
    const { callback } = await browser.begin()
    const stranger = await app.stranger({ ...way, signedIn: 'nobody' })
    const failure = await stranger.refuses(callback, { code: 'no_transaction', transaction: 'kept' })
    expect(failure?.message).toContain('Sign in again.')
    const other = await app.stranger({ ...way, signedIn: 'jane' })
    await other.refuses(callback, { code: 'no_transaction', transaction: 'kept' })
    await browser.accepts(callback)
  })
})

describe.each(CODE_WAYS)(title, (way) => {
  beforeEach(async () => {
    browser = await app.browser(way)
    exchanges()
  })

  it.each<[what: string, double: (url: string, evil: string) => string]>([
    ["the attacker's first", (url, evil) => before(url, `code=${evil}`)],
    ["the attacker's last", (url, evil) => behind(url, `code=${evil}`)],
    ['one as a list, first', (url, evil) => before(url, `code[]=${evil}`)],
    ['one as a list, last', (url, evil) => behind(url, `code%5B0%5D=${evil}`)],
    ['one in capitals, first', (url, evil) => before(url, `Code=${evil}`)],
    ['one in capitals, last', (url, evil) => behind(url, `CODE=${evil}`)],
    ['one empty', (url) => before(url, 'code=')],
    ['the same', (url) => behind(url, `code=${parametersOf(url).get('code') ?? ''}`)],
  ])('A11: refuses two codes, %s', async (_, double) => {
    const { callback } = await browser.begin()
    const evil = parametersOf(await app.forge('code')).get('code') ?? ''
    await browser.refuses(double(callback, evil), { code: 'duplicate_parameter', transaction: 'kept' })
    await browser.accepts(callback)
  })

  it.each(['error=a&error=b', 'iss=a&iss=b', 'expires_in=1&expires_in=2', 'access_token=a&access_token=b'])(
    'A13: refuses a code beside %s',
    async (parameters) => {
      const { callback } = await browser.begin()
      await browser.refuses(behind(callback, parameters), {
        code: 'duplicate_parameter',
        transaction: 'kept',
      })
      await browser.accepts(callback)
    },
  )

  it.each([`state=evil`, `state=${FOREIGN}`, 'state=', 'expires_in=1'])(
    "A14: reads the code, not an attacker's tokens in the fragment with %s, and both leave the address",
    async (parameter) => {
      const { callback } = await browser.begin()
      const tokens = new URL(behind(await app.forge('token'), parameter)).hash
      for (const fragment of [tokens, '#error=access_denied&state=evil']) {
        const code = fragment === tokens ? callback : (await browser.begin()).callback
        const session = await browser.accepts(code + fragment)
        expect(session.getIdToken().payload).toMatchObject({ 'cognito:username': 'jane' })
        expect(browser.address).toBe(HOME)
      }
    },
  )

  it.each<[what: string, open: (url: string) => string, left: string]>([
    ['#_=_ of Facebook', (url) => `${url}#_=_`, ''],
    ['an empty fragment', (url) => `${url}#`, ''],
    ['the fragment of a router', (url) => `${url}#/`, '#/'],
    ['a fragment of the page', (url) => `${url}#foo`, '#foo'],
    ['a hash route in front', (url) => url.replace('/?', '/#/signed-in?'), '#/signed-in'],
  ])('A17: reads a code in an address with %s', async (_, open, left) => {
    await browser.accepts(open((await browser.begin()).callback))
    expect(browser.address).toBe(HOME + left)
  })

  it('A18: sends the verifier of the sign-in with a code that an attacker put in, which ends it', async () => {
    const own = { code_challenge: sha256('of Mallory'), code_challenge_method: 'S256' }
    for (const forged of [await app.forge('code'), await app.forge('code', own)]) {
      const { url, state } = await browser.begin()
      const failure = await browser.refuses(change(forged, { state }), {
        code: 'token_request_failed',
        transaction: 'gone',
        exchanges: 1,
      })
      expect(failure?.error.error).toBe('invalid_grant')
      const [sent] = exchanges()
      expect(sha256(sent?.['code_verifier'] ?? '')).toBe(parametersOf(url).get('code_challenge'))
    }
  })

  it('A18: sends the verifier where AllowUnsolicitedResponse is set, too', async () => {
    const { state } = await browser.begin()
    await browser.refuses(change(await app.forge('code'), { state }), {
      code: 'token_request_failed',
      transaction: 'gone',
      exchanges: 1,
      options: { AllowUnsolicitedResponse: true },
    })
    expect(exchanges()[0]?.['code_verifier']).toMatch(/^[\w-]{43}$/)
  })

  const isOther = way.door === 'createCognitoAuth'
  it.each<[what: string, begin: (auth: Auth) => unknown]>([
    ['signIn()', (auth) => auth.signIn()],
    ['createSignInUrl()', async (auth) => app.world.launched.push(await auth.createSignInUrl())],
    ['getFQDNSignIn()', async (auth) => app.world.launched.push(await auth.getFQDNSignIn())],
    ...(isOther
      ? []
      : [
          [
            'getSession()',
            (auth: Auth) => {
              if (auth instanceof CognitoAuth) auth.getSession()
            },
          ] satisfies [string, (auth: Auth) => unknown],
        ]),
  ])('A19: asks for S256 in %s, whatever the options and the platform', async (_, begin) => {
    const attempts = {
      ...{ PKCE: false, UsePKCE: false, DisablePKCE: true, CodeVerifier: 'v', code_challenge: '' },
      ...{ CodeChallengeMethod: 'plain', code_challenge_method: 'plain' },
    } as Partial<CognitoAuthOptions>
    browser = await app.browser({ ...way, signedIn: 'nobody' })
    // No WebCrypto beyond random numbers, in a page that is not a secure context: the class has what it needs with it.
    const getRandomValues = crypto.getRandomValues.bind(crypto)
    const { subtle } = crypto
    const platform = vi
      .spyOn(globalThis, 'crypto', 'get')
      .mockReturnValue({ getRandomValues, ...(isOther && { subtle }) } as Crypto)
    await begin(browser.page(attempts).auth)
    platform.mockRestore()
    const parameters = parametersOf(app.world.launched.at(-1))
    const { codeVerifier } = browser.transactions()[0]?.record ?? {}
    expect(parameters.getAll('code_challenge_method')).toEqual(['S256'])
    expect(parameters.getAll('code_challenge')).toEqual([sha256(String(codeVerifier))])
    await browser.accepts(await app.world.signInAt(app.world.launched.at(-1) ?? ''), { options: attempts })
    expect(exchanges()[0]?.['code_verifier']).toBe(codeVerifier)
  })

  it('A19: begins no sign-in where its verifier cannot be kept', async () => {
    const { auth } = browser.page()
    vi.spyOn(browser.waiting, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const launched = app.world.launched.length
    const isFull: unknown = expect.objectContaining({ code: 'storage_full' })
    await expect((async () => auth.getFQDNSignIn())()).rejects.toEqual(isFull)
    await expect(auth.signIn()).rejects.toEqual(isFull)
    expect(app.world.launched).toHaveLength(launched)
  })

  it.each([undefined, null, '', 5, {}])(
    'A19: exchanges nothing where the storage lost the verifier and holds %j',
    async (codeVerifier) => {
      const { callback } = await browser.begin()
      const [{ key, record } = { key: '', record: {} }] = browser.transactions()
      browser.waiting.setItem(key, JSON.stringify({ ...record, codeVerifier }))
      await browser.refuses(callback, { code: 'no_transaction', transaction: 'gone' })
    },
  )

  it('A19: exchanges nothing where the storage lost the whole record', async () => {
    const { callback } = await browser.begin()
    const [{ key } = { key: '' }] = browser.transactions()
    browser.waiting.removeItem(key)
    await browser.refuses(callback, { code: 'no_transaction', transaction: 'kept' })
  })

  it('A20: refuses a foreign state although the server would give tokens for any code and verifier', async () => {
    const { callback } = await browser.begin()
    const code = 'a-code-of-mallory'
    const answer = async () => {
      const { pool, requests } = app.world
      const claims = { iss: pool.issuer, username: 'mallory' }
      const { accessToken, idToken } = await signPair(
        { ...claims, client_id: 'app1' },
        {
          ...claims,
          aud: 'app1',
          'cognito:username': 'mallory',
          nonce: browser.transactions()[0]?.record['nonce'],
        },
      )
      requests.push({ path: '/oauth2/token', form: new URLSearchParams() })
      return Response.json({ access_token: accessToken, id_token: idToken, token_type: 'Bearer' })
    }
    const fetch = vi.spyOn(globalThis, 'fetch').mockImplementation(answer)
    await browser.refuses(change(callback, { code, state: FOREIGN }), {
      code: 'state_mismatch',
      transaction: 'kept',
    })
    await browser.refuses(change(callback, { code, state: undefined }), {
      code: 'state_missing',
      transaction: 'kept',
    })
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe.each(TOKEN_WAYS)(title, (way) => {
  beforeEach(async () => {
    browser = await app.browser(way)
    exchanges()
  })

  it.each(['id_token', 'access_token', 'expires_in', 'token_type', 'iss', 'error'])(
    'A13: refuses a second %s, wherever it stands',
    async (name) => {
      const { callback } = await browser.begin()
      const value = new URLSearchParams(new URL(callback).hash.slice(1)).get(name)
      const evil = new URLSearchParams(new URL(await app.forge('token')).hash.slice(1)).get(name) ?? 'evil'
      const first = value === null ? behind(callback, `${name}=evil`) : callback
      for (const url of [before(first, `${name}=${evil}`), behind(first, `${name}=${evil}`)])
        await browser.refuses(url, { code: 'duplicate_parameter', transaction: 'kept' })
      await browser.accepts(callback)
    },
  )

  it.each([
    'code=evil&state=evil',
    `code=evil&state=${FOREIGN}`,
    'code=evil',
    'error=access_denied&state=evil',
  ])("A14: reads the tokens, not an attacker's query ?%s, and both leave the address", async (query) => {
    const { callback } = await browser.begin()
    const session = await browser.accepts(callback.replace('/#', `/?${query}#`))
    expect(session.getIdToken().payload).toMatchObject({ 'cognito:username': 'jane' })
    expect(exchanges()).toEqual([])
    expect(browser.address).toBe(HOME)
  })

  it.each<[what: string, open: (url: string) => string, left: string]>([
    ['a router that put a slash in front', (url) => url.replace('/#', '/#/'), ''],
    [
      'a query of CloudFront',
      (url) => url.replace('/#', '/?CognitoCloudFrontEndpoint=x#'),
      '?CognitoCloudFrontEndpoint=x',
    ],
    ['a hash route in front', (url) => url.replace('/#', '/#/signed-in?'), '#/signed-in'],
  ])('A17: reads tokens in an address with %s', async (_, open, left) => {
    await browser.accepts(open((await browser.begin()).callback))
    expect(browser.address).toBe(HOME + left)
  })

  it('A18: refuses tokens that an attacker put in by the nonce of the sign-in', async () => {
    for (const forged of [await app.forge('token'), await app.forge('token', { nonce: FOREIGN })]) {
      const { state } = await browser.begin()
      await browser.refuses(change(forged, { state }), { code: 'nonce_mismatch', transaction: 'gone' })
    }
  })
})

describe.each(WAYS.filter(({ door }) => door === 'parseCognitoWebResponse'))(title, (way) => {
  it('A17: reads the relative URL that a program passes', async () => {
    browser = await app.browser({ ...way, signedIn: 'nobody' })
    const { callback } = await browser.begin()
    await browser.accepts(callback, { passed: callback.replace('http://localhost:3000', '') })
  })
})

describe('a sign-in', () => {
  /** One of each kind of door. */
  const ways = DOORS.map(
    (one) =>
      CODE_WAYS.find(({ door }) => (door === 'createCognitoAuth') === (one === 'createCognitoAuth')) as Way,
  )

  /** Begins sign-ins, and gives what is random about each. */
  const randomValues = async (count: number) => {
    const values = []
    for (let i = 0; i < count; i++) {
      const parameters = parametersOf(await browser.page().auth.getFQDNSignIn())
      const state = parameters.get('state') ?? ''
      const record = browser.waiting.getItem(`cognito-auth.localhost:9230.app1.${state}`) ?? ''
      const { codeVerifier = '', nonce } = JSON.parse(record) as Record<string, string>
      expect(parameters.get('nonce')).toBe(nonce)
      expect(parameters.get('code_challenge')).toBe(sha256(codeVerifier))
      values.push({ state, nonce: nonce ?? '', codeVerifier })
    }
    return values
  }

  it('A21: never gets the same state, nonce or verifier twice, and each is spread evenly over 256 bits', async () => {
    const values = []
    for (const way of ways) {
      browser = await app.browser({ ...way, signedIn: 'nobody' })
      values.push(...(await randomValues(5_000)))
    }
    expect(new Set(values.flatMap(Object.values)).size).toBe(30_000)
    for (const name of ['state', 'nonce', 'codeVerifier'] as const) {
      const texts = values.map((value) => value[name])
      expect(texts.filter((text) => !/^[\w-]{43}$/.test(text))).toEqual([])
      // 42 characters bear 6 bits each and the last one 4. Chance exceeds these bounds with p < 1e-9 (63 and 15 degrees
      // of freedom).
      expect(
        chiSquare(
          texts.flatMap((text) => Array.from(text.slice(0, 42))),
          64,
        ),
      ).toBeLessThan(155.08)
      for (let at = 0; at < 42; at++)
        expect(
          chiSquare(
            texts.map((text) => text.charAt(at)),
            64,
          ),
        ).toBeLessThan(155.08)
      expect(
        chiSquare(
          texts.map((text) => text.charAt(42)),
          16,
        ),
      ).toBeLessThan(73.64)
    }
  })

  it.each(ways)(
    'A21: gets the verifier and the challenge of RFC 7636, appendix B, from its octets ($door)',
    async (way) => {
      browser = await app.browser({ ...way, signedIn: 'nobody' })
      const octets = Buffer.from('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk', 'base64url')
      vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
        ;(array as Uint8Array).set(octets)
        return array
      })
      const parameters = parametersOf(await browser.page().auth.getFQDNSignIn())
      expect(browser.transactions()[0]?.record['codeVerifier']).toBe(
        'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      )
      expect(parameters.get('code_challenge')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
    },
  )

  it.each(WAYS)('A22: never uses Math.random ($door, $flow, $storage, $signedIn)', async (any) => {
    browser = await app.browser(any)
    const random = vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('Math.random is no source of secrets')
    })
    const url = await browser.page().auth.getFQDNSignIn()
    const calls = random.mock.calls.length
    random.mockRestore()
    const callback = await app.world.signInAt(url)
    const again = vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('Math.random is no source of secrets')
    })
    await browser.accepts(callback)
    expect([calls, again.mock.calls.length]).toEqual([0, 0])
  })

  it.each(
    ways.flatMap((way) => [
      { way, ...way, what: 'crypto.getRandomValues', platform: {} },
      { way, ...way, what: 'crypto', platform: undefined },
    ]),
  )('A22: refuses to begin without $what ($door)', async ({ way, platform }) => {
    browser = await app.browser({ ...way, signedIn: 'nobody' })
    const { auth } = browser.page()
    const launched = app.world.launched.length
    vi.spyOn(globalThis, 'crypto', 'get').mockReturnValue(platform as Crypto)
    const isUnavailable: unknown = expect.objectContaining({ code: 'crypto_unavailable' })
    await expect((async () => auth.getFQDNSignIn())()).rejects.toEqual(isUnavailable)
    await expect(auth.signIn()).rejects.toEqual(isUnavailable)
    expect(browser.transactions()).toEqual([])
    expect(app.world.launched).toHaveLength(launched)
  })
})

/** Pearson's statistic: how far the characters are from being equally frequent. One that never comes counts, too. */
function chiSquare(characters: readonly string[], size: number): number {
  const counts = new Map<string, number>()
  for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1)
  const expected = characters.length / size
  const missing = (size - counts.size) * expected
  return [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, missing)
}
