import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createUserPool,
  fileStore,
  generateKeys,
  memoryStore,
  type UserPool,
} from '../../sample/user-pool/index.ts'

// npm run bench:user-pool prints what the local user pool does in a second, in memory and in a file.

const ORIGIN = 'http://localhost:9230'
const CALLBACK = 'http://localhost:3000/'
const PASSWORD = 'Secret-123'
const VERIFIER = 'v'.repeat(43)
const AT_ONCE = 200
const QUERY = new URLSearchParams({
  response_type: 'code',
  client_id: 'bench',
  redirect_uri: CALLBACK,
  scope: 'openid',
  code_challenge_method: 'S256',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
}).toString()

const keys = await generateKeys()
const openPool = (store = memoryStore()) =>
  createUserPool({
    origin: ORIGIN,
    poolId: 'local_Bench',
    clients: [{ clientId: 'bench', callbackUrls: [CALLBACK] }],
    store,
    keys,
  })

/** What `work` does per second when it is done `times` times, `atOnce` of them at a time. */
async function rate(
  times: number,
  atOnce: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  const began = performance.now()
  for (let done = 0; done < times; done += atOnce)
    await Promise.all(Array.from({ length: atOnce }, (_, index) => work(done + index)))
  return (times * 1000) / (performance.now() - began)
}

function send(pool: UserPool, path: string, fields: Record<string, string>, cookie = ''): Promise<Response> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Cookie: cookie }
  return pool.fetch(
    new Request(ORIGIN + path, { method: 'POST', headers, body: new URLSearchParams(fields).toString() }),
  )
}

/** The sign-in form, sent; returns the code. */
async function signIn(pool: UserPool, username: string): Promise<string> {
  const page = await pool.fetch(new Request(`${ORIGIN}/login?${QUERY}`))
  const csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const cookie = page.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
  const answer = await send(pool, `/login?${QUERY}`, { _csrf: csrf, username, password: PASSWORD }, cookie)
  const code = new URL(answer.headers.get('location') ?? ORIGIN).searchParams.get('code')
  if (code === null) throw new Error(`${username} could not sign in: ${answer.status}`)
  return code
}

async function token(pool: UserPool, fields: Record<string, string>): Promise<{ refresh_token?: string }> {
  const answer = await send(pool, '/oauth2/token', { client_id: 'bench', ...fields })
  if (answer.status !== 200) throw new Error(`no tokens: ${await answer.text()}`)
  return (await answer.json()) as { refresh_token?: string }
}

async function measure(open: () => Promise<UserPool>): Promise<readonly [string, number][]> {
  const pool = await open()
  const names = Array.from({ length: AT_ONCE }, () => `user-${randomUUID()}`)
  const added = await rate(AT_ONCE, AT_ONCE, (index) =>
    pool.addUser({ username: names[index] ?? '', password: PASSWORD }),
  )
  const single = await rate(20, 1, (index) => signIn(pool, names[index] ?? ''))
  const codes: string[] = []
  const many = await rate(AT_ONCE, AT_ONCE, async (index) =>
    codes.push(await signIn(pool, names[index] ?? '')),
  )
  const [code = ''] = codes
  const redemption = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: VERIFIER }
  const { refresh_token: refreshToken = '' } = await token(pool, { ...redemption, code })
  const redeemed = await rate(100, 1, (index) => token(pool, { ...redemption, code: codes[index + 1] ?? '' }))
  const refresh = () => token(pool, { grant_type: 'refresh_token', refresh_token: refreshToken })
  return [
    ['users added a second, 200 at once', added],
    ['sign-ins a second, one after the other', single],
    ['sign-ins a second, 200 at once', many],
    ['codes redeemed a second', redeemed],
    ['refreshes a second', await rate(200, 1, refresh)],
    ['refreshes a second, 200 at once', await rate(AT_ONCE, AT_ONCE, refresh)],
  ]
}

const folder = await mkdtemp(join(tmpdir(), 'user-pool-bench-'))
try {
  const memory = await measure(() => openPool())
  const file = await measure(() => openPool(fileStore(join(folder, 'pool.db'))))
  const opened = await rate(100, 1, () => openPool())
  const rows = memory.map(([what, inMemory], index) => [what, inMemory, file[index]?.[1] ?? NaN] as const)
  for (const [what, ...numbers] of [...rows, ['pools created a second', opened] as const])
    console.log(what.padEnd(42), ...numbers.map((number) => number.toFixed(1).padStart(9)))
} finally {
  await rm(folder, { recursive: true })
}
