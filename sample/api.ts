import { Hono } from 'hono'
import { createRemoteJWKSet, customFetch, decodeJwt, errors, jwtVerify } from 'jose'
import type { UserPool } from './user-pool/src/index.ts'

const ORDERS = ['12 apples', '1 ladder']

/** Who asks, or what is wrong with what they sent. */
type Caller = { readonly name: unknown } | { readonly problem: string }

/**
 * The server's part of an application: an API for people who are signed in. It believes nothing that a page says, but an
 * access token that the user pool has signed.
 * @param clientId the app client whose tokens are good
 */
export function createApi(pool: Pick<UserPool, 'issuer' | 'fetch'>, clientId: string): Hono {
  // With a pool at AWS, `issuer` is https://cognito-idp.<region>.amazonaws.com/<pool id>, and there is no customFetch:
  // the pool beside us needs no socket. The keys are fetched once, and again when a token names one that is new.
  const keys = createRemoteJWKSet(new URL(`${pool.issuer}/.well-known/jwks.json`), {
    [customFetch]: (url, init) => pool.fetch(new Request(url, init)),
  })

  async function readToken(token: string): Promise<Caller> {
    try {
      if (decodeJwt(token).iss !== pool.issuer) {
        return {
          problem: `This API takes tokens of ${pool.issuer} only, the local user pool, and this one is of another. Those of your own pool are for a server of your own.`,
        }
      }
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: pool.issuer,
        requiredClaims: ['exp'],
      })
      // The pool signs ID tokens, too, but those are for the page. An access token names its app client in `client_id`;
      // it has an `aud` only where signIn() was given a `resource`.
      if (payload['token_use'] !== 'access') return { problem: 'This is no access token.' }
      if (payload['client_id'] !== clientId) return { problem: 'This token is for another app client.' }
      return { name: payload['username'] }
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { problem: 'This token is over.' }
      if (error instanceof errors.JOSEError)
        return { problem: 'This is no token that the user pool has signed.' }
      throw error
    }
  }

  const api = new Hono()
  api.get('/api/orders', async (c) => {
    const [, token] = /^Bearer (\S+)$/i.exec(c.req.header('Authorization') ?? '') ?? []
    const caller = token === undefined ? { problem: 'There is no access token.' } : await readToken(token)
    c.header('Cache-Control', 'no-store')
    if (!('problem' in caller)) return c.json({ customer: caller.name, orders: ORDERS })
    // RFC 6750, section 3.1: who sent no token is told no error.
    c.header('WWW-Authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"')
    return c.json({ message: caller.problem }, 401)
  })
  return api
}
