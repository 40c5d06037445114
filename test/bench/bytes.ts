import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Plugin } from 'esbuild'
import ts from 'typescript'
import { bundle, type Library, ours, oursWithMore, root } from './libraries.ts'
import { whole, ratio, type Report, type Table } from './table.ts'

const sizes = (code: string) => ({
  raw: Buffer.byteLength(code),
  gzip: gzipSync(code, { level: 9 }).length,
  brotli: brotliCompressSync(code).length,
})

/** What a minimal application weighs with each library, and which module of ours weighs what. */
export async function measureBytes(libraries: readonly Library[]): Promise<Report> {
  const measured = await Promise.all(
    libraries
      .flatMap((library) => (library === ours ? [ours, oursWithMore] : library))
      .map(async (library) => ({ name: library.name, ...sizes((await bundle(library)).code) })),
  )
  const script = readFileSync(join(root, 'dist/amazon-cognito-auth.min.js'), 'utf8')
  measured.push({ name: 'cognito-auth, the script of a script tag', ...sizes(script) })
  const first = measured[0]?.gzip ?? NaN
  return {
    title: 'Bytes',
    tables: [
      {
        head: ['Minimal application with', 'raw', 'gzip', 'brotli', 'gzip, ours = 1'],
        rows: measured.map(({ name, raw, gzip, brotli }) => [
          name,
          ...[raw, gzip, brotli].map(whole),
          ratio(gzip, first),
        ]),
      },
      ...(await partTables()),
    ],
    notes: [
      'Sign in, callback, tokens, refresh, sign out (`apps/`), bundled by esbuild: one ES module for a browser, minified, ' +
        'without licence comments, gzip at level 9. The modules are those of `src/`, bundled alike; what is compressed ' +
        'has no parts, so the last column is a share in proportion. The texts of the errors are what the bundle loses where ' +
        'each of them is empty.',
    ],
  }
}

/** What a part of `src/` is for; a module belongs to the first that names it. */
const PURPOSES: readonly (readonly [purpose: string, modules: RegExp])[] = [
  ['The application', /^<|^test\/bench\/apps/],
  [
    'Tokens: decoded, claims, hash, signatures and keys',
    /jwt-decode|tokens\/(jwt|verify|jwks)|signatures|sha256|base64url/,
  ],
  ['Requests and responses: authorize URL, PKCE, redirect, token endpoint', /src\/oauth|sign-in-options/],
  [
    'A sign-in: begun, kept, taken once, its state given back',
    /SignInSequences|engine\/sign-|transactions|app-state|returns/,
  ],
  ['A popup', /popup/],
  [
    'A session: kept, refreshed once for all tabs, nothing lost',
    /TokenSequences|SessionState|src\/engine|tokens|session\/[a-z]/,
  ],
  ['The storages, and what they hold', /storage|TokenCache/],
  ['The options, and what is wrong with them', /options|check|errors/],
  ['What programs call: promises, events, fetch', /CognitoAuth\.ts|events|browser|fetch|auto-refresh/],
  ['What amazon-cognito-auth-js had besides', /legacy|inherited|session\/Cognito/],
]

async function partTables(): Promise<Table[]> {
  const source = { ...ours, alias: { 'cognito-auth': join(root, 'src/index.ts') } }
  const { code, metafile } = await bundle(source)
  const { raw, gzip } = sizes(code)
  const inputs = Object.values(metafile.outputs)[0]?.inputs ?? {}
  const modules = Object.entries(inputs)
    .map(([path, { bytesInOutput }]) => ({ path: relative(root, join(root, path)), bytes: bytesInOutput }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)
  const rest = raw - modules.reduce((sum, { bytes }) => sum + bytes, 0)
  const row = (name: string, bytes: number) => [
    name.replace(/^<.*/, 'the application’s own line'),
    whole(bytes),
    `${((100 * bytes) / raw).toFixed(1)} %`,
    whole((gzip * bytes) / raw),
  ]
  const purposes = new Map(PURPOSES.map(([purpose]) => [purpose, 0]))
  for (const { path, bytes } of modules) {
    const [purpose] = PURPOSES.find(([, pattern]) => pattern.test(path)) ?? []
    if (purpose === undefined) throw new Error(`bytes.ts does not say what ${path} is for`)
    purposes.set(purpose, (purposes.get(purpose) ?? 0) + bytes)
  }
  const silent = sizes((await bundle(source, { plugins: [withoutTexts] })).code)
  return [
    {
      title: 'Ours by what it is for',
      head: ['Purpose', 'raw', 'share', 'of the gzip'],
      rows: [
        ...[...purposes].sort(([, a], [, b]) => b - a).map(([purpose, bytes]) => row(purpose, bytes)),
        row('all', raw),
        ['of all that, the texts of the errors', whole(raw - silent.raw), '', whole(gzip - silent.gzip)],
      ],
    },
    {
      title: 'Ours by module',
      head: ['Module', 'raw', 'share', 'of the gzip'],
      rows: [
        ...modules.map(({ path, bytes }) => row(path, bytes)),
        ...(rest > 0 ? [row('between the modules', rest)] : []),
        row('all', raw),
      ],
    },
  ]
}

/** Has every error say nothing. */
const withoutTexts: Plugin = {
  name: 'without the texts of the errors',
  setup(build) {
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => ({
      contents: withoutArguments(readFileSync(path, 'utf8'), {
        CognitoAuthError: 1,
        refuse: 0,
        storageFull: 0,
      }),
      loader: 'ts',
    }))
  },
}

/** Empties one argument, here by its place, of every call of these functions and constructors. */
function withoutArguments(code: string, places: Readonly<Record<string, number>>): string {
  const texts: ts.Node[] = []
  const visit = (node: ts.Node): void => {
    const isCall = ts.isCallExpression(node) || ts.isNewExpression(node)
    const text = isCall ? node.arguments?.[places[node.expression.getText()] ?? NaN] : undefined
    if (text) texts.push(text)
    else ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('source.ts', code, ts.ScriptTarget.Latest, true))
  return texts.reduceRight(
    (rest, text) => `${rest.slice(0, text.getStart())}''${rest.slice(text.getEnd())}`,
    code,
  )
}
