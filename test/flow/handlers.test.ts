import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UserHandler } from '../../src/index.js'
import { createWorld, type World } from '../helpers/world.ts'

/* Which handler hears how a call ends: programs assign it in front of the call, or on the line after it. */

let world: World
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  world = await createWorld()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

const soon = () => new Promise((resolve) => setTimeout(resolve, 20))

/** Handlers that say what they hear, in the order in which they hear it. */
function handlers() {
  const heard: string[] = []
  const handler = (name: string): UserHandler => ({
    onSuccess: () => heard.push(`${name}: success`),
    onFailure: (_message, { code }) => heard.push(`${name}: ${code}`),
  })
  return { heard, handler }
}

/** A page whose program has assigned no handler. */
function page(options?: Parameters<World['page']>[0]) {
  const { auth } = world.page(options)
  auth.userhandler = undefined as unknown as UserHandler
  return auth
}

describe.each([undefined, 'of before'])(
  'a handler assigned on the line after the call, with one %s',
  (before) => {
    const begun = (options?: Parameters<World['page']>[0]) => {
      const { heard, handler } = handlers()
      const auth = page(options)
      if (before) auth.userhandler = handler(before)
      return { auth, heard, handler }
    }

    it('hears of a session that takes an exchange', async () => {
      const callback = await world.signInAt(world.page().auth.getFQDNSignIn())
      const { auth, heard, handler } = begun()
      auth.parseCognitoWebResponse(callback)
      auth.userhandler = handler('after')
      await vi.waitFor(() => {
        expect(heard).toEqual(['after: success'])
      })
    })

    it('hears of a code that answers nothing', async () => {
      const { auth, heard, handler } = begun()
      auth.parseCognitoWebResponse('http://localhost:3000/?code=C&state=S')
      auth.userhandler = handler('after')
      await soon()
      expect(heard).toEqual(['after: no_transaction'])
    })

    it('hears how refreshSession() and getSession() end', async () => {
      await world.signedIn()
      const token = world.page().auth.getCachedSession().getRefreshToken().getToken()
      const { auth, heard, handler } = begun()
      auth.refreshSession(token)
      auth.userhandler = handler('after')
      await vi.waitFor(() => {
        expect(heard).toEqual(['after: success'])
      })
      await world.pool.removeUser('jane')
      world.pass(3601)
      auth.getSession()
      auth.userhandler = handler('later')
      await vi.waitFor(() => {
        expect(heard).toEqual(['after: success', 'later: session_expired'])
      })
    })

    it('hears of a sign-in that cannot begin', async () => {
      const { auth, heard, handler } = begun({ LaunchUri: undefined })
      auth.getSession()
      auth.userhandler = handler('after')
      await soon()
      expect(heard).toEqual(['after: no_browser'])
    })
  },
)

it('hears of an error in the address, and of tokens in it, where nobody else does', async () => {
  const { heard, handler } = handlers()
  const auth = page({ ResponseType: 'token' })
  auth.parseCognitoWebResponse('http://localhost:3000/#error=access_denied')
  auth.userhandler = handler('after')
  await soon()
  expect(heard).toEqual(['after: authorization_failed'])
  const other = page({ ResponseType: 'token' })
  other.parseCognitoWebResponse(await world.signInAt(other.getFQDNSignIn()))
  other.userhandler = handler('other')
  await soon()
  expect(heard).toEqual(['after: authorization_failed', 'other: success'])
})

it('is told in the turn of the call what is known in it', async () => {
  const { heard, handler } = handlers()
  const auth = page({ ResponseType: 'token' })
  auth.userhandler = handler('before')
  auth.parseCognitoWebResponse('http://localhost:3000/#error=access_denied')
  auth.parseCognitoWebResponse(await world.signInAt(auth.getFQDNSignIn()))
  auth.getSession()
  expect(heard).toEqual(['before: authorization_failed', 'before: success', 'before: success'])
})

describe('several calls in one turn', () => {
  beforeEach(async () => {
    await world.signedIn()
    world.pass(3601)
  })
  const told = async (
    call: (auth: ReturnType<typeof page>, handler: (name: string) => UserHandler) => void,
  ) => {
    const { heard, handler } = handlers()
    call(page(), handler)
    await vi.waitFor(() => {
      expect(heard).toHaveLength(2)
    })
    return heard.sort()
  }

  it('are each heard by the handler that was assigned in front of them', async () => {
    expect(
      await told((auth, handler) => {
        for (const name of ['one', 'two']) {
          auth.userhandler = handler(name)
          auth.getSession()
        }
      }),
    ).toEqual(['one: success', 'two: success'])
  })

  it.each([undefined, 'old'])(
    'are each heard by the handler that was assigned after them, with one %s',
    async (before) => {
      expect(
        await told((auth, handler) => {
          if (before) auth.userhandler = handler(before)
          for (const name of ['one', 'two']) {
            auth.getSession()
            auth.userhandler = handler(name)
          }
        }),
      ).toEqual(['one: success', 'two: success'])
    },
  )

  it('are all heard by the one that was assigned after them', async () => {
    expect(
      await told((auth, handler) => {
        auth.getSession()
        auth.getSession()
        auth.userhandler = handler('one')
      }),
    ).toEqual(['one: success', 'one: success'])
  })
})
