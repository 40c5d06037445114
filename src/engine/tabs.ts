import { onStorageEvent } from '../browser.js'
import { isWebStorage, type TokenStorage, traitsOf } from '../storage/TokenStorage.js'
import { prefixOf } from './token-items.js'

/* Pages tell each other that something changed, and nothing else: each then looks into its own storage. */

/** How long a change that is written key by key takes to be whole in every process, in milliseconds. */
const WHOLE = 50

/** Those of this page, by app client. */
const listeners = new Map<string, Set<() => void>>()

/** Calls `changed` when another storage of this page, or another tab, may have changed the session of this app client. */
export function listen(clientId: string, changed: () => void): () => void {
  const ours = listeners.get(clientId) ?? new Set()
  listeners.set(clientId, ours.add(changed))
  let timer: ReturnType<typeof setTimeout> | undefined
  const changing = () => {
    clearTimeout(timer)
    timer = setTimeout(changed, WHOLE)
  }
  const unlisten = onStorageEvent(prefixOf(clientId), changing)
  const channel = openChannel(clientId)
  channel?.addEventListener('message', changing)
  return () => {
    ours.delete(changed)
    clearTimeout(timer)
    unlisten()
    channel?.close()
  }
}

/**
 * Calls `removed` when another tab takes the session of this user out of a storage. That may be heard of later than
 * another session of theirs has been stored in its place, key by key.
 * @returns what ends that; undefined where nothing is heard of this storage
 */
export function onRemoval(
  storage: TokenStorage,
  clientId: string,
  username: string,
  removed: () => void,
): (() => void) | undefined {
  if (!isWebStorage(storage)) return undefined
  return onStorageEvent(`${prefixOf(clientId)}${username}.refreshToken`, ({ newValue, storageArea }) => {
    if (newValue === null && storageArea === storage) removed()
  })
}

/**
 * Tells all of them.
 * @param self who need not be told
 * @param storage where the change is; localStorage tells the other tabs by itself, and a memory concerns nobody
 */
export function announce(clientId: string, self: () => void, storage: TokenStorage): void {
  for (const changed of [...(listeners.get(clientId) ?? [])]) if (changed !== self) changed()
  if (isWebStorage(storage) || traitsOf(storage).forState === 'sessionStorage') return
  const channel = openChannel(clientId)
  channel?.postMessage('changed')
  channel?.close()
}

/**
 * A channel between pages of this origin.
 * @param name that of an app client, or the state of a sign-in in a window of its own
 * @returns undefined in old browsers, and on a page without an origin of its own
 */
export function openChannel(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(`cognito-auth.${name}`)
  } catch {
    return undefined
  }
}
