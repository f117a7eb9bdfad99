// Two users side by side: who they are, in how much they differ, and one given the rights of the other.
import { Copy } from 'lucide-preact'
import { useId } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from './asks.ts'
import { copied, differences, type Edits, SCOPES } from './rights.ts'
import { inScope } from './words.ts'

interface Props {
  users: readonly DeviceUser[]
  compared: readonly [DeviceUser, DeviceUser]
  edits: Edits
  onCompare: (pair: [number, number] | null) => void
  /** Left out for somebody who may only look. */
  onEdit?: ((user: number, next: Edits) => void) | undefined
}

export function CompareBar({ users, compared, edits, onCompare, onEdit }: Props) {
  const [first, second] = compared
  const found = differences(first, second, edits)
  const parts = SCOPES.map((scope) => [scope, found.filter((spot) => spot.scope === scope).length] as const)
    .filter(([, count]) => count > 0)
    .map(([scope, count]) => t('users.compare.scope', { count, scope: inScope(scope) }))
  const ways =
    found.length === 0
      ? []
      : ([
          [first, second],
          [second, first],
        ] as const)
  return (
    <div class="compare panel">
      <div class="compare-two">
        <Who
          label={t('users.compare.first')}
          value={first.id}
          users={users}
          other={second.id}
          onPick={(id) => onCompare([id, second.id])}
        />
        <Who
          label={t('users.compare.second')}
          value={second.id}
          users={users}
          other={first.id}
          onPick={(id) => onCompare([first.id, id])}
        />
      </div>
      <p role="status">
        {found.length === 0
          ? t('users.compare.same')
          : t('users.compare.differ', { count: found.length, scopes: parts.join(', ') })}
      </p>
      <div class="actions">
        {onEdit &&
          ways
            .filter(([, to]) => !to.isInherent)
            .map(([from, to]) => (
              <Button key={to.id} icon={<Copy />} onClick={() => onEdit(to.id, copied(edits, from, to))}>
                {t('users.copy', { from: from.name, to: to.name })}
              </Button>
            ))}
        <Button look="quiet" onClick={() => onCompare(null)}>
          {t('users.compare.end')}
        </Button>
      </div>
    </div>
  )
}

interface WhoProps {
  label: string
  value: number
  users: readonly DeviceUser[]
  /** Cannot be compared with himself. */
  other: number
  onPick: (id: number) => void
}

function Who({ label, value, users, other, onPick }: WhoProps) {
  const id = useId()
  return (
    <>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onPick(Number(event.currentTarget.value))}>
        {users
          .filter((user) => user.id !== other && user.rights)
          .map((user) => (
            <option key={user.id} value={user.id}>
              {user.name}
            </option>
          ))}
      </select>
    </>
  )
}
