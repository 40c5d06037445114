import { postForm } from '../oauth/http.js'
import { randomBytes } from '../oauth/pkce.js'
import { COGNITO_CONSTANTS, type CognitoConstants } from './constants.js'

/**
 * Methods that amazon-cognito-auth-js happened to expose and that need no user pool. Programs and
 * `@types/amazon-cognito-auth-js` know them; nothing in this library uses them.
 */
export abstract class InheritedHelpers {
  /** @deprecated The names are those of RFC 6749; write them out. */
  getCognitoConstants(): CognitoConstants {
    return COGNITO_CONSTANTS
  }

  /** @deprecated Compare the sets yourself. */
  compareSets(set1: ReadonlySet<unknown>, set2: ReadonlySet<unknown>): boolean {
    return set1.size === set2.size && [...set1].every((item) => set2.has(item))
  }

  /** @deprecated Use `new URL(url).hostname`; this one is undefined where there is none. */
  getHostName(url: string): string {
    return COGNITO_CONSTANTS.HOSTNAMEREGEX.exec(url)?.[2] as string
  }

  /**
   * The undecoded parameters behind a mark in a URL.
   * @deprecated Use `new URL(url).searchParams`.
   */
  getQueryParameters(url: string, splitMark: string | RegExp): Map<string, string> {
    const pairs = (url.split(splitMark)[1] ?? '').split('&')
    return new Map(
      pairs.map((pair): [string, string] => {
        const [name = '', value] = pair.split(COGNITO_CONSTANTS.QUERYPARAMETERREGEX2)
        return [name, value as string]
      }),
    )
  }

  /**
   * A random string of `length` characters out of `chars`, each as likely as the other.
   * @throws CognitoAuthError `crypto_unavailable`
   * @deprecated A sign-in makes its own state, nonce and verifier.
   */
  generateRandomString(length: number, chars: string): string {
    const limit = 256 - (256 % chars.length)
    let text = ''
    while (text.length < length) {
      // Bytes beyond the last whole multiple of the alphabet would favour its beginning.
      for (const byte of randomBytes(length))
        if (byte < limit && text.length < length) text += chars[byte % chars.length] ?? ''
    }
    return text
  }

  /**
   * Posts a form and hands over the body of the answer.
   * @deprecated Use `fetch`.
   */
  makePOSTRequest(
    header: object,
    body: object,
    url: string,
    onSuccess: (responseText: string) => void,
    onFailure: (responseText: string) => void,
  ): void {
    const headers = Object.fromEntries(Object.entries(header).map(([name, value]) => [name, String(value)]))
    const form = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]))
    postForm(url, form, { headers }).then(
      ({ status, text }) => {
        if (status === 200) onSuccess(text)
        else onFailure(text)
      },
      () => {
        onFailure('')
      },
    )
  }

  /**
   * An XMLHttpRequest that has been opened.
   * @deprecated Use `fetch`.
   */
  createCORSRequest(method: string, url: string): XMLHttpRequest {
    const request = new XMLHttpRequest()
    request.open(method, url, true)
    return request
  }
}
