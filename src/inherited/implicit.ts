import { accept, atHash, tokensOf } from '../engine/accept.js'
import type { Engine } from '../engine/engine.js'
import { leadTo } from '../engine/returns.js'
import { type Foreknown, received, type Session } from '../engine/session.js'
import { covers, note } from '../engine/sign-in.js'
import { CognitoAuthError } from '../errors.js'
import { sha256 } from '../oauth/sha256.js'
import type { TokenResponse } from '../oauth/token-client.js'
import { traitsOf } from '../storage/TokenStorage.js'
import { isUndecided, verifySignatures } from '../tokens/jwks.js'

/*
 * The implicit flow, which puts tokens into the address (RFC 6749, section 4.2): anybody could have put them together, so
 * that their signatures are verified in any case.
 */

/** The SHA-256 of a text, in this turn. */
export function hashNow(text: string): Uint8Array {
  return sha256(new TextEncoder().encode(text))
}

/** The session of tokens that have just arrived, in this turn. */
export function receivedNow({ config }: Engine, tokens: TokenResponse, foreknown: Foreknown): Session {
  return received(config, tokens, foreknown, atHash(hashNow(tokens.accessToken)))
}

/** Makes tokens in a redirect a session once their signatures have been verified. */
export function afterVerifying(
  engine: Engine,
  tokens: TokenResponse,
  foreknown: Foreknown,
): Promise<Session> {
  const { store } = engine
  const verify = (texts: readonly string[]) => verifyRedirect(engine, texts)
  return accept({ ...engine, verify }, tokens, foreknown, store.watchSignOut(), () => store.left())
}

/**
 * Makes them a session in this turn, on probation: it is taken back where their signatures do not hold. Where they cannot
 * be verified it stays.
 * @param withdrawn hears why it was taken back
 */
export function onProbation(engine: Engine, withdrawn: (error: unknown) => void): Engine['tokens'] {
  const { store, config } = engine
  const { items, underWay } = store
  return (response, foreknown) => {
    const session = receivedNow(engine, response, foreknown)
    const left = store.left()
    store.write(session, engine.hearer, null)
    const { state = '' } = response
    underWay.arrivals.set(state, session)
    const end = async (error: unknown) => {
      underWay.arrivals.delete(state)
      const isCurrent = store.current() === session
      const isGood = error === undefined || isUndecided(error)
      note(engine, response, isGood && covers(engine, session))
      if (isGood) {
        if (left) store.forget(left, session)
        await traitsOf(config.storage)
          .written?.()
          ?.catch(() => undefined)
        if (isCurrent) leadTo(foreknown.returnTo)
        return
      }
      const { username, accessToken } = session
      if (items.textsOf(username)?.[2] === accessToken) items.clear(username)
      if (!isCurrent) return
      store.end('expired')
      // Whoever was signed in before is so again: nothing was wrong with their session.
      if (left && items.textsOf(left.username)?.[2]) items.nameLastUser(left.username)
      withdrawn(error)
    }
    void verifyRedirect(engine, tokensOf(session)).then(end, end)
    return session
  }
}

async function verifyRedirect({ config }: Engine, tokens: readonly string[]): Promise<void> {
  if (config.issuers) return verifySignatures(tokens)
  throw new CognitoAuthError(
    'invalid_configuration',
    "Tokens in a redirect cannot be trusted without UserPoolId: write it, or ResponseType: 'code'.",
  )
}
