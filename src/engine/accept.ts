import { overtaken } from '../errors.js'
import { base64url } from '../oauth/base64url.js'
import type { TokenResponse } from '../oauth/token-client.js'
import type { Engine } from './engine.js'
import { type Foreknown, received, type Session } from './session.js'
import type { Left } from './under-way.js'

/**
 * Makes tokens from the token endpoint the session of the page. They came over TLS (OpenID Connect Core, section
 * 3.1.3.7, item 6), so that their signatures are verified only where that is asked for.
 * @param isCurrent whether nothing has overtaken the request
 * @param left at a sign-in: gives who was signed in before
 * @throws CognitoAuthError as `verifyTokens()` and `store.write()`; `login_required`
 */
export async function accept(
  engine: Engine,
  tokens: TokenResponse,
  foreknown: Foreknown,
  isCurrent: () => boolean,
  left: () => Left | null | undefined = () => undefined,
): Promise<Session> {
  const { store, config, digest } = engine
  // One that stands alone is bound to nothing.
  const hash = tokens.idToken === undefined ? undefined : atHash(await digest(tokens.accessToken))
  const session = received(config, tokens, foreknown, hash)
  if (engine.verify) {
    await engine.verify(tokensOf(session))
    await lookAgain(engine)
  }
  if (!isCurrent()) throw overtaken()
  store.write(session, engine.hearer, left())
  return session
}

/** Reads again what a storage with promises holds, where another tab may have changed it meanwhile. */
export async function lookAgain({ store }: Engine): Promise<void> {
  // One that cannot be read has not changed, as far as anybody knows: what has arrived is not lost for that.
  await store.items.load()?.catch(() => undefined)
}

/** The left half of a hash (OpenID Connect Core, section 3.1.3.6). */
export function atHash(hash: Uint8Array): string {
  return base64url(hash.subarray(0, 16))
}

/** The tokens of a session that have signatures. */
export function tokensOf({ accessToken, idToken }: Session): string[] {
  return idToken === undefined ? [accessToken] : [accessToken, idToken]
}
