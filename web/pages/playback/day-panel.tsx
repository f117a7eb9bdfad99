// One day of a recorder: the channel that was opened in full, the others as a bar each.
import { ChevronLeft, ChevronRight, Play, X } from 'lucide-preact'
import { useEffect, useRef } from 'preact/hooks'
import { titleOf } from '../../household.ts'
import { IconButton } from '../../parts/button.tsx'
import { Waiting } from '../../parts/states.tsx'
import { t } from '../../texts/t.ts'
import type { DeviceOut } from '../../wire.ts'
import type { ChannelMonth, DayOut } from './asks.ts'
import { type Cell, cellsOf, contextOf, lengthWords, type Stretch, stretchesOf } from './cells.ts'
import type { Chosen } from './choice.ts'
import { wallAddress } from './day/place.ts'
import './day-panel.css'
import { shownChannels } from './device-rows.tsx'
import { addDays, dayWordsYear, monthOf } from './month.ts'
import { monthStateOf } from './use-month.ts'

interface Props {
  device: DeviceOut
  chosen: Chosen
  today: string
  onDay: (chosen: Chosen) => void
  onClose: () => void
}

export function DayPanel({ device, chosen, today, onDay, onClose }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { day, channelId } = chosen
  useEffect(() => heading.current?.focus(), [channelId])
  const state = monthStateOf(device.id, monthOf(day))
  const value = state.phase === 'ready' ? state.value : null
  const context = value && contextOf(value.channels, today)
  const lines =
    value && context
      ? shownChannels(value).map((of) => ({ of, cell: cellsOf(of, value.modes.get(of.channel.id), context)(day) }))
      : []
  const own = lines.find(({ of }) => of.channel.id === channelId)
  const others = lines.filter((line) => line !== own)
  return (
    <aside
      class="day-panel"
      aria-labelledby="day-panel-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <header>
        <div>
          <h2 id="day-panel-title" ref={heading} tabIndex={-1}>
            {dayWordsYear(day)}
          </h2>
          <p class="note">
            {titleOf(device)} · {t('playback.day.clock')}
          </p>
        </div>
        <IconButton
          label={t('playback.day.before')}
          disabled={monthOf(addDays(day, -1)) !== monthOf(day)}
          onClick={() => onDay({ ...chosen, day: addDays(day, -1) })}
        >
          <ChevronLeft />
        </IconButton>
        <IconButton
          label={t('playback.day.after')}
          disabled={monthOf(addDays(day, 1)) !== monthOf(day) || day >= today}
          onClick={() => onDay({ ...chosen, day: addDays(day, 1) })}
        >
          <ChevronRight />
        </IconButton>
        <IconButton label={t('playback.day.close')} onClick={onClose}>
          <X />
        </IconButton>
      </header>
      {state.phase === 'loading' && <Waiting rows={3} />}
      {own && <OwnDay of={own.of} cell={own.cell} day={day} />}
      {others.length > 0 && (
        <>
          {own && <h3>{t('playback.day.others')}</h3>}
          <ul class="day-others">
            {others.map(({ of, cell }) => (
              <li key={of.channel.id}>
                <button type="button" onClick={() => onDay({ ...chosen, channelId: of.channel.id })}>
                  <span class="day-name">{of.channel.name}</span>
                  <span class="day-words">{cell.words}</span>
                  <DayBar stretches={stretchesIn(of, day)} cell={cell} />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </aside>
  )
}

/** So many ranges leave the other channels in sight. */
const FEW = 12

const rowOf = (of: ChannelMonth, day: string): DayOut | undefined =>
  of.record_days.find(({ record_date }) => record_date === day)
const stretchesIn = (of: ChannelMonth, day: string): Stretch[] => {
  const row = rowOf(of, day)
  return row ? stretchesOf(row) : []
}

function OwnDay({ of, cell, day }: { of: ChannelMonth; cell: Cell; day: string }) {
  const row = rowOf(of, day)
  return (
    <section class="day-own">
      <h3>{of.channel.name}</h3>
      <p>{cell.words}</p>
      <DayBar stretches={stretchesIn(of, day)} cell={cell} scale />
      {row && row.time_ranges.length > 0 && (
        <details class="more" open={row.time_ranges.length <= FEW}>
          <summary>{t('playback.day.count', { count: row.time_ranges.length })}</summary>
          <ol class="day-ranges" aria-label={t('playback.day.ranges')}>
            {row.time_ranges.map((range) => {
              const [[from, to] = [0, 0]] = stretchesOf({ time_ranges: [range] })
              return (
                <li key={range.start_time}>
                  <a href={wallAddress(of.channel.id, day, range.start_time)}>
                    <Play aria-hidden="true" />
                    {t('playback.day.range', { from: range.start_time, to: range.end_time })}
                  </a>{' '}
                  <span class="faint-words">{t('playback.day.length', { length: lengthWords(to - from) })}</span>
                </li>
              )
            })}
          </ol>
        </details>
      )}
    </section>
  )
}

const HOURS = [0, 6, 12, 18, 24]
const share = (seconds: number) => `${(seconds / 86_400) * 100}%`

/** Twenty-four hours with what is recorded; the words beside it say the same. */
function DayBar({ stretches, cell, scale = false }: { stretches: Stretch[]; cell: Cell; scale?: boolean }) {
  return (
    <span class="day-bar" aria-hidden="true">
      <span class="day-hours" data-missing={cell.missing} data-state={cell.state}>
        {stretches.map(([from, to]) => (
          <i key={from} style={{ left: share(from), width: share(to - from) }} />
        ))}
      </span>
      {scale && (
        <span class="day-scale">
          {HOURS.map((hour) => (
            <span key={hour}>{hour}</span>
          ))}
        </span>
      )}
    </span>
  )
}
