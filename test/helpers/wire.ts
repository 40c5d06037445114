import { vi } from 'vitest'

/** What happens to a request of the library: `send` has it answered, `signal` is aborted when it is given up. */
export type Interference = (send: () => Promise<Response>, signal: AbortSignal) => Promise<Response>

/** The way between the library and the user pool, where something may happen to requests. */
export interface Wire {
  /** Every request for tokens that was attempted, whether it arrived or not. */
  readonly posts: URLSearchParams[]
  /** All attempts, by path. */
  readonly attempts: string[]
  /** What happens to requests to a path from now on; undefined mends it. */
  disturb(interference: Interference | undefined, path?: string): void
}

/** Puts itself before the `fetch` of this moment. Until `vi.unstubAllGlobals()`. */
export function createWire(): Wire {
  const { fetch } = globalThis
  const posts: URLSearchParams[] = []
  const attempts: string[] = []
  const disturbances = new Map<string, Interference>()
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const path = new URL(url).pathname
    attempts.push(path)
    if (path === '/oauth2/token') posts.push(init.body as URLSearchParams)
    const send = () => fetch(url, init)
    return disturbances.get(path)?.(send, init.signal as AbortSignal) ?? send()
  })
  return {
    posts,
    attempts,
    disturb(interference, path = '/oauth2/token') {
      if (interference) disturbances.set(path, interference)
      else disturbances.delete(path)
    },
  }
}

/** Nobody can be reached. */
export const unreachable: Interference = () => Promise.reject(new TypeError('Failed to fetch'))

/** Nobody answers. */
export const silent: Interference = (_, signal) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error)
    })
  })

/** An answer in place of that of the user pool, which hears nothing of the request. */
export function answer(body: BodyInit | null, init: ResponseInit = {}): Interference {
  return () => Promise.resolve(new Response(body, init))
}

/** The user pool's answer with other members; undefined leaves one out. */
export function edited(members: Readonly<Record<string, unknown>>): Interference {
  return async (send) => {
    const response = await send()
    return Response.json({ ...((await response.json()) as object), ...members }, { status: response.status })
  }
}
