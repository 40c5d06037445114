import * as v from 'valibot'

/** What the value is, for a message: short, on one line. */
function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  const text = JSON.stringify(value) as string | undefined
  return text === undefined || text.length <= 80 ? String(text) : `${text.slice(0, 80)}…`
}

/** An object of these members and no others: a misspelt option would be left out without a word otherwise. */
export function object<Members extends v.ObjectEntries>(members: Members) {
  const known = Object.keys(members).join(', ')
  return v.strictObject(members, ({ expected, received, input }) => {
    if (expected === 'never') return `is no option here; there are: ${known}`
    return received === 'undefined' && expected !== 'Object'
      ? 'is missing'
      : `must be an object, not ${shown(input)}`
  })
}

export function list<Item extends v.GenericSchema>(item: Item) {
  return v.pipe(
    v.array(item, ({ input }) => `must be a list in [ ], not ${shown(input)}`),
    v.readonly(),
  )
}

/** A string that holds something. */
export const text = v.pipe(
  v.string(({ input }) => `must be a string, not ${shown(input)}`),
  v.nonEmpty('must not be empty'),
)

export const flag = v.boolean(({ input }) => `must be true or false, not ${shown(input)}`)

/** A whole number from `least` to `most`. */
export function whole(what: string, least: number, most = Infinity) {
  return v.custom<number>(
    (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most,
    ({ input }) => `must be ${what}, not ${shown(input)}`,
  )
}

/** One of these words. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(
    words,
    ({ input }) => `must be ${words.map((word) => `'${word}'`).join(' or ')}, not ${shown(input)}`,
  )
}

/** A function, or an object that has these. */
export function withMethods<Type>(what: string, ...methods: readonly (keyof Type)[]) {
  const holds = (value: unknown) =>
    methods.length === 0
      ? typeof value === 'function'
      : methods.every((name) => typeof (value as Type | undefined)?.[name] === 'function')
  return v.custom<Type>(holds, ({ input }) => `must be ${what}, not ${shown(input)}`)
}

/** A check of a value that says what is wrong with it. */
export function problem<Value>(find: (value: Value) => string | undefined) {
  return v.rawCheck<Value>(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const message = find(dataset.value)
    if (message !== undefined) addIssue({ message })
  })
}

/** As {@link problem}, for what an object says as a whole; the path leads from it to what is wrong. */
export function problems<Value extends object>(
  find: (value: Value) => Iterable<readonly [path: readonly (string | number)[], message: string]>,
) {
  return v.rawCheck<Value>(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    for (const [path, message] of find(dataset.value)) {
      const steps = path.map(
        (key) => ({ type: 'unknown', origin: 'value', input: {}, key, value: key }) as const,
      )
      addIssue({ message, path: steps as [(typeof steps)[number], ...typeof steps] })
    }
  })
}

/** The value as the schema gives it; throws a TypeError that names each mistake with its place. */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const mistakes = result.issues.map(({ path, message }) => `${placeOf(path ?? [])} ${message}`.trim())
  throw new TypeError(
    mistakes.length === 1 ? `${what}: ${mistakes.join('')}` : `${what}:\n  ${mistakes.join('\n  ')}`,
  )
}

/** `clients[0].callbackUrls[1]` */
function placeOf(path: readonly { key?: unknown }[]): string {
  return path
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '')
}
