import { CognitoAuth } from 'amazon-cognito-auth-js'

/** Its README, use cases 1 to 5. */
export function create({ poolId, issuer, clientId, host, address, scopes }) {
  const auth = new CognitoAuth({
    UserPoolId: poolId,
    // For ours, when it takes its place; the archived library reads over it.
    Issuer: issuer,
    ClientId: clientId,
    AppWebDomain: host,
    TokenScopesArray: scopes,
    RedirectUriSignIn: address,
    RedirectUriSignOut: address,
  })
  auth.useCodeGrantFlow()
  // Every call is answered once, in whatever order: there is one handler for all of them.
  const waiting = []
  auth.userhandler = {
    onSuccess: (session) => waiting.shift()?.resolve(session.getAccessToken().getJwtToken()),
    onFailure: (error) => waiting.shift()?.reject(new Error(error)),
  }
  const answered = (call) =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      call()
    })
  const read = () => auth.getSession()
  return {
    signIn: () => read(),
    handleCallback: () => answered(() => auth.parseCognitoWebResponse(location.href)),
    read,
    getToken: () => answered(read),
    refresh: () =>
      answered(() => auth.refreshSession(auth.getSignInUserSession().getRefreshToken().getToken())),
    signOut: () => auth.signOut(),
  }
}
