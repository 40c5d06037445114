/** What a listener hears of each event. */
type Listeners<Events> = { [Name in keyof Events]?: Set<(event: Events[Name]) => void> }

/** Listeners by the name of what they wait for. */
export class Emitter<Events> {
  private readonly _listeners: Listeners<Events> = {}

  /** @returns what takes the listener away again */
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): () => void {
    // A function of its own each time: the same listener may be added twice, and each is taken away by its own undo.
    const heard = (event: Events[Name]) => {
      listener(event)
    }
    const listeners = (this._listeners[name] ??= new Set())
    listeners.add(heard)
    return () => {
      listeners.delete(heard)
    }
  }

  /** Tells every listener of this moment. One that throws harms neither the others nor whoever emits. */
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of [...(this._listeners[name] ?? [])]) {
      try {
        listener(event)
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
