import { CognitoAuth } from 'cognito-auth'

const { sampleConfig } = window

/** What to do about the failures that people meet while they set an application up. */
const ADVICE = {
  invalid_configuration: 'The values are in config.js.',
  no_transaction: 'Perhaps this address was opened twice. If nobody is signed in, sign in again.',
  state_mismatch: 'Perhaps this address was opened twice. If nobody is signed in, sign in again.',
  authorization_failed:
    'If nobody cancelled it, compare scopes, flow and addresses with the settings of the app client.',
  token_request_failed: 'Compare ClientId and the addresses with the settings of the app client.',
  wrong_issuer: 'Compare UserPoolId and AppWebDomain in config.js: they must belong to one user pool.',
  network: 'Check the connection and AppWebDomain in config.js, then try again.',
  clock_skew: 'Set the clock of this device, then sign in again.',
}

showLocalPool()
start().catch((error) => {
  // A value in config.js cannot be right. The message says which one and what to write.
  showText('status', 'Nobody is signed in')
  showError(error)
})

async function start() {
  const auth = new CognitoAuth({
    // UserPoolId, ClientId, AppWebDomain, the two redirect addresses: all of them are explained in config.js.
    ...sampleConfig,
    // The authorization code flow, with PKCE.
    ResponseType: 'code',
    // 'openid' brings the ID token, 'email' puts the address into it.
    TokenScopesArray: ['openid', 'email'],
    // true only on pages that load the script of Cognito's threat protection.
    AdvancedSecurityDataCollectionFlag: false,
  })

  // Here or in another tab, or while the page slept in the browser's cache: the page shows what is true now.
  for (const name of ['signedIn', 'refreshed', 'signedOut']) auth.on(name, () => showSession(auth))

  on('signInButton', async () => {
    if (isSignedIn(auth)) {
      showText('status', 'Signing out…')
      await auth.signOut()
    } else {
      showText('status', 'Signing in…')
      // appState is for whatever the application wants to know afterwards, such as the route people were on. It
      // stays in this browser; session.getState() returns it.
      await auth.signIn({ appState: `Sign-in begun at ${new Date().toLocaleTimeString()}` })
    }
  })

  on('refreshButton', async () => {
    showText('status', 'Refreshing…')
    // No token is good for that long, so this one always asks for new ones. An application says what it needs,
    // right before it calls its server:
    //   const { accessToken } = await auth.getTokens({ minValidity: 60 })
    await auth.getTokens({ minValidity: Infinity })
  })

  on('signOutHereButton', async () => {
    showText('status', 'Signing out…')
    await auth.signOut({ redirect: false })
    // The button that had the focus is disabled now.
    byId('signInButton').focus()
  })

  /** Runs `action` at a click. Whatever fails is a CognitoAuthError, whose `code` tells one failure from another. */
  function on(id, action) {
    byId(id).addEventListener('click', async () => {
      showError(undefined)
      try {
        await action()
      } catch (error) {
        showError(error)
        showSession(auth)
      }
    })
  }

  try {
    // Finishes the sign-in if the user pool has just sent somebody back, and otherwise restores the stored session.
    const session = await auth.init()
    // Tokens that end within a minute are of little use: get new ones while nobody is waiting.
    if (session?.getRefreshToken().getToken()) await auth.getTokens({ minValidity: 60 })
  } catch (error) {
    showError(error)
  }
  showSession(auth)
  window.setInterval(() => showTimeLeft(currentSession(auth)), 1000)
}

function currentSession(auth) {
  return auth.getSignInUserSession() ?? auth.getCachedSession()
}

/** Somebody whose tokens are over is still signed in if there is a refresh token: the next getTokens() renews them. */
function isSignedIn(auth) {
  const session = currentSession(auth)
  return session.isValid() || session.getRefreshToken().getToken() !== ''
}

function showSession(auth) {
  const signedIn = isSignedIn(auth)
  const session = currentSession(auth)
  const idToken = session.getIdToken()
  const accessToken = session.getAccessToken()
  const refreshToken = session.getRefreshToken().getToken()
  const name = idToken.payload.email ?? accessToken.getUsername()

  showText('status', signedIn ? `Signed in as ${name}` : 'Nobody is signed in')
  byId('status').classList.toggle('signed-in', signedIn)
  showText('signInButton', signedIn ? 'Sign out' : 'Sign in')
  byId('signInButton').disabled = false
  byId('refreshButton').disabled = !refreshToken
  byId('signOutHereButton').disabled = !signedIn

  showToken('idtoken', signedIn, idToken)
  showToken('acctoken', signedIn, accessToken)
  // A refresh token is worth a password. The page shows only that there is one.
  const shownRefreshToken = refreshToken
    ? `${refreshToken.slice(0, 20)}…`
    : 'none: the implicit flow has no refresh token'
  showText('reftoken', signedIn ? shownRefreshToken : '')
  showText('appstate', signedIn ? (session.getState() ?? 'none: only a fresh sign-in brings it') : '')
  showTimeLeft(session)
}

/** Tokens end by the server's clock, and this device's may be off: clockDrift is by how much. */
function showTimeLeft(session) {
  const now = Date.now() / 1000 - session.clockDrift
  const seconds = Math.max(0, Math.ceil(session.expiresAt() - now))
  if (session.expiresAt() === 0) showText('timeLeft', '–')
  else if (seconds === 0) showText('timeLeft', 'Expired')
  else showText('timeLeft', `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`)
}

/** The claims are decoded for show. A server that receives a token must check its signature before believing it. */
function showToken(id, signedIn, token) {
  if (!signedIn || !token.getJwtToken()) {
    showText(`${id}Expiry`, signedIn ? 'openid is not among the scopes' : 'Not signed in')
    showText(id, signedIn ? 'none' : '')
    return
  }
  const expiry = new Date(token.getExpiration() * 1000)
  showText(
    `${id}Expiry`,
    `Expires ${expiry.toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' })}`,
  )
  showText(id, JSON.stringify(token.payload, null, 2))
}

function showError(error) {
  if (!error) {
    showText('error', '')
    return
  }
  const title = error.code ? `Error: ${error.code}` : 'Error'
  showText('error', [title, error.message, ADVICE[error.code] ?? ''].join('\n').trim())
}

function showLocalPool() {
  byId('localPool').hidden = !sampleConfig.Issuer
  byId('mailbox').href = `${sampleConfig.AppWebDomain}/mailbox`
}

function showText(id, text) {
  byId(id).textContent = text
}

function byId(id) {
  return document.getElementById(id)
}

// The Back button can bring a page back as it was left, "Signing in…" and all. Begin afresh then.
window.addEventListener('pageshow', (event) => {
  if (event.persisted) window.location.reload()
})
