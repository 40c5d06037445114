import * as oauth from 'oauth4webapi'

/** Its example "code.ts"; where the tokens are kept is up to the application, so here in localStorage. */
export function create({ issuer, clientId, origin, address, scopes }) {
  const client = { client_id: clientId }
  const auth = oauth.None()
  const discover = async () => {
    const url = new URL(issuer)
    return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url))
  }
  const keep = ({ access_token, refresh_token, expires_in }) => {
    localStorage.setItem('access', access_token)
    if (refresh_token) localStorage.setItem('refresh', refresh_token)
    localStorage.setItem('end', String(Date.now() + expires_in * 1000))
    return access_token
  }
  let server
  const refresh = async () => {
    server ??= discover()
    const as = await server
    const answer = await oauth.refreshTokenGrantRequest(as, client, auth, localStorage.getItem('refresh'))
    return keep(await oauth.processRefreshTokenResponse(as, client, answer))
  }
  return {
    async signIn() {
      const sent = {
        verifier: oauth.generateRandomCodeVerifier(),
        state: oauth.generateRandomState(),
        nonce: oauth.generateRandomNonce(),
      }
      sessionStorage.setItem('sent', JSON.stringify(sent))
      server ??= discover()
      const url = new URL((await server).authorization_endpoint)
      url.search = new URLSearchParams({
        client_id: clientId,
        redirect_uri: address,
        response_type: 'code',
        scope: scopes.join(' '),
        state: sent.state,
        nonce: sent.nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(sent.verifier),
        code_challenge_method: 'S256',
      })
      location.href = url
    },
    async handleCallback() {
      const { verifier, state, nonce } = JSON.parse(sessionStorage.getItem('sent'))
      sessionStorage.removeItem('sent')
      server ??= discover()
      const as = await server
      const response = oauth.validateAuthResponse(as, client, new URL(location.href), state)
      const answer = await oauth.authorizationCodeGrantRequest(as, client, auth, response, address, verifier)
      const checks = { expectedNonce: nonce, requireIdToken: true }
      return keep(await oauth.processAuthorizationCodeResponse(as, client, answer, checks))
    },
    read: undefined,
    getToken: async () =>
      localStorage.getItem('end') > Date.now() ? localStorage.getItem('access') : refresh(),
    refresh,
    signOut() {
      for (const key of ['access', 'refresh', 'end']) localStorage.removeItem(key)
      location.href = `${origin}/logout?client_id=${clientId}&logout_uri=${encodeURIComponent(address)}`
    },
  }
}
