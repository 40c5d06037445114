import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A block of code in a document. */
export interface Block {
  readonly language: string
  readonly code: string
  /** The line above it. */
  readonly above: string
}

export function readDocument(name: string): string {
  return readFileSync(join(root, name), 'utf8')
}

/** The blocks of code that a document shows. */
export function blocksOf(name: string): Block[] {
  const text = readDocument(name)
  return [...text.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(({ index, 1: language = '', 2: code = '' }) => ({
    language,
    code,
    above: text.slice(0, index).trimEnd().split('\n').at(-1) ?? '',
  }))
}
