import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { asyncStorage, createCognitoAuth, type TokenStorage } from '../../src/index.js'
import { type Auth, DOORS } from '../helpers/doors.ts'
import { openPage } from '../helpers/open-page.ts'
import { forAnotherPage } from '../helpers/storage.ts'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

/* A storage of a mixed kind: it gives at once what it holds, and promises to write. */

class MixedStorage implements TokenStorage {
  readonly values = new Map<string, string>()
  refuses: (key: string) => boolean = () => false

  getItem(key: string): string | null {
    return this.values.get(key) ?? null
  }
  setItem = (key: string, value: string) => this._write(key, () => void this.values.set(key, value))
  removeItem = (key: string) => this._write(key, () => void this.values.delete(key))

  private async _write(key: string, write: () => void): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 10))
    if (this.refuses(key)) throw new Error(`no room for ${key}`)
    write()
  }
}

describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  let storage: MixedStorage
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    world = (await createWorld()).at(door)
    storage = new MixedStorage()
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const ofPage = () => forAnotherPage(storage)
  const page = () => world.page({ Storage: door === 'CognitoAuth' ? ofPage() : asyncStorage(ofPage()) })
  const written = () => new Promise((resolve) => setTimeout(resolve, 30))
  const tokens = () => [...storage.values.keys()].filter((key) => /\.(id|access|refresh)Token$/.test(key))

  /** Begins a sign-in and comes back from it. */
  async function comeBack(returnTo: string | null = null) {
    openPage('http://localhost:3000/')
    await page().auth.signIn({ returnTo })
    return openPage(await world.signInAt(world.launched.at(-1) ?? ''))
  }

  describe('F45: a storage that gives at once and promises to write', () => {
    it('has written what a sign-in needs before the page is left', async () => {
      await page().auth.signIn()
      expect([storage.values.size, world.launched.length]).toEqual([2, 1])
    })

    it('has nobody signed out by what it has not written yet', async () => {
      await comeBack()
      const { auth, heard } = page()
      auth.parseCognitoWebResponse(window.location.href)
      await heardOf(heard)
      expect(heard.failures).toEqual([])
      expect([auth.isUserSignedIn(), page().auth.isUserSignedIn()]).toEqual([true, true])
      await written()
      expect(tokens()).toHaveLength(3)
      expect([auth.isUserSignedIn(), page().auth.isUserSignedIn()]).toEqual([true, true])
    })

    it('has written the session before the page is left for where the person wanted to go', async () => {
      const { opened } = await comeBack('http://localhost:3000/orders')
      let there = 0
      Object.assign(window.location, {
        replace: (url: string) => (opened.push(url), (there = tokens().length)),
      })
      await page().auth.init()
      expect([opened, there]).toEqual([['http://localhost:3000/orders'], 3])
    })

    it('has forgotten the session before the page is left by a sign-out', async () => {
      await comeBack()
      const { auth } = page()
      await auth.init()
      await auth.signOut()
      expect([...storage.values]).toEqual([])
      expect(page().auth.isUserSignedIn()).toBe(false)
    })

    it.each(['idToken', 'accessToken', 'refreshToken', 'clockDrift'])(
      'holds no half of a session where it does not keep the %s, and the page goes on',
      async (name) => {
        await comeBack()
        storage.refuses = (key) => key.endsWith(name)
        const { auth } = page()
        const warnings: string[] = []
        auth.on('warning', ({ error }) => warnings.push(error.code))
        expect((await auth.init())?.isValid()).toBe(true)
        await written()
        expect(warnings).toEqual(['storage_full'])
        expect([tokens(), auth.isUserSignedIn()]).toEqual([[], true])
        expect((await auth.getTokens()).accessToken).toMatch(/^eyJ/)
      },
    )

    it('begins no sign-in that it does not keep', async () => {
      storage.refuses = () => true
      await expect(page().auth.signIn()).rejects.toMatchObject({ code: 'storage_full' })
      expect(world.launched).toEqual([])
    })
  })
})

it('F45: createCognitoAuth() says what to write where a storage promises to write, before anything is left to it', async () => {
  const auth = createCognitoAuth({
    ...{ ClientId: 'app1', AppWebDomain: 'd.example', Storage: new MixedStorage() },
    ...{ RedirectUriSignIn: 'https://app.example/', RedirectUriSignOut: 'https://app.example/' },
  })
  await expect(auth.createSignInUrl()).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining('write Storage: asyncStorage(store)') as string,
  })
})
