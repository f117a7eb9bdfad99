// All channels and their settings: first row and column stay in sight, and only the rows near what is in sight are drawn.
import { ArrowDown, ArrowUp } from 'lucide-preact'
import { useMemo } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { Pick } from '../../../parts/chosen-bar.tsx'
import type { Chosen } from '../../../parts/use-chosen.ts'
import { useNear } from '../../../parts/use-near.ts'
import { t } from '../../../texts/t.ts'
import { Cell } from './cell.tsx'
import { COLUMNS, type ColumnKey, columnName, wantedWords } from './columns.ts'
import { AS } from './roles.ts'
import type { Row } from './rows.ts'
import { orderOf } from './shown.ts'
import { type Difference, ENCODINGS } from './template.ts'

/** Rows that come and go together. */
const PIECE = 60
/** A row that was never drawn is taken to be as tall as two lines, in pixels; scrolling there mends it. */
const ROW_PX = 48
/** Those of the head. */
const HEAD_ROWS = 2

interface Props {
  rows: readonly Row[]
  differences: ReadonlyMap<number, Difference>
  order: string
  onOrder: (order: string) => void
  /** Null for somebody who may only look. */
  chosen: Chosen<Row, number> | null
  /** Those of the rows that may be chosen. */
  choosable: readonly Row[]
}

export function Table({ rows, differences, order, onOrder, chosen, choosable }: Props) {
  const label = t('configuration.table')
  const pieces = useMemo(
    () => Array.from({ length: Math.ceil(rows.length / PIECE) }, (_, at) => rows.slice(at * PIECE, (at + 1) * PIECE)),
    [rows],
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="all-box scrolls" aria-label={label} tabIndex={0}>
      <table
        class="all-channels"
        {...AS.table}
        aria-label={label}
        aria-rowcount={rows.length + HEAD_ROWS}
        data-chooses={chosen !== null}
      >
        <thead {...AS.group}>
          <tr {...AS.row} aria-rowindex={1} class="all-groups">
            <td {...AS.cell} class="all-first" />
            {ENCODINGS.map((encoding) => (
              <th key={encoding} {...AS.columnHead} class="all-group">
                <span>{t(`configuration.${encoding}`)}</span>
              </th>
            ))}
          </tr>
          <tr {...AS.row} aria-rowindex={2}>
            <th {...AS.columnHead} class="all-first">
              {chosen && (
                <Pick
                  label={t('configuration.choose.all')}
                  checked={choosable.length > 0 && choosable.every(({ id }) => chosen.has(id))}
                  some={chosen.items.length > 0}
                  onChecked={chosen.all}
                />
              )}
              {t('configuration.channel')}
            </th>
            {COLUMNS.map((column) => (
              <Head key={column} {...{ column, rows, differences, order, onOrder }} />
            ))}
          </tr>
        </thead>
        {pieces.map((piece, at) => (
          <Piece key={at} rows={piece} at={at * PIECE} differences={differences} chosen={chosen} />
        ))}
      </table>
    </section>
  )
}

interface PieceProps {
  rows: readonly Row[]
  /** How many rows come before it. */
  at: number
  differences: Props['differences']
  chosen: Props['chosen']
}

function Piece({ rows, at, differences, chosen }: PieceProps) {
  const { place, near, height } = useNear<HTMLTableSectionElement>()
  // The first one is there with the table, and in most houses it is all of it.
  if (!near && at > 0)
    return <tbody ref={place} aria-hidden="true" style={{ height: `${height ?? rows.length * ROW_PX}px` }} />
  return (
    <tbody {...AS.group} ref={place}>
      {rows.map((row, i) => (
        <Line
          key={row.id}
          row={row}
          index={at + i + HEAD_ROWS + 1}
          difference={differences.get(row.id)}
          chosen={chosen}
        />
      ))}
    </tbody>
  )
}

type HeadProps = Omit<Props, 'chosen' | 'choosable'> & { column: ColumnKey }

function Head({ column, rows, differences, order, onOrder }: HeadProps) {
  const name = columnName(column)
  const now = orderOf(order)
  const isHere = now.column === column
  const Icon = now.isDown ? ArrowDown : ArrowUp
  const count = useMemo(
    () =>
      rows.filter((row) => {
        const difference = differences.get(row.id)
        return difference && wantedWords(row, difference, column) !== ''
      }).length,
    [rows, differences, column],
  )
  const next = !isHere ? column : now.isDown ? '' : `-${column}`
  return (
    <th
      {...AS.columnHead}
      data-begins={column.endsWith('codec') || column === 'recording'}
      aria-sort={isHere ? (now.isDown ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        aria-label={t('configuration.sort', { column: fullName(column) })}
        onClick={() => onOrder(next)}
      >
        {name} {isHere && <Icon aria-hidden="true" />}
      </button>
      {differences.size > 0 && count > 0 && <span class="attention">{t('configuration.differ', { count })}</span>}
    </th>
  )
}

/** “Size” stands there twice. */
const fullName = (column: ColumnKey) =>
  column.startsWith('main.')
    ? `${columnName(column)}, ${t('configuration.main')}`
    : column.startsWith('sub.')
      ? `${columnName(column)}, ${t('configuration.sub')}`
      : columnName(column)

interface LineProps {
  row: Row
  /** From one, the head counted. */
  index: number
  difference: Difference | undefined
  chosen: Props['chosen']
}

function Line({ row, index, difference, chosen }: LineProps) {
  const { id, channel, device } = row
  const { name } = channel
  return (
    <tr {...AS.row} aria-rowindex={index} class="all-line">
      <th {...AS.rowHead} class="all-first">
        {chosen &&
          (row.isOpen ? (
            <Pick
              label={t('configuration.choose', { name })}
              checked={chosen.has(id)}
              onChecked={(on) => chosen.toggle(id, on)}
            />
          ) : (
            <span class="pick" />
          ))}
        <span class="all-name">
          <a
            href={addressOf(`/devices/${device.id}/channels?channel=${id}`)}
            title={name}
            aria-label={t('configuration.open', { name })}
          >
            {name}
          </a>
          <span class="note">
            {row.isOpen
              ? row.readAt === null
                ? `${row.place} · ${t('configuration.unread')}`
                : row.place
              : t('configuration.closed')}
          </span>
        </span>
      </th>
      {COLUMNS.map((column) => (
        <Cell key={column} {...{ row, column, difference }} />
      ))}
    </tr>
  )
}
