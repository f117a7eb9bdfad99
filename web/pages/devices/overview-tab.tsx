// The first tab of a device: its state and what to do about it, its channels, its facts, address and login, removal.
import { Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api } from '../../api.ts'
import { addressOf } from '../../base.ts'
import { loadChannels, loadDevices, titleOf } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { ago, daysBetween, exactDay, exactFull, now } from '../../times.ts'
import type { DeviceOut } from '../../wire.ts'
import { ChannelList } from './channel-list.tsx'
import { DeviceForm } from './device-form.tsx'
import { DeviceTrouble } from './device-trouble.tsx'
import { PhaseView } from './phase.tsx'
import { restartingSince } from './system/restarts.ts'

export function OverviewTab({ device }: { device: DeviceOut }) {
  const refused = device.state.phase === 'refused'
  const login = mayManage.value && <Login device={device} />
  return (
    <>
      <section class="panel pad device-state">
        <PhaseView state={device.state} restarting={restartingSince(device)} />
        <DeviceTrouble device={device} />
        <Replaced device={device} />
      </section>
      {refused && login}
      <ChannelList device={device} />
      <Facts device={device} />
      {!refused && login}
      {mayManage.value && <Remove device={device} />}
    </>
  )
}

/** After so long everybody knows. */
const NEWS_DAYS = 30

/** The names that people gave stand now beside another device: that is to be seen, and why old footage is not. */
function Replaced({ device: { replaced } }: { device: DeviceOut }) {
  if (!replaced || daysBetween(new Date(replaced.at), now.value) > NEWS_DAYS) return null
  const before = replaced.before ?? t('devices.replaced.unknown')
  const after = replaced.after === replaced.before ? t('devices.replaced.same') : replaced.after
  const day = exactDay(new Date(replaced.at))
  return <p class="note">{t('devices.replaced', { day, before, after: after ?? t('devices.replaced.unknown') })}</p>
}

function Login({ device }: { device: DeviceOut }) {
  return (
    <section class="panel pad" id="login">
      <h2>{t('devices.form.edit')}</h2>
      <DeviceForm
        device={device}
        onDone={() => {
          void loadDevices()
          toast(t('devices.form.saved'))
          // How it went is said at the top.
          document.getElementById('content')?.scrollTo(0, 0)
        }}
      />
    </section>
  )
}

function Facts({ device }: { device: DeviceOut }) {
  const seen = device.last_seen_at ? new Date(device.last_seen_at) : null
  const rows: [string, string | null, string?][] = [
    [t('devices.fact.model'), device.model],
    [t('devices.fact.serial'), device.serial_number],
    [t('devices.fact.firmware'), device.firmware_version],
    [t('devices.fact.address'), device.ip_web],
    [t('devices.fact.user'), device.username],
    [t('devices.fact.seen'), seen ? ago(seen, now.value) : t('time.never'), seen ? exactFull(seen) : undefined],
    [t('devices.fact.certificate'), device.certificate_pinned ? t('devices.fact.certificate.pinned') : null],
  ]
  return (
    <section class="panel pad">
      <h2>{t('devices.facts')}</h2>
      <dl class="facts">
        {rows
          .filter(([, value]) => value)
          .map(([name, value, title]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd title={title}>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  )
}

function Remove({ device }: { device: DeviceOut }) {
  const { route } = useLocation()
  const [asking, setAsking] = useState(false)
  const name = titleOf(device)
  const action = useAsyncAction(
    () => api.removeDevice(device.id),
    () => {
      toast(t('devices.removed', { name }))
      void loadDevices()
      void loadChannels()
      route(addressOf('/devices'), true)
    },
  )
  return (
    <div class="actions">
      <Button look="danger" icon={<Trash2 />} onClick={() => setAsking(true)}>
        {t('devices.remove')}
      </Button>
      {asking && (
        <Confirm
          title={t('devices.remove.title', { name })}
          text={t('devices.remove.text')}
          does={t('do.remove')}
          action={action}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}
