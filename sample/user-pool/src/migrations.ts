import type { Database } from './database.ts'

/**
 * What takes the database from one version to the next; the number of those that were done is its `user_version`.
 * One that was released is never changed: a further one is added. Times are in milliseconds since 1970, but for
 * `auth_time`, which is in seconds as in tokens.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE keys (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    value TEXT NOT NULL
  ) STRICT;

  CREATE TABLE users (
    number INTEGER PRIMARY KEY,
    sub TEXT NOT NULL UNIQUE CHECK (sub <> ''),
    username TEXT NOT NULL CHECK (username <> ''),
    confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,
    cost INTEGER NOT NULL CHECK (cost BETWEEN 2 AND 131072 AND cost & (cost - 1) = 0),
    attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    groups TEXT NOT NULL CHECK (json_valid(groups))
  ) STRICT;

  -- What a user signs in with, in lower case: nobody else can have it.
  CREATE TABLE names (
    name TEXT PRIMARY KEY,
    sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX names_sub ON names (sub);

  CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE,
    auth_time INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_sub ON sessions (sub);
  CREATE INDEX sessions_expiry ON sessions (expires_at);

  CREATE TABLE codes (
    id TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE,
    scopes TEXT NOT NULL,
    auth_time INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    origin_jti TEXT NOT NULL,
    resource TEXT,
    redirect_uri TEXT NOT NULL,
    nonce TEXT,
    code_challenge TEXT,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX codes_sub ON codes (sub);
  CREATE INDEX codes_expiry ON codes (expires_at);

  CREATE TABLE families (
    origin_jti TEXT PRIMARY KEY,
    client_id TEXT NOT NULL,
    sub TEXT NOT NULL REFERENCES users (sub) ON DELETE CASCADE,
    scopes TEXT NOT NULL,
    auth_time INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    resource TEXT,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX families_sub ON families (sub);
  CREATE INDEX families_expiry ON families (expires_at);

  CREATE TABLE refresh_tokens (
    id TEXT PRIMARY KEY,
    origin_jti TEXT NOT NULL REFERENCES families (origin_jti) ON DELETE CASCADE,
    retired_at INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX refresh_tokens_family ON refresh_tokens (origin_jti);

  CREATE TABLE revoked (
    origin_jti TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX revoked_expiry ON revoked (expires_at);

  -- A subject is a sub, or a hash of a name that nobody has: hence no foreign key, but a trigger.
  CREATE TABLE mailed_codes (
    subject TEXT NOT NULL,
    purpose TEXT NOT NULL,
    hash TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (subject, purpose)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX mailed_codes_expiry ON mailed_codes (expires_at);

  CREATE TABLE attempts (
    subject TEXT NOT NULL,
    purpose TEXT NOT NULL,
    count INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (subject, purpose)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX attempts_expiry ON attempts (expires_at);

  CREATE TRIGGER users_removed AFTER DELETE ON users BEGIN
    DELETE FROM mailed_codes WHERE subject = OLD.sub;
    DELETE FROM attempts WHERE subject = OLD.sub;
  END;
  `,
]

/** The tables whose rows come to an end by themselves, at their `expires_at`. */
export const EXPIRING = ['sessions', 'codes', 'families', 'revoked', 'mailed_codes', 'attempts'] as const

/**
 * Brings the database up to date in one transaction; `fill` is called in it when the database is new. Of two processes
 * that start at once, the second waits for the first and finds the work done.
 */
export function migrate(database: Database, fill: () => void): void {
  if (versionOf(database) === MIGRATIONS.length) return
  database.transaction(() => {
    const version = versionOf(database)
    if (version > MIGRATIONS.length) {
      throw new Error(
        `it was written by a newer version of this user pool (${version}, not ${MIGRATIONS.length}): update, or name another file`,
      )
    }
    for (const migration of MIGRATIONS.slice(version)) database.script(migration)
    database.script(`PRAGMA user_version = ${MIGRATIONS.length}`)
    if (version === 0) fill()
  })
}

function versionOf(database: Database): number {
  return database.get('PRAGMA user_version')?.['user_version'] as number
}
