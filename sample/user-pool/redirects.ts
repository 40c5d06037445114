import type { PoolConfig } from './options.ts'

/** Names and values in the order in which they are written; undefined ones are left out. */
export type Parameters = readonly (readonly [name: string, value: string | number | undefined])[]

/**
 * Appends parameters to a URL without touching what is there: a callback URL is compared and used as it was registered.
 * Behind an existing query they are joined with `&` (what Cognito does there is unverified).
 */
export function appendParameters(url: string, parameters: Parameters, mark: '?' | '#' = '?'): string {
  const query = new URLSearchParams()
  for (const [name, value] of parameters) if (value !== undefined) query.append(name, String(value))
  if (query.size === 0) return url
  return `${url}${mark === '?' && url.includes('?') ? '&' : mark}${query.toString()}`
}

/** Cognito's own redirects name its domain in full; `location` may lead to the application instead. */
export function absolute({ origin }: PoolConfig, location: string): string {
  return location.startsWith('/') ? origin + location : location
}
