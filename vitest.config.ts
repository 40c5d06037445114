import { defineConfig } from 'vitest/config'

/** All processors of a small machine, where Vitest would leave one out. */
const maxWorkers = '100%'

/** How long a test may take on a machine that is busy with the others, in milliseconds. */
const BUSY = 30_000

/** Three rooms: pure functions and the local user pool in Node, the platform in jsdom, the whole path in Chromium. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,types,user-pool,package,flow,security,property,faults}/**/*.test.ts'],
          exclude: ['test/**/*.dom.test.ts'],
          testTimeout: BUSY,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'jsdom',
          environment: 'jsdom',
          environmentOptions: { jsdom: { url: 'https://app.example/' } },
          include: ['test/legacy/**/*.test.ts', 'test/**/*.dom.test.ts'],
          testTimeout: BUSY,
          maxWorkers,
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          // After the others: tabs that race each other need the machine for themselves.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
