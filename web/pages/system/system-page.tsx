// How the appliance and its machine are doing.
import { Page } from '../../parts/page.tsx'
import { FaultNote, FaultView, Waiting } from '../../parts/states.tsx'
import { mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { systemAsks } from './asks.ts'
import { ChartsSection } from './charts-section.tsx'
import { HealthSection } from './health-section.tsx'
import { NowSection } from './now-section.tsx'
import { Shut } from './shut.tsx'
import './system.css'
import { SystemTabs } from './system-tabs.tsx'
import { useFresh } from './use-fresh.ts'

const EVERY_MS = 10_000
const DISK_EVERY_MS = 60_000

export const SystemPage = () => (mayOperate.value ? <System /> : <Shut />)

function System() {
  const status = useFresh(systemAsks.status, EVERY_MS)
  const stats = useFresh(systemAsks.stats, EVERY_MS)
  const disk = useFresh(systemAsks.disk, DISK_EVERY_MS)
  const fault = status.fault ?? stats.fault
  return (
    <Page title={t('nav.system')}>
      <SystemTabs here="health" />
      {!status.value && (fault ? <FaultView fault={fault} /> : <Waiting rows={3} />)}
      {status.value && <FaultNote fault={fault} />}
      {status.value && <HealthSection status={status.value} />}
      {stats.value && <NowSection stats={stats.value} disk={disk.value} />}
      {status.value && <ChartsSection />}
    </Page>
  )
}
