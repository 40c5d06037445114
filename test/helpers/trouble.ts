import type { Page } from 'playwright-core'

/** What an API answers instead of what it was asked for; undefined where it cannot be reached. */
type Answer = { readonly status: number; readonly contentType: string; readonly body: string } | undefined

const PAGE = { contentType: 'text/html', body: '<!doctype html><h1>Bad Gateway</h1>' }

/** What a page may find its API in, besides well. */
export const TROUBLE: readonly (readonly [state: string, answer: Answer])[] = [
  ['cannot be reached', undefined],
  ['is down, which a page of HTML says', { status: 500, ...PAGE }],
  ['is none, so that a page of HTML comes in its place', { status: 200, ...PAGE }],
  ['knows nobody', { status: 401, ...PAGE }],
  ['allows nobody', { status: 403, contentType: 'application/json', body: '{"message":"Bad Gateway"}' }],
]

/**
 * Has the API answer a page like this from now on.
 * @returns how often it has been asked since
 */
export async function meetTrouble(page: Page, answer: Answer): Promise<() => number> {
  let asked = 0
  await page.route('**/api/**', (route) => {
    asked++
    return answer ? route.fulfill(answer) : route.abort('connectionrefused')
  })
  return () => asked
}

/** What the browser had to complain about, but for the answers that it calls failures. */
export function uncaught(complaints: readonly string[]): string[] {
  return complaints.filter((complaint) => !complaint.startsWith('Failed to load resource'))
}

/**
 * From the sign-in page of the user pool, back to the application that led there, as it sends whoever may not sign in.
 * @param application the address that the sign-in comes back to
 */
export async function refuseSignIn(page: Page, application: string): Promise<void> {
  await page.locator('#signInFormUsername').waitFor()
  const state = new URL(page.url()).searchParams.get('state') ?? ''
  const refusal = { error: 'access_denied', error_description: 'You shall not pass', state }
  await page.goto(`${application}?${new URLSearchParams(refusal)}`)
}
