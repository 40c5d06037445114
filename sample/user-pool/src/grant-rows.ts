import type { Database, Row } from './database.ts'
import type { CodeGrant, Grant, RefreshFamily, Session } from './state.ts'

/** The hosted sessions, by the hash of their cookie. */
export interface Sessions {
  get(id: string): Session | undefined
  set(id: string, session: Session): void
  delete(id: string): void
  /** Ends all sessions of a user. */
  deleteOf(sub: string): void
}

export function sessionRows(database: Database): Sessions {
  return {
    get(id) {
      const row = database.get('SELECT sub, auth_time, event_id, expires_at FROM sessions WHERE id = ?', id)
      if (!row) return undefined
      const { sub, auth_time: authTime, event_id: eventId, expires_at: expiresAt } = row
      return { sub, authTime, eventId, expiresAt } as Session
    },
    set(id, { sub, authTime, eventId, expiresAt }) {
      const sql = 'INSERT INTO sessions (id, sub, auth_time, event_id, expires_at) VALUES (?, ?, ?, ?, ?)'
      database.run(sql, id, sub, authTime, eventId, expiresAt)
    },
    delete(id) {
      database.run('DELETE FROM sessions WHERE id = ?', id)
    },
    deleteOf(sub) {
      database.run('DELETE FROM sessions WHERE sub = ?', sub)
    },
  }
}

/** The authorization codes that wait, by their hash. */
export interface Codes {
  get(id: string): CodeGrant | undefined
  set(id: string, grant: CodeGrant): void
  /** False when it was not there any more. */
  delete(id: string): boolean
}

export function codeRows(database: Database): Codes {
  return {
    get(id) {
      const row = database.get('SELECT * FROM codes WHERE id = ?', id)
      return row && (toCode(row) as CodeGrant)
    },
    set(id, grant) {
      database.run(
        `INSERT INTO codes (id, client_id, sub, scopes, auth_time, event_id, resource, origin_jti,
         redirect_uri, nonce, code_challenge, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[id, ...grantValues(grant), grant.originJti, grant.redirectUri],
        ...[grant.nonce ?? null, grant.codeChallenge ?? null, grant.expiresAt],
      )
    },
    delete: (id) => database.run('DELETE FROM codes WHERE id = ?', id) > 0,
  }
}

/** The grants that can be renewed, each with its refresh tokens. */
export interface Families {
  /** With the time when this token of it stops working: null while it is the current one. */
  find(originJti: string, tokenId: string): { family: RefreshFamily; retiredAt: number | null } | undefined
  /** A family with its tokens, each with the time as in `find`. */
  insert(family: RefreshFamily, tokens: Readonly<Record<string, number | null>>): void
  /** Gives a family one more token and retires another; those that were retired before `now` are forgotten. */
  rotate(originJti: string, retired: { id: string; at: number }, successor: string, now: number): void
  delete(originJti: string): void
}

export function familyRows(database: Database): Families {
  const addToken = (id: string, originJti: string, retiredAt: number | null) => {
    const sql = 'INSERT INTO refresh_tokens (id, origin_jti, retired_at) VALUES (?, ?, ?)'
    database.run(sql, id, originJti, retiredAt)
  }
  return {
    find(originJti, tokenId) {
      const row = database.get(
        `SELECT families.*, retired_at FROM refresh_tokens JOIN families USING (origin_jti)
         WHERE id = ? AND origin_jti = ?`,
        tokenId,
        originJti,
      )
      if (!row) return undefined
      const family = { ...toGrant(row), expiresAt: row['expires_at'] } as RefreshFamily
      return { family, retiredAt: row['retired_at'] as number | null }
    },
    insert(family, tokens) {
      database.run(
        `INSERT INTO families (origin_jti, client_id, sub, scopes, auth_time, event_id, resource, expires_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[family.originJti, ...grantValues(family), family.expiresAt],
      )
      for (const [id, retiredAt] of Object.entries(tokens)) addToken(id, family.originJti, retiredAt)
    },
    rotate(originJti, retired, successor, now) {
      database.run('DELETE FROM refresh_tokens WHERE origin_jti = ? AND retired_at <= ?', originJti, now)
      // Used again in its grace period, it does not get another one.
      const sql = 'UPDATE refresh_tokens SET retired_at = ? WHERE id = ? AND retired_at IS NULL'
      database.run(sql, retired.at, retired.id)
      addToken(successor, originJti, null)
    },
    delete(originJti) {
      database.run('DELETE FROM families WHERE origin_jti = ?', originJti)
    },
  }
}

/** The grants that were revoked, for as long as a token of theirs may be around. */
export interface Revoked {
  has(originJti: string): boolean
  set(originJti: string, expiresAt: number): void
}

export function revokedRows(database: Database): Revoked {
  return {
    has: (originJti) => database.get('SELECT 1 FROM revoked WHERE origin_jti = ?', originJti) !== undefined,
    set(originJti, expiresAt) {
      const sql = 'INSERT OR REPLACE INTO revoked (origin_jti, expires_at) VALUES (?, ?)'
      database.run(sql, originJti, expiresAt)
    },
  }
}

/** In the order client_id, sub, scopes, auth_time, event_id, resource. A scope has no space (RFC 6749 section 3.3). */
function grantValues({ clientId, sub, scopes, authTime, eventId, resource }: Grant) {
  return [clientId, sub, scopes.join(' '), authTime, eventId, resource ?? null] as const
}

function toGrant(row: Row): Record<keyof Grant, unknown> {
  return {
    clientId: row['client_id'],
    sub: row['sub'],
    scopes: String(row['scopes']).split(' ').filter(Boolean),
    authTime: row['auth_time'],
    eventId: row['event_id'],
    originJti: row['origin_jti'],
    resource: row['resource'] ?? undefined,
  }
}

function toCode(row: Row): Record<keyof CodeGrant, unknown> {
  return {
    ...toGrant(row),
    redirectUri: row['redirect_uri'],
    nonce: row['nonce'] ?? undefined,
    codeChallenge: row['code_challenge'] ?? undefined,
    expiresAt: row['expires_at'],
  }
}
