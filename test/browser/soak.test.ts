import { expect, it } from 'vitest'
import { launchChromium } from '../helpers/chromium.ts'
import { soak } from '../soak/run.ts'

// `npm run soak` runs thousands of operations.
it('F02 to F34: sixty operations in four tabs, with faults as chance has it, lose no session', async () => {
  const browser = await launchChromium()
  try {
    const report = await soak(browser, { seed: 7, operations: 60, tabs: 4 })
    expect(report.lost).toEqual([])
    // There was something to lose, and something to lose it by.
    expect(report.operations).toBe(60)
    expect(report.faults).toBeGreaterThan(5)
    expect(report.refreshes).toBeGreaterThan(20)
    expect(report.answers.tokens).toBeGreaterThan(100)
  } finally {
    await browser.close()
  }
}, 180_000)
