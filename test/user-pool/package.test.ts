import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openDatabase } from '../../sample/user-pool/src/database.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'

/* What somebody has who installs the package of the local user pool. */

const root = resolve(import.meta.dirname, '../..')
const sources = join(root, 'sample/user-pool')

let project: string
let packed: string[]
let child: ChildProcess | undefined
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'cognito-local-domain-'))
  const output = execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', project], {
    cwd: sources,
    encoding: 'utf8',
    stdio: 'pipe',
  })
  const [{ filename, files }] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }]
  packed = files.map(({ path }) => path).sort()
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  // No script runs, whatever a package brings.
  execFileSync(
    'npm',
    ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', filename],
    {
      cwd: project,
      stdio: 'pipe',
    },
  )
}, 240_000)
afterEach(async () => {
  await end('SIGKILL')
})
afterAll(() => {
  rmSync(project, { recursive: true })
})

/** A folder of the project. */
function folder(files: Readonly<Record<string, string>> = {}): string {
  const made = mkdtempSync(join(project, 'in-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(made, name), text)
  return made
}

/** Runs the command; gives what it printed when it waits for Ctrl+C or has ended. */
function start(cwd: string, ...args: string[]): Promise<string> {
  const bin = join(project, 'node_modules/.bin/cognito-local-domain')
  const started = spawn(bin, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  child = started
  let printed = ''
  return new Promise((done) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString()
      if (printed.includes('Ctrl+C')) done(printed)
    }
    started.stdout.on('data', read)
    started.stderr.on('data', read)
    started.on('close', () => {
      done(printed)
    })
  })
}

async function end(signal: 'SIGINT' | 'SIGKILL') {
  const ending = child
  child = undefined
  if (ending?.exitCode !== null || ending.signalCode !== null) return
  const ended = new Promise((done) => ending.once('exit', done))
  ending.kill(signal)
  await ended
}

const originIn = (printed: string) => /runs at (\S+)/.exec(printed)?.[1] ?? printed

test('it holds what its sources are compiled to, and no other file', () => {
  const modules = readdirSync(join(sources, 'src')).map((file) => file.replace('.ts', ''))
  expect(packed).toEqual(
    [
      'LICENSE',
      'README.md',
      'package.json',
      ...modules.flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]),
    ].sort(),
  )
  expect(readFileSync(join(sources, 'LICENSE'), 'utf8')).toBe(readFileSync(join(root, 'LICENSE'), 'utf8'))
})

test('it needs no compiler and no download of its own: no script has run, and the one there is finds all made', () => {
  const lock = readFileSync(join(project, 'package-lock.json'), 'utf8')
  const { packages } = JSON.parse(lock) as { packages: Record<string, { hasInstallScript?: boolean }> }
  const scripted = Object.keys(packages).filter((name) => packages[name]?.hasInstallScript)
  expect(scripted).toEqual(['node_modules/@photostructure/sqlite'])
  const made = join(project, ...scripted, 'prebuilds', `${process.platform}-${process.arch}`)
  expect(readdirSync(made).some((file) => file.endsWith('.node'))).toBe(true)
  expect(existsSync(join(project, ...scripted, 'build'))).toBe(false)
})

test('it is imported with its types', () => {
  const program = `
    import { createUserPool, defineConfig, type UserPool } from 'cognito-local-domain'
    export default defineConfig({ pools: [{ poolId: 'local_Pool', clients: [], port: 1 }] })
    const clients = [{ clientId: 'app', callbackUrls: ['http://localhost:3000/'] }]
    const pool: UserPool = await createUserPool({ poolId: 'local_Pool', clients })
    const response: Response = await pool.fetch(new Request(pool.origin))
    console.log(response.status)
    // @ts-expect-error: no such option
    void createUserPool({ poolId: 'local_Pool', clients, nonsense: 1 })
      .catch((error: unknown) => { console.log(String(error).split(';')[0]) })`
  const cwd = folder({ 'program.mts': program })
  const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, types: ['node'] }
  const typeRoots = [join(root, 'node_modules/@types')]
  writeFileSync(
    join(cwd, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...compilerOptions, typeRoots } }),
  )
  execFileSync('node', [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd, encoding: 'utf8' })
  expect(execFileSync('node', ['program.mjs'], { cwd, encoding: 'utf8' })).toBe(
    '200\nTypeError: The options of the user pool: nonsense is no option here\n',
  )
}, 120_000)

describe('the command', () => {
  test('runs in an empty folder, by npx too, says what an application is told, and ends with Ctrl+C', async () => {
    const cwd = folder()
    const help = execFileSync('npx', ['cognito-local-domain', '--help'], { cwd, encoding: 'utf8' })
    for (const option of ['port', 'host', 'config', 'callback-url', 'data', 'reset', 'tls', 'help'])
      expect(help).toContain(`  --${option} `)
    const printed = await start(cwd, '--port', '0', '--callback-url', 'http://localhost:8080/')
    const origin = originIn(printed)
    const { issuer } = (await (
      await fetch(`${origin}/local_DemoPool/.well-known/openid-configuration`)
    ).json()) as Record<string, string>
    expect(issuer).toBe(`${origin}/local_DemoPool`)
    for (const told of [
      `domain         ${origin}`,
      'user pool id   local_DemoPool',
      `issuer         ${issuer}`,
      'client id      demo',
      'http://localhost:8080/',
      'sign in as demo with the password Demo-1234',
    ])
      expect(printed).toContain(told)
    const query = 'response_type=code&client_id=demo&redirect_uri=http://localhost:8080/'
    expect((await fetch(`${origin}/oauth2/authorize?${query}`)).url).toMatch(/\/login\?/)
    await end('SIGINT')
    await expect(fetch(origin)).rejects.toThrow()
  })

  test('says on the error page how to allow an address, and nothing that a shell would run', async () => {
    const origin = originIn(await start(folder(), '--port', '0'))
    const page = async (url: string) => {
      const query = new URLSearchParams({ response_type: 'code', client_id: 'demo', redirect_uri: url })
      return (await fetch(`${origin}/oauth2/authorize?${query.toString()}`)).text()
    }
    expect(await page('http://localhost:8080/')).toContain(
      'Start with npx cognito-local-domain --callback-url http://localhost:8080/',
    )
    expect(await page('https://a.example/$(touch x)')).toContain('not an absolute URL of ASCII')
    expect(await page('https://a.example/$(touch)')).toContain('--callback-url and this URL')
  })

  test('runs the pools of a configuration, each with a domain', async () => {
    const pool = (id: string, username: string) =>
      `{ poolId: '${id}', port: 0, clients: [{ clientId: '${username}', callbackUrls: ['https://${id.replace('_', '-')}.example/'] }],
         groups: [{ name: 'admins' }], users: [{ username: '${username}', password: 'Secret-123', groups: ['admins'] }] }`
    const config = `import { defineConfig } from 'cognito-local-domain'
      export default defineConfig({ pools: [${pool('local_One', 'ann')}, ${pool('local_Two', 'bob')}] })`
    const cwd = folder({ 'user-pool.config.mjs': config })
    const printed = await start(cwd)
    const [one = '', two = ''] = [...printed.matchAll(/runs at (\S+)/g)].map(([, origin]) => origin)
    expect(await (await fetch(one)).text()).toContain('https://local-One.example/')
    expect(await (await fetch(two)).text()).toContain('https://local-Two.example/')
    const kept = readdirSync(join(cwd, '.cognito-local-domain'))
    expect(kept.filter((file) => !/-(wal|shm)$/.test(file)).sort()).toEqual([
      '.gitignore',
      'local_One.db',
      'local_Two.db',
    ])
    const query = 'response_type=code&client_id=ann&redirect_uri=https://x.example/'
    expect(await (await fetch(`${one}/oauth2/authorize?${query}`)).text()).toMatch(
      /of the app client ann in \S*user-pool\.config\.mjs\. Or: Start/,
    )
  })

  test('remembers its users until --reset, which touches nothing that another uses', async () => {
    const cwd = folder()
    const data = join(cwd, 'data/of-mine')
    const sub = () => {
      const database = openDatabase(join(data, 'local_DemoPool.db'))
      const row = database.get('SELECT sub FROM users')
      database.close()
      return row?.['sub']
    }
    const origin = originIn(await start(cwd, '--port', '0', '--data', data))
    const first = sub()
    const running = child
    child = undefined
    const taken = await start(cwd, '--port', new URL(origin).port, '--data', data, '--reset')
    expect(taken).toBe(`Port ${new URL(origin).port} is in use. Choose another, or 0 for any that is free.\n`)
    expect(sub()).toBe(first)
    child = running
    await end('SIGINT')
    await start(cwd, '--port', '0', '--data', data)
    expect(sub()).toBe(first)
    await end('SIGINT')
    await start(cwd, '--port', '0', '--data', data, '--reset')
    expect(sub()).not.toBe(first)
  })

  const wrong = (text: string) => ({ 'user-pool.config.js': text })
  test.each<[string[], Record<string, string>, string]>([
    [['--port', 'x'], {}, '--port must be a number from 0 to 65535, not x'],
    [['--nonsense'], {}, "Unknown option '--nonsense'"],
    [['--config', 'mine.js'], {}, 'There is no configuration mine.js.'],
    [['--callback-url', '/in'], {}, '--callback-url is not an absolute URL of ASCII characters: /in'],
    [[], wrong('export const pools = []'), 'has to say: export default { pools: [ … ] }'],
    [[], wrong('export default { pools: [] }'), 'pools needs a pool'],
    [[], wrong('export default { pool: {} }'), 'pool is no option here; there are: pools'],
    [
      [],
      wrong(
        "export default { pools: [{ poolId: 'local_A', clients: [{ clientId: 'a', redirectUris: [] }] }] }",
      ),
      'pools[0].clients[0].redirectUris is no option here; there are: clientId, callbackUrls, ',
    ],
    [
      [],
      wrong("const a = { poolId: 'local_A', clients: [] }; export default { pools: [a, a] }"),
      'used twice',
    ],
    [
      [],
      wrong("import 'cognito-local'; export default {}"),
      "cannot be loaded: Cannot find package 'cognito-local'",
    ],
  ])('says what is wrong with %j %j', async (args, files, message) => {
    const printed = await start(folder(files), ...args)
    expect(printed).toContain(message)
    expect(printed).not.toMatch(/^ +at /m)
    expect(child?.exitCode).toBe(1)
  })

  test('reads a configuration in TypeScript where Node.js does, and says so elsewhere', async () => {
    const pool = "{ poolId: 'local_Typed', port: 0, clients: [] }"
    const cwd = folder({
      'user-pool.config.ts': `const port: number = 0\nexport default { pools: [${pool}] }`,
    })
    const printed = await start(cwd)
    expect(printed).toContain(
      Reflect.get(process.features, 'typescript')
        ? 'local_Typed runs at'
        : 'this Node.js does not read TypeScript',
    )
    await end('SIGINT')
    const loader = pathToFileURL(join(root, 'node_modules/tsx/dist/loader.mjs')).href
    vi.stubEnv('NODE_OPTIONS', `--import ${loader}`)
    expect(await start(cwd)).toContain('local_Typed runs at')
    vi.unstubAllEnvs()
  })

  test('says how a configuration finds defineConfig where the package is not installed', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'cognito-local-domain-'))
    const text =
      "import { defineConfig } from 'cognito-local-domain'\nexport default defineConfig({ pools: [] })"
    writeFileSync(join(elsewhere, 'user-pool.config.mjs'), text)
    expect(await start(elsewhere)).toContain(
      'Run npm install --save-dev cognito-local-domain, or write export',
    )
    rmSync(elsewhere, { recursive: true })
  })

  test('is reached over https, with a certificate of its own that programs can trust', async () => {
    const cwd = folder()
    const printed = await start(cwd, '--port', '0', '--tls')
    const origin = originIn(printed)
    expect(origin).toMatch(/^https:\/\/localhost:\d+$/)
    const certificate = join(cwd, '.cognito-local-domain/localhost.crt')
    expect(printed).toContain(`NODE_EXTRA_CA_CERTS="${certificate}"`)
    const program = `const hosts = ['localhost', '127.0.0.1']
      for (const host of hosts) console.log((await fetch('${origin}/mailbox'.replace('localhost', host))).status)`
    const ask = (trusted: string) =>
      execFileSync('node', ['--input-type=module', '-e', program], {
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, NODE_EXTRA_CA_CERTS: trusted },
      })
    expect(ask(certificate)).toMatch(/^200\n/)
    expect(() => ask('')).toThrow(/self-signed certificate/)
    expect(statSync(certificate.replace('.crt', '.key')).mode & 0o777).toBe(0o600)
    const made = readFileSync(certificate, 'utf8')
    await end('SIGINT')
    await start(cwd, '--port', '0', '--tls', '--reset')
    expect(readFileSync(certificate, 'utf8')).toBe(made)
  })
})
