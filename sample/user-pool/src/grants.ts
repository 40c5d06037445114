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

/** What a code stands for, while it can be redeemed. */
export function findCode(pool: Pool, code: string): CodeGrant | undefined {
  const grant = pool.state.codes.get(digest(code))
  return grant && grant.expiresAt > pool.now() ? grant : undefined
}

/** Takes the code out of the pool, so that nobody redeems it a second time; false when somebody has. */
export function takeCode(pool: Pool, code: string): boolean {
  return pool.state.codes.delete(digest(code))
}

/** RFC 7636 section 4.6, method S256. */
export function verifierMatches(verifier: string | undefined, challenge: string | undefined): boolean {
  // A verifier without a challenge is refused against the downgrade of RFC 9700 section 2.1.1. What Cognito does with
  // one is unverified.
  if (verifier === undefined || challenge === undefined) return verifier === challenge
  return sameText(createHash('sha256').update(verifier).digest('base64url'), challenge)
}

/** Makes the first refresh token of a grant; it works once `keep` was called. */
export async function issueRefreshToken(
  pool: Pool,
  grant: Grant,
  client: AppClient,
): Promise<{ refreshToken: string; keep: () => void }> {
  const { clientId, sub, scopes, authTime, eventId, originJti, resource } = grant
  const tokenId = randomUUID()
  const expiresAt = pool.now() + client.refreshTokenValidity * 1000
  return {
    refreshToken: await sealRefreshToken(pool, { tokenId, originJti }),
    keep() {
      const family = { clientId, sub, scopes, authTime, eventId, originJti, resource, expiresAt }
      pool.state.families.insert(family, { [tokenId]: null })
    },
  }
}

/** A refresh token that works, and the grant it stands for. */
export interface FoundToken {
  readonly family: RefreshFamily
  readonly tokenId: string
}

/** The grant a refresh token stands for, while it works for this client. */
export async function findRefreshToken(
  pool: Pool,
  client: AppClient,
  refreshToken: string,
): Promise<FoundToken | undefined> {
  const claims = await openRefreshToken(pool, refreshToken)
  return claims && findToken(pool, client, claims.originJti, claims.tokenId)
}

function findToken(
  pool: Pool,
  client: AppClient,
  originJti: string,
  tokenId: string,
): FoundToken | undefined {
  const found = pool.state.families.find(originJti, tokenId)
  if (found?.family.clientId !== client.clientId || found.family.expiresAt <= pool.now()) return undefined
  const { family, retiredAt } = found
  return retiredAt === null || pool.now() < retiredAt ? { family, tokenId } : undefined
}

/**
 * Makes the successor of a refresh token, with the remaining lifetime. `keep` hands it over: the old one is retired
 * after the grace period, or false is returned because it does not work any more.
 * Cognito developer guide, Refresh tokens. A retired token used too late is refused and nothing more: whether
 * Cognito then ends the whole family (RFC 9700 section 4.14.2) is unverified.
 */
export async function rotateRefreshToken(
  pool: Pool,
  client: AppClient,
  { family: { originJti }, tokenId }: FoundToken,
  graceSeconds: number,
): Promise<{ refreshToken: string; keep: () => boolean }> {
  const successor = randomUUID()
  return {
    refreshToken: await sealRefreshToken(pool, { tokenId: successor, originJti }),
    keep: () =>
      pool.write(() => {
        // Of two requests with one token, the second meets the retired one.
        if (!findToken(pool, client, originJti, tokenId)) return false
        const now = pool.now()
        pool.state.families.rotate(originJti, { id: tokenId, at: now + graceSeconds * 1000 }, successor, now)
        return true
      }),
  }
}

/** Ends a grant: its refresh tokens stop working, and its access tokens at userInfo. */
export function revokeGrant(pool: Pool, family: RefreshFamily): void {
  pool.write(() => {
    pool.state.families.delete(family.originJti)
    pool.state.revoked.set(family.originJti, pool.now() + LONGEST_TOKEN)
  })
}
