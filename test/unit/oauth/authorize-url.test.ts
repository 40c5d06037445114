import { describe, expect, it } from 'vitest'
import { hostedUrl } from '../../../src/oauth/authorize-url.js'

const ORIGIN = 'https://d.example'

describe('the URL of a hosted page', () => {
  it('has the parameters in their order, but for those that are empty', () => {
    expect(
      hostedUrl(ORIGIN, 'signIn', {
        redirect_uri: 'https://app.example/a?b=c d',
        scope: '',
        state: 'S',
        nonce: undefined,
        lang: 'de',
      }),
    ).toBe(
      `${ORIGIN}/oauth2/authorize?redirect_uri=https%3A%2F%2Fapp.example%2Fa%3Fb%3Dc%20d&state=S&lang=de`,
    )
  })

  it('encodes a provider whose name would add a parameter', () => {
    const identity_provider = 'x&redirect_uri=https://evil'
    const { searchParams } = new URL(hostedUrl(ORIGIN, 'signIn', { redirect_uri: 'R', identity_provider }))
    expect([...searchParams]).toEqual([
      ['redirect_uri', 'R'],
      ['identity_provider', identity_provider],
    ])
  })

  it('tells a plus in a scope from a space', () => {
    expect(hostedUrl(ORIGIN, 'signIn', { scope: 'api/a+b c' })).toContain('scope=api%2Fa%2Bb%20c')
  })
})
