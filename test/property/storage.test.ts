import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CognitoAuth, CognitoAuthError, type CognitoAuthOptions } from '../../src/index.js'
import type { TokenStorage } from '../../src/storage/TokenStorage.js'
import { cases, hostileItem, hostileJson, hostileName } from '../helpers/arbitraries.ts'
import { type Auth, type Door, DOORS, openDoor } from '../helpers/doors.ts'
import { oddName } from '../helpers/names.ts'
import { skipPauses } from '../helpers/pauses.ts'
import { forAnotherPage } from '../helpers/storage.ts'
import { accessClaims, CLIENT_ID, ISSUER, now, sign, signPair, SUB, USER_POOL_ID } from '../helpers/tokens.ts'

vi.setConfig({ testTimeout: 120_000 })

const DOMAIN = 'd.example'
const PREFIX = `CognitoIdentityServiceProvider.${CLIENT_ID}.`
const USER_KEYS = ['idToken', 'accessToken', 'refreshToken', 'tokenScopesString', 'clockDrift']

/** A storage that gives whatever it is made to hold. */
class AnyStorage implements TokenStorage {
  readonly values = new Map<string, unknown>()
  getItem(key: string): string | null {
    return (this.values.get(key) ?? null) as string | null
  }
  setItem(key: string, value: string): void {
    this.values.set(key, value)
  }
  removeItem(key: string): void {
    this.values.delete(key)
  }
}

const createAuth = (storage: TokenStorage) => new CognitoAuth(optionsOf(storage))
const createAt = (door: Door, storage: TokenStorage) => openDoor(door, optionsOf(storage))
const anyDoor = fc.constantFrom(...DOORS)

function optionsOf(storage: TokenStorage): CognitoAuthOptions {
  return {
    UserPoolId: USER_POOL_ID,
    ClientId: CLIENT_ID,
    AppWebDomain: DOMAIN,
    TokenScopesArray: ['openid', 'email'],
    RedirectUriSignIn: 'https://app.example/',
    RedirectUriSignOut: 'https://app.example/',
    ResponseType: 'code',
    Storage: forAnotherPage(storage),
    LaunchUri: () => undefined,
  }
}

/** What `run` gives, or undefined where it throws an error of this library. */
async function settled<T>(run: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await run()
  } catch (error) {
    expect(error).toBeInstanceOf(CognitoAuthError)
    return undefined
  }
}

afterAll(() => {
  vi.unstubAllGlobals()
})

describe('a storage in which anybody may have written', async () => {
  const { accessToken, idToken } = await signPair()
  const other = await signPair(
    { sub: 'other', username: 'other' },
    { sub: 'other', 'cognito:username': 'other', email: 'o@x.example' },
  )
  // Longer ago than the clock can be off.
  const expired = (await signPair({ iat: now() - 10_800, exp: now() - 7200 })).accessToken
  const unsigned = (token: string) =>
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1] ?? ''}.`
  const changed = (token: string, at: number, by: string) => token.slice(0, at) + by + token.slice(at + 1)

  /** Among them the good ones, each where the other belongs. */
  const bad = await Promise.all([
    ...[accessToken, idToken, other.accessToken, other.idToken, unsigned(accessToken), unsigned(idToken)].map(
      (token) => Promise.resolve(token),
    ),
    ...[{ client_id: 'x', aud: 'x' }, { iss: 'https://evil.example' }, { token_use: 'refresh' }].map(
      async (claims) => (await signPair(claims)).accessToken,
    ),
    ...[{ aud: 'x' }, { iss: `${ISSUER}2` }, { sub: 'x' }, { iat: now() - 6 }].map(
      async (claims) => (await signPair({}, claims)).idToken,
    ),
    sign({ token_use: 'access' }),
    sign(accessClaims({ iat: { toString: null } })),
  ])
  const otherToken = fc.constantFrom(...bad, expired)
  /** A good one with one character lost before the signature, or anything else. */
  const noToken = fc.oneof(
    fc
      .tuple(fc.constantFrom(accessToken, idToken), fc.nat(10_000), fc.constantFrom('.', '=', '', '\0'))
      .map(([token, at, by]) => changed(token, at % token.lastIndexOf('.'), by))
      .filter((token) => token !== accessToken && token !== idToken),
    hostileItem,
  )
  /** What there is to read: anything else than text that is not too long is as good as nothing. */
  const textOf = (item: unknown) => (typeof item === 'string' && item.length <= 65_536 ? item : '')
  /** Who is said to be signed in: Jane, by one of her names, or somebody else. */
  const user = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('jane', 'JANE', SUB, 'jane@example.com', 'joe', 'jan') },
    { weight: 1, arbitrary: oddName.filter((name) => name !== '') },
  )

  beforeAll(() => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ error: 'invalid_grant' }, { status: 400 })))
  })

  it('A63, A64: signs nobody in but by good tokens of that user and client, and throws nothing foreign', async () => {
    const stored = fc.record({
      accessToken: fc.oneof(fc.constant(accessToken), otherToken, noToken),
      idToken: fc.oneof(fc.constant(idToken), fc.constant(undefined), otherToken, noToken),
      refreshToken: hostileItem,
      tokenScopesString: fc.oneof(fc.constantFrom('email', 'openid', 'email openid'), hostileItem),
      clockDrift: fc.oneof(
        fc.constantFrom('60s', '-60s', '5400s', '-5000s', '1e9s', '-Infinity', '60', 'NaN'),
        hostileItem,
      ),
      states: hostileItem,
    })
    const call = fc.constantFrom('getTokens', 'init', 'signOut')
    skipPauses()
    await fc.assert(
      fc.asyncProperty(user, stored, call, anyDoor, async (name, { states, ...items }, called, door) => {
        const storage = new AnyStorage()
        storage.values.set(`${PREFIX}LastAuthUser`, name)
        storage.values.set(`cognito-auth.${DOMAIN}.${CLIENT_ID}.states`, states)
        for (const [key, value] of Object.entries(items)) storage.values.set(`${PREFIX}${name}.${key}`, value)

        const [id, scopes, clock] = [items.idToken, items.tokenScopesString, items.clockDrift].map(textOf)
        const isGood =
          // Only the ID token names the address.
          [SUB, 'jane', ...(id ? ['jane@example.com'] : [])].includes(name.toLowerCase()) &&
          items.accessToken === accessToken &&
          (id ? id === idToken : !scopes?.split(' ').includes('openid'))
        // It shows at once what is stored.
        const observer = createAuth(storage)
        const auth = createAt(door, storage)
        const isSignedIn = observer.isUserSignedIn()
        // Towards the end of the hour it depends on the drift. Anything else is decided by the tokens.
        if (!isGood || !(Math.abs(Number.parseFloat(clock ?? '')) > 3000)) expect(isSignedIn).toBe(isGood)
        const session = observer.getCachedSession()
        const tokens = [session.getAccessToken(), session.getIdToken()].map((token) => token.getJwtToken())
        if (isGood) expect(tokens).toEqual([accessToken, id])
        // One that was good is there to be refreshed.
        else expect(['', expired]).toContain(tokens[0])

        if (called === 'signOut') {
          await auth.signOut()
          for (const key of USER_KEYS) expect(storage.values.has(`${PREFIX}${name}.${key}`)).toBe(false)
          expect(storage.values.has(`${PREFIX}LastAuthUser`)).toBe(false)
          expect([auth, observer].map((each) => each.isUserSignedIn())).toEqual([false, false])
        } else if (called === 'init') {
          expect((await settled(() => auth.init()))?.isValid() ?? false).toBe(isSignedIn)
        } else {
          expect((await settled(() => auth.getTokens()))?.accessToken).toBe(
            isSignedIn ? accessToken : undefined,
          )
        }
      }),
      cases(2_000),
    )
  })

  it('A65: exchanges no code for the record of a sign-in that is not whole', async () => {
    const whole = {
      ...{
        createdAt: Date.now(),
        responseType: 'code',
        redirectUri: 'https://app.example/',
        scopes: ['openid'],
      },
      ...{ nonce: 'n', codeVerifier: 'v'.repeat(43), appState: 'a', returnTo: '/' },
    }
    const needed = ['createdAt', 'responseType', 'redirectUri', 'scopes', 'nonce', 'codeVerifier'] as const
    const record = fc.oneof(
      fc
        .tuple(fc.oneof(fc.constantFrom(...needed, 'appState', 'returnTo'), hostileName), hostileJson)
        .map(([name, value]) => JSON.stringify({ ...whole, [name]: value })),
      fc.constantFrom(...needed).map((name) => JSON.stringify({ ...whole, [name]: undefined })),
      fc.nat(200).map((length) => JSON.stringify(whole).slice(0, length)),
      hostileItem,
    )
    /** Whether a record is one that the library may have written, member by member. */
    const isWhole = (text: unknown) => {
      try {
        const read = JSON.parse(text as string) as Record<string, unknown>
        const kinds = Object.entries(whole).map(([name, value]) => {
          // What the application keeps may be anything.
          const isGood = name === 'appState' || (name === 'returnTo' && read[name] === undefined)
          return isGood || typeof read[name] === typeof value
        })
        const { scopes } = read
        const areTexts = Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string')
        return (
          typeof text === 'string' && !kinds.includes(false) && areTexts && read['responseType'] === 'code'
        )
      } catch {
        return false
      }
    }
    await fc.assert(
      fc.asyncProperty(record, anyDoor, async (text, door) => {
        const requests: unknown[] = []
        vi.stubGlobal('fetch', (url: unknown) => {
          requests.push(url)
          return Promise.resolve(Response.json({ error: 'invalid_grant' }, { status: 400 }))
        })
        const storage = new AnyStorage()
        const state = 's'.repeat(43)
        const key = `cognito-auth.${DOMAIN}.${CLIENT_ID}.${state}`
        storage.values.set(key, text)
        const auth = createAt(door, storage)
        const failure = await new Promise((onFailure) => {
          auth.userhandler = {
            onSuccess: onFailure,
            onFailure: (_, error) => {
              onFailure(error)
            },
          }
          auth.parseCognitoWebResponse(`/?code=C&state=${state}`)
        })
        expect(failure).toBeInstanceOf(CognitoAuthError)
        if (!isWhole(text)) expect(requests).toEqual([])
        if (typeof text === 'string') expect(storage.values.has(key)).toBe(false)
      }),
      cases(1_500),
    )
  })
})

describe('several users of one storage', () => {
  /** What the storage ought to hold. */
  interface Model {
    readonly sessions: Map<string, readonly string[]>
    last: string | undefined
  }
  /** What it holds, and the page where each of them signed in. */
  interface Real {
    readonly storage: AnyStorage
    readonly pages: Map<string, Auth>
  }

  function expectSame(model: Model, { storage, pages }: Real): void {
    const expected = new Map<string, unknown>()
    for (const [name, items] of model.sessions)
      USER_KEYS.forEach((key, i) => expected.set(`${PREFIX}${name}.${key}`, items[i]))
    if (model.last !== undefined) expected.set(`${PREFIX}LastAuthUser`, model.last)
    expect(storage.values).toEqual(expected)
    // Every page is that of whoever signed in last.
    for (const auth of pages.values()) expect(auth.isUserSignedIn()).toBe(model.last !== undefined)
    expect(createAuth(storage).isUserSignedIn()).toBe(model.last !== undefined)
  }

  class SignIn implements fc.AsyncCommand<Model, Real> {
    private readonly namesUsers: boolean

    /** @param mayName whether the program names its users, whose other users then stay: only the class can do that */
    constructor(
      private readonly name: string,
      mayName: boolean,
      private readonly door: Door,
    ) {
      this.namesUsers = mayName && door === 'CognitoAuth'
    }

    check = () => true
    toString = () =>
      `sign in ${JSON.stringify(this.name)}${this.namesUsers ? ', as named' : ''} at ${this.door}`

    async run(model: Model, real: Real): Promise<void> {
      const auth = createAt(this.door, real.storage)
      const { searchParams } = new URL(await auth.getFQDNSignIn())
      const refreshToken = `refresh token ${real.pages.size}`
      // A name that is empty is none: the sub takes its place.
      const [sub, nonce] = [`sub of ${this.name}`, searchParams.get('nonce')]
      const name = this.name || sub
      if (this.namesUsers && auth instanceof CognitoAuth) auth.setUsername(name)
      const pair = await signPair({ sub, username: this.name }, { sub, nonce, 'cognito:username': this.name })
      const body = {
        ...{ access_token: pair.accessToken, id_token: pair.idToken, refresh_token: refreshToken },
        ...{ token_type: 'Bearer', scope: 'openid' },
      }
      vi.stubGlobal('fetch', () => Promise.resolve(Response.json(body)))
      await new Promise<unknown>((onSuccess, reject) => {
        auth.userhandler = {
          onSuccess,
          onFailure: (_, error) => {
            reject(error)
          },
        }
        auth.parseCognitoWebResponse(`/?code=C&state=${searchParams.get('state') ?? ''}`)
      })
      if (!this.namesUsers && model.last !== undefined && model.last !== name)
        model.sessions.delete(model.last)
      const drift = real.storage.getItem(`${PREFIX}${name}.clockDrift`) ?? ''
      model.sessions.set(name, [pair.idToken, pair.accessToken, refreshToken, 'openid', drift])
      model.last = name
      real.pages.set(name, auth)
      expectSame(model, real)
    }
  }

  class SignOut implements fc.AsyncCommand<Model, Real> {
    constructor(private readonly nth: number) {}
    check = ({ sessions }: Model) => sessions.size > 0
    toString = () => `sign out the ${this.nth}th`

    async run(model: Model, real: Real): Promise<void> {
      const names = [...model.sessions.keys()]
      const name = names[this.nth % names.length] ?? ''
      vi.stubGlobal('fetch', () => Promise.resolve(new Response()))
      await real.pages.get(name)?.signOut()
      if (model.last !== undefined) model.sessions.delete(model.last)
      model.last = undefined
      expectSame(model, real)
    }
  }

  it('A60: share no key, whatever their names and in whatever order they come and go', async () => {
    const commands = fc.commands(
      [
        fc.tuple(oddName, fc.boolean(), anyDoor).map((drawn) => new SignIn(...drawn)),
        fc.nat(9).map((nth) => new SignOut(nth)),
      ],
      {
        maxCommands: 12,
      },
    )
    await fc.assert(
      fc.asyncProperty(commands, (list) =>
        fc.asyncModelRun(
          () => ({
            model: { sessions: new Map(), last: undefined },
            real: { storage: new AnyStorage(), pages: new Map() },
          }),
          list,
        ),
      ),
      cases(150),
    )
  })
})
