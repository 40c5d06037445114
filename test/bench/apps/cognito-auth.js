import { createCognitoAuth } from 'cognito-auth'

/** README, "With a bundler". */
export function create({ poolId, issuer, clientId, origin, address, scopes }) {
  const auth = createCognitoAuth({
    UserPoolId: poolId,
    Issuer: issuer,
    ClientId: clientId,
    AppWebDomain: origin,
    TokenScopesArray: scopes,
    RedirectUriSignIn: address,
    RedirectUriSignOut: address,
  })
  const tokenOf = async (tokens) => (await tokens).accessToken
  const read = () => auth.getTokens()
  return {
    auth,
    signIn: () => auth.signIn(),
    handleCallback: () => tokenOf(auth.init()),
    read,
    getToken: () => tokenOf(read()),
    refresh: () => tokenOf(auth.getTokens({ minValidity: Infinity })),
    signOut: () => auth.signOut(),
  }
}
