/** What both processes have to agree on. */
export const settings = {
  UserPoolId: 'eu-central-1_AbCdEfGhI',
  ClientId: '1example23456789',
  AppWebDomain: 'my-app.auth.eu-central-1.amazoncognito.com',
  TokenScopesArray: ['openid', 'email'],
  RedirectUriSignIn: 'com.example.orders://callback',
  RedirectUriSignOut: 'com.example.orders://signed-out',
} as const
