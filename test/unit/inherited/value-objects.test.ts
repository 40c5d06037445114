import { describe, expect, it } from 'vitest'
import { CognitoAccessToken } from '../../../src/inherited/CognitoAccessToken.js'
import { CognitoAuthSession } from '../../../src/inherited/CognitoAuthSession.js'
import { CognitoIdToken } from '../../../src/inherited/CognitoIdToken.js'
import { CognitoRefreshToken } from '../../../src/inherited/CognitoRefreshToken.js'
import { CognitoTokenScopes } from '../../../src/inherited/CognitoTokenScopes.js'
import { accessClaims, idClaims, now, sign } from '../../helpers/tokens.js'

const sessionUntil = async (access: number, id?: number, ClockDrift = 0) =>
  new CognitoAuthSession({
    AccessToken: new CognitoAccessToken(await sign(accessClaims({ exp: access }))),
    IdToken: new CognitoIdToken(id === undefined ? '' : await sign(idClaims({ exp: id }))),
    ClockDrift,
  })

describe('a token', () => {
  it('decodes names in any script, and payloads that use - and _', async () => {
    const name = 'José 太郎 😀 >>>???~~~'
    expect(new CognitoIdToken(await sign(idClaims({ name }))).payload['name']).toBe(name)
  })

  it('shows the claims of a token that was set later', async () => {
    const token = new CognitoIdToken()
    expect(token.payload).toEqual({})
    token.setJwtToken(await sign(idClaims()))
    expect(token.payload['email']).toBe('jane@example.com')
  })

  it.each(['', 'x', 'a.b.c', null, undefined])('made of %j has no claims and throws nowhere', (jwt) => {
    const token = new CognitoAccessToken(jwt)
    expect(token.getJwtToken()).toBe(jwt ?? '')
    expect(token.decodePayload()).toEqual({})
    expect(token.getExpiration()).toBeUndefined()
    expect(token.getUsername()).toBeUndefined()
  })

  it('tells its expiry in seconds and its username', async () => {
    const token = new CognitoAccessToken(await sign(accessClaims({ exp: 1234567890 })))
    expect(token.getExpiration()).toBe(1234567890)
    expect(token.getUsername()).toBe('jane')
  })
})

describe('scopes', () => {
  it('are a list of their own, not that of the configuration', () => {
    const scopes = ['openid']
    const object = new CognitoTokenScopes(scopes)
    object.getScopes().push('email')
    expect(scopes).toEqual(['openid'])
  })
})

describe('a session', () => {
  it('is valid while both of its tokens are', async () => {
    expect((await sessionUntil(now() + 60)).isValid()).toBe(true)
    expect((await sessionUntil(now() + 60, now() + 60)).isValid()).toBe(true)
    expect((await sessionUntil(now() - 1, now() + 60)).isValid()).toBe(false)
    expect((await sessionUntil(now() + 60, now() - 1)).isValid()).toBe(false)
  })

  it('asks what the time is at the server', async () => {
    expect((await sessionUntil(now() - 3000, undefined, 3600)).isValid()).toBe(true)
    expect((await sessionUntil(now() + 3000, undefined, -3600)).isValid()).toBe(false)
  })

  it('without tokens is not valid, and null in their place throws nothing', () => {
    const session = new CognitoAuthSession()
    expect(session.isValid()).toBe(false)
    session.setAccessToken(null as unknown as CognitoAccessToken)
    expect(session.isValid()).toBe(false)
  })

  it('gives back what it was given', () => {
    const data = {
      IdToken: new CognitoIdToken(),
      AccessToken: new CognitoAccessToken(),
      RefreshToken: new CognitoRefreshToken('r'),
      TokenScopes: new CognitoTokenScopes(['openid']),
      State: 's',
    }
    const session = new CognitoAuthSession(data)
    expect(session.getIdToken()).toBe(data.IdToken)
    expect(session.getAccessToken()).toBe(data.AccessToken)
    expect(session.getRefreshToken().getToken()).toBe('r')
    expect(session.getTokenScopes().getScopes()).toEqual(['openid'])
    expect(session.getState()).toBe('s')
  })
})
