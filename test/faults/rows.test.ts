import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

/* A reviewer finds the test of a fault by its number, and no number without a test. */

const tests = resolve(import.meta.dirname, '..')
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
/** The token endpoint, the tabs, the environment. */
const rows = [...numbers(1, 15), ...numbers(20, 34), ...numbers(40, 57)].map(
  (number) => `F${String(number).padStart(2, '0')}`,
)

it('has a test for every fault', () => {
  const titles = readdirSync(tests, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.endsWith('rows.test.ts'))
    .flatMap((file) => [...readFileSync(resolve(tests, file), 'utf8').matchAll(/\bF\d\d\b/g)])
    .map(([number]) => number)
  expect(rows.filter((row) => !titles.includes(row))).toEqual([])
})
