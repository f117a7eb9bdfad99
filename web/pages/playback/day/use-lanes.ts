// The lanes of a timeline: loaded with room at both sides, again while more is being read, and when footage has changed.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { isPassing, type PageFault } from '../../../client.ts'
import { footageChanges } from '../../../footage.ts'
import { serverNow } from '../../../times.ts'
import { type GapOut, type LaneOut, loadGaps, loadLanes } from './asks.ts'
import type { Span } from './lanes.ts'
import { lengthOf, type View } from './view.ts'

export interface Lane {
  id: number
  deviceId: number
  name: string
  /** Recorded all the time; `motion` only because something moved. */
  footage: Span[]
  motion: Span[]
  /** Of this time all is known. */
  certain: Span[]
  copies: (Span & { id: string })[]
  alarms: (Span & { id: number; kind: string; ongoing: boolean })[]
  /** What was to be recorded and was not. */
  gaps: (Span & { cause: GapOut['cause']; reason: string | null })[]
  offsets: LaneOut['offsets']
  reading: boolean
}

const HOUR = 3_600_000
const SLACK_MS = 2000

const spanOf = ({ start, end }: { start: string; end: string }): Span => ({
  start: Date.parse(start),
  end: Date.parse(end),
})

/** A film of several pieces has no moment for each of its seconds. */
const isWhole = ({ start, end, duration }: LaneOut['recordings'][number]) =>
  Math.abs(Date.parse(end) - Date.parse(start) - duration * 1000) < SLACK_MS

function laneOf(out: LaneOut, gaps: readonly GapOut[]): Lane {
  return {
    id: out.channel_id,
    deviceId: out.device_id,
    name: out.channel_name,
    footage: out.device.filter(({ kind }) => kind === 'continuous').map(spanOf),
    motion: out.device.filter(({ kind }) => kind === 'motion').map(spanOf),
    certain: out.certain.map(spanOf),
    copies: out.recordings.filter(isWhole).map((one) => ({ ...spanOf(one), id: one.id })),
    alarms: out.alarms.map(({ id, kind, start, end }) => ({
      ...{ id, kind, ongoing: end === null },
      ...spanOf({ start, end: end ?? start }),
    })),
    gaps: gaps
      .filter(({ channel_id }) => channel_id === out.channel_id)
      .map((gap) => ({ ...spanOf(gap), cause: gap.cause, reason: gap.reason })),
    offsets: out.offsets,
    reading: out.reading,
  }
}

const WHILE_READING_MS = 2500
const AFTER_CHANGE_MS = 1500
/** What goes on now grows: new footage and alarms appear by themselves. */
const GROWING_MS = 60_000
/** After nobody could answer. */
const AGAIN_MS = 5000

/** Whole hours around what is shown, so that a drag does not ask at each step. */
function windowAround(view: View): View {
  const room = lengthOf(view) / 2
  return {
    start: Math.floor((view.start - room) / HOUR) * HOUR,
    end: Math.ceil((view.end + room) / HOUR) * HOUR,
  }
}

const covers = (outer: View, inner: View) => outer.start <= inner.start && outer.end >= inner.end

export interface Lanes {
  /** In the order of the ids; null before the first answer. */
  lanes: readonly Lane[] | null
  fault: PageFault | null
  reload: () => void
}

/** Without a view nothing is asked. */
export function useLanes(ids: readonly number[], view: View | null): Lanes {
  const key = ids.join(',')
  const [loaded, setLoaded] = useState<{ key: string; window: View; lanes: Lane[] } | null>(null)
  const [fault, setFault] = useState<PageFault | null>(null)
  const [round, setRound] = useState(0)
  const wanted = useRef<View | null>(null)
  if (
    view &&
    !(wanted.current && covers(wanted.current, view) && lengthOf(wanted.current) < 8 * lengthOf(view) + 4 * HOUR)
  )
    wanted.current = windowAround(view)
  const window = wanted.current

  useEffect(() => {
    if (!window || key === '') return
    const ending = new AbortController()
    const [from, to] = [window.start, window.end].map((at) => new Date(at).toISOString())
    const wantedIds = key.split(',').map(Number)
    void Promise.all([
      loadLanes(wantedIds, from ?? '', to ?? '', ending.signal),
      loadGaps(wantedIds, from ?? '', to ?? '', ending.signal),
    ]).then(([answer, gaps]) => {
      if (ending.signal.aborted) return
      if (answer.kind === 'ok') {
        setFault(null)
        const missing = gaps.kind === 'ok' ? gaps.data.data : []
        setLoaded({ key, window, lanes: answer.data.map((one) => laneOf(one, missing)) })
      } else if (answer.kind === 'fault') setFault(answer.fault)
    })
    return () => ending.abort()
  }, [key, window, round])

  const lanes = loaded?.lanes ?? null
  const devices = useMemo(() => [...new Set(lanes?.map(({ deviceId }) => deviceId))], [lanes])
  const changes = devices.reduce((sum, id) => sum + (footageChanges.value.get(id) ?? 0), 0)
  const seen = useRef(changes)
  // Each fault is one of its own, so that nobody waits for ever after the second one.
  useEffect(() => {
    const failed = fault !== null && isPassing(fault)
    if (!window || (!lanes && !failed)) return
    const reading = lanes?.some((lane) => lane.reading)
    const growing = window.end > serverNow() - HOUR
    const changed = changes !== seen.current
    if (!reading && !growing && !changed && !failed) return
    const timer = setTimeout(
      () => {
        seen.current = changes
        setRound((count) => count + 1)
      },
      failed ? AGAIN_MS : changed ? AFTER_CHANGE_MS : reading ? WHILE_READING_MS : GROWING_MS,
    )
    return () => clearTimeout(timer)
  }, [lanes, fault, window, changes])

  return {
    // Lanes that are no longer wanted go at once; new ones come with the answer.
    lanes: useMemo(
      () => lanes && ids.map((id) => lanes.find((lane) => lane.id === id)).filter((lane) => lane !== undefined),
      [lanes, key],
    ),
    fault,
    reload: () => setRound((count) => count + 1),
  }
}
