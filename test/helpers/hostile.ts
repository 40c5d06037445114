import { setImmediate } from 'node:timers/promises'
import { inspect } from 'node:util'
import { exportJWK, generateKeyPair } from 'jose'
import { expect, vi } from 'vitest'
import {
  CognitoAuth,
  type CognitoAuthError,
  type CognitoAuthErrorCode,
  type CognitoAuthOptions,
  type CognitoAuthSession,
} from '../../src/index.js'
import { type Auth, type Door, openDoor } from './doors.ts'
import { forAnotherPage, RecordingStorage } from './storage.ts'
import { accessClaims, atHash, CLIENT_ID, idClaims, now } from './tokens.ts'

/* An authorization server that answers as a test wants, a page that asks it, and the ways tokens take between them. */

type Json = Record<string, unknown>

const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
export { privateKey as poolKey, publicKey as poolPublicKey }

/** The key of the user pool as its key set holds it. */
export const poolJwk = { ...(await exportJWK(publicKey)), kid: 'pool-key=', alg: 'RS256', use: 'sig' }

/** How a token departs from one of the user pool. */
export interface Signing {
  /** Members to change; undefined leaves one out. A text stands for the whole header. */
  header?: Json | string
  /** Changes the claims as they are written. */
  payload?: (json: string) => string | Uint8Array
  /** The key; null leaves the signature empty. */
  key?: CryptoKey | null
  /** Changes the finished token. */
  token?: (token: string) => string
}

/** How a pair of tokens departs from one of the user pool, and the answer that it comes in. */
export interface Forgery {
  access?: Json
  id?: Json
  accessSigning?: Signing
  idSigning?: Signing
  /** Members of the answer to change: undefined leaves one out. */
  answer?: Json | ((answer: Json) => Json)
}

async function mint(claims: Json, { header = {}, payload, key = privateKey, token }: Signing = {}) {
  const fullHeader =
    typeof header === 'string' ? header : JSON.stringify({ kid: poolJwk.kid, alg: 'RS256', ...header })
  const json = JSON.stringify(claims)
  const signed = [fullHeader, payload?.(json) ?? json]
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')
  const algorithm = { name: key?.algorithm.name ?? '', hash: 'SHA-256', saltLength: 32 }
  const signature = key ? await crypto.subtle.sign(algorithm, key, Buffer.from(signed)) : new ArrayBuffer()
  const minted = `${signed}.${Buffer.from(signature).toString('base64url')}`
  return token?.(minted) ?? minted
}

/** What a page heard, in its order. */
export interface Heard {
  readonly sessions: CognitoAuthSession[]
  readonly errors: CognitoAuthError[]
  readonly order: ('success' | 'failure')[]
}

export interface Page {
  readonly auth: Auth
  readonly heard: Heard
}

let servers = 0

/** A server with an issuer of its own, because keys are cached by issuer for as long as the page lives. */
export class HostileServer {
  readonly userPoolId = `eu-central-1_Hostile${++servers}`
  /** The issuer of its tokens, unless a test says otherwise; both forms are good. */
  issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${this.userPoolId}`
  readonly otherIssuer = this.issuer.replace('cognito-idp', 'issuer-cognito-idp')
  readonly requests: { url: string; init: RequestInit }[] = []
  /** Answers requests for keys. */
  keys: (url: string, init: RequestInit) => Response | Promise<Response> = () =>
    Response.json({ keys: [poolJwk] })
  /** Answers token requests. */
  tokens: () => Response | Promise<Response> = () => Response.json({ error: 'server_error' }, { status: 500 })
  /** How far the clock of the device is ahead of this server's, in seconds. */
  clockAhead = 0
  /** The door that pages use. */
  door: Door = 'CognitoAuth'
  /** What every page is made with. */
  options: Partial<CognitoAuthOptions> = {}

  readonly storage = new RecordingStorage()
  /** The address of the page. */
  readonly location = { href: 'https://app.example/' }
  /** What must not get into an error. */
  readonly secrets: string[] = []
  private readonly _authTime = now()

  constructor() {
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      this.requests.push({ url, init })
      return url.endsWith('/jwks.json') ? this.keys(url, init) : this.tokens()
    })
    const replaceState = (_state: unknown, _title: string, url: string) => {
      this.location.href = new URL(url, this.location.href).href
    }
    vi.stubGlobal('window', { location: this.location, history: { state: null, replaceState } })
  }

  get keyRequests() {
    return this.requests.filter(({ url }) => url.endsWith('/.well-known/jwks.json'))
  }

  get tokenRequests() {
    return this.requests.filter(({ url }) => url.endsWith('/oauth2/token'))
  }

  /** A page of the application: it has nothing in common with the others but the values of the storage. */
  page(options: Partial<CognitoAuthOptions> = {}): Page {
    const auth = openDoor(this.door, this._optionsOf(options))
    const heard: Heard = { sessions: [], errors: [], order: [] }
    auth.userhandler = {
      onSuccess(session) {
        heard.order.push('success')
        heard.sessions.push(session)
      },
      onFailure(_message, error) {
        heard.order.push('failure')
        heard.errors.push(error)
      },
    }
    return { auth, heard }
  }

  /** The class on a new page, which shows at once what is stored. */
  observer(): CognitoAuth {
    return new CognitoAuth(this._optionsOf({}))
  }

  private _optionsOf(options: Partial<CognitoAuthOptions>): CognitoAuthOptions {
    return {
      UserPoolId: this.userPoolId,
      ClientId: CLIENT_ID,
      AppWebDomain: 'hostile.example',
      TokenScopesArray: ['openid', 'email'],
      RedirectUriSignIn: 'https://app.example/',
      RedirectUriSignOut: 'https://app.example/',
      ResponseType: 'code',
      Storage: forAnotherPage(this.storage),
      LaunchUri: () => undefined,
      ...this.options,
      ...options,
    }
  }

  /** An answer with tokens. The claims hold characters whose base64url has `-` and `_`. */
  async answer(
    { access, id, accessSigning, idSigning, answer = {} }: Forgery,
    nonce?: string,
  ): Promise<Json> {
    const iat = now() - this.clockAhead
    const common = { iss: this.issuer, auth_time: this._authTime, iat, exp: iat + 3600, note: '????? >>>>>' }
    const accessToken = await mint(accessClaims({ ...common, ...access }), accessSigning)
    const bound = { ...common, nonce, at_hash: atHash(accessToken), ...id }
    const idToken = await mint(idClaims(bound), idSigning)
    this.secrets.push(accessToken, idToken)
    const good = { access_token: accessToken, id_token: idToken, token_type: 'Bearer', expires_in: 3600 }
    return { ...good, ...(typeof answer === 'function' ? answer(good) : answer) }
  }

  /** Begins a sign-in and gives what its response must agree with. */
  async begin(options: Partial<CognitoAuthOptions>): Promise<{ state: string; nonce: string }> {
    const { searchParams } = new URL(await this.page(options).auth.getFQDNSignIn())
    const [state = '', nonce = ''] = ['state', 'nonce'].map((name) => searchParams.get(name) ?? '')
    this.secrets.push(state, nonce)
    return { state, nonce }
  }

  /** Signs Jane in by a code, without a look at any key. */
  async signIn({ answer, ...forgery }: Omit<Forgery, 'answer'> & { answer?: Json } = {}): Promise<Page> {
    const page = await codesAt(this.door).deliver(this, {
      ...forgery,
      access: { jti: 'before', ...forgery.access },
      answer: { refresh_token: 'refresh-token-1', ...answer },
    })
    await heardOf(page)
    this.requests.length = 0
    return page
  }
}

/** Waits until a page heard something, `times` times. */
export async function heardOf({ heard }: Page, times = 1): Promise<void> {
  const deadline = performance.now() + 10_000
  while (heard.order.length < times) {
    if (performance.now() > deadline) throw new Error(`heard ${heard.order.join()}, awaited ${times}`)
    await setImmediate()
  }
}

/** Waits for what no handler hears of: that a signature was verified, or could not be. */
export async function settled(server: HostileServer): Promise<void> {
  await vi.waitFor(() => {
    expect(server.keyRequests.length).toBeGreaterThan(0)
  })
  for (const deadline = performance.now() + 20; performance.now() < deadline;) await setImmediate()
}

/** A way that tokens take. */
export interface Channel {
  readonly name: string
  /** The door that the application uses. */
  readonly door: Door
  readonly flow: 'token' | 'code' | 'refresh'
  /** When signatures are verified: before anything is stored, after it, or never. */
  readonly verifies: 'before' | 'after' | 'never'
  /** Brings tokens to a new page of the application, which hears of it in its handlers. */
  deliver(server: HostileServer, forgery: Forgery): Promise<Page>
}

const always = { VerifySignature: 'always' } as const

function redirects(
  name: string,
  verifies: 'before' | 'after',
  options: Partial<CognitoAuthOptions>,
): Channel {
  return {
    name,
    door: 'CognitoAuth',
    flow: 'token',
    verifies,
    async deliver(server, forgery) {
      server.door = 'CognitoAuth'
      const { state, nonce } = await server.begin({ ResponseType: 'token', ...options })
      const answer = Object.entries(await server.answer(forgery, nonce)).filter(
        ([, value]) => value !== undefined,
      )
      const fragment = new URLSearchParams([
        ...answer.map(([key, value]) => [key, String(value)]),
        ['state', state],
      ])
      server.location.href = `https://app.example/?tab=2#${fragment.toString()}`
      const page = server.page(options)
      if (name.includes('init')) {
        void page.auth
          .init()
          .then((session) => {
            page.auth.userhandler.onSuccess(session as CognitoAuthSession)
          })
          .catch((error: unknown) => {
            page.auth.userhandler.onFailure('', error as CognitoAuthError)
          })
      } else page.auth.parseCognitoWebResponse(server.location.href)
      return page
    },
  }
}

function exchanges(name: string, options: Partial<CognitoAuthOptions>, door: Door = 'CognitoAuth'): Channel {
  return {
    name,
    door,
    flow: 'code',
    verifies: options.VerifySignature ? 'before' : 'never',
    async deliver(server, forgery) {
      server.door = door
      const { state, nonce } = await server.begin(options)
      const answer = await server.answer(forgery, nonce)
      server.tokens = () => Response.json(answer)
      server.secrets.push('code-4711-0815')
      server.location.href = `https://app.example/?tab=2&code=code-4711-0815&state=${state}`
      const page = server.page(options)
      page.auth.parseCognitoWebResponse(server.location.href)
      return page
    },
  }
}

function refreshes(name: string, options: Partial<CognitoAuthOptions>, door: Door = 'CognitoAuth'): Channel {
  return {
    name,
    door,
    flow: 'refresh',
    verifies: options.VerifySignature ? 'before' : 'never',
    async deliver(server, forgery) {
      server.door = door
      const answer = await server.answer(forgery)
      server.tokens = () => Response.json(answer)
      server.secrets.push('refresh-token-1')
      const page = server.page(options)
      page.auth.refreshSession('refresh-token-1')
      return page
    },
  }
}

const codes = exchanges('code', {})
/** Without a look at any key. */
const codesAt = (door: Door) => exchanges('code', {}, door)
export const redirectToInit = redirects('redirect to init()', 'before', {})
export const redirectToParse = redirects('redirect to parseCognitoWebResponse()', 'after', {})
export const codesAlways = exchanges('code with VerifySignature: always', always)
export const refreshesAlways = refreshes('refresh with VerifySignature: always', always)

export const CHANNELS: readonly Channel[] = [
  redirectToInit,
  redirectToParse,
  redirects('redirect to parseCognitoWebResponse() with VerifySignature: always', 'before', always),
  codesAlways,
  codes,
  refreshesAlways,
  refreshes('refresh', {}),
  exchanges('code at createCognitoAuth()', {}, 'createCognitoAuth'),
  exchanges('code at createCognitoAuth() with verifySignatures', always, 'createCognitoAuth'),
  refreshes('refresh at createCognitoAuth()', {}, 'createCognitoAuth'),
  refreshes('refresh at createCognitoAuth() with verifySignatures', always, 'createCognitoAuth'),
]

/** Where no token is stored before its signature has been verified. */
export const FAIL_CLOSED = CHANNELS.filter(({ verifies }) => verifies === 'before')

/** Brings forged tokens to somebody who is signed in, and expects all that makes a refusal. */
export async function expectRefusal(
  server: HostileServer,
  channel: Channel,
  forgery: Forgery,
  code: CognitoAuthErrorCode,
  { tokenRequests = channel.flow === 'token' ? 0 : 1 } = {},
): Promise<Page> {
  server.door = channel.door
  const { auth: before } = await server.signIn()
  const stored = [...server.storage.values]
  const page = await channel.deliver(server, forgery)
  const isSignature = code === 'bad_signature' || code === 'unknown_kid'
  const isWithdrawn = isSignature && channel.verifies === 'after'
  const endsSession = channel.flow === 'refresh' && /^(bad_signature|session_changed)$/.test(code)

  await heardOf(page, isWithdrawn ? 2 : 1)
  await setImmediate()
  expect(page.heard.errors).toMatchObject([{ name: 'CognitoAuthError', code }])
  expect(page.heard.order).toEqual(isWithdrawn ? ['success', 'failure'] : ['failure'])
  expect(server.tokenRequests).toHaveLength(tokenRequests)
  expect(server.location.href).toBe('https://app.example/?tab=2')
  const [said] = page.heard.errors.map((error) => inspect(error, { depth: 9 }) + JSON.stringify(error))
  for (const secret of server.secrets.filter(({ length }) => length > 8)) expect(said).not.toContain(secret)

  if (isWithdrawn || endsSession) {
    expect([...server.storage.values]).toEqual([])
    expect([page.auth, server.page().auth].map((auth) => auth.isUserSignedIn())).toEqual([false, false])
  } else {
    expect([...server.storage.values]).toEqual(stored)
    expect(await before.getTokens()).toEqual(await server.page().auth.getTokens())
    expect(server.page().auth.isUserSignedIn()).toBe(true)
  }
  return page
}

/** Brings tokens to somebody who is signed in, and expects that they make the session. */
export async function expectAcceptance(
  server: HostileServer,
  channel: Channel,
  forgery: Forgery = {},
): Promise<CognitoAuthSession> {
  server.door = channel.door
  await server.signIn()
  const page = await channel.deliver(server, forgery)
  await heardOf(page)
  if (channel.verifies === 'after') await settled(server)
  expect(page.heard.errors).toEqual([])
  expect(page.heard.order).toEqual(['success'])
  const [session] = page.heard.sessions as [CognitoAuthSession]
  expect(session.getAccessToken().payload['jti']).toBe('a')
  expect(session.isValid()).toBe(true)
  expect(server.observer().getCachedSession().getAccessToken().getJwtToken()).toBe(
    session.getAccessToken().getJwtToken(),
  )
  expect(server.keyRequests.length > 0).toBe(channel.verifies !== 'never')
  return session
}
