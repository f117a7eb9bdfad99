// The week of one channel: a picture for the eye, the same in words for everybody, and the switch of its schedule.
import { CalendarCheck, CalendarOff, CircleHelp } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { RecordingModeOut } from './asks.ts'
import { SwitchDialog } from './switch-dialog.tsx'
import { type Bar, barsOf, dayShort, weekWords } from './week.ts'

interface Props {
  channel: RecordingModeOut
  onChanged: () => void
}

export function ChannelWeek({ channel, onChanged }: Props) {
  const [asking, setAsking] = useState(false)
  const { channel_name: name, schedule_enable: on, timeline } = channel
  const known = channel.read_at !== null
  return (
    <li class="panel week" data-on={on}>
      <div class="week-head">
        <span class="channel-no">{channel.channel_no}</span>
        <h2>{name}</h2>
        {known && mayManage.value && (
          <Button
            look="quiet"
            aria-label={t(on ? 'schedule.switchOf.off' : 'schedule.switchOf.on', { name })}
            onClick={() => setAsking(true)}
          >
            {t(on ? 'schedule.switchOff' : 'schedule.switchOn')}
          </Button>
        )}
      </div>
      <State known={known} on={on} />
      {known && (
        <>
          <WeekPicture rows={barsOf(timeline)} />
          <dl class="week-words">
            {weekWords(timeline).map(({ days, spans }) => (
              <div key={days}>
                <dt>{days}</dt>
                <dd>{spans.length ? spans.join('; ') : t('schedule.nothing')}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {asking && <SwitchDialog channel={channel} onChanged={onChanged} onClose={() => setAsking(false)} />}
    </li>
  )
}

function State({ known, on }: { known: boolean; on: boolean }) {
  const Icon = known ? (on ? CalendarCheck : CalendarOff) : CircleHelp
  return (
    <p class={known && !on ? 'week-state attention' : 'week-state'}>
      <Icon aria-hidden="true" />
      {t(known ? (on ? 'schedule.on' : 'schedule.off') : 'schedule.notRead')}
    </p>
  )
}

const HOURS = [0, 6, 12, 18, 24]
const share = (minutes: number) => `${(minutes / 1440) * 100}%`

/** Seven rows of twenty-four hours. The words beside it say all of it, so a screen reader passes it by. */
function WeekPicture({ rows }: { rows: Bar[][] }) {
  return (
    <div class="week-picture" aria-hidden="true">
      {rows.map((bars, day) => (
        <div key={dayShort(day)} class="week-day">
          <span>{dayShort(day)}</span>
          <div class="week-hours">
            {bars.map(({ from, to, tone, words }) => (
              <i
                key={`${from}-${to}`}
                data-tone={tone}
                title={words}
                style={{ left: share(from), width: share(to - from) }}
              />
            ))}
          </div>
        </div>
      ))}
      <div class="week-day week-scale">
        <span />
        <div>
          {HOURS.map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </div>
      </div>
    </div>
  )
}
