import { CognitoAuthError } from './errors.js'

/**
 * What an option may be besides undefined and null: one of these, or what this is true for. And what to write instead of
 * anything else. Written down without a call, so that bundlers leave out what nobody uses.
 */
export type Rule = readonly [good: readonly unknown[] | ((value: unknown) => boolean), write?: string]
/** A rule for each option that there is. */
export type Rules<Options> = { readonly [Name in keyof Options]-?: Rule }

/** Programs write `condition && value`. */
export const SWITCH = [(value: unknown) => !value || value === true, 'true or false'] as const
/** Where more is asked later. */
export const ANYTHING = [() => true, ''] as const

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
 * @param unknown called with the name and the value of what is no option
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function checked<Options extends object>(
  given: Options,
  rules: Rules<Options>,
  unknown: (name: string, value: unknown) => void,
): Options {
  const own = new Map<string, unknown>(Object.entries(given))
  const names = Object.keys(rules)
  for (const [name, value] of own)
    if (value !== undefined && value !== null && !names.includes(name)) unknown(name, value)
  const read = ([name, [good, write]]: [string, Rule]): [string, unknown] => {
    const value = own.get(name)
    // Left out by mistake, an option that makes things safer would be missed by nobody.
    const inherited: unknown = own.has(name) ? undefined : Reflect.get(given, name)
    if (inherited !== undefined && inherited !== Reflect.get(Object.prototype, name))
      refuse(`${name} is inherited, and not read: write it into the object itself.`)
    const isGood = typeof good === 'function' ? good(value) : good.includes(value)
    if (value === undefined || isGood) return [name, value]
    if (value === null) return [name, undefined]
    return refuse(
      `${name} cannot be ${shown(value)}: write ${write ?? `one of ${(good as []).map(shown).join(', ')}`}.`,
    )
  }
  return Object.fromEntries(Object.entries<Rule>(rules).map(read)) as Options
}

/**
 * The options of a method, which has those of `rules` and no others.
 * @param call how it is called, such as `signIn()`
 * @throws CognitoAuthError `invalid_configuration`, naming the option and what to write
 */
export function checkedFor<Options extends object>(
  call: string,
  given: Options | null,
  rules: Rules<Options>,
): Options {
  const names = Object.keys(rules).join(', ')
  if (typeof given !== 'object') refuse(`${call} takes an object: { ${names} }.`)
  return checked(given ?? ({} as Options), rules, (name) =>
    refuse(`${call} has no option ${name}: it takes ${names}.`),
  )
}

/** @throws CognitoAuthError `invalid_configuration` for one of these names in other letters */
export function refuseMisspelt(name: string, rules: object): void {
  const meant = Object.keys(rules).find((known) => known.toLowerCase() === name.toLowerCase())
  if (meant !== undefined) refuse(`${name} is no option: write ${meant}.`)
}

function shown(value: unknown): string {
  if (isText(value)) return `'${value.slice(0, 100)}'`
  if (typeof value === 'object') return Array.isArray(value) ? 'an array' : 'an object'
  return typeof value === 'function' ? 'a function' : (value as number).toString()
}
