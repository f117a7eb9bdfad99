// The table of everybody's rights on all recorders, with what is done to it: filtered, compared, given, tried, written.
import { ListChecks, Scale } from 'lucide-preact'
import { useCallback, useMemo, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { useUnsaved } from '../../../parts/unsaved.ts'
import { useChosen } from '../../../parts/use-chosen.ts'
import { useSteady } from '../../../parts/use-steady.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import type { DeviceUser } from '../../devices/users/asks.ts'
import { ChangesPanel } from '../../devices/users/changes-panel.tsx'
import { Legend } from '../../devices/users/legend.tsx'
import { columnsFor, Matrix } from '../../devices/users/matrix.tsx'
import { differs, type Spot, toggled } from '../../devices/users/rights.ts'
import { useChanges } from '../../devices/users/use-changes.ts'
import { useGroups } from '../../devices/users/use-groups.ts'
import { useView } from '../../devices/users/use-view.ts'
import { aboutUser, UserRows } from '../../devices/users/user-rows.tsx'
import { CompareUsers, pairOf } from './compare-users.tsx'
import { Filters } from './filters.tsx'
import { GiveBar } from './give-bar.tsx'
import { PersonRows, rowOf } from './person-rows.tsx'
import { type Person, spotOf } from './persons.ts'
import { TemplatesPanel } from './templates-panel.tsx'
import { useFound } from './use-found.ts'
import { useTemplates } from './use-templates.ts'
import { userAt } from './words.ts'

interface Props {
  recorders: readonly DeviceOut[]
  users: readonly DeviceUser[]
  refresh: () => Promise<void>
}

/** More names than anybody reads at once would make every press slow. */
const AT_ONCE = 60

const idsOf = (users: readonly DeviceUser[]) => users.map(({ id }) => id)
const isChangeable = (user: DeviceUser) => user.rights !== null && !user.isInherent

export function RightsTable({ recorders, users, refresh }: Props) {
  const { query, set } = useView()
  const changes = useChanges(users, refresh)
  const { edits } = changes
  useUnsaved(edits.size > 0)
  const templates = useTemplates()
  const { all, persons, columns: found, ...shape } = useFound(users, recorders, query)
  const { scopes, scope, filter } = shape
  const [most, setMost] = useState(AT_ONCE)
  const shown = persons.slice(0, most)
  const compared = pairOf(query.compare, users, templates.all)
  const columns = compared
    ? columnsFor(compared, scope).filter((column) => differs(compared[0], compared[1], edits, spotOf(column, scope)))
    : found
  const mayEdit = mayManage.value
  const isChoosing = mayEdit && !compared && query.choose === '1'
  const listed = persons.flatMap((person) => person.users)
  const chosen = useChosen(isChoosing ? listed.filter(isChangeable) : [], ({ id }) => id)
  const readable = users.filter(({ rights }) => rights)
  const [one, two] = [...readable].sort((a, b) => Number(a.isInherent) - Number(b.isInherent))
  const keys = useMemo(
    () => new Map(all.flatMap(({ key, users: own }) => own.map(({ id }) => [id, key] as const))),
    [all],
  )
  const keyOf = useCallback((user: number) => keys.get(user) ?? '', [keys])
  const own = useGroups(edits, keyOf)
  const toggle = useSteady((whose: readonly DeviceUser[], spot: Spot) =>
    changes.edit(idsOf(whose), toggled(whose, edits, spot)),
  )
  const sheet = {
    ...{ columns, scope, edits, compared },
    open: query.open ? Number(query.open) : null,
    onOpen: (id: number | null) => set({ open: id === null ? null : String(id) }),
    onToggle: mayEdit ? toggle : undefined,
  }
  return (
    <>
      <Filters {...{ scopes, scope, recorders, filter, set }} count={persons.length} hidden={compared !== null}>
        {one && two && (
          <Button icon={<Scale />} onClick={() => set({ compare: `${one.id}.${two.id}`, choose: null })}>
            {t('users.compare')}
          </Button>
        )}
        {mayEdit && (
          <Button
            icon={<ListChecks />}
            aria-pressed={isChoosing}
            onClick={() => set({ choose: isChoosing ? null : '1' })}
          >
            {t('rights.choose')}
          </Button>
        )}
      </Filters>
      {compared && (
        <CompareUsers
          {...{ compared, edits }}
          users={readable}
          templates={templates.all}
          onCompare={(pair) => set({ compare: pair?.join('.') ?? null, open: null })}
          onEdit={mayEdit ? changes.edit : undefined}
        />
      )}
      <div class="users-work">
        <div class="users-table">
          {columns.length > 0 && (
            <Matrix
              label={t('rights.table')}
              corner={t('users.user')}
              columns={columns}
              isGrid={mayEdit}
              rows={rowsOf(compared ? compared.filter(isChangeable).map((user) => [user]) : shown)}
            >
              {(focused) =>
                compared
                  ? compared.map((user) => (
                      <UserRows
                        key={user.id}
                        {...{ ...sheet, user, focused }}
                        name={userAt(user)}
                        title={user.id < 0 ? user.name : undefined}
                        about={user.id < 0 ? t('rights.template') : aboutUser(user)}
                      />
                    ))
                  : shown.map((person) => (
                      <PersonRows
                        key={person.key}
                        {...{ ...sheet, person, focused }}
                        edits={own(person.key)}
                        chosen={isChoosing ? chosen : null}
                        isOpen={query.who === person.key}
                        onOpenPerson={(on) => set({ who: on ? person.key : null, open: null })}
                      />
                    ))
              }
            </Matrix>
          )}
          {!compared && shown.length < persons.length && (
            <Button onClick={() => setMost(most + AT_ONCE)}>
              {t('rights.more', { count: persons.length - shown.length })}
            </Button>
          )}
          {!compared && persons.length === 0 && <p>{t('rights.found.none')}</p>}
          {columns.length > 0 && (
            <Legend
              someText={t('rights.legend.some')}
              hasFixed={(compared ?? listed).some(({ id, isInherent }) => isInherent && id > 0)}
            />
          )}
        </div>
        {mayEdit && <ChangesPanel {...{ users, changes }} nameOf={userAt} checkText={t('rights.check')} />}
      </div>
      {chosen.items.length > 0 && (
        <GiveBar
          {...{ edits, templates, chosen }}
          users={readable}
          onGive={(next) => changes.edit(idsOf(chosen.items), next)}
          onCompare={(pair) => set({ compare: pair.join('.'), choose: null })}
        />
      )}
      {mayEdit && (
        <TemplatesPanel templates={templates} onCompare={one && ((id) => set({ compare: `${one.id}.${id}` }))} />
      )}
    </>
  )
}

/** Names of the rows with something to press. */
const rowsOf = (rows: readonly (Person | readonly DeviceUser[])[]): string[] =>
  rows.flatMap((row) => {
    const users = 'key' in row ? row.users : row
    const own = users.filter(isChangeable).map(({ id }) => String(id))
    return 'key' in row && users.length > 1 && own.length > 0 ? [rowOf(row), ...own] : own
  })
