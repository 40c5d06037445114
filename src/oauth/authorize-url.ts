/** Where a sign-in can begin (Cognito developer guide, "Managed login endpoints"). */
const SCREENS = {
  signIn: '/oauth2/authorize',
  signUp: '/signup',
  forgotPassword: '/forgotPassword',
  addPasskey: '/passkeys/add',
  signOut: '/logout',
} as const

/** The parameters of an authorization request that depend on the sign-in and not on the user pool. */
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
    scope: request.scopes.join(' ') || undefined,
    identity_provider: request.identityProvider || undefined,
    userContextData: request.userContextData,
    nonce: request.nonce,
    code_challenge_method: request.codeChallenge && 'S256',
    code_challenge: request.codeChallenge,
    idp_identifier: request.idpIdentifier || undefined,
    login_hint: request.loginHint || undefined,
    lang: request.lang,
    prompt: request.prompt,
    resource: request.resource || undefined,
  })
}

/**
 * The URL of Cognito's logout endpoint, which is not OpenID Connect's. It takes `logout_uri` and `client_id`, or what the
 * sign-in page takes (see {@link authorizeUrl}).
 * @param logoutUri one of the app client's allowed sign-out URLs
 */
export function logoutUrl(origin: string, clientId: string, logoutUri: string): string {
  return endpointUrl(origin, '/logout', { logout_uri: logoutUri, client_id: clientId })
}

function endpointUrl(origin: string, path: string, parameters: Record<string, string | undefined>): string {
  const url = new URL(path, origin)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.append(name, value)
  }
  // Cognito documents scopes separated by %20; a literal plus is %2B by now.
  url.search = url.search.replaceAll('+', '%20')
  return url.href
}
