import { afterEach, describe, expect, it, vi } from 'vitest'
import { base64url } from '../../../src/oauth/base64url.js'
import { digest, randomToken } from '../../../src/oauth/pkce.js'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('the S256 challenge', () => {
  it('is that of the example in RFC 7636, appendix B', async () => {
    expect(base64url(await digest('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'))).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    )
  })
})

describe('randomToken', () => {
  it('gives 43 characters that neither RFC 7636 nor Cognito objects to', () => {
    expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  it('never gives the same twice', () => {
    const tokens = Array.from({ length: 10_000 }, randomToken)
    expect(new Set(tokens).size).toBe(tokens.length)
  })

  it('does not touch Math.random', () => {
    vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('guessable')
    })
    expect(randomToken()).toHaveLength(43)
  })

  it('refuses to go on without a secure source of randomness', () => {
    vi.stubGlobal('crypto', undefined)
    expect(randomToken).toThrow(expect.objectContaining({ code: 'crypto_unavailable' }))
  })
})
