import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { BrowserContext, Page } from 'playwright-core'

/** A request as it arrived: what a browser sends and its developer tools may leave out. */
export interface Arrived {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
  readonly body: string
}

export interface Site {
  readonly origin: string
  /** Everything that was asked of it, in order. */
  readonly arrived: Arrived[]
  close(): void
}

/** Serves `answer` on a free port of this machine, under the name that pages use for it. */
export async function listen(
  answer: (request: Request) => Response | Promise<Response>,
  host: 'localhost' | '127.0.0.1' = 'localhost',
): Promise<Site> {
  const arrived: Arrived[] = []
  const listener = getRequestListener(async (request) => {
    const { method, url, headers } = request
    arrived.push({ method, url: new URL(url), headers, body: await request.clone().text() })
    return answer(request)
  })
  const server = createServer((request, response) => void listener(request, response))
  await new Promise<void>((done) => server.listen(0, host, done))
  return {
    origin: `http://${host}:${(server.address() as AddressInfo).port}`,
    arrived,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** What the browser will have to complain about on any page of this context, as it comes. */
export function complaintsIn(context: BrowserContext): string[] {
  const complaints: string[] = []
  context.on('console', (message) => {
    // The sample's server has a script of its own, which may lose its connection when a page is left.
    const isOurs = !message.location().url.includes('/browser-sync/')
    if (isOurs && ['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(error.error().message))
  return complaints
}

/** On the sign-in page of the user pool: signs in as a person does. */
export async function fillSignIn(page: Page, who: { username: string; password: string }): Promise<void> {
  await page.locator('#signInFormUsername').fill(who.username)
  await page.locator('#signInFormPassword').fill(who.password)
  await page.locator('[name=signInSubmitButton]').click()
}
