/** What this example uses of Electron, whose package downloads a browser when it is installed. */
declare module 'electron' {
  export const app: {
    whenReady(): Promise<void>
    setAsDefaultProtocolClient(scheme: string): boolean
    requestSingleInstanceLock(): boolean
    quit(): void
    getAppPath(): string
    on(event: 'open-url', listener: (event: { preventDefault(): void }, url: string) => void): void
    on(event: 'second-instance', listener: (event: unknown, commandLine: string[]) => void): void
  }
  export const shell: { openExternal(url: string): Promise<void> }
  export const contextBridge: { exposeInMainWorld(name: string, api: unknown): void }
  export const ipcRenderer: {
    /** Electron says `any`. */
    invoke(channel: string, ...values: unknown[]): Promise<never>
    on(channel: string, listener: (event: unknown, ...values: string[]) => void): void
  }
  export const ipcMain: {
    handle(channel: string, listener: (event: unknown, ...values: [string, string]) => unknown): void
  }
  export const Menu: {
    buildFromTemplate(template: MenuItem[]): unknown
    setApplicationMenu(menu: unknown): void
  }
  interface MenuItem {
    role?: 'fileMenu' | 'editMenu'
    label?: string
    click?: () => void
    submenu?: MenuItem[]
  }
  export class BrowserWindow {
    constructor(options: { webPreferences: { preload: string } })
    loadFile(path: string): Promise<void>
    focus(): void
    readonly webContents: { send(channel: string, value: string): void }
  }
}
