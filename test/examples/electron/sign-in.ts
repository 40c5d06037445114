import { createCognitoAuth } from 'cognito-auth'
import { ipcMain, shell } from 'electron'
import { settings } from './settings'

/** The sign-ins that wait for their response, for as long as the application runs. The page reaches them, too. */
const waiting = new Map<string, string>()
ipcMain.handle('getItem', (_event, key) => waiting.get(key))
ipcMain.handle('setItem', (_event, key, value) => void waiting.set(key, value))
ipcMain.handle('removeItem', (_event, key) => void waiting.delete(key))

const auth = createCognitoAuth({
  ...settings,
  StateStorage: {
    getItem: (key) => waiting.get(key),
    setItem: (key, value) => waiting.set(key, value),
    removeItem: (key) => waiting.delete(key),
  },
})

/** Begins a sign-in in the main process. The page finishes it. */
export function signIn(): void {
  void auth.createSignInUrl().then((url) => shell.openExternal(url))
}
