import { userContextData } from '../browser.js'
import type { Config } from '../options.js'
import { CognitoAuthSession } from '../session/CognitoAuthSession.js'
import { CognitoTokenScopes } from '../session/CognitoTokenScopes.js'
import { clearSession, readLastAuthUser, readSession } from '../session/token-cache.js'
import { ReadThroughStorage } from '../storage/ReadThroughStorage.js'
import type { TokenStorage } from '../storage/TokenStorage.js'
import { InheritedHelpers } from './InheritedHelpers.js'

/**
 * The fields that programs of amazon-cognito-auth-js read and write on the object, and the methods that do no more
 * than that. They are consulted at every use, so they may be changed at any time.
 */
export abstract class InheritedState extends InheritedHelpers {
  IdentityProvider: string
  TokenScopesArray: readonly string[]
  RedirectUriSignIn: string
  RedirectUriSignOut: string
  responseType: 'code' | 'token'
  /** What the next sign-in shall bring back from `session.getState()`. */
  state: string | null | undefined
  username: string | undefined
  readonly clientId: string
  readonly appWebDomain: string
  readonly userPoolId: string | undefined
  readonly storage: TokenStorage
  /** Whether to send what the page's advanced security script collects. */
  advancedSecurityDataCollectionFlag: boolean
  abstract launchUri: (url: string) => unknown
  protected readonly _config: Config

  constructor(config: Config) {
    super()
    this._config = config
    this.clientId = config.clientId
    this.appWebDomain = config.host
    this.userPoolId = config.userPoolId
    this.advancedSecurityDataCollectionFlag = config.collectsSecurityData
    this.IdentityProvider = config.identityProvider
    this.TokenScopesArray = config.scopes
    this.RedirectUriSignIn = config.redirectUriSignIn
    this.RedirectUriSignOut = config.redirectUriSignOut
    this.responseType = config.responseType
    this.storage = config.storage
    // One with promises cannot be read before init().
    this.username = config.storage instanceof ReadThroughStorage ? undefined : this.getLastUser()
  }

  getClientId(): string {
    return this.clientId
  }

  /** The user pool domain without its scheme. */
  getAppWebDomain(): string {
    return this.appWebDomain
  }

  getUsername(): string {
    return this.username as string
  }

  setUsername(username: string): void {
    this.username = username
  }

  /** The same as `setUsername()`. */
  setUser(username: string): void {
    this.username = username
  }

  /** The username that the storage names as the last to sign in; undefined where nobody is. */
  getLastUser(): string {
    return readLastAuthUser(this.storage, this.clientId) as string
  }

  /** The same as `getLastUser()`, but null where nobody is. */
  getCurrentUser(): string {
    return (readLastAuthUser(this.storage, this.clientId) ?? null) as string
  }

  /** The stored session of `getUsername()`; its tokens are empty where there is none. */
  getCachedSession(): CognitoAuthSession {
    if (this.username) return readSession(this.storage, this._config, this.username)
    return new CognitoAuthSession({ TokenScopes: new CognitoTokenScopes(this.TokenScopesArray) })
  }

  /** Forgets the stored session of `getUsername()`. */
  clearCachedTokensScopes(): void {
    clearSession(this.storage, this.clientId, this.username)
  }

  getState(): string {
    return this.state as string
  }

  /** Sets what the next sign-in brings back from `session.getState()`; it never travels. */
  setState(state: string): void {
    this.state = state
  }

  useCodeGrantFlow(): void {
    this.responseType = 'code'
  }

  useImplicitFlow(): void {
    this.responseType = 'token'
  }

  /** What the page's advanced security script collected; undefined without one, or if `AdvancedSecurityDataCollectionFlag` is false. */
  getUserContextData(): string {
    const isWanted = this.advancedSecurityDataCollectionFlag
    const data = isWanted && userContextData(this.username ?? '', this.userPoolId ?? '', this.clientId)
    return (data || undefined) as string
  }

  /** @deprecated `TokenScopesArray` is the list itself. */
  getSpaceSeperatedScopeString(): string {
    return encodeURIComponent(this.TokenScopesArray.join(' '))
  }

  /** The same as `launchUri`, under the name of the option. */
  get LaunchUri(): (url: string) => unknown {
    return this.launchUri
  }

  set LaunchUri(launchUri: (url: string) => unknown) {
    this.launchUri = launchUri
  }
}
