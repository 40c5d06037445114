import type { Database, Row } from './database.ts'
import type { StoredUser } from './state.ts'

/** The users, and the names by which they sign in. */
export interface Users {
  get(sub: string): StoredUser | undefined
  /** By what they sign in with, whatever the case. */
  find(name: string): StoredUser | undefined
  /** In the order in which they were added. */
  all(): StoredUser[]
  /** False when somebody has one of the names; nothing is changed then. */
  insert(user: StoredUser): boolean
  /** False as with `insert`. */
  update(user: StoredUser): boolean
  /** Sessions, codes and refresh tokens go with the user. */
  delete(sub: string): void
}

const COLUMNS = 'users.sub, username, confirmed, salt, hash, cost, attributes, groups'

/** `report` receives one line for each user who cannot be read, and who is as good as not there. */
export function userRows(database: Database, report: (line: string) => void): Users {
  const reported = new Set<string>()
  const read = (row: Row | undefined): StoredUser | undefined => {
    if (!row) return undefined
    const attributes = readJson(row['attributes'], areAttributes)
    const groups = readJson(row['groups'], areTexts)
    if (attributes && groups) return toUser(row, attributes, groups)
    const sub = String(row['sub'])
    if (!reported.has(sub))
      report(
        `The user ${sub} is left out: its attributes are no JSON object of texts in the database, or its groups no list of texts.`,
      )
    reported.add(sub)
    return undefined
  }
  const nameUser = ({ sub, username, attributes }: StoredUser): void => {
    const names = [username, attributes['email']].filter((name) => name !== undefined)
    for (const name of new Set(names.map(folded)))
      database.run('INSERT INTO names (name, sub) VALUES (?, ?)', name, sub)
  }
  const write = (user: StoredUser, sql: string): boolean => {
    const { sub, username, confirmed, password, attributes, groups } = user
    try {
      database.transaction(() => {
        const values = [username, confirmed ? 1 : 0, password.salt, password.hash, password.cost] as const
        database.run(sql, ...values, JSON.stringify(attributes), JSON.stringify(groups ?? []), sub)
        database.run('DELETE FROM names WHERE sub = ?', sub)
        nameUser(user)
      })
      return true
    } catch (error) {
      if (isTaken(error)) return false
      throw error
    }
  }
  return {
    get: (sub) => read(database.get(`SELECT ${COLUMNS} FROM users WHERE sub = ?`, sub)),
    find: (name) =>
      read(database.get(`SELECT ${COLUMNS} FROM names JOIN users USING (sub) WHERE name = ?`, folded(name))),
    all: () =>
      database
        .all(`SELECT ${COLUMNS} FROM users ORDER BY number`)
        .map(read)
        .filter((user) => user !== undefined),
    insert: (user) =>
      write(
        user,
        'INSERT INTO users (username, confirmed, salt, hash, cost, attributes, groups, sub) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      ),
    update: (user) =>
      write(
        user,
        'UPDATE users SET username = ?, confirmed = ?, salt = ?, hash = ?, cost = ?, attributes = ?, groups = ? WHERE sub = ?',
      ),
    delete(sub) {
      database.run('DELETE FROM users WHERE sub = ?', sub)
    },
  }
}

function folded(name: string): string {
  return name.trim().toLowerCase()
}

function toUser(row: Row, attributes: Record<string, string>, groups: readonly string[]): StoredUser {
  const { sub, username, confirmed, salt, hash, cost } = row as unknown as UserRow
  return { sub, username, confirmed: confirmed === 1, password: { salt, hash, cost }, attributes, groups }
}

/** As the schema has it. */
interface UserRow {
  sub: string
  username: string
  confirmed: 0 | 1
  salt: string
  hash: string
  cost: number
}

function readJson<Value>(json: unknown, holds: (value: unknown) => value is Value): Value | undefined {
  try {
    const value: unknown = JSON.parse(String(json))
    return holds(value) ? value : undefined
  } catch {
    return undefined
  }
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function areAttributes(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && areTexts(Object.values(value))
  )
}

/** Whether the database refused a name, or a sub, that is there already. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && /^UNIQUE constraint failed: (names\.name|users\.sub)/.test(error.message)
}
