// One device of a list: what it is, its state, why it is away; opens to its page.
import { Cctv, ChevronRight, Router } from 'lucide-preact'
import { addressOf } from '../../base.ts'
import { isAway, titleOf } from '../../household.ts'
import { t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import type { DeviceOut } from '../../wire.ts'
import { PhaseView } from './phase.tsx'
import { restartingSince } from './system/restarts.ts'

interface Props {
  device: DeviceOut
  /** Says also what to do where it is away. */
  advice?: boolean
}

export function DeviceRow({ device, advice = false }: Props) {
  const Icon = device.kind === 'camera' ? Cctv : Router
  const name = titleOf(device)
  const restarting = restartingSince(device)
  const isOut = isAway(device) && !restarting
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
        {isOut && device.state.reason && (
          <p class="row-reason">
            {device.state.reason}
            {device.state.retry_at &&
              ` ${t('devices.retry', { time: moment(new Date(device.state.retry_at), now.value) })}.`}
          </p>
        )}
        {isOut && advice && (
          <p class="note">{t(device.state.phase === 'refused' ? 'devices.refused.do' : 'devices.away.do')}</p>
        )}
      </div>
      <PhaseView state={device.state} restarting={restarting} />
      <ChevronRight class="row-more" aria-hidden="true" />
    </li>
  )
}
