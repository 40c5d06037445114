import { Auth0Client } from '@auth0/auth0-spa-js'

/** Its README, with refresh tokens and the session in localStorage so that tabs share it. */
export function create({ issuer, clientId, origin, address, scopes }) {
  const client = new Auth0Client({
    domain: origin,
    issuer,
    clientId,
    useRefreshTokens: true,
    cacheLocation: 'localstorage',
    authorizationParams: { redirect_uri: address, scope: scopes.join(' ') },
  })
  const read = () => client.getTokenSilently()
  return {
    signIn: () => client.loginWithRedirect(),
    async handleCallback() {
      await client.handleRedirectCallback()
      return read()
    },
    read,
    getToken: read,
    refresh: () => client.getTokenSilently({ cacheMode: 'off' }),
    signOut: () => client.logout({ logoutParams: { returnTo: address } }),
  }
}
