import { UserManager, WebStorageStateStore } from 'oidc-client-ts'

/** As the Cognito console's quick setup has it, with the session in localStorage so that tabs share it. */
export function create({ issuer, clientId, origin, address, scopes }) {
  const manager = new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: address,
    response_type: 'code',
    scope: scopes.join(' '),
    // Its timer would refresh beside the callers that are measured.
    automaticSilentRenew: false,
    userStore: new WebStorageStateStore({ store: localStorage }),
  })
  const read = () => manager.getUser()
  const refresh = async () => (await manager.signinSilent()).access_token
  return {
    signIn: () => manager.signinRedirect(),
    handleCallback: async () => (await manager.signinCallback()).access_token,
    read,
    async getToken() {
      const user = await read()
      return user.expired ? refresh() : user.access_token
    },
    refresh,
    async signOut() {
      await manager.removeUser()
      location.href = `${origin}/logout?client_id=${clientId}&logout_uri=${encodeURIComponent(address)}`
    },
  }
}
