import { app, BrowserWindow, ipcMain, Menu, shell } from 'electron'
import { signIn } from './sign-in'

// People sign in at their own browser (RFC 8252, section 8.12), which leads back by a scheme of the application's own:
// `com.example.orders://callback` and `com.example.orders://signed-out` are among the app client's URLs.
const SCHEME = 'com.example.orders'
const HOSTED_PAGES = 'https://my-app.auth.eu-central-1.amazoncognito.com/'

app.setAsDefaultProtocolClient(SCHEME)
if (!app.requestSingleInstanceLock()) app.quit()

void app.whenReady().then(async () => {
  const window = new BrowserWindow({ webPreferences: { preload: `${app.getAppPath()}/preload.cjs` } })
  const comeBack = (url?: string) => {
    if (!url?.startsWith(`${SCHEME}:`)) return
    window.focus()
    window.webContents.send('came-back', url)
  }
  app.on('open-url', (event, url) => {
    event.preventDefault()
    comeBack(url)
  })
  app.on('second-instance', (_event, commandLine) => {
    comeBack(commandLine.at(-1))
  })
  ipcMain.handle('open', (_event, url) => {
    if (url.startsWith(HOSTED_PAGES)) return shell.openExternal(url)
    throw new Error('Only the hosted pages are opened.')
  })
  const account = { label: 'Account', submenu: [{ label: 'Sign in', click: signIn }] }
  Menu.setApplicationMenu(Menu.buildFromTemplate([{ role: 'fileMenu' }, { role: 'editMenu' }, account]))
  await window.loadFile('index.html')
})
