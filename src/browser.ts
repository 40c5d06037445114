import { CognitoAuthError } from './errors.js'

/** The address of the page, or undefined where there is none: a server, a worker, React Native. */
export function currentUrl(): string | undefined {
  return typeof window === 'undefined' ? undefined : (window.location as Location | undefined)?.href
}

/** @throws CognitoAuthError `no_browser` */
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
  return typeof window !== 'undefined' && window.top !== window.self
}

/**
 * Opens a window before this one, or uses the earlier one again. It has no name: any window may have taken that.
 * @returns undefined where the browser does not allow it
 * @throws CognitoAuthError `no_browser`
 */
export function openWindow(earlier?: Window): Window | undefined {
  requirePage('leave popup out.')
  const left = Math.round(window.screenX + window.outerWidth / 2) - 250
  const top = Math.round(window.screenY + window.outerHeight / 2) - 360
  const features = `popup,width=500,height=720,left=${left},top=${top}`
  const opened = earlier?.closed === false ? earlier : window.open('about:blank', '_blank', features)
  if (!opened || opened.closed) return undefined
  opened.focus()
  return opened
}

/** Has a window that was opened here go on to `url`. */
export function moveOn(opened: Window, url: string): void {
  opened.location.href = url
}

/** One that a page took away from us (`Cross-Origin-Opener-Policy`) says that it is closed, too; but has the focus. */
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
  if (currentUrl() === undefined) return
  ;(window.opener as Window | null | undefined)?.postMessage(message, window.location.origin)
}

/** Closes the window of this page; a browser allows it only where a script has opened it. */
export function closeWindow(): void {
  if (currentUrl() !== undefined) window.close()
}

/** Leaves the page for `url`, which takes its place in the history. */
export function replacePage(url: string): void {
  window.location.replace(url)
}

/**
 * Gives the current history entry another address, if `url` is its address or the part of it before the fragment. Its
 * state stays, and nothing is loaded.
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
    // Browsers may refuse (too often, a sandbox); what was signed in by now is not undone for that.
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
  const undo = [listenTo('online', wake), listenTo('pageshow', wake)]
  if (typeof document !== 'undefined') undo.push(listenTo('visibilitychange', shown, document))
  return () => {
    for (const stop of undo) stop()
  }
}

/** Where there are no events, as in React Native's window, nothing is heard. */
function listenTo(type: string, heard: (event: never) => void, target?: Document) {
  const source: Partial<EventTarget> | undefined =
    target ?? (typeof window === 'undefined' ? undefined : window)
  const listener = heard as (event: Event) => void
  source?.addEventListener?.(type, listener)
  return () => source?.removeEventListener?.(type, listener)
}

type GetData = (username: string, userPoolId: string, clientId: string) => string | undefined

/**
 * What the advanced security script collected about this browser, if the page loaded it and it works (Cognito developer
 * guide, "Adding threat protection").
 */
export function userContextData(...whose: Parameters<GetData>): string | undefined {
  try {
    const page = globalThis as { AmazonCognitoAdvancedSecurityData?: { getData: GetData } }
    return page.AmazonCognitoAdvancedSecurityData?.getData(...whose)
  } catch {
    return undefined
  }
}

type Kind = 'localStorage' | 'sessionStorage'

/** Undefined where it is blocked or absent. */
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
