import type { CognitoAuth } from '../../src/index.js'

/** Calls by hand, with a response that is none of ours, what amazon-cognito-auth-js calls between two public methods. */
export function callStepsOfOld(auth: CognitoAuth, response: URLSearchParams, token: string): void {
  auth.onSuccessExchangeForToken(JSON.stringify({ error: token, error_description: `about ${token}` }))
  auth.onSuccessRefreshToken(JSON.stringify({ access_token: token, token_type: 'Bearer' }))
  const withoutCode = [...response].filter(([name]) => name !== 'code')
  auth.getTokenQueryParameter(new Map([['id_token', token], ...withoutCode] as [string, string][]))
  auth.getCodeQueryParameter(new Map([...response, ['state', 'foreign']]))
}

/** Takes an address apart with what amazon-cognito-auth-js exposes for that. */
export function takeApart(auth: CognitoAuth, url: string): void {
  auth.getQueryParameters(url, '#')
  auth.getQueryParameters(url, /#(.+)/)
  auth.getHostName(url)
}
