import { vi } from 'vitest'

export interface OpenPage {
  /** Where the page is; its `href` changes as the library cleans the address. */
  readonly location: { href: string }
  /** Every address that the page was left for. */
  readonly opened: string[]
}

/** A page that can be left, which one of jsdom cannot. Until `vi.unstubAllGlobals()`. */
export function openPage(href: string): OpenPage {
  const opened: string[] = []
  const open = (url: string) => void opened.push(url)
  const location = { href, assign: open, replace: open }
  const history = {
    state: null,
    replaceState: (_state: unknown, _title: string, url: string) => {
      location.href = new URL(url, location.href).href
    },
  }
  vi.stubGlobal('window', { location, history })
  return { location, opened }
}
