import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CognitoAuthOptions, CookieStorage, MemoryStorage, type TokenStorage } from '../../src/index.js'
import { type Auth, DOORS, openDoor } from '../helpers/doors.ts'
import { RecordingStorage } from '../helpers/storage.ts'
import { answerWith, appOptions } from '../helpers/paper-pool.ts'
import { signPair } from '../helpers/tokens.ts'

/* Whose response is it: a page has parameters of its own, and several clients share a page and a redirect address. */

const HOME = 'https://app.example/'
const FOREIGN = 'x'.repeat(43)

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  history.replaceState(null, '', '/')
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  for (const cookie of document.cookie.split('; '))
    document.cookie = `${cookie.split('=')[0] ?? ''}=; Max-Age=0; Path=/`
})

describe.each(DOORS)('at the door %s,', (at) => {
  const isClass = at === 'CognitoAuth'
  const page = (options: Partial<CognitoAuthOptions> = {}) => openDoor(at, { ...appOptions, ...options })
  const open = (address: string) => {
    history.replaceState(null, '', address)
  }

  /** Begins a sign-in, whose tokens the token endpoint has for any code from now on; gives where it comes back to. */
  async function begin(auth: Auth, username = 'jane') {
    const { searchParams } = new URL(await auth.getFQDNSignIn())
    const client = searchParams.get('client_id') ?? ''
    const { accessToken, idToken } = await signPair(
      { username, sub: username, client_id: client },
      { 'cognito:username': username, sub: username, aud: client, nonce: searchParams.get('nonce') },
    )
    answerWith({
      ...{ access_token: accessToken, id_token: idToken, refresh_token: `R of ${username}` },
      token_type: 'Bearer',
    })
    return `/?code=C&state=${searchParams.get('state') ?? ''}`
  }

  async function signedIn(options: Partial<CognitoAuthOptions> = {}) {
    open(await begin(page(options)))
    const auth = page(options)
    await auth.init()
    return auth
  }

  /** Everything that init() makes known. */
  async function outcomeOf(auth: Auth) {
    const warnings: string[] = []
    const off = auth.on('warning', ({ error }) => warnings.push(error.code))
    const session = await auth.init().catch((error: unknown) => (error as { code: string }).code)
    off()
    return {
      who: typeof session === 'string' ? session : (session?.getAccessToken().getUsername() ?? null),
      warnings,
    }
  }

  describe("parameters of the page's own", () => {
    const OWN = [
      '/connect/github?code=gh-1&state=xyz',
      `/connect/github?code=gh-1&state=${FOREIGN}`,
      '/form?error=invalid_email',
      '/join?code=SUMMER25',
      '/search?code=1&code=2',
      `/search?state=${FOREIGN}&code=${'9'.repeat(5000)}`,
      '/list#access_token=of-another-library&state=abc',
      '/shop#/cart?code=1&state=open',
    ]

    it.each(OWN)('%s stay where they are, whoever is signed in, and disturb nobody', async (address) => {
      open(address)
      expect(await outcomeOf(page())).toEqual({ who: null, warnings: [] })
      expect(location.href).toBe(new URL(address, HOME).href)
      await signedIn()
      open(address)
      expect(await outcomeOf(page())).toEqual({ who: 'jane', warnings: [] })
      expect(location.href).toBe(new URL(address, HOME).href)
    })

    it.each(OWN)(
      '%s are no response to parseCognitoWebResponse() and handleCallback() either',
      async (address) => {
        open(address)
        const auth = page()
        auth.userhandler = { onSuccess: vi.fn(), onFailure: vi.fn() }
        if (isClass) expect(auth.parseCognitoWebResponse(location.href)).toBe(false)
        expect(await auth.handleCallback(location.href)).toBeNull()
        expect(await auth.handleCallback()).toBeNull()
        expect(auth.userhandler.onFailure).not.toHaveBeenCalled()
        expect(location.href).toBe(new URL(address, HOME).href)
      },
    )

    it.each(OWN)('%s stay there while a sign-in waits, which can be finished afterwards', async (address) => {
      const callback = await begin(page())
      open(address)
      expect(await outcomeOf(page())).toEqual({ who: null, warnings: [] })
      expect(location.href).toBe(new URL(address, HOME).href)
      open(callback)
      expect(await outcomeOf(page())).toEqual({ who: 'jane', warnings: [] })
    })

    it('may stand where people come back to, unless a sign-in waits', async () => {
      open('/?code=SUMMER25&error_description=none')
      expect(await outcomeOf(page())).toEqual({ who: null, warnings: [] })
      expect(location.search).toBe('?code=SUMMER25&error_description=none')
      open('/?error=invalid_email')
      expect(await outcomeOf(page())).toEqual({ who: null, warnings: [] })
      expect(location.search).toBe('?error=invalid_email')
      await begin(page())
      expect(await outcomeOf(page())).toEqual({ who: 'authorization_failed', warnings: [] })
      expect(location.search).toBe('')
    })

    it('are none where people come back to and the server has added a slash, or taken one away', async () => {
      for (const [path, other] of [
        ['/signed-in', '/signed-in/'],
        ['/signed-in/', '/signed-in'],
      ] as const) {
        const options = { RedirectUriSignIn: `https://app.example${path}` }
        await begin(page(options))
        open(`${other}?error=access_denied`)
        expect(await outcomeOf(page(options))).toEqual({ who: 'authorization_failed', warnings: [] })
        expect(location.href).toBe(`https://app.example${other}`)
      }
    })

    it('may stand beside a response to a sign-in, which is read', async () => {
      open(`${await begin(page())}&tab=2#/home?code=mine`)
      expect(await outcomeOf(page())).toEqual({ who: 'jane', warnings: [] })
      expect(location.href).toBe(`${HOME}?tab=2#/home?code=mine`)
    })

    it.each(['?error=x&error_description=Your+account+is+locked,+call+0800', `?error=x&state=${FOREIGN}`])(
      'are no text of ours: %s is shown by no page where no sign-in waits',
      async (search) => {
        for (const path of ['/', '/help']) {
          open(path + search)
          expect(await outcomeOf(page())).toEqual({ who: null, warnings: [] })
          expect(location.search).toBe(search)
        }
      },
    )
  })

  describe('a response that answers nothing', () => {
    it('is told as a warning to somebody who is signed in, who stays so', async () => {
      await signedIn()
      open(`/?code=C&state=${FOREIGN}`)
      expect(await outcomeOf(page())).toEqual({ who: 'jane', warnings: ['no_transaction'] })
      expect(location.href).toBe(HOME)
    })

    it.each(['/?code=C', '/?code=C&state=old'])(
      '%s may be the page’s own, and disturbs nobody who is signed in',
      async (address) => {
        await signedIn()
        open(address)
        expect(await outcomeOf(page())).toEqual({ who: 'jane', warnings: [] })
        expect(location.href).toBe(new URL(address, HOME).href)
      },
    )

    it.each([
      '?error=x&error_description=Your+account+is+locked',
      `?error=x&error_description=no&state=${FOREIGN}`,
    ])('%s says nothing to somebody who is signed in, although a sign-in waits', async (search) => {
      const auth = await signedIn()
      await auth.getFQDNSignIn()
      open(`/${search}`)
      const { who, warnings } = await outcomeOf(page())
      expect([who, warnings.length, location.href]).toEqual(['jane', 1, HOME])
    })

    it('is refused where nobody is signed in, if it has a state as ours are', async () => {
      open(`/?code=C&state=${FOREIGN}`)
      expect(await outcomeOf(page())).toEqual({ who: 'no_transaction', warnings: [] })
      expect(location.href).toBe(HOME)
    })

    it('is refused by whoever was asked about that very address', async () => {
      for (const address of ['/?code=C', '/?code=C&state=S', '/?error=access_denied']) {
        const code = address.includes('error') ? 'authorization_failed' : 'no_transaction'
        await expect(page().handleCallback(address)).rejects.toMatchObject({ code })
        const auth = page()
        const failed = new Promise((resolve) => {
          auth.userhandler = {
            onSuccess: resolve,
            onFailure: (_, error) => {
              resolve(error.code)
            },
          }
        })
        expect(auth.parseCognitoWebResponse(new URL(address, HOME).href)).toBe(true)
        expect(await failed).toBe(code)
      }
    })
  })

  describe('two clients on one page', () => {
    const own = new RecordingStorage()
    const other: TokenStorage = new RecordingStorage()
    const PAIRS: [what: string, one: Partial<CognitoAuthOptions>, two: Partial<CognitoAuthOptions>][] = [
      ['two app clients', {}, { ClientId: 'another' }],
      ['two storages of the browser', {}, { Storage: sessionStorage }],
      ['localStorage and cookies', {}, { Storage: new CookieStorage() }],
      [
        'sessionStorage and the memory of the page',
        { Storage: sessionStorage },
        { Storage: new MemoryStorage() },
      ],
      ['two storages of their own', { Storage: own }, { Storage: other }],
      ['two app clients on a storage of their own', { Storage: own }, { Storage: own, ClientId: 'another' }],
    ]
    const ENTRIES: [door: string, enter: (auth: Auth) => Promise<string | null>][] = [
      ['init()', async (auth) => (await auth.init())?.getAccessToken().getUsername() ?? null],
      [
        'handleCallback()',
        async (auth) => (await auth.handleCallback())?.getAccessToken().getUsername() ?? null,
      ],
      [
        'handleCallback(url)',
        async (auth) => (await auth.handleCallback(location.href))?.getAccessToken().getUsername() ?? null,
      ],
      [
        'parseCognitoWebResponse()',
        (auth) =>
          new Promise((resolve, reject) => {
            auth.userhandler = {
              onSuccess: (session) => {
                resolve(session.getAccessToken().getUsername())
              },
              onFailure: (_, error) => {
                reject(error)
              },
            }
            if (!auth.parseCognitoWebResponse(location.href)) resolve(null)
          }),
      ],
    ]

    describe.each(PAIRS)('%s', (_, one, two) => {
      it.each(ENTRIES.filter(([entry]) => isClass || entry !== 'parseCognitoWebResponse()'))(
        'each take their own by %s, whichever looks first',
        async (__, enter) => {
          for (const [begun, else_] of [
            [one, two],
            [two, one],
          ] as const) {
            for (const isFirst of [true, false]) {
              const clients = [page(one), page(two)]
              const callback = await begin(page(begun))
              open(callback)
              const mine = clients[begun === one ? 0 : 1] as Auth
              const theirs = clients[else_ === one ? 0 : 1] as Auth
              if (isFirst) {
                expect(await enter(theirs)).toBeNull()
                expect(location.search).toBe(callback.slice(1))
                expect(await enter(mine)).toBe('jane')
              } else {
                expect(await enter(mine)).toBe('jane')
                expect(await enter(theirs)).toBeNull()
              }
              expect(location.search).toBe('')
              await mine.signOut({ redirect: false })
            }
          }
        },
      )
    })
  })

  describe('a token that is wanted before init()', () => {
    it('waits for the sign-in that the address answers', async () => {
      open(await begin(page()))
      const auth = page()
      const wanted = auth.getTokens()
      const requested = auth.fetch('/api/orders').catch(() => 'sent')
      await new Promise((resolve) => setTimeout(resolve, 20))
      const session = await auth.init()
      expect((await wanted).accessToken).toBe(session?.getAccessToken().getJwtToken())
      await requested
    })

    it('waits for whichever client of the page handles it, by whichever door', async () => {
      open(await begin(page()))
      const waiting = page().getTokens()
      page().parseCognitoWebResponse(location.href)
      expect((await waiting).accessToken).toMatch(/^eyJ/)
    })

    it('is told what came of it where it fails', async () => {
      const callback = await begin(page())
      answerWith({ error: 'invalid_grant' }, 400)
      open(callback)
      const auth = page()
      const wanted = auth.getTokens().catch((error: unknown) => (error as { code: string }).code)
      await auth.init().catch(() => undefined)
      expect(await wanted).toBe('token_request_failed')
    })

    it('leaves the page for no other sign-in by getSession()', async () => {
      open(await begin(page()))
      const LaunchUri = vi.fn()
      const auth = page({ LaunchUri })
      const session = new Promise((resolve) => {
        auth.userhandler = { onSuccess: resolve, onFailure: resolve }
      })
      auth.getSession()
      const restored = await auth.init()
      expect(restored).toBe(await session)
      expect(LaunchUri).not.toHaveBeenCalled()
    })

    it.each(['init()', 'parseCognitoWebResponse()'])(
      'goes on where the response is no good, by %s, also in an address that stays as it is',
      async (door) => {
        open(`${await begin(page())}&code=other`)
        const CleanUrl = door === 'init()'
        const auth = page({ CleanUrl })
        auth.userhandler = { onSuccess: vi.fn(), onFailure: vi.fn() }
        const wanted = auth.getTokens()
        if (CleanUrl) await expect(auth.init()).rejects.toMatchObject({ code: 'duplicate_parameter' })
        else auth.parseCognitoWebResponse(location.href)
        await expect(wanted).rejects.toMatchObject({ code: 'login_required' })
        await expect(auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
      },
    )

    it('goes on where two clients have one storage between them, and where the page has taken the response away', async () => {
      const storage = new RecordingStorage()
      const over = (): TokenStorage => ({
        getItem: (key) => storage.getItem(key),
        setItem: (key, value) => {
          storage.setItem(key, value)
        },
        removeItem: (key) => {
          storage.removeItem(key)
        },
      })
      open(await begin(page({ Storage: over() })))
      const [one, two] = [page({ Storage: over() }), page({ Storage: over() })]
      const wanted = two.getTokens()
      await one.init()
      expect((await wanted).accessToken).toMatch(/^eyJ/)

      open(await begin(page()))
      const auth = page()
      const waiting = auth.getTokens()
      open('/')
      expect(await auth.init()).toBeNull()
      await expect(waiting).rejects.toMatchObject({ code: 'login_required' })
    })

    it('goes on waiting while another client looks that the response is not for', async () => {
      open(await begin(page()))
      const wanted = page().getTokens()
      const auth = page()
      await page({ ClientId: 'another' }).init()
      const later = auth.getTokens()
      await auth.init()
      expect((await wanted).accessToken).toBe((await later).accessToken)
    })

    it.each(['/', '/?code=SUMMER25', '/join?code=SUMMER25', '/?code=C&state=' + FOREIGN])(
      'waits for nothing at %s',
      async (address) => {
        open(address)
        await expect(page().getTokens()).rejects.toMatchObject({ code: 'login_required' })
        await signedIn()
        open(address)
        expect((await page().getTokens()).accessToken).toMatch(/^eyJ/)
      },
    )
  })

  describe('A95: a forged response to a popup', () => {
    const forged = `/?code=x&state=popup.${FOREIGN}`

    it('keeps nobody waiting who is signed in', async () => {
      await signedIn()
      open(forged)
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      try {
        const auth = page()
        expect(await outcomeOf(auth)).toEqual({ who: 'jane', warnings: ['no_transaction'] })
        expect((await auth.getTokens()).accessToken).toMatch(/^eyJ/)
        expect(location.href).toBe(HOME)
      } finally {
        vi.useRealTimers()
      }
    })

    it('is refused where nobody is signed in, however many pages have it', async () => {
      open(forged)
      const one = outcomeOf(page())
      open(forged)
      const two = outcomeOf(page({ ClientId: 'another' }))
      expect(await Promise.all([one, two])).toEqual(Array(2).fill({ who: 'no_transaction', warnings: [] }))
    }, 10_000)
  })
})
