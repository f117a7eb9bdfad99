// One device: found by the address, shown in tabs.
import { useRoute } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { devices, loadDevices, titleOf } from '../../household.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { t } from '../../texts/t.ts'
import './devices.css'
import { DeviceTabs } from './tabs.tsx'

const BACK = { path: '/devices', label: t('nav.devices') }

export function DevicePage() {
  const { id, tab } = useRoute().params
  const state = devices.value
  const device =
    state.phase === 'ready' ? state.value.find((one) => String(one.id) === id || one.uuid === id) : undefined
  return (
    <Page title={device ? titleOf(device) : t('nav.devices')} back={BACK}>
      {state.phase === 'loading' && <Waiting rows={3} />}
      {state.phase === 'fault' && <FaultView fault={state.fault} onRetry={() => void loadDevices()} />}
      {device && <DeviceTabs key={device.id} device={device} tab={tab} />}
      {state.phase === 'ready' && !device && (
        <Empty drawing="recorder" title={t('devices.gone')} text={t('devices.gone.do')}>
          <a class="button primary" href={addressOf('/devices')}>
            <span>{t('nav.devices')}</span>
          </a>
        </Empty>
      )}
    </Page>
  )
}
