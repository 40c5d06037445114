import { currentUrl } from '../browser.js'
import { checked, isText, refuse, type Rules, SWITCH } from '../check.js'
import { CognitoAuthError } from '../errors.js'
import { type CookieAttributes, cookies } from './cookies.js'
import type { TokenStorage } from './TokenStorage.js'

/** The attributes of the cookies (RFC 6265, section 4.1.2). */
export interface CookieStorageOptions {
  /** The host that the cookies belong to, sub-domains included. Left out, they belong to this host alone. */
  domain?: string | undefined
  /** The path below which the cookies are seen; `/` unless given. */
  path?: string | undefined
  /** Lifetime in days; 365 unless given. */
  expires?: number | undefined
  /** Whether the cookies travel over https only; true unless given, and on every page that came over https. */
  secure?: boolean | undefined
  /** `lax` unless given; `none` needs `secure`. */
  sameSite?: 'strict' | 'lax' | 'none' | undefined
}

// A semicolon would begin another attribute (RFC 6265, section 4.1.1).
const ATTRIBUTES: Rules<CookieStorageOptions> = {
  domain: [
    (value) => !value || (isText(value) && /^[a-z\d.-]+$/i.test(value)),
    "a host, such as 'example.com'",
  ],
  path: [(value) => isText(value) && /^\/[^;\p{Cc}]*$/u.test(value), "a path, such as '/'"],
  expires: [(value) => Number.isFinite(value) && (value as number) > 0, 'a number of days, such as 365'],
  secure: SWITCH,
  sameSite: [['strict', 'lax', 'none']],
}

/** Browsers refuse a cookie of more than 4,096 bytes; what is left is for its attributes. */
const COOKIE_SIZE = 3800
/** What nginx and Apache take of one line of a request's header unless told otherwise, in bytes. */
const HEADER_SIZE = 8192

/**
 * Keeps each key in a cookie of that name, as amazon-cognito-identity-js and Amplify do. A value too large for one
 * cookie is cut into `<key>.0`, `<key>.1`, …; the first begins with the number of pieces.
 *
 * Cookies that a script can write are readable by any script of the page and travel with every request:
 * prefer localStorage unless sub-domains or a server must share the session.
 */
export class CookieStorage implements TokenStorage {
  /** A sign-in that nobody finishes would travel with every request, and a sub-domain could plant one. */
  readonly forState = 'localStorage'
  /** Whether sub-domains share it: with `domain`. */
  readonly isShared: boolean
  /** The host they belong to; undefined for that of the page alone. */
  readonly domain: string | undefined
  /** The path below which they are seen. */
  readonly path: string
  /** Their lifetime in days. */
  readonly expires: number
  /** Whether they travel over https only. */
  readonly secure: boolean
  /** Which requests of other sites they travel with. */
  readonly sameSite: 'strict' | 'lax' | 'none'

  /** @throws CognitoAuthError `invalid_configuration`, naming the attribute and what to write */
  constructor(options: CookieStorageOptions = {}) {
    const given = checked('new CookieStorage()', options, ATTRIBUTES, true)
    const { domain, path = '/', expires = 365, secure = true, sameSite = 'lax' } = given
    if (sameSite === 'none' && !secure) refuse("sameSite 'none' needs secure: write secure: true, or 'lax'.")
    this.domain = domain || undefined
    this.isShared = this.domain !== undefined
    this.path = path
    this.expires = expires
    this.secure = secure || Boolean(currentUrl()?.startsWith('https:'))
    this.sameSite = sameSite
  }

  /** That the cookies of this page, whosever they are, are more than many servers take with one request. */
  get warning(): CognitoAuthError | undefined {
    const { length } = document.cookie
    if (length <= HEADER_SIZE) return undefined
    const said = `The cookies of this page have ${length} characters; many servers take ${HEADER_SIZE}`
    return new CognitoAuthError('cookies_too_large', `${said} with a request: use another Storage.`)
  }

  /**
   * @returns the value as it can be read back
   * @throws CognitoAuthError `storage_full` where the browser did not keep it; the key is then empty
   */
  setItem(key: string, value: string): string {
    const encoded = encodeURIComponent(value)
    const size = COOKIE_SIZE - encodeURIComponent(key).length
    const pieces = Math.ceil(encoded.length / size)
    const attributes = attributesOf(this, this.expires)
    if (pieces <= 1) {
      removePieces(this, key)
      cookies.set(key, value, attributes)
    } else {
      this.removeItem(key)
      for (let i = 0; i < pieces; i++) {
        const piece = encoded.slice(i * size, (i + 1) * size)
        rawCookies().set(`${key}.${i}`, i ? piece : `${pieces}.${piece}`, attributes)
      }
    }
    if (this.getItem(key) === value) return value
    this.removeItem(key)
    const reasons = 'they are blocked or too many, or domain or secure does not fit this page'
    throw new CognitoAuthError('storage_full', `The browser did not keep a cookie: ${reasons}.`)
  }

  /** The value; undefined where there is none, or not all of it. */
  getItem(key: string): string | undefined {
    const whole: unknown = cookies.get(key)
    if (typeof whole === 'string') return whole
    const pieces = piecesOf(key).map((name) => rawCookies().get(name))
    if (!pieces.length || pieces.includes(undefined)) return undefined
    try {
      return decodeURIComponent(pieces.join('').replace(/^\d+\./, ''))
    } catch {
      return undefined
    }
  }

  /** Removes the value, in however many cookies it is. */
  removeItem(key: string): void {
    cookies.remove(key, attributesOf(this))
    removePieces(this, key)
  }

  /**
   * Removes every cookie of the page that lies on this storage's domain and path.
   * @returns what amazon-cognito-auth-js returned, an empty object
   */
  clear(): object {
    for (const name of Object.keys(cookies.get())) cookies.remove(name, attributesOf(this))
    return {}
  }
}

/** The first of them, which counts the others, goes last. */
function removePieces(storage: CookieStorage, key: string): void {
  for (const name of piecesOf(key).reverse()) cookies.remove(name, attributesOf(storage))
}

function attributesOf(storage: CookieStorage, expires?: number): CookieAttributes {
  const { path, domain, secure, sameSite } = storage
  return { path, secure, sameSite, domain, expires }
}

/** The names of the cookies that a large value is cut into. */
function piecesOf(key: string): string[] {
  const [, count] = /^(\d{1,3})\./.exec(rawCookies().get(`${key}.0`) ?? '') ?? []
  return Array.from({ length: Number(count ?? 0) }, (_, i) => `${key}.${i}`)
}

/** The pieces of a large value are encoded before they are cut, so js-cookie must leave them as they are. */
function rawCookies() {
  return cookies.withConverter({ read: (value) => value, write: (value) => value })
}
