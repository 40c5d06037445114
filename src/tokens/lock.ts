import { currentUrl } from '../browser.js'

/** How long to wait for a lock, in milliseconds: longer than whoever refreshes and is awake holds it. */
const PATIENCE = 12_000
/** How long a value takes at most from the localStorage of one process to that of another, in milliseconds. */
const PROPAGATION = 50

/**
 * Runs `run` while no other tab of this origin runs anything under this name (Web Locks API). What one of them stored
 * is there for the next: a lock is handed over faster than the storage.
 *
 * A tab that stands still while it holds the lock is not waited for longer than {@link PATIENCE}; those who gave it up
 * then take turns among themselves, and wait for each other no longer either. Where there are no locks (http pages, old
 * browsers), `run` runs at once.
 * @param run told whether others keep away while it runs, as far as that can be known
 * @returns what `run` returns, before the lock is released
 */
export function withLock<T>(name: string, run: (isAlone: boolean) => Promise<T>): Promise<T> {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  return new Promise((resolve) => {
    let begun: Promise<T> | undefined
    const begin = (isAlone: boolean) => {
      begun ??= run(isAlone)
      resolve(begun)
      return begun
    }
    // Where there is no page, there is no other tab.
    if (!locks) void begin(currentUrl() === undefined)
    else
      void hold(locks, name, () => begin(true))
        .catch(() => hold(locks, `${name}.impatient`, () => begin(false)))
        // Whatever keeps the locks from being granted (patience, a document that is not active) keeps nobody from `run`.
        .catch(() => void begin(false))
  })
}

async function hold(locks: LockManager, name: string, begin: () => Promise<unknown>): Promise<void> {
  const keep = async () => {
    await begin().catch(() => undefined)
    await pause(PROPAGATION)
    return true
  }
  const wasFree = await locks.request(name, { ifAvailable: true }, (lock) => lock && keep())
  if (wasFree) return
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort()
  }, PATIENCE)
  await locks.request(name, { signal: controller.signal }, async () => {
    clearTimeout(timer)
    await pause(PROPAGATION)
    await keep()
  })
}

/** @param milliseconds by the wall clock of a page that is not asleep */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
