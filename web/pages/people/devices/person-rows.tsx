// One name of the table: a row for all of its recorders together, and below it, when opened, a row for each of them.
import { memo } from 'preact/compat'
import { addressOf } from '../../../base.ts'
import { Pick as PickBox } from '../../../parts/chosen-bar.tsx'
import type { Chosen } from '../../../parts/use-chosen.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from '../../devices/users/asks.ts'
import { Cell } from '../../devices/users/cell.tsx'
import type { Column } from '../../devices/users/matrix.tsx'
import { aboutUser, colIn, Opener, type Sheet, UserRows } from '../../devices/users/user-rows.tsx'
import { inScope, rightText } from '../../devices/users/words.ts'
import { type Person, sharedBy, spotOf, unlike } from './persons.ts'
import { recorderName, userAt } from './words.ts'

interface Props extends Sheet {
  person: Person
  /** Null: nobody is being chosen. */
  chosen: Chosen<DeviceUser, number> | null
  isOpen: boolean
  onOpenPerson: (on: boolean) => void
}

const isChangeable = ({ rights, isInherent }: DeviceUser) => rights !== null && !isInherent

export function PersonRows({ person, chosen, isOpen, onOpenPerson, ...sheet }: Props) {
  const { name, users } = person
  const { columns, scope, edits, onToggle } = sheet
  const [first] = users
  if (!first) return null
  const pickOf = (user: DeviceUser) =>
    chosen && isChangeable(user) ? (
      <PickBox
        label={t('rights.pick', { name: userAt(user) })}
        checked={chosen.has(user.id)}
        onChecked={(on) => chosen.toggle(user.id, on)}
      />
    ) : undefined
  if (users.length === 1)
    return (
      <UserRows
        {...{ ...sheet, user: first }}
        name={userAt(first)}
        title={name}
        about={[<Place key="place" user={first} />, ' · ', aboutUser(first)]}
        lead={pickOf(first)}
      />
    )
  const own = users.filter(isChangeable)
  const all = own.filter(({ id }) => chosen?.has(id))
  return (
    <>
      <tr class="user-row">
        <th scope="row">
          <div class="user-name">
            {chosen && own.length > 0 && (
              <PickBox
                label={t('rights.pick.all', { name })}
                some={all.length > 0}
                checked={all.length === own.length}
                onChecked={(on) => {
                  for (const { id } of own) chosen.toggle(id, on)
                }}
              />
            )}
            <Opener isOpen={isOpen} label={t('rights.open', { name })} onOpen={onOpenPerson} />
            <div>
              <strong>{name}</strong>
              <p class="note">{t('rights.on', { count: users.length })}</p>
            </div>
          </div>
        </th>
        <PersonCells {...{ person, columns, scope, edits, onToggle }} col={colIn(sheet.focused, rowOf(person))} />
      </tr>
      {isOpen &&
        users.map((user) => (
          <UserRows
            key={user.id}
            {...{ ...sheet, user }}
            look="child"
            name={userAt(user)}
            title={<Place user={user} />}
            about={aboutUser(user)}
            lead={pickOf(user)}
          />
        ))}
    </>
  )
}

const Place = ({ user: { device } }: { user: DeviceUser }) => (
  <a href={addressOf(`/devices/${device}/users`)}>{recorderName(device)}</a>
)

/** As cells name their row. */
export const rowOf = ({ key }: Person): string => `of ${key}`

interface PersonCellsProps extends Pick<Sheet, 'columns' | 'scope' | 'edits' | 'onToggle'> {
  person: Person
  /** The column that Tab comes to, if it is in this row. */
  col: string | null
}

/** Drawn only when something of this row changed. */
const PersonCells = memo(({ person, columns, scope, edits, onToggle, col }: PersonCellsProps) => {
  const { name, users } = person
  const own = users.filter(isChangeable)
  const cell = (column: Column) => {
    const { key, right, on } = column
    const spot = spotOf(column, scope)
    const share = sharedBy(users, edits, spot)
    return (
      <Cell
        key={key}
        label={t(`rights.cell.${on}`, { user: name, right: rightText(right), scope: inScope(scope) })}
        share={share}
        someText={t(`rights.is.some.${on}`, { has: share.has, of: share.of })}
        differs={unlike(users, edits, spot) ? t('rights.is.unlike') : null}
        row={rowOf(person)}
        col={key}
        first={col === key}
        onToggle={onToggle && (() => onToggle(own, spot))}
        fixed={own.length === 0}
      />
    )
  }
  return <>{columns.map(cell)}</>
})
