// Rights on all recorders: everybody who may sign in at any of them, in one table.
import { useMemo } from 'preact/hooks'
import { deviceList, devices } from '../../../household.ts'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { mayManage, mayOperate } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { useUsers } from '../../devices/users/use-users.ts'
import { PeopleTabs } from '../people-tabs.tsx'
import { loadAllUsers } from './asks.ts'
import { RecordersRead } from './recorders-read.tsx'
import { RightsTable } from './rights-table.tsx'
import '../../devices/users/users.css'
import './rights.css'

export function RightsPage() {
  return (
    <Page title={t('nav.people')}>
      {mayManage.value && <PeopleTabs here="/people/devices" />}
      {mayOperate.value ? <AllUsers /> : <Empty drawing="key" title={t('rights.title')} text={t('rights.noRights')} />}
    </Page>
  )
}

function AllUsers() {
  const { state, refresh, retry } = useUsers(loadAllUsers)
  const recorders = deviceList.value.filter(({ offers }) => offers.includes('permissions'))
  const ids = recorders.map(({ id }) => id).join()
  const users = useMemo(
    () => (state.phase === 'ready' ? state.value.filter(({ device }) => ids.split(',').includes(String(device))) : []),
    [state, ids],
  )
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={retry} />
  if (state.phase === 'loading' || devices.value.phase === 'loading') return <Waiting rows={6} />
  if (recorders.length === 0) return <Empty drawing="recorder" title={t('rights.none')} text={t('rights.none.do')} />
  return (
    <div class="users rights">
      <p class="note">{t('rights.lead')}</p>
      <RecordersRead recorders={recorders} users={users} refresh={refresh} />
      {users.length === 0 ? (
        <Empty drawing="recorder" title={t('rights.unread')} text={t('rights.unread.do')} />
      ) : (
        <RightsTable recorders={recorders} users={users} refresh={refresh} />
      )}
    </div>
  )
}
