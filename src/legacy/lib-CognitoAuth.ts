/** The import `amazon-cognito-auth-js/lib/CognitoAuth`, whose default export was the class. */
export { CognitoAuth, CognitoAuth as default } from '../index.js'
