import { ANYTHING, checkedFor, isText, refuse, type Rules, SWITCH } from './check.js'
import { readRedirectUri, readScopes } from './options.js'

const LANGUAGES = ['de', 'en', 'es', 'fr', 'id', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW'] as const
const SCREENS = ['signIn', 'signUp', 'forgotPassword'] as const
const PROMPTS = ['none', 'login', 'select_account', 'consent'] as const

/** The languages of managed login; the classic hosted UI speaks English whatever is asked for. */
export type Language = (typeof LANGUAGES)[number]
type Prompt = (typeof PROMPTS)[number]

/** How somebody signs in (Cognito developer guide, "Authorize endpoint"). What is left out, Cognito decides. */
export type SignInOptions = RedirectOptions | PopupOptions

/** How somebody signs in who leaves the page for it. */
export type RedirectOptions = SignInRequest &
  Provider & {
    /** Given as true, see {@link PopupOptions}. */
    popup?: false | undefined
    /**
     * `none` asks nothing: who has a session at the hosted pages comes back signed in, and for who has none `init()`
     * gives null. `login` asks for the password in any case; the others are for the provider.
     */
    prompt?: Prompt | readonly Exclude<Prompt, 'none'>[] | undefined
    /**
     * The page to open once signed in, absolute or relative to this one. One of another origin is ignored. This page
     * unless given; null stays where Cognito sends people, and so does a session in memory, which would not outlive it.
     */
    returnTo?: string | null | undefined
  }

/** How somebody signs in who stays on the page. */
export type PopupOptions = SignInRequest &
  Provider & {
    /**
     * Opens a window for it, which the browser allows in the turn of a click only. It has to come back to a page of this
     * origin: one that calls `init()` or `handlePopup()`.
     */
    popup: true
    /** As {@link RedirectOptions}, but for `none`. */
    prompt?: Exclude<Prompt, 'none'> | readonly Exclude<Prompt, 'none'>[] | undefined
    /** Nobody leaves the page, so nobody comes back. */
    returnTo?: undefined
  }

type Provider =
  | {
      /** A provider to go to at once, instead of the constructor's `IdentityProvider`; `''` asks. */
      identityProvider?: string | undefined
      idpIdentifier?: undefined
    }
  | {
      identityProvider?: undefined
      /** The same by an identifier that the pool has for a provider, such as a mail domain. */
      idpIdentifier: string
    }

interface SignInRequest {
  /** The page to begin on; `signIn` unless given. */
  screen?: (typeof SCREENS)[number] | undefined
  /** The user name to begin with, or what the provider takes for one. */
  loginHint?: string | undefined
  lang?: Language | undefined
  /** Instead of the constructor's `TokenScopesArray`. */
  scopes?: readonly string[] | undefined
  /** Instead of the constructor's `RedirectUriSignIn`; another of the app client's callback URLs. */
  redirectUri?: string | undefined
  /** The API that the access token is for, which becomes its `aud` (RFC 8707). */
  resource?: string | undefined
  /** Comes back in `session.appState` as it was, if it can be cloned (`structuredClone`); it never travels. */
  appState?: unknown
}

/** What a sign-out comes with. */
export interface SignOutOptions {
  /** Whether to revoke the refresh token; true unless given. */
  revoke?: boolean | undefined
  /** Whether to end the session of the hosted pages too, which leaves the page; true unless given. */
  redirect?: boolean | undefined
  /** Where to go then, instead of the constructor's `RedirectUriSignOut`; another of the app client's sign-out URLs. */
  redirectUri?: string | undefined
  /**
   * Goes straight to the next sign-in instead. Cognito lets it have these options alone, and in the code flow no PKCE:
   * there `openid` has to be among the scopes, whose nonce takes its place.
   */
  signIn?: boolean | NextSignIn | undefined
}

/** The same as it was read, with what the sign-in after it comes with. */
export type SignOutRequest = Omit<SignOutOptions, 'signIn'> & { readonly signIn: RedirectOptions | undefined }

/** What a sign-out and the sign-in after it have in common with any sign-in. */
export type NextSignIn = Pick<RedirectOptions, 'scopes' | 'redirectUri' | 'appState' | 'returnTo'>

const REDIRECT_URI = [
  isText,
  "one of the app client's callback URLs, such as 'https://example.com/'",
] as const
const RETURN_TO = [
  (value: unknown) => value === null || isText(value),
  "the address of a page, such as '/orders', or null",
] as const

const SIGN_IN: Rules<SignInOptions> = {
  screen: [SCREENS],
  loginHint: [isText, "a user name, such as 'jane@example.com'"],
  lang: [LANGUAGES],
  prompt: [
    (value) => [value].flat().every((each) => (PROMPTS as readonly unknown[]).includes(each)),
    "one of 'none', 'login', 'select_account', 'consent', or an array of them",
  ],
  scopes: ANYTHING,
  redirectUri: REDIRECT_URI,
  identityProvider: [isText, "the name of a provider, such as 'Google'"],
  idpIdentifier: [isText, "an identifier of a provider, such as 'example.com'"],
  resource: [isText, "the identifier of an API, such as 'https://api.example.com/'"],
  appState: ANYTHING,
  returnTo: RETURN_TO,
  popup: SWITCH,
}

const NEXT_SIGN_IN: Rules<NextSignIn> = {
  scopes: ANYTHING,
  redirectUri: REDIRECT_URI,
  appState: ANYTHING,
  returnTo: RETURN_TO,
}

const SIGN_OUT: Rules<SignOutOptions> = {
  revoke: [[true, false], 'true or false'],
  redirect: [[true, false], 'true or false'],
  redirectUri: [isText, "one of the app client's sign-out URLs, such as 'https://example.com/'"],
  signIn: [
    (value) => !value || value === true || (typeof value === 'object' && !Array.isArray(value)),
    'true, or an object such as { appState }',
  ],
}

/**
 * Checks how somebody is to sign in.
 * @param call what was called with that
 * @returns every option that there is, with undefined for those that were left out
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function readSignIn(options: SignInOptions | null, call = 'signIn()'): SignInOptions {
  const read = checkedFor(call, options, SIGN_IN)
  const { prompt, scopes, redirectUri, popup } = read
  // Not every program is checked by types.
  const { identityProvider, idpIdentifier, returnTo }: Record<string, unknown> = { ...read }
  const asksNothing = [prompt].flat().includes('none')
  if (asksNothing && [prompt].flat().length > 1) refuse("prompt 'none' stands alone: leave the others out.")
  if (redirectUri !== undefined) readRedirectUri(redirectUri, 'RedirectUriSignIn', 'redirectUri')
  if (popup && asksNothing) refuse("prompt 'none' has nothing to open a popup for: leave one of them out.")
  if (popup && isText(returnTo)) refuse('A popup comes back to this page: leave returnTo out, or popup.')
  if (identityProvider !== undefined && idpIdentifier !== undefined)
    refuse('identityProvider and idpIdentifier both name a provider: write one of them.')
  return { ...read, scopes: scopes ? readScopes(scopes, 'scopes') : undefined }
}

/**
 * Checks how somebody is to sign out.
 * @param usual the flow, and the scopes of a sign-in that names none
 * @returns `signIn` as what that sign-in comes with
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function readSignOut(
  options: SignOutOptions | null,
  usual: { readonly responseType: 'code' | 'token'; readonly TokenScopesArray: readonly string[] },
): SignOutRequest {
  const { revoke, redirect, redirectUri, signIn } = checkedFor('signOut()', options, SIGN_OUT)
  if (redirectUri !== undefined) readRedirectUri(redirectUri, 'RedirectUriSignOut', 'redirectUri')
  if (signIn && redirectUri !== undefined)
    refuse('redirectUri and signIn both say where to go: write one of them.')
  if (redirect === false && (signIn || redirectUri !== undefined))
    refuse('redirect: false goes nowhere: leave it out, or redirectUri and signIn.')
  if (!signIn) return { revoke, redirect, redirectUri, signIn: undefined }
  const next = readSignIn(checkedFor('signOut({ signIn })', signIn === true ? {} : signIn, NEXT_SIGN_IN))
  // Without a challenge, only the nonce tells a code that somebody else has put into the address (RFC 9700, 4.5.3.2).
  if (usual.responseType === 'code' && !(next.scopes ?? usual.TokenScopesArray).includes('openid'))
    refuse("signOut({ signIn }) needs 'openid' among the scopes: write TokenScopesArray: ['openid', …].")
  return { revoke, redirect, redirectUri, signIn: next as RedirectOptions }
}

/** @throws CognitoAuthError `invalid_configuration` */
export function readValidity(options: { minValidity?: number | undefined } | null | undefined): number {
  // Most calls name nothing, and there are many of them.
  if (options === undefined) return 0
  const isSeconds = (value: unknown) => typeof value === 'number' && value >= 0
  const { minValidity = 0 } = checkedFor('getTokens()', options, {
    minValidity: [isSeconds, 'a number of seconds, such as 60, or Infinity'],
  })
  return minValidity
}
