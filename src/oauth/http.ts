import { CognitoAuthError, nameOf } from '../errors.js'

/** How long a request may take, in milliseconds: nobody waits longer. */
export const TIMEOUT = 10_000
/** How long an answer may be, in characters; those of Cognito have a few thousand. */
const LONGEST = 262_144

export interface HttpAnswer {
  readonly status: number
  readonly text: string
  /** What `Retry-After` says, where the server lets a page see it. */
  readonly retryAfter?: string | null
}

interface Posting {
  /** Lets the request outlive the page. */
  readonly keepalive?: boolean
  readonly headers?: Readonly<Record<string, string>>
  /** How long it may take, in milliseconds. */
  readonly timeout?: number | undefined
}

/**
 * Posts a form. URLSearchParams as the body makes the browser encode every value and name the content type itself,
 * so that the request needs no preflight.
 * @throws CognitoAuthError `timeout`, `network`, `bad_response` where the answer is too long to be one
 */
export function postForm(
  url: string,
  form: Readonly<Record<string, string>>,
  { keepalive = false, headers = {}, timeout }: Posting = {},
): Promise<HttpAnswer> {
  const body = new URLSearchParams(form)
  return request(url, { method: 'POST', headers, body, cache: 'no-store', keepalive }, timeout)
}

/**
 * Gets a document.
 * @param cache how the browser's HTTP cache takes part
 * @throws CognitoAuthError as {@link postForm}
 */
export function getText(url: string, cache: RequestCache): Promise<HttpAnswer> {
  return request(url, { cache })
}

/**
 * Nothing of the page goes with a request: no cookies, no referrer; a redirect is an error, lest the body be sent
 * elsewhere (RFC 9700, section 4.12).
 */
async function request(url: string, init: RequestInit, timeout = TIMEOUT): Promise<HttpAnswer> {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  try {
    // Not everything that stands in for `fetch` heeds a signal.
    return await inTime(timeout, answerTo(url, { ...init, signal: controller?.signal ?? null }))
  } catch (error) {
    controller?.abort()
    if (error instanceof CognitoAuthError) throw error
    throw new CognitoAuthError('network', `The server could not be reached${nameOf(error)}.`)
  }
}

/**
 * What `answer` comes to, if that takes no longer than so many milliseconds.
 * @throws CognitoAuthError `timeout`
 */
export async function inTime<T>(timeout: number, answer: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const seconds = Math.ceil(timeout / 1000)
      reject(new CognitoAuthError('timeout', `The server did not answer within ${seconds} seconds.`))
    }, timeout)
  })
  try {
    return await Promise.race([tooLate, answer])
  } finally {
    clearTimeout(timer)
  }
}

async function answerTo(url: string, init: RequestInit): Promise<HttpAnswer> {
  const response = await fetch(url, {
    mode: 'cors',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    ...init,
  })
  const { status, headers } = response
  try {
    return { status, text: await readText(response), retryAfter: headers.get('Retry-After') }
  } catch (error) {
    if (error instanceof CognitoAuthError) throw error
    // Whoever began to answer has done what was asked.
    throw new CognitoAuthError('network', `The answer of ${new URL(url).origin} broke off${nameOf(error)}.`, {
      status,
    })
  }
}

/** Reads no further than an answer can be long. */
async function readText(response: Response): Promise<string> {
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>> | null | undefined)?.getReader()
  // Nothing was sent, or this is React Native, which streams no answers.
  if (!reader) return response.text()
  let text = ''
  const decoder = new TextDecoder()
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    text += decoder.decode(chunk.value, { stream: true })
    if (text.length > LONGEST) {
      await reader.cancel()
      throw new CognitoAuthError('bad_response', `An answer of more than ${LONGEST} characters was refused.`)
    }
  }
  return text + decoder.decode()
}

/**
 * Fetches with a bearer token (RFC 6750, section 2.1), and once more with another where the API answers 401, unless the
 * body was a stream, which is gone by then. The browser takes the token along to no other origin that it is redirected
 * to (Fetch Standard, "HTTP-redirect fetch").
 * @param token gives one that is good for so many seconds
 * @throws what `token` throws at first; and as `fetch()`
 */
export async function fetchWithBearer(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  token: (minValidity: number) => Promise<string>,
): Promise<Response> {
  const first = await token(0)
  const request = new Request(input, init)
  // React Native has no streams.
  const isStream = typeof ReadableStream === 'function' && init?.body instanceof ReadableStream
  const again = isStream ? undefined : request.clone()
  const response = await send(request, first)
  if (response.status !== 401 || !again) return response
  try {
    // Somebody else may have been told 401 before.
    const present = await token(0)
    const second = present === first ? await token(Infinity) : present
    await response.body?.cancel()
    return await send(again, second)
  } catch (error) {
    if (error instanceof CognitoAuthError) return response
    throw error
  }
}

function send(request: Request, token: string): Promise<Response> {
  request.headers.set('Authorization', `Bearer ${token}`)
  return fetch(request)
}
