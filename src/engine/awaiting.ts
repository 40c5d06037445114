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
/** Who waits for the response in the page's address to be handled, by whichever client. */
const waiting = new Map<() => void, Store>()

/** Waits until the response in the address has been handled; undefined where there is none of this client. */
export function awaited(engine: Engine): Promise<void> | undefined {
  const { hearer, store, transactions } = engine
  if (hearer.isPlain || !store.items.isAtHand() || !transactions.isAtHand()) return undefined
  const url = currentUrl() ?? ''
  if (!claimIn(url)?.states.some((state) => transactions.find(state))) {
    hearer.isPlain = true
    return undefined
  }
  return url === handled ? undefined : new Promise((resolve) => waiting.set(resolve, store))
}

/**
 * Lets those go on who wait for a response: who can share in the outcome at once, the others when it is there.
 * @param url the address whose response that was; undefined where there was none
 */
export function answered(store: Store, url: string | undefined, outcome: unknown): void {
  handled = url ?? handled
  const release = (isReady: (of: Store) => boolean) => {
    for (const [resolve, of] of waiting) if (isReady(of) && waiting.delete(resolve)) resolve()
  }
  const releaseAll = () => {
    release(() => true)
  }
  if (outcome instanceof Promise) {
    release((of) => of === store)
    outcome.then(releaseAll, releaseAll)
  } else releaseAll()
}
