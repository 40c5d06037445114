import { Amplify } from 'aws-amplify'
import { fetchAuthSession } from 'aws-amplify/auth'

Amplify.configure({
  Auth: { Cognito: { userPoolId: 'eu-central-1_AbCdEfGhI', userPoolClientId: '1example23456789' } },
})

/** The access token of somebody who signed in on the hosted pages: both libraries keep it under the same keys. */
export async function accessTokenOfAmplify(): Promise<string | undefined> {
  const { tokens } = await fetchAuthSession()
  return tokens?.accessToken.toString()
}
