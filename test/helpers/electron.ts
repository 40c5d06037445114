import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'

/*
 * What the example for Electron uses of Electron, in Node.js: a main process that forks another one for its page. The two
 * share no memory and no storage. The test is the parent of the main process: it hears what is opened and drawn, and does
 * what the system and a person do.
 */

/** What a person or the system does. */
export type Deed = { click: string } | { openUrl: string } | { page: 'signIn' | 'signOut' }
/** What comes of it. */
export type Seen = { opened: string } | { drawn: readonly unknown[] } | { loaded: true }

interface Invocation {
  id: number
  channel: string
  values: unknown[]
}
type Message =
  | Deed
  | Seen
  | { invocation: Invocation }
  | { id: number; answer: unknown }
  | { channel: string; value: string }

const tell = (message: Message) => process.send?.(message)
// Neither outlives the one that began it.
process.on('disconnect', () => process.exit())

// ── The main process ──────────────────────────────────────────────────────────────────────────────────────────────

const system = new EventEmitter()
export const app = {
  whenReady: () => Promise.resolve(),
  setAsDefaultProtocolClient: () => true,
  requestSingleInstanceLock: () => true,
  quit: () => process.exit(),
  getAppPath: () => '.',
  on: (event: string, listener: (...values: unknown[]) => void) => void system.on(event, listener),
}

export const shell = {
  openExternal: (url: string) => {
    tell({ opened: url })
    return Promise.resolve()
  },
}

const handlers = new Map<string, (event: unknown, ...values: unknown[]) => unknown>()
export const ipcMain = {
  handle: (channel: string, handler: (event: unknown, ...values: unknown[]) => unknown) => {
    handlers.set(channel, handler)
  },
}

interface MenuItem {
  label?: string
  click?: () => void
  submenu?: MenuItem[]
}
export const Menu = {
  buildFromTemplate: (items: MenuItem[]) => items,
  setApplicationMenu(items: MenuItem[]) {
    for (const { label = '', click, submenu = [] } of items) {
      if (click) system.on(label, click)
      this.setApplicationMenu(submenu)
    }
  },
}

export class BrowserWindow {
  private readonly _page: ChildProcess
  readonly webContents = { send: (channel: string, value: string) => this._page.send({ channel, value }) }

  constructor() {
    this._page = fork(process.env['PAGE'] ?? '', {
      // Structured clones, as Electron makes them.
      serialization: 'advanced',
    })
    this._page.on('message', (message: Message) => {
      if ('invocation' in message) void this._answer(message.invocation)
      else tell(message)
    })
    process.on('message', (deed: Deed) => {
      if ('click' in deed) system.emit(deed.click)
      else if ('openUrl' in deed) system.emit('open-url', { preventDefault: () => undefined }, deed.openUrl)
      else this._page.send(deed)
    })
  }

  focus(): void {
    // Nobody looks.
  }

  async loadFile(): Promise<void> {
    await once(this._page, 'message')
  }

  private async _answer({ id, channel, values }: Invocation): Promise<void> {
    this._page.send({ id, answer: await handlers.get(channel)?.({}, ...values) })
  }
}

// ── The process of the page ───────────────────────────────────────────────────────────────────────────────────────

let invocations = 0
export const ipcRenderer = {
  invoke(channel: string, ...values: unknown[]): Promise<unknown> {
    const id = ++invocations
    return new Promise((resolve) => {
      const hear = (message: Message) => {
        if (!('answer' in message) || message.id !== id) return
        process.off('message', hear)
        resolve(message.answer)
      }
      process.on('message', hear)
      tell({ invocation: { id, channel, values } })
    })
  },
  on(channel: string, listener: (event: unknown, value: string) => void) {
    process.on('message', (message: Message) => {
      if ('channel' in message && message.channel === channel) listener({}, message.value)
    })
  },
}

/** Makes the process one with a page, which has a storage of its own. */
export const contextBridge = {
  exposeInMainWorld(name: string, api: unknown) {
    const values = new Map<string, string>()
    const localStorage = {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
      removeItem: (key: string) => void values.delete(key),
    }
    Object.assign(globalThis, {
      window: { location: { href: 'file:///orders/index.html' }, localStorage, [name]: api },
    })
  },
}
