import { vi } from 'vitest'
import type { CognitoAuthOptions, CognitoAuthSession } from '../../src/index.js'
import type { Auth } from './doors.ts'
import { CLIENT_ID, signPair, SUB, USER_POOL_ID } from './tokens.js'

/*
 * A user pool of which there is no more than its answers: it signs in people whom no real one would have, and says
 * whatever a test wants it to say.
 */

/** An application of that pool. */
export const appOptions: CognitoAuthOptions = {
  UserPoolId: USER_POOL_ID,
  ClientId: CLIENT_ID,
  AppWebDomain: 'd.example',
  TokenScopesArray: ['openid', 'email'],
  RedirectUriSignIn: 'https://app.example/',
  RedirectUriSignOut: 'https://app.example/',
  ResponseType: 'code',
  LaunchUri: () => undefined,
}

export interface Posted {
  readonly url: string
  /** The body as it goes over the wire. */
  readonly body: string
}

/** Has every request from now on answered with this; gives the list of those that come. */
export function answerWith(json: unknown, status = 200): Posted[] {
  const posted: Posted[] = []
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    posted.push({ url, body: String(init.body as URLSearchParams) })
    return Promise.resolve(Response.json(json, { status }))
  })
  return posted
}

/** Has the callback read, and waits for what the handler hears. */
export function finish(auth: Auth, callback: string): Promise<CognitoAuthSession> {
  return new Promise((resolve, reject) => {
    auth.userhandler = {
      onSuccess: resolve,
      onFailure: (_message, error) => {
        reject(error)
      },
    }
    auth.parseCognitoWebResponse(callback)
  })
}

/** What the token endpoint answers for a user, and where the sign-in comes back to. */
export async function answerFor(auth: Auth, claims: Record<string, unknown> = {}) {
  const asked = new URL(await auth.getFQDNSignIn()).searchParams
  const { username, sub, ...others } = { username: 'jane', sub: SUB, ...claims }
  const { accessToken, idToken } = await signPair(
    { username, sub, ...others },
    { 'cognito:username': username, sub, nonce: asked.get('nonce') },
  )
  return {
    callback: `https://app.example/?code=a-code&state=${asked.get('state') ?? ''}`,
    answer: {
      access_token: accessToken,
      id_token: idToken,
      refresh_token: `refresh token of ${JSON.stringify(username)}`,
      token_type: 'Bearer',
    },
  }
}

/** Signs a user in from the first step to the last. */
export async function signInAs(auth: Auth, claims?: Record<string, unknown>): Promise<CognitoAuthSession> {
  const { callback, answer } = await answerFor(auth, claims)
  answerWith(answer)
  return finish(auth, callback)
}
