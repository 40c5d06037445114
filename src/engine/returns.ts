import { currentUrl, replacePage, storageOf } from '../browser.js'
import { CognitoAuthError } from '../errors.js'
import { sameOriginUrl } from '../oauth/return-to.js'
import type { Config } from '../options.js'
import type { Transaction } from './transactions.js'

/** How many sign-ins may come back failing, and within how long, in milliseconds, before no other is begun. */
const MOST = 3
const WITHIN = 30_000

/*
 * How sign-ins of this tab came back. A page that answers every failure with another sign-in would go round in circles,
 * since the hosted pages send somebody who has a session there back at once.
 */

type Client = Pick<Config, 'host' | 'clientId'>

const keyOf = ({ host, clientId }: Client) => `cognito-auth.${host}.${clientId}.failed`

function failures(client: Client): number[] {
  let written: string | null | undefined
  try {
    written = storageOf('sessionStorage')?.getItem(keyOf(client))
  } catch {
    // What cannot be read counts nothing.
  }
  return (written ?? '')
    .split(' ')
    .map(Number)
    .filter((time) => Math.abs(Date.now() - time) < WITHIN)
}

/** Notes that a sign-in came back, and whether it brought what it was for. */
export function noteReturn(client: Client, isGood: boolean): void {
  const storage = storageOf('sessionStorage')
  try {
    if (isGood) storage?.removeItem(keyOf(client))
    else storage?.setItem(keyOf(client), [...failures(client), Date.now()].slice(-MOST).join(' '))
  } catch {
    // Where there is no room to count, no circle is noticed.
  }
}

/** @throws CognitoAuthError `redirect_loop` */
export function requireNoLoop(client: Client): void {
  if (failures(client).length < MOST) return
  throw new CognitoAuthError(
    'redirect_loop',
    '3 sign-ins came back failing within 30 seconds: show the error instead of beginning another.',
  )
}

/** Opens the page where the person wanted to go: checked again, for it was in the storage meanwhile. */
export function leadTo(returnTo: string | undefined): void {
  const page = currentUrl()
  const target = page && sameOriginUrl(returnTo, page)
  if (target && target !== page) replacePage(target)
}

/** Gives an error what its sign-in was to bring back: the page can offer to begin again where it was. */
export function bringBack(transaction: Transaction | undefined, error: unknown): void {
  const page = currentUrl()
  if (!transaction || !(error instanceof CognitoAuthError)) return
  error.appState = transaction.appState
  error.returnTo = page && sameOriginUrl(transaction.returnTo, page)
}
