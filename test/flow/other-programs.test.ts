import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createWorld, heardOf, type World } from '../helpers/world.ts'

/* Sessions that amazon-cognito-identity-js and Amplify have stored, under the keys that all three share. */

let world: World
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  world = await createWorld()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const PREFIX = 'CognitoIdentityServiceProvider.app1'
const NAMES = ['idToken', 'accessToken', 'refreshToken', 'tokenScopesString', 'clockDrift']
const stored = (user: string, name: string) => world.storage.getItem(`${PREFIX}.${user}.${name}`)

/** Moves the stored session to another name, as if it had been stored under that one. */
function rename(to: string) {
  for (const name of NAMES) {
    const value = stored('jane', name)
    world.storage.removeItem(`${PREFIX}.jane.${name}`)
    if (value !== null) world.storage.setItem(`${PREFIX}.${to}.${name}`, value)
  }
  world.storage.setItem(`${PREFIX}.LastAuthUser`, to)
}

describe('a session stored under the alias that was typed in', () => {
  it.each(['jane@example.com', 'Jane@Example.com'])('is good: %s', async (alias) => {
    await world.signedIn()
    rename(alias)
    expect(world.page().auth.isUserSignedIn()).toBe(true)
  })

  it('stays under it after a refresh, and a sign-out leaves nothing', async () => {
    await world.signedIn()
    rename('jane@example.com')
    world.pass(3601)
    const { auth } = world.page()
    await auth.getTokens()
    expect(auth.getUsername()).toBe('jane@example.com')
    expect(world.page().auth.isUserSignedIn()).toBe(true)
    await auth.signOut({ redirect: false })
    expect([...world.storage.values]).toEqual([])
  })

  it('counts as none where nothing in its tokens tells whose alias it is, and is left alone', async () => {
    await world.signedIn()
    rename('janes-old-address@example.com')
    world.pass(3601)
    const before = new Map(world.storage.values)
    const { auth, heard } = world.page()
    expect(await auth.init()).toBeNull()
    auth.getSession()
    expect(world.launched).toHaveLength(1)
    expect(heard.failures).toEqual([])
    for (const [key, value] of before) expect(world.storage.values.get(key)).toBe(value)
  })
})

describe('the drift of the clock', () => {
  it.each([
    ['Amplify, which keeps milliseconds of the other sign', '-900'],
    ['Amplify, on a device that is behind', '1500'],
    ['amazon-cognito-identity-js, which keeps seconds without saying so', '1500'],
  ])('that was stored by %s is not taken for ours', async (_, drift) => {
    await world.signedIn()
    world.storage.setItem(`${PREFIX}.jane.clockDrift`, drift)
    world.pass(3590)
    expect(world.page().auth.isUserSignedIn()).toBe(true)
    world.pass(20)
    expect(world.page().auth.isUserSignedIn()).toBe(false)
  })

  it('that we store is a number for both of them', async () => {
    await world.signedIn()
    const drift = stored('jane', 'clockDrift') ?? ''
    // A second may begin between two looks at the clock.
    expect(drift).toMatch(/^[01]s$/)
    expect(parseInt(drift, 10)).toBe(Number(drift[0]))
  })
})

describe('a session that a program puts elsewhere', () => {
  it('still has its claims as JSON and when it is spread', async () => {
    const { heard } = await world.signedIn()
    await heardOf(heard)
    const session = heard.sessions[0]
    const copy = JSON.parse(JSON.stringify(session)) as { idToken: { payload: object } }
    expect(copy.idToken.payload).toMatchObject({ email: 'jane@example.com' })
    expect(Object.assign({}, session?.getIdToken())).toMatchObject({ payload: { email: 'jane@example.com' } })
  })
})
