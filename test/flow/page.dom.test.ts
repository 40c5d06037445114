import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CognitoAuthOptions, CookieStorage } from '../../src/index.js'
import { type Auth, DOORS, openDoor } from '../helpers/doors.js'
import { answerWith } from '../helpers/paper-pool.js'
import { jwks, signPair, USER_POOL_ID } from '../helpers/tokens.js'

/* What the library does to the page it runs on: its address, its history, its storage. */

const options: CognitoAuthOptions = {
  UserPoolId: USER_POOL_ID,
  ClientId: '1example23456789',
  AppWebDomain: 'd.example',
  TokenScopesArray: ['openid'],
  RedirectUriSignIn: 'https://app.example/',
  RedirectUriSignOut: 'https://app.example/',
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  history.replaceState(null, '', '/')
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(jwks)))
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe.each(DOORS)('at the door %s,', (door) => {
  const isClass = door === 'CognitoAuth'
  /** A page of the application, by the flow that its door has unless an option says so. */
  const page = (changes: Partial<CognitoAuthOptions> = {}) =>
    openDoor(door, { ...options, ResponseType: isClass ? 'token' : 'code', ...changes })

  /** Puts a response into the address of the page, and gives the page. */
  async function arrive(before = '/', create = page): Promise<Auth> {
    const { searchParams } = new URL(await create().getFQDNSignIn())
    const { accessToken, idToken } = await signPair({}, { nonce: searchParams.get('nonce') })
    const state = searchParams.get('state') ?? ''
    const tokens = { id_token: idToken, access_token: accessToken, token_type: 'Bearer' }
    if (!isClass) answerWith(tokens)
    const response = isClass
      ? `#${new URLSearchParams(tokens)}&state=${state}`
      : `${before.includes('?') ? '&' : '?'}code=C&state=${state}`
    history.replaceState({ of: 'the page' }, '', before + response)
    return create()
  }

  /** Has the program pass this, and waits for what the handler hears. */
  const read = (auth: Auth, url: string) =>
    new Promise<string>((resolve) => {
      auth.userhandler = {
        onSuccess: () => {
          resolve(location.href)
        },
        onFailure: (_message, { code }) => {
          resolve(`${code} at ${location.href}`)
        },
      }
      expect(auth.parseCognitoWebResponse(url)).toBe(true)
    })

  describe('the address of the page', () => {
    it('is clean before the handler runs; its query, its state and the length of the history stay', async () => {
      const auth = await arrive('/path?tab=2')
      const { length } = history
      expect(await read(auth, location.href)).toBe('https://app.example/path?tab=2')
      expect(history.state).toEqual({ of: 'the page' })
      expect(history.length).toBe(length)
    })

    it('is clean after a response that was refused', async () => {
      history.replaceState(null, '', '/?code=C&state=S&tab=2#/home')
      expect(await read(page(), location.href)).toContain(' at ')
      expect(location.href).toBe('https://app.example/?tab=2#/home')
    })

    it('is clean where the program passes only a part of it', async () => {
      const auth = await arrive()
      await read(auth, isClass ? location.hash : location.search)
      expect(location.href).toBe('https://app.example/')
      expect(auth.isUserSignedIn()).toBe(true)
    })

    it('is clean where the program passes the query and the provider appended a fragment', async () => {
      for (const part of [() => location.search, () => location.pathname + location.search]) {
        history.replaceState(null, '', '/in?code=C&state=S#_=_')
        const RedirectUriSignIn = 'https://app.example/in'
        await read(page({ RedirectUriSignIn }), part())
        expect(location.href).toBe('https://app.example/in')
      }
    })

    it('may refuse to change: the sign-in counts all the same', async () => {
      const auth = await arrive()
      vi.spyOn(history, 'replaceState').mockImplementation(() => {
        throw new DOMException('too often', 'SecurityError')
      })
      const { href } = location
      expect(await read(auth, href)).toBe(href)
      expect(auth.isUserSignedIn()).toBe(true)
    })

    it('stays as it is where the response came from elsewhere', async () => {
      history.replaceState(null, '', '/?code=mine#/home')
      await read(page(), 'https://app.example/?code=C&state=S')
      expect(location.href).toBe('https://app.example/?code=mine#/home')
    })

    // Only the class has this option.
    if (isClass)
      it('stays as it is where CleanUrl is false', async () => {
        const auth = await arrive('/', () => page({ CleanUrl: false }))
        const { href } = location
        await read(auth, href)
        expect(auth.isUserSignedIn()).toBe(true)
        expect(location.href).toBe(href)
      })

    it('is never read after parseCognitoWebResponse()', async () => {
      const auth = await arrive()
      await read(auth, location.href)
      history.replaceState(null, '', '/somewhere/else')
      expect(auth.isUserSignedIn()).toBe(true)
      expect(location.pathname).toBe('/somewhere/else')
    })
  })

  describe('init()', () => {
    it('finishes the sign-in that the address answers', async () => {
      const auth = await arrive('/?tab=2')
      expect((await auth.init())?.getIdToken().payload).toMatchObject({ email: 'jane@example.com' })
      expect(location.href).toBe('https://app.example/?tab=2')
      expect((await page().init())?.isValid()).toBe(true)
    })

    it('A04: gives the session that lasts where an address is opened again', async () => {
      const auth = await arrive()
      const { href } = location
      const first = await auth.init()
      for (const again of [auth, page()]) {
        history.replaceState(null, '', href)
        expect((await again.init())?.getAccessToken()).toEqual(first?.getAccessToken())
        expect(location.href).toBe('https://app.example/')
      }
      localStorage.clear()
      history.replaceState(null, '', href)
      await expect(page().init()).rejects.toMatchObject({ code: 'no_transaction' })
    })

    it('rejects with what the response to a sign-in says, and the address is clean', async () => {
      await page().getFQDNSignIn()
      history.replaceState(null, '', '/?error=access_denied&error_description=no')
      await expect(page().init()).rejects.toMatchObject({
        code: 'authorization_failed',
        error: 'access_denied',
        errorDescription: 'no',
      })
      expect(location.href).toBe('https://app.example/')
      expect(await page().init()).toBeNull()
    })
  })

  describe('the advanced security script', () => {
    it('keeps nobody from signing in when it fails', async () => {
      vi.stubGlobal('AmazonCognitoAdvancedSecurityData', {
        getData: () => {
          throw new Error('of the script')
        },
      })
      expect(await page().getFQDNSignIn()).not.toContain('userContextData')
      vi.unstubAllGlobals()
    })
  })

  describe('the storage of the page', () => {
    it('A23: is not cookies for a sign-in under way, which would travel with every request', async () => {
      await page({ Storage: new CookieStorage() }).getFQDNSignIn()
      expect(document.cookie).toBe('')
      expect(Object.keys(localStorage)).toHaveLength(2)
    })

    it('is sessionStorage for a sign-in under way where localStorage is blocked', async () => {
      vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
        throw new DOMException('blocked', 'SecurityError')
      })
      const auth = await arrive()
      await read(auth, location.href)
      expect(auth.isUserSignedIn()).toBe(true)
      expect(sessionStorage).toHaveLength(0)
      // The tokens were in the memory of that instance.
      expect(page().isUserSignedIn()).toBe(false)
    })
  })
})
