import { vi } from 'vitest'

const { setTimeout } = globalThis

/** Lets no time pass between an attempt and its repetition, or before a second look; the timeout of a request stays. */
export function skipPauses(): void {
  vi.stubGlobal('setTimeout', (run: () => void, milliseconds = 0) =>
    setTimeout(run, milliseconds < 5000 ? 0 : milliseconds),
  )
}
