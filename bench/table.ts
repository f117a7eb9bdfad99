// Tables of figures in Markdown, as they stand in `docs/`: what is printed can be copied there, and what stands there be held against it.

export type Cells = readonly string[]

export const line = (cells: Cells): string => `|${cells.map((cell) => (cell ? ` ${cell} ` : ' ')).join('|')}|`

/** The line of names, and the one below it. */
export const head = (cells: Cells): string => `${line(cells)}\n${line(cells.map(() => '---'))}`

/** As many places as a figure that varies from run to run deserves. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–'
  const places = value >= 10 || Number.isInteger(value) ? 0 : value >= 1 ? 1 : 2
  return value.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places })
}

export function times(value: number, base: number): string {
  const ratio = value / base
  const places = ratio >= 10 ? 0 : 1
  return `${ratio.toLocaleString('en', { minimumFractionDigits: places, maximumFractionDigits: places })} ×`
}
