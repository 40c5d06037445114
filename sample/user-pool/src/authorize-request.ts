import { errorPagePath, appendParameters, type Parameters } from './http.ts'
import { schemeProblem, type AppClient, type OAuthFlow } from './options.ts'

/** A checked request of /oauth2/authorize, which every hosted page carries in its query string. */
export interface AuthorizeRequest {
  readonly client: AppClient
  readonly responseType: 'code' | 'token'
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly state: string | undefined
  readonly nonce: string | undefined
  readonly codeChallenge: string | undefined
  readonly resource: string | undefined
  readonly prompt: ReadonlySet<string>
  readonly loginHint: string | undefined
  /** An identity provider other than the pool itself that was asked for. */
  readonly foreignProvider: string | undefined
  /** The query string for the next page, without `?`. */
  readonly query: string
}

/** A good request, or where the browser is sent with the error. */
type CheckedRequest =
  | { ok: true; request: AuthorizeRequest }
  | { ok: false; location: string; refused?: { clientId: string; url: string } }

/** What travels from page to page, in the order in which it was sent. */
const CARRIED = new Set(
  (
    'response_type client_id redirect_uri state scope code_challenge code_challenge_method nonce lang login_hint ' +
    'prompt identity_provider idp_identifier resource acr_values max_age userContextData'
  ).split(' '),
)

const FLOWS: ReadonlyMap<string, OAuthFlow> = new Map([
  ['code', 'code'],
  ['token', 'implicit'],
])

/**
 * Checks the request in two steps. Until the client and its redirect URI are known to belong together, an error goes
 * to the pool's own /error page (RFC 6749 section 4.1.2.1); afterwards it goes to the application.
 */
export function checkAuthorizeRequest(
  query: URLSearchParams,
  clients: ReadonlyMap<string, AppClient>,
): CheckedRequest {
  const sent = [...query].filter(([name, value]) => CARRIED.has(name) && value !== '')
  const parameters = new Map(sent)
  const clientId = parameters.get('client_id')
  if (clientId === undefined) return toErrorPage('Required parameters missing')
  const client = clients.get(clientId)
  // RFC 6749 section 3.1: a parameter is sent once. Cognito's answer to two is unverified.
  if (!client || parameters.size !== sent.length) return toErrorPage('invalid_request', clientId)
  const [onlyCallback, ...more] = client.callbackUrls
  // With a single callback URL the parameter may be left out (Cognito developer guide, App client settings).
  const redirectUri = parameters.get('redirect_uri') ?? (more.length === 0 ? onlyCallback : undefined)
  if (redirectUri === undefined) return toErrorPage('Required parameters missing', clientId)
  if (!client.callbackUrls.includes(redirectUri)) {
    return { ...toErrorPage('redirect_mismatch', clientId), refused: { clientId, url: redirectUri } }
  }
  return checkKnownClient(parameters, client, redirectUri, new URLSearchParams(sent).toString())
}

function checkKnownClient(
  parameters: ReadonlyMap<string, string>,
  client: AppClient,
  redirectUri: string,
  query: string,
): CheckedRequest {
  const state = parameters.get('state')
  const implicit = parameters.get('response_type') === 'token'
  const refuse = (description?: string) =>
    ({ ok: false, location: errorLocation({ redirectUri, state, implicit, description }) }) as const

  const flow = FLOWS.get(parameters.get('response_type') ?? '')
  if (flow === undefined) return refuse()
  // Documented as error=unauthorized_client and error=invalid_scope; seen in reality as below, with error=invalid_request.
  if (!client.allowedOAuthFlows.includes(flow)) return refuse('unauthorized_client')
  const scopes = parameters.get('scope')?.split(' ').filter(Boolean) ?? client.allowedOAuthScopes
  if (!scopesAllowed(scopes, client)) return refuse('invalid_scope')

  const codeChallenge = parameters.get('code_challenge')
  const method = parameters.get('code_challenge_method')
  if ((codeChallenge === undefined) !== (method === undefined)) return refuse()
  // An S256 challenge is 43 characters of base64url (RFC 7636 section 4.2).
  if (codeChallenge !== undefined && (method !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge)))
    return refuse()

  const prompt = new Set(parameters.get('prompt')?.split(' ').filter(Boolean))
  // OpenID Connect Core 3.1.2.1: none stands alone.
  if (prompt.has('none') && prompt.size > 1) return refuse()
  const resource = parameters.get('resource')
  if (resource !== undefined && !isResource(resource)) return refuse()
  const provider = parameters.get('identity_provider') ?? parameters.get('idp_identifier')

  return {
    ok: true,
    request: {
      client,
      responseType: implicit ? 'token' : 'code',
      redirectUri,
      scopes: [...new Set(scopes)],
      state,
      nonce: parameters.get('nonce'),
      codeChallenge,
      resource,
      prompt,
      loginHint: parameters.get('login_hint'),
      foreignProvider: provider === 'COGNITO' ? undefined : provider,
      query,
    },
  }
}

/** RFC 8707: an absolute URI without a fragment. Cognito takes https, http on localhost, or a scheme of one's own. */
function isResource(resource: string): boolean {
  if (!URL.canParse(resource) || resource.includes('#')) return false
  return schemeProblem(new URL(resource), new Set(['localhost'])) === undefined
}

/** `email`, `phone` and `profile` go with `openid` only (Cognito developer guide, Authorization endpoint). */
function scopesAllowed(scopes: readonly string[], client: AppClient): boolean {
  const needOpenId = scopes.some((scope) => ['email', 'phone', 'profile'].includes(scope))
  if (needOpenId && !scopes.includes('openid')) return false
  return scopes.length > 0 && scopes.every((scope) => client.allowedOAuthScopes.includes(scope))
}

/**
 * The application's URL with an error: error_description, state, error, as real redirects have it;
 * in the fragment for response_type=token.
 */
function errorLocation(to: {
  redirectUri: string
  state: string | undefined
  implicit: boolean
  description: string | undefined
}): string {
  const parameters: Parameters = [
    ['error_description', to.description],
    ['state', to.state],
    ['error', 'invalid_request'],
  ]
  return appendParameters(to.redirectUri, parameters, to.implicit ? '#' : '?')
}

/** The application's URL for prompt=none without a session; the order is that of the developer guide. */
export function loginRequiredLocation({ redirectUri, responseType, state }: AuthorizeRequest): string {
  const parameters: Parameters = [
    ['error', 'login_required'],
    ['state', state],
  ]
  return appendParameters(redirectUri, parameters, responseType === 'token' ? '#' : '?')
}

function toErrorPage(error: string, clientId?: string): { ok: false; location: string } {
  return { ok: false, location: errorPagePath(error, clientId) }
}
