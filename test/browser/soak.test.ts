import { expect, it } from 'vitest'
import { launchChromium } from '../helpers/chromium.ts'
import { DOORS } from '../helpers/doors.ts'
import { soak } from '../soak/run.ts'

// `npm run soak` runs thousands of operations.
it.each(DOORS)(
  'F02 to F34: thirty operations in four tabs at the door %s, with faults as chance has it, lose no session',
  async (door) => {
    const browser = await launchChromium()
    try {
      const report = await soak(browser, { door, seed: 7, operations: 30, tabs: 4 })
      expect(report.lost).toEqual([])
      // There was something to lose, and something to lose it by.
      expect(report.operations).toBe(30)
      expect(report.faults).toBeGreaterThan(2)
      expect(report.refreshes).toBeGreaterThan(10)
      expect(report.answers.tokens).toBeGreaterThan(50)
    } finally {
      await browser.close()
    }
  },
  180_000,
)
