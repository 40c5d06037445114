import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** A project that has installed what `npm publish` would send. */
let project: string
let packed: string[]

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'cognito-auth-package-'))
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
  })
  const [{ filename, files }] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }]
  packed = files.map(({ path }) => path).sort()
  const installed = join(project, 'node_modules', 'cognito-auth')
  mkdirSync(installed, { recursive: true })
  execFileSync('tar', ['-xzf', join(project, filename), '-C', installed, '--strip-components=1'])
  for (const dependency of ['jwt-decode', 'js-cookie']) {
    symlinkSync(join(root, 'node_modules', dependency), join(project, 'node_modules', dependency))
  }
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
})
afterAll(() => {
  rmSync(project, { recursive: true })
})

const run = (...args: string[]) => execFileSync('node', args, { cwd: project, encoding: 'utf8' }).trim()
const names =
  'CognitoAccessToken,CognitoAuth,CognitoAuthError,CognitoAuthSession,CognitoIdToken,CognitoRefreshToken,CognitoTokenScopes,CookieStorage,DateHelper,MemoryStorage,StorageHelper,handlePopup'

describe('the package', () => {
  it('holds these files and no other', () => {
    expect(packed).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/CognitoAuth.cjs',
        'dist/CognitoAuth.d.cts',
        'dist/CognitoAuth.d.ts',
        'dist/CognitoAuth.js',
        'dist/amazon-cognito-auth.js',
        'dist/amazon-cognito-auth.js.map',
        'dist/amazon-cognito-auth.min.js',
        'dist/amazon-cognito-auth.min.js.map',
        'dist/cookies.cjs',
        'dist/cookies.cjs.map',
        'dist/cookies.js',
        'dist/cookies.js.map',
        'dist/index.cjs',
        'dist/index.cjs.map',
        'dist/index.d.cts',
        'dist/index.d.ts',
        'dist/index.js',
        'dist/index.js.map',
        'dist/integrity.json',
        'package.json',
      ].sort(),
    )
  })

  it.each([
    'cognito-auth',
    'cognito-auth/dist/amazon-cognito-auth',
    'cognito-auth/dist/amazon-cognito-auth.js',
    'cognito-auth/dist/amazon-cognito-auth.min',
    'cognito-auth/dist/amazon-cognito-auth.min.js',
  ])('is imported and required as %s, on a server too', (path) => {
    expect(
      run('--input-type=module', '-e', `console.log(Object.keys(await import('${path}')).sort().join())`),
    ).toBe(names)
    expect(
      run('--input-type=commonjs', '-e', `console.log(Object.keys(require('${path}')).sort().join())`),
    ).toBe(names)
  })

  it('has lib/CognitoAuth with the class as its default export', () => {
    const path = 'cognito-auth/lib/CognitoAuth'
    const same = '=== require("cognito-auth").CognitoAuth'
    expect(run('--input-type=commonjs', '-e', `console.log(require('${path}').default ${same})`)).toBe('true')
    expect(
      run(
        '--input-type=module',
        '-e',
        `import Default from '${path}'; import { CognitoAuth } from 'cognito-auth'; console.log(Default === CognitoAuth)`,
      ),
    ).toBe('true')
  })

  it('builds a sign-in URL where there is no window', () => {
    const program = `
      import { CognitoAuth } from 'cognito-auth'
      const auth = new CognitoAuth({ ClientId: 'c', AppWebDomain: 'd.example', TokenScopesArray: ['openid'],
        RedirectUriSignIn: 'myapp://in', RedirectUriSignOut: 'myapp://out' })
      console.log(new URL(auth.getFQDNSignIn()).host, auth.isUserSignedIn(), await auth.init())`
    expect(run('--input-type=module', '-e', program)).toBe('d.example false null')
  })

  it('has types for imports and for require()', () => {
    const use = `
      const auth = new CognitoAuth({ ClientId: 'c', AppWebDomain: 'd.example', RedirectUriSignIn: 'myapp://in', RedirectUriSignOut: 'myapp://out' })
      export const tokens: Promise<{ accessToken: string }> = auth.getTokens()
      // @ts-expect-error: no such option of sign-in
      void auth.signIn({ nonsense: 1 })`
    writeFileSync(join(project, 'esm.mts'), `import { CognitoAuth } from 'cognito-auth'${use}`)
    writeFileSync(join(project, 'cjs.cts'), `import { CognitoAuth } from 'cognito-auth'${use}`)
    writeFileSync(
      join(project, 'inherited.cts'),
      `import { CognitoAuth } from 'cognito-auth/dist/amazon-cognito-auth'\nimport Default from 'cognito-auth/lib/CognitoAuth'\nexport const same: typeof CognitoAuth = Default`,
    )
    const compilerOptions = { noEmit: true, strict: true, target: 'es2022', module: 'nodenext', types: [] }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    expect(run(join(root, 'node_modules/typescript/bin/tsc'), '-p', '.')).toBe('')
  })
})

describe('the script bundle', () => {
  const page = (before: string, after: string) => `
    const { readFileSync } = require('node:fs')
    const { runInNewContext } = require('node:vm')
    const page = { URL, URLSearchParams, TextEncoder, btoa, atob, console, ${before} }
    page.globalThis = page
    runInNewContext(readFileSync('node_modules/cognito-auth/dist/amazon-cognito-auth.min.js', 'utf8'), page)
    ${after}`

  it('makes the global AmazonCognitoIdentity', () => {
    const print = 'console.log(Object.keys(page.AmazonCognitoIdentity).sort().join())'
    expect(run('--input-type=commonjs', '-e', page('', print))).toBe(names)
  })

  it('adds to the global of amazon-cognito-identity-js rather than replace it', () => {
    const print =
      'console.log(typeof page.AmazonCognitoIdentity.CognitoAuth, page.AmazonCognitoIdentity.CognitoUserPool)'
    expect(
      run('--input-type=commonjs', '-e', page("AmazonCognitoIdentity: { CognitoUserPool: 'kept' }", print)),
    ).toBe('function kept')
  })

  it('is the same text in whatever encoding a page has', () => {
    const script = readFileSync(join(root, 'dist/amazon-cognito-auth.min.js'), 'utf8')
    expect(script.match(/[^\x20-\x7e\n]/gu)).toBeNull()
  })

  it('names its licences, and those of what it contains', () => {
    const script = execFileSync('head', ['-c', '400', join(root, 'dist/amazon-cognito-auth.min.js')], {
      encoding: 'utf8',
    })
    expect(script).toMatch(/cognito-auth .* Apache-2\.0[^]*jwt-decode[^]*js-cookie[^]*MIT/)
  })
})
