// Which devices are there: a search that begins by itself, and beside it the form for one whose address is known.
import { Plus } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { deviceList, loadChannels, loadDevices } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { toast } from '../../parts/toasts.tsx'
import { t } from '../../texts/t.ts'
import { DeviceForm } from '../devices/device-form.tsx'
import { DeviceRow } from '../devices/device-row.tsx'
import '../devices/devices.css'
import { Finding } from '../devices/find/finding.tsx'
import { Onward } from './stepper.tsx'
import { after, type House } from './way.ts'

export function FindStep({ known }: { known: House }) {
  const { route } = useLocation()
  const to = after('find', known)
  const isDone = known.devices > 0
  const form = useRef<HTMLElement>(null)
  const toForm = () => {
    form.current?.scrollIntoView({ block: 'start' })
    form.current?.querySelector<HTMLInputElement>('input:not([type=radio])')?.focus({ preventScroll: true })
  }
  return (
    <div class="welcome-step">
      <div class="welcome-head">
        <h2>{t('setup.find')}</h2>
        <Onward to={to} isDone={isDone} />
      </div>
      {isDone && <Here />}
      <div class="welcome-jump">
        <Button icon={<Plus />} onClick={toForm}>
          {t('discover.byHand')}
        </Button>
      </div>
      <div class="welcome-ways">
        <section class="panel pad" aria-label={t('discover.open')}>
          <Finding atOnce />
        </section>
        <section class="panel pad" aria-labelledby="welcome-by-hand" ref={form}>
          <h3 id="welcome-by-hand">{t('discover.byHand')}</h3>
          <DeviceForm
            testsFirst
            onDone={async (draft) => {
              toast(t('devices.form.added', { name: draft.name.trim() || draft.address.trim() }))
              await Promise.all([loadDevices(), loadChannels()])
              // Whoever has gone elsewhere meanwhile stays there.
              if (location.pathname === addressOf('/welcome/find')) route(addressOf('/welcome/picture'))
            }}
          />
        </section>
      </div>
    </div>
  )
}

/** Those that are added already, and what to do about one that is away or has refused the login. */
export const Here = () => (
  <ul class="panel rows" aria-label={t('devices.list')}>
    {deviceList.value.map((device) => (
      <DeviceRow key={device.id} device={device} advice />
    ))}
  </ul>
)
