import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { blocksOf } from '../helpers/documents.ts'

/* What the README of the local user pool shows, done. */

const root = resolve(import.meta.dirname, '../..')
const sources = join(root, 'sample/user-pool')
const blocks = blocksOf('sample/user-pool/README.md')
const { version, dependencies } = JSON.parse(readFileSync(join(sources, 'package.json'), 'utf8')) as {
  version: string
  dependencies: Record<string, string>
}

/** A project that has the package, Vitest and Playwright. */
let project: string
beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'cognito-local-domain-'))
  const modules = join(project, 'node_modules')
  const installed = join(modules, 'cognito-local-domain')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  mkdirSync(installed)
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  execFileSync('node', [
    compiler,
    '-p',
    join(sources, 'tsconfig.build.json'),
    '--outDir',
    join(installed, 'dist'),
  ])
  symlinkSync(join(sources, 'package.json'), join(installed, 'package.json'))
  symlinkSync('../cognito-local-domain/dist/cli.js', join(modules, '.bin/cognito-local-domain'))
  chmodSync(join(installed, 'dist/cli.js'), 0o755)
  for (const name of [...Object.keys(dependencies), 'vitest', '@playwright/test']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  write('package.json', '{"type":"module"}')
}, 120_000)
afterAll(() => {
  rmSync(project, { recursive: true })
})

const write = (name: string, text: string) => {
  writeFileSync(join(project, name), text)
}

/** The file of this name that the README shows, on another port. */
function shown(name: string, port?: number): string {
  const code = blocks.find((block) => block.code.startsWith(`// ${name}\n`))?.code
  if (code === undefined) throw new Error(`The README shows no ${name}.`)
  return port === undefined ? code : code.replaceAll('9230', String(port))
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((done) => probe.listen(0, 'localhost', done))
  const { port } = probe.address() as AddressInfo
  await new Promise((done) => probe.close(done))
  return port
}

/** The environment of a shell that knows nothing of this test run. */
const environment = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|TEST)/.test(name)))

const run = (file: string, ...args: string[]) =>
  execFileSync('node', [join(root, 'node_modules', file), ...args], {
    cwd: project,
    encoding: 'utf8',
    stdio: 'pipe',
    env: environment(),
  })

/** Begins a line of a shell in a group of its own, which {@link end} ends as a whole. */
const shell = (script: string) =>
  spawn('bash', ['-e', '-c', script], { cwd: project, stdio: 'ignore', detached: true, env: environment() })

function end({ pid }: ChildProcess) {
  if (pid !== undefined) process.kill(-pid)
}

test('it shows these files, and what follows runs them all', () => {
  const programs = blocks
    .filter(({ language }) => language === 'js')
    .map(({ code }) => code.split('\n', 1)[0])
  expect(programs).toEqual([
    '// user-pool.config.js',
    "import { createUserPool } from 'cognito-local-domain'",
    '// vitest.config.js',
    '// user-pool.setup.js',
    '// playwright.config.js',
  ])
})

test('the program of a test does what its comments say', () => {
  const code = blocks.find((block) => block.code.includes('pool.clock.advance'))?.code ?? ''
  write(
    'program.js',
    code.replace('await pool.close()', 'console.log(pool.users.length)\nawait pool.close()'),
  )
  expect(execFileSync('node', ['program.js'], { cwd: project, encoding: 'utf8' })).toBe('2\n')
})

test('the configuration runs', async () => {
  write('user-pool.config.js', shown('user-pool.config.js'))
  const running = shell(`exec npx cognito-local-domain --port 0 > printed.txt 2>&1`)
  const printed = () => readFileSync(join(project, 'printed.txt'), 'utf8')
  await expect
    .poll(() => existsSync(join(project, 'printed.txt')) && printed(), { timeout: 20_000 })
    .toContain('Ctrl+C')
  expect(printed()).toContain('local_Shop runs at')
  end(running)
  rmSync(join(project, 'user-pool.config.js'))
})

test('Vitest has the pool for its tests', () => {
  write('vitest.config.js', shown('vitest.config.js'))
  write('user-pool.setup.js', shown('user-pool.setup.js'))
  write(
    'pool.test.js',
    `import { expect, inject, test } from 'vitest'
     test('the pool is there', async () => {
       const url = inject('userPool') + '/local_Tests/.well-known/openid-configuration'
       expect(await (await fetch(url)).json()).toMatchObject({ issuer: inject('userPool') + '/local_Tests' })
     })`,
  )
  expect(run('vitest/vitest.mjs', 'run', '--reporter=json')).toContain('"numPassedTests":1,')
  rmSync(join(project, 'pool.test.js'))
}, 60_000)

test('Playwright starts it and ends it', async () => {
  const port = await freePort()
  write('playwright.config.js', shown('playwright.config.js', port))
  write(
    'pool.spec.js',
    `import { expect, test } from '@playwright/test'
     test('the pool is there', async ({ request }) => {
       const query = 'response_type=code&client_id=demo&redirect_uri=http://localhost:4173/'
       const response = await request.get('http://localhost:${port}/oauth2/authorize?' + query)
       expect(response.url()).toContain('/login?')
     })`,
  )
  expect(run('@playwright/test/cli.js', 'test', '--reporter=line')).toContain('1 passed')
  await expect(fetch(`http://localhost:${port}`)).rejects.toThrow()
}, 60_000)

describe('GitHub Actions', () => {
  interface Step {
    uses?: string
    run?: string
  }

  test('has the domain when the line is done that starts it', async () => {
    const workflow = blocks.find(({ language }) => language === 'yaml')?.code ?? ''
    const { steps } = parse(workflow) as { steps: Step[] }
    expect(steps.map(({ uses, run: line }) => uses ?? line?.split('\n', 1)[0])).toEqual([
      'actions/checkout@v4',
      'actions/setup-node@v4',
      'npm ci',
      'npx cognito-local-domain --port 9230 --callback-url http://localhost:4173/ &',
      'npm test',
    ])
    const port = await freePort()
    const started = shell((steps[3]?.run ?? '').replaceAll('9230', String(port)))
    expect(await new Promise((done) => started.once('exit', done))).toBe(0)
    expect((await fetch(`http://localhost:${port}/mailbox`)).status).toBe(200)
    expect(readFileSync(join(project, 'user-pool.html'), 'utf8')).toContain('local_DemoPool')
    end(started)
  }, 60_000)
})

describe('the Dockerfile', () => {
  const instructions = readFileSync(join(sources, 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => /^(\w+) (.+)$/.exec(line)?.slice(1) ?? [line])
  const of = (name: string) => instructions.find(([instruction]) => instruction === name)?.[1] ?? ''

  test('copies the file that npm pack makes, and installs it', () => {
    const [pattern = '', copy = ''] = of('COPY').split(' ')
    const packed = `cognito-local-domain-${version}.tgz`
    expect(packed).toMatch(new RegExp(`^${pattern.replaceAll('.', '\\.').replace('*', '[^/]*')}$`))
    expect(of('RUN')).toContain(`npm install --no-audit --no-fund ./${copy} `)
    expect(blocks.map(({ code }) => code).join()).toContain('npm pack && docker build')
  })

  test('starts a command that is there, on every address and with the folder it has made', () => {
    const [file = '', ...args] = JSON.parse(of('ENTRYPOINT')) as string[]
    expect(args).toEqual(['--host', '0.0.0.0', '--data', of('VOLUME')])
    expect(of('RUN')).toContain(`mkdir ${of('VOLUME')} && chown ${of('USER')} ${of('VOLUME')}`)
    const help = execFileSync(join(project, file), [...args, '--help'], { cwd: project, encoding: 'utf8' })
    expect(help).toContain(of('EXPOSE'))
  })

  test('is reached as localhost although it listens on every address', async () => {
    const port = await freePort()
    const running = shell(
      `exec node_modules/.bin/cognito-local-domain --port ${port} --host 0.0.0.0 --data data`,
    )
    const status = () =>
      fetch(`http://127.0.0.1:${port}/mailbox`).then(
        (answer) => answer.status,
        () => 0,
      )
    await expect.poll(status, { timeout: 20_000 }).toBe(200)
    const ended = new Promise((done) => running.once('exit', done))
    end(running)
    expect(await ended).toBe(0)
  })
})

test('its table of options is what --help says', () => {
  const help = execFileSync('npx', ['cognito-local-domain', '--help'], { cwd: project, encoding: 'utf8' })
  const offered = [...help.matchAll(/^ {2}(--[a-z-]+(?: <\w+>)?)/gm)].map(([, option]) => option)
  const readme = readFileSync(join(sources, 'README.md'), 'utf8')
  const described = [...readme.matchAll(/^\| `(--[^`]+)`/gm)].map(([, option]) => option)
  expect(offered).toEqual([...described, '--help'])
})
