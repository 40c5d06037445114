/*! cognito-auth 0.1.0 | Apache-2.0 */
/*! with jwt-decode (c) Auth0, Inc. and js-cookie (c) 2018 Klaus Hartl, Fagner Brack, GitHub Contributors, both MIT */
(function (global, factory) {
    typeof exports === 'object' && typeof module !== 'undefined' ? factory(exports) :
    typeof define === 'function' && define.amd ? define(['exports'], factory) :
    (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.AmazonCognitoIdentity = global.AmazonCognitoIdentity || {}));
})(this, (function (exports) { 'use strict';

    /** The only error that this library throws, rejects with, or hands to `onFailure` as its second argument. */
    class CognitoAuthError extends Error {
        constructor(
        /** What a program decides by. */
        code, message, { cause, ...details } = {}) {
            super(message, cause === undefined ? undefined : { cause });
            this.code = code;
            /** A literal, because minifiers rename classes. */
            this.name = 'CognitoAuthError';
            this.error = undefined;
            this.errorDescription = undefined;
            this.responseText = undefined;
            this.retryAfter = undefined;
            this.status = undefined;
            /** What the sign-in that failed was to bring back: `signIn({ appState })`, or `setState()`. */
            this.appState = undefined;
            /** Where the person who began it wanted to go, on this origin: a page can offer to begin again from there. */
            this.returnTo = undefined;
            Object.assign(this, details);
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
    /** The error of a session that came too late. */
    function overtaken() {
        const said = 'Somebody signed out or in while the tokens were on their way.';
        return new CognitoAuthError('login_required', said);
    }

    /** The address of the page, or undefined where there is none: a server, a worker, React Native. */
    function currentUrl() {
        var _a;
        return typeof window === 'undefined' ? undefined : (_a = window.location) === null || _a === void 0 ? void 0 : _a.href;
    }
    /**
     * Leaves the page for `url`.
     * @throws CognitoAuthError `no_browser` where there is no page to leave.
     */
    function navigate(url) {
        requirePage('pass LaunchUri, a function that opens the URL it is given.');
        window.location.assign(url);
    }
    /** @param instead what to write where there is no page */
    function requirePage(instead) {
        if (currentUrl() === undefined)
            throw new CognitoAuthError('no_browser', `There is no browser window: ${instead}`);
    }
    /** Whether the page is shown inside another, where the hosted pages refuse to be shown (`X-Frame-Options: DENY`). */
    function isFramed() {
        return typeof window !== 'undefined' && window.top !== window.self;
    }
    /**
     * Opens a window before this one. It has no name, for any window of the page may have taken that.
     * @param earlier one that was opened here before, which is used again while it is there
     * @returns undefined where the browser does not allow it
     * @throws CognitoAuthError `no_browser`
     */
    function openWindow(url, earlier) {
        requirePage('leave popup out.');
        if ((earlier === null || earlier === void 0 ? void 0 : earlier.closed) === false) {
            earlier.location.href = url;
            earlier.focus();
            return earlier;
        }
        const [width, height] = [500, 720];
        const left = Math.round(window.screenX + (window.outerWidth - width) / 2);
        const top = Math.round(window.screenY + (window.outerHeight - height) / 2);
        const opened = window.open(url, '_blank', `popup,width=${width},height=${height},left=${left},top=${top}`);
        if (!opened || opened.closed)
            return undefined;
        opened.focus();
        return opened;
    }
    /** Has a window that was opened here go on to `url`. */
    function moveOn(opened, url) {
        opened.location.href = url;
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
        return listenTo(pageEvents(), 'message', ({ origin, source, data }) => {
            if (origin === window.location.origin && source === opened)
                heard(data);
        });
    }
    /** Sends a message to the page that opened this window, if it is one of this origin. */
    function sendToOpener(message) {
        var _a;
        if (currentUrl() === undefined)
            return;
        (_a = window.opener) === null || _a === void 0 ? void 0 : _a.postMessage(message, window.location.origin);
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
        catch (_a) {
            // What was signed in or refused by now is not undone for the looks of the address.
        }
    }
    /** Whether the device says that it has no network. That it has one says nothing. */
    function isOffline() {
        var _a;
        return ((_a = globalThis.navigator) === null || _a === void 0 ? void 0 : _a.onLine) === false;
    }
    /** Calls `changed` when another tab writes or removes a key of localStorage that begins like this, or clears it. */
    function onStorageEvent(prefix, changed) {
        return listenTo(pageEvents(), 'storage', (event) => {
            var _a, _b;
            if ((_b = (_a = event.key) === null || _a === void 0 ? void 0 : _a.startsWith(prefix)) !== null && _b !== void 0 ? _b : true)
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
        const page = typeof window === 'undefined' ? undefined : window;
        return typeof (page === null || page === void 0 ? void 0 : page.addEventListener) === 'function' ? window : undefined;
    }
    function listenTo(target, type, heard) {
        const listener = heard;
        target === null || target === void 0 ? void 0 : target.addEventListener(type, listener);
        return () => target === null || target === void 0 ? void 0 : target.removeEventListener(type, listener);
    }
    /** What that collected about this browser, if the page loaded it and it works. */
    function userContextData(...whose) {
        var _a;
        try {
            const page = globalThis;
            return (_a = page.AmazonCognitoAdvancedSecurityData) === null || _a === void 0 ? void 0 : _a.getData(...whose);
        }
        catch (_b) {
            return undefined;
        }
    }
    /** The browser's `localStorage` or `sessionStorage`, else undefined (blocked, absent). */
    function storageOf(kind) {
        try {
            return window[kind];
        }
        catch (_a) {
            return undefined;
        }
    }
    /** The same if it can be written (not full), which costs a write. */
    function webStorage(kind) {
        const probe = 'aws.cognito.test-ls';
        try {
            const storage = storageOf(kind);
            storage === null || storage === void 0 ? void 0 : storage.setItem(probe, '1');
            storage === null || storage === void 0 ? void 0 : storage.removeItem(probe);
            return storage;
        }
        catch (_a) {
            return undefined;
        }
    }

    const BOOLEAN = [[true, false]];
    /** Programs write `condition && value`. */
    const SWITCH = [(value) => !value || value === true, 'true or false'];
    /** Where more is asked later. */
    const ANYTHING = [() => true];
    function isText$1(value) {
        return typeof value === 'string';
    }
    /** @throws CognitoAuthError `invalid_configuration` */
    function refuse(message) {
        throw new CognitoAuthError('invalid_configuration', message);
    }
    /**
     * The options that were given, and undefined for each of the others. Only an object's own properties count: another
     * script may have put a switch on `Object.prototype`.
     * @param call what takes them, such as `signIn()`
     * @param unknown called with the name and the value of what is no option, which is refused unless given
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function checked(call, given, rules, unknown = (name) => refuse(`${call} has no option ${name}: it takes ${Object.keys(rules).join(', ')}.`)) {
        const names = Object.keys(rules);
        if (typeof given !== 'object')
            refuse(`${call} takes an object: { ${names.join(', ')} }.`);
        const own = new Map(Object.entries(given !== null && given !== void 0 ? given : {}));
        for (const [name, value] of own)
            if (value !== undefined && value !== null && !names.includes(name))
                unknown(name, value);
        const read = ([name, [good, write, isNeeded]]) => {
            const value = own.get(name);
            // Left out by mistake, an option that makes things safer would be missed by nobody.
            const inherited = own.has(name) ? undefined : Reflect.get(given !== null && given !== void 0 ? given : {}, name);
            if (inherited !== undefined && inherited !== Reflect.get(Object.prototype, name))
                refuse(`${name} is inherited, and not read: write it into the object itself.`);
            const verdict = typeof good === 'function' ? good(value) : good.includes(value);
            const isMissing = isNeeded && !value;
            if (!isMissing && (value === undefined || verdict === true))
                return [name, value];
            if (!isMissing && value === null)
                return [name, undefined];
            const flaw = isMissing ? 'is missing' : `cannot be ${shown$1(value)}`;
            const instead = isText$1(verdict) ? `'${verdict}'` : (write !== null && write !== void 0 ? write : good.map(shown$1).join(' or '));
            return refuse(`${name} ${flaw}: write ${instead}.`);
        };
        return Object.fromEntries(Object.entries(rules).map(read));
    }
    /** @throws CognitoAuthError `invalid_configuration` for one of these names in other letters */
    function refuseMisspelt(name, rules) {
        const meant = Object.keys(rules).find((known) => known.toLowerCase() === name.toLowerCase());
        if (meant !== undefined)
            refuse(`${name} is no option: write ${meant}.`);
    }
    /** What came; of an address not the query, which may hold a response. */
    function shown$1(value) {
        if (isText$1(value))
            return `'${value.slice(0, 100).replace(/([?#])[^]+/, '$1…')}'`;
        if (Array.isArray(value))
            return `[${value
            .map((each) => (Array.isArray(each) ? '[…]' : shown$1(each)))
            .slice(0, 9)
            .join(', ')}]`;
        return Object(value) === value ? `this ${typeof value}` : String(value);
    }

    /** Listeners by the name of what they wait for. */
    class Emitter {
        constructor() {
            this._listeners = {};
        }
        /** @returns what takes the listener away again */
        on(name, listener) {
            var _a;
            var _b;
            // A function of its own each time: the same listener may be added twice, and each is taken away by its own undo.
            const heard = (event) => {
                listener(event);
            };
            const listeners = ((_a = (_b = this._listeners)[name]) !== null && _a !== void 0 ? _a : (_b[name] = new Set()));
            listeners.add(heard);
            return () => {
                listeners.delete(heard);
            };
        }
        /** Tells every listener of this moment. One that throws harms neither the others nor whoever emits. */
        emit(name, event) {
            var _a;
            for (const listener of [...((_a = this._listeners[name]) !== null && _a !== void 0 ? _a : [])]) {
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

    /** How long a request may take, in milliseconds: nobody waits longer. */
    const TIMEOUT = 10000;
    /** How long an answer may be, in characters; those of Cognito have a few thousand. */
    const LONGEST$5 = 262144;
    /**
     * Posts a form. URLSearchParams as the body makes the browser encode every value and name the content type itself,
     * so that the request needs no preflight.
     * @throws CognitoAuthError `timeout`, `network`, `bad_response` where the answer is too long to be one
     */
    function postForm(url, form, { keepalive = false, headers = {}, timeout } = {}) {
        const body = new URLSearchParams(form);
        return request$1(url, { method: 'POST', headers, body, cache: 'no-store', keepalive }, timeout);
    }
    /**
     * Gets a document.
     * @param cache how the browser's HTTP cache takes part
     * @throws CognitoAuthError as {@link postForm}
     */
    function getText(url, cache) {
        return request$1(url, { cache });
    }
    async function request$1(url, init, timeout = TIMEOUT) {
        var _a;
        const controller = typeof AbortController === 'function' ? new AbortController() : undefined;
        try {
            // Not everything that stands in for `fetch` heeds a signal.
            return await inTime(timeout, answerTo(url, { ...init, signal: (_a = controller === null || controller === void 0 ? void 0 : controller.signal) !== null && _a !== void 0 ? _a : null }));
        }
        catch (error) {
            controller === null || controller === void 0 ? void 0 : controller.abort();
            throw error instanceof CognitoAuthError ? error : unreachable(url, error);
        }
    }
    /**
     * What `answer` comes to, if that takes no longer than so many milliseconds.
     * @throws CognitoAuthError `timeout`
     */
    async function inTime(timeout, answer) {
        let timer;
        const tooLate = new Promise((_resolve, reject) => {
            const said = `The server did not answer within ${Math.ceil(timeout / 1000)} seconds.`;
            timer = setTimeout(() => {
                reject(new CognitoAuthError('timeout', said));
            }, timeout);
        });
        try {
            return await Promise.race([tooLate, answer]);
        }
        finally {
            clearTimeout(timer);
        }
    }
    /**
     * Nothing of the page goes with a request: no cookies, no referrer; a redirect is an error, lest the body be sent
     * elsewhere (RFC 9700, section 4.12).
     */
    async function answerTo(url, init) {
        const nothing = { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' };
        const response = await fetch(url, { mode: 'cors', ...nothing, ...init });
        const { status, headers } = response;
        try {
            return { status, text: await readText(response), retryAfter: headers.get('Retry-After') };
        }
        catch (error) {
            if (error instanceof CognitoAuthError)
                throw error;
            // Whoever began to answer has done what was asked.
            const said = `The answer of ${new URL(url).origin} broke off${nameOf(error)}.`;
            throw new CognitoAuthError('network', said, { status });
        }
    }
    /** Reads no further than an answer can be long. */
    async function readText(response) {
        var _a;
        const reader = (_a = response.body) === null || _a === void 0 ? void 0 : _a.getReader();
        // Nothing was sent, or this is React Native, which streams no answers.
        if (!reader)
            return response.text();
        let text = '';
        const decoder = new TextDecoder();
        for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
            text += decoder.decode(chunk.value, { stream: true });
            if (text.length > LONGEST$5) {
                await reader.cancel();
                throw new CognitoAuthError('bad_response', `An answer has more than ${LONGEST$5} characters.`);
            }
        }
        return text + decoder.decode();
    }
    /**
     * The request that a browser makes of this in this turn, and the origin that it goes to. Whatever was passed, and
     * `<base href>`, may say something else in the next.
     * @throws CognitoAuthError `invalid_configuration`
     */
    function readRequest(...fetched) {
        try {
            const request = new Request(...fetched);
            return { request, origin: new URL(request.url).origin };
        }
        catch (error) {
            const said = `This is no request${nameOf(error)}: write what the browser's own fetch() takes.`;
            throw new CognitoAuthError('invalid_configuration', said);
        }
    }
    /**
     * Fetches with a bearer token (RFC 6750, section 2.1), and once more with another of the same person where the API
     * answers 401. The browser takes the token along to no other origin that it is redirected to (Fetch Standard,
     * "HTTP-redirect fetch").
     * @param isOnce whether the body is a stream, which is gone by then
     * @param bearer gives one that is good for so many seconds
     * @param missed hears why there is no other, since what is returned is the 401
     * @throws what `bearer` throws at first; what a signal was aborted with; CognitoAuthError `network`
     */
    async function fetchWithBearer(request, isOnce, bearer, missed) {
        var _a;
        const again = isOnce ? undefined : request.clone();
        const first = await bearer(0);
        const response = await send(request, first);
        if (response.status !== 401 || !again)
            return response;
        let next;
        try {
            // Somebody else may have been told 401 before.
            next = await bearer(0);
            if (next.token === first.token)
                next = await bearer(Infinity);
        }
        catch (error) {
            if (!(error instanceof CognitoAuthError))
                throw error;
            missed(error);
            return response;
        }
        if (next.user !== first.user)
            return response;
        (_a = response.body) === null || _a === void 0 ? void 0 : _a.cancel().catch(() => undefined);
        return send(again, next);
    }
    async function send(request, { token }) {
        var _a;
        request.headers.set('Authorization', `Bearer ${token}`);
        try {
            return await fetch(request);
        }
        catch (error) {
            // Whoever gives up knows their own reason. React Native's requests need not have a signal.
            throw ((_a = request.signal) === null || _a === void 0 ? void 0 : _a.aborted) ? error : unreachable(request.url, error);
        }
    }
    function unreachable(url, error) {
        const reasons = 'the device may be offline, or CORS, the Content-Security-Policy or an ad blocker in the way';
        const said = `${new URL(url).origin} could not be reached${nameOf(error)}: ${reasons}.`;
        return new CognitoAuthError('network', said);
    }

    /** Errors end up in logs: whatever of an answer they quote, what was sent and every token is struck out of it. */
    function withoutSecrets(said, sent) {
        var _a;
        const secrets = sent.filter((secret) => secret !== undefined && secret.length > 7);
        return (_a = secrets
            .reduce((rest, secret = '') => rest === null || rest === void 0 ? void 0 : rest.replaceAll(secret, '…'), said)) === null || _a === void 0 ? void 0 : _a.replace(/eyJ[\w-]+(\.[\w-]*)*/g, '…');
    }
    /** What came in the place of something else, as an error may quote it. */
    function shown(value) {
        return value === undefined ? 'missing' : withoutSecrets(JSON.stringify(value), []).slice(0, 200);
    }

    /**
     * Exchanges a code (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
     * @param timeout how long that may take, in milliseconds
     * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`, `network`, `timeout`
     */
    function exchangeCode(endpoint, { code, redirectUri, codeVerifier }, timeout) {
        const verifier = codeVerifier === undefined ? undefined : { code_verifier: codeVerifier };
        const form = { redirect_uri: redirectUri, code, ...verifier };
        return requestTokens(endpoint, 'authorization_code', form, timeout);
    }
    /**
     * Asks for new tokens (RFC 6749, section 6).
     * @param timeout how long that may take, in milliseconds
     * @throws CognitoAuthError as {@link exchangeCode}
     */
    function refreshTokens(endpoint, refreshToken, timeout) {
        return requestTokens(endpoint, 'refresh_token', { refresh_token: refreshToken }, timeout);
    }
    /**
     * Revokes a refresh token and what was issued from it (RFC 7009, section 2.1). The request outlives the page.
     * @throws CognitoAuthError `network`, `timeout`
     */
    async function revokeToken({ origin, clientId }, refreshToken) {
        const form = { token: refreshToken, client_id: clientId };
        await postForm(`${origin}/oauth2/revoke`, form, { keepalive: true });
    }
    /** The address of the token endpoint. */
    function tokenUrl({ origin }) {
        return `${origin}/oauth2/token`;
    }
    async function requestTokens(endpoint, grant, grantForm, timeout) {
        const form = { grant_type: grant, client_id: endpoint.clientId, ...grantForm };
        return readTokenResponse(await postForm(tokenUrl(endpoint), form, { timeout }), form);
    }
    /**
     * Reads an answer of the token endpoint.
     * @param sent the form that it answers; nothing of it gets into an error
     * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`
     */
    function readTokenResponse({ status, text, retryAfter }, sent = {}) {
        var _a;
        const body = parseObject(text);
        const member = (name) => {
            const value = body[name];
            return typeof value === 'string' && value ? value : undefined;
        };
        const secrets = [sent['code'], sent['code_verifier'], sent['refresh_token']];
        const quoted = (said) => withoutSecrets(said || undefined, secrets);
        const responseText = quoted(text);
        const answered = 'The token endpoint answered';
        if (status === 429 || status >= 500)
            throw new CognitoAuthError('server_error', `${answered} ${status}: try again later.`, {
                status,
                responseText,
                retryAfter: secondsUntil(retryAfter),
            });
        const error = quoted(member('error'));
        if (error) {
            const errorDescription = quoted(member('error_description'));
            const reason = errorDescription !== null && errorDescription !== void 0 ? errorDescription : USUAL_CAUSES.get(error);
            const details = { status, error, errorDescription, responseText };
            // Whoever refuses with 200 is no token endpoint, and ends no session (RFC 6749, section 5.2).
            const code = status === 200 ? 'bad_response' : 'token_request_failed';
            throw new CognitoAuthError(code, `${answered} ${error}.${reason ? ` ${reason}` : ''}`, details);
        }
        const accessToken = member('access_token');
        if (status !== 200 || !accessToken) {
            const details = { status, responseText: status === 200 ? undefined : responseText };
            const said = `${answered} ${status} without tokens: something may have answered in its place.`;
            throw new CognitoAuthError('bad_response', said, details);
        }
        requireBearer(body['token_type']);
        const scopes = (_a = member('scope')) === null || _a === void 0 ? void 0 : _a.split(' ');
        return { accessToken, idToken: member('id_token'), refreshToken: member('refresh_token'), scopes };
    }
    /**
     * Reads a `Retry-After` (RFC 9110, section 10.2.3), which is seconds or a date.
     * @returns seconds, a minute at most; undefined where it says nothing that can be understood
     */
    function secondsUntil(retryAfter) {
        if (!retryAfter)
            return undefined;
        const isDate = !/^\d+$/.test(retryAfter);
        const seconds = isDate ? (Date.parse(retryAfter) - Date.now()) / 1000 : Number(retryAfter);
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
        ['invalid_client', 'The app client is unknown, or has a secret: create one without a secret.'],
        ['invalid_grant', 'The code or the refresh token was used before, has expired or was revoked.'],
        [
            'unauthorized_client',
            'It allows no authorization code grant, or RedirectUriSignIn is another than at sign-in.',
        ],
    ]);
    /** The members of a JSON object; none for any other text, so that every check behind it fails. */
    function parseObject(text) {
        try {
            return Object(JSON.parse(text));
        }
        catch (_a) {
            return {};
        }
    }

    /** What is said of a storage that cannot be used as it is. */
    const PROMISES = 'This Storage returns promises: write Storage: asyncStorage(store), and StateStorage alike.';
    /** Whether something is a promise, whoever made it. */
    function isPromise(value) {
        return typeof value === 'object' && value !== null && 'then' in value;
    }
    /**
     * Whether a storage is to be read by a promise.
     * @param key one of ours, to ask for
     */
    function answersLater(storage, key) {
        try {
            const answer = storage.getItem(key);
            if (!isPromise(answer))
                return false;
            Promise.resolve(answer).catch(() => undefined);
            return true;
        }
        catch (_a) {
            // One that cannot be read may be read later.
            return false;
        }
    }
    /** Whether it is one of the browser, whose changes to localStorage other tabs hear of. */
    function isWebStorage(storage) {
        return typeof Storage === 'function' && storage instanceof Storage;
    }
    /** What a storage says of itself. One of the browser has under these names whatever a page has kept there. */
    function traitsOf(storage) {
        return isWebStorage(storage) ? {} : storage;
    }
    /** Whether the storage can be asked already: one with promises has to be loaded first. */
    function isAtHand(storage) {
        return traitsOf(storage).isLoaded !== false;
    }
    /** Longer values are none of ours. In characters. */
    const LONGEST$4 = 65536;
    /**
     * What a storage holds under a key, if it can be read and can be ours: anybody may have written there.
     * @throws CognitoAuthError where a storage with promises has not been loaded yet
     */
    function readItem(storage, key) {
        try {
            const value = storage.getItem(key);
            return typeof value === 'string' && value && value.length <= LONGEST$4 ? value : undefined;
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
            catch (_a) {
                return false;
            }
        });
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

    /** Base64url without padding (RFC 4648, section 5). */
    function base64url(bytes) {
        const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
        return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    }
    /** The bytes behind base64url, one to a character; throws where it is none. */
    const base64urlBinary = (text) => atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    /** The bytes behind base64url; throws where it is none. */
    const base64urlBytes = (text) => Uint8Array.from(base64urlBinary(text), (character) => character.charCodeAt(0));

    /** Longer tokens are refused unread: a header that large is refused by every server that could ask for it. */
    const LONGEST$3 = 65536;
    /** Three parts of base64url without padding (RFC 7515, section 7.1); that an unsigned token ends in an empty one is for others to refuse. */
    const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;
    /**
     * Decodes one part of a signed token (RFC 7519, section 7.2): base64url, UTF-8, a JSON object that names nothing twice.
     * @throws CognitoAuthError `malformed_token`
     */
    function decodeJwt(token, part) {
        var _a;
        const { length } = token;
        const isLong = length > LONGEST$3;
        try {
            const [, header = '', payload = '', signature = ''] = (_a = (isLong ? null : COMPACT.exec(token))) !== null && _a !== void 0 ? _a : [];
            base64urlBinary(signature);
            const json = utf8(base64urlBinary(part === 'header' ? header : payload));
            const decoded = jwtDecode(token, { header: part === 'header' });
            // Where a name stands twice, parsers differ in which one counts (RFC 8259, section 4).
            if (json.trim().startsWith('{') && names(json) === names(JSON.stringify(decoded)))
                return decoded;
        }
        catch (_b) {
            // What jwt-decode says may quote the token.
        }
        const flaw = isLong
            ? `has ${length} characters, and may have ${LONGEST$3}: take groups or other claims out of it`
            : 'is no JSON Web Token of three parts';
        throw new CognitoAuthError('malformed_token', `A token ${flaw}.`);
    }
    /** Throws where the bytes are no UTF-8. React Native has no TextDecoder everywhere. */
    function utf8(binary) {
        return decodeURIComponent(binary.replace(/[%\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`));
    }
    /** How many names the objects in this JSON have. */
    function names(json) {
        var _a;
        return (_a = json.match(/"(?:[^"\\]|\\.)*"(?:\s*:)?/g)) === null || _a === void 0 ? void 0 : _a.filter((text) => text.endsWith(':')).length;
    }

    const ANOTHER_SIGN_IN = ' They are of another sign-in: sign in again.';
    /** What decides, where something does. */
    const HINTS = {
        wrong_issuer: ' Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.',
        wrong_audience: ' Write the ClientId of the app client that the sign-in began with.',
        nonce_mismatch: ANOTHER_SIGN_IN,
        token_substitution: ANOTHER_SIGN_IN,
        session_changed: ANOTHER_SIGN_IN,
    };
    /** In seconds. */
    const HOUR = 60 * 60;
    /** Cognito's tokens last for a day at most; an hour more is for its clocks. In seconds. */
    const LONGEST_LIFETIME = 25 * HOUR;
    /** Within how many seconds one answer of the token endpoint has both its tokens issued. */
    const ONE_ANSWER = 5;
    /** What errors call the tokens, in their order. */
    const TOKENS = ['access token', 'ID token'];
    /**
     * Checks tokens that have just been received: their claims as {@link verifyClaims} does, and their times.
     * @param now the device's clock at receipt, in seconds
     * @returns the claims of each token, and the drift of the device's clock: how many seconds it is ahead of the server's
     * @throws CognitoAuthError with the code of the first check that fails
     */
    function verifyTokens(tokens, expected, now) {
        const { clockTolerance, frontChannel } = expected;
        const claims = verifyClaims(tokens, expected);
        const issued = (token) => token['iat'];
        // The newest shows the server's clock best: a token may be old, but not from the future.
        const newest = Math.max(...claims.map(issued));
        const outlasts = (token, present) => {
            return ['expired', 'exp', token['exp'] > present, `later than ${present}`];
        };
        claims.forEach((token, i) => {
            const ahead = now - issued(token);
            if (Math.abs(ahead) <= clockTolerance)
                return;
            const clock = `${now}: the clock of this device seems to be about ${roughly(ahead)}. Set it`;
            verify$1(TOKENS[i], token, [
                // In a redirect, issued long ago and over by now is a token from a drawer. One that has just come from the server shows
                // the server's clock: it is over if it was at that time, and otherwise what is so far off is the device's clock.
                outlasts(token, frontChannel ? now : newest),
                ['clock_skew', 'iat', false, `${clock}; ClockTolerance forgives ${clockTolerance} seconds`],
            ]);
        });
        claims.forEach((token, i) => {
            verify$1(TOKENS[i], token, [outlasts(token, newest)]);
        });
        return { claims, clockDrift: now - newest };
    }
    /** How far a clock is off, as people say it. */
    function roughly(seconds) {
        const off = Math.abs(seconds);
        const [unit, name] = off < 2 * HOUR ? [60, 'minutes'] : off < 48 * HOUR ? [HOUR, 'hours'] : [24 * HOUR, 'days'];
        return `${Math.round(off / unit)} ${name} ${seconds > 0 ? 'fast' : 'slow'}`;
    }
    /**
     * Checks the headers and the claims of an access token and an ID token, and that they belong together
     * (OpenID Connect Core, sections 3.1.3.7 and 3.2.2.11; Cognito developer guide, "Verifying JSON web tokens").
     * A missing claim is a failed claim.
     * @returns the claims of each token
     * @throws CognitoAuthError with the code of the first check that fails
     */
    function verifyClaims({ accessToken, idToken }, expected) {
        const tokens = [accessToken, idToken].filter((token) => token !== undefined);
        tokens.forEach(verifyHeader);
        const claims = tokens.map((token) => decodeJwt(token, 'payload'));
        const [access = {}, id] = claims;
        const isThere = id !== undefined || !expected.openid;
        verify$1('the', {}, [['missing_claim', TOKENS[1], isThere, 'there, since openid is among the scopes']]);
        verify$1(TOKENS[0], access, [
            ...tokenChecks(access, 'access', expected),
            ['wrong_audience', 'client_id', access['client_id'] === expected.clientId, expected.clientId],
            ['missing_claim', 'sub', isText(access['sub'])],
        ]);
        if (id)
            verify$1(TOKENS[1], id, [...tokenChecks(id, 'id', expected), ...idTokenChecks(id, access, expected)]);
        verify$1('user', {}, userChecks(access, id !== null && id !== void 0 ? id : {}, expected));
        return claims;
    }
    /** Cognito signs with RS256 only. An extension that must be understood (RFC 7515, section 4.1.11) never is. */
    function verifyHeader(token, i) {
        const header = decodeJwt(token, 'header');
        verify$1(TOKENS[i], header, [
            ['bad_alg', 'alg', header['alg'] === 'RS256', 'RS256'],
            ['bad_alg', 'crit', header['crit'] === undefined, 'missing'],
        ]);
    }
    /** What holds for both tokens. */
    function tokenChecks(claims, use, { issuers }) {
        var _a;
        const { iss, nbf = claims['iat'] } = claims;
        const [iat, exp] = [seconds(claims['iat']), seconds(claims['exp'])];
        return [
            ['wrong_token_use', 'token_use', claims['token_use'] === use, use],
            ['wrong_issuer', 'iss', isText(iss) && ((_a = issuers === null || issuers === void 0 ? void 0 : issuers.includes(iss)) !== null && _a !== void 0 ? _a : true), issuers === null || issuers === void 0 ? void 0 : issuers.join(' or ')],
            ['missing_claim', 'iat', Number.isFinite(iat), 'a number of seconds'],
            ['missing_claim', 'exp', Number.isFinite(exp), 'a number of seconds'],
            ['expired', 'exp', exp > iat && exp - iat <= LONGEST_LIFETIME, 'within 25 hours after iat'],
            ['clock_skew', 'nbf', seconds(nbf) <= iat, 'no later than iat'],
        ];
    }
    function idTokenChecks(id, access, expected) {
        const { clientId, nonce, atHash, frontChannel, stored } = expected;
        const { at_hash: hash, aud, azp } = id;
        const audiences = [aud].flat();
        // OpenID Connect Core, section 3.1.3.7, items 3 to 5.
        const isAlone = azp === clientId || audiences.length === 1;
        const agrees = (claim) => id[claim] === access[claim];
        // What binds the tokens where no at_hash does: claims that Cognito writes into both at one sign-in.
        const isSameSignIn = () => { var _a; return ['origin_jti', 'event_id', 'auth_time'].every(agrees) && isText((_a = id['origin_jti']) !== null && _a !== void 0 ? _a : id['event_id']); };
        const isHashed = () => (hash === undefined ? !frontChannel || isSameSignIn() : hash === atHash);
        const age = seconds(id['iat']) - seconds(access['iat']);
        return [
            ['wrong_audience', 'azp', azp === undefined || azp === clientId, clientId],
            ['wrong_audience', 'aud', audiences.includes(clientId) && isAlone, clientId],
            ['nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce],
            // Both tokens must be of one user and one pool, or one of them was slipped in.
            ['token_substitution', 'sub', agrees('sub')],
            ['token_substitution', 'iss', agrees('iss')],
            ['token_substitution', 'at_hash', stored ? Math.abs(age) <= ONE_ANSWER : isHashed()],
        ];
    }
    /** Whether the tokens are those of the user who is expected (at a refresh: OpenID Connect Core, section 12.2). */
    function userChecks(access, id, { before, username }) {
        const lasts = (claim, now, then = {}) => then[claim] === undefined || now[claim] === then[claim];
        // A refreshed ID token need not have these, but not others than before.
        const idLasts = (claim) => id[claim] === undefined || lasts(claim, id, before === null || before === void 0 ? void 0 : before.id);
        // amazon-cognito-identity-js and Amplify may store a session under the alias that was typed in.
        const { email, phone_number: phone, preferred_username: preferred } = id;
        const names = [access['username'], access['sub'], id['cognito:username'], email, phone, preferred];
        const isName = (name) => isText(name) && name.toLowerCase() === (username === null || username === void 0 ? void 0 : username.toLowerCase());
        return [
            ...['sub', 'iss', 'auth_time'].map((claim) => {
                return ['session_changed', claim, lasts(claim, access, before === null || before === void 0 ? void 0 : before.access)];
            }),
            ['session_changed', 'auth_time', idLasts('auth_time')],
            ['session_changed', 'username', username === undefined || names.some(isName)],
            ['nonce_mismatch', 'nonce', idLasts('nonce')],
        ];
    }
    /** A time, or what compares with none: the text of an object may be anything. */
    function seconds(claim) {
        return typeof claim === 'number' ? claim : Number.NaN;
    }
    function isText(value) {
        return typeof value === 'string' && value !== '';
    }
    /** @param name of what has the claims */
    function verify$1(name = '', claims, checks) {
        var _a;
        for (const [code, claim, holds, expectation] of checks) {
            if (holds)
                continue;
            const flaw = expectation ? `is ${shown(claims[claim])}, and should be ${expectation}` : 'does not hold';
            throw new CognitoAuthError(code, `The tokens were refused: ${name} ${claim} ${flaw}.${(_a = HINTS[code]) !== null && _a !== void 0 ? _a : ''}`);
        }
    }

    /** @param claims those of the access token, and of the ID token if there is one */
    function makeSession(parts, [access = {}, id]) {
        var _a;
        const { idToken, refreshToken, appState, clockDrift, username = (_a = nameIn(access)) !== null && _a !== void 0 ? _a : '' } = parts;
        const [end = 0, endOfId = end] = [access, id].map((claims) => claims === null || claims === void 0 ? void 0 : claims['exp']);
        return Object.freeze({
            ...parts,
            username,
            idToken,
            refreshToken,
            appState,
            user: (id !== null && id !== void 0 ? id : { sub: access['sub'], 'cognito:username': username }),
            expiresAt: Math.min(end, endOfId) + clockDrift,
            accessClaims: access,
            idClaims: id,
        });
    }
    /** The name under which a session is stored (Cognito developer guide, "Access token"). */
    function nameIn(accessClaims) {
        const { username, sub } = accessClaims;
        return [username, sub].find((name) => typeof name === 'string' && name !== '');
    }
    /** Whether the tokens can be used for so many seconds more. */
    function lasts(session, minValidity = 0) {
        return session !== null && session.expiresAt - minValidity > Date.now() / 1000;
    }
    /** Whether somebody is signed in by this session, or can be again without a word. */
    function isSomebody(session) {
        return session !== null && (session.refreshToken !== undefined || lasts(session));
    }
    /** @throws CognitoAuthError `login_required` where there is none */
    function required(session) {
        if (session)
            return session;
        throw new CognitoAuthError('login_required', 'Nobody is signed in: call signIn() or getSession().');
    }
    /**
     * The session of tokens that have just arrived, once all there is about them but their signatures has been verified.
     * @param atHash the left half of the access token's hash (OpenID Connect Core, section 3.1.3.6), if an ID token came
     * @throws CognitoAuthError as `verifyTokens()`
     */
    function received({ clientId, issuers, clockTolerance }, { accessToken, idToken, refreshToken, scopes: granted }, { scopes, appState, ...expected }, atHash) {
        const now = Math.floor(Date.now() / 1000);
        const { claims, clockDrift } = verifyTokens({ accessToken, idToken }, { ...expected, clientId, issuers, clockTolerance, atHash }, now);
        const { username } = expected;
        const parts = { accessToken, idToken, refreshToken, scopes: granted !== null && granted !== void 0 ? granted : scopes, clockDrift, appState };
        return makeSession(username === undefined ? parts : { ...parts, username }, claims);
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
    /** What begins the keys of an app client. */
    const prefixOf = (clientId) => `CognitoIdentityServiceProvider.${clientId}.`;
    /** The sessions of an app client that a storage holds. */
    function tokenItems({ storage, clientId, issuers, clockTolerance, }) {
        const prefix = prefixOf(clientId);
        const last = `${prefix}LastAuthUser`;
        const keyOf = (username, name) => `${prefix}${username}.${name}`;
        const item = (username, name) => username === undefined ? undefined : readItem(storage, keyOf(username, name));
        const lastUser = () => readItem(storage, last);
        /** The keys of whoever was asked for last: there are many reads, and of one user. */
        let asked = { access: '', refresh: '' };
        return {
            /** Who was the last to sign in and not out again. */
            lastUser,
            /** This user's refresh token. */
            refreshToken: (username) => item(username, 'refreshToken'),
            /**
             * What tells whether anything is new; undefined where the storage cannot be read at all.
             * @throws CognitoAuthError where a storage with promises has not been loaded yet
             */
            textsOf(username) {
                try {
                    const user = storage.getItem(last);
                    if (username === undefined)
                        return [user, undefined, undefined];
                    if (username !== asked.username)
                        asked = {
                            ...{ username, access: keyOf(username, 'accessToken') },
                            refresh: keyOf(username, 'refreshToken'),
                        };
                    return [user, storage.getItem(asked.access), storage.getItem(asked.refresh)];
                }
                catch (error) {
                    if (error instanceof CognitoAuthError)
                        throw error;
                    return undefined;
                }
            },
            /** Has at hand what a storage with promises holds of a session; undefined where everything is already. */
            load() {
                var _a, _b;
                return (_b = (_a = traitsOf(storage)).load) === null || _b === void 0 ? void 0 : _b.call(_a, [last], () => {
                    const username = lastUser();
                    return username === undefined ? [] : NAMES.map((name) => keyOf(username, name));
                });
            },
            /**
             * The stored session of a user; its access token is empty where only the refresh token is any good. What cannot have
             * been stored for this app client and user is left where it is: another tab may just be replacing it.
             */
            read(username) {
                const [idToken, accessToken = '', refreshToken, written = '', drift] = NAMES.map((name) => item(username, name));
                const scopes = written.split(' ').filter(Boolean);
                const openid = scopes.includes('openid');
                const expected = { clientId, issuers, username, openid, stored: true };
                const claims = claimsOrFlaw({ accessToken, idToken }, expected);
                const isFlawed = typeof claims === 'string';
                // Good tokens of another user: then nothing under this name is to be trusted, the refresh token least of all.
                if (claims === 'session_changed' || (isFlawed && refreshToken === undefined))
                    return null;
                const clockDrift = readClockDrift(drift, clockTolerance);
                return isFlawed
                    ? makeSession({ username, accessToken: '', refreshToken, scopes, clockDrift }, [])
                    : makeSession({ username, accessToken, idToken, refreshToken, scopes, clockDrift }, claims);
            },
            /**
             * Stores a session in the order that programs have come to rely on. Where the storage fails on the way, what it held
             * before is put back: half a session is none.
             * @throws what the storage throws
             */
            write({ username, idToken = '', accessToken, refreshToken = '', scopes, clockDrift, }) {
                const items = [
                    [keyOf(username, 'idToken'), idToken],
                    [keyOf(username, 'accessToken'), accessToken],
                    [keyOf(username, 'refreshToken'), refreshToken],
                    [last, username],
                    [keyOf(username, 'tokenScopesString'), scopes.join(' ')],
                    [keyOf(username, 'clockDrift'), `${clockDrift}s`],
                ];
                const before = items.map(([key]) => [key, storage.getItem(key)]);
                try {
                    for (const [key, value] of items)
                        storage.setItem(key, value);
                    // A browser may drop one cookie for another.
                    if (items.some(([key, value]) => { var _a; return ((_a = storage.getItem(key)) !== null && _a !== void 0 ? _a : '') !== value; }))
                        throw new Error('lost');
                }
                catch (error) {
                    // Backwards: what fitted on the way fits again.
                    for (const [key, value] of before.reverse())
                        restore(storage, key, value);
                    throw error;
                }
            },
            /** Stores a refresh token alone, where the one before it is spent and the tokens beside it could not be kept. */
            writeRefreshToken(username, refreshToken) {
                // The storage that is full may be why it has to stand alone.
                if (refreshToken !== undefined && item(username, 'refreshToken'))
                    trySet(storage, keyOf(username, 'refreshToken'), refreshToken);
            },
            /** Says who was the last to sign in, whose tokens are there. */
            nameLastUser(username) {
                trySet(storage, last, username);
            },
            /**
             * Forgets a user, and that it was the last to sign in unless somebody else was since. Goes on with the next key where
             * a storage does not give one up.
             * @param keepsName leaves the name of the last to sign in, by which others tell this from a sign-out
             */
            clear(username, keepsName = false) {
                if (username === undefined)
                    return;
                const isLast = lastUser() === username;
                for (const name of NAMES)
                    dropItem(storage, keyOf(username, name));
                if (isLast && !keepsName)
                    dropItem(storage, last);
            },
        };
    }
    function claimsOrFlaw(...stored) {
        var _a;
        try {
            return verifyClaims(...stored);
        }
        catch (error) {
            return (_a = error.code) !== null && _a !== void 0 ? _a : 'malformed_token';
        }
    }
    /**
     * Under this key amazon-cognito-identity-js keeps seconds and Amplify milliseconds of the opposite sign. Only we write
     * a unit, which both of them read over: without it nobody knows what a number means.
     */
    function readClockDrift(written, tolerance) {
        var _a, _b;
        const drift = Number((_b = (_a = /^(-?\d+)s$/.exec(written !== null && written !== void 0 ? written : '')) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : 0);
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
        catch (_a) {
            return false;
        }
    }

    /*
     * How pages hear of each other's sign-ins, refreshes and sign-outs: that something changed, and nothing else. Each of
     * them then looks into its own storage.
     */
    /** How long a change that is written key by key takes to be whole in every process, in milliseconds. */
    const WHOLE = 50;
    /** Those of this page, by app client. */
    const listeners = new Map();
    /** Calls `changed` when another storage of this page, or another tab, may have changed the session of this app client. */
    function listen(clientId, changed) {
        var _a;
        const ours = (_a = listeners.get(clientId)) !== null && _a !== void 0 ? _a : new Set();
        listeners.set(clientId, ours.add(changed));
        let timer;
        const changing = () => {
            clearTimeout(timer);
            timer = setTimeout(changed, WHOLE);
        };
        const unlisten = onStorageEvent(prefixOf(clientId), changing);
        const channel = openChannel(clientId);
        channel === null || channel === void 0 ? void 0 : channel.addEventListener('message', changing);
        return () => {
            ours.delete(changed);
            clearTimeout(timer);
            unlisten();
            channel === null || channel === void 0 ? void 0 : channel.close();
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
        return onStorageEvent(`${prefixOf(clientId)}${username}.refreshToken`, ({ newValue, storageArea }) => {
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
        var _a;
        for (const changed of [...((_a = listeners.get(clientId)) !== null && _a !== void 0 ? _a : [])])
            if (changed !== self)
                changed();
        if (isWebStorage(storage) || traitsOf(storage).forState === 'sessionStorage')
            return;
        const channel = openChannel(clientId);
        channel === null || channel === void 0 ? void 0 : channel.postMessage('changed');
        channel === null || channel === void 0 ? void 0 : channel.close();
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
        catch (_a) {
            return undefined;
        }
    }

    const stores = new WeakMap();
    /** One for each storage and app client of the page, whoever asks. */
    function storeOf(config) {
        var _a, _b;
        const { storage, origin, clientId, issuers, clockTolerance } = config;
        const clients = (_a = stores.get(storage)) !== null && _a !== void 0 ? _a : new Map();
        stores.set(storage, clients);
        // Two doors that disagree on whose tokens are good have nothing in common.
        const name = `${origin} ${clientId} ${issuers === null || issuers === void 0 ? void 0 : issuers.join()} ${clockTolerance}`;
        const store = (_b = clients.get(name)) !== null && _b !== void 0 ? _b : createStore(config);
        clients.set(name, store);
        return store;
    }
    /** The storage has the truth. The store remembers which texts it saw there when the session became what it is. */
    function createStore(config) {
        const { storage, clientId } = config;
        const items = tokenItems(config);
        const events = new Emitter();
        const underWay = { refreshes: new Map(), arrivals: new Map() };
        let session = null;
        /** Whose texts were seen, and which: others mean that there is another session. None where they could not be read. */
        let seen;
        /** Whose session is wanted: whoever signed in last, or whom the program has named. */
        let user;
        /** Whom the storage named last. */
        let lastUser;
        /** Whether the program says whose session is wanted, and others stay. */
        let namesUsers = false;
        /** Whether somebody signed out, and nobody has signed in since. */
        let isLeft = false;
        /** Counts how often somebody else has signed in. */
        let others = 0;
        /** The doors whose listeners tell the program who is signed in. */
        const listening = new Set();
        /** What the listeners know; undefined before the storage could be asked. */
        let told;
        /** How many listeners there are. */
        let hearing = 0;
        let unlisten;
        /** Counts the sign-outs of this page: what began before one has lost its right to store a session. */
        let signOuts = 0;
        /** @param next what stands under this name by now, or what the storage did not take */
        const hold = (next, name) => {
            session = next;
            seen = { name, texts: items.textsOf(name) };
            if (next)
                isLeft = false;
        };
        /** Nobody is signed in, but for whom the storage may still name. */
        const holdNobody = () => {
            lastUser = items.lastUser();
            user = seen = undefined;
            session = null;
        };
        /** Tells the listeners what is new to them. */
        const tell = (reason = 'otherTab', isSignIn = false) => {
            const now = isSomebody(session) ? session : null;
            // What was there before anybody could ask is no news.
            const before = told === undefined ? now : told;
            const isNew = (told === null || told === void 0 ? void 0 : told.username) !== (now === null || now === void 0 ? void 0 : now.username) || (told === null || told === void 0 ? void 0 : told.accessToken) !== (now === null || now === void 0 ? void 0 : now.accessToken);
            told = now;
            if (before && before.username !== (now === null || now === void 0 ? void 0 : now.username)) {
                const hasRunOut = !now && (session === null || session === void 0 ? void 0 : session.accessToken) === before.accessToken;
                events.emit('signedOut', { reason: hasRunOut ? 'expired' : reason });
            }
            if (now) {
                if ((before === null || before === void 0 ? void 0 : before.username) !== now.username || isSignIn)
                    events.emit('signedIn', { session: now });
                else if (before.accessToken !== now.accessToken)
                    events.emit('refreshed', { session: now });
            }
            if (isNew)
                events.emit('changed', undefined);
        };
        /** Has whoever signed in last, unless the program has named somebody else. */
        const follow = () => {
            const now = items.lastUser();
            if (now === lastUser)
                user !== null && user !== void 0 ? user : (user = now);
            else if (user === lastUser || user === undefined) {
                if (user !== undefined && now !== undefined)
                    others++;
                user = now;
            }
            lastUser = now;
        };
        /**
         * The session as it is now: the one at hand while the storage has the texts that were seen with it, otherwise what
         * stands there. One that is valid outlives that the program names another user.
         */
        const read = () => {
            var _a;
            const texts = items.textsOf(seen ? seen.name : user);
            // Where the storage cannot be read, there is the session at hand.
            if (!texts)
                return session;
            // What is at hand since before it could be read again is newer.
            if (seen && session && !seen.texts)
                seen = { name: seen.name, texts };
            const isWanted = (seen === null || seen === void 0 ? void 0 : seen.name) === user || (user !== undefined && lasts(session));
            if (isWanted && isSame$1(texts, seen === null || seen === void 0 ? void 0 : seen.texts)) {
                if (told && !isSomebody(session))
                    tell();
                return session;
            }
            follow();
            const next = user === undefined ? null : items.read(user);
            // Another tab is just writing: it will be whole at the next look.
            const isTorn = !(next === null || next === void 0 ? void 0 : next.accessToken) && ((_a = items.textsOf(user)) === null || _a === void 0 ? void 0 : _a[1]);
            if (isTorn && (session === null || session === void 0 ? void 0 : session.username) === user && lasts(session))
                return session;
            hold(next, user);
            tell();
            return session;
        };
        /** Sees what is new, as far as that can be seen already. */
        const look = () => {
            if (!isAtHand(storage))
                return;
            const see = () => {
                read();
                for (const hearer of listening)
                    hearer.others = others;
            };
            const loading = items.load();
            if (loading)
                loading.then(see, () => undefined);
            else
                see();
        };
        /** Makes room by what an earlier user left behind, if that is what it takes. */
        const put = (next) => {
            try {
                try {
                    items.write(next);
                }
                catch (error) {
                    const last = items.lastUser();
                    if (last === undefined || last === next.username)
                        throw error;
                    items.clear(last);
                    items.write(next);
                }
            }
            catch (error) {
                throw notTaken$1(error);
            }
        };
        const warn = (error) => {
            events.emit('warning', { error });
        };
        const watchSignOut = () => {
            const before = signOuts;
            return () => signOuts === before;
        };
        /**
         * A session that is under way on this page.
         * @throws CognitoAuthError `login_required` where somebody has signed out before it was there
         */
        const unlessOver = async (coming) => {
            const isCurrent = watchSignOut();
            const arrived = await coming;
            if (!isCurrent())
                throw overtaken();
            return arrived;
        };
        if (isAtHand(storage)) {
            follow();
            hold(user === undefined ? null : items.read(user), user);
            told = isSomebody(session) ? session : null;
        }
        return {
            read,
            look,
            warn,
            items,
            underWay,
            watchSignOut,
            /** What a door knows that begins to use this. */
            hearer: () => ({ others, listeners: 0, isPlain: false }),
            /** Whether somebody signed out, and nobody has signed in since. */
            isLeft: () => isLeft,
            /** The one at hand, without a look into the storage. */
            current: () => session,
            /** Whose session is wanted. */
            user: () => user,
            /** Has the session of this user read. @param isLasting whether the program names its users from now on */
            name(username, isLasting = false) {
                user = username;
                namesUsers || (namesUsers = isLasting);
            },
            /** Whether the program names its users itself, who all stay. */
            namesUsers: () => namesUsers,
            /** The session that is stored for a user, or at hand for them. */
            of: (name) => (name === user ? read() : items.read(name)),
            /** Puts a session of the program's own in place of the one at hand; nothing is stored by that. */
            hold(next) {
                hold(next, user);
                if (next)
                    return;
                seen = undefined;
                isLeft = true;
            },
            /** @throws CognitoAuthError `storage_full` */
            store(next) {
                put(next);
                user = next.username;
            },
            /**
             * Makes a session that has just arrived that of the page, of the storage and of the other tabs. Where the storage
             * does not take it, it lasts as long as the page; but cookies are there for others, so that they have it or nobody.
             * @param hearer the door that knows of it
             * @param left at a sign-in: who was signed in before, to be forgotten
             * @throws CognitoAuthError `storage_full`
             */
            write(next, hearer, left) {
                var _a, _b;
                const traits = traitsOf(storage);
                const isSignIn = left !== undefined;
                try {
                    put(next);
                    if (isSignIn)
                        underWay.unfinished = undefined;
                    if (traits.warning)
                        warn(traits.warning);
                    (_b = (_a = traits.written) === null || _a === void 0 ? void 0 : _a.call(traits)) === null || _b === void 0 ? void 0 : _b.catch((error) => {
                        // Half a session is none, where it is read from the storage itself.
                        if (session === next && !traits.load) {
                            items.clear(next.username);
                            lastUser = items.lastUser();
                            hold(next, user);
                        }
                        warn(notTaken$1(error));
                    });
                }
                catch (error) {
                    if (!hasCode(error, 'storage_full') || traits.forState === 'localStorage')
                        throw error;
                    // The one that stands there is spent: other tabs need this one, though the tokens beside it are not there.
                    items.writeRefreshToken(next.username, next.refreshToken);
                    warn(error);
                }
                if (user !== undefined && user !== next.username)
                    others++;
                hearer.others = others;
                user = next.username;
                hold(next, user);
                if (left)
                    this.forget(left, next);
                lastUser = items.lastUser();
                // Whoever was signed in on this page before has left it by this sign-in.
                tell('user', isSignIn);
                announce(clientId, look, storage);
            },
            /** Who is signed in before a sign-in; null where nobody is, and for a program that names its users itself. */
            left() {
                if (namesUsers)
                    return null;
                const texts = items.textsOf(seen === null || seen === void 0 ? void 0 : seen.name);
                const isSeen = !texts || !(seen === null || seen === void 0 ? void 0 : seen.texts) || isSame$1(texts, seen.texts);
                if (session && isSeen)
                    return { name: session.username, refreshToken: session.refreshToken };
                const name = items.lastUser();
                return name === undefined ? null : { name, refreshToken: items.refreshToken(name) };
            },
            /** Ends the session of whoever was signed in before, if that was somebody else: the device is another's now. */
            forget({ name, refreshToken }, next) {
                if (name === next.username)
                    return;
                // They may be back by now, with another session.
                const isBack = items.lastUser() === name;
                if (!isBack)
                    items.clear(name);
                // A request that fails leaves a token that nobody on this device knows any more.
                if (refreshToken && !(isBack && items.refreshToken(name) === refreshToken))
                    revokeToken(config, refreshToken).catch(() => undefined);
            },
            /** Forgets the session here, in the storage and in other tabs, and lets nothing that is on its way store another. */
            end(reason) {
                const { arrivals } = underWay;
                signOuts++;
                underWay.unfinished = undefined;
                // A response that has made a session makes no other.
                for (const [state, arrived] of arrivals)
                    if (!(arrived instanceof Promise))
                        arrivals.delete(state);
                items.clear(user !== null && user !== void 0 ? user : items.lastUser());
                if (reason === 'user' && !namesUsers)
                    items.clear(items.lastUser());
                holdNobody();
                isLeft = true;
                tell(reason);
                announce(clientId, look, storage);
            },
            /**
             * Ends a session whose refresh token the server has refused.
             * @param name under which the storage has it, if it does
             */
            expire(from, name, refreshToken) {
                if (name !== undefined && items.refreshToken(name) === refreshToken) {
                    // Who was refused while another's answer is on its way leaves the name, by which they tell it from a sign-out.
                    items.clear(name, traitsOf(storage).isShared);
                    announce(clientId, look, storage);
                }
                const isHeld = (session === null || session === void 0 ? void 0 : session.accessToken) === from.accessToken;
                if (!isHeld || (!from.accessToken && (session === null || session === void 0 ? void 0 : session.refreshToken) !== from.refreshToken))
                    return;
                holdNobody();
                isLeft = false;
                tell('expired');
            },
            /** Whether nobody signed out on this page, or in on any, since this was called. */
            watchUser() {
                const isSignedIn = watchSignOut();
                const name = () => items.textsOf(undefined);
                const before = name();
                return () => {
                    const now = name();
                    return isSignedIn() && (!before || !now || now[0] === before[0]);
                };
            },
            /** The response that is being handled on this page: whoever asks for a session waits for it. */
            arriving() {
                const { arrivals } = underWay;
                if (!arrivals.size)
                    return undefined;
                const coming = [...arrivals.values()].reverse().find((arrived) => arrived instanceof Promise);
                return coming && unlessOver(coming);
            },
            unlessOver,
            /** Has the next call of the program fail, unless its listeners know that somebody else has signed in. */
            unheard(hearer) {
                if (!hearer.listeners)
                    hearer.others = -1;
            },
            /**
             * Throws where somebody else has signed in elsewhere, once: whatever the program shows is not theirs.
             * @throws CognitoAuthError `session_changed`
             */
            requireSameUser(hearer, isElse = hearer.others !== others) {
                hearer.others = others;
                if (isElse)
                    throw new CognitoAuthError('session_changed', 'Somebody else has signed in elsewhere: the next call gives their session.');
            },
            /**
             * Calls `listener` whenever this happens; with it the page hears of other tabs.
             * @param hearer the door whose program knows by this who is signed in, if it does
             * @returns what takes the listener away again
             */
            on(name, listener, hearer) {
                const off = events.on(name, listener);
                if (hearer) {
                    hearer.listeners++;
                    listening.add(hearer);
                }
                if (hearing++ === 0) {
                    look();
                    const undo = [listen(clientId, look), onWake(look)];
                    unlisten = () => {
                        for (const stop of undo)
                            stop();
                    };
                }
                let isOn = true;
                return () => {
                    if (!isOn)
                        return;
                    isOn = false;
                    off();
                    if (hearer && --hearer.listeners === 0)
                        listening.delete(hearer);
                    if (--hearing === 0)
                        unlisten === null || unlisten === void 0 ? void 0 : unlisten();
                };
            },
            /** Has whoever listens look again, though nothing about the session is new. */
            touch() {
                events.emit('changed', undefined);
            },
        };
    }
    function isSame$1(one, other) {
        return other !== undefined && one[0] === other[0] && one[1] === other[1] && one[2] === other[2];
    }
    function notTaken$1(error) {
        return storageFull('The storage did not take the tokens', error);
    }

    /** What a record need not have. Nothing on `Object.prototype` takes its place. */
    const LEFT_OUT = { appState: undefined, returnTo: undefined, isUnchallenged: undefined };
    /** How long a person may take to sign in, in milliseconds. */
    const LIFETIME = 60 * 60 * 1000;
    /** How many sign-ins may be under way at once; beginning one more forgets the oldest. */
    const MOST$1 = 20;
    /**
     * Those of the clients of a page, the latest in case a program makes many: in a storage of a program's own nobody else can
     * look for them. A server has no window, and keeps nothing of anybody.
     */
    const ofPages = new WeakMap();
    /** Whether a client of this library, on this page or another one of the origin, waits for a response with this state. */
    function isAwaitedByAny(state) {
        var _a;
        if (!isState(state) || typeof window === 'undefined')
            return false;
        const isKey = (key) => key.startsWith('cognito-auth.') && key.endsWith(`.${state}`);
        const isThere = (kind) => { var _a; return Object.keys((_a = storageOf(kind)) !== null && _a !== void 0 ? _a : {}).some(isKey); };
        const ofPage = (_a = ofPages.get(window)) !== null && _a !== void 0 ? _a : [];
        return isThere('localStorage') || isThere('sessionStorage') || ofPage.some((each) => each.find(state));
    }
    /** In the storage of the tokens, unless that names a better place or the application another. */
    function transactionsOf(config) {
        var _a;
        const transactions = createTransactions(config);
        if (typeof window === 'undefined')
            return transactions;
        const isOther = (each) => each.storage !== transactions.storage || each.prefix !== transactions.prefix;
        const others = ((_a = ofPages.get(window)) !== null && _a !== void 0 ? _a : []).filter(isOther).slice(1 - MOST$1);
        ofPages.set(window, [...others, transactions]);
        return transactions;
    }
    function createTransactions({ storage: tokens, stateStorage, host, clientId }) {
        var _a;
        const { forState } = traitsOf(tokens);
        const elsewhere = stateStorage ? undefined : forState && webStorage(forState);
        const storage = (_a = stateStorage !== null && stateStorage !== void 0 ? stateStorage : elsewhere) !== null && _a !== void 0 ? _a : tokens;
        // One client may keep tokens there and another one here, and each has to find its own sign-ins only.
        const prefix = `cognito-auth.${host}.${clientId}.${elsewhere ? 'elsewhere.' : ''}`;
        /** The states under way, oldest first. Two tabs may overwrite each other's list: it only serves pruning and hints. */
        const states = () => { var _a; return ((_a = readItem(storage, `${prefix}states`)) !== null && _a !== void 0 ? _a : '').split(' ').filter(isState); };
        const find = (state) => {
            var _a;
            if (state === undefined || !isState(state))
                return undefined;
            try {
                const text = (_a = readItem(storage, prefix + state)) !== null && _a !== void 0 ? _a : 'null';
                const record = { ...LEFT_OUT, ...JSON.parse(text) };
                return isTransaction(record) ? record : undefined;
            }
            catch (_b) {
                return undefined;
            }
        };
        /** Whether any sign-in waits for its response. */
        const isWaiting = () => states().some(find);
        /** What cannot be read may be there. */
        const isAbsent = (key) => {
            try {
                return typeof storage.getItem(key) !== 'string';
            }
            catch (_a) {
                return false;
            }
        };
        /**
         * Drops the sign-in of this state, if there is one.
         * @returns whether there is none now
         */
        const forget = (state) => {
            const others = states().filter((other) => other !== state);
            if (!isState(state) || isAbsent(prefix + state))
                return true;
            if (!dropItem(storage, prefix + state))
                return false;
            try {
                if (others.length)
                    storage.setItem(`${prefix}states`, others.join(' '));
                else
                    storage.removeItem(`${prefix}states`);
            }
            catch (_a) {
                // A list that is too long does no harm.
            }
            return true;
        };
        return {
            storage,
            prefix,
            find,
            isWaiting,
            forget,
            /**
             * @throws CognitoAuthError `storage_full` where the sign-in could not be finished later; `invalid_configuration` where
             *   its `appState` cannot be kept
             */
            begin(state, transaction) {
                const record = written(transaction);
                const pending = states().filter((old) => {
                    const begun = find(old);
                    return begun && !isExpired(begun, transaction.createdAt);
                });
                const kept = pending.slice(1 - MOST$1);
                try {
                    for (const old of states())
                        if (!kept.includes(old))
                            storage.removeItem(prefix + old);
                    const written = storage.setItem(prefix + state, record);
                    if (isPromise(written))
                        refuse(PROMISES);
                    storage.setItem(`${prefix}states`, [...kept, state].join(' '));
                }
                catch (error) {
                    throw error instanceof CognitoAuthError ? error : notTaken(error);
                }
            },
            /** Has at hand what a storage with promises holds; undefined where everything is already. */
            load() {
                var _a, _b;
                return (_b = (_a = traitsOf(storage)).load) === null || _b === void 0 ? void 0 : _b.call(_a, [`${prefix}states`], () => states().map((state) => prefix + state));
            },
            /**
             * What to wait for before the page is left; undefined where everything is stored already.
             * @throws CognitoAuthError `storage_full`
             */
            written() {
                var _a, _b, _c;
                return (_c = (_b = (_a = traitsOf(storage)).written) === null || _b === void 0 ? void 0 : _b.call(_a)) === null || _c === void 0 ? void 0 : _c.catch((error) => {
                    throw notTaken(error);
                });
            },
            /** @throws CognitoAuthError `storage_unavailable` where nothing that is kept would outlive the redirect */
            requireLasting() {
                if (traitsOf(storage).forState !== 'sessionStorage')
                    return;
                throw new CognitoAuthError('storage_unavailable', 'Storage and cookies are blocked, so that no sign-in could be finished: pass a StateStorage that outlives the redirect.');
            },
            /** Drops the sign-ins that nobody has finished but this one, with their verifiers and what they were to bring back. */
            forgetOthers(kept) {
                for (const state of states())
                    if (state !== kept)
                        forget(state);
            },
            /**
             * The sign-in that this response answers, for the last time.
             * @param now milliseconds since 1970
             * @throws CognitoAuthError `no_transaction`, `state_missing`, `state_mismatch`, `transaction_expired`,
             *   `response_type_mismatch`, `storage_unavailable`
             */
            take({ state, type }, now = Date.now()) {
                const isAny = isWaiting();
                const transaction = find(state);
                const isGone = state === undefined || forget(state);
                if (!transaction)
                    throw unanswerable(isAny, state, type);
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
            },
        };
    }
    /** @throws CognitoAuthError `invalid_configuration` */
    function written(transaction) {
        if (!isKept(transaction.appState, 0)) {
            refuse('appState must be what JSON keeps: write plain objects, arrays, strings, numbers, true, false and null.');
        }
        const record = JSON.stringify(transaction);
        if (record.length > LONGEST$4)
            refuse('appState is too long: keep it elsewhere, and write where.');
        return record;
    }
    /** How deep a value may be; one that holds itself has no end. */
    const DEEPEST = 100;
    /** Whether JSON gives a value back as it is. A member that is undefined counts as left out. */
    function isKept(value, depth) {
        if (value === undefined || value === null || typeof value === 'string' || typeof value === 'boolean')
            return true;
        if (typeof value === 'number')
            return Number.isFinite(value);
        if (typeof value !== 'object' || depth > DEEPEST)
            return false;
        if (Array.isArray(value))
            return Array.from(value).every((part) => part !== undefined && isKept(part, depth + 1));
        const prototype = Object.getPrototypeOf(value);
        // One of another window has another Object.
        const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
        return isPlain && Object.values(value).every((part) => isKept(part, depth + 1));
    }
    function notTaken(error) {
        return storageFull('The storage did not take what a sign-in needs to be finished', error);
    }
    /** One that begins in an hour from now is as wrong as one that began an hour ago. */
    function isExpired({ createdAt }, now) {
        return Math.abs(now - createdAt) > LIFETIME;
    }
    /**
     * The error of a response that answers no sign-in of this browser.
     * @param isWaiting whether one waits for another response
     */
    function unanswerable(isWaiting, state, type) {
        const door = type === 'token'
            ? 'Where the authorize URL was built by hand, tokens are refused: build it with getFQDNSignIn(), or use the code flow.'
            : 'Who builds the authorize URL needs AllowUnsolicitedResponse: true.';
        const hint = `Perhaps this address was opened before, or the sign-in began on another host or in another browser. Sign in again. (${door})`;
        if (!isWaiting)
            return new CognitoAuthError('no_transaction', `No sign-in waits for a response. ${hint}`);
        return state
            ? new CognitoAuthError('state_mismatch', `The redirect answers no sign-in of this browser. ${hint}`)
            : new CognitoAuthError('state_missing', `The redirect has no state. ${hint}`);
    }
    /** Whether this is the error of a response that answers no sign-in of this browser, rather than one in a wrong way. */
    function isUnsolicited(error) {
        return hasCode(error, 'no_transaction', 'state_missing', 'state_mismatch');
    }
    /** Whether it has the form of ours; checked before a state from outside becomes part of a key. */
    function isState(state) {
        return /^(popup\.)?[\w-]{43}$/.test(state);
    }
    /** The states of sign-ins in a window of their own: whoever finds one in an address hands it over. */
    const POPUP = 'popup.';
    function isTransaction(record) {
        const { createdAt, scopes, returnTo, responseType, redirectUri, nonce, codeVerifier } = record;
        return (Number.isFinite(createdAt) &&
            Array.isArray(scopes) &&
            [responseType, redirectUri, ...scopes].every(isText$1) &&
            [nonce, codeVerifier].every((secret) => isText$1(secret) && secret) &&
            (returnTo === undefined || isText$1(returnTo)));
    }

    /** @param platform what the doors do each in their way */
    function createEngine(config, platform) {
        const store = storeOf(config);
        return { config, store, transactions: transactionsOf(config), hearer: store.hearer(), ...platform };
    }
    /** Where a door has its engine. A frozen one is left as it is by what makes objects reactive. */
    const ENGINE = Symbol('engine');
    /** @returns the door */
    function withEngine(door, engine) {
        return Object.defineProperty(door, ENGINE, { value: Object.freeze(engine) });
    }
    /** @throws CognitoAuthError `invalid_configuration` for what is no door */
    function engineOf(door) {
        const engine = door === null || door === void 0 ? void 0 : door[ENGINE];
        return (engine !== null && engine !== void 0 ? engine : refuse('This is not what createCognitoAuth() gave: write its result as the first argument.'));
    }

    /** What makes a response of parameters. */
    const RESPONSE = /^(code|error|access_token|id_token)$/;
    /** The other parameters of a response; whatever else an address holds belongs to the page. */
    const BESIDE_IT = /^(state|error_description|error_uri|refresh_token|token_type|expires_in|iss|session_state)$/;
    /** How long a parameter may be, in characters. Tokens may be longer; who decodes them knows how long. */
    const LONGEST$2 = 4096;
    /** How long an address may be that is read at all, in characters: the longest that Chromium opens. */
    const LONGEST_ADDRESS = 2097152;
    /** How much of an error is quoted, in characters. */
    const MOST_QUOTED = 300;
    /** How many states of an address are looked for: a response has one, and one that is forged may have as many as fit in. */
    const MOST_STATES = 10;
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
        var _a, _b;
        const { channels } = splitUrl(url);
        // A page may have a `code` or an `error` of its own, and a forger may add one: the channel with our state is the
        // one that was answered, else the one with any.
        const withState = (isGood) => channels.find((channel) => channel.some(([name, value]) => name === 'state' && isGood(value)));
        const pairs = (_b = (_a = withState(isAwaited)) !== null && _a !== void 0 ? _a : withState(() => true)) !== null && _b !== void 0 ? _b : channels[0];
        if (!pairs)
            return undefined;
        const parameters = new Map(pairs);
        if (parameters.size < pairs.length)
            throw new CognitoAuthError('duplicate_parameter', 'The redirect has a parameter of the response twice.');
        for (const [name, { length }] of parameters)
            if (length > LONGEST$2 && !name.endsWith('_token'))
                throw new CognitoAuthError('bad_response', `The ${name} of the redirect has ${length} characters.`);
        return readParameters(parameters);
    }
    /** The same for parameters that are taken apart already, under their lower-case names. */
    function readParameters(parameters) {
        var _a;
        const from = { state: parameters.get('state'), iss: parameters.get('iss') };
        const error = parameters.get('error');
        const code = parameters.get('code');
        const accessToken = (_a = parameters.get('access_token')) !== null && _a !== void 0 ? _a : '';
        const idToken = parameters.get('id_token');
        // An error beside a code is an error: no part of such a response can be trusted.
        if (error)
            return { ...from, type: 'error', error, errorDescription: parameters.get('error_description') };
        if (code)
            return { ...from, type: 'code', code };
        if (!accessToken && !idToken)
            return undefined;
        return { ...from, type: 'token', tokenType: parameters.get('token_type'), accessToken, idToken };
    }
    /**
     * A response that names another issuer is another server's (RFC 9207, section 2.4).
     * @param issuers those that are good; undefined where none is known to compare with
     * @throws CognitoAuthError `wrong_issuer`
     */
    function requireIssuer({ iss }, issuers) {
        if (iss === undefined || (issuers === null || issuers === void 0 ? void 0 : issuers.includes(iss)))
            return;
        // Words in an address are anybody's, and none of ours.
        const came = /^https:\/\/[^\s?#]+$/.test(iss) ? shown(iss) : 'no address';
        const expectation = issuers ? `, and should be ${issuers.join(' or ')}` : '';
        const pool = 'Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.';
        throw new CognitoAuthError('wrong_issuer', `The iss of the redirect is ${came}${expectation}. ${pool}`);
    }
    /** The error of a response that carries one (RFC 6749, section 4.1.2.1). */
    function refusalOf(response) {
        const error = withoutSecrets(response.error, [response.state]);
        const errorDescription = withoutSecrets(response.errorDescription, [response.state]);
        // It answers prompt=none (OpenID Connect Core, section 3.1.2.6).
        if (error === 'login_required')
            return new CognitoAuthError(error, 'Nobody is signed in at the hosted pages.', { error });
        const said = quoted([error, errorDescription].filter(Boolean).join(': '));
        return new CognitoAuthError('authorization_failed', `The redirect says that the sign-in failed: ${said}`, {
            error,
            errorDescription,
        });
    }
    /** Anybody can write an address. What stands there ends where the quotation does, and looks like nothing else. */
    function quoted(said) {
        const [...letters] = said.replace(/[“”\s\p{C}]+/gu, ' ').trim();
        return `“${letters.slice(0, MOST_QUOTED).join('')}${letters.length > MOST_QUOTED ? '…' : ''}”`;
    }
    /** @returns undefined where `url` holds no response */
    function claimIn(url) {
        const { channels } = splitUrl(url);
        if (!channels.length)
            return undefined;
        const given = channels.flat().filter(([, value]) => value);
        const type = ['error', 'code'].find((wanted) => given.some(([name]) => name === wanted));
        const states = given.filter(([name]) => name === 'state').map(([, value]) => value);
        return { states: states.slice(0, MOST_STATES), type: type !== null && type !== void 0 ? type : 'token' };
    }
    /** `url` without the response it carries; the page's own query and fragment stay to the letter. */
    function withoutResponse(url) {
        const { path, query, route, parameters, inQuery, inFragment, channels } = splitUrl(url);
        if (!channels.length)
            return url;
        const search = inQuery ? withoutParameters(query) : query;
        const kept = inFragment ? withoutParameters(parameters, !route.endsWith('?')) : parameters;
        let hash = route + kept;
        // `#/access_token=…` was no route, and identity providers append `#_=_`.
        if (inFragment && !kept)
            hash = route.replace(/\?$|^[!/]+$/, '');
        else if (kept === '_=_')
            hash = '';
        return path + (search && `?${search}`) + (hash && `#${hash}`);
    }
    /**
     * An address in its parts, and the response in its query and in its fragment, if there is one. Anybody can make one of
     * any length, so whatever reads it goes over it a fixed number of times.
     */
    function splitUrl(url) {
        var _a;
        const parts = url.length > LONGEST_ADDRESS ? undefined : /^([^?#]*)\??([^#]*)#?([^]*)$/.exec(url);
        const [, path = '', query = '', fragment = ''] = parts !== null && parts !== void 0 ? parts : [];
        // `/route?code=…` and `/access_token=…` before their first parameter.
        const [route = ''] = (_a = /^[^=&?]*\?|^[!/]*/.exec(fragment)) !== null && _a !== void 0 ? _a : [];
        const parameters = fragment.slice(route.length);
        const inQuery = responseIn$1(query);
        const behindRoute = responseIn$1(parameters);
        // Cognito never answers behind a hash route. What the router of a page moved there has a state, all else is its own.
        const isForeign = route.endsWith('?') && !(behindRoute === null || behindRoute === void 0 ? void 0 : behindRoute.some(([name]) => name === 'state'));
        const inFragment = isForeign ? undefined : behindRoute;
        const channels = [inQuery, inFragment].filter((pairs) => pairs !== undefined);
        return { path, query, route, parameters, inQuery, inFragment, channels };
    }
    /** The pairs whose names a response uses: `Code` and `code[]` count as `code`. */
    function responsePairs(parameters) {
        return [...new URLSearchParams(parameters)]
            .map(([name, value]) => [name.toLowerCase().split('[', 1).join(), value])
            .filter(([name]) => RESPONSE.test(name) || BESIDE_IT.test(name));
    }
    function responseIn$1(parameters) {
        const pairs = responsePairs(parameters);
        return pairs.some(([name, value]) => value && RESPONSE.test(name)) ? pairs : undefined;
    }
    /** @param isBare whether no route stands in front: what comes first then is read without the slashes it begins with */
    function withoutParameters(parameters, isBare = false) {
        const kept = parameters.split('&').filter((pair) => {
            const isOurs = responsePairs(pair).length > 0 || (isBare && responseIn$1(pair.replace(/^[!/]+/, '')));
            isBare && (isBare = Boolean(isOurs));
            return !isOurs;
        });
        return kept.join('&');
    }

    /*
     * A page that has just been opened may hold a response in its address that nobody has handled yet: whoever asks for a
     * session waits for what comes of it.
     */
    /** The address whose response was handled last; a page that may not change it still has it. */
    let handled;
    /** Who waits for the response in the page's address to be handled, by whichever client. */
    const waiting = new Map();
    /** Waits until the response in the address has been handled; undefined where there is none of this client. */
    function awaited(engine) {
        var _a, _b;
        const { config, hearer, store, transactions } = engine;
        if (hearer.isPlain || !isAtHand(config.storage) || !isAtHand(transactions.storage))
            return undefined;
        const url = (_a = currentUrl()) !== null && _a !== void 0 ? _a : '';
        if (!((_b = claimIn(url)) === null || _b === void 0 ? void 0 : _b.states.some((state) => transactions.find(state)))) {
            hearer.isPlain = true;
            return undefined;
        }
        return url === handled ? undefined : new Promise((resolve) => waiting.set(resolve, store));
    }
    /**
     * Lets those go on who wait for a response: who can share in the outcome at once, the others when it is there.
     * @param url the address whose response that was; undefined where there was none
     */
    function answered(store, url, outcome) {
        handled = url !== null && url !== void 0 ? url : handled;
        const release = (isReady) => {
            for (const [resolve, of] of waiting)
                if (isReady(of) && waiting.delete(resolve))
                    resolve();
        };
        const releaseAll = () => {
            release(() => true);
        };
        if (outcome instanceof Promise) {
            release((of) => of === store);
            outcome.then(releaseAll, releaseAll);
        }
        else
            releaseAll();
    }

    /**
     * Makes tokens from the token endpoint the session of the page. They came over TLS (OpenID Connect Core, section
     * 3.1.3.7, item 6), so that their signatures are verified only where that is asked for.
     * @param isCurrent whether nothing has overtaken the request
     * @param left at a sign-in: gives who was signed in before
     * @throws CognitoAuthError as `verifyTokens()` and `store.write()`; `login_required`
     */
    async function accept(engine, tokens, foreknown, isCurrent, left = () => undefined) {
        const { store, config, digest } = engine;
        // One that stands alone is bound to nothing.
        const hash = tokens.idToken === undefined ? undefined : atHash(await digest(tokens.accessToken));
        const session = received(config, tokens, foreknown, hash);
        if (engine.verify) {
            await engine.verify(tokensOf(session));
            await lookAgain(engine);
        }
        if (!isCurrent())
            throw overtaken();
        store.write(session, engine.hearer, left());
        return session;
    }
    /** Reads again what a storage with promises holds, where another tab may have changed it meanwhile. */
    async function lookAgain({ store }) {
        var _a;
        // One that cannot be read has not changed, as far as anybody knows: what has arrived is not lost for that.
        await ((_a = store.items.load()) === null || _a === void 0 ? void 0 : _a.catch(() => undefined));
    }
    /** The left half of a hash (OpenID Connect Core, section 3.1.3.6). */
    function atHash(hash) {
        return base64url(hash.subarray(0, 16));
    }
    /** The tokens of a session that have signatures. */
    function tokensOf({ accessToken, idToken }) {
        return idToken === undefined ? [accessToken] : [accessToken, idToken];
    }

    /** How long to wait for a lock, in milliseconds: longer than whoever refreshes and is awake holds it. */
    const PATIENCE$1 = 12000;
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
        var _a;
        const locks = (_a = globalThis.navigator) === null || _a === void 0 ? void 0 : _a.locks;
        return new Promise((resolve) => {
            let begun;
            const begin = (isAlone) => {
                begun !== null && begun !== void 0 ? begun : (begun = run(isAlone));
                resolve(begun);
                return begun;
            };
            const isNeedless = () => {
                const brought = ready();
                if (brought !== undefined)
                    resolve((begun !== null && begun !== void 0 ? begun : (begun = Promise.resolve(brought))));
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
        const patience = setTimeout(giveUp, PATIENCE$1);
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
        if (typeof (crypto === null || crypto === void 0 ? void 0 : crypto.getRandomValues) !== 'function') {
            throw new CognitoAuthError('crypto_unavailable', 'crypto.getRandomValues is missing: load react-native-get-random-values before this library.');
        }
        return crypto.getRandomValues(new Uint8Array(length));
    }

    /** How often a request that failed for now is tried again. */
    const RETRIES = 2;
    /** What an answer may need, in milliseconds. A request that is given up may have spent its refresh token. */
    const LEAST = 2000;
    /** When a token endpoint that wanted to be left alone may be asked again, by `performance.now()`. */
    const quietUntil = new Map();
    /**
     * Repeats a request that failed for now, with pauses of a second or two and a chance part, so that the pages of a
     * service that comes back do not come back all at once.
     * @param endpoint who is asked: all requests to it heed what one answer says in `Retry-After`; undefined for one that
     *   cannot wait for that
     * @param deadline when the last answer has to be there, by `performance.now()`
     * @param request given how long it may take, in milliseconds
     * @param mayRepeat whether what was sent is still good after this error
     * @throws what the last request threw; CognitoAuthError `timeout` where there is no time for any
     */
    async function persist(endpoint, deadline, request, mayRepeat) {
        var _a;
        let last = new CognitoAuthError('timeout', 'There was no time left to ask the server.');
        for (let failures = 0; failures <= RETRIES; failures++) {
            // The page may have slept.
            const left = deadline - performance.now();
            if (left < LEAST)
                break;
            if (endpoint !== undefined)
                refuseWhileQuiet(endpoint);
            try {
                return await request(left);
            }
            catch (error) {
                last = error;
                const { retryAfter } = error;
                if (retryAfter && endpoint !== undefined)
                    quietUntil.set(endpoint, performance.now() + retryAfter * 1000);
                const delay = 1000 * (retryAfter !== null && retryAfter !== void 0 ? retryAfter : failures + 1) + 4 * (1 + ((_a = randomBytes(1)[0]) !== null && _a !== void 0 ? _a : 0));
                const isWorthwhile = failures < RETRIES && performance.now() + delay + LEAST < deadline;
                if (!isWorthwhile || !mayRepeat(error))
                    break;
                await pause(delay);
            }
        }
        throw last;
    }
    /** A refresh token: at Cognito one that was rotated stays good for a moment. */
    function isGoodRefreshTokenAfter(error) {
        return hasCode(error, 'network', 'timeout', 'server_error');
    }
    /**
     * A code is good once (RFC 6749, section 4.1.2). An answer that broke off, or is late, may have been tokens for it; whoever
     * answers 429 or 5xx has not taken it, and what reached nobody is the same as before.
     */
    function isGoodCodeAfter(error) {
        return hasCode(error, 'server_error') || (hasCode(error, 'network') && error.status === undefined);
    }
    /**
     * Exchanges a code, within ten seconds, and once more for as long as nobody can have taken it.
     * @throws CognitoAuthError as `exchangeCode()`
     */
    function exchangeOnce(...[endpoint, form]) {
        const request = (timeout) => exchangeCode(endpoint, form, timeout);
        return persist(undefined, performance.now() + TIMEOUT, request, isGoodCodeAfter);
    }
    function refuseWhileQuiet(endpoint) {
        var _a;
        if (isOffline())
            throw new CognitoAuthError('network', 'The device is offline.');
        const left = Math.ceil((((_a = quietUntil.get(endpoint)) !== null && _a !== void 0 ? _a : 0) - performance.now()) / 1000);
        if (left > 0) {
            throw new CognitoAuthError('server_error', `The server wants no request for another ${left} seconds.`, {
                retryAfter: left,
            });
        }
    }

    /** How long to wait, in milliseconds, for what another tab may have stored when the server says that a token is dead. */
    const SECOND_LOOKS = [0, 50, 200];
    /** The same where its answer may still be on the way: a refusal takes less time than tokens do, and those may take seconds. */
    const PATIENT_LOOKS = [...SECOND_LOOKS, ...Array(24).fill(250)];
    /** What is left after the deadline of a request to fetch a key that nobody has seen before, in milliseconds. */
    const VERIFYING = 1000;
    /** How long another tab's sign-out takes at most to be heard of here, in milliseconds. */
    const AFTERMATH = 1000;
    /**
     * Refreshes a session: one request for all callers of the page and for all tabs. Only the server's own "no", or tokens
     * that are not this user's, end it.
     * @throws CognitoAuthError what kept the refresh from succeeding
     */
    async function refresh(engine, from) {
        var _a;
        const { store, config } = engine;
        const { refreshToken = '', username } = from;
        const name = username && store.items.refreshToken(username) !== undefined ? username : undefined;
        const wanted = { from, name, isSameUser: store.watchUser() };
        const lock = `cognito-auth.${config.clientId}.${name !== null && name !== void 0 ? name : refreshToken.slice(-43)}`;
        const { refreshes } = store.underWay;
        let seen;
        const ready = () => {
            const session = brought(engine, wanted);
            // It is written key by key: what was there at the look before is whole by now.
            const isWhole = (session === null || session === void 0 ? void 0 : session.accessToken) === seen;
            seen = session === null || session === void 0 ? void 0 : session.accessToken;
            return isWhole ? session : undefined;
        };
        const run = async () => {
            var _a, _b, _c;
            // Nobody waits for keys while others wait for the lock.
            await ((_a = engine.verify) === null || _a === void 0 ? void 0 : _a.call(engine, [], (_b = from.accessClaims['iss']) !== null && _b !== void 0 ? _b : (_c = config.issuers) === null || _c === void 0 ? void 0 : _c[0]));
            return withLock(lock, (isAlone) => refreshAlone(engine, wanted, isAlone), ready);
        };
        const running = (_a = refreshes.get(refreshToken)) !== null && _a !== void 0 ? _a : run().finally(() => refreshes.delete(refreshToken));
        refreshes.set(refreshToken, running);
        try {
            return await store.unlessOver(running);
        }
        catch (error) {
            if (!hasCode(error, 'login_required'))
                throw error;
            // Somebody's sign-in or sign-out has overtaken it.
            const current = store.read();
            store.requireSameUser(engine.hearer, isSomebody(current) && current.username !== username);
            if (lasts(current))
                return current;
            throw error;
        }
    }
    /** What another tab has brought in place of the wanted session. */
    function brought({ store }, { from, name, isSameUser }) {
        const current = name !== undefined && isSameUser() ? store.of(name) : null;
        return lasts(current) && current.accessToken !== from.accessToken ? current : undefined;
    }
    /**
     * Refreshes, unless another tab has by the time it is our turn, or does while the server refuses us.
     * @param isAlone whether no other tab is at it
     */
    async function refreshAlone(engine, wanted, isAlone) {
        const { store, config } = engine;
        const { from, name, isSameUser } = wanted;
        const { isShared = false } = traitsOf(config.storage);
        const deadline = performance.now() + TIMEOUT;
        for (let attempt = 1;; attempt++) {
            await store.items.load();
            if (!isSameUser())
                throw overtaken();
            const adopted = brought(engine, wanted);
            if (adopted)
                return adopted;
            const current = name === undefined ? from : store.of(name);
            const refreshToken = current === null || current === void 0 ? void 0 : current.refreshToken;
            if (!refreshToken)
                throw overtaken();
            const there = store.items.refreshToken(name);
            const isUnchanged = () => {
                const now = store.items.refreshToken(name);
                const isReadable = store.items.textsOf(name) !== undefined;
                // Who was refused elsewhere has cleared the token that this answer replaces; a sign-out clears the name, too.
                return isSameUser() && (now === there || !isReadable || (isShared && now === undefined));
            };
            try {
                // What the application wanted back is not in the storage.
                const latest = { ...(current.accessToken ? current : from), refreshToken, appState: from.appState };
                return await request(engine, latest, name, isUnchanged, deadline);
            }
            catch (error) {
                const ending = endingOf(error);
                if (!ending)
                    throw error;
                const mayBeSpent = name !== undefined && attempt < 3 && ending.code === 'session_expired';
                const looks = isAlone && !isShared ? SECOND_LOOKS : PATIENT_LOOKS;
                if (mayBeSpent && (await isReplaced(engine, name, refreshToken, looks)))
                    continue;
                store.expire(from, name, refreshToken);
                throw ending;
            }
        }
    }
    async function request(engine, session, name, isUnchanged, deadline) {
        const { store, config } = engine;
        const { clientId, storage } = config;
        const { refreshToken = '' } = session;
        let isSignedOut = false;
        let kept;
        const isCurrent = () => !isSignedOut && isUnchanged();
        // A sign-out in another tab need not have seen the tokens of this refresh: what is left of them is taken out again.
        const stop = name === undefined
            ? undefined
            : onRemoval(storage, clientId, name, () => {
                isSignedOut = true;
                const stored = store.items.refreshToken(name);
                // Any other is that of somebody who has signed in since.
                if (!kept || (stored !== undefined && stored !== kept.refreshToken))
                    return;
                store.items.clear(name);
                store.look();
            });
        try {
            const tokens = await persist(tokenUrl(config), deadline, (timeout) => refreshTokens(config, refreshToken, timeout), isGoodRefreshTokenAfter);
            await lookAgain(engine);
            try {
                const accepted = accept(engine, ...completed(tokens, session, name), isCurrent);
                return (kept = await inTime(deadline + VERIFYING - performance.now(), accepted));
            }
            catch (error) {
                // The one before it is spent, and the tokens beside it are not to blame.
                if (tokens.refreshToken && name && isEnvironment(error) && isCurrent())
                    store.items.writeRefreshToken(name, tokens.refreshToken);
                throw error;
            }
        }
        finally {
            if (stop)
                void pause(AFTERMATH).then(stop);
        }
    }
    /** What a refresh brought, together with what it leaves as it was (RFC 6749, section 6; OpenID Connect Core, section 12.2). */
    function completed(tokens, { refreshToken, scopes, appState, accessClaims, idClaims }, username) {
        var _a;
        return [
            { ...tokens, refreshToken: (_a = tokens.refreshToken) !== null && _a !== void 0 ? _a : refreshToken },
            {
                ...{ scopes, appState, username, openid: idClaims !== undefined },
                before: { access: accessClaims, id: idClaims !== null && idClaims !== void 0 ? idClaims : {} },
            },
        ];
    }
    /** Whether another tab has stored another refresh token: its storage needs a moment to get here. */
    async function isReplaced({ store }, name, refreshToken, looks) {
        for (const delay of looks) {
            await pause(delay);
            await store.items.load();
            if (store.items.refreshToken(name) !== refreshToken)
                return true;
        }
        return false;
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
    /** Whether the clock, the network or the storage kept tokens from being taken, and not the tokens themselves. */
    function isEnvironment(error) {
        return hasCode(error, ...['expired', 'clock_skew', 'storage_full', 'timeout', 'jwks_unavailable'], ...['crypto_unavailable', 'invalid_configuration']);
    }

    /** Where a sign-in can begin (Cognito developer guide, "Managed login endpoints"). */
    const SCREENS$1 = {
        signIn: '/oauth2/authorize',
        signUp: '/signup',
        forgotPassword: '/forgotPassword',
        addPasskey: '/passkeys/add',
        signOut: '/logout',
    };
    /**
     * The URL of the authorize endpoint (RFC 6749, section 4.1.1; Cognito developer guide, "Authorize endpoint"), or of
     * another page that a sign-in can begin on and that takes the same.
     * The first seven parameters stand in the order of amazon-cognito-auth-js, which programs compare; new ones follow.
     * @param origin of the user pool domain, with scheme
     */
    function authorizeUrl(origin, request) {
        var _a;
        return endpointUrl(origin, SCREENS$1[(_a = request.screen) !== null && _a !== void 0 ? _a : 'signIn'], {
            redirect_uri: request.redirectUri,
            response_type: request.responseType,
            client_id: request.clientId,
            state: request.state,
            // Left out, it means every scope of the app client.
            scope: request.scopes.join(' '),
            identity_provider: request.identityProvider,
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
     * The URL of Cognito's logout endpoint, which is not OpenID Connect's. It takes this, or what the sign-in page takes.
     * @param logoutUri one of the app client's allowed sign-out URLs
     */
    function logoutUrl(origin, clientId, logoutUri) {
        return endpointUrl(origin, SCREENS$1.signOut, { logout_uri: logoutUri, client_id: clientId });
    }
    function endpointUrl(origin, path, parameters) {
        const given = Object.entries(parameters).filter((pair) => Boolean(pair[1]));
        // Cognito documents scopes separated by %20; a literal plus is %2B by now.
        return `${origin}${path}?${new URLSearchParams(given).toString().replaceAll('+', '%20')}`;
    }

    /** How long an address may be, in characters. */
    const LONGEST$1 = 8192;
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
            return isPage && !username && !password && href.length <= LONGEST$1 ? href : undefined;
        }
        catch (_a) {
            return undefined;
        }
    }

    /** How long the page in a window waits for the other one to take its address, in milliseconds. */
    const PATIENCE = 2000;
    /**
     * Hands the address of this window over to the page that waits for it, and closes the window: as a message to its
     * opener, which reaches a page in a frame, too, and through a channel, which needs no opener
     * (`Cross-Origin-Opener-Policy` takes it away). The state, which nobody else knows, is the name of the channel.
     * @returns false where nobody takes it
     */
    async function handOver(url, state) {
        const channel = openChannel(state);
        const isTaken = await new Promise((resolve) => {
            channel === null || channel === void 0 ? void 0 : channel.addEventListener('message', ({ data }) => {
                // Another window with the same address, which somebody has forged, says something else.
                if (data === 'taken')
                    resolve(true);
            });
            channel === null || channel === void 0 ? void 0 : channel.postMessage(url);
            sendToOpener(url);
            setTimeout(() => {
                resolve(false);
            }, PATIENCE);
        });
        channel === null || channel === void 0 ? void 0 : channel.close();
        if (isTaken)
            closeWindow();
        return isTaken;
    }
    /**
     * All that a callback page made for a popup has to do: it hands the response in its address over to the page that waits
     * for it, and closes its window. A page that calls `init()` does so anyhow.
     * @returns fulfilled once the response has been taken
     * @throws CognitoAuthError `no_transaction` where the address holds no such response, or nobody waits for it any more
     */
    async function handlePopup() {
        var _a;
        const url = (_a = currentUrl()) !== null && _a !== void 0 ? _a : '';
        const state = stateOf(url);
        replaceCurrentUrl(url, withoutResponse);
        if ((state === null || state === void 0 ? void 0 : state.startsWith(POPUP)) && (await handOver(url, state)))
            return;
        throw new CognitoAuthError('no_transaction', 'No page waits for this popup: go back to where you were and sign in again.');
    }
    /** The state of the response in `url`, if it holds one. */
    function stateOf(url) {
        var _a;
        try {
            return (_a = readCallback(url)) === null || _a === void 0 ? void 0 : _a.state;
        }
        catch (_b) {
            return undefined;
        }
    }

    /** How many sign-ins may come back failing, and within how long, in milliseconds, before no other is begun. */
    const MOST = 3;
    const WITHIN = 30000;
    const keyOf = ({ host, clientId }) => `cognito-auth.${host}.${clientId}.failed`;
    function failures(client) {
        var _a;
        let written;
        try {
            written = (_a = storageOf('sessionStorage')) === null || _a === void 0 ? void 0 : _a.getItem(keyOf(client));
        }
        catch (_b) {
            // What cannot be read counts nothing.
        }
        return (written !== null && written !== void 0 ? written : '')
            .split(' ')
            .map(Number)
            .filter((time) => Math.abs(Date.now() - time) < WITHIN);
    }
    /** Notes that a sign-in came back, and whether it brought what it was for. */
    function noteReturn(client, isGood) {
        const storage = storageOf('sessionStorage');
        try {
            if (isGood)
                storage === null || storage === void 0 ? void 0 : storage.removeItem(keyOf(client));
            else
                storage === null || storage === void 0 ? void 0 : storage.setItem(keyOf(client), [...failures(client), Date.now()].slice(-MOST).join(' '));
        }
        catch (_a) {
            // Where there is no room to count, no circle is noticed.
        }
    }
    /** @throws CognitoAuthError `redirect_loop` */
    function requireNoLoop(client) {
        if (failures(client).length < MOST)
            return;
        throw new CognitoAuthError('redirect_loop', `${MOST} sign-ins came back failing within ${WITHIN / 1000} seconds. Show the error instead of beginning another.`);
    }
    /** Opens the page where the person wanted to go: checked again, for it was in the storage meanwhile. */
    function leadTo(returnTo) {
        const page = currentUrl();
        const target = page && sameOriginUrl(returnTo, page);
        if (target && target !== page)
            replacePage(target);
    }
    /** What gives an error what its sign-in was to bring back: the page can offer to begin again where it was. */
    function bringBack(transaction) {
        return (error) => {
            const page = currentUrl();
            if (!(error instanceof CognitoAuthError) || !transaction)
                return;
            error.appState = transaction.appState;
            error.returnTo = page && sameOriginUrl(transaction.returnTo, page);
        };
    }

    /**
     * Whether the response in `url`, if there is one, is for this client: to be taken, or to be refused.
     * @param awaits whether one of its sign-ins waits for a response with this state
     * @param isAsked whether the program asked about this very address: it waits to hear of what answers nothing, too
     */
    function isFor(url, { config, transactions }, awaits, isAsked) {
        const claim = claimIn(url);
        if (!claim)
            return false;
        const { states, type } = claim;
        if (states.some(awaits))
            return true;
        if (states.some(isAwaitedByAny))
            return false;
        if (!isAddress(url, config.redirectUriSignIn))
            return states.some((state) => state.startsWith(POPUP) && isState(state));
        return (isAsked ||
            transactions.isWaiting() ||
            (type === 'code' && config.allowsUnsolicitedResponse) ||
            (type !== 'error' && states.some(isState)));
    }
    /**
     * The refusal of a response that looks as if it were for a client and may be the page's own: it is left alone.
     * @param url in which nothing was found for the client
     */
    function strayIn(url, redirectUri) {
        const claim = claimIn(url);
        if (!claim || claim.type === 'error' || claim.states.some(isAwaitedByAny))
            return undefined;
        return isAddress(url, redirectUri) ? unanswerable(false, claim.states[0], claim.type) : undefined;
    }
    /** Whether it is the same response once more. */
    function isSame(one, other) {
        const partsOf = (response) => JSON.stringify(Object.entries(response));
        return partsOf(one) === partsOf(other);
    }
    /** Whether `url` is the address of `redirectUri`, whatever its parameters are; a server may have added a slash. */
    function isAddress(url, redirectUri) {
        const placeOf = (address) => {
            var _a;
            const { protocol, host, pathname } = new URL(address, (_a = currentUrl()) !== null && _a !== void 0 ? _a : redirectUri);
            return `${protocol}//${host}${pathname.endsWith('/') ? pathname : `${pathname}/`}`;
        };
        try {
            return placeOf(url) === placeOf(redirectUri);
        }
        catch (_a) {
            return false;
        }
    }

    /** How long a window stays at most that has been told to close itself, in milliseconds. */
    const AFTERGLOW = 1000;
    /** How long a code is good (Cognito developer guide, "Token endpoint"), in milliseconds. */
    const CODE_LIFETIME = 5 * 60 * 1000;
    /**
     * Begins a sign-in.
     * @param options as they were read
     * @param at the page that it begins on, whatever the options say
     * @throws CognitoAuthError `invalid_configuration`, `storage_full`
     */
    function begin({ config, store, transactions, securityData }, { scopes, redirectUri, prompt, appState, returnTo, ...parameters }, at, state = randomToken()) {
        var _a;
        const { idpIdentifier, identityProvider = idpIdentifier ? '' : config.identityProvider } = parameters;
        // Cognito's sign-out hands on to the sign-in page what no request can do without, and nothing else.
        const isSignOut = at === 'signOut';
        const { clientId, responseType } = config;
        const page = currentUrl();
        const transaction = {
            createdAt: Date.now(),
            responseType,
            redirectUri: redirectUri !== null && redirectUri !== void 0 ? redirectUri : config.redirectUriSignIn,
            scopes: scopes !== null && scopes !== void 0 ? scopes : config.scopes,
            nonce: randomToken(),
            codeVerifier: randomToken(),
            appState,
            returnTo: page && sameOriginUrl(returnTo, page),
            ...(isSignOut && { isUnchallenged: true }),
        };
        transactions.begin(state, transaction);
        const request = {
            ...{ ...parameters, ...transaction, clientId, state },
            screen: at !== null && at !== void 0 ? at : parameters.screen,
            // Programs of amazon-cognito-auth-js set a list of them.
            identityProvider: isSignOut ? '' : [identityProvider].flat().join(),
            prompt: [prompt !== null && prompt !== void 0 ? prompt : []].flat().join(' ') || undefined,
            userContextData: isSignOut ? undefined : securityData((_a = store.user()) !== null && _a !== void 0 ? _a : ''),
        };
        return {
            state,
            verifier: responseType === 'code' && !isSignOut ? transaction.codeVerifier : undefined,
            url: (hash) => authorizeUrl(config.origin, { ...request, codeChallenge: hash && base64url(hash) }),
        };
    }
    /** The URL of a sign-in that was begun: in this turn where the door can. */
    function urlOf$1({ digest, digestNow }, { verifier, url }) {
        if (verifier === undefined)
            return url();
        return digestNow ? url(digestNow(verifier)) : digest(verifier).then(url);
    }
    /** Has somebody come back to where they are, unless they would lose a session in memory by that. */
    function returning({ config }, options) {
        const page = currentUrl();
        const stays = !page || traitsOf(config.storage).forState === 'sessionStorage';
        return stays || options.returnTo !== undefined ? options : { ...options, returnTo: withoutResponse(page) };
    }
    /**
     * Leaves the page for a sign-in that was begun, once that could be finished.
     * @throws CognitoAuthError `login_required` where somebody has signed out meanwhile, and as `leaveFor()`
     */
    async function leave(engine, begun) {
        const { transactions } = engine;
        let url = urlOf$1(engine, begun);
        if (typeof url !== 'string')
            url = await url;
        const written = transactions.written();
        if (written)
            await written;
        if (!transactions.find(begun.state))
            throw overtaken();
        await leaveFor(engine, url);
    }
    /**
     * Leaves the page for the sign-in at `url`.
     * @throws CognitoAuthError `redirect_loop`; `no_browser` where that would end in an empty frame; `storage_unavailable`
     *   where nothing would be left to finish the sign-in with
     */
    function leaveFor({ config, transactions }, url) {
        requireNoLoop(config);
        const { launchUri } = config;
        if (launchUri)
            return launchUri(url);
        if (isFramed()) {
            throw new CognitoAuthError('no_browser', 'The hosted pages refuse to be shown in a frame: sign in with a popup, or pass LaunchUri, a function that opens the URL it is given.');
        }
        if (currentUrl() !== undefined)
            transactions.requireLasting();
        navigate(url);
        return undefined;
    }
    /** The outcome of the response in `url`; undefined where there is none for us. */
    function answer(engine, url, look) {
        const isOurs = isFor(url, engine, (state) => awaits(engine, state), look.isAsked);
        let outcome;
        try {
            return (outcome = isOurs ? responseIn(engine, url, look) : undefined);
        }
        finally {
            answered(engine.store, isOurs ? url : undefined, outcome);
        }
    }
    function awaits({ transactions, store }, state) {
        var _a;
        return transactions.find(state) !== undefined || ((_a = store.underWay.unfinished) === null || _a === void 0 ? void 0 : _a.response.state) === state;
    }
    function responseIn(engine, url, { isAsked, clean = true, tokens }) {
        const { store, transactions } = engine;
        let response;
        try {
            response = readCallback(url, (state) => transactions.find(state) !== undefined);
        }
        finally {
            if (clean)
                replaceCurrentUrl(url, withoutResponse);
        }
        if (!response)
            return undefined;
        const { state = '' } = response;
        // Cognito's own errors may have no state; one that nobody waits for says nothing to somebody who is signed in.
        const isTold = isAsked || awaits(engine, state) || (!state && !isSomebody(store.read()));
        if (response.type === 'error' && !isTold)
            throw unanswerable(transactions.isWaiting(), state);
        return state.startsWith(POPUP) ? leaveToOpener(engine, url, response) : finish(engine, response, tokens);
    }
    /**
     * Leaves the response in `url` to the page that opened this window for it. Where that is gone, it is this page's.
     * @throws CognitoAuthError `no_transaction` for one that nobody here waits for: somebody who is signed in is not kept waiting
     */
    function leaveToOpener(engine, url, response) {
        const { config, store, transactions } = engine;
        const { arrivals } = store.underWay;
        const { state = '' } = response;
        const handedOver = handOver(url, state);
        if (!awaits(engine, state) && isAtHand(config.storage) && isSomebody(store.read()))
            throw unanswerable(transactions.isWaiting(), state);
        const session = handedOver.then(async (isTaken) => {
            arrivals.delete(state);
            if (!isTaken)
                return finish(engine, response);
            // A window that may not close itself shows what the other page makes of the response.
            await pause(AFTERGLOW);
            return required(store.read());
        });
        arrivals.set(state, session);
        return session;
    }
    /** The response that could not be finished for now, once more; undefined where there is none. */
    function again(engine) {
        const { unfinished } = engine.store.underWay;
        return (unfinished === null || unfinished === void 0 ? void 0 : unfinished.isGood()) ? finish(engine, unfinished.response) : undefined;
    }
    /**
     * The evidence is consumed first, everything is checked next, and only then is anything stored. A response that is
     * being handled already, whoever passed it, has one outcome.
     */
    function finish(engine, response, tokens = engine.tokens) {
        var _a;
        const { underWay } = engine.store;
        const handled = underWay.arrivals.get((_a = response.state) !== null && _a !== void 0 ? _a : '');
        if (handled)
            return handled instanceof Promise ? engine.store.unlessOver(handled) : handled;
        try {
            const outcome = handle(engine, response, tokens);
            // A session on probation is noted at the end of that.
            if (outcome instanceof Promise) {
                void outcome.then((session) => {
                    note(engine, response, covers(engine, session));
                }, () => {
                    note(engine, response, false);
                });
            }
            return outcome;
        }
        catch (error) {
            note(engine, response, false);
            // Whoever exchanges a code expects to be told later than in this turn.
            if (error instanceof CognitoAuthError && response.type === 'code')
                return Promise.reject(error);
            throw error;
        }
    }
    /** Notes how a sign-in came back, once for each. */
    function note({ config, store }, { state }, isGood) {
        const { underWay } = store;
        // Whoever closes a window goes round in no circle.
        if (state === null || state === void 0 ? void 0 : state.startsWith(POPUP))
            return;
        if (isGood || state === undefined || state !== underWay.failed)
            noteReturn(config, isGood);
        if (!isGood)
            underWay.failed = state;
    }
    function handle(engine, response, tokens) {
        var _a;
        const { config, store, transactions } = engine;
        const { underWay } = store;
        const { unfinished } = underWay;
        const repeated = (unfinished === null || unfinished === void 0 ? void 0 : unfinished.isGood()) && isSame(unfinished.response, response) ? unfinished : undefined;
        if (repeated)
            underWay.unfinished = undefined;
        const isGood = (_a = repeated === null || repeated === void 0 ? void 0 : repeated.isGood) !== null && _a !== void 0 ? _a : goodForNow(store.watchUser());
        // What the sign-in was to bring back is not lost with it: the page can offer to begin again where it was.
        const begun = repeated ? repeated.transaction : transactions.find(response.state);
        const bring = bringBack(begun);
        try {
            const transaction = repeated ? begun : take$1(engine, response);
            requireIssuer(response, config.issuers);
            if (response.type === 'error')
                throw refusalOf(response);
            const outcome = sessionOf(engine, response, { response, transaction, isGood }, tokens);
            if (outcome instanceof Promise)
                outcome.catch(bring);
            return outcome;
        }
        catch (error) {
            bring(error);
            throw error;
        }
    }
    /** For as long as a code is, and nobody has signed in or out. */
    function goodForNow(isSameUser) {
        const until = Date.now() + CODE_LIFETIME;
        return () => Date.now() <= until && isSameUser();
    }
    /**
     * The session that a response brings.
     * @param unfinished what the page keeps where it cannot be had for now: the response is as good as before
     */
    function sessionOf(engine, response, unfinished, tokens) {
        const { config, store } = engine;
        const { transaction } = unfinished;
        const foreknown = transaction
            ? { ...transaction, openid: transaction.scopes.includes('openid') }
            : { scopes: config.scopes };
        if (response.type === 'token') {
            requireBearer(response.tokenType);
            if (!tokens)
                throw new CognitoAuthError('response_type_mismatch', 'Tokens in a redirect are refused: use the code flow.');
            const outcome = tokens(response, { ...foreknown, frontChannel: true });
            return outcome instanceof Promise
                ? arrival(engine, response, outcome.catch(keepIf(engine, unfinished, (error) => hasCode(error, 'jwks_unavailable'))), foreknown)
                : outcome;
        }
        const isCurrent = store.watchSignOut();
        const { redirectUri = config.redirectUriSignIn, isUnchallenged, codeVerifier } = transaction !== null && transaction !== void 0 ? transaction : {};
        const form = { code: response.code, redirectUri, codeVerifier: isUnchallenged ? undefined : codeVerifier };
        const exchange = async () => {
            var _a, _b;
            // A code is good once: the keys come first, if they are going to be needed.
            await ((_a = engine.verify) === null || _a === void 0 ? void 0 : _a.call(engine, [], (_b = config.issuers) === null || _b === void 0 ? void 0 : _b[0]));
            return exchangeOnce(config, form);
        };
        const isKept = (error) => isGoodCodeAfter(error) || hasCode(error, 'timeout', 'jwks_unavailable');
        const accepted = exchange()
            .catch(keepIf(engine, unfinished, isKept))
            .then((tokens) => accept(engine, tokens, foreknown, isCurrent, () => store.left()));
        return arrival(engine, response, accepted, foreknown);
    }
    /**
     * What hears the error of a sign-in, keeps what is left of it, and throws the error.
     * @param isKept whether the response is as good as before after such an error
     */
    function keepIf({ store }, unfinished, isKept) {
        return (error) => {
            if (isKept(error) && unfinished.isGood()) {
                store.underWay.unfinished = unfinished;
                error.message += ' The sign-in is not lost: init() goes on with it.';
            }
            throw error;
        };
    }
    /** While a session is on its way, whoever asks for one waits for it. Then the person goes where they wanted to. */
    function arrival({ config, store }, { state = '' }, session, { returnTo }) {
        const { arrivals } = store.underWay;
        const coming = session
            .then(async (arrived) => {
            var _a, _b, _c;
            // What a storage has promised to write would be lost with the page.
            await ((_c = (_b = (_a = traitsOf(config.storage)).written) === null || _b === void 0 ? void 0 : _b.call(_a)) === null || _c === void 0 ? void 0 : _c.catch(() => undefined));
            leadTo(returnTo);
            return arrived;
        })
            .finally(() => arrivals.delete(state));
        arrivals.set(state, coming);
        return coming;
    }
    /**
     * The sign-in that this response answers; undefined where there need not be one: for an error, and for an
     * unsolicited code that is welcome.
     */
    function take$1({ config, transactions }, response) {
        if (response.type === 'error') {
            if (response.state !== undefined)
                transactions.forget(response.state);
            return undefined;
        }
        try {
            return transactions.take(response);
        }
        catch (error) {
            const isWelcome = config.allowsUnsolicitedResponse && response.type === 'code';
            if (isWelcome && isUnsolicited(error))
                return undefined;
            throw error;
        }
    }
    /** Whether a refresh is enough. amazon-cognito-identity-js stores no scopes: nothing is known to be missing then. */
    function covers({ config }, { scopes }) {
        return !scopes.length || config.scopes.every((scope) => scopes.includes(scope));
    }

    /**
     * A session that lasts for `minValidity` seconds or more, refreshed when it would not.
     * @throws CognitoAuthError `login_required`, `session_changed`, and as `refresh()`
     */
    function valid(engine, minValidity) {
        const { store } = engine;
        const arriving = store.arriving();
        if (arriving)
            return arriving;
        const waiting = awaited(engine);
        if (waiting)
            return waiting.then(() => valid(engine, minValidity));
        const session = store.read();
        store.requireSameUser(engine.hearer);
        // Who asks for a token while a sign-in could be finished after all is not sent to begin another.
        const repeated = store.underWay.unfinished && !isSomebody(session) ? again(engine) : undefined;
        return repeated !== null && repeated !== void 0 ? repeated : lasting(engine, session, minValidity);
    }
    /** This session if it lasts for `minValidity` seconds or more, and otherwise a refreshed one. */
    function lasting(engine, session, minValidity) {
        return lasts(session, minValidity) ? session : renewed(engine, session, minValidity);
    }
    async function renewed(engine, before, minValidity) {
        const session = required(before);
        if (!session.refreshToken) {
            throw new CognitoAuthError('login_required', 'The session does not last that long, and has no refresh token: call signIn() or getSession().');
        }
        try {
            return await refresh(engine, session);
        }
        catch (error) {
            // A token that is good for less is better than none, unless it was a refresh that was asked for.
            const rest = engine.store.read();
            if (minValidity < Infinity && lasts(rest) && rest.username === session.username)
                return rest;
            throw error;
        }
    }

    /** How long before its end a session is refreshed, in seconds. */
    const AHEAD = 60;
    /** How long to wait after an attempt, in milliseconds, that succeeded or failed for now. */
    const AGAIN = 30000;
    /** How long a timer can wait at most, in milliseconds. */
    const FARTHEST = 2 ** 31 - 1;
    /**
     * Refreshes a minute before the session ends, and when the page can be seen or has a network again; one tab does it for
     * all.
     * @returns what ends that
     */
    function startAutoRefresh(auth) {
        return autoRefresh(engineOf(auth));
    }
    function autoRefresh(engine) {
        const { config, store } = engine;
        return keepFresh({
            endsAt: () => {
                const session = isAtHand(config.storage) ? store.read() : null;
                return isSomebody(session) ? session.expiresAt * 1000 : undefined;
            },
            refresh: async (minValidity) => {
                try {
                    await lasting(engine, store.read(), minValidity);
                }
                catch (error) {
                    if (hasCode(error, 'session_changed'))
                        store.unheard(engine.hearer);
                    throw error;
                }
            },
            onChange: (changed) => store.on('changed', changed),
        });
    }
    /** A timer says when; where timers are throttled or the device slept, the page's waking says it. */
    function keepFresh({ endsAt, refresh, onChange }) {
        let timer;
        let isOver = false;
        const plan = (atLeast = 0) => {
            clearTimeout(timer);
            const end = isOver ? undefined : endsAt();
            if (end === undefined)
                return;
            timer = setTimeout(renew, Math.min(Math.max(end - AHEAD * 1000 - Date.now(), atLeast), FARTHEST));
        };
        const renew = () => {
            const again = () => {
                plan(AGAIN);
            };
            refresh(AHEAD).then(again, (error) => {
                // Nothing else is cured by waiting; a clock, say, is put right while the page is out of sight.
                if (hasCode(error, 'network', 'timeout', 'server_error', 'bad_response', 'jwks_unavailable'))
                    again();
            });
        };
        const look = () => {
            plan();
        };
        const undo = [onChange(look), onWake(look)];
        plan();
        return () => {
            isOver = true;
            clearTimeout(timer);
            for (const stop of undo)
                stop();
        };
    }

    /**
     * Forgets the session, revokes its refresh token (RFC 7009) and leaves the page, all in this turn. A revocation that
     * fails changes nothing.
     * @param options as they were read
     * @returns fulfilled once the revocation is over
     */
    async function signOut(engine, options) {
        var _a, _b, _c, _d, _e, _f;
        const { config, store, transactions } = engine;
        const { revoke = true, redirect = true, redirectUri, signIn } = options;
        const { items } = store;
        const last = items.lastUser();
        const user = (_a = store.user()) !== null && _a !== void 0 ? _a : last;
        // Another page may have refreshed since: the storage has the token that is alive.
        const tokens = new Set([(_b = items.refreshToken(user)) !== null && _b !== void 0 ? _b : (_c = store.current()) === null || _c === void 0 ? void 0 : _c.refreshToken]);
        // Somebody else may have signed in elsewhere, whose session ends by this.
        if (!store.namesUsers())
            tokens.add(items.refreshToken(last));
        // What is wrong with it keeps anything from happening.
        const begun = signIn && begin(engine, returning(engine, signIn), 'signOut');
        // What a listener begins now is not forgotten with the others.
        transactions.forgetOthers(begun === null || begun === void 0 ? void 0 : begun.state);
        store.end('user');
        const revoked = [...tokens].map(async (token) => {
            if (revoke && token)
                await revokeToken(config, token);
        });
        const settled = Promise.allSettled(revoked);
        const forgotten = (_e = (_d = traitsOf(config.storage)).written) === null || _e === void 0 ? void 0 : _e.call(_d);
        if (forgotten)
            await forgotten.catch(() => undefined);
        if (begun)
            await leave(engine, begun);
        else if (redirect)
            await ((_f = config.launchUri) !== null && _f !== void 0 ? _f : navigate)(signOutUrl(engine, redirectUri));
        await settled;
    }
    /** The URL that ends the session of the hosted pages. */
    function signOutUrl({ config }, redirectUri = config.redirectUriSignOut) {
        return logoutUrl(config.origin, config.clientId, redirectUri);
    }

    /**
     * `fetch()` with the access token, for the page's own origin and `ApiOrigins`. Where the API answers 401, the session
     * is refreshed and the request made once more, if the same person is still signed in; a 401 that remains is the answer.
     * @throws CognitoAuthError `invalid_configuration` for another origin, and for what is no request; as `getTokens()`;
     *   `network` where the API cannot be reached. A signal that is aborted rejects as it does at `fetch()`
     */
    async function fetchWithToken(auth, input, init) {
        return fetchAt(engineOf(auth), input, init);
    }
    async function fetchAt(engine, input, init) {
        const { request, origin } = readRequest(input, init);
        const page = currentUrl();
        if (!engine.config.apiOrigins.includes(origin) && (!page || new URL(page).origin !== origin)) {
            throw new CognitoAuthError('invalid_configuration', `The access token is not for ${origin}: write ApiOrigins: ['${origin}'], or leave it to the browser's own fetch.`);
        }
        // React Native has no streams.
        const isStream = typeof ReadableStream === 'function' && (init === null || init === void 0 ? void 0 : init.body) instanceof ReadableStream;
        return fetchWithBearer(request, isStream, async (minValidity) => {
            const { accessToken, accessClaims } = await valid(engine, minValidity);
            return { token: accessToken, user: accessClaims['sub'] };
        }, (error) => {
            if (hasCode(error, 'session_changed'))
                engine.store.unheard(engine.hearer);
        });
    }

    /** What an ID token and an access token have in common: a signed token, decoded and never verified here. */
    class CognitoJwt {
        /**
         * @param jwtToken the token; none for an empty one
         * @param payload its claims, where they have been decoded already
         */
        constructor(jwtToken, payload) {
            this.jwtToken = jwtToken !== null && jwtToken !== void 0 ? jwtToken : '';
            this.payload = payload !== null && payload !== void 0 ? payload : this.decodePayload();
        }
        /** The token as it came; empty where there is none. */
        getJwtToken() {
            return this.jwtToken;
        }
        /** Puts another token in its place. */
        setJwtToken(jwtToken) {
            this.jwtToken = jwtToken !== null && jwtToken !== void 0 ? jwtToken : '';
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
            catch (_a) {
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
            this.refreshToken = refreshToken !== null && refreshToken !== void 0 ? refreshToken : '';
        }
        /** The token as it came; empty where there is none. */
        getToken() {
            return this.refreshToken;
        }
        /** Puts another token in its place. */
        setToken(refreshToken) {
            this.refreshToken = refreshToken !== null && refreshToken !== void 0 ? refreshToken : '';
        }
    }

    /** The scopes that a session was asked for. */
    class CognitoTokenScopes {
        constructor(tokenScopes) {
            this.tokenScopes = [...(tokenScopes !== null && tokenScopes !== void 0 ? tokenScopes : [])];
        }
        /** The scopes, one per entry. */
        getScopes() {
            return this.tokenScopes;
        }
        /** Puts others in their place. */
        setTokenScopes(tokenScopes) {
            this.tokenScopes = [...(tokenScopes !== null && tokenScopes !== void 0 ? tokenScopes : [])];
        }
    }

    /** The tokens of one user; empty ones where nobody is signed in. */
    class CognitoAuthSession {
        constructor({ IdToken, AccessToken, RefreshToken, TokenScopes, State, AppState, ClockDrift = 0, } = {}) {
            this.idToken = IdToken !== null && IdToken !== void 0 ? IdToken : new CognitoIdToken();
            this.accessToken = AccessToken !== null && AccessToken !== void 0 ? AccessToken : new CognitoAccessToken();
            this.refreshToken = RefreshToken !== null && RefreshToken !== void 0 ? RefreshToken : new CognitoRefreshToken();
            this.tokenScopes = TokenScopes !== null && TokenScopes !== void 0 ? TokenScopes : new CognitoTokenScopes();
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
            var _a;
            const { accessToken, idToken } = this;
            const access = (_a = accessToken === null || accessToken === void 0 ? void 0 : accessToken.getExpiration()) !== null && _a !== void 0 ? _a : 0;
            return (idToken === null || idToken === void 0 ? void 0 : idToken.getJwtToken()) ? Math.min(access, idToken.getExpiration() || 0) : access;
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

    /*
     * What amazon-cognito-auth-js happened to expose and needs no user pool. Programs and `@types/amazon-cognito-auth-js` know
     * it; nothing in this library uses it.
     */
    /** The undecoded parameters behind a mark in a URL. */
    function queryParameters(url, splitMark) {
        var _a;
        const pairs = ((_a = url.split(splitMark)[1]) !== null && _a !== void 0 ? _a : '').split('&');
        return new Map(pairs.map((pair) => {
            const [name = '', value] = pair.split(COGNITO_CONSTANTS.QUERYPARAMETERREGEX2);
            return [name, value];
        }));
    }
    /** A random string of `length` characters out of `chars`, each as likely as the other. */
    function randomString(length, chars) {
        var _a;
        const limit = 256 - (256 % chars.length);
        let text = '';
        while (text.length < length) {
            // Bytes beyond the last whole multiple of the alphabet would favour its beginning.
            for (const byte of randomBytes(length))
                if (byte < limit && text.length < length)
                    text += (_a = chars[byte % chars.length]) !== null && _a !== void 0 ? _a : '';
        }
        return text;
    }
    /** Posts a form and hands over the body of the answer. */
    function post(header, body, url, onSuccess, onFailure) {
        const texts = (of) => Object.fromEntries(Object.entries(of).map(([name, value]) => [name, String(value)]));
        postForm(url, texts(body), { headers: texts(header) }).then(({ status, text }) => {
            if (status === 200)
                onSuccess(text);
            else
                onFailure(text);
        }, () => {
            onFailure('');
        });
    }
    /** An XMLHttpRequest that has been opened. */
    function corsRequest(method, url) {
        const request = new XMLHttpRequest();
        request.open(method, url, true);
        return request;
    }

    /**
     * The SHA-256 of a text (FIPS 180-4), by WebCrypto.
     * @throws CognitoAuthError `crypto_unavailable`
     */
    async function digest(text) {
        var _a;
        const subtle = (_a = globalThis.crypto) === null || _a === void 0 ? void 0 : _a.subtle;
        if (!subtle) {
            throw new CognitoAuthError('crypto_unavailable', 'crypto.subtle is missing: serve the page over https, or from localhost.');
        }
        return new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)));
    }

    /** Where a storage has its values, under a name that no program knows. */
    const VALUES = Symbol('values');
    const valuesOf = (storage) => storage[VALUES];
    /** Keeps values for as long as the page lives, each instance for itself: two users of one server share nothing. */
    class MemoryStorage {
        constructor() {
            /** A memory would not outlive the redirect. */
            this.forState = 'sessionStorage';
            Object.defineProperty(this, VALUES, { value: new Map() });
        }
        /** The value; undefined where there is none. */
        getItem(key) {
            return valuesOf(this).get(key);
        }
        /** Keeps a value, and returns it. */
        setItem(key, value) {
            valuesOf(this).set(key, value);
            return value;
        }
        /** Forgets a value, and says whether there was one. */
        removeItem(key) {
            return valuesOf(this).delete(key);
        }
        /** Forgets everything. */
        clear() {
            valuesOf(this).clear();
        }
    }

    /** What stands in front of each storage, whoever uses it. */
    const fronts = new WeakMap();
    /** The one front of a storage whose methods may return promises (React Native's AsyncStorage, an encrypted store). */
    function frontOf(storage, isLater) {
        var _a;
        const front = (_a = fronts.get(storage)) !== null && _a !== void 0 ? _a : promisedStorage(storage, isLater);
        fronts.set(storage, front);
        return front;
    }
    /**
     * A storage that answers at once, in front of one that may not: what was loaded is at hand, and what is written goes
     * through in its order.
     * @param isLater whether values are read by a promise, too
     */
    function promisedStorage(storage, isLater) {
        /** What was loaded; and what was written and is not there yet, or was not taken: here it is newer than there. */
        const values = new Map();
        const refused = new Set();
        /** For each load under way, the keys that were changed since it began. */
        const loads = new Set();
        let isLoaded = !isLater;
        let writing;
        let failure;
        /** What whoever asked hears, while nothing else is written. */
        let asked;
        const change = (key, value) => {
            const run = () => (value === undefined ? storage.removeItem(key) : storage.setItem(key, value));
            // One that answers at once is asked at once, and may refuse at once.
            const begun = isLater ? undefined : run();
            if (!isLater && !isPromise(begun)) {
                values.delete(key);
                return;
            }
            asked = undefined;
            values.set(key, value);
            for (const changed of loads)
                changed.add(key);
            const before = writing;
            const written = (async () => {
                try {
                    if (isLater)
                        await before;
                    await (isLater ? run() : begun);
                    refused.delete(key);
                }
                catch (error) {
                    refused.add(key);
                    failure !== null && failure !== void 0 ? failure : (failure = { error });
                }
                if (isLater)
                    return;
                await before;
                if (values.get(key) === value)
                    values.delete(key);
            })();
            writing = written;
            void written.then(() => {
                if (writing === written && !failure)
                    writing = undefined;
            });
        };
        /** @throws CognitoAuthError `storage_unavailable` */
        const load = async (keys, others) => {
            const changed = new Set();
            loads.add(changed);
            await writing;
            try {
                const take = async (wanted) => {
                    const read = await Promise.all(wanted.map(async (key) => storage.getItem(key)));
                    wanted.forEach((key, i) => {
                        if (changed.has(key) || refused.has(key))
                            return;
                        const value = read[i];
                        values.set(key, typeof value === 'string' ? value : undefined);
                    });
                };
                await take(keys);
                await take(others());
            }
            catch (error) {
                throw new CognitoAuthError('storage_unavailable', `The storage could not be read${nameOf(error)}.`);
            }
            finally {
                loads.delete(changed);
            }
            // What was asked for at the same time is needed with it.
            if (loads.size === 0)
                isLoaded = true;
        };
        const { forState, isShared = false } = storage;
        return {
            ...(forState && { forState }),
            ...(isLater && { load }),
            isShared,
            get warning() {
                return storage.warning;
            },
            get isLoaded() {
                return isLoaded;
            },
            written: () => (asked !== null && asked !== void 0 ? asked : (asked = writing === null || writing === void 0 ? void 0 : writing.then(() => {
                const failed = failure;
                failure = undefined;
                if (failed)
                    throw failed.error;
            }))),
            /** @throws CognitoAuthError `invalid_configuration` before anything was loaded */
            getItem(key) {
                var _a;
                if (values.has(key))
                    return values.get(key);
                if (!isLater)
                    return (_a = storage.getItem(key)) !== null && _a !== void 0 ? _a : undefined;
                if (isLoaded)
                    return undefined;
                throw new CognitoAuthError('invalid_configuration', 'This Storage returns promises: call `await auth.init()` before anything else.');
            },
            setItem: change,
            removeItem(key) {
                change(key, undefined);
            },
        };
    }
    /** The storage itself if it is one that answers at once for sure, and otherwise one in front of it that does. */
    function answering(storage, key) {
        if (isWebStorage(storage) || storage instanceof MemoryStorage || 'written' in storage)
            return storage;
        return frontOf(storage, answersLater(storage, key));
    }

    const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
    const HOST = /^((\b[a-z\d-]+\b\.)*\b[a-z\d-]+\b|\[::1\])(:\d+)?$/;
    /** RFC 6749, section 3.3 */
    const SCOPE = /^[\x21\x23-\x5B\x5D-\x7E]+$/;
    /** Undefined where it is no absolute URL. */
    function urlOf(value) {
        try {
            return new URL(value);
        }
        catch (_a) {
            return undefined;
        }
    }
    /** Nobody on the way can read or change what is sent there. */
    function isSafe({ protocol, host }) {
        return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(host));
    }
    /** A scheme and a trailing slash are what people copy from the console with the domain; neither can mean anything else. */
    function readDomain(domain) {
        var _a;
        const [, protocol = 'https:', host = ''] = (_a = /^(?:([a-z]+:)\/\/)?(.*?)\/?$/.exec(domain.toLowerCase())) !== null && _a !== void 0 ? _a : [];
        return { protocol, host };
    }
    function isDomain(value) {
        if (!isText$1(value))
            return false;
        const domain = readDomain(value);
        const [host = ''] = domain.host.split('/');
        const isIssuer = /^(issuer-)?cognito-idp\b.*\.(amazonaws|api\.aws)\b/.test(host);
        if (!HOST.test(host) || host.length > 253 || isIssuer || !urlOf(`https://${host}`))
            return false;
        if (/^[a-z\d-]+$/.test(host) && host !== 'localhost')
            return `${host}.auth.<region>.amazoncognito.com`;
        if (host !== domain.host)
            return host;
        return isSafe(domain) || `https://${host}`;
    }
    function isRedirectUri(value) {
        const url = isText$1(value) && urlOf(value);
        if (!url)
            return false;
        const { protocol } = url;
        const [address = ''] = value.split(/[?#]/);
        // Browsers read more as an address than Cognito compares: `https:example.com`, `java\nscript:`.
        const isWhole = value.toLowerCase().startsWith(/^https?:$/.test(protocol) ? `${protocol}//` : protocol);
        if (!isWhole || /^(javascript|data|vbscript|blob|file|about):$/.test(protocol))
            return false;
        if (protocol === 'http:' && !LOOPBACK.test(url.host))
            return `https${address.slice(4)}`;
        return !value.includes('#') || address;
    }
    /** Keys are fetched from there, so nobody on the way may change them (OpenID Connect Discovery, section 3). */
    function isIssuer(value) {
        const url = isText$1(value) && urlOf(value);
        const isPlain = url && isSafe(url) && /^https?:\/\/[^?#\s]+[^?#\s/]$/.test(value);
        return Boolean(isPlain && !value.includes('/.well-known/'));
    }
    function isOrigin(value) {
        const url = urlOf(value);
        return url !== undefined && isSafe(url) && url.origin === value;
    }
    /** The response has parameters of these names. */
    function isCallbackUrl(value) {
        return !/\?(.*&)?(code|state|error)=/i.test(String(value)) && isRedirectUri(value);
    }
    const CALLBACK_URL = "one of the app client's callback URLs, such as 'https://example.com/', without code, state or error in its query";
    const SIGN_OUT_URL = "one of the app client's sign-out URLs, such as 'https://example.com/'";
    const SCOPES = [
        (value) => !value || (Array.isArray(value) && value.every((scope) => isText$1(scope) && SCOPE.test(scope))),
        "an array of scopes, such as ['openid', 'email']",
    ];
    /** A program's own storage may be any object with these. */
    const STORAGE = [
        (value) => !value ||
            ['getItem', 'setItem', 'removeItem'].every((name) => typeof value[name] === 'function'),
        'localStorage, new CookieStorage(), or an object with getItem(), setItem() and removeItem()',
    ];
    const USER_POOL_ID = "the pool's id, such as 'eu-central-1_AbCdEfGhI'";
    const OPTIONS = {
        ClientId: [
            // It becomes part of storage keys, where a dot would reach into those of another.
            (value) => isText$1(value) && /^[\w+-]{1,128}$/.test(value),
            "the app client's id, such as '1example23456789'",
            true,
        ],
        AppWebDomain: [
            isDomain,
            "the user pool's domain, such as 'my-app.auth.eu-central-1.amazoncognito.com'",
            true,
        ],
        RedirectUriSignIn: [isCallbackUrl, CALLBACK_URL, true],
        RedirectUriSignOut: [isRedirectUri, SIGN_OUT_URL, true],
        TokenScopesArray: SCOPES,
        // Programs of amazon-cognito-auth-js pass a list, which it joined by commas.
        IdentityProvider: [
            (value) => !value || [value].flat().every((name) => isText$1(name) && name.trim() === name),
            "the name of a provider, such as 'Google'",
        ],
        UserPoolId: [
            (value) => !value || (isText$1(value) && /^[\w-]+_[0-9A-Za-z]+$/.test(value)),
            USER_POOL_ID,
        ],
        Issuer: [
            (value) => !value || isIssuer(value),
            'the iss of the tokens, an https URL without query and trailing slash, or leave it out',
        ],
        AdvancedSecurityDataCollectionFlag: [[true, false, 1, 0, ''], 'true or false'],
        Storage: STORAGE,
        StateStorage: STORAGE,
        LaunchUri: [
            (value) => !value || typeof value === 'function',
            'a function that opens the URL it is given',
        ],
        AllowUnsolicitedResponse: SWITCH,
        ClockTolerance: [
            (value) => typeof value === 'number' && value >= 60 && value <= 86400,
            'a number of seconds between 60 and 86400',
        ],
        // A bearer token is good for whoever reads it on the way (RFC 6750, section 5.3).
        ApiOrigins: [
            (value) => !value || (Array.isArray(value) && value.every(isOrigin)),
            "an array of https origins, such as ['https://api.example.com']",
        ],
    };
    const CLASS = {
        call: 'new CognitoAuth()',
        flow: 'token',
        rules: {
            ResponseType: [['code', 'token', '', false, 0], "'code', or 'token' for the implicit flow"],
            // Who means to switch a check on must not find out later that it was off.
            VerifySignature: [['always', '', false, 0], "'always', or leave it out"],
            AutoRefresh: SWITCH,
            CleanUrl: BOOLEAN,
        },
        answering,
    };
    const APPLICATION = {
        call: 'createCognitoAuth()',
        flow: 'code',
        rules: {
            ResponseType: [['code', '', false, 0], "'code', or use CognitoAuth for the implicit flow"],
            VerifySignature: [
                (value) => !value || typeof value === 'function',
                "verifySignatures, which 'cognito-auth' exports",
            ],
            AutoRefresh: [(value) => !value, 'startAutoRefresh(auth) behind this call'],
        },
        answering(storage, key) {
            return answersLater(storage, key) ? refuse(PROMISES) : storage;
        },
    };
    /**
     * Checks the options and completes them.
     * @throws CognitoAuthError `invalid_configuration`, naming the field and what to write
     */
    function readOptions(options, door) {
        var _a, _b, _c, _d, _e;
        const rules = { ...OPTIONS, ...door.rules };
        const given = checked(door.call, options, rules, (name, value) => {
            if (value && /^(app)?clientsecret$/.test(name.toLowerCase().replaceAll('_', '')))
                refuse(`${name} must not be here, where anybody can read it: create an app client without a secret.`);
            refuseMisspelt(name, rules);
        });
        const { ClientId: clientId, VerifySignature: verify } = given;
        const { protocol, host } = readDomain(given.AppWebDomain);
        const userPoolId = given.UserPoolId || undefined;
        const issuers = issuersOf(userPoolId, given.Issuer);
        if (verify && !issuers)
            refuse(`VerifySignature needs UserPoolId: write ${USER_POOL_ID}.`);
        const throughTo = (storage) => {
            const key = `cognito-auth.${host}.${clientId}.states`;
            return storage ? door.answering(storage, key) : undefined;
        };
        return Object.freeze({
            clientId,
            origin: `${protocol}//${host}`,
            host,
            scopes: listOf(given.TokenScopesArray),
            redirectUriSignIn: given.RedirectUriSignIn,
            redirectUriSignOut: given.RedirectUriSignOut,
            identityProvider: [given.IdentityProvider || []].flat().join(),
            userPoolId,
            issuers,
            collectsSecurityData: Boolean((_a = given.AdvancedSecurityDataCollectionFlag) !== null && _a !== void 0 ? _a : true),
            storage: (_c = (_b = throughTo(given.Storage)) !== null && _b !== void 0 ? _b : webStorage('localStorage')) !== null && _c !== void 0 ? _c : new MemoryStorage(),
            stateStorage: throughTo(given.StateStorage),
            launchUri: typeof given.LaunchUri === 'function' ? given.LaunchUri : undefined,
            responseType: given.ResponseType || door.flow,
            allowsUnsolicitedResponse: Boolean(given.AllowUnsolicitedResponse),
            verifiesAlways: Boolean(verify),
            signatureVerifier: typeof verify === 'function' ? verify : undefined,
            clockTolerance: (_d = given.ClockTolerance) !== null && _d !== void 0 ? _d : 5400,
            cleansUrl: (_e = given.CleanUrl) !== null && _e !== void 0 ? _e : true,
            refreshesItself: Boolean(given.AutoRefresh),
            apiOrigins: listOf(given.ApiOrigins),
            warning: warningOf(host, userPoolId),
        });
    }
    /** Programs write `condition && value`. */
    function listOf(value) {
        return typeof value === 'object' && value !== null ? value : [];
    }
    /** A pool's tokens name one of two issuers (Cognito developer guide, "Identity provider and relying party endpoints"). */
    function issuersOf(pool, issuer) {
        if (issuer)
            return [issuer];
        const region = pool === null || pool === void 0 ? void 0 : pool.slice(0, pool.lastIndexOf('_'));
        const of = (name) => `https://${name}.${region}.amazonaws.com/${pool}`;
        return pool ? [of('cognito-idp'), of('issuer-cognito-idp')] : undefined;
    }
    /** A domain of Cognito's own is in the region of its pool, as far as AWS says. */
    function warningOf(host, pool) {
        var _a;
        const [, region] = (_a = /\.auth(?:-fips)?\.([\w-]+)\.amazoncognito\.com$/.exec(host)) !== null && _a !== void 0 ? _a : [];
        if (!region || !pool || pool.startsWith(`${region}_`))
            return undefined;
        const said = `AppWebDomain is a domain of ${region}, and UserPoolId '${pool}' a pool of another region`;
        return new CognitoAuthError('invalid_configuration', `${said}: compare them with the console.`);
    }

    const LANGUAGES = ['de', 'en', 'es', 'fr', 'id', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW'];
    const SCREENS = ['signIn', 'signUp', 'forgotPassword'];
    const PROMPTS = ['none', 'login', 'select_account', 'consent'];
    const REDIRECT_URI = [isCallbackUrl, CALLBACK_URL];
    const RETURN_TO = [
        (value) => value === null || isText$1(value),
        "the address of a page, such as '/orders', or null",
    ];
    const NEXT_SIGN_IN = {
        scopes: SCOPES,
        redirectUri: REDIRECT_URI,
        appState: ANYTHING,
        returnTo: RETURN_TO,
    };
    const SIGN_IN = {
        screen: [SCREENS],
        loginHint: [isText$1, "a user name, such as 'jane@example.com'"],
        lang: [LANGUAGES],
        prompt: [
            (value) => value === 'none' || [value].flat().every((each) => PROMPTS.slice(1).includes(each)),
            "'none', or any of 'login', 'select_account', 'consent'",
        ],
        scopes: SCOPES,
        redirectUri: REDIRECT_URI,
        identityProvider: [isText$1, "the name of a provider, such as 'Google'"],
        idpIdentifier: [isText$1, "an identifier of a provider, such as 'example.com'"],
        resource: [isText$1, "the identifier of an API, such as 'https://api.example.com/'"],
        appState: ANYTHING,
        returnTo: RETURN_TO,
        popup: SWITCH,
    };
    const SIGN_OUT = {
        revoke: BOOLEAN,
        redirect: BOOLEAN,
        redirectUri: [isRedirectUri, SIGN_OUT_URL],
        signIn: [
            (value) => !value || value === true || (typeof value === 'object' && !Array.isArray(value)),
            'true, or an object such as { appState }',
        ],
    };
    /** @throws CognitoAuthError `invalid_configuration` where both were given, each under its name */
    function refuseBoth(one, other) {
        if (one && other)
            refuse(`${one} and ${other} exclude each other: write one of them.`);
    }
    /**
     * Checks how somebody is to sign in.
     * @param call what was called with that
     * @param without what that has none of
     * @returns every option that there is, with undefined for those that were left out
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function readSignIn(options, call = 'signIn()', without = []) {
        const read = checked(call, options, SIGN_IN);
        for (const name of without)
            if (read[name])
                refuse(`${call} has no ${name}: leave it out.`);
        // Not every program is checked by types.
        const { popup, prompt, identityProvider, idpIdentifier, returnTo } = { ...read };
        refuseBoth(Boolean(popup) && 'popup', prompt === 'none' && "prompt: 'none'");
        refuseBoth(Boolean(popup) && 'popup', isText$1(returnTo) && 'returnTo');
        refuseBoth(isText$1(identityProvider) && 'identityProvider', isText$1(idpIdentifier) && 'idpIdentifier');
        return { ...read, scopes: Array.isArray(read.scopes) ? read.scopes : undefined };
    }
    /**
     * Checks how somebody is to sign out.
     * @param usual the flow, and the scopes of a sign-in that names none
     * @returns `signIn` as what that sign-in comes with
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function readSignOut(options, usual) {
        var _a;
        const read = checked('signOut()', options, SIGN_OUT);
        const { signIn } = read;
        const [there, next] = [read.redirectUri && 'redirectUri', signIn && 'signIn'];
        refuseBoth(there, next);
        refuseBoth(read.redirect === false && 'redirect: false', there !== null && there !== void 0 ? there : next);
        if (!signIn)
            return { ...read, signIn: undefined };
        const given = readSignIn(checked('signOut({ signIn })', signIn === true ? {} : signIn, NEXT_SIGN_IN));
        // Without a challenge, only the nonce tells a code that somebody else has put into the address (RFC 9700, 4.5.3.2).
        if (usual.responseType === 'code' && !((_a = given.scopes) !== null && _a !== void 0 ? _a : usual.TokenScopesArray).includes('openid'))
            refuse("signOut({ signIn }) needs 'openid' among the scopes: write TokenScopesArray: ['openid', …].");
        return { ...read, signIn: given };
    }
    const VALIDITY = {
        minValidity: [
            (value) => typeof value === 'number' && value >= 0,
            'a number of seconds, such as 60, or Infinity',
        ],
    };
    /** @throws CognitoAuthError `invalid_configuration` */
    function readValidity(options) {
        var _a;
        // Most calls name nothing, and there are many of them.
        return options === undefined ? 0 : ((_a = checked('getTokens()', options, VALIDITY).minValidity) !== null && _a !== void 0 ? _a : 0);
    }

    const LOADING = Object.freeze({ status: 'loading', user: null });
    const SIGNED_OUT = Object.freeze({ status: 'signedOut', user: null });
    /**
     * The door of applications: the code flow, and what an application imports beside it.
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function createCognitoAuth(options) {
        const config = readOptions(options, APPLICATION);
        const { collectsSecurityData, userPoolId = '', clientId } = config;
        return doorOf(createEngine(config, {
            digest,
            verify: config.signatureVerifier,
            securityData: (username) => collectsSecurityData ? userContextData(username, userPoolId, clientId) : undefined,
        }));
    }
    /** What both doors have of an engine. */
    function doorOf(engine) {
        const { config, store, transactions } = engine;
        /** Whether `init()` has come to an end. */
        let isReady = false;
        /** What the last snapshot shows, and of which session. */
        let snapshot = SIGNED_OUT;
        let shown = null;
        /** @param isAsked see `answer()` */
        const handle = async (url, isAsked) => {
            var _a;
            const loading = [store.items.load(), transactions.load()].filter((each) => each !== undefined);
            if (loading.length)
                await Promise.all(loading);
            try {
                const outcome = url === undefined ? undefined : answer(engine, url, { isAsked });
                return (_a = (await (outcome !== null && outcome !== void 0 ? outcome : (isAsked ? undefined : again(engine))))) !== null && _a !== void 0 ? _a : null;
            }
            catch (error) {
                if (hasCode(error, 'login_required'))
                    return null;
                throw error;
            }
        };
        const restore = async () => {
            const url = currentUrl();
            let foreign;
            let stray;
            try {
                const answered = await handle(url, false);
                if (answered)
                    return answered;
                if (url !== undefined)
                    stray = strayIn(url, config.redirectUriSignIn);
            }
            catch (error) {
                if (!isUnsolicited(error))
                    throw error;
                foreign = error;
            }
            try {
                const session = await valid(engine, 0);
                // An address that was opened before, or forged, keeps nobody out who is signed in.
                const refused = foreign !== null && foreign !== void 0 ? foreign : stray;
                if (refused)
                    store.warn(refused);
                return session;
            }
            catch (error) {
                if (!hasCode(error, 'login_required', 'session_expired'))
                    throw error;
                if (foreign)
                    throw foreign;
                return null;
            }
        };
        const door = {
            async init() {
                // Before this nobody could listen.
                if (config.warning && !isReady)
                    store.warn(config.warning);
                try {
                    return await restore();
                }
                finally {
                    isReady = true;
                    store.touch();
                }
            },
            async handleCallback(url) {
                const session = await handle(url !== null && url !== void 0 ? url : currentUrl(), url !== undefined);
                if (session && !isReady) {
                    isReady = true;
                    store.touch();
                }
                return session;
            },
            async signIn(options = {}) {
                const read = readSignIn(options, 'signIn()', ['popup']);
                await leave(engine, begin(engine, returning(engine, read)));
            },
            async createSignInUrl(options = {}) {
                const read = readSignIn(options, 'createSignInUrl()', ['popup']);
                const url = await urlOf$1(engine, begin(engine, returning(engine, read)));
                await transactions.written();
                return url;
            },
            async addPasskey(options = {}) {
                const read = readSignIn(options, 'addPasskey()', ['popup', 'screen']);
                await leave(engine, begin(engine, returning(engine, read), 'addPasskey'));
            },
            async getTokens(options) {
                const { accessToken, idToken, expiresAt } = await valid(engine, readValidity(options));
                return { accessToken, idToken, expiresAt };
            },
            getUser() {
                const session = store.read();
                return isSomebody(session) ? session.user : null;
            },
            getSnapshot() {
                if (!isReady)
                    return LOADING;
                const current = store.current();
                const session = isSomebody(current) ? current : null;
                if (session !== shown) {
                    shown = session;
                    snapshot = session ? { status: 'signedIn', user: session.user } : SIGNED_OUT;
                }
                return snapshot;
            },
            subscribe(listener) {
                const tell = () => {
                    listener(door.getSnapshot());
                };
                // One that throws at once is not called again.
                tell();
                return store.on('changed', tell, engine.hearer);
            },
            on(name, listener) {
                const tellsWho = name === 'signedIn' || name === 'signedOut';
                return store.on(name, listener, tellsWho ? engine.hearer : undefined);
            },
            async signOut(options = {}) {
                await signOut(engine, readSignOut(options, { responseType: config.responseType, TokenScopesArray: config.scopes }));
            },
        };
        return Object.freeze(withEngine(door, engine));
    }

    /** How long keys are good without another look, in milliseconds; behind it the browser's HTTP cache decides. */
    const FRESH = 10 * 60 * 1000;
    /** How often a token with an unknown key may have the keys fetched anew, in milliseconds. */
    const COOL_DOWN = 30 * 1000;
    const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    /** Those of each issuer, shared by the whole page. */
    const keySets = new Map();
    function keySetOf(issuer) {
        var _a;
        const never = { keys: new Map(), fetched: -Infinity, refetched: -Infinity, fetching: undefined };
        const keySet = (_a = keySets.get(issuer)) !== null && _a !== void 0 ? _a : never;
        keySets.set(issuer, keySet);
        return keySet;
    }
    /** Fetches the keys once for all that wait (OpenID Connect Discovery, section 4; Cognito appends the path as is). */
    function load(issuer, cache) {
        var _a;
        const keySet = keySetOf(issuer);
        const url = `${issuer}/.well-known/jwks.json`;
        const replace = async () => {
            try {
                const { status, text } = await getText(url, cache);
                const { keys } = (status === 200 ? JSON.parse(text) : {});
                keySet.keys = new Map(keys.filter(isSigningKey).map((key) => [key.kid, key]));
                keySet.fetched = Date.now();
            }
            catch (error) {
                const cause = error instanceof CognitoAuthError ? error : undefined;
                const said = `The user pool's keys could not be had from ${url}: try again later, and allow it in connect-src.`;
                throw new CognitoAuthError('jwks_unavailable', said, { cause });
            }
            finally {
                keySet.fetching = undefined;
            }
        };
        return ((_a = keySet.fetching) !== null && _a !== void 0 ? _a : (keySet.fetching = replace()));
    }
    /**
     * Has the keys at hand before something is spent that cannot be had again: a code, a refresh token.
     * @throws CognitoAuthError `crypto_unavailable`, `jwks_unavailable`
     */
    async function fetchKeys(issuer) {
        subtleCrypto();
        if (isOver(keySetOf(issuer).fetched, FRESH))
            await load(issuer, 'default');
    }
    /**
     * Verifies the RS256 signature of each token (RFC 7515, section 5.2) with a key of its issuer, which must be among
     * those that are good: `verifyClaims()` has seen to that.
     * @param issuer whose keys to have at hand
     * @throws CognitoAuthError `bad_signature`, `unknown_kid`, `jwks_unavailable`, `crypto_unavailable`
     */
    async function verifySignatures(tokens, issuer) {
        const subtle = subtleCrypto();
        if (issuer !== undefined)
            await fetchKeys(issuer);
        await Promise.all(tokens.map((token) => verifySignature(subtle, token)));
    }
    async function verifySignature(subtle, token) {
        const { kid } = decodeJwt(token, 'header');
        const issuer = String(decodeJwt(token, 'payload')['iss']);
        await fetchKeys(issuer);
        const keySet = keySetOf(issuer);
        // The keys may have been rotated: they are fetched anew, past the HTTP cache.
        const isNew = typeof kid === 'string' && !keySet.keys.has(kid);
        if (isNew && (keySet.fetching || isOver(keySet.refetched, COOL_DOWN))) {
            keySet.refetched = Date.now();
            await load(issuer, 'reload');
        }
        const key = keySet.keys.get(kid);
        if (!key)
            throw new CognitoAuthError('unknown_kid', 'A token names a key that is none of the user pool.');
        if (!(await isSignedBy(subtle, key, token)))
            throw new CognitoAuthError('bad_signature', 'The signature of a token does not hold.');
    }
    async function isSignedBy(subtle, { kty, n, e }, token) {
        const signed = token.slice(0, token.lastIndexOf('.'));
        try {
            const signature = base64urlBytes(token.slice(signed.length + 1));
            const key = await subtle.importKey('jwk', { kty, n, e }, RS256, false, ['verify']);
            // RFC 7518, section 3.3
            const isLong = key.algorithm.modulusLength >= 2048;
            return isLong && (await subtle.verify(RS256.name, key, signature, new TextEncoder().encode(signed)));
        }
        catch (_a) {
            return false;
        }
    }
    /** Whether such an error leaves open whether a signature holds. */
    function isUndecided(error) {
        return hasCode(error, 'jwks_unavailable', 'crypto_unavailable', 'invalid_configuration');
    }
    /** Whether a key is there to verify RS256 signatures (RFC 7517, section 4), as far as it says. */
    function isSigningKey(key) {
        const { kty, kid, alg = 'RS256', use = 'sig', key_ops: uses = ['verify'] } = key !== null && key !== void 0 ? key : {};
        const isFor = alg === 'RS256' && use === 'sig' && Array.isArray(uses) && uses.includes('verify');
        return kty === 'RSA' && typeof kid === 'string' && isFor;
    }
    /** A clock that was set back must not make keys last: what lies ahead counts as over, too. */
    function isOver(since, milliseconds) {
        return Math.abs(Date.now() - since) > milliseconds;
    }
    function subtleCrypto() {
        var _a;
        const subtle = (_a = globalThis.crypto) === null || _a === void 0 ? void 0 : _a.subtle;
        if (subtle)
            return subtle;
        const said = 'crypto.subtle is missing: serve the page over https, or from localhost.';
        throw new CognitoAuthError('crypto_unavailable', said);
    }

    /** The left half of the access token's hash, in this turn. */
    function hashNow(accessToken) {
        return atHash(sha256(new TextEncoder().encode(accessToken)));
    }
    /** Makes tokens in a redirect a session once their signatures have been verified. */
    function afterVerifying(engine) {
        return (response, foreknown) => {
            const { store, config } = engine;
            const session = received(config, response, foreknown, hashNow(response.accessToken));
            const isCurrent = store.watchSignOut();
            const verified = async () => {
                await verify(engine, session);
                await lookAgain(engine);
                if (!isCurrent())
                    throw overtaken();
                store.write(session, engine.hearer, store.left());
                return session;
            };
            return verified();
        };
    }
    /**
     * Makes them a session in this turn, on probation: it is taken back where their signatures do not hold. Where they cannot
     * be verified it stays.
     */
    function onProbation(engine, withdrawn) {
        return (response, foreknown) => {
            const { store, config } = engine;
            const session = received(config, response, foreknown, hashNow(response.accessToken));
            const left = store.left();
            store.write(session, engine.hearer, null);
            void probation(engine, response, session, foreknown.returnTo, left, withdrawn);
            return session;
        };
    }
    async function probation(engine, response, session, returnTo, left, withdrawn) {
        var _a, _b, _c, _d, _e;
        const { store, config } = engine;
        const { arrivals } = store.underWay;
        const { state = '' } = response;
        arrivals.set(state, session);
        const error = await verify(engine, session).catch((thrown) => thrown);
        arrivals.delete(state);
        const isCurrent = store.current() === session;
        const isGood = error === undefined || isUndecided(error);
        note(engine, response, isGood && covers(engine, session));
        if (isGood) {
            if (left)
                store.forget(left, session);
            await ((_c = (_b = (_a = traitsOf(config.storage)).written) === null || _b === void 0 ? void 0 : _b.call(_a)) === null || _c === void 0 ? void 0 : _c.catch(() => undefined));
            if (isCurrent)
                leadTo(returnTo);
            return;
        }
        const { items } = store;
        const { username, accessToken } = session;
        if (((_d = items.textsOf(username)) === null || _d === void 0 ? void 0 : _d[1]) === accessToken)
            items.clear(username);
        if (!isCurrent)
            return;
        store.end('expired');
        // Whoever was signed in before is so again: nothing was wrong with their session.
        if (left && ((_e = items.textsOf(left.name)) === null || _e === void 0 ? void 0 : _e[1]))
            items.nameLastUser(left.name);
        withdrawn(error);
    }
    async function verify({ config }, session) {
        const { issuers } = config;
        if (!issuers) {
            throw new CognitoAuthError('invalid_configuration', "Tokens in a redirect cannot be trusted without UserPoolId: write it, or ResponseType: 'code'.");
        }
        await verifySignatures(tokensOf(session));
    }

    /** What programs hold of each session: the same object for as long as it is the same session. */
    const views = new WeakMap();
    /** What a program holds of this session, whatever it has done to it. */
    function heldView(session) {
        var _a;
        return (_a = views.get(session)) !== null && _a !== void 0 ? _a : viewOf(session);
    }
    /** A session as programs of amazon-cognito-auth-js know it; what a program has changed in the one before is left there. */
    function viewOf(session) {
        const { accessToken, idToken, refreshToken, scopes, clockDrift, appState, accessClaims, idClaims } = session;
        const held = views.get(session);
        const isAsItWas = (held === null || held === void 0 ? void 0 : held.getAccessToken().getJwtToken()) === accessToken &&
            held.getRefreshToken().getToken() === (refreshToken !== null && refreshToken !== void 0 ? refreshToken : '');
        if (held && isAsItWas)
            return held;
        const view = new CognitoAuthSession({
            IdToken: new CognitoIdToken(idToken, idClaims),
            AccessToken: new CognitoAccessToken(accessToken, accessClaims),
            RefreshToken: new CognitoRefreshToken(refreshToken),
            TokenScopes: new CognitoTokenScopes(scopes),
            State: typeof appState === 'string' ? appState : null,
            AppState: appState,
            ClockDrift: clockDrift,
        });
        views.set(session, view);
        return view;
    }
    /** The session that a program has put together, or changed, as it is now. */
    function sessionIn(view) {
        var _a, _b;
        const [access, id] = [view.getAccessToken(), view.getIdToken()];
        const session = makeSession({
            accessToken: access.getJwtToken(),
            idToken: id.getJwtToken() || undefined,
            refreshToken: view.getRefreshToken().getToken() || undefined,
            scopes: view.getTokenScopes().getScopes(),
            clockDrift: view.clockDrift,
            appState: (_b = (_a = view.appState) !== null && _a !== void 0 ? _a : view.state) !== null && _b !== void 0 ? _b : undefined,
        }, id.getJwtToken() ? [access.payload, id.payload] : [access.payload]);
        views.set(session, view);
        return session;
    }

    /**
     * Whom to tell how the calls of a program end. Programs assign the handler in front of a call or on the line after it, so
     * that whose it is shows when the turn is over: where one was assigned after the last call, so it was for those before.
     */
    class Hearing {
        /** @param _handler gives that of the moment; programs may have none, or half of one */
        constructor(_handler) {
            this._handler = _handler;
            this._turn = [];
        }
        /**
         * Tells the handler how `call` ends. What is known in this turn is told in it, for programs rely on that, if there is
         * anybody to hear it.
         * @returns whether there was anything to tell
         */
        tell(call) {
            const told = this._begin();
            const succeed = (session) => (handler) => {
                var _a;
                (_a = handler === null || handler === void 0 ? void 0 : handler.onSuccess) === null || _a === void 0 ? void 0 : _a.call(handler, viewOf(session));
            };
            const fail = (error) => (handler) => {
                var _a;
                if (!(error instanceof CognitoAuthError))
                    throw error;
                (_a = handler === null || handler === void 0 ? void 0 : handler.onFailure) === null || _a === void 0 ? void 0 : _a.call(handler, inheritedMessage(error), error);
            };
            const now = (what) => {
                const handler = this._handler();
                if (handler)
                    what(handler);
                else
                    told.say(what);
            };
            let outcome;
            try {
                outcome = call((error) => {
                    told.say(fail(error));
                });
            }
            catch (error) {
                now(fail(error));
                return true;
            }
            if (outcome instanceof Promise) {
                void outcome.then((session) => {
                    told.say(succeed(session));
                }, (error) => {
                    told.say(fail(error));
                });
            }
            else if (outcome)
                now(succeed(outcome));
            return outcome !== undefined;
        }
        /** The same for a call that programs expect to fail later than in this turn. */
        tellLater(call) {
            var _a, _b;
            const handler = this._handler();
            const outcome = later(call);
            if (!handler || !outcome || outcome instanceof Promise) {
                this.tell(() => outcome);
                return;
            }
            const before = this._turn[this._turn.length - 1];
            if (before)
                (_a = before.atNext) !== null && _a !== void 0 ? _a : (before.atNext = handler);
            (_b = handler.onSuccess) === null || _b === void 0 ? void 0 : _b.call(handler, viewOf(outcome));
        }
        _begin() {
            const atCall = this._handler();
            const before = this._turn[this._turn.length - 1];
            if (before)
                before.atNext = atCall;
            else
                void Promise.resolve().then(() => {
                    this._end();
                });
            const unsaid = [];
            const told = { atCall, unsaid, say: (what) => unsaid.push(what) };
            this._turn.push(told);
            return told;
        }
        _end() {
            var _a;
            const calls = this._turn.splice(0);
            const last = calls[calls.length - 1];
            const atEnd = this._handler();
            if (last)
                last.atNext = atEnd;
            const isAfter = (last === null || last === void 0 ? void 0 : last.atCall) !== atEnd;
            for (const told of calls) {
                const handler = (_a = (isAfter ? told.atNext : told.atCall)) !== null && _a !== void 0 ? _a : atEnd;
                told.say = (what) => {
                    what(handler);
                };
                for (const what of told.unsaid)
                    void Promise.resolve(handler).then(what);
            }
        }
    }
    /** The outcome of what a program expects to be told later than in this turn, a failure included. */
    function later(run) {
        try {
            return run();
        }
        catch (error) {
            if (error instanceof CognitoAuthError)
                return Promise.reject(error);
            throw error;
        }
    }
    /** The string that programs compare, show and parse: what Cognito said, as it said it. */
    function inheritedMessage({ responseText, errorDescription, error, message }) {
        return responseText || errorDescription || error || message;
    }

    /** The fields that programs read and write at any time, and where the engine reads them. */
    const FIELDS = {
        IdentityProvider: 'identityProvider',
        TokenScopesArray: 'scopes',
        RedirectUriSignIn: 'redirectUriSignIn',
        RedirectUriSignOut: 'redirectUriSignOut',
        responseType: 'responseType',
    };
    const INNER = Symbol('inner');
    /** It is found under a name that no program knows, and through what stands in front of the object (a reactive proxy). */
    function innerOf(auth) {
        const inner = auth === null || auth === void 0 ? void 0 : auth[INNER];
        return inner !== null && inner !== void 0 ? inner : refuse('This method was taken off its object: call it on what new CognitoAuth() gave.');
    }
    /** @param read the options; programs change them at any time, by the fields of the object */
    function fitOut(auth, read) {
        var _a, _b;
        const config = { ...read };
        // They stand on the object as fields do, and are read there at every use.
        for (const [field, name] of Object.entries(FIELDS)) {
            Object.assign(auth, { [field]: config[name] });
            Object.defineProperty(config, name, { get: () => Reflect.get(auth, field) });
        }
        auth.launchUri = (_a = config.launchUri) !== null && _a !== void 0 ? _a : navigate;
        Object.defineProperty(config, 'launchUri', {
            get: () => (auth.launchUri === navigate ? undefined : (url) => auth.launchUri(url)),
        });
        const engine = createEngine(config, {
            digest: ((_b = globalThis.crypto) === null || _b === void 0 ? void 0 : _b.subtle) ? digest : hashLater,
            digestNow: hash,
            verify: config.verifiesAlways ? verifySignatures : undefined,
            tokens: (...response) => afterVerifying(engine)(...response),
            securityData: () => auth.getUserContextData(),
        });
        const nobody = new CognitoAuthSession({ TokenScopes: new CognitoTokenScopes(config.scopes) });
        const hearing = new Hearing(() => auth.userhandler);
        const value = Object.freeze({ engine, door: doorOf(engine), hearing, nobody, heard: {} });
        Object.defineProperty(withEngine(auth, engine), INNER, { value });
        return engine;
    }
    /** What there is while nobody is signed in: null once somebody signed out. */
    function nobodyAt(auth) {
        const { engine, nobody } = innerOf(auth);
        return engine.store.isLeft() ? null : nobody;
    }
    const hash = (text) => sha256(new TextEncoder().encode(text));
    /** By a promise, as WebCrypto gives it. */
    const hashLater = (text) => Promise.resolve(hash(text));
    /** Begins a sign-in, whose URL is there in this turn. */
    function beginNow(engine, options) {
        return urlOf$1(engine, begin(engine, options));
    }
    /** Tells the session: one at hand in this turn, or what comes of a refresh; otherwise leaves the page for a sign-in. */
    function tellSession(auth) {
        const { engine, hearing } = innerOf(auth);
        const { store } = engine;
        hearing.tellLater(() => {
            const arriving = store.arriving();
            if (arriving)
                return arriving;
            const waiting = awaited(engine);
            if (waiting) {
                void waiting.then(() => {
                    tellSession(auth);
                });
                return undefined;
            }
            const session = store.read();
            store.requireSameUser(engine.hearer);
            const canRefresh = (session === null || session === void 0 ? void 0 : session.refreshToken) !== undefined && covers(engine, session);
            if (lasts(session))
                return session;
            if (canRefresh)
                return refresh(engine, required(session));
            leaveFor(engine, auth.getFQDNSignIn());
            return undefined;
        });
    }
    /** Tells what comes of a refresh with this token, whosever it is. */
    function tellRefreshed({ engine, hearing }, refreshToken) {
        const { store, config } = engine;
        hearing.tellLater(() => {
            if (!isText$1(refreshToken) || !refreshToken) {
                throw new CognitoAuthError('login_required', 'There is no refresh token to refresh with, as always in the implicit flow: call signIn() or getSession().');
            }
            const name = store.user();
            const known = [name === undefined ? null : store.items.read(name), store.current()];
            const session = known.find((each) => (each === null || each === void 0 ? void 0 : each.refreshToken) === refreshToken);
            const { scopes } = config;
            const unknown = { username: '', accessToken: '', refreshToken, scopes, clockDrift: 0 };
            return refresh(engine, session !== null && session !== void 0 ? session : makeSession(unknown, []));
        });
    }
    /** Has tokens in a redirect make a session in this turn, unless their signatures are to be verified first. */
    function taking({ engine }, fail) {
        return engine.config.verifiesAlways ? engine.tokens : onProbation(engine, fail);
    }
    /** Goes on with the parameters that a program has taken out of a response itself. */
    function step(inner, map) {
        inner.hearing.tell((fail) => {
            const response = readParameters(map);
            return response && finish(inner.engine, response, taking(inner, fail));
        });
    }
    /** Takes what a program got from the token endpoint itself, in this turn unless signatures are to be verified. */
    function take(engine, jsonData, known) {
        const { config, store } = engine;
        const [tokens, foreknown] = known(readTokenResponse({ status: 200, text: jsonData }));
        const left = () => (foreknown.before ? undefined : store.left());
        if (config.verifiesAlways)
            return accept(engine, tokens, foreknown, store.watchSignOut(), left);
        const session = received(config, tokens, foreknown, hashNow(tokens.accessToken));
        store.write(session, engine.hearer, left());
        return session;
    }

    /** How long somebody may take, in milliseconds. Who is slower is signed in by the page in the window itself. */
    const LONGEST = 10 * 60 * 1000;
    /** How often to look whether the window is still there, in milliseconds. */
    const LOOK = 250;
    /**
     * Signs somebody in at a window that opens in this turn, and stays on the page. It has to come back to a page of this
     * origin: one that calls `init()` or `handlePopup()`.
     * @throws CognitoAuthError `popup_blocked`, `popup_closed`, `timeout` after ten minutes, whatever is wrong with the
     *   response, and as `auth.signIn()`
     */
    async function signInWithPopup(auth, options) {
        const read = readSignIn({ ...options, popup: true }, 'signInWithPopup()');
        return (await signInAtWindow(engineOf(auth), read));
    }
    /** @param options as they were read */
    async function signInAtWindow(engine, options) {
        var _a, _b, _c;
        const { config, store, transactions } = engine;
        const { underWay } = store;
        const begun = begin(engine, options, undefined, POPUP + randomToken());
        try {
            requireOwnOrigin((_a = options.redirectUri) !== null && _a !== void 0 ? _a : config.redirectUriSignIn);
            const popup = openPopup(begun.state, (_b = underWay.popup) === null || _b === void 0 ? void 0 : _b.window);
            (_c = underWay.popup) === null || _c === void 0 ? void 0 : _c.dismiss();
            underWay.popup = popup;
            // The window is there in the turn of the click; where it goes is known a moment later.
            const url = await Promise.resolve(urlOf$1(engine, begun)).catch((error) => {
                popup.close();
                transactions.forget(begun.state);
                throw error;
            });
            // Another sign-in may have taken the window meanwhile.
            if (underWay.popup === popup)
                moveOn(popup.window, url);
            return await finish(engine, readCallback(await popup.answer));
        }
        catch (error) {
            // One that may still come back is left to its window.
            if (hasCode(error, 'popup_blocked', 'invalid_configuration', 'no_browser'))
                transactions.forget(begun.state);
            throw error;
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
    /**
     * Opens a window in this turn, lest it be blocked.
     * @param earlier that of the sign-in before, which is used again while it is there
     * @throws CognitoAuthError `popup_blocked`, `no_browser`
     */
    function openPopup(state, earlier) {
        const popup = openWindow('about:blank', earlier);
        if (!popup) {
            throw new CognitoAuthError('popup_blocked', 'The browser opened no window: call this in the click itself, before anything is awaited, or sign in without a popup.');
        }
        let dismiss = () => undefined;
        const undo = [];
        const answer = new Promise((resolve, reject) => {
            const channel = openChannel(state);
            const heard = (data) => {
                if (typeof data !== 'string' || stateOf(data) !== state)
                    return;
                channel === null || channel === void 0 ? void 0 : channel.postMessage('taken');
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
                reject(new CognitoAuthError('timeout', `Nobody signed in within ${LONGEST / 60000} minutes.`));
            }, LONGEST);
            channel === null || channel === void 0 ? void 0 : channel.addEventListener('message', ({ data }) => {
                heard(data);
            });
            undo.push(onMessageFrom(popup, heard), () => {
                channel === null || channel === void 0 ? void 0 : channel.close();
                clearTimeout(looking);
                clearTimeout(timer);
            });
        }).finally(() => {
            for (const stop of undo)
                stop();
        });
        // Where it goes need not be known yet when it is closed.
        answer.catch(() => undefined);
        const close = () => {
            popup.close();
            dismiss();
        };
        return { window: popup, answer, dismiss, close };
    }

    /**
     * Signs people in and out through the hosted pages of an Amazon Cognito user pool.
     *
     * The promises (`init`, `signIn`, `getTokens`, `signOut`) and the callbacks of amazon-cognito-auth-js
     * (`parseCognitoWebResponse`, `getSession`, `userhandler`) lead to the same engine.
     * @typeParam Custom what the ID token says besides, such as `{ 'custom:plan': string }`
     */
    class CognitoAuth {
        /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
        constructor(options) {
            /** The same for a page that is drawn anew whenever it changes. A function that may be passed on. */
            this.getSnapshot = () => innerOf(this).door.getSnapshot();
            /** Calls `listener` now and whenever what `getSnapshot()` gives may be another. A function that may be passed on. */
            this.subscribe = (listener) => innerOf(this).door.subscribe(listener);
            /** `fetch()` with the access token, see `fetchWithToken()`. A function that may be passed on. */
            this.fetch = (input, init) => fetchAt(engineOf(this), input, init);
            const engine = fitOut(this, readOptions(options, CLASS));
            const { clientId, host, storage, userPoolId, refreshesItself, collectsSecurityData } = engine.config;
            this.clientId = clientId;
            this.advancedSecurityDataCollectionFlag = collectsSecurityData;
            this.appWebDomain = host;
            this.userPoolId = userPoolId;
            // One with promises is the program's own.
            this.storage = options.Storage ? options.Storage : storage;
            if (refreshesItself)
                autoRefresh(engine);
        }
        /** Hears how the callback methods end. */
        get userhandler() {
            return innerOf(this).heard.handler;
        }
        /** Sets what hears how the callback methods end. */
        set userhandler(handler) {
            innerOf(this).heard.handler = handler;
        }
        /** Who is signed in, or named by `setUsername()`. */
        get username() {
            return engineOf(this).store.user();
        }
        /** Has the next call read the session of this user. */
        set username(username) {
            engineOf(this).store.name(username);
        }
        /** The session at hand; null after `signOut()`, and empty where nobody has signed in. */
        get signInUserSession() {
            const session = engineOf(this).store.current();
            return session ? heldView(session) : nobodyAt(this);
        }
        /** Puts a session of the program's own in its place; nothing is stored by that. */
        set signInUserSession(session) {
            engineOf(this).store.hold((session === null || session === void 0 ? void 0 : session.getAccessToken().getJwtToken()) ? sessionIn(session) : null);
        }
        /** The same as `launchUri`, under the name of the option. */
        get LaunchUri() {
            return this.launchUri;
        }
        /** Sets what opens a URL. */
        set LaunchUri(launchUri) {
            this.launchUri = launchUri;
        }
        // Promises: see CognitoAuthClient, whose methods these are.
        /** Finishes the sign-in that the page's address answers, or restores the session; null where nobody is signed in. */
        async init() {
            const session = await innerOf(this).door.init();
            return session && viewOf(session);
        }
        /** Finishes the sign-in that `url` answers, and nothing else; null where it holds no response for this client. */
        async handleCallback(url) {
            const session = await innerOf(this).door.handleCallback(url);
            return session && viewOf(session);
        }
        /** Who is signed in, or can be again without a word; null where nobody is. */
        getUser() {
            return innerOf(this).door.getUser();
        }
        /** Calls `listener` whenever this happens, here or in another tab, and returns what takes it away again. */
        on(name, listener) {
            return innerOf(this).door.on(name, (event) => {
                const { session } = event;
                listener((session ? { session: viewOf(session) } : event));
            });
        }
        async signIn(options = {}) {
            const read = readSignIn(options);
            if (read.popup)
                return viewOf(await signInAtWindow(engineOf(this), read));
            await innerOf(this).door.signIn(read);
            return undefined;
        }
        /** The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour. */
        createSignInUrl(options = {}) {
            const read = readSignIn(options, 'createSignInUrl()', ['popup']);
            const engine = engineOf(this);
            return beginNow(engine, returning(engine, read));
        }
        /** Leaves the page for the one where somebody who is signed in at managed login adds a passkey. */
        async addPasskey(options = {}) {
            await innerOf(this).door.addPasskey(options);
        }
        /** Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot. */
        async getTokens(options) {
            return innerOf(this).door.getTokens(options);
        }
        /** Signs out: forgets the session, revokes its refresh token and leaves the page, all in this turn. */
        async signOut(options = {}) {
            await innerOf(this).door.signOut(options);
        }
        // Callbacks: the methods of amazon-cognito-auth-js.
        /**
         * Reads the response in `url`, if there is one, and tells `userhandler` how it ended: in this turn for the implicit
         * flow, after the exchange for a code.
         * @param url absolute or relative; where it is the page's own, the response is taken out of the address
         * @returns whether `url` holds a response, so whether `userhandler` hears of it
         */
        parseCognitoWebResponse(url) {
            const { engine, hearing } = innerOf(this);
            const { cleansUrl: clean } = engine.config;
            return hearing.tell((fail) => answer(engine, url, { isAsked: true, clean, tokens: taking(innerOf(this), fail) }));
        }
        /**
         * Tells `userhandler` the session: at once where a valid one is cached, after a refresh where there is a refresh
         * token, and otherwise leaves the page for the hosted sign-in.
         */
        getSession() {
            tellSession(this);
        }
        /** Refreshes with this refresh token and tells `userhandler` how it ended. */
        refreshSession(refreshToken) {
            tellRefreshed(innerOf(this), refreshToken);
        }
        /** Whether there is a session that is valid. */
        isUserSignedIn() {
            return lasts(engineOf(this).store.read());
        }
        /** The session as it is now; null after `signOut()`, and empty where nobody has signed in. */
        getSignInUserSession() {
            const session = engineOf(this).store.read();
            return session ? viewOf(session) : nobodyAt(this);
        }
        /** Stores the session at hand. */
        cacheTokensScopes() {
            const session = this.signInUserSession;
            if (!session)
                return;
            const { username } = sessionIn(session);
            if (!username)
                throw new CognitoAuthError('login_required', 'There is no session to store.');
            engineOf(this).store.store(sessionIn(session));
        }
        /** The stored session of `getUsername()`; its tokens are empty where there is none. */
        getCachedSession() {
            const { store, config } = engineOf(this);
            const name = store.user();
            const session = name ? store.items.read(name) : null;
            if (session)
                return viewOf(session);
            return new CognitoAuthSession({ TokenScopes: new CognitoTokenScopes(name ? [] : config.scopes) });
        }
        /** Forgets the stored session of `getUsername()`. */
        clearCachedTokensScopes() {
            const { store } = engineOf(this);
            store.items.clear(store.user());
        }
        /** Begins a sign-in: the URL is good for one, so ask for it when it is about to be opened. */
        getFQDNSignIn() {
            var _a;
            // Programs compare `getState()` before the sign-in with `session.getState()` after it.
            (_a = this.state) !== null && _a !== void 0 ? _a : (this.state = randomToken());
            return beginNow(engineOf(this), readSignIn({ appState: this.state }));
        }
        /** The URL that ends the session of the hosted pages and comes back to `RedirectUriSignOut`. */
        getFQDNSignOut() {
            return signOutUrl(engineOf(this));
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
        /**
         * Has the next call read the session of this user. A program that calls this names its users itself: from then on a
         * sign-in as somebody else leaves the others' sessions as they are, and `signOut()` ends the one of this user.
         */
        setUsername(username) {
            engineOf(this).store.name(username, true);
        }
        /** The same as `setUsername()`. */
        setUser(username) {
            this.setUsername(username);
        }
        /** The username that the storage names as the last to sign in; undefined where nobody is. */
        getLastUser() {
            return engineOf(this).store.items.lastUser();
        }
        /** The same as `getLastUser()`, but null where nobody is. */
        getCurrentUser() {
            var _a;
            return ((_a = engineOf(this).store.items.lastUser()) !== null && _a !== void 0 ? _a : null);
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
            var _a, _b;
            const isWanted = this.advancedSecurityDataCollectionFlag;
            const data = isWanted && userContextData((_a = this.username) !== null && _a !== void 0 ? _a : '', (_b = this.userPoolId) !== null && _b !== void 0 ? _b : '', this.clientId);
            return (data || undefined);
        }
        /** @deprecated `TokenScopesArray` is the list itself. */
        getSpaceSeperatedScopeString() {
            return encodeURIComponent(this.TokenScopesArray.join(' '));
        }
        /** @deprecated Steps of `parseCognitoWebResponse()`, which does them all. */
        getCodeQueryParameter(map) {
            step(innerOf(this), map);
        }
        /** @deprecated See {@link getCodeQueryParameter}. */
        getTokenQueryParameter(map) {
            step(innerOf(this), map);
        }
        /** @deprecated See {@link getCodeQueryParameter}. */
        onSuccessExchangeForToken(jsonData) {
            const { engine, hearing } = innerOf(this);
            hearing.tell(() => take(engine, jsonData, (tokens) => [tokens, { scopes: engine.config.scopes }]));
        }
        /** @deprecated A step of `refreshSession()`. */
        onSuccessRefreshToken(jsonData) {
            const { engine, hearing } = innerOf(this);
            const { store, config } = engine;
            hearing.tell(() => {
                var _a;
                const before = (_a = store.read()) !== null && _a !== void 0 ? _a : makeSession({ accessToken: '', scopes: config.scopes, clockDrift: 0 }, []);
                return take(engine, jsonData, (tokens) => completed(tokens, before, store.user()));
            });
        }
        /** @deprecated Call `userhandler.onFailure()`. */
        onFailure(message, error = new CognitoAuthError('bad_response', message)) {
            var _a;
            (_a = this.userhandler) === null || _a === void 0 ? void 0 : _a.onFailure(message, error);
        }
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
            var _a;
            return (_a = COGNITO_CONSTANTS.HOSTNAMEREGEX.exec(url)) === null || _a === void 0 ? void 0 : _a[2];
        }
        /** @deprecated Use `new URL(url).searchParams`. */
        getQueryParameters(url, splitMark) {
            return queryParameters(url, splitMark);
        }
        /**
         * @throws CognitoAuthError `crypto_unavailable`
         * @deprecated A sign-in makes its own state, nonce and verifier.
         */
        generateRandomString(length, chars) {
            return randomString(length, chars);
        }
        /** @deprecated Use `fetch`. */
        makePOSTRequest(...request) {
            post(...request);
        }
        /** @deprecated Use `fetch`. */
        createCORSRequest(method, url) {
            return corsRequest(method, url);
        }
    }

    /**
     * Stands in front of a storage whose methods return promises (React Native's AsyncStorage, an encrypted store), or those
     * that write do, as the option `Storage` or `StateStorage`. Where it is read by promises, too, `await auth.init()` comes
     * before everything else.
     */
    function asyncStorage(storage) {
        return frontOf(storage, answersLater(storage, 'cognito-auth.states'));
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

    // A semicolon would begin another attribute (RFC 6265, section 4.1.1).
    const ATTRIBUTES = {
        domain: [
            (value) => !value || (isText$1(value) && /^[a-z\d.-]+$/i.test(value)),
            "a host, such as 'example.com'",
        ],
        path: [(value) => isText$1(value) && /^\/[^;\p{Cc}]*$/u.test(value), "a path, such as '/'"],
        expires: [(value) => Number.isFinite(value) && value > 0, 'a number of days, such as 365'],
        secure: SWITCH,
        sameSite: [['strict', 'lax', 'none']],
    };
    /** Browsers refuse a cookie of more than 4,096 bytes; what is left is for its attributes. */
    const COOKIE_SIZE = 3800;
    /** What nginx and Apache take of one line of a request's header unless told otherwise, in bytes. */
    const HEADER_SIZE = 8192;
    /**
     * Keeps each key in a cookie of that name, as amazon-cognito-identity-js and Amplify do. A value too large for one
     * cookie is cut into `<key>.0`, `<key>.1`, …; the first begins with the number of pieces.
     *
     * Cookies that a script can write are readable by any script of the page and travel with every request:
     * prefer localStorage unless sub-domains or a server must share the session.
     */
    class CookieStorage {
        /** @throws CognitoAuthError `invalid_configuration`, naming the attribute and what to write */
        constructor(options = {}) {
            var _a;
            /** A sign-in that nobody finishes would travel with every request, and a sub-domain could plant one. */
            this.forState = 'localStorage';
            const given = checked('new CookieStorage()', options, ATTRIBUTES, (name) => {
                refuseMisspelt(name, ATTRIBUTES);
            });
            const { domain, path = '/', expires = 365, secure = true, sameSite = 'lax' } = given;
            if (sameSite === 'none' && !secure)
                refuse("sameSite 'none' needs secure: write secure: true, or 'lax'.");
            this.domain = domain || undefined;
            this.isShared = this.domain !== undefined;
            this.path = path;
            this.expires = expires;
            this.secure = secure || Boolean((_a = currentUrl()) === null || _a === void 0 ? void 0 : _a.startsWith('https:'));
            this.sameSite = sameSite;
        }
        /** That the cookies of this page, whosever they are, are more than many servers take with one request. */
        get warning() {
            const { length } = document.cookie;
            if (length <= HEADER_SIZE)
                return undefined;
            const said = `The cookies of this page have ${length} characters; many servers take ${HEADER_SIZE}`;
            return new CognitoAuthError('cookies_too_large', `${said} with a request: use another Storage.`);
        }
        /**
         * @returns the value as it can be read back
         * @throws CognitoAuthError `storage_full` where the browser did not keep it; the key is then empty
         */
        setItem(key, value) {
            const encoded = encodeURIComponent(value);
            const size = COOKIE_SIZE - encodeURIComponent(key).length;
            const pieces = Math.ceil(encoded.length / size);
            const attributes = attributesOf(this, this.expires);
            if (pieces <= 1) {
                removePieces(this, key);
                cookies.set(key, value, attributes);
            }
            else {
                this.removeItem(key);
                for (let i = 0; i < pieces; i++) {
                    const piece = encoded.slice(i * size, (i + 1) * size);
                    rawCookies().set(`${key}.${i}`, i ? piece : `${pieces}.${piece}`, attributes);
                }
            }
            if (this.getItem(key) === value)
                return value;
            this.removeItem(key);
            const reasons = 'they are blocked or too many, or domain or secure does not fit this page';
            throw new CognitoAuthError('storage_full', `The browser did not keep a cookie: ${reasons}.`);
        }
        /** The value; undefined where there is none, or not all of it. */
        getItem(key) {
            const whole = cookies.get(key);
            if (typeof whole === 'string')
                return whole;
            const pieces = piecesOf(key).map((name) => rawCookies().get(name));
            if (!pieces.length || pieces.includes(undefined))
                return undefined;
            try {
                return decodeURIComponent(pieces.join('').replace(/^\d+\./, ''));
            }
            catch (_a) {
                return undefined;
            }
        }
        /** Removes the value, in however many cookies it is. */
        removeItem(key) {
            cookies.remove(key, attributesOf(this));
            removePieces(this, key);
        }
        /**
         * Removes every cookie of the page that lies on this storage's domain and path.
         * @returns what amazon-cognito-auth-js returned, an empty object
         */
        clear() {
            for (const name of Object.keys(cookies.get()))
                cookies.remove(name, attributesOf(this));
            return {};
        }
    }
    /** The first of them, which counts the others, goes last. */
    function removePieces(storage, key) {
        for (const name of piecesOf(key).reverse())
            cookies.remove(name, attributesOf(storage));
    }
    function attributesOf(storage, expires) {
        const { path, domain, secure, sameSite } = storage;
        return { path, secure, sameSite, domain, expires };
    }
    /** The names of the cookies that a large value is cut into. */
    function piecesOf(key) {
        var _a, _b;
        const [, count] = (_b = /^(\d{1,3})\./.exec((_a = rawCookies().get(`${key}.0`)) !== null && _a !== void 0 ? _a : '')) !== null && _b !== void 0 ? _b : [];
        return Array.from({ length: Number(count !== null && count !== void 0 ? count : 0) }, (_, i) => `${key}.${i}`);
    }
    /** The pieces of a large value are encoded before they are cut, so js-cookie must leave them as they are. */
    function rawCookies() {
        return cookies.withConverter({ read: (value) => value, write: (value) => value });
    }

    /** Chooses localStorage, or a memory of its own where that is blocked, full or absent. */
    class StorageHelper {
        constructor() {
            var _a;
            /** The storage that was chosen. */
            this.storageWindow = (_a = webStorage('localStorage')) !== null && _a !== void 0 ? _a : new MemoryStorage();
        }
        /** The storage that was chosen. */
        getStorage() {
            return this.storageWindow;
        }
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
    exports.asyncStorage = asyncStorage;
    exports.createCognitoAuth = createCognitoAuth;
    exports.fetchWithToken = fetchWithToken;
    exports.handlePopup = handlePopup;
    exports.signInWithPopup = signInWithPopup;
    exports.startAutoRefresh = startAutoRefresh;
    exports.verifySignatures = verifySignatures;

}));
//# sourceMappingURL=amazon-cognito-auth.js.map
