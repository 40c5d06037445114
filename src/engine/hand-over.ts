import { closeWindow, currentUrl, replaceCurrentUrl, sendToOpener } from '../browser.js'
import { CognitoAuthError } from '../errors.js'
import { readCallback, withoutResponse } from '../oauth/callback.js'
import { openChannel } from './tabs.js'
import { POPUP } from './transactions.js'

/** How long the page in a window waits for the other one to take its address, in milliseconds. */
const PATIENCE = 2000

/**
 * Hands the address of this window over to the page that waits for it, and closes the window: as a message to its
 * opener, which reaches a page in a frame, too, and through a channel, which needs no opener
 * (`Cross-Origin-Opener-Policy` takes it away). The state, which nobody else knows, is the name of the channel.
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
 * All that a callback page made for a popup has to do: it hands the response in its address over to the page that waits
 * for it, and closes its window. A page that calls `init()` does so anyhow.
 * @returns fulfilled once the response has been taken
 * @throws CognitoAuthError `no_transaction` where the address holds no such response, or nobody waits for it any more
 */
export async function handlePopup(): Promise<void> {
  const url = currentUrl() ?? ''
  const state = stateOf(url)
  replaceCurrentUrl(url, withoutResponse)
  if (state?.startsWith(POPUP) && (await handOver(url, state))) return
  throw new CognitoAuthError(
    'no_transaction',
    'No page waits for this popup: go back to where you were and sign in again.',
  )
}

/** The state of the response in `url`, if it holds one. */
export function stateOf(url: string): string | undefined {
  try {
    return readCallback(url)?.state
  } catch {
    return undefined
  }
}
