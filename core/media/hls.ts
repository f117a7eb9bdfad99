// HLS playlists as text, and the names of what they list.
import type { Segment } from './ring.ts'

export interface ListState {
  /** Oldest first; the last one may still grow. */
  segments: readonly Segment[]
  /** The next part begins a new segment, as far as can be foreseen. */
  isComplete: boolean
  targetSeconds: number
  partSeconds: number
  /** Nothing will follow: players play it out and ask no more. */
  ended?: boolean
}

/** Parts are listed for the newest segments only; players further back take whole ones. */
const SEGMENTS_WITH_PARTS = 3
/** Players stay this many parts behind the end. */
const HELD_BACK_PARTS = 3

/**
 * What is promised of the parts. A frame that was lost or came late makes one longer: while it is listed the promise is as
 * long, and then short again, or one lost frame would put every player further behind for good.
 */
function partTarget(segments: readonly Segment[], promised: number): number {
  const listed = segments.slice(-SEGMENTS_WITH_PARTS).flatMap(({ fragments }) => fragments)
  return Math.max(promised, ...listed.map(({ duration }) => Math.ceil(duration * 1000) / 1000))
}

const initName = (epoch: number) => `init${epoch}.mp4`
const segmentName = (segment: number) => `${segment}.m4s`
const partName = (segment: number, part: number) => `${segment}.${part}.m4s`

function segmentLines(segment: Segment, withParts: boolean): string[] {
  const lines: string[] = []
  if (withParts)
    for (const [index, { duration, key }] of segment.fragments.entries())
      lines.push(
        `#EXT-X-PART:DURATION=${duration.toFixed(5)},URI="${partName(segment.number, index)}"${key ? ',INDEPENDENT=YES' : ''}`,
      )
  if (segment.done) lines.push(`#EXTINF:${segment.duration.toFixed(5)},`, segmentName(segment.number))
  return lines
}

/** The list, once there is a whole segment: players take one without for an error. */
export function playlistText({ segments, isComplete, targetSeconds, partSeconds, ended }: ListState): string {
  const [first] = segments
  const last = segments.at(-1)
  if (!first || !last) throw new Error('A playlist needs a segment')
  const longestPart = partTarget(segments, partSeconds)
  const lines = [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    `#EXT-X-TARGETDURATION:${targetSeconds}`,
    `#EXT-X-PART-INF:PART-TARGET=${longestPart.toFixed(3)}`,
    `#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${(longestPart * HELD_BACK_PARTS).toFixed(3)}`,
    `#EXT-X-MEDIA-SEQUENCE:${first.number}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${first.discontinuities - (first.discontinuity ? 1 : 0)}`,
  ]
  if (segments.every((segment) => segment.fragments[0]?.key)) lines.push('#EXT-X-INDEPENDENT-SEGMENTS')
  let map: number | null = null
  for (const [index, segment] of segments.entries()) {
    if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY')
    if (map !== segment.epoch.id) lines.push(`#EXT-X-MAP:URI="${initName(segment.epoch.id)}"`)
    map = segment.epoch.id
    lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.time).toISOString()}`)
    lines.push(...segmentLines(segment, index >= segments.length - SEGMENTS_WITH_PARTS))
  }
  const next = isComplete ? partName(last.number + 1, 0) : partName(last.number, last.fragments.length)
  lines.push(ended ? '#EXT-X-ENDLIST' : `#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${next}"`)
  return `${lines.join('\n')}\n`
}

export type MediaName = { kind: 'init'; epoch: number } | { kind: 'segment'; segment: number; part?: number }

/** What a file name of a list means; null for any other name. */
export function parseMediaName(name: string): MediaName | null {
  const init = /^init(\d{1,9})\.mp4$/.exec(name)
  if (init) return { kind: 'init', epoch: Number(init[1]) }
  const media = /^(\d{1,9})(?:\.(\d{1,4}))?\.m4s$/.exec(name)
  if (!media) return null
  const segment = Number(media[1])
  return media[2] === undefined ? { kind: 'segment', segment } : { kind: 'segment', segment, part: Number(media[2]) }
}
