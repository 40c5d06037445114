import { CognitoAuth } from 'cognito-auth'

/** README, "With a script tag". */
export function create({ poolId, issuer, clientId, origin, address, scopes }) {
  const auth = new CognitoAuth({
    UserPoolId: poolId,
    Issuer: issuer,
    ClientId: clientId,
    AppWebDomain: origin,
    TokenScopesArray: scopes,
    RedirectUriSignIn: address,
    RedirectUriSignOut: address,
    ResponseType: 'code',
  })
  const tokenOf = async (tokens) => (await tokens).accessToken
  const read = () => auth.getTokens()
  return {
    signIn: () => auth.signIn(),
    handleCallback: async () => (await auth.init()).getAccessToken().getJwtToken(),
    read,
    getToken: () => tokenOf(read()),
    refresh: () => tokenOf(auth.getTokens({ minValidity: Infinity })),
    signOut: () => auth.signOut(),
  }
}
