import { afterEach, describe, expect, it } from 'vitest'
import { type Served, serve } from '../../sample/serve.ts'

let served: Served | undefined
afterEach(async () => {
  await served?.close()
  served = undefined
})
const options = { port: 0, poolPort: 0, open: false, log: () => undefined }
const text = async (url: string) => (await fetch(url, { redirect: 'manual' })).text()

describe('npm start', () => {
  it('serves the pages, the library from dist/, and the local user pool beside them', async () => {
    served = await serve(options)
    expect(await text(`${served.url}/`)).toContain('initCognitoSDK')
    expect(await text(`${served.url}/spa.html`)).toContain('importmap')
    expect(await text(`${served.url}/dist/amazon-cognito-auth.min.js`)).toContain('AmazonCognitoIdentity')
    expect(await text(`${served.url}/node_modules/js-cookie/dist/js.cookie.mjs`)).toContain('js-cookie')
    expect(await text(`${served.pool.origin}/mailbox`)).toContain('local user pool')
    expect((await fetch(`${served.url}/mailbox`)).status).toBe(404)
    expect((await fetch(`${served.url}/serve.ts/../../package.json`)).status).toBe(404)
  })

  it('says that a port is taken rather than take another one, which no callback URL names', async () => {
    served = await serve(options)
    const port = Number(new URL(served.url).port)
    await expect(serve({ ...options, port })).rejects.toThrow(`Port ${port} is in use.`)
  })

  it('serves the local user pool on the address of a tunnel too', async () => {
    served = await serve({ ...options, publicUrl: 'https://name.example' })
    expect(served.url).toBe('https://name.example')
    expect(served.pool.issuer).toBe('https://name.example/local_DemoPool')
    const here = served.localUrl
    expect(await text(`${here}/`)).toContain('initCognitoSDK')
    expect(await text(`${here}/style.css`)).toContain('.columns')
    expect(await text(`${here}/mailbox`)).toContain('local user pool')
    expect(await text(`${here}/user-pool.css`)).not.toContain('.columns')
    const authorize = `${here}/oauth2/authorize?response_type=code&client_id=1localdemoclient23456789ab&redirect_uri=https://name.example/spa.html`
    const response = await fetch(authorize, { redirect: 'manual' })
    expect(response.status).toBe(302)
    expect(response.headers.get('location')).toMatch(/^(https:\/\/name\.example)?\/login\?/)
  })
})
