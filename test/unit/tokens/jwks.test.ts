import { afterEach, describe, expect, it, vi } from 'vitest'
import { fetchKeys, isUndecided, verifySignatures } from '../../../src/tokens/jwks.js'
import { CognitoAuthError } from '../../../src/index.js'
import { accessClaims, jwks, sign } from '../../helpers/tokens.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the keys of a user pool', () => {
  it('are fetched once for tokens that name none of them', async () => {
    const fetch = vi.fn(() => Promise.resolve(Response.json(jwks)))
    vi.stubGlobal('fetch', fetch)
    const iss = 'https://issuer.example/without-kid'
    const token = await sign(accessClaims({ iss }), { kid: undefined as never })
    await expect(verifySignatures([token, token])).rejects.toMatchObject({ code: 'unknown_kid' })
    expect(fetch).toHaveBeenCalledTimes(1)
    await verifySignatures([await sign(accessClaims({ iss }))])
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  it('are at hand before there is a token, where their issuer is named', async () => {
    const fetch = vi.fn(() => Promise.resolve(Response.json(jwks)))
    vi.stubGlobal('fetch', fetch)
    const iss = 'https://issuer.example/named'
    await verifySignatures([], iss)
    expect(fetch).toHaveBeenCalledTimes(1)
    await fetchKeys(iss)
    await verifySignatures([await sign(accessClaims({ iss }))], iss)
    expect(fetch).toHaveBeenCalledTimes(1)
  })

  it.each([undefined, {}])('are of no use where crypto is %j', async (crypto) => {
    const fetch = vi.fn()
    vi.stubGlobal('fetch', fetch)
    vi.stubGlobal('crypto', crypto)
    await expect(fetchKeys('https://issuer.example/x')).rejects.toMatchObject({ code: 'crypto_unavailable' })
    await expect(verifySignatures([])).rejects.toMatchObject({ code: 'crypto_unavailable' })
    expect(fetch).not.toHaveBeenCalled()
  })
})

describe('a signature', () => {
  it.each(['jwks_unavailable', 'crypto_unavailable', 'invalid_configuration'] as const)(
    'is undecided by %s',
    (code) => {
      expect(isUndecided(new CognitoAuthError(code, ''))).toBe(true)
    },
  )

  it.each(['bad_signature', 'unknown_kid', 'network'] as const)('is decided by %s', (code) => {
    expect(isUndecided(new CognitoAuthError(code, ''))).toBe(false)
  })
})
