// Search for recordings, page by page, with the miscounts and refusals of the real ones.
import type { Device } from '../device.ts'
import { type Answer, page, type Question, refuse } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import { type Element, titled, x } from '../xml.ts'
import { all, find, readXml, textAt } from '../xml-read.ts'
import type { Segment } from './footage.ts'
import { createSearches, findSegments, type Searches } from './found.ts'
import { compactTime, placeOf, placeOfText, timeText } from './times.ts'

const MOST_ON_A_PAGE = 50
const WIDE_MS = 3 * 86_400_000

/** The last word of a filter; null takes all. */
function kindOf(descriptor: string): Segment['kind'] | null {
  const word = descriptor.split('/').at(-1)!.toLowerCase()
  if (word === 'timing' || word === 'cmr') return 'timing'
  return word === 'motion' || word === 'vmd' || word === 'allevent' ? 'motion' : null
}

/** Where the page begins: by the misspelt name, and where the model is so kind, by the right one. */
export function positionOf(device: Device, root: Element): number {
  const misspelt = textAt(root, 'searchResultPostion')
  if (misspelt !== '') return Math.max(0, Number(misspelt) || 0)
  const takes = device.model.recording.takesPosition || device.quirks.has('both-positions')
  return takes && !device.quirks.has('one-position')
    ? Math.max(0, Number(textAt(root, 'searchResultPosition')) || 0)
    : 0
}

/** Returned small and in braces. */
export const searchIdOf = (root: Element): string => `{${textAt(root, 'searchID').replace(/[{}]/g, '').toLowerCase()}}`

/** Window of the first time span, on the axis of the device's digits. */
export function windowOf(device: Device, root: Element): { from: number; until: number } | null {
  const span = find(root, 'timeSpanList/timeSpan')
  const from = placeOfText(device, textAt(span, 'startTime'))
  const until = placeOfText(device, textAt(span, 'endTime'))
  return from === null || until === null || until < from ? null : { from, until }
}

function match(device: Device, segment: Segment): Element {
  const { track, start, end, name, bytes, kind } = segment
  const times = `starttime=${compactTime(device, start)}&endtime=${compactTime(device, end, true)}`
  const { family, identity } = device.model
  const vendor = device.quirks.has('blank-descriptor') ? '' : 'hikvision'
  return x('searchMatchItem', [
    x('sourceID', '{00000000-0000-0000-0000-000000000000}'),
    x('trackID', track),
    x('timeSpan', [x('startTime', timeText(device, start)), x('endTime', timeText(device, end, true))]),
    x('mediaSegmentDescriptor', [
      x('contentType', 'video'),
      x('codecType', 'H.264-BP'),
      x('playbackURI', `rtsp://${identity.address}/Streaming/tracks/${track}/?${times}&name=${name}&size=${bytes}`),
      family !== 'nvr' && x('lockStatus', 'unlock'),
      family !== 'nvr' && x('name', name),
    ]),
    x('metadataMatches', [x('metadataDescriptor', `recordType.meta.${vendor}.com/${kind}`)]),
  ])
}

function resultOf(device: Device, root: Element, found: Segment[], position: number, most: number): Element {
  const items = found.slice(position, position + most)
  const isMore = position + items.length < found.length
  const countsAll = device.model.recording.countsAll || device.quirks.has('counts-all')
  return titled(device.model.style, 'CMSearchResult', [
    x('searchID', searchIdOf(root)),
    x('responseStatus', true),
    x('responseStatusStrg', items.length === 0 ? 'NO MATCHES' : isMore ? 'MORE' : 'OK'),
    countsAll && items.length > 0 && x('totalMatches', found.length),
    x('numOfMatches', countsAll && items.length > 0 ? found.length : items.length),
    items.length > 0
      ? x(
          'matchList',
          items.map((segment) => match(device, segment)),
        )
      : device.quirks.has('empty-list') && x('matchList', []),
  ])
}

function search(question: Question, searches: Searches<Segment>, wide: { count: number }): Answer {
  const { device, path, body } = question
  if (device.quirks.has('no-search')) return refuse(device, path, 'notSupport')
  const root = readXml(body)
  if (!root) return refuse(device, path, 'badXmlFormat')
  const window = windowOf(device, root)
  const tracks = [...all(find(root, 'trackList'), 'trackID'), ...all(find(root, 'trackIDList'), 'trackID')]
    .map(({ content }) => Number(content))
    .filter((track) => Number.isInteger(track))
  const most = Number(textAt(root, 'maxResults') || MOST_ON_A_PAGE)
  if (root.name !== 'CMSearchDescription' || !window || tracks.length === 0 || !(most > 0))
    return refuse(device, path, 'badXmlContent', 400)
  if (device.quirks.has('strict-page') && most > MOST_ON_A_PAGE) return refuse(device, path, 'badParameters')
  if (device.quirks.has('refuses-future') && window.from > placeOf(device, device.clock()))
    return refuse(device, path, 'badParameters')
  const isUnknown = tracks.some((track) => !device.channel(Math.floor(track / 100)))
  if (isUnknown && device.model.recording.refusesTracks) return refuse(device, path, 'badParameters')
  if (window.until - window.from > WIDE_MS) {
    if (device.quirks.has('no-wide-search')) return refuse(device, path, 'searchFailed')
    if (device.quirks.has('flaky-search') && wide.count++ % 2 === 0) return refuse(device, path, 'searchFailed')
  }
  const kind = kindOf(textAt(root, 'metadataList/metadataDescriptor'))
  const key = JSON.stringify([searchIdOf(root), tracks, window, kind])
  const found = searches.of(key, () => findSegments(device, { tracks, ...window, kind }))
  return page(device, resultOf(device, root, found, positionOf(device, root), Math.min(most, MOST_ON_A_PAGE)))
}

/** `searches` lives as long as the device. */
export function searchRoutes(): Route[] {
  const searches = createSearches<Segment>()
  const wide = { count: 0 }
  return [{ method: 'POST', path: 'ContentMgmt/search', handle: (question) => search(question, searches, wide) }]
}
