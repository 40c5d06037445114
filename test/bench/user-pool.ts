import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createUserPool,
  fileStore,
  generateKeys,
  memoryStore,
  type UserPool,
} from '../../sample/user-pool/src/index.ts'
import { CLIENT, PASSWORD, redeem, refresh, signIn } from '../user-pool/client.ts'

// npm run bench:user-pool prints what the local user pool does in a second, in memory and in a file.

const AT_ONCE = 200

const keys = await generateKeys()
const openPool = (store = memoryStore()) =>
  createUserPool({
    origin: 'http://localhost:9230',
    poolId: 'local_Bench',
    clients: [CLIENT],
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
  const [code = '', ...others] = codes
  const refreshToken = await redeem(pool, code)
  const redeemed = await rate(100, 1, (index) => redeem(pool, others[index] ?? ''))
  return [
    ['users added, 200 at once', added],
    ['sign-ins, one after the other', single],
    ['sign-ins, 200 at once', many],
    ['codes redeemed, one after the other', redeemed],
    ['refreshes, one after the other', await rate(AT_ONCE, 1, () => refresh(pool, refreshToken))],
    ['refreshes, 200 at once', await rate(AT_ONCE, AT_ONCE, () => refresh(pool, refreshToken))],
  ]
}

const folder = await mkdtemp(join(tmpdir(), 'user-pool-bench-'))
try {
  const memory = await measure(() => openPool())
  const file = await measure(() => openPool(fileStore(join(folder, 'pool.db'))))
  const created = await rate(100, 1, () => openPool())
  const rows = memory.map(([what, inMemory], index) => [what, inMemory, file[index]?.[1] ?? NaN] as const)
  const print = (what: string, ...cells: string[]) => {
    console.log(what.padEnd(36), ...cells.map((cell) => cell.padStart(9)))
  }
  print('a second', 'in memory', 'in a file')
  for (const [what, ...numbers] of [...rows, ['pools created', created] as const])
    print(what, ...numbers.map((number) => number.toFixed(1)))
} finally {
  await rm(folder, { recursive: true })
}
