import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { skipPauses } from '../helpers/pauses.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

let world: World
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  world = await createWorld()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const tokenKeys = () => [...world.storage.values.keys()].filter((key) => key.startsWith('CognitoIdentity'))
const transactionKeys = () => [...world.storage.values.keys()].filter((key) => key.startsWith('cognito-auth'))

describe('the code flow', () => {
  it('ends in a session whose claims are those of the user, after one request', async () => {
    const { auth, heard } = await world.signedIn()
    expect(heard.failures).toEqual([])
    const [session] = heard.sessions
    expect(session?.isValid()).toBe(true)
    expect(session?.getIdToken().payload).toMatchObject({ email: 'jane@example.com', token_use: 'id' })
    expect(session?.getRefreshToken().getToken().split('.')).toHaveLength(5)
    expect(auth.getUsername()).toBe('jane')
    expect(world.requests.map(({ path }) => path)).toEqual(['/oauth2/token'])
    expect(Object.fromEntries(world.requests[0]?.form ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      client_id: 'app1',
      redirect_uri: 'http://localhost:3000/',
      code_verifier: expect.stringMatching(/^[\w-]{43}$/) as string,
    })
  })

  it('leaves nothing of the sign-in behind', async () => {
    await world.signedIn()
    expect(transactionKeys()).toEqual([])
  })

  it('says first that the response is being worked on, and that an ordinary page holds none', async () => {
    const { auth, heard } = world.page()
    const callback = await world.signInAt(auth.getFQDNSignIn())
    expect(auth.parseCognitoWebResponse('http://localhost:3000/')).toBe(false)
    expect(auth.parseCognitoWebResponse(callback)).toBe(true)
    expect(heard).toEqual({ sessions: [], failures: [] })
    await heardOf(heard)
  })

  it('works where useCodeGrantFlow() was only called on the page that began', async () => {
    const begun = world.page({ ResponseType: 'token' })
    begun.auth.useCodeGrantFlow()
    const callback = await world.signInAt(begun.auth.getFQDNSignIn())
    const { auth, heard } = world.page({ ResponseType: 'token' })
    auth.parseCognitoWebResponse(callback)
    await heardOf(heard)
    expect(heard.sessions).toHaveLength(1)
  })

  it.each([
    ['what Google appends', (url: string) => `${url}#`],
    ['what Facebook appends', (url: string) => `${url}#_=_`],
    ['a relative URL', (url: string) => url.replace('http://localhost:3000', '')],
    ['a hash route', (url: string) => url.replace('/?', '/#/signed-in?')],
  ])('reads a callback with %s', async (_, change) => {
    const callback = await world.signInAt(world.page().auth.getFQDNSignIn())
    const { auth, heard } = world.page()
    auth.parseCognitoWebResponse(change(callback))
    await heardOf(heard)
    expect(heard.sessions).toHaveLength(1)
  })

  it('lets getSession() wait for an exchange instead of leaving for another sign-in', async () => {
    const callback = await world.signInAt(world.page().auth.getFQDNSignIn())
    const { auth, heard } = world.page()
    auth.parseCognitoWebResponse(callback)
    auth.getSession()
    await heardOf(heard, 2)
    expect(world.launched).toEqual([])
    expect(heard.sessions).toHaveLength(2)
    expect(world.requests).toHaveLength(1)
  })

  it('tells the handler that was assigned in the turn of the call, not one of a later turn', async () => {
    const callback = await world.signInAt(world.page().auth.getFQDNSignIn())
    const { auth, heard } = world.page()
    auth.parseCognitoWebResponse(callback)
    await Promise.resolve()
    const later = vi.fn()
    auth.userhandler = { onSuccess: later, onFailure: later }
    await heardOf(heard)
    expect(later).not.toHaveBeenCalled()
  })

  it('gives the tokens to promises as well', async () => {
    const { auth } = await world.signedIn()
    const { accessToken, idToken, expiresAt } = await auth.getTokens()
    expect(accessToken).toBe(auth.getSignInUserSession().getAccessToken().getJwtToken())
    expect(idToken).toBe(auth.getSignInUserSession().getIdToken().getJwtToken())
    const session = auth.getSignInUserSession()
    expect(expiresAt).toBe(session.getIdToken().getExpiration() + session.clockDrift)
    expect((await auth.init())?.getAccessToken().getJwtToken()).toBe(accessToken)
  })
})

describe('the implicit flow', () => {
  it('stores the tokens and calls back in the same turn, and only then asks for keys', async () => {
    const callback = await world.signInAt(world.page({ ResponseType: 'token' }).auth.getFQDNSignIn())
    const { auth, heard } = world.page({ ResponseType: 'token' })
    expect(auth.parseCognitoWebResponse(callback)).toBe(true)
    expect(heard.sessions).toHaveLength(1)
    expect(heard.sessions[0]?.getIdToken().payload).toMatchObject({ email: 'jane@example.com' })
    expect(heard.sessions[0]?.getRefreshToken().getToken()).toBe('')
    expect(tokenKeys()).toHaveLength(6)
    expect(world.requests.map(({ path }) => path)).toEqual([`/${auth.userPoolId}/.well-known/jwks.json`])
  })

  it('finds its tokens behind a query of the page', async () => {
    const callback = await world.signInAt(world.page({ ResponseType: 'token' }).auth.getFQDNSignIn())
    const { auth, heard } = world.page()
    auth.parseCognitoWebResponse(callback.replace('/#', '/?CognitoCloudFrontEndpoint=x#'))
    expect(heard.sessions).toHaveLength(1)
  })

  it('needs no ID token where openid was not asked for', async () => {
    const options = { ResponseType: 'token', TokenScopesArray: ['aws.cognito.signin.user.admin'] } as const
    world = await createWorld({ allowedOAuthScopes: ['aws.cognito.signin.user.admin'] })
    const callback = await world.signInAt(world.page(options).auth.getFQDNSignIn())
    const { auth, heard } = world.page(options)
    auth.parseCognitoWebResponse(callback)
    expect(heard.sessions[0]?.isValid()).toBe(true)
    expect((await auth.getTokens()).idToken).toBeUndefined()
  })
})

describe.each(['code', 'token'] as const)('application state with response type %s', (ResponseType) => {
  it.each(['x', 'taibif', 'a-b', 'José 太郎 😀', '{"to":"/a?b=c#d"}', '%zz+/=', 'x'.repeat(2000)])(
    'comes back exactly as it was, and never travels: %s',
    async (state) => {
      const { auth: begun } = world.page({ ResponseType })
      begun.setState(state)
      const url = begun.getFQDNSignIn()
      expect(new URL(url).searchParams.get('state')).toMatch(/^[\w-]{43}$/)
      const { auth, heard } = world.page({ ResponseType })
      auth.parseCognitoWebResponse(await world.signInAt(url))
      await heardOf(heard)
      expect(heard.sessions[0]?.getState()).toBe(state)
    },
  )

  it('is what getState() gave when the URL was built, where none was set', async () => {
    const { auth: begun } = world.page({ ResponseType })
    const url = begun.getFQDNSignIn()
    const { auth, heard } = world.page({ ResponseType })
    auth.parseCognitoWebResponse(await world.signInAt(url))
    await heardOf(heard)
    expect(heard.sessions[0]?.getState()).toBe(begun.getState())
    expect(url).not.toContain(begun.getState())
  })

  it('is null where signIn() was given none', async () => {
    await world.page({ ResponseType }).auth.signIn()
    const { auth, heard } = world.page({ ResponseType })
    auth.parseCognitoWebResponse(await world.signInAt(world.launched[0] ?? ''))
    await heardOf(heard)
    expect(heard.sessions[0]?.getState()).toBeNull()
  })
})

describe('a response', () => {
  const refused = async (url: string, options = {}) => {
    const before = world.storage.changes.length
    const { auth, heard } = world.page(options)
    expect(auth.parseCognitoWebResponse(url)).toBe(true)
    await heardOf(heard)
    expect(heard.sessions).toEqual([])
    expect(heard.failures).toHaveLength(1)
    return { ...heard.failures[0], changes: world.storage.changes.slice(before), auth }
  }

  it('that answers no sign-in of this browser is refused before any request, and says how to open the door', async () => {
    for (const url of ['?code=C', '?code=C&state=S', '?code=C&state=']) {
      const { error, changes } = await refused(`http://localhost:3000/${url}`)
      expect(error?.code).toBe('no_transaction')
      expect(error?.message).toContain('AllowUnsolicitedResponse: true')
      expect(changes).toEqual([])
    }
    expect(world.requests).toEqual([])
  })

  it.each([{}, { AllowUnsolicitedResponse: true }])(
    'with tokens that answers no sign-in is refused, and told what would help, which is no option: %j',
    async (options) => {
      for (const url of ['#access_token=a.b.c&state=S', '#id_token=a.b.c', '#access_token=a.b.c']) {
        const { error, changes } = await refused(`http://localhost:3000/${url}`, options)
        expect(error?.code).toBe('no_transaction')
        expect(error?.message).toContain('build it with getFQDNSignIn(), or use the code flow')
        expect(error?.message).not.toContain('AllowUnsolicitedResponse: true')
        expect(changes).toEqual([])
      }
      expect(world.requests).toEqual([])
    },
  )

  it('that answers another sign-in of another kind is told so in each of the three ways', async () => {
    const messages = []
    messages.push((await refused('http://localhost:3000/?code=C&state=S')).error)
    world.page().auth.getFQDNSignIn()
    messages.push((await refused('http://localhost:3000/?code=C&state=S')).error)
    messages.push((await refused('http://localhost:3000/?code=C')).error)
    expect(messages.map((error) => error?.code)).toEqual([
      'no_transaction',
      'state_mismatch',
      'state_missing',
    ])
    for (const error of messages) expect(error?.message).toMatch(/opened before.*another host/)
  })

  it('with a forged state is refused, and the sign-in under way can still end well', async () => {
    const { auth } = world.page()
    const callback = new URL(await world.signInAt(auth.getFQDNSignIn()))
    const forged = new URL(callback)
    forged.searchParams.set('state', 'x'.repeat(43))
    expect((await refused(forged.href)).error?.code).toBe('state_mismatch')
    forged.searchParams.delete('state')
    expect((await refused(forged.href)).error?.code).toBe('state_missing')
    expect(world.requests).toEqual([])
    const arrived = world.page()
    arrived.auth.parseCognitoWebResponse(callback.href)
    await heardOf(arrived.heard)
    expect(arrived.heard.sessions).toHaveLength(1)
  })

  it('that was answered already is refused, and the session stays', async () => {
    const callback = await world.signInAt(world.page().auth.getFQDNSignIn())
    const first = world.page()
    first.auth.parseCognitoWebResponse(callback)
    await heardOf(first.heard)
    const { error, changes, auth } = await refused(callback)
    expect(error?.code).toBe('no_transaction')
    expect(changes).toEqual([])
    expect(auth.isUserSignedIn()).toBe(true)
    expect(world.requests).toHaveLength(1)
  })

  it("with an attacker's code and the victim's state fails at the verifier", async () => {
    const victim = world.page()
    const state = new URL(victim.auth.getFQDNSignIn()).searchParams.get('state') ?? ''
    const attacker = await createWorld()
    const stolen = new URL(await attacker.signInAt(attacker.page().auth.getFQDNSignIn()))
    stolen.searchParams.set('state', state)
    world = { ...world, requests: attacker.requests }
    const { message, error } = await refused(stolen.href)
    expect(error).toMatchObject({ code: 'token_request_failed', error: 'invalid_grant' })
    expect(JSON.parse(message ?? '')).toMatchObject({ error: 'invalid_grant' })
    expect(tokenKeys()).toEqual([])
  })

  it('with an error tells what Cognito said, once, and ends the sign-in it answers', async () => {
    const state = new URL(world.page().auth.getFQDNSignIn()).searchParams.get('state') ?? ''
    const url = `http://localhost:3000/?error_description=User+is+not+enabled.&state=${state}&error=invalid_request`
    const { message, error } = await refused(url)
    expect(message).toBe('User is not enabled.')
    expect(error).toMatchObject({ code: 'authorization_failed', error: 'invalid_request' })
    expect(transactionKeys()).toEqual([])
  })

  it('with an error and a foreign state leaves the sign-in under way alone', async () => {
    const callback = await world.signInAt(world.page().auth.getFQDNSignIn())
    await refused('http://localhost:3000/?error=access_denied&state=attacker')
    const { auth, heard } = world.page()
    auth.parseCognitoWebResponse(callback)
    await heardOf(heard)
    expect(heard.sessions).toHaveLength(1)
  })

  it('with an error and a code is an error, and the code is not exchanged', async () => {
    const callback = await world.signInAt(world.page().auth.getFQDNSignIn())
    expect((await refused(`${callback}&error=access_denied`)).message).toBe('access_denied')
    expect(world.requests).toEqual([])
  })

  it('with tokens where a code was asked for is refused, and the reverse', async () => {
    const asCode = await world.signInAt(world.page().auth.getFQDNSignIn())
    const asTokens = await world.signInAt(world.page({ ResponseType: 'token' }).auth.getFQDNSignIn())
    const swap = (to: string, from: string) =>
      to.replace(/state=[\w-]+/, `state=${/state=([\w-]+)/.exec(from)?.[1] ?? ''}`)
    expect((await refused(swap(asTokens, asCode))).error?.code).toBe('response_type_mismatch')
    expect((await refused(swap(asCode, asTokens))).error?.code).toBe('response_type_mismatch')
    expect(world.requests).toEqual([])
  })

  it('with tokens of another sign-in fails at the nonce', async () => {
    const one = await world.signInAt(world.page({ ResponseType: 'token' }).auth.getFQDNSignIn())
    const other = await world.signInAt(world.page({ ResponseType: 'token' }).auth.getFQDNSignIn())
    const mixed = one.replace(/state=[\w-]+/, /state=[\w-]+/.exec(other)?.[0] ?? '')
    expect((await refused(mixed)).error?.code).toBe('nonce_mismatch')
    expect(tokenKeys()).toEqual([])
  })

  it('of another user pool is refused before anything is stored', async () => {
    const options = { UserPoolId: 'eu-central-1_AbCdEfGhI', Issuer: undefined }
    const callback = await world.signInAt(world.page(options).auth.getFQDNSignIn())
    expect((await refused(callback, options)).error?.code).toBe('wrong_issuer')
    expect(tokenKeys()).toEqual([])
  })

  it('after more than an hour is refused', async () => {
    const callback = await world.signInAt(world.page().auth.getFQDNSignIn())
    world.pass(3601)
    expect((await refused(callback)).error?.code).toBe('transaction_expired')
    expect(transactionKeys()).toEqual([])
  })
})

describe('two sign-ins at once', () => {
  it.each([
    [0, 1],
    [1, 0],
  ])('both end well, tab %i first', async (...order) => {
    const urls = [world.page().auth.getFQDNSignIn(), world.page().auth.getFQDNSignIn()]
    const callbacks: string[] = []
    for (const url of urls) callbacks.push(await world.signInAt(url))
    for (const tab of order) {
      const { auth, heard } = world.page()
      auth.parseCognitoWebResponse(callbacks[tab] ?? '')
      await heardOf(heard)
      expect(heard.failures).toEqual([])
    }
  })
})

describe('AllowUnsolicitedResponse', () => {
  const options = { AllowUnsolicitedResponse: true }
  const authorize = (responseType: string) =>
    `http://localhost:9230/oauth2/authorize?response_type=${responseType}&client_id=app1&redirect_uri=http://localhost:3000/&scope=openid`

  it('lets an application build the authorize URL itself', async () => {
    const { auth, heard } = world.page(options)
    auth.parseCognitoWebResponse(await world.signInAt(authorize('code')))
    await heardOf(heard)
    expect(heard.sessions).toHaveLength(1)
    expect([...(world.requests[0]?.form.keys() ?? [])]).not.toContain('code_verifier')
  })

  it('never opens the fragment', async () => {
    const { auth, heard } = world.page(options)
    auth.parseCognitoWebResponse(await world.signInAt(authorize('token')))
    expect(heard.failures[0]?.error.code).toBe('no_transaction')
  })

  it('still keeps a solicited response to its verifier', async () => {
    const { auth, heard } = await world.signedIn(options)
    expect(heard.sessions).toHaveLength(1)
    expect(world.requests[0]?.form.get('code_verifier')).toMatch(/^[\w-]{43}$/)
    expect(auth.isUserSignedIn()).toBe(true)
  })
})

describe('an exchange', () => {
  const faults = [
    ['network', 'the network is down', () => Promise.reject(new TypeError('fetch failed'))],
    [
      'server_error',
      'the server is broken',
      () => Promise.resolve(new Response('<h1>502</h1>', { status: 502 })),
    ],
    ['bad_response', 'a captive portal answers', () => Promise.resolve(new Response('<h1>Welcome</h1>'))],
    ['bad_response', 'the answer is cut off', () => Promise.resolve(new Response('{"id_token":"eyJ'))],
    ['bad_response', 'the answer is null', () => Promise.resolve(new Response('null'))],
    ['bad_response', 'the access token is missing', () => Promise.resolve(new Response('{"id_token":"x"}'))],
    [
      'malformed_token',
      'the tokens are none',
      () => Promise.resolve(new Response('{"access_token":"x","token_type":"Bearer"}')),
    ],
    ['bad_response', 'an error comes with 200', () => Promise.resolve(new Response('{"error":"odd"}'))],
  ] as const

  it.each(faults)(
    'fails with %s when %s: once, with nothing stored, and no code is sent again that may have been taken',
    async (code, _, answer) => {
      skipPauses()
      const callback = await world.signInAt(world.page().auth.getFQDNSignIn())
      const fetch = vi.fn(answer)
      vi.stubGlobal('fetch', fetch)
      const { auth, heard } = world.page()
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures.map(({ error }) => error.code)).toEqual([code])
      expect(heard.failures[0]?.message).not.toBe('')
      expect(fetch).toHaveBeenCalledTimes(['network', 'server_error'].includes(code) ? 3 : 1)
      expect([...world.storage.values.keys()]).toEqual([])
      expect(auth.isUserSignedIn()).toBe(false)
    },
  )
})
