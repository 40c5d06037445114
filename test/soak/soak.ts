import { parseArgs } from 'node:util'
import { launchChromium } from '../helpers/chromium.ts'
import { DOORS } from '../helpers/doors.ts'
import { soak } from './run.ts'

/*
 *   npm run soak -- --seed 1 --operations 2000 --tabs 4 --door createCognitoAuth
 *
 * The seed repeats the choices; what meets what in the browser is never quite the same.
 */

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    operations: { type: 'string', default: '2000' },
    tabs: { type: 'string', default: '4' },
    door: { type: 'string', default: 'CognitoAuth' },
  },
})
const [seed, operations, tabs] = [values.seed, values.operations, values.tabs].map(Number) as [
  number,
  number,
  number,
]
const door = DOORS.find((name) => name === values.door)
if (!door || ![seed, operations, tabs].every(Number.isInteger) || operations < 1 || tabs < 2) {
  console.error(
    'Usage: npm run soak -- --seed 1 --operations 2000 --tabs 4 --door CognitoAuth (two tabs or more)',
  )
  process.exit(2)
}

const begun = performance.now()
const browser = await launchChromium()
try {
  const report = await soak(browser, { door, seed, operations, tabs, log: console.log })
  const { tokens, errors } = report.answers
  for (const line of report.lost) console.log(`lost: ${line}`)
  console.log(
    Object.entries(report.counts)
      .map(([name, count]) => `${name}: ${count}`)
      .join(', '),
  )
  console.log(
    [
      `${report.operations} operations in ${tabs} tabs of ${door}, seed ${seed}`,
      `${report.faults} faults`,
      `${report.refreshes} refreshes asked for`,
      `${tokens} times tokens, ${errors} temporary errors`,
      `${report.ended} sign-ins`,
      `${report.lost.length} sessions lost`,
      `${Math.round((performance.now() - begun) / 1000)} seconds`,
    ].join('; '),
  )
  process.exitCode = report.lost.length > 0 ? 1 : 0
} finally {
  await browser.close()
}
