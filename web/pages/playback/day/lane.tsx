// One channel of the timeline: what its recorder has, what we have of it, what is not known, and its alarms.
import { memo } from 'preact/compat'
import { t } from '../../../texts/t.ts'
import { serverNow } from '../../../times.ts'
import { KindIcon } from '../../alarms/kind-icon.tsx'
import { kindText } from '../../alarms/words.ts'
import { barsOf, grouped, pathOf, type Span, without } from './lanes.ts'
import type { Lane } from './use-lanes.ts'
import { momentAt, type View } from './view.ts'
import type { Wall } from './wall.ts'

interface Props {
  lane: Lane
  view: View
  /** Points along time. */
  length: number
  down: boolean
  wall: Wall
  onMoment: (at: number, channelId: number) => void
}

/** An icon and a little air. */
const APART = 18

export const Strip = memo(({ lane, view, length, down, wall, onMoment }: Props) => {
  const shape = (spans: readonly Span[], look: string) => {
    const path = pathOf(spans, view, length, down)
    return path && <path class={look} d={path} />
  }
  const box = down ? `0 0 1 ${length}` : `0 0 ${length} 1`
  return (
    <div class="strip" data-lane={lane.id}>
      <svg class="strip-bars" viewBox={box} preserveAspectRatio="none" aria-hidden="true">
        {shape(without([{ start: view.start, end: Math.min(view.end, serverNow()) }], lane.certain), 'strip-unknown')}
        {shape(lane.motion, 'strip-motion')}
        {shape(lane.footage, 'strip-footage')}
      </svg>
      <svg class="strip-copies" viewBox={box} preserveAspectRatio="none" aria-hidden="true">
        {shape(lane.copies, 'strip-copy')}
      </svg>
      {barsOf(lane.gaps, view, length).map(({ from, to }) => {
        const gap = longestIn(lane, momentAt(view, from / length), momentAt(view, to / length))
        return (
          <i
            key={from}
            class="strip-gap"
            data-cause={gap?.cause}
            style={
              down ? { top: `${from}px`, height: `${to - from}px` } : { left: `${from}px`, width: `${to - from}px` }
            }
            title={gap ? gapWords(gap, wall) : undefined}
          />
        )
      })}
      {grouped(lane.alarms, view, length, APART).map(({ place, marks }) => {
        const [first] = marks
        if (!first) return null
        const words = alarmWords(marks, wall)
        return (
          <button
            key={first.id}
            type="button"
            tabIndex={-1}
            class="strip-alarm"
            style={{ [down ? 'top' : 'left']: `${place}px` }}
            aria-label={words}
            title={words}
            onClick={() => onMoment(first.start, lane.id)}
          >
            <KindIcon kind={first.kind} />
          </button>
        )
      })}
    </div>
  )
})

function alarmWords(marks: Lane['alarms'], wall: Wall): string {
  const [first] = marks
  if (!first) return ''
  const what = t('day.alarm', { kind: kindText(first.kind, first.kind), time: wall.exact(first.start) })
  return marks.length === 1 ? what : t('day.alarms', { first: what, count: marks.length - 1 })
}

type Gap = Lane['gaps'][number]

/** Of several that are drawn as one. */
function longestIn({ gaps }: Lane, from: number, to: number): Gap | null {
  return gaps
    .filter(({ start, end }) => start < to && end > from)
    .reduce<Gap | null>((a, b) => (a && a.end - a.start >= b.end - b.start ? a : b), null)
}

export function gapWords({ cause, reason, start, end }: Gap, wall: Wall): string {
  const words = { cause: t(`gaps.cause.${cause}`), from: wall.exact(start), to: wall.exact(end) }
  return [t('day.gap', words), reason].filter(Boolean).join('. ')
}
