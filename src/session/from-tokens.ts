import { CognitoAuthError } from '../errors.js'
import { base64url } from '../oauth/base64url.js'
import { sha256 } from '../oauth/sha256.js'
import type { TokenResponse } from '../oauth/token-client.js'
import type { Config } from '../options.js'
import { verifySignatures } from '../tokens/jwks.js'
import { type Expected, verifyTokens } from '../tokens/verify.js'
import { CognitoAccessToken } from './CognitoAccessToken.js'
import { CognitoAuthSession } from './CognitoAuthSession.js'
import { CognitoIdToken } from './CognitoIdToken.js'
import { CognitoRefreshToken } from './CognitoRefreshToken.js'
import { CognitoTokenScopes } from './CognitoTokenScopes.js'

/** What is known of a session before its tokens arrive, and what they must agree with. */
export interface Foreknown extends Omit<Expected, 'clientId' | 'issuers'> {
  readonly scopes: readonly string[]
  readonly appState?: unknown
  readonly returnTo?: string | undefined
}

/**
 * The session of tokens that have just arrived, once all there is about them but their signatures has been verified.
 * @param now the device's clock, in milliseconds
 * @throws CognitoAuthError as `verifyTokens()`
 */
export function sessionFromTokens(
  { accessToken, idToken, refreshToken, scopes: granted }: TokenResponse,
  { scopes, appState, ...expected }: Foreknown,
  { clientId, issuers, clockTolerance }: Pick<Config, 'clientId' | 'issuers' | 'clockTolerance'>,
  now: number,
): CognitoAuthSession {
  // OpenID Connect Core, section 3.1.3.6
  const atHash = idToken && base64url(sha256(new TextEncoder().encode(accessToken)).subarray(0, 16))
  const {
    claims: [access, id],
    clockDrift,
  } = verifyTokens(
    { accessToken, idToken },
    { ...expected, clientId, issuers, clockTolerance, atHash },
    Math.floor(now / 1000),
  )
  return new CognitoAuthSession({
    IdToken: new CognitoIdToken(idToken, id),
    AccessToken: new CognitoAccessToken(accessToken, access),
    RefreshToken: new CognitoRefreshToken(refreshToken),
    TokenScopes: new CognitoTokenScopes(granted ?? scopes),
    State: typeof appState === 'string' ? appState : null,
    AppState: appState,
    ClockDrift: clockDrift,
  })
}

/**
 * Verifies the signatures of such a session.
 * @throws CognitoAuthError as `verifySignatures()`, and `invalid_configuration` where the user pool is not known
 */
export async function verifySession(
  { accessToken, idToken }: CognitoAuthSession,
  { issuers }: Pick<Config, 'issuers'>,
): Promise<void> {
  if (!issuers) {
    throw new CognitoAuthError(
      'invalid_configuration',
      "Tokens in a redirect cannot be trusted without UserPoolId: write it, or ResponseType: 'code'.",
    )
  }
  await verifySignatures([accessToken, idToken].map((token) => token.getJwtToken()).filter(Boolean))
}
