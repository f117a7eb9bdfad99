// The users tab of a device: who may sign in to it, and the matrix of what each may do there.
import { Scale } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { titleOf } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { Choice } from '../../../parts/field.tsx'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useUnsaved } from '../../../parts/unsaved.ts'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import { ReadLine } from '../read-line.tsx'
import { type DeviceUser, readAnew, type SyncedOut } from './asks.ts'
import { Sign } from './cell.tsx'
import { ChangesPanel } from './changes-panel.tsx'
import { CompareBar } from './compare-bar.tsx'
import { Matrix } from './matrix.tsx'
import { columnsOf, SCOPES, type Scope, toggled } from './rights.ts'
import { useChanges } from './use-changes.ts'
import { useUsers } from './use-users.ts'
import { UserList } from './user-list.tsx'
import './users.css'

export function UsersTab({ device }: { device: DeviceOut }) {
  return device.offers.includes('permissions') ? <UsersWithRights device={device} /> : <UserList device={device} />
}

function UsersWithRights({ device }: { device: DeviceOut }) {
  const { state, refresh, retry } = useUsers(device.id)
  if (state.phase === 'loading') return <Waiting rows={4} />
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={retry} />
  return <Users device={device} users={state.value} refresh={refresh} />
}

interface Props {
  device: DeviceOut
  users: DeviceUser[]
  refresh: () => Promise<void>
}

/** What a reload keeps: the scope, the two that are compared, the one whose channels are shown. */
function useView() {
  const { path, query, route } = useLocation()
  const set = (change: Record<string, string | null>) => {
    const wanted = Object.entries({ ...query, ...change }).filter((pair): pair is [string, string] => !!pair[1])
    const text = new URLSearchParams(wanted).toString()
    route(`${path}${text && `?${text}`}`, true)
  }
  return { query, set }
}

function Users({ device, users, refresh }: Props) {
  const { query, set } = useView()
  const changes = useChanges(device.id, users, refresh)
  useUnsaved(changes.edits.size > 0)
  const scopes = SCOPES.filter((one) => Object.values(columnsOf(users, one)).some(({ length }) => length > 0))
  const scope: Scope = scopes.find((one) => one === query.scope) ?? scopes[0] ?? 'remote'
  const readable = users.filter((user) => user.rights)
  const [first, second] = (query.compare ?? '').split('.').map((id) => readable.find((user) => user.id === Number(id)))
  const compared = first && second && first !== second ? ([first, second] as const) : null
  const onCompare = (pair: [number, number] | null) => set({ compare: pair?.join('.') ?? null, open: null })
  const edit = mayManage.value ? changes.edit : undefined
  if (users.length === 0)
    return (
      <Empty drawing="recorder" title={t('users.none')} text={t('users.none.do')}>
        <Reading device={device} users={users} refresh={refresh} />
      </Empty>
    )
  return (
    <div class="users">
      <p class="note">{t('users.lead')}</p>
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
        <Reading device={device} users={users} refresh={refresh} />
      </div>
      {compared && <CompareBar {...{ users, compared, onCompare }} edits={changes.edits} onEdit={edit} />}
      <div class="users-work">
        <div class="users-table">
          <Matrix
            device={device.id}
            name={titleOf(device)}
            users={compared ?? users}
            scope={scope}
            edits={changes.edits}
            open={query.open ? Number(query.open) : null}
            onOpen={(user) => set({ open: user === null ? null : String(user) })}
            compared={compared}
            onToggle={edit && ((user, spot) => edit(user.id, toggled(user, changes.edits, spot)))}
          />
          {scopes.length > 0 && <Legend hasFixed={users.some(({ isInherent }) => isInherent)} />}
        </div>
        {edit && (
          <ChangesPanel
            users={users}
            changes={changes}
            checkText={t(device.kind === 'camera' ? 'users.check.camera' : 'users.check.recorder')}
          />
        )}
      </div>
    </div>
  )
}

/** Those whose rights can be changed, first. */
function firstTwo(users: readonly DeviceUser[]): [number, number] {
  const [a, b] = [...users].sort((x, y) => Number(x.isInherent) - Number(y.isInherent))
  return [a?.id ?? 0, b?.id ?? 0]
}

function Legend({ hasFixed }: { hasFixed: boolean }) {
  return (
    <ul class="legend" aria-label={t('users.legend')}>
      <li>
        <Sign look="all" /> {t('users.is.all')}
      </li>
      <li>
        <Sign look="some" /> {t('users.legend.some')}
      </li>
      <li>
        <Sign look="none" /> {t('users.is.none')}
      </li>
      <li>
        <Sign look="none" changed /> {t('users.is.changed')}
      </li>
      {hasFixed && (
        <li>
          <Sign look="all" fixed /> {t('users.legend.fixed')}
        </li>
      )}
    </ul>
  )
}

function Reading({ device, users, refresh }: Props) {
  const [failed, setFailed] = useState<SyncedOut['errors']>([])
  const action = useAsyncAction(
    () => readAnew(device.id),
    (data) => {
      setFailed(data.errors)
      if (data.errors.length === 0) toast(t('users.readAnew.done'))
      void refresh()
    },
  )
  const times = users.flatMap(({ readAt }) => (readAt ? [readAt.getTime()] : []))
  const oldest = times.length > 0 ? new Date(Math.min(...times)).toISOString() : null
  const names = failed.map(({ device_user_id: id }) => users.find((user) => user.id === id)?.name ?? `#${id}`)
  return (
    <div class="reading">
      <ReadLine readAt={oldest} action={action} />
      {names.length > 0 && (
        <p class="note attention boxed" role="alert">
          {t('users.readAnew.failed', { count: names.length, names: names.join(', ') })}
        </p>
      )}
    </div>
  )
}
