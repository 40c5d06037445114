/** How long an address may be, in characters. */
const LONGEST = 8192

/**
 * The address that `target` leads to from `page`, if it is a page of the same origin; undefined for any other. To be
 * opened as it is: taken apart and put together again, `/.//evil.example` would become another origin's.
 * @param page absolute
 */
export function sameOriginUrl(target: string | null | undefined, page: string): string | undefined {
  if (target === undefined || target === null) return undefined
  try {
    const { origin, protocol, username, password, href } = new URL(target, page)
    const isPage = /^https?:$/.test(protocol) && origin === new URL(page).origin
    return isPage && !username && !password && href.length <= LONGEST ? href : undefined
  } catch {
    return undefined
  }
}
