/** Where a sign-in can begin (Cognito developer guide, "Managed login endpoints"). */
const SCREENS = {
  signIn: '/oauth2/authorize',
  signUp: '/signup',
  forgotPassword: '/forgotPassword',
  addPasskey: '/passkeys/add',
  signOut: '/logout',
} as const

/** What of an authorization request depends on the sign-in and not on the user pool. Empty texts are left out. */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly responseType: 'code' | 'token'
  readonly state: string
  readonly scopes: readonly string[]
  readonly screen?: keyof typeof SCREENS | undefined
  readonly identityProvider?: string | undefined
  readonly idpIdentifier?: string | undefined
  readonly loginHint?: string | undefined
  readonly lang?: string | undefined
  /** Separated by spaces. */
  readonly prompt?: string | undefined
  readonly resource?: string | undefined
  readonly userContextData?: string | undefined
  readonly nonce: string
  /** The S256 challenge; none in the implicit flow, which has no token request to bind. */
  readonly codeChallenge?: string | undefined
}

/**
 * The URL of the authorize endpoint (RFC 6749, section 4.1.1; Cognito developer guide, "Authorize endpoint"), or of
 * another page that a sign-in can begin on and that takes the same.
 * The first seven parameters stand in the order of amazon-cognito-auth-js, which programs compare; new ones follow.
 * @param origin of the user pool domain, with scheme
 */
export function authorizeUrl(origin: string, request: AuthorizationRequest): string {
  return endpointUrl(origin, SCREENS[request.screen ?? 'signIn'], {
    redirect_uri: request.redirectUri,
    response_type: request.responseType,
    client_id: request.clientId,
    state: request.state,
    // Left out, it means every scope of the app client.
    scope: request.scopes.join(' '),
    identity_provider: request.identityProvider,
    userContextData: request.userContextData,
    nonce: request.nonce,
    code_challenge_method: request.codeChallenge && 'S256',
    code_challenge: request.codeChallenge,
    idp_identifier: request.idpIdentifier,
    login_hint: request.loginHint,
    lang: request.lang,
    prompt: request.prompt,
    resource: request.resource,
  })
}

/**
 * The URL of Cognito's logout endpoint, which is not OpenID Connect's. It takes this, or what the sign-in page takes.
 * @param logoutUri one of the app client's allowed sign-out URLs
 */
export function logoutUrl(origin: string, clientId: string, logoutUri: string): string {
  return endpointUrl(origin, SCREENS.signOut, { logout_uri: logoutUri, client_id: clientId })
}

function endpointUrl(origin: string, path: string, parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => Boolean(pair[1]))
  // Cognito documents scopes separated by %20; a literal plus is %2B by now.
  return `${origin}${path}?${new URLSearchParams(given).toString().replaceAll('+', '%20')}`
}
