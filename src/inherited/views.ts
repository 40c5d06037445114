import { makeSession, type Session } from '../engine/session.js'
import { CognitoAccessToken } from './CognitoAccessToken.js'
import { CognitoAuthSession } from './CognitoAuthSession.js'
import { CognitoIdToken } from './CognitoIdToken.js'
import { CognitoRefreshToken } from './CognitoRefreshToken.js'
import { CognitoTokenScopes } from './CognitoTokenScopes.js'

/** What programs hold of each session: the same object for as long as it is the same session. */
const views = new WeakMap<Session, CognitoAuthSession>()

/** What a program holds of this session, whatever it has done to it. */
export function heldView(session: Session): CognitoAuthSession {
  return views.get(session) ?? viewOf(session)
}

/** A session as programs of amazon-cognito-auth-js know it; what a program has changed in the one before is left there. */
export function viewOf(session: Session): CognitoAuthSession {
  const { accessToken, idToken, refreshToken, scopes, clockDrift, appState, accessClaims, idClaims } = session
  const held = views.get(session)
  const isAsItWas =
    held?.getAccessToken().getJwtToken() === accessToken &&
    held.getRefreshToken().getToken() === (refreshToken ?? '')
  if (held && isAsItWas) return held
  const view = new CognitoAuthSession({
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
  const session = makeSession(
    {
      accessToken: access.getJwtToken(),
      idToken: id.getJwtToken() || undefined,
      refreshToken: view.getRefreshToken().getToken() || undefined,
      scopes: view.getTokenScopes().getScopes(),
      clockDrift: view.clockDrift,
      appState: view.appState ?? view.state ?? undefined,
    },
    id.getJwtToken() ? [access.payload, id.payload] : [access.payload],
  )
  views.set(session, view)
  return session
}
