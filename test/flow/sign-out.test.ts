import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { SignOutOptions } from '../../src/index.js'
import { type Auth, DOORS } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

const BYE = 'http://localhost:3000/bye'
describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  beforeEach(async () => {
    world = (
      await createWorld({
        callbackUrls: ['http://localhost:3000/', 'http://localhost:3000/other'],
        logoutUrls: ['http://localhost:3000/', BYE],
        allowedOAuthScopes: ['openid', 'email', 'phone'],
      })
    ).at(door)
    await world.pool.addUser({ username: 'kim', password: 'Secret-789', email: 'kim@example.com' })
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  const tokensLeft = () =>
    [...world.storage.values.keys()].filter((key) => key.startsWith('CognitoIdentityServiceProvider'))
  /** Signs in, signs out with these options, and gives where the page was left for. */
  async function signOut(
    options?: SignOutOptions,
    pageOptions: Parameters<World['page']>[0] = {},
  ): Promise<URL> {
    const { auth } = await world.signedIn(pageOptions)
    world.launched.length = world.requests.length = 0
    await auth.signOut(options)
    expect(auth.isUserSignedIn()).toBe(false)
    expect(tokensLeft()).toEqual([])
    expect(world.launched).toHaveLength(1)
    return new URL(world.launched[0] ?? '')
  }
  const revocations = () => world.requests.filter(({ path }) => path === '/oauth2/revoke').length
  /** Whether the person has to type a password at the hosted pages. */
  async function isAskedForPassword(): Promise<boolean> {
    const person = await world.person.open(await world.page().auth.createSignInUrl())
    return !person.left
  }

  describe('signOut({ redirectUri })', () => {
    it('ends the session everywhere, and leads to another of the sign-out URLs', async () => {
      const url = await signOut({ redirectUri: BYE })
      expect(url.pathname).toBe('/logout')
      expect([...url.searchParams]).toEqual([
        ['logout_uri', BYE],
        ['client_id', 'app1'],
      ])
      await world.person.open(url.href)
      expect(world.person.callback.href).toBe(BYE)
      expect(revocations()).toBe(1)
      expect(await isAskedForPassword()).toBe(true)
    })

    it('leads to RedirectUriSignOut where it names none', async () => {
      for (const options of [undefined, {}, { redirectUri: undefined }])
        expect((await signOut(options)).searchParams.get('logout_uri')).toBe('http://localhost:3000/')
    })

    it('may lead to an address with parameters that a callback URL must not have', async () => {
      const redirectUri = 'http://localhost:3000/bye?state=out'
      expect((await signOut({ redirectUri })).searchParams.get('logout_uri')).toBe(redirectUri)
    })

    it.each([
      ['/bye', "redirectUri cannot be '/bye': write one of the app client's sign-out URLs, such as '"],
      ['http://app.example/', "redirectUri cannot be 'http://app.example/': write 'https://app.example/'"],
      [
        'javascript:alert(1)',
        "redirectUri cannot be 'javascript:alert(1)': write one of the app client's sign-out URLs, such as '",
      ],
      [`${BYE}#x`, `redirectUri cannot be '${BYE}#…': write '${BYE}'`],
    ])('is refused before anything is forgotten: %s', async (redirectUri, message) => {
      const { auth } = await world.signedIn()
      await expect(auth.signOut({ redirectUri })).rejects.toMatchObject({
        code: 'invalid_configuration',
        message: expect.stringContaining(message) as string,
      })
      expect(auth.isUserSignedIn()).toBe(true)
      expect(tokensLeft()).not.toEqual([])
    })
  })

  const FLOWS: [flow: 'code' | 'token', pageOptions: Parameters<World['page']>[0]][] = [
    ['code', {}],
    ['token', { ResponseType: 'token' }],
  ]
  // Only the class has both flows.
  describe.each(FLOWS.filter(([flow]) => door === 'CognitoAuth' || flow === 'code'))(
    'signOut({ signIn }) in the flow %s',
    (flow, pageOptions) => {
      it('signs out straight into the next sign-in, with what /logout hands on and nothing else', async () => {
        const url = await signOut({ signIn: true }, pageOptions)
        expect(url.origin + url.pathname).toBe('http://localhost:9230/logout')
        expect(Object.fromEntries(url.searchParams)).toEqual({
          redirect_uri: 'http://localhost:3000/',
          response_type: flow,
          client_id: 'app1',
          state: expect.stringMatching(/^[\w-]{43}$/) as string,
          scope: 'openid email',
          nonce: expect.stringMatching(/^[\w-]{43}$/) as string,
        })
        expect(revocations()).toBe(flow === 'code' ? 1 : 0)
      })

      it('shows the sign-in page to whoever was signed in, and signs in somebody else', async () => {
        const url = await signOut({ signIn: { appState: 'the cart' } }, pageOptions)
        await world.person.open(url.href)
        expect(world.person.left).toBe(false)
        await world.person.signIn({ username: 'kim', password: 'Secret-789' })
        openPage(world.person.callback.href)
        const { auth } = world.page(pageOptions)
        const session = await auth.init()
        expect(session?.getIdToken().payload['email']).toBe('kim@example.com')
        expect(session?.appState).toBe('the cart')
        expect([...world.storage.values.keys()].filter((key) => key.startsWith('cognito-auth.'))).toEqual([])
      })

      it('is finished by the callbacks of amazon-cognito-auth-js as well', async () => {
        const url = await signOut({ signIn: true }, pageOptions)
        const { auth, heard } = world.page(pageOptions)
        auth.parseCognitoWebResponse(await world.signInAt(url.href))
        await heardOf(heard)
        expect(heard.failures).toEqual([])
        expect(auth.isUserSignedIn()).toBe(true)
      })

      it('takes the scopes and the address of that sign-in, and leads back to where it began', async () => {
        openPage('http://localhost:3000/orders')
        const signIn = { scopes: ['openid', 'phone'], redirectUri: 'http://localhost:3000/other' }
        const url = await signOut({ signIn }, pageOptions)
        expect(url.searchParams.get('scope')).toBe('openid phone')
        expect(url.searchParams.get('redirect_uri')).toBe('http://localhost:3000/other')
        const { opened } = openPage(await world.signInAt(url.href))
        const session = await world.page(pageOptions).auth.init()
        expect(session?.getTokenScopes().getScopes()).toEqual(['openid', 'phone'])
        expect(opened).toEqual(['http://localhost:3000/orders'])
      })

      it('is answered once, and by nobody else', async () => {
        const url = await signOut({ signIn: true }, pageOptions)
        const callback = await world.signInAt(url.href)
        const forged = new URL(callback)
        if (flow === 'code') forged.searchParams.set('state', 'A'.repeat(43))
        else forged.hash = forged.hash.replace(/state=[\w-]{43}/, `state=${'A'.repeat(43)}`)
        await expect(world.page(pageOptions).auth.handleCallback(forged.href)).rejects.toMatchObject({
          code: 'state_mismatch',
        })
        await expect(world.page(pageOptions).auth.handleCallback(callback)).resolves.not.toBeNull()
        await expect(world.page(pageOptions).auth.handleCallback(callback)).rejects.toMatchObject({
          code: 'no_transaction',
        })
      })

      it.each<[string, SignOutOptions]>([
        ['both', { redirectUri: BYE, signIn: true }],
        ['nowhere', { redirect: false, redirectUri: BYE }],
        ['nowhere', { redirect: false, signIn: true }],
        ['nowhere', { redirect: false, signIn: {} }],
      ])('cannot lead to two places, or to none: %s', async (_, options) => {
        const { auth } = await world.signedIn(pageOptions)
        await expect(auth.signOut(options)).rejects.toMatchObject({
          code: 'invalid_configuration',
          message: expect.stringMatching(
            /^(redirectUri and signIn|redirect: false) .*(write|leave) /,
          ) as string,
        })
        expect(auth.isUserSignedIn()).toBe(true)
      })

      it('may be told not to: false', async () => {
        expect((await signOut({ signIn: false }, pageOptions)).searchParams.has('logout_uri')).toBe(true)
      })
    },
  )

  describe('signOut({ signIn }) of a code', () => {
    it('A19: sends no challenge, which Cognito would lose, and no verifier', async () => {
      const url = await signOut({ signIn: true })
      expect(url.href).not.toContain('code_challenge')
      openPage(await world.signInAt(url.href))
      world.requests.length = 0
      await world.page().auth.init()
      const exchange = world.requests.find(({ path }) => path === '/oauth2/token')
      expect(exchange?.form.get('grant_type')).toBe('authorization_code')
      expect(exchange?.form.has('code_verifier')).toBe(false)
    })

    it('A18: refuses the code of somebody else in its address, by the nonce', async () => {
      const { searchParams } = await signOut({ signIn: true })
      const state = searchParams.get('state') ?? ''
      // Mallory has signed in at the same pool, with an authorize URL of their own, and swaps the states.
      const theirs = new URL('http://localhost:9230/oauth2/authorize')
      theirs.search = new URLSearchParams({
        ...{ response_type: 'code', client_id: 'app1', redirect_uri: 'http://localhost:3000/' },
        ...{ scope: 'openid email', nonce: 'theirs', state },
      }).toString()
      const callback = await world.signInAt(theirs.href)
      await expect(world.page().auth.handleCallback(callback)).rejects.toMatchObject({
        code: 'nonce_mismatch',
      })
      expect(tokensLeft()).toEqual([])
    })

    it.each([{ scopes: ['email'] }, { scopes: [] }])('A18: needs the nonce for that: %j', async (signIn) => {
      const { auth } = await world.signedIn()
      await expect(auth.signOut({ signIn })).rejects.toMatchObject({
        code: 'invalid_configuration',
        message: expect.stringContaining("needs 'openid' among the scopes") as string,
      })
      expect(auth.isUserSignedIn()).toBe(true)
    })

    it('leaves the page in the turn of the call', async () => {
      const { auth } = await world.signedIn()
      world.launched.length = 0
      const done = auth.signOut({ signIn: true })
      expect(world.launched).toHaveLength(1)
      await done
    })

    it('forgets the sign-ins that nobody has finished, but not this one', async () => {
      const { auth } = await world.signedIn()
      world.launched.length = 0
      await auth.signOut({ signIn: true })
      openPage(await world.signInAt(world.launched[0] ?? ''))
      expect(await world.page().auth.init()).not.toBeNull()
    })
  })

  it('signOut({ signIn }) leaves everything as it was where what the sign-in is to bring back cannot be kept', async () => {
    const { auth } = await world.signedIn()
    const before = [...world.storage.values]
    for (const appState of ['x'.repeat(70_000), () => undefined])
      await expect(auth.signOut({ signIn: { appState } })).rejects.toMatchObject({
        code: 'invalid_configuration',
      })
    expect([...world.storage.values]).toEqual(before)
    expect([auth.isUserSignedIn(), revocations()]).toEqual([true, 0])
  })
})
