import { createHash, randomUUID } from 'node:crypto'
import { digest, randomToken, sameText } from './crypto.ts'
import type { AppClient } from './options.ts'
import type { CodeGrant, Grant, Pool, RefreshFamily, Session, StoredUser } from './state.ts'
import { openRefreshToken, sealRefreshToken } from './tokens.ts'

/** A hosted session lasts an hour and is not prolonged by use. Seconds. */
export const SESSION_SECONDS = 60 * 60

// Cognito developer guide, Token endpoint: a code is redeemed within five minutes.
const CODE_LIFETIME = 5 * 60 * 1000

// No id or access token lives longer at Cognito, so a revocation need not be remembered longer.
const LONGEST_TOKEN = 24 * 60 * 60 * 1000

/** Begins a session; returns the value of the `cognito` cookie. */
export function startSession(pool: Pool, user: StoredUser): { cookie: string; session: Session } {
  const cookie = randomToken()
  const session: Session = {
    sub: user.sub,
    authTime: Math.floor(pool.now() / 1000),
    eventId: randomUUID(),
    expiresAt: pool.now() + SESSION_SECONDS * 1000,
  }
  pool.state.sessions.set(digest(cookie), session)
  return { cookie, session }
}

/** The session and its user, while both exist. */
export function findSession(
  pool: Pool,
  cookie: string | undefined,
): { session: Session; user: StoredUser } | undefined {
  const session = cookie === undefined ? undefined : pool.state.sessions.get(digest(cookie))
  if (!session || session.expiresAt <= pool.now()) return undefined
  const user = pool.state.users.get(session.sub)
  return user && { session, user }
}

/** Ends a session. Tokens live on, as at Cognito. */
export function endSession(pool: Pool, cookie: string | undefined): void {
  if (cookie !== undefined) pool.state.sessions.delete(digest(cookie))
}

/** Begins a grant: every sign-in of an app client has its own `origin_jti`. */
export function newGrant(
  session: Session,
  client: AppClient,
  scopes: readonly string[],
  resource: string | undefined,
): Grant {
  return {
    clientId: client.clientId,
    sub: session.sub,
    scopes: [...scopes],
    authTime: session.authTime,
    eventId: session.eventId,
    originJti: randomUUID(),
    ...(resource === undefined ? {} : { resource }),
  }
}

/** Hands out an authorization code for a grant: a random UUID, as at Cognito. */
export function issueCode(pool: Pool, grant: Omit<CodeGrant, 'expiresAt'>): string {
  const code = randomUUID()
  pool.state.codes.set(digest(code), { ...grant, expiresAt: pool.now() + CODE_LIFETIME })
  return code
}

/** Takes the code out of the pool: whatever is found wrong afterwards, nobody redeems it a second time. */
export function takeCode(pool: Pool, code: string): CodeGrant | undefined {
  const key = digest(code)
  const grant = pool.state.codes.get(key)
  pool.state.codes.delete(key)
  return grant && grant.expiresAt > pool.now() ? grant : undefined
}

/** RFC 7636 section 4.6, method S256. */
export function verifierMatches(verifier: string | undefined, challenge: string | undefined): boolean {
  // A verifier without a challenge is refused against the downgrade of RFC 9700 section 2.1.1. What Cognito does with
  // one is unverified.
  if (verifier === undefined || challenge === undefined) return verifier === challenge
  return sameText(createHash('sha256').update(verifier).digest('base64url'), challenge)
}

/** Hands out the first refresh token of a grant. */
export function issueRefreshToken(pool: Pool, grant: Grant, client: AppClient): Promise<string> {
  const { clientId, sub, scopes, authTime, eventId, originJti, resource } = grant
  const tokenId = randomUUID()
  pool.state.families.set(originJti, {
    ...{ clientId, sub, scopes, authTime, eventId, originJti, resource },
    expiresAt: pool.now() + client.refreshTokenValidity * 1000,
    tokens: { [tokenId]: null },
  })
  return sealRefreshToken(pool, { tokenId, originJti })
}

/** The grant a refresh token stands for, while it works for this client. */
export async function findRefreshToken(
  pool: Pool,
  client: AppClient,
  refreshToken: string,
): Promise<{ family: RefreshFamily; tokenId: string } | undefined> {
  const claims = await openRefreshToken(pool, refreshToken)
  if (!claims) return undefined
  const family = pool.state.families.get(claims.originJti)
  if (family?.clientId !== client.clientId || family.expiresAt <= pool.now()) return undefined
  const retiredAt = family.tokens[claims.tokenId]
  const works = retiredAt === null || (retiredAt !== undefined && pool.now() < retiredAt)
  return works ? { family, tokenId: claims.tokenId } : undefined
}

/**
 * Retires a refresh token after the grace period and hands out its successor, which keeps the remaining lifetime.
 * Cognito developer guide, Refresh tokens. A retired token used too late is refused and nothing more: whether
 * Cognito then ends the whole family (RFC 9700 section 4.14.2) is unverified.
 */
export function rotateRefreshToken(
  pool: Pool,
  family: RefreshFamily,
  tokenId: string,
  graceSeconds: number,
): Promise<string> {
  const now = pool.now()
  const successor = randomUUID()
  const retired = family.tokens[tokenId] ?? now + graceSeconds * 1000
  const stillKnown = Object.entries(family.tokens).filter(([, until]) => until === null || until > now)
  family.tokens = { ...Object.fromEntries(stillKnown), [tokenId]: retired, [successor]: null }
  return sealRefreshToken(pool, { tokenId: successor, originJti: family.originJti })
}

/** Ends a grant: its refresh tokens stop working, and its access tokens at userInfo. */
export function revokeGrant(pool: Pool, family: RefreshFamily): void {
  pool.state.families.delete(family.originJti)
  pool.state.revoked.set(family.originJti, pool.now() + LONGEST_TOKEN)
}
