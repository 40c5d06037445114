import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Metafile, type Plugin } from 'esbuild'

export const bench = import.meta.dirname
export const root = join(bench, '../..')

/** A library, and the minimal application that is made with it: sign in, callback, tokens, refresh, sign out. */
export interface Library {
  readonly name: string
  /** The package that it comes in. */
  readonly from: string
  readonly version: string
  /** The application in `apps/`. */
  readonly app: string
  /** What takes the place of an import. */
  readonly alias?: Readonly<Record<string, string>>
  /** Why it is only measured where no server is needed. */
  readonly isOffline?: string
  /** Its own call that reads the session; undefined where it keeps none. */
  readonly read?: string
}

const versionIn = (folder: string) =>
  (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
const peer = (name: string, more: Partial<Library> = {}): Library => ({
  name,
  from: name,
  version: versionIn(join(bench, 'node_modules', name)),
  app: name.split('/').at(-1) ?? name,
  ...more,
})

const dist = join(root, 'dist/index.js')
const fromHere = { from: 'cognito-auth', version: versionIn(root) }

export const ours: Library = {
  ...fromHere,
  name: 'cognito-auth',
  app: 'cognito-auth',
  alias: { 'cognito-auth': dist },
  read: 'getTokens()',
}

/** The same with what the class has anyway. */
export const oursWithMore: Library = {
  ...ours,
  name: 'cognito-auth with popup, fetch, automatic refresh',
  app: 'cognito-auth-more',
}

/** The same application on the class. */
export const oursAsClass: Library = { ...ours, name: 'cognito-auth, CognitoAuth', app: 'cognito-auth-class' }

/** The same application for both, to the letter: what is measured is the exchange of the file. */
export const oursInPlace: Library = {
  ...fromHere,
  name: 'cognito-auth, callbacks',
  app: 'amazon-cognito-auth-js',
  alias: { 'amazon-cognito-auth-js': dist },
  read: 'getSession()',
}

/** Ours first, then the one that it takes the place of. */
export const readLibraries = (): readonly Library[] => [
  ours,
  oursAsClass,
  oursInPlace,
  peer('amazon-cognito-auth-js', { read: 'getSession()' }),
  peer('oidc-client-ts', { read: 'getUser()' }),
  peer('@auth0/auth0-spa-js', { read: 'getTokenSilently()' }),
  peer('aws-amplify', { read: 'fetchAuthSession()' }),
  peer('oauth4webapi'),
  peer('keycloak-js', {
    isOffline: 'decodes the refresh token as a JWT, which that of Cognito is not, and so signs nobody in',
  }),
]

const ASIDE = [oursAsClass, oursInPlace]
/** Whether it is one more of ours, for comparison with the first. */
export const isAside = (library: Library) => ASIDE.includes(library)
export const isOurs = (library: Library) => library === ours || isAside(library)

/** Those that can sign somebody in at a user pool. */
export const online = ({ isOffline }: Library) => isOffline === undefined

export interface Bundle {
  readonly code: string
  readonly metafile: Metafile
}

interface BundleOptions {
  readonly format?: 'esm' | 'iife'
  readonly banner?: string
  readonly plugins?: readonly Plugin[]
}

/** Bundles the application as a page would, with the same settings for all. */
export async function bundle(
  { app, alias = {} }: Pick<Library, 'app' | 'alias'>,
  { format = 'esm', banner = '', plugins = [] }: BundleOptions = {},
): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `import { create } from './apps/${app}.js'\nglobalThis.app = create(globalThis.config)`,
      resolveDir: bench,
    },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    // What amazon-cognito-auth-js and Amplify expect of a bundler.
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    ...{ format, alias: { ...alias }, banner: { js: banner }, plugins: [...plugins] },
    metafile: true,
    write: false,
    outfile: 'app.js',
    logLevel: 'error',
  })
  return { code: outputFiles[0]?.text ?? '', metafile }
}
