// The state of a device: icon, word, since when.
import { CircleCheck, CirclePause, Clock, LoaderCircle, ShieldX, Unplug } from 'lucide-preact'
import { t } from '../../texts/t.ts'
import { exactFull, moment, now } from '../../times.ts'
import type { DeviceStateOut, Phase } from '../../wire.ts'

const LOOK: Record<Phase, { icon: typeof Clock; tone: string }> = {
  online: { icon: CircleCheck, tone: 'good' },
  away: { icon: Unplug, tone: 'bad' },
  refused: { icon: ShieldX, tone: 'bad' },
  connecting: { icon: LoaderCircle, tone: 'attention' },
  idle: { icon: Clock, tone: '' },
  unchecked: { icon: CirclePause, tone: '' },
}

export function PhaseView({ state }: { state: DeviceStateOut }) {
  const { icon: Icon, tone } = LOOK[state.phase]
  const since = new Date(state.since)
  return (
    <span class="phase">
      <Icon class={tone} aria-hidden="true" />
      <strong class={tone}>{t(`devices.phase.${state.phase}`)}</strong>
      <time dateTime={state.since} title={exactFull(since)}>
        {t('time.since', { time: moment(since, now.value) })}
      </time>
    </span>
  )
}
