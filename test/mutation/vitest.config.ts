import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Unit tests take milliseconds and notice most mutants: what a whole sign-in has to show comes after them. */
class UnitTestsFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isFlow = ({ moduleId }: TestSpecification) => Number(moduleId.includes('/test/flow/'))
    return Promise.resolve([...files].sort((a, b) => isFlow(a) - isFlow(b)))
  }
}

/** The fast tests of the protocol: no browser, no page, no server. */
export default defineConfig({
  test: {
    include: ['test/{unit,flow}/**/*.test.ts', 'test/security/jwks.test.ts'],
    exclude: ['test/**/*.dom.test.ts', 'test/flow/serve.test.ts'],
    // The code of a mutant carries all the others: a million bytes take it a while.
    testTimeout: 30_000,
    // Every file in a world of its own would cost a quarter of the time. Stryker reloads them all between two mutants.
    isolate: false,
    sequence: { sequencer: UnitTestsFirst },
  },
})
