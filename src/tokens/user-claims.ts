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
    /** Who it is there. */
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
  /** Whether the address is known to be theirs. */
  readonly email_verified?: boolean
  /** With the scope `phone`: in the form of E.164, such as `+4930123456`. */
  readonly phone_number?: string
  /** Whether the number is known to be theirs. */
  readonly phone_number_verified?: boolean
  /** The whole name; this one and those below with the scope `profile`. */
  readonly name?: string
  /** The first name or names. */
  readonly given_name?: string
  /** The last name or names. */
  readonly family_name?: string
  /** The names between them. */
  readonly middle_name?: string
  /** What they are called. */
  readonly nickname?: string
  /** What they want to be called here; others may choose the same. */
  readonly preferred_username?: string
  /** The URL of a page about them. */
  readonly profile?: string
  /** The URL of a picture of them. */
  readonly picture?: string
  /** The URL of a page of theirs. */
  readonly website?: string
  /** Such as `female` or `male`. */
  readonly gender?: string
  /** `YYYY-MM-DD`. */
  readonly birthdate?: string
  /** A time zone, such as `Europe/Berlin`. */
  readonly zoneinfo?: string
  /** A language, such as `de-DE`. */
  readonly locale?: string
  /** The postal address, on one or more lines. */
  readonly address?: {
    /** As it would stand on a letter. */
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
