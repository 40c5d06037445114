import { readdirSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const src = resolve(import.meta.dirname, '../../src')

/** From the top down: a file imports from its own row or a lower one. */
const layers = [
  ['index.ts'],
  ['CognitoAuth.ts'],
  ['inherited'],
  ['popup.ts', 'fetch.ts', 'auto-refresh.ts', 'async-storage.ts'],
  ['createCognitoAuth.ts'],
  ['engine'],
  ['oauth', 'tokens'],
  ['options.ts', 'sign-in-options.ts'],
  ['storage'],
  ['check.ts', 'errors.ts', 'events.ts', 'browser.ts'],
]

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

function layerOf(file: string): number {
  const exact = layers.findIndex((layer) => layer.includes(file))
  return exact >= 0 ? exact : layers.findIndex((layer) => layer.includes(file.split('/')[0] ?? ''))
}

function importsOf(file: string): string[] {
  const text = readFileSync(resolve(src, file), 'utf8')
  return [...text.matchAll(/from '(\.[^']+)\.js'/g)].map(([, path = '']) =>
    relative(src, resolve(src, dirname(file), `${path}.ts`)),
  )
}

it('gives every file a layer', () => {
  expect(files.filter((file) => layerOf(file) < 0)).toEqual([])
})

it('imports downwards only', () => {
  const upward = files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => layerOf(imported) < layerOf(file))
      .map((imported) => `${file} imports ${imported}`),
  )
  expect(upward).toEqual([])
})

it('imports in no circle', () => {
  const circles: string[] = []
  const visited = new Set<string>()
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path, file].join(' -> '))
    if (visited.has(file)) return
    visited.add(file)
    for (const imported of importsOf(file)) visit(imported, [...path, file])
  }
  for (const file of files) visit(file, [])
  expect(circles).toEqual([])
})

it.each([
  ['browser.ts', /\b(window|location|history)\b\s*[.[]/],
  ['oauth/http.ts', /\bfetch\(/],
  ['storage/cookies.ts', /js-cookie/],
  ['engine/tabs.ts', /\bBroadcastChannel\b/],
  ['engine/lock.ts', /\bLockManager\b/],
  ['tokens/jwt.ts', /jwt-decode/],
])('names in %s alone what that file is for', (room, pattern) => {
  const naming = files.filter((file) => {
    const code = readFileSync(resolve(src, file), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*/g, '')
    return pattern.test(code)
  })
  expect(naming).toEqual([room])
})

it('keeps every file short enough to be read at once', () => {
  const long = files.filter((file) => readFileSync(resolve(src, file), 'utf8').split('\n').length > 420)
  expect(long).toEqual([])
})

it('says nothing that a strict policy blocks or that guesses at randomness', () => {
  for (const file of files) {
    expect(readFileSync(resolve(src, file), 'utf8'), file).not.toMatch(
      /\beval\(|new Function|innerHTML|document\.write|Math\.random/,
    )
  }
})
