import { join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '../..')

/** The settings of a program that takes types seriously. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  allowJs: true,
  checkJs: true,
  // JavaScript cannot say what it catches.
  useUnknownInCatchVariables: false,
  noEmit: true,
  skipLibCheck: true,
  paths: { 'cognito-auth': [join(root, 'dist/index.d.ts')] },
}

/**
 * What the compiler has to say of each of these programs, which use the package as it is built: `<code>: <complaint>`.
 * @param programs their texts, by the name of the file
 * @param ambient what is there besides, as declarations
 */
export function complaintsOf(
  programs: Readonly<Record<string, string>>,
  ambient = '',
): Record<string, string[]> {
  const texts = new Map(
    Object.entries({ ...programs, 'ambient.d.ts': ambient }).map(([name, text]) => [join(root, name), text]),
  )
  const host = ts.createCompilerHost(OPTIONS)
  const readFile = host.readFile.bind(host)
  const fileExists = host.fileExists.bind(host)
  // Source files are made of what it reads.
  host.readFile = (path) => texts.get(path) ?? readFile(path)
  host.fileExists = (path) => texts.has(path) || fileExists(path)
  const program = ts.createProgram([...texts.keys()], OPTIONS, host)
  return Object.fromEntries(
    Object.keys(programs).map((name) => [
      name,
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(join(root, name)))
        .map(({ file, start = 0, length = 0, messageText }) => {
          const code = file?.text.slice(start, start + length) ?? ''
          return `${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
        }),
    ]),
  )
}
