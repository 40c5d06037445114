import { atHash, lookAgain, tokensOf } from '../engine/accept.js'
import type { Engine } from '../engine/engine.js'
import { leadTo } from '../engine/returns.js'
import { received, type Session } from '../engine/session.js'
import { covers, note } from '../engine/sign-in.js'
import type { Left } from '../engine/under-way.js'
import { CognitoAuthError, overtaken } from '../errors.js'
import type { AuthorizationResponse } from '../oauth/callback.js'
import { sha256 } from '../oauth/sha256.js'
import { traitsOf } from '../storage/TokenStorage.js'
import { isUndecided, verifySignatures } from '../tokens/jwks.js'

/*
 * The implicit flow, which puts tokens into the address (RFC 6749, section 4.2): anybody could have put them together, so
 * that their signatures are verified in any case.
 */

/** Hears why a session that was handed out already is withdrawn. */
type Withdrawn = (error: CognitoAuthError) => void

type TakeTokens = NonNullable<Engine['tokens']>

/** The left half of the access token's hash, in this turn. */
export function hashNow(accessToken: string): string {
  return atHash(sha256(new TextEncoder().encode(accessToken)))
}

/** Makes tokens in a redirect a session once their signatures have been verified. */
export function afterVerifying(engine: Engine): TakeTokens {
  return (response, foreknown) => {
    const { store, config } = engine
    const session = received(config, response, foreknown, hashNow(response.accessToken))
    const isCurrent = store.watchSignOut()
    const verified = async () => {
      await verify(engine, session)
      await lookAgain(engine)
      if (!isCurrent()) throw overtaken()
      store.write(session, engine.hearer, store.left())
      return session
    }
    return verified()
  }
}

/**
 * Makes them a session in this turn, on probation: it is taken back where their signatures do not hold. Where they cannot
 * be verified it stays.
 */
export function onProbation(engine: Engine, withdrawn: Withdrawn): TakeTokens {
  return (response, foreknown) => {
    const { store, config } = engine
    const session = received(config, response, foreknown, hashNow(response.accessToken))
    const left = store.left()
    store.write(session, engine.hearer, null)
    void probation(engine, response, session, foreknown.returnTo, left, withdrawn)
    return session
  }
}

async function probation(
  engine: Engine,
  response: AuthorizationResponse,
  session: Session,
  returnTo: string | undefined,
  left: Left | null,
  withdrawn: Withdrawn,
): Promise<void> {
  const { store, config } = engine
  const { arrivals } = store.underWay
  const { state = '' } = response
  arrivals.set(state, session)
  const error = await verify(engine, session).catch((thrown: unknown) => thrown)
  arrivals.delete(state)
  const isCurrent = store.current() === session
  const isGood = error === undefined || isUndecided(error)
  note(engine, response, isGood && covers(engine, session))
  if (isGood) {
    if (left) store.forget(left, session)
    await traitsOf(config.storage)
      .written?.()
      ?.catch(() => undefined)
    if (isCurrent) leadTo(returnTo)
    return
  }
  const { items } = store
  const { username, accessToken } = session
  if (items.textsOf(username)?.[2] === accessToken) items.clear(username)
  if (!isCurrent) return
  store.end('expired')
  // Whoever was signed in before is so again: nothing was wrong with their session.
  if (left && items.textsOf(left.username)?.[2]) items.nameLastUser(left.username)
  withdrawn(error as CognitoAuthError)
}

async function verify({ config }: Engine, session: Session): Promise<void> {
  const { issuers } = config
  if (!issuers) {
    throw new CognitoAuthError(
      'invalid_configuration',
      "Tokens in a redirect cannot be trusted without UserPoolId: write it, or ResponseType: 'code'.",
    )
  }
  await verifySignatures(tokensOf(session))
}
