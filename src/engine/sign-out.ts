import { navigate } from '../browser.js'
import { hostedUrl } from '../oauth/authorize-url.js'
import { revokeToken } from '../oauth/token-client.js'
import type { SignOutRequest } from '../sign-in-options.js'
import { traitsOf } from '../storage/TokenStorage.js'
import type { Engine } from './engine.js'
import { begin, leave, returning } from './sign-in.js'

/**
 * Forgets the session, revokes its refresh token (RFC 7009) and leaves the page, all in this turn. A revocation that
 * fails changes nothing.
 * @param options as they were read
 * @returns fulfilled once the revocation is over
 */
export async function signOut(engine: Engine, options: SignOutRequest): Promise<void> {
  const { config, store, transactions } = engine
  const { revoke = true, redirect = true, redirectUri, signIn } = options
  const { items } = store
  const last = items.lastUser()
  const user = store.user() ?? last
  // Another page may have refreshed since: the storage has the token that is alive.
  const tokens = new Set([items.refreshToken(user) ?? store.current()?.refreshToken])
  // Somebody else may have signed in elsewhere, whose session ends by this.
  if (!store.namesUsers()) tokens.add(items.refreshToken(last))
  // What is wrong with it keeps anything from happening.
  const begun = signIn && begin(engine, returning(engine, signIn), 'signOut')
  // What a listener begins now is not forgotten with the others.
  transactions.forgetOthers(begun?.state)
  store.end('user')
  const revoked = [...tokens].map(async (token) => {
    if (revoke && token) await revokeToken(config, token)
  })
  const settled = Promise.allSettled(revoked)
  const forgotten = traitsOf(config.storage).written?.()
  if (forgotten) await forgotten.catch(() => undefined)
  if (begun) await leave(engine, begun)
  else if (redirect) await (config.launchUri ?? navigate)(signOutUrl(engine, redirectUri))
  await settled
}

/** The URL that ends the session of the hosted pages. */
export function signOutUrl({ config }: Engine, redirectUri = config.redirectUriSignOut): string {
  return hostedUrl(config.origin, 'signOut', { logout_uri: redirectUri, client_id: config.clientId })
}
