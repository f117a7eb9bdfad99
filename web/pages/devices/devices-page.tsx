// The devices of the household: state, reason, since when; one opens to its page.
import { Plus, Radar } from 'lucide-preact'
import { addressOf } from '../../base.ts'
import { devices, loadDevices } from '../../household.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { DeviceRow } from './device-row.tsx'
import './devices.css'
import { HouseTabs } from './house-tabs.tsx'

export function DevicesPage() {
  const state = devices.value
  const any = state.phase === 'ready' && state.value.length > 0
  return (
    <Page title={t('nav.devices')} actions={any && mayManage.value && <Links />}>
      {any && <HouseTabs here="devices" />}
      {state.phase === 'loading' && <Waiting rows={3} />}
      {state.phase === 'fault' && <FaultView fault={state.fault} onRetry={() => void loadDevices()} />}
      {state.phase === 'ready' && !any && (
        <Empty
          drawing="recorder"
          title={t('devices.empty')}
          text={mayManage.value ? t('devices.empty.do') : t('devices.noRights')}
        >
          {mayManage.value && <Links />}
        </Empty>
      )}
      {any && (
        <ul class="panel rows" aria-label={t('devices.list')}>
          {state.value.map((device) => (
            <DeviceRow key={device.id} device={device} />
          ))}
        </ul>
      )}
    </Page>
  )
}

/** The two ways to a new device. */
const Links = () => (
  <div class="actions device-ways">
    <a class="button plain" href={addressOf('/devices/find')} title={t('discover.open')}>
      <Radar />
      <span>{t('discover.open')}</span>
    </a>
    <a class="button primary" href={addressOf('/devices/new')}>
      <Plus />
      <span>{t('devices.add')}</span>
    </a>
  </div>
)
