import { currentUrl } from '../browser.js'
import { claimIn } from '../oauth/callback.js'
import type { Engine } from './engine.js'
import { isAwaitedByAny, isState, POPUP } from './transactions.js'

/*
 * Whose response an address holds. A page may have a `code`, an `error` or a `state` of its own, and other clients of this
 * library their sign-ins: both are left alone, and their address as it is. What claims to answer a sign-in of this client
 * and does not is refused.
 */

/** Whether this client waits for a response with this state. */
export function awaits({ transactions, store }: Engine, state: string): boolean {
  return transactions.find(state) !== undefined || store.underWay.unfinished?.response.state === state
}

/**
 * Whether the response in `url`, if there is one, is for this client: to be taken, or to be refused.
 * @param isAsked whether the program asked about this very address: it waits to hear of what answers nothing, too
 */
export function isFor(engine: Engine, url: string, isAsked: boolean): boolean {
  const { config, transactions } = engine
  const { states, type } = claimIn(url) ?? {}
  if (!states) return false
  if (states.some((state) => awaits(engine, state))) return true
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

/** Whether `url` is the address of `redirectUri`, whatever its parameters are; a server may have added a slash. */
function isAddress(url: string, redirectUri: string): boolean {
  const placeOf = (address: string) => {
    const { protocol, host, pathname } = new URL(address, currentUrl() ?? redirectUri)
    return `${protocol}//${host}${pathname.replace(/\/?$/, '/')}`
  }
  try {
    return placeOf(url) === placeOf(redirectUri)
  } catch {
    return false
  }
}
