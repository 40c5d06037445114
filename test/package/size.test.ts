import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** What a page may pay for each import at most, in bytes after gzip. */
const LIMITS = {
  createCognitoAuth: 18_540,
  CognitoAuth: 25_140,
  CookieStorage: 2_500,
  CognitoAuthError: 330,
} as const
const SCRIPT_LIMIT = 26_620

/** What an application may pay at most for an import beside createCognitoAuth(), and what it is made of. */
const BESIDE = {
  signInWithPopup: [800, 'src/popup.ts'],
  fetchWithToken: [420, 'src/fetch.ts'],
  startAutoRefresh: [300, 'src/auto-refresh.ts'],
  verifySignatures: [800, 'src/tokens/jwks.ts'],
  asyncStorage: [550, 'src/storage/PromisedStorage.ts'],
  CookieStorage: [1_400, 'src/storage/CookieStorage.ts'],
  CognitoAuth: [6_750, 'src/CognitoAuth.ts'],
} as const

/** What a bundler makes of these imports from the package as it is built, or from its sources. */
async function bundle(names: readonly string[], library = 'dist/index.js') {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export { ${names.join()} } from 'cognito-auth'`, resolveDir: root },
    alias: { 'cognito-auth': resolve(root, library) },
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
  const modules = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path)
  return {
    bytes: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length,
    modules,
    packages: modules.flatMap((path) => /node_modules\/([^/]+)/.exec(path)?.[1] ?? []),
  }
}

describe('the size', () => {
  it.each(Object.entries(LIMITS))('of { %s } is %i bytes at most', async (name, limit) => {
    expect((await bundle([name])).bytes).toBeLessThanOrEqual(limit)
  })

  it.each(Object.entries(BESIDE))(
    'of { %s } beside createCognitoAuth is its limit at most',
    async (name, [limit]) => {
      const alone = await bundle(['createCognitoAuth'])
      const both = await bundle(['createCognitoAuth', name])
      expect(both.bytes - alone.bytes).toBeLessThanOrEqual(limit)
    },
  )

  it.each(Object.entries(BESIDE))('of createCognitoAuth holds nothing of { %s }', async (name, [, path]) => {
    const { modules } = await bundle(['createCognitoAuth'], 'src/index.ts')
    expect(modules).toContain('src/createCognitoAuth.ts')
    expect(modules).not.toContain(path)
    expect((await bundle(['createCognitoAuth', name], 'src/index.ts')).modules).toContain(path)
  })

  it('holds js-cookie for those alone who use it', async () => {
    expect((await bundle(['CookieStorage'])).packages).toContain('js-cookie')
    expect((await bundle(['CognitoAuth'])).packages).toEqual(['jwt-decode'])
    expect((await bundle(['createCognitoAuth'])).packages).toEqual(['jwt-decode'])
  })

  it('holds what the implicit flow needs for those alone who have it', async () => {
    const { modules } = await bundle(['createCognitoAuth'], 'src/index.ts')
    expect(modules.filter((path) => /inherited|sha256/.test(path))).toEqual([])
  })

  it(`of the script is ${SCRIPT_LIMIT} bytes at most`, () => {
    const script = readFileSync(resolve(root, 'dist/amazon-cognito-auth.min.js'))
    expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(SCRIPT_LIMIT)
  })
})
