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

async function request(url: string, init: RequestInit, timeout = TIMEOUT): Promise<HttpAnswer> {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined
  try {
    // Not everything that stands in for `fetch` heeds a signal.
    return await inTime(timeout, answerTo(url, { ...init, signal: controller?.signal ?? null }))
  } catch (error) {
    controller?.abort()
    throw error instanceof CognitoAuthError ? error : unreachable(url, error)
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
  try {
    return await Promise.race([tooLate, answer])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Nothing of the page goes with a request: no cookies, no referrer; a redirect is an error, lest the body be sent
 * elsewhere (RFC 9700, section 4.12).
 */
async function answerTo(url: string, init: RequestInit): Promise<HttpAnswer> {
  const nothing = { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' } as const
  const response = await fetch(url, { mode: 'cors', ...nothing, ...init })
  const { status, headers } = response
  try {
    return { status, text: await readText(response), retryAfter: headers.get('Retry-After') }
  } catch (error) {
    if (error instanceof CognitoAuthError) throw error
    // Whoever began to answer has done what was asked.
    const said = `The answer of ${new URL(url).origin} broke off${nameOf(error)}.`
    throw new CognitoAuthError('network', said, { status })
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
      throw new CognitoAuthError('bad_response', `An answer has more than ${LONGEST} characters.`)
    }
  }
  return text + decoder.decode()
}

/** What a request is sent with, and whose it is. */
export interface Bearer {
  readonly token: string
  readonly user: unknown
}

/**
 * The request that a browser makes of this in this turn, and the origin that it goes to. Whatever was passed, and
 * `<base href>`, may say something else in the next.
 * @throws CognitoAuthError `invalid_configuration`
 */
export function readRequest(...fetched: Parameters<typeof fetch>): { request: Request; origin: string } {
  try {
    const request = new Request(...fetched)
    return { request, origin: new URL(request.url).origin }
  } catch (error) {
    const said = `This is no request${nameOf(error)}: write what the browser's own fetch() takes.`
    throw new CognitoAuthError('invalid_configuration', said)
  }
}

/**
 * Fetches with a bearer token (RFC 6750, section 2.1), and once more with another of the same person where the API
 * answers 401. The browser takes the token along to no other origin that it is redirected to (Fetch Standard,
 * "HTTP-redirect fetch").
 * @param isOnce whether the body is a stream, which is gone by then
 * @param bearer gives one that is good for so many seconds
 * @param missed hears why there is no other, since what is returned is the 401
 * @throws what `bearer` throws at first; what a signal was aborted with; CognitoAuthError `network`
 */
export async function fetchWithBearer(
  request: Request,
  isOnce: boolean,
  bearer: (minValidity: number) => Promise<Bearer>,
  missed: (error: CognitoAuthError) => void,
): Promise<Response> {
  const again = isOnce ? undefined : request.clone()
  const first = await bearer(0)
  const response = await send(request, first)
  if (response.status !== 401 || !again) return response
  let next: Bearer
  try {
    // Somebody else may have been told 401 before.
    next = await bearer(0)
    if (next.token === first.token) next = await bearer(Infinity)
  } catch (error) {
    if (!(error instanceof CognitoAuthError)) throw error
    missed(error)
    return response
  }
  if (next.user !== first.user) return response
  response.body?.cancel().catch(() => undefined)
  return send(again, next)
}

async function send(request: Request, { token }: Bearer): Promise<Response> {
  request.headers.set('Authorization', `Bearer ${token}`)
  try {
    return await fetch(request)
  } catch (error) {
    // Whoever gives up knows their own reason. React Native's requests need not have a signal.
    throw (request.signal as AbortSignal | undefined)?.aborted ? error : unreachable(request.url, error)
  }
}

function unreachable(url: string, error: unknown): CognitoAuthError {
  const reasons =
    'the device may be offline, or CORS, the Content-Security-Policy or an ad blocker in the way'
  const said = `${new URL(url).origin} could not be reached${nameOf(error)}: ${reasons}.`
  return new CognitoAuthError('network', said)
}
