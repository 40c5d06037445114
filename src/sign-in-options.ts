import { readRedirectUri, readScopes, refuse } from './options.js'

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
}

/**
 * Checks how somebody is to sign in.
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function readSignIn(options: SignInOptions): SignInOptions {
  const { screen, lang, prompt, scopes, redirectUri } = options
  // Not every program is checked by types.
  const { identityProvider, idpIdentifier, popup, returnTo }: Record<string, unknown> = { ...options }
  oneOf('screen', screen, SCREENS)
  oneOf('lang', lang, LANGUAGES)
  const prompts = [prompt ?? []].flat()
  for (const one of prompts) oneOf('prompt', one, PROMPTS)
  if (prompts.length > 1 && (prompts as string[]).includes('none'))
    refuse("prompt 'none' stands alone: leave the others out.")
  if (redirectUri !== undefined) readRedirectUri(redirectUri, 'redirectUri')
  if (popup && (prompts as string[]).includes('none'))
    refuse("prompt 'none' has nothing to open a popup for: leave one of them out.")
  if (popup && typeof returnTo === 'string')
    refuse('A popup comes back to this page: leave returnTo out, or popup.')
  if (identityProvider !== undefined && idpIdentifier !== undefined)
    refuse('identityProvider and idpIdentifier both name a provider: write one of them.')
  return {
    ...options,
    scopes: scopes ? readScopes(scopes, 'scopes') : undefined,
  }
}

function oneOf(name: string, value: string | undefined, values: readonly string[]): void {
  if (value === undefined || values.includes(value)) return
  refuse(`${name} '${value}' is none: write one of ${values.map((each) => `'${each}'`).join(', ')}.`)
}
