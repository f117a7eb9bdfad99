// The devices of the household: state, reason, since when; one opens to its page.
import { Cctv, ChevronRight, Plus, Radar, Router } from 'lucide-preact'
import { addressOf } from '../../base.ts'
import { devices, isAway, loadDevices, titleOf } from '../../household.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import type { DeviceOut } from '../../wire.ts'
import './devices.css'
import { HouseTabs } from './house-tabs.tsx'
import { PhaseView } from './phase.tsx'
import { restartingSince } from './system/restarts.ts'

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

function DeviceRow({ device }: { device: DeviceOut }) {
  const Icon = device.kind === 'camera' ? Cctv : Router
  const name = titleOf(device)
  const restarting = restartingSince(device)
  const facts = [device.model, device.ip_web, t('devices.channels', { count: device.channel_count })]
  return (
    <li class="row device-row">
      <Icon class="row-icon" role="img" aria-label={t(`devices.kind.${device.kind ?? 'unknown'}`)} />
      <div class="row-words">
        <h2>
          <a class="row-link" href={addressOf(`/devices/${device.id}`)} aria-label={t('devices.open', { name })}>
            {name}
          </a>
        </h2>
        <p class="note">{facts.filter((fact) => fact && fact !== name).join(' · ')}</p>
        {isAway(device) && !restarting && device.state.reason && (
          <p class="row-reason">
            {device.state.reason}
            {device.state.retry_at &&
              ` ${t('devices.retry', { time: moment(new Date(device.state.retry_at), now.value) })}.`}
          </p>
        )}
      </div>
      <PhaseView state={device.state} restarting={restarting} />
      <ChevronRight class="row-more" aria-hidden="true" />
    </li>
  )
}
