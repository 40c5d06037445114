import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { arch, platform, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { unpacked } from '../helpers/chromium.ts'

/* What a machine needs for `npm ci && npm test` is Node: what else is used comes with npm, or is part of every Debian. */

const root = resolve(import.meta.dirname, '../..')
const run = promisify(execFile)
/** Of glibc and gcc, on which Node itself depends. */
const OF_NODE = /^(linux-vdso|lib(c|m|dl|pthread|rt|gcc_s)|\/lib64\/ld-linux-x86-64)\.so/

describe.runIf(platform() === 'linux' && arch() === 'x64')('the browser from npm', () => {
  const machine = tmpdir()
  let folder: string | undefined
  afterEach(() => {
    process.env['TMPDIR'] = machine
    if (folder) rmSync(folder, { recursive: true })
    folder = undefined
  })

  it('brings each library that Node does not need anyway', async () => {
    const { executablePath, env } = await unpacked()
    // What the linker would load, instead of a run (ld.so(8)).
    const { stdout } = await run(executablePath, { env: { ...env, LD_TRACE_LOADED_OBJECTS: '1' } })
    const libraries = stdout
      .trim()
      .split('\n')
      .map((line) => line.trim())
    const others = libraries.filter((library) => !OF_NODE.test(library))
    expect(others.length).toBeGreaterThan(3)
    expect(others.filter((library) => !library.includes(` => ${env['LD_LIBRARY_PATH']}/`))).toEqual([])
  })

  it('brings a font', async () => {
    const { env } = await unpacked()
    const fonts = env['FONTCONFIG_PATH'] ?? ''
    expect(readFileSync(join(fonts, 'fonts.conf'), 'utf8')).toContain(`<dir>${fonts}</dir>`)
    expect(
      readdirSync(fonts, { recursive: true }).filter((file) => String(file).endsWith('.ttf')),
    ).not.toEqual([])
  })

  it('is whole when it is there, though several unpack it at once', async () => {
    folder = mkdtempSync(join(machine, 'cognito-auth-machine-'))
    process.env['TMPDIR'] = folder
    const paths = await Promise.all([unpacked(), unpacked()])
    for (const { executablePath, env } of paths) {
      expect(executablePath.startsWith(`${folder}/`)).toBe(true)
      expect((await run(executablePath, ['--version'], { env })).stdout).toMatch(/Chrom/)
    }
    expect(readdirSync(folder)).toHaveLength(1)
  })
})

describe('a machine that does not know localhost', () => {
  it('is told so in a sentence', () => {
    const unknown = `
      import { createRequire, syncBuiltinESMExports } from 'node:module'
      const promises = createRequire('/')('node:dns/promises')
      promises.lookup = () => Promise.reject(new Error('ENOTFOUND'))
      syncBuiltinESMExports()`
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    let printed: unknown
    try {
      const args = [
        '--import',
        `data:text/javascript,${encodeURIComponent(unknown)}`,
        vitest,
        'list',
        '--filesOnly',
      ]
      execFileSync('node', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' })
    } catch (error) {
      printed = (error as { stderr: unknown }).stderr
    }
    expect(printed).toBe(
      'localhost leads nowhere on this machine: write the line "127.0.0.1 localhost" into /etc/hosts.\n',
    )
  })
})
