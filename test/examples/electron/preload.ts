import { contextBridge, ipcRenderer } from 'electron'

/** What the page may ask of the main process. */
const api = {
  open: (url: string) => ipcRenderer.invoke('open', url),
  onCameBack: (listener: (url: string) => void) => {
    ipcRenderer.on('came-back', (_event, url = '') => {
      listener(url)
    })
  },
}
export type ElectronApi = typeof api

contextBridge.exposeInMainWorld('electron', api)
