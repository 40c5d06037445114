import fc from 'fast-check'

/** How a property is run: the same cases every time, and a case that hangs has failed. */
export const cases = (numRuns: number) => ({
  seed: Number(process.env['FC_SEED'] ?? 20_261_101),
  numRuns,
  timeout: 5_000,
})

/** Names that mean something to a prototype, to a storage or to a URL. */
export const hostileName = fc.constantFrom(
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'toJSON',
  'valueOf',
  'then',
  'length',
  'LastAuthUser',
  'states',
  '.idToken',
  '../x',
  '',
)

/** Text of UTF-16 code units as they come, lone surrogates and NUL among them. */
export const codeUnits = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)) })

/** What anybody may have written somewhere. */
export const hostileText = fc.oneof(
  { weight: 8, arbitrary: hostileName },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...['null', 'undefined', '{', '[]', 'a.b.c', '%', '%zz', '%00', '\0', '\ud800', ' ', '+', '😀'],
    ),
  },
  { weight: 8, arbitrary: fc.string() },
  { weight: 8, arbitrary: codeUnits },
  { weight: 8, arbitrary: fc.json({ maxDepth: 2 }) },
  // Longer than a parameter, and than a token, may be.
  { weight: 1, arbitrary: fc.constantFrom(4_097, 65_537).map((length) => 'x'.repeat(length)) },
)

/** What throws when it is made a number or a text. */
const unconvertible = fc.constantFrom<unknown>(
  ...[{ toString: null }, { valueOf: 1, toString: 1 }, [{ toString: null }]],
)

/** A value that JSON can carry, and members that break whoever converts it. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, '', '0', 'true', 0, -1, 1, 1e20, -0.5, true, false, [], {}),
  unconvertible,
  fc.dictionary(hostileName, fc.constantFrom(null, 1, 'x'), { maxKeys: 3 }),
  hostileName,
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
)

/** What a storage of somebody else's making may give: text, or anything. */
export const hostileItem: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true }) },
)

/** Characters of base64url, as many as the constraints allow. */
export const base64urlText = (constraints: fc.StringConstraints = {}) =>
  fc.string({
    unit: fc.nat(63).map((bits) =>
      Buffer.of(bits << 2)
        .toString('base64url')
        .charAt(0),
    ),
    ...constraints,
  })
