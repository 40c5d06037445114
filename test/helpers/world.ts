import { vi } from 'vitest'
import {
  type AppClientOptions,
  createUserPool,
  generateKeys,
  type UserPool,
} from '../../sample/user-pool/src/index.ts'
import {
  CognitoAuth,
  type CognitoAuthError,
  type CognitoAuthOptions,
  type CognitoAuthSession,
} from '../../src/index.js'
import { type Auth, type Door, openDoor } from './doors.ts'
import { Person } from './person.ts'
import { forAnotherPage, RecordingStorage } from './storage.ts'

const keys = await generateKeys()
/** Each pool has an issuer of its own, so that no test finds the keys that another has fetched. */
let pools = 0
const JANE = { username: 'jane', password: 'Secret-123' }

/** What the callbacks of a page heard. */
export interface Heard {
  sessions: CognitoAuthSession[]
  failures: { message: string; error: CognitoAuthError }[]
}

/** A page of the application, and what its handlers heard. */
export interface Visit<Opened extends Auth = CognitoAuth> {
  readonly auth: Opened
  readonly heard: Heard
}

/** An application that uses the class, or what {@link World.at} gives. */
export interface World<Opened extends Auth = CognitoAuth> {
  readonly pool: UserPool
  /** Somebody with a browser of their own. */
  readonly person: Person
  /** What the pages of the application share: the values of one storage, and what they opened. */
  readonly storage: RecordingStorage
  readonly launched: string[]
  /** The requests of the library: method, path and the form. */
  readonly requests: { path: string; form: URLSearchParams }[]
  /** A page of the application: it has nothing in common with the others but the values of the storage. */
  page(options?: Partial<CognitoAuthOptions>): Visit<Opened>
  /** Another instance on the page of this one, with the same options but for these. */
  beside(auth: Opened, options?: Partial<CognitoAuthOptions>): Visit<Opened>
  /** Signs the person in at the pages that `url` leads to, and gives the URL that they come back to. */
  signInAt(url: string): Promise<string>
  /** Signs in from one page and finishes on another; gives the second. */
  signedIn(options?: Partial<CognitoAuthOptions>): Promise<Visit<Opened>>
  /** Lets time pass for the library and the user pool alike; needs fake timers for `Date`. */
  pass(seconds: number): void
  /** The same application, whose pages use this door. */
  at(door: Door): World<Auth>
}

/** A user pool in-process with the person Jane, and an application whose `fetch` leads to it. */
export async function createWorld(client: Partial<AppClientOptions> = {}): Promise<World> {
  const poolId = `local_Test${++pools}`
  const pool = await createUserPool({
    origin: 'http://localhost:9230',
    poolId,
    clients: [
      {
        clientId: 'app1',
        callbackUrls: ['http://localhost:3000/'],
        logoutUrls: ['http://localhost:3000/'],
        allowedOAuthFlows: ['code', 'implicit'],
        ...client,
      },
    ],
    keys,
    users: [{ ...JANE, email: 'jane@example.com', attributes: { name: 'José 太郎' } }],
    // That passwords are hashed well is asked in test/user-pool.
    passwordCost: 2,
  })
  const requests: World['requests'] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    requests.push({
      path: new URL(url).pathname,
      form: (init.body ?? new URLSearchParams()) as URLSearchParams,
    })
    return pool.fetch(new Request(url, init))
  })
  const person = new Person(pool)
  const storage = new RecordingStorage()
  const launched: string[] = []

  const defaults: CognitoAuthOptions = {
    UserPoolId: poolId,
    Issuer: pool.issuer,
    ClientId: 'app1',
    AppWebDomain: 'http://localhost:9230',
    TokenScopesArray: ['openid', 'email'],
    RedirectUriSignIn: 'http://localhost:3000/',
    RedirectUriSignOut: 'http://localhost:3000/',
    ResponseType: 'code',
    Storage: storage,
    LaunchUri: (url) => launched.push(url),
  }
  const signInAt = async (url: string) => (await person.authorize(url, JANE)).href
  const common = {
    ...{ pool, person, storage, launched, requests, signInAt },
    pass(seconds: number) {
      vi.setSystemTime(Date.now() + seconds * 1000)
    },
    at: (door: Door) => through((options) => openDoor(door, options)),
  }

  function through<Opened extends Auth>(create: (options: CognitoAuthOptions) => Opened): World<Opened> {
    const optionsOf = new WeakMap<Opened, CognitoAuthOptions>()
    const open = (options: CognitoAuthOptions) => {
      const auth = create(options)
      optionsOf.set(auth, options)
      const heard: Heard = { sessions: [], failures: [] }
      auth.userhandler = {
        onSuccess: (session) => heard.sessions.push(session),
        onFailure: (message, error) => heard.failures.push({ message, error }),
      }
      return { auth, heard }
    }
    const page: World<Opened>['page'] = (options) => {
      const { Storage, ...others } = { ...defaults, ...options }
      return open({ ...others, Storage: Storage && forAnotherPage(Storage) })
    }
    return {
      ...common,
      page,
      beside: (auth, options) => open({ ...(optionsOf.get(auth) ?? defaults), ...options }),
      async signedIn(options) {
        // The page is left, and does nothing any more.
        const callback = await signInAt(await page({ ...options, AutoRefresh: false }).auth.getFQDNSignIn())
        const arrived = page(options)
        arrived.auth.parseCognitoWebResponse(callback)
        await heardOf(arrived.heard)
        return arrived
      },
    }
  }
  return through((options) => new CognitoAuth(options))
}

/** Waits until the callbacks heard something, `times` times. */
export function heardOf(heard: Heard, times = 1): Promise<void> {
  return vi.waitFor(
    () => {
      const count = heard.sessions.length + heard.failures.length
      if (count < times) throw new Error(`heard ${count} of ${times}`)
    },
    { interval: 5, timeout: 5000 },
  )
}
