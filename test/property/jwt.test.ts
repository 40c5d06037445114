import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { CognitoAuthError } from '../../src/errors.js'
import { base64url, base64urlBytes } from '../../src/oauth/base64url.js'
import { sameOriginUrl } from '../../src/oauth/return-to.js'
import { sha256 } from '../../src/oauth/sha256.js'
import { decodeJwt } from '../../src/tokens/jwt.js'
import { verifyTokens } from '../../src/tokens/verify.js'
import { base64urlText, cases, hostileJson, hostileName, hostileText } from '../helpers/arbitraries.ts'
import { isHarmless, mutation, signMutated } from '../helpers/mutations.ts'
import { atHash, CLIENT_ID, ISSUER, now, signPair } from '../helpers/tokens.ts'

vi.setConfig({ testTimeout: 120_000 })

const good = (await signPair()).accessToken

/** What `run` gives, or the error it throws. */
function attempt<T>(run: () => T): { value: T } | { error: unknown } {
  try {
    return { value: run() }
  } catch (error) {
    return { error }
  }
}

function expectCode(outcome: ReturnType<typeof attempt>, code: string | RegExp): void {
  if (!('error' in outcome)) return expect.unreachable('nothing was refused')
  expect(outcome.error).toBeInstanceOf(CognitoAuthError)
  expect((outcome.error as CognitoAuthError).code).toMatch(code)
}

const encode = (text: string | Uint8Array) => Buffer.from(text).toString('base64url')

describe('decoding', () => {
  const member = fc.tuple(fc.oneof(hostileName, fc.constantFrom('a', 'b', '"', '\\', '":"')), hostileJson)
  const members = fc.array(member, { maxLength: 4 })
  /** The JSON of an object with these members, which may name one twice. */
  const json = (pairs: readonly (readonly [string, unknown])[]) =>
    `{${pairs.map((pair) => pair.map((value) => JSON.stringify(value)).join(': ')).join(' ,')}}`
  const object = members.map(json).map(encode)

  const part = fc.oneof(
    base64urlText(),
    object,
    fc.json({ maxDepth: 3 }).map(encode),
    fc.uint8Array({ maxLength: 40 }).map(encode),
    // No UTF-8, but for ASCII.
    members.map((pairs) => encode(Buffer.from(json([...pairs, ['a', 'é']]), 'latin1'))),
    fc.string().map(encode),
    fc.string(),
    fc.constantFrom('', '=', '+/', ' ', encode('\ufeff{}'), encode('{} '), encode('[]')),
  )
  /** What makes a token too long, now and then. */
  const padding = fc.oneof(
    { weight: 60, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 64_000, max: 68_000 }) },
  )
  const token = fc.oneof(
    hostileText,
    fc.array(part, { maxLength: 5 }).map((parts) => parts.join('.')),
    fc.tuple(object, object, part).map((parts) => parts.join('.')),
    fc
      .tuple(fc.nat(good.length), fc.string({ maxLength: 2 }))
      .map(([at, text]) => good.slice(0, at) + text + good.slice(at + 1)),
    fc.constantFrom(good, `${good}.`, 'e30.e30.', 'e30.e3', 'e'),
  )

  /** The claims by RFC 7515, section 7.1, and RFC 7519, section 7.2, step by step. */
  function claims(text: string): unknown {
    const parts = text.split('.')
    expect(parts).toHaveLength(3)
    expect(text.length).toBeLessThanOrEqual(65_536)
    expect(text).toMatch(/^[\w.-]+$/)
    const bytes = Buffer.from(parts[1] ?? '', 'base64url')
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  }

  it('A54: gives the claims of a token, or `malformed_token` for any other string', () => {
    fc.assert(
      fc.property(token, padding, (start, length) => {
        const text = start.padEnd(length, 'x')
        const outcome = attempt(() => decodeJwt(text, 'payload'))
        if ('error' in outcome) expectCode(outcome, 'malformed_token')
        else expect(JSON.stringify(outcome.value)).toBe(JSON.stringify(claims(text)))
      }),
      cases(20_000),
    )
  })

  it('A54, A62: takes every object of distinct names for claims and no object that names a member twice', () => {
    fc.assert(
      fc.property(members, base64urlText(), (pairs, signature) => {
        const text = json(pairs)
        const outcome = attempt(() => decodeJwt(`e30.${encode(text)}.${signature}`, 'payload'))
        const isDistinct = new Set(pairs.map(([name]) => name)).size === pairs.length
        // Six bits that are left over are no byte.
        const isWhole = signature.length % 4 !== 1
        if (!isDistinct || !isWhole) expectCode(outcome, 'malformed_token')
        else expect(outcome).toEqual({ value: JSON.parse(text) as unknown })
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      cases(10_000),
    )
  })
})

describe('verifying', () => {
  const verify = (tokens: { accessToken: string; idToken: string }) =>
    attempt(() =>
      verifyTokens(
        tokens,
        {
          clientId: CLIENT_ID,
          issuers: [ISSUER],
          nonce: 'n',
          openid: true,
          atHash: atHash(tokens.accessToken),
          clockTolerance: 5400,
        },
        now(),
      ),
    )
  const refusal =
    /^(bad_alg|clock_skew|expired|malformed_token|missing_claim|nonce_mismatch|token_substitution|wrong_audience|wrong_issuer|wrong_token_use)$/

  it('A37–A50: refuses every change to a claim of a good pair that is not known to be harmless', async () => {
    await fc.assert(
      fc.asyncProperty(mutation, async (change) => {
        const outcome = verify(await signMutated(change, { access: {}, id: { nonce: 'n' } }))
        if (isHarmless(change, 'exchange')) expect(outcome).toHaveProperty('value.clockDrift')
        else expectCode(outcome, refusal)
      }),
      cases(2_500),
    )
  })

  it('A33: refuses every header but that of RS256 without extensions', async () => {
    const tokens = await signPair({}, { nonce: 'n' })
    const { idToken } = tokens
    const entry = fc.tuple(
      fc.oneof(fc.constantFrom('alg', 'crit', 'kid', 'jku', 'jwk', 'x5u', 'b64', 'typ'), hostileName),
      fc.oneof(
        fc.constantFrom<unknown>('RS256', 'rs256', 'none', 'HS256', 'RS512', ['RS256'], undefined),
        hostileJson,
      ),
    )
    fc.assert(
      fc.property(entry, ([name, value]) => {
        const header = { alg: 'RS256', kid: 'key-1=', [name]: value }
        const outcome = verify({
          ...tokens,
          idToken: encode(JSON.stringify(header)) + idToken.slice(idToken.indexOf('.')),
        })
        const isGood = name === 'alg' ? value === 'RS256' : name !== 'crit' || value === undefined
        if (isGood) expect(outcome).toHaveProperty('value.clockDrift')
        else expectCode(outcome, 'bad_alg')
      }),
      cases(5_000),
    )
  })
})

describe('computing', () => {
  it('A19: hashes as SHA-256 of the platform does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), (message) => {
        const expected = createHash('sha256').update(message).digest('hex')
        expect(Buffer.from(sha256(message)).toString('hex')).toBe(expected)
      }),
      cases(10_000),
    )
  })

  it('A55: writes bytes as base64url and reads them back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), (bytes) => {
        const text = base64url(bytes)
        expect(text).toBe(encode(bytes))
        expect(Buffer.from(base64urlBytes(text)).equals(bytes)).toBe(true)
      }),
      cases(10_000),
    )
  })
})

describe('the page to return to', () => {
  const page = 'https://app.example/a/b?c=d#e'
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '/',
        '//',
        '///',
        '\\',
        '/\\',
        '/.//',
        '/..//',
        '.',
        '..',
        '?',
        '#',
        '@',
        ':',
        '%2F',
        '%09',
        '\t',
        '\n',
      ],
      ...['https:', 'http:', 'HTTPS://', 'javascript:', 'java\nscript:', 'data:text/html,', 'blob:', 'file:'],
      ...[
        'app.example',
        'app.example.evil',
        'evil.example',
        'app.example:443',
        ':444',
        'u:p@',
        'https://',
        'https://u@app.example',
        'https://app.example',
        'app。example',
        '／',
      ],
      ...['x', '\u0000', ' ', '[::1]', '127.0.0.1', '[', '%'],
    ),
    fc.string({ maxLength: 4 }),
  )
  const target = fc.oneof(
    { weight: 5, arbitrary: fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join('')) },
    { weight: 1, arbitrary: hostileText },
    { weight: 1, arbitrary: fc.webUrl({ withFragments: true, withQueryParameters: true }) },
  )

  it('A73: is of exactly the origin of the page, or nothing', () => {
    fc.assert(
      fc.property(target, fc.constantFrom(page, 'http://localhost:3000/'), (text, from) => {
        const url = sameOriginUrl(text, from)
        if (url === undefined) return
        // As the browser that is going to open it reads it, wherever it stands then.
        const opened = new URL(url, 'https://elsewhere.example/')
        expect(opened.href).toBe(url)
        expect(opened.origin).toBe(new URL(from).origin)
        expect(opened.username + opened.password).toBe('')
        expect(url.startsWith(`${opened.origin}/`)).toBe(true)
      }),
      cases(30_000),
    )
  })

  it('A73: is every path, query and fragment of the page itself', () => {
    const path = fc.webUrl({ validSchemes: ['https'], withFragments: true, withQueryParameters: true })
    fc.assert(
      fc.property(path, (text) => {
        const { pathname, search, hash } = new URL(text)
        const own = new URL(`/x${pathname}${search}${hash}`, page).href
        expect(sameOriginUrl(own.slice('https://app.example'.length), page)).toBe(own)
      }),
      cases(5_000),
    )
  })
})
