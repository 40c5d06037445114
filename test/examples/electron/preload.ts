import { contextBridge, ipcRenderer } from 'electron'

/** What the page may ask of the main process. */
const api = {
  open: (url: string) => ipcRenderer.invoke('open', url),
  onCameBack: (listener: (url: string) => void) => {
    ipcRenderer.on('came-back', (_event, url = '') => {
      listener(url)
    })
  },
  // What the library asks of a storage, kept by the main process.
  states: {
    getItem: (key: string): Promise<string | undefined> => ipcRenderer.invoke('getItem', key),
    setItem: (key: string, value: string): Promise<void> => ipcRenderer.invoke('setItem', key, value),
    removeItem: (key: string): Promise<void> => ipcRenderer.invoke('removeItem', key),
  },
}
export type ElectronApi = typeof api

contextBridge.exposeInMainWorld('electron', api)
