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

const source = (sourceMap = true) =>
  typescript({ noEmit: false, noForceEmit: true, sourceMap, inlineSources: sourceMap })

const sourcemap = true

/**
 * Bundlers do not dare to shorten the names of properties, so that is done here to those that are private. They keep
 * their underscore: no field that a program adds to an object of ours, or a class that extends one, is taken for them.
 */
const minified = (options) =>
  terser({
    ...options,
    ecma: 2020,
    // Functions compress best side by side, and worse where one that is called once is moved into its caller.
    compress: { passes: 3, reduce_funcs: false, hoist_funs: true },
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
  // In a console and a debugger, objects are called after their class.
  plugins: [minified({ keep_classnames: true })],
})

/** `lib/CognitoAuth` of old: a default export that leads back to the same class. */
const defaultExport = { input: 'src/legacy/lib-CognitoAuth.ts', external: /index\.js$/ }

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

export default [
  {
    ...library,
    input: { index: 'src/index.ts', cookies: 'src/storage/cookies.ts' },
    plugins: [source()],
    output: [modules('js', 'es'), modules('cjs', 'cjs')],
  },
  {
    ...defaultExport,
    plugins: [source(false)],
    output: [
      { file: 'dist/CognitoAuth.js', format: 'es', paths: () => './index.js' },
      { file: 'dist/CognitoAuth.cjs', format: 'cjs', exports: 'named', paths: () => './index.cjs' },
    ],
  },
  {
    ...library,
    plugins: [dts()],
    output: [{ file: 'dist/index.d.ts' }, { file: 'dist/index.d.cts' }],
  },
  {
    ...defaultExport,
    plugins: [dts()],
    output: [
      { file: 'dist/CognitoAuth.d.ts', paths: () => './index.js' },
      { file: 'dist/CognitoAuth.d.cts', paths: () => './index.cjs' },
    ],
  },
  {
    input: 'src/index.ts',
    plugins: [nodeResolve({ browser: true }), source(), integrity],
    output: [
      { file: 'dist/amazon-cognito-auth.js', ...script },
      {
        file: 'dist/amazon-cognito-auth.min.js',
        ...script,
        plugins: [minified()],
      },
    ],
  },
]
