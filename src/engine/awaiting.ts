import { currentUrl } from '../browser.js'
import { claimIn } from '../oauth/callback.js'
import type { Engine } from './engine.js'
import type { Store } from './store.js'

/*
 * A page that has just been opened may hold a response in its address that nobody has handled yet: whoever asks for a
 * session waits for what comes of it.
 */

/** The address whose response was handled last; a page that may not change it still has it. */
let handled: string | undefined
/** Who waits for the response in the page's address, whichever client handles it. */
let waiting: ((handler: Store, outcome: Promise<unknown>) => void)[] = []

/** Waits until the response in the address has been handled; undefined where there is none of this client. */
export function awaited(engine: Engine): Promise<unknown> | undefined {
  const { hearer, store, transactions } = engine
  if (hearer.isPlain || !store.items.isAtHand() || !transactions.isAtHand()) return undefined
  const url = currentUrl() ?? ''
  hearer.isPlain = !claimIn(url)?.states.some((state) => transactions.find(state))
  if (hearer.isPlain || url === handled) return undefined
  return new Promise((resolve) => {
    waiting.push((handler, outcome) => {
      // Whoever has the same session shares in the outcome at once.
      resolve(handler === store ? undefined : outcome)
    })
  })
}

/** @param url the address whose response that was; undefined where there was none for this client */
export function answered(handler: Store, url: string | undefined, outcome: unknown): void {
  handled = url ?? handled
  const over = Promise.resolve(outcome).catch(() => undefined)
  const told = waiting
  waiting = []
  for (const tell of told) tell(handler, over)
}
