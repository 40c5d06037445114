import type { Purpose } from './code-rows.ts'
import type { Database } from './database.ts'
import { writeKeys, type GeneratedKeys } from './keys.ts'
import { COST, type PasswordHash } from './passwords.ts'
import {
  openState,
  type Attempts,
  type CodeGrant,
  type PendingCode,
  type RefreshFamily,
  type Session,
  type StoredUser,
} from './state.ts'

/** The JSON file in which earlier versions kept a pool. */
export interface OldFile {
  readonly keys: unknown
  readonly rows: Readonly<Record<Collection, Readonly<Record<string, unknown>>>>
}

/** Token id to the time it stops working, null while it is the current one. */
type OldFamily = RefreshFamily & { readonly tokens: Record<string, number | null> }

const VERSION = 1
const COLLECTIONS = ['users', 'pending', 'attempts', 'sessions', 'codes', 'families', 'revoked'] as const
type Collection = (typeof COLLECTIONS)[number]

/** Throws an Error that says what is wrong with the text as a whole. */
export function readOldFile(text: string): OldFile {
  const saved: unknown = JSON.parse(text)
  if (!isRecord(saved) || saved['version'] !== VERSION)
    throw new Error(`it is not version ${VERSION} of this file`)
  const rows = COLLECTIONS.map((name) => [name, isRecord(saved[name]) ? saved[name] : {}] as const)
  return { keys: saved['keys'], rows: Object.fromEntries(rows) as OldFile['rows'] }
}

/** Takes over what can be read; `report` receives one line for each row that cannot. */
export function importOldFile(database: Database, { keys, rows }: OldFile, report: (line: string) => void) {
  const attempt = (where: string, work: () => void) => {
    try {
      database.transaction(work)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      report(`${where} of the old file is left out: ${reason}.`)
    }
  }
  attempt('keys', () => {
    KEYS(keys, 'keys')
    writeKeys(database, keys as GeneratedKeys, undefined)
  })
  const write = writers(database)
  for (const name of COLLECTIONS) {
    for (const [key, row] of Object.entries(rows[name])) {
      attempt(`${name}.${key}`, () => {
        ROWS[name](row, `${name}.${key}`)
        write[name](key, row as never)
      })
    }
  }
}

/** Their rows were checked. */
function writers(database: Database): Readonly<Record<Collection, (key: string, row: never) => void>> {
  const { users, pending, attempts, sessions, codes, families, revoked } = openState(
    database,
    () => undefined,
  )
  const subjectOf = (key: string) => {
    const colon = key.indexOf(':')
    return [key.slice(colon + 1), key.slice(0, colon) as Purpose] as const
  }
  return {
    users(key, user: StoredUser) {
      if (user.sub !== key) throw new Error(`users.${key}.sub is another`)
      if (!users.insert(user)) throw new Error('another user has the name')
    },
    pending(key, row: PendingCode) {
      pending.set(...subjectOf(key), row)
    },
    attempts(key, row: Attempts) {
      attempts.set(...subjectOf(key), row)
    },
    sessions(key, row: Session) {
      sessions.set(key, row)
    },
    codes(key, row: CodeGrant) {
      codes.set(key, row)
    },
    families(_, { tokens, ...family }: OldFamily) {
      families.insert(family, tokens)
    },
    revoked(key, expiresAt: number) {
      revoked.set(key, expiresAt)
    },
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Throws an Error that says where the wrong value is. */
type Check = (value: unknown, where: string) => void

function when(holds: (value: unknown) => boolean): Check {
  return (value, where) => {
    if (!holds(value)) throw new Error(`${where} is missing or wrong`)
  }
}

const text = when((value) => typeof value === 'string')
const filled = when((value) => typeof value === 'string' && value !== '')
const flag = when((value) => typeof value === 'boolean')
const number = when(Number.isFinite)
const record = when(isRecord)
const optionalText = when((value) => value === undefined || typeof value === 'string')
const areTexts = (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string')
const texts = when(areTexts)

/** A check for every member of the type, so that none is forgotten. */
type Members<Row> = { readonly [Name in keyof Row]-?: Check }

function shape(members: Readonly<Record<string, Check>>): Check {
  return (value, where) => {
    record(value, where)
    for (const [name, check] of Object.entries(members))
      check((value as Record<string, unknown>)[name], `${where}.${name}`)
  }
}

/** An object with any names. */
function each(check: Check): Check {
  return (value, where) => {
    record(value, where)
    for (const [name, item] of Object.entries(value as Record<string, unknown>))
      check(item, `${where}.${name}`)
  }
}

// Whether they are RSA keys shows when they are imported.
const KEYS = shape({
  id: record,
  access: record,
  refresh: record,
  secret: filled,
} satisfies Members<GeneratedKeys>)

const GRANT = {
  clientId: text,
  sub: text,
  scopes: texts,
  authTime: number,
  eventId: text,
  originJti: text,
  resource: optionalText,
}

const ROWS: Readonly<Record<(typeof COLLECTIONS)[number], Check>> = {
  users: shape({
    sub: filled,
    username: filled,
    confirmed: flag,
    password: shape({
      salt: text,
      hash: text,
      // scrypt throws for anything but a power of two, and a high one takes all the memory.
      cost: when((value) => typeof value === 'number' && value <= COST && /^10+$/.test(value.toString(2))),
    } satisfies Members<PasswordHash>),
    attributes: each(text),
    groups: when((value) => value === undefined || areTexts(value)),
  } satisfies Members<StoredUser>),
  pending: shape({ hash: text, expiresAt: number } satisfies Members<PendingCode>),
  attempts: shape({ count: number, blockedUntil: number, forgetAt: number } satisfies Members<Attempts>),
  sessions: shape({
    sub: text,
    authTime: number,
    eventId: text,
    expiresAt: number,
  } satisfies Members<Session>),
  codes: shape({
    ...GRANT,
    redirectUri: text,
    nonce: optionalText,
    codeChallenge: optionalText,
    expiresAt: number,
  } satisfies Members<CodeGrant>),
  families: shape({
    ...GRANT,
    expiresAt: number,
    tokens: each(when((value) => value === null || Number.isFinite(value))),
  } satisfies Members<OldFamily>),
  revoked: number,
}
