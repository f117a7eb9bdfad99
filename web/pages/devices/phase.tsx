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

interface Props {
  state: DeviceStateOut
  /** Since when it restarts, by an order from here. */
  restarting?: Date | null
}

export function PhaseView({ state, restarting = null }: Props) {
  const { icon: Icon, tone } = LOOK[restarting ? 'connecting' : state.phase]
  const since = restarting ?? new Date(state.since)
  return (
    <span class="phase">
      <Icon class={tone} aria-hidden="true" />
      <strong class={tone}>{restarting ? t('controls.restarting') : t(`devices.phase.${state.phase}`)}</strong>
      <time dateTime={since.toISOString()} title={exactFull(since)}>
        {t('time.since', { time: moment(since, now.value) })}
      </time>
    </span>
  )
}
