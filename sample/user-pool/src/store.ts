import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { openDatabase, type Database } from './database.ts'
import { migrate } from './migrations.ts'
import { importOldFile, readOldFile, type OldFile } from './old-file.ts'

/** Where a pool keeps what it remembers. */
export interface PoolStore {
  /** The database, ready for use. `report` receives a sentence for whatever could not be kept or read. */
  open(report: (line: string) => void): Database
}

/** A store that lasts as long as the process, and that several pools may share. */
export function memoryStore(): PoolStore {
  let database: Database | undefined
  return {
    open() {
      if (database) return database
      const opened = openDatabase()
      migrate(opened, () => undefined)
      // Another pool may have it, too: it goes with the store.
      database = { ...opened, close: () => undefined }
      return database
    },
  }
}

/**
 * A store in an SQLite file that only its owner can read: it holds private keys and password hashes. Several processes
 * may have it open. The JSON file of an earlier version, in its place or beside it, is taken over once.
 */
export function fileStore(path: string): PoolStore {
  return {
    open(report) {
      mkdirSync(dirname(path), { recursive: true })
      try {
        return openFile(path, report)
      } catch (error) {
        if (!isDamaged(error)) {
          const reason = error instanceof Error ? error.message : String(error)
          throw new Error(`The user pool's file ${path} cannot be used: ${reason}`, { cause: error })
        }
        report(startsEmpty(error.message, setAside(path)))
        return openFile(path, report)
      }
    },
  }
}

function openFile(path: string, report: (line: string) => void): Database {
  makeRoom(path, report)
  // Before anything is in it; SQLite gives the files beside it the same mode.
  closeSync(openSync(path, 'a', 0o600))
  chmodSync(path, 0o600)
  const database = openDatabase(path)
  try {
    migrate(database, () => {
      takeOver(database, path, report)
    })
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Moves what is no database out of the way: an old file to where `takeOver` finds it. */
function makeRoom(path: string, report: (line: string) => void): void {
  if (!isForeign(path)) return
  const content = tryToRead(path)
  if (content instanceof Error) report(startsEmpty(content.message, setAside(path)))
  else renameSync(path, `${path}.old`)
}

/** Fills a new database from the JSON file of an earlier version, which had its place or lies beside it. */
function takeOver(database: Database, path: string, report: (line: string) => void): void {
  for (const old of oldPlaces(path).filter((candidate) => existsSync(candidate))) {
    const content = tryToRead(old)
    if (!(content instanceof Error)) {
      importOldFile(database, content, report)
      database.afterCommit(() => {
        renameSync(old, `${old}.imported`)
        removeLeftovers(path)
        removeLeftovers(old)
        report(`The users of ${old} are in ${path} now. The old file, ${old}.imported, can be deleted.`)
      })
      return
    }
    report(`${old} could not be taken over (${content.message}). It stays as it is.`)
  }
}

/** Where the file of an earlier version may be: moved out of the way, or beside. Any other JSON there is not ours. */
function oldPlaces(path: string): string[] {
  const beside = join(dirname(path), `${basename(path, extname(path))}.json`)
  const isOurs = beside !== path && existsSync(beside) && readFileSync(beside, 'utf8').includes('"families"')
  return isOurs ? [`${path}.old`, beside] : [`${path}.old`]
}

/** Forgets all that a file store keeps, that of an earlier version too. Nobody may have it open. */
export function removeFile(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, ...oldPlaces(path)]) rmSync(file, { force: true })
}

function tryToRead(path: string): OldFile | Error {
  const text = readFileSync(path, 'utf8')
  try {
    return readOldFile(text)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Whether the file has content, and not that of a database. */
function isForeign(path: string): boolean {
  if (!existsSync(path)) return false
  const start = Buffer.alloc(16)
  const file = openSync(path, 'r')
  try {
    return readSync(file, start) > 0 && start.toString('latin1') !== 'SQLite format 3\0'
  } finally {
    closeSync(file)
  }
}

const startsEmpty = (reason: string, aside: string) =>
  `The saved user pool could not be read (${reason}). It was moved to ${aside}; the pool starts empty.`

function setAside(path: string): string {
  const aside = `${path}.corrupt-${Date.now()}`
  for (const suffix of ['', '-wal', '-shm'])
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  return aside
}

/** Earlier versions wrote a whole file beside the old one, and left it there with the private keys when they were killed. */
function removeLeftovers(path: string): void {
  const folder = dirname(path)
  const start = `${basename(path)}.`
  for (const name of readdirSync(folder)) {
    if (name.startsWith(start) && /^[\da-f-]{36}\.tmp$/.test(name.slice(start.length)))
      rmSync(join(folder, name))
  }
}

/** Whether SQLite says of the file that it is none of its own, or damaged (SQLITE_NOTADB, SQLITE_CORRUPT). */
function isDamaged(error: unknown): error is Error {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
  return code === 26 || code === 11
}
