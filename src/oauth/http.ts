import { CognitoAuthError, nameOf } from '../errors.js'

/** How long a request may take, in milliseconds: nobody waits longer. */
export const TIMEOUT = 10_000
/** How long an answer may be, in characters; those of Cognito have a few thousand. */
const LONGEST = 262_144
/** Nothing of the page goes along; a redirect is an error, lest a body be sent elsewhere (RFC 9700, section 4.12). */
const ALONE = { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' } as const

export interface HttpAnswer {
  readonly status: number
  readonly text: string
  /** What `Retry-After` says, where the server lets a page see it. */
  readonly retryAfter?: string | null
}

/**
 * Posts a form. URLSearchParams as the body makes the browser encode every value and name the content type itself,
 * so that the request needs no preflight.
 * @param timeout how long it may take, in milliseconds
 * @throws CognitoAuthError as {@link ask}
 */
export function postForm(
  url: string,
  form: Readonly<Record<string, string>>,
  init?: RequestInit,
  timeout?: number,
): Promise<HttpAnswer> {
  const body = new URLSearchParams(form)
  return ask(url, { method: 'POST', body, cache: 'no-store', ...init }, timeout)
}

/**
 * @param timeout how long it may take, in milliseconds
 * @throws CognitoAuthError `timeout`; `network`, with a `status` where an answer broke off; `bad_response` where it is too
 *   long to be one
 */
export async function ask(url: string, init: RequestInit, timeout = TIMEOUT): Promise<HttpAnswer> {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  let status: number | undefined
  const answer = async () => {
    const response = await fetch(url, { ...ALONE, ...init, signal: controller?.signal ?? null })
    ;({ status } = response)
    return { status, text: await readText(response), retryAfter: response.headers.get('Retry-After') }
  }
  try {
    // Not everything that stands in for `fetch` heeds a signal.
    return await inTime(timeout, answer())
  } catch (error) {
    controller?.abort()
    throw error instanceof CognitoAuthError ? error : unreachable(url, error, status)
  }
}

/**
 * What `answer` comes to, if that takes no longer than so many milliseconds.
 * @throws CognitoAuthError `timeout`
 */
export async function inTime<T>(timeout: number, answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    const said = `The server did not answer within ${Math.ceil(timeout / 1000)} seconds.`
    timer = setTimeout(() => {
      reject(new CognitoAuthError('timeout', said))
    }, timeout)
  })
  return Promise.race([tooLate, answer]).finally(() => {
    clearTimeout(timer)
  })
}

/** Reads no further than an answer can be long. */
async function readText(response: Response): Promise<string> {
  const reader = (response.body as Response['body'] | undefined)?.getReader()
  // Nothing was sent, or this is React Native, which streams no answers.
  if (!reader) return response.text()
  let text = ''
  const decoder = new TextDecoder()
  for (;;) {
    const { done, value } = await reader.read()
    text += decoder.decode(value, { stream: !done })
    if (done) return text
    if (text.length > LONGEST) {
      await reader.cancel()
      throw new CognitoAuthError('bad_response', `An answer has more than ${LONGEST} characters.`)
    }
  }
}

/**
 * Sends a request of the page with a bearer token (RFC 6750, section 2.1). The browser takes it along to no other origin
 * that it is redirected to (Fetch Standard, "HTTP-redirect fetch").
 * @throws CognitoAuthError `network`; what a signal was aborted with
 */
export async function sendBearer(request: Request, token: string): Promise<Response> {
  request.headers.set('Authorization', `Bearer ${token}`)
  try {
    return await fetch(request)
  } catch (error) {
    // Whoever gives up knows their own reason. React Native's requests need not have a signal.
    throw (request.signal as AbortSignal | undefined)?.aborted ? error : unreachable(request.url, error)
  }
}

/** @param status that of an answer that broke off: whoever began it has done what was asked */
function unreachable(url: string, error: unknown, status?: number): CognitoAuthError {
  const reasons =
    'the device may be offline, or CORS, the Content-Security-Policy or an ad blocker in the way'
  const what = status === undefined ? 'could not be reached' : 'broke off its answer'
  const said = `${new URL(url).origin} ${what}${nameOf(error)}: ${reasons}.`
  return new CognitoAuthError('network', said, { status })
}
