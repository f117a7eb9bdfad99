// One search for recordings (WIRE 4.3): its document, what comes back, and paging that a device cannot lead in circles.
import { Fault } from '#plugin'
import { child, int, list, type Node, text } from '../isapi/xml.ts'

/** A file on the device, with times as it writes them. */
export interface Segment {
  track: number
  start: string
  end: string
  /** The address under which it can be played and downloaded; null where the device gives none. */
  uri: string | null
  /** Last part of the device's word for its kind: `timing`, `motion` … */
  word: string
  locked: boolean | null
}

export interface Page {
  segments: Segment[]
  /** The device has more, or says so. */
  more: boolean
  /** How many there are in all; only some devices tell. */
  total: number | null
}

export interface Span {
  track: number
  /** Digits as the device wants them. */
  from: string
  to: string
}

/** The misspelt element is the one by which devices page; they ignore it under its right name and give page one for ever. */
export function searchDocument(span: Span, searchId: string, position: number, maxResults: number): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<CMSearchDescription>
<searchID>${searchId}</searchID>
<trackList><trackID>${span.track}</trackID></trackList>
<timeSpanList><timeSpan><startTime>${span.from}</startTime><endTime>${span.to}</endTime></timeSpan></timeSpanList>
<maxResults>${maxResults}</maxResults>
<searchResultPostion>${position}</searchResultPostion>
<metadataList><metadataDescriptor>//recordType.meta.std-cgi.com</metadataDescriptor></metadataList>
</CMSearchDescription>
`
}

export function readPage(document: Node): Page {
  const segments = list(child(document, 'matchList'), 'searchMatchItem').flatMap((item) => {
    const track = int(item, 'trackID')
    const start = text(item, 'timeSpan', 'startTime')
    const end = text(item, 'timeSpan', 'endTime')
    if (track === null || start === null || end === null) return []
    const lock = text(item, 'mediaSegmentDescriptor', 'lockStatus')?.toLowerCase()
    return [
      {
        track,
        start,
        end,
        uri: text(item, 'mediaSegmentDescriptor', 'playbackURI'),
        word: text(item, 'metadataMatches', 'metadataDescriptor')?.split('/').at(-1) ?? '',
        locked: lock === undefined ? null : lock === 'lock' || lock === 'locked',
      },
    ]
  })
  return {
    segments,
    more: text(document, 'responseStatusStrg')?.toUpperCase() === 'MORE',
    total: int(document, 'totalMatches'),
  }
}

const keyOf = ({ start, end, uri }: Segment) => `${start} ${end} ${uri}`

/** Devices stop at so many matches, and say that this was all; one that gave more does not. */
const MATCHES_AT_CAP = { least: 4000, most: 4100 }

export interface Pager {
  /** Fault `device-…`, or the page. Tries a passing failure once more. */
  page(span: Span, searchId: string, position: number): Promise<Page>
  /** Digits in the middle of a span; null when it is too short to be cut. What fails as such is cut less finely. */
  middle(span: Span, why: 'failed' | 'too-much'): string | null
}

/** A failure that may come from the span and not from the device. */
function mayBeSpan(error: unknown, received: number): boolean {
  if (!(error instanceof Fault) || error.lacksRight) return false
  return ['device-busy', 'device-garbled', ...(received ? ['device-denied'] : [])].includes(error.kind)
}

/**
 * Pages of segments of one span, complete and each segment once. A span that a device cannot answer as a whole (5xx, its cap
 * of matches, the same page for ever) is cut in halves.
 */
export async function* pagesOf(pager: Pager, span: Span, seen = new Set<string>()): AsyncGenerator<Segment[]> {
  const searchId = crypto.randomUUID().toUpperCase()
  const here = new Set<string>()
  let received = 0
  for (;;) {
    let page: Page
    try {
      page = await pager.page(span, searchId, received)
    } catch (error) {
      const middle = mayBeSpan(error, received) ? pager.middle(span, 'failed') : null
      if (middle === null) throw error
      return yield* halves(pager, span, middle, seen)
    }
    received += page.segments.length
    const before = here.size
    for (const segment of page.segments) here.add(keyOf(segment))
    // An empty page is the end, whatever is said with it.
    if (page.segments.length === 0) return
    const stuck = page.more && here.size === before
    const capped = !page.more && received >= MATCHES_AT_CAP.least && received <= MATCHES_AT_CAP.most
    // Some recorders ignore a track that they do not have, and give those that they have.
    const fresh = page.segments.filter((segment) => {
      const key = keyOf(segment)
      return segment.track === span.track && !seen.has(key) && seen.add(key) !== undefined
    })
    if (fresh.length) yield fresh
    if (stuck || capped) {
      const middle = pager.middle(span, 'too-much')
      if (middle !== null) return yield* halves(pager, span, middle, seen)
      throw new Fault('device-garbled', 'The device does not give all recordings of that time: try again later.')
    }
    if (!page.more) return
  }
}

async function* halves(pager: Pager, span: Span, middle: string, seen: Set<string>): AsyncGenerator<Segment[]> {
  yield* pagesOf(pager, { ...span, to: middle }, seen)
  yield* pagesOf(pager, { ...span, from: middle }, seen)
}
