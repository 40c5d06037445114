import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { complaintsOf } from '../helpers/compile.ts'
import { blocksOf, readDocument } from '../helpers/documents.ts'

/* What the documents show is what there is. */

const root = join(import.meta.dirname, '../..')
const DOCUMENTS = ['README.md', 'EXAMPLES.md', 'SECURITY.md', 'CHANGELOG.md', 'docs/errors.md']

/** What the fragments of the documents take for granted: an application around them. */
const AMBIENT = `
  import type * as library from 'cognito-auth'
  declare global {
    const auth: library.CognitoAuthClient
    const AmazonCognitoIdentity: typeof library
    function showSignInButton(): void
    function showTryAgain(): void
  }
`

it('compiles every fragment of JavaScript', () => {
  const fragments = DOCUMENTS.flatMap((name) =>
    blocksOf(name)
      .filter(({ language }) => language === 'js')
      .map(
        ({ code }, i) => [`${name}.${i}.js`, code.includes('import ') ? code : `${code}\nexport {}`] as const,
      ),
  )
  expect(fragments.length).toBeGreaterThan(3)
  const complaints = complaintsOf(Object.fromEntries(fragments), AMBIENT)
  expect(Object.entries(complaints).filter(([, said]) => said.length)).toEqual([])
})

it('has in the table of the two doors what compiles at each', () => {
  const [, ...rows] = readDocument('README.md').matchAll(/^\|[^`|]+\|([^|]*)\|([^|]*)\|$/gm)
  expect(rows.length).toBeGreaterThan(7)
  /** What is shown of a door: options as they are given to it, and everything else as it stands there. */
  const shown = (column: number) =>
    rows
      .flatMap(({ [column]: cell = '' }) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code))
      .map((code) => (/^[A-Z]\w+: /.test(code) ? `void ({ ${code} } satisfies Options)` : `{ ${code} }`))
      .join('\n')
  const names =
    'CookieStorage, asyncStorage, fetchWithToken, signInWithPopup, startAutoRefresh, verifySignatures'
  const complaints = complaintsOf(
    {
      'application.ts': `
      import { ${names}, type AsyncTokenStorage, type Session } from 'cognito-auth'
      type Options = Partial<import('cognito-auth').ApplicationOptions>
      declare const session: Session, store: AsyncTokenStorage, options: {}
      ${shown(1)}`,
      'class.ts': `
      import type { AsyncTokenStorage, CognitoAuth, CognitoAuthSession } from 'cognito-auth'
      type Options = Partial<import('cognito-auth').CognitoAuthOptions>
      declare const session: CognitoAuthSession, store: AsyncTokenStorage, options: {}, auth: CognitoAuth
      ${shown(2)}`,
    },
    AMBIENT,
  )
  expect(complaints).toEqual({ 'application.ts': [], 'class.ts': [] })
})

it('shows the files of the examples as they are', () => {
  const shown = blocksOf('EXAMPLES.md').flatMap(({ above, code }) => {
    const [, path] = /^\[`(test\/examples\/[^`]+)`\]\(\1\)$/.exec(above) ?? []
    return path === undefined ? [] : [{ path, code }]
  })
  expect(shown.length).toBeGreaterThan(15)
  for (const { path, code } of shown) expect(code, path).toBe(readFileSync(join(root, path), 'utf8'))
})

it('leads to files and sections that there are', () => {
  const anchorsOf = (name: string) =>
    [...readDocument(name).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replaceAll(' ', '-'),
    )
  const broken = DOCUMENTS.flatMap((name) =>
    [...readDocument(name).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)]
      .map(([, path = '', anchor = '']) => ({ path: path ? join(name, '..', path) : name, anchor }))
      .filter(
        ({ path, anchor }) =>
          !existsSync(join(root, path)) || (anchor !== '' && !anchorsOf(path).includes(anchor)),
      )
      .map(({ path, anchor }) => `${name} -> ${path}#${anchor}`),
  )
  expect(broken).toEqual([])
})
