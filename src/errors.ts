/** Every way a call of this library can fail; docs/errors.md says of each what happened and what to do. */
export type CognitoAuthErrorCode =
  | 'invalid_configuration'
  | 'crypto_unavailable'
  | 'no_browser'
  | 'no_transaction'
  | 'state_missing'
  | 'state_mismatch'
  | 'transaction_expired'
  | 'response_type_mismatch'
  | 'duplicate_parameter'
  | 'authorization_failed'
  | 'token_request_failed'
  | 'session_expired'
  | 'server_error'
  | 'network'
  | 'timeout'
  | 'bad_response'
  | 'malformed_token'
  | 'bad_alg'
  | 'bad_signature'
  | 'unknown_kid'
  | 'jwks_unavailable'
  | 'wrong_issuer'
  | 'wrong_audience'
  | 'wrong_token_use'
  | 'missing_claim'
  | 'nonce_mismatch'
  | 'token_substitution'
  | 'expired'
  | 'clock_skew'
  | 'session_changed'
  | 'login_required'
  | 'storage_full'
  | 'storage_unavailable'
  | 'cookies_too_large'
  | 'redirect_loop'
  | 'popup_blocked'
  | 'popup_closed'

/** What the server answered, where an error comes from an answer. Nothing that was sent is among it. */
export interface CognitoAuthErrorDetails {
  /** What lay behind it, if that holds no secret. */
  cause?: unknown
  /** The `error` of RFC 6749, section 4.1.2.1 or 5.2, e.g. `access_denied` or `invalid_grant`. */
  error?: string | undefined
  /** The decoded `error_description` beside it. */
  errorDescription?: string | undefined
  /** The body of a refused token request as it was received. */
  responseText?: string | undefined
  /** How long the server wants to be left alone, in seconds (RFC 9110, section 10.2.3). */
  retryAfter?: number | undefined
  /** The status of an answer that the error comes from (RFC 9110, section 15); undefined where there was none. */
  status?: number | undefined
}

/** The only error that this library throws, rejects with, or hands to `onFailure` as its second argument. */
export class CognitoAuthError extends Error implements CognitoAuthErrorDetails {
  /** A literal, because minifiers rename classes. */
  override readonly name = 'CognitoAuthError'
  declare readonly error: string | undefined
  declare readonly errorDescription: string | undefined
  declare readonly responseText: string | undefined
  declare readonly retryAfter: number | undefined
  declare readonly status: number | undefined
  /** What the sign-in that failed was to bring back: `signIn({ appState })`, or `setState()`. */
  declare appState: unknown
  /** Where the person who began it wanted to go, on this origin: a page can offer to begin again from there. */
  declare returnTo: string | undefined

  constructor(
    /** What a program decides by. */
    readonly code: CognitoAuthErrorCode,
    message: string,
    details?: CognitoAuthErrorDetails,
  ) {
    super(message, details)
    Object.assign(this, details)
  }
}

/** Whether an error is one of this library, with one of these codes. */
export function hasCode(error: unknown, ...codes: CognitoAuthErrorCode[]): error is CognitoAuthError {
  return error instanceof CognitoAuthError && codes.includes(error.code)
}

/** The error of a storage that did not take something. */
export function storageFull(what: string, error: unknown): CognitoAuthError {
  return new CognitoAuthError('storage_full', `${what}${nameOf(error)}.`)
}

/**
 * The name of an error of the platform, in brackets. The error itself is not handed on: a storage, or what stands in
 * for `fetch`, may quote what it was given, which is a secret here.
 */
export function nameOf(error: unknown): string {
  return error instanceof Error ? ` (${error.name})` : ''
}

/** The error of a session that came too late. */
export function overtaken(): CognitoAuthError {
  const said = 'Somebody signed out or in while the tokens were on their way.'
  return new CognitoAuthError('login_required', said)
}
