import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type AsyncTokenStorage,
  asyncStorage,
  CognitoAuth,
  type CognitoAuthClient,
  type CognitoAuthOptions,
  createCognitoAuth,
  signInWithPopup,
} from '../../src/index.js'
import { Person } from '../helpers/person.ts'
import { DOORS, openDoor } from '../helpers/doors.ts'
import { createWorld, type World } from '../helpers/world.ts'

/* What two doors, or two objects, have in common on one page, and what programs do to the objects that they hold. */

let world: World
let options: CognitoAuthOptions
beforeEach(async () => {
  world = await createWorld()
  await world.pool.addUser({ ...BOB, email: 'bob@example.com' })
  options = {
    Issuer: world.pool.issuer,
    ClientId: 'app1',
    AppWebDomain: 'http://localhost:9230',
    TokenScopesArray: ['openid', 'email'],
    RedirectUriSignIn: 'http://localhost:3000/',
    RedirectUriSignOut: 'http://localhost:3000/',
    ResponseType: 'code',
    Storage: world.storage,
    LaunchUri: (url) => world.launched.push(url),
  }
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const BOB = { username: 'bob', password: 'Secret-456' }
const newDoor = (changes: object = {}): CognitoAuthClient =>
  createCognitoAuth({ ...options, ...changes } as never)
const paths = () => world.launched.map((url) => new URL(url).pathname)

/** Signs Jane in, at whichever door. */
async function signIn(auth: {
  createSignInUrl(options: { returnTo: null }): string | Promise<string>
  handleCallback(url: string): Promise<unknown>
}): Promise<void> {
  await auth.handleCallback(await world.signInAt(await auth.createSignInUrl({ returnTo: null })))
}

/** Bob signs in at another page of the same browser. */
async function bobSignsIn(): Promise<void> {
  const { auth } = world.page()
  const callback = await new Person(world.pool).authorize(auth.createSignInUrl({ returnTo: null }), BOB)
  await auth.handleCallback(callback.href)
}

/** A storage with promises, which may begin to fail. */
class LaterStorage implements AsyncTokenStorage {
  readonly values = new Map<string, string>()
  fails: 'getItem' | 'setItem' | undefined

  getItem = async (key: string) => {
    await this._answer('getItem')
    return this.values.get(key) ?? null
  }
  setItem = async (key: string, value: string) => {
    await this._answer('setItem')
    this.values.set(key, value)
  }
  removeItem = async (key: string) => {
    await this._answer('removeItem')
    this.values.delete(key)
  }

  private async _answer(method: string): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 2))
    if (method === this.fails) throw new Error('no disk')
  }
}

describe.each(DOORS)('at the door %s,', (door) => {
  const open = (changes: Partial<CognitoAuthOptions> = {}) => openDoor(door, { ...options, ...changes })

  it('each object is told once that somebody else has signed in elsewhere', async () => {
    const [one, other] = [open(), open()]
    await signIn(one)
    other.getUser()
    await bobSignsIn()
    await expect(one.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
    await expect(other.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
    expect((await other.getTokens()).accessToken).toBe((await one.getTokens()).accessToken)
  })

  it('a session that arrives while the storage cannot be read is there when it can be again', async () => {
    const auth = open()
    const callback = await world.signInAt(await auth.createSignInUrl({ returnTo: null }))
    const send = globalThis.fetch
    const broken = ['getItem', 'setItem', 'removeItem'] as const
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      const response = await send(url, init)
      for (const method of broken)
        vi.spyOn(world.storage, method).mockImplementation(() => {
          throw new Error('gone')
        })
      return response
    })
    expect(await auth.handleCallback(callback)).not.toBeNull()
    vi.restoreAllMocks()
    expect(auth.getUser()?.['cognito:username']).toBe('jane')
  })

  it('a sign-in that begins when somebody hears of the sign-out can be finished', async () => {
    const auth = open()
    await signIn(auth)
    auth.on('signedOut', () => void auth.signIn({ returnTo: null }))
    await auth.signOut({ redirect: false })
    await vi.waitFor(() => {
      expect(paths()).toEqual(['/oauth2/authorize'])
    })
    expect(await auth.handleCallback(await world.signInAt(world.launched[0] ?? ''))).not.toBeNull()
  })

  it('a storage with promises that cannot be read is told once, and nothing else is rejected', async () => {
    const storage = new LaterStorage()
    storage.fails = 'getItem'
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    await expect(open({ Storage: storage }).init()).rejects.toMatchObject({ code: 'storage_unavailable' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })

  it('two sign-ins that a storage with promises does not take both say so', async () => {
    const storage = new LaterStorage()
    const auth = open({ Storage: storage })
    await auth.init()
    storage.fails = 'setItem'
    const signIns = await Promise.allSettled([auth.signIn(), auth.signIn()])
    expect(signIns.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(paths()).toEqual([])
  })

  it('nobody is signed in anew who was there before a storage with promises was read', async () => {
    const storage = new LaterStorage()
    const before = open({ Storage: storage })
    await before.init()
    await signIn(before)
    const copy = new LaterStorage()
    for (const [key, value] of storage.values) copy.values.set(key, value)
    const auth = open({ Storage: copy })
    const heard = vi.fn()
    auth.on('signedIn', heard)
    const coming = auth.init()
    for (let i = 0; i < 10; i++) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      try {
        auth.getUser()
      } catch {
        // It has not been read yet.
      }
    }
    expect(await coming).not.toBeNull()
    expect(heard).not.toHaveBeenCalled()
  })

  it('a refusal of LaunchUri at a sign-out is that of signOut()', async () => {
    const auth = open({ LaunchUri: () => Promise.reject(new Error('no window')) })
    await expect(auth.signOut()).rejects.toThrow('no window')
  })
})

describe('createCognitoAuth()', () => {
  it('leaves no page for a sign-in that a sign-out has overtaken', async () => {
    const auth = newDoor()
    const leaving = auth.signIn()
    await auth.signOut()
    await expect(leaving).rejects.toMatchObject({ code: 'login_required' })
    expect(paths()).toEqual(['/logout'])
  })

  it('gives the URL of a sign-in once a storage with promises has it, and says where it does not take it', async () => {
    const storage = new LaterStorage()
    const auth = newDoor({ Storage: asyncStorage(storage) })
    await auth.init()
    const state = new URL(await auth.createSignInUrl()).searchParams.get('state') ?? ''
    expect([...storage.values.keys()].some((key) => key.endsWith(state))).toBe(true)
    storage.fails = 'setItem'
    await expect(auth.createSignInUrl()).rejects.toMatchObject({ code: 'storage_full' })
    storage.fails = undefined
    await auth.signIn()
    expect(paths()).toEqual(['/oauth2/authorize'])
  })

  it('shows who is signed in after handleCallback() alone', async () => {
    const auth = newDoor()
    expect(auth.getSnapshot().status).toBe('loading')
    await signIn(auth)
    expect(auth.getSnapshot().status).toBe('signedIn')
  })

  it('calls no listener again that throws at once', async () => {
    const auth = newDoor()
    const listener = vi.fn(() => {
      throw new Error('mine')
    })
    expect(() => auth.subscribe(listener)).toThrow('mine')
    await auth.init()
    expect(listener).toHaveBeenCalledTimes(1)
  })

  it('says what it needs where something else is given in its place', async () => {
    await expect(signInWithPopup({} as never)).rejects.toMatchObject({ code: 'invalid_configuration' })
  })

  /** A page whose popups are this object. */
  function popup() {
    const opened = {
      closed: false,
      location: { href: '' },
      focus: () => undefined,
      close() {
        this.closed = true
      },
    }
    const listens = { addEventListener: () => undefined, removeEventListener: () => undefined }
    const { href, origin } = new URL('http://localhost:3000/')
    vi.stubGlobal('window', {
      ...{ location: { href, origin }, open: () => opened, history: { replaceState: () => undefined } },
      ...{ screenX: 0, screenY: 0, outerWidth: 1, outerHeight: 1, ...listens },
    })
    vi.stubGlobal('document', { hasFocus: () => true, visibilityState: 'visible', ...listens })
    return opened
  }

  it('closes the window of a popup whose address cannot be made', async () => {
    const opened = popup()
    vi.spyOn(crypto.subtle, 'digest').mockRejectedValue(new Error('no'))
    await expect(signInWithPopup(newDoor())).rejects.toThrow('no')
    expect(opened.closed).toBe(true)
    expect([...world.storage.values.keys()].filter((key) => !key.endsWith('.states'))).toEqual([])
  })

  it('has a window go nowhere that was closed before its address was known', async () => {
    const opened = popup()
    const { href } = opened.location
    const signingIn = signInWithPopup(newDoor())
    opened.close()
    await expect(signingIn).rejects.toMatchObject({ code: 'popup_closed' })
    expect(opened.location.href).toBe(href)
    expect([...world.storage.values.keys()].filter((key) => !key.endsWith('.states'))).toEqual([])
  })

  it('leaves a window to the sign-in that has taken it over', async () => {
    const opened = popup()
    const digest = crypto.subtle.digest.bind(crypto.subtle)
    let isFirst = true
    vi.spyOn(crypto.subtle, 'digest').mockImplementation(async (...given) => {
      const waits = isFirst
      isFirst = false
      if (waits) await new Promise((resolve) => setTimeout(resolve, 40))
      return digest(...given)
    })
    const auth = newDoor()
    const both = Promise.allSettled([signInWithPopup(auth), signInWithPopup(auth)])
    await vi.waitFor(() => {
      expect(opened.location.href).toContain('/oauth2/authorize')
    })
    const { href } = opened.location
    await new Promise((resolve) => setTimeout(resolve, 60))
    expect(opened.location.href).toBe(href)
    opened.close()
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})

describe('CognitoAuth', () => {
  it('leaves the page in the turn of the call', async () => {
    const auth = new CognitoAuth(options)
    const leaving = auth.signIn()
    expect(paths()).toEqual(['/oauth2/authorize'])
    await leaving
  })

  it('has an empty session where the server has ended one, whoever signed out before', async () => {
    const auth = new CognitoAuth(options)
    await signIn(auth)
    await auth.signOut({ redirect: false })
    expect(auth.getSignInUserSession()).toBeNull()
    await signIn(auth)
    await world.pool.removeUser('jane')
    await expect(auth.getTokens({ minValidity: Infinity })).rejects.toMatchObject({ code: 'session_expired' })
    expect(auth.getSignInUserSession().isValid()).toBe(false)
  })

  it('reads the fields that a class of a program has in their place', () => {
    const opened: string[] = []
    class Mine extends CognitoAuth {
      override IdentityProvider = 'Google'
      override launchUri = (url: string) => opened.push(url)
    }
    new Mine(options).getSession()
    expect(opened).toEqual([expect.stringContaining('identity_provider=Google')])
  })

  it('reads the field that a program has defined anew', () => {
    const auth = new CognitoAuth(options)
    Object.defineProperty(auth, 'responseType', { value: 'token' })
    expect(auth.getFQDNSignIn()).toContain('response_type=token')
    const launch = vi.spyOn(auth, 'launchUri').mockReturnValue(undefined)
    auth.getSession()
    expect(launch).toHaveBeenCalledTimes(1)
  })

  it('tells the handler that stands in a field of a class of a program', async () => {
    const heard = vi.fn()
    class Mine extends CognitoAuth {}
    const auth = new Mine(options)
    Object.defineProperty(auth, 'userhandler', { value: { onSuccess: heard, onFailure: heard } })
    auth.refreshSession('')
    await vi.waitFor(() => {
      expect(heard).toHaveBeenCalledTimes(1)
    })
  })

  it('calls launchUri as a method of the object', () => {
    const auth = new CognitoAuth(options)
    const called = vi.fn(function (this: unknown) {
      return this
    })
    auth.launchUri = called
    auth.getSession()
    expect(called.mock.results).toEqual([{ type: 'return', value: auth }])
  })

  it('asks a class of a program what is known of this browser', () => {
    class Mine extends CognitoAuth {
      override getUserContextData() {
        return 'mine'
      }
    }
    expect(new Mine(options).getFQDNSignIn()).toContain('userContextData=mine')
  })

  it('has in an emptied field what a program has put there', () => {
    const auth = new CognitoAuth(options)
    const emptied = { IdentityProvider: undefined as unknown as string }
    Object.assign(auth, emptied)
    expect(auth.IdentityProvider).toBeUndefined()
  })

  it('works behind a proxy, as a reactive framework puts one in front of it', async () => {
    const auth = new Proxy(new CognitoAuth(options), {})
    await signIn(auth)
    expect(auth.isUserSignedIn()).toBe(true)
    auth.RedirectUriSignOut = 'http://localhost:3000/bye'
    expect(auth.getFQDNSignOut()).toContain('bye')
  })

  it('rejects, and says what is wrong, where a method was taken off its object', async () => {
    const auth = new CognitoAuth(options)
    for (const name of ['signOut', 'getTokens', 'init'] as const)
      await expect(
        Reflect.apply(Reflect.get(auth, name) as () => Promise<unknown>, undefined, []),
      ).rejects.toMatchObject({
        code: 'invalid_configuration',
      })
  })

  it('has nothing in common with one that trusts other issuers', async () => {
    const stranger = new CognitoAuth({ ...options, Issuer: 'https://issuer.example/other' })
    const auth = new CognitoAuth(options)
    await signIn(auth)
    expect([stranger.isUserSignedIn(), auth.isUserSignedIn()]).toEqual([false, true])
  })
})
