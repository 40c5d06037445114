import { CognitoUserPool, type CognitoUserSession } from 'amazon-cognito-identity-js'

/** The session that somebody signed in with on the hosted pages: both libraries keep it under the same keys. */
export function sessionOfIdentityJs(): Promise<CognitoUserSession> {
  const pool = new CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEfGhI', ClientId: '1example23456789' })
  const user = pool.getCurrentUser()
  return new Promise((resolve, reject) => {
    if (!user) {
      reject(new Error('Nobody is signed in.'))
      return
    }
    user.getSession((error: Error | null, session: CognitoUserSession | null) => {
      if (session) resolve(session)
      else reject(error ?? new Error('There is no session.'))
    })
  })
}
