import { describe, expect, it } from 'vitest'
import { authorizeUrl, logoutUrl } from '../../../src/oauth/authorize-url.js'

const request = {
  clientId: 'client',
  redirectUri: 'https://app.example/a?b=c d',
  responseType: 'code',
  state: 'S',
  scopes: ['openid', 'email'],
  nonce: 'N',
  codeChallenge: 'C',
} as const

describe('authorizeUrl', () => {
  it('keeps the order of amazon-cognito-auth-js and puts what is new behind it', () => {
    const url = authorizeUrl('https://d.example', {
      ...request,
      identityProvider: 'Google',
      userContextData: 'data',
    })
    expect(url).toBe(
      'https://d.example/oauth2/authorize?redirect_uri=https%3A%2F%2Fapp.example%2Fa%3Fb%3Dc%20d&response_type=code' +
        '&client_id=client&state=S&scope=openid%20email&identity_provider=Google&userContextData=data' +
        '&nonce=N&code_challenge_method=S256&code_challenge=C',
    )
  })

  it('sends no challenge in the implicit flow', () => {
    const url = new URL(authorizeUrl('https://d.example', { ...request, codeChallenge: undefined }))
    expect([...url.searchParams.keys()]).not.toContain('code_challenge')
    expect([...url.searchParams.keys()]).not.toContain('code_challenge_method')
  })

  it('leaves the scope out where none is asked for, which means all', () => {
    const url = new URL(authorizeUrl('https://d.example', { ...request, scopes: [] }))
    expect(url.searchParams.has('scope')).toBe(false)
  })

  it('encodes a provider whose name would add a parameter', () => {
    const url = new URL(
      authorizeUrl('https://d.example', { ...request, identityProvider: 'x&redirect_uri=https://evil' }),
    )
    expect(url.searchParams.getAll('redirect_uri')).toEqual([request.redirectUri])
    expect(url.searchParams.get('identity_provider')).toBe('x&redirect_uri=https://evil')
  })

  it('tells a plus in a scope from a space', () => {
    expect(authorizeUrl('https://d.example', { ...request, scopes: ['api/a+b', 'c'] })).toContain(
      'scope=api%2Fa%2Bb%20c',
    )
  })
})

describe('logoutUrl', () => {
  it('names the page to come back to and the app client, and nothing of OpenID Connect', () => {
    expect(logoutUrl('https://d.example', 'client', 'https://app.example/')).toBe(
      'https://d.example/logout?logout_uri=https%3A%2F%2Fapp.example%2F&client_id=client',
    )
  })
})
