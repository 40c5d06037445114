import type { Grant, StoredUser } from './state.ts'

/** The claims of a token, in the order in which they are written. */
export type Claims = Record<string, string | number | boolean | readonly string[]>

/** What one issue of tokens has in common. Times in seconds since 1970. */
interface Issue {
  readonly issuer: string
  readonly user: StoredUser
  readonly grant: Grant
  /** False leaves out `jti` and `origin_jti` (Cognito developer guide, Ending user sessions with token revocation). */
  readonly revocable: boolean
  readonly jti: string
  readonly iat: number
  readonly exp: number
}

/** What says who issued a token for whom and for how long, which no attribute may change. */
const RESERVED: ReadonlySet<string> = new Set(
  'acr amr aud auth_time at_hash azp client_id device_key event_id exp iat identities iss jti nbf nonce origin_jti scope sub token_use username version'.split(
    ' ',
  ),
)

/** Whether a user's attribute may not be called so. */
export function isReserved(name: string): boolean {
  return RESERVED.has(name) || name.startsWith('cognito:')
}

/** A map, because an attribute may have any name, `constructor` too. */
const SCOPE_OF: ReadonlyMap<string, string> = new Map([
  ['email', 'email'],
  ['email_verified', 'email'],
  ['phone_number', 'phone'],
  ['phone_number_verified', 'phone'],
])

/**
 * The attributes an app may see: those of the scopes `email`, `phone` and `profile`; all of them when none of the
 * three was asked for (Cognito developer guide, The user attributes endpoint). That `profile` excludes e-mail and
 * phone is OpenID Connect Core 5.4 and unverified at Cognito.
 */
function attributesInScope(user: StoredUser, scopes: readonly string[]): Record<string, string> {
  const limited = ['email', 'phone', 'profile'].some((scope) => scopes.includes(scope))
  const seen = ([name]: [string, string]) =>
    !isReserved(name) && (!limited || scopes.includes(SCOPE_OF.get(name) ?? 'profile'))
  return Object.fromEntries(Object.entries(user.attributes).filter(seen))
}

/** The ID token: `at_hash` first, booleans for the two `_verified` claims, attributes last, as in real samples. */
export function idTokenClaims(issue: Issue & { atHash: string; nonce: string | undefined }): Claims {
  const { user, grant } = issue
  const { email_verified, phone_number_verified, ...attributes } = attributesInScope(user, grant.scopes)
  return {
    at_hash: issue.atHash,
    sub: user.sub,
    ...groupsOf(user),
    ...(email_verified === undefined ? {} : { email_verified: email_verified === 'true' }),
    ...(phone_number_verified === undefined
      ? {}
      : { phone_number_verified: phone_number_verified === 'true' }),
    iss: issue.issuer,
    'cognito:username': user.username,
    ...(issue.nonce === undefined ? {} : { nonce: issue.nonce }),
    ...(issue.revocable ? { origin_jti: grant.originJti } : {}),
    aud: grant.clientId,
    event_id: grant.eventId,
    token_use: 'id',
    auth_time: grant.authTime,
    exp: issue.exp,
    iat: issue.iat,
    ...(issue.revocable ? { jti: issue.jti } : {}),
    ...attributes,
  }
}

/** The access token: no `aud` unless a resource was named (RFC 8707), the app client in `client_id`. */
export function accessTokenClaims(issue: Issue): Claims {
  const { user, grant } = issue
  return {
    sub: user.sub,
    ...groupsOf(user),
    iss: issue.issuer,
    version: 2,
    client_id: grant.clientId,
    ...(grant.resource === undefined ? {} : { aud: grant.resource }),
    ...(issue.revocable ? { origin_jti: grant.originJti } : {}),
    event_id: grant.eventId,
    token_use: 'access',
    scope: grant.scopes.join(' '),
    auth_time: grant.authTime,
    exp: issue.exp,
    iat: issue.iat,
    ...(issue.revocable ? { jti: issue.jti } : {}),
    username: user.username,
  }
}

/** `cognito:groups`, which tokens of a user without groups do not have. */
function groupsOf({ groups }: StoredUser): Claims {
  return groups?.length ? { 'cognito:groups': groups } : {}
}

/** The body of userInfo: every value a string, `email_verified` too. */
export function userInfo(user: StoredUser, scopes: readonly string[]): Record<string, string> {
  return { sub: user.sub, ...attributesInScope(user, scopes), username: user.username }
}
