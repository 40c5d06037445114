import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accessTokenOfAmplify } from '../examples/shared/amplify.ts'
import { sessionOfIdentityJs } from '../examples/shared/identity-js.ts'
import { createWorld, type World } from '../helpers/world.ts'

/* The examples of a session that is shared with amazon-cognito-identity-js and Amplify, with these libraries themselves. */

/** The app client that the examples name. */
const ClientId = '1example23456789'
const options = { ClientId, Storage: localStorage }

let world: World
beforeEach(async () => {
  localStorage.clear()
  world = await createWorld({ clientId: ClientId })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('somebody who signed in on the hosted pages', () => {
  it('is signed in with amazon-cognito-identity-js, too, until they sign out', async () => {
    const { auth } = await world.signedIn(options)
    const { accessToken, idToken } = await auth.getTokens()
    const session = await sessionOfIdentityJs()
    expect(session.getAccessToken().getJwtToken()).toBe(accessToken)
    expect(session.getIdToken().getJwtToken()).toBe(idToken)
    await auth.signOut({ redirect: false })
    await expect(sessionOfIdentityJs()).rejects.toThrow('Nobody is signed in.')
  })

  it('is signed in with Amplify, too, until they sign out', async () => {
    const { auth } = await world.signedIn(options)
    const { accessToken } = await auth.getTokens()
    expect(await accessTokenOfAmplify()).toBe(accessToken)
    await auth.signOut({ redirect: false })
    expect(await accessTokenOfAmplify()).toBeUndefined()
  })
})
