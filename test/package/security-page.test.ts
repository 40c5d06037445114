import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

/* A reviewer finds the test of an attack by its number, and no number without a test. */

const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(resolve(root, 'SECURITY.md'), 'utf8')
/** What does not exist yet cannot be attacked: the worker. */
const NOT_YET = ['A84']

const attacks = [...page.matchAll(/^\| (A\d\d) /gm)].map(([, number]) => number)
const tested = new Set(
  readdirSync(resolve(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => [...readFileSync(resolve(root, 'test', file), 'utf8').matchAll(/['"`](A\d\d)\b/g)])
    .map(([, number]) => number),
)

it('lists the attacks from A01 to A96', () => {
  expect(attacks).toEqual(Array.from({ length: 96 }, (_, i) => `A${String(i + 1).padStart(2, '0')}`))
})

it('has a test for each of them', () => {
  expect(
    attacks.filter((number) => number !== undefined && !NOT_YET.includes(number) && !tested.has(number)),
  ).toEqual([])
})

it('names only errors that there are', () => {
  const codes = readFileSync(resolve(root, 'src/errors.ts'), 'utf8')
  const named = [...page.matchAll(/`([a-z]+_[a-z_]+|expired)`/g)].map(([, name]) => name)
  const claims = [
    'token_use',
    'client_id',
    'at_hash',
    'origin_jti',
    'event_id',
    'auth_time',
    'c_hash',
    'token_type',
    'expires_in',
  ]
  const unknown = named.filter((name) => !claims.includes(name ?? '') && !codes.includes(`| '${name}'`))
  expect(unknown).toEqual([])
})
