import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ecmaVersion, parse } from 'acorn'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** The modules of amazon-cognito-auth-js. */
const PATHS = [
  ...['CognitoAccessToken', 'CognitoAuth', 'CognitoAuthSession', 'CognitoIdToken', 'CognitoRefreshToken'],
  ...['CognitoTokenScopes', 'CookieStorage', 'DateHelper', 'StorageHelper', 'index'],
]
const HELPERS = ['DecodingHelper', 'DecodingHelper.native', 'UriHelper', 'UriHelper.native']

const COMPILER = { noEmit: true, strict: true, target: 'es2022', types: [], skipDefaultLibCheck: true }

/** A project that has installed what `npm publish` would send. */
let project: string
let packed: string[]

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'cognito-auth-package-'))
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', project], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
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
  'CognitoAccessToken,CognitoAuth,CognitoAuthError,CognitoAuthSession,CognitoIdToken,CognitoRefreshToken,CognitoTokenScopes,CookieStorage,DateHelper,MemoryStorage,StorageHelper,asyncStorage,createCognitoAuth,fetchWithToken,handlePopup,signInWithPopup,startAutoRefresh,verifySignatures'

describe('the package', () => {
  it('holds these files and no other', () => {
    expect(packed).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
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
        ...[...PATHS, ...HELPERS].flatMap((path) =>
          ['es/*.js', 'lib/*.js', 'lib/exports/*.cjs', 'lib/exports/*.js'].map((file) =>
            file.replace('*', path),
          ),
        ),
        ...PATHS.flatMap((path) =>
          ['es/*.d.ts', 'lib/*.d.ts', 'lib/exports/*.d.cts', 'lib/exports/*.d.ts'].map((file) =>
            file.replace('*', path),
          ),
        ),
      ].sort(),
    )
  })

  it('leaves the folder as it was when it is packed', () => {
    expect(['lib', 'es'].filter((folder) => existsSync(join(root, folder)))).toEqual([])
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

  it('builds a sign-in URL where there is no window, at both doors', () => {
    const program = `
      import { CognitoAuth, createCognitoAuth } from 'cognito-auth'
      const options = { ClientId: 'c', AppWebDomain: 'd.example', TokenScopesArray: ['openid'],
        RedirectUriSignIn: 'myapp://in', RedirectUriSignOut: 'myapp://out' }
      const old = new CognitoAuth(options)
      console.log(new URL(old.getFQDNSignIn()).host, old.isUserSignedIn(), await old.init())
      const auth = createCognitoAuth(options)
      console.log(new URL(await auth.createSignInUrl()).host, auth.getUser(), await auth.init())`
    expect(run('--input-type=module', '-e', program)).toBe('d.example false null\nd.example null null')
  })

  it('has types for imports and for require()', () => {
    const use = `
      const options = { ClientId: 'c', AppWebDomain: 'd.example', RedirectUriSignIn: 'myapp://in', RedirectUriSignOut: 'myapp://out' }
      export const session: Promise<Session | null> = createCognitoAuth(options).init()
      const auth = new CognitoAuth(options)
      export const tokens: Promise<{ accessToken: string }> = auth.getTokens()
      // @ts-expect-error: no such option of sign-in
      void auth.signIn({ nonsense: 1 })`
    const imports = "import { CognitoAuth, createCognitoAuth, type Session } from 'cognito-auth'"
    writeFileSync(join(project, 'esm.mts'), `${imports}${use}`)
    writeFileSync(join(project, 'cjs.cts'), `${imports}${use}`)
    writeFileSync(
      join(project, 'inherited.cts'),
      `import { CognitoAuth } from 'cognito-auth/dist/amazon-cognito-auth'\nimport Default from 'cognito-auth/lib/CognitoAuth'\nexport const same: typeof CognitoAuth = Default`,
    )
    const compilerOptions = { ...COMPILER, module: 'nodenext' }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
    expect(run(join(root, 'node_modules/typescript/bin/tsc'), '-p', '.')).toBe('')
  })
})

describe('in place of amazon-cognito-auth-js', () => {
  const NAME = 'amazon-cognito-auth-js'
  /** Not that library: its build, and the AWS SDK, which nothing in it used. */
  const OTHERS = ['webpack.config.js', 'dist/aws-cognito-sdk.js', 'dist/aws-cognito-sdk.min.js']
  const upstream = join(root, 'node_modules', NAME)
  const inherited = readdirSync(upstream, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js') && !file.startsWith('node_modules') && !OTHERS.includes(file))
    .sort()
  /** As programs write them. */
  const specifiers = inherited.flatMap((file) => [file, file.replace(/\.js$/, '')]).concat('lib', 'es', 'src')
  /** What AWS published as source besides, which reaches those programs alone whose tools know `exports`. */
  const isSource = (path: string) => /^(src|enhance)\b/.test(path)

  /** The project, one of tools that know neither `exports` nor `type`, and one that has the library of AWS. */
  let ours: string, oldTools: string, theirs: string

  beforeAll(() => {
    const install = (folder: string, original: string) => {
      const modules = join(folder, 'node_modules')
      cpSync(original, join(modules, NAME), { recursive: true })
      mkdirSync(join(modules, 'react-native'))
      writeFileSync(
        join(modules, 'react-native/index.js'),
        'exports.Linking = { openURL: (url) => `linked ${url}` }',
      )
      return folder
    }
    const library = join(project, 'node_modules/cognito-auth')
    ours = install(project, library)
    oldTools = install(join(project, 'old-tools'), library)
    theirs = install(join(project, 'theirs'), upstream)
    const description = join(oldTools, 'node_modules', NAME, 'package.json')
    const { main } = JSON.parse(readFileSync(description, 'utf8')) as { main: string }
    writeFileSync(description, JSON.stringify({ main }))
  })

  /** What each of these paths gives: the names, which class the default is, and what the helpers do. */
  function exportsOf(folder: string, how: 'import' | 'require', paths: readonly string[]) {
    const program = `
      globalThis.window = { open: (url, target) => [url, target].join() }
      const load = (path) => ${how}('${NAME}' + path)
      const describe = async () => {
        const all = await load('')
        const described = {}
        for (const path of ${JSON.stringify(paths)}) {
          const exported = await load('/' + path)
          const { launchUri, decode, __esModule, ...named } = exported
          // What is no module to a compiler has no default export to it.
          const isModule = ${how === 'import'} || exported.__esModule
          described[path] = {
            names: Object.keys(named),
            default: Object.keys(all).find((name) => isModule && all[name] === exported.default),
            launched: launchUri?.('myapp://in'),
            decoded: decode?.('eyJhIjoxfQ'),
          }
        }
        console.log(JSON.stringify(described))
      }
      describe()`
    const type = how === 'import' ? 'module' : 'commonjs'
    const output = execFileSync('node', ['--no-warnings', `--input-type=${type}`, '-e', program], {
      cwd: folder,
      encoding: 'utf8',
    })
    return JSON.parse(output) as Record<string, { names: string[] }>
  }

  it.each([
    ['imported', 'import', () => ours, specifiers],
    ['required', 'require', () => ours, specifiers],
    ['required by old tools', 'require', () => oldTools, specifiers.filter((path) => !isSource(path))],
  ] as const)('each of its paths, %s, gives what it gave', (_, how, folder, paths) => {
    expect(paths.length).toBeGreaterThan(60)
    // Node runs what was compiled alone; `es` and `src` are the same.
    const compiled = (path: string) => path.replace(/^(es|src)\b/, 'lib').replace(/^enhance\b/, 'lib/index')
    const expected = exportsOf(theirs, 'require', [...new Set(paths.map(compiled))])
    for (const [path, given] of Object.entries(exportsOf(folder(), how, paths))) {
      const { names = [], ...rest } = expected[compiled(path)] ?? {}
      expect(given, path).toEqual({ ...rest, names: expect.arrayContaining(names) as string[] })
    }
  })

  it('has types at its paths, for compilers that do not know `exports` too', () => {
    const classes = PATHS.filter((path) => path !== 'index')
    const program = [
      `import * as library from '${NAME}'`,
      `import * as script from '${NAME}/dist/amazon-cognito-auth'`,
      'export const same: typeof library.CognitoAuth = script.CognitoAuth',
      ...['lib', 'es'].flatMap((folder) =>
        classes.flatMap((name) => [
          `import ${folder}${name} from '${NAME}/${folder}/${name}'`,
          `export const ${folder}Same${name}: typeof library.${name} = ${folder}${name}`,
        ]),
      ),
    ].join('\n')
    const compilers = {
      node10: { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
      bundler: { module: 'esnext', moduleResolution: 'bundler' },
      nodenext: { module: 'nodenext' },
    }
    for (const [compiler, options] of Object.entries(compilers)) {
      const folder = join(project, compiler)
      mkdirSync(folder)
      writeFileSync(join(folder, 'esm.ts'), program)
      writeFileSync(join(folder, 'cjs.cts'), program)
      const compilerOptions = { ...COMPILER, ...options }
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }))
      expect(run(join(root, 'node_modules/typescript/bin/tsc'), '-p', compiler), compiler).toBe('')
    }
  })
})

describe('the syntax', () => {
  const scripts = () => packed.filter((path) => /\.c?js$/.test(path))
  const complaintsOf = (path: string, ecmaVersion: ecmaVersion) => {
    const code = readFileSync(join(project, 'node_modules/cognito-auth', path), 'utf8')
    try {
      parse(code, { ecmaVersion, sourceType: 'module' })
      return []
    } catch (error) {
      return [`${path}: ${String(error)}`]
    }
  }

  it('is ES2020', () => {
    expect(scripts().length).toBeGreaterThan(50)
    expect(scripts().flatMap((path) => complaintsOf(path, 2020))).toEqual([])
  })

  it('is ES2018 in what is found by tools that know no `exports`, such as webpack 4', () => {
    const { main, browser } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      main: string
      browser: Record<string, string>
    }
    expect([main, ...Object.values(browser)].map((path) => path.replace('./', ''))).toEqual(
      Array(2).fill('dist/amazon-cognito-auth.js'),
    )
    const found = scripts().filter((path) => /^(lib|es)\/[^/]+$|^dist\/amazon-cognito-auth\.js$/.test(path))
    expect(found).toHaveLength(29)
    expect(found.flatMap((path) => complaintsOf(path, 2018))).toEqual([])
    // They look for these themselves, and would take the first.
    expect(packed.filter((path) => /^(lib|es)\/.*\.(mjs|wasm|json)$/.test(path))).toEqual([])
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
