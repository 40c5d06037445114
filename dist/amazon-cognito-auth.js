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
        code, message, details) {
            super(message, details);
            this.code = code;
            /** A literal, because minifiers rename classes. */
            this.name = 'CognitoAuthError';
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
    /** @throws CognitoAuthError `no_browser` */
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
     * Opens a window before this one, or uses the earlier one again. It has no name: any window may have taken that.
     * @returns undefined where the browser does not allow it
     * @throws CognitoAuthError `no_browser`
     */
    function openWindow(earlier) {
        requirePage('leave popup out.');
        const left = Math.round(window.screenX + window.outerWidth / 2) - 250;
        const top = Math.round(window.screenY + window.outerHeight / 2) - 360;
        const features = `popup,width=500,height=720,left=${left},top=${top}`;
        const opened = (earlier === null || earlier === void 0 ? void 0 : earlier.closed) === false ? earlier : window.open('about:blank', '_blank', features);
        if (!opened || opened.closed)
            return undefined;
        opened.focus();
        return opened;
    }
    /** Has a window that was opened here go on to `url`. */
    function moveOn(opened, url) {
        opened.location.href = url;
    }
    /** One that a page took away from us (`Cross-Origin-Opener-Policy`) says that it is closed, too; but has the focus. */
    function isOver$1(opened) {
        return opened.closed && document.hasFocus();
    }
    /** Calls `heard` with what a page of this origin sends from that window. */
    function onMessageFrom(opened, heard) {
        return listenTo('message', ({ origin, source, data }) => {
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
     * Gives the current history entry another address, if `url` is its address or the part of it before the fragment. Its
     * state stays, and nothing is loaded.
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
            // Browsers may refuse (too often, a sandbox); what was signed in by now is not undone for that.
        }
    }
    /** Whether the device says that it has no network. That it has one says nothing. */
    function isOffline() {
        var _a;
        return ((_a = globalThis.navigator) === null || _a === void 0 ? void 0 : _a.onLine) === false;
    }
    /** Calls `changed` when another tab writes or removes a key of localStorage that begins like this, or clears it. */
    function onStorageEvent(prefix, changed) {
        return listenTo('storage', (event) => {
            var _a, _b;
            if ((_b = (_a = event.key) === null || _a === void 0 ? void 0 : _a.startsWith(prefix)) !== null && _b !== void 0 ? _b : true)
                changed(event);
        });
    }
    /** Calls `wake` when the page can be seen again, comes back out of the back/forward cache, or has a network again. */
    function onWake(wake) {
        const shown = () => {
            if (document.visibilityState === 'visible')
                wake();
        };
        const undo = [listenTo('online', wake), listenTo('pageshow', wake)];
        if (typeof document !== 'undefined')
            undo.push(listenTo('visibilitychange', shown, document));
        return () => {
            for (const stop of undo)
                stop();
        };
    }
    /** Where there are no events, as in React Native's window, nothing is heard. */
    function listenTo(type, heard, target) {
        var _a;
        const source = target !== null && target !== void 0 ? target : (typeof window === 'undefined' ? undefined : window);
        const listener = heard;
        (_a = source === null || source === void 0 ? void 0 : source.addEventListener) === null || _a === void 0 ? void 0 : _a.call(source, type, listener);
        return () => { var _a; return (_a = source === null || source === void 0 ? void 0 : source.removeEventListener) === null || _a === void 0 ? void 0 : _a.call(source, type, listener); };
    }
    /**
     * What the advanced security script collected about this browser, if the page loaded it and it works (Cognito developer
     * guide, "Adding threat protection").
     */
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
    /** Undefined where it is blocked or absent. */
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
    const SWITCH = [[true, false, 0, ''], 'true or false'];
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
     * @param isOpen whether other properties are ignored, but for those that are an option in other letters
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function checked(call, given, rules, isOpen = false) {
        const names = Object.keys(rules);
        if (typeof given !== 'object')
            refuse(`${call} takes an object: { ${names.join(', ')} }.`);
        const own = new Map(Object.entries(given !== null && given !== void 0 ? given : {}));
        for (const [name, value] of own) {
            if (value === undefined || value === null || names.includes(name))
                continue;
            if (!isOpen)
                refuse(`${call} has no option ${name}: it takes ${names.join(', ')}.`);
            const meant = names.find((known) => known.toLowerCase() === name.toLowerCase());
            if (meant)
                refuse(`${name} is no option: write ${meant}.`);
        }
        const read = ([name, [good, write, isNeeded]]) => {
            const value = own.get(name);
            // An option that makes things safer would be missed by nobody.
            const harmless = [undefined, Reflect.get(Object.prototype, name)];
            if (!own.has(name) && !harmless.includes(Reflect.get(given !== null && given !== void 0 ? given : {}, name)))
                refuse(`${name} is inherited, and not read: write it into the object itself.`);
            const verdict = typeof good === 'function' ? good(value) : good.includes(value);
            if (verdict === true)
                return [name, value];
            if (!isNeeded && (value === undefined || value === null))
                return [name, undefined];
            const flaw = isNeeded && !value ? 'is missing' : `cannot be ${shown$2(value)}`;
            const instead = isText$1(verdict) ? `'${verdict}'` : (write !== null && write !== void 0 ? write : good.map(shown$2).join(' or '));
            return refuse(`${name} ${flaw}: write ${instead}.`);
        };
        return Object.fromEntries(Object.entries(rules).map(read));
    }
    /** What came; of an address not the query, which may hold a response. */
    function shown$2(value) {
        if (isText$1(value))
            return `'${value.slice(0, 100).replace(/([?#])[^]+/, '$1…')}'`;
        if (Array.isArray(value)) {
            const few = value.slice(0, 9).map((each) => (isText$1(each) ? shown$2(each) : '…'));
            return `[${few.join(', ')}]`;
        }
        return Object(value) === value ? `this ${typeof value}` : String(value);
    }

    /** Listeners by the name of what they wait for. */
    class Emitter {
        constructor() {
            this._listeners = new Set();
        }
        /** @returns what takes the listener away again: one that was added twice is there once then */
        on(name, listener) {
            const added = [name, listener];
            this._listeners.add(added);
            return () => {
                this._listeners.delete(added);
            };
        }
        /** Tells every listener of this moment. One that throws harms neither the others nor whoever emits. */
        emit(name, event) {
            for (const [heard, listener] of [...this._listeners]) {
                try {
                    if (heard === name)
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
    /** Nothing of the page goes along; a redirect is an error, lest a body be sent elsewhere (RFC 9700, section 4.12). */
    const ALONE = { credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' };
    /**
     * Posts a form. URLSearchParams as the body makes the browser encode every value and name the content type itself,
     * so that the request needs no preflight.
     * @param timeout how long it may take, in milliseconds
     * @throws CognitoAuthError as {@link ask}
     */
    function postForm(url, form, init, timeout) {
        const body = new URLSearchParams(form);
        return ask(url, { method: 'POST', body, cache: 'no-store', ...init }, timeout);
    }
    /**
     * @param timeout how long it may take, in milliseconds
     * @throws CognitoAuthError `timeout`; `network`, with a `status` where an answer broke off; `bad_response` where it is too
     *   long to be one
     */
    async function ask(url, init, timeout = TIMEOUT) {
        const controller = typeof AbortController === 'function' ? new AbortController() : undefined;
        let status;
        const answer = async () => {
            var _a;
            const response = await fetch(url, { ...ALONE, ...init, signal: (_a = controller === null || controller === void 0 ? void 0 : controller.signal) !== null && _a !== void 0 ? _a : null });
            ({ status } = response);
            return { status, text: await readText(response), retryAfter: response.headers.get('Retry-After') };
        };
        try {
            // Not everything that stands in for `fetch` heeds a signal.
            return await inTime(timeout, answer());
        }
        catch (error) {
            controller === null || controller === void 0 ? void 0 : controller.abort();
            throw error instanceof CognitoAuthError ? error : unreachable(url, error, status);
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
        return Promise.race([tooLate, answer]).finally(() => {
            clearTimeout(timer);
        });
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
        for (;;) {
            const { done, value } = await reader.read();
            text += decoder.decode(value, { stream: !done });
            if (done)
                return text;
            if (text.length > LONGEST$5) {
                await reader.cancel();
                throw new CognitoAuthError('bad_response', `An answer has more than ${LONGEST$5} characters.`);
            }
        }
    }
    /**
     * Sends a request of the page with a bearer token (RFC 6750, section 2.1). The browser takes it along to no other origin
     * that it is redirected to (Fetch Standard, "HTTP-redirect fetch").
     * @throws CognitoAuthError `network`; what a signal was aborted with
     */
    async function sendBearer(request, token) {
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
    /** @param status that of an answer that broke off: whoever began it has done what was asked */
    function unreachable(url, error, status) {
        const reasons = 'the device may be offline, or CORS, the Content-Security-Policy or an ad blocker in the way';
        const what = status === undefined ? 'could not be reached' : 'broke off its answer';
        const said = `${new URL(url).origin} ${what}${nameOf(error)}: ${reasons}.`;
        return new CognitoAuthError('network', said, { status });
    }

    /** Errors end up in logs: whatever of an answer they quote, what was sent and every token is struck out of it. */
    function withoutSecrets(said, sent) {
        var _a;
        return (_a = sent
            .reduce((rest, secret) => {
            return secret && secret.length > 7 ? rest === null || rest === void 0 ? void 0 : rest.replaceAll(secret, '…') : rest;
        }, said)) === null || _a === void 0 ? void 0 : _a.replace(/eyJ[\w-]+(\.[\w-]*)*/g, '…');
    }
    /**
     * What somebody else wrote, as an error may quote it: what stands there ends where the quotation does, and looks like
     * nothing else.
     */
    function shown$1(said) {
        if (said === undefined)
            return 'missing';
        const text = withoutSecrets(typeof said === 'string' ? said : JSON.stringify(said), []);
        const line = text.replace(/[“”\s\p{C}]+/gu, ' ').trim();
        return `“${line.replace(/^(.{300}).+/u, '$1…')}”`;
    }

    /**
     * Exchanges a code (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
     * @param timeout how long that may take, in milliseconds
     * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`, `network`, `timeout`
     */
    function exchangeCode(endpoint, { code, redirectUri, codeVerifier, }, timeout) {
        const { clientId } = endpoint;
        const form = { grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri, code };
        return requestTokens(endpoint, codeVerifier ? { ...form, code_verifier: codeVerifier } : form, timeout);
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
    async function revokeToken({ origin, clientId }, refreshToken) {
        const form = { token: refreshToken, client_id: clientId };
        await postForm(`${origin}/oauth2/revoke`, form, { keepalive: true });
    }
    /** The address of the token endpoint. */
    function tokenUrl({ origin }) {
        return `${origin}/oauth2/token`;
    }
    async function requestTokens(endpoint, form, timeout) {
        return readTokenResponse(await postForm(tokenUrl(endpoint), form, {}, timeout), form);
    }
    /**
     * Reads an answer of the token endpoint.
     * @param sent the form that it answers; nothing of it gets into an error
     * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`
     */
    function readTokenResponse({ status, text, retryAfter }, { code, code_verifier: verifier, refresh_token: refreshToken } = {}) {
        var _a;
        const body = parseObject(text);
        const member = (name) => {
            const value = body[name];
            return typeof value === 'string' && value ? value : undefined;
        };
        const quoted = (said) => withoutSecrets(said, [code, verifier, refreshToken]);
        const error = quoted(member('error'));
        const refuse = (code, said, details) => {
            // Tokens may go by any name.
            const responseText = status === 200 && !error ? undefined : quoted(text || undefined);
            throw new CognitoAuthError(code, `The token endpoint answered ${said}`, {
                ...{ status, responseText },
                ...details,
            });
        };
        if (status === 429 || status >= 500)
            return refuse('server_error', `${status}: try again later.`, { retryAfter: secondsUntil(retryAfter) });
        if (error) {
            const errorDescription = quoted(member('error_description'));
            const said = [`${error}.`, errorDescription !== null && errorDescription !== void 0 ? errorDescription : USUAL_CAUSES.get(error)].filter(Boolean).join(' ');
            // Whoever refuses with 200 is no token endpoint, and ends no session (RFC 6749, section 5.2).
            return refuse(status === 200 ? 'bad_response' : 'token_request_failed', said, { error, errorDescription });
        }
        const accessToken = member('access_token');
        if (status !== 200 || !accessToken)
            return refuse('bad_response', `${status} without tokens: something may have answered in its place.`);
        requireBearer(body['token_type']);
        const scopes = (_a = member('scope')) === null || _a === void 0 ? void 0 : _a.split(' ');
        return { accessToken, idToken: member('id_token'), refreshToken: member('refresh_token'), scopes };
    }
    /** Reads a `Retry-After` (RFC 9110, section 10.2.3), seconds or a date: seconds, a minute at most. */
    function secondsUntil(retryAfter) {
        const seconds = Number(retryAfter || undefined);
        const left = Number.isNaN(seconds) ? (Date.parse(retryAfter !== null && retryAfter !== void 0 ? retryAfter : '') - Date.now()) / 1000 : seconds;
        return Number.isNaN(left) ? undefined : Math.min(Math.max(left, 0), 60);
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
        ['invalid_client', 'Write the ClientId of an app client without a secret.'],
        ['invalid_grant', 'The code or the refresh token was used before, has expired or was revoked.'],
        ['unauthorized_client', 'Allow the code grant; RedirectUriSignIn must be that of the sign-in.'],
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
        const base64 = btoa(String.fromCharCode(...bytes));
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

    /** In seconds: Cognito's tokens last for a day at most; an hour more is for its clocks. */
    const LONGEST_LIFETIME = 25 * 60 * 60;
    /** Within how many seconds one answer of the token endpoint has both its tokens issued. */
    const ONE_ANSWER = 5;
    /** What errors call the tokens, in their order. */
    const NAMES$1 = ['access token', 'ID token'];
    /**
     * Checks tokens that have just been received: their claims as {@link verifyClaims} does, and their times.
     * @param now the device's clock at receipt, in seconds
     * @returns the claims of each token, and the drift of the device's clock: how many seconds it is ahead of the server's
     * @throws CognitoAuthError with the code of the first check that fails
     */
    function verifyTokens(tokens, expected, now) {
        const { clockTolerance } = expected;
        const claims = verifyClaims(tokens, expected);
        const times = (name) => claims.map((token) => token[name]);
        times('iat').forEach((iat, i) => {
            const off = Math.abs(now - iat);
            const clock = `the clock of this device seems to be about ${Math.round(off / 60)} minutes off. Set it`;
            const expectation = `${now}: ${clock}; ClockTolerance forgives ${clockTolerance} seconds`;
            checker(NAMES$1[i], { iat })('clock_skew', 'iat', off <= clockTolerance, expectation);
        });
        // The newest shows the server's clock best: a token may be old, but not from the future.
        const [newest, exp] = [Math.max(...times('iat')), Math.min(...times('exp'))];
        checker('the', { exp })('expired', 'exp', exp > newest, `later than ${newest}`);
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
        const { clientId, openid } = expected;
        const access = verifyToken(accessToken, NAMES$1[0], expected);
        const check = checker(NAMES$1[0], access);
        check('wrong_audience', 'client_id', access['client_id'] === clientId, audienceOf(expected));
        check('missing_claim', 'sub', isText(access['sub']), 'a text');
        const id = idToken === undefined ? undefined : verifyToken(idToken, NAMES$1[1], expected);
        checker('the', {})('missing_claim', NAMES$1[1], !openid || id !== undefined, 'there, as openid is a scope');
        if (id)
            verifyPair(access, id, expected);
        verifyUser(access, id !== null && id !== void 0 ? id : {}, expected);
        return id ? [access, id] : [access];
    }
    /** What holds for both tokens. */
    function verifyToken(token, name, { issuers }) {
        var _a, _b;
        const header = decodeJwt(token, 'header');
        const ofHeader = checker(name, header);
        // Cognito signs with RS256 only. An extension that must be understood (RFC 7515, section 4.1.11) never is.
        ofHeader('bad_alg', 'alg', header['alg'] === 'RS256', 'RS256');
        ofHeader('bad_alg', 'crit', header['crit'] === undefined, 'missing');
        const claims = decodeJwt(token, 'payload');
        const check = checker(name, claims);
        const { iss, iat, exp, nbf = iat } = claims;
        const use = name === NAMES$1[1] ? 'id' : 'access';
        check('wrong_token_use', 'token_use', claims['token_use'] === use, use);
        const pool = 'Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer';
        const isGood = isText(iss) && ((_a = issuers === null || issuers === void 0 ? void 0 : issuers.includes(iss)) !== null && _a !== void 0 ? _a : true);
        check('wrong_issuer', 'iss', isGood, `${(_b = issuers === null || issuers === void 0 ? void 0 : issuers.join(' or ')) !== null && _b !== void 0 ? _b : 'a text'}. ${pool}`);
        check('missing_claim', 'iat', isTime(iat), 'a number of seconds');
        check('missing_claim', 'exp', isTime(exp), 'a number of seconds');
        const lifetime = exp - iat;
        check('expired', 'exp', lifetime > 0 && lifetime <= LONGEST_LIFETIME, 'within 25 hours after iat');
        check('clock_skew', 'nbf', isTime(nbf) && nbf <= iat, 'no later than iat');
        return claims;
    }
    function verifyPair(access, id, expected) {
        var _a;
        const { clientId, nonce, atHash, frontChannel, stored } = expected;
        const { at_hash: hash, aud, azp } = id;
        const check = checker(NAMES$1[1], id);
        const audiences = [aud].flat();
        // OpenID Connect Core, section 3.1.3.7, items 3 to 5.
        const isAlone = azp === clientId || audiences.length === 1;
        check('wrong_audience', 'azp', azp === undefined || azp === clientId, audienceOf(expected));
        check('wrong_audience', 'aud', audiences.includes(clientId) && isAlone, audienceOf(expected));
        check('nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce);
        // Both tokens must be of one user and one pool, or one of them was slipped in.
        const agrees = (claim) => id[claim] === access[claim];
        check('token_substitution', 'sub', agrees('sub'));
        check('token_substitution', 'iss', agrees('iss'));
        // What binds the tokens where no at_hash does: claims that Cognito writes into both at one sign-in.
        const isSameSignIn = ['origin_jti', 'event_id', 'auth_time'].every(agrees) && isText((_a = id['origin_jti']) !== null && _a !== void 0 ? _a : id['event_id']);
        const isHashed = hash === undefined ? !frontChannel || isSameSignIn : hash === atHash;
        const age = id['iat'] - access['iat'];
        check('token_substitution', 'at_hash', stored ? Math.abs(age) <= ONE_ANSWER : isHashed);
    }
    /** The tokens are those of the user who is expected (at a refresh: OpenID Connect Core, section 12.2). */
    function verifyUser(access, id, { before, username }) {
        const check = checker('user', {});
        const lasts = (claim, now, then = {}) => then[claim] === undefined || now[claim] === then[claim];
        for (const claim of ['sub', 'iss', 'auth_time'])
            check('session_changed', claim, lasts(claim, access, before === null || before === void 0 ? void 0 : before.access));
        // A refreshed ID token need not have these, but not others than before.
        const idNow = { ...before === null || before === void 0 ? void 0 : before.id, ...id };
        check('session_changed', 'auth_time', lasts('auth_time', idNow, before === null || before === void 0 ? void 0 : before.id));
        check('nonce_mismatch', 'nonce', lasts('nonce', idNow, before === null || before === void 0 ? void 0 : before.id));
        // amazon-cognito-identity-js and Amplify may store a session under the alias that was typed in.
        const { email, phone_number: phone, preferred_username: preferred } = id;
        const names = [access['username'], access['sub'], id['cognito:username'], email, phone, preferred];
        const isName = (name) => isText(name) && name.toLowerCase() === (username === null || username === void 0 ? void 0 : username.toLowerCase());
        check('session_changed', 'username', username === undefined || names.some(isName));
    }
    const audienceOf = ({ clientId }) => `${clientId}. Write the ClientId of the app client that the sign-in began with`;
    function isTime(claim) {
        return Number.isFinite(claim);
    }
    function isText(value) {
        return typeof value === 'string' && value !== '';
    }
    /**
     * What throws where a check fails. Of a claim that an expectation in words stands beside the error says what came; of
     * any other, which binds tokens to a sign-in, it may be secret.
     * @param name of what has the claims
     */
    function checker(name = '', claims) {
        return (code, claim, holds, expectation) => {
            if (holds)
                return;
            const flaw = expectation
                ? `is ${shown$1(claims[claim])}, and should be ${expectation}`
                : 'is of another sign-in: sign in again';
            throw new CognitoAuthError(code, `The tokens were refused: ${name} ${claim} ${flaw}.`);
        };
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
        let asked = ['', '', ''];
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
                        return [username, user, undefined, undefined];
                    if (username !== asked[0])
                        asked = [username, keyOf(username, 'accessToken'), keyOf(username, 'refreshToken')];
                    return [username, user, storage.getItem(asked[1]), storage.getItem(asked[2])];
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
                return (_b = (_a = traitsOf(storage)).load) === null || _b === void 0 ? void 0 : _b.call(_a, last, () => {
                    const username = lastUser();
                    return username === undefined ? [] : NAMES.map((name) => keyOf(username, name));
                });
            },
            /** Whether it can be asked already. */
            isAtHand: () => { var _a, _b; return ((_b = (_a = traitsOf(storage)).isLoaded) === null || _b === void 0 ? void 0 : _b.call(_a, last)) !== false; },
            /**
             * The stored session of a user; its access token is empty where only the refresh token is any good. What is no good
             * stays where it is: another tab may just be replacing it.
             */
            read(username) {
                const [idToken, accessToken = '', refreshToken, written = '', drift] = NAMES.map((name) => item(username, name));
                const scopes = written.split(' ').filter(Boolean);
                const openid = scopes.includes('openid');
                const kept = { username, refreshToken, scopes, clockDrift: readClockDrift(drift, clockTolerance) };
                try {
                    const expected = { clientId, issuers, username, openid, stored: true };
                    const claims = verifyClaims({ accessToken, idToken }, expected);
                    return makeSession({ ...kept, accessToken, idToken }, claims);
                }
                catch (error) {
                    // Good tokens of another user: then nothing under this name is to be trusted, the refresh token least of all.
                    if (hasCode(error, 'session_changed') || refreshToken === undefined)
                        return null;
                    return makeSession({ ...kept, accessToken: '' }, []);
                }
            },
            /**
             * Stores a session, in the order that programs rely on, or leaves what was there before: half a session is none.
             * @throws what the storage throws
             */
            write({ username, idToken = '', accessToken, refreshToken = '', scopes, clockDrift }) {
                const values = [idToken, accessToken, refreshToken, scopes.join(' '), `${clockDrift}s`];
                const items = NAMES.map((name, i) => { var _a; return [keyOf(username, name), (_a = values[i]) !== null && _a !== void 0 ? _a : '']; });
                items.splice(3, 0, [last, username]);
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
             * Forgets a user, and that it was the last to sign in unless somebody else was since.
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
    /**
     * amazon-cognito-identity-js keeps seconds here, and Amplify milliseconds of the opposite sign: only what has a unit,
     * which both of them read over, is ours.
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

    /* Pages tell each other that something changed, and nothing else: each then looks into its own storage. */
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
        /** The texts that were seen with it: others mean that there is another. None where they could not be read. */
        let seen;
        /** Whose session is wanted: whoever signed in last, or whom the program has named. */
        let user;
        /** Whether the program says whose session is wanted, and others stay. */
        let namesUsers = false;
        /** Whether somebody signed out, and nobody has signed in since. */
        let isLeft = false;
        /** Counts how often somebody else has signed in, and what listeners were told of that. */
        let others = 0;
        let toldOthers = 0;
        /** Whom the listeners know; undefined before the storage could be asked. */
        let told;
        /** How many listeners there are. */
        let hearing = 0;
        let unlisten;
        /** Counts the sign-outs of this page: what began before one has lost its right to store a session. */
        let signOuts = 0;
        /** @param next what stands under the wanted name by now, or what the storage did not take */
        const hold = (next) => {
            session = next;
            seen = items.textsOf(user);
            if (next)
                isLeft = false;
        };
        /** Holds what stands there for whoever signed in last, unless the program has named somebody else. */
        const follow = () => {
            var _a;
            const last = items.lastUser();
            if (user === undefined || user === (seen === null || seen === void 0 ? void 0 : seen[1])) {
                if (user !== undefined && last !== undefined && last !== user)
                    others++;
                user = last;
            }
            const next = user === undefined ? null : items.read(user);
            // Another tab is just writing: it will be whole at the next look.
            const isTorn = !(next === null || next === void 0 ? void 0 : next.accessToken) && ((_a = items.textsOf(user)) === null || _a === void 0 ? void 0 : _a[2]);
            if (!isTorn || (session === null || session === void 0 ? void 0 : session.username) !== user || !lasts(session))
                hold(next);
        };
        /** Whoever is signed in: a refresh token alone says no more of them than was known before. */
        const known = () => {
            if (!isSomebody(session))
                return null;
            if (session.accessToken)
                return session;
            return (told === null || told === void 0 ? void 0 : told.username) === session.username ? told : null;
        };
        /** Tells the listeners what is new to them. */
        const tell = (reason = 'otherTab', isSignIn = false) => {
            const now = known();
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
        /** The session at hand while the storage has the texts that were seen with it, otherwise what stands there. */
        const read = () => {
            // One that is valid outlives that the program names another user.
            const texts = items.textsOf(seen && user !== undefined && lasts(session) ? seen[0] : user);
            // What is at hand since before the storage could be read is newer.
            if (session)
                seen !== null && seen !== void 0 ? seen : (seen = texts);
            const isSame = !texts || (session && seen && areSame(texts, seen));
            if (!isSame)
                follow();
            if (!isSame || !isSomebody(session))
                tell();
            return session;
        };
        /** Sees what is new, as far as that can be seen already. */
        const look = () => {
            if (!items.isAtHand())
                return;
            const see = () => {
                read();
                toldOthers = others;
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
                items.write(next);
            }
            catch (_a) {
                const last = items.lastUser();
                if (last !== next.username)
                    items.clear(last);
                try {
                    items.write(next);
                }
                catch (error) {
                    throw notTaken$1(error);
                }
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
        /** Leaves the session at hand, but for whom the storage may still name. */
        const leave = (reason) => {
            user = undefined;
            session = null;
            follow();
            tell(reason);
        };
        if (items.isAtHand()) {
            follow();
            told = known();
        }
        return {
            read,
            known,
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
                hold(next);
                isLeft = !next;
            },
            /** @throws CognitoAuthError `storage_full` */
            store(next) {
                put(next);
                user = next.username;
            },
            /**
             * Makes a session that has just arrived everybody's. Where the storage does not take it, it lasts as long as the page;
             * but cookies are there for others, so that they have it or nobody.
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
                            hold(next);
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
                hearer.others = toldOthers = others;
                user = next.username;
                hold(next);
                if (left)
                    this.forget(left, next);
                // Whoever was signed in on this page before has left it by this sign-in.
                tell('user', isSignIn);
                announce(clientId, look, storage);
            },
            /** Who is signed in before a sign-in; null where nobody is, and for a program that names its users itself. */
            left() {
                var _a;
                if (namesUsers)
                    return null;
                const username = items.lastUser();
                const stored = username === undefined ? null : { username, refreshToken: items.refreshToken(username) };
                return (_a = read()) !== null && _a !== void 0 ? _a : stored;
            },
            /** Ends the session of whoever was signed in before, if that was somebody else: the device is another's now. */
            forget({ username, refreshToken }, next) {
                if (username === next.username)
                    return;
                // They may be back by now, with another session.
                const isBack = items.lastUser() === username;
                if (!isBack)
                    items.clear(username);
                // A request that fails leaves a token that nobody on this device knows any more.
                if (refreshToken && !(isBack && items.refreshToken(username) === refreshToken))
                    revokeToken(config, refreshToken).catch(() => undefined);
            },
            /** Forgets the session here, in the storage and in other tabs, and lets nothing that is on its way store another. */
            end(reason) {
                signOuts++;
                underWay.unfinished = undefined;
                // A response that has made a session makes no other.
                for (const [state, arrived] of underWay.arrivals)
                    if (!(arrived instanceof Promise))
                        underWay.arrivals.delete(state);
                items.clear(user !== null && user !== void 0 ? user : items.lastUser());
                if (reason === 'user' && !namesUsers)
                    items.clear(items.lastUser());
                isLeft = true;
                leave(reason);
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
                if (isHeld && (from.accessToken || (session === null || session === void 0 ? void 0 : session.refreshToken) === from.refreshToken))
                    leave('expired');
            },
            /** Whether nobody signed out on this page, or in on any, since this was called. */
            watchUser() {
                const isSignedIn = watchSignOut();
                const name = () => items.textsOf(undefined);
                const before = name();
                return () => {
                    const now = name();
                    return isSignedIn() && (!before || !now || now[1] === before[1]);
                };
            },
            /** The response that is being handled on this page: whoever asks for a session waits for it. */
            arriving() {
                const coming = [...underWay.arrivals.values()].reverse().find((arrived) => arrived instanceof Promise);
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
            requireSameUser(hearer, isElse = others !== (hearer.listeners ? toldOthers : hearer.others)) {
                hearer.others = toldOthers = others;
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
                if (hearer)
                    hearer.listeners++;
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
                    if (hearer)
                        hearer.listeners--;
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
    /** There are many reads. */
    function areSame(one, other) {
        return one[0] === other[0] && one[1] === other[1] && one[2] === other[2] && one[3] === other[3];
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
    /** What the clients of a page have begun in a storage of a program's own, which nobody else can look through. */
    const ofPages = new WeakMap();
    /** Whether a client of this library, on this page or another one of the origin, waits for a response with this state. */
    function isAwaitedByAny(state) {
        var _a;
        if (!isState(state) || typeof window === 'undefined')
            return false;
        const keys = ['localStorage', 'sessionStorage'].flatMap((kind) => { var _a; return Object.keys((_a = storageOf(kind)) !== null && _a !== void 0 ? _a : {}); });
        const isKey = (key) => key.startsWith('cognito-auth.') && key.endsWith(`.${state}`);
        return keys.some(isKey) || ((_a = ofPages.get(window)) !== null && _a !== void 0 ? _a : []).some((each) => each.find(state));
    }
    /** In the storage of the tokens, unless that names a better place or the application another. */
    function transactionsOf(config) {
        var _a;
        const made = createTransactions(config);
        // A server keeps nothing of anybody.
        if (typeof window === 'undefined')
            return made;
        const others = ((_a = ofPages.get(window)) !== null && _a !== void 0 ? _a : []).filter(({ storage, prefix }) => storage !== made.storage || prefix !== made.prefix);
        ofPages.set(window, [...others.slice(1 - MOST$1), made]);
        return made;
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
         * Drops the sign-in of this state, if there is one, also one that is damaged.
         * @returns whether there is none now
         */
        const forget = (state) => {
            if (!isState(state) || isAbsent(prefix + state))
                return true;
            const others = states().filter((other) => other !== state);
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
                const record = textOf(transaction);
                const before = states();
                const isPending = (old) => !isExpired(find(old), transaction.createdAt);
                const kept = before.filter(isPending).slice(1 - MOST$1);
                try {
                    for (const old of before)
                        if (!kept.includes(old))
                            storage.removeItem(prefix + old);
                    if (isPromise(storage.setItem(prefix + state, record)))
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
                return (_b = (_a = traitsOf(storage)).load) === null || _b === void 0 ? void 0 : _b.call(_a, `${prefix}states`, () => states().map((state) => prefix + state));
            },
            /** Whether it can be asked already. */
            isAtHand: () => { var _a, _b; return ((_b = (_a = traitsOf(storage)).isLoaded) === null || _b === void 0 ? void 0 : _b.call(_a, `${prefix}states`)) !== false; },
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
                if (traitsOf(storage).forState === 'sessionStorage')
                    throw new CognitoAuthError('storage_unavailable', 'Storage and cookies are blocked: pass a StateStorage that outlives the redirect.');
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
                const transaction = find(state);
                const isGone = state === undefined || forget(state);
                if (!transaction)
                    throw unanswerable(isWaiting(), state, type);
                if (!isGone) {
                    throw new CognitoAuthError('storage_unavailable', 'The storage does not give up the sign-in, which could be used again.');
                }
                if (isExpired(transaction, now))
                    throw new CognitoAuthError('transaction_expired', 'The sign-in took more than an hour. Begin it again.');
                if (transaction.responseType !== type) {
                    throw new CognitoAuthError('response_type_mismatch', `The sign-in asked for a ${transaction.responseType} and the redirect brought a ${type}.`);
                }
                return transaction;
            },
        };
    }
    /** @throws CognitoAuthError `invalid_configuration` where JSON does not give the `appState` back as it is */
    function textOf(transaction) {
        let record = '';
        try {
            record = JSON.stringify(transaction, function (key, value) {
                // What it makes of itself, such as the text of a date, is not what comes back.
                if (isKept(value, Array.isArray(this)) && Object.is(value, this[key]))
                    return value;
                throw new TypeError(key);
            });
        }
        catch (_a) {
            refuse('appState must be what JSON keeps: write plain objects, arrays, strings, numbers, true, false and null.');
        }
        if (record.length > LONGEST$4)
            refuse('appState is too long: keep it elsewhere, and write where.');
        return record;
    }
    /** Whether JSON keeps a value, but for what it holds. A member that is undefined counts as left out. */
    function isKept(value, isItem) {
        if (value === undefined)
            return !isItem;
        if (typeof value === 'number')
            return Number.isFinite(value);
        if (value === null || Array.isArray(value))
            return true;
        if (typeof value !== 'object')
            return typeof value === 'string' || typeof value === 'boolean';
        const prototype = Object.getPrototypeOf(value);
        // One of another window has another Object.
        return prototype === null || Object.getPrototypeOf(prototype) === null;
    }
    function notTaken(error) {
        return storageFull('The storage did not take what a sign-in needs to be finished', error);
    }
    /** One that begins in an hour from now is as wrong as one that began an hour ago. */
    function isExpired(transaction, now) {
        return !transaction || Math.abs(now - transaction.createdAt) > LIFETIME;
    }
    /**
     * The error of a response that answers no sign-in of this browser.
     * @param isWaiting whether one waits for another response
     */
    function unanswerable(isWaiting, state, type) {
        const [code, what] = !isWaiting
            ? ['no_transaction', 'No sign-in waits for a response']
            : state
                ? ['state_mismatch', 'The redirect answers no sign-in of this browser']
                : ['state_missing', 'The redirect has no state'];
        const door = type === 'token'
            ? 'build it with getFQDNSignIn(), or use the code flow'
            : 'AllowUnsolicitedResponse: true';
        return new CognitoAuthError(code, `${what}. Perhaps this address was opened before, or belongs to another host or browser. Sign in again. (For an authorize URL built by hand: ${door}.)`);
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
        const { createdAt, scopes, returnTo = '', responseType, redirectUri, nonce, codeVerifier, } = record;
        const texts = [responseType, redirectUri, nonce, codeVerifier, returnTo];
        return (Number.isFinite(createdAt) &&
            Array.isArray(scopes) &&
            [...texts, ...scopes].every(isText$1) &&
            !!nonce &&
            !!codeVerifier);
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
    /** @throws CognitoAuthError `invalid_configuration` for what is no door, and where a method was taken off its door */
    function engineOf(door) {
        const engine = door === null || door === void 0 ? void 0 : door[ENGINE];
        return (engine !== null && engine !== void 0 ? engine : refuse('This needs the object it belongs to: write auth.method(), or auth as the first argument.'));
    }

    /** The parameters that make a response, and those that may stand beside them. Whatever else an address holds is the page's. */
    const RESPONSE = 'error code access_token id_token'.split(' ');
    const BESIDE_IT = 'state error_description error_uri refresh_token token_type expires_in iss session_state'.split(' ');
    /** How long a parameter may be, in characters. Tokens may be longer; who decodes them knows how long. */
    const LONGEST$2 = 4096;
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
        var _a, _b, _c;
        const { channels } = splitUrl(url);
        // A page may have a `code` or an `error` of its own, and a forger may add one: the channel with our state is the
        // one that was answered, else the one with any.
        const withState = (isGood) => channels.find((pairs) => pairs.some(([name, value]) => name === 'state' && isGood(value)));
        const pairs = (_c = (_b = (_a = withState(isAwaited)) !== null && _a !== void 0 ? _a : withState(() => true)) !== null && _b !== void 0 ? _b : channels[0]) !== null && _c !== void 0 ? _c : [];
        const parameters = new Map(pairs);
        if (parameters.size < pairs.length)
            throw new CognitoAuthError('duplicate_parameter', 'The redirect has a parameter of the response twice.');
        for (const [name, { length }] of pairs)
            if (length > LONGEST$2 && !name.endsWith('_token'))
                throw new CognitoAuthError('bad_response', `The ${name} of the redirect has ${length} characters.`);
        return readParameters(parameters);
    }
    /** The same for parameters that are taken apart already, under their lower-case names. */
    function readParameters(parameters) {
        const [error, code, accessToken = '', idToken] = RESPONSE.map((name) => parameters.get(name));
        const from = { state: parameters.get('state'), iss: parameters.get('iss') };
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
        const expectation = issuers ? `, and should be ${issuers.join(' or ')}` : '';
        const pool = 'Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.';
        throw new CognitoAuthError('wrong_issuer', `The iss of the redirect is ${shown$1(iss)}${expectation}. ${pool}`);
    }
    /** The error of a response that carries one (RFC 6749, section 4.1.2.1). */
    function refusalOf(response) {
        const [error = '', errorDescription] = [response.error, response.errorDescription].map((said) => withoutSecrets(said, [response.state]));
        // It answers prompt=none (OpenID Connect Core, section 3.1.2.6).
        if (error === 'login_required')
            return new CognitoAuthError(error, 'Nobody is signed in at the hosted pages.', { error });
        const said = shown$1([error, errorDescription].filter(Boolean).join(': '));
        return new CognitoAuthError('authorization_failed', `The redirect says that the sign-in failed: ${said}`, {
            error,
            errorDescription,
        });
    }
    /** @returns undefined where `url` holds no response */
    function claimIn(url) {
        const given = splitUrl(url).channels.flatMap((pairs) => pairs.filter(([, value]) => value));
        const response = readParameters(new Map(given));
        const states = given.filter(([name]) => name === 'state').map(([, value]) => value);
        return response && { states, type: response.type };
    }
    /** `url` without the response it carries; the page's own query and fragment stay to the letter. */
    function withoutResponse(url) {
        const { path, query, fragment, route, inQuery, inFragment } = splitUrl(url);
        if (!inQuery && !inFragment)
            return url;
        const search = inQuery ? withoutParameters(query) : query;
        const kept = inFragment && withoutParameters(fragment.slice(route.length));
        // Identity providers append `#_=_`.
        const hash = inFragment ? (kept ? route + kept : route.slice(0, -1)) : fragment.replace(/^_=_$/, '');
        return path + (search && `?${search}`) + (hash && `#${hash}`);
    }
    /**
     * An address in its parts, and the response in its query and in its fragment, if there is one. Anybody can make one of
     * any length, so whatever reads it goes over it a fixed number of times.
     */
    function splitUrl(url) {
        var _a, _b;
        const [, path = '', query = '', fragment = ''] = (_a = /^([^?#]*)\??([^#]*)#?([^]*)$/.exec(url)) !== null && _a !== void 0 ? _a : [];
        // `/route?` in front of the parameters.
        const [route = ''] = (_b = /^[^=&?]*\?/.exec(fragment)) !== null && _b !== void 0 ? _b : [];
        const inQuery = responseIn$1(query);
        const inHash = responseIn$1(fragment.slice(route.length));
        // Cognito never answers behind a hash route. What the router of a page moved there has a state, all else is its own.
        const inFragment = !route || (inHash === null || inHash === void 0 ? void 0 : inHash.some(([name]) => name === 'state')) ? inHash : undefined;
        const channels = [inQuery, inFragment].filter((pairs) => pairs !== undefined);
        return { path, query, fragment, route, inQuery, inFragment, channels };
    }
    /** The pairs whose names a response uses: `Code`, `code[]` and what a router made of it, `/code`, count as `code`. */
    function responsePairs(parameters) {
        return [...new URLSearchParams(parameters)]
            .map(([name, value]) => [name.toLowerCase().replace(/^[!/]+|\[[^]*/g, ''), value])
            .filter(([name]) => RESPONSE.includes(name) || BESIDE_IT.includes(name));
    }
    function responseIn$1(parameters) {
        const pairs = responsePairs(parameters);
        return pairs.some(([name, value]) => value && RESPONSE.includes(name)) ? pairs : undefined;
    }
    function withoutParameters(parameters) {
        const kept = parameters.split('&').filter((pair) => !responsePairs(pair).length);
        return kept.join('&');
    }

    /*
     * A page that has just been opened may hold a response in its address that nobody has handled yet: whoever asks for a
     * session waits for what comes of it.
     */
    /** The address whose response was handled last; a page that may not change it still has it. */
    let handled;
    /** Who waits for the response in the page's address, whichever client handles it. */
    let waiting = [];
    /** Waits until the response in the address has been handled; undefined where there is none of this client. */
    function awaited(engine) {
        var _a, _b;
        const { hearer, store, transactions } = engine;
        if (hearer.isPlain || !store.items.isAtHand() || !transactions.isAtHand())
            return undefined;
        const url = (_a = currentUrl()) !== null && _a !== void 0 ? _a : '';
        hearer.isPlain = !((_b = claimIn(url)) === null || _b === void 0 ? void 0 : _b.states.some((state) => transactions.find(state)));
        if (hearer.isPlain || url === handled)
            return undefined;
        return new Promise((resolve) => {
            waiting.push((handler, outcome) => {
                // Whoever has the same session shares in the outcome at once.
                resolve(handler === store ? undefined : outcome);
            });
        });
    }
    /** @param url the address whose response that was; undefined where there was none for this client */
    function answered(handler, url, outcome) {
        handled = url !== null && url !== void 0 ? url : handled;
        const over = Promise.resolve(outcome).catch(() => undefined);
        const told = waiting;
        waiting = [];
        for (const tell of told)
            tell(handler, over);
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
    /** How long a value takes at most from the localStorage of one process to that of another, in milliseconds. */
    const PROPAGATION = 50;
    /**
     * Runs `run` while no other tab of this origin runs anything under this name (Web Locks API). A tab that stands still with
     * the lock is not waited for longer than {@link PATIENCE}: those who gave it up take turns among themselves. Where there are
     * no locks (http pages, old browsers), `run` runs at once.
     * @param run told whether others keep away while it runs, as far as that can be known
     * @param ready gives what another tab has brought about meanwhile, if that makes `run` needless: nobody waits on then
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
    /** Holds a lock until what `begin` stored is everywhere: a lock is handed over faster than the storage. */
    async function hold(locks, name, begin, isNeedless) {
        const controller = new AbortController();
        const giveUp = () => {
            controller.abort();
        };
        const patience = setTimeout(giveUp, PATIENCE$1);
        const looking = setInterval(() => {
            if (isNeedless())
                giveUp();
        }, PROPAGATION);
        const stop = () => {
            clearTimeout(patience);
            clearInterval(looking);
        };
        await locks
            .request(name, { signal: controller.signal }, async () => {
            stop();
            if (isNeedless())
                return;
            await begin().catch(() => undefined);
            await pause(PROPAGATION);
        })
            .finally(stop);
    }
    /** @param milliseconds by the wall clock of a page that is not asleep */
    function pause(milliseconds) {
        return new Promise((resolve) => setTimeout(resolve, milliseconds));
    }

    /**
     * 256 random bits as 43 characters `[A-Za-z0-9_-]`: a state, a nonce, or a code verifier (RFC 7636, section 4.1).
     * The alphabet matters: Cognito decodes a state on its way back and mangles `=`, `+` and `/`.
     * @throws CognitoAuthError `crypto_unavailable` rather than fall back to numbers that can be guessed
     */
    function randomToken() {
        return base64url(randomBytes(32));
    }
    /** @throws CognitoAuthError `crypto_unavailable` */
    function randomBytes(length) {
        return webCrypto('getRandomValues').getRandomValues(new Uint8Array(length));
    }
    /**
     * The SHA-256 of a text (FIPS 180-4).
     * @throws CognitoAuthError `crypto_unavailable`
     */
    async function digest(text) {
        return new Uint8Array(await webCrypto('subtle').subtle.digest('SHA-256', new TextEncoder().encode(text)));
    }
    /** What to do where this part of WebCrypto is missing. */
    const REMEDIES = {
        getRandomValues: 'load react-native-get-random-values before this library',
        subtle: 'serve the page over https, or from localhost',
    };
    /** @throws CognitoAuthError `crypto_unavailable` where this part of it is missing */
    function webCrypto(part) {
        const crypto = globalThis.crypto;
        if (crypto === null || crypto === void 0 ? void 0 : crypto[part])
            return crypto;
        throw new CognitoAuthError('crypto_unavailable', `crypto.${part} is missing: ${REMEDIES[part]}.`);
    }

    /** How often a request that failed for now is tried again. */
    const RETRIES = 2;
    /** What an answer may need, in milliseconds. A request that is given up may have spent its refresh token. */
    const LEAST = 2000;
    /** When a token endpoint that wanted to be left alone may be asked again, by `performance.now()`. */
    const quietUntil = new Map();
    /**
     * Repeats a request that failed for now, after a second or two and a chance part: not all pages at once.
     * @param endpoint whose `Retry-After` all requests to it heed; undefined for one that cannot wait for that
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
     * A code is good once (RFC 6749, section 4.1.2): whoever answers 429 or 5xx has not taken it, and what reached nobody is
     * as before; an answer that broke off or is late may have been its tokens.
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
    /** The same where its answer may still be on the way: a refusal comes sooner than tokens. */
    const PATIENT_LOOKS = [...SECOND_LOOKS, ...Array(24).fill(250)];
    /** What is left after the deadline of a request to fetch a key that nobody has seen before, in milliseconds. */
    const VERIFYING = 1000;
    /** How long another tab's sign-out takes at most to be heard of here, in milliseconds. */
    const AFTERMATH = 1000;
    /**
     * Refreshes a session by one request for all callers and tabs. Only the server's "no", or another user's tokens, end it.
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
    /** Refreshes, unless another tab has by the time it is our turn, or does while the server refuses us. */
    async function refreshAlone(engine, wanted, isAlone) {
        const { store, config } = engine;
        const { from, name, isSameUser } = wanted;
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
            try {
                // What the application wanted back is not in the storage.
                const latest = { ...(current.accessToken ? current : from), refreshToken, appState: from.appState };
                return await request(engine, latest, wanted, deadline);
            }
            catch (error) {
                const ending = endingOf(error);
                if (!ending)
                    throw error;
                const mayBeSpent = name !== undefined && attempt < 3 && ending.code === 'session_expired';
                const looks = isAlone && !traitsOf(config.storage).isShared ? SECOND_LOOKS : PATIENT_LOOKS;
                if (mayBeSpent && (await isReplaced(engine, name, refreshToken, looks)))
                    continue;
                store.expire(from, name, refreshToken);
                throw ending;
            }
        }
    }
    async function request(engine, session, { name, isSameUser }, deadline) {
        const { store, config } = engine;
        const { items } = store;
        const { clientId, storage } = config;
        const { refreshToken = '' } = session;
        const there = items.refreshToken(name);
        let isSignedOut = false;
        let kept;
        const isCurrent = () => {
            const now = items.refreshToken(name);
            // Who was refused elsewhere has cleared the token that this answer replaces; a sign-out clears the name, too.
            const isRefused = now === undefined && traitsOf(storage).isShared === true;
            return !isSignedOut && isSameUser() && (now === there || isRefused || !items.textsOf(name));
        };
        // A sign-out in another tab need not have seen the tokens of this refresh: what is left of them is taken out again.
        const stop = name === undefined
            ? undefined
            : onRemoval(storage, clientId, name, () => {
                isSignedOut = true;
                const stored = items.refreshToken(name);
                // Any other is that of somebody who has signed in since.
                if (!kept || (stored !== undefined && stored !== kept.refreshToken))
                    return;
                items.clear(name);
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
                    items.writeRefreshToken(name, tokens.refreshToken);
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

    /** The hosted pages (Cognito developer guide, "Managed login endpoints"). */
    const PAGES = {
        signIn: '/oauth2/authorize',
        signUp: '/signup',
        forgotPassword: '/forgotPassword',
        addPasskey: '/passkeys/add',
        signOut: '/logout',
    };
    /**
     * The URL of a hosted page. All of them but the logout endpoint take what the authorize endpoint does (RFC 6749, section
     * 4.1.1); that takes this, or its own `logout_uri`, and is not OpenID Connect's.
     * @param origin of the user pool domain, with scheme
     * @param parameters in their order; empty ones are left out
     */
    function hostedUrl(origin, page, parameters) {
        const given = Object.entries(parameters).filter((pair) => Boolean(pair[1]));
        // Cognito documents scopes separated by %20; a literal plus is %2B by now.
        return `${origin}${PAGES[page]}?${new URLSearchParams(given).toString().replaceAll('+', '%20')}`;
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
        throw new CognitoAuthError('redirect_loop', '3 sign-ins came back failing within 30 seconds: show the error instead of beginning another.');
    }
    /** Opens the page where the person wanted to go: checked again, for it was in the storage meanwhile. */
    function leadTo(returnTo) {
        const page = currentUrl();
        const target = page && sameOriginUrl(returnTo, page);
        if (target && target !== page)
            replacePage(target);
    }
    /** Gives an error what its sign-in was to bring back: the page can offer to begin again where it was. */
    function bringBack(transaction, error) {
        const page = currentUrl();
        if (!transaction || !(error instanceof CognitoAuthError))
            return;
        error.appState = transaction.appState;
        error.returnTo = page && sameOriginUrl(transaction.returnTo, page);
    }

    /*
     * Whose response an address holds. A page may have a `code`, an `error` or a `state` of its own, and other clients of this
     * library their sign-ins: both are left alone, and their address as it is. What claims to answer a sign-in of this client
     * and does not is refused.
     */
    /** Whether this client waits for a response with this state. */
    function awaits({ transactions, store }, state) {
        var _a;
        return transactions.find(state) !== undefined || ((_a = store.underWay.unfinished) === null || _a === void 0 ? void 0 : _a.response.state) === state;
    }
    /**
     * Whether the response in `url`, if there is one, is for this client: to be taken, or to be refused.
     * @param isAsked whether the program asked about this very address: it waits to hear of what answers nothing, too
     */
    function isFor(engine, url, isAsked) {
        var _a;
        const { config, transactions } = engine;
        const { states, type } = (_a = claimIn(url)) !== null && _a !== void 0 ? _a : {};
        if (!states)
            return false;
        if (states.some((state) => awaits(engine, state)))
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
    /** Whether `url` is the address of `redirectUri`, whatever its parameters are; a server may have added a slash. */
    function isAddress(url, redirectUri) {
        const placeOf = (address) => {
            var _a;
            const { protocol, host, pathname } = new URL(address, (_a = currentUrl()) !== null && _a !== void 0 ? _a : redirectUri);
            return `${protocol}//${host}${pathname.replace(/\/?$/, '/')}`;
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
    function begin({ config, store, transactions, securityData }, { scopes, redirectUri, appState, returnTo, ...options }, at, state = randomToken()) {
        const { idpIdentifier, identityProvider = idpIdentifier ? '' : config.identityProvider } = options;
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
        return {
            state,
            verifier: responseType === 'code' && !isSignOut ? transaction.codeVerifier : undefined,
            url: (hash) => {
                var _a, _b, _c;
                // In the order of amazon-cognito-auth-js, which programs compare; what it did not have comes behind that.
                return hostedUrl(config.origin, (_a = at !== null && at !== void 0 ? at : options.screen) !== null && _a !== void 0 ? _a : 'signIn', {
                    redirect_uri: transaction.redirectUri,
                    response_type: responseType,
                    client_id: clientId,
                    state,
                    // Left out, it means every scope of the app client.
                    scope: transaction.scopes.join(' '),
                    // Programs of amazon-cognito-auth-js set a list of them.
                    identity_provider: isSignOut ? '' : [identityProvider].flat().join(),
                    userContextData: isSignOut ? '' : securityData((_b = store.user()) !== null && _b !== void 0 ? _b : ''),
                    nonce: transaction.nonce,
                    code_challenge_method: hash && 'S256',
                    code_challenge: hash && base64url(hash),
                    idp_identifier: idpIdentifier,
                    login_hint: options.loginHint,
                    lang: options.lang,
                    prompt: [(_c = options.prompt) !== null && _c !== void 0 ? _c : []].flat().join(' '),
                    resource: options.resource,
                });
            },
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
            throw new CognitoAuthError('no_browser', 'The hosted pages refuse to be shown in a frame: sign in with a popup, or pass LaunchUri to open their URL.');
        }
        if (currentUrl() !== undefined)
            transactions.requireLasting();
        navigate(url);
        return undefined;
    }
    /** The outcome of the response in `url`; undefined where there is none for us. */
    function answer(engine, url, look) {
        const isOurs = isFor(engine, url, look.isAsked);
        let outcome;
        try {
            if (isOurs)
                outcome = responseIn(engine, url, look);
            return outcome;
        }
        finally {
            answered(engine.store, isOurs ? url : undefined, outcome);
        }
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
        const { store, transactions } = engine;
        const { arrivals } = store.underWay;
        const { state = '' } = response;
        const handedOver = handOver(url, state);
        if (!awaits(engine, state) && store.items.isAtHand() && isSomebody(store.read()))
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
        var _a, _b;
        const { config, store, transactions } = engine;
        const { arrivals, unfinished } = store.underWay;
        const handled = arrivals.get((_a = response.state) !== null && _a !== void 0 ? _a : '');
        if (handled)
            return handled instanceof Promise ? store.unlessOver(handled) : handled;
        const isRepeated = (unfinished === null || unfinished === void 0 ? void 0 : unfinished.isGood()) && JSON.stringify(unfinished.response) === JSON.stringify(response);
        const repeated = isRepeated ? unfinished : undefined;
        if (repeated)
            store.underWay.unfinished = undefined;
        const isSameUser = store.watchUser();
        const until = Date.now() + CODE_LIFETIME;
        const isGood = (_b = repeated === null || repeated === void 0 ? void 0 : repeated.isGood) !== null && _b !== void 0 ? _b : (() => Date.now() <= until && isSameUser());
        // What the sign-in was to bring back is not lost with it.
        const begun = repeated ? repeated.transaction : transactions.find(response.state);
        const failed = (error) => {
            note(engine, response, false);
            bringBack(begun, error);
        };
        try {
            const transaction = repeated ? begun : take$1(engine, response);
            requireIssuer(response, config.issuers);
            if (response.type === 'error')
                throw refusalOf(response);
            const outcome = sessionOf(engine, response, { response, transaction, isGood }, tokens);
            if (outcome instanceof Promise)
                outcome.catch(failed);
            return outcome;
        }
        catch (error) {
            failed(error);
            // Whoever exchanges a code expects to be told later than in this turn.
            if (error instanceof CognitoAuthError && response.type === 'code')
                return Promise.reject(error);
            throw error;
        }
    }
    /** Notes how a sign-in came back: as failed once, whoever handles it how often. */
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
    /**
     * The session that a response brings. While it is on its way, whoever asks for one waits for it; then the person goes
     * where they wanted to.
     * @param unfinished what the page keeps where it cannot be had for now: the response is as good as before
     */
    function sessionOf(engine, response, unfinished, tokens) {
        const { config, store } = engine;
        const { arrivals } = store.underWay;
        const { transaction } = unfinished;
        const foreknown = transaction
            ? { ...transaction, openid: transaction.scopes.includes('openid') }
            : { scopes: config.scopes };
        const keep = (error) => {
            const isLost = !isGoodCodeAfter(error) && !hasCode(error, 'timeout', 'jwks_unavailable');
            if (!isLost && unfinished.isGood()) {
                store.underWay.unfinished = unfinished;
                error.message += ' The sign-in is not lost: init() goes on with it.';
            }
            throw error;
        };
        let outcome;
        if (response.type === 'token') {
            requireBearer(response.tokenType);
            if (!tokens)
                throw new CognitoAuthError('response_type_mismatch', 'Tokens in a redirect are refused: use the code flow.');
            outcome = tokens(response, { ...foreknown, frontChannel: true });
            // One on probation is noted at the end of that.
            if (!(outcome instanceof Promise))
                return outcome;
            outcome = outcome.catch(keep);
        }
        else {
            const isCurrent = store.watchSignOut();
            const { redirectUri = config.redirectUriSignIn, isUnchallenged, codeVerifier } = transaction !== null && transaction !== void 0 ? transaction : {};
            const form = { code: response.code, redirectUri, codeVerifier: isUnchallenged ? undefined : codeVerifier };
            const exchange = async () => {
                var _a, _b;
                // A code is good once: the keys come first, if they are going to be needed.
                await ((_a = engine.verify) === null || _a === void 0 ? void 0 : _a.call(engine, [], (_b = config.issuers) === null || _b === void 0 ? void 0 : _b[0]));
                return exchangeOnce(config, form);
            };
            outcome = exchange()
                .catch(keep)
                .then((tokens) => accept(engine, tokens, foreknown, isCurrent, () => store.left()));
        }
        const { state = '' } = response;
        const coming = outcome
            .then(async (session) => {
            var _a, _b, _c;
            note(engine, response, covers(engine, session));
            // What a storage has promised to write would be lost with the page.
            await ((_c = (_b = (_a = traitsOf(config.storage)).written) === null || _b === void 0 ? void 0 : _b.call(_a)) === null || _c === void 0 ? void 0 : _c.catch(() => undefined));
            leadTo(foreknown.returnTo);
            return session;
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
        const { store } = engine;
        return keepFresh({
            endsAt: () => {
                const session = store.items.isAtHand() ? store.read() : null;
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
        return hostedUrl(config.origin, 'signOut', { logout_uri: redirectUri, client_id: config.clientId });
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
        var _a;
        const request = readRequest(engine, input, init);
        // A stream is gone once it was sent. React Native has none.
        const isOnce = typeof ReadableStream === 'function' && (init === null || init === void 0 ? void 0 : init.body) instanceof ReadableStream;
        const again = isOnce ? undefined : request.clone();
        const first = await valid(engine, 0);
        const response = await sendBearer(request, first.accessToken);
        if (response.status !== 401 || !again)
            return response;
        let next;
        try {
            // Somebody else may have been told 401 before.
            next = await valid(engine, 0);
            if (next.accessToken === first.accessToken)
                next = await valid(engine, Infinity);
        }
        catch (error) {
            if (hasCode(error, 'session_changed'))
                engine.store.unheard(engine.hearer);
            return response;
        }
        if (next.accessClaims['sub'] !== first.accessClaims['sub'])
            return response;
        (_a = response.body) === null || _a === void 0 ? void 0 : _a.cancel().catch(() => undefined);
        return sendBearer(again, next.accessToken);
    }
    /**
     * The request that a browser makes of this in this turn. Whatever was passed, and `<base href>`, may say something else
     * in the next.
     * @throws CognitoAuthError `invalid_configuration`
     */
    function readRequest({ config }, ...fetched) {
        let request;
        try {
            request = new Request(...fetched);
        }
        catch (error) {
            refuse(`This is no request${nameOf(error)}: write what the browser's own fetch takes.`);
        }
        const { origin } = new URL(request.url);
        const page = currentUrl();
        if (!config.apiOrigins.includes(origin) && (!page || new URL(page).origin !== origin))
            refuse(`The access token is not for ${origin}: write ApiOrigins: ['${origin}'], or leave it to the browser's own fetch.`);
        return request;
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
        /** What was asked for first of each app client and kind: the rest of its keys came with it. */
        const loaded = new Set();
        /** What is being written, with the first error of that; one that failed stays until somebody has asked. */
        let writing;
        const change = (key, value) => {
            const run = () => (value === undefined ? storage.removeItem(key) : storage.setItem(key, value));
            // One that answers at once is asked at once, and may refuse at once.
            const begun = isLater ? undefined : run();
            if (!isLater && !isPromise(begun)) {
                values.delete(key);
                return;
            }
            values.set(key, value);
            for (const changed of loads)
                changed.add(key);
            const before = writing;
            const written = (async () => {
                let failure;
                if (isLater)
                    await before;
                try {
                    await (isLater ? run() : begun);
                    refused.delete(key);
                }
                catch (error) {
                    refused.add(key);
                    failure = { error };
                }
                const earlier = await before;
                if (!isLater && values.get(key) === value)
                    values.delete(key);
                return earlier !== null && earlier !== void 0 ? earlier : failure;
            })();
            writing = written;
            void written.then((failed) => {
                if (writing === written && !failed)
                    writing = undefined;
            });
        };
        /** @throws CognitoAuthError `storage_unavailable` */
        const load = async (first, others) => {
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
                await take([first]);
                await take(others());
            }
            catch (error) {
                throw new CognitoAuthError('storage_unavailable', `The storage could not be read${nameOf(error)}.`);
            }
            finally {
                loads.delete(changed);
            }
            loaded.add(first);
        };
        const { forState, isShared = false } = storage;
        return {
            ...(forState && { forState }),
            ...(isLater && { load }),
            isShared,
            get warning() {
                return storage.warning;
            },
            isLoaded: (first) => !isLater || loaded.has(first),
            written() {
                const asked = writing;
                return asked === null || asked === void 0 ? void 0 : asked.then((failed) => {
                    if (writing === asked)
                        writing = undefined;
                    if (failed)
                        throw failed.error;
                });
            },
            /** @throws CognitoAuthError `invalid_configuration` before anything was loaded */
            getItem(key) {
                var _a;
                if (values.has(key))
                    return values.get(key);
                if (!isLater)
                    return (_a = storage.getItem(key)) !== null && _a !== void 0 ? _a : undefined;
                if ([...loaded].some((first) => key.startsWith(first.slice(0, first.lastIndexOf('.') + 1))))
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

    /** A domain, with what people copy from the console with it: a scheme, and a path. */
    const DOMAIN = /^(?:([a-z]+:)\/\/)?((?:(?:\b[a-z\d-]+\b\.)*\b[a-z\d-]+\b|\[::1\])(?::\d+)?)(\/.*)?$/;
    const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
    /** Browsers read more as an address than Cognito compares (`https:example.com`), and no script is one to go to. */
    const REDIRECT_URI$1 = /^(https?:\/\/|(?!https?:|javascript:|data:|vbscript:|blob:|file:|about:)[a-z][a-z\d+.-]*:)/i;
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
    function readDomain(domain) {
        var _a;
        const [, protocol = 'https:', host = '', path = '/'] = (_a = DOMAIN.exec(domain.toLowerCase())) !== null && _a !== void 0 ? _a : [];
        return { protocol, host, path };
    }
    function isDomain(value) {
        if (!isText$1(value))
            return false;
        const domain = readDomain(value);
        const { host, path } = domain;
        const isIssuer = /^(issuer-)?cognito-idp\b.*\.(amazonaws|api\.aws)\b/.test(host);
        if (isIssuer || host.length > 253 || !urlOf(`https://${host}`))
            return false;
        if (/^[a-z\d-]+$/.test(host) && host !== 'localhost')
            return `${host}.auth.<region>.amazoncognito.com`;
        if (path !== '/')
            return host;
        return isSafe(domain) || `https://${host}`;
    }
    function isRedirectUri(value) {
        const url = isText$1(value) && REDIRECT_URI$1.test(value) && urlOf(value);
        if (!url)
            return false;
        const [address = ''] = value.split(/[?#]/);
        if (url.protocol === 'http:' && !isSafe(url))
            return `https${address.slice(4)}`;
        return !value.includes('#') || address;
    }
    /** Keys are fetched from there, so nobody on the way may change them (OpenID Connect Discovery, section 3). */
    function isIssuer(value) {
        const url = isText$1(value) && /^(?!.*\/\.well-known\/)https?:\/\/[^?#\s]+[^?#\s/]$/.test(value) && urlOf(value);
        return Boolean(url && isSafe(url));
    }
    function isOrigin(value) {
        const url = urlOf(value);
        return Boolean(url && isSafe(url) && url.origin === value);
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
        UserPoolId: [(value) => !value || (isText$1(value) && /^[\w-]+_[0-9A-Za-z]+$/.test(value)), USER_POOL_ID],
        Issuer: [
            (value) => !value || isIssuer(value),
            'the iss of the tokens, an https URL without query and trailing slash, or leave it out',
        ],
        AdvancedSecurityDataCollectionFlag: [[true, false, 1, 0, ''], 'true or false'],
        Storage: STORAGE,
        StateStorage: STORAGE,
        LaunchUri: [(value) => !value || typeof value === 'function', 'a function that opens the URL it is given'],
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
        var _a, _b, _c;
        const given = checked(door.call, options, { ...OPTIONS, ...door.rules }, true);
        for (const [name, value] of Object.entries(options))
            if (value && /^(app_?)?client_?secret$/i.test(name))
                refuse(`${name} must not be here, where anybody can read it: create an app client without a secret.`);
        const { ClientId: clientId } = given;
        const { protocol, host } = readDomain(given.AppWebDomain);
        const userPoolId = given.UserPoolId || undefined;
        const issuers = issuersOf(userPoolId, given.Issuer);
        /** Given where every signature is to be verified. */
        const verify = given.VerifySignature || undefined;
        if (verify && !issuers)
            refuse(`VerifySignature needs UserPoolId: write ${USER_POOL_ID}.`);
        const throughTo = (storage) => storage ? door.answering(storage, `cognito-auth.${host}.${clientId}.states`) : undefined;
        return {
            clientId,
            host,
            origin: `${protocol}//${host}`,
            scopes: given.TokenScopesArray || [],
            redirectUriSignIn: given.RedirectUriSignIn,
            redirectUriSignOut: given.RedirectUriSignOut,
            identityProvider: [given.IdentityProvider || []].flat().join(),
            userPoolId,
            issuers,
            collectsSecurityData: Boolean((_a = given.AdvancedSecurityDataCollectionFlag) !== null && _a !== void 0 ? _a : true),
            storage: (_c = (_b = throughTo(given.Storage)) !== null && _b !== void 0 ? _b : webStorage('localStorage')) !== null && _c !== void 0 ? _c : new MemoryStorage(),
            stateStorage: throughTo(given.StateStorage),
            launchUri: given.LaunchUri || undefined,
            responseType: given.ResponseType || door.flow,
            allowsUnsolicitedResponse: Boolean(given.AllowUnsolicitedResponse),
            verify,
            clockTolerance: given.ClockTolerance || 5400,
            cleansUrl: given.CleanUrl !== false,
            refreshesItself: Boolean(given.AutoRefresh),
            apiOrigins: given.ApiOrigins || [],
            warning: warningOf(host, userPoolId),
        };
    }
    /**
     * The issuers whose tokens are good; undefined where the user pool is not known. A pool's tokens name one of two (Cognito
     * developer guide, "Identity provider and relying party endpoints").
     */
    function issuersOf(pool, issuer) {
        if (issuer)
            return [issuer];
        const region = pool === null || pool === void 0 ? void 0 : pool.slice(0, pool.lastIndexOf('_'));
        const of = (name) => `https://${name}.${region}.amazonaws.com/${pool}`;
        return pool ? [of('cognito-idp'), of('issuer-cognito-idp')] : undefined;
    }
    /** What is probably a mistake: a domain of Cognito's own is in the region of its pool, as far as AWS says. */
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
        scopes: SCOPES,
        redirectUri: REDIRECT_URI,
        appState: ANYTHING,
        returnTo: RETURN_TO,
        screen: [SCREENS],
        loginHint: [isText$1, "a user name, such as 'jane@example.com'"],
        lang: [LANGUAGES],
        prompt: [
            (value) => value === 'none' || [value].flat().every((each) => PROMPTS.slice(1).includes(each)),
            "'none', or any of 'login', 'select_account', 'consent'",
        ],
        identityProvider: [isText$1, "the name of a provider, such as 'Google'"],
        idpIdentifier: [isText$1, "an identifier of a provider, such as 'example.com'"],
        resource: [isText$1, "the identifier of an API, such as 'https://api.example.com/'"],
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
    /** @throws CognitoAuthError `invalid_configuration` where more than one was given, each under its name */
    function refuseSeveral(...names) {
        const [one, other] = names.filter(Boolean);
        if (other)
            refuse(`${one} and ${other} exclude each other: write one of them.`);
    }
    /**
     * Checks how somebody is to sign in.
     * @param call what was called with that
     * @param without what that has none of
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function readSignIn(options, call = 'signIn()', without = []) {
        const read = checked(call, options, SIGN_IN);
        for (const name of without)
            if (read[name])
                refuse(`${call} has no ${name}: leave it out.`);
        const { prompt, identityProvider, idpIdentifier, returnTo } = read;
        const popup = read.popup && 'popup';
        refuseSeveral(popup, prompt === 'none' && "prompt: 'none'");
        refuseSeveral(popup, isText$1(returnTo) && 'returnTo');
        refuseSeveral(isText$1(identityProvider) && 'identityProvider', isText$1(idpIdentifier) && 'idpIdentifier');
        return { ...read, scopes: Array.isArray(read.scopes) ? read.scopes : undefined };
    }
    /**
     * Checks how somebody is to sign out.
     * @returns `signIn` as what that sign-in comes with
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function readSignOut(options, usual) {
        var _a;
        const read = checked('signOut()', options, SIGN_OUT);
        const { redirect, redirectUri, signIn } = read;
        refuseSeveral(redirect === false && 'redirect: false', redirectUri && 'redirectUri', signIn && 'signIn');
        if (!signIn)
            return { ...read, signIn: undefined };
        const next = readSignIn(checked('signOut({ signIn })', signIn === true ? {} : signIn, NEXT_SIGN_IN));
        // Without a challenge, only the nonce tells a code that somebody else has put into the address (RFC 9700, 4.5.3.2).
        if (usual.responseType === 'code' && !((_a = next.scopes) !== null && _a !== void 0 ? _a : usual.scopes).includes('openid'))
            refuse("signOut({ signIn }) needs 'openid' among the scopes: write TokenScopesArray: ['openid', …].");
        return { ...read, signIn: next };
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
            verify: config.verify,
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
            let foreign;
            try {
                const answered = await handle(currentUrl(), false);
                if (answered)
                    return answered;
            }
            catch (error) {
                if (!isUnsolicited(error))
                    throw error;
                foreign = error;
            }
            try {
                const session = await valid(engine, 0);
                // An address that was opened before, or forged, keeps nobody out who is signed in.
                if (foreign)
                    store.warn(foreign);
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
        /** Shows from now on who is signed in. */
        const ready = () => {
            if (isReady)
                return;
            isReady = true;
            store.touch();
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
                    ready();
                }
            },
            async handleCallback(url) {
                const session = await handle(url !== null && url !== void 0 ? url : currentUrl(), url !== undefined);
                if (session)
                    ready();
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
                var _a, _b;
                store.read();
                return (_b = (_a = store.known()) === null || _a === void 0 ? void 0 : _a.user) !== null && _b !== void 0 ? _b : null;
            },
            getSnapshot() {
                if (!isReady)
                    return LOADING;
                const session = store.known();
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
                await signOut(engine, readSignOut(options, config));
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
                const { status, text } = await ask(url, { cache });
                const { keys } = JSON.parse(status === 200 ? text : '{}');
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
    const subtleCrypto = () => webCrypto('subtle').subtle;

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
            this.setToken(refreshToken);
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
            this.setTokenScopes(tokenScopes);
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
        constructor(data = {}) {
            var _a, _b, _c, _d, _e;
            this.idToken = (_a = data.IdToken) !== null && _a !== void 0 ? _a : new CognitoIdToken();
            this.accessToken = (_b = data.AccessToken) !== null && _b !== void 0 ? _b : new CognitoAccessToken();
            this.refreshToken = (_c = data.RefreshToken) !== null && _c !== void 0 ? _c : new CognitoRefreshToken();
            this.tokenScopes = (_d = data.TokenScopes) !== null && _d !== void 0 ? _d : new CognitoTokenScopes();
            this.state = data.State || null;
            this.appState = data.AppState;
            this.clockDrift = (_e = data.ClockDrift) !== null && _e !== void 0 ? _e : 0;
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

    /** The first 32 bits of the fractional part of `x`. */
    const fraction = (x) => ((x % 1) * 2 ** 32) | 0;
    /** The first 64 primes, whose roots are the constants (FIPS 180-4, sections 4.2.2 and 5.3.3). */
    function firstPrimes() {
        const primes = [];
        for (let n = 2; primes.length < 64; n++)
            if (primes.every((prime) => n % prime))
                primes.push(n);
        return primes;
    }
    /**
     * SHA-256 (FIPS 180-4), synchronous, because an authorize URL must be ready in the turn that asks for it and
     * `crypto.subtle.digest` is not (nor does it exist on an insecure origin). It hashes no secret that timing could leak.
     */
    function sha256(message) {
        const primes = firstPrimes();
        const round = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
        const hash = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
        const { length } = message;
        const padded = new Uint8Array(((length + 72) >> 6) << 6);
        padded.set(message);
        padded[length] = 0x80;
        const view = new DataView(padded.buffer);
        view.setUint32(padded.length - 8, length / 2 ** 29);
        view.setUint32(padded.length - 4, length << 3);
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

    /*
     * The implicit flow, which puts tokens into the address (RFC 6749, section 4.2): anybody could have put them together, so
     * that their signatures are verified in any case.
     */
    /** The SHA-256 of a text, in this turn. */
    function hashNow(text) {
        return sha256(new TextEncoder().encode(text));
    }
    /** The session of tokens that have just arrived, in this turn. */
    function receivedNow({ config }, tokens, foreknown) {
        return received(config, tokens, foreknown, atHash(hashNow(tokens.accessToken)));
    }
    /** Makes tokens in a redirect a session once their signatures have been verified. */
    function afterVerifying(engine, tokens, foreknown) {
        const { store } = engine;
        const verify = (texts) => verifyRedirect(engine, texts);
        return accept({ ...engine, verify }, tokens, foreknown, store.watchSignOut(), () => store.left());
    }
    /**
     * Makes them a session in this turn, on probation: it is taken back where their signatures do not hold. Where they cannot
     * be verified it stays.
     * @param withdrawn hears why it was taken back
     */
    function onProbation(engine, withdrawn) {
        const { store, config } = engine;
        const { items, underWay } = store;
        return (response, foreknown) => {
            const session = receivedNow(engine, response, foreknown);
            const left = store.left();
            store.write(session, engine.hearer, null);
            const { state = '' } = response;
            underWay.arrivals.set(state, session);
            const end = async (error) => {
                var _a, _b, _c, _d, _e;
                underWay.arrivals.delete(state);
                const isCurrent = store.current() === session;
                const isGood = error === undefined || isUndecided(error);
                note(engine, response, isGood && covers(engine, session));
                if (isGood) {
                    if (left)
                        store.forget(left, session);
                    await ((_c = (_b = (_a = traitsOf(config.storage)).written) === null || _b === void 0 ? void 0 : _b.call(_a)) === null || _c === void 0 ? void 0 : _c.catch(() => undefined));
                    if (isCurrent)
                        leadTo(foreknown.returnTo);
                    return;
                }
                const { username, accessToken } = session;
                if (((_d = items.textsOf(username)) === null || _d === void 0 ? void 0 : _d[2]) === accessToken)
                    items.clear(username);
                if (!isCurrent)
                    return;
                store.end('expired');
                // Whoever was signed in before is so again: nothing was wrong with their session.
                if (left && ((_e = items.textsOf(left.username)) === null || _e === void 0 ? void 0 : _e[2]))
                    items.nameLastUser(left.username);
                withdrawn(error);
            };
            void verifyRedirect(engine, tokensOf(session)).then(end, end);
            return session;
        };
    }
    async function verifyRedirect({ config }, tokens) {
        if (config.issuers)
            return verifySignatures(tokens);
        throw new CognitoAuthError('invalid_configuration', "Tokens in a redirect cannot be trusted without UserPoolId: write it, or ResponseType: 'code'.");
    }

    /** What programs hold of each session, whatever they have done to it. */
    const views = new WeakMap();
    /** A session as programs of amazon-cognito-auth-js know it: the same object for as long as it is the same session. */
    function viewOf(session) {
        var _a;
        const { accessToken, idToken, refreshToken, scopes, clockDrift, appState, accessClaims, idClaims } = session;
        const view = (_a = views.get(session)) !== null && _a !== void 0 ? _a : new CognitoAuthSession({
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
        const idToken = id.getJwtToken() || undefined;
        const session = makeSession({
            accessToken: access.getJwtToken(),
            idToken,
            refreshToken: view.getRefreshToken().getToken() || undefined,
            scopes: view.getTokenScopes().getScopes(),
            clockDrift: view.clockDrift,
            appState: (_b = (_a = view.appState) !== null && _a !== void 0 ? _a : view.state) !== null && _b !== void 0 ? _b : undefined,
        }, idToken ? [access.payload, id.payload] : [access.payload]);
        views.set(session, view);
        return session;
    }

    /**
     * Programs assign the handler in front of a call or on the line after it, which shows when the turn is over: where one
     * was assigned after the last call, so it was after those before.
     * @param current gives the handler of the moment
     */
    function telling(current) {
        /** The handlers of the moment at each call of this turn, and at its end. */
        let turn = [];
        const handlerOfCall = async () => {
            var _a;
            const handlers = turn;
            const place = handlers.push(current());
            await Promise.resolve();
            if (turn === handlers) {
                handlers.push(current());
                turn = [];
            }
            const [atLast, atEnd] = handlers.slice(-2);
            return (_a = handlers[atLast === atEnd ? place - 1 : place]) !== null && _a !== void 0 ? _a : atEnd;
        };
        return (call, failsLater = false) => {
            let known;
            const whose = handlerOfCall().then((handler) => (known = handler));
            // At once if possible: whoever signs out when told does so before others who wait for the session have it.
            const say = (what, isNow) => {
                const handler = isNow ? current() : known;
                if (handler)
                    what(handler);
                else
                    void whose.then(what);
            };
            const succeed = (session, isNow = false) => {
                say((handler) => { var _a; return (_a = handler === null || handler === void 0 ? void 0 : handler.onSuccess) === null || _a === void 0 ? void 0 : _a.call(handler, viewOf(session)); }, isNow);
            };
            const fail = (error, isNow = false) => {
                if (!(error instanceof CognitoAuthError))
                    throw error;
                say((handler) => { var _a; return (_a = handler === null || handler === void 0 ? void 0 : handler.onFailure) === null || _a === void 0 ? void 0 : _a.call(handler, inheritedMessage(error), error); }, isNow);
            };
            let outcome;
            try {
                outcome = call(fail);
            }
            catch (error) {
                fail(error, !failsLater);
                return true;
            }
            if (outcome instanceof Promise)
                void outcome.then(succeed, fail);
            else if (outcome)
                succeed(outcome, true);
            return outcome !== undefined;
        };
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
    const innerOf = engineOf;
    /** @param read the options; programs change them at any time, by the fields of the object */
    function fitOut(auth, read) {
        var _a;
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
            digest: (text) => digest(text).catch(() => hashNow(text)),
            digestNow: hashNow,
            verify: config.verify && verifySignatures,
            tokens: (...response) => afterVerifying(engine, ...response),
            securityData: () => auth.getUserContextData(),
        });
        const inner = { ...engine, door: doorOf(engine), tell: telling(() => auth.userhandler), heard: {} };
        withEngine(auth, inner);
        return inner;
    }
    /** What programs hold of a session. Nobody's is empty, and null once somebody signed out. */
    function shown({ store, config }, session) {
        if (session)
            return viewOf(session);
        return store.isLeft() ? null : nobody(config);
    }
    /** What there is while nobody is signed in. */
    function nobody({ scopes }) {
        return new CognitoAuthSession({ TokenScopes: new CognitoTokenScopes(scopes) });
    }
    /** Begins a sign-in, whose URL is there in this turn. */
    function beginNow(engine, options) {
        return urlOf$1(engine, begin(engine, options));
    }
    /** Tells the session: one at hand in this turn, or what comes of a refresh; otherwise leaves the page for a sign-in. */
    function tellSession(auth) {
        const inner = innerOf(auth);
        const { store, tell, hearer } = inner;
        tell(() => {
            const arriving = store.arriving();
            if (arriving)
                return arriving;
            const waiting = awaited(inner);
            if (waiting) {
                void waiting.then(() => {
                    tellSession(auth);
                });
                return undefined;
            }
            const session = store.read();
            store.requireSameUser(hearer);
            const renewable = (session === null || session === void 0 ? void 0 : session.refreshToken) !== undefined && covers(inner, session) ? session : null;
            if (lasts(session))
                return session;
            if (renewable)
                return refresh(inner, renewable);
            leaveFor(inner, auth.getFQDNSignIn());
            return undefined;
        }, true);
    }
    /** Tells what comes of a refresh with this token, whosever it is. */
    function tellRefreshed(inner, refreshToken) {
        inner.tell(() => {
            if (!isText$1(refreshToken) || !refreshToken)
                throw new CognitoAuthError('login_required', 'There is no refresh token: call signIn() or getSession().');
            const session = inner.store.read();
            return refresh(inner, (session === null || session === void 0 ? void 0 : session.refreshToken) === refreshToken ? session : unknown(inner, refreshToken));
        }, true);
    }
    /** A session of which nothing but its refresh token is known. */
    function unknown({ config: { scopes } }, refreshToken) {
        return makeSession({ username: '', accessToken: '', refreshToken, scopes, clockDrift: 0 }, []);
    }
    /** Has tokens in a redirect make a session in this turn, unless their signatures are to be verified first. */
    function taking(engine, fail) {
        return engine.verify ? engine.tokens : onProbation(engine, fail);
    }
    /** Goes on with the parameters that a program has taken out of a response itself. */
    function step(inner, map) {
        inner.tell((fail) => {
            const response = readParameters(map);
            return response && finish(inner, response, taking(inner, fail));
        });
    }
    /** Takes what a program got from the token endpoint itself, in this turn unless signatures are to be verified. */
    function take(inner, jsonData, isRefresh) {
        const { config, store, hearer, tell } = inner;
        tell(() => {
            var _a;
            const answer = readTokenResponse({ status: 200, text: jsonData });
            const [tokens, foreknown] = isRefresh
                ? completed(answer, (_a = store.read()) !== null && _a !== void 0 ? _a : unknown(inner), store.user())
                : [answer, { scopes: config.scopes }];
            const left = () => (isRefresh ? undefined : store.left());
            if (inner.verify)
                return accept(inner, tokens, foreknown, store.watchSignOut(), left);
            const session = receivedNow(inner, tokens, foreknown);
            store.write(session, hearer, left());
            return session;
        });
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
        let popup;
        let isOnItsWay = false;
        try {
            requireOwnOrigin((_a = options.redirectUri) !== null && _a !== void 0 ? _a : config.redirectUriSignIn);
            popup = openPopup(begun.state, (_b = underWay.popup) === null || _b === void 0 ? void 0 : _b.opened);
            (_c = underWay.popup) === null || _c === void 0 ? void 0 : _c.dismiss();
            underWay.popup = popup;
            // The window is there in the turn of the click; where it goes is known a moment later.
            const url = await urlOf$1(engine, begun);
            // Somebody may have closed it meanwhile, or another sign-in taken it.
            isOnItsWay = underWay.popup === popup && !popup.opened.closed;
            if (isOnItsWay)
                moveOn(popup.opened, url);
            return await finish(engine, readCallback(await popup.answer));
        }
        catch (error) {
            // One that may still come back is left to its window.
            if (!isOnItsWay) {
                transactions.forget(begun.state);
                if (popup && underWay.popup === popup)
                    popup.opened.close();
                popup === null || popup === void 0 ? void 0 : popup.dismiss();
            }
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
        const popup = openWindow(earlier);
        if (!popup) {
            throw new CognitoAuthError('popup_blocked', 'The browser opened no window: call this in the click itself, before anything is awaited, or sign in without a popup.');
        }
        let dismiss = () => undefined;
        let stop = () => undefined;
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
            const until = performance.now() + LONGEST;
            const looking = setInterval(() => {
                if (isOver$1(popup))
                    dismiss();
                else if (performance.now() >= until)
                    reject(new CognitoAuthError('timeout', 'Nobody signed in within 10 minutes.'));
            }, LOOK);
            channel === null || channel === void 0 ? void 0 : channel.addEventListener('message', ({ data }) => {
                heard(data);
            });
            const deafen = onMessageFrom(popup, heard);
            stop = () => {
                clearInterval(looking);
                channel === null || channel === void 0 ? void 0 : channel.close();
                deafen();
            };
        }).finally(() => {
            stop();
        });
        // Where it goes need not be known yet when it is closed.
        answer.catch(() => undefined);
        return { opened: popup, answer, dismiss };
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
            this.fetch = (input, init) => fetchAt(innerOf(this), input, init);
            const inner = fitOut(this, readOptions(options, CLASS));
            const { clientId, host, storage, userPoolId, refreshesItself, collectsSecurityData } = inner.config;
            this.clientId = clientId;
            this.advancedSecurityDataCollectionFlag = collectsSecurityData;
            this.appWebDomain = host;
            this.userPoolId = userPoolId;
            // One with promises is the program's own.
            this.storage = options.Storage ? options.Storage : storage;
            if (refreshesItself)
                autoRefresh(inner);
        }
        /** Hears how the callback methods end. */
        get userhandler() {
            return innerOf(this).heard.handler;
        }
        /** Sets what hears how the callback methods end. */
        set userhandler(handler) {
            innerOf(this).heard.handler = handler;
        }
        /** Who is signed in, or named by `setUsername()`. A class that extends this one assigns it, and declares no field of it. */
        get username() {
            return innerOf(this).store.user();
        }
        /** Has the next call read the session of this user. */
        set username(username) {
            innerOf(this).store.name(username);
        }
        /** The session at hand; null after `signOut()`, and empty where nobody has signed in. */
        get signInUserSession() {
            const inner = innerOf(this);
            return shown(inner, inner.store.current());
        }
        /** Puts a session of the program's own in its place; nothing is stored by that. */
        set signInUserSession(session) {
            innerOf(this).store.hold((session === null || session === void 0 ? void 0 : session.getAccessToken().getJwtToken()) ? sessionIn(session) : null);
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
                return viewOf(await signInAtWindow(innerOf(this), read));
            await innerOf(this).door.signIn(read);
            return undefined;
        }
        /** The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour. */
        createSignInUrl(options = {}) {
            const read = readSignIn(options, 'createSignInUrl()', ['popup']);
            const inner = innerOf(this);
            return beginNow(inner, returning(inner, read));
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
            const inner = innerOf(this);
            const { cleansUrl: clean } = inner.config;
            return inner.tell((fail) => answer(inner, url, { isAsked: true, clean, tokens: taking(inner, fail) }));
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
            return lasts(innerOf(this).store.read());
        }
        /** The session as it is now; null after `signOut()`, and empty where nobody has signed in. */
        getSignInUserSession() {
            const inner = innerOf(this);
            return shown(inner, inner.store.read());
        }
        /** Stores the session at hand. */
        cacheTokensScopes() {
            const session = this.signInUserSession && sessionIn(this.signInUserSession);
            if (!(session === null || session === void 0 ? void 0 : session.username))
                throw new CognitoAuthError('login_required', 'There is no session to store.');
            innerOf(this).store.store(session);
        }
        /** The stored session of `getUsername()`; its tokens are empty where there is none. */
        getCachedSession() {
            const { store, config } = innerOf(this);
            const name = store.user();
            const session = name ? store.items.read(name) : null;
            return session ? viewOf(session) : nobody(config);
        }
        /** Forgets the stored session of `getUsername()`. */
        clearCachedTokensScopes() {
            const { store } = innerOf(this);
            store.items.clear(store.user());
        }
        /** Begins a sign-in: the URL is good for one, so ask for it when it is about to be opened. */
        getFQDNSignIn() {
            var _a;
            // Programs compare `getState()` before the sign-in with `session.getState()` after it.
            (_a = this.state) !== null && _a !== void 0 ? _a : (this.state = randomToken());
            return beginNow(innerOf(this), readSignIn({ appState: this.state }));
        }
        /** The URL that ends the session of the hosted pages and comes back to `RedirectUriSignOut`. */
        getFQDNSignOut() {
            return signOutUrl(innerOf(this));
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
            innerOf(this).store.name(username, true);
        }
        /** The same as `setUsername()`. */
        setUser(username) {
            this.setUsername(username);
        }
        /** The username that the storage names as the last to sign in; undefined where nobody is. */
        getLastUser() {
            return innerOf(this).store.items.lastUser();
        }
        /** The same as `getLastUser()`, but null where nobody is. */
        getCurrentUser() {
            var _a;
            return ((_a = innerOf(this).store.items.lastUser()) !== null && _a !== void 0 ? _a : null);
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
            const { advancedSecurityDataCollectionFlag: isWanted, username = '', userPoolId = '', clientId } = this;
            return ((isWanted && userContextData(username, userPoolId, clientId)) || undefined);
        }
        /** @deprecated `TokenScopesArray` is the list itself. */
        getSpaceSeperatedScopeString() {
            return encodeURIComponent(this.TokenScopesArray.join(' '));
        }
        /** @deprecated A step of `parseCognitoWebResponse()`, which does them all. */
        getCodeQueryParameter(map) {
            step(innerOf(this), map);
        }
        /** @deprecated A step of `parseCognitoWebResponse()`, which does them all. */
        getTokenQueryParameter(map) {
            step(innerOf(this), map);
        }
        /** @deprecated A step of `parseCognitoWebResponse()`, which does them all. */
        onSuccessExchangeForToken(jsonData) {
            take(innerOf(this), jsonData, false);
        }
        /** @deprecated A step of `refreshSession()`. */
        onSuccessRefreshToken(jsonData) {
            take(innerOf(this), jsonData, true);
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
            var _a;
            const pairs = ((_a = url.split(splitMark)[1]) !== null && _a !== void 0 ? _a : '').split('&');
            return new Map(pairs.map((pair) => pair.split(COGNITO_CONSTANTS.QUERYPARAMETERREGEX2)));
        }
        /** @deprecated A sign-in makes its own state, nonce and verifier. Throws `crypto_unavailable`. */
        generateRandomString(length, chars) {
            let text = '';
            while (text.length < length) {
                const [byte = 0] = randomBytes(1);
                // Bytes beyond the last whole multiple of the alphabet would favour its beginning.
                if (byte < 256 - (256 % chars.length))
                    text += chars.charAt(byte % chars.length);
            }
            return text;
        }
        /** @deprecated Use `fetch`. */
        makePOSTRequest(header, body, url, onSuccess, onFailure) {
            void postForm(url, { ...body }, { headers: { ...header } })
                .catch(() => ({ status: 0, text: '' }))
                .then(({ status, text }) => {
                (status === 200 ? onSuccess : onFailure)(text);
            });
        }
        /** @deprecated Use `fetch`. */
        createCORSRequest(method, url) {
            const request = new XMLHttpRequest();
            request.open(method, url);
            return request;
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
            const given = checked('new CookieStorage()', options, ATTRIBUTES, true);
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
