import { CognitoAuthError } from './errors.js'

/** There is none on a server or in a worker, and React Native has one without most of this. */
const page = () => (globalThis as { window?: Partial<Window> }).window

/** The address of the page, or undefined where there is none. */
export function currentUrl(): string | undefined {
  return page()?.location?.href
}

/** Leaves the page for `url`. @throws CognitoAuthError `no_browser` */
export function navigate(url: string): void {
  requirePage('pass LaunchUri, a function that opens the URL it is given.')
  window.location.assign(url)
}

/** @param instead what to write where there is no page */
function requirePage(instead: string): void {
  if (currentUrl() === undefined)
    throw new CognitoAuthError('no_browser', `There is no browser window: ${instead}`)
}

/** Whether the page is shown inside another, where the hosted pages refuse to be shown (`X-Frame-Options: DENY`). */
export function isFramed(): boolean {
  return page()?.top !== page()?.self
}

/**
 * Opens a window before this one. It has no name, for any window of the page may have taken that.
 * @param earlier one that was opened here before, which is used again while it is there
 * @returns undefined where the browser does not allow it
 * @throws CognitoAuthError `no_browser`
 */
export function openWindow(earlier?: Window): Window | undefined {
  requirePage('leave popup out.')
  const [width, height] = [500, 720]
  const left = Math.round(window.screenX + (window.outerWidth - width) / 2)
  const top = Math.round(window.screenY + (window.outerHeight - height) / 2)
  const features = `popup,width=${width},height=${height},left=${left},top=${top}`
  const opened = earlier?.closed === false ? earlier : window.open('about:blank', '_blank', features)
  if (!opened || opened.closed) return undefined
  opened.focus()
  return opened
}

/** Has a window that was opened here go on to `url`. */
export function moveOn(opened: Window, url: string): void {
  opened.location.href = url
}

/**
 * Whether a window has been closed. One that another page took away from us (`Cross-Origin-Opener-Policy`) says that it
 * is, too; but while somebody is at it, the focus is there.
 */
export function isOver(opened: Window): boolean {
  return opened.closed && document.hasFocus()
}

/** Calls `heard` with what a page of this origin sends from that window. */
export function onMessageFrom(opened: Window, heard: (data: unknown) => void): () => void {
  return listenTo('message', ({ origin, source, data }: MessageEvent<unknown>) => {
    if (origin === window.location.origin && source === opened) heard(data)
  })
}

/** Sends a message to the page that opened this window, if it is one of this origin. */
export function sendToOpener(message: string): void {
  const opener = page()?.opener as Window | null | undefined
  opener?.postMessage(message, window.location.origin)
}

/** Closes the window of this page; a browser allows it only where a script has opened it. */
export function closeWindow(): void {
  page()?.close?.()
}

/** Leaves the page for `url`, which takes its place in the history. */
export function replacePage(url: string): void {
  window.location.replace(url)
}

/**
 * Gives the current history entry another address of the same origin, if `url` is its address or the part of it before
 * the fragment. Its state stays, and nothing is loaded. Browsers may refuse (too often, a sandbox): then it stays too.
 */
export function replaceCurrentUrl(url: string, change: (current: string) => string): void {
  const current = currentUrl()
  if (current === undefined) return
  try {
    const { href } = new URL(url, current)
    if (href !== current && href !== current.split('#', 1).join()) return
    const changed = change(current)
    if (changed !== current) window.history.replaceState(window.history.state, '', changed)
  } catch {
    // What was signed in or refused by now is not undone for the looks of the address.
  }
}

/** Whether the device says that it has no network. That it has one says nothing. */
export function isOffline(): boolean {
  return (globalThis.navigator as Partial<Navigator> | undefined)?.onLine === false
}

/** Calls `changed` when another tab writes or removes a key of localStorage that begins like this, or clears it. */
export function onStorageEvent(prefix: string, changed: (event: StorageEvent) => void): () => void {
  return listenTo('storage', (event: StorageEvent) => {
    if (event.key?.startsWith(prefix) ?? true) changed(event)
  })
}

/** Calls `wake` when the page can be seen again, comes back out of the back/forward cache, or has a network again. */
export function onWake(wake: () => void): () => void {
  const shown = () => {
    if (document.visibilityState === 'visible') wake()
  }
  const undo = [
    listenTo('online', wake),
    listenTo('pageshow', wake),
    listenTo('visibilitychange', shown, globalThis.document),
  ]
  return () => {
    for (const stop of undo) stop()
  }
}

function listenTo(
  type: string,
  heard: (event: never) => void,
  target: Partial<EventTarget> | undefined = page(),
) {
  const listener = heard as (event: Event) => void
  target?.addEventListener?.(type, listener)
  return () => target?.removeEventListener?.(type, listener)
}

/** The page's advanced security script, where it has one (Cognito developer guide, "Adding threat protection"). */
interface AdvancedSecurity {
  getData(...whose: [username: string, userPoolId: string, clientId: string]): string | undefined
}

/** What that collected about this browser, if the page loaded it and it works. */
export function userContextData(...whose: Parameters<AdvancedSecurity['getData']>): string | undefined {
  try {
    const page = globalThis as { AmazonCognitoAdvancedSecurityData?: AdvancedSecurity }
    return page.AmazonCognitoAdvancedSecurityData?.getData(...whose)
  } catch {
    return undefined
  }
}

type Kind = 'localStorage' | 'sessionStorage'

/** The browser's `localStorage` or `sessionStorage`, else undefined (blocked, absent). */
export function storageOf(kind: Kind): Storage | undefined {
  try {
    return window[kind]
  } catch {
    return undefined
  }
}

/** The same if it can be written (not full), which costs a write. */
export function webStorage(kind: Kind): Storage | undefined {
  const probe = 'aws.cognito.test-ls'
  try {
    const storage = storageOf(kind)
    storage?.setItem(probe, '1')
    storage?.removeItem(probe)
    return storage
  } catch {
    return undefined
  }
}
