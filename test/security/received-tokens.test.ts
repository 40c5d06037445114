import { describe, expect, it, vi } from 'vitest'
import { watchConsole } from '../helpers/forgeries.ts'
import {
  CHANNELS,
  type Channel,
  expectAcceptance,
  expectRefusal,
  type Forgery,
  heardOf,
  HostileServer,
  type Page,
  refreshesAlways,
} from '../helpers/hostile.ts'
import { now } from '../helpers/tokens.ts'

/* What becomes of tokens that are good, and what a refresh may and may not change. */

watchConsole()

const minute = 60
const hour = 60 * minute
const named = (channels: readonly Channel[]) => channels.map((channel) => [channel.name, channel] as const)
const answering = CHANNELS.filter(({ flow }) => flow !== 'token')
const refreshing = CHANNELS.filter(({ flow }) => flow === 'refresh')

describe.each(named(CHANNELS))('by %s', (_, channel) => {
  it('A55: decodes claims in UTF-8 exactly, whatever their base64url looks like', async () => {
    const name = 'José 太郎 😀 ????? >>>>> \u2028'
    const session = await expectAcceptance(new HostileServer(), channel, { id: { name } })
    expect(session.getIdToken().payload['name']).toBe(name)
  })

  it.each([undefined, 'abc', -5, 1e20, 0, null])(
    'A57 [token-endpoint-response-without-expires_in]: ignores expires_in %j, because exp says when a token ends',
    async (expiresIn) => {
      const exp = now() + 20 * minute
      const forgery = { access: { exp }, id: { exp }, answer: { expires_in: expiresIn } }
      const session = await expectAcceptance(new HostileServer(), channel, forgery)
      expect(session.expiresAt()).toBe(exp)
    },
  )
})

describe.each(named(answering))('by %s', (_, channel) => {
  it('A57: gives the scopes that were granted where they are fewer than those asked for', async () => {
    const server = new HostileServer()
    const session = await expectAcceptance(server, channel, { answer: { scope: 'openid' } })
    expect(session.getTokenScopes().getScopes()).toEqual(['openid'])
    expect(server.observer().getCachedSession().getTokenScopes().getScopes()).toEqual(['openid'])
  })

  it('A57 [no-scope-in-token-endpoint-response]: gives the scopes asked for where no others are named', async () => {
    const session = await expectAcceptance(new HostileServer(), channel, { answer: { scope: undefined } })
    expect(session.getTokenScopes().getScopes()).toEqual(['openid', 'email'])
  })
})

it.each(named(CHANNELS.filter(({ flow }) => flow !== 'refresh')))(
  'A52: by %s, an access token alone is good where openid was not asked for',
  async (_, channel) => {
    const server = new HostileServer()
    server.options = { TokenScopesArray: ['aws.cognito.signin.user.admin'] }
    const session = await expectAcceptance(server, channel, { answer: { id_token: undefined } })
    expect(session.getIdToken().getJwtToken()).toBe('')
  },
)

describe('a nonce that nobody asked for', () => {
  /** A session of tokens with this nonce, where none was sent. */
  async function unasked(nonce: string | undefined): Promise<[server: HostileServer, page: Page]> {
    const server = new HostileServer()
    const answer = await server.answer({ answer: { refresh_token: 'refresh-token-1' } }, nonce)
    server.tokens = () => Response.json(answer)
    const page = server.page({ AllowUnsolicitedResponse: true })
    page.auth.parseCognitoWebResponse('https://app.example/?code=C')
    await heardOf(page)
    return [server, page]
  }

  it('A42: is good in the answer to a code that is welcome unasked: Cognito adds one for federated users', async () => {
    const [, { heard }] = await unasked('of-its-own')
    expect(heard.order).toEqual(['success'])
  })

  it.each(named(refreshing))('A42: is good by %s, in a session that has none', async (_, channel) => {
    const [server] = await unasked(undefined)
    const page = await channel.deliver(server, { id: { nonce: 'of-its-own' } })
    await heardOf(page)
    expect(page.heard.order).toEqual(['success'])
  })
})

describe.each(named(refreshing))('by %s', (_, channel) => {
  it('A42: the nonce of the sign-in may come again', async () => {
    const server = new HostileServer()
    await server.signIn()
    const { nonce } = server.observer().getCachedSession().getIdToken().payload
    expect(nonce).toMatch(/^[\w-]{43}$/)
    const page = await channel.deliver(server, { id: { nonce } })
    await heardOf(page)
    expect(page.heard.order).toEqual(['success'])
  })

  const changed: [what: string, change: (server: HostileServer) => Forgery][] = [
    ['sub', () => ({ access: { sub: 'somebody-else' }, id: { sub: 'somebody-else' } })],
    ['auth_time', () => ({ access: { auth_time: 1 }, id: { auth_time: 1 } })],
    ['auth_time of the access token', () => ({ access: { auth_time: 1 } })],
    ['auth_time of the ID token', () => ({ id: { auth_time: 1 } })],
    ['username', () => ({ access: { username: 'john' }, id: { 'cognito:username': 'john' } })],
    ['iss', ({ otherIssuer: iss }) => ({ access: { iss }, id: { iss } })],
  ]

  it.each(changed)('A58: another %s ends the session with session_changed', async (_what, change) => {
    const server = new HostileServer()
    const { auth } = await expectRefusal(server, channel, change(server), 'session_changed')
    await expect(auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
  })

  it.each(['', null, undefined, 1, {}, ['refresh-token-2']])(
    'A59: keeps the refresh token where the answer has %j for one',
    async (refreshToken) => {
      const server = new HostileServer()
      await expectAcceptance(server, channel, { answer: { refresh_token: refreshToken } })
      expect(await nextRefreshTokens(server)).toEqual(['refresh-token-1'])
    },
  )

  it('A59: takes the refresh token that the answer has', async () => {
    const server = new HostileServer()
    await expectAcceptance(server, channel, { answer: { refresh_token: 'refresh-token-2' } })
    expect(await nextRefreshTokens(server)).toEqual(['refresh-token-2'])
  })

  it('A57: leaves the scopes as they were granted where the answer names none', async () => {
    const server = new HostileServer()
    await server.signIn({ answer: { scope: 'openid' } })
    await heardOf(await channel.deliver(server, {}))
    expect(server.observer().getCachedSession().getTokenScopes().getScopes()).toEqual(['openid'])
  })

  it('A52: a session without an ID token is refreshed without one', async () => {
    const server = new HostileServer()
    server.options = { TokenScopesArray: ['aws.cognito.signin.user.admin'] }
    await server.signIn({ answer: { id_token: undefined } })
    const page = await channel.deliver(server, { answer: { id_token: undefined } })
    await heardOf(page)
    expect(page.heard.order).toEqual(['success'])
  })

  it('A52: the ID token is not lost where a session had one', async () => {
    const server = new HostileServer()
    await expectRefusal(server, channel, { answer: { id_token: undefined } }, 'missing_claim')
  })
})

it('A58: a bad signature ends the session with bad_signature, and no token is left', async () => {
  const forgery = { idSigning: { token: (token: string) => token.slice(0, -4) } }
  const { auth } = await expectRefusal(new HostileServer(), refreshesAlways, forgery, 'bad_signature')
  await expect(auth.getTokens()).rejects.toMatchObject({ code: 'login_required' })
})

/** The refresh tokens that the next page of the application presents. */
async function nextRefreshTokens(server: HostileServer): Promise<(string | null)[]> {
  server.requests.length = 0
  await server.page().auth.getTokens({ minValidity: Infinity })
  return server.tokenRequests.map(({ init }) => (init.body as URLSearchParams).get('refresh_token'))
}

describe.each(named(CHANNELS))('the clock, by %s', (_, channel) => {
  it.each([
    ['ahead', hour],
    ['behind', -hour],
  ])(
    'A43 A45: a device that is an hour %s is not locked out, and no token outlives its end',
    async (_what, ahead) => {
      const server = new HostileServer()
      server.clockAhead = ahead
      const received = now()
      const session = await expectAcceptance(server, channel)
      expect(Math.abs(session.clockDrift - ahead)).toBeLessThan(5)
      const { expiresAt } = await server.page().auth.getTokens()
      expect(Math.abs(expiresAt - received - hour)).toBeLessThan(5)

      vi.useFakeTimers({ toFake: ['Date'] })
      for (const [minutes, isValid] of [
        [59, true],
        [61, false],
      ] as const) {
        vi.setSystemTime((received + minutes * minute) * 1000)
        expect([session.isValid(), server.observer().isUserSignedIn()]).toEqual([isValid, isValid])
      }
    },
  )

  // The newer of the two shows best how far the clock is off: a token may be old, but not from the future.
  it.each(['access', 'id'])(
    'A43: an %s token that began a few seconds earlier ends when it says',
    async (older) => {
      const received = now()
      const forgery = { [older]: { iat: received - 2, exp: received + 10 * minute } }
      const session = await expectAcceptance(new HostileServer(), channel, forgery)
      vi.useFakeTimers({ toFake: ['Date'] })
      vi.setSystemTime((received + 11 * minute) * 1000)
      expect(session.isValid()).toBe(false)
    },
  )

  it.each([
    ['ahead', 91 * minute],
    ['behind', -91 * minute],
  ])('A43 A45: a device that is 91 minutes %s is told so', async (_what, ahead) => {
    const iat = now() - ahead
    const times = { iat, exp: iat + hour }
    const forgery = { access: times, id: times }
    const { heard } = await expectRefusal(new HostileServer(), channel, forgery, 'clock_skew')
    const said = 'about 91 minutes off. Set it; ClockTolerance forgives 5400 seconds.'
    expect(heard.errors[0]?.message).toContain(said)
  })

  it('A43 A45: a device whose clock is hours off signs in with a ClockTolerance that forgives that', async () => {
    for (const ahead of [20 * hour, -20 * hour]) {
      const server = new HostileServer()
      server.clockAhead = ahead
      server.options = { ClockTolerance: 86_400 }
      const session = await expectAcceptance(server, channel)
      expect(Math.abs(session.clockDrift - ahead)).toBeLessThan(5)
    }
  })
})
