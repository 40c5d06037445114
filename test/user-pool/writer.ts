import { createUserPool, fileStore } from '../../sample/user-pool/src/index.ts'
import { CLIENT, PASSWORD, redeem, signIn } from './client.ts'

// A process that works on the file of a user pool until it is killed: it prints what it was answered, a user and the
// user's refresh token a line. The arguments are the file and what its users' names begin with.

const [, , file = '', prefix = ''] = process.argv
const pool = await createUserPool({
  origin: 'http://localhost:9230',
  poolId: 'local_TestPool',
  clients: [CLIENT],
  store: fileStore(file),
})

async function work(name: string): Promise<void> {
  for (let count = 0; ; count += 1) {
    const username = `${name}-${count}`
    await pool.addUser({ username, password: PASSWORD })
    const refreshToken = await redeem(pool, await signIn(pool, username))
    process.stdout.write(`${username} ${refreshToken}\n`)
  }
}

await Promise.all(['a', 'b', 'c'].map((worker) => work(prefix + worker)))
