import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import nodeResolve from '@rollup/plugin-node-resolve'
import terser from '@rollup/plugin-terser'
import typescript from '@rollup/plugin-typescript'
import dts from 'rollup-plugin-dts'

const { name, version, license } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'))

const banner = `/*! ${name} ${version} | ${license} */`
const bundleBanner = `${banner}
/*! with jwt-decode (c) Auth0, Inc. and js-cookie (c) 2018 Klaus Hartl, Fagner Brack, GitHub Contributors, both MIT */`

/** What is written for a browser or a bundler is ES2020, as tsconfig.json says. */
const source = (options = {}) =>
  typescript({ noEmit: false, noForceEmit: true, sourceMap: true, inlineSources: true, ...options })

const sourcemap = true

/**
 * Bundlers do not dare to shorten the names of properties, so that is done here to those that are private. They keep
 * their underscore: no field that a program adds to an object of ours, or a class that extends one, is taken for them.
 */
const minified = (compress, options) =>
  terser({
    ...options,
    ecma: 2020,
    // Functions compress best side by side.
    compress: { passes: 3, hoist_funs: true, ...compress },
    mangle: { properties: { regex: /^_[a-z]/, nth_identifier: { get: (n) => `_${n.toString(36)}` } } },
    // A page may have another encoding than UTF-8.
    format: { ascii_only: true },
  })

/** For bundlers and Node: the dependencies stay imports, so that an application has each of them once. */
const library = { input: 'src/index.ts', external: ['jwt-decode', 'js-cookie'] }

/** `cookies.js` is a file of its own, see src/storage/cookies.ts. */
const modules = (extension, format) => ({
  dir: 'dist',
  format,
  banner,
  sourcemap,
  entryFileNames: `[name].${extension}`,
  // It would bring js-cookie back.
  hoistTransitiveImports: false,
  // A function that is called once is left to the application's bundler, which may leave it out. In a console and a
  // debugger, objects are called after their class.
  plugins: [minified({ reduce_funcs: false }, { keep_classnames: true })],
})

/** For a script tag: everything in one file, and the global that pages of amazon-cognito-auth-js use. */
const script = {
  format: 'umd',
  name: 'AmazonCognitoIdentity',
  // A page may load amazon-cognito-identity-js as well, whose global has the same name.
  extend: true,
  banner: bundleBanner,
  sourcemap,
}

const hashes = {}

/** Writes down what a page puts into the `integrity` attribute of its script tag (Subresource Integrity). */
const integrity = {
  name: 'integrity',
  writeBundle(_, bundle) {
    for (const { type, fileName, code } of Object.values(bundle)) {
      if (type !== 'chunk') continue
      hashes[fileName] = `sha384-${createHash('sha384').update(code).digest('base64')}`
    }
    writeFileSync('dist/integrity.json', `${JSON.stringify(hashes, undefined, 2)}\n`)
  },
}

const CLASSES = [
  ...['CognitoAccessToken', 'CognitoAuth', 'CognitoAuthSession', 'CognitoIdToken', 'CognitoRefreshToken'],
  ...['CognitoTokenScopes', 'CookieStorage', 'DateHelper', 'StorageHelper'],
]

/** What the modules of amazon-cognito-auth-js exported. */
const inherited = {
  index: `export * from '${name}'`,
  ...Object.fromEntries(CLASSES.map((one) => [one, `export { ${one}, ${one} as default } from '${name}'`])),
}

const inheritedHelpers = {
  UriHelper: "export const launchUri = (url) => window.open(url, '_self')",
  'UriHelper.native':
    "import { Linking } from 'react-native'\nexport const launchUri = (url) => Linking.openURL(url)",
  DecodingHelper: 'export const decode = (text) => globalThis.atob(text)',
  'DecodingHelper.native':
    "import { Buffer } from 'buffer'\nexport const decode = (text) => Buffer.from(text, 'base64').toString('utf8')",
}

/** A build of modules whose code is given here. */
const given = (code) => ({
  input: Object.fromEntries(Object.keys(code).map((file) => [file, file])),
  external: (id) => !(id in code),
  plugins: [{ name: 'given', resolveId: (id) => (id in code ? id : undefined), load: (id) => code[id] }],
})

/** They all lead to one file of the library, so that a program has each class once. */
const files = (dir, extension, format, library) => ({
  dir,
  format,
  exports: 'named',
  entryFileNames: `[name].${extension}`,
  paths: { [name]: library },
})

/** What `exports` leads to. */
const forNewTools = [
  files('lib/exports', 'js', 'es', '../../dist/index.js'),
  files('lib/exports', 'cjs', 'cjs', '../../dist/index.cjs'),
]
const forOldTools = [
  files('lib', 'js', 'cjs', '../dist/amazon-cognito-auth.js'),
  files('es', 'js', 'es', '../dist/amazon-cognito-auth.js'),
]
const types = [
  files('lib/exports', 'd.ts', 'es', '../../dist/index.js'),
  files('lib/exports', 'd.cts', 'es', '../../dist/index.cjs'),
  files('lib', 'd.ts', 'es', '../dist/index.js'),
  files('es', 'd.ts', 'es', '../dist/index.js'),
]

/**
 * `lib/CognitoAuth` and the other paths of amazon-cognito-auth-js. They are written when the package is packed, for they
 * have to be files beside `dist` where a tool does not know `exports`, as webpack 4 and Jest 27 do not.
 */
const inheritedPaths = [
  { ...given(inherited), output: [...forNewTools, ...forOldTools, ...types] },
  { ...given(inheritedHelpers), output: [...forNewTools, ...forOldTools] },
]

const distribution = [
  {
    ...library,
    input: { index: 'src/index.ts', cookies: 'src/storage/cookies.ts' },
    plugins: [source()],
    output: [modules('js', 'es'), modules('cjs', 'cjs')],
  },
  { ...library, plugins: [dts()], output: [{ file: 'dist/index.d.ts' }, { file: 'dist/index.d.cts' }] },
  {
    input: 'src/index.ts',
    // It is what tools get that do not know `exports`: the parser of webpack 4 ends here.
    plugins: [nodeResolve({ browser: true }), source({ target: 'ES2018' }), integrity],
    output: { file: 'dist/amazon-cognito-auth.js', ...script },
  },
  {
    input: 'src/index.ts',
    plugins: [nodeResolve({ browser: true }), source(), integrity],
    output: { file: 'dist/amazon-cognito-auth.min.js', ...script, plugins: [minified()] },
  },
]

export default ({ configPaths }) => (configPaths ? inheritedPaths : distribution)
