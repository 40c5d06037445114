const inFlight = new WeakMap<object, Map<string, Promise<unknown>>>()

/**
 * One refresh for all callers of the page, whichever instance they ask: a rotated refresh token is good once.
 * @param storage where the result will be stored; instances that share it share the refresh
 * @param key what is refreshed
 */
export function shareRefresh<T>(storage: object, key: string, refresh: () => Promise<T>): Promise<T> {
  const running = inFlight.get(storage) ?? new Map<string, Promise<unknown>>()
  inFlight.set(storage, running)
  const shared = running.get(key) as Promise<T> | undefined
  if (shared) return shared
  const started = refresh().finally(() => running.delete(key))
  running.set(key, started)
  return started
}
