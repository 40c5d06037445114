import { describe, expect, it } from 'vitest'
import { CognitoAuthError } from '../../../src/index.js'
import { endingOf } from '../../../src/tokens/refresh.js'

describe('a refresh that failed', () => {
  it.each(['session_expired', 'session_changed', 'bad_signature'] as const)(
    'ends the session by %s',
    (code) => {
      const error = new CognitoAuthError(code, 'no')
      expect(endingOf(error)).toBe(error)
    },
  )

  it('ends the session when the server says that the token is dead', () => {
    const error = new CognitoAuthError('token_request_failed', 'no', {
      error: 'invalid_grant',
      responseText: '{}',
    })
    expect(endingOf(error)).toMatchObject({
      code: 'session_expired',
      error: 'invalid_grant',
      responseText: '{}',
    })
  })

  it.each([
    ...['invalid_client', 'unauthorized_client', 'invalid_request'].map(
      (error) => new CognitoAuthError('token_request_failed', 'no', { error }),
    ),
    ...(['network', 'timeout', 'server_error', 'bad_response', 'expired', 'storage_full'] as const).map(
      (code) => new CognitoAuthError(code, 'no'),
    ),
    new Error('invalid_grant'),
    { error: 'invalid_grant', code: 'session_expired' },
    undefined,
    null,
  ])('leaves the session as it was by %o', (error) => {
    expect(endingOf(error)).toBeUndefined()
  })
})
