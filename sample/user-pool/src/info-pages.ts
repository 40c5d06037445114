import { html } from 'hono/html'
import { layout, type Html } from './layout.ts'
import { urlProblem, type AppClient } from './options.ts'
import type { Pool } from './state.ts'

/** A page that says one thing. */
export function messagePage(
  pool: Pool,
  page: {
    title: string
    sentence: string
    hint?: string
    facts?: Html
    back?: { href: string; text: string }
  },
): Html {
  return layout(
    pool,
    page.title,
    html`<h1>${page.title}</h1>
      <p role="alert">${page.sentence}</p>
      ${page.hint === undefined ? '' : html`<p class="hint">${page.hint}</p>`} ${page.facts ?? ''}
      ${page.back ? html`<p class="other"><a href="${page.back.href}">${page.back.text}</a></p>` : ''}`,
  )
}

/** A form that did not come from this browser's own page, or whose cookie is gone. */
export function forbiddenPage(pool: Pool, back: string): Html {
  return messagePage(pool, {
    title: 'Please try again',
    sentence: 'The form could not be accepted: it did not carry this browser’s token.',
    hint: 'This happens when cookies are blocked or were cleared, or when the page is old.',
    back: { href: back, text: 'Back to sign in' },
  })
}

/** A code page whose account is confirmed, in a browser that has no session of it. */
export function confirmedPage(pool: Pool, signIn: string): Html {
  return messagePage(pool, {
    title: 'Confirm your account',
    sentence: 'This account is confirmed already. Sign in to go on.',
    back: { href: signIn, text: 'Sign in' },
  })
}

const CAUSES = new Map([
  ['redirect_mismatch', 'The redirect_uri of the request is not one of the app client’s callback URLs.'],
  ['invalid_request', 'The request names an unknown client_id, or a parameter twice.'],
  ['Required parameters missing', 'The request has no client_id, or no redirect_uri.'],
])

/** /error: the sentence is Cognito's; what it means is told here because the pool is local. */
export function errorPage(pool: Pool, error: string | undefined, clientId: string | undefined): Html {
  const client = clientId === undefined ? undefined : pool.config.clients.get(clientId)
  return layout(
    pool,
    'Error',
    html`<h1>An error was encountered with the requested page.</h1>
      ${
        error === undefined
          ? ''
          : html`<dl class="facts" role="alert">
              <dt>error</dt>
              <dd><code>${error}</code></dd>
              ${
                clientId === undefined
                  ? ''
                  : html`<dt>client_id</dt>
                      <dd><code>${clientId}</code></dd>`
              }
            </dl>`
      }
      ${CAUSES.has(error ?? '') ? html`<p class="hint">${CAUSES.get(error ?? '')}</p>` : ''}
      ${
        error === 'redirect_mismatch' && client
          ? refusedUrl(pool, client, 'callback URLs', pool.refused.get(client.clientId))
          : ''
      }`,
  )
}

/** Which URL an application asked to be at, at which it may be, and what to do about it. */
export function refusedUrl(
  pool: Pool,
  client: AppClient,
  kind: 'callback URLs' | 'sign-out URLs',
  asked: string | undefined,
): Html {
  const allowed = kind === 'callback URLs' ? client.callbackUrls : client.logoutUrls
  return html`<dl class="facts">
      ${
        asked === undefined
          ? ''
          : html`<dt>asked for</dt>
              <dd><code>${asked}</code></dd>`
      }
      <dt>${kind}</dt>
      ${allowed.length === 0 ? html`<dd>none</dd>` : ''}
      ${allowed.map((url) => html`<dd><code>${url}</code></dd>`)}
    </dl>
    ${asked === undefined ? '' : html`<p>${adviceOn(pool, client, asked)}</p>`}`
}

/** What to do about a URL that was asked for: it may be one that no app client can have. */
function adviceOn(pool: Pool, { clientId }: AppClient, asked: string): string {
  const problem = urlProblem(asked)
  return problem === undefined ? pool.advice(asked, clientId) : `No app client can have it: it ${problem}`
}

/** /mailbox: every mail the pool "sent", newest first. */
export function mailboxPage(pool: Pool): Html {
  const mails = [...pool.mailbox].reverse().map((mail) => {
    const sent = new Date(mail.sentAt).toISOString()
    return html`<li class="mail">
      <h2>${mail.subject}</h2>
      <p>To ${mail.to}, <time datetime="${sent}">${sent.slice(0, 19).replace('T', ' ')} UTC</time></p>
      <p class="code"><code>${mail.code}</code></p>
    </li>`
  })
  return layout(
    pool,
    'Mailbox',
    html`<h1>Mailbox</h1>
      <p>
        ${
          pool.config.smtp
            ? `Codes this local user pool has mailed through ${new URL(pool.config.smtp.url).hostname}, newest first.`
            : 'Codes this local user pool would have mailed, newest first. Nothing leaves this computer.'
        }
        <a href="/mailbox">Look again</a>
      </p>
      ${
        mails.length === 0
          ? html`<p class="hint">No mail yet.</p>`
          : html`<ol class="mails">
              ${mails}
            </ol>`
      }`,
    'wide',
  )
}

/** / */
export function indexPage(pool: Pool): Html {
  const { config } = pool
  const documents = `/${config.poolId}/.well-known`
  return layout(
    pool,
    'Local user pool',
    html`<h1>Local user pool</h1>
      <p>
        This is <strong>${config.poolId}</strong>, a stand-in for an Amazon Cognito user-pool domain: sign-in,
        sign-up and tokens as there, on this computer. An application leads here; there is nothing to sign in
        to on this page.
      </p>
      <ul>
        <li><a href="/mailbox">Mailbox</a>: the codes of sign-up and password reset</li>
        <li><a href="${documents}/openid-configuration">Discovery document</a></li>
        <li><a href="${documents}/jwks.json">Signing keys</a></li>
      </ul>
      <h2>App clients</h2>
      ${[...config.clients.values()].map(
        (client) =>
          html`<dl class="facts">
            <dt>client_id</dt>
            <dd><code>${client.clientId}</code></dd>
            <dt>flows</dt>
            <dd>${client.allowedOAuthFlows.join(', ')}</dd>
            <dt>scopes</dt>
            <dd>${client.allowedOAuthScopes.join(' ')}</dd>
            <dt>callback URLs</dt>
            ${client.callbackUrls.map((url) => html`<dd><code>${url}</code></dd>`)}
            <dt>sign-out URLs</dt>
            ${client.logoutUrls.length === 0 ? html`<dd>none</dd>` : ''}
            ${client.logoutUrls.map((url) => html`<dd><code>${url}</code></dd>`)}
          </dl>`,
      )}`,
    'wide',
  )
}
