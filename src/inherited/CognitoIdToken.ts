import { CognitoJwt } from './CognitoJwt.js'

/** An ID token: who the user is (Cognito developer guide, "Understanding the identity token"). */
export class CognitoIdToken extends CognitoJwt {}
