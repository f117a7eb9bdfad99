// One user of the matrix: a row of rights, and below it, when opened, a row for each channel.
import { ChevronDown, ChevronRight } from 'lucide-preact'
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from './asks.ts'
import { Cell } from './cell.tsx'
import type { Column, MatrixProps } from './matrix.tsx'
import { channelsOf, differs, type Spot, shareOf } from './rights.ts'
import { inScope, rightText } from './words.ts'

interface Props extends MatrixProps {
  user: DeviceUser
  columns: readonly Column[]
  /** Row and column of the cell that Tab comes to. */
  focused: string
  nameOf: (channel: number) => string
}

export function UserRows(props: Props) {
  const { user, columns, scope, open, onOpen, nameOf } = props
  const numbers = columns.some(({ on }) => on === 'channels') ? channelsOf(user, scope) : []
  const isOpen = open === user.id && numbers.length > 0
  return (
    <>
      <tr class="user-row">
        <th scope="row">
          <div class="user-name">
            {numbers.length > 0 ? (
              <button
                type="button"
                class="icon-button quiet"
                aria-expanded={isOpen}
                aria-label={t('users.open', { name: user.name })}
                title={t('users.open', { name: user.name })}
                onClick={() => onOpen(isOpen ? null : user.id)}
              >
                {isOpen ? <ChevronDown /> : <ChevronRight />}
              </button>
            ) : (
              <span class="no-more" />
            )}
            <div>
              <strong>{user.name}</strong>
              <p class="note">{aboutUser(user)}</p>
            </div>
          </div>
        </th>
        {user.rights ? (
          columns.map((column) => <RightCell key={column.key} {...{ ...props, column, on: column.on }} />)
        ) : (
          <td colSpan={Math.max(1, columns.length)} class="matrix-trouble">
            <p class="note bad">{user.trouble ?? t('users.unread')}</p>
          </td>
        )}
      </tr>
      {isOpen &&
        numbers.map((number) => (
          <tr key={number} class="channel-row">
            <th scope="row" title={nameOf(number)}>
              <span class="channel-no">{number}</span> {nameOf(number)}
            </th>
            {columns.map((column) =>
              column.on === 'device' ? (
                <td key={column.key} class="matrix-blank" />
              ) : (
                <RightCell key={column.key} {...{ ...props, column, on: number }} />
              ),
            )}
          </tr>
        ))}
    </>
  )
}

function aboutUser({ role, isOurs, isInherent }: DeviceUser): string {
  const words = [t(`users.role.${role}`), isOurs && t('users.ours'), isInherent && t('users.inherent')]
  return words.filter(Boolean).join(' · ')
}

function RightCell({ user, column, on, ...props }: Props & { column: Column; on: Spot['on'] }) {
  const { scope, edits, compared, focused, onToggle, nameOf } = props
  const spot: Spot = { scope, right: column.right, on }
  const words = { user: user.name, right: rightText(column.right), scope: inScope(scope) }
  const label =
    on === 'device'
      ? t('users.cell.device', words)
      : on === 'channels'
        ? t('users.cell.channels', words)
        : t('users.cell.channel', { ...words, channel: nameOf(on) })
  const row = typeof on === 'number' ? `${user.id}.${on}` : `${user.id}`
  return (
    <Cell
      label={label}
      share={shareOf(user, edits, spot)}
      differs={compared !== null && differs(compared[0], compared[1], edits, spot)}
      row={row}
      col={column.key}
      first={focused === `${row} ${column.key}`}
      onToggle={onToggle && (() => onToggle(user, spot))}
      fixed={user.isInherent}
    />
  )
}
