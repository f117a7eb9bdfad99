// The users tab of a device: who may sign in to it, and the matrix of what each may do there.
import { Scale } from 'lucide-preact'
import { useCallback, useMemo } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { deviceList, titleOf } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { Choice } from '../../../parts/field.tsx'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { useUnsaved } from '../../../parts/unsaved.ts'
import { useSteady } from '../../../parts/use-steady.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import { type DeviceUser, loadUsers } from './asks.ts'
import { ChangesPanel } from './changes-panel.tsx'
import { CompareBar } from './compare-bar.tsx'
import { Legend } from './legend.tsx'
import { columnsFor, Matrix } from './matrix.tsx'
import { Reading } from './reading.tsx'
import { columnsOf, SCOPES, type Scope, type Spot, toggled } from './rights.ts'
import { useChanges } from './use-changes.ts'
import { useGroups } from './use-groups.ts'
import { useUsers } from './use-users.ts'
import { useView } from './use-view.ts'
import { UserList } from './user-list.tsx'
import { aboutUser, UserRows } from './user-rows.tsx'
import './users.css'

export function UsersTab({ device }: { device: DeviceOut }) {
  return device.offers.includes('permissions') ? <UsersWithRights device={device} /> : <UserList device={device} />
}

function UsersWithRights({ device }: { device: DeviceOut }) {
  const { state, refresh, retry } = useUsers(useCallback((signal) => loadUsers(device.id, signal), [device.id]))
  if (state.phase === 'loading') return <Waiting rows={4} />
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={retry} />
  return <Users device={device} users={state.value} refresh={refresh} />
}

interface Props {
  device: DeviceOut
  users: DeviceUser[]
  refresh: () => Promise<void>
}

const nameOf = ({ name }: DeviceUser) => name
const sameUser = (user: number) => user
const idsOf = (users: readonly DeviceUser[]) => users.map(({ id }) => id)

function Users({ device, users, refresh }: Props) {
  const { query, set } = useView()
  const changes = useChanges(users, refresh)
  const { edits } = changes
  useUnsaved(edits.size > 0)
  const scopes = SCOPES.filter((one) => Object.values(columnsOf(users, one)).some(({ length }) => length > 0))
  const scope: Scope = scopes.find((one) => one === query.scope) ?? scopes[0] ?? 'remote'
  const readable = users.filter((user) => user.rights)
  const [first, second] = (query.compare ?? '').split('.').map((id) => readable.find((user) => user.id === Number(id)))
  const compared = first && second && first !== second ? ([first, second] as const) : null
  const onCompare = (pair: [number, number] | null) => set({ compare: pair?.join('.') ?? null, open: null })
  const edit = mayManage.value ? changes.edit : undefined
  const reading = <Reading device={device.id} users={users} refresh={refresh} />
  const own = useGroups(edits, sameUser)
  const columns = useMemo(() => columnsFor(compared ?? users, scope), [first, second, users, scope])
  const toggle = useSteady((whose: readonly DeviceUser[], spot: Spot) =>
    changes.edit(idsOf(whose), toggled(whose, edits, spot)),
  )
  if (users.length === 0)
    return (
      <Empty drawing="recorder" title={t('users.none')} text={t('users.none.do')}>
        {reading}
      </Empty>
    )
  const shown = compared ?? users
  return (
    <div class="users">
      <p class="note">
        {t('users.lead')} {isOneOfMany() && <a href={addressOf('/people/devices')}>{t('rights.all')}</a>}
      </p>
      <div class="users-bar">
        {scopes.length > 1 && (
          <Choice
            label={t('users.scope')}
            value={scope}
            options={scopes.map((one) => [one, t(`users.scope.${one}`)] as const)}
            onValue={(next) => set({ scope: next === scopes[0] ? null : next })}
          />
        )}
        {readable.length > 1 && !compared && (
          <Button icon={<Scale />} onClick={() => onCompare(firstTwo(readable))}>
            {t('users.compare')}
          </Button>
        )}
        {reading}
      </div>
      {compared && (
        <CompareBar {...{ compared, nameOf, edits, onCompare }} options={[readable, readable]} onEdit={edit} />
      )}
      <div class="users-work">
        <div class="users-table">
          <Matrix
            label={t('users.table', { device: titleOf(device) })}
            corner={t('users.user')}
            columns={columns}
            isGrid={edit !== undefined}
            rows={idsOf(changeable(shown)).map(String)}
          >
            {(focused) =>
              shown.map((user) => (
                <UserRows
                  key={user.id}
                  {...{ user, columns, scope, focused, compared }}
                  edits={compared ? edits : own(user.id)}
                  name={user.name}
                  about={aboutUser(user)}
                  open={query.open ? Number(query.open) : null}
                  onOpen={(id) => set({ open: id === null ? null : String(id) })}
                  onToggle={edit && toggle}
                />
              ))
            }
          </Matrix>
          {scopes.length > 0 && (
            <Legend someText={t('users.legend.some')} hasFixed={users.some(({ isInherent }) => isInherent)} />
          )}
        </div>
        {edit && (
          <ChangesPanel
            {...{ users, changes, nameOf }}
            checkText={t(device.kind === 'camera' ? 'users.check.camera' : 'users.check.recorder')}
          />
        )}
      </div>
    </div>
  )
}

/** Other devices tell their users' rights, too. */
const isOneOfMany = () => deviceList.value.filter(({ offers }) => offers.includes('permissions')).length > 1

const changeable = (users: readonly DeviceUser[]) => users.filter((user) => user.rights && !user.isInherent)

/** Those whose rights can be changed, first. */
function firstTwo(users: readonly DeviceUser[]): [number, number] {
  const [a, b] = [...users].sort((x, y) => Number(x.isInherent) - Number(y.isInherent))
  return [a?.id ?? 0, b?.id ?? 0]
}
