/** Listeners by the name of what they wait for. */
export class Emitter<Events> {
  private readonly _listeners = new Set<readonly [name: keyof Events, listener: (event: never) => void]>()

  /** @returns what takes the listener away again: one that was added twice is there once then */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    const added = [name, listener] as const
    this._listeners.add(added)
    return () => {
      this._listeners.delete(added)
    }
  }

  /** Tells every listener of this moment. One that throws harms neither the others nor whoever emits. */
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const [heard, listener] of [...this._listeners]) {
      try {
        if (heard === name) listener(event as never)
      } catch (error) {
        report(error)
      }
    }
  }
}

/** Hands an error of the application to whoever hears of errors that nobody caught. */
function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else {
    setTimeout(() => {
      throw error
    })
  }
}
