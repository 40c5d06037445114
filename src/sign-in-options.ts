import { ANYTHING, BOOLEAN, checked, isText, refuse, type Rule, type Rules, SWITCH } from './check.js'
import { CALLBACK_URL, type Config, isCallbackUrl, isRedirectUri, SCOPES, SIGN_OUT_URL } from './options.js'

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
     * `none` asks nothing: for who has no session at the hosted pages, `init()` gives null then. `login` asks for the
     * password in any case; the others are for the provider.
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
  /** Comes back in `session.appState` as it was: anything that JSON keeps. It never travels. */
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

const REDIRECT_URI: Rule = [isCallbackUrl, CALLBACK_URL]
const RETURN_TO: Rule = [
  (value) => value === null || isText(value),
  "the address of a page, such as '/orders', or null",
]

const NEXT_SIGN_IN: Rules<NextSignIn> = {
  scopes: SCOPES,
  redirectUri: REDIRECT_URI,
  appState: ANYTHING,
  returnTo: RETURN_TO,
}

const SIGN_IN: Rules<SignInOptions> = {
  scopes: SCOPES,
  redirectUri: REDIRECT_URI,
  appState: ANYTHING,
  returnTo: RETURN_TO,
  screen: [SCREENS],
  loginHint: [isText, "a user name, such as 'jane@example.com'"],
  lang: [LANGUAGES],
  prompt: [
    (value) => value === 'none' || [value].flat().every((each) => PROMPTS.slice(1).includes(each as Prompt)),
    "'none', or any of 'login', 'select_account', 'consent'",
  ],
  identityProvider: [isText, "the name of a provider, such as 'Google'"],
  idpIdentifier: [isText, "an identifier of a provider, such as 'example.com'"],
  resource: [isText, "the identifier of an API, such as 'https://api.example.com/'"],
  popup: SWITCH,
}

const SIGN_OUT: Rules<SignOutOptions> = {
  revoke: BOOLEAN,
  redirect: BOOLEAN,
  redirectUri: [isRedirectUri, SIGN_OUT_URL],
  signIn: [
    (value) => !value || value === true || (typeof value === 'object' && !Array.isArray(value)),
    'true, or an object such as { appState }',
  ],
}

/** @throws CognitoAuthError `invalid_configuration` where more than one was given, each under its name */
function refuseSeveral(...names: (string | false | undefined)[]): void {
  const [one, other] = names.filter(Boolean)
  if (other) refuse(`${one} and ${other} exclude each other: write one of them.`)
}

/**
 * Checks how somebody is to sign in.
 * @param call what was called with that
 * @param without what that has none of
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function readSignIn(
  options: SignInOptions | null,
  call = 'signIn()',
  without: readonly ('popup' | 'screen')[] = [],
): SignInOptions {
  const read = checked(call, options, SIGN_IN)
  for (const name of without) if (read[name]) refuse(`${call} has no ${name}: leave it out.`)
  const { prompt, identityProvider, idpIdentifier, returnTo } = read
  const popup = read.popup && 'popup'
  refuseSeveral(popup, prompt === 'none' && "prompt: 'none'")
  refuseSeveral(popup, isText(returnTo) && 'returnTo')
  refuseSeveral(isText(identityProvider) && 'identityProvider', isText(idpIdentifier) && 'idpIdentifier')
  return { ...read, scopes: Array.isArray(read.scopes) ? read.scopes : undefined }
}

/**
 * Checks how somebody is to sign out.
 * @returns `signIn` as what that sign-in comes with
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function readSignOut(
  options: SignOutOptions | null,
  usual: Pick<Config, 'responseType' | 'scopes'>,
): SignOutRequest {
  const read = checked('signOut()', options, SIGN_OUT)
  const { redirect, redirectUri, signIn } = read
  refuseSeveral(redirect === false && 'redirect: false', redirectUri && 'redirectUri', signIn && 'signIn')
  if (!signIn) return { ...read, signIn: undefined }
  const next = readSignIn(checked('signOut({ signIn })', signIn === true ? {} : signIn, NEXT_SIGN_IN))
  // Without a challenge, only the nonce tells a code that somebody else has put into the address (RFC 9700, 4.5.3.2).
  if (usual.responseType === 'code' && !(next.scopes ?? usual.scopes).includes('openid'))
    refuse("signOut({ signIn }) needs 'openid' among the scopes: write TokenScopesArray: ['openid', …].")
  return { ...read, signIn: next as RedirectOptions }
}

const VALIDITY: Rules<{ minValidity?: number | undefined }> = {
  minValidity: [
    (value) => typeof value === 'number' && value >= 0,
    'a number of seconds, such as 60, or Infinity',
  ],
}

/** @throws CognitoAuthError `invalid_configuration` */
export function readValidity(options: { minValidity?: number | undefined } | null | undefined): number {
  // Most calls name nothing, and there are many of them.
  return options === undefined ? 0 : (checked('getTokens()', options, VALIDITY).minValidity ?? 0)
}
