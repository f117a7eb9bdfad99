// Playing along a timeline: the film from a moment on, and a list of all films in a stretch of time as HLS.
import { type Caller, Fault, type Services } from '#plugin'
import type { Known } from './timeline-segments.ts'

type Recording = Known['recordings'][number]

/** What is played where nothing was recorded: the nearest within an hour. */
const NEAR_MS = 3_600_000
/** So long somebody waits for a clip to come from its device; it comes on without him. */
const FETCH_MS = 60_000
/** Each is opened for its list: so many are eight hours in files of half a minute. */
const MOST_FILMS = 1000
/** What two recordings share may be the end of a group of pictures. */
const SHARED_MS = 1000

const isGone = (error: unknown): boolean =>
  error instanceof Fault && ['not-found', 'not-ready', 'conflict'].includes(error.kind)

export interface TimelineFilms {
  /**
   * The recording that shows this moment, and how many seconds after its beginning that is. May wait for the device; without a
   * signal nobody is asked, and what only the device has is null.
   */
  at(
    caller: Caller,
    channelId: number,
    moment: Date,
    signal: AbortSignal | null,
  ): Promise<{ id: number; seconds: number } | null>
  /** The list of all that we keep from one moment to another, as long as somebody waits for it. Asks no device. */
  list(caller: Caller, known: Known, signal: AbortSignal): Promise<string>
}

export function createTimelineFilms(services: Services): TimelineFilms {
  const { timeline, recordings, clipSearch, downloads } = services

  /** By its copy here, which is made if need be. */
  async function ofDevice(caller: Caller, channelId: number, moment: Date, signal: AbortSignal) {
    const after = new Date(+moment + 1000)
    const { clips, failures } = await clipSearch.search(caller, [channelId], moment, after, signal)
    const found = clips.find(({ clip }) => clip.startAt <= moment && moment < clip.endAt)
    if (!found) {
      if (failures[0]) throw failures[0].fault
      return null
    }
    const seconds = (+moment - +found.clip.startAt) / 1000
    if (found.recordingId !== null) return { id: found.recordingId, seconds }
    await downloads.clipNow(caller, found.clip.id, AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]))
    const { recordingId } = recordings.clip(caller, found.clip.id)
    if (recordingId === null) throw new Fault('not-ready', 'This footage is still on its way from the recorder')
    return { id: recordingId, seconds }
  }

  return {
    async at(caller, channelId, moment, signal) {
      const [from, to] = [new Date(+moment - NEAR_MS).toISOString(), new Date(+moment + NEAR_MS).toISOString()]
      const [known] = timeline.read(caller, { channelIds: [channelId], from, to })
      const rows = known?.recordings ?? []
      const own = rows.findLast(({ startAt, endAt }) => startAt <= moment && moment < endAt)
      if (own) return { id: own.id, seconds: (+moment - +own.startAt) / 1000 }
      if (known?.footage.some(({ start, end }) => start <= +moment && +moment < end)) {
        if (!signal) return null
        const copy = await ofDevice(caller, channelId, moment, signal)
        if (copy) return copy
      }
      const farness = ({ startAt, endAt }: Recording) => Math.max(+startAt - +moment, +moment - +endAt)
      const nearest = rows.toSorted((one, other) => farness(one) - farness(other))[0]
      if (!nearest) throw new Fault('not-found', 'No recordings found for the specified time')
      return { id: nearest.id, seconds: 0 }
    },
    async list(caller, { asked, recordings: rows }, signal) {
      if (rows.length > MOST_FILMS)
        throw new Fault(
          'invalid-input',
          `There are more than ${MOST_FILMS} recordings in this time: ask for less of it`,
        )
      const lines: string[] = []
      let longest = 1
      let until = asked.start
      let played = 0
      for (const { id, startAt } of rows) {
        if (signal.aborted)
          throw new Fault('not-ready', 'Nobody waits for this list any more', { cause: signal.reason })
        const found = await recordings.film(caller, id).catch((error) => {
          // A file that is away now leaves a gap, as one does that was never recorded.
          if (isGone(error)) return null
          throw error
        })
        if (!found) continue
        const part = partOf(id, +startAt, found.film.pieces, { start: until, end: asked.end }, played)
        if (!part) continue
        if (lines.length) lines.push('#EXT-X-DISCONTINUITY')
        lines.push(...part.lines)
        longest = Math.max(longest, part.longest)
        until = part.end
        played += part.seconds
      }
      if (!lines.length) throw new Fault('not-found', 'No recordings found for the specified time range')
      const head = [
        ...['#EXTM3U', '#EXT-X-VERSION:7', `#EXT-X-TARGETDURATION:${Math.ceil(longest)}`],
        ...['#EXT-X-PLAYLIST-TYPE:VOD', '#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-INDEPENDENT-SEGMENTS'],
      ]
      return `${[...head, ...lines, '#EXT-X-ENDLIST'].join('\n')}\n`
    },
  }
}

/**
 * The pieces of one film within a time, behind so many seconds of others; null when none is. Each is told by how much it is
 * to be shifted, so that the list is one film to players that know no discontinuity.
 */
function partOf(
  id: number,
  startAt: number,
  pieces: readonly number[],
  within: { start: number; end: number },
  played: number,
) {
  const lines: string[] = []
  let at = 0
  let [longest, begin, end] = [0, 0, 0]
  for (const [number, seconds] of pieces.entries()) {
    const [first, last] = [startAt + at * 1000, startAt + (at + seconds) * 1000]
    if (last > within.start + SHARED_MS && first < within.end) {
      if (!lines.length) {
        begin = at
        lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(first).toISOString()}`)
        lines.push(`#EXT-X-MAP:URI="pieces/${id}/init.mp4"`)
      }
      const shift = Math.round((played - begin) * 1000)
      lines.push(`#EXTINF:${seconds.toFixed(5)},`, `pieces/${id}/${number}.m4s${shift ? `?shift=${shift}` : ''}`)
      longest = Math.max(longest, seconds)
      end = at + seconds
    }
    at += seconds
  }
  return lines.length ? { lines, longest, seconds: end - begin, end: startAt + end * 1000 } : null
}
