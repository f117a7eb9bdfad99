// One user of the matrix: a row of rights, and below it, when opened, a row for each channel.
import { ChevronDown, ChevronRight } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { memo } from 'preact/compat'
import { channels } from '../../../household.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from './asks.ts'
import { Cell } from './cell.tsx'
import type { Column } from './matrix.tsx'
import { channelsOf, differs, type Edits, type Scope, type Spot, shareOf } from './rights.ts'
import { inScope, rightText } from './words.ts'

/** What all rows of a table have in common. */
export interface Sheet {
  columns: readonly Column[]
  scope: Scope
  edits: Edits
  /** Row and column of the cell that Tab comes to. */
  focused: string
  /** The user whose channels are shown one by one. */
  open: number | null
  onOpen: (user: number | null) => void
  /** Two users whose differences stand out. */
  compared: readonly [DeviceUser, DeviceUser] | null
  /** Left out for somebody who may only look. */
  onToggle?: ((users: readonly DeviceUser[], spot: Spot) => void) | undefined
}

interface Props extends Sheet {
  user: DeviceUser
  /** As the page calls him in a sentence. */
  name: string
  /** The same where it stands at the row; the name, if it is left out. */
  title?: ComponentChildren
  about: ComponentChildren
  /** Before the name. */
  lead?: ComponentChildren
  look?: 'child'
}

export function UserRows(props: Props) {
  const { user, name, title = name, about, lead, look, columns, scope, open, onOpen } = props
  const numbers = columns.some(({ on }) => on === 'channels') ? channelsOf(user, scope) : []
  const isOpen = open === user.id && numbers.length > 0
  const nameOf = isOpen ? channelNames(user.device) : channelNumber
  const cells = (channel: number | null): CellsProps => {
    const row = channel === null ? `${user.id}` : `${user.id}.${channel}`
    const { edits, compared, onToggle } = props
    return {
      ...{ user, name, columns, scope, edits, compared, onToggle, row, channel },
      channelName: channel === null ? '' : nameOf(channel),
      col: colIn(props.focused, row),
    }
  }
  return (
    <>
      <tr class="user-row" data-look={look}>
        <th scope="row">
          <div class="user-name">
            {lead}
            {numbers.length > 0 ? (
              <Opener isOpen={isOpen} label={t('users.open', { name })} onOpen={(on) => onOpen(on ? user.id : null)} />
            ) : (
              <span class="no-more" />
            )}
            <div>
              <strong>{title}</strong>
              <p class="note">{about}</p>
            </div>
          </div>
        </th>
        {user.rights ? (
          <Cells {...cells(null)} />
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
            <Cells {...cells(number)} />
          </tr>
        ))}
    </>
  )
}

export function Opener({ isOpen, label, onOpen }: { isOpen: boolean; label: string; onOpen: (on: boolean) => void }) {
  return (
    <button
      type="button"
      class="icon-button quiet"
      aria-expanded={isOpen}
      aria-label={label}
      title={label}
      onClick={() => onOpen(!isOpen)}
    >
      {isOpen ? <ChevronDown /> : <ChevronRight />}
    </button>
  )
}

const channelNumber = (number: number) => t('users.channel', { number })

function channelNames(device: number): (number: number) => string {
  const all = channels.value.phase === 'ready' ? channels.value.value : []
  const names = new Map(
    all.filter((channel) => channel.device_id === device).map((channel) => [channel.channel_no, channel.name]),
  )
  return (number) => names.get(number) ?? channelNumber(number)
}

export function aboutUser({ role, isOurs, isInherent }: DeviceUser): string {
  const words = [t(`users.role.${role}`), isOurs && t('users.ours'), isInherent && t('users.inherent')]
  return words.filter(Boolean).join(' · ')
}

/** The column of the cell that Tab comes to, where that is in this row. */
export const colIn = (focused: string, row: string): string | null =>
  focused.startsWith(`${row} `) ? focused.slice(row.length + 1) : null

interface CellsProps extends Pick<Sheet, 'columns' | 'scope' | 'edits' | 'compared' | 'onToggle'> {
  user: DeviceUser
  name: string
  row: string
  /** Null: the row of all channels and of the device as a whole. */
  channel: number | null
  channelName: string
  /** The column that Tab comes to. */
  col: string | null
}

/** Drawn only when something of this row changed. */
const Cells = memo((props: CellsProps) => {
  const { user, name, columns, scope, edits, compared, onToggle, row, channel, channelName, col } = props
  const cell = ({ key, right, on }: Column) => {
    if (channel !== null && on === 'device') return <td key={key} class="matrix-blank" />
    const spot: Spot = { scope, right, on: channel ?? on }
    const words = { user: name, right: rightText(right), scope: inScope(scope) }
    return (
      <Cell
        key={key}
        label={
          channel === null ? t(`users.cell.${on}`, words) : t('users.cell.channel', { ...words, channel: channelName })
        }
        share={shareOf(user, edits, spot)}
        differs={compared && differs(compared[0], compared[1], edits, spot) ? t('users.is.differs') : null}
        row={row}
        col={key}
        first={col === key}
        onToggle={onToggle && (() => onToggle([user], spot))}
        fixed={user.isInherent}
      />
    )
  }
  return <>{columns.map(cell)}</>
})
