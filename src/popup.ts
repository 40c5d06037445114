import { currentUrl, isOver, moveOn, onMessageFrom, openWindow } from './browser.js'
import { refuse } from './check.js'
import type { CognitoAuthClient } from './createCognitoAuth.js'
import { type Engine, engineOf } from './engine/engine.js'
import { stateOf } from './engine/hand-over.js'
import type { Session } from './engine/session.js'
import { begin, finish, urlOf } from './engine/sign-in.js'
import { openChannel } from './engine/tabs.js'
import { POPUP } from './engine/transactions.js'
import { CognitoAuthError } from './errors.js'
import { type AuthorizationResponse, readCallback } from './oauth/callback.js'
import { randomToken } from './oauth/pkce.js'
import { type PopupOptions, readSignIn } from './sign-in-options.js'

/** How long somebody may take, in milliseconds. Who is slower is signed in by the page in the window itself. */
const LONGEST = 10 * 60 * 1000
/** How often to look whether the window is still there, in milliseconds. */
const LOOK = 250

/**
 * Signs somebody in at a window that opens in this turn, and stays on the page. It has to come back to a page of this
 * origin: one that calls `init()` or `handlePopup()`.
 * @throws CognitoAuthError `popup_blocked`, `popup_closed`, `timeout` after ten minutes, whatever is wrong with the
 *   response, and as `auth.signIn()`
 */
export async function signInWithPopup<Custom extends object = object>(
  auth: CognitoAuthClient<Custom>,
  options?: Omit<PopupOptions, 'popup'>,
): Promise<Session<Custom>> {
  const read = readSignIn({ ...options, popup: true } as PopupOptions, 'signInWithPopup()')
  return (await signInAtWindow(engineOf(auth), read as PopupOptions)) as Session<Custom>
}

/** @param options as they were read */
export async function signInAtWindow(engine: Engine, options: PopupOptions): Promise<Session> {
  const { config, store, transactions } = engine
  const { underWay } = store
  const begun = begin(engine, options, undefined, POPUP + randomToken())
  let popup: Popup | undefined
  let isOnItsWay = false
  try {
    requireOwnOrigin(options.redirectUri ?? config.redirectUriSignIn)
    popup = openPopup(begun.state, underWay.popup?.opened)
    underWay.popup?.dismiss()
    underWay.popup = popup
    // The window is there in the turn of the click; where it goes is known a moment later.
    const url = await urlOf(engine, begun)
    // Somebody may have closed it meanwhile, or another sign-in taken it.
    isOnItsWay = underWay.popup === popup && !popup.opened.closed
    if (isOnItsWay) moveOn(popup.opened, url)
    return await finish(engine, readCallback(await popup.answer) as AuthorizationResponse)
  } catch (error) {
    // One that may still come back is left to its window.
    if (!isOnItsWay) {
      transactions.forget(begun.state)
      if (popup && underWay.popup === popup) popup.opened.close()
      popup?.dismiss()
    }
    throw error
  }
}

/**
 * The window can tell this page nothing from anywhere else.
 * @throws CognitoAuthError `invalid_configuration`
 */
function requireOwnOrigin(redirectUri: string): void {
  const page = currentUrl()
  if (page === undefined || new URL(redirectUri).origin === new URL(page).origin) return
  refuse(`A popup has to come back to this origin: write redirectUri: '${new URL(page).origin}/…'.`)
}

/** A window that somebody signs in at. */
interface Popup {
  readonly opened: Window
  /**
   * The address that it came back to.
   * @throws CognitoAuthError `popup_closed`, `timeout`
   */
  readonly answer: Promise<string>
  /** Waits no longer. */
  readonly dismiss: () => void
}

/**
 * Opens a window in this turn, lest it be blocked.
 * @param earlier that of the sign-in before, which is used again while it is there
 * @throws CognitoAuthError `popup_blocked`, `no_browser`
 */
function openPopup(state: string, earlier: Window | undefined): Popup {
  const popup = openWindow(earlier)
  if (!popup) {
    throw new CognitoAuthError(
      'popup_blocked',
      'The browser opened no window: call this in the click itself, before anything is awaited, or sign in without a popup.',
    )
  }
  let dismiss: () => void = () => undefined
  let stop: () => void = () => undefined
  const answer = new Promise<string>((resolve, reject) => {
    const channel = openChannel(state)
    const heard = (data: unknown) => {
      if (typeof data !== 'string' || stateOf(data) !== state) return
      channel?.postMessage('taken')
      popup.close()
      resolve(data)
    }
    dismiss = () => {
      reject(new CognitoAuthError('popup_closed', 'The window was closed before anybody had signed in.'))
    }
    const until = performance.now() + LONGEST
    const looking = setInterval(() => {
      if (isOver(popup)) dismiss()
      else if (performance.now() >= until)
        reject(new CognitoAuthError('timeout', 'Nobody signed in within 10 minutes.'))
    }, LOOK)
    channel?.addEventListener('message', ({ data }) => {
      heard(data)
    })
    const deafen = onMessageFrom(popup, heard)
    stop = () => {
      clearInterval(looking)
      channel?.close()
      deafen()
    }
  }).finally(() => {
    stop()
  })
  // Where it goes need not be known yet when it is closed.
  answer.catch(() => undefined)
  return { opened: popup, answer, dismiss }
}
