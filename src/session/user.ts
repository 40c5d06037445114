import type { CognitoAuthSession } from './CognitoAuthSession.js'
import { usernameOf } from './token-cache.js'

/**
 * What an ID token says of who is signed in (OpenID Connect Core, section 5.1; Cognito developer guide, "Understanding
 * the identity (ID) token"). Which attributes there are depends on the scopes and on what the app client may read.
 */
export interface UserClaims {
  /** Who it is, for good. */
  readonly sub: string
  readonly 'cognito:username': string
  readonly 'cognito:groups'?: readonly string[]
  readonly 'cognito:roles'?: readonly string[]
  readonly 'cognito:preferred_role'?: string
  /** The identity providers that this person comes from. */
  readonly identities?: readonly {
    readonly userId: string
    readonly providerName: string
    readonly providerType: string
    readonly issuer: string | null
    readonly primary: string
    readonly dateCreated: string
  }[]
  readonly email?: string
  readonly email_verified?: boolean
  readonly phone_number?: string
  readonly phone_number_verified?: boolean
  readonly name?: string
  readonly given_name?: string
  readonly family_name?: string
  readonly middle_name?: string
  readonly nickname?: string
  readonly preferred_username?: string
  readonly profile?: string
  readonly picture?: string
  readonly website?: string
  readonly gender?: string
  readonly birthdate?: string
  readonly zoneinfo?: string
  readonly locale?: string
  readonly address?: { readonly formatted?: string }
  /** Seconds since 1970. */
  readonly updated_at?: number | string
  /** Attributes of the pool's own, which are strings whatever they mean. */
  readonly [custom: `custom:${string}`]: string | undefined
}

/** Those and what an application knows of its own, e.g. `User<{ 'custom:plan': 'free' | 'paid' }>`. */
export type User<Custom extends object = object> = UserClaims & Readonly<Custom>

/** Who is signed in, as a page shows it. */
export type Snapshot<Custom extends object = object> =
  /** `init()` has not come to an end yet. */
  | { readonly status: 'loading'; readonly user: null }
  | { readonly status: 'signedIn'; readonly user: User<Custom> }
  | { readonly status: 'signedOut'; readonly user: null }

/** Without `openid` there is no ID token: then `sub` and the name are all that is known. */
export function userOf(session: CognitoAuthSession): UserClaims {
  const { idToken, accessToken } = session
  if (idToken.getJwtToken()) return idToken.payload as unknown as UserClaims
  return { sub: accessToken.payload['sub'] as string, 'cognito:username': usernameOf(session) ?? '' }
}
