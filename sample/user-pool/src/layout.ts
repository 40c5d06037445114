import { html } from 'hono/html'
import type { Pool } from './state.ts'

/** What a page template returns: text in which every value was escaped. */
export type Html = ReturnType<typeof html>

/** Wraps a card in the document that all pages share. */
export function layout(pool: Pool, title: string, content: Html, width: 'card' | 'wide' = 'card'): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/user-pool.css" />
      </head>
      <body>
        <main class="${width} background-customizable">${content}</main>
        <footer>
          <p>
            Local user pool <a href="/">${pool.config.poolId}</a>, a stand-in for an Amazon Cognito domain.
            <a href="/mailbox" target="_blank" rel="noopener">Mailbox</a>
          </p>
        </footer>
      </body>
    </html>`
}
