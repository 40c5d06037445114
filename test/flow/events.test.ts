import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CognitoAuthOptions } from '../../src/index.js'
import { type Auth, DOORS } from '../helpers/doors.ts'
import { skipPauses } from '../helpers/pauses.ts'
import { Person } from '../helpers/person.ts'
import { createWorld, type World } from '../helpers/world.ts'

describe.each(DOORS)('at the door %s,', (door) => {
  let world: World<Auth>
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    world = (await createWorld()).at(door)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  const HOUR = 3600

  /** Writes down what the listeners of a page hear. */
  function listenTo(auth: Auth): string[] {
    const heard: string[] = []
    auth.on('signedIn', ({ session }) => heard.push(`signedIn ${String(session.isValid())}`))
    auth.on('refreshed', ({ session }) => heard.push(`refreshed ${String(session.isValid())}`))
    auth.on('signedOut', ({ reason }) => heard.push(`signedOut ${reason}`))
    auth.on('warning', ({ error }) => heard.push(`warning ${error.code}`))
    return heard
  }

  describe('the events of a page', () => {
    it('tell of a sign-in, a refresh and a sign-out', async () => {
      const callback = await world.signInAt(await world.page().auth.getFQDNSignIn())
      const { auth, heard: handler } = world.page()
      const heard = listenTo(auth)
      auth.parseCognitoWebResponse(callback)
      await vi.waitFor(() => {
        expect(handler.sessions).toHaveLength(1)
      })
      await auth.getTokens({ minValidity: Infinity })
      await auth.signOut({ redirect: false })
      expect(heard).toEqual(['signedIn true', 'refreshed true', 'signedOut user'])
    })

    it('tell when the page is opened that its domain is of another region than its pool, and stops nobody', async () => {
      const { auth } = world.page({
        AppWebDomain: 'my-app.auth.eu-west-1.amazoncognito.com',
        UserPoolId: 'eu-central-1_AbC',
      })
      const warnings: string[] = []
      auth.on('warning', ({ error }) => warnings.push(error.message))
      expect(await auth.init()).toBeNull()
      await auth.init()
      expect(warnings).toEqual([
        "AppWebDomain is a domain of eu-west-1, and UserPoolId 'eu-central-1_AbC' a pool of another region: compare them with the console.",
      ])
      expect(await auth.createSignInUrl()).toContain('https://my-app.auth.eu-west-1.amazoncognito.com/')
    })

    it('tell of a sign-in of the same person, too', async () => {
      const { auth } = await world.signedIn()
      const heard = listenTo(auth)
      const callback = await world.signInAt(await auth.getFQDNSignIn())
      auth.parseCognitoWebResponse(callback)
      await vi.waitFor(() => {
        expect(heard).toEqual(['signedIn true'])
      })
    })

    it('tell when the server ends the session, once', async () => {
      const { auth } = await world.signedIn()
      const heard = listenTo(auth)
      await world.pool.removeUser('jane')
      world.pass(HOUR + 1)
      skipPauses()
      const calls = [auth.getTokens(), auth.getTokens(), auth.init()]
      await Promise.allSettled(calls)
      expect(heard).toEqual(['signedOut expired'])
    })

    // Only the class has the implicit flow.
    if (door === 'CognitoAuth')
      it('tell when a session without a refresh token has run out, at the next look', async () => {
        const { auth } = await world.signedIn({ ResponseType: 'token' })
        const heard = listenTo(auth)
        world.pass(HOUR * 24 + 1)
        expect(auth.isUserSignedIn()).toBe(false)
        expect(auth.isUserSignedIn()).toBe(false)
        expect(heard).toEqual(['signedOut expired'])
      })

    it('tell the other instances of the page', async () => {
      const { auth } = await world.signedIn()
      const heard = listenTo(world.beside(auth).auth)
      await auth.getTokens({ minValidity: Infinity })
      expect(heard).toEqual(['refreshed true'])
      await auth.signOut({ redirect: false })
      expect(heard).toEqual(['refreshed true', 'signedOut user'])
    })

    it('tell of nothing where nothing happened', async () => {
      const { auth } = await world.signedIn()
      const heard = listenTo(auth)
      await auth.init()
      await auth.getTokens()
      auth.getSession()
      auth.isUserSignedIn()
      expect(heard).toEqual([])
    })
  })

  describe('on()', () => {
    it('returns its undo, which does no more than that', async () => {
      const { auth } = await world.signedIn()
      const heard: number[] = []
      const off = auth.on('refreshed', () => heard.push(1))
      auth.on('refreshed', () => heard.push(2))
      off()
      off()
      await auth.getTokens({ minValidity: Infinity })
      expect(heard).toEqual([2])
    })

    it('takes a listener twice, and away once', async () => {
      const { auth } = await world.signedIn()
      const listener = vi.fn()
      const off = auth.on('refreshed', listener)
      auth.on('refreshed', listener)
      off()
      await auth.getTokens({ minValidity: Infinity })
      expect(listener).toHaveBeenCalledTimes(1)
    })

    it('lets a listener throw: the others hear, the session is there, and the application is told', async () => {
      const { auth } = await world.signedIn()
      const reported = vi.fn()
      vi.stubGlobal('reportError', reported)
      const error = new Error('of the application')
      auth.on('refreshed', () => {
        throw error
      })
      const heard = listenTo(auth)
      expect((await auth.getTokens({ minValidity: Infinity })).accessToken).toBeTruthy()
      expect(heard).toEqual(['refreshed true'])
      expect(reported).toHaveBeenCalledWith(error)
    })

    it('lets a listener call everything else', async () => {
      const { auth } = await world.signedIn()
      const heard = listenTo(auth)
      auth.on('refreshed', () => void auth.signOut({ redirect: false }))
      await expect(auth.getTokens({ minValidity: Infinity })).rejects.toMatchObject({
        code: 'login_required',
      })
      expect(heard).toEqual(['refreshed true', 'signedOut user'])
      expect(auth.isUserSignedIn()).toBe(false)
    })
  })

  describe('AutoRefresh', () => {
    const options: Partial<CognitoAuthOptions> = { AutoRefresh: true }
    const refreshes = () =>
      world.requests.filter(({ form }) => form.get('grant_type') === 'refresh_token').length

    const { setTimeout } = globalThis
    /** Lets simulated time pass, and real time where there is an answer to wait for. */
    const pass = async (seconds: number) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      for (let left = seconds; left > 0; left -= 2) {
        const { length } = world.requests
        await vi.advanceTimersByTimeAsync(Math.min(left, 2) * 1000)
        if (world.requests.length > length) await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }

    beforeEach(async () => {
      vi.useRealTimers()
      vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
      world = (await createWorld()).at(door)
    })

    it('refreshes a minute before the end, and again before the next', async () => {
      await world.signedIn()
      const { auth } = world.page(options)
      const heard = listenTo(auth)
      await pass(HOUR - 62)
      expect(refreshes()).toBe(0)
      await pass(4)
      expect(heard).toEqual(['refreshed true'])
      await pass(HOUR)
      expect(heard).toEqual(['refreshed true', 'refreshed true'])
    })

    it('begins with a sign-in, and ends with a sign-out', async () => {
      const { auth } = await world.signedIn(options)
      await auth.signOut({ redirect: false })
      await pass(2 * HOUR)
      expect(refreshes()).toBe(0)
      const callback = await world.signInAt(await auth.getFQDNSignIn())
      auth.parseCognitoWebResponse(callback)
      await pass(2)
      expect(auth.isUserSignedIn()).toBe(true)
      await pass(HOUR - 58)
      expect(refreshes()).toBe(1)
    })

    it('goes on trying where the server is down, not too often, and succeeds in the end', async () => {
      const { auth } = await world.signedIn(options)
      const undo = world.pool.addFault({ path: '/oauth2/token', status: 503, times: 1000 })
      await pass(HOUR + 300)
      undo()
      // Three requests an attempt, an attempt each half minute and the pauses within, for six minutes.
      expect(refreshes()).toBeGreaterThan(15)
      expect(refreshes()).toBeLessThan(40)
      await pass(60)
      expect(auth.isUserSignedIn()).toBe(true)
    })

    const bobSignsInElsewhere = async () => {
      const bob = { username: 'bob', password: 'Secret-456' }
      await world.pool.addUser({ ...bob, email: 'bob@example.com' })
      const elsewhere = world.page().auth
      const callback = await new Person(world.pool).authorize(await elsewhere.getFQDNSignIn(), bob)
      elsewhere.parseCognitoWebResponse(callback.href)
    }

    it('does not hear for the program that somebody else signed in: its next call fails', async () => {
      const { auth } = await world.signedIn(options)
      await bobSignsInElsewhere()
      await pass(2)
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
      expect((await auth.getTokens()).accessToken).toBeTruthy()
      // And keeps that session fresh from now on.
      await pass(HOUR - 50)
      expect(refreshes()).toBe(1)
    })

    it('does not hear it for the program while it refreshes either', async () => {
      await world.signedIn()
      const { fetch } = globalThis
      let release!: () => void
      const released = new Promise<void>((resolve) => (release = resolve))
      vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
        const answer = await fetch(url, init)
        const isRefresh = (init.body as URLSearchParams).get('grant_type') === 'refresh_token'
        if (isRefresh) await released
        return answer
      })
      const { auth } = world.page(options)
      await pass(HOUR - 58)
      expect(refreshes()).toBe(1)
      await bobSignsInElsewhere()
      await pass(2)
      release()
      await pass(2)
      await expect(auth.getTokens()).rejects.toMatchObject({ code: 'session_changed' })
      expect((await auth.getTokens()).accessToken).toBeTruthy()
    })

    it('makes one request, and no more, where the clock is two days ahead, until something changes', async () => {
      await world.signedIn()
      const ahead = 48 * HOUR
      world.pass(ahead)
      const { fetch } = globalThis
      // The clock of the server is right.
      vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
        world.pass(-ahead)
        const answer = await fetch(url, init)
        world.pass(ahead)
        return answer
      })
      const { auth } = world.page(options)
      await pass(600)
      expect(refreshes()).toBe(1)
      vi.unstubAllGlobals()
      await auth.signOut({ redirect: false, revoke: false })
    })

    it('does not plan further ahead than timers reach when the clock was set back by a month', async () => {
      await world.signedIn()
      vi.setSystemTime(Date.now() - 40 * 24 * HOUR * 1000)
      world.page(options)
      const asked = vi.spyOn(world.storage, 'getItem')
      await pass(120)
      expect(asked.mock.calls.length).toBe(0)
    })

    it('is off unless it is asked for', async () => {
      await world.signedIn()
      await pass(3 * HOUR)
      expect(refreshes()).toBe(0)
    })
  })
})
