import { createHash } from 'node:crypto'
import { decodeJwt } from 'jose'
import {
  createUserPool,
  generateKeys,
  type AppClientOptions,
  type UserPool,
  type UserPoolOptions,
} from '../../sample/user-pool/src/index.ts'
import { Person } from '../helpers/person.ts'

export const ORIGIN = 'http://localhost:9230'
export const CALLBACK = 'http://localhost:3000/callback'
export const SIGNED_OUT = 'http://localhost:3000/bye'
export const JANE = { username: 'jane', password: 'Secret-123' }
export const VERIFIER = 'a-verifier-of-more-than-forty-three-characters-0123456789'
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url')

const keys = await generateKeys()

/** A pool at noon of a fixed day with one client and one user; `pass` moves its clock. */
export async function testPool(
  client: Partial<AppClientOptions> = {},
  options: Partial<UserPoolOptions> = {},
): Promise<{
  pool: UserPool
  person: Person
  log: string[]
  pass: (seconds: number) => void
  now: () => number
}> {
  let now = Date.UTC(2026, 0, 15, 12)
  const log: string[] = []
  const pool = await createUserPool({
    origin: ORIGIN,
    poolId: 'local_TestPool',
    clients: [
      {
        clientId: 'app1',
        callbackUrls: [CALLBACK],
        logoutUrls: [SIGNED_OUT],
        allowedOAuthFlows: ['code', 'implicit'],
        allowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
        ...client,
      },
      { clientId: 'app2', callbackUrls: ['https://two.example/a', 'https://two.example/b?x=1'] },
    ],
    clock: () => now,
    log: (line) => log.push(line),
    keys,
    // Where the hash of a password is not what a test is about.
    passwordCost: 2,
    ...options,
  })
  await pool.addUser({ ...JANE, email: 'jane@example.com', attributes: { name: 'Jane Doe' } })
  const pass = (seconds: number) => {
    now += seconds * 1000
  }
  return { pool, person: new Person(pool), log, pass, now: () => now }
}

/** The path of an authorize request (or of another page that takes the same); undefined leaves a parameter out. */
export function request(
  parameters: Record<string, string | undefined> = {},
  path = '/oauth2/authorize',
): string {
  const query = new URLSearchParams()
  const all: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: 'app1',
    redirect_uri: CALLBACK,
    ...parameters,
  }
  for (const [name, value] of Object.entries(all)) if (value !== undefined) query.set(name, value)
  return `${path}?${query.toString()}`
}

/** GET without following redirects. */
export function get(pool: UserPool, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return pool.fetch(new Request(ORIGIN + path, { headers }))
}

/** POST of a form. */
export function post(
  pool: UserPool,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return pool.fetch(
    new Request(ORIGIN + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    }),
  )
}

export interface TokenAnswer {
  id_token?: string
  access_token: string
  refresh_token?: string
  expires_in: number
  token_type: string
  error?: string
}

export const body = async (response: Response) => (await response.json()) as TokenAnswer

/** Signs Jane in and returns the authorization code. */
export async function codeFor(
  person: Person,
  parameters: Record<string, string | undefined> = {},
): Promise<string> {
  const callback = await person.authorize(request(parameters), JANE)
  return callback.searchParams.get('code') ?? ''
}

/** Redeems a code. */
export function redeem(pool: UserPool, code: string, more: Record<string, string> = {}): Promise<Response> {
  const fields = {
    grant_type: 'authorization_code',
    client_id: 'app1',
    redirect_uri: CALLBACK,
    code,
    ...more,
  }
  return post(pool, '/oauth2/token', fields)
}

/** Refreshes. */
export function refresh(
  pool: UserPool,
  refreshToken: string | undefined,
  clientId = 'app1',
): Promise<Response> {
  const fields = { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken ?? '' }
  return post(pool, '/oauth2/token', fields)
}

/** Signs Jane in through the code flow and returns her tokens. */
export async function tokensFor(
  pool: UserPool,
  person: Person,
  parameters: Record<string, string | undefined> = {},
): Promise<TokenAnswer> {
  return body(await redeem(pool, await codeFor(person, parameters)))
}

export const claims = (token: string | undefined) => decodeJwt(token ?? '')
