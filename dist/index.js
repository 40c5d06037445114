/*! cognito-auth 0.1.0 | Apache-2.0 */
import { jwtDecode } from 'jwt-decode';
import Cookies from 'js-cookie';

/** The only error that this library throws, rejects with, or hands to `onFailure` as its second argument. */
class CognitoAuthError extends Error {
    code;
    /** A literal, because minifiers rename classes. */
    name = 'CognitoAuthError';
    error;
    errorDescription;
    responseText;
    constructor(code, message, { cause, error, errorDescription, responseText } = {}) {
        super(message, cause === undefined ? undefined : { cause });
        this.code = code;
        this.error = error;
        this.errorDescription = errorDescription;
        this.responseText = responseText;
    }
}
/** Whether an error is one of this library, with one of these codes. */
function hasCode(error, ...codes) {
    return error instanceof CognitoAuthError && codes.includes(error.code);
}
/** The error of a storage that did not take something. */
function storageFull(what, error) {
    return new CognitoAuthError('storage_full', `${what}${nameOf(error)}.`);
}
/**
 * The name of an error of the platform, in brackets. The error itself is not handed on: a storage, or what stands in
 * for `fetch`, may quote what it was given, which is a secret here.
 */
function nameOf(error) {
    return error instanceof Error ? ` (${error.name})` : '';
}

/** The address of the page, or undefined where there is none: a server, a worker, React Native. */
function currentUrl() {
    return typeof window === 'undefined' ? undefined : window.location?.href;
}
/**
 * Leaves the page for `url`.
 * @throws CognitoAuthError `no_browser` where there is no page to leave.
 */
function navigate(url) {
    if (currentUrl() === undefined) {
        throw new CognitoAuthError('no_browser', 'There is no browser window to navigate. Pass LaunchUri, a function that opens the URL it is given.');
    }
    window.location.assign(url);
}
/** Whether the page is shown inside another, where the hosted pages refuse to be shown (`X-Frame-Options: DENY`). */
function isFramed() {
    return typeof window !== 'undefined' && window.top !== window.self;
}
/** Leaves the page for `url`, which takes its place in the history. */
function replacePage(url) {
    window.location.replace(url);
}
/**
 * Gives the current history entry another address of the same origin, if `url` is its address or the part of it before
 * the fragment. Its state stays, and nothing is loaded. Browsers may refuse (too often, a sandbox): then it stays too.
 */
function replaceCurrentUrl(url, change) {
    const current = currentUrl();
    if (current === undefined)
        return;
    try {
        const { href } = new URL(url, current);
        if (href !== current && href !== current.split('#', 1).join())
            return;
        const changed = change(current);
        if (changed !== current)
            window.history.replaceState(window.history.state, '', changed);
    }
    catch {
        // What was signed in or refused by now is not undone for the looks of the address.
    }
}
/** What the advanced security script collected about this browser, if the page loaded it and it works. */
function userContextData(username, userPoolId, clientId) {
    try {
        return globalThis.AmazonCognitoAdvancedSecurityData?.getData(username, userPoolId, clientId);
    }
    catch {
        return undefined;
    }
}
/** The browser's `localStorage` or `sessionStorage` if it can be written, else undefined (blocked, full, absent). */
function webStorage(kind) {
    const probe = 'aws.cognito.test-ls';
    try {
        const storage = window[kind];
        storage.setItem(probe, '1');
        storage.removeItem(probe);
        return storage;
    }
    catch {
        return undefined;
    }
}

/**
 * Tells the handler how `run` ends: in this turn if it ends in this turn, for programs rely on that.
 * @param handler that of the call, so that one assigned later hears nothing of it; programs may have none, or half of one
 * @param run is given what tells a failure that comes later
 * @returns whether there was anything to tell
 */
function tell(handler, run) {
    const succeed = (session) => handler?.onSuccess?.(session);
    const fail = (error) => {
        if (!(error instanceof CognitoAuthError))
            throw error;
        handler?.onFailure?.(inheritedMessage(error), error);
    };
    let outcome;
    try {
        outcome = run(fail);
    }
    catch (error) {
        fail(error);
        return true;
    }
    if (outcome instanceof Promise)
        void outcome.then(succeed, fail);
    else if (outcome)
        succeed(outcome);
    return outcome !== undefined;
}
/** The string that programs compare, show and parse: what Cognito said, as it said it. */
function inheritedMessage({ responseText, errorDescription, error, message }) {
    return responseText || errorDescription || error || message;
}

/**
 * The URL of the authorize endpoint (RFC 6749, section 4.1.1; Cognito developer guide, "Authorize endpoint").
 * The first seven parameters stand in the order of amazon-cognito-auth-js, which programs compare; new ones follow.
 * @param origin of the user pool domain, with scheme
 */
function authorizeUrl(origin, request) {
    return endpointUrl(origin, '/oauth2/authorize', {
        redirect_uri: request.redirectUri,
        response_type: request.responseType,
        client_id: request.clientId,
        state: request.state,
        // Left out, it means every scope of the app client.
        scope: request.scopes.join(' ') || undefined,
        identity_provider: request.identityProvider || undefined,
        userContextData: request.userContextData,
        nonce: request.nonce,
        code_challenge_method: request.codeChallenge && 'S256',
        code_challenge: request.codeChallenge,
    });
}
/**
 * The URL of Cognito's logout endpoint, which is not OpenID Connect's: it knows `logout_uri` and `client_id` only.
 * @param logoutUri one of the app client's allowed sign-out URLs
 */
function logoutUrl(origin, clientId, logoutUri) {
    return endpointUrl(origin, '/logout', { logout_uri: logoutUri, client_id: clientId });
}
function endpointUrl(origin, path, parameters) {
    const url = new URL(path, origin);
    for (const [name, value] of Object.entries(parameters)) {
        if (value !== undefined)
            url.searchParams.append(name, value);
    }
    // Cognito documents scopes separated by %20; a literal plus is %2B by now.
    url.search = url.search.replaceAll('+', '%20');
    return url.href;
}

/** Errors end up in logs: whatever of an answer they quote, what was sent and every token is struck out of it. */
function withoutSecrets(said, sent) {
    const secrets = sent.filter((secret) => secret !== undefined && secret.length > 7);
    return secrets
        .reduce((rest, secret = '') => rest?.replaceAll(secret, '…'), said)
        ?.replace(/eyJ[\w-]+(\.[\w-]*)*/g, '…');
}

/** The parameters of a response; whatever else an address holds belongs to the page. */
const RESPONSE_PARAMETERS = new Set('code state error error_description error_uri id_token access_token refresh_token token_type expires_in iss session_state'.split(' '));
/** How long a parameter may be, in characters. Tokens may be longer; who decodes them knows how long. */
const LONGEST$4 = 4096;
/**
 * Reads the response that `url` carries in its query, its fragment, or behind a hash route (`#/route?code=…`).
 *
 * Names may come in any order and case. `#`, `#_=_` and `#/` behind a query are what identity providers append.
 * An address that only has parameters of the page's own gives undefined.
 * @param url absolute, or relative to anything
 * @param isAwaited whether a sign-in with this state waits for its response
 * @throws CognitoAuthError `duplicate_parameter` (RFC 6749, section 3.1), `bad_response`
 */
function readCallback(url, isAwaited = () => true) {
    const { inQuery, inFragment } = splitUrl(url);
    const channels = [inQuery, inFragment].filter((pairs) => pairs !== undefined);
    // A page may have a `code` or an `error` of its own, and a forger may add one: the channel with our state is the
    // one that was answered, else the one with any.
    const withState = (isGood) => channels.find((channel) => channel.some(([name, value]) => name === 'state' && isGood(value)));
    const pairs = withState(isAwaited) ?? withState(() => true) ?? channels[0];
    return pairs && readParameters(checkedParameters(pairs));
}
/** The same for parameters that are taken apart already, under their lower-case names. */
function readParameters(parameters) {
    const from = { state: parameters.get('state'), iss: parameters.get('iss') };
    const error = parameters.get('error');
    const code = parameters.get('code');
    const accessToken = parameters.get('access_token');
    const idToken = parameters.get('id_token');
    // An error beside a code is an error: no part of such a response can be trusted.
    if (error)
        return { ...from, type: 'error', error, errorDescription: parameters.get('error_description') };
    if (code)
        return { ...from, type: 'code', code };
    if (!accessToken && !idToken)
        return undefined;
    const tokenType = parameters.get('token_type');
    return { ...from, type: 'token', tokenType, accessToken: accessToken ?? '', idToken };
}
/**
 * A response that names another issuer is another server's (RFC 9207, section 2.4).
 * @param issuers those that are good; undefined where none is known to compare with
 * @throws CognitoAuthError `wrong_issuer`
 */
function requireIssuer({ iss }, issuers) {
    if (iss === undefined || issuers?.includes(iss))
        return;
    throw new CognitoAuthError('wrong_issuer', 'The redirect names an issuer that is not the user pool, or UserPoolId is missing to tell.');
}
/** The error of a response that carries one (RFC 6749, section 4.1.2.1). */
function refusalOf(response) {
    const error = withoutSecrets(response.error, [response.state]);
    const errorDescription = withoutSecrets(response.errorDescription, [response.state]);
    return new CognitoAuthError('authorization_failed', `The sign-in was refused: ${errorDescription ?? error}`, { error, errorDescription });
}
/** `url` without the response it carries; the page's own query and fragment stay to the letter. */
function withoutResponse(url) {
    const { path, query, route, parameters, inQuery, inFragment } = splitUrl(url);
    if (!inQuery && !inFragment)
        return url;
    const search = inQuery ? withoutParameters(query) : query;
    const kept = inFragment ? withoutParameters(parameters) : parameters;
    let hash = route + kept;
    // `#/access_token=…` was no route, and identity providers append `#_=_`.
    if (inFragment && !kept)
        hash = route.replace(/\?$|^[!/]+$/, '');
    else if (kept === '_=_')
        hash = '';
    // What stood behind a response may look like one now.
    return withoutResponse(path + (search && `?${search}`) + (hash && `#${hash}`));
}
/** An address in its parts, and the response in its query and in its fragment, if there is one. */
function splitUrl(url) {
    const [, path = '', query = '', fragment = ''] = /^([^?#]*)\??([^#]*)#?([^]*)$/.exec(url) ?? [];
    // `/route?code=…` and `/access_token=…` before their first parameter.
    const [route = ''] = /^[^=&?]*\?|^[!/]*/.exec(fragment) ?? [];
    const parameters = fragment.slice(route.length);
    const inFragment = responseIn(parameters);
    // Cognito never answers behind a hash route. What the router of a page moved there has a state, all else is its own.
    const isForeign = route.endsWith('?') && !inFragment?.some(([name]) => name === 'state');
    return {
        path,
        query,
        route,
        parameters,
        inQuery: responseIn(query),
        inFragment: isForeign ? undefined : inFragment,
    };
}
/** The pairs whose names a response uses: `Code` and `code[]` count as `code`. */
function responsePairs(parameters) {
    return [...new URLSearchParams(parameters)]
        .map(([name, value]) => [name.toLowerCase().replace(/\[.*$/, ''), value])
        .filter(([name]) => RESPONSE_PARAMETERS.has(name));
}
function responseIn(parameters) {
    const pairs = responsePairs(parameters);
    const isResponse = pairs.some(([name, value]) => value && /^(code|error|access_token|id_token)$/.test(name));
    return isResponse ? pairs : undefined;
}
function checkedParameters(pairs) {
    const parameters = new Map(pairs);
    if (parameters.size < pairs.length) {
        throw new CognitoAuthError('duplicate_parameter', 'The redirect carries a parameter of the response twice, which no authorization server does.');
    }
    for (const [name, value] of parameters) {
        if (value.length > LONGEST$4 && !name.endsWith('_token')) {
            throw new CognitoAuthError('bad_response', `The redirect's ${name} has more than ${LONGEST$4} characters.`);
        }
    }
    return parameters;
}
function withoutParameters(parameters) {
    return parameters
        .split('&')
        .filter((pair) => responsePairs(pair).length === 0)
        .join('&');
}

/** Base64url without padding (RFC 4648, section 5). */
function base64url(bytes) {
    return btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
}
/** The bytes behind base64url; throws where it is none. */
function base64urlBytes(text) {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/** The first 32 bits of the fractional part of `x`. */
const fraction = (x) => ((x % 1) * 2 ** 32) | 0;
let constants;
/** The constants of FIPS 180-4, sections 4.2.2 and 5.3.3: the roots of the first 64 primes, computed on first use. */
function sha256Constants() {
    if (constants)
        return constants;
    const primes = [];
    for (let n = 2; primes.length < 64; n++)
        if (primes.every((prime) => n % prime))
            primes.push(n);
    constants = {
        initial: Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
        round: Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime))),
    };
    return constants;
}
/**
 * SHA-256 (FIPS 180-4), synchronous, because an authorize URL must be ready in the turn that asks for it and
 * `crypto.subtle.digest` is not (nor does it exist on an insecure origin). It hashes no secret that timing could leak.
 */
function sha256(message) {
    const { initial, round } = sha256Constants();
    const length = message.length;
    const padded = new DataView(new ArrayBuffer(((length + 72) >> 6) << 6));
    message.forEach((byte, i) => {
        padded.setUint8(i, byte);
    });
    padded.setUint8(length, 0x80);
    padded.setUint32(padded.byteLength - 8, length / 2 ** 29);
    padded.setUint32(padded.byteLength - 4, length << 3);
    const hash = Int32Array.from(initial);
    const schedule = new Int32Array(64);
    const rotate = (x, n) => (x >>> n) | (x << (32 - n));
    // Every index below is within the arrays; `?? 0` is for the type checker only and costs a comparison.
    const at = (words, i) => words[i] ?? 0;
    for (let block = 0; block < padded.byteLength; block += 64) {
        for (let i = 0; i < 64; i++) {
            if (i < 16)
                schedule[i] = padded.getInt32(block + i * 4);
            else {
                const w15 = at(schedule, i - 15);
                const w2 = at(schedule, i - 2);
                const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
                const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
                schedule[i] = at(schedule, i - 16) + s0 + at(schedule, i - 7) + s1;
            }
        }
        let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
        for (let i = 0; i < 64; i++) {
            const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
            const t1 = (h + s1 + ((e & f) ^ (~e & g)) + at(round, i) + at(schedule, i)) | 0;
            const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
            const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
            [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
        }
        [a, b, c, d, e, f, g, h].forEach((word, i) => {
            hash[i] = at(hash, i) + word;
        });
    }
    const digest = new DataView(new ArrayBuffer(32));
    hash.forEach((word, i) => {
        digest.setInt32(i * 4, word);
    });
    return new Uint8Array(digest.buffer);
}

/**
 * 256 random bits as 43 characters `[A-Za-z0-9_-]`: a state, a nonce, or a code verifier (RFC 7636, section 4.1).
 * The alphabet matters: Cognito decodes a state on its way back and mangles `=`, `+` and `/`.
 * @throws CognitoAuthError `crypto_unavailable` rather than fall back to numbers that can be guessed.
 */
function randomToken() {
    return base64url(randomBytes(32));
}
/** @throws CognitoAuthError `crypto_unavailable` */
function randomBytes(length) {
    const crypto = globalThis.crypto;
    if (typeof crypto?.getRandomValues !== 'function') {
        throw new CognitoAuthError('crypto_unavailable', 'crypto.getRandomValues is missing. Load a polyfill (react-native-get-random-values) before this library.');
    }
    return crypto.getRandomValues(new Uint8Array(length));
}
/** The S256 challenge of a verifier (RFC 7636, section 4.2). */
function codeChallenge(verifier) {
    return base64url(sha256(new TextEncoder().encode(verifier)));
}

/** How long a request may take, in milliseconds: nobody waits longer, and no lock is held longer. */
const TIMEOUT = 10_000;
/** How long an answer may be, in characters; those of Cognito have a few thousand. */
const LONGEST$3 = 262_144;
/**
 * Posts a form. URLSearchParams as the body makes the browser encode every value and name the content type itself,
 * so that the request needs no preflight.
 * @param keepalive lets the request outlive the page
 * @throws CognitoAuthError `timeout`, `network`, `bad_response` where the answer is too long to be one
 */
function postForm(url, form, { keepalive = false, headers = {}, } = {}) {
    const body = new URLSearchParams(form);
    return request(url, { method: 'POST', headers, body, cache: 'no-store', keepalive });
}
/**
 * Gets a document.
 * @param cache how the browser's HTTP cache takes part
 * @throws CognitoAuthError as {@link postForm}
 */
function getText(url, cache) {
    return request(url, { cache });
}
/**
 * Nothing of the page goes with a request: no cookies, no referrer; a redirect is an error, lest the body be sent
 * elsewhere (RFC 9700, section 4.12).
 */
async function request(url, init) {
    const controller = new AbortController();
    const timer = setTimeout(() => {
        controller.abort();
    }, TIMEOUT);
    try {
        const response = await fetch(url, {
            mode: 'cors',
            credentials: 'omit',
            redirect: 'error',
            referrerPolicy: 'no-referrer',
            signal: controller.signal,
            ...init,
        });
        return { status: response.status, text: await readText(response) };
    }
    catch (error) {
        if (error instanceof CognitoAuthError)
            throw error;
        throw controller.signal.aborted
            ? new CognitoAuthError('timeout', `The server did not answer within ${TIMEOUT / 1000} seconds.`)
            : new CognitoAuthError('network', `The server could not be reached${nameOf(error)}.`);
    }
    finally {
        clearTimeout(timer);
    }
}
/** Reads no further than an answer can be long. */
async function readText(response) {
    const reader = response.body?.getReader();
    // Nothing was sent, or this is React Native, which streams no answers.
    if (!reader)
        return response.text();
    let text = '';
    const decoder = new TextDecoder();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        text += decoder.decode(chunk.value, { stream: true });
        if (text.length > LONGEST$3) {
            await reader.cancel();
            throw new CognitoAuthError('bad_response', `An answer of more than ${LONGEST$3} characters was refused.`);
        }
    }
    return text + decoder.decode();
}

/**
 * Exchanges a code (RFC 6749, section 4.1.3; RFC 7636, section 4.5). It is posted once: a code that is presented
 * twice may cost the tokens it was first exchanged for.
 * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`, `network`, `timeout`
 */
function exchangeCode(endpoint, { code, redirectUri, codeVerifier, }) {
    return requestTokens(endpoint, {
        grant_type: 'authorization_code',
        client_id: endpoint.clientId,
        redirect_uri: redirectUri,
        code,
        ...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
    });
}
/**
 * Asks for new tokens (RFC 6749, section 6).
 * @throws CognitoAuthError as {@link exchangeCode}
 */
function refreshTokens(endpoint, refreshToken) {
    return requestTokens(endpoint, {
        grant_type: 'refresh_token',
        client_id: endpoint.clientId,
        refresh_token: refreshToken,
    });
}
/**
 * Revokes a refresh token and what was issued from it (RFC 7009, section 2.1). The request outlives the page.
 * @throws CognitoAuthError `network`, `timeout`
 */
async function revokeToken(endpoint, refreshToken) {
    await postForm(`${endpoint.origin}/oauth2/revoke`, { token: refreshToken, client_id: endpoint.clientId }, { keepalive: true });
}
/** The address of the token endpoint. */
function tokenUrl(endpoint) {
    return `${endpoint.origin}/oauth2/token`;
}
async function requestTokens(endpoint, form) {
    return readTokenResponse(await postForm(tokenUrl(endpoint), form), form);
}
/**
 * Reads an answer of the token endpoint.
 * @param sent the form that it answers; nothing of it gets into an error
 * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`
 */
function readTokenResponse({ status, text }, sent = {}) {
    const body = parseObject(text);
    const { code, code_verifier: verifier, refresh_token: refreshToken } = sent;
    const quoted = (said) => withoutSecrets(optionalString(said), [code, verifier, refreshToken]);
    const responseText = quoted(text);
    if (status === 429 || status >= 500) {
        throw new CognitoAuthError('server_error', `The token endpoint answered ${status}. Try again later.`, {
            responseText,
        });
    }
    const error = quoted(body['error']);
    if (error) {
        const errorDescription = quoted(body['error_description']);
        throw new CognitoAuthError('token_request_failed', tokenErrorMessage(error, errorDescription), {
            error,
            errorDescription,
            responseText,
        });
    }
    const accessToken = optionalString(body['access_token']);
    if (status !== 200 || !accessToken) {
        throw new CognitoAuthError('bad_response', `The token endpoint answered ${status} without tokens. Something between here and there may have answered in its place.`, { responseText: status === 200 ? undefined : responseText });
    }
    requireBearer(body['token_type']);
    return {
        accessToken,
        idToken: optionalString(body['id_token']),
        refreshToken: optionalString(body['refresh_token']),
        scopes: optionalString(body['scope'])?.split(' '),
    };
}
/**
 * Whoever presents a token of another type without knowing how gives it away (RFC 6749, section 7.1).
 * @throws CognitoAuthError `bad_response`
 */
function requireBearer(tokenType) {
    if (typeof tokenType === 'string' && tokenType.toLowerCase() === 'bearer')
        return;
    throw new CognitoAuthError('bad_response', 'The token_type of the answer is not Bearer.');
}
/** What usually lies behind an error of the token endpoint (RFC 6749, section 5.2) at Cognito. */
const USUAL_CAUSES = new Map([
    ['invalid_client', 'The app client is unknown, or has a secret: a page needs an app client without one.'],
    ['invalid_grant', 'The code or the refresh token was used before, has expired or was revoked.'],
    [
        'unauthorized_client',
        'The app client does not allow the authorization code grant, or RedirectUriSignIn is not the one the sign-in began with.',
    ],
]);
function tokenErrorMessage(error, description = USUAL_CAUSES.get(error)) {
    return `The token endpoint answered ${error}.${description ? ` ${description}` : ''}`;
}
/** The members of a JSON object; none for any other text, so that every check behind it fails. */
function parseObject(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null ? { ...value } : {};
    }
    catch {
        return {};
    }
}
function optionalString(value) {
    return typeof value === 'string' && value ? value : undefined;
}

/** Longer tokens are refused unread: a header that large is refused by every server that could ask for it. */
const LONGEST$2 = 65_536;
/** Three parts of base64url without padding (RFC 7515, section 7.1); that an unsigned token ends in an empty one is for others to refuse. */
const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;
/**
 * Decodes one part of a signed token (RFC 7519, section 7.2): base64url, UTF-8, a JSON object that names nothing twice.
 * @throws CognitoAuthError `malformed_token`
 */
function decodeJwt(token, part) {
    try {
        const parts = token.length > LONGEST$2 ? undefined : COMPACT.exec(token);
        const [, header = '', payload = '', signature = ''] = parts ?? [];
        base64urlBytes(signature);
        const json = utf8(base64urlBytes(part === 'header' ? header : payload));
        const decoded = jwtDecode(token, { header: part === 'header' });
        if (typeof decoded === 'object' && decoded && !Array.isArray(decoded) && !repeatsName(json)) {
            return decoded;
        }
    }
    catch {
        // What jwt-decode says may quote the token.
    }
    throw new CognitoAuthError('malformed_token', 'A token is no JSON Web Token of three parts.');
}
/** Throws where the bytes are no UTF-8. React Native has no TextDecoder everywhere. */
function utf8(bytes) {
    return decodeURIComponent(Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
}
/** Whether an object in this JSON names a member twice: parsers differ in which one counts (RFC 8259, section 4). */
function repeatsName(json) {
    const written = json.match(/"(?:[^"\\]|\\.)*"\s*:|"(?:[^"\\]|\\.)*"/g)?.filter((name) => name.endsWith(':'));
    let read = -1; // The object itself is handed over as the member of another.
    JSON.parse(json, function (_name, value) {
        if (!Array.isArray(this))
            read++;
        return value;
    });
    return read !== (written?.length ?? 0);
}

/** What an ID token and an access token have in common: a signed token, decoded and never verified here. */
class CognitoJwt {
    jwtToken;
    /** The claims; `{}` where the token is empty or is none. */
    payload;
    constructor(jwtToken) {
        this.jwtToken = jwtToken ?? '';
        this.payload = this.decodePayload();
    }
    getJwtToken() {
        return this.jwtToken;
    }
    setJwtToken(jwtToken) {
        this.jwtToken = jwtToken ?? '';
        this.payload = this.decodePayload();
    }
    /** The `exp` claim, in seconds since 1970; undefined where there is none. */
    getExpiration() {
        return this.payload['exp'];
    }
    /** Decodes the claims anew. */
    decodePayload() {
        if (!this.jwtToken)
            return {};
        try {
            return decodeJwt(this.jwtToken, 'payload');
        }
        catch {
            return {};
        }
    }
}

/** An access token: what may be done in the user's name (Cognito developer guide, "Understanding the access token"). */
class CognitoAccessToken extends CognitoJwt {
    /** The `username` claim, under which the tokens are stored; undefined where there is none. */
    getUsername() {
        return this.payload['username'];
    }
}

/** An ID token: who the user is (Cognito developer guide, "Understanding the identity token"). */
class CognitoIdToken extends CognitoJwt {
}

/** A refresh token: opaque, and empty in the implicit flow. */
class CognitoRefreshToken {
    refreshToken;
    constructor(refreshToken) {
        this.refreshToken = refreshToken ?? '';
    }
    getToken() {
        return this.refreshToken;
    }
    setToken(refreshToken) {
        this.refreshToken = refreshToken ?? '';
    }
}

/** The scopes that a session was asked for. */
class CognitoTokenScopes {
    tokenScopes;
    constructor(tokenScopes) {
        this.tokenScopes = [...(tokenScopes ?? [])];
    }
    getScopes() {
        return this.tokenScopes;
    }
    setTokenScopes(tokenScopes) {
        this.tokenScopes = [...(tokenScopes ?? [])];
    }
}

/** The tokens of one user; empty ones where nobody is signed in. */
class CognitoAuthSession {
    idToken;
    accessToken;
    refreshToken;
    tokenScopes;
    state;
    /** How many seconds this device's clock is ahead of the server's. */
    clockDrift;
    constructor({ IdToken, AccessToken, RefreshToken, TokenScopes, State, ClockDrift = 0, } = {}) {
        this.idToken = IdToken ?? new CognitoIdToken();
        this.accessToken = AccessToken ?? new CognitoAccessToken();
        this.refreshToken = RefreshToken ?? new CognitoRefreshToken();
        this.tokenScopes = TokenScopes ?? new CognitoTokenScopes();
        this.state = State || null;
        this.clockDrift = ClockDrift;
    }
    getIdToken() {
        return this.idToken;
    }
    setIdToken(idToken) {
        this.idToken = idToken;
    }
    getRefreshToken() {
        return this.refreshToken;
    }
    setRefreshToken(refreshToken) {
        this.refreshToken = refreshToken;
    }
    getAccessToken() {
        return this.accessToken;
    }
    setAccessToken(accessToken) {
        this.accessToken = accessToken;
    }
    getTokenScopes() {
        return this.tokenScopes;
    }
    setTokenScopes(tokenScopes) {
        this.tokenScopes = tokenScopes;
    }
    /** What `setState()` was given before the sign-in that this session comes from; null otherwise. */
    getState() {
        return this.state;
    }
    setState(state) {
        this.state = state;
    }
    /** Whether the access token, and the ID token if there is one, can still be used by the server's clock. Never throws. */
    isValid() {
        return this.expiresAt() > Date.now() / 1000 - this.clockDrift;
    }
    /** When the first of the tokens ends, in seconds since 1970 by the server's clock; 0 without a session. */
    expiresAt() {
        const { accessToken, idToken } = this;
        const access = accessToken?.getExpiration() ?? 0;
        return idToken?.getJwtToken() ? Math.min(access, idToken.getExpiration() || 0) : access;
    }
}

/** Longer values are none of ours. In characters. */
const LONGEST$1 = 65_536;
/** What a storage holds under a key, if it can be ours: anybody may have written there. */
function readItem(storage, key) {
    const value = storage.getItem(key);
    return typeof value === 'string' && value && value.length <= LONGEST$1 ? value : undefined;
}

/** Cognito's tokens last for a day at most; an hour more is for its clocks. In seconds. */
const LONGEST_LIFETIME = 25 * 60 * 60;
/**
 * Checks tokens that have just been received: their claims as {@link verifyClaims} does, and their times.
 * @param now the device's clock at receipt, in seconds
 * @returns the drift of the device's clock: how many seconds it is ahead of the server's
 * @throws CognitoAuthError with the code of the first check that fails
 */
function verifyTokens(tokens, expected, now) {
    const times = verifyClaims(tokens, expected).map(({ iat, exp }) => [iat, exp]);
    for (const [iat, exp] of times) {
        const plausible = Math.abs(now - iat) <= expected.clockTolerance;
        verify([
            // Issued long ago and over by now is a token from a drawer; anything else so far off is the device's clock.
            ['expired', 'exp', plausible || exp > now],
            ['clock_skew', 'iat', plausible],
        ]);
    }
    // The newest shows the server's clock best: a token may be old, but not from the future.
    const newest = Math.max(...times.map(([iat]) => iat));
    verify(times.map(([, exp]) => ['expired', 'exp', exp > newest]));
    return { clockDrift: now - newest };
}
/**
 * Checks the headers and the claims of an access token and an ID token, and that they belong together
 * (OpenID Connect Core, sections 3.1.3.7 and 3.2.2.11; Cognito developer guide, "Verifying JSON web tokens").
 * A missing claim is a failed claim.
 * @returns the claims of each token
 * @throws CognitoAuthError with the code of the first check that fails
 */
function verifyClaims({ accessToken, idToken }, expected) {
    verifyHeader(accessToken, 'access token');
    if (idToken !== undefined)
        verifyHeader(idToken, 'ID token');
    const access = decodeJwt(accessToken, 'payload');
    const id = idToken === undefined ? undefined : decodeJwt(idToken, 'payload');
    verify([
        ['missing_claim', 'id_token', id !== undefined || !expected.openid],
        ...accessTokenChecks(access, expected),
        ...(id ? idTokenChecks(id, access, accessToken, expected) : []),
        ...userChecks(access, id ?? {}, expected),
    ]);
    return id ? [access, id] : [access];
}
/** Cognito signs with RS256 only. An extension that must be understood (RFC 7515, section 4.1.11) never is. */
function verifyHeader(token, name) {
    const { alg, crit } = decodeJwt(token, 'header');
    verify([
        ['bad_alg', `${name} alg`, alg === 'RS256'],
        ['bad_alg', `${name} crit`, crit === undefined],
    ]);
}
function accessTokenChecks(access, { clientId, issuers }) {
    return [
        ['wrong_token_use', 'access token token_use', access['token_use'] === 'access'],
        ['wrong_issuer', 'access token iss', isGoodIssuer(access['iss'], issuers)],
        ['wrong_audience', 'access token client_id', access['client_id'] === clientId],
        ['missing_claim', 'access token sub', isText$1(access['sub'])],
        ...timeChecks(access, 'access token'),
    ];
}
function idTokenChecks(id, access, accessToken, expected) {
    const { clientId, issuers, nonce, frontChannel } = expected;
    const atHashHolds = id['at_hash'] === undefined
        ? !frontChannel || isSameSignIn(id, access)
        : id['at_hash'] === atHash(accessToken);
    return [
        ['wrong_token_use', 'ID token token_use', id['token_use'] === 'id'],
        ['wrong_issuer', 'ID token iss', isGoodIssuer(id['iss'], issuers)],
        ['wrong_audience', 'ID token aud', isAudience(id, clientId)],
        ['nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce],
        // Both tokens must be of one user and one pool, or one of them was slipped in.
        ['token_substitution', 'sub', id['sub'] === access['sub']],
        ['token_substitution', 'iss', id['iss'] === access['iss']],
        ['token_substitution', 'at_hash', atHashHolds],
        ...timeChecks(id, 'ID token'),
    ];
}
/** Whether the tokens are those of the user who is expected (at a refresh: OpenID Connect Core, section 12.2). */
function userChecks(access, id, { before, username }) {
    const lasts = (claim, now, then = {}) => then[claim] === undefined || now[claim] === then[claim];
    const lasting = ['sub', 'iss', 'auth_time'].map((claim) => {
        return ['session_changed', claim, lasts(claim, access, before?.access)];
    });
    // amazon-cognito-identity-js and Amplify may store a session under the alias that was typed in.
    const { username: name, sub } = access;
    const { email, phone_number: phone, preferred_username: preferred } = id;
    const names = [name, sub, id['cognito:username'], email, phone, preferred].map(lowerCase);
    return [
        ...lasting,
        // A refreshed ID token need not have these, but not others than before.
        ['session_changed', 'auth_time', id['auth_time'] === undefined || lasts('auth_time', id, before?.id)],
        ['session_changed', 'username', username === undefined || names.includes(lowerCase(username))],
        ['nonce_mismatch', 'nonce', id['nonce'] === undefined || lasts('nonce', id, before?.id)],
    ];
}
function timeChecks(claims, name) {
    const time = (claim) => (typeof claim === 'number' ? claim : Number.NaN);
    const [iat, exp, nbf] = [time(claims['iat']), time(claims['exp']), time(claims['nbf'] ?? claims['iat'])];
    const lifetime = exp - iat;
    return [
        ['missing_claim', `${name} iat`, Number.isFinite(iat)],
        ['missing_claim', `${name} exp`, Number.isFinite(exp)],
        ['expired', `${name} exp`, lifetime > 0 && lifetime <= LONGEST_LIFETIME],
        ['clock_skew', `${name} nbf`, nbf <= iat],
    ];
}
function isGoodIssuer(iss, issuers) {
    return isText$1(iss) && (issuers === undefined || issuers.includes(iss));
}
/** OpenID Connect Core, section 3.1.3.7, items 3 to 5. */
function isAudience({ aud, azp }, clientId) {
    const audiences = Array.isArray(aud) ? aud : [aud];
    return audiences.includes(clientId) && (azp === clientId || (azp === undefined && audiences.length === 1));
}
/** What binds the tokens where no at_hash does: claims that Cognito writes into both at one sign-in. */
function isSameSignIn(id, access) {
    const agree = ['origin_jti', 'event_id', 'auth_time'].every((claim) => id[claim] === access[claim]);
    return agree && isText$1(id['origin_jti'] ?? id['event_id']);
}
function isText$1(value) {
    return typeof value === 'string' && value !== '';
}
function lowerCase(value) {
    return typeof value === 'string' ? value.toLowerCase() : value;
}
/** The left half of the access token's hash (OpenID Connect Core, section 3.1.3.6). */
function atHash(accessToken) {
    return base64url(sha256(new TextEncoder().encode(accessToken)).subarray(0, 16));
}
function verify(checks) {
    for (const [code, claim, holds] of checks) {
        if (!holds)
            throw new CognitoAuthError(code, `The tokens were refused: ${claim} does not hold.`);
    }
}

/*
 * The keys that amazon-cognito-auth-js, amazon-cognito-identity-js and Amplify share, so that a page may use them
 * side by side:
 *
 *   CognitoIdentityServiceProvider.<ClientId>.LastAuthUser
 *   CognitoIdentityServiceProvider.<ClientId>.<username>.{idToken,accessToken,refreshToken,tokenScopesString,clockDrift}
 *
 * No two users can share one: the part behind a username never holds a dot.
 */
const clientKey = (clientId, name) => `CognitoIdentityServiceProvider.${clientId}.${name}`;
const userKey = (clientId, username, name) => clientKey(clientId, `${username}.${name}`);
function readLastAuthUser(storage, clientId) {
    return readItem(storage, clientKey(clientId, 'LastAuthUser'));
}
function readRefreshToken(storage, clientId, username) {
    return readItem(storage, userKey(clientId, username, 'refreshToken'));
}
/** Stores a refresh token alone, where the one before it is spent and the tokens beside it could not be kept. */
function writeRefreshToken(storage, clientId, username, refreshToken) {
    try {
        storage.setItem(userKey(clientId, username, 'refreshToken'), refreshToken);
    }
    catch {
        // The storage that is full may be why it has to stand alone.
    }
}
/** The name under which a session is stored: that of its access token (Cognito developer guide, "Access token"). */
function usernameOf(session) {
    const { username, sub } = session.getAccessToken().payload;
    return [username, sub].find((name) => typeof name === 'string' && name !== '');
}
/**
 * The stored session of a user; its tokens are empty where nothing is stored, or something that cannot have been
 * stored for this app client and user. That is left where it is: another tab may just be replacing it.
 */
function readSession(storage, { clientId, issuers, clockTolerance }, username) {
    const item = (name) => readItem(storage, userKey(clientId, username, name));
    const [accessToken, idToken] = [item('accessToken'), item('idToken')];
    const scopes = item('tokenScopesString')?.split(' ');
    const openid = scopes?.includes('openid');
    const flaw = flawOf({ accessToken: accessToken ?? '', idToken }, { clientId, issuers, username, openid });
    // Good tokens of another user: then nothing under this name is to be trusted, the refresh token least of all.
    if (flaw === 'session_changed')
        return new CognitoAuthSession();
    return new CognitoAuthSession({
        IdToken: new CognitoIdToken(flaw ? '' : idToken),
        AccessToken: new CognitoAccessToken(flaw ? '' : accessToken),
        RefreshToken: new CognitoRefreshToken(item('refreshToken')),
        TokenScopes: new CognitoTokenScopes(scopes),
        ClockDrift: readClockDrift(item('clockDrift'), clockTolerance),
    });
}
function flawOf(...stored) {
    try {
        verifyClaims(...stored);
        return undefined;
    }
    catch (error) {
        return error.code;
    }
}
/**
 * Under this key amazon-cognito-identity-js keeps seconds and Amplify milliseconds of the opposite sign. Only we write
 * a unit, which both of them read over: without it nobody knows what a number means.
 */
function readClockDrift(written, tolerance) {
    const drift = Number(/^(-?\d+)s$/.exec(written ?? '')?.[1] ?? 0);
    return Math.abs(drift) <= tolerance ? drift : 0;
}
/**
 * Stores a session in the order that programs have come to rely on. Where the storage fails on the way, what it held
 * before is put back: half a session is none.
 * @throws what the storage throws
 */
function writeSession(storage, clientId, username, session) {
    const items = [
        [userKey(clientId, username, 'idToken'), session.idToken.getJwtToken()],
        [userKey(clientId, username, 'accessToken'), session.accessToken.getJwtToken()],
        [userKey(clientId, username, 'refreshToken'), session.refreshToken.getToken()],
        [clientKey(clientId, 'LastAuthUser'), username],
        [userKey(clientId, username, 'tokenScopesString'), session.tokenScopes.getScopes().join(' ')],
        [userKey(clientId, username, 'clockDrift'), `${session.clockDrift}s`],
    ];
    const before = items.map(([key]) => [key, storage.getItem(key)]);
    try {
        for (const [key, value] of items)
            storage.setItem(key, value);
        // A browser may drop one cookie for another.
        if (items.some(([key, value]) => (storage.getItem(key) ?? '') !== value))
            throw new Error('lost');
    }
    catch (error) {
        for (const [key, value] of before)
            restore(storage, key, value);
        throw error;
    }
}
function restore(storage, key, value) {
    try {
        storage.removeItem(key);
        if (typeof value === 'string')
            storage.setItem(key, value);
    }
    catch {
        // What cannot be put back is gone at least.
    }
}
/** Forgets a user, and that it was the last to sign in unless somebody else was since. */
function clearSession(storage, clientId, username) {
    if (username === undefined)
        return;
    for (const name of ['idToken', 'accessToken', 'refreshToken', 'tokenScopesString', 'clockDrift']) {
        storage.removeItem(userKey(clientId, username, name));
    }
    if (readLastAuthUser(storage, clientId) === username)
        storage.removeItem(clientKey(clientId, 'LastAuthUser'));
}

/** The table that `getCognitoConstants()` has always returned. */
const COGNITO_CONSTANTS = {
    DOMAIN_SCHEME: 'https',
    DOMAIN_PATH_SIGNIN: 'oauth2/authorize',
    DOMAIN_PATH_TOKEN: 'oauth2/token',
    DOMAIN_PATH_SIGNOUT: 'logout',
    DOMAIN_QUERY_PARAM_REDIRECT_URI: 'redirect_uri',
    DOMAIN_QUERY_PARAM_SIGNOUT_URI: 'logout_uri',
    DOMAIN_QUERY_PARAM_RESPONSE_TYPE: 'response_type',
    DOMAIN_QUERY_PARAM_IDENTITY_PROVIDER: 'identity_provider',
    DOMAIN_QUERY_PARAM_USERCONTEXTDATA: 'userContextData',
    CLIENT_ID: 'client_id',
    STATE: 'state',
    SCOPE: 'scope',
    TOKEN: 'token',
    CODE: 'code',
    POST: 'POST',
    PARAMETERERROR: 'The parameters: App client Id, App web domain, the redirect URL when you are signed in and the redirect URL when you are signed out are required.',
    SCOPETYPEERROR: 'Scopes have to be array type. ',
    QUESTIONMARK: '?',
    POUNDSIGN: '#',
    COLONDOUBLESLASH: '://',
    SLASH: '/',
    AMPERSAND: '&',
    EQUALSIGN: '=',
    SPACE: ' ',
    CONTENTTYPE: 'Content-Type',
    CONTENTTYPEVALUE: 'application/x-www-form-urlencoded',
    AUTHORIZATIONCODE: 'authorization_code',
    IDTOKEN: 'id_token',
    ACCESSTOKEN: 'access_token',
    REFRESHTOKEN: 'refresh_token',
    ERROR: 'error',
    ERROR_DESCRIPTION: 'error_description',
    STRINGTYPE: 'string',
    STATELENGTH: 32,
    STATEORIGINSTRING: '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
    WITHCREDENTIALS: 'withCredentials',
    UNDEFINED: 'undefined',
    SELF: '_self',
    HOSTNAMEREGEX: /:\/\/([0-9]?\.)?(.[^/:]+)/i,
    QUERYPARAMETERREGEX1: /#(.+)/,
    QUERYPARAMETERREGEX2: /=(.+)/,
    HEADER: { 'Content-Type': 'application/x-www-form-urlencoded' },
};

/**
 * Methods that amazon-cognito-auth-js happened to expose and that need no user pool. Programs and
 * `@types/amazon-cognito-auth-js` know them; nothing in this library uses them.
 */
class InheritedHelpers {
    /** @deprecated The names are those of RFC 6749; write them out. */
    getCognitoConstants() {
        return COGNITO_CONSTANTS;
    }
    /** @deprecated Compare the sets yourself. */
    compareSets(set1, set2) {
        return set1.size === set2.size && [...set1].every((item) => set2.has(item));
    }
    /** @deprecated Use `new URL(url).hostname`. */
    getHostName(url) {
        return COGNITO_CONSTANTS.HOSTNAMEREGEX.exec(url)?.[2];
    }
    /**
     * The undecoded parameters behind a mark in a URL.
     * @deprecated Use `new URL(url).searchParams`.
     */
    getQueryParameters(url, splitMark) {
        const pairs = (url.split(splitMark)[1] ?? '').split('&');
        return new Map(pairs.map((pair) => {
            const [name = '', value] = pair.split(COGNITO_CONSTANTS.QUERYPARAMETERREGEX2);
            return [name, value];
        }));
    }
    /**
     * A random string of `length` characters out of `chars`, each as likely as the other.
     * @throws CognitoAuthError `crypto_unavailable`
     * @deprecated A sign-in makes its own state, nonce and verifier.
     */
    generateRandomString(length, chars) {
        const limit = 256 - (256 % chars.length);
        let text = '';
        while (text.length < length) {
            // Bytes beyond the last whole multiple of the alphabet would favour its beginning.
            for (const byte of randomBytes(length))
                if (byte < limit && text.length < length)
                    text += chars[byte % chars.length] ?? '';
        }
        return text;
    }
    /**
     * Posts a form and hands over the body of the answer.
     * @deprecated Use `fetch`.
     */
    makePOSTRequest(header, body, url, onSuccess, onFailure) {
        const headers = Object.fromEntries(Object.entries(header).map(([name, value]) => [name, String(value)]));
        const form = Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
        postForm(url, form, { headers }).then(({ status, text }) => {
            if (status === 200)
                onSuccess(text);
            else
                onFailure(text);
        }, () => {
            onFailure('');
        });
    }
    /**
     * An XMLHttpRequest that has been opened.
     * @deprecated Use `fetch`.
     */
    createCORSRequest(method, url) {
        const request = new XMLHttpRequest();
        request.open(method, url, true);
        return request;
    }
}

/**
 * The fields that programs of amazon-cognito-auth-js read and write on the object, and the methods that do no more
 * than that. They are consulted at every use, so they may be changed at any time.
 */
class InheritedState extends InheritedHelpers {
    IdentityProvider;
    TokenScopesArray;
    RedirectUriSignIn;
    RedirectUriSignOut;
    responseType;
    /** What the next sign-in shall bring back from `session.getState()`. */
    state;
    username;
    clientId;
    appWebDomain;
    userPoolId;
    storage;
    /** Whether to send what the page's advanced security script collects. */
    advancedSecurityDataCollectionFlag;
    _config;
    constructor(config) {
        super();
        this._config = config;
        this.clientId = config.clientId;
        this.appWebDomain = config.host;
        this.userPoolId = config.userPoolId;
        this.advancedSecurityDataCollectionFlag = config.collectsSecurityData;
        this.IdentityProvider = config.identityProvider;
        this.TokenScopesArray = config.scopes;
        this.RedirectUriSignIn = config.redirectUriSignIn;
        this.RedirectUriSignOut = config.redirectUriSignOut;
        this.responseType = config.responseType;
        this.storage = config.storage;
        this.username = this.getLastUser();
    }
    getClientId() {
        return this.clientId;
    }
    /** The user pool domain without its scheme. */
    getAppWebDomain() {
        return this.appWebDomain;
    }
    getUsername() {
        return this.username;
    }
    setUsername(username) {
        this.username = username;
    }
    /** The same as `setUsername()`. */
    setUser(username) {
        this.username = username;
    }
    /** The username that the storage names as the last to sign in; undefined where nobody is. */
    getLastUser() {
        return readLastAuthUser(this.storage, this.clientId);
    }
    /** The same as `getLastUser()`, but null where nobody is. */
    getCurrentUser() {
        return (readLastAuthUser(this.storage, this.clientId) ?? null);
    }
    /** The stored session of `getUsername()`; its tokens are empty where there is none. */
    getCachedSession() {
        if (this.username)
            return readSession(this.storage, this._config, this.username);
        return new CognitoAuthSession({ TokenScopes: new CognitoTokenScopes(this.TokenScopesArray) });
    }
    /** Forgets the stored session of `getUsername()`. */
    clearCachedTokensScopes() {
        clearSession(this.storage, this.clientId, this.username);
    }
    getState() {
        return this.state;
    }
    /** Sets what the next sign-in brings back from `session.getState()`; it never travels. */
    setState(state) {
        this.state = state;
    }
    useCodeGrantFlow() {
        this.responseType = 'code';
    }
    useImplicitFlow() {
        this.responseType = 'token';
    }
    /** What the page's advanced security script collected, unless `AdvancedSecurityDataCollectionFlag` is false. */
    getUserContextData() {
        if (!this.advancedSecurityDataCollectionFlag)
            return undefined;
        return userContextData(this.username ?? '', this.userPoolId ?? '', this.clientId);
    }
    /** @deprecated `TokenScopesArray` is the list itself. */
    getSpaceSeperatedScopeString() {
        return encodeURIComponent(this.TokenScopesArray.join(' '));
    }
    /** The same as `launchUri`, under the name of the option. */
    get LaunchUri() {
        return this.launchUri;
    }
    set LaunchUri(launchUri) {
        this.launchUri = launchUri;
    }
}

/** How long an address may be, in characters. */
const LONGEST = 8192;
/**
 * The address that `target` leads to from `page`, if it is a page of the same origin; undefined for any other. To be
 * opened as it is: taken apart and put together again, `/.//evil.example` would become another origin's.
 * @param page absolute
 */
function sameOriginUrl(target, page) {
    if (target === undefined || target === null)
        return undefined;
    try {
        const { origin, protocol, username, password, href } = new URL(target, page);
        const isPage = /^https?:$/.test(protocol) && origin === new URL(page).origin;
        return isPage && !username && !password && href.length <= LONGEST ? href : undefined;
    }
    catch {
        return undefined;
    }
}

/** Keeps values for as long as the page lives, each instance for itself: two users of one server share nothing. */
class MemoryStorage {
    /** A memory would not outlive the redirect. */
    forState = 'sessionStorage';
    _values = new Map();
    getItem(key) {
        return this._values.get(key);
    }
    setItem(key, value) {
        this._values.set(key, value);
        return value;
    }
    removeItem(key) {
        return this._values.delete(key);
    }
    clear() {
        this._values.clear();
    }
}

/** Chooses localStorage, or a memory of its own where that is blocked, full or absent. */
class StorageHelper {
    storageWindow = webStorage('localStorage') ?? new MemoryStorage();
    getStorage() {
        return this.storageWindow;
    }
}

/**
 * Checks the options and completes them.
 * @throws CognitoAuthError `invalid_configuration`, naming the field and what to write
 */
function readOptions(options) {
    const given = optionsObject(options);
    const host = readDomain(requiredText(given, 'AppWebDomain'));
    const userPoolId = optionalText(given, 'UserPoolId');
    const issuers = readIssuers(userPoolId, optionalText(given, 'Issuer'));
    return Object.freeze({
        clientId: readClientId(given),
        ...host,
        scopes: readScopes(given.TokenScopesArray),
        redirectUriSignIn: readRedirectUri(given, 'RedirectUriSignIn'),
        redirectUriSignOut: readRedirectUri(given, 'RedirectUriSignOut'),
        identityProvider: optionalText(given, 'IdentityProvider') ?? '',
        userPoolId,
        issuers,
        collectsSecurityData: Boolean(given.AdvancedSecurityDataCollectionFlag ?? true),
        storage: readStorage(given, 'Storage') ?? new StorageHelper().getStorage(),
        stateStorage: readStorage(given, 'StateStorage'),
        launchUri: readLaunchUri(given.LaunchUri),
        responseType: readResponseType(given.ResponseType),
        allowsUnsolicitedResponse: given.AllowUnsolicitedResponse === true,
        verifiesAlways: readVerifySignature(given.VerifySignature, issuers),
        clockTolerance: readClockTolerance(given.ClockTolerance),
        cleansUrl: given.CleanUrl !== false,
    });
}
function refuse(message) {
    throw new CognitoAuthError('invalid_configuration', message);
}
function optionsObject(options) {
    if (typeof options !== 'object' || options === null) {
        refuse('new CognitoAuth() takes an object: { ClientId, AppWebDomain, TokenScopesArray, RedirectUriSignIn, RedirectUriSignOut }.');
    }
    const secret = Object.entries(options).find(([key, value]) => value && /^(app)?_?client_?secret$/i.test(key))?.[0];
    if (secret !== undefined) {
        refuse(`${secret} must not be here: whoever opens the page can read it. Create an app client without a secret (a "public client") and leave ${secret} out.`);
    }
    return options;
}
/** What to write into the fields that nobody can do without. */
const EXAMPLES = {
    ClientId: "the app client's id, such as '1example23456789'",
    AppWebDomain: "the user pool's domain, such as 'my-app.auth.eu-central-1.amazoncognito.com'",
    RedirectUriSignIn: "one of the app client's callback URLs, such as 'https://example.com/'",
    RedirectUriSignOut: "one of the app client's sign-out URLs, such as 'https://example.com/'",
};
function optionalText(given, field) {
    const value = given[field];
    // Programs write `condition && value`.
    if (!value)
        return undefined;
    if (typeof value !== 'string')
        refuse(`${field} must be a string, not ${typeof value}.`);
    if (value.trim() !== value)
        refuse(`${field} begins or ends with white space: write '${value.trim()}'.`);
    return value;
}
function requiredText(given, field) {
    return optionalText(given, field) ?? refuse(`${field} is missing: write ${EXAMPLES[field]}.`);
}
/** It becomes part of storage keys, where a dot would reach into those of another. */
function readClientId(given) {
    const clientId = requiredText(given, 'ClientId');
    if (/^[\w+-]{1,128}$/.test(clientId))
        return clientId;
    return refuse(`ClientId '${clientId.slice(0, 130)}' is none: write ${EXAMPLES.ClientId}.`);
}
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const HOST = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[::1\])(:\d{1,5})?$/;
/** A scheme and a trailing slash are what people copy from the console with the domain; neither can mean anything else. */
function readDomain(domain) {
    const [, scheme = 'https', authority = ''] = /^(?:([a-z]+):\/\/)?([^/].*?)?\/?$/i.exec(domain) ?? [];
    const host = authority.toLowerCase();
    const [beforePath = ''] = host.split('/', 1);
    if (beforePath !== host && HOST.test(beforePath)) {
        refuse(`AppWebDomain must be a domain without a path: write '${beforePath}' instead of '${domain}'.`);
    }
    if (/^[a-z0-9-]+$/.test(host) && host !== 'localhost') {
        refuse(`AppWebDomain '${domain}' is only the prefix of a domain: write '${host}.auth.<region>.amazoncognito.com'.`);
    }
    if (!HOST.test(host) || host.length > 253 || !isUrl(`https://${host}`)) {
        refuse(`AppWebDomain '${domain.slice(0, 300)}' is no domain: write ${EXAMPLES.AppWebDomain}.`);
    }
    const http = scheme.toLowerCase() === 'http';
    if (http && !LOOPBACK.test(host)) {
        refuse(`AppWebDomain must not use http, which anyone on the way can read: write 'https://${host}'. Only localhost, 127.0.0.1 and [::1] may use http.`);
    }
    if (!http && scheme.toLowerCase() !== 'https') {
        refuse(`AppWebDomain '${domain}' has an unknown scheme: write 'https://${host}', or leave the scheme out.`);
    }
    return { origin: `${http ? 'http' : 'https'}://${host}`, host };
}
function isUrl(text) {
    try {
        return Boolean(new URL(text));
    }
    catch {
        return false;
    }
}
function readScopes(scopes) {
    if (!scopes)
        return [];
    if (typeof scopes === 'string') {
        const list = scopes.split(/[\s,]+/).filter(Boolean);
        const array = `[${list.map((scope) => `'${scope}'`).join(', ')}]`;
        refuse(`TokenScopesArray must be an array: write ${array} instead of '${scopes}'.`);
    }
    if (!Array.isArray(scopes))
        refuse("TokenScopesArray must be an array: write ['openid', 'email'].");
    for (const scope of scopes) {
        // RFC 6749, section 3.3
        if (typeof scope !== 'string' || !/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope)) {
            refuse(`TokenScopesArray holds ${JSON.stringify(scope)}, which is no scope: write one scope per entry, such as ['openid', 'email'].`);
        }
    }
    return scopes;
}
function readRedirectUri(given, field) {
    const value = requiredText(given, field);
    if (!/^(?:https?:\/\/|(?!https?:)[a-z][a-z\d+.-]*:)/i.test(value) || !isUrl(value)) {
        refuse(`${field} '${value.split(/[?#]/, 1).join()}' is no absolute URL: write ${EXAMPLES[field]}.`);
    }
    const url = new URL(value);
    // The query of a page's own address may hold a response.
    const shown = value.split(/[?#]/, 1).join();
    if (/^(javascript|data|vbscript|blob|file|about):$/.test(url.protocol)) {
        refuse(`${field} must not use ${url.protocol} Write ${EXAMPLES[field]}.`);
    }
    if (value.includes('#')) {
        refuse(`${field} must have no fragment, Cognito refuses one: write '${shown}'.`);
    }
    if (url.protocol === 'http:' && !LOOPBACK.test(url.host)) {
        refuse(`${field} must use https, Cognito refuses http but for localhost: write '${shown.replace(/^http/i, 'https')}'.`);
    }
    if (field === 'RedirectUriSignIn' && /[?&](code|state|error)=/i.test(url.search)) {
        refuse(`RedirectUriSignIn '${shown}' has a parameter that the response uses: give code, state or error another name.`);
    }
    return value;
}
/** A pool's tokens name one of two issuers (Cognito developer guide, "Identity provider and relying party endpoints"). */
function readIssuers(userPoolId, issuer) {
    const [, region] = /^([\w-]+)_[0-9A-Za-z]+$/.exec(userPoolId ?? '') ?? [];
    if (userPoolId !== undefined && region === undefined) {
        refuse(`UserPoolId '${userPoolId}' is none: write the pool's id, such as 'eu-central-1_AbCdEfGhI', not its name or ARN.`);
    }
    if (issuer !== undefined && !isIssuer(issuer)) {
        refuse(`Issuer '${issuer}' is none: write the iss of the stand-in's tokens, an https URL (http for localhost only) without query and trailing slash, or leave it out for a user pool at AWS.`);
    }
    if (issuer !== undefined)
        return [issuer];
    if (userPoolId === undefined || region === undefined)
        return undefined;
    return ['cognito-idp', 'issuer-cognito-idp'].map((name) => `https://${name}.${region}.amazonaws.com/${userPoolId}`);
}
/** Keys are fetched from there, so nobody on the way may change them (OpenID Connect Discovery, section 3). */
function isIssuer(issuer) {
    if (!/^https?:\/\/[^?#\s]+[^?#\s/]$/.test(issuer) || !isUrl(issuer))
        return false;
    const { protocol, host } = new URL(issuer);
    return protocol === 'https:' || LOOPBACK.test(host);
}
/** Other values are refused: who means to switch a check on must not find out later that it was off. */
function readVerifySignature(value, issuers) {
    if (!value)
        return false;
    if (value !== 'always')
        refuse("VerifySignature must be 'always' or left out.");
    if (!issuers)
        refuse("VerifySignature needs to know the user pool: write UserPoolId, such as 'eu-central-1_AbCdEfGhI'.");
    return true;
}
function readStorage(given, field) {
    const storage = given[field];
    if (!storage)
        return undefined;
    const methods = ['getItem', 'setItem', 'removeItem'];
    const missing = methods.find((name) => typeof storage[name] !== 'function');
    if (missing !== undefined) {
        refuse(`${field} has no ${missing}(): pass localStorage, new CookieStorage(), or three such methods of your own.`);
    }
    return storage;
}
function readLaunchUri(launchUri) {
    if (!launchUri)
        return undefined;
    if (typeof launchUri !== 'function')
        refuse('LaunchUri must be a function that opens the URL it is given.');
    return launchUri;
}
/** Other values are ignored: programs pass `ResponseType` although amazon-cognito-auth-js never read it. */
function readResponseType(responseType) {
    return responseType === 'code' ? 'code' : 'token';
}
function readClockTolerance(seconds) {
    if (seconds === undefined || seconds === null)
        return 5400;
    if (typeof seconds !== 'number' || !(seconds >= 60) || seconds > 86_400) {
        refuse('ClockTolerance must be a number of seconds between 60 and 86400.');
    }
    return seconds;
}

/** How long keys are good without another look, in milliseconds; behind it the browser's HTTP cache decides. */
const FRESH = 10 * 60 * 1000;
/** How often a token with an unknown key may have the keys fetched anew, in milliseconds. */
const COOL_DOWN = 30 * 1000;
const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
/** The keys of an issuer (RFC 7517), fetched once for all that wait. */
class KeySet {
    _url;
    _keys = new Map();
    _fetched = -Infinity;
    _refetched = -Infinity;
    _fetching;
    constructor(_url) {
        this._url = _url;
    }
    /** Fetches the keys if they are not fresh. */
    async ready() {
        if (isOver(this._fetched, FRESH))
            await this._fetch('default');
    }
    /** The key of this id. Where it is unknown the keys may have been rotated: they are fetched anew, past the HTTP cache. */
    async get(kid) {
        await this.ready();
        if (typeof kid !== 'string')
            return undefined;
        if (!this._keys.has(kid) && (this._fetching || isOver(this._refetched, COOL_DOWN))) {
            this._refetched = Date.now();
            await this._fetch('reload');
        }
        return this._keys.get(kid);
    }
    _fetch(cache) {
        return (this._fetching ??= this._replace(cache).finally(() => (this._fetching = undefined)));
    }
    async _replace(cache) {
        try {
            const { status, text } = await getText(this._url, cache);
            const { keys } = (status === 200 ? JSON.parse(text) : {});
            this._keys = new Map(keys.filter(isSigningKey).map((key) => [key.kid, key]));
            this._fetched = Date.now();
        }
        catch (error) {
            const cause = error instanceof CognitoAuthError ? error : undefined;
            throw new CognitoAuthError('jwks_unavailable', `The user pool's keys could not be had from ${this._url}. Try again later, and see that the page's Content-Security-Policy allows the address in connect-src.`, { cause });
        }
    }
}
const keySets = new Map();
/** The keys of an issuer, shared by the whole page (OpenID Connect Discovery, section 4; Cognito appends the path as is). */
function keySetOf(issuer) {
    const url = `${issuer}/.well-known/jwks.json`;
    const keySet = keySets.get(url) ?? new KeySet(url);
    keySets.set(url, keySet);
    return keySet;
}
/**
 * Has the keys at hand before something is spent that cannot be had again: a code, a refresh token.
 * @throws CognitoAuthError `crypto_unavailable`, `jwks_unavailable`
 */
async function fetchKeys(issuer) {
    subtleCrypto();
    await keySetOf(issuer).ready();
}
/**
 * Verifies the RS256 signature of each token (RFC 7515, section 5.2) with a key of its issuer, which must be among
 * those that are good: {@link verifyClaims} has seen to that.
 * @throws CognitoAuthError `bad_signature`, `unknown_kid`, `jwks_unavailable`, `crypto_unavailable`
 */
async function verifySignatures(tokens) {
    const subtle = subtleCrypto();
    await Promise.all(tokens.map((token) => verifySignature(subtle, token)));
}
async function verifySignature(subtle, token) {
    const { kid } = decodeJwt(token, 'header');
    const { iss } = decodeJwt(token, 'payload');
    const key = await keySetOf(String(iss)).get(kid);
    if (!key) {
        throw new CognitoAuthError('unknown_kid', 'A token names a key that is none of the user pool.');
    }
    if (!(await isSignedBy(subtle, key, token))) {
        throw new CognitoAuthError('bad_signature', 'The signature of a token does not hold.');
    }
}
async function isSignedBy(subtle, { kty, n, e }, token) {
    const signed = token.slice(0, token.lastIndexOf('.'));
    try {
        const signature = base64urlBytes(token.slice(signed.length + 1));
        const key = await subtle.importKey('jwk', { kty, n, e }, RS256, false, ['verify']);
        const { modulusLength } = key.algorithm;
        // RFC 7518, section 3.3
        if (modulusLength < 2048)
            return false;
        return await subtle.verify(RS256.name, key, signature, new TextEncoder().encode(signed));
    }
    catch {
        return false;
    }
}
/** Whether a key is there to verify RS256 signatures (RFC 7517, section 4), as far as it says. */
function isSigningKey(key) {
    if (typeof key !== 'object' || key === null)
        return false;
    const { kty, kid, alg = 'RS256', use = 'sig', key_ops: operations = ['verify'], } = key;
    return (kty === 'RSA' &&
        typeof kid === 'string' &&
        alg === 'RS256' &&
        use === 'sig' &&
        Array.isArray(operations) &&
        operations.includes('verify'));
}
/** A clock that was set back must not make keys last: what lies ahead counts as over, too. */
function isOver(since, milliseconds) {
    return Math.abs(Date.now() - since) > milliseconds;
}
function subtleCrypto() {
    const subtle = globalThis.crypto?.subtle;
    if (subtle)
        return subtle;
    throw new CognitoAuthError('crypto_unavailable', 'crypto.subtle is missing, and with it the way to verify signatures: serve the page over https, or from localhost.');
}

/**
 * The session of tokens that have just arrived, once all there is about them but their signatures has been verified.
 * @param now the device's clock, in milliseconds
 * @throws CognitoAuthError as `verifyTokens()`
 */
function sessionFromTokens({ accessToken, idToken, refreshToken, scopes: granted }, { scopes, appState, ...expected }, { clientId, issuers, clockTolerance }, now) {
    const { clockDrift } = verifyTokens({ accessToken, idToken }, { ...expected, clientId, issuers, clockTolerance }, Math.floor(now / 1000));
    return new CognitoAuthSession({
        IdToken: new CognitoIdToken(idToken),
        AccessToken: new CognitoAccessToken(accessToken),
        RefreshToken: new CognitoRefreshToken(refreshToken),
        TokenScopes: new CognitoTokenScopes(granted ?? scopes),
        State: appState,
        ClockDrift: clockDrift,
    });
}
/**
 * Verifies the signatures of such a session.
 * @throws CognitoAuthError as `verifySignatures()`, and `invalid_configuration` where the user pool is not known
 */
async function verifySession({ accessToken, idToken }, { issuers }) {
    if (!issuers) {
        throw new CognitoAuthError('invalid_configuration', "Tokens in a redirect can be trusted only if the user pool is known: write UserPoolId, such as 'eu-central-1_AbCdEfGhI', or use ResponseType: 'code'.");
    }
    await verifySignatures([accessToken, idToken].map((token) => token.getJwtToken()).filter(Boolean));
}

/** How long a person may take to sign in, in milliseconds. */
const LIFETIME = 60 * 60 * 1000;
/** How many sign-ins may be under way at once; beginning one more forgets the oldest. */
const MOST = 20;
/**
 * The sign-ins that were begun in this browser, each under its state, so that two tabs, another instance or another
 * page of the site can finish them. Each is taken once: a response that is replayed finds nothing.
 */
class Transactions {
    _storage;
    _prefix;
    /**
     * @param storage where the tokens are; it may name a better place
     * @param stateStorage what the application wants instead
     * @param client the user pool domain and the app client: a response of another one finds nothing here
     */
    constructor(storage, stateStorage, client) {
        this._storage = stateStorage ?? (storage.forState && webStorage(storage.forState)) ?? storage;
        this._prefix = `cognito-auth.${client.host}.${client.clientId}.`;
    }
    /** @throws CognitoAuthError `storage_full` where the sign-in could not be finished later */
    begin(state, transaction) {
        const pending = this._states().filter((old) => {
            const record = this._read(old);
            return record && !isExpired(record, transaction.createdAt);
        });
        const kept = pending.slice(1 - MOST);
        try {
            for (const old of this._states())
                if (!kept.includes(old))
                    this._storage.removeItem(this._prefix + old);
            this._storage.setItem(this._prefix + state, JSON.stringify(transaction));
            this._storage.setItem(this._prefix + 'states', [...kept, state].join(' '));
        }
        catch (error) {
            throw storageFull('The storage did not take what a sign-in needs to be finished', error);
        }
    }
    /** Whether a sign-in with this state waits for its response. */
    awaits(state) {
        return this._read(state) !== undefined;
    }
    /**
     * The sign-in that this response answers, for the last time.
     * @param now milliseconds since 1970
     * @throws CognitoAuthError `no_transaction`, `state_missing`, `state_mismatch`, `transaction_expired`,
     *   `response_type_mismatch`
     */
    take({ state, type }, now) {
        const begun = this._states().filter((pending) => this._read(pending)).length;
        const transaction = state === undefined ? undefined : this._read(state);
        if (state !== undefined)
            this.forget(state);
        if (!transaction)
            throw unanswerable(begun, state);
        if (isExpired(transaction, now)) {
            throw new CognitoAuthError('transaction_expired', 'The sign-in took more than an hour. Begin it again.');
        }
        if (transaction.responseType !== type) {
            throw new CognitoAuthError('response_type_mismatch', `The sign-in asked for a ${transaction.responseType} and the redirect brought a ${type}.`);
        }
        return transaction;
    }
    /** Drops the sign-in of this state, if there is one. */
    forget(state) {
        if (!isState(state) || typeof this._storage.getItem(this._prefix + state) !== 'string')
            return;
        this._storage.removeItem(this._prefix + state);
        const others = this._states().filter((other) => other !== state);
        try {
            if (others.length)
                this._storage.setItem(this._prefix + 'states', others.join(' '));
            else
                this._storage.removeItem(this._prefix + 'states');
        }
        catch {
            // A list that is too long does no harm.
        }
    }
    _read(state) {
        if (!isState(state))
            return undefined;
        try {
            const record = JSON.parse(readItem(this._storage, this._prefix + state) ?? 'null');
            return isTransaction(record) ? record : undefined;
        }
        catch {
            return undefined;
        }
    }
    /** The states under way, oldest first. Two tabs may overwrite each other's list: it only serves pruning and hints. */
    _states() {
        return (readItem(this._storage, this._prefix + 'states') ?? '').split(' ').filter(isState);
    }
}
/** One that begins in an hour from now is as wrong as one that began an hour ago. */
function isExpired({ createdAt }, now) {
    return Math.abs(now - createdAt) > LIFETIME;
}
function unanswerable(begun, state) {
    const hint = 'Sign in again. (An application that builds the authorize URL itself needs AllowUnsolicitedResponse: true.)';
    if (!begun) {
        const reason = 'No sign-in of this browser waits for a response: perhaps this address was opened before.';
        return new CognitoAuthError('no_transaction', `${reason} ${hint}`);
    }
    return state
        ? new CognitoAuthError('state_mismatch', `The redirect answers no sign-in begun in this browser. ${hint}`)
        : new CognitoAuthError('state_missing', `The redirect has no state. ${hint}`);
}
/** Whether this is the error of a response that answers no sign-in of this browser, rather than one in a wrong way. */
function isUnsolicited(error) {
    return hasCode(error, 'no_transaction', 'state_missing', 'state_mismatch');
}
/** Checked before a state from outside becomes part of a key. */
function isState(state) {
    return /^[\w-]{43}$/.test(state);
}
function isTransaction(record) {
    if (typeof record !== 'object' || record === null)
        return false;
    const { createdAt, scopes, appState, returnTo, ...texts } = record;
    const { responseType, redirectUri, nonce, codeVerifier } = texts;
    return (Number.isFinite(createdAt) &&
        Array.isArray(scopes) &&
        [responseType, redirectUri, ...scopes].every(isText) &&
        [nonce, codeVerifier].every((secret) => isText(secret) && secret) &&
        [appState, returnTo].every((value) => value === undefined || isText(value)));
}
function isText(value) {
    return typeof value === 'string';
}

const inFlight = new WeakMap();
/**
 * One refresh for all callers of the page, whichever instance they ask: a rotated refresh token is good once.
 * @param storage where the result will be stored; instances that share it share the refresh
 * @param key what is refreshed
 */
function shareRefresh(storage, key, refresh) {
    const running = inFlight.get(storage) ?? new Map();
    inFlight.set(storage, running);
    const shared = running.get(key);
    if (shared)
        return shared;
    const started = refresh().finally(() => running.delete(key));
    running.set(key, started);
    return started;
}
/** The error that says why a refresh ended the session; undefined where it did not, and may be tried again. */
function endingOf(error) {
    if (hasCode(error, 'session_expired', 'session_changed', 'bad_signature'))
        return error;
    if (!(error instanceof CognitoAuthError) || error.error !== 'invalid_grant')
        return undefined;
    return new CognitoAuthError('session_expired', 'The session has ended. Sign in again.', {
        error: error.error,
        responseText: error.responseText,
    });
}

/**
 * What happens between a sign-in and a sign-out, step by step. Everything here is behind the two doors of CognitoAuth;
 * whatever can be computed is computed elsewhere.
 */
class Sequences extends InheritedState {
    /** Opens a URL. */
    launchUri;
    signInUserSession;
    _transactions;
    _exchange;
    /** Counts the sign-outs of this instance: what began before one has lost its right to store a session. */
    _forgotten = 0;
    /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
    constructor(options) {
        const config = readOptions(options);
        super(config);
        this._transactions = new Transactions(config.storage, config.stateStorage, config);
        this.launchUri = config.launchUri ?? navigate;
        this.signInUserSession = this.getCachedSession();
    }
    /** Begins a sign-in and gives its URL. */
    _begin({ identityProvider = this.IdentityProvider, appState, returnTo }) {
        const { origin, clientId } = this._config;
        const page = currentUrl();
        const transaction = {
            createdAt: Date.now(),
            responseType: this.responseType,
            redirectUri: this.RedirectUriSignIn,
            scopes: this.TokenScopesArray,
            nonce: randomToken(),
            codeVerifier: randomToken(),
            appState,
            returnTo: page && sameOriginUrl(returnTo, page),
        };
        const state = randomToken();
        this._transactions.begin(state, transaction);
        return authorizeUrl(origin, {
            ...transaction,
            clientId,
            state,
            identityProvider,
            userContextData: this.getUserContextData(),
            codeChallenge: transaction.responseType === 'code' ? codeChallenge(transaction.codeVerifier) : undefined,
        });
    }
    /**
     * Leaves the page for the sign-in at `url`.
     * @throws CognitoAuthError `no_browser` where that would end in an empty frame
     */
    _leaveFor(url) {
        if (this.launchUri === navigate && isFramed()) {
            throw new CognitoAuthError('no_browser', 'This page is shown in a frame, and the hosted pages refuse to be. Sign in from a window, or pass LaunchUri, a function that opens the URL it is given.');
        }
        return this.launchUri(url);
    }
    /**
     * The outcome of the response in `url`, undefined where it holds none.
     * @param withdrawn see {@link _finish}
     * @param clean whether the address shall be clean before anything else happens
     */
    _answer(url, withdrawn, clean = true) {
        let response;
        try {
            response = readCallback(url, (state) => this._transactions.awaits(state));
        }
        finally {
            if (clean)
                replaceCurrentUrl(url, withoutResponse);
        }
        return this._finish(response, withdrawn);
    }
    /**
     * The evidence is consumed first, everything is checked next, and only then is anything stored.
     * @param withdrawn given, tokens in the redirect make a session in this turn, on probation until their signature
     *   has been verified; otherwise they make one only then
     */
    _finish(response, withdrawn) {
        if (!response)
            return undefined;
        const transaction = this._take(response);
        requireIssuer(response, this._config.issuers);
        if (response.type === 'error')
            throw refusalOf(response);
        const foreknown = transaction
            ? { ...transaction, openid: transaction.scopes.includes('openid') }
            : { scopes: this.TokenScopesArray };
        const isCurrent = this._watchSignOut();
        if (response.type === 'token') {
            requireBearer(response.tokenType);
            const session = this._sessionFrom(response, { ...foreknown, frontChannel: true });
            if (withdrawn && !this._config.verifiesAlways) {
                void this._withdrawUnlessSigned(this._keep(session, {}), foreknown, withdrawn);
                return session;
            }
            return this._awaited(this._keepOnceSigned(session, isCurrent, foreknown));
        }
        const { redirectUri = this.RedirectUriSignIn, codeVerifier } = transaction ?? {};
        const exchange = () => exchangeCode(this._config, { code: response.code, redirectUri, codeVerifier });
        return this._awaited(this._request(exchange).then((tokens) => this._accept(tokens, foreknown, isCurrent)));
    }
    /** While a session is on its way, whoever asks for one waits for it. */
    _awaited(session) {
        const exchange = session.finally(() => {
            if (this._exchange === exchange)
                this._exchange = undefined;
        });
        return (this._exchange = exchange);
    }
    /**
     * The sign-in that this response answers; undefined where there need not be one: for an error, and for an
     * unsolicited code that is welcome.
     */
    _take(response) {
        if (response.type === 'error') {
            if (response.state !== undefined)
                this._transactions.forget(response.state);
            return undefined;
        }
        try {
            return this._transactions.take(response, Date.now());
        }
        catch (error) {
            const isWelcome = this._config.allowsUnsolicitedResponse && response.type === 'code';
            if (isWelcome && isUnsolicited(error))
                return undefined;
            throw error;
        }
    }
    /** Has the keys at hand before a code or a refresh token is spent, if they are going to be needed. */
    async _request(tokens, issuer = this._config.issuers?.[0]) {
        if (this._config.verifiesAlways && issuer !== undefined)
            await fetchKeys(issuer);
        return tokens();
    }
    /**
     * The session of tokens from the token endpoint. They came over TLS (OpenID Connect Core, section 3.1.3.7, item 6),
     * so that it is there in this turn unless every signature is to be verified.
     * @param isCurrent whether nothing has overtaken the request
     */
    _accept(tokens, foreknown, isCurrent = () => true) {
        const session = this._sessionFrom(tokens, foreknown);
        if (this._config.verifiesAlways)
            return this._keepOnceSigned(session, isCurrent, foreknown);
        if (!isCurrent())
            throw overtaken();
        return this._keep(session, foreknown);
    }
    _sessionFrom(tokens, foreknown) {
        return sessionFromTokens(tokens, foreknown, this._config, Date.now());
    }
    /** Stores a session only when its signatures have been verified. */
    async _keepOnceSigned(session, isCurrent, foreknown) {
        await verifySession(session, this._config);
        if (!isCurrent())
            throw overtaken();
        return this._keep(session, foreknown);
    }
    /** Takes a session back whose signatures do not hold. Where they cannot be verified it stays. */
    async _withdrawUnlessSigned(session, { returnTo }, withdrawn) {
        const error = await verifySession(session, this._config).catch((thrown) => thrown);
        const isCurrent = this.signInUserSession === session;
        if (error === undefined || isUndecided(error)) {
            if (isCurrent)
                leadTo(returnTo);
            return;
        }
        const username = usernameOf(session) ?? '';
        const stored = readSession(this.storage, this._config, username);
        if (stored.getAccessToken().getJwtToken() === session.getAccessToken().getJwtToken()) {
            clearSession(this.storage, this.clientId, username);
        }
        if (!isCurrent)
            return;
        this._forget();
        withdrawn(error);
    }
    /** Stores a session, makes it that of this instance, and leads the person to where they wanted to go. */
    _keep(session, { returnTo, username }) {
        this._store(session, username);
        this.signInUserSession = session;
        leadTo(returnTo);
        return session;
    }
    /**
     * Nothing is read back into the instance before the storage has it: programs read it there in `onSuccess`.
     * @param name that of the user, or the alias under which amazon-cognito-identity-js has stored the session before
     */
    _store(session, name = usernameOf(session)) {
        if (name === undefined)
            throw new CognitoAuthError('login_required', 'There is no session to store.');
        try {
            writeSession(this.storage, this.clientId, name, session);
            this.username = name;
        }
        catch (error) {
            throw storageFull('The storage did not take the tokens', error);
        }
    }
    /** Forgets the session here and in the storage, and lets nothing that is on its way store another. */
    _forget() {
        this._forgotten++;
        this.signInUserSession = null;
        this.clearCachedTokensScopes();
        this.username = undefined;
    }
    /** Whether nobody signed out of this instance since this was called. */
    _watchSignOut() {
        const before = this._forgotten;
        return () => this._forgotten === before;
    }
    /** Whether nobody signed out or in, here or elsewhere, since this was called. */
    _watch() {
        const snapshot = () => {
            const user = this.getLastUser();
            const refreshToken = user && readRefreshToken(this.storage, this.clientId, user);
            return [this._forgotten, user, refreshToken].join(' ');
        };
        const before = snapshot();
        return () => snapshot() === before;
    }
    /** The session of this instance while it is valid, else the stored one. */
    _restored() {
        if (this.signInUserSession?.isValid())
            return this.signInUserSession;
        this.username ??= this.getLastUser();
        return (this.signInUserSession = this.getCachedSession());
    }
    /** Whether a refresh is enough. amazon-cognito-identity-js stores no scopes: nothing is known to be missing then. */
    _covers(session) {
        const scopes = session.getTokenScopes().getScopes();
        return !scopes.length || this.TokenScopesArray.every((scope) => scopes.includes(scope));
    }
    /** A session that lasts for `minValidity` seconds or more, refreshed when it would not. */
    async _validSession(minValidity) {
        if (this._exchange)
            return this._exchange;
        const lasts = (session) => session.expiresAt() - minValidity > Date.now() / 1000 - session.clockDrift;
        const restored = this._restored();
        if (lasts(restored))
            return restored;
        // Another instance may have refreshed since: its tokens are good, and the refresh token of ours may be dead.
        const stored = this.getCachedSession();
        if (lasts(stored))
            return (this.signInUserSession = stored);
        if (stored.getRefreshToken().getToken())
            return this._refresh(stored, this.username);
        throw new CognitoAuthError('login_required', 'No session lasts that long, and there is no refresh token to get one. Call signIn() or getSession().');
    }
    /**
     * One request for all callers. Only the server's own "no", or tokens that are not this user's, end the session.
     * @param username the name under which the session is stored; undefined where it is not
     */
    async _refresh(session, username) {
        const { clientId, origin } = this._config;
        const refreshToken = session.getRefreshToken().getToken();
        const refresh = async () => {
            const isCurrent = this._watch();
            let rotated;
            try {
                const tokens = await this._request(() => refreshTokens(this._config, refreshToken), issuerOf(session));
                rotated = tokens.refreshToken;
                return await this._accept(...this._refreshed(tokens, session, username), isCurrent);
            }
            catch (error) {
                const ending = endingOf(error);
                if (!ending) {
                    // The one before it is spent, and the tokens beside it are not to blame.
                    if (rotated && username && isEnvironment(error) && isCurrent())
                        writeRefreshToken(this.storage, clientId, username, rotated);
                    throw error;
                }
                if (username && readRefreshToken(this.storage, clientId, username) === refreshToken) {
                    clearSession(this.storage, clientId, username);
                }
                throw ending;
            }
        };
        try {
            const refreshed = await shareRefresh(this.storage, `${origin} ${clientId} ${refreshToken}`, refresh);
            this.username = username ?? usernameOf(refreshed);
            return (this.signInUserSession = refreshed);
        }
        catch (error) {
            if (endingOf(error) && this.username === username) {
                this.username = undefined;
                this.signInUserSession = this.getCachedSession();
            }
            throw error;
        }
    }
    /** What a refresh brought, together with what it leaves as it was (RFC 6749, section 6; OpenID Connect Core, section 12.2). */
    _refreshed(tokens, session, username) {
        return [
            { ...tokens, refreshToken: tokens.refreshToken ?? session.getRefreshToken().getToken() },
            {
                scopes: session.getTokenScopes().getScopes(),
                appState: session.getState(),
                before: { access: session.getAccessToken().payload, id: session.getIdToken().payload },
                openid: session.getIdToken().getJwtToken() !== '',
                username,
            },
        ];
    }
}
/** Whether the clock, the network or the storage kept tokens from being taken, and not the tokens themselves. */
function isEnvironment(error) {
    return isUndecided(error) || hasCode(error, 'expired', 'clock_skew', 'storage_full');
}
/** Whether it is still open whether a signature holds. */
function isUndecided(error) {
    return hasCode(error, 'jwks_unavailable', 'crypto_unavailable', 'invalid_configuration');
}
/** Opens the page where the person wanted to go: checked again, for it was in the storage meanwhile. */
function leadTo(returnTo) {
    const page = currentUrl();
    const target = page && sameOriginUrl(returnTo, page);
    if (target && target !== page)
        replacePage(target);
}
/** Who issued the tokens of a session, one of the two forms of the user pool's issuer. */
function issuerOf(session) {
    return session.getAccessToken().payload['iss'];
}
function overtaken() {
    return new CognitoAuthError('login_required', 'Somebody signed out or in while the tokens were on their way.');
}

/**
 * Signs people in and out through the hosted pages of an Amazon Cognito user pool.
 *
 * The promises (`init`, `signIn`, `getTokens`, `signOut`) and the callbacks of amazon-cognito-auth-js
 * (`parseCognitoWebResponse`, `getSession`, `userhandler`) are two doors to the same sequences.
 */
class CognitoAuth extends Sequences {
    userhandler;
    // ── Promises ──────────────────────────────────────────────────────────────────────────────────────────────────
    /**
     * Finishes the sign-in that the page's address answers, or restores the stored session, refreshing it if need be.
     * @returns null where nobody is signed in
     * @throws CognitoAuthError where the response is refused, or the refresh fails for now
     */
    async init() {
        const url = currentUrl();
        let foreign;
        try {
            const answered = url === undefined ? undefined : this._answer(url);
            if (answered)
                return await answered;
        }
        catch (error) {
            if (!isUnsolicited(error))
                throw error;
            foreign = error;
        }
        try {
            return await this._validSession(0);
        }
        catch (error) {
            if (!hasCode(error, 'login_required', 'session_expired'))
                throw error;
            // An address that was opened before, or forged, is no news to somebody who is signed in.
            if (foreign)
                throw foreign;
            return null;
        }
    }
    /** Leaves the page for the hosted sign-in. */
    async signIn(options = {}) {
        await this._leaveFor(this._begin(options));
    }
    /**
     * Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot;
     * `Infinity` refreshes in any case.
     * @throws CognitoAuthError `login_required` where nobody is signed in, `session_expired` when the server ended the
     *   session, and otherwise what kept the refresh from succeeding; the session is then as it was
     */
    async getTokens({ minValidity = 0 } = {}) {
        const session = await this._validSession(minValidity);
        return {
            accessToken: session.accessToken.getJwtToken(),
            idToken: session.idToken.getJwtToken() || undefined,
            expiresAt: session.expiresAt() + session.clockDrift,
        };
    }
    /**
     * Signs out: forgets the session, revokes its refresh token (RFC 7009) and leaves the page for the logout endpoint,
     * all in this turn. A revocation that fails changes nothing.
     * @returns fulfilled once the revocation is over
     * @throws CognitoAuthError `no_browser` where there is no page to leave; the session is forgotten all the same
     */
    signOut({ revoke = true, redirect = true } = {}) {
        this.username ??= this.getLastUser();
        // Another instance may have refreshed since: the storage has the token that is alive.
        const sessions = [this.getCachedSession(), this.signInUserSession];
        const refreshToken = sessions.map((session) => session?.getRefreshToken().getToken()).find(Boolean);
        this._forget();
        const revoked = revoke && refreshToken ? revokeToken(this._config, refreshToken) : Promise.resolve();
        const settled = revoked.catch(() => undefined);
        if (redirect)
            this.launchUri(this.getFQDNSignOut());
        return settled;
    }
    // ── Callbacks: the methods of amazon-cognito-auth-js ──────────────────────────────────────────────────────────
    /**
     * Reads the response in `url`, if there is one, and tells `userhandler` how it ended: in this turn for the implicit
     * flow, after the exchange for a code.
     * @param url absolute or relative; where it is the page's own, the response is taken out of the address
     * @returns whether `url` holds a response, so whether `userhandler` hears of it
     */
    parseCognitoWebResponse(url) {
        return this._tell((fail) => this._answer(url, fail, this._config.cleansUrl));
    }
    /**
     * Tells `userhandler` the session: at once where a valid one is cached, after a refresh where there is a refresh
     * token, and otherwise leaves the page for the hosted sign-in.
     */
    getSession() {
        this._tell(() => {
            if (this._exchange)
                return this._exchange;
            const session = this._restored();
            if (session.isValid())
                return session;
            if (session.getRefreshToken().getToken() && this._covers(session))
                return this._refresh(session, this.username);
            this._leaveFor(this.getFQDNSignIn());
            return undefined;
        });
    }
    /** Refreshes with this refresh token and tells `userhandler` how it ended. */
    refreshSession(refreshToken) {
        const known = [this.signInUserSession, this.getCachedSession()].find((session) => session?.getRefreshToken().getToken() === refreshToken);
        const unknown = new CognitoAuthSession({
            RefreshToken: new CognitoRefreshToken(refreshToken),
            TokenScopes: new CognitoTokenScopes(this.TokenScopesArray),
        });
        this._tell(() => (known ? this._refresh(known, this.username) : this._refresh(unknown, undefined)));
    }
    /** Whether this instance or the storage holds a session that is valid. */
    isUserSignedIn() {
        return Boolean(this.signInUserSession?.isValid()) || this.getCachedSession().isValid();
    }
    /** The session of this instance; null after `signOut()`, and empty where nobody has signed in. */
    getSignInUserSession() {
        return this.signInUserSession;
    }
    /** Stores the session of this instance. */
    cacheTokensScopes() {
        if (this.signInUserSession)
            this._store(this.signInUserSession);
    }
    /** Begins a sign-in: the URL is good for one, so ask for it when it is about to be opened. */
    getFQDNSignIn() {
        // Programs compare `getState()` before the sign-in with `session.getState()` after it.
        this.state ??= randomToken();
        return this._begin({ appState: this.state });
    }
    /** The URL that ends the session of the hosted pages and comes back to `RedirectUriSignOut`. */
    getFQDNSignOut() {
        return logoutUrl(this._config.origin, this.clientId, this.RedirectUriSignOut);
    }
    /** @deprecated Steps of `parseCognitoWebResponse()`, which does them all. */
    getCodeQueryParameter(map) {
        this._tell((fail) => this._finish(readParameters(map), fail));
    }
    /** @deprecated See {@link getCodeQueryParameter}. */
    getTokenQueryParameter(map) {
        this._tell((fail) => this._finish(readParameters(map), fail));
    }
    /** @deprecated See {@link getCodeQueryParameter}. */
    onSuccessExchangeForToken(jsonData) {
        this._tell(() => this._accept(readTokenResponse({ status: 200, text: jsonData }), { scopes: this.TokenScopesArray }));
    }
    /** @deprecated A step of `refreshSession()`. */
    onSuccessRefreshToken(jsonData) {
        this._tell(() => {
            const tokens = readTokenResponse({ status: 200, text: jsonData });
            const session = this._restored();
            return this._accept(...this._refreshed(tokens, session, this.username));
        });
    }
    /** @deprecated Call `userhandler.onFailure()`. */
    onFailure(message, error = new CognitoAuthError('bad_response', message)) {
        this.userhandler?.onFailure(message, error);
    }
    /** Tells the handler of this moment. */
    _tell(run) {
        return tell(this.userhandler, run);
    }
}

/** Formats the time the way AWS's SDKs did. */
class DateHelper {
    /** The time now as `ddd MMM D HH:mm:ss UTC YYYY`, e.g. `Mon Nov 3 09:05:00 UTC 2025`. */
    getNowString() {
        const [day, date, month, year, time] = new Date().toUTCString().split(/,? /);
        return [day, month, Number(date), time, 'UTC', year].join(' ');
    }
}

/** Browsers refuse a cookie of more than 4,096 bytes; what is left is for its attributes. */
const COOKIE_SIZE = 3800;
/**
 * Keeps each key in a cookie of that name, as amazon-cognito-identity-js and Amplify do. A value too large for one
 * cookie is cut into `<key>.0`, `<key>.1`, …; the first begins with the number of pieces.
 *
 * Cookies that a script can write are readable by any script of the page and travel with every request:
 * prefer localStorage unless sub-domains or a server must share the session.
 */
class CookieStorage {
    /** A sign-in that nobody finishes would travel with every request, and a sub-domain could plant one. */
    forState = 'localStorage';
    domain;
    path;
    expires;
    secure;
    sameSite;
    /** @throws CognitoAuthError `invalid_configuration` for attributes that a cookie cannot have */
    constructor({ domain, path = '/', expires = 365, secure = true, sameSite = 'lax', } = {}) {
        if (!['strict', 'lax', 'none'].includes(sameSite) || (sameSite === 'none' && !secure)) {
            throw new CognitoAuthError('invalid_configuration', `sameSite: ${JSON.stringify(sameSite)} is no good here. Write 'strict' or 'lax'; 'none' needs secure: true.`);
        }
        // A semicolon would begin another attribute (RFC 6265, section 4.1.1).
        if ((domain && !/^[a-z\d.-]+$/i.test(domain)) || !/^\/[^;\p{Cc}]*$/u.test(path)) {
            throw new CognitoAuthError('invalid_configuration', "A cookie cannot have this domain or path: write a host such as 'example.com' and a path such as '/'.");
        }
        this.domain = domain || undefined;
        this.path = path;
        this.expires = expires;
        this.secure = secure || Boolean(currentUrl()?.startsWith('https:'));
        this.sameSite = sameSite;
    }
    /**
     * @returns the value as it can be read back
     * @throws CognitoAuthError `storage_full` where the browser did not keep it; the key is then empty
     */
    setItem(key, value) {
        const encoded = encodeURIComponent(value);
        const name = encodeURIComponent(key);
        const size = COOKIE_SIZE - name.length;
        if (encoded.length <= size) {
            this._removePieces(key);
            Cookies.set(key, value, this._attributes(this.expires));
        }
        else {
            this.removeItem(key);
            const pieces = Math.ceil(encoded.length / size);
            for (let i = 0; i < pieces; i++) {
                const piece = encoded.slice(i * size, (i + 1) * size);
                rawCookies().set(`${key}.${i}`, i ? piece : `${pieces}.${piece}`, this._attributes(this.expires));
            }
        }
        if (this.getItem(key) !== value) {
            this.removeItem(key);
            throw new CognitoAuthError('storage_full', 'The browser did not keep a cookie. They are switched off, too many, or the domain or secure option does not fit this page.');
        }
        return value;
    }
    getItem(key) {
        const whole = Cookies.get(key);
        if (typeof whole === 'string')
            return whole;
        const pieces = Array.from({ length: this._countPieces(key) }, (_, i) => rawCookies().get(`${key}.${i}`));
        if (!pieces.length || pieces.includes(undefined))
            return undefined;
        try {
            return decodeURIComponent(pieces.join('').replace(/^\d+\./, ''));
        }
        catch {
            return undefined;
        }
    }
    removeItem(key) {
        Cookies.remove(key, this._attributes());
        this._removePieces(key);
    }
    /** Removes every cookie of the page that lies on this storage's domain and path. */
    clear() {
        for (const name of Object.keys(Cookies.get()))
            Cookies.remove(name, this._attributes());
    }
    _removePieces(key) {
        for (let i = this._countPieces(key) - 1; i >= 0; i--)
            Cookies.remove(`${key}.${i}`, this._attributes());
    }
    _countPieces(key) {
        const count = Number(/^(\d{1,3})\./.exec(rawCookies().get(`${key}.0`) ?? '')?.[1]);
        return count || 0;
    }
    _attributes(expires) {
        const { path, domain, secure, sameSite } = this;
        return { path, secure, sameSite, ...(domain && { domain }), ...(expires !== undefined && { expires }) };
    }
}
/** The pieces of a large value are encoded before they are cut, so js-cookie must leave them as they are. */
function rawCookies() {
    return Cookies.withConverter({ read: (value) => value, write: (value) => value });
}

export { CognitoAccessToken, CognitoAuth, CognitoAuthError, CognitoAuthSession, CognitoIdToken, CognitoRefreshToken, CognitoTokenScopes, CookieStorage, DateHelper, MemoryStorage, StorageHelper };
//# sourceMappingURL=index.js.map
