import { currentUrl } from '../browser.js'

/** How long to wait for a lock, in milliseconds: longer than whoever refreshes and is awake holds it. */
const PATIENCE = 12_000
/** How long a value takes at most from the localStorage of one process to that of another, in milliseconds. */
const PROPAGATION = 50

/**
 * Runs `run` while no other tab of this origin runs anything under this name (Web Locks API). A tab that stands still with
 * the lock is not waited for longer than {@link PATIENCE}: those who gave it up take turns among themselves. Where there are
 * no locks (http pages, old browsers), `run` runs at once.
 * @param run told whether others keep away while it runs, as far as that can be known
 * @param ready gives what another tab has brought about meanwhile, if that makes `run` needless: nobody waits on then
 */
export function withLock<T>(
  name: string,
  run: (isAlone: boolean) => Promise<T>,
  ready: () => T | undefined = () => undefined,
): Promise<T> {
  const locks = (globalThis.navigator as Partial<Navigator> | undefined)?.locks
  return new Promise((resolve) => {
    let begun: Promise<T> | undefined
    const begin = (isAlone: boolean) => {
      begun ??= run(isAlone)
      resolve(begun)
      return begun
    }
    const isNeedless = () => {
      const brought = ready()
      if (brought !== undefined) resolve((begun ??= Promise.resolve(brought)))
      return begun !== undefined
    }
    // Where there is no page, there is no other tab.
    if (!locks) void begin(currentUrl() === undefined)
    else
      void hold(locks, name, () => begin(true), isNeedless)
        .catch(async () => {
          if (!begun) await hold(locks, `${name}.impatient`, () => begin(false), isNeedless)
        })
        // Whatever keeps the locks from being granted (patience, a document that is not active) keeps nobody from `run`.
        .catch(() => void begin(false))
  })
}

/** Holds a lock until what `begin` stored is everywhere: a lock is handed over faster than the storage. */
async function hold(
  locks: LockManager,
  name: string,
  begin: () => Promise<unknown>,
  isNeedless: () => boolean,
): Promise<void> {
  const controller = new AbortController()
  const giveUp = () => {
    controller.abort()
  }
  const patience = setTimeout(giveUp, PATIENCE)
  const looking = setInterval(() => {
    if (isNeedless()) giveUp()
  }, PROPAGATION)
  const stop = () => {
    clearTimeout(patience)
    clearInterval(looking)
  }
  await locks
    .request(name, { signal: controller.signal }, async () => {
      stop()
      if (isNeedless()) return
      await begin().catch(() => undefined)
      await pause(PROPAGATION)
    })
    .finally(stop)
}

/** @param milliseconds by the wall clock of a page that is not asleep */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
