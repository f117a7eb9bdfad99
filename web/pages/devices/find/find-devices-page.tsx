// Finding cameras and recorders in the network, on a page of its own.
import { Page } from '../../../parts/page.tsx'
import { Empty } from '../../../parts/states.tsx'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import '../devices.css'
import { Finding } from './finding.tsx'

export function FindDevicesPage() {
  return (
    <Page title={t('discover.title')} back={{ path: '/devices', label: t('nav.devices') }}>
      {mayManage.value ? <Finding /> : <Empty drawing="key" title={t('discover.title')} text={t('devices.noRights')} />}
    </Page>
  )
}
