export { CognitoAuth } from './CognitoAuth.js'
export type { CognitoAuthEvents } from './inherited/events.js'
export { createCognitoAuth } from './createCognitoAuth.js'
export type { ApplicationEvents, ApplicationOptions, CognitoAuthClient, Tokens } from './createCognitoAuth.js'
export type { Session } from './engine/session.js'
export { signInWithPopup } from './popup.js'
export { fetchWithToken } from './fetch.js'
export { startAutoRefresh } from './auto-refresh.js'
export { verifySignatures } from './tokens/jwks.js'
export { asyncStorage } from './async-storage.js'
export { CognitoAuthError } from './errors.js'
export type { CognitoAuthErrorCode, CognitoAuthErrorDetails } from './errors.js'
export type { CognitoConstants } from './inherited/constants.js'
export { DateHelper } from './inherited/DateHelper.js'
export type { UserHandler, UserHandler as CognitoAuthUserHandler } from './inherited/user-handler.js'
export type { CognitoAuthOptions } from './options.js'
export type {
  Language,
  NextSignIn,
  RedirectOptions,
  PopupOptions,
  SignInOptions,
  SignOutOptions,
} from './sign-in-options.js'
export { CognitoAccessToken } from './inherited/CognitoAccessToken.js'
export { CognitoAuthSession } from './inherited/CognitoAuthSession.js'
export type { CognitoSessionData } from './inherited/CognitoAuthSession.js'
export { CognitoIdToken } from './inherited/CognitoIdToken.js'
export { CognitoRefreshToken } from './inherited/CognitoRefreshToken.js'
export { CognitoTokenScopes } from './inherited/CognitoTokenScopes.js'
export { handlePopup } from './engine/hand-over.js'
export type { Snapshot, User, UserClaims } from './tokens/user-claims.js'
export { CookieStorage } from './storage/CookieStorage.js'
export type { CookieStorageOptions } from './storage/CookieStorage.js'
export { MemoryStorage } from './storage/MemoryStorage.js'
export { StorageHelper } from './storage/StorageHelper.js'
export type {
  AsyncTokenStorage,
  TokenStorage,
  TokenStorage as CognitoAuthStorage,
} from './storage/TokenStorage.js'
export type { Claims } from './tokens/jwt.js'
