type Held = (lock: Lock) => unknown
interface Options {
  signal?: AbortSignal
}

/** The lock manager of a browser, as far as the Web Locks API says what it does; shared by the tabs of a test. */
export class Locks {
  readonly asked: string[] = []
  private readonly _held = new Set<string>()
  private readonly _waiting: { name: string; go: () => void }[] = []

  async request(name: string, { signal }: Options, held: Held): Promise<unknown> {
    this.asked.push(name)
    // None is granted in the turn in which it is asked for.
    await Promise.resolve()
    if (this._held.has(name)) {
      await new Promise<void>((go, refuse) => {
        const entry = { name, go }
        this._waiting.push(entry)
        signal?.addEventListener('abort', () => {
          this._waiting.splice(this._waiting.indexOf(entry), 1)
          refuse(new DOMException('aborted', 'AbortError'))
        })
      })
    }
    this._held.add(name)
    try {
      return await held({ name, mode: 'exclusive' })
    } finally {
      this._held.delete(name)
      const next = this._waiting.findIndex((entry) => entry.name === name)
      if (next >= 0) this._waiting.splice(next, 1)[0]?.go()
    }
  }
}
