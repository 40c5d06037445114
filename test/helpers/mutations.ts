import fc from 'fast-check'
import { hostileJson, hostileName } from './arbitraries.ts'
import { CLIENT_ID, ISSUER, now, signPair, SUB } from './tokens.ts'

/** One change to a pair of good tokens: a claim that gets another value, or undefined where it is left out. */
export interface Mutation {
  readonly token: 'access' | 'id'
  readonly claim: string
  readonly value: unknown
}

/** How tokens arrived: what there is to compare them with differs. */
export type Arrival = 'exchange' | 'refresh'

const CLAIMS =
  'sub iss version client_id token_use scope auth_time exp iat nbf jti username aud azp nonce at_hash email cognito:username origin_jti event_id crit amr'.split(
    ' ',
  )

/** Values that nearly are what a claim ought to have. */
const nearlyGood = fc.constantFrom<unknown>(
  ...[SUB, SUB.toUpperCase(), [SUB], ISSUER, `${ISSUER}/`, ISSUER.replace('https', 'http'), [ISSUER]],
  ...[CLIENT_ID, `${CLIENT_ID} `, [CLIENT_ID], [CLIENT_ID, 'other'], [[CLIENT_ID]], { 0: CLIENT_ID }],
  ...['access', 'id', 'ACCESS', ['access'], ['id'], 'jane', 'joe', 'Jane', ['jane']],
)
/** Seconds from now, as a number and as what becomes one. No test lasts for 1,000 s. */
const time = fc
  .tuple(fc.constantFrom(-1e9, -90_000, -7000, -3000, -1, 2000, 7000, 85_000, 96_000, 1e9), fc.nat(3))
  .map(([offset, kind]) => {
    const seconds = now() + offset
    return [seconds, seconds + 0.5, String(seconds), [seconds]][kind]
  })

const claim = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...CLAIMS) }, hostileName, fc.string())

export const mutation: fc.Arbitrary<Mutation> = claim.chain((name) =>
  fc.record({
    token: fc.constantFrom('access', 'id'),
    claim: fc.constant(name),
    value: fc.oneof(
      { weight: 2, arbitrary: /^(iat|exp|nbf|auth_time)$/.test(name) ? time : nearlyGood },
      { weight: 2, arbitrary: hostileJson },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
  }),
)

/** A good pair with these claims and this one change, signed with the real key. */
export function signMutated(
  mutation: Mutation | undefined,
  pair: { access: Record<string, unknown>; id: Record<string, unknown> },
) {
  const changed = (which: Mutation['token']) =>
    which === mutation?.token ? { ...pair[which], [mutation.claim]: mutation.value } : pair[which]
  return signPair(changed('access'), changed('id'))
}

type Harmless = (value: unknown, arrival: Arrival) => boolean

const is = (good: unknown) => (value: unknown) => value === good
const isNumber = (value: unknown, from: number, to: number) =>
  typeof value === 'number' && value - now() >= from && value - now() <= to

/**
 * What a claim may become without doing harm, while all else is as it was: issued now, for an hour. A claim that is
 * not listed is not relied upon and may be anything. OpenID Connect Core, section 3.1.3.7; Cognito developer guide,
 * "Verifying JSON web tokens".
 */
const HARMLESS: Record<Mutation['token'], Readonly<Record<string, Harmless>>> = {
  access: {
    sub: is(SUB),
    iss: is(ISSUER),
    client_id: is(CLIENT_ID),
    token_use: is('access'),
    // By the clock tolerance, and before exp.
    iat: (value) => isNumber(value, -5390, 3590),
    exp: (value) => isNumber(value, 10, 89_990),
    nbf: (value) => value === undefined || isNumber(value, -Infinity, 0),
    // At a refresh the same sign-in goes on (section 12.2), and that was at no time of those above.
    auth_time: (_, arrival) => arrival === 'exchange',
  },
  id: {
    sub: is(SUB),
    iss: is(ISSUER),
    aud: (value) => JSON.stringify(value) === JSON.stringify(Array.isArray(value) ? [CLIENT_ID] : CLIENT_ID),
    azp: (value) => value === undefined || value === CLIENT_ID,
    token_use: is('id'),
    // In a refresh there need not be one.
    nonce: (_, arrival) => arrival === 'refresh',
    auth_time: (value, arrival) => arrival === 'exchange' || value === undefined,
    // Not from the redirect: there it may be left out.
    at_hash: is(undefined),
    iat: (value) => isNumber(value, -5390, 3590),
    exp: (value) => isNumber(value, 10, 89_990),
    nbf: (value) => value === undefined || isNumber(value, -Infinity, 0),
  },
}

export function isHarmless({ token, claim, value }: Mutation, arrival: Arrival): boolean {
  const harmless = new Map(Object.entries(HARMLESS[token])).get(claim)
  return !harmless || harmless(value, arrival)
}
