/** The hosted pages (Cognito developer guide, "Managed login endpoints"). */
const PAGES = {
  signIn: '/oauth2/authorize',
  signUp: '/signup',
  forgotPassword: '/forgotPassword',
  addPasskey: '/passkeys/add',
  signOut: '/logout',
} as const

export type HostedPage = keyof typeof PAGES

/**
 * The URL of a hosted page. All of them but the logout endpoint take what the authorize endpoint does (RFC 6749, section
 * 4.1.1); that takes this, or its own `logout_uri`, and is not OpenID Connect's.
 * @param origin of the user pool domain, with scheme
 * @param parameters in their order; empty ones are left out
 */
export function hostedUrl(
  origin: string,
  page: HostedPage,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.entries(parameters).filter((pair): pair is [string, string] => Boolean(pair[1]))
  // Cognito documents scopes separated by %20; a literal plus is %2B by now.
  return `${origin}${PAGES[page]}?${new URLSearchParams(given).toString().replaceAll('+', '%20')}`
}
