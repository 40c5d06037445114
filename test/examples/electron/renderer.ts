import { asyncStorage, createCognitoAuth } from 'cognito-auth'
import type { ElectronApi } from './preload'
import { settings } from './settings'

const { electron } = window as unknown as { electron: ElectronApi }

export const auth = createCognitoAuth({
  ...settings,
  LaunchUri: (url) => void electron.open(url),
  StateStorage: asyncStorage(electron.states),
})

/** Draws the page for whoever is signed in. */
export function start(draw: (email: string | undefined, problem?: string) => void): void {
  auth.subscribe(({ status, user }) => {
    if (status !== 'loading') draw(user?.email)
  })
  const fail = (error: unknown) => {
    draw(auth.getUser()?.email, (error as Error).message)
  }
  auth.init().catch(fail)
  // The page itself has gone nowhere: the response comes as a deep link.
  electron.onCameBack((url) => {
    auth.handleCallback(url).catch(fail)
  })
}
