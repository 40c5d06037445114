import { setTimeout as sleep } from 'node:timers/promises'
import type { MiddlewareHandler } from 'hono'

/** Something that goes wrong on purpose at one path. */
export interface Fault {
  /** For example `/oauth2/token`. */
  path: string
  /** How many requests it meets. Default 1. */
  times?: number
  /** Milliseconds before anything happens, in real time. */
  delay?: number
  /** Answers with this status instead of doing the work. */
  status?: number
  /** The body for `status`. */
  body?: string
  /** The headers for `status`; the content type for example. */
  headers?: Readonly<Record<string, string>>
  /** Does the work, then sends this many characters of the answer only. */
  truncateAfter?: number
}

/** The faults still to come, and the middleware that brings them about. Set in code only, never over HTTP. */
export function createFaults(): { add(fault: Fault): () => void; middleware: MiddlewareHandler } {
  const waiting: { fault: Fault; left: number }[] = []
  const remove = (entry: (typeof waiting)[number]) => {
    const index = waiting.indexOf(entry)
    if (index >= 0) waiting.splice(index, 1)
  }
  return {
    add(fault) {
      const entry = { fault, left: fault.times ?? 1 }
      waiting.push(entry)
      return () => {
        remove(entry)
      }
    },
    async middleware(c, next) {
      const entry = waiting.find(({ fault }) => fault.path === c.req.path)
      if (!entry || c.req.method === 'OPTIONS') return next()
      entry.left -= 1
      if (entry.left <= 0) remove(entry)
      const { delay, status, body, headers, truncateAfter } = entry.fault
      if (delay !== undefined) await sleep(delay)
      if (status !== undefined) {
        return new Response(body ?? null, { status, headers: { ...headers } })
      }
      await next()
      if (truncateAfter !== undefined) {
        c.res = new Response((await c.res.text()).slice(0, truncateAfter), c.res)
      }
    },
  }
}
