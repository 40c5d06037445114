import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { bundle, type Library, ours, root } from './libraries.ts'
import { whole, ratio, type Report } from './table.ts'

const sizes = (code: string) => ({
  raw: Buffer.byteLength(code),
  gzip: gzipSync(code, { level: 9 }).length,
  brotli: brotliCompressSync(code).length,
})

/** What a minimal application weighs with each library, and which module of ours weighs what. */
export async function measureBytes(libraries: readonly Library[]): Promise<Report> {
  const measured = await Promise.all(
    libraries.map(async (library) => ({ name: library.name, ...sizes((await bundle(library)).code) })),
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
      await moduleTable(),
    ],
    notes: [
      'Sign in, callback, tokens, refresh, sign out (`apps/`), bundled by esbuild: one ES module for a browser, minified, ' +
        'without licence comments, gzip at level 9. The modules are those of `src/`, bundled alike; what is compressed ' +
        'has no parts, so the last column is a share in proportion.',
    ],
  }
}

async function moduleTable() {
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
  return {
    title: 'Ours by module',
    head: ['Module', 'raw', 'share', 'of the gzip'],
    rows: [
      ...modules.map(({ path, bytes }) => row(path, bytes)),
      ...(rest > 0 ? [row('between the modules', rest)] : []),
      row('all', raw),
    ],
  }
}
