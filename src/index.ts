export { CognitoAuth } from './CognitoAuth.js'
export type { Tokens } from './CognitoAuth.js'
export { createCognitoAuth } from './createCognitoAuth.js'
export type { ApplicationEvents, ApplicationOptions, CognitoAuthClient } from './createCognitoAuth.js'
export type { Session } from './engine/session.js'
export { signInWithPopup } from './popup.js'
export { fetchWithToken } from './fetch.js'
export { startAutoRefresh } from './auto-refresh.js'
export { verifySignatures } from './signatures.js'
export { asyncStorage } from './async-storage.js'
export { CognitoAuthError } from './errors.js'
export type { CognitoAuthErrorCode, CognitoAuthErrorDetails } from './errors.js'
export type { CognitoConstants } from './legacy/constants.js'
export { DateHelper } from './legacy/DateHelper.js'
export type { UserHandler, UserHandler as CognitoAuthUserHandler } from './legacy/user-handler.js'
export type { CognitoAuthOptions } from './options.js'
export type {
  Language,
  NextSignIn,
  RedirectOptions,
  PopupOptions,
  SignInOptions,
  SignOutOptions,
} from './sign-in-options.js'
export { CognitoAccessToken } from './session/CognitoAccessToken.js'
export { CognitoAuthSession } from './session/CognitoAuthSession.js'
export type { CognitoSessionData } from './session/CognitoAuthSession.js'
export { CognitoIdToken } from './session/CognitoIdToken.js'
export { CognitoRefreshToken } from './session/CognitoRefreshToken.js'
export { CognitoTokenScopes } from './session/CognitoTokenScopes.js'
export { handlePopup } from './session/popup.js'
export type { CognitoAuthEvents } from './session/session-events.js'
export type { Snapshot, User, UserClaims } from './session/user.js'
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
