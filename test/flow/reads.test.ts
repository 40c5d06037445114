import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  CognitoAccessToken,
  type CognitoAuth,
  CognitoAuthSession,
  CognitoIdToken,
  CognitoRefreshToken,
} from '../../src/index.js'
import { type Auth, COUNTS_WHO_CAN_RETURN, DOORS } from '../helpers/doors.ts'
import { now, signPair } from '../helpers/tokens.ts'
import { createWorld, type World } from '../helpers/world.ts'

/* A session that was read is not read again while it stands in the storage as it was. What ends that is listed here. */

const PREFIX = 'CognitoIdentityServiceProvider.app1.'
const key = (name: string) => `${PREFIX}jane.${name}`

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  let auth: Auth
  beforeEach(async () => {
    world = (await createWorld()).at(door)
    auth = (await world.signedIn()).auth
    // What is asked for twice has been at hand once.
    expect((await auth.getTokens()).accessToken).toBe((await auth.getTokens()).accessToken)
  })

  it('asks the storage for three texts, and decodes nothing', async () => {
    const asked: string[] = []
    const { storage } = world
    const getItem = storage.getItem.bind(storage)
    vi.spyOn(storage, 'getItem').mockImplementation((name) => {
      asked.push(name)
      return getItem(name)
    })
    const decode = vi.spyOn(JSON, 'parse')
    await auth.getTokens()
    expect(auth.isUserSignedIn()).toBe(true)
    const texts = [`${PREFIX}LastAuthUser`, key('accessToken'), key('refreshToken')]
    expect(asked).toEqual([...texts, ...texts])
    expect(decode).not.toHaveBeenCalled()
  })

  describe('a session at hand is not handed out any more', () => {
    const nobody = async () => {
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
      expect([auth.isUserSignedIn(), auth.getUser()]).toEqual([false, null])
    }

    it('once the page has emptied the storage', async () => {
      world.storage.values.clear()
      await nobody()
    })

    it('once another program has removed the tokens', async () => {
      for (const name of ['idToken', 'accessToken', 'refreshToken']) world.storage.removeItem(key(name))
      await nobody()
    })

    it.each([
      ['instance of the page', () => world.beside(auth)],
      ['tab', () => world.page()],
    ])('once another %s has signed out', async (_, other) => {
      await other().auth.signOut({ redirect: false })
      await nobody()
    })

    it('once it has signed out itself', async () => {
      await auth.signOut({ redirect: false })
      await nobody()
    })

    it('once the storage cannot be read, unless it is there no more', async () => {
      const { accessToken } = await auth.getTokens()
      vi.spyOn(world.storage, 'getItem').mockImplementation(() => {
        throw new Error('blocked')
      })
      // What was read is all that is known now.
      expect((await auth.getTokens()).accessToken).toBe(accessToken)
      vi.restoreAllMocks()
      world.storage.values.clear()
      await nobody()
    })

    it('once it has expired, but is refreshed', async () => {
      const { accessToken } = await auth.getTokens()
      world.pass(3601)
      expect(auth.isUserSignedIn()).toBe(COUNTS_WHO_CAN_RETURN[door])
      expect((await auth.getTokens()).accessToken).not.toBe(accessToken)
    })

    it('once another tab has refreshed', async () => {
      const other = world.page().auth
      world.pass(1)
      const { accessToken } = await other.getTokens({ minValidity: Infinity })
      expect((await auth.getTokens()).accessToken).toBe(accessToken)
    })

    it('once another program has stored newer tokens', async () => {
      const of = { iss: world.pool.issuer, sub: auth.getUser()?.sub }
      const newer = await signPair({ ...of, client_id: 'app1' }, { ...of, aud: 'app1' })
      world.storage.setItem(key('accessToken'), newer.accessToken)
      world.storage.setItem(key('idToken'), newer.idToken)
      expect((await auth.getTokens()).accessToken).toBe(newer.accessToken)
    })

    it('once another program has stored newer tokens, one after the other', async () => {
      const { accessToken } = await auth.getTokens()
      const of = { iss: world.pool.issuer, sub: auth.getUser()?.sub }
      const later = { ...of, iat: now() + 60 }
      const newer = await signPair({ ...later, client_id: 'app1' }, { ...later, aud: 'app1' })
      world.storage.setItem(key('accessToken'), newer.accessToken)
      // Half a session is none: the one at hand is still good.
      expect((await auth.getTokens()).accessToken).toBe(accessToken)
      world.storage.setItem(key('idToken'), newer.idToken)
      expect((await auth.getTokens()).accessToken).toBe(newer.accessToken)
    })

    it('once another tab has stored another refresh token, be it after the tokens beside it', async () => {
      world.storage.setItem(key('refreshToken'), 'newer')
      expect((await auth.init())?.getRefreshToken().getToken()).toBe('newer')
    })

    it('once somebody else has signed in, of which the next call fails', async () => {
      world.storage.setItem(`${PREFIX}LastAuthUser`, 'joe')
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
      await nobody()
    })

    it('once somebody else has signed in while the program heard of a refresh', async () => {
      auth.on('refreshed', () => {
        world.storage.setItem(`${PREFIX}LastAuthUser`, 'joe')
      })
      world.pass(1)
      await world.page().auth.getTokens({ minValidity: Infinity })
      auth.isUserSignedIn()
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
      await nobody()
    })

    it('once less of it is left than is asked for', async () => {
      const { accessToken } = await auth.getTokens()
      world.pass(3000)
      expect((await auth.getTokens({ minValidity: 500 })).accessToken).toBe(accessToken)
      expect((await auth.getTokens({ minValidity: 900 })).accessToken).not.toBe(accessToken)
    })
  })
})

describe('at the door CognitoAuth alone, a session at hand is not handed out any more', () => {
  let world: World
  let auth: CognitoAuth
  beforeEach(async () => {
    world = await createWorld()
    auth = (await world.signedIn()).auth
    // What is asked for twice has been at hand once.
    expect((await auth.getTokens()).accessToken).toBe((await auth.getTokens()).accessToken)
  })

  it('once the program has put another refresh token into it, which only the program sees', async () => {
    const session = auth.getSignInUserSession()
    session.setRefreshToken(new CognitoRefreshToken('mine'))
    expect(auth.getSignInUserSession()).toBe(session)
    world.pass(3601)
    await auth.getTokens()
    expect(auth.getSignInUserSession().getRefreshToken().getToken()).not.toBe('mine')
  })

  it('once the program has named nobody, and the name is found again', async () => {
    auth.username = undefined
    await auth.getTokens()
    expect(auth.getUsername()).toBe('jane')
  })

  it('once the program has put another session in its place', async () => {
    const of = { iss: world.pool.issuer, sub: auth.getUser()?.sub }
    const { accessToken, idToken } = await signPair({ ...of, client_id: 'app1' }, { ...of, aud: 'app1' })
    auth.signInUserSession = new CognitoAuthSession({
      AccessToken: new CognitoAccessToken(accessToken),
      IdToken: new CognitoIdToken(idToken),
    })
    expect((await auth.getTokens()).accessToken).toBe(accessToken)
  })

  it('once the program has taken it away, but read anew', () => {
    auth.signInUserSession = null
    expect(auth.getSignInUserSession().isValid()).toBe(true)
  })

  it('once the program has put another token into it, but read anew', async () => {
    const { accessToken } = await auth.getTokens()
    const foreign = await signPair({ jti: 'another' })
    auth.getSignInUserSession().getAccessToken().setJwtToken(foreign.accessToken)
    expect((await auth.getTokens()).accessToken).toBe(accessToken)
  })

  it('once it has run out, of which listeners hear', async () => {
    await auth.signOut({ redirect: false })
    auth = (await world.signedIn({ ResponseType: 'token' })).auth
    const reasons: string[] = []
    auth.on('signedOut', ({ reason }) => reasons.push(reason))
    auth.isUserSignedIn()
    world.pass(3601)
    auth.isUserSignedIn()
    expect(reasons).toEqual(['expired'])
  })
})
