import { access } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as v from 'valibot'
import { POOL_IN_FILE, urlProblem, type PoolSettings } from './options.ts'
import { check, list, object, problem, problems } from './schema.ts'

/** A user pool of a configuration file, with a domain of its own. */
export interface PoolInFile extends PoolSettings {
  /** The port of its domain. Default: 9230, and one more for each further pool. */
  port?: number
}

/** What `user-pool.config.js` exports. */
export interface ConfigFile {
  pools: readonly PoolInFile[]
}

/** The names under which a configuration is looked for, in this order. */
export const CONFIG_NAMES = ['user-pool.config.js', 'user-pool.config.mjs', 'user-pool.config.ts'] as const

const CONFIG = v.pipe(
  object({
    pools: v.pipe(
      list(POOL_IN_FILE),
      problem((pools) => (pools.length === 0 ? 'needs a pool' : undefined)),
    ),
  }),
  problems(function* ({ pools }) {
    const ids = pools.map(({ poolId }) => poolId)
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) < index) yield [['pools', index, 'poolId'], `${id} is used twice`]
    }
  }),
)

/** Gives the configuration back: it is there so that editors know the options and compilers check them. */
export function defineConfig(config: ConfigFile): ConfigFile {
  return config
}

/** A pool with further URLs for the applications of all its clients. */
export function withUrls(pool: PoolInFile, urls: readonly string[]): PoolInFile {
  return {
    ...pool,
    clients: pool.clients.map((client) => ({
      ...client,
      callbackUrls: [...client.callbackUrls, ...urls],
      logoutUrls: [...(client.logoutUrls ?? []), ...urls],
    })),
  }
}

/** The URLs of an option of a command; throws an Error for one that no app client can have. */
export function readUrls(urls: readonly string[], option: string): readonly string[] {
  for (const url of urls) {
    const problem = urlProblem(url)
    if (problem !== undefined) throw new Error(`${option} ${problem}`)
  }
  return urls
}

/** What to do about a URL that an app client does not list, where this command runs the pool. */
export function adviceFor(
  command: string,
  file: string | undefined,
): (url: string, clientId: string) => string {
  return (url, clientId) => {
    // Somebody copies it into a shell, and anybody may have asked for the URL.
    const option = /^[\w:/.~-]+$/.test(url) ? url : 'and this URL'
    const inFile =
      file === undefined
        ? ''
        : `Add ${JSON.stringify(url)} to callbackUrls (and to logoutUrls, if people sign out to it) of the app client ${clientId} in ${file}. Or: `
    return `${inFile}Start with ${command} --callback-url ${option}`
  }
}

/** The configuration of a file; rejects with an Error that names each mistake and its place in it. */
export async function loadConfig(path: string): Promise<ConfigFile> {
  const file = resolve(path)
  if (!(await exists(file))) throw new Error(`There is no configuration ${path}.`)
  let loaded: { default?: unknown }
  try {
    loaded = (await import(pathToFileURL(file).href)) as typeof loaded
  } catch (error) {
    throw new Error(`${path} cannot be loaded: ${reasonOf(error)}`, { cause: error })
  }
  if (loaded.default === undefined) throw new Error(`${path} has to say: export default { pools: [ … ] }`)
  check(CONFIG, loaded.default, path)
  return loaded.default as ConfigFile
}

/** The configuration that lies in a folder; undefined when there is none. */
export async function findConfig(folder: string): Promise<string | undefined> {
  for (const name of CONFIG_NAMES) if (await exists(join(folder, name))) return join(folder, name)
  return undefined
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
    return 'this Node.js does not read TypeScript. Name it user-pool.config.js, or start with NODE_OPTIONS="--import tsx".'
  if (code === 'ERR_MODULE_NOT_FOUND' && message.includes("'cognito-local-domain'"))
    return 'cognito-local-domain is not installed beside it. Run npm install --save-dev cognito-local-domain, or write export default { … } without defineConfig().'
  return message
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
