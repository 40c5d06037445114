import { CognitoAuthError } from '../errors.js'

/** How long a request may take, in milliseconds: nobody waits longer, and no lock is held longer. */
const TIMEOUT = 10_000

export interface HttpAnswer {
  readonly status: number
  readonly text: string
}

/**
 * Posts a form. URLSearchParams as the body makes the browser encode every value and name the content type itself,
 * so that the request needs no preflight. Nothing of the page goes with it: no cookies, no referrer, no cache; a
 * redirect is an error, lest the body be sent elsewhere (RFC 9700, section 4.12).
 * @param keepalive lets the request outlive the page
 * @throws CognitoAuthError `timeout`, `network`
 */
export async function postForm(
  url: string,
  form: Readonly<Record<string, string>>,
  {
    keepalive = false,
    headers = {},
  }: { keepalive?: boolean; headers?: Readonly<Record<string, string>> } = {},
): Promise<HttpAnswer> {
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort()
  }, TIMEOUT)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: new URLSearchParams(form),
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      keepalive,
      signal: controller.signal,
    })
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    throw controller.signal.aborted
      ? new CognitoAuthError(
          'timeout',
          `The user pool domain did not answer within ${TIMEOUT / 1000} seconds.`,
          { cause },
        )
      : new CognitoAuthError('network', 'The user pool domain could not be reached.', { cause })
  } finally {
    clearTimeout(timer)
  }
}
