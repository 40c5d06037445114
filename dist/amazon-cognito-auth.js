/*! cognito-auth 0.1.0 | Apache-2.0 */
/*! with jwt-decode (c) Auth0, Inc. and js-cookie (c) 2018 Klaus Hartl, Fagner Brack, GitHub Contributors, both MIT */
(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(exports) :
    typeof define === 'function' && define.amd ? define(['exports'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.AmazonCognitoIdentity = global.AmazonCognitoIdentity || {}));
})(this, (function (exports) { 'use strict';

    /** The only error that this library throws, rejects with, or hands to `onFailure` as its second argument. */
    class CognitoAuthError extends Error {
        code;
        /** A literal, because minifiers rename classes. */
        name = 'CognitoAuthError';
        constructor(
        /** What a program decides by. */
        code, message, { cause, error, errorDescription, responseText, retryAfter } = {}) {
            super(message, cause === undefined ? undefined : { cause });
            this.code = code;
            this.error = error;
            this.errorDescription = errorDescription;
            this.responseText = responseText;
            this.retryAfter = retryAfter;
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
            throw new CognitoAuthError('no_browser', 'There is no browser window: pass LaunchUri, a function that opens the URL it is given.');
        }
        window.location.assign(url);
    }
    /** Whether the page is shown inside another, where the hosted pages refuse to be shown (`X-Frame-Options: DENY`). */
    function isFramed() {
        return typeof window !== 'undefined' && window.top !== window.self;
    }
    /**
     * Opens a window before this one.
     * @param name a window of the same name is used again
     * @returns undefined where the browser does not allow it
     * @throws CognitoAuthError `no_browser`
     */
    function openWindow(url, name) {
        if (currentUrl() === undefined) {
            throw new CognitoAuthError('no_browser', 'There is no browser window: leave popup out.');
        }
        const [width, height] = [500, 720];
        const left = Math.round(window.screenX + (window.outerWidth - width) / 2);
        const top = Math.round(window.screenY + (window.outerHeight - height) / 2);
        const opened = window.open(url, name, `popup,width=${width},height=${height},left=${left},top=${top}`);
        if (!opened || opened.closed)
            return undefined;
        opened.focus();
        return opened;
    }
    /**
     * Whether a window has been closed. One that another page took away from us (`Cross-Origin-Opener-Policy`) says that it
     * is, too; but while somebody is at it, the focus is there.
     */
    function isOver$1(opened) {
        return opened.closed && document.hasFocus();
    }
    /** Calls `heard` with what a page of this origin sends from that window. */
    function onMessageFrom(opened, heard) {
        return listenTo(pageEvents(), 'message', (event) => {
            const { origin, source, data } = event;
            if (origin === window.location.origin && source === opened)
                heard(data);
        });
    }
    /** Sends a message to the page that opened this window, if it is one of this origin. */
    function sendToOpener(message) {
        if (currentUrl() === undefined)
            return;
        window.opener?.postMessage(message, window.location.origin);
    }
    /** Closes the window of this page; a browser allows it only where a script has opened it. */
    function closeWindow() {
        if (currentUrl() !== undefined)
            window.close();
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
    /** Whether the device says that it has no network. That it has one says nothing. */
    function isOffline() {
        return globalThis.navigator?.onLine === false;
    }
    /** Calls `changed` when another tab writes or removes a key of localStorage that begins like this, or clears it. */
    function onStorageEvent(prefix, changed) {
        return listenTo(pageEvents(), 'storage', (event) => {
            const { key } = event;
            if (key === null || key.startsWith(prefix))
                changed(event);
        });
    }
    /** Calls `wake` when the page can be seen again, comes back out of the back/forward cache, or has a network again. */
    function onWake(wake) {
        const page = pageEvents();
        const shown = () => {
            if (document.visibilityState === 'visible')
                wake();
        };
        const undo = [
            listenTo(page, 'online', wake),
            listenTo(page, 'pageshow', wake),
            listenTo(page && document, 'visibilitychange', shown),
        ];
        return () => {
            for (const stop of undo)
                stop();
        };
    }
    /** The window where there are events: React Native has one without. */
    function pageEvents() {
        if (typeof window === 'undefined')
            return undefined;
        return typeof window.addEventListener === 'function' ? window : undefined;
    }
    function listenTo(target, type, heard) {
        target?.addEventListener(type, heard);
        return () => target?.removeEventListener(type, heard);
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

    /** Where a sign-in can begin (Cognito developer guide, "Managed login endpoints"). */
    const SCREENS$1 = {
        signIn: '/oauth2/authorize',
        signUp: '/signup',
        forgotPassword: '/forgotPassword',
        addPasskey: '/passkeys/add',
    };
    /**
     * The URL of the authorize endpoint (RFC 6749, section 4.1.1; Cognito developer guide, "Authorize endpoint"), or of
     * another page that a sign-in can begin on and that takes the same.
     * The first seven parameters stand in the order of amazon-cognito-auth-js, which programs compare; new ones follow.
     * @param origin of the user pool domain, with scheme
     */
    function authorizeUrl(origin, request) {
        return endpointUrl(origin, SCREENS$1[request.screen ?? 'signIn'], {
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
            idp_identifier: request.idpIdentifier,
            login_hint: request.loginHint,
            lang: request.lang,
            prompt: request.prompt,
            resource: request.resource,
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
    const LONGEST$5 = 4096;
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
        throw new CognitoAuthError('wrong_issuer', 'The redirect names another issuer, or UserPoolId is missing to tell.');
    }
    /** The error of a response that carries one (RFC 6749, section 4.1.2.1). */
    function refusalOf(response) {
        const error = withoutSecrets(response.error, [response.state]);
        const errorDescription = withoutSecrets(response.errorDescription, [response.state]);
        // It answers prompt=none (OpenID Connect Core, section 3.1.2.6).
        if (error === 'login_required') {
            return new CognitoAuthError('login_required', 'Nobody is signed in at the hosted pages.', { error });
        }
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
            throw new CognitoAuthError('duplicate_parameter', 'The redirect has a parameter of the response twice.');
        }
        for (const [name, value] of parameters) {
            if (value.length > LONGEST$5 && !name.endsWith('_token')) {
                throw new CognitoAuthError('bad_response', `The redirect's ${name} has more than ${LONGEST$5} characters.`);
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

    /** How long a request may take, in milliseconds: nobody waits longer. */
    const TIMEOUT = 10_000;
    /** How long an answer may be, in characters; those of Cognito have a few thousand. */
    const LONGEST$4 = 262_144;
    /**
     * Posts a form. URLSearchParams as the body makes the browser encode every value and name the content type itself,
     * so that the request needs no preflight.
     * @throws CognitoAuthError `timeout`, `network`, `bad_response` where the answer is too long to be one
     */
    function postForm(url, form, { keepalive = false, headers = {}, timeout } = {}) {
        const body = new URLSearchParams(form);
        return request(url, { method: 'POST', headers, body, cache: 'no-store', keepalive }, timeout);
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
    async function request(url, init, timeout = TIMEOUT) {
        const controller = typeof AbortController === 'function' ? new AbortController() : undefined;
        try {
            // Not everything that stands in for `fetch` heeds a signal.
            return await inTime(timeout, answerTo(url, { ...init, signal: controller?.signal ?? null }));
        }
        catch (error) {
            controller?.abort();
            if (error instanceof CognitoAuthError)
                throw error;
            throw new CognitoAuthError('network', `The server could not be reached${nameOf(error)}.`);
        }
    }
    /**
     * What `answer` comes to, if that takes no longer than so many milliseconds.
     * @throws CognitoAuthError `timeout`
     */
    async function inTime(timeout, answer) {
        let timer;
        const tooLate = new Promise((_resolve, reject) => {
            timer = setTimeout(() => {
                const seconds = Math.ceil(timeout / 1000);
                reject(new CognitoAuthError('timeout', `The server did not answer within ${seconds} seconds.`));
            }, timeout);
        });
        try {
            return await Promise.race([tooLate, answer]);
        }
        finally {
            clearTimeout(timer);
        }
    }
    async function answerTo(url, init) {
        const response = await fetch(url, {
            mode: 'cors',
            credentials: 'omit',
            redirect: 'error',
            referrerPolicy: 'no-referrer',
            ...init,
        });
        const retryAfter = response.headers.get('Retry-After');
        return { status: response.status, text: await readText(response), retryAfter };
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
            if (text.length > LONGEST$4) {
                await reader.cancel();
                throw new CognitoAuthError('bad_response', `An answer of more than ${LONGEST$4} characters was refused.`);
            }
        }
        return text + decoder.decode();
    }
    /**
     * Fetches with a bearer token (RFC 6750, section 2.1), and once more with another where the API answers 401, unless the
     * body was a stream, which is gone by then. The browser takes the token along to no other origin that it is redirected
     * to (Fetch Standard, "HTTP-redirect fetch").
     * @param token gives one that is good for so many seconds
     * @throws what `token` throws at first; and as `fetch()`
     */
    async function fetchWithBearer(input, init, token) {
        const first = await token(0);
        const request = new Request(input, init);
        // React Native has no streams.
        const isStream = typeof ReadableStream === 'function' && init?.body instanceof ReadableStream;
        const again = isStream ? undefined : request.clone();
        const response = await send(request, first);
        if (response.status !== 401 || !again)
            return response;
        try {
            // Somebody else may have been told 401 before.
            const present = await token(0);
            const second = present === first ? await token(Infinity) : present;
            await response.body?.cancel();
            return await send(again, second);
        }
        catch (error) {
            if (error instanceof CognitoAuthError)
                return response;
            throw error;
        }
    }
    function send(request, token) {
        request.headers.set('Authorization', `Bearer ${token}`);
        return fetch(request);
    }

    /** Base64url without padding (RFC 4648, section 5). */
    function base64url(bytes) {
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
            .replaceAll('+', '-')
            .replaceAll('/', '_')
            .replaceAll('=', '');
    }
    /** The bytes behind base64url, one to a character; throws where it is none. */
    function base64urlBinary(text) {
        return atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    }
    /** The bytes behind base64url; throws where it is none. */
    function base64urlBytes(text) {
        return Uint8Array.from(base64urlBinary(text), (character) => character.charCodeAt(0));
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
        const { length } = message;
        const padded = new Uint8Array(((length + 72) >> 6) << 6);
        padded.set(message);
        padded[length] = 0x80;
        const view = new DataView(padded.buffer);
        view.setUint32(padded.length - 8, length / 2 ** 29);
        view.setUint32(padded.length - 4, length << 3);
        const hash = Int32Array.from(initial);
        const schedule = new Int32Array(64);
        const rotate = (x, n) => (x >>> n) | (x << (32 - n));
        for (let block = 0; block < padded.length; block += 64) {
            let [a, b, c, d, e, f, g, h] = hash;
            for (let i = 0; i < 64; i++) {
                if (i < 16)
                    schedule[i] = view.getInt32(block + i * 4);
                else {
                    const w15 = schedule[i - 15];
                    const w2 = schedule[i - 2];
                    const s0 = rotate(w15, 7) ^ rotate(w15, 18) ^ (w15 >>> 3);
                    const s1 = rotate(w2, 17) ^ rotate(w2, 19) ^ (w2 >>> 10);
                    schedule[i] = schedule[i - 16] + s0 + schedule[i - 7] + s1;
                }
                const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
                const t1 = h + s1 + ((e & f) ^ (~e & g)) + round[i] + schedule[i];
                const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
                const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
                // One by one: an array a round would be most of the time that a page takes to read its first token.
                h = g;
                g = f;
                f = e;
                e = (d + t1) | 0;
                d = c;
                c = b;
                b = a;
                a = (t1 + t2) | 0;
            }
            [a, b, c, d, e, f, g, h].forEach((word, i) => {
                hash[i] = hash[i] + word;
            });
        }
        hash.forEach((word, i) => {
            view.setInt32(i * 4, word);
        });
        return padded.slice(0, 32);
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
            throw new CognitoAuthError('crypto_unavailable', 'crypto.getRandomValues is missing: load react-native-get-random-values before this library.');
        }
        return crypto.getRandomValues(new Uint8Array(length));
    }
    /** The S256 challenge of a verifier (RFC 7636, section 4.2). */
    function codeChallenge(verifier) {
        return base64url(sha256(new TextEncoder().encode(verifier)));
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
     * @param timeout how long that may take, in milliseconds
     * @throws CognitoAuthError as {@link exchangeCode}
     */
    function refreshTokens(endpoint, refreshToken, timeout) {
        const form = { grant_type: 'refresh_token', client_id: endpoint.clientId, refresh_token: refreshToken };
        return requestTokens(endpoint, form, timeout);
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
    async function requestTokens(endpoint, form, timeout) {
        return readTokenResponse(await postForm(tokenUrl(endpoint), form, { timeout }), form);
    }
    /**
     * Reads an answer of the token endpoint.
     * @param sent the form that it answers; nothing of it gets into an error
     * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`
     */
    function readTokenResponse({ status, text, retryAfter }, sent = {}) {
        const body = parseObject(text);
        const secrets = [sent['code'], sent['code_verifier'], sent['refresh_token']];
        const quoted = (said) => withoutSecrets(optionalString(said), secrets);
        const responseText = quoted(text);
        if (status === 429 || status >= 500) {
            throw new CognitoAuthError('server_error', `The token endpoint answered ${status}. Try again later.`, {
                responseText,
                retryAfter: secondsUntil(retryAfter, Date.now()),
            });
        }
        const error = quoted(body['error']);
        if (error) {
            const errorDescription = quoted(body['error_description']);
            // Whoever refuses with 200 is no token endpoint, and ends no session (RFC 6749, section 5.2).
            const code = status === 200 ? 'bad_response' : 'token_request_failed';
            throw new CognitoAuthError(code, tokenErrorMessage(error, errorDescription), {
                error,
                errorDescription,
                responseText,
            });
        }
        const accessToken = optionalString(body['access_token']);
        if (status !== 200 || !accessToken) {
            throw new CognitoAuthError('bad_response', `The token endpoint answered ${status} without tokens: something may have answered in its place.`, { responseText: status === 200 ? undefined : responseText });
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
     * Reads a `Retry-After` (RFC 9110, section 10.2.3), which is seconds or a date.
     * @param now milliseconds since 1970
     * @returns seconds, a minute at most; undefined where it says nothing that can be understood
     */
    function secondsUntil(retryAfter, now) {
        if (!retryAfter)
            return undefined;
        const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : (Date.parse(retryAfter) - now) / 1000;
        return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), 60);
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
        ['invalid_client', 'The app client is unknown, or has a secret: create an app client without a secret.'],
        ['invalid_grant', 'The code or the refresh token was used before, has expired or was revoked.'],
        [
            'unauthorized_client',
            'The app client allows no authorization code grant, or RedirectUriSignIn is not the one the sign-in began with.',
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

    /** Keeps values for as long as the page lives, each instance for itself: two users of one server share nothing. */
    class MemoryStorage {
        /** A memory would not outlive the redirect. */
        forState = 'sessionStorage';
        _values = new Map();
        /** The value; undefined where there is none. */
        getItem(key) {
            return this._values.get(key);
        }
        /** Keeps a value, and returns it. */
        setItem(key, value) {
            this._values.set(key, value);
            return value;
        }
        /** Forgets a value, and says whether there was one. */
        removeItem(key) {
            return this._values.delete(key);
        }
        /** Forgets everything. */
        clear() {
            this._values.clear();
        }
    }

    /** Chooses localStorage, or a memory of its own where that is blocked, full or absent. */
    class StorageHelper {
        /** The storage that was chosen. */
        storageWindow = webStorage('localStorage') ?? new MemoryStorage();
        /** The storage that was chosen. */
        getStorage() {
            return this.storageWindow;
        }
    }

    /** What stands in front of each storage, whichever instances use it. */
    const fronts = new WeakMap();
    /**
     * The storage itself if it answers at once, and otherwise one in front of it that does.
     * @param key one of ours, to ask for
     */
    function readThrough(storage, key) {
        if (!answersLater(storage, key))
            return storage;
        const cache = fronts.get(storage) ?? new ReadThroughStorage(storage);
        fronts.set(storage, cache);
        return cache;
    }
    /**
     * What to wait for until everything is stored; undefined where it is already.
     * @throws what a storage with promises threw
     */
    function written(storage) {
        return storage instanceof ReadThroughStorage ? storage.written() : undefined;
    }
    /** Whether the storage can be asked already: one with promises has to be loaded first. */
    function isAtHand(storage) {
        return !(storage instanceof ReadThroughStorage) || storage.isLoaded;
    }
    function answersLater(storage, key) {
        try {
            const answer = storage.getItem(key);
            if (typeof answer !== 'object' || answer === null || !('then' in answer))
                return false;
            Promise.resolve(answer).catch(() => undefined);
            return true;
        }
        catch {
            return false;
        }
    }
    /**
     * A storage whose methods return promises (React Native's AsyncStorage, an encrypted store), behind one that answers at
     * once: what was loaded is at hand, and what is written goes through in its order.
     */
    class ReadThroughStorage {
        _storage;
        isLoaded = false;
        _values = new Map();
        _writing = Promise.resolve();
        _failure;
        /** What the storage did not take: here it is newer than there. */
        _refused = new Set();
        /** For each load under way, the keys that were changed since it began. */
        _changed = new Set();
        constructor(_storage) {
            this._storage = _storage;
        }
        /**
         * Reads these keys, once everything that was written before is there. What is written meanwhile is newer.
         * @throws CognitoAuthError `storage_unavailable`
         */
        async load(keys) {
            const changed = new Set();
            this._changed.add(changed);
            await this._writing;
            try {
                const values = await Promise.all(keys.map((key) => this._storage.getItem(key)));
                keys.forEach((key, i) => {
                    if (changed.has(key) || this._refused.has(key))
                        return;
                    const value = values[i];
                    if (typeof value === 'string')
                        this._values.set(key, value);
                    else
                        this._values.delete(key);
                });
            }
            catch (error) {
                throw new CognitoAuthError('storage_unavailable', `The storage could not be read${nameOf(error)}.`);
            }
            finally {
                this._changed.delete(changed);
            }
            this.isLoaded = true;
        }
        /**
         * Fulfilled once everything that was written is there.
         * @throws what the storage threw at the first that it did not take
         */
        async written() {
            await this._writing;
            const failure = this._failure;
            this._failure = undefined;
            if (failure)
                throw failure.error;
        }
        /** @throws CognitoAuthError `invalid_configuration` before anything was loaded */
        getItem(key) {
            if (this.isLoaded)
                return this._values.get(key);
            throw new CognitoAuthError('invalid_configuration', 'This Storage returns promises: call `await auth.init()` before anything else.');
        }
        setItem(key, value) {
            this._values.set(key, value);
            this._write(key, () => this._storage.setItem(key, value));
        }
        removeItem(key) {
            this._values.delete(key);
            this._write(key, () => this._storage.removeItem(key));
        }
        _write(key, write) {
            for (const changed of this._changed)
                changed.add(key);
            this._writing = this._writing.then(async () => {
                try {
                    await write();
                    this._refused.delete(key);
                }
                catch (error) {
                    this._refused.add(key);
                    this._failure ??= { error };
                }
            });
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
            scopes: readScopes(given.TokenScopesArray, 'TokenScopesArray'),
            redirectUriSignIn: readRedirectUri(requiredText(given, 'RedirectUriSignIn'), 'RedirectUriSignIn'),
            redirectUriSignOut: readRedirectUri(requiredText(given, 'RedirectUriSignOut'), 'RedirectUriSignOut'),
            identityProvider: optionalText(given, 'IdentityProvider') ?? '',
            userPoolId,
            issuers,
            collectsSecurityData: Boolean(given.AdvancedSecurityDataCollectionFlag ?? true),
            storage: readStorage(given, 'Storage', host.host) ?? new StorageHelper().getStorage(),
            stateStorage: readStorage(given, 'StateStorage', host.host),
            launchUri: readLaunchUri(given.LaunchUri),
            responseType: readResponseType(given.ResponseType),
            allowsUnsolicitedResponse: given.AllowUnsolicitedResponse === true,
            verifiesAlways: readVerifySignature(given.VerifySignature, issuers),
            clockTolerance: readClockTolerance(given.ClockTolerance),
            cleansUrl: given.CleanUrl !== false,
            refreshesItself: given.AutoRefresh === true,
            apiOrigins: readApiOrigins(given.ApiOrigins),
        });
    }
    /** @throws CognitoAuthError `invalid_configuration` */
    function refuse(message) {
        throw new CognitoAuthError('invalid_configuration', message);
    }
    function optionsObject(options) {
        if (typeof options !== 'object' || options === null) {
            refuse('new CognitoAuth() takes an object: { ClientId, AppWebDomain, TokenScopesArray, RedirectUriSignIn, RedirectUriSignOut }.');
        }
        for (const [key, value] of Object.entries(options)) {
            if (value && /^(app)?clientsecret$/.test(key.toLowerCase().replaceAll('_', '')))
                refuse(`${key} must not be here, where anybody can read it: create an app client without a secret.`);
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
        const [, scheme = 'https', host = ''] = /^(?:([a-z]+):\/\/)?([^/].*?)?\/?$/.exec(domain.toLowerCase()) ?? [];
        const [beforePath = ''] = host.split('/', 1);
        if (beforePath !== host && HOST.test(beforePath)) {
            refuse(`AppWebDomain must be a domain without a path: write '${beforePath}' instead of '${domain}'.`);
        }
        if (/^[a-z0-9-]+$/.test(host) && host !== 'localhost') {
            refuse(`AppWebDomain '${domain}' is only the prefix of a domain: write '${host}.auth.<region>.amazoncognito.com'.`);
        }
        if (!HOST.test(host) || host.length > 253 || !urlOf(`https://${host}`)) {
            refuse(`AppWebDomain '${domain.slice(0, 300)}' is no domain: write ${EXAMPLES.AppWebDomain}.`);
        }
        const protocol = `${scheme}:`;
        if (!isSafe({ protocol, host })) {
            refuse(`AppWebDomain must not use ${protocol} write 'https://${host}'.`);
        }
        return { origin: `${protocol}//${host}`, host };
    }
    /** Undefined where it is no absolute URL. */
    function urlOf(value) {
        try {
            return new URL(value);
        }
        catch {
            return undefined;
        }
    }
    /** Nobody on the way can read or change what is sent there. */
    function isSafe({ protocol, host }) {
        return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(host));
    }
    function readScopes(scopes, field) {
        if (!scopes)
            return [];
        if (typeof scopes === 'string') {
            const list = scopes.split(/[\s,]+/).filter(Boolean);
            const array = `[${list.map((scope) => `'${scope}'`).join(', ')}]`;
            refuse(`${field} must be an array: write ${array} instead of '${scopes}'.`);
        }
        if (!Array.isArray(scopes))
            refuse(`${field} must be an array: write ['openid', 'email'].`);
        for (const scope of scopes) {
            // RFC 6749, section 3.3
            if (typeof scope !== 'string' || !/^[\x21\x23-\x5B\x5D-\x7E]+$/.test(scope)) {
                refuse(`${field} holds ${JSON.stringify(scope)}, which is no scope: write ['openid', 'email'].`);
            }
        }
        return scopes;
    }
    function readRedirectUri(value, field) {
        const example = EXAMPLES[field === 'redirectUri' ? 'RedirectUriSignIn' : field];
        if (typeof value !== 'string')
            refuse(`${field} must be a string: write ${example}.`);
        // The query of a page's own address may hold a response.
        const shown = value.split(/[?#]/, 1).join();
        const isAbsolute = /^(?:https?:\/\/|(?!https?:)[a-z][a-z\d+.-]*:)/.test(value.toLowerCase());
        const url = isAbsolute && urlOf(value);
        if (!url)
            refuse(`${field} '${shown}' is no absolute URL: write ${example}.`);
        if (/^(javascript|data|vbscript|blob|file|about):$/.test(url.protocol)) {
            refuse(`${field} must not use ${url.protocol} write ${example}.`);
        }
        if (value.includes('#')) {
            refuse(`${field} must have no fragment: write '${shown}'.`);
        }
        if (url.protocol === 'http:' && !LOOPBACK.test(url.host)) {
            refuse(`${field} must not use http but for localhost: write 'https${shown.slice(4)}'.`);
        }
        if (field !== 'RedirectUriSignOut' && /[?&](code|state|error)=/.test(url.search.toLowerCase())) {
            refuse(`${field} '${shown}' has a parameter that the response uses: give code, state or error another name.`);
        }
        return value;
    }
    /** A pool's tokens name one of two issuers (Cognito developer guide, "Identity provider and relying party endpoints"). */
    function readIssuers(userPoolId, issuer) {
        const [, region] = /^([\w-]+)_[0-9A-Za-z]+$/.exec(userPoolId ?? '') ?? [];
        if (userPoolId !== undefined && region === undefined) {
            refuse(`UserPoolId '${userPoolId}' is none: write the pool's id, such as 'eu-central-1_AbCdEfGhI'.`);
        }
        if (issuer !== undefined && !isIssuer(issuer)) {
            refuse(`Issuer '${issuer}' is none: write the iss of the tokens, an https URL without query and trailing slash, or leave it out.`);
        }
        if (issuer !== undefined)
            return [issuer];
        if (userPoolId === undefined || region === undefined)
            return undefined;
        return ['cognito-idp', 'issuer-cognito-idp'].map((name) => `https://${name}.${region}.amazonaws.com/${userPoolId}`);
    }
    /** Keys are fetched from there, so nobody on the way may change them (OpenID Connect Discovery, section 3). */
    function isIssuer(issuer) {
        const url = urlOf(issuer);
        return url !== undefined && isSafe(url) && /^https?:\/\/[^?#\s]+[^?#\s/]$/.test(issuer);
    }
    /** A bearer token is good for whoever reads it on the way (RFC 6750, section 5.3). */
    function readApiOrigins(origins) {
        if (!origins)
            return [];
        if (!Array.isArray(origins))
            refuse("ApiOrigins must be an array: write ['https://api.example.com'].");
        for (const origin of origins) {
            const url = urlOf(origin);
            if (!url || !isSafe(url)) {
                refuse(`ApiOrigins holds ${JSON.stringify(origin)}: write an https origin, 'https://api.example.com'.`);
            }
            if (url.origin !== origin)
                refuse(`ApiOrigins holds '${String(origin)}': write '${url.origin}' instead.`);
        }
        return origins;
    }
    /** Other values are refused: who means to switch a check on must not find out later that it was off. */
    function readVerifySignature(value, issuers) {
        if (!value)
            return false;
        if (value !== 'always')
            refuse("VerifySignature must be 'always' or left out.");
        if (!issuers)
            refuse("VerifySignature needs UserPoolId, such as 'eu-central-1_AbCdEfGhI'.");
        return true;
    }
    function readStorage(given, field, host) {
        const storage = given[field];
        if (!storage)
            return undefined;
        const methods = ['getItem', 'setItem', 'removeItem'];
        const missing = methods.find((name) => typeof storage[name] !== 'function');
        if (missing !== undefined) {
            refuse(`${field} has no ${missing}(): pass localStorage, new CookieStorage(), or three such methods of your own.`);
        }
        return readThrough(storage, `cognito-auth.${host}.${given.ClientId}.states`);
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

    /** How long an address may be, in characters. */
    const LONGEST$3 = 8192;
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
            return isPage && !username && !password && href.length <= LONGEST$3 ? href : undefined;
        }
        catch {
            return undefined;
        }
    }

    const LANGUAGES = ['de', 'en', 'es', 'fr', 'id', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW'];
    const SCREENS = ['signIn', 'signUp', 'forgotPassword'];
    const PROMPTS = ['none', 'login', 'select_account', 'consent'];
    /**
     * Checks how somebody is to sign in.
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function readSignIn(options) {
        const { screen, lang, prompt, scopes, redirectUri } = options;
        // Not every program is checked by types.
        const { identityProvider, idpIdentifier, popup, returnTo } = { ...options };
        oneOf('screen', screen, SCREENS);
        oneOf('lang', lang, LANGUAGES);
        const prompts = [prompt ?? []].flat();
        for (const one of prompts)
            oneOf('prompt', one, PROMPTS);
        if (prompts.length > 1 && prompts.includes('none'))
            refuse("prompt 'none' stands alone: leave the others out.");
        if (redirectUri !== undefined)
            readRedirectUri(redirectUri, 'redirectUri');
        if (popup && prompts.includes('none'))
            refuse("prompt 'none' has nothing to open a popup for: leave one of them out.");
        if (popup && typeof returnTo === 'string')
            refuse('A popup comes back to this page: leave returnTo out, or popup.');
        if (identityProvider !== undefined && idpIdentifier !== undefined)
            refuse('identityProvider and idpIdentifier both name a provider: write one of them.');
        return {
            ...options,
            scopes: scopes ? readScopes(scopes, 'scopes') : undefined,
        };
    }
    function oneOf(name, value, values) {
        if (value === undefined || values.includes(value))
            return;
        refuse(`${name} '${value}' is none: write one of ${values.map((each) => `'${each}'`).join(', ')}.`);
    }

    class InvalidTokenError extends Error {
    }
    InvalidTokenError.prototype.name = "InvalidTokenError";
    function b64DecodeUnicode(str) {
        return decodeURIComponent(atob(str).replace(/(.)/g, (m, p) => {
            let code = p.charCodeAt(0).toString(16).toUpperCase();
            if (code.length < 2) {
                code = "0" + code;
            }
            return "%" + code;
        }));
    }
    function base64UrlDecode(str) {
        let output = str.replace(/-/g, "+").replace(/_/g, "/");
        switch (output.length % 4) {
            case 0:
                break;
            case 2:
                output += "==";
                break;
            case 3:
                output += "=";
                break;
            default:
                throw new Error("base64 string is not of the correct length");
        }
        try {
            return b64DecodeUnicode(output);
        }
        catch (err) {
            return atob(output);
        }
    }
    function jwtDecode(token, options) {
        if (typeof token !== "string") {
            throw new InvalidTokenError("Invalid token specified: must be a string");
        }
        options || (options = {});
        const pos = options.header === true ? 0 : 1;
        const part = token.split(".")[pos];
        if (typeof part !== "string") {
            throw new InvalidTokenError(`Invalid token specified: missing part #${pos + 1}`);
        }
        let decoded;
        try {
            decoded = base64UrlDecode(part);
        }
        catch (e) {
            throw new InvalidTokenError(`Invalid token specified: invalid base64 for part #${pos + 1} (${e.message})`);
        }
        try {
            return JSON.parse(decoded);
        }
        catch (e) {
            throw new InvalidTokenError(`Invalid token specified: invalid json for part #${pos + 1} (${e.message})`);
        }
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
            base64urlBinary(signature);
            const json = utf8(base64urlBinary(part === 'header' ? header : payload));
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
    function utf8(binary) {
        return decodeURIComponent(binary.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`));
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
                throw new CognitoAuthError('jwks_unavailable', `The user pool's keys could not be had from ${this._url}. Try again later, and allow it in connect-src of the Content-Security-Policy.`, { cause });
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
    /** Whether such an error leaves open whether a signature holds. */
    function isUndecided(error) {
        return hasCode(error, 'jwks_unavailable', 'crypto_unavailable', 'invalid_configuration');
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
        throw new CognitoAuthError('crypto_unavailable', 'crypto.subtle is missing: serve the page over https, or from localhost.');
    }

    /** Cognito's tokens last for a day at most; an hour more is for its clocks. In seconds. */
    const LONGEST_LIFETIME = 25 * 60 * 60;
    /**
     * Checks tokens that have just been received: their claims as {@link verifyClaims} does, and their times.
     * @param now the device's clock at receipt, in seconds
     * @returns the claims of each token, and the drift of the device's clock: how many seconds it is ahead of the server's
     * @throws CognitoAuthError with the code of the first check that fails
     */
    function verifyTokens(tokens, expected, now) {
        const claims = verifyClaims(tokens, expected);
        const times = claims.map(({ iat, exp }) => [iat, exp]);
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
        return { claims, clockDrift: now - newest };
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
        const { clientId, issuers, nonce, frontChannel, stored = false } = expected;
        const { at_hash: hash } = id;
        const isHashed = () => hash === undefined ? !frontChannel || isSameSignIn(id, access) : hash === atHash(accessToken);
        // In a page that has just been loaded the hash takes longer than all the rest. That another tab is in the middle of
        // storing newer tokens shows by the time, too.
        const isBound = (stored && id['iat'] === access['iat']) || isHashed();
        return [
            ['wrong_token_use', 'ID token token_use', id['token_use'] === 'id'],
            ['wrong_issuer', 'ID token iss', isGoodIssuer(id['iss'], issuers)],
            ['wrong_audience', 'ID token aud', isAudience(id, clientId)],
            ['nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce],
            // Both tokens must be of one user and one pool, or one of them was slipped in.
            ['token_substitution', 'sub', id['sub'] === access['sub']],
            ['token_substitution', 'iss', id['iss'] === access['iss']],
            ['token_substitution', 'at_hash', isBound],
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

    /** What an ID token and an access token have in common: a signed token, decoded and never verified here. */
    class CognitoJwt {
        /**
         * @param jwtToken the token; none for an empty one
         * @param payload its claims, where they have been decoded already
         */
        constructor(jwtToken, payload) {
            this.jwtToken = jwtToken ?? '';
            this.payload = payload ?? this.decodePayload();
        }
        /** The token as it came; empty where there is none. */
        getJwtToken() {
            return this.jwtToken;
        }
        /** Puts another token in its place. */
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
        constructor(refreshToken) {
            this.refreshToken = refreshToken ?? '';
        }
        /** The token as it came; empty where there is none. */
        getToken() {
            return this.refreshToken;
        }
        /** Puts another token in its place. */
        setToken(refreshToken) {
            this.refreshToken = refreshToken ?? '';
        }
    }

    /** The scopes that a session was asked for. */
    class CognitoTokenScopes {
        constructor(tokenScopes) {
            this.tokenScopes = [...(tokenScopes ?? [])];
        }
        /** The scopes, one per entry. */
        getScopes() {
            return this.tokenScopes;
        }
        /** Puts others in their place. */
        setTokenScopes(tokenScopes) {
            this.tokenScopes = [...(tokenScopes ?? [])];
        }
    }

    /** The tokens of one user; empty ones where nobody is signed in. */
    class CognitoAuthSession {
        constructor({ IdToken, AccessToken, RefreshToken, TokenScopes, State, AppState, ClockDrift = 0, } = {}) {
            this.idToken = IdToken ?? new CognitoIdToken();
            this.accessToken = AccessToken ?? new CognitoAccessToken();
            this.refreshToken = RefreshToken ?? new CognitoRefreshToken();
            this.tokenScopes = TokenScopes ?? new CognitoTokenScopes();
            this.state = State || null;
            this.appState = AppState;
            this.clockDrift = ClockDrift;
        }
        /** Who it is; empty without the scope `openid`. */
        getIdToken() {
            return this.idToken;
        }
        /** Puts another ID token in its place; nothing is stored by that. */
        setIdToken(idToken) {
            this.idToken = idToken;
        }
        /** What new ones are had with; empty in the implicit flow. */
        getRefreshToken() {
            return this.refreshToken;
        }
        /** Puts another refresh token in its place; nothing is stored by that. */
        setRefreshToken(refreshToken) {
            this.refreshToken = refreshToken;
        }
        /** What may be done. */
        getAccessToken() {
            return this.accessToken;
        }
        /** Puts another access token in its place; nothing is stored by that. */
        setAccessToken(accessToken) {
            this.accessToken = accessToken;
        }
        /** What was asked for. */
        getTokenScopes() {
            return this.tokenScopes;
        }
        /** Puts other scopes in their place; nothing is stored by that. */
        setTokenScopes(tokenScopes) {
            this.tokenScopes = tokenScopes;
        }
        /** What `setState()` was given before the sign-in that this session comes from; null otherwise. */
        getState() {
            return this.state;
        }
        /** Sets what {@link getState} gives. */
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

    /**
     * The session of tokens that have just arrived, once all there is about them but their signatures has been verified.
     * @param now the device's clock, in milliseconds
     * @throws CognitoAuthError as `verifyTokens()`
     */
    function sessionFromTokens({ accessToken, idToken, refreshToken, scopes: granted }, { scopes, appState, ...expected }, { clientId, issuers, clockTolerance }, now) {
        const { claims: [access, id], clockDrift, } = verifyTokens({ accessToken, idToken }, { ...expected, clientId, issuers, clockTolerance }, Math.floor(now / 1000));
        return new CognitoAuthSession({
            IdToken: new CognitoIdToken(idToken, id),
            AccessToken: new CognitoAccessToken(accessToken, access),
            RefreshToken: new CognitoRefreshToken(refreshToken),
            TokenScopes: new CognitoTokenScopes(granted ?? scopes),
            State: typeof appState === 'string' ? appState : null,
            AppState: appState,
            ClockDrift: clockDrift,
        });
    }
    /**
     * Verifies the signatures of such a session.
     * @throws CognitoAuthError as `verifySignatures()`, and `invalid_configuration` where the user pool is not known
     */
    async function verifySession({ accessToken, idToken }, { issuers }) {
        if (!issuers) {
            throw new CognitoAuthError('invalid_configuration', "Tokens in a redirect cannot be trusted without UserPoolId: write it, or ResponseType: 'code'.");
        }
        await verifySignatures([accessToken, idToken].map((token) => token.getJwtToken()).filter(Boolean));
    }

    /*
     * How the instances of an app client, on this page and in other tabs, hear of each other's sign-ins, refreshes and
     * sign-outs: that something changed, and nothing else. Each of them then looks into its own storage.
     */
    /** How long a change that is written key by key takes to be whole in every process, in milliseconds. */
    const WHOLE = 50;
    /** Those of this page, by app client. */
    const listeners = new Map();
    /** Calls `changed` when another instance or tab may have changed the session of this app client. */
    function listen(clientId, changed) {
        const ours = listeners.get(clientId) ?? new Set();
        listeners.set(clientId, ours.add(changed));
        let timer;
        const changing = () => {
            clearTimeout(timer);
            timer = setTimeout(changed, WHOLE);
        };
        const unlisten = onStorageEvent(`CognitoIdentityServiceProvider.${clientId}.`, changing);
        const channel = openChannel(clientId);
        channel?.addEventListener('message', changing);
        return () => {
            ours.delete(changed);
            clearTimeout(timer);
            unlisten();
            channel?.close();
        };
    }
    /**
     * Calls `removed` when another tab takes the session of this user out of a storage. That may be heard of later than
     * another session of theirs has been stored in its place, key by key.
     * @returns what ends that; undefined where nothing is heard of this storage
     */
    function onRemoval(storage, clientId, username, removed) {
        if (!isWebStorage(storage))
            return undefined;
        const key = `CognitoIdentityServiceProvider.${clientId}.${username}.refreshToken`;
        return onStorageEvent(key, ({ newValue, storageArea }) => {
            if (newValue === null && storageArea === storage)
                removed();
        });
    }
    /**
     * Tells all of them.
     * @param self who need not be told
     * @param storage where the change is; localStorage tells the other tabs by itself, and a memory concerns nobody
     */
    function announce(clientId, self, storage) {
        for (const changed of [...(listeners.get(clientId) ?? [])])
            if (changed !== self)
                changed();
        if (isWebStorage(storage) || storage.forState === 'sessionStorage')
            return;
        const channel = openChannel(clientId);
        channel?.postMessage('changed');
        channel?.close();
    }
    /** Whether it is one whose changes the browser tells others of. */
    function isWebStorage(storage) {
        return typeof Storage === 'function' && storage instanceof Storage;
    }
    /**
     * A channel between pages of this origin.
     * @param name that of an app client, or the state of a sign-in in a window of its own
     * @returns undefined in old browsers, and on a page without an origin of its own
     */
    function openChannel(name) {
        try {
            return new BroadcastChannel(`cognito-auth.${name}`);
        }
        catch {
            return undefined;
        }
    }

    /*
     * A sign-in in a window of its own. The page that this window comes back to hands its address over to the page that
     * waits for it, in two ways at once: as a message to its opener, which reaches a page in a frame, too, and through a
     * channel, which needs no opener (`Cross-Origin-Opener-Policy` takes it away). The state, which nobody else knows, is the
     * name of the channel and tells whose answer it is.
     */
    /** What the state of such a sign-in begins with, so that the page it comes back to knows that another one waits. */
    const PREFIX = 'popup.';
    /** How long somebody may take, in milliseconds. Who is slower is signed in by the page in the window itself. */
    const LONGEST$1 = 10 * 60 * 1000;
    /** How often to look whether the window is still there, in milliseconds. */
    const LOOK = 250;
    /** How long the page in the window waits for the other one to take its address, in milliseconds. */
    const PATIENCE$1 = 2000;
    function popupState(state) {
        return PREFIX + state;
    }
    /** Whether a response with this state is another page's. */
    function isPopupState(state) {
        return state.startsWith(PREFIX);
    }
    /**
     * Opens a window in this turn, lest it be blocked.
     * @param name a window of the same name is used again
     * @throws CognitoAuthError `popup_blocked`, `no_browser`
     */
    function openPopup(url, state, name) {
        const popup = openWindow(url, name);
        if (!popup) {
            throw new CognitoAuthError('popup_blocked', 'The browser opened no window: call signIn() in the click itself, before anything is awaited, or leave popup out.');
        }
        let dismiss = () => undefined;
        const undo = [];
        const answer = new Promise((resolve, reject) => {
            const channel = openChannel(state);
            const heard = (data) => {
                if (typeof data !== 'string' || stateOf(data) !== state)
                    return;
                channel?.postMessage('taken');
                popup.close();
                resolve(data);
            };
            dismiss = () => {
                reject(new CognitoAuthError('popup_closed', 'The window was closed before anybody had signed in.'));
            };
            const look = () => {
                if (isOver$1(popup))
                    dismiss();
                else
                    looking = setTimeout(look, LOOK);
            };
            let looking = setTimeout(look, LOOK);
            const timer = setTimeout(() => {
                reject(new CognitoAuthError('timeout', `Nobody signed in within ${LONGEST$1 / 60_000} minutes.`));
            }, LONGEST$1);
            channel?.addEventListener('message', ({ data }) => {
                heard(data);
            });
            undo.push(onMessageFrom(popup, heard), () => {
                channel?.close();
                clearTimeout(looking);
                clearTimeout(timer);
            });
        }).finally(() => {
            for (const stop of undo)
                stop();
        });
        return { answer, dismiss };
    }
    /**
     * Hands the address of this window over to the page that waits for it, and closes the window.
     * @returns false where nobody takes it
     */
    async function handOver(url, state) {
        const channel = openChannel(state);
        const isTaken = await new Promise((resolve) => {
            channel?.addEventListener('message', () => {
                resolve(true);
            });
            channel?.postMessage(url);
            sendToOpener(url);
            setTimeout(() => {
                resolve(false);
            }, PATIENCE$1);
        });
        channel?.close();
        if (isTaken)
            closeWindow();
        return isTaken;
    }
    /**
     * All that a callback page made for `signIn({ popup: true })` has to do: it hands the response in its address over to the
     * page that waits for it, and closes its window. A page that calls `init()` does so anyhow.
     * @returns fulfilled once the response has been taken
     * @throws CognitoAuthError `no_transaction` where the address holds no such response, or nobody waits for it any more
     */
    async function handlePopup() {
        const url = currentUrl() ?? '';
        const state = stateOf(url);
        replaceCurrentUrl(url, withoutResponse);
        if (state && isPopupState(state) && (await handOver(url, state)))
            return;
        throw new CognitoAuthError('no_transaction', 'No page waits for this popup: go back to where you were and sign in again.');
    }
    /** The state of the response in `url`, if it holds one. */
    function stateOf(url) {
        try {
            return readCallback(url)?.state;
        }
        catch {
            return undefined;
        }
    }

    /** How many sign-ins may come back failing, and within how long, in milliseconds, before no other is begun. */
    const MOST$1 = 3;
    const WITHIN = 30_000;
    /**
     * How sign-ins of this tab came back. A page that answers every failure with another sign-in would go round in circles,
     * since the hosted pages send somebody who has a session there back at once.
     */
    class Returns {
        constructor({ host, clientId }) {
            this._key = `cognito-auth.${host}.${clientId}.failed`;
        }
        /** Notes that a sign-in came back, and whether it brought what it was for. */
        note(isGood) {
            const storage = webStorage('sessionStorage');
            try {
                if (isGood)
                    storage?.removeItem(this._key);
                else
                    storage?.setItem(this._key, [...this._failures(), Date.now()].slice(-MOST$1).join(' '));
            }
            catch {
                // Where there is no room to count, no circle is noticed.
            }
        }
        /** @throws CognitoAuthError `redirect_loop` */
        requireNoLoop() {
            if (this._failures().length < MOST$1)
                return;
            throw new CognitoAuthError('redirect_loop', `${MOST$1} sign-ins came back failing within ${WITHIN / 1000} seconds. Show the error instead of beginning another.`);
        }
        _failures() {
            const written = webStorage('sessionStorage')?.getItem(this._key) ?? '';
            return written
                .split(' ')
                .map(Number)
                .filter((time) => Math.abs(Date.now() - time) < WITHIN);
        }
    }

    /** Longer values are none of ours. In characters. */
    const LONGEST = 65_536;
    /**
     * What a storage holds under a key, if it can be read and can be ours: anybody may have written there.
     * @throws CognitoAuthError where a storage with promises has not been loaded yet
     */
    function readItem(storage, key) {
        try {
            const value = storage.getItem(key);
            return typeof value === 'string' && value && value.length <= LONGEST ? value : undefined;
        }
        catch (error) {
            if (error instanceof CognitoAuthError)
                throw error;
            return undefined;
        }
    }
    /**
     * Takes a value out of a storage. One that removes nothing has it overwritten: an empty value counts as absent.
     * @returns whether it is gone
     */
    function dropItem(storage, key) {
        return [() => storage.removeItem(key), () => storage.setItem(key, '')].some((drop) => {
            try {
                drop();
                return readItem(storage, key) === undefined;
            }
            catch {
                return false;
            }
        });
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
    const NAMES = ['idToken', 'accessToken', 'refreshToken', 'tokenScopesString', 'clockDrift'];
    /** The sessions of an app client that a storage holds. */
    class TokenCache {
        _storage;
        _owner;
        constructor(_storage, _owner) {
            this._storage = _storage;
            this._owner = _owner;
            this._prefix = `CognitoIdentityServiceProvider.${_owner.clientId}.`;
        }
        _key(username, name) {
            return `${this._prefix}${username}.${name}`;
        }
        get _lastUserKey() {
            return this._prefix + 'LastAuthUser';
        }
        _item(username, name) {
            return username === undefined ? undefined : readItem(this._storage, this._key(username, name));
        }
        lastUser() {
            return readItem(this._storage, this._lastUserKey);
        }
        /**
         * Whether the storage can be read at all, right now.
         * @throws CognitoAuthError where a storage with promises has not been loaded yet
         */
        isReadable() {
            try {
                this._storage.getItem(this._lastUserKey);
                return true;
            }
            catch (error) {
                if (error instanceof CognitoAuthError)
                    throw error;
                return false;
            }
        }
        /** Has at hand what a storage with promises holds of a session; undefined where everything is already. */
        load() {
            return this._storage instanceof ReadThroughStorage ? this._load(this._storage) : undefined;
        }
        async _load(storage) {
            await storage.load([this._lastUserKey]);
            const username = this.lastUser();
            if (username !== undefined)
                await storage.load(NAMES.map((name) => this._key(username, name)));
        }
        /** The text of this user's access token, unverified: whether it is still the one that was read before. */
        accessToken(username) {
            return this._item(username, 'accessToken');
        }
        refreshToken(username) {
            return this._item(username, 'refreshToken');
        }
        /**
         * What tells whether the storage still holds these texts, without decoding anything. What it gives is compared with what
         * it gave before: a browser hands out the same string then.
         * @param name under which the session stands
         * @returns undefined where it holds others now
         */
        watch(lastUser, name, accessToken, refreshToken) {
            if (name === undefined)
                return undefined;
            const keys = [this._lastUserKey, ...['accessToken', 'refreshToken'].map((item) => this._key(name, item))];
            const read = (key) => readItem(this._storage, key);
            const [user, access, refresh] = keys.map(read);
            if (user !== lastUser || access !== accessToken || (refresh ?? '') !== refreshToken)
                return undefined;
            const [userAt = '', accessAt = '', refreshAt = ''] = keys;
            return () => read(userAt) === user && read(accessAt) === access && read(refreshAt) === refresh;
        }
        /** Stores a refresh token alone, where the one before it is spent and the tokens beside it could not be kept. */
        writeRefreshToken(username, refreshToken) {
            // The storage that is full may be why it has to stand alone.
            trySet(this._storage, this._key(username, 'refreshToken'), refreshToken);
        }
        /**
         * The stored session of a user; its tokens are empty where nothing is stored, or something that cannot have been
         * stored for this app client and user. That is left where it is: another tab may just be replacing it.
         */
        read(username) {
            const { clientId, issuers, clockTolerance } = this._owner;
            const [idToken, accessToken, refreshToken, written, drift] = NAMES.map((name) => this._item(username, name));
            const scopes = written?.split(' ');
            const openid = scopes?.includes('openid');
            const tokens = { accessToken: accessToken ?? '', idToken };
            const claims = claimsOrFlaw(tokens, { clientId, issuers, username, openid, stored: true });
            // Good tokens of another user: then nothing under this name is to be trusted, the refresh token least of all.
            if (claims === 'session_changed')
                return new CognitoAuthSession();
            const [access, id] = typeof claims === 'string' ? [] : claims;
            return new CognitoAuthSession({
                IdToken: new CognitoIdToken(id && idToken, id),
                AccessToken: new CognitoAccessToken(access && accessToken, access),
                RefreshToken: new CognitoRefreshToken(refreshToken),
                TokenScopes: new CognitoTokenScopes(scopes),
                ClockDrift: readClockDrift(drift, clockTolerance),
            });
        }
        /**
         * Stores a session in the order that programs have come to rely on. Where the storage fails on the way, what it held
         * before is put back: half a session is none.
         * @throws what the storage throws
         */
        write(username, session) {
            const storage = this._storage;
            const items = [
                [this._key(username, 'idToken'), session.idToken.getJwtToken()],
                [this._key(username, 'accessToken'), session.accessToken.getJwtToken()],
                [this._key(username, 'refreshToken'), session.refreshToken.getToken()],
                [this._lastUserKey, username],
                [this._key(username, 'tokenScopesString'), session.tokenScopes.getScopes().join(' ')],
                [this._key(username, 'clockDrift'), `${session.clockDrift}s`],
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
                // Backwards: what fitted on the way fits again.
                for (const [key, value] of before.reverse())
                    restore(storage, key, value);
                throw error;
            }
        }
        /**
         * Forgets a user, and that it was the last to sign in unless somebody else was since. Goes on with the next key where
         * a storage does not give one up.
         * @throws CognitoAuthError where a storage with promises has not been loaded yet
         */
        clear(username) {
            if (username === undefined)
                return;
            const isLast = this.lastUser() === username;
            for (const name of NAMES)
                dropItem(this._storage, this._key(username, name));
            if (isLast)
                dropItem(this._storage, this._lastUserKey);
        }
    }
    /** The name under which a session is stored: that of its access token (Cognito developer guide, "Access token"). */
    function usernameOf(session) {
        const { username, sub } = session.getAccessToken().payload;
        return [username, sub].find((name) => typeof name === 'string' && name !== '');
    }
    function claimsOrFlaw(...stored) {
        try {
            return verifyClaims(...stored);
        }
        catch (error) {
            return error.code ?? 'malformed_token';
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
    /** Removes no token that can be overwritten: other tabs take that for a sign-out. */
    function restore(storage, key, value) {
        const putBack = () => typeof value === 'string' && trySet(storage, key, value);
        if (putBack())
            return;
        // What cannot be put back is gone at least, and makes room.
        dropItem(storage, key);
        putBack();
    }
    function trySet(storage, key, value) {
        try {
            storage.setItem(key, value);
            return true;
        }
        catch {
            return false;
        }
    }

    const views = () => [
        ...[DataView, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
        ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array],
    ];
    const ERRORS = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError];
    const kindOf = (value) => Object.prototype.toString.call(value).slice(8, -1);
    /** @throws CognitoAuthError `invalid_configuration` where it holds something that cannot be copied */
    function writeValue(value) {
        const cells = [];
        const places = new Map();
        const place = (value) => {
            // Zero is found under minus zero.
            const known = Object.is(value, -0) ? undefined : places.get(value);
            if (known !== undefined)
                return known;
            const at = cells.length;
            if (!Object.is(value, -0))
                places.set(value, at);
            cells.push(null);
            cells[at] = cellOf(value, place);
            return at;
        };
        place(value);
        return JSON.stringify(cells);
    }
    function cellOf(value, place) {
        if (typeof value === 'string' || typeof value === 'boolean' || value === null)
            return value;
        if (typeof value === 'number') {
            if (Object.is(value, -0))
                return ['Number', '-0'];
            return Number.isFinite(value) ? value : ['Number', `${value}`];
        }
        const kind = kindOf(value);
        const entries = (object) => Object.entries(object).flatMap(([key, part]) => [key, place(part)]);
        if (typeof value === 'bigint')
            return [kind, `${value}`];
        if (value === undefined)
            return [kind];
        if (value instanceof Date)
            return [kind, place(value.getTime())];
        if (value instanceof RegExp)
            return [kind, value.source, value.flags];
        if (value instanceof Map)
            return [kind, ...[...value].flat().map(place)];
        if (value instanceof Set)
            return [kind, ...[...value].map(place)];
        if (value instanceof ArrayBuffer)
            return [kind, base64url(new Uint8Array(value))];
        if (ArrayBuffer.isView(value)) {
            const length = value.byteLength / (value.BYTES_PER_ELEMENT || 1);
            return [kind, place(value.buffer), value.byteOffset, length];
        }
        if (value instanceof Error)
            return [kind, value.name, value.message];
        if (Array.isArray(value))
            return [kind, value.length, ...entries(value)];
        if (typeof value === 'object' && kind === 'Object')
            return [kind, ...entries(value)];
        throw new CognitoAuthError('invalid_configuration', `appState holds a ${kind}, which cannot be kept: write plain values.`);
    }
    /** @throws Error where the text is not of `writeValue()` */
    function readValue(text) {
        const cells = JSON.parse(text);
        const made = new Map();
        const at = (place) => {
            if (made.has(place))
                return made.get(place);
            const cell = cells[place];
            if (!Array.isArray(cell))
                return cell;
            const [kind, ...parts] = cell;
            const value = emptyOf(kind, parts, at);
            // What it is made of may hold the value itself.
            made.set(place, value);
            if (value instanceof Set)
                for (const part of parts)
                    value.add(at(part));
            else if (value instanceof Map)
                for (let i = 0; i < parts.length; i += 2)
                    value.set(at(parts[i]), at(parts[i + 1]));
            else if (kind === 'Array' || kind === 'Object')
                for (let i = kind === 'Array' ? 1 : 0; i < parts.length; i += 2)
                    Object.defineProperty(value, parts[i], {
                        value: at(parts[i + 1]),
                        ...{ writable: true, enumerable: true, configurable: true },
                    });
            return value;
        };
        return at(0);
    }
    function emptyOf(kind, parts, at) {
        const [first, second, third] = parts;
        switch (kind) {
            case 'Undefined':
                return undefined;
            case 'Number':
                return Number(first);
            case 'BigInt':
                return BigInt(first);
            case 'Date':
                return new Date(at(first));
            case 'RegExp':
                return new RegExp(first, second);
            case 'Map':
                return new Map();
            case 'Set':
                return new Set();
            case 'ArrayBuffer':
                return base64urlBytes(first).buffer;
            case 'Error':
                return new (ERRORS.find(({ name }) => name === first) ?? Error)(second);
            case 'Array':
                return new Array(first);
            case 'Object':
                return {};
        }
        const View = views().find(({ name }) => name === kind);
        return new View(at(first), second, third);
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
        /**
         * @param storage where the tokens are; it may name a better place
         * @param stateStorage what the application wants instead
         * @param client the user pool domain and the app client: a response of another one finds nothing here
         */
        constructor(storage, stateStorage, client) {
            this._storage = stateStorage ?? (storage.forState && webStorage(storage.forState)) ?? storage;
            this._prefix = `cognito-auth.${client.host}.${client.clientId}.`;
        }
        /**
         * @throws CognitoAuthError `storage_full` where the sign-in could not be finished later; `invalid_configuration` where
         *   its `appState` cannot be kept
         */
        begin(state, { appState, ...transaction }) {
            const record = JSON.stringify({
                ...transaction,
                ...(appState !== undefined && { appState: writeValue(appState) }),
            });
            if (record.length > LONGEST) {
                throw new CognitoAuthError('invalid_configuration', 'appState is too long: keep it elsewhere, and write where.');
            }
            const pending = this._states().filter((old) => {
                const record = this._read(old);
                return record && !isExpired(record, transaction.createdAt);
            });
            const kept = pending.slice(1 - MOST);
            try {
                for (const old of this._states())
                    if (!kept.includes(old))
                        this._storage.removeItem(this._prefix + old);
                this._storage.setItem(this._prefix + state, record);
                this._storage.setItem(this._prefix + 'states', [...kept, state].join(' '));
            }
            catch (error) {
                throw notTaken$1(error);
            }
        }
        /** Has at hand what a storage with promises holds. */
        async load() {
            if (!(this._storage instanceof ReadThroughStorage))
                return;
            await this._storage.load([this._prefix + 'states']);
            await this._storage.load(this._states().map((state) => this._prefix + state));
        }
        /**
         * What to wait for before the page is left; undefined where everything is stored already.
         * @throws CognitoAuthError `storage_full`
         */
        written() {
            return written(this._storage)?.catch((error) => {
                throw notTaken$1(error);
            });
        }
        /** @throws CognitoAuthError `storage_unavailable` where nothing that is kept would outlive the redirect */
        requireLasting() {
            if (this._storage.forState !== 'sessionStorage')
                return;
            throw new CognitoAuthError('storage_unavailable', 'Storage and cookies are blocked, so that no sign-in could be finished: pass a StateStorage that outlives the redirect.');
        }
        /** Whether a sign-in with this state waits for its response. */
        awaits(state) {
            return this._read(state) !== undefined;
        }
        /**
         * The sign-in that this response answers, for the last time.
         * @param now milliseconds since 1970
         * @throws CognitoAuthError `no_transaction`, `state_missing`, `state_mismatch`, `transaction_expired`,
         *   `response_type_mismatch`, `storage_unavailable`
         */
        take({ state, type }, now) {
            const begun = this._states().filter((pending) => this._read(pending)).length;
            const transaction = state === undefined ? undefined : this._read(state);
            const isGone = state === undefined || this.forget(state);
            if (!transaction)
                throw unanswerable(begun, state);
            if (!isGone) {
                throw new CognitoAuthError('storage_unavailable', 'The storage does not give up the sign-in, so that the response could be used again.');
            }
            if (isExpired(transaction, now)) {
                throw new CognitoAuthError('transaction_expired', 'The sign-in took more than an hour. Begin it again.');
            }
            if (transaction.responseType !== type) {
                throw new CognitoAuthError('response_type_mismatch', `The sign-in asked for a ${transaction.responseType} and the redirect brought a ${type}.`);
            }
            return transaction;
        }
        /**
         * Drops the sign-in of this state, if there is one.
         * @returns whether there is none now
         */
        forget(state) {
            const key = this._prefix + state;
            const others = this._states().filter((other) => other !== state);
            if (!isState(state) || this._isAbsent(key))
                return true;
            if (!dropItem(this._storage, key))
                return false;
            try {
                if (others.length)
                    this._storage.setItem(this._prefix + 'states', others.join(' '));
                else
                    this._storage.removeItem(this._prefix + 'states');
            }
            catch {
                // A list that is too long does no harm.
            }
            return true;
        }
        /** What cannot be read may be there. */
        _isAbsent(key) {
            try {
                return typeof this._storage.getItem(key) !== 'string';
            }
            catch {
                return false;
            }
        }
        _read(state) {
            if (!isState(state))
                return undefined;
            try {
                const record = JSON.parse(readItem(this._storage, this._prefix + state) ?? 'null');
                if (!isTransaction(record))
                    return undefined;
                const { appState, ...transaction } = record;
                return appState === undefined ? transaction : { ...transaction, appState: readValue(appState) };
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
    function notTaken$1(error) {
        return storageFull('The storage did not take what a sign-in needs to be finished', error);
    }
    /** One that begins in an hour from now is as wrong as one that began an hour ago. */
    function isExpired({ createdAt }, now) {
        return Math.abs(now - createdAt) > LIFETIME;
    }
    function unanswerable(begun, state) {
        const hint = 'Sign in again. (Who builds the authorize URL needs AllowUnsolicitedResponse: true.)';
        if (!begun) {
            const reason = 'No sign-in waits for a response: perhaps this address was opened before.';
            return new CognitoAuthError('no_transaction', `${reason} ${hint}`);
        }
        return state
            ? new CognitoAuthError('state_mismatch', `The redirect answers no sign-in of this browser. ${hint}`)
            : new CognitoAuthError('state_missing', `The redirect has no state. ${hint}`);
    }
    /** Whether this is the error of a response that answers no sign-in of this browser, rather than one in a wrong way. */
    function isUnsolicited(error) {
        return hasCode(error, 'no_transaction', 'state_missing', 'state_mismatch');
    }
    /** Checked before a state from outside becomes part of a key. */
    function isState(state) {
        return /^(popup\.)?[\w-]{43}$/.test(state);
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

    /** Without `openid` there is no ID token: then `sub` and the name are all that is known. */
    function userOf(session) {
        const { idToken, accessToken } = session;
        if (idToken.getJwtToken())
            return idToken.payload;
        return { sub: accessToken.payload['sub'], 'cognito:username': usernameOf(session) ?? '' };
    }
    /** The text of the access token; empty where nobody is signed in. */
    function tokenOf(session) {
        return session?.getAccessToken().getJwtToken() ?? '';
    }
    /** The text of the refresh token; empty where there is none. */
    function refreshTokenOf(session) {
        return session?.getRefreshToken().getToken() ?? '';
    }
    /** Whether somebody is signed in by this session, or can be again without a word. */
    function isSomebody(session) {
        return session.isValid() || refreshTokenOf(session) !== '';
    }

    /** Listeners by the name of what they wait for. */
    class Emitter {
        _listeners = {};
        /** @returns what takes the listener away again */
        on(name, listener) {
            // A function of its own each time: the same listener may be added twice, and each is taken away by its own undo.
            const heard = (event) => {
                listener(event);
            };
            const listeners = (this._listeners[name] ??= new Set());
            listeners.add(heard);
            return () => {
                listeners.delete(heard);
            };
        }
        /** Tells every listener of this moment. One that throws harms neither the others nor whoever emits. */
        emit(name, event) {
            for (const listener of [...(this._listeners[name] ?? [])]) {
                try {
                    listener(event);
                }
                catch (error) {
                    report(error);
                }
            }
        }
    }
    /** Hands an error of the application to whoever hears of errors that nobody caught. */
    function report(error) {
        if (typeof reportError === 'function')
            reportError(error);
        else {
            setTimeout(() => {
                throw error;
            });
        }
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
        /** @deprecated Use `new URL(url).hostname`; this one is undefined where there is none. */
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
        /** What the next sign-in shall bring back from `session.getState()`. */
        state;
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
            this._cache = new TokenCache(config.storage, config);
            // One with promises cannot be read before init().
            this.username = config.storage instanceof ReadThroughStorage ? undefined : this.getLastUser();
        }
        /** The id of the app client. */
        getClientId() {
            return this.clientId;
        }
        /** The user pool domain without its scheme. */
        getAppWebDomain() {
            return this.appWebDomain;
        }
        /** Whose session is read and stored; undefined where nobody is signed in. */
        getUsername() {
            return this.username;
        }
        /** Has the next call read the session of this user. */
        setUsername(username) {
            this.username = username;
        }
        /** The same as `setUsername()`. */
        setUser(username) {
            this.username = username;
        }
        /** The username that the storage names as the last to sign in; undefined where nobody is. */
        getLastUser() {
            return this._cache.lastUser();
        }
        /** The same as `getLastUser()`, but null where nobody is. */
        getCurrentUser() {
            return (this._cache.lastUser() ?? null);
        }
        /** The stored session of `getUsername()`; its tokens are empty where there is none. */
        getCachedSession() {
            if (this.username)
                return this._cache.read(this.username);
            return new CognitoAuthSession({ TokenScopes: new CognitoTokenScopes(this.TokenScopesArray) });
        }
        /** Forgets the stored session of `getUsername()`. */
        clearCachedTokensScopes() {
            this._cache.clear(this.username);
        }
        /** What the next sign-in brings back from `session.getState()`; undefined until there is one. */
        getState() {
            return this.state;
        }
        /** Sets what the next sign-in brings back from `session.getState()`; it never travels. */
        setState(state) {
            this.state = state;
        }
        /** Has sign-ins take the authorization code grant (RFC 6749, section 4.1) with PKCE. */
        useCodeGrantFlow() {
            this.responseType = 'code';
        }
        /** Has sign-ins take the implicit grant (RFC 6749, section 4.2), which puts tokens into the address. */
        useImplicitFlow() {
            this.responseType = 'token';
        }
        /** What the page's advanced security script collected; undefined without one, or if `AdvancedSecurityDataCollectionFlag` is false. */
        getUserContextData() {
            const isWanted = this.advancedSecurityDataCollectionFlag;
            const data = isWanted && userContextData(this.username ?? '', this.userPoolId ?? '', this.clientId);
            return (data || undefined);
        }
        /** @deprecated `TokenScopesArray` is the list itself. */
        getSpaceSeperatedScopeString() {
            return encodeURIComponent(this.TokenScopesArray.join(' '));
        }
        /** The same as `launchUri`, under the name of the option. */
        get LaunchUri() {
            return this.launchUri;
        }
        /** Sets what opens a URL. */
        set LaunchUri(launchUri) {
            this.launchUri = launchUri;
        }
    }

    const pages = new WeakMap();
    /** @param client the user pool domain and the app client */
    function pageOf(storage, client) {
        const clients = pages.get(storage) ?? new Map();
        pages.set(storage, clients);
        const name = `${client.origin} ${client.clientId}`;
        const page = clients.get(name) ?? { refreshes: new Map(), arrivals: new Map(), signOuts: 0 };
        clients.set(name, page);
        return page;
    }
    /** Runs what nobody is running under this key, and otherwise gives what is under way. */
    function once(running, key, run) {
        const shared = running.get(key);
        if (shared)
            return shared;
        const started = run().finally(() => running.delete(key));
        running.set(key, started);
        return started;
    }

    /**
     * How a session is kept once there is one: read, shared with other tabs, refreshed, forgotten. The storage has the
     * truth; the instance holds what it read there, and what the storage would not take.
     */
    class SessionState extends InheritedState {
        _events = new Emitter();
        /** How many listeners tell the program who is signed in, and how many there are of any kind. */
        _listeners = 0;
        _hearing = 0;
        _unlisten;
        /** What the page held that the storage did not take, when this instance looked last. */
        _untaken;
        /** Whether somebody else has signed in elsewhere, and the program has not heard of it. */
        _isSomebodyElse = false;
        /** Gives the session of the last look while another would find the same. */
        _unchanged;
        /** What the listeners know; undefined before the storage could be asked. */
        _reported;
        constructor(config) {
            super(config);
            this._page = pageOf(config.storage, config);
            this._lastUser = this._storedName = this.username;
            this.signInUserSession = this._stored = this.getCachedSession();
            if (isAtHand(this.storage))
                this._reported = this._state();
        }
        /**
         * Calls `listener` whenever this happens, here or in another tab; with `MemoryStorage` no other tab is heard of.
         * What a listener throws goes to the console and to `window.onerror`.
         * @returns what takes the listener away again
         */
        on(name, listener) {
            return this._listen(name, listener, name === 'signedIn' || name === 'signedOut');
        }
        /** @param tellsWho whether the program knows by this who is signed in */
        _listen(name, listener, tellsWho) {
            const off = this._hear(name, listener);
            if (tellsWho)
                this._listeners++;
            let isOn = true;
            return () => {
                if (!isOn)
                    return;
                isOn = false;
                if (tellsWho)
                    this._listeners--;
                off();
            };
        }
        /** As {@link on}, for a listener of this library, of which the program does not know. */
        _hear(name, listener) {
            const off = this._events.on(name, listener);
            if (this._hearing++ === 0) {
                this._look();
                const undo = [listen(this.clientId, this._look), onWake(this._look)];
                this._unlisten = () => {
                    for (const stop of undo)
                        stop();
                };
            }
            return () => {
                off();
                if (--this._hearing === 0)
                    this._unlisten?.();
            };
        }
        /** Sees what is new, as far as that can be seen already. */
        _look = () => {
            if (!isAtHand(this.storage))
                return;
            const look = () => {
                this._restored();
                if (this._listeners)
                    this._isSomebodyElse = false;
            };
            const loading = this._cache.load();
            if (loading)
                loading.then(look, () => undefined);
            else
                look();
        };
        /** Has the next call of the program fail, unless its listeners know that somebody else has signed in. */
        _unheard() {
            this._isSomebodyElse = this._listeners === 0;
        }
        /**
         * The session as it is now, in the storage or, where that does not have it, here.
         * @throws CognitoAuthError where a storage with promises has not been loaded yet
         */
        _restored() {
            const unchanged = this._unchanged?.();
            if (unchanged)
                return unchanged;
            this._unchanged = undefined;
            this._followPage();
            if (!this._cache.isReadable())
                return this.signInUserSession ?? new CognitoAuthSession();
            this._followUser();
            const held = this.signInUserSession;
            const isOurs = held !== null && held !== this._stored && isSomebody(held);
            if (!isOurs)
                this._read();
            this._report();
            const session = this.signInUserSession ?? new CognitoAuthSession();
            this._unchanged = this._glanceAt(session);
            return session;
        }
        /**
         * Another look finds the same session while it is valid, the storage gives the same three texts, of which every
         * sign-in, refresh and sign-out changes one, and neither the page nor the program has put another in its place.
         * @returns what gives the session while all of that holds; undefined for one that the storage does not have
         */
        _glanceAt(session) {
            const [token, refreshToken] = [tokenOf(session), refreshTokenOf(session)];
            // What a listener did meanwhile is for the next look.
            const isThere = this._cache.watch(this._lastUser, this._storedName, token, refreshToken);
            return (isThere &&
                (() => this.signInUserSession === session &&
                    this.username !== undefined &&
                    this._untaken === this._page.untaken &&
                    tokenOf(session) === token &&
                    refreshTokenOf(session) === refreshToken &&
                    session.isValid() &&
                    isThere()
                    ? session
                    : undefined));
        }
        /** What the storage did not take is, for all instances, over with a sign-out of one and renewed by a refresh of one. */
        _followPage() {
            const { untaken } = this._page;
            if (untaken === this._untaken)
                return;
            if (this.signInUserSession === this._untaken?.session)
                this.signInUserSession = untaken?.session ?? this._stored;
            this._untaken = untaken;
        }
        /** Is whoever signed in last, unless the program has named somebody else. */
        _followUser() {
            const user = this._cache.lastUser();
            if (user === this._lastUser) {
                this.username ??= user;
                return;
            }
            if (this.username === this._lastUser || this.username === undefined) {
                this._isSomebodyElse = this.username !== undefined && user !== undefined;
                this.username = user;
                // Whoever was signed in before is not any more, whether the storage had taken it or not.
                this.signInUserSession = this._stored;
                this._storedName = undefined;
            }
            this._lastUser = user;
        }
        /** Reads the stored session if it is not the one at hand, which outlives that the program names another user. */
        _read() {
            const { signInUserSession: held, _storedName: name, username } = this;
            const isWanted = name === username || held?.isValid();
            if (isWanted && this._isStored(held, name))
                return;
            const session = this.getCachedSession();
            // Another tab is just writing: it will be whole at the next look.
            const isTorn = !tokenOf(session) && this._cache.accessToken(username);
            if (isTorn && name === username && held?.isValid())
                return;
            this._hold(session);
        }
        /** Makes a session that the storage has that of this instance. */
        _hold(session) {
            this.signInUserSession = this._stored = session;
            this._storedName = this.username;
        }
        _isStored(session, name) {
            return ((this._cache.accessToken(name) ?? '') === tokenOf(session) &&
                (this._cache.refreshToken(name) ?? '') === refreshTokenOf(session));
        }
        /** Tells the listeners what is new to them. */
        _report(reason = 'otherTab', isSignIn = false) {
            const now = this._state();
            // What was there before anybody could ask is no news.
            const before = this._reported ?? now;
            const isNew = this._reported?.user !== now.user || this._reported?.token !== now.token;
            this._reported = now;
            const session = this.signInUserSession;
            if (before.user !== undefined && before.user !== now.user) {
                const hasRunOut = now.user === undefined && before.token !== '' && tokenOf(session) === before.token;
                this._events.emit('signedOut', { reason: hasRunOut ? 'expired' : reason });
            }
            if (now.user !== undefined && session) {
                if (before.user !== now.user || isSignIn)
                    this._events.emit('signedIn', { session });
                else if (before.token !== now.token)
                    this._events.emit('refreshed', { session });
            }
            if (isNew)
                this._events.emit('changed', undefined);
        }
        /** Somebody whose tokens ran out is signed in while they can be refreshed. */
        _state() {
            const session = this.signInUserSession;
            const user = session && isSomebody(session) ? (usernameOf(session) ?? this.username) : undefined;
            return { user, token: tokenOf(session) };
        }
        /**
         * Makes a session that has just arrived that of this instance, of the storage and of the other tabs. Where the storage
         * does not take it, it lasts as long as the page; but cookies are there for others, so that they have it or nobody.
         */
        _keep(session, { username, before }) {
            try {
                this._store(session, username);
                this._hold(session);
                this._untaken = this._page.untaken = undefined;
                written(this.storage)?.catch((error) => {
                    this._events.emit('warning', { error: notTaken(error) });
                });
            }
            catch (error) {
                if (!hasCode(error, 'storage_full') || this.storage.forState === 'localStorage')
                    throw error;
                const name = username ?? usernameOf(session) ?? '';
                this.username = name;
                this._untaken = this._page.untaken = { session, name };
                this._keepRefreshToken(session);
                this._events.emit('warning', { error });
            }
            this.signInUserSession = session;
            this._lastUser = this._cache.lastUser();
            this._isSomebodyElse = false;
            // Whoever was signed in on this page before has left it by this sign-in.
            this._report('user', before === undefined);
            announce(this.clientId, this._look, this.storage);
            return session;
        }
        /** The one that stands in the storage is spent: other tabs need this one, though the tokens beside it are not there. */
        _keepRefreshToken(session) {
            const { username = '' } = this;
            const refreshToken = refreshTokenOf(session);
            if (refreshToken && this._cache.refreshToken(username))
                this._cache.writeRefreshToken(username, refreshToken);
        }
        /**
         * Nothing is read back into the instance before the storage has it: programs read it there in `onSuccess`.
         * @param name that of the user, or the alias under which amazon-cognito-identity-js has stored the session before
         * @throws CognitoAuthError `storage_full`
         */
        _store(session, name = usernameOf(session)) {
            if (name === undefined)
                throw new CognitoAuthError('login_required', 'There is no session to store.');
            try {
                this._write(name, session);
                this.username = name;
            }
            catch (error) {
                throw notTaken(error);
            }
        }
        /** Makes room by what an earlier user left behind, if that is what it takes. */
        _write(name, session) {
            try {
                this._cache.write(name, session);
            }
            catch (error) {
                const last = this._cache.lastUser();
                if (last === undefined || last === name)
                    throw error;
                this._cache.clear(last);
                this._cache.write(name, session);
            }
        }
        /** Forgets the session here, in the storage and in other tabs, and lets nothing that is on its way store another. */
        _forget(reason) {
            const { arrivals } = this._page;
            this._page.signOuts++;
            this._page.untaken = undefined;
            // A response that has made a session makes no other.
            for (const [state, arrived] of arrivals)
                if (!(arrived instanceof Promise))
                    arrivals.delete(state);
            this.clearCachedTokensScopes();
            this._lastUser = this._cache.lastUser();
            this.username = undefined;
            this._hold(null);
            this._report(reason);
            announce(this.clientId, this._look, this.storage);
        }
        /** Whether nobody signed out on this page since this was called. */
        _watchSignOut() {
            const before = this._page.signOuts;
            return () => this._page.signOuts === before;
        }
        /** Whether nobody signed out on this page, or in on any, since this was called. */
        _watchUser() {
            const isSignedIn = this._watchSignOut();
            // A storage that cannot be read names nobody.
            const user = () => (this._cache.isReadable() ? { name: this._cache.lastUser() } : null);
            const before = user();
            return () => {
                const now = user();
                return isSignedIn() && (!before || !now || now.name === before.name);
            };
        }
        /** The response that is being handled on this page: whoever asks for a session waits for it. */
        _arriving() {
            const { arrivals } = this._page;
            if (!arrivals.size)
                return undefined;
            const arriving = [...arrivals.values()].reverse().find((session) => session instanceof Promise);
            return arriving && this._adopted(arriving);
        }
        /**
         * Makes a session that any instance of this page has kept that of this one, too.
         * @throws CognitoAuthError `login_required` where somebody has signed out before it was there
         */
        async _adopted(arriving) {
            const isCurrent = this._watchSignOut();
            const session = await arriving;
            if (!isCurrent())
                throw overtaken();
            this._adopt(session);
            return session;
        }
        /** The storage need not have it, and then nobody finds it there. */
        _adopt(session) {
            if (tokenOf(this._restored()) !== tokenOf(session)) {
                this.signInUserSession = session;
                this.username ??= usernameOf(session);
                this._report();
            }
            return session;
        }
        /**
         * Throws where somebody else has signed in elsewhere, once: whatever the program shows is not theirs.
         * @throws CognitoAuthError `session_changed`
         */
        _requireSameUser(isSomebodyElse = this._isSomebodyElse) {
            this._isSomebodyElse = false;
            if (!isSomebodyElse)
                return;
            throw new CognitoAuthError('session_changed', 'Somebody else has signed in elsewhere: the next call gives their session.');
        }
    }
    function notTaken(error) {
        return storageFull('The storage did not take the tokens', error);
    }
    /** The error of a session that came too late. */
    function overtaken() {
        return new CognitoAuthError('login_required', 'Somebody signed out or in while the tokens were on their way.');
    }

    /** How long before its end a session is refreshed, in seconds. */
    const AHEAD = 60;
    /** How long to wait after an attempt, in milliseconds, that succeeded or failed for now. */
    const AGAIN = 30_000;
    /** How long a timer can wait at most, in milliseconds. */
    const FARTHEST = 2 ** 31 - 1;
    /**
     * Refreshes ahead of time for as long as the page lives. A timer says when; where timers are throttled or the device
     * slept, the page's waking says it.
     * @returns what to call whenever the session may have become another
     */
    function autoRefresh(session) {
        let timer;
        const plan = (atLeast = 0) => {
            clearTimeout(timer);
            const endsAt = session.endsAt();
            if (endsAt === undefined)
                return;
            const delay = Math.max(endsAt - AHEAD * 1000 - Date.now(), atLeast);
            timer = setTimeout(refresh, Math.min(delay, FARTHEST));
        };
        const refresh = () => {
            const again = () => {
                plan(AGAIN);
            };
            session.refresh(AHEAD).then(again, (error) => {
                // Nothing else is cured by waiting; a clock, say, is put right while the page is out of sight.
                if (hasCode(error, 'network', 'timeout', 'server_error', 'bad_response', 'jwks_unavailable'))
                    again();
            });
        };
        onWake(() => {
            plan();
        });
        plan();
        return () => {
            plan();
        };
    }

    /** How long to wait for a lock, in milliseconds: longer than whoever refreshes and is awake holds it. */
    const PATIENCE = 12_000;
    /**
     * How long a value takes at most from the localStorage of one process to that of another, and so how often to look for
     * one, in milliseconds.
     */
    const PROPAGATION = 50;
    /**
     * Runs `run` while no other tab of this origin runs anything under this name (Web Locks API). What one of them stored
     * is there for the next: a lock is handed over faster than the storage.
     *
     * A tab that stands still while it holds the lock is not waited for longer than {@link PATIENCE}; those who gave it up
     * then take turns among themselves, and wait for each other no longer either. Where there are no locks (http pages, old
     * browsers), `run` runs at once.
     * @param run told whether others keep away while it runs, as far as that can be known
     * @param ready gives what another tab has brought about meanwhile, if that makes `run` needless: nobody waits on then
     * @returns what `run` returns, before the lock is released, or what was ready
     */
    function withLock(name, run, ready = () => undefined) {
        const locks = globalThis.navigator?.locks;
        return new Promise((resolve) => {
            let begun;
            const begin = (isAlone) => {
                begun ??= run(isAlone);
                resolve(begun);
                return begun;
            };
            const isNeedless = () => {
                const brought = ready();
                if (brought !== undefined)
                    resolve((begun ??= Promise.resolve(brought)));
                return begun !== undefined;
            };
            // Where there is no page, there is no other tab.
            if (!locks)
                void begin(currentUrl() === undefined);
            else
                void hold(locks, name, () => begin(true), isNeedless)
                    .catch(async () => {
                    if (!begun)
                        await hold(locks, `${name}.impatient`, () => begin(false), isNeedless);
                })
                    // Whatever keeps the locks from being granted (patience, a document that is not active) keeps nobody from `run`.
                    .catch(() => void begin(false));
        });
    }
    async function hold(locks, name, begin, isNeedless) {
        const keep = async () => {
            await begin().catch(() => undefined);
            await pause(PROPAGATION);
            return true;
        };
        const wasFree = await locks.request(name, { ifAvailable: true }, (lock) => lock && keep());
        if (wasFree)
            return;
        const controller = new AbortController();
        const giveUp = () => {
            controller.abort();
        };
        const look = () => {
            if (isNeedless())
                giveUp();
            else
                looking = setTimeout(look, PROPAGATION);
        };
        const patience = setTimeout(giveUp, PATIENCE);
        let looking = setTimeout(look, PROPAGATION);
        const stop = () => {
            clearTimeout(patience);
            clearTimeout(looking);
        };
        await locks
            .request(name, { signal: controller.signal }, async () => {
            stop();
            if (isNeedless())
                return;
            await pause(PROPAGATION);
            await keep();
        })
            .finally(stop);
    }
    /** @param milliseconds by the wall clock of a page that is not asleep */
    function pause(milliseconds) {
        return new Promise((resolve) => setTimeout(resolve, milliseconds));
    }

    /** How often a refresh that failed for now is tried again. */
    const RETRIES = 2;
    /** What an answer may need, in milliseconds. A request that is given up may have spent its refresh token. */
    const LEAST = 2000;
    /** When a token endpoint that wanted to be left alone may be asked again, by `performance.now()`. */
    const quietUntil = new Map();
    /**
     * Repeats a request that failed for now, with pauses of a second or two and a chance part, so that the pages of a
     * service that comes back do not come back all at once. A refresh may be repeated where a code may not: at Cognito a
     * rotated refresh token stays good for a moment.
     * @param endpoint who is asked: all requests to it heed what one answer says in `Retry-After`
     * @param deadline when the last answer has to be there, by `performance.now()`
     * @param request given how long it may take, in milliseconds
     * @throws what the last request threw; CognitoAuthError `timeout` where there is no time for any
     */
    async function persist(endpoint, deadline, request) {
        let last = new CognitoAuthError('timeout', 'There was no time left to ask the server.');
        for (let failures = 0; failures <= RETRIES; failures++) {
            // The page may have slept.
            const left = deadline - performance.now();
            if (left < LEAST)
                break;
            refuseWhileQuiet(endpoint);
            try {
                return await request(left);
            }
            catch (error) {
                last = error;
                const { retryAfter } = error;
                if (retryAfter)
                    quietUntil.set(endpoint, performance.now() + retryAfter * 1000);
                const delay = 1000 * (retryAfter ?? failures + 1) + 4 * (1 + (randomBytes(1)[0] ?? 0));
                const isWorthwhile = failures < RETRIES && performance.now() + delay + LEAST < deadline;
                if (!isWorthwhile || !hasCode(error, 'network', 'timeout', 'server_error'))
                    break;
                await pause(delay);
            }
        }
        throw last;
    }
    function refuseWhileQuiet(endpoint) {
        if (isOffline())
            throw new CognitoAuthError('network', 'The device is offline.');
        const left = Math.ceil(((quietUntil.get(endpoint) ?? 0) - performance.now()) / 1000);
        if (left > 0) {
            throw new CognitoAuthError('server_error', `The server wants no request for another ${left} seconds.`, {
                retryAfter: left,
            });
        }
    }
    /** The error that says why a refresh ended the session; undefined where it did not, and may be tried again. */
    function endingOf(error) {
        if (hasCode(error, 'session_expired', 'session_changed', 'bad_signature'))
            return error;
        if (!hasCode(error, 'token_request_failed') || error.error !== 'invalid_grant')
            return undefined;
        return new CognitoAuthError('session_expired', 'The session has ended. Sign in again.', {
            error: error.error,
            responseText: error.responseText,
        });
    }

    /** How long to wait, in milliseconds, for what another tab may have stored when the server says that a token is dead. */
    const SECOND_LOOKS = [0, 50, 200];
    /** The same where its answer may still be on the way: a refusal takes less time than tokens do. */
    const PATIENT_LOOKS = [...SECOND_LOOKS, 1000, 2000];
    /** What is left after the deadline of a request to fetch a key that nobody has seen before, in milliseconds. */
    const VERIFYING = 1000;
    /** How long another tab's sign-out takes at most to be heard of here, in milliseconds. */
    const AFTERMATH = 1000;
    /** How tokens become a session, and how they are renewed: by one request for all callers of the page and for all tabs. */
    class TokenSequences extends SessionState {
        constructor(config) {
            super(config);
            if (!config.refreshesItself)
                return;
            const plan = autoRefresh({
                endsAt: () => {
                    const session = isAtHand(this.storage) ? this._restored() : undefined;
                    return session && isSomebody(session) ? (session.expiresAt() + session.clockDrift) * 1000 : undefined;
                },
                refresh: async (minValidity) => {
                    try {
                        await this._lasting(this._restored(), minValidity);
                    }
                    catch (error) {
                        if (hasCode(error, 'session_changed'))
                            this._unheard();
                        throw error;
                    }
                },
            });
            this._hear('changed', plan);
        }
        /** A session that lasts for `minValidity` seconds or more, refreshed when it would not. */
        _validSession(minValidity) {
            const arriving = this._arriving();
            if (arriving)
                return arriving;
            const session = this._restored();
            this._requireSameUser();
            return this._lasting(session, minValidity);
        }
        /** This session if it lasts for `minValidity` seconds or more, and otherwise a refreshed one. */
        _lasting(session, minValidity) {
            const lasts = session.expiresAt() - minValidity > Date.now() / 1000 - session.clockDrift;
            return lasts ? session : this._renewed(session, minValidity);
        }
        async _renewed(session, minValidity) {
            if (!refreshTokenOf(session)) {
                throw new CognitoAuthError('login_required', `${tokenOf(session) ? 'The session does not last that long, and has no refresh token' : 'Nobody is signed in'}: call signIn() or getSession().`);
            }
            try {
                return await this._refresh(session);
            }
            catch (error) {
                // A token that is good for less is better than none, unless it was a refresh that was asked for.
                const rest = this._restored();
                if (minValidity < Infinity && rest.isValid() && usernameOf(rest) === usernameOf(session))
                    return rest;
                throw error;
            }
        }
        /**
         * One request for all callers of the page and for all tabs. Only the server's own "no", or tokens that are not this
         * user's, end the session.
         * @param name see {@link Wanted}
         */
        async _refresh(session, name = this._nameOf(session)) {
            const refreshToken = refreshTokenOf(session);
            const lock = `cognito-auth.${this.clientId}.${name ?? refreshToken.slice(-43)}`;
            const wanted = {
                session,
                name,
                stored: this._cache.accessToken(name),
                isSameUser: this._watchUser(),
            };
            try {
                const refreshed = once(this._page.refreshes, refreshToken, () => 
                // Nobody waits for keys while others wait for the lock.
                this._withKeys(() => withLock(lock, (isAlone) => this._refreshAlone(wanted, isAlone), this._brought(wanted)), issuerOf(session)));
                return await this._adopted(refreshed);
            }
            catch (error) {
                if (hasCode(error, 'login_required'))
                    return this._instead(session, error);
                if (endingOf(error) && tokenOf(this.signInUserSession) === tokenOf(session)) {
                    this._page.untaken = undefined;
                    this.username = undefined;
                    this._lastUser = this._cache.lastUser();
                    this._hold(this.getCachedSession());
                    this._report('expired');
                }
                throw error;
            }
        }
        /**
         * Gives what another tab has brought in place of the wanted session. It is written key by key: what was there at the
         * look before is whole by now.
         */
        _brought({ name, stored, isSameUser }) {
            let seen = stored;
            return () => {
                const token = this._cache.accessToken(name);
                const isWhole = token !== stored && token === seen;
                seen = token;
                if (!isWhole || name === undefined || !isSameUser())
                    return undefined;
                const current = this._cache.read(name);
                return current.isValid() ? current : undefined;
            };
        }
        _nameOf(session) {
            if (session === this._stored)
                return this._storedName;
            const { untaken } = this._page;
            // Its refresh token may have been stored, and then other tabs use it, too.
            const isShared = session === untaken?.session && this._cache.refreshToken(untaken.name);
            return isShared ? untaken.name : undefined;
        }
        /**
         * What there is instead of a session that somebody's sign-in or sign-out has overtaken.
         * @throws CognitoAuthError `session_changed`; `overtaken` where nobody is signed in
         */
        _instead(session, overtaken) {
            const current = this._restored();
            this._requireSameUser(isSomebody(current) && usernameOf(current) !== usernameOf(session));
            if (current.isValid())
                return current;
            throw overtaken;
        }
        /**
         * Refreshes, unless another tab has by the time it is our turn, or does while the server refuses us.
         * @param isAlone whether no other tab is at it
         */
        async _refreshAlone({ session, name, stored, isSameUser }, isAlone) {
            const { storage, clientId } = this;
            const deadline = performance.now() + TIMEOUT;
            for (let attempt = 1;; attempt++) {
                await this._cache.load();
                if (!isSameUser())
                    throw overtaken();
                // Where the storage cannot be read, there is the session at hand.
                const username = this._cache.isReadable() ? name : undefined;
                const current = username === undefined ? session : this._cache.read(username);
                const isAnother = username !== undefined && tokenOf(current) !== stored;
                if (isAnother && current.isValid())
                    return current;
                const refreshToken = refreshTokenOf(current);
                if (!refreshToken)
                    throw overtaken();
                const isUnchanged = () => isSameUser() &&
                    (username === undefined ||
                        !this._cache.isReadable() ||
                        this._cache.refreshToken(username) === refreshToken);
                try {
                    // What the application wanted back is not in the storage.
                    const { state, appState } = session;
                    const latest = tokenOf(current) ? Object.assign(current, { state, appState }) : session;
                    return await this._requestRefresh(latest, refreshToken, username, isUnchanged, deadline);
                }
                catch (error) {
                    const ending = endingOf(error);
                    if (!ending)
                        throw error;
                    if (username === undefined)
                        throw ending;
                    const mayBeSpent = attempt < 3 && hasCode(ending, 'session_expired');
                    const looks = isAlone ? SECOND_LOOKS : PATIENT_LOOKS;
                    if (mayBeSpent && (await this._isReplaced(username, refreshToken, looks)))
                        continue;
                    if (this._cache.refreshToken(username) === refreshToken) {
                        this._cache.clear(username);
                        announce(clientId, this._look, storage);
                    }
                    throw ending;
                }
            }
        }
        async _requestRefresh(session, refreshToken, username, isUnchanged, deadline) {
            let isSignedOut = false;
            let kept;
            const isCurrent = () => !isSignedOut && isUnchanged();
            const stop = this._onSignOut(username, () => {
                isSignedOut = true;
                return kept;
            });
            try {
                const tokens = await persist(tokenUrl(this._config), deadline, (timeout) => refreshTokens(this._config, refreshToken, timeout));
                try {
                    const accepted = this._accept(...this._completed(tokens, session, refreshToken, username), isCurrent);
                    const isKept = !(accepted instanceof Promise);
                    kept = isKept ? accepted : await inTime(deadline + VERIFYING - performance.now(), accepted);
                    return kept;
                }
                catch (error) {
                    // The one before it is spent, and the tokens beside it are not to blame.
                    if (tokens.refreshToken && username && isEnvironment(error) && isCurrent())
                        this._cache.writeRefreshToken(username, tokens.refreshToken);
                    throw error;
                }
            }
            finally {
                if (stop)
                    void pause(AFTERMATH).then(stop);
            }
        }
        /**
         * Listens for a sign-out in another tab that has not seen the tokens of this refresh. If they were stored before it
         * could be heard of, what is left of them is taken out again.
         * @param heard gives the session that was stored, if there is one by now
         */
        _onSignOut(username, heard) {
            if (username === undefined)
                return undefined;
            const { storage, clientId } = this;
            return onRemoval(storage, clientId, username, () => {
                const kept = refreshTokenOf(heard());
                const stored = this._cache.refreshToken(username);
                // Any other is that of somebody who has signed in since.
                if (!kept || (stored !== undefined && stored !== kept))
                    return;
                this._cache.clear(username);
                this._look();
                announce(clientId, this._look, storage);
            });
        }
        /** Whether another tab has stored another refresh token: its storage needs a moment to get here. */
        async _isReplaced(username, refreshToken, looks) {
            for (const delay of looks) {
                await pause(delay);
                await this._cache.load();
                if (this._cache.refreshToken(username) !== refreshToken)
                    return true;
            }
            return false;
        }
        /** What a refresh brought, together with what it leaves as it was (RFC 6749, section 6; OpenID Connect Core, section 12.2). */
        _completed(tokens, session, refreshToken = refreshTokenOf(session), username = this.username) {
            return [
                { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken },
                {
                    scopes: session.getTokenScopes().getScopes(),
                    appState: session.appState ?? session.getState(),
                    before: { access: session.getAccessToken().payload, id: session.getIdToken().payload },
                    openid: session.getIdToken().getJwtToken() !== '',
                    username,
                },
            ];
        }
        /** Has the keys at hand before a code or a refresh token is spent, if they are going to be needed. */
        async _withKeys(run, issuer = this._config.issuers?.[0]) {
            if (this._config.verifiesAlways && issuer !== undefined)
                await fetchKeys(issuer);
            return run();
        }
        /**
         * The session of tokens from the token endpoint. They came over TLS (OpenID Connect Core, section 3.1.3.7, item 6),
         * so that it is there in this turn unless every signature is to be verified.
         * @param isCurrent whether nothing has overtaken the request
         */
        _accept(tokens, foreknown, isCurrent = () => true) {
            const session = this._sessionFrom(tokens, foreknown);
            if (this._config.verifiesAlways)
                return this._keepOnceSigned(session, foreknown, isCurrent);
            if (!isCurrent())
                throw overtaken();
            return this._keep(session, foreknown);
        }
        _sessionFrom(tokens, foreknown) {
            return sessionFromTokens(tokens, foreknown, this._config, Date.now());
        }
        /** Keeps a session only when its signatures have been verified. */
        async _keepOnceSigned(session, foreknown, isCurrent) {
            await verifySession(session, this._config);
            if (!isCurrent())
                throw overtaken();
            return this._keep(session, foreknown);
        }
    }
    /** Who issued the tokens of a session, one of the two forms of the user pool's issuer. */
    function issuerOf(session) {
        return session.getAccessToken().payload['iss'];
    }
    /** Whether the clock, the network or the storage kept tokens from being taken, and not the tokens themselves. */
    function isEnvironment(error) {
        return isUndecided(error) || hasCode(error, 'expired', 'clock_skew', 'storage_full', 'timeout');
    }

    /** How long a window stays at most that has been told to close itself, in milliseconds. */
    const AFTERGLOW = 1000;
    /** How somebody signs in: away to the hosted pages, and back with a response. */
    class SignInSequences extends TokenSequences {
        /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
        constructor(options) {
            const config = readOptions(options);
            super(config);
            this._transactions = new Transactions(config.storage, config.stateStorage, config);
            this._returns = new Returns(config);
            this.launchUri = config.launchUri ?? navigate;
        }
        /** Has at hand what a storage with promises holds; undefined where none has to be waited for. */
        _load() {
            const loading = [this.storage, this._config.stateStorage].some((storage) => storage instanceof ReadThroughStorage);
            return loading ? Promise.all([this._cache.load(), this._transactions.load()]) : undefined;
        }
        /** Has somebody come back to where they are, unless they would lose a session in memory by that. */
        _returning(options) {
            const page = currentUrl();
            if (options.returnTo !== undefined || !page || this.storage.forState === 'sessionStorage')
                return options;
            return { ...options, returnTo: withoutResponse(page) };
        }
        /**
         * Begins a sign-in and gives its URL.
         * @param screen the page that it begins on
         */
        _begin(options, screen = options.screen, state = randomToken()) {
            const { scopes, redirectUri, prompt, appState, returnTo, ...parameters } = readSignIn(options);
            const { idpIdentifier, identityProvider = idpIdentifier === undefined ? this.IdentityProvider : '' } = parameters;
            const { origin, clientId } = this._config;
            const page = currentUrl();
            const transaction = {
                createdAt: Date.now(),
                responseType: this.responseType,
                redirectUri: redirectUri ?? this.RedirectUriSignIn,
                scopes: scopes ?? this.TokenScopesArray,
                nonce: randomToken(),
                codeVerifier: randomToken(),
                appState,
                returnTo: page && sameOriginUrl(returnTo, page),
            };
            this._transactions.begin(state, transaction);
            return authorizeUrl(origin, {
                ...parameters,
                ...transaction,
                screen,
                identityProvider,
                clientId,
                state,
                prompt: [prompt ?? []].flat().join(' ') || undefined,
                userContextData: this.getUserContextData(),
                codeChallenge: transaction.responseType === 'code' ? codeChallenge(transaction.codeVerifier) : undefined,
            });
        }
        /**
         * Signs in at a window that opens in this turn, and stays here.
         * @throws CognitoAuthError as `signIn()`
         */
        async _signInAtWindow(options) {
            const state = popupState(randomToken());
            const url = this._begin(options, options.screen, state);
            try {
                requireOwnOrigin(options.redirectUri ?? this.RedirectUriSignIn);
                const popup = openPopup(url, state, `cognito-auth.${this.clientId}`);
                this._page.popup?.dismiss();
                this._page.popup = popup;
                return await this._finish(readCallback(await popup.answer));
            }
            catch (error) {
                // One that may still come back is left to its window.
                if (hasCode(error, 'popup_blocked', 'invalid_configuration', 'no_browser'))
                    this._transactions.forget(state);
                throw error;
            }
        }
        /** Leaves the page for the sign-in at `url`, once that could be finished. */
        async _leave(url) {
            const begun = this._transactions.written();
            if (begun)
                await begun;
            await this._leaveFor(url);
        }
        /**
         * Leaves the page for the sign-in at `url`.
         * @throws CognitoAuthError `redirect_loop`; `no_browser` where that would end in an empty frame; `storage_unavailable`
         *   where nothing would be left to finish the sign-in with
         */
        _leaveFor(url) {
            this._returns.requireNoLoop();
            if (this.launchUri === navigate && isFramed()) {
                throw new CognitoAuthError('no_browser', 'The hosted pages refuse to be shown in a frame: call signIn({ popup: true }), or pass LaunchUri, a function that opens the URL it is given.');
            }
            if (this.launchUri === navigate && currentUrl() !== undefined)
                this._transactions.requireLasting();
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
            const finish = () => this._finish(response, withdrawn);
            const state = response?.state ?? '';
            return isPopupState(state) ? this._handOver(url, state, finish) : finish();
        }
        /**
         * Leaves the response in `url` to the page that opened this window for it. Where that is gone, it is this page's.
         * @param finish what is done with it then
         */
        _handOver(url, state, finish) {
            const { arrivals } = this._page;
            const session = handOver(url, state).then(async (isTaken) => {
                arrivals.delete(state);
                if (!isTaken)
                    return finish();
                // A window that may not close itself shows what the other page makes of the response.
                await pause(AFTERGLOW);
                return this._validSession(0);
            });
            arrivals.set(state, session);
            return session;
        }
        /**
         * The evidence is consumed first, everything is checked next, and only then is anything stored. A response that is
         * being handled already, whoever passed it, has one outcome.
         * @param withdrawn given, tokens in the redirect make a session in this turn, on probation until their signature
         *   has been verified; otherwise they make one only then
         */
        _finish(response, withdrawn) {
            if (!response)
                return undefined;
            const handled = this._page.arrivals.get(response.state ?? '');
            if (handled instanceof Promise)
                return this._adopted(handled);
            if (handled)
                return this._adopt(handled);
            try {
                const outcome = this._handle(response, withdrawn);
                // A session on probation is noted at the end of that.
                if (outcome instanceof Promise) {
                    void outcome.then((session) => {
                        this._note(response, this._covers(session));
                    }, () => {
                        this._note(response, false);
                    });
                }
                return outcome;
            }
            catch (error) {
                this._note(response, false);
                throw error;
            }
        }
        /** Notes how a sign-in came back, once for each. */
        _note({ state }, isGood) {
            // Whoever closes a window goes round in no circle.
            if (state !== undefined && isPopupState(state))
                return;
            const isKnown = !isGood && state !== undefined && state === this._page.failed;
            if (!isKnown)
                this._returns.note(isGood);
            if (!isGood)
                this._page.failed = state;
        }
        _handle(response, withdrawn) {
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
                    void this._probation(response, this._keep(session, foreknown), foreknown, withdrawn);
                    return session;
                }
                return this._arrival(response, this._keepOnceSigned(session, foreknown, isCurrent), foreknown);
            }
            const { redirectUri = this.RedirectUriSignIn, codeVerifier } = transaction ?? {};
            const exchange = () => exchangeCode(this._config, { code: response.code, redirectUri, codeVerifier });
            const accepted = this._withKeys(exchange).then((tokens) => this._accept(tokens, foreknown, isCurrent));
            return this._arrival(response, accepted, foreknown);
        }
        /** While a session is on its way, whoever asks for one waits for it. Then the person goes where they wanted to. */
        _arrival({ state = '' }, session, { returnTo }) {
            const { arrivals } = this._page;
            const arrival = session
                .then((arrived) => {
                leadTo(returnTo);
                return arrived;
            })
                .finally(() => arrivals.delete(state));
            arrivals.set(state, arrival);
            return arrival;
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
        /** Takes a session back whose signatures do not hold. Where they cannot be verified it stays. */
        async _probation(response, session, { returnTo }, withdrawn) {
            const { state = '' } = response;
            this._page.arrivals.set(state, session);
            const error = await verifySession(session, this._config).catch((thrown) => thrown);
            this._page.arrivals.delete(state);
            const isCurrent = this.signInUserSession === session;
            const isGood = error === undefined || isUndecided(error);
            this._note(response, isGood && this._covers(session));
            if (isGood) {
                if (isCurrent)
                    leadTo(returnTo);
                return;
            }
            const username = usernameOf(session) ?? '';
            if (this._cache.accessToken(username) === tokenOf(session)) {
                this._cache.clear(username);
            }
            if (!isCurrent)
                return;
            this._forget('expired');
            withdrawn(error);
        }
        /** Whether a refresh is enough. amazon-cognito-identity-js stores no scopes: nothing is known to be missing then. */
        _covers(session) {
            const scopes = session.getTokenScopes().getScopes();
            return !scopes.length || this.TokenScopesArray.every((scope) => scopes.includes(scope));
        }
    }
    /**
     * The window can tell this page nothing from anywhere else.
     * @throws CognitoAuthError `invalid_configuration`
     */
    function requireOwnOrigin(redirectUri) {
        const page = currentUrl();
        if (page === undefined || new URL(redirectUri).origin === new URL(page).origin)
            return;
        refuse(`A popup has to come back to this origin: write redirectUri: '${new URL(page).origin}/…'.`);
    }
    /** Opens the page where the person wanted to go: checked again, for it was in the storage meanwhile. */
    function leadTo(returnTo) {
        const page = currentUrl();
        const target = page && sameOriginUrl(returnTo, page);
        if (target && target !== page)
            replacePage(target);
    }

    const LOADING = Object.freeze({ status: 'loading', user: null });
    const SIGNED_OUT = Object.freeze({ status: 'signedOut', user: null });
    /**
     * Signs people in and out through the hosted pages of an Amazon Cognito user pool.
     *
     * The promises (`init`, `signIn`, `getTokens`, `signOut`) and the callbacks of amazon-cognito-auth-js
     * (`parseCognitoWebResponse`, `getSession`, `userhandler`) are two doors to the same sequences.
     * @typeParam Custom what the ID token says besides, such as `{ 'custom:plan': string }`
     */
    class CognitoAuth extends SignInSequences {
        /** Hears how the callback methods end. */
        userhandler;
        /** Whether `init()` has come to an end. */
        _isReady = false;
        /** What the last snapshot shows, and of which session. */
        _snapshot = SIGNED_OUT;
        _shown = null;
        // ── Promises ──────────────────────────────────────────────────────────────────────────────────────────────────
        /**
         * Finishes the sign-in that the page's address answers, or restores the stored session, refreshing it if need be.
         * @returns null where nobody is signed in
         * @throws CognitoAuthError where the response is refused, or the refresh fails for now
         */
        async init() {
            try {
                return await this._init();
            }
            finally {
                this._isReady = true;
                this._events.emit('changed', undefined);
            }
        }
        async _init() {
            let foreign;
            try {
                const answered = await this.handleCallback();
                if (answered)
                    return answered;
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
        /**
         * Finishes the sign-in that `url` answers, and nothing else: for a route of its own, or an address that does not come
         * from the page (Electron, a deep link). `init()` does this for the page's address.
         * @param url absolute or relative; the page's own unless given
         * @returns null where it holds no response, or one that nobody is signed in by (`prompt: 'none'`)
         * @throws CognitoAuthError where the response is refused
         */
        async handleCallback(url = currentUrl()) {
            const loading = this._load();
            if (loading)
                await loading;
            try {
                return (url === undefined ? undefined : await this._answer(url)) ?? null;
            }
            catch (error) {
                if (hasCode(error, 'login_required'))
                    return null;
                throw error;
            }
        }
        /**
         * Who is signed in, or can be again without a word: the claims of the ID token. Without `openid` there is none, and
         * `sub` and the name are all that is known. Null where nobody is.
         */
        getUser() {
            const session = this._restored();
            return isSomebody(session) ? userOf(session) : null;
        }
        /**
         * The same for a page that is drawn anew whenever it changes, with whether that is known yet: it is the same object
         * for as long as nothing does. Made for `useSyncExternalStore(auth.subscribe, auth.getSnapshot)`.
         */
        getSnapshot = () => {
            if (!this._isReady)
                return LOADING;
            const session = this.signInUserSession;
            const user = session && isSomebody(session) ? session : null;
            if (user !== this._shown) {
                this._shown = user;
                this._snapshot = user ? { status: 'signedIn', user: userOf(user) } : SIGNED_OUT;
            }
            return this._snapshot;
        };
        /**
         * Calls `listener` now and whenever what {@link getSnapshot} gives may be another.
         * @returns what ends that
         */
        subscribe = (listener) => {
            const tell = () => {
                listener(this.getSnapshot());
            };
            const off = this._listen('changed', tell, true);
            tell();
            return off;
        };
        async signIn(options = {}) {
            if (options.popup)
                return this._signInAtWindow(options);
            await this._leave(this._begin(this._returning(options)));
            return undefined;
        }
        /**
         * The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour.
         * @throws CognitoAuthError `invalid_configuration`, `storage_full`
         */
        createSignInUrl(options = {}) {
            if (options.popup)
                refuse('A link opens no popup: call signIn({ popup: true }) when it is clicked.');
            return this._begin(this._returning(options));
        }
        /**
         * Leaves the page for the one where somebody who is signed in at managed login adds a passkey (Cognito developer guide,
         * "Managed login endpoints"); the classic hosted UI has none. It takes what a sign-in does and comes back like one, and
         * who comes back with nothing new finds the session as it was.
         * @throws CognitoAuthError as {@link signIn}
         */
        async addPasskey(options = {}) {
            await this._leave(this._begin(this._returning(options), 'addPasskey'));
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
         * `fetch()` with the access token, for the page's own origin and `ApiOrigins`. Where the API answers 401, the session
         * is refreshed and the request made once more; a 401 that remains is the answer. A function that may be passed on.
         * @throws CognitoAuthError `invalid_configuration` for another origin; as {@link getTokens}; and what `fetch()` throws
         */
        fetch = async (input, init) => {
            const page = currentUrl();
            const { origin } = new URL(input instanceof Request ? input.url : input, page);
            if (!this._config.apiOrigins.includes(origin) && (!page || new URL(page).origin !== origin)) {
                throw new CognitoAuthError('invalid_configuration', `The access token is not for ${origin}: write ApiOrigins: ['${origin}'], or leave it to the browser's own fetch.`);
            }
            return fetchWithBearer(input, init, async (minValidity) => (await this.getTokens({ minValidity })).accessToken);
        };
        /**
         * Signs out: forgets the session, revokes its refresh token (RFC 7009) and leaves the page for the logout endpoint,
         * all in this turn. A revocation that fails changes nothing.
         * @returns fulfilled once the revocation is over
         * @throws CognitoAuthError `no_browser` where there is no page to leave; the session is forgotten all the same
         */
        async signOut({ revoke = true, redirect = true } = {}) {
            this.username ??= this.getLastUser();
            // Another instance may have refreshed since: the storage has the token that is alive.
            const sessions = [this.getCachedSession(), this.signInUserSession, this._page.untaken?.session];
            const refreshToken = sessions.map(refreshTokenOf).find(Boolean);
            this._forget('user');
            const revoked = revoke && refreshToken ? revokeToken(this._config, refreshToken) : Promise.resolve();
            const settled = revoked.catch(() => undefined);
            const forgotten = written(this.storage);
            if (forgotten)
                await forgotten.catch(() => undefined);
            if (redirect)
                this.launchUri(this.getFQDNSignOut());
            await settled;
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
                const arriving = this._arriving();
                if (arriving)
                    return arriving;
                const session = this._restored();
                this._requireSameUser();
                if (session.isValid())
                    return session;
                if (refreshTokenOf(session) && this._covers(session))
                    return this._refresh(session);
                this._leaveFor(this.getFQDNSignIn());
                return undefined;
            });
        }
        /** Refreshes with this refresh token and tells `userhandler` how it ended. */
        refreshSession(refreshToken) {
            const has = (session) => refreshTokenOf(session) === refreshToken;
            this._tell(() => {
                const [held, stored] = [this.signInUserSession, this.getCachedSession()];
                if (has(stored))
                    return this._refresh(stored, this.username);
                if (held && has(held))
                    return this._refresh(held);
                const unknown = new CognitoAuthSession({
                    RefreshToken: new CognitoRefreshToken(refreshToken),
                    TokenScopes: new CognitoTokenScopes(this.TokenScopesArray),
                });
                return this._refresh(unknown);
            });
        }
        /** Whether this instance or the storage holds a session that is valid. */
        isUserSignedIn() {
            return this._restored().isValid();
        }
        /** The session of this instance; null after `signOut()`, and empty where nobody has signed in. */
        getSignInUserSession() {
            this._restored();
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
                return this._accept(...this._completed(tokens, session));
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

    /*! js-cookie v3.0.8 | MIT */
    function assign (target) {
      for (var i = 1; i < arguments.length; i++) {
        var source = arguments[i];
        for (var key in source) {
          if (key === '__proto__') continue
          target[key] = source[key];
        }
      }
      return target
    }

    var defaultConverter = {
      read: function (value) {
        if (value[0] === '"') {
          value = value.slice(1, -1);
        }
        return value.replace(/(%[\dA-F]{2})+/gi, decodeURIComponent)
      },
      write: function (value) {
        return encodeURIComponent(value).replace(
          /%(2[346BF]|3[AC-F]|40|5[BDE]|60|7[BCD])/g,
          decodeURIComponent
        )
      }
    };

    function init(converter, defaultAttributes) {
      function set(name, value, attributes) {
        if (typeof document === 'undefined') {
          return
        }

        attributes = assign({}, defaultAttributes, attributes);

        if (typeof attributes.expires === 'number') {
          attributes.expires = new Date(Date.now() + attributes.expires * 864e5);
        }
        if (attributes.expires) {
          attributes.expires = attributes.expires.toUTCString();
        }

        name = encodeURIComponent(name)
          .replace(/%(2[346B]|5E|60|7C)/g, decodeURIComponent)
          .replace(/[()]/g, escape);

        var stringifiedAttributes = '';
        for (var attributeName in attributes) {
          if (!attributes[attributeName]) {
            continue
          }

          stringifiedAttributes += '; ' + attributeName;

          if (attributes[attributeName] === true) {
            continue
          }

          // Considers RFC 6265 section 5.2:
          // ...
          // 3.  If the remaining unparsed-attributes contains a %x3B (";")
          //     character:
          // Consume the characters of the unparsed-attributes up to,
          // not including, the first %x3B (";") character.
          // ...
          stringifiedAttributes += '=' + attributes[attributeName].split(';')[0];
        }

        return (document.cookie =
          name + '=' + converter.write(value, name) + stringifiedAttributes)
      }

      function get(name) {
        if (typeof document === 'undefined' || (arguments.length && !name)) {
          return
        }

        // To prevent the for loop in the first place assign an empty array
        // in case there are no cookies at all.
        var cookies = document.cookie ? document.cookie.split('; ') : [];
        var jar = {};
        for (var i = 0; i < cookies.length; i++) {
          var parts = cookies[i].split('=');
          var value = parts.slice(1).join('=');

          try {
            var found = decodeURIComponent(parts[0]);
            if (!(found in jar)) jar[found] = converter.read(value, found);
            if (name === found) {
              break
            }
          } catch (_e) {
            // Do nothing...
          }
        }

        return name ? jar[name] : jar
      }

      return Object.create(
        {
          set: set,
          get: get,
          remove: function (name, attributes) {
            set(
              name,
              '',
              assign({}, attributes, {
                expires: -1
              })
            );
          },
          withAttributes: function (attributes) {
            return init(this.converter, assign({}, this.attributes, attributes))
          },
          withConverter: function (converter) {
            return init(assign({}, this.converter, converter), this.attributes)
          }
        },
        {
          attributes: { value: Object.freeze(defaultAttributes) },
          converter: { value: Object.freeze(converter) }
        }
      )
    }

    var api = init(defaultConverter, { path: '/' });

    /**
     * js-cookie, in a file of its own in `dist/`, too: it does not say that its import has no side effects, so that bundlers
     * would keep it for programs without cookies. They leave this file out, which does.
     */
    const cookies = api;

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
        /** The host they belong to; undefined for that of the page alone. */
        domain;
        /** The path below which they are seen. */
        path;
        /** Their lifetime in days. */
        expires;
        /** Whether they travel over https only. */
        secure;
        /** Which requests of other sites they travel with. */
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
                cookies.set(key, value, this._attributes(this.expires));
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
        /** The value; undefined where there is none, or not all of it. */
        getItem(key) {
            const whole = cookies.get(key);
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
        /** Removes the value, in however many cookies it is. */
        removeItem(key) {
            cookies.remove(key, this._attributes());
            this._removePieces(key);
        }
        /**
         * Removes every cookie of the page that lies on this storage's domain and path.
         * @returns what amazon-cognito-auth-js returned, an empty object
         */
        clear() {
            for (const name of Object.keys(cookies.get()))
                cookies.remove(name, this._attributes());
            return {};
        }
        _removePieces(key) {
            for (let i = this._countPieces(key) - 1; i >= 0; i--)
                cookies.remove(`${key}.${i}`, this._attributes());
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
        return cookies.withConverter({ read: (value) => value, write: (value) => value });
    }

    exports.CognitoAccessToken = CognitoAccessToken;
    exports.CognitoAuth = CognitoAuth;
    exports.CognitoAuthError = CognitoAuthError;
    exports.CognitoAuthSession = CognitoAuthSession;
    exports.CognitoIdToken = CognitoIdToken;
    exports.CognitoRefreshToken = CognitoRefreshToken;
    exports.CognitoTokenScopes = CognitoTokenScopes;
    exports.CookieStorage = CookieStorage;
    exports.DateHelper = DateHelper;
    exports.MemoryStorage = MemoryStorage;
    exports.StorageHelper = StorageHelper;
    exports.handlePopup = handlePopup;

}));
//# sourceMappingURL=amazon-cognito-auth.js.map
