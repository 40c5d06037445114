import { revokeToken } from '../oauth/token-client.js'
import type { Config } from '../options.js'
import type { CognitoAuthSession } from './CognitoAuthSession.js'
import type { Page } from './page.js'
import { type TokenCache, usernameOf } from './TokenCache.js'
import { refreshTokenOf } from './user.js'

/** Who was signed in before somebody else, and the refresh token that they left. */
export interface Left {
  readonly name: string
  readonly refreshToken: string | undefined
}

/** Who is signed in; null where nobody is. */
export function leftBy(cache: TokenCache, { untaken }: Page): Left | null {
  if (untaken) return { name: untaken.name, refreshToken: refreshTokenOf(untaken.session) }
  const name = cache.isReadable() ? cache.lastUser() : undefined
  return name === undefined ? null : { name, refreshToken: cache.refreshToken(name) }
}

/** Ends the session of whoever was signed in before this one, if that was somebody else: the device is another's now. */
export function forgetLeft(
  { name, refreshToken }: Left,
  session: CognitoAuthSession,
  cache: TokenCache,
  config: Pick<Config, 'origin' | 'clientId'>,
): void {
  if (name === usernameOf(session)) return
  // They may be back by now, with another session.
  const isBack = cache.lastUser() === name
  if (!isBack) cache.clear(name)
  // A request that fails leaves a token that nobody on this device knows any more.
  if (refreshToken && !(isBack && cache.refreshToken(name) === refreshToken))
    revokeToken(config, refreshToken).catch(() => undefined)
}
