import { JSDOM } from 'jsdom'
import { expect, type MockInstance, vi } from 'vitest'
import {
  CognitoAuth,
  type CognitoAuthError,
  type CognitoAuthOptions,
  type CognitoAuthSession,
} from '../../src/index.js'
import { MemoryStorage } from '../../src/storage/MemoryStorage.js'
import type { TokenStorage } from '../../src/storage/TokenStorage.js'
import type { Auth } from './doors.ts'
import { Person } from './person.ts'
import { RecordingStorage } from './storage.ts'
import { createWorld, type Heard, heardOf, type World } from './world.ts'

const HOME = 'http://localhost:3000/'
const MALLORY = { username: 'mallory', password: 'Secret-456' }
const A_DAY = 24 * 60 * 60

/** How a response comes in: through which door, from which flow, and what the browser has. */
export interface Way {
  /** A method of the class, or the other door, whose init() it is. */
  readonly door: 'parseCognitoWebResponse' | 'init' | 'createCognitoAuth'
  readonly flow: 'code' | 'token'
  /** Where the application keeps things: all in one storage, or the tokens in memory and the rest in StateStorage. */
  readonly storage: 'persistent' | 'memory'
  readonly signedIn: 'jane' | 'nobody'
}

const AT_CREATE_COGNITO_AUTH: readonly Way[] = [
  { door: 'createCognitoAuth', flow: 'code', storage: 'persistent', signedIn: 'jane' },
  { door: 'createCognitoAuth', flow: 'code', storage: 'memory', signedIn: 'jane' },
  { door: 'createCognitoAuth', flow: 'code', storage: 'persistent', signedIn: 'nobody' },
]

/** init() makes a difference between somebody who is signed in and a visitor. */
export const WAYS: readonly Way[] = (['code', 'token'] as const).flatMap((flow): Way[] => [
  { door: 'parseCognitoWebResponse', flow, storage: 'persistent', signedIn: 'jane' },
  { door: 'parseCognitoWebResponse', flow, storage: 'memory', signedIn: 'jane' },
  { door: 'init', flow, storage: 'persistent', signedIn: 'jane' },
  { door: 'init', flow, storage: 'memory', signedIn: 'jane' },
  { door: 'init', flow, storage: 'persistent', signedIn: 'nobody' },
  // It knows no other flow.
  ...(flow === 'code' ? AT_CREATE_COGNITO_AUTH : []),
])

/** A sign-in that was begun, and the address that Jane came back to from it. */
export interface Begun {
  /** The authorize URL. */
  readonly url: string
  readonly state: string
  readonly callback: string
}

export interface Arrival {
  /** The page that the response arrived at. */
  readonly auth: Auth
  readonly heard: Heard
}

export interface Refusal {
  readonly code: CognitoAuthError['code']
  /** What becomes of the sign-in whose state the response bears. */
  readonly transaction: 'kept' | 'gone'
  /** How many codes were sent to the token endpoint before it was known; 0 unless given. */
  readonly exchanges?: number
  /** The options of the page that the response arrives at. */
  readonly options?: Partial<CognitoAuthOptions>
}

export interface Arriving {
  readonly options?: Partial<CognitoAuthOptions>
  /** What the program passes to parseCognitoWebResponse; the address that was opened unless given. */
  readonly passed?: string
}

/** An application and its user pool with two users: Jane, and Mallory, who means ill. */
export interface Application {
  readonly world: World
  /** The addresses that the library sent requests to. */
  readonly addresses: readonly string[]
  /** A browser of Jane's. */
  browser(way: Way): Promise<Browser>
  /** A browser whose pages have nothing in common with those of the others. */
  stranger(way: Way): Promise<Browser>
  /**
   * The callback of a sign-in of Mallory's own, with an authorize URL built by hand: it asks for no nonce and no
   * challenge, so that only the client can tell it from an answer to Jane.
   */
  forge(flow: Way['flow'], parameters?: Record<string, string>): Promise<string>
}

/** One application for all tests of a file: every user signs in with a password once. */
export async function createApplication(): Promise<Application> {
  const world = await createWorld({
    callbackUrls: [HOME, `${HOME}other`],
    // A session must outlast the tests that let time pass.
    accessTokenValidity: A_DAY,
    idTokenValidity: A_DAY,
  })
  await world.pool.addUser({ ...MALLORY, email: 'mallory@example.com' })
  const mallory = new Person(world.pool)
  const addresses: string[] = []
  const fetch = globalThis.fetch
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    addresses.push(url)
    return fetch(url, init)
  })
  const open = async (window: JSDOM['window'], way: Way) => {
    window.sessionStorage.clear()
    const browser = new Browser(world, addresses, window, way)
    if (way.signedIn === 'jane') await browser.accepts((await browser.begin()).callback)
    return browser
  }
  const { window } = new JSDOM('', { url: HOME })
  return {
    world,
    addresses,
    browser: (way) => open(window, way),
    stranger: (way) => open(new JSDOM('', { url: HOME }).window, way),
    async forge(flow, parameters = {}) {
      const query = new URLSearchParams({
        ...{ response_type: flow, client_id: 'app1', redirect_uri: HOME, scope: 'openid email' },
        ...parameters,
      })
      return (await mallory.authorize(`/oauth2/authorize?${query}`, MALLORY)).href
    },
  }
}

/** The parameters that a response may have: none of them may stay in the address. */
const RESPONSE =
  /[?#&/](code|state|error|error_description|error_uri|id_token|access_token|refresh_token|iss|session_state|token_type|expires_in)(\[.*?\])?=/i

/** A token, which has a dot: a random state may begin like one. */
const SECRET = /eyJ[\w-]+\.|code_verifier=|refresh_token=/

/** A browser in front of the application: an address, a history and storages, in which pages come and go. */
export class Browser {
  readonly tokens: TokenStorage & { entries(): [key: string, value: string][] }
  /** Where a sign-in waits for its response. */
  readonly waiting: RecordingStorage

  constructor(
    readonly world: World,
    private readonly _addresses: readonly string[],
    private readonly _window: JSDOM['window'],
    readonly way: Way,
  ) {
    this.waiting = new RecordingStorage()
    this.tokens = way.storage === 'memory' ? new ListedMemory() : Object.assign(this.waiting, { entries })
    this._show(HOME)
  }

  /** The address of the page. */
  get address(): string {
    return this._window.location.href
  }

  /** A page of the application, on what this browser stores. */
  page(options: Partial<CognitoAuthOptions> = {}): Arrival {
    const { door, flow } = this.way
    const isOther = door === 'createCognitoAuth' && (options.ResponseType ?? flow) === 'code'
    return this.world.at(isOther ? door : 'CognitoAuth').page(this._optionsOf(options))
  }

  private _optionsOf(options: Partial<CognitoAuthOptions>): Partial<CognitoAuthOptions> {
    const { storage, flow } = this.way
    return {
      ResponseType: flow,
      Storage: this.tokens,
      ...(storage === 'memory' && { StateStorage: this.waiting }),
      ...options,
    }
  }

  /** Begins a sign-in, which Jane goes through with, and which brings this application state back. */
  async begin(options: Partial<CognitoAuthOptions> = {}, appState?: string): Promise<Begun> {
    const { auth } = this.page(options)
    if (appState !== undefined && auth instanceof CognitoAuth) auth.setState(appState)
    const url = await (appState === undefined || auth instanceof CognitoAuth
      ? auth.getFQDNSignIn()
      : auth.createSignInUrl({ appState, returnTo: null }))
    const state = new URL(url).searchParams.get('state') ?? ''
    return { url, state, callback: await this.world.signInAt(url) }
  }

  /** Opens an address, whose page lets the library look for a response. */
  async arrive(url: string, { options = {}, passed = url }: Arriving = {}): Promise<Arrival> {
    this._show(url)
    const { auth, heard } = this.page(options)
    if (this.way.door !== 'parseCognitoWebResponse') return { auth, heard: await outcomeOf(auth, heard) }
    if (auth.parseCognitoWebResponse(passed)) await heardOf(heard)
    await quiet()
    return { auth, heard }
  }

  /** Opens an address, and expects a session and nothing else. */
  async accepts(url: string, how: Arriving = {}): Promise<CognitoAuthSession> {
    const { auth, heard } = await this.arrive(url, how)
    expect(heard.failures).toEqual([])
    expect(heard.sessions).toHaveLength(1)
    expect(auth.isUserSignedIn()).toBe(true)
    expect(this.address).not.toMatch(RESPONSE)
    return heard.sessions[0] as CognitoAuthSession
  }

  /**
   * Opens an address, and expects that what it carries is refused in every respect: nothing is sent or stored, who was
   * signed in still is, the program hears it once, the address is clean, and nothing that is secret was said.
   * An error that nobody catches ends the test run. init() does not bother somebody who is signed in with a response
   * that answers no sign-in of this browser: it gives the session that there is.
   * @returns what the program heard
   */
  async refuses(response: string, refusal: Refusal): Promise<Heard['failures'][0] | undefined> {
    const { code, transaction, exchanges = 0, options = {} } = refusal
    const { url, kept } = amongOthers(response)
    const before = this.stored()
    const current = this._accessToken()
    const currentThere = this._accessToken(options)
    const secrets = [...secretsOf(before), ...secretsIn(response)]
    const requested = this._addresses.length
    const console = watchConsole()

    const { auth, heard } = await this.arrive(url, { options })
    const requests = this._addresses.slice(requested)
    const lines = console.end()

    const isNoNews =
      this.way.door !== 'parseCognitoWebResponse' &&
      currentThere !== '' &&
      /^(no_transaction|state_)/.test(code)
    expect(heard.sessions.map((session) => session.getAccessToken().getJwtToken())).toEqual(
      isNoNews ? [currentThere] : [],
    )
    expect(heard.failures.map(({ error }) => error.code)).toEqual(isNoNews ? [] : [code])
    expect(requests).toEqual(Array(exchanges).fill('http://localhost:9230/oauth2/token'))
    const ended = transaction === 'gone' ? stateIn(response) : undefined
    expect(this.stored()).toEqual(withoutTransaction(before, ended))
    // Whoever compares with what was there must know that it was.
    if (ended !== undefined) expect(this.stored()).not.toEqual(before)
    expect(this._accessToken()).toBe(current)
    expect(auth.isUserSignedIn()).toBe(currentThere !== '')
    if (current) expect((await this.page().auth.getTokens()).accessToken).toBe(current)
    expect(this._addresses).toHaveLength(requested + exchanges)
    expect(this.address).toBe(kept)
    expect(lines).toEqual([])
    const said = everythingIn(heard.failures)
    expect(said).not.toMatch(SECRET)
    expect(secrets.filter((secret) => said.includes(secret))).toEqual([])
    return heard.failures[0]
  }

  /**
   * Opens an address, and expects that what it carries is left alone, for it is the page's own or that of another client:
   * nothing is sent, stored or said, who is signed in still is, and the address stays as it is.
   */
  async ignores(response: string, { options = {} }: Arriving = {}): Promise<void> {
    const { url } = amongOthers(response)
    const before = this.stored()
    const currentThere = this._accessToken(options)
    const requested = this._addresses.length
    const console = watchConsole()
    const { auth, heard } = await this.arrive(url, { options })
    expect(console.end()).toEqual([])
    const isRestored = this.way.door !== 'parseCognitoWebResponse' && currentThere !== ''
    expect(heard.sessions.map((session) => session.getAccessToken().getJwtToken())).toEqual(
      isRestored ? [currentThere] : [],
    )
    expect(heard.failures).toEqual([])
    expect(this._addresses).toHaveLength(requested)
    expect(this.stored()).toEqual(before)
    expect(auth.isUserSignedIn()).toBe(currentThere !== '')
    expect(this.address).toBe(url)
  }

  /** Everything this browser keeps for the application. */
  stored(): Map<string, string> {
    const { localStorage, sessionStorage, document } = this._window
    const stores = {
      ...{ tokens: this.tokens.entries(), waiting: [...this.waiting.values] },
      ...{ local: Object.entries(localStorage), session: Object.entries(sessionStorage) },
      cookies: [['', document.cookie]],
    }
    // How sign-ins of this tab came back holds nothing of theirs: it ends circles of redirects (F34).
    const isKept = ([key = '']: readonly string[]) => !key.endsWith('.failed')
    return new Map(
      Object.entries(stores).flatMap(([name, entries]) =>
        [...entries]
          .filter(isKept)
          .map(([key = '', value = '']): [string, string] => [`${name} ${key}`, String(value)]),
      ),
    )
  }

  /** The records of the sign-ins that wait. */
  transactions(): { key: string; state: string; record: Record<string, unknown> }[] {
    return [...this.waiting.values]
      .map(([key, value]) => ({ key, value, state: /^cognito-auth\..*\.([\w-]{43})$/.exec(key)?.[1] ?? '' }))
      .filter(({ state }) => state)
      .map(({ key, value, state }) => ({
        ...{ key, state },
        record: JSON.parse(value) as Record<string, unknown>,
      }))
  }

  /** That of the stored session as a new page finds it; empty where there is none that is valid. */
  private _accessToken(options: Partial<CognitoAuthOptions> = {}): string {
    const { auth } = this.world.page(this._optionsOf(options))
    return auth.isUserSignedIn() ? auth.getCachedSession().getAccessToken().getJwtToken() : ''
  }

  /** Puts the window of this browser in front, at this address. */
  private _show(url: string): void {
    vi.stubGlobal('window', this._window)
    this._window.history.replaceState(null, '', new URL(url, HOME).href)
  }
}

/**
 * Puts parameters into a response, or takes them out, wherever it carries them. They are put in as they are: what is
 * not encoded stays so.
 */
export function change(url: string, changes: Readonly<Record<string, string | undefined>>): string {
  const [, before = '', parameters = ''] = /^([^?#]*[?#])([^]*)$/.exec(url) ?? []
  const rest = parameters.split('&').filter((pair) => !((pair.split('=', 1)[0] ?? '') in changes))
  const added = Object.entries(changes).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  )
  return before + [...rest, ...added].join('&')
}

/** Puts a parameter in front of the others, or behind them. */
export const before = (url: string, parameter: string) =>
  url.replace(/[?#]/, (mark) => `${mark}${parameter}&`)
export const behind = (url: string, parameter: string) => `${url}&${parameter}`

/** The state that a response bears: the first where there are several. */
export function stateIn(url: string): string | undefined {
  return /[?#&]state=([^&#]*)/.exec(url)?.[1]
}

/** What came of init(), in the words of the callbacks, which are the other door and hear nothing. */
async function outcomeOf(auth: Auth, callbacks: Heard): Promise<Heard> {
  const outcome: Heard = { sessions: [], failures: [] }
  try {
    const session = await auth.init()
    if (session) outcome.sessions.push(session)
  } catch (error) {
    const { message } = error as CognitoAuthError
    outcome.failures.push({ message, error: error as CognitoAuthError })
  }
  await quiet()
  expect(callbacks).toEqual({ sessions: [], failures: [] })
  return outcome
}

/** Long enough for what a second call, or an error that nobody waits for, would need to be noticed. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 1))

/** The same response on a page with parameters and a fragment of its own, and the address that shall be left. */
function amongOthers(response: string): { url: string; kept: string } {
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)\??([^#]*)#?([^]*)$/.exec(response) ?? []
  const search = query && `&${query}`
  return fragment
    ? { url: `${path}?tab=2${search}#${fragment}&view=1`, kept: `${path}?tab=2#view=1` }
    : { url: `${path}?tab=2${search}#/home`, kept: `${path}?tab=2#/home` }
}

/** What is stored but for the record of a sign-in and its place in the list of those that wait. */
function withoutTransaction(stored: Map<string, string>, state: string | undefined): Map<string, string> {
  if (state === undefined) return stored
  const rest = [...stored].filter(([key]) => !key.endsWith(`.${state}`))
  return new Map(
    rest
      .map(([key, value]): [string, string] => [key, key.endsWith('.states') ? others(value, state) : value])
      .filter(([key, value]) => value || !key.endsWith('.states')),
  )
}

const others = (states: string, state: string) =>
  states
    .split(' ')
    .filter((other) => other !== state)
    .join(' ')

/** What a browser keeps and nobody may hear: tokens, and the state, nonce and verifier of each sign-in. */
function secretsOf(stored: Map<string, string>): string[] {
  return [...stored].flatMap(([key, value]) => {
    if (key.endsWith('Token')) return [value].filter(Boolean)
    const [, state] = /\.([\w-]{43})$/.exec(key) ?? []
    if (state === undefined) return []
    // What the application wants back is its own, and the error brings it.
    const record = JSON.stringify({ ...(JSON.parse(value) as object), appState: undefined })
    return [state, ...(record.match(/[\w-]{43}/g) ?? [])]
  })
}

/** The code, the state and the tokens in an address. */
function secretsIn(url: string): string[] {
  return [...url.matchAll(/[?#&](?:code|state|id_token|access_token)=([^&#]{20,})/g)].map(
    ([, value = '']) => value,
  )
}

/** Every text that a value leads to: messages, stacks, causes, fields, JSON. */
function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null || seen.has(value)) return ''
  seen.add(value)
  const fields = Reflect.ownKeys(value).map((key) => (value as Record<PropertyKey, unknown>)[key])
  const itself = value instanceof Error ? String(value) : ''
  return [itself, JSON.stringify(value), ...fields.map((field) => everythingIn(field, seen))].join('\n')
}

/** Collects what is written to the console. */
function watchConsole(): { end(): unknown[][] } {
  const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const
  const spies = methods.map((name): MockInstance =>
    vi.spyOn(console, name).mockImplementation(() => undefined),
  )
  return {
    end() {
      const lines = spies.flatMap(({ mock }) => mock.calls as unknown[][])
      for (const spy of spies) spy.mockRestore()
      return lines
    },
  }
}

function entries(this: RecordingStorage): [key: string, value: string][] {
  return [...this.values]
}

/** The memory of a page, which shows what it holds. */
class ListedMemory extends MemoryStorage {
  readonly keys = new Set<string>()

  override setItem(key: string, value: string): string {
    this.keys.add(key)
    return super.setItem(key, value)
  }

  override removeItem(key: string): boolean {
    this.keys.delete(key)
    return super.removeItem(key)
  }

  entries(): [key: string, value: string][] {
    return [...this.keys].map((key) => [key, this.getItem(key) ?? ''])
  }
}
