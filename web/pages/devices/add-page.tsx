// A new device: what must be true before, then the form.
import { Info } from 'lucide-preact'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { loadChannels, loadDevices } from '../../household.ts'
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { DeviceForm } from './device-form.tsx'
import './devices.css'

export function AddDevicePage() {
  const { route } = useLocation()
  return (
    <Page title={t('devices.form.add')} back={{ path: '/devices', label: t('nav.devices') }}>
      {mayManage.value ? (
        <div class="beside">
          <section class="panel pad">
            <DeviceForm
              onDone={(draft) => {
                void loadDevices()
                void loadChannels()
                toast(t('devices.form.added', { name: draft.name.trim() || draft.address.trim() }))
                route(addressOf('/devices'))
              }}
            />
          </section>
          <aside class="advice">
            <h2>
              <Info aria-hidden="true" /> {t('devices.form.reach')}
            </h2>
            <ul>
              <li>{t('devices.form.reach.1')}</li>
              <li>{t('devices.form.reach.2')}</li>
              <li>{t('devices.form.reach.3')}</li>
            </ul>
          </aside>
        </div>
      ) : (
        <Empty drawing="key" title={t('devices.form.add')} text={t('devices.noRights')} />
      )}
    </Page>
  )
}
