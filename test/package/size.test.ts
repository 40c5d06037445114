import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** What a page may pay for each import at most, in bytes after gzip. */
const LIMITS = {
  CognitoAuth: 23_400,
  CookieStorage: 2_100,
  CognitoAuthError: 1_100,
} as const
const SCRIPT_LIMIT = 24_000

describe('the size', () => {
  it.each(Object.entries(LIMITS))('of { %s } is %i bytes at most', async (name, limit) => {
    const { outputFiles } = await build({
      stdin: { contents: `export { ${name} } from 'cognito-auth'`, resolveDir: root },
      alias: { 'cognito-auth': resolve(root, 'dist/index.js') },
      absWorkingDir: root,
      bundle: true,
      minify: true,
      platform: 'browser',
      format: 'esm',
      target: 'es2022',
      legalComments: 'none',
      write: false,
    })
    expect(gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length).toBeLessThanOrEqual(limit)
  })

  it(`of the script is ${SCRIPT_LIMIT} bytes at most`, () => {
    const script = readFileSync(resolve(root, 'dist/amazon-cognito-auth.min.js'))
    expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(SCRIPT_LIMIT)
  })
})
