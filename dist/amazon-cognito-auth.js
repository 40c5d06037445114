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
        code, message, { cause, error, errorDescription, responseText, retryAfter, status } = {}) {
            super(message, cause === undefined ? undefined : { cause });
            this.code = code;
            /** A literal, because minifiers rename classes. */
            this.name = 'CognitoAuthError';
            /** What the sign-in that failed was to bring back: `signIn({ appState })`, or `setState()`. */
            this.appState = undefined;
            /** Where the person who began it wanted to go, on this origin: a page can offer to begin again from there. */
            this.returnTo = undefined;
            this.error = error;
            this.errorDescription = errorDescription;
            this.responseText = responseText;
            this.retryAfter = retryAfter;
            this.status = status;
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
        return new CognitoAuthError('login_required', 'Somebody signed out or in while the tokens were on their way.');
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
     * Opens a window before this one. It has no name, for any window of the page may have taken that.
     * @param earlier one that was opened here before, which is used again while it is there
     * @returns undefined where the browser does not allow it
     * @throws CognitoAuthError `no_browser`
     */
    function openWindow(url, earlier) {
        if (currentUrl() === undefined) {
            throw new CognitoAuthError('no_browser', 'There is no browser window: leave popup out.');
        }
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
        target === null || target === void 0 ? void 0 : target.addEventListener(type, heard);
        return () => target === null || target === void 0 ? void 0 : target.removeEventListener(type, heard);
    }
    /** What the advanced security script collected about this browser, if the page loaded it and it works. */
    function userContextData(username, userPoolId, clientId) {
        var _a;
        try {
            return (_a = globalThis.AmazonCognitoAdvancedSecurityData) === null || _a === void 0 ? void 0 : _a.getData(username, userPoolId, clientId);
        }
        catch (_b) {
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
        catch (_a) {
            return undefined;
        }
    }

    /** Programs write `condition && value`. */
    const SWITCH = [(value) => !value || value === true, 'true or false'];
    /** Where more is asked later. */
    const ANYTHING = [() => true, ''];
    function isText$2(value) {
        return typeof value === 'string';
    }
    /** @throws CognitoAuthError `invalid_configuration` */
    function refuse(message) {
        throw new CognitoAuthError('invalid_configuration', message);
    }
    /**
     * The options that were given, and undefined for each of the others. Only an object's own properties count: another
     * script may have put a switch on `Object.prototype`.
     * @param unknown called with the name and the value of what is no option
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function checked(given, rules, unknown) {
        const own = new Map(Object.entries(given));
        const names = Object.keys(rules);
        for (const [name, value] of own)
            if (value !== undefined && value !== null && !names.includes(name))
                unknown(name, value);
        const read = ([name, [good, write]]) => {
            const value = own.get(name);
            // Left out by mistake, an option that makes things safer would be missed by nobody.
            const inherited = own.has(name) ? undefined : Reflect.get(given, name);
            if (inherited !== undefined && inherited !== Reflect.get(Object.prototype, name))
                refuse(`${name} is inherited, and not read: write it into the object itself.`);
            const isGood = typeof good === 'function' ? good(value) : good.includes(value);
            if (value === undefined || isGood)
                return [name, value];
            if (value === null)
                return [name, undefined];
            return refuse(`${name} cannot be ${shown$1(value)}: write ${write !== null && write !== void 0 ? write : `one of ${good.map(shown$1).join(', ')}`}.`);
        };
        return Object.fromEntries(Object.entries(rules).map(read));
    }
    /**
     * The options of a method, which has those of `rules` and no others.
     * @param call how it is called, such as `signIn()`
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function checkedFor(call, given, rules) {
        const names = Object.keys(rules).join(', ');
        if (typeof given !== 'object')
            refuse(`${call} takes an object: { ${names} }.`);
        return checked(given !== null && given !== void 0 ? given : {}, rules, (name) => refuse(`${call} has no option ${name}: it takes ${names}.`));
    }
    /** @throws CognitoAuthError `invalid_configuration` for one of these names in other letters */
    function refuseMisspelt(name, rules) {
        const meant = Object.keys(rules).find((known) => known.toLowerCase() === name.toLowerCase());
        if (meant !== undefined)
            refuse(`${name} is no option: write ${meant}.`);
    }
    function shown$1(value) {
        if (isText$2(value))
            return `'${value.slice(0, 100)}'`;
        if (typeof value === 'object')
            return Array.isArray(value) ? 'an array' : 'an object';
        return typeof value === 'function' ? 'a function' : value.toString();
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
                (_a = handler === null || handler === void 0 ? void 0 : handler.onSuccess) === null || _a === void 0 ? void 0 : _a.call(handler, session);
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
            (_b = handler.onSuccess) === null || _b === void 0 ? void 0 : _b.call(handler, outcome);
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
            scope: request.scopes.join(' ') || undefined,
            identity_provider: request.identityProvider || undefined,
            userContextData: request.userContextData,
            nonce: request.nonce,
            code_challenge_method: request.codeChallenge && 'S256',
            code_challenge: request.codeChallenge,
            idp_identifier: request.idpIdentifier || undefined,
            login_hint: request.loginHint || undefined,
            lang: request.lang,
            prompt: request.prompt,
            resource: request.resource || undefined,
        });
    }
    /**
     * The URL of Cognito's logout endpoint, which is not OpenID Connect's. It takes `logout_uri` and `client_id`, or what the
     * sign-in page takes (see {@link authorizeUrl}).
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
        var _a;
        const secrets = sent.filter((secret) => secret !== undefined && secret.length > 7);
        return (_a = secrets
            .reduce((rest, secret = '') => rest === null || rest === void 0 ? void 0 : rest.replaceAll(secret, '…'), said)) === null || _a === void 0 ? void 0 : _a.replace(/eyJ[\w-]+(\.[\w-]*)*/g, '…');
    }
    /** What came in the place of something else, as an error may quote it. */
    function shown(value) {
        return value === undefined ? 'missing' : withoutSecrets(JSON.stringify(value), []).slice(0, 200);
    }

    /** The parameters of a response; whatever else an address holds belongs to the page. */
    const RESPONSE_PARAMETERS = new Set('code state error error_description error_uri id_token access_token refresh_token token_type expires_in iss session_state'.split(' '));
    /** How long a parameter may be, in characters. Tokens may be longer; who decodes them knows how long. */
    const LONGEST$5 = 4096;
    /** How long an address may be that is read at all, in characters: the longest that Chromium opens. */
    const LONGEST_ADDRESS = 2097152;
    /** How much of an error is quoted, in characters. */
    const MOST_QUOTED = 300;
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
        const { inQuery, inFragment } = splitUrl(url);
        const channels = [inQuery, inFragment].filter((pairs) => pairs !== undefined);
        // A page may have a `code` or an `error` of its own, and a forger may add one: the channel with our state is the
        // one that was answered, else the one with any.
        const withState = (isGood) => channels.find((channel) => channel.some(([name, value]) => name === 'state' && isGood(value)));
        const pairs = (_b = (_a = withState(isAwaited)) !== null && _a !== void 0 ? _a : withState(() => true)) !== null && _b !== void 0 ? _b : channels[0];
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
        return { ...from, type: 'token', tokenType, accessToken: accessToken !== null && accessToken !== void 0 ? accessToken : '', idToken };
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
        throw new CognitoAuthError('wrong_issuer', `The iss of the redirect is ${came}${expectation}. Write the UserPoolId of the pool behind AppWebDomain; a stand-in needs Issuer.`);
    }
    /** The error of a response that carries one (RFC 6749, section 4.1.2.1). */
    function refusalOf(response) {
        const error = withoutSecrets(response.error, [response.state]);
        const errorDescription = withoutSecrets(response.errorDescription, [response.state]);
        // It answers prompt=none (OpenID Connect Core, section 3.1.2.6).
        if (error === 'login_required') {
            return new CognitoAuthError('login_required', 'Nobody is signed in at the hosted pages.', { error });
        }
        return new CognitoAuthError('authorization_failed', `The redirect says that the sign-in failed: ${quoted([error, errorDescription].filter(Boolean).join(': '))}`, { error, errorDescription });
    }
    /** How many states of an address are looked for: a response has one, and one that is forged may have as many as fit in. */
    const MOST_STATES = 10;
    /** @returns undefined where `url` holds no response */
    function claimIn(url) {
        var _a;
        const { inQuery, inFragment } = splitUrl(url);
        if (!inQuery && !inFragment)
            return undefined;
        const pairs = [...(inQuery !== null && inQuery !== void 0 ? inQuery : []), ...(inFragment !== null && inFragment !== void 0 ? inFragment : [])];
        const values = (wanted) => pairs.filter(([name, value]) => name === wanted && value).map(([, value]) => value);
        const type = (_a = ['error', 'code'].find((name) => values(name).length)) !== null && _a !== void 0 ? _a : 'token';
        return { states: values('state').slice(0, MOST_STATES), type };
    }
    /** Anybody can write an address. What stands there ends where the quotation does, and looks like nothing else. */
    function quoted(said) {
        const [...letters] = said.replace(/[“”\s\p{C}]+/gu, ' ').trim();
        return `“${letters.slice(0, MOST_QUOTED).join('')}${letters.length > MOST_QUOTED ? '…' : ''}”`;
    }
    /** `url` without the response it carries; the page's own query and fragment stay to the letter. */
    function withoutResponse(url) {
        const { path, query, route, parameters, inQuery, inFragment } = splitUrl(url);
        if (!inQuery && !inFragment)
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
        const inFragment = responseIn(parameters);
        // Cognito never answers behind a hash route. What the router of a page moved there has a state, all else is its own.
        const isForeign = route.endsWith('?') && !(inFragment === null || inFragment === void 0 ? void 0 : inFragment.some(([name]) => name === 'state'));
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
            .map(([name, value]) => [name.toLowerCase().split('[', 1).join(), value])
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
    /** @param isBare whether no route stands in front: what comes first then is read without the slashes it begins with */
    function withoutParameters(parameters, isBare = false) {
        return parameters
            .split('&')
            .filter((pair) => {
            const isOurs = responsePairs(pair).length > 0 || (isBare && responseIn(pair.replace(/^[!/]+/, '')));
            isBare && (isBare = Boolean(isOurs));
            return !isOurs;
        })
            .join('&');
    }

    /** How long a request may take, in milliseconds: nobody waits longer. */
    const TIMEOUT = 10000;
    /** How long an answer may be, in characters; those of Cognito have a few thousand. */
    const LONGEST$4 = 262144;
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
        var _a;
        const controller = typeof AbortController === 'function' ? new AbortController() : undefined;
        try {
            // Not everything that stands in for `fetch` heeds a signal.
            return await inTime(timeout, answerTo(url, { ...init, signal: (_a = controller === null || controller === void 0 ? void 0 : controller.signal) !== null && _a !== void 0 ? _a : null }));
        }
        catch (error) {
            controller === null || controller === void 0 ? void 0 : controller.abort();
            if (error instanceof CognitoAuthError)
                throw error;
            throw unreachable(url, error);
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
        const { status, headers } = response;
        try {
            return { status, text: await readText(response), retryAfter: headers.get('Retry-After') };
        }
        catch (error) {
            if (error instanceof CognitoAuthError)
                throw error;
            // Whoever began to answer has done what was asked.
            throw new CognitoAuthError('network', `The answer of ${new URL(url).origin} broke off${nameOf(error)}.`, {
                status,
            });
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
            if (text.length > LONGEST$4) {
                await reader.cancel();
                throw new CognitoAuthError('bad_response', `An answer of more than ${LONGEST$4} characters was refused.`);
            }
        }
        return text + decoder.decode();
    }
    /**
     * The request that a browser makes of this in this turn, and the origin that it goes to. Whatever was passed, and
     * `<base href>`, may say something else in the next.
     * @throws CognitoAuthError `invalid_configuration`
     */
    function readRequest(input, init) {
        try {
            const request = new Request(input, init);
            return { request, origin: new URL(request.url).origin };
        }
        catch (error) {
            throw new CognitoAuthError('invalid_configuration', `This is no request${nameOf(error)}: give fetch() an address and options that the browser's own fetch takes.`);
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
        return new CognitoAuthError('network', `${new URL(url).origin} could not be reached${nameOf(error)}. Perhaps the device is offline, or an ad blocker, CORS or the page's Content-Security-Policy keeps the browser from it.`);
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
        if (typeof (crypto === null || crypto === void 0 ? void 0 : crypto.getRandomValues) !== 'function') {
            throw new CognitoAuthError('crypto_unavailable', 'crypto.getRandomValues is missing: load react-native-get-random-values before this library.');
        }
        return crypto.getRandomValues(new Uint8Array(length));
    }
    /** The S256 challenge of a verifier (RFC 7636, section 4.2). */
    function codeChallenge(verifier) {
        return base64url(sha256(new TextEncoder().encode(verifier)));
    }

    /**
     * Exchanges a code (RFC 6749, section 4.1.3; RFC 7636, section 4.5).
     * @param timeout how long that may take, in milliseconds
     * @throws CognitoAuthError `token_request_failed`, `server_error`, `bad_response`, `network`, `timeout`
     */
    function exchangeCode(endpoint, { code, redirectUri, codeVerifier, }, timeout) {
        const form = {
            grant_type: 'authorization_code',
            client_id: endpoint.clientId,
            redirect_uri: redirectUri,
            code,
            ...(codeVerifier !== undefined && { code_verifier: codeVerifier }),
        };
        return requestTokens(endpoint, form, timeout);
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
        var _a;
        const body = parseObject(text);
        const secrets = [sent['code'], sent['code_verifier'], sent['refresh_token']];
        const quoted = (said) => withoutSecrets(optionalString(said), secrets);
        const responseText = quoted(text);
        if (status === 429 || status >= 500) {
            throw new CognitoAuthError('server_error', `The token endpoint answered ${status}. Try again later.`, {
                status,
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
                status,
                error,
                errorDescription,
                responseText,
            });
        }
        const accessToken = optionalString(body['access_token']);
        if (status !== 200 || !accessToken) {
            throw new CognitoAuthError('bad_response', `The token endpoint answered ${status} without tokens: something may have answered in its place.`, { status, responseText: status === 200 ? undefined : responseText });
        }
        requireBearer(body['token_type']);
        return {
            accessToken,
            idToken: optionalString(body['id_token']),
            refreshToken: optionalString(body['refresh_token']),
            scopes: (_a = optionalString(body['scope'])) === null || _a === void 0 ? void 0 : _a.split(' '),
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
        catch (_a) {
            return {};
        }
    }
    function optionalString(value) {
        return typeof value === 'string' && value ? value : undefined;
    }

    /** Keeps values for as long as the page lives, each instance for itself: two users of one server share nothing. */
    class MemoryStorage {
        constructor() {
            /** A memory would not outlive the redirect. */
            this.forState = 'sessionStorage';
            this._values = new Map();
        }
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

    /** Whether it is one of the browser, whose changes to localStorage other tabs hear of. */
    function isWebStorage(storage) {
        return typeof Storage === 'function' && storage instanceof Storage;
    }
    /** What a storage says of itself. One of the browser has under these names whatever a page has kept there. */
    function traitsOf(storage) {
        return isWebStorage(storage) ? {} : storage;
    }
    /** Longer values are none of ours. In characters. */
    const LONGEST$3 = 65536;
    /** What storages have promised to write that give at once what they hold: until they have, it is not there to be read. */
    const writing = new WeakMap();
    /** How many of these there are: usually none, and then nobody has to look. */
    let underWay = 0;
    /** Fulfilled once all of it is there. */
    const writes = new WeakMap();
    /** Changes what a storage holds under a key: undefined removes it. What the storage throws is thrown. */
    function writeItem(storage, key, value) {
        var _a;
        const promised = value === undefined ? storage.removeItem(key) : storage.setItem(key, value);
        if (typeof promised !== 'object' || promised === null || !('then' in promised))
            return;
        const items = (_a = writing.get(storage)) !== null && _a !== void 0 ? _a : new Map();
        const item = { value };
        writing.set(storage, items.set(key, item));
        underWay++;
        const written = Promise.resolve(promised).finally(() => {
            underWay--;
            if (items.get(key) === item)
                items.delete(key);
        });
        const all = Promise.all([writes.get(storage), written]);
        const end = () => {
            if (writes.get(storage) === all)
                writes.delete(storage);
        };
        writes.set(storage, all);
        all.then(end, end);
    }
    /** Whether a storage has promised to write this and has not done so yet. */
    function isPromised(storage, key) {
        var _a, _b;
        return (_b = (_a = writing.get(storage)) === null || _a === void 0 ? void 0 : _a.has(key)) !== null && _b !== void 0 ? _b : false;
    }
    /** What a storage that gives at once what it holds has promised to write; undefined where nothing is on its way. */
    function promisedWrites(storage) {
        return writes.get(storage);
    }
    /**
     * What a storage holds under a key, if it can be read and can be ours: anybody may have written there.
     * @throws CognitoAuthError where a storage with promises has not been loaded yet
     */
    function readItem(storage, key) {
        var _a;
        try {
            const written = underWay > 0 ? (_a = writing.get(storage)) === null || _a === void 0 ? void 0 : _a.get(key) : undefined;
            const value = written ? written.value : storage.getItem(key);
            return typeof value === 'string' && value && value.length <= LONGEST$3 ? value : undefined;
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
        return [undefined, ''].some((value) => {
            try {
                writeItem(storage, key, value);
                return readItem(storage, key) === undefined;
            }
            catch (_a) {
                return false;
            }
        });
    }

    /** What stands in front of each storage, whichever instances use it. */
    const fronts = new WeakMap();
    /**
     * The storage itself if it answers at once, and otherwise one in front of it that does.
     * @param key one of ours, to ask for
     */
    function readThrough(storage, key) {
        var _a;
        if (!answersLater(storage, key))
            return storage;
        const cache = (_a = fronts.get(storage)) !== null && _a !== void 0 ? _a : new ReadThroughStorage(storage);
        fronts.set(storage, cache);
        return cache;
    }
    /**
     * What to wait for until everything is stored; undefined where it is already.
     * @throws what a storage with promises threw
     */
    function written(storage) {
        return storage instanceof ReadThroughStorage ? storage.written() : promisedWrites(storage);
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
        catch (_a) {
            return false;
        }
    }
    /**
     * A storage whose methods return promises (React Native's AsyncStorage, an encrypted store), behind one that answers at
     * once: what was loaded is at hand, and what is written goes through in its order.
     */
    class ReadThroughStorage {
        constructor(_storage) {
            this._storage = _storage;
            this.isLoaded = false;
            this._values = new Map();
            this._writing = Promise.resolve();
            /** What the storage did not take: here it is newer than there. */
            this._refused = new Set();
            /** For each load under way, the keys that were changed since it began. */
            this._changed = new Set();
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
                var _a;
                try {
                    await write();
                    this._refused.delete(key);
                }
                catch (error) {
                    this._refused.add(key);
                    (_a = this._failure) !== null && _a !== void 0 ? _a : (this._failure = { error });
                }
            });
        }
    }

    // Programs write `condition && value`.
    const TEXT = (value) => !value || isText$2(value);
    const OPTIONS = {
        ClientId: [TEXT, "the app client's id, such as '1example23456789'"],
        AppWebDomain: [TEXT, "the user pool's domain, such as 'my-app.auth.eu-central-1.amazoncognito.com'"],
        RedirectUriSignIn: [TEXT, "one of the app client's callback URLs, such as 'https://example.com/'"],
        RedirectUriSignOut: [TEXT, "one of the app client's sign-out URLs, such as 'https://example.com/'"],
        TokenScopesArray: ANYTHING,
        // Programs of amazon-cognito-auth-js pass a list, which it joined by commas.
        IdentityProvider: [
            (value) => !value || [value].flat().every(isText$2),
            "the name of a provider, such as 'Google'",
        ],
        UserPoolId: [TEXT, "the pool's id, such as 'eu-central-1_AbCdEfGhI'"],
        Issuer: [TEXT, 'the iss of the tokens, an https URL without query and trailing slash, or leave it out'],
        AdvancedSecurityDataCollectionFlag: [[true, false, 1, 0, ''], 'true or false'],
        Storage: ANYTHING,
        StateStorage: ANYTHING,
        LaunchUri: [
            (value) => !value || typeof value === 'function',
            'a function that opens the URL it is given',
        ],
        ResponseType: [['code', 'token', '', false, 0], "'code', or 'token' for the implicit flow"],
        AllowUnsolicitedResponse: SWITCH,
        // Who means to switch a check on must not find out later that it was off.
        VerifySignature: [['always', '', false, 0], "'always', or leave it out"],
        ClockTolerance: [
            (value) => typeof value === 'number' && value >= 60 && value <= 86400,
            'a number of seconds between 60 and 86400',
        ],
        AutoRefresh: SWITCH,
        ApiOrigins: ANYTHING,
        CleanUrl: [[true, false], 'true or false'],
    };
    /**
     * Checks the options and completes them.
     * @throws CognitoAuthError `invalid_configuration`, naming the field and what to write
     */
    function readOptions(options) {
        var _a, _b, _c, _d, _e;
        if (typeof options !== 'object' || options === null) {
            refuse('new CognitoAuth() takes an object: { ClientId, AppWebDomain, TokenScopesArray, RedirectUriSignIn, RedirectUriSignOut }.');
        }
        const given = checked(options, OPTIONS, (name, value) => {
            if (value && /^(app)?clientsecret$/.test(name.toLowerCase().replaceAll('_', '')))
                refuse(`${name} must not be here, where anybody can read it: create an app client without a secret.`);
            refuseMisspelt(name, OPTIONS);
        });
        const host = readDomain(required(given, 'AppWebDomain'));
        const userPoolId = trimmed(given, 'UserPoolId');
        const issuers = readIssuers(userPoolId, trimmed(given, 'Issuer'));
        if (given.VerifySignature && !issuers)
            refuse(`VerifySignature needs UserPoolId: write ${OPTIONS.UserPoolId[1]}.`);
        return Object.freeze({
            clientId: readClientId(required(given, 'ClientId')),
            ...host,
            scopes: readScopes(given.TokenScopesArray, 'TokenScopesArray'),
            redirectUriSignIn: readRedirectUri(required(given, 'RedirectUriSignIn'), 'RedirectUriSignIn'),
            redirectUriSignOut: readRedirectUri(required(given, 'RedirectUriSignOut'), 'RedirectUriSignOut'),
            identityProvider: (_a = trimmed(given, 'IdentityProvider')) !== null && _a !== void 0 ? _a : '',
            userPoolId,
            issuers,
            collectsSecurityData: Boolean((_b = given.AdvancedSecurityDataCollectionFlag) !== null && _b !== void 0 ? _b : true),
            storage: (_c = readStorage(given, 'Storage', host.host)) !== null && _c !== void 0 ? _c : new StorageHelper().getStorage(),
            stateStorage: readStorage(given, 'StateStorage', host.host),
            launchUri: typeof given.LaunchUri === 'function' ? given.LaunchUri : undefined,
            responseType: given.ResponseType === 'code' ? 'code' : 'token',
            allowsUnsolicitedResponse: Boolean(given.AllowUnsolicitedResponse),
            verifiesAlways: Boolean(given.VerifySignature),
            clockTolerance: (_d = given.ClockTolerance) !== null && _d !== void 0 ? _d : 5400,
            cleansUrl: (_e = given.CleanUrl) !== null && _e !== void 0 ? _e : true,
            refreshesItself: Boolean(given.AutoRefresh),
            apiOrigins: readApiOrigins(given.ApiOrigins),
            warning: warningOf(host.host, userPoolId),
        });
    }
    /** Undefined where nothing was given. */
    function trimmed(given, name) {
        const value = [given[name] || []].flat().join();
        if (value.trim() !== value)
            refuse(`${name} begins or ends with white space: write '${value.trim()}'.`);
        return value || undefined;
    }
    function required(given, name) {
        var _a;
        return (_a = trimmed(given, name)) !== null && _a !== void 0 ? _a : refuse(`${name} is missing: write ${OPTIONS[name][1]}.`);
    }
    /** It becomes part of storage keys, where a dot would reach into those of another. */
    function readClientId(clientId) {
        if (/^[\w+-]{1,128}$/.test(clientId))
            return clientId;
        return refuse(`ClientId '${clientId.slice(0, 130)}' is none: write ${OPTIONS.ClientId[1]}.`);
    }
    const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
    const HOST = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[::1\])(:\d{1,5})?$/;
    /** A scheme and a trailing slash are what people copy from the console with the domain; neither can mean anything else. */
    function readDomain(domain) {
        var _a;
        const [, scheme = 'https', host = ''] = (_a = /^(?:([a-z]+):\/\/)?([^/].*?)?\/?$/.exec(domain.toLowerCase())) !== null && _a !== void 0 ? _a : [];
        const [beforePath = ''] = host.split('/', 1);
        const [, write] = OPTIONS.AppWebDomain;
        if (/^(issuer-)?cognito-idp\b.*\.(amazonaws|api\.aws)\b/.test(beforePath)) {
            refuse(`AppWebDomain '${beforePath}' is where the tokens' issuer is, and no domain: write ${write}.`);
        }
        if (beforePath !== host && HOST.test(beforePath)) {
            refuse(`AppWebDomain must be a domain without a path: write '${beforePath}' instead of '${domain}'.`);
        }
        if (/^[a-z0-9-]+$/.test(host) && host !== 'localhost') {
            refuse(`AppWebDomain '${domain}' is only the prefix of a domain: write '${host}.auth.<region>.amazoncognito.com'.`);
        }
        if (!HOST.test(host) || host.length > 253 || !urlOf(`https://${host}`)) {
            refuse(`AppWebDomain '${domain.slice(0, 300)}' is no domain: write ${write}.`);
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
        catch (_a) {
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
    /** @param kind which of the app client's two lists it has to be in */
    function readRedirectUri(value, kind, field = kind) {
        const [, example] = OPTIONS[kind];
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
        if (kind === 'RedirectUriSignIn' && /[?&](code|state|error)=/.test(url.search.toLowerCase())) {
            refuse(`${field} '${shown}' has a parameter that the response uses: give code, state or error another name.`);
        }
        return value;
    }
    /** A pool's tokens name one of two issuers (Cognito developer guide, "Identity provider and relying party endpoints"). */
    function readIssuers(userPoolId, issuer) {
        var _a;
        const [, region] = (_a = /^([\w-]+)_[0-9A-Za-z]+$/.exec(userPoolId !== null && userPoolId !== void 0 ? userPoolId : '')) !== null && _a !== void 0 ? _a : [];
        if (userPoolId !== undefined && region === undefined) {
            refuse(`UserPoolId '${userPoolId}' is none: write ${OPTIONS.UserPoolId[1]}.`);
        }
        if (issuer !== undefined && !isIssuer(issuer)) {
            refuse(`Issuer '${issuer}' is none: write ${OPTIONS.Issuer[1]}.`);
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
        return (url !== undefined &&
            isSafe(url) &&
            /^https?:\/\/[^?#\s]+[^?#\s/]$/.test(issuer) &&
            !issuer.includes('/.well-known/'));
    }
    /** A domain of Cognito's own is in the region of its pool, as far as AWS says. */
    function warningOf(host, userPoolId) {
        var _a;
        const [, region] = (_a = /\.auth(?:-fips)?\.([\w-]+)\.amazoncognito\.com$/.exec(host)) !== null && _a !== void 0 ? _a : [];
        if (region === undefined || userPoolId === undefined || userPoolId.startsWith(`${region}_`))
            return undefined;
        return new CognitoAuthError('invalid_configuration', `AppWebDomain is a domain of ${region}, and UserPoolId '${userPoolId}' a pool of another region: compare them with the console.`);
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

    const LANGUAGES = ['de', 'en', 'es', 'fr', 'id', 'it', 'ja', 'ko', 'pt-BR', 'zh-CN', 'zh-TW'];
    const SCREENS = ['signIn', 'signUp', 'forgotPassword'];
    const PROMPTS = ['none', 'login', 'select_account', 'consent'];
    const REDIRECT_URI = [
        isText$2,
        "one of the app client's callback URLs, such as 'https://example.com/'",
    ];
    const RETURN_TO = [
        (value) => value === null || isText$2(value),
        "the address of a page, such as '/orders', or null",
    ];
    const SIGN_IN = {
        screen: [SCREENS],
        loginHint: [isText$2, "a user name, such as 'jane@example.com'"],
        lang: [LANGUAGES],
        prompt: [
            (value) => [value].flat().every((each) => PROMPTS.includes(each)),
            "one of 'none', 'login', 'select_account', 'consent', or an array of them",
        ],
        scopes: ANYTHING,
        redirectUri: REDIRECT_URI,
        identityProvider: [isText$2, "the name of a provider, such as 'Google'"],
        idpIdentifier: [isText$2, "an identifier of a provider, such as 'example.com'"],
        resource: [isText$2, "the identifier of an API, such as 'https://api.example.com/'"],
        appState: ANYTHING,
        returnTo: RETURN_TO,
        popup: SWITCH,
    };
    const NEXT_SIGN_IN = {
        scopes: ANYTHING,
        redirectUri: REDIRECT_URI,
        appState: ANYTHING,
        returnTo: RETURN_TO,
    };
    const SIGN_OUT = {
        revoke: [[true, false], 'true or false'],
        redirect: [[true, false], 'true or false'],
        redirectUri: [isText$2, "one of the app client's sign-out URLs, such as 'https://example.com/'"],
        signIn: [
            (value) => !value || value === true || (typeof value === 'object' && !Array.isArray(value)),
            'true, or an object such as { appState }',
        ],
    };
    /**
     * Checks how somebody is to sign in.
     * @param call what was called with that
     * @returns every option that there is, with undefined for those that were left out
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function readSignIn(options, call = 'signIn()') {
        const read = checkedFor(call, options, SIGN_IN);
        const { prompt, scopes, redirectUri, popup } = read;
        // Not every program is checked by types.
        const { identityProvider, idpIdentifier, returnTo } = { ...read };
        const asksNothing = [prompt].flat().includes('none');
        if (asksNothing && [prompt].flat().length > 1)
            refuse("prompt 'none' stands alone: leave the others out.");
        if (redirectUri !== undefined)
            readRedirectUri(redirectUri, 'RedirectUriSignIn', 'redirectUri');
        if (popup && asksNothing)
            refuse("prompt 'none' has nothing to open a popup for: leave one of them out.");
        if (popup && isText$2(returnTo))
            refuse('A popup comes back to this page: leave returnTo out, or popup.');
        if (identityProvider !== undefined && idpIdentifier !== undefined)
            refuse('identityProvider and idpIdentifier both name a provider: write one of them.');
        return { ...read, scopes: scopes ? readScopes(scopes, 'scopes') : undefined };
    }
    /**
     * Checks how somebody is to sign out.
     * @param usual the flow, and the scopes of a sign-in that names none
     * @returns `signIn` as what that sign-in comes with
     * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
     */
    function readSignOut(options, usual) {
        var _a;
        const { revoke, redirect, redirectUri, signIn } = checkedFor('signOut()', options, SIGN_OUT);
        if (redirectUri !== undefined)
            readRedirectUri(redirectUri, 'RedirectUriSignOut', 'redirectUri');
        if (signIn && redirectUri !== undefined)
            refuse('redirectUri and signIn both say where to go: write one of them.');
        if (redirect === false && (signIn || redirectUri !== undefined))
            refuse('redirect: false goes nowhere: leave it out, or redirectUri and signIn.');
        if (!signIn)
            return { revoke, redirect, redirectUri, signIn: undefined };
        const next = readSignIn(checkedFor('signOut({ signIn })', signIn === true ? {} : signIn, NEXT_SIGN_IN));
        // Without a challenge, only the nonce tells a code that somebody else has put into the address (RFC 9700, 4.5.3.2).
        if (usual.responseType === 'code' && !((_a = next.scopes) !== null && _a !== void 0 ? _a : usual.TokenScopesArray).includes('openid'))
            refuse("signOut({ signIn }) needs 'openid' among the scopes: write TokenScopesArray: ['openid', …].");
        return { revoke, redirect, redirectUri, signIn: next };
    }
    /** @throws CognitoAuthError `invalid_configuration` */
    function readValidity(options) {
        // Most calls name nothing, and there are many of them.
        if (options === undefined)
            return 0;
        const isSeconds = (value) => typeof value === 'number' && value >= 0;
        const { minValidity = 0 } = checkedFor('getTokens()', options, {
            minValidity: [isSeconds, 'a number of seconds, such as 60, or Infinity'],
        });
        return minValidity;
    }

    /** How long an address may be, in characters. */
    const LONGEST$2 = 8192;
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
            return isPage && !username && !password && href.length <= LONGEST$2 ? href : undefined;
        }
        catch (_a) {
            return undefined;
        }
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
    const LONGEST$1 = 65536;
    /** Three parts of base64url without padding (RFC 7515, section 7.1); that an unsigned token ends in an empty one is for others to refuse. */
    const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;
    /**
     * Decodes one part of a signed token (RFC 7519, section 7.2): base64url, UTF-8, a JSON object that names nothing twice.
     * @throws CognitoAuthError `malformed_token`
     */
    function decodeJwt(token, part) {
        var _a;
        if (token.length > LONGEST$1) {
            throw new CognitoAuthError('malformed_token', `A token has ${token.length} characters, and may have ${LONGEST$1}: take groups or other claims out of it.`);
        }
        try {
            const [, header = '', payload = '', signature = ''] = (_a = COMPACT.exec(token)) !== null && _a !== void 0 ? _a : [];
            base64urlBinary(signature);
            const json = utf8(base64urlBinary(part === 'header' ? header : payload));
            const decoded = jwtDecode(token, { header: part === 'header' });
            if (typeof decoded === 'object' && decoded && !Array.isArray(decoded) && !repeatsName(json)) {
                return decoded;
            }
        }
        catch (_b) {
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
        var _a, _b;
        const written = (_a = json.match(/"(?:[^"\\]|\\.)*"\s*:|"(?:[^"\\]|\\.)*"/g)) === null || _a === void 0 ? void 0 : _a.filter((name) => name.endsWith(':'));
        let read = -1; // The object itself is handed over as the member of another.
        JSON.parse(json, function (_name, value) {
            if (!Array.isArray(this))
                read++;
            return value;
        });
        return read !== ((_b = written === null || written === void 0 ? void 0 : written.length) !== null && _b !== void 0 ? _b : 0);
    }

    /** How long keys are good without another look, in milliseconds; behind it the browser's HTTP cache decides. */
    const FRESH = 10 * 60 * 1000;
    /** How often a token with an unknown key may have the keys fetched anew, in milliseconds. */
    const COOL_DOWN = 30 * 1000;
    const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    /** The keys of an issuer (RFC 7517), fetched once for all that wait. */
    class KeySet {
        constructor(_url) {
            this._url = _url;
            this._keys = new Map();
            this._fetched = -Infinity;
            this._refetched = -Infinity;
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
            var _a;
            return ((_a = this._fetching) !== null && _a !== void 0 ? _a : (this._fetching = this._replace(cache).finally(() => (this._fetching = undefined))));
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
        var _a;
        const url = `${issuer}/.well-known/jwks.json`;
        const keySet = (_a = keySets.get(url)) !== null && _a !== void 0 ? _a : new KeySet(url);
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
        var _a;
        const subtle = (_a = globalThis.crypto) === null || _a === void 0 ? void 0 : _a.subtle;
        if (subtle)
            return subtle;
        throw new CognitoAuthError('crypto_unavailable', 'crypto.subtle is missing: serve the page over https, or from localhost.');
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
        const received = claims.map((token, i) => {
            return { name: TOKENS[i], token, iat: token['iat'], exp: token['exp'] };
        });
        // The newest shows the server's clock best: a token may be old, but not from the future.
        const newest = Math.max(...received.map(({ iat }) => iat));
        // In a redirect, issued long ago and over by now is a token from a drawer. One that has just come from the server shows
        // the server's clock: it is over if it was at that time, and otherwise what is so far off is the device's clock.
        const present = frontChannel ? now : newest;
        for (const { name, token, iat, exp } of received) {
            if (Math.abs(now - iat) <= clockTolerance)
                continue;
            verify(name, token, [
                ['expired', 'exp', exp > present, `later than ${present}`],
                [
                    'clock_skew',
                    'iat',
                    false,
                    `${now}: the clock of this device seems to be about ${roughly(now - iat)}. Set it; ClockTolerance forgives ${clockTolerance} seconds`,
                ],
            ]);
        }
        for (const { name, token, exp } of received)
            verify(name, token, [['expired', 'exp', exp > newest, `later than ${newest}`]]);
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
        verifyHeader(accessToken, TOKENS[0]);
        if (idToken !== undefined)
            verifyHeader(idToken, TOKENS[1]);
        const access = decodeJwt(accessToken, 'payload');
        const id = idToken === undefined ? undefined : decodeJwt(idToken, 'payload');
        const isThere = id !== undefined || !expected.openid;
        verify('the', {}, [['missing_claim', TOKENS[1], isThere, 'there, since openid is among the scopes']]);
        verify(TOKENS[0], access, accessTokenChecks(access, expected));
        if (id)
            verify(TOKENS[1], id, idTokenChecks(id, access, accessToken, expected));
        verify('user', {}, userChecks(access, id !== null && id !== void 0 ? id : {}, expected));
        return id ? [access, id] : [access];
    }
    /** Cognito signs with RS256 only. An extension that must be understood (RFC 7515, section 4.1.11) never is. */
    function verifyHeader(token, name) {
        const header = decodeJwt(token, 'header');
        verify(name, header, [
            ['bad_alg', 'alg', header['alg'] === 'RS256', 'RS256'],
            ['bad_alg', 'crit', header['crit'] === undefined, 'missing'],
        ]);
    }
    function accessTokenChecks(access, { clientId, issuers }) {
        return [
            ['wrong_token_use', 'token_use', access['token_use'] === 'access', 'access'],
            ['wrong_issuer', 'iss', isGoodIssuer(access['iss'], issuers), issuers === null || issuers === void 0 ? void 0 : issuers.join(' or ')],
            ['wrong_audience', 'client_id', access['client_id'] === clientId, clientId],
            ['missing_claim', 'sub', isText$1(access['sub'])],
            ...timeChecks(access),
        ];
    }
    function idTokenChecks(id, access, accessToken, expected) {
        const { clientId, issuers, nonce, frontChannel, stored = false } = expected;
        const { at_hash: hash, azp } = id;
        const isHashed = () => hash === undefined ? !frontChannel || isSameSignIn(id, access) : hash === atHash(accessToken);
        // In a page that has just been loaded the hash takes longer than all the rest. That another tab is in the middle of
        // storing newer tokens shows by the time, too.
        const isBound = (stored && id['iat'] === access['iat']) || isHashed();
        return [
            ['wrong_token_use', 'token_use', id['token_use'] === 'id', 'id'],
            ['wrong_issuer', 'iss', isGoodIssuer(id['iss'], issuers), issuers === null || issuers === void 0 ? void 0 : issuers.join(' or ')],
            ['wrong_audience', 'azp', azp === undefined || azp === clientId, clientId],
            ['wrong_audience', 'aud', isAudience(id, clientId), clientId],
            ['nonce_mismatch', 'nonce', nonce === undefined || id['nonce'] === nonce],
            // Both tokens must be of one user and one pool, or one of them was slipped in.
            ['token_substitution', 'sub', id['sub'] === access['sub']],
            ['token_substitution', 'iss', id['iss'] === access['iss']],
            ['token_substitution', 'at_hash', isBound],
            ...timeChecks(id),
        ];
    }
    /** Whether the tokens are those of the user who is expected (at a refresh: OpenID Connect Core, section 12.2). */
    function userChecks(access, id, { before, username }) {
        const lasts = (claim, now, then = {}) => then[claim] === undefined || now[claim] === then[claim];
        const lasting = ['sub', 'iss', 'auth_time'].map((claim) => {
            return ['session_changed', claim, lasts(claim, access, before === null || before === void 0 ? void 0 : before.access)];
        });
        // amazon-cognito-identity-js and Amplify may store a session under the alias that was typed in.
        const { username: name, sub } = access;
        const { email, phone_number: phone, preferred_username: preferred } = id;
        const names = [name, sub, id['cognito:username'], email, phone, preferred].map(lowerCase);
        return [
            ...lasting,
            // A refreshed ID token need not have these, but not others than before.
            ['session_changed', 'auth_time', id['auth_time'] === undefined || lasts('auth_time', id, before === null || before === void 0 ? void 0 : before.id)],
            ['session_changed', 'username', username === undefined || names.includes(lowerCase(username))],
            ['nonce_mismatch', 'nonce', id['nonce'] === undefined || lasts('nonce', id, before === null || before === void 0 ? void 0 : before.id)],
        ];
    }
    function timeChecks(claims) {
        var _a;
        const time = (claim) => (typeof claim === 'number' ? claim : Number.NaN);
        const [iat, exp, nbf] = [time(claims['iat']), time(claims['exp']), time((_a = claims['nbf']) !== null && _a !== void 0 ? _a : claims['iat'])];
        const lifetime = exp - iat;
        return [
            ['missing_claim', 'iat', Number.isFinite(iat), 'a number of seconds'],
            ['missing_claim', 'exp', Number.isFinite(exp), 'a number of seconds'],
            ['expired', 'exp', lifetime > 0 && lifetime <= LONGEST_LIFETIME, 'within 25 hours after iat'],
            ['clock_skew', 'nbf', nbf <= iat, 'no later than iat'],
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
        var _a;
        const agree = ['origin_jti', 'event_id', 'auth_time'].every((claim) => id[claim] === access[claim]);
        return agree && isText$1((_a = id['origin_jti']) !== null && _a !== void 0 ? _a : id['event_id']);
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
    /** @param name of what has the claims */
    function verify(name = '', claims, checks) {
        var _a;
        for (const [code, claim, holds, expectation] of checks) {
            if (holds)
                continue;
            const flaw = expectation ? `is ${shown(claims[claim])}, and should be ${expectation}` : 'does not hold';
            throw new CognitoAuthError(code, `The tokens were refused: ${name} ${claim} ${flaw}.${(_a = HINTS[code]) !== null && _a !== void 0 ? _a : ''}`);
        }
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
            TokenScopes: new CognitoTokenScopes(granted !== null && granted !== void 0 ? granted : scopes),
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
            if (user !== lastUser || access !== accessToken || (refresh !== null && refresh !== void 0 ? refresh : '') !== refreshToken)
                return undefined;
            const [userAt = '', accessAt = '', refreshAt = ''] = keys;
            return () => read(userAt) === user && read(accessAt) === access && read(refreshAt) === refresh;
        }
        /** Says who was the last to sign in, whose tokens are there. */
        nameLastUser(username) {
            trySet(this._storage, this._lastUserKey, username);
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
            const scopes = written === null || written === void 0 ? void 0 : written.split(' ');
            const openid = scopes === null || scopes === void 0 ? void 0 : scopes.includes('openid');
            const tokens = { accessToken: accessToken !== null && accessToken !== void 0 ? accessToken : '', idToken };
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
                    writeItem(storage, key, value);
                // A browser may drop one cookie for another.
                const isLost = ([key, value]) => { var _a; return !isPromised(storage, key) && ((_a = storage.getItem(key)) !== null && _a !== void 0 ? _a : '') !== value; };
                if (items.some(isLost))
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
         * @param keepsName leaves the name of the last to sign in, by which others tell this from a sign-out
         * @throws CognitoAuthError where a storage with promises has not been loaded yet
         */
        clear(username, keepsName = false) {
            if (username === undefined)
                return;
            const isLast = this.lastUser() === username;
            for (const name of NAMES)
                dropItem(this._storage, this._key(username, name));
            if (isLast && !keepsName)
                dropItem(this._storage, this._lastUserKey);
        }
    }
    /** The name under which a session is stored: that of its access token (Cognito developer guide, "Access token"). */
    function usernameOf(session) {
        const { username, sub } = session.getAccessToken().payload;
        return [username, sub].find((name) => typeof name === 'string' && name !== '');
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
            writeItem(storage, key, value);
            return true;
        }
        catch (_a) {
            return false;
        }
    }

    /** Without `openid` there is no ID token: then `sub` and the name are all that is known. */
    function userOf(session) {
        var _a;
        const { idToken, accessToken } = session;
        if (idToken.getJwtToken())
            return idToken.payload;
        return { sub: accessToken.payload['sub'], 'cognito:username': (_a = usernameOf(session)) !== null && _a !== void 0 ? _a : '' };
    }
    /** The text of the access token; empty where nobody is signed in. */
    function tokenOf(session) {
        var _a;
        return (_a = session === null || session === void 0 ? void 0 : session.getAccessToken().getJwtToken()) !== null && _a !== void 0 ? _a : '';
    }
    /** The text of the refresh token; empty where there is none. */
    function refreshTokenOf(session) {
        var _a;
        return (_a = session === null || session === void 0 ? void 0 : session.getRefreshToken().getToken()) !== null && _a !== void 0 ? _a : '';
    }
    /** Whether somebody is signed in by this session, or can be again without a word. */
    function isSomebody(session) {
        return session.isValid() || refreshTokenOf(session) !== '';
    }

    /** Who is signed in; null where nobody is. */
    function leftBy(cache, { untaken }) {
        if (untaken)
            return { name: untaken.name, refreshToken: refreshTokenOf(untaken.session) };
        const name = cache.isReadable() ? cache.lastUser() : undefined;
        return name === undefined ? null : { name, refreshToken: cache.refreshToken(name) };
    }
    /** Ends the session of whoever was signed in before this one, if that was somebody else: the device is another's now. */
    function forgetLeft({ name, refreshToken }, session, cache, config) {
        if (name === usernameOf(session))
            return;
        // They may be back by now, with another session.
        const isBack = cache.lastUser() === name;
        if (!isBack)
            cache.clear(name);
        // A request that fails leaves a token that nobody on this device knows any more.
        if (refreshToken && !(isBack && cache.refreshToken(name) === refreshToken))
            revokeToken(config, refreshToken).catch(() => undefined);
    }

    /** How long a code is good (Cognito developer guide, "Token endpoint"), in milliseconds. */
    const CODE_LIFETIME = 5 * 60 * 1000;
    /** For as long as a code is, and nobody has signed in or out. */
    function goodForNow(isSameUser) {
        const until = Date.now() + CODE_LIFETIME;
        return () => Date.now() <= until && isSameUser();
    }
    /** The address whose response was handled last; a page that may not change it still has it. */
    let answered;
    /** Who waits for the response in the page's address to be handled, by whichever client. */
    const waiting = new Map();
    /** Waits until a response has been handled, unless that in `url` has been. */
    function untilAnswered(url, page) {
        return url === answered ? undefined : new Promise((resolve) => waiting.set(resolve, page));
    }
    /**
     * Lets those go on who wait for a response: who can share in the outcome at once, the others when it is there.
     * @param url the address whose response that was; undefined where there was none
     */
    function answer(url, outcome, page) {
        answered = url !== null && url !== void 0 ? url : answered;
        const release = (isReady) => {
            for (const [resolve, of] of waiting)
                if (isReady(of) && waiting.delete(resolve))
                    resolve();
        };
        const releaseAll = () => {
            release(() => true);
        };
        if (outcome instanceof Promise) {
            release((of) => of === page);
            outcome.then(releaseAll, releaseAll);
        }
        else
            releaseAll();
    }
    const pages = new WeakMap();
    /** @param client the user pool domain and the app client */
    function pageOf(storage, client) {
        var _a, _b;
        const clients = (_a = pages.get(storage)) !== null && _a !== void 0 ? _a : new Map();
        pages.set(storage, clients);
        const name = `${client.origin} ${client.clientId}`;
        const page = (_b = clients.get(name)) !== null && _b !== void 0 ? _b : {
            refreshes: new Map(),
            arrivals: new Map(),
            signOuts: 0,
        };
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
     * What hears the error of a sign-in, keeps what is left of it, and throws the error.
     * @param isKept whether the response is as good as before after such an error
     */
    function keepIf(isKept, page, unfinished) {
        return (error) => {
            if (isKept(error) && unfinished.isGood()) {
                page.unfinished = unfinished;
                error.message += ' The sign-in is not lost: init() goes on with it.';
            }
            throw error;
        };
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
        var _a;
        const ours = (_a = listeners.get(clientId)) !== null && _a !== void 0 ? _a : new Set();
        listeners.set(clientId, ours.add(changed));
        let timer;
        const changing = () => {
            clearTimeout(timer);
            timer = setTimeout(changed, WHOLE);
        };
        const unlisten = onStorageEvent(`CognitoIdentityServiceProvider.${clientId}.`, changing);
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

    /*
     * A sign-in in a window of its own. The page that this window comes back to hands its address over to the page that
     * waits for it, in two ways at once: as a message to its opener, which reaches a page in a frame, too, and through a
     * channel, which needs no opener (`Cross-Origin-Opener-Policy` takes it away). The state, which nobody else knows, is the
     * name of the channel and tells whose answer it is.
     */
    /** What the state of such a sign-in begins with, so that the page it comes back to knows that another one waits. */
    const PREFIX = 'popup.';
    /** How long somebody may take, in milliseconds. Who is slower is signed in by the page in the window itself. */
    const LONGEST = 10 * 60 * 1000;
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
    function openPopup(url, state, earlier) {
        const popup = openWindow(url, earlier === null || earlier === void 0 ? void 0 : earlier.window);
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
        return { window: popup, answer, dismiss };
    }
    /**
     * Hands the address of this window over to the page that waits for it, and closes the window.
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
            }, PATIENCE$1);
        });
        channel === null || channel === void 0 ? void 0 : channel.close();
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
        var _a;
        const url = (_a = currentUrl()) !== null && _a !== void 0 ? _a : '';
        const state = stateOf(url);
        replaceCurrentUrl(url, withoutResponse);
        if (state && isPopupState(state) && (await handOver(url, state)))
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
    const MOST$1 = 3;
    const WITHIN = 30000;
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
                    storage === null || storage === void 0 ? void 0 : storage.removeItem(this._key);
                else
                    storage === null || storage === void 0 ? void 0 : storage.setItem(this._key, [...this._failures(), Date.now()].slice(-MOST$1).join(' '));
            }
            catch (_a) {
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
            var _a, _b;
            const written = (_b = (_a = webStorage('sessionStorage')) === null || _a === void 0 ? void 0 : _a.getItem(this._key)) !== null && _b !== void 0 ? _b : '';
            return written
                .split(' ')
                .map(Number)
                .filter((time) => Math.abs(Date.now() - time) < WITHIN);
        }
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
        var _a;
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
                return new ((_a = ERRORS.find(({ name }) => name === first)) !== null && _a !== void 0 ? _a : Error)(second);
            case 'Array':
                return new Array(first);
            case 'Object':
                return {};
        }
        const View = views().find(({ name }) => name === kind);
        return new View(at(first), second, third);
    }

    /** What a record need not have. Nothing on `Object.prototype` takes its place. */
    const LEFT_OUT = { appState: undefined, returnTo: undefined, isUnchallenged: undefined };
    /** How long a person may take to sign in, in milliseconds. */
    const LIFETIME = 60 * 60 * 1000;
    /** How many sign-ins may be under way at once; beginning one more forgets the oldest. */
    const MOST = 20;
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
        const isThere = (kind) => { var _a; return Object.keys((_a = webStorage(kind)) !== null && _a !== void 0 ? _a : {}).some(isKey); };
        const ofPage = (_a = ofPages.get(window)) !== null && _a !== void 0 ? _a : [];
        return isThere('localStorage') || isThere('sessionStorage') || ofPage.some((each) => each.find(state));
    }
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
            var _a, _b;
            const { forState } = traitsOf(storage);
            const elsewhere = stateStorage ? undefined : forState && webStorage(forState);
            this._storage = (_a = stateStorage !== null && stateStorage !== void 0 ? stateStorage : elsewhere) !== null && _a !== void 0 ? _a : storage;
            // One client may keep tokens there and another one here, and each has to find its own sign-ins only.
            this._prefix = `cognito-auth.${client.host}.${client.clientId}.${elsewhere ? 'elsewhere.' : ''}`;
            if (typeof window === 'undefined')
                return;
            const isOther = (each) => each._storage !== this._storage || each._prefix !== this._prefix;
            ofPages.set(window, [...((_b = ofPages.get(window)) !== null && _b !== void 0 ? _b : []).filter(isOther).slice(1 - MOST), this]);
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
            if (record.length > LONGEST$3) {
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
                        writeItem(this._storage, this._prefix + old, undefined);
                writeItem(this._storage, this._prefix + state, record);
                writeItem(this._storage, this._prefix + 'states', [...kept, state].join(' '));
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
            var _a;
            return (_a = written(this._storage)) === null || _a === void 0 ? void 0 : _a.catch((error) => {
                throw notTaken$1(error);
            });
        }
        /** @throws CognitoAuthError `storage_unavailable` where nothing that is kept would outlive the redirect */
        requireLasting() {
            if (traitsOf(this._storage).forState !== 'sessionStorage')
                return;
            throw new CognitoAuthError('storage_unavailable', 'Storage and cookies are blocked, so that no sign-in could be finished: pass a StateStorage that outlives the redirect.');
        }
        /** The sign-in with this state that waits for its response, if there is one. */
        find(state) {
            return state === undefined ? undefined : this._read(state);
        }
        /** Whether any sign-in waits for its response. */
        isWaiting() {
            return this._states().some((state) => this._read(state));
        }
        /** Drops the sign-ins that nobody has finished but this one, with their verifiers and what they were to bring back. */
        forgetOthers(kept) {
            for (const state of this._states())
                if (state !== kept)
                    this.forget(state);
        }
        /**
         * The sign-in that this response answers, for the last time.
         * @param now milliseconds since 1970
         * @throws CognitoAuthError `no_transaction`, `state_missing`, `state_mismatch`, `transaction_expired`,
         *   `response_type_mismatch`, `storage_unavailable`
         */
        take({ state, type }, now) {
            const isWaiting = this.isWaiting();
            const transaction = this.find(state);
            const isGone = state === undefined || this.forget(state);
            if (!transaction)
                throw unanswerable(isWaiting, state, type);
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
                writeItem(this._storage, this._prefix + 'states', others.join(' ') || undefined);
            }
            catch (_a) {
                // A list that is too long does no harm.
            }
            return true;
        }
        /** What cannot be read may be there. */
        _isAbsent(key) {
            try {
                return typeof this._storage.getItem(key) !== 'string';
            }
            catch (_a) {
                return false;
            }
        }
        _read(state) {
            var _a;
            if (!isState(state))
                return undefined;
            try {
                const text = (_a = readItem(this._storage, this._prefix + state)) !== null && _a !== void 0 ? _a : 'null';
                const record = { ...LEFT_OUT, ...JSON.parse(text) };
                if (!isTransaction(record))
                    return undefined;
                const { appState, ...transaction } = record;
                return appState === undefined ? transaction : { ...transaction, appState: readValue(appState) };
            }
            catch (_b) {
                return undefined;
            }
        }
        /** The states under way, oldest first. Two tabs may overwrite each other's list: it only serves pruning and hints. */
        _states() {
            var _a;
            return ((_a = readItem(this._storage, this._prefix + 'states')) !== null && _a !== void 0 ? _a : '').split(' ').filter(isState);
        }
    }
    function notTaken$1(error) {
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
    function isTransaction(record) {
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

    /** Whether the response in `url`, if there is one, is for this client: to be taken, or to be refused. */
    function isFor(url, client) {
        const claim = claimIn(url);
        if (!claim)
            return false;
        const { states, type } = claim;
        if (states.some(client.awaits))
            return true;
        if (states.some(isAwaitedByAny))
            return false;
        if (!isAddress(url, client.redirectUri))
            return states.some((state) => isPopupState(state) && isState(state));
        return (client.isAsked ||
            client.transactions.isWaiting() ||
            (type === 'code' && client.takesAnyCode) ||
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
            var _a;
            return (_a = COGNITO_CONSTANTS.HOSTNAMEREGEX.exec(url)) === null || _a === void 0 ? void 0 : _a[2];
        }
        /**
         * The undecoded parameters behind a mark in a URL.
         * @deprecated Use `new URL(url).searchParams`.
         */
        getQueryParameters(url, splitMark) {
            var _a;
            const pairs = ((_a = url.split(splitMark)[1]) !== null && _a !== void 0 ? _a : '').split('&');
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
        constructor(config) {
            super();
            /** Whether the program says whose session is wanted. */
            this._namesUsers = false;
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
        /**
         * Has the next call read the session of this user. A program that calls this names its users itself: from then on a
         * sign-in as somebody else leaves the others' sessions as they are, and `signOut()` ends the one of this user.
         */
        setUsername(username) {
            this.username = username;
            this._namesUsers = true;
        }
        /** The same as `setUsername()`. */
        setUser(username) {
            this.setUsername(username);
        }
        /** The username that the storage names as the last to sign in; undefined where nobody is. */
        getLastUser() {
            return this._cache.lastUser();
        }
        /** The same as `getLastUser()`, but null where nobody is. */
        getCurrentUser() {
            var _a;
            return ((_a = this._cache.lastUser()) !== null && _a !== void 0 ? _a : null);
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
            var _a, _b;
            const isWanted = this.advancedSecurityDataCollectionFlag;
            const data = isWanted && userContextData((_a = this.username) !== null && _a !== void 0 ? _a : '', (_b = this.userPoolId) !== null && _b !== void 0 ? _b : '', this.clientId);
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

    /**
     * How a session is kept once there is one: read, shared with other tabs, refreshed, forgotten. The storage has the
     * truth; the instance holds what it read there, and what the storage would not take.
     */
    class SessionState extends InheritedState {
        constructor(config) {
            super(config);
            this._events = new Emitter();
            /** How many listeners tell the program who is signed in, and how many there are of any kind. */
            this._listeners = 0;
            this._hearing = 0;
            /** Whether somebody else has signed in elsewhere, and the program has not heard of it. */
            this._isSomebodyElse = false;
            /** Sees what is new, as far as that can be seen already. */
            this._look = () => {
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
                var _a;
                off();
                if (--this._hearing === 0)
                    (_a = this._unlisten) === null || _a === void 0 ? void 0 : _a.call(this);
            };
        }
        /** Has the next call of the program fail, unless its listeners know that somebody else has signed in. */
        _unheard() {
            this._isSomebodyElse = this._listeners === 0;
        }
        /**
         * The session as it is now, in the storage or, where that does not have it, here.
         * @throws CognitoAuthError where a storage with promises has not been loaded yet
         */
        _restored() {
            var _a, _b, _c;
            const unchanged = (_a = this._unchanged) === null || _a === void 0 ? void 0 : _a.call(this);
            if (unchanged)
                return unchanged;
            this._unchanged = undefined;
            this._followPage();
            if (!this._cache.isReadable())
                return (_b = this.signInUserSession) !== null && _b !== void 0 ? _b : new CognitoAuthSession();
            this._followUser();
            const held = this.signInUserSession;
            const isOurs = held !== null && held !== this._stored && isSomebody(held);
            if (!isOurs)
                this._read();
            this._report();
            const session = (_c = this.signInUserSession) !== null && _c !== void 0 ? _c : new CognitoAuthSession();
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
            var _a, _b;
            const { untaken } = this._page;
            if (untaken === this._untaken)
                return;
            if (this.signInUserSession === ((_a = this._untaken) === null || _a === void 0 ? void 0 : _a.session))
                this.signInUserSession = (_b = untaken === null || untaken === void 0 ? void 0 : untaken.session) !== null && _b !== void 0 ? _b : this._stored;
            this._untaken = untaken;
        }
        /** Is whoever signed in last, unless the program has named somebody else. */
        _followUser() {
            var _a;
            const user = this._cache.lastUser();
            if (user === this._lastUser) {
                (_a = this.username) !== null && _a !== void 0 ? _a : (this.username = user);
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
            const isWanted = name === username || (held === null || held === void 0 ? void 0 : held.isValid());
            if (isWanted && this._isStored(held, name))
                return;
            const session = this.getCachedSession();
            // Another tab is just writing: it will be whole at the next look.
            const isTorn = !tokenOf(session) && this._cache.accessToken(username);
            if (isTorn && name === username && (held === null || held === void 0 ? void 0 : held.isValid()))
                return;
            this._hold(session);
        }
        /** Makes a session that the storage has that of this instance. */
        _hold(session) {
            this.signInUserSession = this._stored = session;
            this._storedName = this.username;
        }
        _isStored(session, name) {
            var _a, _b;
            return (((_a = this._cache.accessToken(name)) !== null && _a !== void 0 ? _a : '') === tokenOf(session) &&
                ((_b = this._cache.refreshToken(name)) !== null && _b !== void 0 ? _b : '') === refreshTokenOf(session));
        }
        /** Tells the listeners what is new to them. */
        _report(reason = 'otherTab', isSignIn = false) {
            var _a, _b, _c;
            const now = this._state();
            // What was there before anybody could ask is no news.
            const before = (_a = this._reported) !== null && _a !== void 0 ? _a : now;
            const isNew = ((_b = this._reported) === null || _b === void 0 ? void 0 : _b.user) !== now.user || ((_c = this._reported) === null || _c === void 0 ? void 0 : _c.token) !== now.token;
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
            var _a;
            const session = this.signInUserSession;
            const user = session && isSomebody(session) ? ((_a = usernameOf(session)) !== null && _a !== void 0 ? _a : this.username) : undefined;
            return { user, token: tokenOf(session) };
        }
        /**
         * Makes a session that has just arrived that of this instance, of the storage and of the other tabs. Where the storage
         * does not take it, it lasts as long as the page; but cookies are there for others, so that they have it or nobody.
         */
        _keep(session, { username, before }, left = before ? null : this._left()) {
            var _a;
            const name = username !== null && username !== void 0 ? username : usernameOf(session);
            try {
                this._store(session, name);
                this._hold(session);
                this._untaken = this._page.untaken = undefined;
                if (!before)
                    this._page.unfinished = undefined;
                const { warning } = traitsOf(this.storage);
                if (warning)
                    this._events.emit('warning', { error: warning });
                (_a = written(this.storage)) === null || _a === void 0 ? void 0 : _a.catch((error) => {
                    // Half a session is none, and what the storage did not take lasts as long as the page.
                    if (this._stored === session && !(this.storage instanceof ReadThroughStorage)) {
                        this._cache.clear(name);
                        [this._lastUser, this._stored] = [this._cache.lastUser(), null];
                        this._holdUntaken(session, name);
                    }
                    this._events.emit('warning', { error: notTaken(error) });
                });
            }
            catch (error) {
                if (!hasCode(error, 'storage_full') || traitsOf(this.storage).forState === 'localStorage')
                    throw error;
                this._holdUntaken(session, name);
                this._keepRefreshToken(session);
                this._events.emit('warning', { error });
            }
            if (left)
                forgetLeft(left, session, this._cache, this._config);
            this.signInUserSession = session;
            this._lastUser = this._cache.lastUser();
            this._isSomebodyElse = false;
            // Whoever was signed in on this page before has left it by this sign-in.
            this._report('user', before === undefined);
            announce(this.clientId, this._look, this.storage);
            return session;
        }
        _holdUntaken(session, name = '') {
            this._untaken = this._page.untaken = { session, name: (this.username = name) };
        }
        /** Who is signed in before a sign-in; null for a program that names its users itself, who all stay. */
        _left() {
            return this._namesUsers ? null : leftBy(this._cache, this._page);
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
            this._page.untaken = this._page.unfinished = undefined;
            // A response that has made a session makes no other.
            for (const [state, arrived] of arrivals)
                if (!(arrived instanceof Promise))
                    arrivals.delete(state);
            this.clearCachedTokensScopes();
            if (reason === 'user' && !this._namesUsers)
                this._cache.clear(this._cache.lastUser());
            this._lastUser = this._cache.lastUser();
            this.username = undefined;
            this._hold(null);
            this._report(reason);
            announce(this.clientId, this._look, this.storage);
        }
        /** Whether nobody signed out on this page since. */
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
            var _a;
            if (tokenOf(this._restored()) !== tokenOf(session)) {
                this.signInUserSession = session;
                (_a = this.username) !== null && _a !== void 0 ? _a : (this.username = usernameOf(session));
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

    /** How long before its end a session is refreshed, in seconds. */
    const AHEAD = 60;
    /** How long to wait after an attempt, in milliseconds, that succeeded or failed for now. */
    const AGAIN = 30000;
    /** How long a timer can wait at most, in milliseconds. */
    const FARTHEST = 2 ** 31 - 1;
    /**
     * Refreshes ahead of time for as long as the page lives. A timer says when; where timers are throttled or the device
     * slept, the page's waking says it.
     * @returns what to call whenever the session may have become another, and what ends it
     */
    function autoRefresh(session) {
        let timer;
        let isOver = false;
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
                if (!isOver)
                    plan(AGAIN);
            };
            session.refresh(AHEAD).then(again, (error) => {
                // Nothing else is cured by waiting; a clock, say, is put right while the page is out of sight.
                if (hasCode(error, 'network', 'timeout', 'server_error', 'bad_response', 'jwks_unavailable'))
                    again();
            });
        };
        const unwake = onWake(() => {
            plan();
        });
        plan();
        return {
            plan: () => {
                if (!isOver)
                    plan();
            },
            stop: () => {
                isOver = true;
                unwake();
                clearTimeout(timer);
            },
        };
    }

    /** How long to wait for a lock, in milliseconds: longer than whoever refreshes and is awake holds it. */
    const PATIENCE = 12000;
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
    /** The same where its answer may still be on the way: a refusal takes less time than tokens do, and those may take seconds. */
    const PATIENT_LOOKS = [...SECOND_LOOKS, ...Array(24).fill(250)];
    /** What is left after the deadline of a request to fetch a key that nobody has seen before, in milliseconds. */
    const VERIFYING = 1000;
    /** How long another tab's sign-out takes at most to be heard of here, in milliseconds. */
    const AFTERMATH = 1000;
    /** How tokens become a session, and how they are renewed: by one request for all callers of the page and for all tabs. */
    class TokenSequences extends SessionState {
        constructor(config) {
            super(config);
            if (config.refreshesItself)
                this._refreshItself();
        }
        /** @returns what ends that */
        _refreshItself() {
            const { plan, stop } = autoRefresh({
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
            const off = this._hear('changed', plan);
            return () => {
                off();
                stop();
            };
        }
        /** A session that lasts for `minValidity` seconds or more, refreshed when it would not. */
        _validSession(minValidity) {
            const arriving = this._arriving();
            if (arriving)
                return arriving;
            const awaited = this._awaited();
            if (awaited)
                return awaited.then(() => this._validSession(minValidity));
            const session = this._restored();
            this._requireSameUser();
            // Who asks for a token while a sign-in could be finished after all is not sent to begin another.
            const again = this._page.unfinished && !isSomebody(session) ? this._again() : undefined;
            return again !== null && again !== void 0 ? again : this._lasting(session, minValidity);
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
            const lock = `cognito-auth.${this.clientId}.${name !== null && name !== void 0 ? name : refreshToken.slice(-43)}`;
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
            const isShared = session === (untaken === null || untaken === void 0 ? void 0 : untaken.session) && this._cache.refreshToken(untaken.name);
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
            const { isShared = false } = traitsOf(storage);
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
                const isUnchanged = () => {
                    if (!isSameUser() || username === undefined || !this._cache.isReadable())
                        return isSameUser();
                    const there = this._cache.refreshToken(username);
                    // Who was refused elsewhere has cleared the token that this answer replaces; a sign-out clears the name, too.
                    return there === refreshToken || (isShared && there === undefined);
                };
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
                    const looks = isAlone && !isShared ? SECOND_LOOKS : PATIENT_LOOKS;
                    if (mayBeSpent && (await this._isReplaced(username, refreshToken, looks)))
                        continue;
                    if (this._cache.refreshToken(username) === refreshToken) {
                        this._cache.clear(username, isShared);
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
                const tokens = await persist(tokenUrl(this._config), deadline, (timeout) => refreshTokens(this._config, refreshToken, timeout), isGoodRefreshTokenAfter);
                await this._lookAgain();
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
            var _a, _b;
            return [
                { ...tokens, refreshToken: (_a = tokens.refreshToken) !== null && _a !== void 0 ? _a : refreshToken },
                {
                    scopes: session.getTokenScopes().getScopes(),
                    appState: (_b = session.appState) !== null && _b !== void 0 ? _b : session.getState(),
                    before: { access: session.getAccessToken().payload, id: session.getIdToken().payload },
                    openid: session.getIdToken().getJwtToken() !== '',
                    username,
                },
            ];
        }
        /** Has the keys at hand before a code or a refresh token is spent, if they are going to be needed. */
        async _withKeys(run, issuer) {
            var _a;
            if (issuer === void 0) { issuer = (_a = this._config.issuers) === null || _a === void 0 ? void 0 : _a[0]; }
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
            await this._lookAgain();
            if (!isCurrent())
                throw overtaken();
            return this._keep(session, foreknown);
        }
        /** Reads again what a storage with promises holds, where another tab may have changed it during a request. */
        async _lookAgain() {
            var _a;
            // One that cannot be read has not changed, as far as anybody knows: what has arrived is not lost for that.
            await ((_a = this._cache.load()) === null || _a === void 0 ? void 0 : _a.catch(() => undefined));
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
    function startAutoRefreshOf(auth) {
        return auth._refreshItself();
    }

    /** How long a window stays at most that has been told to close itself, in milliseconds. */
    const AFTERGLOW = 1000;
    /** How somebody signs in: away to the hosted pages, and back with a response. */
    class SignInSequences extends TokenSequences {
        /** @throws CognitoAuthError `invalid_configuration`, naming the option and what to write */
        constructor(options) {
            var _a;
            const config = readOptions(options);
            super(config);
            /** Whether the page came with no response of ours in its address. */
            this._isPlain = false;
            this._transactions = new Transactions(config.storage, config.stateStorage, config);
            this._returns = new Returns(config);
            this.launchUri = (_a = config.launchUri) !== null && _a !== void 0 ? _a : navigate;
        }
        /** Has at hand what a storage with promises holds; undefined where none has to be waited for. */
        _load() {
            const loading = [this.storage, this._config.stateStorage].some((storage) => storage instanceof ReadThroughStorage);
            return loading ? Promise.all([this._cache.load(), this._transactions.load()]) : undefined;
        }
        /** Has somebody come back to where they are, unless they would lose a session in memory by that. */
        _returning(options) {
            const page = currentUrl();
            const stays = !page || traitsOf(this.storage).forState === 'sessionStorage';
            return stays || options.returnTo !== undefined ? options : { ...options, returnTo: withoutResponse(page) };
        }
        /**
         * Begins a sign-in and gives its URL.
         * @param at the page that it begins on, whatever the options say
         */
        _begin(options, at, state = randomToken()) {
            const { scopes, redirectUri, prompt, appState, returnTo, ...parameters } = readSignIn(options);
            const { idpIdentifier, identityProvider = idpIdentifier ? '' : this.IdentityProvider } = parameters;
            // Cognito's sign-out hands on to the sign-in page what no request can do without, and nothing else.
            const isSignOut = at === 'signOut';
            const { origin, clientId } = this._config;
            const page = currentUrl();
            const transaction = {
                createdAt: Date.now(),
                responseType: this.responseType,
                redirectUri: redirectUri !== null && redirectUri !== void 0 ? redirectUri : this.RedirectUriSignIn,
                scopes: scopes !== null && scopes !== void 0 ? scopes : this.TokenScopesArray,
                nonce: randomToken(),
                codeVerifier: randomToken(),
                appState,
                returnTo: page && sameOriginUrl(returnTo, page),
                ...(isSignOut && { isUnchallenged: true }),
            };
            this._transactions.begin(state, transaction);
            return authorizeUrl(origin, {
                ...parameters,
                ...transaction,
                screen: at !== null && at !== void 0 ? at : parameters.screen,
                // Programs of amazon-cognito-auth-js set a list of them.
                identityProvider: isSignOut ? '' : [identityProvider].flat().join(),
                clientId,
                state,
                prompt: [prompt !== null && prompt !== void 0 ? prompt : []].flat().join(' ') || undefined,
                userContextData: isSignOut ? undefined : this.getUserContextData(),
                codeChallenge: transaction.responseType === 'code' && !isSignOut
                    ? codeChallenge(transaction.codeVerifier)
                    : undefined,
            });
        }
        /**
         * Signs in at a window that opens in this turn, and stays here.
         * @throws CognitoAuthError as `signIn()`
         */
        async _signInAtWindow(options) {
            var _a, _b;
            const state = popupState(randomToken());
            const url = this._begin(options, undefined, state);
            try {
                requireOwnOrigin((_a = options.redirectUri) !== null && _a !== void 0 ? _a : this.RedirectUriSignIn);
                const popup = openPopup(url, state, this._page.popup);
                (_b = this._page.popup) === null || _b === void 0 ? void 0 : _b.dismiss();
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
        /** The outcome of the response in `url`; undefined where there is none for us. */
        _answer(url, look) {
            const client = {
                transactions: this._transactions,
                redirectUri: this.RedirectUriSignIn,
                awaits: (state) => this._awaits(state),
                isAsked: look.isAsked,
                takesAnyCode: this._config.allowsUnsolicitedResponse,
            };
            const isOurs = isFor(url, client);
            let outcome;
            try {
                return (outcome = isOurs ? this._responseIn(url, look) : undefined);
            }
            finally {
                answer(isOurs ? url : undefined, outcome, this._page);
            }
        }
        _responseIn(url, { isAsked, withdrawn, clean = true }) {
            var _a;
            let response;
            try {
                response = readCallback(url, (state) => this._transactions.find(state) !== undefined);
            }
            finally {
                if (clean)
                    replaceCurrentUrl(url, withoutResponse);
            }
            const state = (_a = response === null || response === void 0 ? void 0 : response.state) !== null && _a !== void 0 ? _a : '';
            // Cognito's own errors may have no state; one that nobody waits for says nothing to somebody who is signed in.
            const isTold = isAsked || this._awaits(state) || (!state && !isSomebody(this._restored()));
            if ((response === null || response === void 0 ? void 0 : response.type) === 'error' && !isTold)
                throw unanswerable(this._transactions.isWaiting(), state);
            const finish = () => this._finish(response, withdrawn);
            if (isPopupState(state))
                return this._handOver(url, state, finish);
            return (response === null || response === void 0 ? void 0 : response.type) === 'code' ? later(finish) : finish();
        }
        _awaits(state) {
            var _a;
            return this._transactions.find(state) !== undefined || ((_a = this._page.unfinished) === null || _a === void 0 ? void 0 : _a.response.state) === state;
        }
        _again() {
            const { unfinished } = this._page;
            if (!(unfinished === null || unfinished === void 0 ? void 0 : unfinished.isGood()))
                return undefined;
            return later(() => this._finish(unfinished.response));
        }
        /** The response in the page's address that nobody has handled yet: whoever asks for a session waits for that. */
        _awaited() {
            var _a, _b;
            if (this._isPlain || !isAtHand(this.storage))
                return undefined;
            const url = (_a = currentUrl()) !== null && _a !== void 0 ? _a : '';
            this._isPlain = !((_b = claimIn(url)) === null || _b === void 0 ? void 0 : _b.states.some((state) => this._transactions.find(state)));
            return this._isPlain ? undefined : untilAnswered(url, this._page);
        }
        /**
         * Leaves the response in `url` to the page that opened this window for it. Where that is gone, it is this page's.
         * @param finish what is done with it then
         * @throws CognitoAuthError `no_transaction` for one that nobody here waits for: somebody who is signed in is not kept waiting
         */
        _handOver(url, state, finish) {
            const { arrivals } = this._page;
            const handedOver = handOver(url, state);
            if (!this._awaits(state) && isAtHand(this.storage) && isSomebody(this._restored()))
                throw unanswerable(this._transactions.isWaiting(), state);
            const session = handedOver.then(async (isTaken) => {
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
            var _a;
            if (!response)
                return undefined;
            const handled = this._page.arrivals.get((_a = response.state) !== null && _a !== void 0 ? _a : '');
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
            if (isGood || state === undefined || state !== this._page.failed)
                this._returns.note(isGood);
            if (!isGood)
                this._page.failed = state;
        }
        _handle(response, withdrawn) {
            var _a;
            const { unfinished } = this._page;
            const again = (unfinished === null || unfinished === void 0 ? void 0 : unfinished.isGood()) && isSame(unfinished.response, response) ? unfinished : undefined;
            if (again)
                this._page.unfinished = undefined;
            const isGood = (_a = again === null || again === void 0 ? void 0 : again.isGood) !== null && _a !== void 0 ? _a : goodForNow(this._watchUser());
            // What the sign-in was to bring back is not lost with it: the page can offer to begin again where it was.
            const begun = again ? again.transaction : this._transactions.find(response.state);
            const bring = bringBack(begun);
            try {
                const transaction = again ? begun : this._take(response);
                requireIssuer(response, this._config.issuers);
                if (response.type === 'error')
                    throw refusalOf(response);
                const session = this._sessionOf(response, transaction, withdrawn, { response, transaction, isGood });
                if (session instanceof Promise)
                    session.catch(bring);
                return session;
            }
            catch (error) {
                bring(error);
                throw error;
            }
        }
        /**
         * The session that a response brings.
         * @param unfinished what the page keeps where it cannot be had for now: the response is as good as before
         */
        _sessionOf(response, transaction, withdrawn, unfinished) {
            const foreknown = transaction
                ? { ...transaction, openid: transaction.scopes.includes('openid') }
                : { scopes: this.TokenScopesArray };
            const isCurrent = this._watchSignOut();
            const keptIf = (isKept) => keepIf(isKept, this._page, unfinished);
            if (response.type === 'token') {
                requireBearer(response.tokenType);
                const session = this._sessionFrom(response, { ...foreknown, frontChannel: true });
                if (withdrawn && !this._config.verifiesAlways) {
                    const left = this._left();
                    this._keep(session, foreknown, null);
                    void this._probation(response, session, foreknown, withdrawn, left);
                    return session;
                }
                const signed = this._keepOnceSigned(session, foreknown, isCurrent);
                return this._arrival(response, signed.catch(keptIf((error) => hasCode(error, 'jwks_unavailable'))), foreknown);
            }
            const { redirectUri = this.RedirectUriSignIn, isUnchallenged } = transaction !== null && transaction !== void 0 ? transaction : {};
            const codeVerifier = isUnchallenged ? undefined : transaction === null || transaction === void 0 ? void 0 : transaction.codeVerifier;
            const form = { code: response.code, redirectUri, codeVerifier };
            const accepted = this._withKeys(() => exchangeOnce(this._config, form))
                .catch(keptIf((error) => isGoodCodeAfter(error) || hasCode(error, 'timeout', 'jwks_unavailable')))
                .then((tokens) => this._accept(tokens, foreknown, isCurrent));
            return this._arrival(response, accepted, foreknown);
        }
        /** While a session is on its way, whoever asks for one waits for it. Then the person goes where they wanted to. */
        _arrival({ state = '' }, session, { returnTo }) {
            const { arrivals } = this._page;
            const arrival = session
                .then(async (arrived) => {
                var _a;
                // What a storage has promised to write would be lost with the page.
                await ((_a = written(this.storage)) === null || _a === void 0 ? void 0 : _a.catch(() => undefined));
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
        async _probation(response, session, { returnTo }, withdrawn, left) {
            var _a, _b;
            const { state = '' } = response;
            this._page.arrivals.set(state, session);
            const error = await verifySession(session, this._config).catch((thrown) => thrown);
            this._page.arrivals.delete(state);
            const isCurrent = this.signInUserSession === session;
            const isGood = error === undefined || isUndecided(error);
            this._note(response, isGood && this._covers(session));
            if (isGood) {
                if (left)
                    forgetLeft(left, session, this._cache, this._config);
                await ((_a = written(this.storage)) === null || _a === void 0 ? void 0 : _a.catch(() => undefined));
                if (isCurrent)
                    leadTo(returnTo);
                return;
            }
            const username = (_b = usernameOf(session)) !== null && _b !== void 0 ? _b : '';
            if (this._cache.accessToken(username) === tokenOf(session)) {
                this._cache.clear(username);
            }
            if (!isCurrent)
                return;
            this._forget('expired');
            // Whoever was signed in before is so again: nothing was wrong with their session.
            if (left && this._cache.accessToken(left.name))
                this._cache.nameLastUser(left.name);
            withdrawn(error);
        }
        /** Whether a refresh is enough. amazon-cognito-identity-js stores no scopes: nothing is known to be missing then. */
        _covers(session) {
            const scopes = session.getTokenScopes().getScopes();
            return !scopes.length || this.TokenScopesArray.every((scope) => scopes.includes(scope));
        }
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
        constructor() {
            super(...arguments);
            this._teller = new Hearing(() => this.userhandler);
            /** Whether `init()` has come to an end. */
            this._isReady = false;
            /** What the last snapshot shows, and of which session. */
            this._snapshot = SIGNED_OUT;
            this._shown = null;
            /**
             * The same for a page that is drawn anew whenever it changes, with whether that is known yet: it is the same object
             * for as long as nothing does. Made for `useSyncExternalStore(auth.subscribe, auth.getSnapshot)`.
             */
            this.getSnapshot = () => {
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
            this.subscribe = (listener) => {
                const tell = () => {
                    listener(this.getSnapshot());
                };
                const off = this._listen('changed', tell, true);
                tell();
                return off;
            };
            /**
             * `fetch()` with the access token, for the page's own origin and `ApiOrigins`. Where the API answers 401, the session
             * is refreshed and the request made once more, if the same person is still signed in; a 401 that remains is the
             * answer. A function that may be passed on.
             * @throws CognitoAuthError `invalid_configuration` for another origin, and for what is no request; as {@link getTokens};
             *   `network` where the API cannot be reached. A signal that is aborted rejects as it does at `fetch()`
             */
            this.fetch = async (input, init) => {
                const { request, origin } = readRequest(input, init);
                const page = currentUrl();
                if (!this._config.apiOrigins.includes(origin) && (!page || new URL(page).origin !== origin)) {
                    throw new CognitoAuthError('invalid_configuration', `The access token is not for ${origin}: write ApiOrigins: ['${origin}'], or leave it to the browser's own fetch.`);
                }
                // React Native has no streams.
                const isStream = typeof ReadableStream === 'function' && (init === null || init === void 0 ? void 0 : init.body) instanceof ReadableStream;
                return fetchWithBearer(request, isStream, async (minValidity) => {
                    const { accessToken } = await this._validSession(minValidity);
                    return { token: accessToken.getJwtToken(), user: accessToken.payload['sub'] };
                }, (error) => {
                    if (hasCode(error, 'session_changed'))
                        this._unheard();
                });
            };
        }
        /** Hears how the callback methods end. */
        get userhandler() {
            return this._userhandler;
        }
        /** Sets what hears how the callback methods end. */
        set userhandler(handler) {
            this._userhandler = handler;
        }
        // ── Promises ──────────────────────────────────────────────────────────────────────────────────────────────────
        /**
         * Finishes the sign-in that the page's address answers, or restores the stored session, refreshing it if need be.
         * @returns null where nobody is signed in
         * @throws CognitoAuthError where the response is refused, or the refresh fails for now
         */
        async init() {
            const { warning } = this._config;
            // Before this nobody could listen.
            if (warning && !this._isReady)
                this._events.emit('warning', { error: warning });
            try {
                return await this._init();
            }
            finally {
                this._isReady = true;
                this._events.emit('changed', undefined);
            }
        }
        async _init() {
            const url = currentUrl();
            const stray = url === undefined ? undefined : strayIn(url, this.RedirectUriSignIn);
            let foreign;
            try {
                const answered = await this._handled(url, false);
                if (answered)
                    return answered;
            }
            catch (error) {
                if (!isUnsolicited(error))
                    throw error;
                foreign = error;
            }
            try {
                const session = await this._validSession(0);
                // An address that was opened before, or forged, keeps nobody out who is signed in.
                const refused = foreign !== null && foreign !== void 0 ? foreign : stray;
                if (refused)
                    this._events.emit('warning', { error: refused });
                return session;
            }
            catch (error) {
                if (!hasCode(error, 'login_required', 'session_expired'))
                    throw error;
                if (foreign)
                    throw foreign;
                return null;
            }
        }
        /**
         * Finishes the sign-in that `url` answers, and nothing else: for a route of its own, or an address that does not come
         * from the page (Electron, a deep link). `init()` does this for the page's address. Called again after `network`,
         * `timeout`, `server_error` or `jwks_unavailable`, it goes on with the same response, for five minutes.
         * @param url absolute or relative; the page's own unless given
         * @returns null where it holds no response, one that is not for this client, or one that nobody is signed in by
         *   (`prompt: 'none'`)
         * @throws CognitoAuthError where the response is refused
         */
        async handleCallback(url) {
            return this._handled(url !== null && url !== void 0 ? url : currentUrl(), url !== undefined);
        }
        /** @param isAsked see {@link _answer} */
        async _handled(url, isAsked) {
            var _a;
            const loading = this._load();
            if (loading)
                await loading;
            try {
                const answered = url === undefined ? undefined : this._answer(url, { isAsked });
                return (_a = (await (answered !== null && answered !== void 0 ? answered : (isAsked ? undefined : this._again())))) !== null && _a !== void 0 ? _a : null;
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
        async signIn(options = {}) {
            const read = readSignIn(options);
            if (read.popup)
                return this._signInAtWindow(read);
            await this._leave(this._begin(this._returning(read)));
            return undefined;
        }
        /**
         * The URL of a sign-in, for a link: it is begun by this call, good for once and for an hour.
         * @throws CognitoAuthError `invalid_configuration`, `storage_full`
         */
        createSignInUrl(options = {}) {
            const read = readSignIn(options, 'createSignInUrl()');
            if (read.popup)
                refuse('A link opens no popup: call signIn({ popup: true }) when it is clicked.');
            return this._begin(this._returning(read));
        }
        /**
         * Leaves the page for the one where somebody who is signed in at managed login adds a passkey (Cognito developer guide,
         * "Managed login endpoints"); the classic hosted UI has none. It takes what a sign-in does and comes back like one, and
         * who comes back with nothing new finds the session as it was.
         * @throws CognitoAuthError as {@link signIn}
         */
        async addPasskey(options = {}) {
            const read = readSignIn(options, 'addPasskey()');
            if (read.popup || read.screen !== undefined)
                refuse('addPasskey() has a page of its own, and opens no popup: leave screen and popup out.');
            await this._leave(this._begin(this._returning(read), 'addPasskey'));
        }
        /**
         * Tokens that can be used for `minValidity` seconds or more (0 unless given), refreshed when they cannot;
         * `Infinity` refreshes in any case.
         * @throws CognitoAuthError `login_required` where nobody is signed in, `session_expired` when the server ended the
         *   session, and otherwise what kept the refresh from succeeding; the session is then as it was
         */
        async getTokens(options) {
            const session = await this._validSession(readValidity(options));
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
         * @throws CognitoAuthError `invalid_configuration`, and then nothing has happened; `no_browser` where there is no page to
         *   leave, and for `signIn` what {@link signIn} throws: the session is forgotten all the same
         */
        async signOut(options = {}) {
            var _a, _b;
            const { revoke = true, redirect = true, redirectUri, signIn } = readSignOut(options, this);
            (_a = this.username) !== null && _a !== void 0 ? _a : (this.username = this.getLastUser());
            // Another instance may have refreshed since: the storage has the token that is alive.
            const sessions = [this.getCachedSession(), this.signInUserSession, (_b = this._page.untaken) === null || _b === void 0 ? void 0 : _b.session];
            const last = this._namesUsers ? undefined : this._cache.lastUser();
            const tokens = new Set([sessions.map(refreshTokenOf).find(Boolean)]);
            // Somebody else may have signed in elsewhere, whose session ends by this.
            if (last !== this.username)
                tokens.add(this._cache.refreshToken(last));
            // What is wrong with it keeps anything from happening.
            const url = signIn && this._begin(this._returning(signIn), 'signOut');
            this._forget('user');
            this._transactions.forgetOthers(url && new URL(url).searchParams.get('state'));
            const revoked = [...tokens].map(async (token) => {
                if (revoke && token)
                    await revokeToken(this._config, token);
            });
            const settled = Promise.allSettled(revoked);
            const forgotten = written(this.storage);
            if (forgotten)
                await forgotten.catch(() => undefined);
            if (url)
                await this._leave(url);
            else if (redirect)
                this.launchUri(this._signOutUrl(redirectUri));
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
            const { cleansUrl: clean } = this._config;
            return this._teller.tell((withdrawn) => this._answer(url, { isAsked: true, withdrawn, clean }));
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
                const awaited = this._awaited();
                if (awaited) {
                    void awaited.then(() => {
                        this.getSession();
                    });
                    return undefined;
                }
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
                if (!isText$2(refreshToken) || !refreshToken) {
                    throw new CognitoAuthError('login_required', 'There is no refresh token to refresh with, as always in the implicit flow: call signIn() or getSession().');
                }
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
            var _a;
            // Programs compare `getState()` before the sign-in with `session.getState()` after it.
            (_a = this.state) !== null && _a !== void 0 ? _a : (this.state = randomToken());
            return this._begin({ appState: this.state });
        }
        /** The URL that ends the session of the hosted pages and comes back to `RedirectUriSignOut`. */
        getFQDNSignOut() {
            return this._signOutUrl();
        }
        _signOutUrl(redirectUri = this.RedirectUriSignOut) {
            return logoutUrl(this._config.origin, this.clientId, redirectUri);
        }
        /** @deprecated Steps of `parseCognitoWebResponse()`, which does them all. */
        getCodeQueryParameter(map) {
            this._step(map);
        }
        /** @deprecated See {@link getCodeQueryParameter}. */
        getTokenQueryParameter(map) {
            this._step(map);
        }
        /** @deprecated See {@link getCodeQueryParameter}. */
        onSuccessExchangeForToken(jsonData) {
            this._teller.tell(() => this._accept(readTokenResponse({ status: 200, text: jsonData }), { scopes: this.TokenScopesArray }));
        }
        /** @deprecated A step of `refreshSession()`. */
        onSuccessRefreshToken(jsonData) {
            this._teller.tell(() => {
                const tokens = readTokenResponse({ status: 200, text: jsonData });
                const session = this._restored();
                return this._accept(...this._completed(tokens, session));
            });
        }
        /** @deprecated Call `userhandler.onFailure()`. */
        onFailure(message, error = new CognitoAuthError('bad_response', message)) {
            var _a;
            (_a = this.userhandler) === null || _a === void 0 ? void 0 : _a.onFailure(message, error);
        }
        _step(map) {
            this._teller.tell((fail) => this._finish(readParameters(map), fail));
        }
        /** Tells the handler; what fails is told once the turn of the call is over. */
        _tell(run) {
            this._teller.tellLater(run);
        }
    }

    const classes = new WeakMap();
    const classOf = (auth) => { var _a; return (_a = classes.get(auth)) !== null && _a !== void 0 ? _a : refuse('This takes what createCognitoAuth() gives: write auth.'); };
    function createCognitoAuth(options) {
        const { VerifySignature, ...others } = options;
        const given = others;
        if (given.ResponseType === 'token')
            refuse('createCognitoAuth() knows the code flow alone: leave ResponseType out, or use CognitoAuth.');
        if (given.AutoRefresh)
            refuse('createCognitoAuth() has no AutoRefresh: call startAutoRefresh(auth).');
        const auth = new CognitoAuth({
            ...given,
            ResponseType: 'code',
            VerifySignature: VerifySignature ? 'always' : undefined,
        });
        const door = {
            init: async () => sessionOf(await auth.init()),
            handleCallback: async (url) => sessionOf(await auth.handleCallback(url)),
            signIn: async (options) => {
                await auth.signIn(options);
            },
            createSignInUrl: async (options) => auth.createSignInUrl(options),
            addPasskey: (options) => auth.addPasskey(options),
            getTokens: (options) => auth.getTokens(options),
            getUser: () => auth.getUser(),
            getSnapshot: auth.getSnapshot,
            subscribe: auth.subscribe,
            on: (name, listener) => auth.on(name, (event) => {
                const { session } = event;
                listener((session ? { session: sessionOf(session) } : event));
            }),
            signOut: (options) => auth.signOut(options),
        };
        classes.set(door, auth);
        return door;
    }
    function sessionOf(session) {
        var _a;
        if (!session)
            return null;
        const { accessToken, idToken, refreshToken, tokenScopes, clockDrift, appState } = session;
        return Object.freeze({
            username: (_a = usernameOf(session)) !== null && _a !== void 0 ? _a : '',
            user: userOf(session),
            accessToken: accessToken.getJwtToken(),
            idToken: idToken.getJwtToken() || undefined,
            refreshToken: refreshToken.getToken() || undefined,
            scopes: tokenScopes.getScopes(),
            expiresAt: session.expiresAt() + clockDrift,
            clockDrift,
            accessClaims: accessToken.payload,
            idClaims: idToken.getJwtToken() ? idToken.payload : undefined,
            appState,
        });
    }

    /**
     * Signs in at a window that opens in this turn, and stays on the page. It has to come back to a page of this origin: one
     * that calls `init()` or `handlePopup()`.
     * @throws CognitoAuthError `popup_blocked`, `popup_closed`, `timeout` after ten minutes, and as `auth.signIn()`
     */
    async function signInWithPopup(auth, options = {}) {
        return sessionOf(await classOf(auth).signIn({ ...options, popup: true }));
    }

    /**
     * `fetch()` with the access token, for the page's own origin and `ApiOrigins`. Where the API answers 401, the session is
     * refreshed and the request made once more.
     * @throws CognitoAuthError `invalid_configuration` for another origin, and for what is no request; as `getTokens()`;
     *   `network` where the API cannot be reached
     */
    function fetchWithToken(auth, input, init) {
        return classOf(auth).fetch(input, init);
    }

    /**
     * Refreshes a minute before the session ends, and when the page can be seen or has a network again; one tab does it for
     * all.
     * @returns what ends that
     */
    function startAutoRefresh(auth) {
        return startAutoRefreshOf(classOf(auth));
    }

    /** Stands in front of a storage whose methods return promises; `await auth.init()` comes before everything else then. */
    function asyncStorage(storage) {
        return new ReadThroughStorage(storage);
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
            (value) => !value || (isText$2(value) && /^[a-z\d.-]+$/i.test(value)),
            "a host, such as 'example.com'",
        ],
        path: [(value) => isText$2(value) && /^\/[^;\p{Cc}]*$/u.test(value), "a path, such as '/'"],
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
            var _a, _b;
            /** A sign-in that nobody finishes would travel with every request, and a sub-domain could plant one. */
            this.forState = 'localStorage';
            const { domain, path = '/', expires = 365, secure = true, sameSite = 'lax', } = checked((_a = options) !== null && _a !== void 0 ? _a : {}, ATTRIBUTES, (name) => {
                refuseMisspelt(name, ATTRIBUTES);
            });
            if (sameSite === 'none' && !secure)
                refuse("sameSite 'none' needs secure: write secure: true, or 'lax'.");
            this.domain = domain || undefined;
            this.isShared = this.domain !== undefined;
            this.path = path;
            this.expires = expires;
            this.secure = secure || Boolean((_b = currentUrl()) === null || _b === void 0 ? void 0 : _b.startsWith('https:'));
            this.sameSite = sameSite;
        }
        /** That the cookies of this page, whosever they are, are more than many servers take with one request. */
        get warning() {
            const { length } = document.cookie;
            if (length <= HEADER_SIZE)
                return undefined;
            return new CognitoAuthError('cookies_too_large', `The cookies of this page have ${length} characters; many servers take ${HEADER_SIZE} with a request: use another Storage.`);
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
            catch (_a) {
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
            var _a, _b;
            const count = Number((_b = /^(\d{1,3})\./.exec((_a = rawCookies().get(`${key}.0`)) !== null && _a !== void 0 ? _a : '')) === null || _b === void 0 ? void 0 : _b[1]);
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
    exports.asyncStorage = asyncStorage;
    exports.createCognitoAuth = createCognitoAuth;
    exports.fetchWithToken = fetchWithToken;
    exports.handlePopup = handlePopup;
    exports.signInWithPopup = signInWithPopup;
    exports.startAutoRefresh = startAutoRefresh;
    exports.verifySignatures = verifySignatures;

}));
//# sourceMappingURL=amazon-cognito-auth.js.map
