import { userContextData } from '../browser.js'
import type { Config } from '../options.js'
import { CognitoAuthSession } from '../session/CognitoAuthSession.js'
import { CognitoTokenScopes } from '../session/CognitoTokenScopes.js'
import { TokenCache } from '../session/TokenCache.js'
import { ReadThroughStorage } from '../storage/ReadThroughStorage.js'
import type { TokenStorage } from '../storage/TokenStorage.js'
import { InheritedHelpers } from './InheritedHelpers.js'

/**
 * The fields that programs of amazon-cognito-auth-js read and write on the object, and the methods that do no more
 * than that. They are consulted at every use, so they may be changed at any time.
 */
export abstract class InheritedState extends InheritedHelpers {
  // Fields that the constructor sets are declared, here and in the other classes: they need no statement of their own.

  /** The identity provider to go to at once; `''` asks. */
  declare IdentityProvider: string
  /** The scopes to ask for. */
  declare TokenScopesArray: readonly string[]
  /** Where Cognito sends people after sign-in. */
  declare RedirectUriSignIn: string
  /** Where Cognito sends people after sign-out. */
  declare RedirectUriSignOut: string
  /** The flow: `code`, the authorization code grant with PKCE, or `token`, the implicit one. */
  declare responseType: 'code' | 'token'
  /** What the next sign-in shall bring back from `session.getState()`. */
  state: string | null | undefined
  /** Who is signed in, or named by `setUsername()`. */
  declare username: string | undefined
  /** The id of the app client. */
  declare readonly clientId: string
  /** The user pool's domain, without its scheme. */
  declare readonly appWebDomain: string
  /** The id of the user pool, if it was given. */
  declare readonly userPoolId: string | undefined
  /** Where the tokens are kept. */
  declare readonly storage: TokenStorage
  /** Whether to send what the page's advanced security script collects. */
  declare advancedSecurityDataCollectionFlag: boolean
  /** Opens a URL: `LaunchUri`, or `location.assign()`. */
  abstract launchUri: (url: string) => unknown
  declare protected readonly _config: Config
  /** Whether the program says whose session is wanted. */
  protected _namesUsers = false
  /** What that storage holds. */
  declare protected readonly _cache: TokenCache

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
    this._cache = new TokenCache(config.storage, config)
    // One with promises cannot be read before init().
    this.username = config.storage instanceof ReadThroughStorage ? undefined : this.getLastUser()
  }

  /** The id of the app client. */
  getClientId(): string {
    return this.clientId
  }

  /** The user pool domain without its scheme. */
  getAppWebDomain(): string {
    return this.appWebDomain
  }

  /** Whose session is read and stored; undefined where nobody is signed in. */
  getUsername(): string {
    return this.username as string
  }

  /**
   * Has the next call read the session of this user. A program that calls this names its users itself: from then on a
   * sign-in as somebody else leaves the others' sessions as they are, and `signOut()` ends the one of this user.
   */
  setUsername(username: string): void {
    this.username = username
    this._namesUsers = true
  }

  /** The same as `setUsername()`. */
  setUser(username: string): void {
    this.setUsername(username)
  }

  /** The username that the storage names as the last to sign in; undefined where nobody is. */
  getLastUser(): string {
    return this._cache.lastUser() as string
  }

  /** The same as `getLastUser()`, but null where nobody is. */
  getCurrentUser(): string {
    return (this._cache.lastUser() ?? null) as string
  }

  /** The stored session of `getUsername()`; its tokens are empty where there is none. */
  getCachedSession(): CognitoAuthSession {
    if (this.username) return this._cache.read(this.username)
    return new CognitoAuthSession({ TokenScopes: new CognitoTokenScopes(this.TokenScopesArray) })
  }

  /** Forgets the stored session of `getUsername()`. */
  clearCachedTokensScopes(): void {
    this._cache.clear(this.username)
  }

  /** What the next sign-in brings back from `session.getState()`; undefined until there is one. */
  getState(): string {
    return this.state as string
  }

  /** Sets what the next sign-in brings back from `session.getState()`; it never travels. */
  setState(state: string): void {
    this.state = state
  }

  /** Has sign-ins take the authorization code grant (RFC 6749, section 4.1) with PKCE. */
  useCodeGrantFlow(): void {
    this.responseType = 'code'
  }

  /** Has sign-ins take the implicit grant (RFC 6749, section 4.2), which puts tokens into the address. */
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

  /** Sets what opens a URL. */
  set LaunchUri(launchUri: (url: string) => unknown) {
    this.launchUri = launchUri
  }
}
