import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

/* docs/errors.md: whoever looks a code up finds it. */

const root = resolve(import.meta.dirname, '../..')
const page = readFileSync(resolve(root, 'docs/errors.md'), 'utf8')
const source = readFileSync(resolve(root, 'src/errors.ts'), 'utf8')

it('has a section for every code, and for no other', () => {
  const codes = [...source.matchAll(/^ {2}\| '(\w+)'$/gm)].map(([, code]) => code)
  const sections = [...page.matchAll(/^### `(\w+)`$/gm)].map(([, code]) => code)
  expect(codes.length).toBeGreaterThan(30)
  expect(sections.sort()).toEqual(codes.sort())
})

it('says of each what happened', () => {
  const sections = page.split(/^### /m).slice(1)
  expect(sections.filter((section) => !section.includes('**What happened.** '))).toEqual([])
})
