import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** What a page may pay for each import at most, in bytes after gzip. */
const LIMITS = {
  CognitoAuth: 26_500,
  CookieStorage: 2_500,
  CognitoAuthError: 430,
} as const
const SCRIPT_LIMIT = 28_100

/** What a bundler makes of this one import. */
async function bundle(name: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${name} } from 'cognito-auth'`, resolveDir: root },
    alias: { 'cognito-auth': resolve(root, 'dist/index.js') },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    metafile: true,
    write: false,
    outfile: 'page.js',
  })
  const inputs = Object.entries(metafile.outputs['page.js']?.inputs ?? {})
  return {
    bytes: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length,
    packages: inputs
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => /node_modules\/([^/]+)/.exec(path)?.[1])
      .filter((name) => name !== undefined),
  }
}

describe('the size', () => {
  it.each(Object.entries(LIMITS))('of { %s } is %i bytes at most', async (name, limit) => {
    expect((await bundle(name)).bytes).toBeLessThanOrEqual(limit)
  })

  it('holds js-cookie for those alone who use it', async () => {
    expect((await bundle('CookieStorage')).packages).toContain('js-cookie')
    expect((await bundle('CognitoAuth')).packages).toEqual(['jwt-decode'])
  })

  it(`of the script is ${SCRIPT_LIMIT} bytes at most`, () => {
    const script = readFileSync(resolve(root, 'dist/amazon-cognito-auth.min.js'))
    expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(SCRIPT_LIMIT)
  })
})
