import Keycloak from 'keycloak-js'

/** Its guide, with a provider that is not Keycloak. */
export function create({ issuer, clientId, address, scopes }) {
  const keycloak = new Keycloak({ clientId, oidcProvider: issuer })
  const begin = () => keycloak.init({ pkceMethod: 'S256', checkLoginIframe: false })
  const getToken = async (minValidity) => {
    await keycloak.updateToken(minValidity)
    return keycloak.token
  }
  return {
    async signIn() {
      await begin()
      await keycloak.login({ scope: scopes.join(' '), redirectUri: address })
    },
    async handleCallback() {
      await begin()
      return keycloak.token
    },
    read: undefined,
    getToken: () => getToken(0),
    refresh: () => getToken(-1),
    signOut: () => keycloak.logout({ redirectUri: address }),
  }
}
