/**
 * Mutation testing of what guards the sign-in: it changes one expression at a time and expects a test to fail.
 * Run it with `npm run mutation`; `npm run mutation -- --mutate src/tokens/verify.ts` asks about one file only.
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['src/engine/**/*.ts', 'src/oauth/**/*.ts', 'src/tokens/**/*.ts'],
  // This file is a plugin too: it exports the ignorer below.
  plugins: ['@stryker-mutator/vitest-runner', import.meta.url],
  ignorers: ['error-messages'],
  testRunner: 'vitest',
  // Not `testFiles`: with it, mutants of code that runs as a module loads come alive too late and survive.
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  tempDirName: 'coverage/stryker',
  ignorePatterns: ['dist', 'coverage'],
  reporters: ['clear-text', 'progress', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'coverage/mutation.html' },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  thresholds: { high: 95, low: 90, break: 90 },
}

/** Leaves the message of `new CognitoAuthError(code, message, details)` as it is: people read it, programs the code. */
const errorMessages = {
  shouldIgnore(path) {
    const isMessage =
      path.listKey === 'arguments' &&
      path.key === 1 &&
      path.parentPath.isNewExpression() &&
      path.parent.callee.name === 'CognitoAuthError' &&
      (path.isStringLiteral() || path.isTemplateLiteral())
    return isMessage ? 'The message of an error may change.' : undefined
  },
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'error-messages', value: errorMessages }]
