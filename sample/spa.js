import { createCognitoAuth, fetchWithToken, signInWithPopup, startAutoRefresh } from 'cognito-auth'

const { sampleConfig } = window

/** What to do about the failures that people meet while they set an application up. */
const ADVICE = {
  invalid_configuration: 'The values are in config.js.',
  no_transaction: 'docs/errors.md lists what may lie behind it. If nobody is signed in, sign in again.',
  state_mismatch: 'docs/errors.md lists what may lie behind it. If nobody is signed in, sign in again.',
  state_missing: 'docs/errors.md lists what may lie behind it. If nobody is signed in, sign in again.',
  authorization_failed:
    'If nobody cancelled it, compare scopes, flow and addresses with the settings of the app client.',
  token_request_failed: 'Compare ClientId and the addresses with the settings of the app client.',
  wrong_issuer: 'Compare UserPoolId and AppWebDomain in config.js: they must belong to one user pool.',
  network: 'Check the connection and, if that is the domain of the user pool, AppWebDomain in config.js.',
  clock_skew: 'Set the clock of this device, then sign in again.',
  login_required: 'Sign in first.',
  popup_blocked: 'Allow this page to open windows, or sign in without a popup.',
}

/** When the tokens end, in seconds since 1970. */
let end

showLocalPool()
start().catch((error) => {
  // A value in config.js cannot be right. The message says which one and what to write.
  showText('status', 'Nobody is signed in')
  showError(error)
})

async function start() {
  // One for the whole application.
  const auth = createCognitoAuth({
    // UserPoolId, ClientId, AppWebDomain, the two redirect addresses: all of them are explained in config.js.
    ...sampleConfig,
    // 'openid' brings the ID token, 'email' puts the address into it.
    TokenScopesArray: ['openid', 'email'],
    // true only on pages that load the script of Cognito's threat protection.
    AdvancedSecurityDataCollectionFlag: false,
  })

  // New tokens a minute before the old ones end, asked for by one tab for all.
  startAutoRefresh(auth)

  // Shows who is signed in now, and anew whenever that changes: here, in another tab, or while the page slept in the
  // browser's cache. So nothing below has to.
  auth.subscribe(showWho)
  handleEvents(auth)
  handleClicks(auth)
  window.setInterval(showTimeLeft, 1000)

  try {
    // Once, when the page loads. Finishes the sign-in if the user pool has just sent somebody back, and otherwise
    // restores the stored session; null where nobody is signed in. In a popup it hands over to the page that waits for
    // it, and closes the window.
    showTokens(await auth.init())
  } catch (error) {
    showError(error)
  }
}

function handleClicks(auth) {
  onClick('signInButton', async () => {
    showText('status', 'Signing in…')
    // Leaves the page. Who comes back is signed in by init().
    await auth.signIn(chosenOptions())
  })

  onClick('popupButton', async () => {
    showText('status', 'Signing in at the window…')
    // Call it in the click itself, before anything is awaited: browsers block windows that nobody asked for.
    await signInWithPopup(auth, chosenOptions())
    // The button that had the focus is gone now.
    byId('signOutButton').focus()
  })

  onClick('signOutButton', async () => {
    // Forgets the tokens, revokes the refresh token and leaves for the user pool, which ends its own session too.
    await auth.signOut()
  })

  onClick('signOutHereButton', async () => {
    await auth.signOut({ redirect: false })
    byId('signInButton').focus()
  })

  onClick('refreshButton', async () => {
    showText('status', 'Refreshing…')
    // No token is good for that long, so this one always asks for new ones. An application says what it needs, right
    // before it uses a token for something that fetchWithToken() is not made for:
    //   const { accessToken } = await auth.getTokens({ minValidity: 60 })
    await auth.getTokens({ minValidity: Infinity })
  })

  onClick('apiButton', async () => {
    showText('apiAnswer', 'Asking…')
    try {
      // Like fetch(), with the access token, which is refreshed where it has to be. sample/api.ts is the other end.
      const response = await fetchWithToken(auth, '/api/orders')
      // The API speaks JSON. Anything else is the error page of something in front of it.
      const isJson = response.headers.get('Content-Type')?.includes('json')
      const text = isJson
        ? await response.text()
        : 'This is no answer of the API: it is down, or there is none.'
      // Who has signed out meanwhile is shown nothing that was theirs.
      if (auth.getUser()) showText('apiAnswer', `${response.status}\n${text}`)
    } catch (error) {
      // Nobody is signed in, or the API cannot be reached: the message says what may be why.
      showText('apiAnswer', [`No orders: ${error.code}`, error.message, ADVICE[error.code] ?? ''].join('\n'))
    }
  })

  /** Runs `action` at a click. Whatever fails is a CognitoAuthError, whose `code` tells one failure from another. */
  function onClick(id, action) {
    byId(id).addEventListener('click', async () => {
      showError(undefined)
      try {
        await action()
      } catch (error) {
        showWho(auth.getSnapshot())
        // Whoever closes the window knows that they did.
        if (error.code !== 'popup_closed') showError(error)
      }
    })
  }
}

/** What the person chose; whatever is undefined, Cognito decides. */
function chosenOptions() {
  const chosen = (id) => byId(id).value || undefined
  return {
    // Goes to this provider at once: 'Google', or what a SAML or OpenID Connect provider is called in the user pool.
    identityProvider: chosen('provider'),
    // The page to begin on: 'signIn', 'signUp' or 'forgotPassword'.
    screen: chosen('screen'),
    // The language of managed login; the classic pages, and the local user pool, speak English.
    lang: chosen('lang'),
    // Whatever the application wants to know afterwards, as JSON keeps it. It stays in this browser; session.appState
    // brings it back.
    appState: { begunAt: new Date().toISOString() },
  }
}

/** What happens to the session, as it happens, in whichever tab. */
function handleEvents(auth) {
  auth.on('signedIn', ({ session }) => {
    logEvent('signedIn', `as ${nameOf(session.user)}`)
    showTokens(session)
  })
  auth.on('refreshed', ({ session }) => {
    logEvent('refreshed', `good until ${timeOf(session.expiresAt)}`)
    showTokens(session)
  })
  auth.on('signedOut', ({ reason }) => {
    logEvent('signedOut', `reason: ${reason}`)
    showTokens(null)
  })
  auth.on('warning', ({ error }) => logEvent('warning', error.message))
}

function logEvent(name, text) {
  const line = document.createElement('p')
  const title = Object.assign(document.createElement('b'), { textContent: name })
  line.append(timeOf(Date.now() / 1000), ' ', title, ' ', text)
  const log = byId('events')
  log.append(line)
  log.scrollTop = log.scrollHeight
}

function showWho({ status, user }) {
  // Before init() has come to an end nobody knows, and nothing should be shown that depends on it.
  if (status === 'loading') return
  showText('status', user ? `Signed in as ${nameOf(user)}` : 'Nobody is signed in')
  byId('status').classList.toggle('signed-in', user !== null)
  byId('signedOut').hidden = user !== null
  byId('signedIn').hidden = user === null
  for (const button of document.querySelectorAll('button')) button.disabled = false
  byId('refreshButton').disabled = user === null
  if (!user) showText('apiAnswer', '')
}

function showTokens(session) {
  end = session?.expiresAt
  showTimeLeft()
  const idMissing = session ? 'openid is not among the scopes' : 'Not signed in'
  showClaims('idtoken', session?.idClaims, idMissing)
  showClaims('acctoken', session?.accessClaims, 'Not signed in')
  // A refresh token is worth a password. The page shows only that there is one.
  showText('reftoken', session?.refreshToken ? `${session.refreshToken.slice(0, 20)}…` : '')
  const appState = JSON.stringify(session?.appState, null, 2) ?? 'none: only a fresh sign-in brings it'
  showText('appstate', session ? appState : '')
}

/** The claims are decoded for show. A server that receives a token must check its signature before believing it. */
function showClaims(id, claims, missing) {
  showText(`${id}Expiry`, claims ? `Expires at ${timeOf(claims.exp)}` : missing)
  showText(id, claims ? JSON.stringify(claims, null, 2) : '')
}

function showTimeLeft() {
  const seconds = end === undefined ? 0 : Math.max(0, Math.ceil(end - Date.now() / 1000))
  if (end === undefined) showText('timeLeft', '–')
  else if (seconds === 0) showText('timeLeft', 'Expired')
  else showText('timeLeft', `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`)
}

function nameOf(user) {
  return user.email ?? user['cognito:username']
}

function timeOf(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString()
}

// Texts from outside reach the page through textContent, which shows them. innerHTML would run them.
function showError(error) {
  if (!error) {
    showText('error', '')
    return
  }
  const title = error.code ? `Error: ${error.code}` : 'Error'
  showText('error', [title, error.message, ADVICE[error.code] ?? ''].join('\n').trim())
  byId('error').scrollIntoView({ block: 'nearest' })
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
