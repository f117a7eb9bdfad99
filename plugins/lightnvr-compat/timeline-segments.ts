// Segments of a timeline: our own recordings, and between them what the device has; with the times of alarms. Asks no device.
import { clipIdOf, type Services, stretchIdOf } from '#plugin'
import { DETECTION_KINDS } from './detection-labels.ts'
import { localTime, sizeText, unix } from './shown.ts'

export type Known = ReturnType<Services['timeline']['read']>[number]
type Recording = Known['recordings'][number]
type Clip = Known['clips'][number]

interface Interval {
  start: number
  end: number
}

export interface SegmentOut {
  id: number
  stream: string
  start_time: string
  end_time: string
  duration: number
  size: string
  has_detection: boolean
  schedule_restricted: null
  start_timestamp: number
  end_timestamp: number
  local_start_timestamp: number
  local_end_timestamp: number
  /** Ours: where it lies. */
  source: 'local' | 'device'
}

/** As many as LightNVR tells of. */
export const MOST_SEGMENTS = 8640
export const MOST = { recordings: MOST_SEGMENTS, alarms: MOST_SEGMENTS, clips: MOST_SEGMENTS, seen: DETECTION_KINDS }
/** Over such gaps footage of devices is joined, so between two recordings of ours they are no footage. */
const SMALL_GAP_MS = 5000
/** So much of a clip's beginning must not be ours. */
const SHORTEST_MS = 1000

/** Ascending and without overlaps; what is no further apart than `gap` becomes one. */
function joined(intervals: readonly Interval[], gap = 0): Interval[] {
  const all: Interval[] = []
  for (const { start, end } of intervals.toSorted((one, other) => one.start - other.start)) {
    const last = all.at(-1)
    if (last && start - last.end <= gap) last.end = Math.max(last.end, end)
    else all.push({ start, end })
  }
  return all
}

/** What the first have and the others have not; both joined. */
function without(from: readonly Interval[], others: readonly Interval[]): Interval[] {
  const left: Interval[] = []
  let next = 0
  for (const { start, end } of from) {
    let begin = start
    while (next < others.length && (others[next] as Interval).end <= begin) next++
    for (let at = next; at < others.length && (others[at] as Interval).start < end; at++) {
      const other = others[at] as Interval
      if (other.start > begin) left.push({ start: begin, end: other.start })
      begin = Math.max(begin, other.end)
    }
    if (end > begin) left.push({ start: begin, end })
  }
  return left
}

/** Whether a moment or a stretch touches one of them; they are joined. */
function touches(intervals: readonly Interval[], { start, end }: Interval): boolean {
  let [low, high] = [0, intervals.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((intervals[middle] as Interval).end < start) low = middle + 1
    else high = middle
  }
  const found = intervals[low]
  return found !== undefined && found.start <= end
}

const spanOf = ({ startAt, endAt }: Recording | Clip): Interval => ({ start: +startAt, end: +endAt })

/** When something happened; what goes on has no end yet. */
export const alarmTimes = ({ alarms }: Pick<Known, 'alarms'>, now: Date): Interval[] =>
  joined(alarms.map(({ beganAt, endedAt }) => ({ start: +beganAt, end: +(endedAt ?? now) })))

/** As the list of recordings counts them: nobody looks back further for what lasts. */
const LOOK_BACK_MS = 3_600_000
const countedTimes = ({ alarms }: Pick<Known, 'alarms'>, now: Date): Interval[] =>
  joined(
    alarms.map(({ beganAt, endedAt }) => ({
      start: +beganAt,
      end: Math.min(+(endedAt ?? now), +beganAt + LOOK_BACK_MS),
    })),
  )

type Shown = Interval & Pick<SegmentOut, 'id' | 'source' | 'size'>

const ofRecording = (row: Recording): Shown => ({
  ...spanOf(row),
  ...{ id: row.id, source: 'local', size: sizeText(row.bytes) },
})

const ofClip = (clip: Clip): Shown => ({
  ...spanOf(clip),
  ...{ id: clipIdOf(clip.id), source: 'device' },
  // The device does not say it of each clip.
  size: clip.bytes === null ? 'unknown' : sizeText(clip.bytes),
})

/**
 * What only the device has. A clip stays as it is cut there unless its beginning is ours, since players count from it; of
 * the rest, and where no clip is known, there is just a stretch.
 */
function onDevice({ channel, footage, recordings, clips }: Known): Shown[] {
  const ours = joined(recordings.map(spanOf))
  const isOurs = ({ startAt }: Clip) => touches(ours, { start: +startAt + 1, end: +startAt + SHORTEST_MS })
  const whole = clips.filter((clip) => clip.endAt > clip.startAt && !isOurs(clip))
  const known = joined([...ours, ...whole.map(spanOf)], SMALL_GAP_MS)
  const stretches = without(joined(footage), known).filter(({ start, end }) => end - start >= SHORTEST_MS)
  return [
    ...whole.map(ofClip),
    ...stretches.map(
      (span): Shown => ({
        ...span,
        ...{ id: stretchIdOf(channel.id, span.start), source: 'device', size: 'unknown' },
      }),
    ),
  ]
}

function segmentOut(stream: string, shown: Shown, isDetected: boolean): SegmentOut {
  const { id, start, end, size, source } = shown
  const [first, last] = [unix(start), unix(end)]
  return {
    ...{ id, stream, start_time: localTime(start), end_time: localTime(end), duration: last - first, size },
    has_detection: isDetected,
    schedule_restricted: null,
    ...{ start_timestamp: first, end_timestamp: last, local_start_timestamp: first, local_end_timestamp: last },
    source,
  }
}

/** Oldest first. */
export function segmentsOf(known: Known, stream: string, now: Date): SegmentOut[] {
  const alarms = countedTimes(known, now)
  return [...known.recordings.map(ofRecording), ...onDevice(known)]
    .sort((one, other) => one.start - other.start || one.id - other.id)
    .slice(0, MOST_SEGMENTS)
    .map((shown) => segmentOut(stream, shown, touches(alarms, shown)))
}

/** Of recordings and clips that were chosen one by one. */
export function chosenOut(
  chosen: readonly { row: Recording | Clip; stream: string; isDetected: boolean }[],
): SegmentOut[] {
  return chosen
    .toSorted((one, other) => +one.row.startAt - +other.row.startAt)
    .map(({ row, stream, isDetected }) =>
      segmentOut(stream, 'file' in row ? ofRecording(row) : ofClip(row), isDetected),
    )
}
