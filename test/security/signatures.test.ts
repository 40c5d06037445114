import { exportSPKI, generateKeyPair } from 'jose'
import { carryOut, type Claims, either, type Row, shown } from '../helpers/forgeries.ts'
import { poolJwk, poolKey, poolPublicKey, type Signing } from '../helpers/hostile.ts'

/*
 * Tokens whose header, signature or shape does not hold, brought to the library in every way that tokens take. In
 * brackets stand the modules of the OpenID Foundation's conformance suite for relying parties that a row carries out.
 */

const base64url = (part: string | Uint8Array) => Buffer.from(part).toString('base64url')

const { privateKey: evil, publicKey: evilPublic } = await generateKeyPair('RS256', { extractable: true })
const evilJwk = await crypto.subtle.exportKey('jwk', evilPublic)
const es256 = (await generateKeyPair('ES256')).privateKey
const pkcs8 = await crypto.subtle.exportKey('pkcs8', poolKey)
/** The key of the pool, for another algorithm. */
const poolKeyFor = (name: string, hash: string) =>
  crypto.subtle.importKey('pkcs8', pkcs8, { name, hash }, false, ['sign'])
const [rs512, ps256] = [
  await poolKeyFor('RSASSA-PKCS1-v1_5', 'SHA-512'),
  await poolKeyFor('RSA-PSS', 'SHA-256'),
]

/** What a verifier that lets the token choose the algorithm would take for the secret of an HMAC. */
const publicTexts: [name: string, secret: string | Uint8Array][] = [
  ['PEM', await exportSPKI(poolPublicKey)],
  ['DER', new Uint8Array(await crypto.subtle.exportKey('spki', poolPublicKey))],
  ['JWK', JSON.stringify(poolJwk)],
  ['modulus', poolJwk.n ?? ''],
]
const hmacKeys = await Promise.all(
  publicTexts.map(async ([name, secret]) => {
    const hmac = { name: 'HMAC', hash: 'SHA-256' }
    return [name, await crypto.subtle.importKey('raw', Buffer.from(secret), hmac, false, ['sign'])] as const
  }),
)

/** A token whose claims were changed after it was signed. */
function reclaimed(token: string): string {
  const [header, payload = '', signature] = token.split('.')
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims
  return [header, base64url(JSON.stringify({ ...claims, 'cognito:groups': ['admin'] })), signature].join('.')
}

/** Signed in another way than it should be: the ID token, and the access token. */
function missigned(what: string, signing: Signing): Row[] {
  const modules = '[invalid-signature] [invalid-sig-rs256]'
  return [
    [`A30 ● ${modules}`, `an ID token ${what}`, 'bad_signature', { idSigning: signing }],
    [`A51 ${modules}`, `an access token ${what}`, 'bad_signature', { accessSigning: signing }],
  ]
}

const bySignature: Row[] = [
  ...missigned('signed by another key', { key: evil }),
  ...missigned('changed after it was signed', { token: reclaimed }),
  ...missigned('without a signature', { key: null }),
  ...missigned('with half a signature', { token: (token) => token.slice(0, -172) }),
  ...missigned('signed with PSS', { key: ps256 }),
  ...missigned('signed over SHA-512', { key: rs512 }),
  ...[
    { jwk: evilJwk },
    { x5c: [evilJwk.n] },
    { jku: 'https://evil.example/jwks.json' },
    { x5u: 'https://evil.example/x5u.pem' },
  ].flatMap((header) => [
    ...either(
      'A33',
      `that brings its key: ${Object.keys(header).join()}`,
      'bad_signature',
      {},
      { key: evil, header },
    ),
    ...either(
      'A33',
      `that names a key it brings: ${Object.keys(header).join()}`,
      'unknown_kid',
      {},
      {
        key: evil,
        header: { ...header, kid: 'evil' },
      },
    ),
    ...either(
      'A33',
      `that brings a key nobody looks at: ${Object.keys(header).join()}`,
      'accepted',
      {},
      { header },
    ),
  ]),
  ...either('A34 ●', 'of an unknown kid', 'unknown_kid', {}, { key: evil, header: { kid: 'evil' } }),
  ...[
    undefined,
    null,
    '',
    1,
    ['pool-key='],
    '__proto__',
    'constructor',
    'pool-key= ',
    'k'.repeat(10_000),
  ].flatMap((kid) =>
    // Stricter than kid-absent-single-jwks, which lets the only key of a set stand in: Cognito always names its key.
    either(
      kid === undefined ? 'A35 [kid-absent-single-jwks] [kid-absent-multiple-jwks]' : 'A35',
      `of the kid ${shown(kid)}`,
      'unknown_kid',
      {},
      { header: { kid } },
    ),
  ),
]

const byAlgorithm: Row[] = [
  ...either(
    'A31 ● [idtoken-sig-none] [invalid-null-alg]',
    'of alg none',
    'bad_alg',
    {},
    { key: null, header: { alg: 'none' } },
  ),
  ...['None', 'NONE', ''].flatMap((alg) =>
    either('A31', `of alg '${alg}'`, 'bad_alg', {}, { key: null, header: { alg } }),
  ),
  ...hmacKeys.flatMap(([name, key]) =>
    either(
      'A32 ● [invalid-sig-hs256]',
      `of HS256 with the public key as ${name}`,
      'bad_alg',
      {},
      { key, header: { alg: 'HS256' } },
    ),
  ),
  ...either('A33 [invalid-sig-es256]', 'of ES256', 'bad_alg', {}, { key: es256, header: { alg: 'ES256' } }),
  ...either(
    'A33 [invalid-alternate-alg]',
    'of RS512',
    'bad_alg',
    {},
    { key: rs512, header: { alg: 'RS512' } },
  ),
  ...either(
    'A33 [invalid-alternate-alg]',
    'of PS256',
    'bad_alg',
    {},
    { key: ps256, header: { alg: 'PS256' } },
  ),
  ...['rs256', ' RS256', ['RS256'], undefined, null, 256].flatMap((alg) =>
    either('A33', `of alg ${shown(alg)}`, 'bad_alg', {}, { header: { alg } }),
  ),
  // RFC 7515, section 4.1.11; RFC 7797, section 6
  ...[{ crit: ['exp'], exp: 1 }, { crit: [] }, { crit: null }, { crit: ['b64'], b64: false }].flatMap(
    (header) => either('A33', `with the header ${JSON.stringify(header)}`, 'bad_alg', {}, { header }),
  ),
]

/** Texts that stand for one part of a token, or for all of it. */
const byShape: Row[] = [
  ...['a', 'a.b', 'a.b.c', '..', 'a.b.c.d', 'a.b.c.d.e'].flatMap((text) =>
    either('A54', `that is '${text}'`, 'malformed_token', {}, { token: () => text }),
  ),
  ...(
    [
      ['of four parts', (token) => `${token}.x`],
      ['of five parts', (token) => `x.${token}.x`],
      ['of two parts', (token) => token.slice(0, token.lastIndexOf('.'))],
      ['with padding', (token) => `${token}=`],
      ['in the other alphabet', (token) => token.replaceAll('-', '+').replaceAll('_', '/')],
      ['with a space before it', (token) => ` ${token}`],
      ['with a line feed behind it', (token) => `${token}\n`],
      ['with a line feed in it', (token) => token.replace('.', '.\n')],
      ['with a signature that is no base64url', (token) => `${token.slice(0, token.lastIndexOf('.'))}.abcde`],
    ] satisfies [string, Signing['token']][]
  ).flatMap(([what, token]) => either('A54', what, 'malformed_token', {}, { token })),
  ...[
    '[]',
    'null',
    '"x"',
    '1',
    '',
    '{',
    '\ufeff{"alg":"RS256","kid":"pool-key="}',
    '{"alg":"none","alg":"RS256","kid":"pool-key="}',
  ].flatMap((header) => either('A54', `with the header ${header}`, 'malformed_token', {}, { header })),
  ...(
    [
      ...['[]', 'null', '"x"', '1', '', '{'].map((text) => [text, () => text] as const),
      ['in invalid UTF-8', (text) => Buffer.from(text.replace('{', '{"x":"\xff",'), 'latin1')],
      ['behind a byte order mark', (text) => `\ufeff${text}`],
      ['that name sub twice', (text) => text.replace('{', '{"sub":"x",')],
      ['that name sub twice, in two spellings', (text) => text.replace('{', String.raw`{"s\u0075b":"x",`)],
      ['that name a member of a member twice', (text) => text.replace('{', '{"x":{"y":1,"y":2},')],
      ['of 64 kB and more', (text) => text.replace('{', `{"x":"${'x'.repeat(65_536)}",`)],
    ] satisfies (readonly [string, Signing['payload']])[]
  ).flatMap(([what, payload]) =>
    either('A54', `with the claims ${what}`, 'malformed_token', {}, { payload }),
  ),
]

carryOut([byAlgorithm, bySignature, byShape].flat())
