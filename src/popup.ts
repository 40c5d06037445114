import { type CognitoAuthClient, classOf, sessionOf } from './createCognitoAuth.js'
import type { Session } from './engine/session.js'
import type { PopupOptions } from './sign-in-options.js'

/**
 * Signs in at a window that opens in this turn, and stays on the page. It has to come back to a page of this origin: one
 * that calls `init()` or `handlePopup()`.
 * @throws CognitoAuthError `popup_blocked`, `popup_closed`, `timeout` after ten minutes, and as `auth.signIn()`
 */
export async function signInWithPopup<Custom extends object>(
  auth: CognitoAuthClient<Custom>,
  options: Omit<PopupOptions, 'popup'> = {},
): Promise<Session<Custom>> {
  return sessionOf(await classOf(auth).signIn({ ...options, popup: true } as PopupOptions))
}
