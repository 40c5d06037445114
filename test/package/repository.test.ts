import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('holds no private key and no users of a local user pool', () => {
  const files = execFileSync('git', ['ls-files'], { encoding: 'utf8' }).trim().split('\n').filter(existsSync)
  expect(files).toContain('package.json')
  expect(files.filter((file) => file.includes('.user-pool.json'))).toEqual([])
  const privateKey = /"(d|dp|qi)":\s*"[\w-]{40,}"|BEGIN [A-Z ]*PRIVATE KEY/
  expect(files.filter((file) => privateKey.test(readFileSync(file, 'utf8')))).toEqual([])
})
