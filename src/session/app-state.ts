import { CognitoAuthError } from '../errors.js'
import { base64url, base64urlBytes } from '../oauth/base64url.js'

/*
 * A value as a text, and back: what `structuredClone` copies (HTML, "Safe passing of structured data"), but for what
 * only a browser can make, such as a Blob. JSON alone would lose dates, maps, undefined, and values that hold each other.
 *
 * Every value has a place in one list. A string, a boolean, null and a number stand there as they are; anything else is
 * an array of its kind and what it is made of, where values are named by their place.
 */

type Cell = string | number | boolean | null | readonly [kind: string, ...parts: unknown[]]

/** Those that show bytes. They are named when one is needed, for old browsers do not have them all. */
type View = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView
const views = (): View[] => [
  ...[DataView, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array],
  ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array],
]

const ERRORS = [Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]

const kindOf = (value: unknown) => Object.prototype.toString.call(value).slice(8, -1)

/** @throws CognitoAuthError `invalid_configuration` where it holds something that cannot be copied */
export function writeValue(value: unknown): string {
  const cells: Cell[] = []
  const places = new Map<unknown, number>()
  const place = (value: unknown): number => {
    // Zero is found under minus zero.
    const known = Object.is(value, -0) ? undefined : places.get(value)
    if (known !== undefined) return known
    const at = cells.length
    if (!Object.is(value, -0)) places.set(value, at)
    cells.push(null)
    cells[at] = cellOf(value, place)
    return at
  }
  place(value)
  return JSON.stringify(cells)
}

function cellOf(value: unknown, place: (value: unknown) => number): Cell {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return ['Number', '-0']
    return Number.isFinite(value) ? value : ['Number', `${value}`]
  }
  const kind = kindOf(value)
  const entries = (object: object) => Object.entries(object).flatMap(([key, part]) => [key, place(part)])
  if (typeof value === 'bigint') return [kind, `${value}`]
  if (value === undefined) return [kind]
  if (value instanceof Date) return [kind, place(value.getTime())]
  if (value instanceof RegExp) return [kind, value.source, value.flags]
  if (value instanceof Map) return [kind, ...[...(value as Map<unknown, unknown>)].flat().map(place)]
  if (value instanceof Set) return [kind, ...[...(value as Set<unknown>)].map(place)]
  if (value instanceof ArrayBuffer) return [kind, base64url(new Uint8Array(value))]
  if (ArrayBuffer.isView(value)) {
    const length = value.byteLength / ((value as Uint8Array).BYTES_PER_ELEMENT || 1)
    return [kind, place(value.buffer), value.byteOffset, length]
  }
  if (value instanceof Error) return [kind, value.name, value.message]
  if (Array.isArray(value)) return [kind, value.length, ...entries(value)]
  if (typeof value === 'object' && kind === 'Object') return [kind, ...entries(value)]
  throw new CognitoAuthError(
    'invalid_configuration',
    `appState holds a ${kind}, which cannot be kept: write plain values.`,
  )
}

/** @throws Error where the text is not of `writeValue()` */
export function readValue(text: string): unknown {
  const cells = JSON.parse(text) as Cell[]
  const made = new Map<unknown, unknown>()
  const at = (place: unknown): unknown => {
    if (made.has(place)) return made.get(place)
    const cell = cells[place as number] as Cell
    if (!Array.isArray(cell)) return cell
    const [kind, ...parts] = cell as [string, ...unknown[]]
    const value = emptyOf(kind, parts, at)
    // What it is made of may hold the value itself.
    made.set(place, value)
    if (value instanceof Set) for (const part of parts) value.add(at(part))
    else if (value instanceof Map)
      for (let i = 0; i < parts.length; i += 2) value.set(at(parts[i]), at(parts[i + 1]))
    else if (kind === 'Array' || kind === 'Object')
      for (let i = kind === 'Array' ? 1 : 0; i < parts.length; i += 2)
        Object.defineProperty(value, parts[i] as string, {
          value: at(parts[i + 1]),
          ...{ writable: true, enumerable: true, configurable: true },
        })
    return value
  }
  return at(0)
}

function emptyOf(kind: string, parts: readonly unknown[], at: (place: unknown) => unknown): unknown {
  const [first, second, third] = parts
  switch (kind) {
    case 'Undefined':
      return undefined
    case 'Number':
      return Number(first)
    case 'BigInt':
      return BigInt(first as string)
    case 'Date':
      return new Date(at(first) as number)
    case 'RegExp':
      return new RegExp(first as string, second as string)
    case 'Map':
      return new Map()
    case 'Set':
      return new Set()
    case 'ArrayBuffer':
      return base64urlBytes(first as string).buffer
    case 'Error':
      return new (ERRORS.find(({ name }) => name === first) ?? Error)(second as string)
    case 'Array':
      return new Array(first as number)
    case 'Object':
      return {}
  }
  const View = views().find(({ name }) => name === kind) as View
  return new View(at(first) as ArrayBuffer, second as number, third as number)
}
