import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** What git knows. */
function known(): string[] {
  const listed = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8', stdio: 'pipe' })
  return listed.trim().split('\n')
}

/** What git would know: all that `.gitignore` does not name. */
function unnamed(): string[] {
  const patterns = [...read('.gitignore').split('\n'), '.git'].filter((line) => line && !line.startsWith('#'))
  const ignored = patterns.map((pattern) => {
    const name = pattern
      .replace(/^\/|\/$/g, '')
      .replaceAll('.', '\\.')
      .replaceAll('*', '[^/]*')
    return new RegExp(`${pattern.startsWith('/') ? '^' : '(^|/)'}${name}$`)
  })
  const filesIn = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (ignored.some((pattern) => pattern.test(path))) return []
      return entry.isDirectory() ? filesIn(path) : path
    })
  return filesIn('')
}

/** Whether this folder is a clone, and not what was in an archive, on a machine with git. */
function isClone(): boolean {
  try {
    return known().includes('package.json')
  } catch {
    return false
  }
}

it.each([
  ['git knows', isClone() ? known : unnamed],
  ['.gitignore does not name', unnamed],
])('holds no private key and no users of a local user pool among the files that %s', (_, list) => {
  const files = list().filter((file) => existsSync(join(root, file)))
  expect(files).toContain('package.json')
  expect(files).toContain('src/CognitoAuth.ts')
  expect(files.filter((file) => file.startsWith('node_modules/'))).toEqual([])
  expect(files.filter((file) => file.includes('.user-pool.'))).toEqual([])
  const privateKey = /"(d|dp|qi)":\s*"[\w-]{40,}"|BEGIN [A-Z ]*PRIVATE KEY/
  expect(files.filter((file) => privateKey.test(read(file)))).toEqual([])
})
