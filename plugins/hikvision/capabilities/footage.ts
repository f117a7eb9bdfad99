// What a device has recorded: days of a month, and every segment of a time (WIRE 2.4, 4.2, 4.3).
import { alarmKindOf, type Clip, Fault, type Footage, type FootageQuery } from '#plugin'
import type { IsapiClient } from '../isapi/client.ts'
import { flag, int, list, type Node } from '../isapi/xml.ts'
import { createCalibration } from './calibration.ts'
import { type Knowledge, streamsOf } from './channels.ts'
import { createClipDownload } from './clip-download.ts'
import { type Page, type Pager, pagesOf, readPage, type Segment, type Span, searchDocument } from './footage-search.ts'
import { rtspAddress, type StreamTarget } from './live.ts'
import { type DeviceTimes, wallOf } from './times.ts'
import { inputOf } from './writing.ts'

const SEARCH = '/ISAPI/ContentMgmt/search'
const DAY = 86_400_000
/** Longer spans are what devices fail at; shorter ones cost a request each. */
const LONGEST_MS = 7 * DAY
/** Shorter than this no span is cut: a device that fails for an hour of recordings fails for all of them. */
const SHORTEST_MS = { failed: 3_600_000, 'too-much': 60_000 }
/** More than the hours that a clock change makes ambiguous. */
const AROUND_CHANGE_MS = 3 * 3_600_000
/** So much earlier than the one before a segment may begin without the clock having been set back. */
const OVERLAP_MS = 600_000
/** Files of a track overlap by less. */
const SAME_TIME_MS = 60_000
/** Sizes of a page, tried in this order until the device takes one. */
const PAGE_SIZES = [50, 40, 20]

function kindOf(word: string): Clip['kind'] {
  if (/^(timing|cmr|time)$/i.test(word)) return 'continuous'
  if (/^(manual|command)$/i.test(word)) return 'manual'
  const kind = alarmKindOf(word)
  if (kind === 'motion') return 'motion'
  return kind !== 'other' || /^(alarm|edr|alarmandmotion|event|allevent)$/i.test(word) ? 'alarm' : 'other'
}

/** Digits as they stand in an address: `20260818T155900Z`. */
const compact = (time: string) => `${time.replace(/[-:]/g, '').slice(0, 15)}Z`

/** The device's own address of a segment, without a login that it may carry. */
function tokenOf({ uri, track, start, end }: Segment): string {
  const built = `rtsp://device/Streaming/tracks/${track}/?starttime=${compact(start)}&endtime=${compact(end)}`
  return (uri ?? built).replace(/^(\w+:\/\/)[^/@]*@/, '$1')
}

/** Days with footage by the device's monthly document; null for an answer that is none. */
export function readDays(document: Node): number[] {
  return list(document, 'day')
    .filter((day) => flag(day, 'record') === true)
    .flatMap((day) => int(day, 'dayOfMonth') ?? int(day, 'id') ?? [])
    .sort((a, b) => a - b)
}

export interface FootageOptions {
  client: IsapiClient
  /** What people call the device. */
  device: string
  /** Where recordings are played from. */
  streams: StreamTarget
  times: DeviceTimes
  knowledge(): Knowledge
  /** The instant that the device believes it is. */
  deviceNow(): Date
}

/** Footage, and for whoever else reads the device's times: asks what they mean, unless that was asked before. */
export interface Recordings extends Footage {
  learnTimes(): Promise<void>
}

export function createFootage({ client, device, streams, times, knowledge, deviceNow }: FootageOptions): Recordings {
  let pageSize = 0
  let isLearned = false
  /** Tracks without a monthly document: searches tell their days. */
  const withoutDays = new Set<number>()
  /** A search was answered: then what one channel is refused does not mean that the device cannot search. */
  let searches = false
  const files = createClipDownload({ client, device })
  const calibration = createCalibration({
    times,
    deviceNow,
    page: (span) => ask(span, crypto.randomUUID().toUpperCase(), 0),
  })

  async function ask(span: Span, searchId: string, position: number, signal?: AbortSignal): Promise<Page> {
    for (;;) {
      try {
        const xml = searchDocument(span, searchId, position, PAGE_SIZES[pageSize] ?? 20)
        const page = readPage(await client.ask(SEARCH, xml, signal))
        searches = true
        return page
      } catch (error) {
        if (searches && error instanceof Fault && error.kind === 'unsupported')
          throw new Fault('device-denied', 'The device does not search the recordings of this channel', {
            cause: error,
          })
        // Above what it can, a device calls the parameters bad.
        const tooMany = error instanceof Fault && error.kind === 'device-denied' && !error.lacksRight
        if (!tooMany || position > 0 || pageSize >= PAGE_SIZES.length - 1) throw error
        pageSize++
      }
    }
  }

  function pagerFor(signal?: AbortSignal): Pager {
    return {
      async page(span, searchId, position) {
        if (signal?.aborted) throw new Fault('not-ready', 'The search was stopped')
        try {
          return await ask(span, searchId, position, signal)
        } catch (error) {
          // The same question is answered and failed in turns by busy devices.
          const passing = error instanceof Fault && (error.kind === 'device-busy' || error.kind === 'device-garbled')
          if (!passing || signal?.aborted) throw error
          return await ask(span, searchId, position, signal)
        }
      },
      middle({ from, to }, why) {
        const [first, last] = [wallOf(from) ?? 0, wallOf(to) ?? 0]
        if (last - first < SHORTEST_MS[why]) return null
        return `${new Date((first + last) / 2).toISOString().slice(0, 19)}Z`
      },
    }
  }

  /**
   * Spans in the device's digits, oldest first. An hour that comes twice is asked whole, and from before it: which of the two
   * some digits mean shows only in the order of what is found.
   */
  function spansOf(track: number, from: Date, to: Date): Span[] {
    const spans: Span[] = []
    const last = Math.min(to.getTime(), deviceNow().getTime())
    for (let at = from.getTime(); at < last; at += LONGEST_MS) {
      const [begin, end] = [new Date(at), new Date(Math.min(at + LONGEST_MS, last))]
      const [early, late] = [
        new Date(+begin - AROUND_CHANGE_MS),
        new Date(Math.min(+end + AROUND_CHANGE_MS, +deviceNow())),
      ]
      const isTwice = times.mode === 'local' && times.offsetAt(early) > times.offsetAt(late)
      const back = isTwice ? (times.offsetAt(early) - times.offsetAt(late)) * 60_000 : 0
      spans.push({
        track,
        from: times.write(isTwice ? early : begin),
        to: times.write(isTwice ? new Date(+late + back) : end),
      })
    }
    return spans
  }

  async function* segments(track: number, from: Date, to: Date, signal?: AbortSignal): AsyncGenerator<Segment[]> {
    const seen = new Set<string>()
    const pager = pagerFor(signal)
    for (const span of spansOf(track, from, to)) yield* pagesOf(pager, span, seen)
  }

  /** Clips of one track; digits that fall back are those of the hour that comes again. */
  async function* clips(sourceKey: string, { from, to }: FootageQuery, signal?: AbortSignal): AsyncGenerator<Clip[]> {
    const track = inputOf(knowledge(), sourceKey).number * 100 + 1
    await calibration.once(track)
    let latest: { start: Date; end: Date; word: string } | undefined
    for await (const page of segments(track, from, to, signal)) {
      const found = page.flatMap((segment): Clip[] => {
        const read = (notBefore?: number) => {
          const start = times.read(segment.start, notBefore === undefined ? undefined : new Date(notBefore))
          const end = start && times.readEnd(segment.end, start)
          return start && end ? { start, end } : null
        }
        let span = read(latest && +latest.start - OVERLAP_MS)
        // Two files of a kind do not hold the same time: what seems so lies on either side of the clock's being set back.
        const shared = span && latest?.word === segment.word ? Math.min(+span.end, +latest.end) - +span.start : 0
        if (latest && shared > SAME_TIME_MS) span = read(+latest.end - SAME_TIME_MS)
        if (!span) return []
        const { start, end } = span
        latest = { ...span, word: segment.word }
        if (end <= from || start >= to) return []
        const size = /[?&]size=(\d{1,15})/.exec(segment.uri ?? '')?.[1]
        return [
          {
            sourceKey,
            token: tokenOf(segment),
            start,
            end,
            utcOffsetMinutes: times.offsetAt(start),
            kind: kindOf(segment.word),
            bytes: size === undefined ? null : Number(size),
            locked: segment.locked,
          },
        ]
      })
      if (found.length) yield found.sort((a, b) => a.start.getTime() - b.start.getTime())
    }
  }

  async function daysBySearch(sourceKey: string, year: number, month: number): Promise<number[]> {
    // Wide enough for every zone; the days themselves are read off the device's clock.
    const query = { from: new Date(Date.UTC(year, month - 1, 1) - DAY), to: new Date(Date.UTC(year, month, 1) + DAY) }
    const days = new Set<number>()
    for await (const page of clips(sourceKey, { ...query, sourceKeys: [sourceKey] }))
      for (const { start, end } of page) {
        const local = (time: number) => time + times.offsetAt(new Date(time)) * 60_000
        const last = local(Math.max(start.getTime(), end.getTime() - 1000))
        for (let at = local(start.getTime()); ; at = Math.min(at + DAY, last)) {
          const day = new Date(at)
          if (day.getUTCFullYear() === year && day.getUTCMonth() === month - 1) days.add(day.getUTCDate())
          if (at >= last) break
        }
      }
    return [...days].sort((a, b) => a - b)
  }

  return {
    get times() {
      return times.mode
    },
    utcOffsetMinutesAt: (time) => times.offsetAt(time),

    async learnTimes() {
      const present = knowledge().inputs.find(({ online }) => online !== false)
      if (isLearned || !present) return
      isLearned = true
      await calibration.once(present.number * 100 + 1)
    },

    async days(sourceKey, year, month) {
      const track = inputOf(knowledge(), sourceKey).number * 100 + 1
      if (withoutDays.has(track)) return daysBySearch(sourceKey, year, month)
      const body = `<?xml version="1.0" encoding="UTF-8"?>
<trackDailyParam><year>${year}</year><monthOfYear>${month}</monthOfYear></trackDailyParam>
`
      try {
        return readDays(await client.ask(`/ISAPI/ContentMgmt/record/tracks/${track}/dailyDistribution`, body))
      } catch (error) {
        if (!(error instanceof Fault) || error.kind !== 'unsupported') throw error
        const days = await daysBySearch(sourceKey, year, month)
        withoutDays.add(track)
        return days
      }
    },

    download: (token, signal) => files.open(token, signal),

    async play(sourceKey, from, to) {
      const known = knowledge()
      const input = inputOf(known, sourceKey)
      const track = input.number * 100 + 1
      await calibration.once(track)
      const span = `starttime=${compact(times.write(from))}&endtime=${compact(times.write(to))}`
      return {
        address: rtspAddress(streams, known, `/Streaming/tracks/${track}/?${span}`),
        transport: 'tcp',
        audio: streamsOf(known, input).find(({ stream }) => stream === 1)?.audio ?? false,
      }
    },

    async *search(query, signal) {
      for (const sourceKey of query.sourceKeys) yield* clips(sourceKey, query, signal)
    },
  }
}
