import { beforeAll, describe, expect, it } from 'vitest'
import { complaintsOf } from '../helpers/compile.ts'

/* Mistakes that the types as they are built do not let through, each beside what was meant, which they do. */

/** What every program has: `given` is what neither door can do without, `auth` the class and `app` the object. */
const AROUND = `
  import { CognitoAuth, CognitoAuthError, CognitoAuthSession, CookieStorage, handlePopup } from 'cognito-auth'
  import { asyncStorage, createCognitoAuth, fetchWithToken, signInWithPopup, startAutoRefresh, verifySignatures } from 'cognito-auth'
  import type { AsyncTokenStorage, CognitoAuthErrorCode, Language, Snapshot, TokenStorage, User } from 'cognito-auth'
  import type { CognitoAuthClient, Session } from 'cognito-auth'
  declare const auth: CognitoAuth
  declare const app: CognitoAuthClient
  declare const error: CognitoAuthError
  declare const session: CognitoAuthSession
  declare const given: { ClientId: string; AppWebDomain: string; RedirectUriSignIn: string; RedirectUriSignOut: string }
`

type Row = readonly [
  what: string,
  mistake: string,
  /** What the compiler says of it: `<code>: <complaint>`. */
  says: RegExp,
  meant: string,
]

/** A mistake in an option of the constructor. */
const option = (what: string, mistake: string, says: RegExp, meant: string): Row => [
  what,
  `new CognitoAuth({ ...given, ${mistake} })`,
  new RegExp(`^${mistake.replace(/:.*/, '')}: .*${says.source}`),
  `new CognitoAuth({ ...given, ${meant} })`,
]

const required = (name: string): Row => [
  `leaves ${name} out`,
  `const { ${name}: _, ...rest } = given; new CognitoAuth(rest)`,
  new RegExp(`Property '${name}' is missing in type .* but required in type 'CognitoAuthOptions'`),
  `const { ${name}, ...rest } = given; new CognitoAuth({ ...rest, ${name} })`,
]

const CONSTRUCTOR: readonly Row[] = [
  ['gives no options', 'new CognitoAuth()', /Expected 1 arguments, but got 0/, 'new CognitoAuth(given)'],
  required('ClientId'),
  required('AppWebDomain'),
  required('RedirectUriSignIn'),
  required('RedirectUriSignOut'),
  option('mistypes an option', 'Autorefresh: true', /'Autorefresh' does not exist/, 'AutoRefresh: true'),
  option('gives a client secret', "ClientSecret: 'x'", /'ClientSecret' does not exist/, "Issuer: 'x'"),
  option(
    'gives scopes as one text',
    "TokenScopesArray: 'openid email'",
    /'string' is not assignable to type 'readonly string\[\]'/,
    "TokenScopesArray: ['openid', 'email'] as const",
  ),
  option(
    'asks for a flow that there is not',
    "ResponseType: 'id_token'",
    /'"id_token"' is not assignable to type .*"code"/,
    "ResponseType: 'code'",
  ),
  option(
    'asks for no signatures',
    "VerifySignature: 'never'",
    /'"never"' is not assignable to type '"always"/,
    "VerifySignature: 'always'",
  ),
  option(
    'verifies signatures with a flag',
    'VerifySignature: true',
    /'true' is not assignable to type '"always"/,
    'VerifySignature: undefined',
  ),
  option(
    'names two providers at once',
    "IdentityProvider: ['Google', 'Facebook']",
    /'string\[\]' is not assignable to type 'string'/,
    "IdentityProvider: 'Google'",
  ),
  option(
    'numbers a pool',
    'UserPoolId: 1',
    /'number' is not assignable to type 'string'/,
    'UserPoolId: null',
  ),
  option(
    'gives an issuer as a URL object',
    "Issuer: new URL('https://issuer.example')",
    /'URL' is not assignable to type 'string'/,
    "Issuer: 'https://issuer.example'",
  ),
  option(
    'gives seconds as a text',
    "ClockTolerance: '60'",
    /'string' is not assignable to type 'number'/,
    'ClockTolerance: 60',
  ),
  option(
    'gives one API as a text',
    "ApiOrigins: 'https://api.example'",
    /'string' is not assignable to type 'readonly string\[\]'/,
    "ApiOrigins: ['https://api.example']",
  ),
  option(
    'opens URLs with a text',
    "LaunchUri: '_blank'",
    /'string' is not assignable to type '\(url: string\) => unknown'/,
    'LaunchUri: (url) => url.length',
  ),
  ...['AutoRefresh', 'CleanUrl', 'AllowUnsolicitedResponse', 'AdvancedSecurityDataCollectionFlag'].map(
    (name) =>
      option(
        `says ${name} with a text`,
        `${name}: 'false'`,
        /'string' is not assignable to type 'boolean/,
        `${name}: false`,
      ),
  ),
  [
    'names claims that are no object',
    'new CognitoAuth<string>(given)',
    /'string' does not satisfy the constraint 'object'/,
    "new CognitoAuth<{ 'custom:plan': string }>(given)",
  ],
]

const STORAGE: readonly Row[] = [
  ...['getItem', 'setItem', 'removeItem'].map((name): Row => [
    `keeps tokens where there is no ${name}()`,
    `const { ${name}: _, ...rest } = localStorage as TokenStorage; new CognitoAuth({ ...given, Storage: rest })`,
    new RegExp(`^Storage: [^]*Property '${name}' is missing`),
    'new CognitoAuth({ ...given, Storage: localStorage, StateStorage: sessionStorage })',
  ]),
  [
    'reads with a promise and writes without',
    'const half = { getItem: async () => null, setItem() {}, removeItem() {} }; new CognitoAuth({ ...given, Storage: half })',
    /^Storage: [^]*'setItem[^]*'void' is not assignable to type 'PromiseLike<unknown>'/,
    'const whole = { getItem: async () => null, async setItem() {}, async removeItem() {} }; new CognitoAuth({ ...given, Storage: whole })',
  ],
  [
    'keeps numbers',
    'const storage: TokenStorage = { getItem: () => 1, setItem() {}, removeItem() {} }',
    /'number' is not assignable to type 'string'/,
    "const storage: TokenStorage = { getItem: () => '1', setItem() {}, removeItem() {} }",
  ],
  [
    'takes keys for numbers',
    'const storage: AsyncTokenStorage = { getItem: async () => null, setItem: async (key: number) => key, removeItem: async () => {} }',
    /^setItem: [^]*'string' is not assignable to type 'number'/,
    'const storage: AsyncTokenStorage = { getItem: async () => null, setItem: async (key: string) => key, removeItem: async () => {} }',
  ],
  [
    'writes an attribute of a cookie as browsers show it',
    "new CookieStorage({ sameSite: 'Lax' })",
    /^sameSite: .*'"Lax"' is not assignable to type .*"lax"/,
    "new CookieStorage({ sameSite: 'lax' })",
  ],
  [
    'wants a cookie that scripts cannot read',
    'new CookieStorage({ httpOnly: true })',
    /'httpOnly' does not exist in type 'CookieStorageOptions'/,
    'new CookieStorage({ secure: true })',
  ],
  [
    'lets a cookie end at a date',
    'new CookieStorage({ expires: new Date() })',
    /^expires: .*'Date' is not assignable to type 'number'/,
    'new CookieStorage({ expires: 30 })',
  ],
]

const SIGN_IN: readonly Row[] = [
  [
    'names a provider in two ways',
    "auth.signIn({ identityProvider: 'Google', idpIdentifier: 'example.com' })",
    /'idpIdentifier' are incompatible.\s+Type 'string' is not assignable to type 'undefined'/,
    "auth.signIn({ idpIdentifier: 'example.com' })",
  ],
  [
    'names a provider in two ways for a link',
    "auth.createSignInUrl({ identityProvider: 'Google', idpIdentifier: 'example.com' })",
    /^idpIdentifier: .*'string' is not assignable to type 'undefined'/,
    "auth.createSignInUrl({ identityProvider: 'Google' })",
  ],
  [
    'opens a popup and goes elsewhere afterwards',
    "auth.signIn({ popup: true, returnTo: '/orders' })",
    /'returnTo' are incompatible.\s+Type 'string' is not assignable to type 'undefined'/,
    "auth.signIn({ popup: false, returnTo: '/orders' })",
  ],
  ...["'none'", "['none']", "['login', 'none']"].map((prompt): Row => [
    `opens a popup that asks nothing: ${prompt}`,
    `auth.signIn({ popup: true, prompt: ${prompt} })`,
    /^('none'|prompt|signIn): [^]*'"none"' is not assignable to type/,
    "auth.signIn({ popup: true, prompt: ['login', 'consent'] })",
  ]),
  [
    'asks nothing and asks',
    "auth.signIn({ prompt: ['none', 'login'] })",
    /^'none': [^]*'"none"' is not assignable to type .*"login"/,
    "auth.signIn({ prompt: 'none' })",
  ],
  [
    'asks what there is not to ask',
    "auth.signIn({ prompt: 'select' })",
    /^prompt: [^]*'"select"' is not assignable to type .*"select_account"/,
    "auth.signIn({ prompt: 'select_account' })",
  ],
  [
    'speaks a language that managed login does not',
    "auth.signIn({ lang: 'pt' })",
    /^lang: [^]*'"pt"' is not assignable to type .*"pt-BR"/,
    "auth.signIn({ lang: 'pt-BR' })",
  ],
  [
    'takes any text for a language',
    'const lang: Language = navigator.language',
    /^lang: .*'string' is not assignable to type .*"pt-BR"/,
    "const lang: Language = 'de'",
  ],
  [
    'begins on a page that there is not',
    "auth.signIn({ screen: 'login' })",
    /^screen: [^]*'"login"' is not assignable to type .*"signUp"/,
    "auth.signIn({ screen: 'signUp' })",
  ],
  [
    'asks for scopes as one text',
    "auth.signIn({ scopes: 'openid email' })",
    /^scopes: [^]*'string' is not assignable to type 'readonly string\[\]'/,
    "auth.signIn({ scopes: ['openid', 'email'] })",
  ],
  [
    'mistypes an option',
    "auth.signIn({ loginhint: 'jane' })",
    /'loginhint' does not exist/,
    "auth.signIn({ loginHint: 'jane' })",
  ],
  [
    'writes an option as the constructor does',
    "auth.signIn({ IdentityProvider: 'Google' })",
    /'IdentityProvider' does not exist/,
    "auth.signIn({ identityProvider: 'Google' })",
  ],
  [
    'comes back to a URL object',
    'auth.signIn({ redirectUri: new URL(location.href) })',
    /^redirectUri: [^]*'URL' is not assignable to type 'string'/,
    'auth.signIn({ redirectUri: location.href })',
  ],
  [
    'asks for a token for two APIs',
    "auth.signIn({ resource: ['https://a.example', 'https://b.example'] })",
    /^resource: [^]*'string\[\]' is not assignable to type 'string'/,
    "auth.signIn({ resource: 'https://a.example' })",
  ],
  [
    'makes a link that opens a popup',
    'auth.createSignInUrl({ popup: true })',
    /^popup: .*'true' is not assignable to type 'false'/,
    'auth.createSignInUrl({ prompt: "login" })',
  ],
  [
    'takes the address of a sign-in for a URL object',
    'location.href = auth.createSignInUrl().href',
    /'href' does not exist on type 'string'/,
    'location.href = auth.createSignInUrl()',
  ],
  [
    'adds a passkey in a popup',
    'auth.addPasskey({ popup: true })',
    /^popup: .*'true' is not assignable to type 'false'/,
    "auth.addPasskey({ lang: 'de' })",
  ],
  [
    'adds a passkey on the page for a new account',
    "auth.addPasskey({ screen: 'signUp' })",
    /^screen: .*'string' is not assignable to type 'undefined'/,
    "auth.addPasskey({ returnTo: '/account' })",
  ],
  [
    'takes what signIn() gives for a session although the page is left',
    'auth.signIn().then((session) => session.getIdToken())',
    /'session' is possibly 'undefined'/,
    'auth.signIn({ popup: true }).then((session) => session.getIdToken())',
  ],
  [
    'does not know whether there is a popup, and takes what comes for a session',
    'declare const popup: boolean; auth.signIn(popup ? { popup } : {}).then((session) => session.getIdToken())',
    /'session' is possibly 'undefined'/,
    'declare const popup: boolean; auth.signIn(popup ? { popup } : {}).then((session) => session?.getIdToken())',
  ],
  ['tells handlePopup() where it is', 'handlePopup(location.href)', /Expected 0 arguments/, 'handlePopup()'],
]

const WHO: readonly Row[] = [
  [
    'takes for granted that init() finds somebody',
    'auth.init().then((session) => session.getIdToken())',
    /'session' is possibly 'null'/,
    'auth.init().then((session) => session?.getIdToken())',
  ],
  [
    'takes for granted that an address signs somebody in',
    'auth.handleCallback(location.href).then((session) => session.getIdToken())',
    /'session' is possibly 'null'/,
    'auth.handleCallback(location.href).then((session) => session?.getIdToken())',
  ],
  [
    'takes for granted that somebody is signed in',
    'auth.getUser().email',
    /^auth\.getUser\(\): Object is possibly 'null'/,
    'auth.getUser()?.email',
  ],
  [
    'takes for granted that a snapshot shows somebody',
    'auth.getSnapshot().user.email',
    /^auth\.getSnapshot\(\)\.user: Object is possibly 'null'/,
    "const shown = auth.getSnapshot(); if (shown.status === 'signedIn') shown.user.email",
  ],
  [
    'takes for somebody whoever may still be found',
    "auth.subscribe(({ status, user }) => { if (status !== 'signedOut') user.email })",
    /'user' is possibly 'null'/,
    "auth.subscribe(({ status, user }) => { if (status === 'signedIn') user.email })",
  ],
  [
    'knows a status that there is not',
    "auth.getSnapshot().status === 'loggedIn'",
    /"signedIn".*' and '"loggedIn"' have no overlap/,
    "auth.getSnapshot().status === 'signedIn'",
  ],
  [
    'shows somebody of whom nobody knows',
    "const shown: Snapshot = { status: 'signedIn', user: null }",
    /'null' is not assignable to type 'User/,
    "const shown: Snapshot = { status: 'signedOut', user: null }",
  ],
  [
    'takes what subscribe() tells for a session',
    'auth.subscribe((session) => session.getIdToken())',
    /'getIdToken' does not exist on type/,
    'auth.subscribe((snapshot) => snapshot.user)',
  ],
  [
    'unsubscribes by a method',
    'auth.subscribe(() => {}).unsubscribe()',
    /'unsubscribe' does not exist on type '\(\) => void'/,
    'auth.subscribe(() => {})()',
  ],
  [
    'takes for granted that there is an address',
    'declare const user: User; const email: string = user.email',
    /^email: .*'string \| undefined' is not assignable to type 'string'/,
    'declare const user: User; const sub: string = user.sub',
  ],
  [
    'gives somebody another address',
    "declare const user: User; user.email = 'jane@example.com'",
    /'email' because it is a read-only property/,
    "declare const user: User; const other = { ...user, email: 'jane@example.com' }",
  ],
  [
    'reads a claim that nobody has named',
    'declare const user: User; user.plan',
    /'plan' does not exist on type/,
    'declare const user: User<{ plan: string }>; user.plan',
  ],
  [
    'mistypes a claim that the application has named',
    'const typed = new CognitoAuth<{ plan: string }>(given); typed.getUser()?.plans',
    /'plans' does not exist on type/,
    'const typed = new CognitoAuth<{ plan: string }>(given); typed.getUser()?.plan',
  ],
  [
    'compares a claim with what it cannot be',
    "const typed = new CognitoAuth<{ 'custom:plan': 'free' | 'paid' }>(given); typed.getUser()?.['custom:plan'] === 'gold'",
    /"paid".*' and '"gold"' have no overlap/,
    "const typed = new CognitoAuth<{ 'custom:plan': 'free' | 'paid' }>(given); typed.getUser()?.['custom:plan'] === 'paid'",
  ],
  [
    'takes an attribute of the pool for a number',
    "declare const user: User; const age: number | undefined = user['custom:age']",
    /^age: [^]*'string' is not assignable to type 'number'/,
    "declare const user: User; const age: string | undefined = user['custom:age']",
  ],
  [
    'trusts what came back without a look',
    'session.appState.cart',
    /'session\.appState' is of type 'unknown'/,
    '(session.appState as { cart: string }).cart',
  ],
  [
    'takes for granted that an instance has a session',
    'auth.signInUserSession.isValid()',
    /'auth\.signInUserSession' is possibly 'null'/,
    'auth.signInUserSession?.isValid()',
  ],
  [
    'puts a field in front of who is signed in',
    "export class Mine extends CognitoAuth { override username = 'jane' }",
    /'username' is defined as an accessor in class 'CognitoAuth<object>'/,
    "export class Mine extends CognitoAuth { constructor() { super(given); this.username = 'jane' } }",
  ],
  [
    'makes a session of texts',
    "new CognitoAuthSession({ AccessToken: 'eyJ' })",
    /^AccessToken: .*'string' is not assignable to type 'CognitoAccessToken'/,
    'new CognitoAuthSession({ AccessToken: session.getAccessToken() })',
  ],
]

const TOKENS: readonly Row[] = [
  [
    'takes for granted that there is an ID token',
    'auth.getTokens().then(({ idToken }) => idToken.length)',
    /'idToken' is possibly 'undefined'/,
    'auth.getTokens().then(({ accessToken }) => accessToken.length)',
  ],
  [
    'takes a token for an object',
    'auth.getTokens().then(({ accessToken }) => accessToken.getJwtToken())',
    /'getJwtToken' does not exist on type 'string'/,
    'session.getAccessToken().getJwtToken()',
  ],
  [
    'takes the refresh token to where it is not needed',
    'auth.getTokens().then(({ refreshToken }) => refreshToken)',
    /'refreshToken' does not exist on type 'Tokens'/,
    'auth.getTokens().then(({ expiresAt }) => expiresAt)',
  ],
  [
    'says how long without saying what',
    'auth.getTokens(60)',
    /'60' has no properties in common/,
    'auth.getTokens({ minValidity: 60 })',
  ],
  [
    'says how long with a text',
    "auth.getTokens({ minValidity: '60' })",
    /^minValidity: .*'string' is not assignable to type 'number'/,
    'auth.getTokens({ minValidity: Infinity })',
  ],
  [
    'takes an answer for what is in it',
    "auth.fetch('/api/orders').then((orders) => orders.data)",
    /'data' does not exist on type 'Response'/,
    "auth.fetch('/api/orders').then((response) => response.json())",
  ],
  [
    'takes fetch() of another library for that of this one',
    "auth.fetch('/api/orders', { params: { page: 1 } })",
    /'params' does not exist in type 'RequestInit'/,
    "auth.fetch(new URL('/api/orders', location.href), { method: 'POST' })",
  ],
  [
    'signs out with an option that there is not',
    'auth.signOut({ global: true })',
    /'global' does not exist in type 'SignOutOptions'/,
    'auth.signOut({ revoke: false, redirect: false })',
  ],
  [
    'signs out into a sign-in with what Cognito does not hand on',
    "auth.signOut({ signIn: { lang: 'de' } })",
    /'lang' does not exist in type .*NextSignIn/,
    "auth.signOut({ signIn: { scopes: ['openid'], appState: 1, returnTo: null } })",
  ],
  [
    'signs out to an address that is no text',
    'auth.signOut({ redirectUri: new URL(location.href) })',
    /^redirectUri: .*'URL' is not assignable to type 'string/,
    "auth.signOut({ redirectUri: 'https://example.com/bye' })",
  ],
  [
    'signs out to an address',
    "auth.signOut({ redirect: '/bye' })",
    /^redirect: .*'string' is not assignable to type 'boolean/,
    'auth.signOut({ redirect: false })',
  ],
]

const EVENTS: readonly Row[] = [
  [
    'listens for what never happens',
    "auth.on('signedout', () => {})",
    /'"signedout"' is not assignable to parameter of type 'keyof CognitoAuthEvents'/,
    "auth.on('signedOut', () => {})",
  ],
  [
    'listens for what the library tells itself',
    "auth.on('changed', () => {})",
    /'"changed"' is not assignable to parameter of type 'keyof CognitoAuthEvents'/,
    "auth.on('refreshed', () => {})",
  ],
  [
    'asks for the session of somebody who has left',
    "auth.on('signedOut', ({ session }) => session)",
    /'session' does not exist on type/,
    "auth.on('signedIn', ({ session }) => session)",
  ],
  [
    'knows a reason that there is not',
    "auth.on('signedOut', ({ reason }) => reason === 'timeout')",
    /"expired".*' and '"timeout"' have no overlap/,
    "auth.on('signedOut', ({ reason }) => reason === 'expired')",
  ],
  [
    'stops listening by a method',
    "auth.on('refreshed', () => {}).off()",
    /'off' does not exist on type '\(\) => void'/,
    "auth.on('refreshed', () => {})()",
  ],
  [
    'takes a warning for an error',
    "auth.on('warning', (warning) => warning.code)",
    /'code' does not exist on type/,
    "auth.on('warning', ({ error }) => error.code)",
  ],
]

const ERRORS: readonly Row[] = [
  [
    'waits for an error that there is not',
    "error.code === 'nope'",
    /'CognitoAuthErrorCode' and '"nope"' have no overlap/,
    "error.code === 'network'",
  ],
  [
    'has a case for an error that there is not',
    "switch (error.code) { case 'popup_close': }",
    /'"popup_close"' is not comparable to type/,
    "switch (error.code) { case 'popup_closed': }",
  ],
  [
    'makes an error that there is not',
    "new CognitoAuthError('nope', 'No.')",
    /'"nope"' is not assignable to parameter of type 'CognitoAuthErrorCode'/,
    "new CognitoAuthError('network', 'No.', { cause: error })",
  ],
  [
    'takes any text for a code',
    'const code: CognitoAuthErrorCode = error.message',
    /^code: .*'string' is not assignable to type 'CognitoAuthErrorCode'/,
    'const code: CognitoAuthErrorCode = error.code',
  ],
  [
    'changes what went wrong',
    "error.code = 'network'",
    /'code' because it is a read-only property/,
    "const isAway = error.code === 'network'",
  ],
  [
    'takes for granted that a server said how long to wait',
    'error.retryAfter * 1000',
    /'error\.retryAfter' is possibly 'undefined'/,
    '(error.retryAfter ?? 1) * 1000',
  ],
]

const CALLBACKS: readonly Row[] = [
  [
    'hears of success only',
    'auth.userhandler = { onSuccess() {} }',
    /'onFailure' is missing/,
    'auth.userhandler = { onSuccess() {}, onFailure() {} }',
  ],
  [
    'takes a session for a name',
    'auth.userhandler = { onSuccess: (name: string) => name, onFailure() {} }',
    /^onSuccess: [^]*'CognitoAuthSession' is not assignable to type 'string'/,
    'auth.userhandler = { onSuccess: (session: CognitoAuthSession) => session, onFailure() {} }',
  ],
  [
    'takes the message of a failure for the error',
    'auth.userhandler = { onSuccess() {}, onFailure: (error) => error.code }',
    /'code' does not exist on type 'string'/,
    'auth.userhandler = { onSuccess() {}, onFailure: (message, error) => error.code }',
  ],
  [
    'reads a response without saying where it is',
    'auth.parseCognitoWebResponse()',
    /Expected 1 arguments, but got 0/,
    'auth.parseCognitoWebResponse(location.href)',
  ],
  [
    'waits for what getSession() gives',
    'auth.getSession().then(() => {})',
    /'then' does not exist on type 'void'/,
    'auth.getSession()',
  ],
  [
    'refreshes with a token that is no text',
    'auth.refreshSession(session.getRefreshToken())',
    /'CognitoRefreshToken' is not assignable to parameter of type 'string'/,
    'auth.refreshSession(session.getRefreshToken().getToken())',
  ],
  ['reaches into the library', 'auth._engine', /'_engine' does not exist/, 'auth.storage'],
]

/** A mistake in an option of `createCognitoAuth()`. */
const applicationOption = (what: string, mistake: string, says: RegExp, meant: string): Row => [
  what,
  `createCognitoAuth({ ...given, ${mistake} })`,
  new RegExp(`^${mistake.replace(/:.*/, '')}: .*${says.source}`),
  `createCognitoAuth({ ...given, ${meant} })`,
]

const APPLICATION: readonly Row[] = [
  ['gives no options', 'createCognitoAuth()', /Expected 1 arguments, but got 0/, 'createCognitoAuth(given)'],
  [
    'makes it as the class is made',
    'new createCognitoAuth(given)',
    /'new' expression, whose target lacks a construct signature/,
    'createCognitoAuth(given)',
  ],
  applicationOption(
    'asks for the implicit flow',
    "ResponseType: 'token'",
    /'ResponseType' does not exist/,
    "TokenScopesArray: ['openid']",
  ),
  applicationOption(
    'names the flow that it has anyway',
    "ResponseType: 'code'",
    /'ResponseType' does not exist/,
    "TokenScopesArray: ['openid']",
  ),
  [
    'refreshes ahead of time by an option',
    'createCognitoAuth({ ...given, AutoRefresh: true })',
    /'AutoRefresh' does not exist/,
    'const stop: () => void = startAutoRefresh(createCognitoAuth(given))',
  ],
  applicationOption(
    'keeps a response in the address',
    'CleanUrl: false',
    /'CleanUrl' does not exist/,
    'ClockTolerance: 60',
  ),
  applicationOption(
    'verifies signatures as the class does',
    "VerifySignature: 'always'",
    /'string' is not assignable to type 'SignatureVerifier'/,
    'VerifySignature: verifySignatures',
  ),
  ...['Storage', 'StateStorage'].map((name): Row => [
    `gives a storage with promises as the class takes it for its ${name}`,
    `declare const store: AsyncTokenStorage; createCognitoAuth({ ...given, ${name}: store })`,
    new RegExp(`^${name}: .*'AsyncTokenStorage' is not assignable to type 'TokenStorage'`),
    `declare const store: AsyncTokenStorage; createCognitoAuth({ ...given, ${name}: asyncStorage(store) })`,
  ]),
  [
    'opens a popup by signIn()',
    'app.signIn({ popup: true })',
    /^popup: .*'true' is not assignable to type 'false/,
    'signInWithPopup(app)',
  ],
  [
    'goes elsewhere after a popup',
    "signInWithPopup(app, { returnTo: '/orders' })",
    /^returnTo: .*'string' is not assignable to type 'undefined'/,
    "app.signIn({ returnTo: '/orders' })",
  ],
  [
    'asks nothing in a popup',
    "signInWithPopup(app, { prompt: 'none' })",
    /^prompt: [^]*'"none"' is not assignable to type/,
    "signInWithPopup(app, { prompt: 'login' })",
  ],
  [
    'opens the popup of nobody',
    'signInWithPopup()',
    /Expected 1-2 arguments, but got 0/,
    'signInWithPopup(app)',
  ],
  [
    'takes what signIn() gives for a session',
    'app.signIn().then((session) => session.user)',
    /'user' does not exist on type 'void'/,
    'signInWithPopup(app).then((session) => session.user)',
  ],
  [
    'has the address of a sign-in at once',
    'location.href = app.createSignInUrl()',
    /'Promise<string>' is not assignable to type 'string/,
    'app.createSignInUrl().then((url) => (location.href = url))',
  ],
  [
    'asks an API by a method',
    "app.fetch('/api/orders')",
    /'fetch' does not exist on type/,
    "fetchWithToken(app, '/api/orders')",
  ],
  [
    'asks an API as nobody',
    "fetchWithToken('/api/orders')",
    /Expected 2-3 arguments, but got 1/,
    "fetchWithToken(app, '/api/orders', { method: 'POST' })",
  ],
  [
    'gives the class to a function of the object',
    "fetchWithToken(auth, '/api/orders')",
    /'CognitoAuth<object>' is not assignable to parameter of type 'CognitoAuthClient/,
    "auth.fetch('/api/orders')",
  ],
  [
    'stops refreshing by a method',
    'startAutoRefresh(app).stop()',
    /'stop' does not exist on type '\(\) => void'/,
    'startAutoRefresh(app)()',
  ],
  [
    'calls what the class has of amazon-cognito-auth-js',
    'app.parseCognitoWebResponse(location.href)',
    /'parseCognitoWebResponse' does not exist on type/,
    'app.handleCallback(location.href)',
  ],
  [
    'is told of outcomes by a handler',
    'app.userhandler = { onSuccess() {}, onFailure() {} }',
    /'userhandler' does not exist on type/,
    "app.on('signedIn', () => {})",
  ],
  [
    'takes for granted that init() finds somebody',
    'app.init().then((session) => session.user)',
    /'session' is possibly 'null'/,
    'app.init().then((session) => session?.user)',
  ],
  [
    'takes for granted that somebody is signed in',
    'app.getUser().email',
    /^app\.getUser\(\): Object is possibly 'null'/,
    'app.getUser()?.email',
  ],
  [
    'takes a session for that of amazon-cognito-auth-js',
    'declare const now: Session; now.getIdToken()',
    /'getIdToken' does not exist on type 'Session/,
    'declare const now: Session; now.idClaims',
  ],
  [
    'takes for granted that there is an ID token',
    'declare const now: Session; now.idToken.length',
    /'now\.idToken' is possibly 'undefined'/,
    'declare const now: Session; now.accessToken.length',
  ],
  [
    'takes for granted that there is a refresh token',
    'declare const now: Session; const token: string = now.refreshToken',
    /'string \| undefined' is not assignable to type 'string'/,
    'declare const now: Session; const token: string | undefined = now.refreshToken',
  ],
  [
    'changes a session',
    'declare const now: Session; now.expiresAt = 0',
    /'expiresAt' because it is a read-only property/,
    'declare const now: Session; const later = { ...now, expiresAt: 0 }',
  ],
  [
    'adds a scope',
    "declare const now: Session; now.scopes.push('email')",
    /'push' does not exist on type 'readonly string\[\]'/,
    "declare const now: Session; now.scopes.includes('email')",
  ],
  [
    'trusts what came back without a look',
    'declare const now: Session; now.appState.cart',
    /'now\.appState' is of type 'unknown'/,
    'declare const now: Session; (now.appState as { cart: string }).cart',
  ],
  [
    'takes for granted a claim that nobody has named',
    "app.on('signedIn', ({ session }) => session.user['custom:plan'].length)",
    /'session\.user\.custom:plan' is possibly 'undefined'|Object is possibly 'undefined'/,
    "declare const typed: CognitoAuthClient<{ 'custom:plan': 'free' }>; typed.on('signedIn', ({ session }) => session.user['custom:plan'].length)",
  ],
]

const TABLES = {
  'the constructor': CONSTRUCTOR,
  'a storage': STORAGE,
  'a sign-in': SIGN_IN,
  'who is signed in': WHO,
  'tokens, APIs and a sign-out': TOKENS,
  'an event': EVENTS,
  'an error': ERRORS,
  'a callback': CALLBACKS,
  'createCognitoAuth()': APPLICATION,
}

let complaints: Readonly<Record<string, string[]>>

beforeAll(() => {
  // All at once: a compiler is slow to start.
  const programs = Object.entries(TABLES).flatMap(([table, rows]) =>
    rows.flatMap(([, mistake, , meant], i) => [
      [`${table}.${i}.mistake.ts`, AROUND + mistake] as const,
      [`${table}.${i}.meant.ts`, AROUND + meant] as const,
    ]),
  )
  complaints = complaintsOf(Object.fromEntries(programs))
})

describe.each(Object.entries(TABLES))('a program, with %s, does not compile that', (table, rows) => {
  it.each(rows.map((row, i) => [row[0], i, row[2]] as const))('%s', (_what, i, says) => {
    expect(complaints[`${table}.${i}.mistake.ts`]).toEqual([expect.stringMatching(says)])
    expect(complaints[`${table}.${i}.meant.ts`]).toEqual([])
  })
})
