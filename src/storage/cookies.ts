import Cookies from 'js-cookie'

/**
 * js-cookie, in a file of its own in `dist/`, too: it does not say that its import has no side effects, so that bundlers
 * would keep it for programs without cookies. They leave this file out, which does.
 */
export const cookies = Cookies

/** What a cookie comes with. */
export type CookieAttributes = Cookies.CookieAttributes
