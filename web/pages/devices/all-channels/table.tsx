// All channels and their settings: first row and column stay in sight, and only what is in sight is drawn.
import { ArrowDown, ArrowUp } from 'lucide-preact'
import { addressOf } from '../../../base.ts'
import { Pick } from '../../../parts/chosen-bar.tsx'
import type { Chosen } from '../../../parts/use-chosen.ts'
import { t } from '../../../texts/t.ts'
import { Cell } from './cell.tsx'
import { COLUMNS, type ColumnKey, columnName, wantedWords } from './columns.ts'
import { AS } from './roles.ts'
import type { Row } from './rows.ts'
import { orderOf } from './shown.ts'
import { type Difference, ENCODINGS } from './template.ts'

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
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="all-box" aria-label={label} tabIndex={0}>
      <table class="all-channels" {...AS.table} aria-label={label} data-chooses={chosen !== null}>
        <thead {...AS.group}>
          <tr {...AS.row} class="all-groups">
            <td {...AS.cell} class="all-first" />
            {ENCODINGS.map((encoding) => (
              <th key={encoding} {...AS.columnHead} class="all-group">
                <span>{t(`configuration.${encoding}`)}</span>
              </th>
            ))}
          </tr>
          <tr {...AS.row}>
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
        <tbody {...AS.group}>
          {rows.map((row) => (
            <Line key={row.id} row={row} difference={differences.get(row.id)} chosen={chosen} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

type HeadProps = Omit<Props, 'chosen' | 'choosable'> & { column: ColumnKey }

function Head({ column, rows, differences, order, onOrder }: HeadProps) {
  const name = columnName(column)
  const now = orderOf(order)
  const isHere = now.column === column
  const Icon = now.isDown ? ArrowDown : ArrowUp
  const count = rows.filter((row) => {
    const difference = differences.get(row.id)
    return difference && wantedWords(row, difference, column) !== ''
  }).length
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

function Line({ row, difference, chosen }: { row: Row; difference: Difference | undefined; chosen: Props['chosen'] }) {
  const { id, channel, device } = row
  const { name } = channel
  return (
    <tr {...AS.row} class="all-line">
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
