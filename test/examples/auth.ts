import { createCognitoAuth } from 'cognito-auth'

/** What the ID token says of a user of this application besides what every user pool knows. */
interface Claims {
  readonly 'custom:plan'?: 'free' | 'paid'
}

/** One for the whole application. It does nothing by itself, so that it may be imported on a server, too. */
export const auth = createCognitoAuth<Claims>({
  UserPoolId: 'eu-central-1_AbCdEfGhI',
  ClientId: '1example23456789',
  AppWebDomain: 'my-app.auth.eu-central-1.amazoncognito.com',
  TokenScopesArray: ['openid', 'email'],
  RedirectUriSignIn: 'https://example.com/',
  RedirectUriSignOut: 'https://example.com/',
})
