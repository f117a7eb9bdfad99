// Which channels of all are shown, and in which order. Pure.
import { COLUMNS, type ColumnKey, cellWords, sortValue } from './columns.ts'
import type { Row } from './rows.ts'
import { type Difference, differs } from './template.ts'

export interface Choice {
  /** Words that all stand in a channel's name, its device's or one of its values. */
  sought: string
  device: number | null
  onlyDiffering: boolean
  /** A column, with `-` before it the other way round; empty = by device and number. */
  order: string
}

export const orderOf = (order: string): { column: ColumnKey | null; isDown: boolean } => ({
  column: COLUMNS.find((one) => one === order.replace(/^-/, '')) ?? null,
  isDown: order.startsWith('-'),
})

/** Each letter that is typed looks through all of them. */
const words = new WeakMap<Row, string>()
function wordsOfRow(row: Row): string {
  const said =
    words.get(row) ??
    [row.channel.name, row.place, ...COLUMNS.map((column) => cellWords(row, column) ?? '')].join('\n').toLowerCase()
  words.set(row, said)
  return said
}

function compare(a: number | string | null, b: number | string | null, isDown: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  const way = typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))
  return isDown ? -way : way
}

export function shownOf(
  rows: readonly Row[],
  { sought, device, onlyDiffering, order }: Choice,
  differences: ReadonlyMap<number, Difference>,
): Row[] {
  const needles = sought.toLowerCase().split(/\s+/).filter(Boolean)
  const { column, isDown } = orderOf(order)
  const isOther = ({ id }: Row) => {
    const difference = differences.get(id)
    return difference !== undefined && differs(difference)
  }
  const found = rows.filter((row) => {
    if (device !== null && row.device.id !== device) return false
    if (onlyDiffering && !isOther(row)) return false
    if (needles.length === 0) return true
    const said = wordsOfRow(row)
    return needles.every((needle) => said.includes(needle))
  })
  if (!column) return found
  const values = new Map(found.map((row) => [row.id, sortValue(row, column)]))
  return found.toSorted((a, b) => compare(values.get(a.id) ?? null, values.get(b.id) ?? null, isDown))
}
