// Two users side by side: who they are, in how much they differ, and one given the rights of the other.
import { Copy } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from './asks.ts'
import { copied, differences, type Edits, SCOPES } from './rights.ts'
import { inScope } from './words.ts'

export interface Option {
  id: number
  name: string
}

interface Props {
  /** Who can be compared, and with whom. */
  options: readonly [readonly Option[], readonly Option[]]
  compared: readonly [DeviceUser, DeviceUser]
  nameOf: (user: DeviceUser) => string
  edits: Edits
  onCompare: (pair: [number, number] | null) => void
  /** Left out for somebody who may only look. */
  onEdit?: ((users: readonly number[], next: Edits) => void) | undefined
  /** What is to be known before one is given the rights of the other. */
  children?: ComponentChildren
}

export function CompareBar({ options, compared, nameOf, edits, onCompare, onEdit, children }: Props) {
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
          options={options[0]}
          other={second.id}
          onPick={(id) => onCompare([id, second.id])}
        />
        <Who
          label={t('users.compare.second')}
          value={second.id}
          options={options[1]}
          other={first.id}
          onPick={(id) => onCompare([first.id, id])}
        />
      </div>
      <p role="status">
        {found.length === 0
          ? t('users.compare.same')
          : t('users.compare.differ', { count: found.length, scopes: parts.join(', ') })}
      </p>
      {children}
      <div class="actions">
        {onEdit &&
          ways
            .filter(([, to]) => !to.isInherent)
            .map(([from, to]) => (
              <Button key={to.id} icon={<Copy />} onClick={() => onEdit([to.id], copied(edits, from, to))}>
                {t('users.copy', { from: nameOf(from), to: nameOf(to) })}
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
  options: readonly Option[]
  /** Cannot be compared with himself. */
  other: number
  onPick: (id: number) => void
}

function Who({ label, value, options, other, onPick }: WhoProps) {
  const id = useId()
  return (
    <>
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onPick(Number(event.currentTarget.value))}>
        {options
          .filter((option) => option.id !== other)
          .map((option) => (
            <option key={option.id} value={option.id}>
              {option.name}
            </option>
          ))}
      </select>
    </>
  )
}
