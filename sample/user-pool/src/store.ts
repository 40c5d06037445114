import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Keeps one text. The pool decides what the text is. */
export interface PoolStore {
  /** The text saved last; undefined when there is none. */
  load(): Promise<string | undefined>
  save(text: string): Promise<void>
  /** Puts an unreadable text out of the way without destroying it; says where it went. */
  setAside(): Promise<string>
}

/** A store that lasts as long as the process. */
export function memoryStore(): PoolStore {
  let saved: string | undefined
  return {
    load: () => Promise.resolve(saved),
    save: (text) => {
      saved = text
      return Promise.resolve()
    },
    setAside: () => {
      saved = undefined
      return Promise.resolve('nowhere: it was in memory only')
    },
  }
}

/** A store in a file that only its owner can read: it holds private keys and password hashes. */
export function fileStore(path: string): PoolStore {
  let last: Promise<void> = Promise.resolve()
  return {
    async load() {
      try {
        return await readFile(path, 'utf8')
      } catch (error) {
        if (isMissing(error)) return undefined
        throw new Error(`The user pool's file cannot be read: ${path}`, { cause: error })
      }
    },
    save(text) {
      // One write after the other: two renames in flight could leave the older text in place.
      const write = () => replaceFile(path, text)
      last = last.then(write, write)
      return last
    },
    async setAside() {
      const aside = `${path}.corrupt-${Date.now()}`
      await rename(path, aside)
      return aside
    },
  }
}

/** Writes beside the file and renames over it, so that a reader or a crash sees the old text or the new, never half. */
async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(temporary, text, { mode: 0o600, flag: 'wx' })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
