// Download of a recording: the address that a search gave, and the program stream behind it.
import { loadFootage } from '../../../../test/rtsp-source/index.ts'
import { wallClock } from '../clock.ts'
import type { Device } from '../device.ts'
import { type Answer, type Question, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { type Address, readAddress } from '../recording/address.ts'
import { dayAfter, type Segment } from '../recording/footage.ts'
import { type Reel, reelsOf } from '../recording/reels.ts'
import { compactTime, wallDayOf } from '../recording/times.ts'
import { readXml, textAt } from '../xml-read.ts'
import { makersHeader, project } from './film.ts'

export interface DownloadFigures {
  /** Under way now, and the most that ever were. */
  now: number
  most: number
  /** Sent to their last byte. */
  whole: number
  bytes: number
}

export interface Downloads {
  readonly figures: DownloadFigures
  /** False when all places are taken. */
  begin(): boolean
  forget(): void
  readonly sent: { onBytes(count: number): void; onEnd(isWhole: boolean): void }
}

/** Books of the downloads of one device. */
export function createDownloads(limit: number): Downloads {
  const figures: DownloadFigures = { now: 0, most: 0, whole: 0, bytes: 0 }
  return {
    figures,
    begin() {
      if (figures.now >= limit) return false
      figures.now++
      figures.most = Math.max(figures.most, figures.now)
      return true
    },
    forget() {
      Object.assign(figures, { most: figures.now, whole: 0, bytes: 0 })
    },
    sent: {
      onBytes(count) {
        figures.bytes += count
      },
      onEnd(isWhole) {
        figures.now--
        if (isWhole) figures.whole++
      },
    },
  }
}

function segmentOf(device: Device, { channel, from, startText, name }: Address): Segment | null {
  const day = wallDayOf(device, from)
  return (
    [-1, 0, 1]
      .flatMap((days) => device.footage.onDay(channel, dayAfter(day, days)))
      .find((segment) => segment.name === name && compactTime(device, segment.start) === startText) ?? null
  )
}

/** A file by its name; up to the end and size that the search told, for the newest one has grown since then. */
function wanted(device: Device, address: Address): { reels: Reel[]; bytes: number | null } | null {
  const { channel, from, until } = address
  if (until === null || until <= from) return null
  if (address.name === null) return { reels: [...reelsOf(device, channel, from, until)], bytes: null }
  const segment = segmentOf(device, address)
  if (!segment) return null
  const seconds = Math.min((segment.end.getTime() - segment.start.getTime()) / 1000, (until - from) / 1000)
  return {
    reels: [{ start: segment.start, seconds }],
    bytes: Math.min(address.size ?? segment.bytes, segment.bytes),
  }
}

const EMPTY: Answer = { status: 200, type: 'video/mpeg', body: '' }

async function download(question: Question, downloads: Downloads): Promise<Answer> {
  const { device, method, path, body } = question
  const { quirks } = device
  if (quirks.has('no-download') || (quirks.has('get-download') && method === 'POST'))
    return refuse(device, path, 'methodNotAllowed')
  if (quirks.has('post-download') && method === 'GET') return EMPTY
  const root = readXml(body)
  if (!root) return refuse(device, path, 'badXmlFormat')
  const address = root.name === 'downloadRequest' ? readAddress(device, textAt(root, 'playbackURI')) : null
  if (!address) return refuse(device, path, 'badXmlContent', 400)
  const found = wanted(device, address)
  // Nothing there: they answer, and send nothing.
  if (!found || found.reels.length === 0) return EMPTY
  const hasSound = device.channel(address.channel)?.audio === 'on'
  const footage = await loadFootage(address.channel, hasSound)
  if (!downloads.begin()) return refuse(device, path, 'deviceBusy')
  const { length, pieces } = project({
    ...found,
    footage,
    wallOf: (at) => wallClock(device.zone(), at),
    header: makersHeader(hasSound, quirks.has('bare-header')),
  })
  const announce = quirks.has('zero-length') ? 'zero' : quirks.has('no-length') ? 'nothing' : 'length'
  return { ...EMPTY, stream: { length, announce, pieces, ...downloads.sent } }
}

export function downloadRoutes(downloads: Downloads): Route[] {
  const handle: Handler = (question) => download(question, downloads)
  return (['POST', 'GET'] as const).map((method) => ({ method, path: 'ContentMgmt/download', handle }))
}
