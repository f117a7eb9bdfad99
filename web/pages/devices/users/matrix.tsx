// The frame of a table of rights: sticky first row and column, moved through with the arrow keys. Its rows come from the page.
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../../../texts/t.ts'
import { nextCell } from './grid-keys.ts'
import { columnsOf, type Holder, type Scope } from './rights.ts'
import { rightText } from './words.ts'

/** One column: a right on the device, or on its channels. */
export interface Column {
  key: string
  right: string
  on: 'device' | 'channels'
}

export function columnsFor(users: readonly Holder[], scope: Scope): Column[] {
  const rights = columnsOf(users, scope)
  return [
    ...rights.device.map((right) => ({ key: `device.${right}`, right, on: 'device' as const })),
    ...rights.channels.map((right) => ({ key: `channels.${right}`, right, on: 'channels' as const })),
  ]
}

interface Props {
  label: string
  /** Over the first column. */
  corner: ComponentChildren
  columns: readonly Column[]
  /** Its cells can be pressed. */
  isGrid: boolean
  /** Names of the rows (`data-row`) that Tab may come to; `12.3` belongs to the row `12`. */
  rows: readonly string[]
  /** Draws them; `focused` is row and column of the one cell that Tab comes to. */
  children: (focused: string) => ComponentChildren
}

export function Matrix({ label, corner, columns, isGrid, rows, children }: Props) {
  const [active, setActive] = useState({ row: '', col: '' })
  const onKeyDown = (event: KeyboardEvent) => {
    const cell = event.target instanceof HTMLElement && event.target.closest<HTMLElement>('[data-col]')
    const next = cell && !event.ctrlKey && !event.altKey && !event.metaKey && nextCell(cell, event.key)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  const onFocusIn = (event: FocusEvent) => {
    const { row, col } = (event.target as HTMLElement).dataset
    if (row && col) setActive({ row, col })
  }
  // What was active may be gone: another scope, other users.
  const isThere =
    columns.some(({ key }) => key === active.col) &&
    rows.some((row) => active.row === row || active.row.startsWith(`${row}.`))
  const focused = isThere ? `${active.row} ${active.col}` : `${rows[0]} ${columns[0]?.key}`
  const groups = (['device', 'channels'] as const).map((on) => ({
    on,
    count: columns.filter((column) => column.on === on).length,
  }))

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="matrix-box" aria-label={label} tabIndex={0}>
      <table
        class="matrix"
        role={isGrid ? 'grid' : undefined}
        aria-label={label}
        onKeyDown={onKeyDown}
        onFocusIn={onFocusIn}
      >
        <thead>
          <tr>
            <th scope="col" rowSpan={2} class="matrix-corner">
              {corner}
            </th>
            {groups.map(
              ({ on, count }) =>
                count > 0 && (
                  <th key={on} scope="colgroup" colSpan={count} class="matrix-group">
                    <span>{t(`users.on.${on}`)}</span>
                  </th>
                ),
            )}
          </tr>
          <tr>
            {columns.map((column, i) => (
              <th key={column.key} scope="col" class="matrix-right" data-begins={i === groups[0]?.count}>
                <span>{rightText(column.right)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children(focused)}</tbody>
      </table>
    </section>
  )
}
