import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/* What is delivered: the files of dist/ as they are, and the package around them. */

const root = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const json = (path: string) => JSON.parse(read(path)) as Record<string, unknown>

const scripts = ['dist/amazon-cognito-auth.js', 'dist/amazon-cognito-auth.min.js']
const modules = ['dist/index.js', 'dist/index.cjs']

/** What a file says, comments aside: its names, its texts, and what it takes from the objects that lead to everything. */
function contentsOf(path: string) {
  const names: string[] = []
  const texts: string[] = []
  const members: string[] = []
  const called: string[] = []
  /** What is sent to others, call by call. */
  const posted: (readonly string[] | undefined)[] = []
  const source = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest)
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.push(node.text)
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) texts.push(node.text)
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const member = ts.isPropertyAccessExpression(node)
        ? node.name.text
        : `[${node.argumentExpression.kind}]`
      if (ts.isIdentifier(node.expression)) members.push(`${node.expression.text}.${member}`)
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const [first] = node.arguments ?? []
      if (ts.isIdentifier(node.expression)) called.push(node.expression.text)
      if (ts.isIdentifier(node.expression) && first && ts.isStringLiteralLike(first))
        called.push(`${node.expression.text}('${first.text}')`)
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) called.push('import')
      const isPosted =
        ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'postMessage'
      if (isPosted)
        posted.push(
          node.arguments?.map((sent) => {
            if (ts.isStringLiteralLike(sent)) return sent.text
            return ts.isPropertyAccessExpression(sent) ? sent.getText(source) : '?'
          }),
        )
    }
    node.forEachChild(visit)
  }
  visit(source)
  const of = (object: string) =>
    [...new Set(members.filter((member) => member.startsWith(`${object}.`)))].sort()
  return { names: new Set(names), texts, called, posted, of }
}

describe.each([...scripts, ...modules])('%s', (path) => {
  const { names, texts, called, posted, of } = contentsOf(path)
  const count = (list: readonly string[], wanted: string) => list.filter((item) => item === wanted).length

  it.each([
    ['code out of text', ['eval', 'execScript', 'setImmediate', 'wasm', 'WebAssembly']],
    [
      'markup',
      [
        'innerHTML',
        'outerHTML',
        'insertAdjacentHTML',
        'createContextualFragment',
        'srcdoc',
        'DOMParser',
        'writeln',
      ],
    ],
    [
      'elements that load something',
      ['createElement', 'importScripts', 'Worker', 'SharedWorker', 'Image', 'serviceWorker'],
    ],
    ['numbers that can be guessed', ['random']],
    ['messages to other windows', ['MessageChannel', 'parent', 'frames', 'MessagePort']],
    ['a way to log', ['console', 'alert']],
    [
      'ways out that know no rules',
      ['sendBeacon', 'WebSocket', 'EventSource', 'RTCPeerConnection', 'WebTransport'],
    ],
    ['storages by their name', ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore']],
  ])('A83: does without %s', (_, banned) => {
    expect(
      banned.filter((name) => names.has(name) || (texts.includes(name) && !name.endsWith('Storage'))),
    ).toEqual([])
  })

  it('A83: makes no code out of text', () => {
    expect(called).not.toContain('Function')
    expect(called).not.toContain('import')
    expect(called.filter((call) => /^set\w+\('/.test(call))).toEqual([])
  })

  it('A83: takes these things from the page and no others', () => {
    const allowed: Record<string, string[]> = {
      document: ['cookie', 'hasFocus', 'visibilityState'],
      window: [
        'addEventListener',
        'close',
        'history',
        'location',
        'open',
        'opener',
        'outerHeight',
        'outerWidth',
        'screenX',
        'screenY',
        'self',
        'top',
        `[${ts.SyntaxKind.Identifier}]`,
      ],
      globalThis: ['crypto', 'navigator', 'AmazonCognitoAdvancedSecurityData'],
      self: [],
      navigator: [],
    }
    for (const [object, members] of Object.entries(allowed))
      expect(of(object).filter((member) => !members.includes(member.slice(object.length + 1)))).toEqual([])
    expect(of('window')).toContain('window.location')
  })

  it('A83: reaches localStorage and sessionStorage in the one place that may fail', () => {
    expect(of('window').filter((member) => member.includes('['))).toHaveLength(1)
    const asked = called.filter((call) => /\('(local|session)Storage'\)$/.test(call))
    const names = new Set(asked.map((call) => call.replace(/^\w+/, '')))
    expect([...names].sort()).toEqual(["('localStorage')", "('sessionStorage')"])
  })

  it('A80: tells other tabs that something changed, and a page that waits for a popup where that came back to', () => {
    expect(new Set(posted.map((sent) => sent?.join()))).toEqual(
      new Set(['changed', 'taken', '?', '?,window.location.origin']),
    )
    expect(posted).toHaveLength(4)
  })

  it('A83: asks for nothing but by the two functions that do, for itself and for the application', () => {
    expect(count(called, 'fetch')).toBe(2)
    // It belongs to a method of amazon-cognito-auth-js that nothing here calls.
    expect(count(called, 'XMLHttpRequest')).toBe(1)
    expect(of('this').filter((member) => member.endsWith('.createCORSRequest'))).toEqual([])
  })

  it('A83: names no host', () => {
    expect(texts.filter((text) => /^[a-z]+:\/\/\w/i.test(text))).toEqual([])
  })
})

describe.each(['dist/cookies.js', 'dist/cookies.cjs'])('%s', (path) => {
  it('A83: hands js-cookie on and takes nothing from the page', () => {
    const { names, texts, called, of } = contentsOf(path)
    expect(
      ['window', 'document', 'globalThis', 'self', 'navigator'].filter((name) => names.has(name)),
    ).toEqual([])
    expect(of('this')).toEqual([])
    expect(texts.filter((text) => text !== 'use strict')).toEqual(['js-cookie'])
    expect(called.filter((call) => !call.startsWith('require'))).toEqual([])
  })
})

/** Signs nobody in, and fails as it should: enough to run the code of every module. */
const PROGRAM = `
  const auth = new CognitoAuth({ ClientId: 'c', AppWebDomain: 'd.example', TokenScopesArray: ['openid'],
    RedirectUriSignIn: 'https://app.example/', RedirectUriSignOut: 'https://app.example/', ResponseType: 'code',
    Storage: new MemoryStorage() })
  const heard = []
  auth.userhandler = { onSuccess: () => heard.push('session'), onFailure: (message, error) => heard.push(error.code) }
  const { origin, searchParams } = new URL(auth.getFQDNSignIn())
  auth.parseCognitoWebResponse('https://app.example/?code=C&state=' + 'x'.repeat(43))
  const print = (error) => console.log([origin, searchParams.get('state').length, heard, error.name, error.code].join(' '))
  auth.getTokens().catch(print)`
const PRINTS = 'https://d.example 43 state_mismatch CognitoAuthError login_required'

const node = (flags: string[], program: string, type: string) =>
  execFileSync('node', [...flags, '--no-warnings', `--input-type=${type}`, '-e', program], {
    cwd: root,
    encoding: 'utf8',
  }).trim()

describe('an import', () => {
  const hardened: [flag: string, harden: string][] = [
    ['', ''],
    // All that belongs to the language is frozen, as under SES.
    ['--frozen-intrinsics', ''],
    ['--disable-proto=throw', ''],
    ['--disable-proto=delete', ''],
    // A Content-Security-Policy without 'unsafe-eval'.
    ['--disallow-code-generation-from-strings', ''],
    ['', 'for (const { prototype } of [Object, Function, Array, Promise, Map]) Object.freeze(prototype);'],
    ['', "for (const name of ['window', 'document', 'localStorage', 'navigator']) delete globalThis[name];"],
  ]

  it.each(hardened)('A85: works on a server, %s %s', (flag, harden) => {
    const flags = flag ? [flag] : []
    expect(
      node(
        flags,
        `${harden}\nconst { CognitoAuth, MemoryStorage } = await import('cognito-auth');${PROGRAM}`,
        'module',
      ),
    ).toBe(PRINTS)
    expect(
      node(
        flags,
        `${harden}\nconst { CognitoAuth, MemoryStorage } = require('cognito-auth');${PROGRAM}`,
        'commonjs',
      ),
    ).toBe(PRINTS)
  })

  it('A85: works in a worker thread', () => {
    const program = `const { CognitoAuth, MemoryStorage } = require('cognito-auth');${PROGRAM}`
    expect(
      node(
        [],
        `new (require('node:worker_threads').Worker)(${JSON.stringify(program)}, { eval: true })`,
        'commonjs',
      ),
    ).toBe(PRINTS)
  })

  const freeze =
    'for (const { prototype } of [Object, Function, Array, Promise, Map, Set, RegExp, String]) Object.freeze(prototype)'

  it.each(
    scripts.flatMap((path) =>
      ['', freeze].map((harden) => ({ path, harden, how: harden && ', with everything frozen' })),
    ),
  )('A85: of $path works where there is only `self`$how', async ({ path, harden }) => {
    let printed: (line: string) => void = () => undefined
    const line = new Promise<string>((resolve) => (printed = resolve))
    const scope: Record<string, unknown> = {
      URL,
      URLSearchParams,
      TextEncoder,
      TextDecoder,
      btoa,
      atob,
      crypto,
    }
    Object.assign(scope, { self: scope, console: { log: printed } })
    const worker = createContext(scope, { codeGeneration: { strings: false, wasm: false } })
    runInContext(harden, worker)
    runInContext(read(path), worker)
    runInContext(`{ const { CognitoAuth, MemoryStorage } = AmazonCognitoIdentity;${PROGRAM} }`, worker)
    expect(await line).toBe(PRINTS)
  })
})

describe('the package', () => {
  const lock = json('package-lock.json') as {
    packages: Record<string, { version?: string; dependencies?: object; hasInstallScript?: boolean }>
  }

  it('A86: brings two dependencies with it, and those bring none', () => {
    const { dependencies, optionalDependencies, peerDependencies, bundleDependencies } = json('package.json')
    expect(Object.keys(dependencies as object)).toEqual(['js-cookie', 'jwt-decode'])
    expect([optionalDependencies, peerDependencies, bundleDependencies]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    // The workspace has dependencies of its own in the same lock.
    for (const name of ['js-cookie', 'jwt-decode']) {
      const installed = lock.packages[`node_modules/${name}`]
      expect(installed?.version, name).toBeTypeOf('string')
      expect([installed?.dependencies, installed?.hasInstallScript], name).toEqual([undefined, undefined])
    }
  })

  it('A86: asks for no js-cookie with attributes from prototypes (CVE-2026-46625)', () => {
    const { dependencies } = json('package.json') as { dependencies: Record<string, string> }
    const [major = 0, minor = 0, patch = 0] = (dependencies['js-cookie'] ?? '')
      .replace(/^\^/, '')
      .split('.')
      .map(Number)
    expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThan(3_000_005)
  })

  it('A86: runs nothing when it is installed', () => {
    const { scripts: own } = json('package.json') as { scripts: Record<string, string> }
    const hooks =
      /^(pre|post)?(install|prepare|uninstall)$|^(pre|post)?(publish|prepublish|prepublishOnly|dependencies)$/
    expect(Object.keys(own).filter((name) => hooks.test(name))).toEqual([])
    expect(lock.packages['']?.hasInstallScript).toBeUndefined()
    expect(json('package.json')['gypfile']).toBeUndefined()
    expect(json('package.json')['bin']).toBeUndefined()
  })

  it('A86: names the hashes of its scripts for the `integrity` attribute (Subresource Integrity)', () => {
    const hashOf = (path: string) =>
      `sha384-${createHash('sha384')
        .update(readFileSync(join(root, path)))
        .digest('base64')}`
    expect(json('dist/integrity.json')).toEqual(
      Object.fromEntries(scripts.map((path) => [path.replace('dist/', ''), hashOf(path)])),
    )
  })
})
