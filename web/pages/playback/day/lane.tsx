// One channel of the timeline: what its recorder has, what we have of it, what is not known, and its alarms.
import { memo } from 'preact/compat'
import { t } from '../../../texts/t.ts'
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
        {shape(without([view], lane.certain), 'strip-unknown')}
        {shape(lane.footage, 'strip-footage')}
      </svg>
      <svg class="strip-copies" viewBox={box} preserveAspectRatio="none" aria-hidden="true">
        {shape(lane.copies, 'strip-copy')}
      </svg>
      {barsOf(lane.gaps, view, length).map(({ from, to }) => (
        <i
          key={from}
          class="strip-gap"
          style={down ? { top: `${from}px`, height: `${to - from}px` } : { left: `${from}px`, width: `${to - from}px` }}
          title={gapWords(lane, momentAt(view, from / length), momentAt(view, to / length), wall)}
        />
      ))}
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

/** The longest of those that are drawn as one. */
function gapWords({ gaps }: Lane, from: number, to: number, wall: Wall): string {
  const gap = gaps
    .filter(({ start, end }) => start < to && end > from)
    .reduce<Lane['gaps'][number] | null>((a, b) => (a && a.end - a.start >= b.end - b.start ? a : b), null)
  if (!gap) return ''
  const words = { cause: t(`gaps.cause.${gap.cause}`), from: wall.exact(gap.start), to: wall.exact(gap.end) }
  return [t('day.gap', words), gap.reason].filter(Boolean).join('. ')
}
