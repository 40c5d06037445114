import { lookup } from 'node:dns/promises'
import { defineConfig } from 'vitest/config'

/** All processors of a small machine, where Vitest would leave one out. */
const maxWorkers = '100%'

/** How long a test may take on a machine that is busy with the others, in milliseconds. */
const BUSY = 30_000

/** Tabs that race each other need the machine for themselves. */
const RACES = ['test/browser/tabs.test.ts', 'test/browser/soak.test.ts']

const browser = { environment: 'node', testTimeout: 60_000, hookTimeout: 60_000 } as const

// Half of the tests have a server there.
await lookup('localhost').catch(() => {
  console.error(
    'localhost leads nowhere on this machine: write the line "127.0.0.1 localhost" into /etc/hosts.',
  )
  process.exit(1)
})

/**
 * Four rooms: pure functions and the local user pool in Node, the platform in jsdom, the whole path in Chromium, and
 * tabs that race each other there.
 */
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
          ...browser,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          exclude: RACES,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...browser,
          name: 'tabs',
          include: RACES,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
