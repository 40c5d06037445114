/**
 * What an ID token says of who is signed in (OpenID Connect Core, section 5.1; Cognito developer guide, "Understanding
 * the identity (ID) token"). Which attributes there are depends on the scopes and on what the app client may read.
 */
export interface UserClaims {
  /** Who it is, for good. */
  readonly sub: string
  /** The name to sign in with; of somebody from an identity provider, `Provider_id`. */
  readonly 'cognito:username': string
  /** The groups of the user pool that this person is in. */
  readonly 'cognito:groups'?: readonly string[]
  /** The IAM roles of these groups. */
  readonly 'cognito:roles'?: readonly string[]
  /** The one of the group with the highest precedence. */
  readonly 'cognito:preferred_role'?: string
  /** The identity providers that this person comes from. */
  readonly identities?: readonly {
    readonly userId: string
    /** The name of the provider in the user pool, such as `Google`. */
    readonly providerName: string
    /** What it is, such as `Google`, `SAML` or `OIDC`. */
    readonly providerType: string
    /** The entity id of a SAML provider. */
    readonly issuer: string | null
    /** Whether this is the first one of the profile: `'true'` or `'false'`. */
    readonly primary: string
    /** Milliseconds since 1970, as a string. */
    readonly dateCreated: string
  }[]
  /** With the scope `email`. */
  readonly email?: string
  readonly email_verified?: boolean
  /** With the scope `phone`: in the form of E.164, such as `+4930123456`. */
  readonly phone_number?: string
  readonly phone_number_verified?: boolean
  /** This one and those below with the scope `profile`. */
  readonly name?: string
  readonly given_name?: string
  readonly family_name?: string
  readonly middle_name?: string
  readonly nickname?: string
  /** What they want to be called here; others may choose the same. */
  readonly preferred_username?: string
  /** The URL of a page about them. */
  readonly profile?: string
  readonly picture?: string
  readonly website?: string
  readonly gender?: string
  /** `YYYY-MM-DD`. */
  readonly birthdate?: string
  /** Such as `Europe/Berlin`. */
  readonly zoneinfo?: string
  /** Such as `de-DE`. */
  readonly locale?: string
  /** The postal address, on one or more lines. */
  readonly address?: {
    readonly formatted?: string
  }
  /** Seconds since 1970. */
  readonly updated_at?: number | string
  /** Attributes of the pool's own, which are strings whatever they mean. */
  readonly [custom: `custom:${string}`]: string | undefined
}

/** Those and what an application knows of its own, e.g. `User<{ 'custom:plan': 'free' | 'paid' }>`. */
export type User<Custom extends object = object> = UserClaims & Readonly<Custom>

/** Who is signed in, as a page shows it: nobody knows while the status is `loading`, before `init()` has come to an end. */
export type Snapshot<Custom extends object = object> =
  Known<'loading', null> | Known<'signedIn', User<Custom>> | Known<'signedOut', null>

interface Known<Status extends string, Who> {
  /** What is known. */
  readonly status: Status
  /** Who it is, as `getUser()` says. */
  readonly user: Who
}
