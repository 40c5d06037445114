import { currentUrl } from '../browser.js'
import type { CognitoAuthError } from '../errors.js'
import { type AuthorizationResponse, claimIn } from '../oauth/callback.js'
import type { Config } from '../options.js'
import { isAwaitedByAny, isState, POPUP, type Transactions, unanswerable } from './transactions.js'

/*
 * Whose response an address holds. A page may have a `code`, an `error` or a `state` of its own, and other clients of this
 * library their sign-ins: both are left alone, and their address as it is. What claims to answer a sign-in of this client
 * and does not is refused.
 */

/** A client that looks at an address. */
interface Client {
  readonly config: Pick<Config, 'redirectUriSignIn' | 'allowsUnsolicitedResponse'>
  readonly transactions: Pick<Transactions, 'isWaiting'>
}

/**
 * Whether the response in `url`, if there is one, is for this client: to be taken, or to be refused.
 * @param awaits whether one of its sign-ins waits for a response with this state
 * @param isAsked whether the program asked about this very address: it waits to hear of what answers nothing, too
 */
export function isFor(
  url: string,
  { config, transactions }: Client,
  awaits: (state: string) => boolean,
  isAsked: boolean,
): boolean {
  const claim = claimIn(url)
  if (!claim) return false
  const { states, type } = claim
  if (states.some(awaits)) return true
  if (states.some(isAwaitedByAny)) return false
  if (!isAddress(url, config.redirectUriSignIn))
    return states.some((state) => state.startsWith(POPUP) && isState(state))
  return (
    isAsked ||
    transactions.isWaiting() ||
    (type === 'code' && config.allowsUnsolicitedResponse) ||
    (type !== 'error' && states.some(isState))
  )
}

/**
 * The refusal of a response that looks as if it were for a client and may be the page's own: it is left alone.
 * @param url in which nothing was found for the client
 */
export function strayIn(url: string, redirectUri: string): CognitoAuthError | undefined {
  const claim = claimIn(url)
  if (!claim || claim.type === 'error' || claim.states.some(isAwaitedByAny)) return undefined
  return isAddress(url, redirectUri) ? unanswerable(false, claim.states[0], claim.type) : undefined
}

/** Whether it is the same response once more. */
export function isSame(one: AuthorizationResponse, other: AuthorizationResponse): boolean {
  const partsOf = (response: AuthorizationResponse) => JSON.stringify(Object.entries(response))
  return partsOf(one) === partsOf(other)
}

/** Whether `url` is the address of `redirectUri`, whatever its parameters are; a server may have added a slash. */
function isAddress(url: string, redirectUri: string): boolean {
  const placeOf = (address: string) => {
    const { protocol, host, pathname } = new URL(address, currentUrl() ?? redirectUri)
    return `${protocol}//${host}${pathname.endsWith('/') ? pathname : `${pathname}/`}`
  }
  try {
    return placeOf(url) === placeOf(redirectUri)
  } catch {
    return false
  }
}
