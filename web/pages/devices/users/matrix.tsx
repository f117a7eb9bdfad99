// Users × rights of one scope: sticky first row and column, moved through with the arrow keys.
import { useState } from 'preact/hooks'
import { channels } from '../../../household.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from './asks.ts'
import { nextCell } from './grid-keys.ts'
import { columnsOf, type Edits, type Scope, type Spot } from './rights.ts'
import { UserRows } from './user-rows.tsx'
import { rightText } from './words.ts'

export interface MatrixProps {
  device: number
  name: string
  users: readonly DeviceUser[]
  scope: Scope
  edits: Edits
  /** The user whose channels are shown one by one. */
  open: number | null
  onOpen: (user: number | null) => void
  /** Two users whose differences stand out. */
  compared: readonly [DeviceUser, DeviceUser] | null
  /** Left out for somebody who may only look. */
  onToggle?: ((user: DeviceUser, spot: Spot) => void) | undefined
}

/** One column: a right on the device, or on its channels. */
export interface Column {
  key: string
  right: string
  on: 'device' | 'channels'
}

export function Matrix(props: MatrixProps) {
  const { device, name, users, scope, onToggle } = props
  const [active, setActive] = useState('')
  const rights = columnsOf(users, scope)
  const columns: Column[] = [
    ...rights.device.map((right) => ({ key: `device.${right}`, right, on: 'device' as const })),
    ...rights.channels.map((right) => ({ key: `channels.${right}`, right, on: 'channels' as const })),
  ]
  const names = new Map(
    (channels.value.phase === 'ready' ? channels.value.value : [])
      .filter((channel) => channel.device_id === device)
      .map((channel) => [channel.channel_no, channel.name]),
  )
  const nameOf = (number: number) => names.get(number) ?? t('users.channel', { number })

  const onKeyDown = (event: KeyboardEvent) => {
    const cell = event.target instanceof HTMLElement && event.target.closest<HTMLElement>('[data-col]')
    const next = cell && !event.ctrlKey && !event.altKey && !event.metaKey && nextCell(cell, event.key)
    if (!next) return
    event.preventDefault()
    next.focus()
  }
  const onFocusIn = (event: FocusEvent) => {
    const { row, col } = (event.target as HTMLElement).dataset
    if (row && col) setActive(`${row} ${col}`)
  }
  // What was active may be gone: another scope, other users.
  const isThere = users.some((user) =>
    columns.some(({ key }) => active.startsWith(`${user.id}`) && active.endsWith(key)),
  )
  const firstUser = users.find((user) => user.rights && !user.isInherent)
  const focused = isThere ? active : `${firstUser?.id} ${columns[0]?.key}`

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section class="matrix-box" aria-label={t('users.table', { device: name })} tabIndex={0}>
      <table
        class="matrix"
        role={onToggle ? 'grid' : undefined}
        aria-label={t('users.table', { device: name })}
        onKeyDown={onKeyDown}
        onFocusIn={onFocusIn}
      >
        <thead>
          <tr>
            <th scope="col" rowSpan={2} class="matrix-corner">
              {t('users.user')}
            </th>
            {(['device', 'channels'] as const).map(
              (on) =>
                rights[on].length > 0 && (
                  <th key={on} scope="colgroup" colSpan={rights[on].length} class="matrix-group">
                    <span>{t(`users.on.${on}`)}</span>
                  </th>
                ),
            )}
          </tr>
          <tr>
            {columns.map((column, i) => (
              <th key={column.key} scope="col" class="matrix-right" data-begins={i === rights.device.length}>
                <span>{rightText(column.right)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <UserRows key={user.id} {...props} {...{ user, columns, focused, nameOf }} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
