// Ranges of several channels under one playhead: wheel and pinch zoom, a drag moves, a click or tap plays.
import type { Signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../../../texts/t.ts'
import { Strip } from './lane.tsx'
import './timeline.css'
import type { Marks } from './place.ts'
import { useGestures } from './use-gestures.ts'
import type { Lane } from './use-lanes.ts'
import { DAY, shareOf, ticksOf, type View, worded } from './view.ts'
import type { Wall } from './wall.ts'

interface Props {
  lanes: readonly Lane[]
  chosen: number
  view: View
  wall: Wall
  at: Signal<number>
  marks: Marks
  down: boolean
  onView: (view: View) => void
  onMoment: (at: number, channelId: number | null) => void
  onChannel: (id: number) => void
}

/** Room for one time on the ruler. */
const TICK = { across: 72, down: 40 }
const percent = (share: number) => `${Math.round(share * 100_000) / 1000}%`

export function Timeline({ lanes, chosen, view, wall, at, marks, down, onView, onMoment, onChannel }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const names = useRef<HTMLUListElement>(null)
  const [length, setLength] = useState(0)
  const [pointed, setPointed] = useState<number | null>(null)
  useGestures(place, { view, down, onView, onMoment, onPoint: setPointed })
  useEffect(() => {
    if (!place.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setLength(Math.round(down ? entry.contentRect.height : entry.contentRect.width))
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [down])
  // Of many lanes the one that plays is to be seen.
  useEffect(() => {
    names.current?.querySelector('[aria-pressed="true"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [chosen, down])
  const side = down ? 'top' : 'left'
  const room = down ? TICK.down : TICK.across
  const { step, ticks } = ticksOf(view, length / room, wall.offset)
  const words = (moment: number) => (step < 60_000 ? wall.exact(moment) : wall.short(moment))
  return (
    <div class="timeline" data-down={down}>
      <ul class="lane-names" ref={names} aria-label={t('day.channels')}>
        {lanes.map((lane) => (
          <li key={lane.id}>
            <button
              type="button"
              class="lane-name"
              aria-pressed={lane.id === chosen}
              title={lane.name}
              onClick={() => onChannel(lane.id)}
            >
              <span>{lane.name}</span>
              {lane.reading && <small>{t('playback.reading')}</small>}
            </button>
          </li>
        ))}
      </ul>
      <div class="strips" ref={place}>
        <div class="ruler" aria-hidden="true">
          {worded(ticks, length, room).map((tick) => (
            <span key={tick.at} style={{ [side]: percent(tick.share) }} data-day={tick.isDay}>
              {tick.isDay || step >= DAY ? wall.shortDay(tick.at) : words(tick.at)}
            </span>
          ))}
        </div>
        {ticks.map((tick) => (
          <i key={tick.at} class="strips-line" style={{ [side]: percent(tick.share) }} data-day={tick.isDay} />
        ))}
        {lanes.map((lane) => (
          <Strip key={lane.id} {...{ lane, view, length, down, wall, onMoment }} />
        ))}
        <Marked marks={marks} view={view} down={down} />
        {pointed !== null && (
          <div class="pointed" style={{ [side]: percent(shareOf(view, pointed)) }} aria-hidden="true">
            <span data-late={shareOf(view, pointed) > 0.8}>{wall.exact(pointed)}</span>
          </div>
        )}
        <Playhead at={at} view={view} wall={wall} side={side} />
      </div>
    </div>
  )
}

function Marked({ marks: { from, to }, view, down }: { marks: Marks; view: View; down: boolean }) {
  if (from === null && to === null) return null
  const [begin, end] = [shareOf(view, from ?? to ?? 0), shareOf(view, to ?? from ?? 0)].map((share) =>
    Math.min(1, Math.max(0, share)),
  ) as [number, number]
  const size = percent(Math.max(0, end - begin))
  const style = down ? { top: percent(begin), height: size } : { left: percent(begin), width: size }
  return <div class="marked" style={style} data-from={from !== null} data-to={to !== null} aria-hidden="true" />
}

/** Only this is drawn anew several times a second. */
function Playhead({ at, view, wall, side }: { at: Signal<number>; view: View; wall: Wall; side: 'left' | 'top' }) {
  const share = shareOf(view, at.value)
  return (
    <div
      class="playhead"
      role="slider"
      tabIndex={0}
      aria-label={t('day.moment')}
      aria-orientation={side === 'top' ? 'vertical' : 'horizontal'}
      aria-valuemin={Math.round(view.start / 1000)}
      aria-valuemax={Math.round(view.end / 1000)}
      aria-valuenow={Math.round(at.value / 1000)}
      aria-valuetext={wall.full(at.value)}
      data-out={share < 0 || share > 1}
      style={{ [side]: percent(Math.min(1, Math.max(0, share))) }}
    />
  )
}
