import { describe, expect, it, vi } from 'vitest'
import type { CognitoAuthError } from '../../../src/index.js'
import { readTokenResponse, requireBearer } from '../../../src/oauth/token-client.js'
import { withoutSecrets } from '../../../src/oauth/without-secrets.js'

const good = { access_token: 'A', token_type: 'Bearer' }
const answer = (body: unknown, status = 200) => ({
  status,
  text: typeof body === 'string' ? body : JSON.stringify(body),
})

function refusalOf(...answered: Parameters<typeof readTokenResponse>): CognitoAuthError {
  try {
    readTokenResponse(...answered)
  } catch (error) {
    return error as CognitoAuthError
  }
  throw new Error('was taken')
}

describe('an answer of the token endpoint', () => {
  it('has tokens and the scopes that were granted', () => {
    expect(
      readTokenResponse(answer({ ...good, id_token: 'I', refresh_token: 'R', scope: 'openid email' })),
    ).toEqual({ accessToken: 'A', idToken: 'I', refreshToken: 'R', scopes: ['openid', 'email'] })
  })

  it('may have an access token alone; what is empty or no text is not there', () => {
    for (const missing of ['', null, 7, {}, ['R'], true])
      expect(
        readTokenResponse(answer({ ...good, id_token: missing, refresh_token: missing, scope: missing })),
      ).toEqual({ accessToken: 'A' })
  })

  it.each(['', 'null', '[]', '{}', '"x"', '7', 'tokens', '{"access_token":"A"', '<html>'])(
    'is none when it is %s',
    (text) => {
      const { code, responseText } = refusalOf(answer(text))
      expect([code, responseText]).toEqual(['bad_response', undefined])
    },
  )

  it.each([204, 302, 400, 404])('is none with the status %i, tokens or not', (status) => {
    for (const body of [good, {}]) {
      const error = refusalOf(answer(body, status))
      expect([error.code, error.responseText]).toEqual(['bad_response', JSON.stringify(body)])
    }
  })

  it.each([429, 500, 503])('with the status %i is to be asked for again', (status) => {
    const error = refusalOf(answer('{"error":"invalid_grant"}', status))
    expect([error.code, error.error]).toEqual(['server_error', undefined])
    expect(error.responseText).toBe('{"error":"invalid_grant"}')
  })

  it.each([
    ['0', 0],
    ['7', 7],
    ['60', 60],
    ['3600', 60],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30],
    ['Thu, 01 Jan 2026 01:00:00 GMT', 60],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('with Retry-After: %s is to be left alone for %s seconds', (retryAfter, seconds) => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 1), toFake: ['Date'] })
    expect(
      refusalOf({ ...answer({}, 503), ...(retryAfter !== undefined && { retryAfter }) }).retryAfter,
    ).toBe(seconds)
    vi.useRealTimers()
  })

  it('that refuses with 200 is not from a token endpoint', () => {
    expect(refusalOf(answer({ error: 'invalid_grant' }))).toMatchObject({
      code: 'bad_response',
      error: 'invalid_grant',
    })
  })

  it.each([
    ['invalid_client', /without a secret/],
    ['invalid_grant', /was used before/],
    ['unauthorized_client', /RedirectUriSignIn/],
    ['slow_down', /answered slow_down\.$/],
  ])('that says %s is explained', (error, explanation) => {
    expect(refusalOf(answer({ error }, 400))).toMatchObject({
      code: 'token_request_failed',
      error,
      errorDescription: undefined,
      message: expect.stringMatching(explanation) as string,
    })
  })

  it('is explained in its own words where it has any', () => {
    expect(refusalOf(answer({ error: 'invalid_grant', error_description: 'Why not' }, 400))).toMatchObject({
      errorDescription: 'Why not',
      message: 'The token endpoint answered invalid_grant. Why not',
    })
  })

  it.each(['code', 'code_verifier', 'refresh_token'])('quotes no %s that was sent', (name) => {
    const secret = 'sent-and-secret'
    const body = { error: `x ${secret}`, error_description: `y ${secret}` }
    const { error, errorDescription, responseText, message } = refusalOf(answer(body, 400), {
      [name]: secret,
    })
    expect([error, errorDescription]).toEqual(['x …', 'y …'])
    expect([responseText, message].join()).not.toContain(secret)
  })

  it.each(['bearer', 'Bearer', 'BEARER'])('is for %s tokens', (type) => {
    expect(() => {
      requireBearer(type)
    }).not.toThrow()
  })

  it.each([undefined, null, '', 'mac', 'DPoP', 'Bearer ', ['bearer']])(
    'is not for tokens of the type %j',
    (type) => {
      expect(() => {
        requireBearer(type)
      }).toThrow(expect.objectContaining({ code: 'bad_response' }) as Error)
      expect(refusalOf(answer({ ...good, token_type: type })).code).toBe('bad_response')
    },
  )
})

describe('what an error quotes', () => {
  it('holds no secret that was sent, wherever it stands, and no token', () => {
    expect(withoutSecrets('12345678 and abcdefgh12345678', ['12345678', undefined, 'abcdefgh'])).toBe(
      '… and ……',
    )
    expect(withoutSecrets('eyJh.eyJz.si_g-n of eyJx.', [])).toBe('… of …')
  })

  it('keeps what is too short to be a secret', () => {
    expect(withoutSecrets('1234567 1234567 is', ['1234567', 'is', ''])).toBe('1234567 1234567 is')
    const nothing = undefined as string | undefined
    expect(withoutSecrets(nothing, ['12345678'])).toBeUndefined()
  })
})
