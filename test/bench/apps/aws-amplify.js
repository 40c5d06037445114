import { Amplify } from 'aws-amplify'
import { fetchAuthSession, signInWithRedirect, signOut } from 'aws-amplify/auth'

/** Its guide to "Sign in with a web UI". */
export function create({ poolId, clientId, origin, host, address, scopes }) {
  Amplify.configure({
    Auth: {
      Cognito: {
        userPoolId: poolId,
        userPoolClientId: clientId,
        userPoolEndpoint: origin,
        loginWith: {
          oauth: {
            domain: host,
            scopes,
            redirectSignIn: [address],
            redirectSignOut: [address],
            responseType: 'code',
          },
        },
      },
    },
  })
  const read = () => fetchAuthSession()
  const tokenOf = async (session) => (await session).tokens.accessToken.toString()
  const getToken = () => tokenOf(read())
  return {
    signIn: () => signInWithRedirect(),
    // configure() has begun it, and whoever asks for the session waits for it.
    handleCallback: getToken,
    read,
    getToken,
    refresh: () => tokenOf(fetchAuthSession({ forceRefresh: true })),
    signOut: () => signOut(),
  }
}
