import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApi } from '../../sample/api.ts'
import { type Served, serve } from '../../sample/serve.ts'
import { Person } from '../helpers/person.ts'

const options = { port: 0, poolPort: 0, open: false, log: () => undefined }

let folder: string
let served: Served | undefined
let child: ChildProcess | undefined
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cognito-auth-serve-'))
})
afterEach(async () => {
  await served?.close()
  served = undefined
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** A request whose path and headers go out as they are. */
function get(origin: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number | undefined; location: string | undefined; text: string }>(
    (done, fail) => {
      const { hostname, port } = new URL(origin)
      request({ hostname, port, path, headers }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => {
          done({ status: response.statusCode, location: response.headers.location, text })
        })
      })
        .on('error', fail)
        .end()
    },
  )
}

describe('the servers of npm start', () => {
  it('serve the pages, the library from dist/, and the local user pool beside them', async () => {
    served = await serve(options)
    const text = async (path: string) => (await get(served?.url ?? '', path)).text
    expect(await text('/')).toContain('initCognitoSDK')
    expect(await text('/spa.html')).toContain('importmap')
    expect(await text('/config.js')).toContain(served.pool.origin)
    expect(await text('/dist/amazon-cognito-auth.min.js')).toContain('AmazonCognitoIdentity')
    expect(await text('/node_modules/js-cookie/dist/js.cookie.mjs')).toContain('js-cookie')
    expect((await get(served.pool.origin, '/mailbox')).text).toContain('Local user pool')
  })

  it.each([
    '/mailbox',
    '/serve.ts',
    '/user-pool/src/keys.ts',
    '/.user-pool.db',
    '/.user-pool.json',
    '/user-pool.config.js',
    '/../package.json',
    '/%2e%2e/package.json',
    '/dist/../package.json',
    '/dist/..%2fpackage.json',
    '/dist/%2e%2e/package.json',
    '//',
    '/__browser_sync__?method=exit',
  ])('serve nothing else: %s', async (path) => {
    served = await serve(options)
    expect((await get(served.url, path)).status).toBe(404)
    expect((await get(served.url, '/')).status).toBe(200)
  })

  it('answer nobody who takes them for another host', async () => {
    served = await serve(options)
    for (const origin of [served.url, served.pool.origin]) {
      expect((await get(origin, '/', { host: 'evil.example' })).status).toBe(421)
      expect((await get(origin, '/', { host: `127.0.0.1:${new URL(origin).port}` })).status).toBe(200)
    }
  })

  it('know the pages under 127.0.0.1 too', async () => {
    served = await serve(options)
    const redirect = encodeURIComponent(served.url.replace('localhost', '127.0.0.1') + '/')
    const query = `response_type=code&client_id=1localdemoclient23456789ab&redirect_uri=${redirect}`
    expect((await get(served.pool.origin, `/oauth2/authorize?${query}`)).location).toMatch(/\/login\?/)
  })

  it('share the address of a tunnel', async () => {
    served = await serve({ ...options, publicUrl: 'https://name.example' })
    expect(served.url).toBe('https://name.example')
    expect(served.pool.issuer).toBe('https://name.example/local_DemoPool')
    const through = (path: string) => get(served?.localUrl ?? '', path, { host: 'name.example' })
    expect((await through('/')).text).toContain('initCognitoSDK')
    expect((await through('/style.css')).text).toContain('.columns')
    expect((await through('/mailbox')).text).toContain('Local user pool')
    expect((await through('/user-pool.css')).text).not.toContain('.columns')
    expect((await through('/serve.ts')).status).toBe(404)
    expect((await through('/browser-sync/socket.io/?EIO=4&transport=polling')).status).toBe(403)
    const query =
      'response_type=code&client_id=1localdemoclient23456789ab&redirect_uri=https://name.example/spa.html'
    expect((await through(`/oauth2/authorize?${query}`)).location).toMatch(
      /^(https:\/\/name\.example)?\/login\?/,
    )
  })
})

describe('an application of one’s own beside the sample', () => {
  const authorize = (clientId: string, url: string) => {
    const query = new URLSearchParams({ response_type: 'code', client_id: clientId, redirect_uri: url })
    return get(served?.pool.origin ?? '', `/oauth2/authorize?${query.toString()}`)
  }
  const SAMPLE = '1localdemoclient23456789ab'

  it('is refused with the way out, and taken with --callback-url', async () => {
    const url = 'http://localhost:5173/'
    served = await serve(options)
    const refused = new URL((await authorize(SAMPLE, url)).location ?? '')
    const page = (await get(served.pool.origin, refused.pathname + refused.search)).text
    expect(page).toContain('Start with npm start -- --callback-url http://localhost:5173/')
    expect(page).toContain('sample/user-pool.config.js')
    await served.close()
    served = await serve({ ...options, callbackUrls: ['http://localhost:8080/in', url] })
    expect((await authorize(SAMPLE, url)).location).toContain('/login?')
    const out = await get(served.pool.origin, `/logout?client_id=${SAMPLE}&logout_uri=${url}`)
    expect(out.location).toBe(url)
  })

  it('has the app client that the configuration gives it', async () => {
    const config = join(folder, 'user-pool.config.mjs')
    const pool = (id: string) =>
      `{ poolId: 'local_${id}', clients: [{ clientId: 'mine', callbackUrls: ['https://mine.example/'] }] }`
    writeFileSync(config, `export default { pools: [${pool('Mine')}] }`)
    served = await serve({ ...options, config })
    expect(served.pool.poolId).toBe('local_Mine')
    expect((await authorize('mine', 'https://mine.example/')).location).toContain('/login?')
    await served.close()
    // What the sample's own has between comment marks, for a reader to take.
    const text = readFileSync(resolve(import.meta.dirname, '../../sample/user-pool.config.js'), 'utf8')
    const taken = join(folder, 'taken.config.mjs')
    writeFileSync(taken, text.replace(/\/\/ (?=[{}]| {2})/g, ''))
    served = await serve({ ...options, config: taken })
    expect((await authorize('mine', 'http://localhost:5173/')).location).toContain('/login?')
    expect(served.pool.users).toMatchObject([
      { username: 'jane', groups: ['gardeners'] },
      { username: 'demo' },
    ])
    await served.close()
    const two = join(folder, 'two.config.mjs')
    writeFileSync(two, `export default { pools: [${pool('A')}, ${pool('B')}] }`)
    await expect(serve({ ...options, config: two })).rejects.toThrow('npm start runs one pool')
  })
})

describe('the API of the sample', () => {
  const CLIENT_ID = '1localdemoclient23456789ab'

  /** The tokens of somebody who signs in as the page does, but for PKCE. */
  async function signIn(publicUrl?: string) {
    served = await serve({ ...options, publicUrl })
    const { url, pool } = served
    const page = { client_id: CLIENT_ID, redirect_uri: `${url}/` }
    const query = new URLSearchParams({ response_type: 'code', scope: 'openid email', ...page })
    const person = new Person(pool)
    await person.open(`/oauth2/authorize?${query.toString()}`)
    await person.signIn({ username: 'demo', password: 'Demo-1234' })
    // Behind a tunnel, user pool and application share an address.
    const callback = person.left ? person.callback : new URL(person.page.url)
    const code = callback.searchParams.get('code') ?? ''
    const body = new URLSearchParams({ grant_type: 'authorization_code', code, ...page })
    const response = await pool.fetch(new Request(`${pool.origin}/oauth2/token`, { method: 'POST', body }))
    return (await response.json()) as Record<'access_token' | 'id_token' | 'refresh_token', string>
  }

  async function ask(token?: string, authorization = `Bearer ${token ?? ''}`) {
    const response = await fetch(`${served?.url ?? ''}/api/orders`, {
      headers: token === undefined ? {} : { authorization },
    })
    const said = (await response.json()) as Record<string, unknown>
    return { status: response.status, said, challenge: response.headers.get('WWW-Authenticate') }
  }
  const refused = (message: RegExp) => ({
    status: 401,
    said: { message: expect.stringMatching(message) as string },
    challenge: 'Bearer error="invalid_token"',
  })

  it('gives people who are signed in their orders, and nobody else', async () => {
    const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = await signIn()
    expect(await ask(accessToken)).toEqual({
      status: 200,
      said: { customer: 'demo', orders: ['12 apples', '1 ladder'] },
      challenge: null,
    })
    expect(await ask()).toEqual({
      status: 401,
      said: { message: 'There is no access token.' },
      challenge: 'Bearer',
    })
    expect(await ask('', `Basic ${accessToken}`)).toMatchObject({ status: 401, challenge: 'Bearer' })
    expect(await ask(idToken)).toEqual(refused(/no access token/))
    expect(await ask(refreshToken)).toEqual(refused(/has signed/))
    expect(await ask('nonsense')).toEqual(refused(/has signed/))
  })

  it('believes no token that the user pool has not signed for this app client, or that is over', async () => {
    const { access_token: accessToken } = await signIn()
    const { privateKey, publicKey } = await generateKeyPair('RS256')
    const claims = decodeJwt(accessToken)
    const [header = '', , signature = ''] = accessToken.split('.')
    const { kid } = decodeProtectedHeader(accessToken)
    const sign = (changes: object, keyId = kid ?? '') =>
      new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'RS256', kid: keyId }).sign(privateKey)

    // Signed by somebody else, under the name of the pool's key and under one of its own.
    expect(await ask(await sign({}))).toEqual(refused(/has signed/))
    expect(await ask(await sign({}, 'another'))).toEqual(refused(/has signed/))
    // Signed by nobody, or for other claims.
    const body = Buffer.from(JSON.stringify({ ...claims, username: 'admin' })).toString('base64url')
    expect(await ask(`${header}.${body}.${signature}`)).toEqual(refused(/has signed/))
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    expect(await ask(`${none}.${body}.`)).toEqual(refused(/has signed/))
    // A pool of one's own, as config.js may name it.
    const theirs = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI'
    expect(await ask(await sign({ iss: theirs }))).toEqual(
      refused(/^This API takes tokens of http:\/\/localhost:\d+\/local_DemoPool only/),
    )

    // Here the stranger's key is the pool's.
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }] }
    const issuer = claims.iss ?? ''
    const api = createApi({ issuer, fetch: () => Promise.resolve(Response.json(jwks)) }, CLIENT_ID)
    const answer = async (changes: object) => {
      const headers = { Authorization: `Bearer ${await sign(changes)}` }
      const response = await api.request('/api/orders', { headers })
      return [response.status, ((await response.json()) as { message?: string }).message]
    }
    expect(await answer({})).toEqual([200, undefined])
    expect(await answer({ client_id: 'another' })).toEqual([401, 'This token is for another app client.'])
    expect(await answer({ token_use: 'id' })).toEqual([401, 'This is no access token.'])
    expect(await answer({ exp: 1_000_000_000 })).toEqual([401, 'This token is over.'])
    expect(await answer({ exp: undefined })).toEqual([401, 'This is no token that the user pool has signed.'])
  })

  it('takes the tokens of who comes through a tunnel', async () => {
    const { access_token: accessToken } = await signIn('https://name.example')
    const headers = { host: 'name.example', authorization: `Bearer ${accessToken}` }
    expect((await get(served?.localUrl ?? '', '/api/orders', headers)).status).toBe(200)
  })

  it('knows nothing but the orders', async () => {
    served = await serve(options)
    for (const path of ['/api/', '/api/users', '/api/../serve.ts'])
      expect((await get(served.url, path)).status).toBe(404)
    expect((await get(served.url, '/api/orders', { host: 'evil.example' })).status).toBe(421)
  })
})

describe('npm start', () => {
  /** Runs the program; gives what it printed when `until` appears in it or it ends. */
  function start(args: readonly string[], until = 'Ctrl+C', before: readonly string[] = []): Promise<string> {
    const program = resolve(import.meta.dirname, '../../sample/serve.ts')
    const started = spawn('node', [...before, '--import', 'tsx', program, '--no-open', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    let printed = ''
    return new Promise((done) => {
      const read = (chunk: Buffer) => {
        printed += chunk.toString()
        if (printed.includes(until)) done(printed)
      }
      started.stdout.on('data', read)
      started.stderr.on('data', read)
      started.on('close', () => {
        done(printed)
      })
    })
  }
  /** The first group of what the running program prints next and matches. */
  const until = (pattern: RegExp) =>
    new Promise<string>((done) => {
      child?.stdout?.on('data', (chunk: Buffer) => {
        const [, found] = pattern.exec(chunk.toString()) ?? []
        if (found !== undefined) done(found)
      })
    })
  const ended = () => new Promise<number | null>((done) => child?.once('exit', done))
  const free = ['--port', '0', '--pool-port', '0']

  it('prints where everything is, remembers its users over a restart until --reset, and ends with Ctrl+C', async () => {
    const file = join(folder, 'users.json')
    const who = { username: 'kept@example.com', password: 'Correct-Horse-1' }
    /** Somebody new to the running user pool, at its sign-in page. */
    const visit = async (printed: string) => {
      const [, site = '', origin = ''] = /The sample +(\S+)\nThe local user pool +(\S+) /.exec(printed) ?? []
      const person = new Person({ origin, fetch: (request) => fetch(request) })
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: '1localdemoclient23456789ab',
        redirect_uri: `${site}/`,
      })
      return person.open(`/oauth2/authorize?${query.toString()}`)
    }
    const end = async () => {
      child?.kill('SIGINT')
      await ended()
    }

    const person = await visit(await start([...free, '--file', file]))
    const mailed = until(/code is (\d{6})/)
    await person.signUp({ email: who.username, password: who.password })
    await person.confirm(await mailed)
    expect(person.callback.searchParams.get('code')).toBeTruthy()
    await end()

    const again = await visit(await start([...free, '--file', file]))
    expect((await again.signIn(who)).callback.searchParams.get('code')).toBeTruthy()
    await end()

    const forgotten = await visit(await start([...free, '--file', file, '--reset']))
    expect((await forgotten.signIn(who)).error).toBe('Incorrect username or password.')
  })

  it('forgets its users with --reset, but not before all else is known to be right', async () => {
    const file = join(folder, 'users.json')
    writeFileSync(file, 'kept')
    expect(await start([...free, '--file', file, '--reset', '--port', 'abc'])).toBe(
      '--port must be a port number, not abc.\n',
    )
    expect(existsSync(file)).toBe(true)
    served = await serve(options)
    const taken = new URL(served.url).port
    expect(await start([...free, '--file', file, '--reset', '--port', taken])).toContain(
      `Port ${taken} is in use.`,
    )
    expect(existsSync(file)).toBe(true)
    expect(await start([...free, '--file', file, '--reset'])).not.toContain('could not be read')
    expect(readFileSync(file, 'utf8')).toMatch(/^SQLite format 3/)
  })

  it.each([
    [['--public-url', 'http://name.example'], '--public-url must be the https address'],
    [['--pool-port', '70000'], '--pool-port must be a port number, not 70000.'],
    [['--callback-url', 'app.example'], '--callback-url is not an absolute URL'],
    [['--nonsense'], "'--nonsense'"],
  ])('says what is wrong with %j', async (args, says) => {
    expect(await start(args)).toContain(says)
    expect(child?.exitCode).toBe(1)
  })

  it('ends when the users cannot be read', async () => {
    expect(await start([...free, '--file', folder], 'nothing that it prints')).toContain(folder)
    expect(child?.exitCode).toBe(1)
  })

  it.each([
    [
      'EACCES',
      'Port 0 may not be used. Is another npm start running? Otherwise write npm start -- --pool-port',
    ],
    [
      'ENOTFOUND',
      'localhost leads nowhere on this machine: write the line "127.0.0.1 localhost" into /etc/hosts.',
    ],
    ['EMFILE', 'no listening: EMFILE'],
  ])('says in a sentence what the machine lacks: %s', async (code, says) => {
    const broken = `
      import { Server } from 'node:net'
      Server.prototype.listen = function () {
        queueMicrotask(() => this.emit('error', Object.assign(new Error('no listening: ${code}'), { code: '${code}' })))
      }`
    const printed = await start(free, 'nothing', [
      '--import',
      `data:text/javascript,${encodeURIComponent(broken)}`,
    ])
    expect(printed).toContain(says)
    expect(printed).not.toMatch(/^ +at /m)
    expect(child?.exitCode).toBe(1)
  })

  it('says what it can do', async () => {
    const help = await start(['--help'], 'do not open a browser')
    expect(help).toContain('--public-url <url>')
    expect(help).toContain('--callback-url <url>')
  })
})
