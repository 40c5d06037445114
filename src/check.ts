import { CognitoAuthError } from './errors.js'

/**
 * What an option may be besides undefined and null: one of these, or what this answers true to; a text that it answers is
 * what to write instead. Then what to write instead of anything else, and whether it must not be left out. Written down
 * without a call, so that bundlers leave out what nobody uses.
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
export const SWITCH: Rule = [(value) => !value || value === true, 'true or false']
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
 * @param unknown called with the name and the value of what is no option, which is refused unless given
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function checked<Options extends object>(
  call: string,
  given: Options | null,
  rules: Rules<Options>,
  unknown: (name: string, value: unknown) => void = (name) =>
    refuse(`${call} has no option ${name}: it takes ${Object.keys(rules).join(', ')}.`),
): Options {
  const names = Object.keys(rules)
  if (typeof given !== 'object') refuse(`${call} takes an object: { ${names.join(', ')} }.`)
  const own = new Map<string, unknown>(Object.entries(given ?? {}))
  for (const [name, value] of own)
    if (value !== undefined && value !== null && !names.includes(name)) unknown(name, value)
  const read = ([name, [good, write, isNeeded]]: [string, Rule]): [string, unknown] => {
    const value = own.get(name)
    // Left out by mistake, an option that makes things safer would be missed by nobody.
    const inherited: unknown = own.has(name) ? undefined : Reflect.get(given ?? {}, name)
    if (inherited !== undefined && inherited !== Reflect.get(Object.prototype, name))
      refuse(`${name} is inherited, and not read: write it into the object itself.`)
    const verdict = typeof good === 'function' ? good(value) : good.includes(value)
    const isMissing = isNeeded && !value
    if (!isMissing && (value === undefined || verdict === true)) return [name, value]
    if (!isMissing && value === null) return [name, undefined]
    const flaw = isMissing ? 'is missing' : `cannot be ${shown(value)}`
    const instead = isText(verdict) ? `'${verdict}'` : (write ?? (good as []).map(shown).join(' or '))
    return refuse(`${name} ${flaw}: write ${instead}.`)
  }
  return Object.fromEntries(Object.entries<Rule>(rules).map(read)) as Options
}

/** @throws CognitoAuthError `invalid_configuration` for one of these names in other letters */
export function refuseMisspelt(name: string, rules: object): void {
  const meant = Object.keys(rules).find((known) => known.toLowerCase() === name.toLowerCase())
  if (meant !== undefined) refuse(`${name} is no option: write ${meant}.`)
}

/** What came; of an address not the query, which may hold a response. */
function shown(value: unknown): string {
  if (isText(value)) return `'${value.slice(0, 100).replace(/([?#])[^]+/, '$1…')}'`
  if (Array.isArray(value))
    return `[${value
      .map((each) => (Array.isArray(each) ? '[…]' : shown(each)))
      .slice(0, 9)
      .join(', ')}]`
  return Object(value) === value ? `this ${typeof value}` : String(value)
}
