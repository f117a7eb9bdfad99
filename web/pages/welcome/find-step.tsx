// Which devices are there: a search that begins by itself, and beside it the form for one whose address is known.
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { deviceList, isAway, loadChannels, loadDevices, titleOf } from '../../household.ts'
import { toast } from '../../parts/toasts.tsx'
import { t } from '../../texts/t.ts'
import { DeviceForm } from '../devices/device-form.tsx'
import '../devices/devices.css'
import { Finding } from '../devices/find/finding.tsx'
import { PhaseView } from '../devices/phase.tsx'
import { Onward } from './stepper.tsx'
import { after, type House } from './way.ts'

export function FindStep({ known }: { known: House }) {
  const { route } = useLocation()
  const to = after('find', known)
  const isDone = known.devices > 0
  return (
    <div class="welcome-step">
      <div class="welcome-head">
        <h2>{t('setup.find')}</h2>
        <Onward to={to} isDone={isDone} />
      </div>
      {isDone && <Here />}
      <div class="welcome-ways">
        <section class="panel pad" aria-label={t('discover.open')}>
          <Finding atOnce />
        </section>
        <section class="panel pad" aria-labelledby="welcome-by-hand">
          <h3 id="welcome-by-hand">{t('discover.byHand')}</h3>
          <DeviceForm
            testsFirst
            onDone={async (draft) => {
              toast(t('devices.form.added', { name: draft.name.trim() || draft.address.trim() }))
              await Promise.all([loadDevices(), loadChannels()])
              route(addressOf('/welcome/picture'))
            }}
          />
        </section>
      </div>
    </div>
  )
}

/** Those that are added already; one that refused the login says so, and leads to where another is entered. */
export function Here() {
  return (
    <ul class="panel rows" aria-label={t('devices.list')}>
      {deviceList.value.map((device) => (
        <li key={device.id} class="row">
          <div class="row-words">
            <strong>{titleOf(device)}</strong>
            {isAway(device) && (
              <>
                {device.state.reason && <p class="row-reason">{device.state.reason}</p>}
                <p class="note">{t(device.state.phase === 'refused' ? 'devices.refused.do' : 'devices.away.do')}</p>
                <a href={addressOf(`/devices/${device.id}`)}>
                  {t(device.state.phase === 'refused' ? 'live.refused.do' : 'live.away.do')}
                </a>
              </>
            )}
          </div>
          <PhaseView state={device.state} />
        </li>
      ))}
    </ul>
  )
}
