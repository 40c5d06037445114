import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UserPool } from '../../sample/user-pool/src/index.ts'

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

/**
 * An example with the settings of a local user pool in the place of those that the documents name.
 * @throws Error where the example names others
 */
export function withSettings(
  code: string,
  { poolId, issuer, origin }: Pick<UserPool, 'poolId' | 'issuer' | 'origin'>,
  { clientId, page }: { readonly clientId: string; readonly page: string },
): string {
  const settings = {
    "'eu-central-1_AbCdEfGhI'": `'${poolId}', Issuer: '${issuer}'`,
    "'1example23456789'": `'${clientId}'`,
    "'my-app.auth.eu-central-1.amazoncognito.com'": `'${origin}'`,
    "'https://example.com/'": `'${page}'`,
  }
  return Object.entries(settings).reduce((text, [theirs, ours]) => {
    if (!text.includes(theirs)) throw new Error(`The example does not name ${theirs}.`)
    return text.replaceAll(theirs, ours)
  }, code)
}
