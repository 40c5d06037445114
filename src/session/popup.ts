import {
  closeWindow,
  currentUrl,
  isOver,
  onMessageFrom,
  openWindow,
  replaceCurrentUrl,
  sendToOpener,
} from '../browser.js'
import { CognitoAuthError } from '../errors.js'
import { refuse } from '../check.js'
import { readCallback, withoutResponse } from '../oauth/callback.js'
import { openChannel } from './tabs.js'

/*
 * A sign-in in a window of its own. The page that this window comes back to hands its address over to the page that
 * waits for it, in two ways at once: as a message to its opener, which reaches a page in a frame, too, and through a
 * channel, which needs no opener (`Cross-Origin-Opener-Policy` takes it away). The state, which nobody else knows, is the
 * name of the channel and tells whose answer it is.
 */

/** What the state of such a sign-in begins with, so that the page it comes back to knows that another one waits. */
const PREFIX = 'popup.'

/** How long somebody may take, in milliseconds. Who is slower is signed in by the page in the window itself. */
const LONGEST = 10 * 60 * 1000
/** How often to look whether the window is still there, in milliseconds. */
const LOOK = 250
/** How long the page in the window waits for the other one to take its address, in milliseconds. */
const PATIENCE = 2000

/** A window that somebody signs in at. */
export interface Popup {
  readonly window: Window
  /**
   * The address that it came back to.
   * @throws CognitoAuthError `popup_closed`, `timeout`
   */
  readonly answer: Promise<string>
  /** Waits no longer, for another window has taken its place. */
  dismiss(): void
}

export function popupState(state: string): string {
  return PREFIX + state
}

/** Whether a response with this state is another page's. */
export function isPopupState(state: string): boolean {
  return state.startsWith(PREFIX)
}

/**
 * The window can tell this page nothing from anywhere else.
 * @throws CognitoAuthError `invalid_configuration`
 */
export function requireOwnOrigin(redirectUri: string): void {
  const page = currentUrl()
  if (page === undefined || new URL(redirectUri).origin === new URL(page).origin) return
  refuse(`A popup has to come back to this origin: write redirectUri: '${new URL(page).origin}/…'.`)
}

/**
 * Opens a window in this turn, lest it be blocked.
 * @param earlier that of the sign-in before, which is used again while it is there
 * @throws CognitoAuthError `popup_blocked`, `no_browser`
 */
export function openPopup(url: string, state: string, earlier: Popup | undefined): Popup {
  const popup = openWindow(url, earlier?.window)
  if (!popup) {
    throw new CognitoAuthError(
      'popup_blocked',
      'The browser opened no window: call signIn() in the click itself, before anything is awaited, or leave popup out.',
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
  return { window: popup, answer, dismiss }
}

/**
 * Hands the address of this window over to the page that waits for it, and closes the window.
 * @returns false where nobody takes it
 */
export async function handOver(url: string, state: string): Promise<boolean> {
  const channel = openChannel(state)
  const isTaken = await new Promise<boolean>((resolve) => {
    channel?.addEventListener('message', ({ data }) => {
      // Another window with the same address, which somebody has forged, says something else.
      if (data === 'taken') resolve(true)
    })
    channel?.postMessage(url)
    sendToOpener(url)
    setTimeout(() => {
      resolve(false)
    }, PATIENCE)
  })
  channel?.close()
  if (isTaken) closeWindow()
  return isTaken
}

/**
 * All that a callback page made for `signIn({ popup: true })` has to do: it hands the response in its address over to the
 * page that waits for it, and closes its window. A page that calls `init()` does so anyhow.
 * @returns fulfilled once the response has been taken
 * @throws CognitoAuthError `no_transaction` where the address holds no such response, or nobody waits for it any more
 */
export async function handlePopup(): Promise<void> {
  const url = currentUrl() ?? ''
  const state = stateOf(url)
  replaceCurrentUrl(url, withoutResponse)
  if (state && isPopupState(state) && (await handOver(url, state))) return
  throw new CognitoAuthError(
    'no_transaction',
    'No page waits for this popup: go back to where you were and sign in again.',
  )
}

/** The state of the response in `url`, if it holds one. */
function stateOf(url: string): string | undefined {
  try {
    return readCallback(url)?.state
  } catch {
    return undefined
  }
}
