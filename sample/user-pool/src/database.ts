import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite'

/** What a column holds. */
export type Value = string | number | null

/** A row as the columns' types in the schema promise it. */
export type Row = Readonly<Record<string, Value>>

/** One SQLite database. Everything is synchronous, so nothing of another request comes between two calls. */
export interface Database {
  /** The first row, or undefined. */
  get(sql: string, ...values: readonly Value[]): Row | undefined
  all(sql: string, ...values: readonly Value[]): Row[]
  /** Returns how many rows were changed. */
  run(sql: string, ...values: readonly Value[]): number
  /** Several statements without values. */
  script(sql: string): void
  /**
   * Does all of `work` or, when it throws, nothing. It is committed when this returns. Inside of another transaction
   * it is a part of that one, which can go on without it.
   */
  transaction<Result>(work: () => Result): Result
  /** Has this done once the transaction that is open is committed; at once without one. */
  afterCommit(effect: () => void): void
  close(): void
}

/** How long one process waits for the writes of another, in milliseconds. */
const PATIENCE = 10_000

/** Opens a database in a file, which is made where there is none, or in memory. */
export function openDatabase(file = ':memory:'): Database {
  const connection = new DatabaseSync(file, { timeout: PATIENCE, enableForeignKeyConstraints: true })
  if (file === ':memory:') {
    // A test run makes thousands of pools with a user or two in each.
    connection.exec('PRAGMA page_size = 1024')
  } else {
    // Readers do not wait for a writer. What was committed survives the end of the process, however it comes; only a
    // power failure may take the last moments.
    connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  }
  const statements = new Map<string, StatementSyncInstance>()
  const prepared = (sql: string): StatementSyncInstance => {
    const statement = statements.get(sql) ?? connection.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  const effects: (() => void)[] = []

  return {
    get: (sql, ...values) => prepared(sql).get(...values) as Row | undefined,
    all: (sql, ...values) => prepared(sql).all(...values) as Row[],
    run: (sql, ...values) => prepared(sql).run(...values).changes,
    script(sql) {
      connection.exec(sql)
    },
    transaction(work) {
      const inner = connection.isTransaction
      const planned = effects.length
      // IMMEDIATE: what was read cannot have been changed by another process when it is written.
      connection.exec(inner ? 'SAVEPOINT part' : 'BEGIN IMMEDIATE')
      let result
      try {
        result = work()
        connection.exec(inner ? 'RELEASE part' : 'COMMIT')
      } catch (error) {
        effects.length = Math.min(effects.length, planned)
        // A disk that is full has ended it already.
        if (connection.isTransaction) connection.exec(inner ? 'ROLLBACK TO part; RELEASE part' : 'ROLLBACK')
        throw error
      }
      if (!inner) for (const effect of effects.splice(0)) effect()
      return result
    },
    afterCommit(effect) {
      if (connection.isTransaction) effects.push(effect)
      else effect()
    },
    close() {
      try {
        // All into the one file, which can be copied then. The package would leave the two beside it for as long as a
        // prepared statement lives.
        connection.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE')
      } catch {
        // Another process has it open, and goes on with all three.
      }
      connection.close()
    },
  }
}
