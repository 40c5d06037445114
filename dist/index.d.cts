/** Every way a call of this library can fail; docs/errors.md says of each what happened and what to do. */
type CognitoAuthErrorCode = 'invalid_configuration' | 'crypto_unavailable' | 'no_browser' | 'no_transaction' | 'state_missing' | 'state_mismatch' | 'transaction_expired' | 'response_type_mismatch' | 'duplicate_parameter' | 'authorization_failed' | 'token_request_failed' | 'session_expired' | 'server_error' | 'network' | 'timeout' | 'bad_response' | 'malformed_token' | 'bad_alg' | 'bad_signature' | 'unknown_kid' | 'jwks_unavailable' | 'wrong_issuer' | 'wrong_audience' | 'wrong_token_use' | 'missing_claim' | 'nonce_mismatch' | 'token_substitution' | 'expired' | 'clock_skew' | 'session_changed' | 'login_required' | 'storage_full' | 'storage_unavailable' | 'cookies_too_large' | 'redirect_loop' | 'popup_blocked' | 'popup_closed';
/** What the server answered, where an error comes from an answer. Nothing that was sent is among it. */
interface CognitoAuthErrorDetails {
    /** What lay behind it, if that holds no secret. */
    cause?: unknown;
    /** The `error` of RFC 6749, section 4.1.2.1 or 5.2, e.g. `access_denied` or `invalid_grant`. */
    error?: string | undefined;
    /** The decoded `error_description` beside it. */
    errorDescription?: string | undefined;
    /** The body of a refused token request as it was received. */
    responseText?: string | undefined;
    /** How long the server wants to be left alone, in seconds (RFC 9110, section 10.2.3). */
    retryAfter?: number | undefined;
    /** The status of an answer that the error comes from (RFC 9110, section 15); undefined where there was none. */
    status?: number | undefined;
}
/** The only error that this library throws, rejects with, or hands to `onFailure` as its second argument. */
declare class CognitoAuthError extends Error implements CognitoAuthErrorDetails {
    /** What a program decides by. */
    readonly code: CognitoAuthErrorCode;
    /** A literal, because minifiers rename classes. */
    readonly name = "CognitoAuthError";
    readonly error: string | undefined;
    readonly errorDescription: string | undefined;
    readonly responseText: string | undefined;
    readonly retryAfter: number | undefined;
    readonly status: number | undefined;
    /** What the sign-in that failed was to bring back: `signIn({ appState })`, or `setState()`. */
    appState: unknown;
    /** Where the person who began it wanted to go, on this origin: a page can offer to begin again from there. */
    returnTo: string | undefined;
    constructor(
    /** What a program decides by. */
    code: CognitoAuthErrorCode, message: string, details?: CognitoAuthErrorDetails);
}

/**
 * What this library asks of a storage: localStorage, sessionStorage, {@link CookieStorage}, or three methods of
 * your own. A missing key is null or undefined.
 */
interface TokenStorage {
    /** The value; null or undefined where there is none. */
    getItem(key: string): string | null | undefined;
    /** Keeps a value, or throws where it cannot. */
    setItem(key: string, value: string): unknown;
    /** Forgets a value, if there is one. */
    removeItem(key: string): unknown;
    /** Where a sign-in that was begun waits instead, if this is no good place for that. */
    readonly forState?: 'localStorage' | 'sessionStorage';
    /** Whether pages of other origins use it, too, as sub-domains share cookies: only tabs of one origin can take turns. */
    readonly isShared?: boolean;
    /** What the `warning` event tells once a session was stored, if the storage has something to say of it. */
    readonly warning?: CognitoAuthError | undefined;
    /** Has this key at hand, and then those that it leads to, where they have to be read by a promise first. */
    load?(first: string, others: () => readonly string[]): Promise<void>;
    /** Whether that has been done for this key; true unless given. */
    isLoaded?(first: string): boolean;
    /** Fulfilled once everything is there that was written; undefined where it is already. */
    written?(): Promise<unknown> | undefined;
}
/** The same with promises, such as React Native's AsyncStorage. Sign-ins then begin and end with the promise API. */
interface AsyncTokenStorage {
    /** The value; null or undefined where there is none. */
    getItem(key: string): PromiseLike<string | null | undefined>;
    /** Keeps a value, or rejects where it cannot. */
    setItem(key: string, value: string): PromiseLike<unknown>;
    /** Forgets a value, if there is one. */
    removeItem(key: string): PromiseLike<unknown>;
}

/** Keeps values for as long as the page lives, each instance for itself: two users of one server share nothing. */
declare class MemoryStorage implements TokenStorage {
    /** A memory would not outlive the redirect. */
    readonly forState = "sessionStorage";
    constructor();
    /** The value; undefined where there is none. */
    getItem(key: string): string | undefined;
    /** Keeps a value, and returns it. */
    setItem(key: string, value: string): string;
    /** Forgets a value, and says whether there was one. */
    removeItem(key: string): boolean;
    /** Forgets everything. */
    clear(): void;
}

/**
 * What `new CognitoAuth(…)` takes. Keys that are not listed here are ignored, but for a client secret and for these in
 * other letters (`clientId`).
 */
interface CognitoAuthOptions {
    /** The id of an app client without a secret. */
    ClientId: string;
    /** The user pool's domain, `my-app.auth.eu-central-1.amazoncognito.com` or a domain of your own. */
    AppWebDomain: string;
    /** The scopes to ask for, e.g. `['openid', 'email']`; every scope of the app client where it is left out. */
    TokenScopesArray?: readonly string[] | null | undefined;
    /** Where Cognito sends people after sign-in; one of the app client's callback URLs, to the letter. */
    RedirectUriSignIn: string;
    /** Where Cognito sends people after sign-out; one of the app client's sign-out URLs, to the letter. */
    RedirectUriSignOut: string;
    /** A provider to go to at once, e.g. `Google` or the name of a SAML or OIDC provider; none for `''`. */
    IdentityProvider?: string | null | undefined;
    /** The user pool, e.g. `eu-central-1_AbCdEfGhI`. Given, tokens of any other pool are refused. */
    UserPoolId?: string | null | undefined;
    /** The `iss` of the pool's tokens where it is another partition of AWS, or a stand-in such as the local user pool. */
    Issuer?: string | null | undefined;
    /** Whether to send what the page's advanced security script collects; true unless given. */
    AdvancedSecurityDataCollectionFlag?: boolean | 0 | 1 | null | undefined;
    /**
     * Where the tokens are kept; localStorage, or memory where that is blocked, unless given. Its methods may return
     * promises: then `await auth.init()` comes before everything else.
     */
    Storage?: TokenStorage | AsyncTokenStorage | null | undefined;
    /** Where a sign-in that was begun waits for its response; where the tokens are kept unless given. */
    StateStorage?: TokenStorage | AsyncTokenStorage | null | undefined;
    /** Opens a URL; leaves the page for it unless given. */
    LaunchUri?: ((url: string) => unknown) | null | undefined;
    /** `code` is what to use; `token`, the implicit flow, is what the inherited constructor began with. */
    ResponseType?: 'code' | 'token' | null | undefined;
    /**
     * Accepts a code that answers no sign-in of this browser. Only for applications that build the authorize URL
     * themselves: it lets an attacker sign a visitor in as somebody else (RFC 9700, section 4.7).
     */
    AllowUnsolicitedResponse?: boolean | null | undefined;
    /**
     * `always` verifies the signature of every token, for a request more. Left out, that of tokens in a redirect is; those
     * that came over TLS from the token endpoint need not be (OpenID Connect Core, section 3.1.3.7).
     */
    VerifySignature?: 'always' | null | undefined;
    /** How far the device's clock may be off, in seconds; 5400 unless given. */
    ClockTolerance?: number | null | undefined;
    /** Whether to refresh before the session ends, and not only when somebody asks for it; see `startAutoRefresh()`. */
    AutoRefresh?: boolean | null | undefined;
    /** The APIs that `auth.fetch()` may send the access token to besides the page's own origin. */
    ApiOrigins?: readonly string[] | null | undefined;
    /** Whether `parseCognitoWebResponse` takes the response out of the page's address; true unless given. */
    CleanUrl?: boolean | null | undefined;
}
/** Verifies tokens, with the keys of this issuer at hand: without tokens it only fetches those. */
type SignatureVerifier = (tokens: readonly string[], issuer?: string) => Promise<void>;

/** The claims of a token, as they were decoded: nothing about them has been verified. */
type Claims = Readonly<Record<string, unknown>>;

/**
 * What an ID token says of who is signed in (OpenID Connect Core, section 5.1; Cognito developer guide, "Understanding
 * the identity (ID) token"). Which attributes there are depends on the scopes and on what the app client may read.
 */
interface UserClaims {
    /** Who it is, for good. */
    readonly sub: string;
    /** The name to sign in with; of somebody from an identity provider, `Provider_id`. */
    readonly 'cognito:username': string;
    /** The groups of the user pool that this person is in. */
    readonly 'cognito:groups'?: readonly string[];
    /** The IAM roles of these groups. */
    readonly 'cognito:roles'?: readonly string[];
    /** The one of the group with the highest precedence. */
    readonly 'cognito:preferred_role'?: string;
    /** The identity providers that this person comes from. */
    readonly identities?: readonly {
        /** Who it is there. */
        readonly userId: string;
        /** The name of the provider in the user pool, such as `Google`. */
        readonly providerName: string;
        /** What it is, such as `Google`, `SAML` or `OIDC`. */
        readonly providerType: string;
        /** The entity id of a SAML provider. */
        readonly issuer: string | null;
        /** Whether this is the first one of the profile: `'true'` or `'false'`. */
        readonly primary: string;
        /** Milliseconds since 1970, as a string. */
        readonly dateCreated: string;
    }[];
    /** With the scope `email`. */
    readonly email?: string;
    /** Whether the address is known to be theirs. */
    readonly email_verified?: boolean;
    /** With the scope `phone`: in the form of E.164, such as `+4930123456`. */
    readonly phone_number?: string;
    /** Whether the number is known to be theirs. */
    readonly phone_number_verified?: boolean;
    /** The whole name; this one and those below with the scope `profile`. */
    readonly name?: string;
    /** The first name or names. */
    readonly given_name?: string;
    /** The last name or names. */
    readonly family_name?: string;
    /** The names between them. */
    readonly middle_name?: string;
    /** What they are called. */
    readonly nickname?: string;
    /** What they want to be called here; others may choose the same. */
    readonly preferred_username?: string;
    /** The URL of a page about them. */
    readonly profile?: string;
    /** The URL of a picture of them. */
    readonly picture?: string;
    /** The URL of a page of theirs. */
    readonly website?: string;
    /** Such as `female` or `male`. */
    readonly gender?: string;
    /** `YYYY-MM-DD`. */
    readonly birthdate?: string;
    /** A time zone, such as `Europe/Berlin`. */
    readonly zoneinfo?: string;
    /** A language, such as `de-DE`. */
    readonly locale?: string;
    /** The postal address, on one or more lines. */
    readonly address?: {
        /** As it would stand on a letter. */
        readonly formatted?: string;
    };
    /** Seconds since 1970. */
    readonly updated_at?: number | string;
    /** Attributes of the pool's own, which are strings whatever they mean. */
    readonly [custom: `custom:${string}`]: string | undefined;
}
/** Those and what an application knows of its own, e.g. `User<{ 'custom:plan': 'free' | 'paid' }>`. */
type User<Custom extends object = object> = UserClaims & Readonly<Custom>;
/** Who is signed in, as a page shows it: nobody knows while the status is `loading`, before `init()` has come to an end. */
type Snapshot<Custom extends object = object> = Known<'loading', null> | Known<'signedIn', User<Custom>> | Known<'signedOut', null>;
interface Known<Status extends string, Who> {
    /** What is known. */
    readonly status: Status;
    /** Who it is, as `getUser()` says. */
    readonly user: Who;
}

/** Somebody who is signed in, or can be again without a word: a value that never changes. */
interface Session<Custom extends object = object> {
    /** The name under which it is stored: the `username` of the access token, or an alias that was there before. */
    readonly username: string;
    /** Who it is: the claims of the ID token. Without `openid` there is none, and `sub` and the name are all that is known. */
    readonly user: User<Custom>;
    /** For APIs, in an `Authorization: Bearer` header; empty where only the refresh token is left. */
    readonly accessToken: string;
    /** Undefined where `openid` is not among the scopes. */
    readonly idToken: string | undefined;
    /** Undefined in the implicit flow. */
    readonly refreshToken: string | undefined;
    /** The scopes that were granted. */
    readonly scopes: readonly string[];
    /** When the first of the tokens ends, in seconds since 1970 by the clock of this device. */
    readonly expiresAt: number;
    /** How many seconds this device's clock is ahead of the server's. */
    readonly clockDrift: number;
    /** What the access token says. */
    readonly accessClaims: Claims;
    /** What the ID token says; undefined where there is none. */
    readonly idClaims: Claims | undefined;
    /** What `appState` was when the sign-in began that this session comes from; undefined after a reload. */
    readonly appState: unknown;
}

/** What happens to the session, here or in another tab. */
interface SessionEvents {
    /** Somebody has signed in, here or in another tab, or is somebody else now. */
    signedIn: {
        readonly session: Session;
    };
    /** The same user has new tokens. */
    refreshed: {
        readonly session: Session;
    };
    /** Nobody is signed in any more. */
    signedOut: {
        /** `user`: `signOut()` was called; `expired`: the server ended the session, or it ran out; `otherTab`: elsewhere. */
        readonly reason: 'user' | 'expired' | 'otherTab';
    };
    /** Something did not work that the session does not depend on: the storage did not take it, or warns. */
    warning: {
        /** What it was. */
        readonly error: CognitoAuthError;
    };
    /** Something about the session is new, whether or not that is news to the program. */
    changed: undefined;
}

declare const LANGUAGES: readonly ["de", "en", "es", "fr", "id", "it", "ja", "ko", "pt-BR", "zh-CN", "zh-TW"];
declare const SCREENS: readonly ["signIn", "signUp", "forgotPassword"];
declare const PROMPTS: readonly ["none", "login", "select_account", "consent"];
/** The languages of managed login; the classic hosted UI speaks English whatever is asked for. */
type Language = (typeof LANGUAGES)[number];
type Prompt = (typeof PROMPTS)[number];
/** How somebody signs in (Cognito developer guide, "Authorize endpoint"). What is left out, Cognito decides. */
type SignInOptions = RedirectOptions | PopupOptions;
/** How somebody signs in who leaves the page for it. */
type RedirectOptions = SignInRequest & Provider & {
    /** Given as true, see {@link PopupOptions}. */
    popup?: false | undefined;
    /**
     * `none` asks nothing: for who has no session at the hosted pages, `init()` gives null then. `login` asks for the
     * password in any case; the others are for the provider.
     */
    prompt?: Prompt | readonly Exclude<Prompt, 'none'>[] | undefined;
    /**
     * The page to open once signed in, absolute or relative to this one. One of another origin is ignored. This page
     * unless given; null stays where Cognito sends people, and so does a session in memory, which would not outlive it.
     */
    returnTo?: string | null | undefined;
};
/** How somebody signs in who stays on the page. */
type PopupOptions = SignInRequest & Provider & {
    /**
     * Opens a window for it, which the browser allows in the turn of a click only. It has to come back to a page of this
     * origin: one that calls `init()` or `handlePopup()`.
     */
    popup: true;
    /** As {@link RedirectOptions}, but for `none`. */
    prompt?: Exclude<Prompt, 'none'> | readonly Exclude<Prompt, 'none'>[] | undefined;
    /** Nobody leaves the page, so nobody comes back. */
    returnTo?: undefined;
};
type Provider = {
    /** A provider to go to at once, instead of the constructor's `IdentityProvider`; `''` asks. */
    identityProvider?: string | undefined;
    idpIdentifier?: undefined;
} | {
    identityProvider?: undefined;
    /** The same by an identifier that the pool has for a provider, such as a mail domain. */
    idpIdentifier: string;
};
interface SignInRequest {
    /** The page to begin on; `signIn` unless given. */
    screen?: (typeof SCREENS)[number] | undefined;
    /** The user name to begin with, or what the provider takes for one. */
    loginHint?: string | undefined;
    lang?: Language | undefined;
    /** Instead of the constructor's `TokenScopesArray`. */
    scopes?: readonly string[] | undefined;
    /** Instead of the constructor's `RedirectUriSignIn`; another of the app client's callback URLs. */
    redirectUri?: string | undefined;
    /** The API that the access token is for, which becomes its `aud` (RFC 8707). */
    resource?: string | undefined;
    /** Comes back in `session.appState` as it was: anything that JSON keeps. It never travels. */
    appState?: unknown;
}
/** What a sign-out comes with. */
interface SignOutOptions {
    /** Whether to revoke the refresh token; true unless given. */
    revoke?: boolean | undefined;
    /** Whether to end the session of the hosted pages too, which leaves the page; true unless given. */
    redirect?: boolean | undefined;
    /** Where to go then, instead of the constructor's `RedirectUriSignOut`; another of the app client's sign-out URLs. */
    redirectUri?: string | undefined;
    /**
     * Goes straight to the next sign-in instead. Cognito lets it have these options alone, and in the code flow no PKCE:
     * there `openid` has to be among the scopes, whose nonce takes its place.
     */
    signIn?: boolean | NextSignIn | undefined;
}
/** What a sign-out and the sign-in after it have in common with any sign-in. */
type NextSignIn = Pick<RedirectOptions, 'scopes' | 'redirectUri' | 'appState' | 'returnTo'>;

/** What `createCognitoAuth()` takes. Keys that are not listed here are ignored, as at {@link CognitoAuthOptions}. */
interface ApplicationOptions extends Omit<CognitoAuthOptions, 'ResponseType' | 'AutoRefresh' | 'CleanUrl' | 'VerifySignature' | 'Storage' | 'StateStorage'> {
    /** Where the tokens are kept; localStorage, or memory where that is blocked, unless given. */
    Storage?: TokenStorage | null | undefined;
    /** Where a sign-in that was begun waits for its response; where the tokens are kept unless given. */
    StateStorage?: TokenStorage | null | undefined;
    /** `verifySignatures` accepts no tokens before their signature has been verified, which takes the pool's keys. */
    VerifySignature?: SignatureVerifier | null | undefined;
}
/** What happens to the session, here or in another tab. */
interface ApplicationEvents<Custom extends object = object> {
    /** Somebody has signed in, here or in another tab, or is somebody else now. */
    signedIn: WithSession$1<Custom>;
    /** The same user has new tokens. */
    refreshed: WithSession$1<Custom>;
    /** Nobody is signed in any more. */
    signedOut: SessionEvents['signedOut'];
    /** Something did not work that the session does not depend on: the storage did not take it, or warns. */
    warning: SessionEvents['warning'];
}
interface WithSession$1<Custom extends object> {
    /** The session as it is now. */
    readonly session: Session<Custom>;
}
/** What `getTokens()` gives. */
interface Tokens {
    /** For APIs, in an `Authorization: Bearer` header. */
    readonly accessToken: string;
    /** Undefined where `openid` is not among the scopes. */
    readonly idToken: string | undefined;
    /** When the first of them ends, in seconds since 1970 by the clock of this device. */
    readonly expiresAt: number;
}
/**
 * Signs people in and out through the hosted pages of an Amazon Cognito user pool, by the authorization code flow.
 * @typeParam Custom what the ID token says besides, such as `{ 'custom:plan': string }`
 */
interface CognitoAuthClient<Custom extends object = object> {
    /**
     * Finishes the sign-in that the page's address answers, or restores the stored session, refreshing it if need be.
     * @returns null where nobody is signed in
     * @throws CognitoAuthError where the response is refused, or the refresh fails for now
     */
    readonly init: () => Promise<Session<Custom> | null>;
    /**
     * Finishes the sign-in that `url` answers, and nothing else: for a route of its own, or an address that does not come
     * from the page (Electron, a deep link). `init()` does this for the page's address. Called again after `network`,
     * `timeout`, `server_error` or `jwks_unavailable`, it goes on with the same response, for five minutes.
     * @param url absolute or relative; the page's own unless given
     * @returns null where it holds no response, one that is not for this client, or one that nobody is signed in by
     *   (`prompt: 'none'`)
     * @throws CognitoAuthError where the response is refused
     */
    readonly handleCallback: (url?: string) => Promise<Session<Custom> | null>;
    /**
     * Leaves the page for the hosted sign-in. Who comes back is signed in by `init()` and led to where they were.
     * @throws CognitoAuthError `invalid_configuration`, `storage_full`, `no_browser`, `redirect_loop`, and
     *   `storage_unavailable` where nothing would be left to finish the sign-in with
     */
    readonly signIn: (options?: RedirectOptions) => Promise<void>;
    /**
     * The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour.
     * @throws CognitoAuthError `invalid_configuration`, `storage_full`, `crypto_unavailable`
     */
    readonly createSignInUrl: (options?: RedirectOptions) => Promise<string>;
    /**
     * Leaves the page for the one where somebody who is signed in at managed login adds a passkey (Cognito developer guide,
     * "Managed login endpoints"); the classic hosted UI has none. It takes what a sign-in does and comes back like one, and
     * who comes back with nothing new finds the session as it was.
     * @throws CognitoAuthError as {@link signIn}
     */
    readonly addPasskey: (options?: RedirectOptions & {
        screen?: undefined;
    }) => Promise<void>;
    /**
     * Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot;
     * `Infinity` refreshes in any case.
     * @throws CognitoAuthError `login_required` where nobody is signed in, `session_expired` when the server ended the
     *   session, and otherwise what kept the refresh from succeeding; the session is then as it was
     */
    readonly getTokens: (options?: {
        minValidity?: number | undefined;
    }) => Promise<Tokens>;
    /**
     * Who is signed in, or can be again without a word: the claims of the ID token. Without `openid` there is none, and
     * `sub` and the name are all that is known. Null where nobody is, and where nothing is left but a refresh token, which
     * names nobody before it has been used: `init()` and `getTokens()` do that.
     */
    readonly getUser: () => User<Custom> | null;
    /**
     * The same for a page that is drawn anew whenever it changes, with whether that is known yet: it is the same object
     * for as long as nothing does. Made for `useSyncExternalStore(auth.subscribe, auth.getSnapshot)`.
     */
    readonly getSnapshot: () => Snapshot<Custom>;
    /**
     * Calls `listener` now and whenever what {@link getSnapshot} gives may be another.
     * @returns what ends that
     */
    readonly subscribe: (listener: (snapshot: Snapshot<Custom>) => void) => () => void;
    /**
     * Calls `listener` whenever this happens, here or in another tab; with `MemoryStorage` no other tab is heard of.
     * What a listener throws goes to the console and to `window.onerror`.
     * @returns what takes the listener away again
     */
    readonly on: <Name extends keyof ApplicationEvents>(name: Name, listener: (event: ApplicationEvents<Custom>[Name]) => void) => () => void;
    /**
     * Signs out: forgets the session, revokes its refresh token (RFC 7009) and leaves the page for the logout endpoint,
     * all in this turn. A revocation that fails changes nothing.
     * @returns fulfilled once the revocation is over
     * @throws CognitoAuthError `invalid_configuration`, and then nothing has happened; `no_browser` where there is no page to
     *   leave, and for `signIn` what {@link signIn} throws: the session is forgotten all the same
     */
    readonly signOut: (options?: SignOutOptions) => Promise<void>;
}
/**
 * The door of applications: the code flow, and what an application imports beside it.
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
declare function createCognitoAuth<Custom extends object = object>(options: ApplicationOptions): CognitoAuthClient<Custom>;

/** What an ID token and an access token have in common: a signed token, decoded and never verified here. */
declare abstract class CognitoJwt {
    /** The token as it came; empty where there is none. */
    jwtToken: string;
    /** The claims; `{}` where the token is empty or is none. */
    payload: Claims;
    /**
     * @param jwtToken the token; none for an empty one
     * @param payload its claims, where they have been decoded already
     */
    constructor(jwtToken?: string | null, payload?: Claims);
    /** The token as it came; empty where there is none. */
    getJwtToken(): string;
    /** Puts another token in its place. */
    setJwtToken(jwtToken?: string | null): void;
    /** The `exp` claim, in seconds since 1970; undefined where there is none. */
    getExpiration(): number;
    /** Decodes the claims anew. */
    decodePayload(): Claims;
}

/** An access token: what may be done in the user's name (Cognito developer guide, "Understanding the access token"). */
declare class CognitoAccessToken extends CognitoJwt {
    /** The `username` claim, under which the tokens are stored; undefined where there is none. */
    getUsername(): string;
}

/** An ID token: who the user is (Cognito developer guide, "Understanding the identity token"). */
declare class CognitoIdToken extends CognitoJwt {
}

/** A refresh token: opaque, and empty in the implicit flow. */
declare class CognitoRefreshToken {
    /** The token as it came; empty where there is none. */
    refreshToken: string;
    constructor(refreshToken?: string | null);
    /** The token as it came; empty where there is none. */
    getToken(): string;
    /** Puts another token in its place. */
    setToken(refreshToken?: string | null): void;
}

/** The scopes that a session was asked for. */
declare class CognitoTokenScopes {
    /** The scopes, one per entry. */
    tokenScopes: string[];
    constructor(tokenScopes?: readonly string[] | null);
    /** The scopes, one per entry. */
    getScopes(): string[];
    /** Puts others in their place. */
    setTokenScopes(tokenScopes?: readonly string[] | null): void;
}

/** What a session is made of; what is left out is empty. */
interface CognitoSessionData {
    /** Who it is. */
    IdToken?: CognitoIdToken | null | undefined;
    /** What may be done. */
    AccessToken?: CognitoAccessToken | null | undefined;
    /** What new ones are had with. */
    RefreshToken?: CognitoRefreshToken | null | undefined;
    /** What was asked for. */
    TokenScopes?: CognitoTokenScopes | null | undefined;
    /** See {@link CognitoAuthSession.getState}. */
    State?: string | null | undefined;
    /** See {@link CognitoAuthSession.appState}. */
    AppState?: unknown;
    /** How many seconds this device's clock is ahead of the server's. */
    ClockDrift?: number | undefined;
}
/** The tokens of one user; empty ones where nobody is signed in. */
declare class CognitoAuthSession {
    /** Who it is. */
    idToken: CognitoIdToken;
    /** What may be done. */
    accessToken: CognitoAccessToken;
    /** What new ones are had with. */
    refreshToken: CognitoRefreshToken;
    /** What was asked for. */
    tokenScopes: CognitoTokenScopes;
    /** See {@link getState}. */
    state: string | null;
    /** What `appState` was when the sign-in began that this session comes from; undefined after a reload. */
    appState: unknown;
    /** How many seconds this device's clock is ahead of the server's. */
    clockDrift: number;
    constructor(data?: CognitoSessionData);
    /** Who it is; empty without the scope `openid`. */
    getIdToken(): CognitoIdToken;
    /** Puts another ID token in its place; nothing is stored by that. */
    setIdToken(idToken: CognitoIdToken): void;
    /** What new ones are had with; empty in the implicit flow. */
    getRefreshToken(): CognitoRefreshToken;
    /** Puts another refresh token in its place; nothing is stored by that. */
    setRefreshToken(refreshToken: CognitoRefreshToken): void;
    /** What may be done. */
    getAccessToken(): CognitoAccessToken;
    /** Puts another access token in its place; nothing is stored by that. */
    setAccessToken(accessToken: CognitoAccessToken): void;
    /** What was asked for. */
    getTokenScopes(): CognitoTokenScopes;
    /** Puts other scopes in their place; nothing is stored by that. */
    setTokenScopes(tokenScopes: CognitoTokenScopes): void;
    /** What `setState()` was given before the sign-in that this session comes from; null otherwise. */
    getState(): string;
    /** Sets what {@link getState} gives. */
    setState(state: string | null): void;
    /** Whether the access token, and the ID token if there is one, can still be used by the server's clock. Never throws. */
    isValid(): boolean;
    /** When the first of the tokens ends, in seconds since 1970 by the server's clock; 0 without a session. */
    expiresAt(): number;
}

/** The table that `getCognitoConstants()` has always returned. */
declare const COGNITO_CONSTANTS: {
    readonly DOMAIN_SCHEME: "https";
    readonly DOMAIN_PATH_SIGNIN: "oauth2/authorize";
    readonly DOMAIN_PATH_TOKEN: "oauth2/token";
    readonly DOMAIN_PATH_SIGNOUT: "logout";
    readonly DOMAIN_QUERY_PARAM_REDIRECT_URI: "redirect_uri";
    readonly DOMAIN_QUERY_PARAM_SIGNOUT_URI: "logout_uri";
    readonly DOMAIN_QUERY_PARAM_RESPONSE_TYPE: "response_type";
    readonly DOMAIN_QUERY_PARAM_IDENTITY_PROVIDER: "identity_provider";
    readonly DOMAIN_QUERY_PARAM_USERCONTEXTDATA: "userContextData";
    readonly CLIENT_ID: "client_id";
    readonly STATE: "state";
    readonly SCOPE: "scope";
    readonly TOKEN: "token";
    readonly CODE: "code";
    readonly POST: "POST";
    readonly PARAMETERERROR: "The parameters: App client Id, App web domain, the redirect URL when you are signed in and the redirect URL when you are signed out are required.";
    readonly SCOPETYPEERROR: "Scopes have to be array type. ";
    readonly QUESTIONMARK: "?";
    readonly POUNDSIGN: "#";
    readonly COLONDOUBLESLASH: "://";
    readonly SLASH: "/";
    readonly AMPERSAND: "&";
    readonly EQUALSIGN: "=";
    readonly SPACE: " ";
    readonly CONTENTTYPE: "Content-Type";
    readonly CONTENTTYPEVALUE: "application/x-www-form-urlencoded";
    readonly AUTHORIZATIONCODE: "authorization_code";
    readonly IDTOKEN: "id_token";
    readonly ACCESSTOKEN: "access_token";
    readonly REFRESHTOKEN: "refresh_token";
    readonly ERROR: "error";
    readonly ERROR_DESCRIPTION: "error_description";
    readonly STRINGTYPE: "string";
    readonly STATELENGTH: 32;
    readonly STATEORIGINSTRING: "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    readonly WITHCREDENTIALS: "withCredentials";
    readonly UNDEFINED: "undefined";
    readonly SELF: "_self";
    readonly HOSTNAMEREGEX: RegExp;
    readonly QUERYPARAMETERREGEX1: RegExp;
    readonly QUERYPARAMETERREGEX2: RegExp;
    readonly HEADER: {
        readonly 'Content-Type': "application/x-www-form-urlencoded";
    };
};
/** The names and texts of amazon-cognito-auth-js, which explain themselves. */
type CognitoConstants = Readonly<typeof COGNITO_CONSTANTS>;

/** What happens to the session, here or in another tab. */
interface CognitoAuthEvents extends Omit<ApplicationEvents, 'signedIn' | 'refreshed'> {
    /** Somebody has signed in, here or in another tab, or is somebody else now. */
    signedIn: WithSession;
    /** The same user has new tokens. */
    refreshed: WithSession;
}
interface WithSession {
    /** The session as it is now. */
    readonly session: CognitoAuthSession;
}

/** The callbacks of the inherited methods. */
interface UserHandler {
    /** Hears of the session. */
    onSuccess: (session: CognitoAuthSession) => void;
    /**
     * Hears what went wrong.
     * @param message what Cognito said: the error description, or the body of the token endpoint's answer
     * @param error the same with a code to tell errors apart
     */
    onFailure: (message: string, error: CognitoAuthError) => void;
}
interface InheritedToken {
    getJwtToken(): string;
    getExpiration(): number;
    decodePayload(): object;
}
/** What a session has, here and in amazon-cognito-auth-js. */
interface InheritedSession {
    getIdToken(): InheritedToken;
    getAccessToken(): InheritedToken & {
        getUsername(): string;
    };
    getRefreshToken(): {
        getToken(): string;
    };
    getTokenScopes(): {
        getScopes(): readonly string[];
    };
    getState(): string;
    isValid(): boolean;
}
/** Compared as methods are, it takes functions of our sessions too. */
interface Hears$1 {
    session(session: InheritedSession): void;
}
/**
 * A handler as it is read. By `@types/amazon-cognito-auth-js`, whoever has our object may call it with any session of
 * that library, or with a message alone.
 */
interface HeldHandler {
    /** Hears of the session. */
    onSuccess: Hears$1['session'];
    /** Hears what went wrong. */
    onFailure: (message: string, ...error: CognitoAuthError[]) => void;
}

type Hears = (responseText: string) => void;
/**
 * Signs people in and out through the hosted pages of an Amazon Cognito user pool.
 *
 * The promises (`init`, `signIn`, `getTokens`, `signOut`) and the callbacks of amazon-cognito-auth-js
 * (`parseCognitoWebResponse`, `getSession`, `userhandler`) lead to the same engine.
 * @typeParam Custom what the ID token says besides, such as `{ 'custom:plan': string }`
 */
declare class CognitoAuth<Custom extends object = object> {
    /** The identity provider to go to at once; `''` asks. */
    IdentityProvider: string;
    /** The scopes to ask for. */
    TokenScopesArray: readonly string[];
    /** Where Cognito sends people after sign-in. */
    RedirectUriSignIn: string;
    /** Where Cognito sends people after sign-out. */
    RedirectUriSignOut: string;
    /** The flow: `code`, the authorization code grant with PKCE, or `token`, the implicit one. */
    responseType: 'code' | 'token';
    /** Whether to send what the page's advanced security script collects. */
    advancedSecurityDataCollectionFlag: boolean;
    /** Opens a URL: the option `LaunchUri`, or `location.assign()`. */
    launchUri: (url: string) => unknown;
    /** The id of the app client. */
    readonly clientId: string;
    /** The user pool's domain, without its scheme. */
    readonly appWebDomain: string;
    /** The id of the user pool, if it was given. */
    readonly userPoolId: string | undefined;
    /** Where the tokens are kept. */
    readonly storage: TokenStorage;
    /** What the next sign-in shall bring back from `session.getState()`. */
    state: string | null | undefined;
    /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
    constructor(options: CognitoAuthOptions);
    /** Hears how the callback methods end. */
    get userhandler(): HeldHandler;
    /** Sets what hears how the callback methods end. */
    set userhandler(handler: UserHandler);
    /** Who is signed in, or named by `setUsername()`. A class that extends this one assigns it, and declares no field of it. */
    get username(): string | undefined;
    /** Has the next call read the session of this user. */
    set username(username: string | undefined);
    /** The session at hand; null after `signOut()`, and empty where nobody has signed in. */
    get signInUserSession(): CognitoAuthSession | null;
    /** Puts a session of the program's own in its place; nothing is stored by that. */
    set signInUserSession(session: CognitoAuthSession | null);
    /** The same as `launchUri`, under the name of the option. */
    get LaunchUri(): (url: string) => unknown;
    /** Sets what opens a URL. */
    set LaunchUri(launchUri: (url: string) => unknown);
    /** Finishes the sign-in that the page's address answers, or restores the session; null where nobody is signed in. */
    init(): Promise<CognitoAuthSession | null>;
    /** Finishes the sign-in that `url` answers, and nothing else; null where it holds no response for this client. */
    handleCallback(url?: string): Promise<CognitoAuthSession | null>;
    /** Who is signed in, or can be again without a word; null where nobody is. */
    getUser(): User<Custom> | null;
    /** The same for a page that is drawn anew whenever it changes. A function that may be passed on. */
    readonly getSnapshot: () => Snapshot<Custom>;
    /** Calls `listener` now and whenever what `getSnapshot()` gives may be another. A function that may be passed on. */
    readonly subscribe: (listener: (snapshot: Snapshot<Custom>) => void) => (() => void);
    /** Calls `listener` whenever this happens, here or in another tab, and returns what takes it away again. */
    on<Name extends keyof CognitoAuthEvents>(name: Name, listener: (event: CognitoAuthEvents[Name]) => void): () => void;
    /** Signs somebody in: with `popup: true` at a window, whose session comes; otherwise the page is left. */
    signIn(options: PopupOptions): Promise<CognitoAuthSession>;
    signIn(options?: RedirectOptions): Promise<undefined>;
    signIn(options: SignInOptions): Promise<CognitoAuthSession | undefined>;
    /** The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour. */
    createSignInUrl(options?: RedirectOptions): string;
    /** Leaves the page for the one where somebody who is signed in at managed login adds a passkey. */
    addPasskey(options?: RedirectOptions & {
        screen?: undefined;
    }): Promise<void>;
    /** Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot. */
    getTokens(options?: {
        minValidity?: number | undefined;
    }): Promise<Tokens>;
    /** `fetch()` with the access token, see `fetchWithToken()`. A function that may be passed on. */
    readonly fetch: (input: RequestInfo | URL, init?: RequestInit) => Promise<Response>;
    /** Signs out: forgets the session, revokes its refresh token and leaves the page, all in this turn. */
    signOut(options?: SignOutOptions): Promise<void>;
    /**
     * Reads the response in `url`, if there is one, and tells `userhandler` how it ended: in this turn for the implicit
     * flow, after the exchange for a code.
     * @param url absolute or relative; where it is the page's own, the response is taken out of the address
     * @returns whether `url` holds a response, so whether `userhandler` hears of it
     */
    parseCognitoWebResponse(url: string): boolean;
    /**
     * Tells `userhandler` the session: at once where a valid one is cached, after a refresh where there is a refresh
     * token, and otherwise leaves the page for the hosted sign-in.
     */
    getSession(): void;
    /** Refreshes with this refresh token and tells `userhandler` how it ended. */
    refreshSession(refreshToken: string): void;
    /** Whether there is a session that is valid. */
    isUserSignedIn(): boolean;
    /** The session as it is now; null after `signOut()`, and empty where nobody has signed in. */
    getSignInUserSession(): CognitoAuthSession;
    /** Stores the session at hand. */
    cacheTokensScopes(): void;
    /** The stored session of `getUsername()`; its tokens are empty where there is none. */
    getCachedSession(): CognitoAuthSession;
    /** Forgets the stored session of `getUsername()`. */
    clearCachedTokensScopes(): void;
    /** Begins a sign-in: the URL is good for one, so ask for it when it is about to be opened. */
    getFQDNSignIn(): string;
    /** The URL that ends the session of the hosted pages and comes back to `RedirectUriSignOut`. */
    getFQDNSignOut(): string;
    /** The id of the app client. */
    getClientId(): string;
    /** The user pool domain without its scheme. */
    getAppWebDomain(): string;
    /** Whose session is read and stored; undefined where nobody is signed in. */
    getUsername(): string;
    /**
     * Has the next call read the session of this user. A program that calls this names its users itself: from then on a
     * sign-in as somebody else leaves the others' sessions as they are, and `signOut()` ends the one of this user.
     */
    setUsername(username: string): void;
    /** The same as `setUsername()`. */
    setUser(username: string): void;
    /** The username that the storage names as the last to sign in; undefined where nobody is. */
    getLastUser(): string;
    /** The same as `getLastUser()`, but null where nobody is. */
    getCurrentUser(): string;
    /** What the next sign-in brings back from `session.getState()`; undefined until there is one. */
    getState(): string;
    /** Sets what the next sign-in brings back from `session.getState()`; it never travels. */
    setState(state: string): void;
    /** Has sign-ins take the authorization code grant (RFC 6749, section 4.1) with PKCE. */
    useCodeGrantFlow(): void;
    /** Has sign-ins take the implicit grant (RFC 6749, section 4.2), which puts tokens into the address. */
    useImplicitFlow(): void;
    /** What the page's advanced security script collected; undefined without one, or if `AdvancedSecurityDataCollectionFlag` is false. */
    getUserContextData(): string;
    /** @deprecated `TokenScopesArray` is the list itself. */
    getSpaceSeperatedScopeString(): string;
    /** @deprecated A step of `parseCognitoWebResponse()`, which does them all. */
    getCodeQueryParameter(map: ReadonlyMap<string, string>): void;
    /** @deprecated A step of `parseCognitoWebResponse()`, which does them all. */
    getTokenQueryParameter(map: ReadonlyMap<string, string>): void;
    /** @deprecated A step of `parseCognitoWebResponse()`, which does them all. */
    onSuccessExchangeForToken(jsonData: string): void;
    /** @deprecated A step of `refreshSession()`. */
    onSuccessRefreshToken(jsonData: string): void;
    /** @deprecated Call `userhandler.onFailure()`. */
    onFailure(message: string, error?: CognitoAuthError): void;
    /** @deprecated The names are those of RFC 6749; write them out. */
    getCognitoConstants(): CognitoConstants;
    /** @deprecated Compare the sets yourself. */
    compareSets(set1: ReadonlySet<unknown>, set2: ReadonlySet<unknown>): boolean;
    /** @deprecated Use `new URL(url).hostname`; this one is undefined where there is none. */
    getHostName(url: string): string;
    /** @deprecated Use `new URL(url).searchParams`. */
    getQueryParameters(url: string, splitMark: string | RegExp): Map<string, string>;
    /** @deprecated A sign-in makes its own state, nonce and verifier. Throws `crypto_unavailable`. */
    generateRandomString(length: number, chars: string): string;
    /** @deprecated Use `fetch`. */
    makePOSTRequest(header: object, body: object, url: string, onSuccess: Hears, onFailure: Hears): void;
    /** @deprecated Use `fetch`. */
    createCORSRequest(method: string, url: string): XMLHttpRequest;
}

/**
 * Signs somebody in at a window that opens in this turn, and stays on the page. It has to come back to a page of this
 * origin: one that calls `init()` or `handlePopup()`.
 * @throws CognitoAuthError `popup_blocked`, `popup_closed`, `timeout` after ten minutes, whatever is wrong with the
 *   response, and as `auth.signIn()`
 */
declare function signInWithPopup<Custom extends object = object>(auth: CognitoAuthClient<Custom>, options?: Omit<PopupOptions, 'popup'>): Promise<Session<Custom>>;

/**
 * `fetch()` with the access token, for the page's own origin and `ApiOrigins`. Where the API answers 401, the session
 * is refreshed and the request made once more, if the same person is still signed in; a 401 that remains is the answer.
 * @throws CognitoAuthError `invalid_configuration` for another origin, and for what is no request; as `getTokens()`;
 *   `network` where the API cannot be reached. A signal that is aborted rejects as it does at `fetch()`
 */
declare function fetchWithToken(auth: CognitoAuthClient, input: RequestInfo | URL, init?: RequestInit): Promise<Response>;

/**
 * Refreshes a minute before the session ends, and when the page can be seen or has a network again; one tab does it for
 * all.
 * @returns what ends that
 */
declare function startAutoRefresh(auth: CognitoAuthClient): () => void;

/**
 * Verifies the RS256 signature of each token (RFC 7515, section 5.2) with a key of its issuer, which must be among
 * those that are good: `verifyClaims()` has seen to that.
 * @param issuer whose keys to have at hand
 * @throws CognitoAuthError `bad_signature`, `unknown_kid`, `jwks_unavailable`, `crypto_unavailable`
 */
declare function verifySignatures(tokens: readonly string[], issuer?: string): Promise<void>;

/**
 * Stands in front of a storage whose methods return promises (React Native's AsyncStorage, an encrypted store), or those
 * that write do, as the option `Storage` or `StateStorage`. Where it is read by promises, too, `await auth.init()` comes
 * before everything else.
 */
declare function asyncStorage(storage: AsyncTokenStorage | TokenStorage): TokenStorage;

/** Formats the time the way AWS's SDKs did. */
declare class DateHelper {
    /** The time now as `ddd MMM D HH:mm:ss UTC YYYY`, e.g. `Mon Nov 3 09:05:00 UTC 2025`. */
    getNowString(): string;
}

/**
 * All that a callback page made for a popup has to do: it hands the response in its address over to the page that waits
 * for it, and closes its window. A page that calls `init()` does so anyhow.
 * @returns fulfilled once the response has been taken
 * @throws CognitoAuthError `no_transaction` where the address holds no such response, or nobody waits for it any more
 */
declare function handlePopup(): Promise<void>;

/** The attributes of the cookies (RFC 6265, section 4.1.2). */
interface CookieStorageOptions {
    /** The host that the cookies belong to, sub-domains included. Left out, they belong to this host alone. */
    domain?: string | undefined;
    /** The path below which the cookies are seen; `/` unless given. */
    path?: string | undefined;
    /** Lifetime in days; 365 unless given. */
    expires?: number | undefined;
    /** Whether the cookies travel over https only; true unless given, and on every page that came over https. */
    secure?: boolean | undefined;
    /** `lax` unless given; `none` needs `secure`. */
    sameSite?: 'strict' | 'lax' | 'none' | undefined;
}
/**
 * Keeps each key in a cookie of that name, as amazon-cognito-identity-js and Amplify do. A value too large for one
 * cookie is cut into `<key>.0`, `<key>.1`, …; the first begins with the number of pieces.
 *
 * Cookies that a script can write are readable by any script of the page and travel with every request:
 * prefer localStorage unless sub-domains or a server must share the session.
 */
declare class CookieStorage implements TokenStorage {
    /** A sign-in that nobody finishes would travel with every request, and a sub-domain could plant one. */
    readonly forState = "localStorage";
    /** Whether sub-domains share it: with `domain`. */
    readonly isShared: boolean;
    /** The host they belong to; undefined for that of the page alone. */
    readonly domain: string | undefined;
    /** The path below which they are seen. */
    readonly path: string;
    /** Their lifetime in days. */
    readonly expires: number;
    /** Whether they travel over https only. */
    readonly secure: boolean;
    /** Which requests of other sites they travel with. */
    readonly sameSite: 'strict' | 'lax' | 'none';
    /** @throws CognitoAuthError `invalid_configuration`, naming the attribute and what to write */
    constructor(options?: CookieStorageOptions);
    /** That the cookies of this page, whosever they are, are more than many servers take with one request. */
    get warning(): CognitoAuthError | undefined;
    /**
     * @returns the value as it can be read back
     * @throws CognitoAuthError `storage_full` where the browser did not keep it; the key is then empty
     */
    setItem(key: string, value: string): string;
    /** The value; undefined where there is none, or not all of it. */
    getItem(key: string): string | undefined;
    /** Removes the value, in however many cookies it is. */
    removeItem(key: string): void;
    /**
     * Removes every cookie of the page that lies on this storage's domain and path.
     * @returns what amazon-cognito-auth-js returned, an empty object
     */
    clear(): object;
}

/** A storage together with `clear()`, which localStorage and {@link MemoryStorage} have. */
type ClearableStorage = Pick<Storage, 'setItem' | 'removeItem' | 'clear'> & {
    getItem(key: string): string | null | undefined;
};
/** Chooses localStorage, or a memory of its own where that is blocked, full or absent. */
declare class StorageHelper {
    /** The storage that was chosen. */
    readonly storageWindow: ClearableStorage;
    /** The storage that was chosen. */
    getStorage(): ClearableStorage;
}

export { CognitoAccessToken, CognitoAuth, CognitoAuthError, CognitoAuthSession, CognitoIdToken, CognitoRefreshToken, CognitoTokenScopes, CookieStorage, DateHelper, MemoryStorage, StorageHelper, asyncStorage, createCognitoAuth, fetchWithToken, handlePopup, signInWithPopup, startAutoRefresh, verifySignatures };
export type { ApplicationEvents, ApplicationOptions, AsyncTokenStorage, Claims, CognitoAuthClient, CognitoAuthErrorCode, CognitoAuthErrorDetails, CognitoAuthEvents, CognitoAuthOptions, TokenStorage as CognitoAuthStorage, UserHandler as CognitoAuthUserHandler, CognitoConstants, CognitoSessionData, CookieStorageOptions, Language, NextSignIn, PopupOptions, RedirectOptions, Session, SignInOptions, SignOutOptions, Snapshot, TokenStorage, Tokens, User, UserClaims, UserHandler };
