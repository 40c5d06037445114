import { CognitoAuthError } from './errors.js'

/**
 * What an option may be: one of these, or what this answers true to; a text that it answers is what to write instead.
 * Then what to write instead of anything else, and whether the option is needed. Rules are written down without a call
 * or a spread, so that bundlers leave out what nobody uses.
 */
export type Rule = readonly [
  good: readonly unknown[] | ((value: unknown) => unknown),
  write?: string,
  isNeeded?: true,
]
/** A rule for each option that there is. */
export type Rules<Options> = { readonly [Name in keyof Options]-?: Rule }

export const BOOLEAN: Rule = [[true, false]]
/** Programs write `condition && value`. */
export const SWITCH: Rule = [[true, false, 0, ''], 'true or false']
/** Where more is asked later. */
export const ANYTHING: Rule = [() => true]

export function isText(value: unknown): value is string {
  return typeof value === 'string'
}

/** @throws CognitoAuthError `invalid_configuration` */
export function refuse(message: string): never {
  throw new CognitoAuthError('invalid_configuration', message)
}

/**
 * The options that were given, and undefined for each of the others. Only an object's own properties count: another
 * script may have put a switch on `Object.prototype`.
 * @param call what takes them, such as `signIn()`
 * @param isOpen whether other properties are ignored, but for those that are an option in other letters
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function checked<Options extends object>(
  call: string,
  given: Options | null,
  rules: Rules<Options>,
  isOpen = false,
): Options {
  const names = Object.keys(rules)
  if (typeof given !== 'object') refuse(`${call} takes an object: { ${names.join(', ')} }.`)
  const own = new Map<string, unknown>(Object.entries(given ?? {}))
  for (const [name, value] of own) {
    if (value === undefined || value === null || names.includes(name)) continue
    if (!isOpen) refuse(`${call} has no option ${name}: it takes ${names.join(', ')}.`)
    const meant = names.find((known) => known.toLowerCase() === name.toLowerCase())
    if (meant) refuse(`${name} is no option: write ${meant}.`)
  }
  const read = ([name, [good, write, isNeeded]]: [string, Rule]): [string, unknown] => {
    const value = own.get(name)
    // An option that makes things safer would be missed by nobody.
    const harmless = [undefined, Reflect.get(Object.prototype, name)]
    if (!own.has(name) && !harmless.includes(Reflect.get(given ?? {}, name)))
      refuse(`${name} is inherited, and not read: write it into the object itself.`)
    const verdict = typeof good === 'function' ? good(value) : good.includes(value)
    if (verdict === true) return [name, value]
    if (!isNeeded && (value === undefined || value === null)) return [name, undefined]
    const flaw = isNeeded && !value ? 'is missing' : `cannot be ${shown(value)}`
    const instead = isText(verdict) ? `'${verdict}'` : (write ?? (good as []).map(shown).join(' or '))
    return refuse(`${name} ${flaw}: write ${instead}.`)
  }
  return Object.fromEntries(Object.entries<Rule>(rules).map(read)) as Options
}

/** What came; of an address not the query, which may hold a response. */
function shown(value: unknown): string {
  if (isText(value)) return `'${value.slice(0, 100).replace(/([?#])[^]+/, '$1…')}'`
  if (Array.isArray(value)) {
    const few = value.slice(0, 9).map((each) => (isText(each) ? shown(each) : '…'))
    return `[${few.join(', ')}]`
  }
  return Object(value) === value ? `this ${typeof value}` : String(value)
}
