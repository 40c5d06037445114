import { postForm } from '../oauth/http.js'
import { randomBytes } from '../oauth/pkce.js'
import { COGNITO_CONSTANTS } from './constants.js'

/*
 * What amazon-cognito-auth-js happened to expose and needs no user pool. Programs and `@types/amazon-cognito-auth-js` know
 * it; nothing in this library uses it.
 */

/** The undecoded parameters behind a mark in a URL. */
export function queryParameters(url: string, splitMark: string | RegExp): Map<string, string> {
  const pairs = (url.split(splitMark)[1] ?? '').split('&')
  return new Map(
    pairs.map((pair): [string, string] => {
      const [name = '', value] = pair.split(COGNITO_CONSTANTS.QUERYPARAMETERREGEX2)
      return [name, value as string]
    }),
  )
}

/** A random string of `length` characters out of `chars`, each as likely as the other. */
export function randomString(length: number, chars: string): string {
  const limit = 256 - (256 % chars.length)
  let text = ''
  while (text.length < length) {
    // Bytes beyond the last whole multiple of the alphabet would favour its beginning.
    for (const byte of randomBytes(length))
      if (byte < limit && text.length < length) text += chars[byte % chars.length] ?? ''
  }
  return text
}

/** Posts a form and hands over the body of the answer. */
export function post(
  header: object,
  body: object,
  url: string,
  onSuccess: (responseText: string) => void,
  onFailure: (responseText: string) => void,
): void {
  const texts = (of: object) =>
    Object.fromEntries(Object.entries(of).map(([name, value]) => [name, String(value)]))
  postForm(url, texts(body), { headers: texts(header) }).then(
    ({ status, text }) => {
      if (status === 200) onSuccess(text)
      else onFailure(text)
    },
    () => {
      onFailure('')
    },
  )
}

/** An XMLHttpRequest that has been opened. */
export function corsRequest(method: string, url: string): XMLHttpRequest {
  const request = new XMLHttpRequest()
  request.open(method, url, true)
  return request
}
