import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CognitoAuth } from '../../src/index.js'
import { type Auth, COUNTS_WHO_CAN_RETURN, DOORS } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { Person } from '../helpers/person.ts'
import { signPair } from '../helpers/tokens.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

let anyWorld: World
async function begin(...options: Parameters<typeof createWorld>): Promise<void> {
  anyWorld = await createWorld(...options)
}
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  await begin()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const HOUR = 3600
const BOB = { username: 'bob', password: 'Secret-456' }
const key = (name: string) => `CognitoIdentityServiceProvider.app1.jane.${name}`
const stored = (name: string) => anyWorld.storage.getItem(key(name))
const refreshes = () =>
  anyWorld.requests.filter(({ form }) => form.get('grant_type') === 'refresh_token').length

/** A page whose session ended an hour ago but for its refresh token. */
async function expiredIn<Opened extends Auth>(world: World<Opened>) {
  await world.signedIn()
  world.pass(HOUR + 1)
  return world.page()
}

describe.each(DOORS)('at the door %s,', (door) => {
  const isClass = door === 'CognitoAuth'
  let world: World<Auth>
  beforeEach(() => {
    world = anyWorld.at(door)
  })

  it('that nobody has is refused as that, and one that is too short as that', async () => {
    await expect(world.page().auth.getTokens()).rejects.toMatchObject({
      code: 'login_required',
      message: 'Nobody is signed in: call signIn() or getSession().',
    })
    if (!isClass) return
    const { auth } = await world.signedIn({ ResponseType: 'token' })
    await expect(auth.getTokens({ minValidity: 2 * HOUR })).rejects.toMatchObject({
      code: 'login_required',
      message:
        'The session does not last that long, and has no refresh token: call signIn() or getSession().',
    })
  })

  describe('a session that has expired', () => {
    it('is refreshed by getSession(), and the new tokens are stored', async () => {
      const { auth, heard } = await expiredIn(world)
      const [before, refreshToken] = [stored('accessToken'), stored('refreshToken')]
      expect(auth.isUserSignedIn()).toBe(COUNTS_WHO_CAN_RETURN[door])
      auth.getSession()
      await heardOf(heard)
      expect(heard.failures).toEqual([])
      expect(heard.sessions[0]?.isValid()).toBe(true)
      expect(stored('accessToken')).not.toBe(before)
      expect(stored('accessToken')).toBe((await auth.init())?.getAccessToken().getJwtToken())
      // Without rotation none is returned, and the old one stays.
      expect(stored('refreshToken')).toBe(refreshToken)
      expect(world.launched).toEqual([])
    })

    it('is refreshed by init() and getTokens()', async () => {
      const { auth } = await expiredIn(world)
      expect((await auth.init())?.isValid()).toBe(true)
      world.pass(HOUR + 1)
      const { accessToken } = await world.page().auth.getTokens()
      expect(stored('accessToken')).toBe(accessToken)
      expect(refreshes()).toBe(2)
    })

    it('A03: is refreshed by init() where the address carries an old response, which is no news then', async () => {
      const { auth } = await expiredIn(world)
      const { location } = openPage(`http://localhost:3000/?code=old&state=${'o'.repeat(43)}`)
      expect((await auth.init())?.isValid()).toBe(true)
      expect([location.href, refreshes()]).toEqual(['http://localhost:3000/', 1])
    })

    it('is refreshed once for fifty calls, and each of them hears of it', async () => {
      const { auth, heard } = await expiredIn(world)
      for (let i = 0; i < 50; i++) auth.getSession()
      const tokens = await Promise.all(Array.from({ length: 50 }, () => auth.getTokens()))
      await heardOf(heard, 50)
      expect(heard.sessions).toHaveLength(50)
      expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1)
      expect(refreshes()).toBe(1)
    })

    it('is refreshed once for fifty instances, each with a handler of its own', async () => {
      const first = await expiredIn(world)
      const pages = [first, ...Array.from({ length: 49 }, () => world.beside(first.auth))]
      for (const { auth } of pages) auth.getSession()
      for (const { heard } of pages) await heardOf(heard)
      expect(pages.map(({ heard }) => heard.sessions.length)).toEqual(pages.map(() => 1))
      expect(pages.every(({ auth }) => auth.isUserSignedIn())).toBe(true)
      expect(refreshes()).toBe(1)
    })

    it('tells every caller when the refresh fails, and the next call tries again', async () => {
      const { auth, heard } = await expiredIn(world)
      const answer = '{"error":"invalid_client"}'
      const undo = world.pool.addFault({ path: '/oauth2/token', status: 400, body: answer, times: 1 })
      for (let i = 0; i < 5; i++) auth.getSession()
      await heardOf(heard, 5)
      undo()
      expect(heard.failures.map(({ error }) => error.error)).toEqual(Array(5).fill('invalid_client'))
      expect(refreshes()).toBe(1)
      auth.getSession()
      await heardOf(heard, 6)
      expect(heard.sessions).toHaveLength(1)
    })

    it('ends when the server says that the refresh token is dead, and the next call signs in', async () => {
      const { auth, heard } = await expiredIn(world)
      await world.pool.removeUser('jane')
      auth.getSession()
      await heardOf(heard)
      // Programs of amazon-cognito-auth-js read what the server said.
      const said = isClass ? '{"error":"invalid_grant"}' : 'The session has ended. Sign in again.'
      expect(heard.failures[0]?.message).toBe(said)
      expect(heard.failures[0]?.error).toMatchObject({ code: 'session_expired', error: 'invalid_grant' })
      expect([...world.storage.values]).toEqual([])
      auth.getSession()
      if (!isClass) await vi.waitUntil(() => world.launched.length)
      expect(world.launched).toEqual([expect.stringContaining('/oauth2/authorize?')])
      expect(refreshes()).toBe(1)
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
      expect(await auth.init()).toBeNull()
    })

    it('is refused when the refresh brings the tokens of somebody else', async () => {
      const { auth, heard } = await expiredIn(world)
      const claims = { iss: world.pool.issuer, sub: 'somebody-else' }
      const { accessToken, idToken } = await signPair(
        { ...claims, client_id: 'app1' },
        { ...claims, aud: 'app1' },
      )
      const answer = { access_token: accessToken, id_token: idToken, token_type: 'Bearer' }
      vi.stubGlobal('fetch', () => Promise.resolve(Response.json(answer)))
      auth.getSession()
      await heardOf(heard)
      expect(heard.failures[0]?.error.code).toBe('session_changed')
    })
  })

  describe('getTokens()', () => {
    it('refreshes ahead of time where the tokens do not last long enough', async () => {
      const { auth } = await world.signedIn()
      const before = stored('accessToken')
      world.pass(HOUR - 59)
      await auth.getTokens({ minValidity: 30 })
      expect(stored('accessToken')).toBe(before)
      await auth.getTokens({ minValidity: 60 })
      expect(stored('accessToken')).not.toBe(before)
      await auth.getTokens({ minValidity: Infinity })
      expect(refreshes()).toBe(2)
    })

    it('says that nobody is signed in', async () => {
      await expect(world.page().auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
      expect(await world.page().auth.init()).toBeNull()
    })
  })

  describe('refresh token rotation', () => {
    it('stores each new refresh token, and the next refresh uses it', async () => {
      await begin({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
      world = anyWorld.at(door)
      const { auth } = await world.signedIn()
      const seen = new Set([stored('refreshToken')])
      for (let i = 0; i < 3; i++) {
        world.pass(HOUR + 1)
        await auth.getTokens()
        seen.add(stored('refreshToken'))
      }
      expect(seen.size).toBe(4)
    })
  })

  describe('a refresh with rotation whose tokens cannot be kept', () => {
    beforeEach(async () => {
      await begin({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
      world = anyWorld.at(door)
    })

    it('keeps the new refresh token where the storage takes no more: the old one is spent', async () => {
      const { auth, heard } = await expiredIn(world)
      const before = stored('refreshToken')
      const full = vi.spyOn(world.storage, 'setItem').mockImplementation((key, value) => {
        if (key.endsWith('.accessToken') && value !== stored('accessToken')) throw new Error('full')
        world.storage.values.set(key, value)
      })
      auth.getSession()
      await heardOf(heard)
      expect(heard.sessions[0]?.isValid()).toBe(true)
      expect(stored('refreshToken')).toBe(heard.sessions[0]?.getRefreshToken().getToken())
      expect(stored('refreshToken')).not.toBe(before)
      full.mockRestore()
      expect((await world.page().auth.getTokens()).accessToken).toBe(stored('accessToken'))
    })

    it('keeps it where the clock was changed meanwhile', async () => {
      const { auth } = await expiredIn(world)
      const before = stored('refreshToken')
      const { fetch } = globalThis
      vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
        const response = await fetch(url, init)
        world.pass(3 * HOUR)
        return response
      })
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'clock_skew' })
      vi.stubGlobal('fetch', fetch)
      expect(stored('refreshToken')).not.toBe(before)
      expect((await world.page().auth.getTokens()).accessToken).toBe(stored('accessToken'))
    })
  })

  describe('the clock of the device', () => {
    it.each([
      ['an hour ahead', HOUR],
      ['an hour behind', -HOUR],
    ])('may be %s: the session is valid for as long as the server says', async (_, off) => {
      // The person signs in by the server's clock; the page has another.
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      const { fetch } = globalThis
      vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
        world.pass(-off)
        const response = await fetch(url, init)
        const text = await response.text()
        world.pass(off)
        return new Response(text, response)
      })
      world.pass(off)
      const { auth, heard } = world.page()
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures).toEqual([])
      expect(auth.isUserSignedIn()).toBe(true)
      expect(stored('clockDrift')).toBe(`${off}s`)
      world.pass(HOUR - 5)
      expect(world.page().auth.isUserSignedIn()).toBe(true)
      world.pass(10)
      expect(world.page().auth.isUserSignedIn()).toBe(COUNTS_WHO_CAN_RETURN[door])
      expect(auth.isUserSignedIn()).toBe(COUNTS_WHO_CAN_RETURN[door])
      expect(refreshes()).toBe(0)
      await auth.getTokens()
      expect(refreshes()).toBe(1)
    })
  })

  describe('a sign-in that a session is asked for with', () => {
    it('says what keeps it from beginning', async () => {
      vi.spyOn(world.storage, 'setItem').mockImplementation(() => {
        throw new DOMException('full', 'QuotaExceededError')
      })
      const { auth, heard } = world.page()
      auth.getSession()
      await heardOf(heard)
      expect(heard.failures.map(({ error }) => error.code)).toEqual(['storage_full'])
    })

    it('says that there is no window to navigate, and what to pass', async () => {
      const { auth, heard } = world.page({ LaunchUri: undefined })
      auth.getSession()
      await heardOf(heard)
      expect(heard.failures[0]?.error.code).toBe('no_browser')
      expect(heard.failures[0]?.message).toContain('pass LaunchUri')
    })
  })

  describe('signOut()', () => {
    it('forgets the session and leaves for the logout endpoint in the same turn', async () => {
      const { auth } = await world.signedIn()
      void auth.signOut()
      expect([...world.storage.values]).toEqual([])
      if (auth instanceof CognitoAuth) expect(auth.getSignInUserSession()).toBeNull()
      expect(auth.getUser()).toBeNull()
      expect(auth.isUserSignedIn()).toBe(false)
      expect(world.launched).toEqual([
        'http://localhost:9230/logout?logout_uri=http%3A%2F%2Flocalhost%3A3000%2F&client_id=app1',
      ])
      await world.person.open(world.launched[0] ?? '')
      expect(world.person.callback.href).toBe('http://localhost:3000/')
    })

    it('revokes the refresh token, and with it the access token', async () => {
      const { auth } = await world.signedIn()
      const { accessToken } = await auth.getTokens()
      const userInfo = async () => {
        const headers = { Authorization: `Bearer ${accessToken}` }
        return (await world.pool.fetch(new Request('http://localhost:9230/oauth2/userInfo', { headers })))
          .status
      }
      expect(await userInfo()).toBe(200)
      await auth.signOut()
      expect(await userInfo()).toBe(401)
    })

    it('keeps the refresh token good, or the page open, where it is told to', async () => {
      const { auth } = await world.signedIn()
      const before = [...world.storage.values]
      await auth.signOut({ revoke: false, redirect: false })
      expect([...world.storage.values]).toEqual([])
      expect(world.launched).toEqual([])
      for (const [name, value] of before) world.storage.setItem(name, value)
      await world.page().auth.getTokens({ minValidity: Infinity })
      expect(refreshes()).toBe(1)
    })

    it('rejects where there is no page to leave, and has forgotten the session all the same', async () => {
      const { auth } = await world.signedIn({ LaunchUri: undefined })
      const signedOut = auth.signOut()
      expect([...world.storage.values]).toEqual([])
      await expect(signedOut).rejects.toMatchObject({ code: 'no_browser' })
    })

    it('succeeds when the revocation does not', async () => {
      const { auth } = await world.signedIn()
      vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
      await auth.signOut()
      expect([...world.storage.values]).toEqual([])
      expect(world.launched).toHaveLength(1)
    })

    it('is not undone by a refresh that was under way', async () => {
      const { auth, heard } = await expiredIn(world)
      auth.getSession()
      const other = world.page()
      await other.auth.signOut({ revoke: false, redirect: false })
      await heardOf(heard)
      expect(heard.failures.map(({ error }) => error.code)).toEqual(['login_required'])
      expect([...world.storage.values]).toEqual([])
      expect(auth.isUserSignedIn()).toBe(false)
    })
  })

  describe('two at once', () => {
    it('a sign-out revokes the refresh token that is stored, not the one in memory', async () => {
      await begin({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
      world = anyWorld.at(door)
      const { auth } = await world.signedIn()
      await world.page().auth.getTokens({ minValidity: Infinity })
      const rotated = stored('refreshToken')
      await auth.signOut({ redirect: false })
      expect(world.requests.at(-1)?.form.get('token')).toBe(rotated)
    })

    it('somebody whose session ended leaves room for who signs in next, wherever', async () => {
      const { auth, heard } = await expiredIn(world)
      await world.pool.removeUser('jane')
      auth.getSession()
      await heardOf(heard)
      await world.pool.addUser({ ...BOB, email: 'bob@example.com' })
      const callback = await new Person(world.pool).authorize(await world.page().auth.getFQDNSignIn(), BOB)
      const other = world.page()
      other.auth.parseCognitoWebResponse(callback.href)
      await heardOf(other.heard)
      auth.getSession()
      await heardOf(heard, 2)
      expect(heard.sessions.map((session) => session.getAccessToken().getUsername())).toEqual(['bob'])
    })

    it('two exchanges that cross both end well', async () => {
      const pages = [world.page(), world.page()]
      const urls = [await world.signInAt(await world.page().auth.getFQDNSignIn())]
      urls.push(await world.signInAt(await world.page().auth.getFQDNSignIn()))
      pages.forEach(({ auth }, i) => auth.parseCognitoWebResponse(urls[i] ?? ''))
      for (const { heard } of pages) await heardOf(heard)
      expect(pages.map(({ heard }) => heard.sessions.length)).toEqual([1, 1])
    })

    it('a sign-out is not undone by an exchange that was under way', async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      const { auth, heard } = world.page()
      // The promise says that nobody is signed in, and the handler of the class is told so.
      const arrived = isClass ? undefined : auth.handleCallback(callback)
      if (isClass) auth.parseCognitoWebResponse(callback)
      await auth.signOut({ redirect: false })
      if (isClass) await heardOf(heard)
      else expect(await arrived).toBeNull()
      expect(heard.failures.map(({ error }) => error.code)).toEqual(isClass ? ['login_required'] : [])
      expect(auth.isUserSignedIn()).toBe(false)
      expect(stored('accessToken')).toBeNull()
    })

    it('an instance from before the sign-in signs out whoever signed in since', async () => {
      const early = world.page()
      await world.signedIn()
      await early.auth.signOut({ redirect: false })
      expect([...world.storage.values]).toEqual([])
      expect(world.requests.at(-1)?.path).toBe('/oauth2/revoke')
    })

    it('an instance uses and revokes the refresh token that another one stored', async () => {
      await begin({ refreshTokenRotation: { retryGracePeriodSeconds: 0 } })
      world = anyWorld.at(door)
      const { auth } = await world.signedIn()
      world.pass(120)
      await world.page().auth.getTokens({ minValidity: Infinity })
      const rotated = stored('refreshToken')
      expect((await auth.getTokens({ minValidity: HOUR - 60 })).accessToken).toBe(stored('accessToken'))
      expect(stored('refreshToken')).toBe(rotated)
      await auth.getTokens({ minValidity: Infinity })
      const newest = stored('refreshToken')
      expect(newest).not.toBe(rotated)
      await auth.signOut({ redirect: false })
      expect(world.requests.at(-1)?.form.get('token')).toBe(newest)
    })
  })

  describe('a storage that fails on the way', () => {
    it('keeps what it had: half a session is none', async () => {
      const { auth, heard } = await expiredIn(world)
      const before = new Map(world.storage.values)
      const write = world.storage.setItem.bind(world.storage)
      vi.spyOn(world.storage, 'setItem').mockImplementation((name, value) => {
        if (name.endsWith('refreshToken') && value !== before.get(name))
          throw new DOMException('full', 'QuotaExceededError')
        if (name.endsWith('LastAuthUser')) throw new DOMException('full', 'QuotaExceededError')
        write(name, value)
      })
      auth.getSession()
      await heardOf(heard)
      expect(heard.sessions[0]?.isValid()).toBe(true)
      before.delete('CognitoIdentityServiceProvider.app1.LastAuthUser')
      expect(world.storage.values).toEqual(before)
    })

    it('reports a response although the list of sign-ins cannot be written', async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      await world.page().auth.getFQDNSignIn()
      vi.spyOn(world.storage, 'setItem').mockImplementation(() => {
        throw new DOMException('full', 'QuotaExceededError')
      })
      const { auth, heard } = world.page()
      auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.sessions).toHaveLength(1)
    })
  })

  describe('an instance that knows nobody', () => {
    it('finds who signed in on another page since', async () => {
      const early = world.page()
      await world.signedIn()
      early.auth.getSession()
      await heardOf(early.heard)
      expect(early.heard.sessions).toHaveLength(1)
    })
  })
})

describe('at the door CognitoAuth alone, which has callbacks, takes tokens of the program and answers in the same turn,', () => {
  let world: World
  beforeEach(() => {
    world = anyWorld
  })

  describe('refreshSession()', () => {
    it.each(['', undefined, null, 5])(
      'says that there is no refresh token where it is given %j',
      async (nothing) => {
        for (const { auth, heard } of [await world.signedIn(), world.page()]) {
          heard.sessions.length = 0
          const before = [...world.storage.values]
          world.requests.length = 0
          auth.refreshSession(nothing as string)
          await heardOf(heard)
          expect(heard.sessions).toEqual([])
          expect(heard.failures).toMatchObject([
            {
              message: 'There is no refresh token: call signIn() or getSession().',
              error: { code: 'login_required' },
            },
          ])
          expect(world.requests).toEqual([])
          expect([...world.storage.values]).toEqual(before)
        }
      },
    )

    it('is not judged by another session than the one that the token belongs to', async () => {
      await world.signedIn()
      const elsewhere = stored('refreshToken') ?? ''
      world.pass(60)
      const { auth, heard } = await world.signedIn()
      auth.refreshSession(elsewhere)
      await heardOf(heard, 2)
      expect(heard.failures).toEqual([])
      expect(auth.isUserSignedIn()).toBe(true)
    })

    it('refreshes with a token that the application kept itself', async () => {
      await world.signedIn()
      const refreshToken = stored('refreshToken') ?? ''
      world.storage.values.clear()
      const { auth, heard } = world.page()
      auth.refreshSession(refreshToken)
      await heardOf(heard)
      expect(heard.sessions[0]?.getRefreshToken().getToken()).toBe(refreshToken)
      expect(stored('refreshToken')).toBe(refreshToken)
      expect(auth.getUsername()).toBe('jane')
    })
  })

  describe('getSession()', () => {
    it('answers in the same turn where the session is valid, whichever instance asks', async () => {
      const signedIn = await world.signedIn()
      for (const { auth, heard } of [world.beside(signedIn.auth), world.page()]) {
        auth.getSession()
        expect(heard.sessions).toHaveLength(1)
        expect(world.launched).toEqual([])
      }
    })

    it('leaves for the sign-in in the same turn where nobody is signed in', () => {
      const { auth, heard } = world.page()
      auth.getSession()
      expect(world.launched).toEqual([expect.stringContaining('code_challenge_method=S256')])
      expect(heard).toEqual({ sessions: [], failures: [] })
    })

    it('leaves for the sign-in, rather than refresh, where the expired session lacks a scope', async () => {
      await world.signedIn({ TokenScopesArray: ['openid'] })
      const more = () => world.page({ TokenScopesArray: ['openid', 'email'] })
      more().auth.getSession()
      expect(world.launched).toEqual([])
      world.pass(HOUR + 1)
      more().auth.getSession()
      expect(world.launched).toEqual([expect.stringContaining('scope=openid%20email')])
      expect(refreshes()).toBe(0)
    })

    it('lets an error of the handler or of LaunchUri through to the program', async () => {
      const { auth } = await world.signedIn()
      const failed = vi.fn()
      auth.userhandler = {
        onSuccess: () => {
          throw new Error('of the program')
        },
        onFailure: failed,
      }
      expect(() => {
        auth.getSession()
      }).toThrow('of the program')
      expect(failed).not.toHaveBeenCalled()
      await auth.signOut({ redirect: false })
      auth.launchUri = () => {
        throw new Error('of LaunchUri')
      }
      expect(() => {
        auth.getSession()
      }).toThrow('of LaunchUri')
      expect(failed).not.toHaveBeenCalled()
    })
  })

  describe('signOut()', () => {
    it('leaves the session of somebody who signed in since, where the program names its users', async () => {
      const { auth } = await world.signedIn()
      auth.setUsername('jane')
      world.storage.setItem('CognitoIdentityServiceProvider.app1.LastAuthUser', 'bob')
      await auth.signOut({ redirect: false })
      expect(auth.getLastUser()).toBe('bob')
      expect(stored('accessToken')).toBeNull()
    })

    it('can be followed by everything else', async () => {
      const { auth, heard } = await world.signedIn()
      await auth.signOut()
      auth.clearCachedTokensScopes()
      auth.getSession()
      expect(auth.getCachedSession().isValid()).toBe(false)
      expect(heard.failures).toEqual([])
      expect(world.launched).toHaveLength(2)
    })
  })

  describe('two at once', () => {
    const bobArrives = async () => {
      await world.pool.addUser({ ...BOB, email: 'bob@example.com' })
      const url = world.page({ ResponseType: 'token' }).auth.getFQDNSignIn()
      return (await new Person(world.pool).authorize(url, BOB)).href
    }

    it.each(['succeeds', 'is refused'])(
      'somebody who signs in while a refresh %s stays signed in',
      async (how) => {
        const { auth, heard } = await expiredIn(world)
        const callback = await bobArrives()
        if (how === 'is refused') await world.pool.removeUser('jane')
        const { fetch } = globalThis
        vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
          if (url.endsWith('/oauth2/token')) auth.parseCognitoWebResponse(callback)
          return fetch(url, init)
        })
        auth.getSession()
        await heardOf(heard, 2)
        expect(heard.sessions.map((session) => session.getAccessToken().getUsername())).toEqual(['bob'])
        expect(auth.getUsername()).toBe('bob')
        expect(auth.getLastUser()).toBe('bob')
        expect(auth.isUserSignedIn()).toBe(true)
        expect(world.page().auth.isUserSignedIn()).toBe(true)
        // Jane has left this device to Bob.
        expect(stored('refreshToken')).toBeNull()
      },
    )

    it('somebody who signs in while a token that was not stored is refreshed stays signed in', async () => {
      await world.signedIn()
      const refreshToken = stored('refreshToken') ?? ''
      world.storage.values.clear()
      const callback = await bobArrives()
      const { auth, heard } = world.page()
      auth.refreshSession(refreshToken)
      world.page().auth.parseCognitoWebResponse(callback)
      await heardOf(heard)
      expect(heard.failures.map(({ error }) => error.code)).toEqual(['session_changed'])
      expect(auth.getLastUser()).toBe('bob')
    })

    it('a sign-out is not undone by the refresh of a token that was not stored', async () => {
      await world.signedIn()
      const refreshToken = stored('refreshToken') ?? ''
      world.storage.values.clear()
      const { auth, heard } = world.page()
      auth.refreshSession(refreshToken)
      await auth.signOut({ redirect: false })
      await heardOf(heard)
      expect(heard.failures.map(({ error }) => error.code)).toEqual(['login_required'])
      expect([...world.storage.values]).toEqual([])
    })
  })

  describe('a program', () => {
    it('may wrap the object in a proxy, as Vue and MobX do', async () => {
      const { auth } = await world.signedIn()
      const wrapped = new Proxy(auth, {})
      expect((await wrapped.getTokens()).accessToken).toBe(stored('accessToken'))
      const session = wrapped.getSignInUserSession()
      session.setAccessToken(new Proxy(session.getAccessToken(), {}))
      expect(session.isValid()).toBe(true)
    })

    it('may have half a handler, or none', async () => {
      const { auth } = world.page()
      Object.assign(auth, { userhandler: { onSuccess: () => undefined } })
      expect(auth.parseCognitoWebResponse('?error=access_denied')).toBe(true)
      Object.assign(auth, { userhandler: undefined })
      expect(auth.parseCognitoWebResponse('?error=access_denied')).toBe(true)
      const callback = await world.signInAt(world.page({ ResponseType: 'token' }).auth.getFQDNSignIn())
      auth.parseCognitoWebResponse(callback)
      expect(auth.getSignInUserSession().isValid()).toBe(true)
    })
  })

  it('has nothing to store where it knows nobody', () => {
    expect(() => {
      world.page().auth.cacheTokensScopes()
    }).toThrow(expect.objectContaining({ code: 'login_required' }))
    expect([...world.storage.values]).toEqual([])
  })
})
