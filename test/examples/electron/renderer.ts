import { CognitoAuth } from 'cognito-auth'
import type { ElectronApi } from './preload'

const { electron } = window as unknown as { electron: ElectronApi }

export const auth = new CognitoAuth({
  UserPoolId: 'eu-central-1_AbCdEfGhI',
  ClientId: '1example23456789',
  AppWebDomain: 'my-app.auth.eu-central-1.amazoncognito.com',
  TokenScopesArray: ['openid', 'email'],
  RedirectUriSignIn: 'com.example.orders://callback',
  RedirectUriSignOut: 'com.example.orders://signed-out',
  ResponseType: 'code',
  LaunchUri: (url) => void electron.open(url),
})

/** Draws the page for whoever is signed in. */
export function start(draw: (email: string | undefined, problem?: string) => void): void {
  auth.subscribe(({ user }) => {
    draw(user?.email)
  })
  const fail = (error: unknown) => {
    draw(undefined, String(error))
  }
  auth.init().catch(fail)
  // The page itself has gone nowhere: the response comes as a deep link.
  electron.onCameBack((url) => {
    auth.handleCallback(url).catch(fail)
  })
}
