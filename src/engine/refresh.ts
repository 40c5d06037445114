import { CognitoAuthError, hasCode, overtaken } from '../errors.js'
import { inTime, TIMEOUT } from '../oauth/http.js'
import { refreshTokens, type TokenResponse, tokenUrl } from '../oauth/token-client.js'
import { traitsOf } from '../storage/TokenStorage.js'
import { accept, lookAgain } from './accept.js'
import type { Engine } from './engine.js'
import { pause, withLock } from './lock.js'
import { isGoodRefreshTokenAfter, persist } from './persist.js'
import { type Foreknown, isSomebody, lasts, type Session } from './session.js'
import { onRemoval } from './tabs.js'

/** How long to wait, in milliseconds, for what another tab may have stored when the server says that a token is dead. */
const SECOND_LOOKS = [0, 50, 200]
/** The same where its answer may still be on the way: a refusal comes sooner than tokens. */
const PATIENT_LOOKS = [...SECOND_LOOKS, ...Array<number>(24).fill(250)]

/** What is left after the deadline of a request to fetch a key that nobody has seen before, in milliseconds. */
const VERIFYING = 1000

/** How long another tab's sign-out takes at most to be heard of here, in milliseconds. */
const AFTERMATH = 1000

/** A session that is to be refreshed, as things stood when that was wanted. */
interface Wanted {
  readonly from: Session
  /** The name under which the storage has it, or has one that is older. */
  readonly name: string | undefined
  /** Whether nobody has signed in or out since. */
  readonly isSameUser: () => boolean
}

/**
 * Refreshes a session by one request for all callers and tabs. Only the server's "no", or another user's tokens, end it.
 * @throws CognitoAuthError what kept the refresh from succeeding
 */
export async function refresh(engine: Engine, from: Session): Promise<Session> {
  const { store, config } = engine
  const { refreshToken = '', username } = from
  const name = username && store.items.refreshToken(username) !== undefined ? username : undefined
  const wanted = { from, name, isSameUser: store.watchUser() }
  const lock = `cognito-auth.${config.clientId}.${name ?? refreshToken.slice(-43)}`
  const { refreshes } = store.underWay
  let seen: string | undefined
  const ready = () => {
    const session = brought(engine, wanted)
    // It is written key by key: what was there at the look before is whole by now.
    const isWhole = session?.accessToken === seen
    seen = session?.accessToken
    return isWhole ? session : undefined
  }
  const run = async () => {
    // Nobody waits for keys while others wait for the lock.
    await engine.verify?.([], (from.accessClaims['iss'] as string | undefined) ?? config.issuers?.[0])
    return withLock(lock, (isAlone) => refreshAlone(engine, wanted, isAlone), ready)
  }
  const running = refreshes.get(refreshToken) ?? run().finally(() => refreshes.delete(refreshToken))
  refreshes.set(refreshToken, running)
  try {
    return await store.unlessOver(running)
  } catch (error) {
    if (!hasCode(error, 'login_required')) throw error
    // Somebody's sign-in or sign-out has overtaken it.
    const current = store.read()
    store.requireSameUser(engine.hearer, isSomebody(current) && current.username !== username)
    if (lasts(current)) return current
    throw error
  }
}

/** What another tab has brought in place of the wanted session. */
function brought({ store }: Engine, { from, name, isSameUser }: Wanted): Session | undefined {
  const current = name !== undefined && isSameUser() ? store.of(name) : null
  return lasts(current) && current.accessToken !== from.accessToken ? current : undefined
}

/** Refreshes, unless another tab has by the time it is our turn, or does while the server refuses us. */
async function refreshAlone(engine: Engine, wanted: Wanted, isAlone: boolean): Promise<Session> {
  const { store, config } = engine
  const { from, name, isSameUser } = wanted
  const deadline = performance.now() + TIMEOUT
  for (let attempt = 1; ; attempt++) {
    await store.items.load()
    if (!isSameUser()) throw overtaken()
    const adopted = brought(engine, wanted)
    if (adopted) return adopted
    const current = name === undefined ? from : store.of(name)
    const refreshToken = current?.refreshToken
    if (!refreshToken) throw overtaken()
    try {
      // What the application wanted back is not in the storage.
      const latest = { ...(current.accessToken ? current : from), refreshToken, appState: from.appState }
      return await request(engine, latest, wanted, deadline)
    } catch (error) {
      const ending = endingOf(error)
      if (!ending) throw error
      const mayBeSpent = name !== undefined && attempt < 3 && ending.code === 'session_expired'
      const looks = isAlone && !traitsOf(config.storage).isShared ? SECOND_LOOKS : PATIENT_LOOKS
      if (mayBeSpent && (await isReplaced(engine, name, refreshToken, looks))) continue
      store.expire(from, name, refreshToken)
      throw ending
    }
  }
}

async function request(
  engine: Engine,
  session: Session,
  { name, isSameUser }: Wanted,
  deadline: number,
): Promise<Session> {
  const { store, config } = engine
  const { items } = store
  const { clientId, storage } = config
  const { refreshToken = '' } = session
  const there = items.refreshToken(name)
  let isSignedOut = false
  let kept: Session | undefined
  const isCurrent = () => {
    const now = items.refreshToken(name)
    // Who was refused elsewhere has cleared the token that this answer replaces; a sign-out clears the name, too.
    const isRefused = now === undefined && traitsOf(storage).isShared === true
    return !isSignedOut && isSameUser() && (now === there || isRefused || !items.textsOf(name))
  }
  // A sign-out in another tab need not have seen the tokens of this refresh: what is left of them is taken out again.
  const stop =
    name === undefined
      ? undefined
      : onRemoval(storage, clientId, name, () => {
          isSignedOut = true
          const stored = items.refreshToken(name)
          // Any other is that of somebody who has signed in since.
          if (!kept || (stored !== undefined && stored !== kept.refreshToken)) return
          items.clear(name)
          store.look()
        })
  try {
    const tokens = await persist(
      tokenUrl(config),
      deadline,
      (timeout) => refreshTokens(config, refreshToken, timeout),
      isGoodRefreshTokenAfter,
    )
    await lookAgain(engine)
    try {
      const accepted = accept(engine, ...completed(tokens, session, name), isCurrent)
      return (kept = await inTime(deadline + VERIFYING - performance.now(), accepted))
    } catch (error) {
      // The one before it is spent, and the tokens beside it are not to blame.
      if (tokens.refreshToken && name && isEnvironment(error) && isCurrent())
        items.writeRefreshToken(name, tokens.refreshToken)
      throw error
    }
  } finally {
    if (stop) void pause(AFTERMATH).then(stop)
  }
}

/** What a refresh brought, together with what it leaves as it was (RFC 6749, section 6; OpenID Connect Core, section 12.2). */
export function completed(
  tokens: TokenResponse,
  { refreshToken, scopes, appState, accessClaims, idClaims }: Session,
  username: string | undefined,
): [TokenResponse, Foreknown] {
  return [
    { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken },
    {
      ...{ scopes, appState, username, openid: idClaims !== undefined },
      before: { access: accessClaims, id: idClaims ?? {} },
    },
  ]
}

/** Whether another tab has stored another refresh token: its storage needs a moment to get here. */
async function isReplaced(
  { store }: Engine,
  name: string,
  refreshToken: string,
  looks: readonly number[],
): Promise<boolean> {
  for (const delay of looks) {
    await pause(delay)
    await store.items.load()
    if (store.items.refreshToken(name) !== refreshToken) return true
  }
  return false
}

/** The error that says why a refresh ended the session; undefined where it did not, and may be tried again. */
export function endingOf(error: unknown): CognitoAuthError | undefined {
  if (hasCode(error, 'session_expired', 'session_changed', 'bad_signature')) return error
  if (!hasCode(error, 'token_request_failed') || error.error !== 'invalid_grant') return undefined
  return new CognitoAuthError('session_expired', 'The session has ended. Sign in again.', {
    error: error.error,
    responseText: error.responseText,
  })
}

/** Whether the clock, the network or the storage kept tokens from being taken, and not the tokens themselves. */
function isEnvironment(error: unknown): boolean {
  return hasCode(
    error,
    ...(['expired', 'clock_skew', 'storage_full', 'timeout', 'jwks_unavailable'] as const),
    ...(['crypto_unavailable', 'invalid_configuration'] as const),
  )
}
