import { carryOut, type Claims, either, type Ending, type Row, shown } from '../helpers/forgeries.ts'
import type { HostileServer } from '../helpers/hostile.ts'
import { CLIENT_ID, now, SUB } from '../helpers/tokens.ts'

/*
 * Tokens whose claims do not hold, brought to the library in every way that tokens take. In brackets stand the modules
 * of the OpenID Foundation's conformance suite for relying parties that a row carries out.
 */

const hour = 3600

const byAudience: Row[] = [
  ['A37 ● [invalid-aud]', 'an ID token for another client', 'wrong_audience', { id: { aud: 'another' } }],
  [
    'A37 [invalid-missing-aud] [missing-aud]',
    'an ID token for nobody',
    'wrong_audience',
    { id: { aud: undefined } },
  ],
  ['A38 [valid-aud-as-array]', 'a list of this client alone', 'accepted', { id: { aud: [CLIENT_ID] } }],
  [
    'A38',
    'two audiences where this one is the authorized party',
    'accepted',
    { id: { aud: [CLIENT_ID, 'another'], azp: CLIENT_ID } },
  ],
  [
    'A38 [invalid-secondary-aud]',
    'a second audience without azp',
    'wrong_audience',
    { id: { aud: [CLIENT_ID, 'another'] } },
  ],
  [
    'A38',
    'a second audience that is the authorized party',
    'wrong_audience',
    { id: { aud: [CLIENT_ID, 'another'], azp: 'another' } },
  ],
  ['A38', 'an authorized party that is another', 'wrong_audience', { id: { azp: 'another' } }],
  ...[1, null, [], {}, '', CLIENT_ID.toUpperCase(), `${CLIENT_ID} `, [[CLIENT_ID]]].map((aud): Row => [
    'A38',
    `the audience ${JSON.stringify(aud)}`,
    'wrong_audience',
    { id: { aud } },
  ]),
  ['A49 ●', 'an access token for another client', 'wrong_audience', { access: { client_id: 'another' } }],
  ...[undefined, null, [CLIENT_ID], ''].map((id): Row => [
    'A49',
    `an access token of client_id ${shown(id)}`,
    'wrong_audience',
    { access: { client_id: id } },
  ]),
]

const byIssuer: Row[] = [
  ['of a stranger', () => 'https://evil.example/eu-central-1_AbCdEfGhI'],
  ['of another pool', (iss: string) => `${iss}x`],
  ['of another region', (iss: string) => iss.replaceAll('eu-central-1', 'eu-west-1')],
  ['with a slash behind it', (iss: string) => `${iss}/`],
  ['of plain http', (iss: string) => iss.replace('https', 'http')],
  ['in upper case', (iss: string) => iss.replace('cognito-idp', 'COGNITO-IDP')],
  ['with a user in it', (iss: string) => iss.replace('https://', 'https://evil@')],
  ['with a query', (iss: string) => `${iss}?`],
  ['in a list', (iss: string) => [iss]],
  ['that is missing', () => undefined],
  ['that is null', () => null],
].flatMap(([what, change]) => {
  const name = `A39 ●${what === 'of a stranger' ? ' [invalid-iss]' : ''}${what === 'that is missing' ? ' [invalid-missing-iss]' : ''}`
  const iss = ({ issuer }: HostileServer) => ({ iss: (change as (issuer: string) => unknown)(issuer) })
  return [
    [
      name,
      `a pair of an issuer ${what as string}`,
      'wrong_issuer',
      (server) => ({ access: iss(server), id: iss(server) }),
    ],
    [
      name,
      `an access token of an issuer ${what as string}`,
      'wrong_issuer',
      (server) => ({ access: iss(server) }),
    ],
    [name, `an ID token of an issuer ${what as string}`, 'wrong_issuer', (server) => ({ id: iss(server) })],
  ] satisfies Row[]
})

/** A refresh need not bring the nonce again, but no other one (OpenID Connect Core, section 12.2). */
const absentNonce = { token: 'nonce_mismatch', code: 'nonce_mismatch', refresh: 'accepted' } as const
const byNonce: Row[] = [
  ['A40 ● [invalid-nonce] [nonce-invalid]', 'another nonce', 'nonce_mismatch', { id: { nonce: 'another' } }],
  ['A40', 'a nonce in a list', 'nonce_mismatch', { id: { nonce: ['another'] } }],
  [
    'A41 ● [invalid-missing-nonce] [missing-nonce]',
    'a missing nonce',
    absentNonce,
    { id: { nonce: undefined } },
  ],
]

const times: [name: string, what: string, ending: Ending, claims: () => Claims][] = [
  [
    'A43 ● [invalid-expired-exp]',
    'that was over an hour ago',
    'clock_skew',
    () => ({ iat: now() - 2 * hour, exp: now() - hour }),
  ],
  ['A43 [iat-is-week-in-past]', 'that began a week ago', 'expired', () => ({ iat: now() - 168 * hour })],
  [
    'A43 [iat-is-week-in-past]',
    'of a day that began a week ago',
    'clock_skew',
    () => ({ iat: now() - 168 * hour, exp: now() - 144 * hour }),
  ],
  [
    'A45',
    'of a day that began two hours ago',
    'clock_skew',
    () => ({ iat: now() - 2 * hour, exp: now() + 22 * hour }),
  ],
  ['A45 ●', 'that begins tomorrow', 'clock_skew', () => ({ iat: now() + 24 * hour, exp: now() + 25 * hour })],
  ['A45', 'that is not good before an hour from now', 'clock_skew', () => ({ nbf: now() + hour })],
  ['A45', 'with a text for nbf', 'clock_skew', () => ({ nbf: String(now()) })],
  ['A44 [invalid-missing-exp]', 'without an end', 'missing_claim', () => ({ exp: undefined })],
  ['A44 [missing-iat]', 'without a beginning', 'missing_claim', () => ({ iat: undefined })],
  ['A44', 'with a text for exp', 'missing_claim', () => ({ exp: String(now() + hour) })],
  ['A44', 'with null for exp', 'missing_claim', () => ({ exp: null })],
  ['A44', 'with null for iat', 'missing_claim', () => ({ iat: null })],
  ['A44', 'that ends in 1969', 'expired', () => ({ exp: -1 })],
  ['A44', 'that ends before it begins', 'expired', () => ({ exp: now() - 1 })],
  ['A44', 'that lasts for 25 hours and a minute', 'expired', () => ({ exp: now() + 25 * hour + 60 })],
]
const byTime: Row[] = [
  ...times.flatMap(([name, what, ending, claims]): Row[] => [
    [name, `an access token ${what}`, ending, () => ({ access: claims() })],
    [name, `an ID token ${what}`, ending, () => ({ id: claims() })],
    [name, `a pair, each ${what}`, ending, () => ({ access: claims(), id: claims() })],
  ]),
  ...either(
    'A44',
    'with 1e400 for exp',
    'missing_claim',
    {},
    { payload: (text) => text.replace(/"exp":\d+/, '"exp":1e400') },
  ),
  ...either(
    'A44',
    'with NaN for exp',
    'malformed_token',
    {},
    { payload: (text) => text.replace(/"exp":\d+/, '"exp":NaN') },
  ),
  // Both were issued in the same moment, so that the one shows that the other is over, whatever the device's clock says.
  [
    'A43',
    'an access token that was over when the ID token began',
    'expired',
    () => ({ access: { iat: now() - 4800, exp: now() - 1200 } }),
  ],
  [
    'A43',
    'an ID token that was over when the access token began',
    'expired',
    () => ({ id: { iat: now() - 4800, exp: now() - 1200 } }),
  ],
]

/** What Cognito writes into both tokens of one sign-in. */
const signInClaims = { origin_jti: 'o', event_id: 'e' }
const substituted = { token: 'token_substitution', code: 'accepted', refresh: 'accepted' } as const
const byBinding: Row[] = [
  [
    'A46 ●',
    'at_hash of another access token',
    'token_substitution',
    { id: { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } },
  ],
  ...['', null, ['x']].map((hash): Row => [
    'A46',
    `at_hash ${JSON.stringify(hash)}`,
    'token_substitution',
    { id: { at_hash: hash } },
  ]),
  ['A47 [missing-athash]', 'a pair that nothing binds', substituted, { id: { at_hash: undefined } }],
  [
    'A47',
    'a pair that its claims bind',
    'accepted',
    { access: signInClaims, id: { ...signInClaims, at_hash: undefined } },
  ],
  ...[{ origin_jti: 'x' }, { event_id: 'x' }, { origin_jti: undefined }, { event_id: undefined }].map(
    (change): Row => [
      'A47',
      `a pair without at_hash whose ID token has ${JSON.stringify(change)}`,
      substituted,
      { access: signInClaims, id: { ...signInClaims, at_hash: undefined, ...change } },
    ],
  ),
  [
    'A47',
    'a pair without at_hash of two sign-ins',
    { ...substituted, refresh: 'session_changed' },
    { access: signInClaims, id: { ...signInClaims, at_hash: undefined, auth_time: 1 } },
  ],
  [
    'A48 ●',
    'a pair that changed places',
    'wrong_token_use',
    { answer: ({ access_token, id_token }) => ({ access_token: id_token, id_token: access_token }) },
  ],
  ['A48', 'an ID token twice', 'wrong_token_use', { answer: ({ id_token }) => ({ access_token: id_token }) }],
  [
    'A48',
    'an access token twice',
    'wrong_token_use',
    { answer: ({ access_token }) => ({ id_token: access_token }) },
  ],
  ...['refresh', undefined, null, ['id', 'access'], 'ACCESS', 'ID'].flatMap((use) =>
    either('A48', `of token_use ${shown(use)}`, 'wrong_token_use', {
      token_use: use,
    }),
  ),
  ['A50 ●', 'an ID token of another user', 'token_substitution', { id: { sub: 'somebody-else' } }],
  ['A50 ●', 'an access token of another user', 'token_substitution', { access: { sub: 'somebody-else' } }],
  ['A50 [missing-sub]', 'an ID token of nobody', 'token_substitution', { id: { sub: undefined } }],
  ...[undefined, null, '', 1, [SUB]].map((sub): Row => [
    'A50 [missing-sub]',
    `a pair of sub ${shown(sub)}`,
    'missing_claim',
    { access: { sub }, id: { sub } },
  ]),
  // OpenID Connect Core, section 12.2, lets a refresh leave it out. Cognito does not, and the old one would not fit.
  ['A52', 'an ID token that is missing', 'missing_claim', { answer: { id_token: undefined } }],
  // What is no access token in the answer of the token endpoint is no answer; in a fragment everything is text.
  ...[undefined, '', null, 1, {}].map((token): Row => [
    'A53',
    `the access token ${shown(token)}`,
    { token: 'malformed_token', code: 'bad_response', refresh: 'bad_response' },
    { answer: { access_token: token } },
  ]),
  ...[undefined, '', 'DPoP', 'N_A', 'Bearer Bearer'].map((type): Row => [
    'A56',
    `token_type ${shown(type)}`,
    'bad_response',
    { answer: { token_type: type } },
  ]),
  ...['bearer', 'BEARER'].map((type): Row => [
    'A56 [token-type-case-insensitivity]',
    `token_type ${type}`,
    'accepted',
    { answer: { token_type: type } },
  ]),
  [
    'A59',
    'tokens of another client beside a refresh token',
    'wrong_audience',
    { access: { client_id: 'another' }, answer: { refresh_token: 'refresh-token-9' } },
  ],
]

carryOut([byAudience, byIssuer, byNonce, byTime, byBinding].flat())
