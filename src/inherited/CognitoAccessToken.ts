import { CognitoJwt } from './CognitoJwt.js'

/** An access token: what may be done in the user's name (Cognito developer guide, "Understanding the access token"). */
export class CognitoAccessToken extends CognitoJwt {
  /** The `username` claim, under which the tokens are stored; undefined where there is none. */
  getUsername(): string {
    return this.payload['username'] as string
  }
}
