import { currentUrl, isOver, moveOn, onMessageFrom, openWindow } from './browser.js'
import { refuse } from './check.js'
import type { CognitoAuthClient } from './createCognitoAuth.js'
import { type Engine, engineOf } from './engine/engine.js'
import { stateOf } from './engine/hand-over.js'
import type { Session } from './engine/session.js'
import { begin, finish, urlOf } from './engine/sign-in.js'
import { openChannel } from './engine/tabs.js'
import { POPUP } from './engine/transactions.js'
import { CognitoAuthError, hasCode } from './errors.js'
import { readCallback } from './oauth/callback.js'
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
  try {
    requireOwnOrigin(options.redirectUri ?? config.redirectUriSignIn)
    const popup = openPopup(begun.state, underWay.popup?.window)
    underWay.popup?.dismiss()
    underWay.popup = popup
    // The window is there in the turn of the click; where it goes is known a moment later.
    const url = await Promise.resolve(urlOf(engine, begun)).catch((error: unknown) => {
      popup.close()
      transactions.forget(begun.state)
      throw error
    })
    // Another sign-in may have taken the window meanwhile.
    if (underWay.popup === popup) moveOn(popup.window, url)
    return await finish(
      engine,
      readCallback(await popup.answer) as NonNullable<ReturnType<typeof readCallback>>,
    )
  } catch (error) {
    // One that may still come back is left to its window.
    if (hasCode(error, 'popup_blocked', 'invalid_configuration', 'no_browser'))
      transactions.forget(begun.state)
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
  readonly window: Window
  /**
   * The address that it came back to.
   * @throws CognitoAuthError `popup_closed`, `timeout`
   */
  readonly answer: Promise<string>
  /** Waits no longer, for another window has taken its place. */
  dismiss(): void
  /** Closes the window, and waits no longer. */
  close(): void
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
  const undo: (() => void)[] = []
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
    const look = () => {
      if (isOver(popup)) dismiss()
      else looking = setTimeout(look, LOOK)
    }
    let looking = setTimeout(look, LOOK)
    const timer = setTimeout(() => {
      reject(new CognitoAuthError('timeout', `Nobody signed in within ${LONGEST / 60_000} minutes.`))
    }, LONGEST)
    channel?.addEventListener('message', ({ data }) => {
      heard(data)
    })
    undo.push(onMessageFrom(popup, heard), () => {
      channel?.close()
      clearTimeout(looking)
      clearTimeout(timer)
    })
  }).finally(() => {
    for (const stop of undo) stop()
  })
  // Where it goes need not be known yet when it is closed.
  answer.catch(() => undefined)
  const close = () => {
    popup.close()
    dismiss()
  }
  return { window: popup, answer, dismiss, close }
}
