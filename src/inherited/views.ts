import { makeSession, type Session } from '../engine/session.js'
import { CognitoAccessToken } from './CognitoAccessToken.js'
import { CognitoAuthSession } from './CognitoAuthSession.js'
import { CognitoIdToken } from './CognitoIdToken.js'
import { CognitoRefreshToken } from './CognitoRefreshToken.js'
import { CognitoTokenScopes } from './CognitoTokenScopes.js'

/** What programs hold of each session, whatever they have done to it. */
const views = new WeakMap<Session, CognitoAuthSession>()

/** A session as programs of amazon-cognito-auth-js know it: the same object for as long as it is the same session. */
export function viewOf(session: Session): CognitoAuthSession {
  const { accessToken, idToken, refreshToken, scopes, clockDrift, appState, accessClaims, idClaims } = session
  const view =
    views.get(session) ??
    new CognitoAuthSession({
      IdToken: new CognitoIdToken(idToken, idClaims),
      AccessToken: new CognitoAccessToken(accessToken, accessClaims),
      RefreshToken: new CognitoRefreshToken(refreshToken),
      TokenScopes: new CognitoTokenScopes(scopes),
      State: typeof appState === 'string' ? appState : null,
      AppState: appState,
      ClockDrift: clockDrift,
    })
  views.set(session, view)
  return view
}

/** The session that a program has put together, or changed, as it is now. */
export function sessionIn(view: CognitoAuthSession): Session {
  const [access, id] = [view.getAccessToken(), view.getIdToken()]
  const idToken = id.getJwtToken() || undefined
  const session = makeSession(
    {
      accessToken: access.getJwtToken(),
      idToken,
      refreshToken: view.getRefreshToken().getToken() || undefined,
      scopes: view.getTokenScopes().getScopes(),
      clockDrift: view.clockDrift,
      appState: view.appState ?? view.state ?? undefined,
    },
    idToken ? [access.payload, id.payload] : [access.payload],
  )
  views.set(session, view)
  return session
}
