import { CognitoAuthError } from './errors.js'

/** The page's advanced security script, when it has one (Cognito developer guide, "Adding threat protection"). */
interface AdvancedSecurity {
  AmazonCognitoAdvancedSecurityData?: {
    getData(username: string, userPoolId: string, clientId: string): string | undefined
  }
}

/** The address of the page, or undefined where there is none: a server, a worker, React Native. */
export function currentUrl(): string | undefined {
  return typeof window === 'undefined' ? undefined : (window.location as Location | undefined)?.href
}

/**
 * Leaves the page for `url`.
 * @throws CognitoAuthError `no_browser` where there is no page to leave.
 */
export function navigate(url: string): void {
  if (currentUrl() === undefined) {
    throw new CognitoAuthError(
      'no_browser',
      'There is no browser window to navigate. Pass LaunchUri, a function that opens the URL it is given.',
    )
  }
  window.location.assign(url)
}

/**
 * Gives the current history entry another address of the same origin, if `url` (absolute or relative) is its address.
 * Its state stays, and nothing is loaded.
 */
export function replaceCurrentUrl(url: string, change: (current: string) => string): void {
  const current = currentUrl()
  if (current === undefined || !isSameUrl(url, current)) return
  const changed = change(current)
  if (changed !== current) window.history.replaceState(window.history.state, '', changed)
}

function isSameUrl(url: string, current: string): boolean {
  try {
    return new URL(url, current).href === current
  } catch {
    return false
  }
}

/** What the advanced security script collected about this browser, if the page loaded it. */
export function userContextData(username: string, userPoolId: string, clientId: string): string | undefined {
  return (globalThis as AdvancedSecurity).AmazonCognitoAdvancedSecurityData?.getData(
    username,
    userPoolId,
    clientId,
  )
}

/** The browser's `localStorage` or `sessionStorage` if it can be written, else undefined (blocked, full, absent). */
export function webStorage(kind: 'localStorage' | 'sessionStorage'): Storage | undefined {
  const probe = 'aws.cognito.test-ls'
  try {
    const storage = window[kind]
    storage.setItem(probe, '1')
    storage.removeItem(probe)
    return storage
  } catch {
    return undefined
  }
}
