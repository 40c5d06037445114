/** A part of the benchmark as it is printed and written down. */
export interface Report {
  readonly title: string
  readonly tables: readonly Table[]
  /** How it was measured, and what has to be known to judge it. */
  readonly notes: readonly string[]
}

export interface Table {
  readonly title?: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** In Markdown, whose source lines up as well. The first column is text, the others are figures. */
export function tableText({ title, head, rows }: Table): string {
  const widths = head.map((name, column) =>
    Math.max(3, name.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column)).join(' | ')} |`
  const rule = widths.map((width, column) => (column ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [...(title ? [`${title}:`, ''] : []), line(head), line(rule), ...rows.map(line)].join('\n')
}

const pad = (text: string, width: number, column: number) =>
  column ? text.padStart(width) : text.padEnd(width)

export function reportText({ title, tables, notes }: Report): string {
  return [`## ${title}`, ...tables.map(tableText), ...notes].join('\n\n')
}

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? NaN
  const middle = (sorted.length - 1) / 2
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    min: at(0),
    max: at(sorted.length - 1),
  }
}

/** `163 (158 to 171)` */
export function spreadText({ median, min, max }: Spread, figure = (value: number) => digits(value)): string {
  return `${figure(median)} (${figure(min)} to ${figure(max)})`
}

/** Three digits that count, and thousands set apart. */
export function digits(value: number): string {
  const places = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3
  return places ? value.toFixed(places) : whole(value)
}

export function whole(value: number): string {
  return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ' ')
}

export const NONE = '–'

export const ratio = (value: number, to: number) => `${(value / to).toFixed(2)} ×`
