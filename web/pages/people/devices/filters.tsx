// Which rows and columns the table of all rights has: the way in, the recorder, the name, only what differs.
import type { ComponentChildren } from 'preact'
import { titleOf } from '../../../household.ts'
import { Pick } from '../../../parts/chosen-bar.tsx'
import { Choice } from '../../../parts/field.tsx'
import { SelectField } from '../../../parts/select-field.tsx'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import type { Scope } from '../../devices/users/rights.ts'
import type { View } from '../../devices/users/use-view.ts'
import { NameSearch } from '../name-search.tsx'
import type { Filter } from './persons.ts'

interface Props {
  scopes: readonly Scope[]
  scope: Scope
  recorders: readonly DeviceOut[]
  filter: Filter
  set: View['set']
  /** How many names are left. */
  count: number
  /** Two are compared: only the way in is asked for. */
  hidden: boolean
  /** Buttons. */
  children: ComponentChildren
}

export function Filters({ scopes, scope, recorders, filter, set, count, hidden, children }: Props) {
  const { sought, recorder, onlyUnlike } = filter
  const isFiltered = sought !== '' || recorder !== null || onlyUnlike
  return (
    <div class="users-bar">
      {scopes.length > 1 && (
        <Choice
          label={t('users.scope')}
          value={scope}
          options={scopes.map((one) => [one, t(`users.scope.${one}`)] as const)}
          onValue={(next) => set({ scope: next === scopes[0] ? null : next })}
        />
      )}
      {!hidden && (
        <>
          {recorders.length > 1 && (
            <SelectField
              label={t('rights.recorder')}
              value={recorder}
              options={[[null, t('rights.recorder.all')], ...recorders.map((one) => [one.id, titleOf(one)] as const)]}
              onValue={(id) => set({ recorder: id === null ? null : String(id) })}
            />
          )}
          <NameSearch
            class="rights-search"
            label={t('rights.search')}
            value={sought}
            onValue={(text) => set({ q: text || null })}
          />
          {recorders.length > 1 && (
            <Pick
              shown
              label={t('rights.unlike')}
              checked={onlyUnlike}
              onChecked={(on) => set({ unlike: on ? '1' : null })}
            />
          )}
          <div class="actions">{children}</div>
          <p class="unseen" role="status">
            {isFiltered && t('rights.found', { count })}
          </p>
        </>
      )}
    </div>
  )
}
