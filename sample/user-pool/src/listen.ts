import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { ChangingConfig } from './options.ts'

/** Where a pool is served. */
export interface ListenOptions {
  /** 0 takes any free port. Default: that of `origin`. */
  port?: number
  /** The name or address to listen on. Default: `localhost`. In a container, `0.0.0.0`. */
  host?: string
  /** A certificate and its key as PEM: the domain is reached over https then. */
  tls?: { key: string; cert: string }
}

/** A pool that is served. */
export interface Listening {
  /** Where the domain is reached. */
  readonly origin: string
  readonly port: number
  close(): Promise<void>
}

/** The servers of one pool. */
export function createListeners(
  config: ChangingConfig,
  answer: (request: Request) => Response | Promise<Response>,
): { listen(options?: ListenOptions): Promise<Listening>; close(): Promise<void> } {
  const servers = new Set<Server>()
  const end = (server: Server) => {
    if (!servers.delete(server)) return Promise.resolve()
    server.closeAllConnections()
    return new Promise<void>((done) => {
      server.close(() => {
        done()
      })
    })
  }
  return {
    async listen({ port = portOf(config.origin), host = 'localhost', tls } = {}) {
      const listener = getRequestListener(answer)
      const handle: RequestListener = (request, response) => void listener(request, response)
      const server = tls ? createSecureServer(tls, handle) : createServer(handle)
      const bound = await bind(server, port, host)
      servers.add(server)
      config.moveTo(`${tls ? 'https' : 'http'}://localhost:${bound}`)
      return { origin: config.origin, port: bound, close: () => end(server) }
    },
    async close() {
      await Promise.all([...servers].map(end))
    },
  }
}

/** Rejects with an Error that says so when nothing can listen there. */
export async function checkPort(port: number, host: string): Promise<void> {
  const probe = createServer()
  await bind(probe, port, host)
  await new Promise((done) => probe.close(done))
}

function portOf(origin: string): number {
  const { port, protocol } = new URL(origin)
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}

const FAILURES: Readonly<Record<string, (port: number, host: string) => string>> = {
  EADDRINUSE: (port) => `Port ${port} is in use. Choose another, or 0 for any that is free.`,
  EACCES: (port) => `Port ${port} may not be used. Choose one above 1023.`,
  ENOTFOUND: (_, host) =>
    host === 'localhost'
      ? 'localhost leads nowhere on this machine: write the line "127.0.0.1 localhost" into /etc/hosts.'
      : `There is no host ${host} to listen on.`,
}

async function bind(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      fail(new Error(FAILURES[error.code ?? '']?.(port, host) ?? error.message, { cause: error }))
    })
    server.listen(port, host, done)
  })
  return (server.address() as AddressInfo).port
}
