// Recordings: complete, however the device pages, caps and fails, and at the right time.
import { describe, expect, test } from 'bun:test'
import type { Clip } from '#plugin'
import { said } from '../test-documents.ts'
import { faultOf, recorder } from '../test-session.ts'

const SEARCH = '/ISAPI/ContentMgmt/search'
const DAYS = '/ISAPI/ContentMgmt/record/tracks/101/dailyDistribution'
const NOW = new Date('2026-06-10T12:00:00Z')
const TIME = (zone = 'CST-8:00:00', local = '2026-06-10T20:00:00') => ({
  '/ISAPI/System/time': `<Time><timeMode>NTP</timeMode><localTime>${local}</localTime><timeZone>${zone}</timeZone></Time>`,
})

interface Recorded {
  start: string
  end: string
}

interface Engine {
  /** At most so many a page, whatever is asked. */
  page?: number
  cap?: number
  ignoresPosition?: boolean
  largest?: number
  /** Answers longer spans than these hours with 500. */
  failsAbove?: number
}

const at = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`
const value = (body: string, name: string) => new RegExp(`<${name}>([^<]*)<`).exec(body)?.[1] ?? ''

/** A search as devices have it, over digits. */
function engine(recorded: readonly Recorded[], options: Engine = {}) {
  const asked: { id: string; position: number; from: string; to: string; size: number }[] = []
  const answer = (body: string) => {
    const one = {
      id: value(body, 'searchID'),
      position: Number(value(body, 'searchResultPostion')),
      from: value(body, 'startTime'),
      to: value(body, 'endTime'),
      size: Number(value(body, 'maxResults')),
    }
    asked.push(one)
    if (one.size > (options.largest ?? 100)) return { status: 400, body: said(4, 'badParameters') }
    const hours = (Date.parse(one.to) - Date.parse(one.from)) / 3_600_000
    if (hours > (options.failsAbove ?? 1000)) return { status: 500, body: said(3, 'deviceError') }
    const all = recorded.filter(({ start, end }) => end > one.from && start < one.to).slice(0, options.cap)
    const begin = options.ignoresPosition ? 0 : one.position
    const page = all.slice(begin, begin + Math.min(one.size, options.page ?? 100))
    const more = begin + page.length < all.length
    const items = page.map(
      ({
        start,
        end,
      }) => `<searchMatchItem><trackID>${value(body, 'trackID')}</trackID><timeSpan><startTime>${start}</startTime><endTime>${end}</endTime></timeSpan>
<mediaSegmentDescriptor><playbackURI>rtsp://u:p@10.0.0.9/Streaming/tracks/101/?starttime=${start}&amp;endtime=${end}&amp;name=1&amp;size=1000</playbackURI><lockStatus>unlock</lockStatus></mediaSegmentDescriptor>
<metadataMatches><metadataDescriptor>recordType.meta..com/motion</metadataDescriptor></metadataMatches></searchMatchItem>`,
    )
    return `<CMSearchResult><responseStatusStrg>${more ? 'MORE' : all.length ? 'OK' : 'NO MATCHES'}</responseStatusStrg><numOfMatches>999</numOfMatches>${
      items.length ? `<matchList>${items.join('')}</matchList>` : ''
    }</CMSearchResult>`
  }
  return { asked, answer }
}

/** Segments of the same length one after the other, as digits. */
function row(from: string, count: number, seconds: number): Recorded[] {
  const begin = Date.parse(from)
  return Array.from({ length: count }, (_, index) => ({
    start: at(begin + index * seconds * 1000),
    end: at(begin + (index + 1) * seconds * 1000),
  }))
}

async function found(clips: AsyncIterable<Clip[]> | undefined): Promise<Clip[]> {
  const all: Clip[] = []
  for await (const page of clips ?? []) all.push(...page)
  return all
}

async function stand(recorded: readonly Recorded[], options: Engine = {}, documents = TIME()) {
  const device = engine(recorded, options)
  const made = await recorder({ documents, onPost: { [SEARCH]: device.answer } })
  const session = await made.connect({ now: () => NOW })
  return {
    asked: device.asked,
    footage: session.footage,
    search: (from: string, to: string) =>
      found(session.footage?.search({ sourceKeys: ['ip:1'], from: new Date(from), to: new Date(to) })),
    [Symbol.asyncDispose]: () => made[Symbol.asyncDispose](),
  }
}

describe('a search', () => {
  test('pages by what was received, with one search id, and tells instants', async () => {
    await using device = await stand(row('2026-06-01T00:00:00Z', 68, 60), { page: 30 })
    const clips = await device.search('2026-05-31T16:00:00Z', '2026-06-01T15:00:00Z')
    expect(clips.length).toBe(68)
    expect(clips[0]).toEqual({
      sourceKey: 'ip:1',
      token:
        'rtsp://10.0.0.9/Streaming/tracks/101/?starttime=2026-06-01T00:00:00Z&endtime=2026-06-01T00:01:00Z&name=1&size=1000',
      start: new Date('2026-05-31T16:00:00Z'),
      end: new Date('2026-05-31T16:01:00Z'),
      utcOffsetMinutes: 480,
      kind: 'motion',
      bytes: 1000,
      locked: false,
    })
    const pages = device.asked.slice(1)
    expect(pages.map(({ position }) => position)).toEqual([0, 30, 60])
    expect(new Set(pages.map(({ id }) => id)).size).toBe(1)
    expect(pages[0]).toMatchObject({ from: '2026-06-01T00:00:00Z', to: '2026-06-01T23:00:00Z', size: 50 })
  })

  const MANY = row('2026-06-01T00:00:00Z', 5200, 16)
  for (const [name, options] of Object.entries({
    'is complete': {},
    'is complete where the device stops at 4000 and says that this was all': { cap: 4000 },
    'is complete where the device ignores the position': { ignoresPosition: true },
    'is complete where the device fails for long times': { failsAbove: 5 },
    'is complete where the device takes only small pages': { largest: 20 },
  } satisfies Record<string, Engine>))
    test(`of a day with 5,200 segments ${name}`, async () => {
      await using device = await stand(MANY, options)
      const clips = await device.search('2026-05-31T16:00:00Z', '2026-06-01T16:00:00Z')
      expect(clips.length).toBe(5200)
      expect(new Set(clips.map(({ start }) => start.getTime())).size).toBe(5200)
    }, 120_000)

  test('of a device that always fails is its fault, soon', async () => {
    await using device = await stand(MANY, { failsAbove: 0 })
    const clips = device.search('2026-05-31T16:00:00Z', '2026-06-01T16:00:00Z')
    expect((await faultOf(clips)).kind).toBe('device-busy')
    expect(device.asked.length).toBeLessThan(20)
  })

  test('reaches neither into the future of the device nor beyond what was asked', async () => {
    await using device = await stand(row('2026-06-10T10:00:00Z', 20, 3600))
    const clips = await device.search('2026-06-10T08:00:00Z', '2026-06-20T00:00:00Z')
    expect(device.asked.every(({ to }) => to <= '2026-06-10T20:00:00Z')).toBe(true)
    expect(clips[0]?.start).toEqual(new Date('2026-06-10T08:00:00Z'))
  })

  const twice: [name: string, recorded: [start: string, end: string][], instants: [start: string, end: string][]][] = [
    [
      'from file to file',
      [
        ['02:40', '02:10'],
        ['02:10', '03:20'],
      ],
      [
        ['00:40', '01:10'],
        ['01:10', '02:20'],
      ],
    ],
    [
      'after a time without files',
      [
        ['02:16', '02:40'],
        ['02:20', '02:41'],
        ['02:41', '03:05'],
      ],
      [
        ['00:16', '00:40'],
        ['01:20', '01:41'],
        ['01:41', '02:05'],
      ],
    ],
  ]
  for (const [name, recorded, instants] of twice)
    test(`knows the hour that comes twice: ${name}`, async () => {
      const berlin = TIME('CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00', '2026-06-10T14:00:00')
      const digits = (time: string) => `2025-10-26T${time}:00Z`
      const disk = engine(
        recorded.map(([start, end]) => ({ start: digits(start), end: digits(end) })),
        { failsAbove: Number.POSITIVE_INFINITY },
      )
      // Digits that run backwards are in no window of digits.
      const wide = (body: string) =>
        body
          .replace(/<startTime>[^<]*/, '<startTime>2020-01-01T00:00:00Z')
          .replace(/<endTime>[^<]*/, '<endTime>2030-01-01T00:00:00Z')
      await using made = await recorder({ documents: berlin, onPost: { [SEARCH]: (body) => disk.answer(wide(body)) } })
      const { footage } = await made.connect({ now: () => NOW })
      const span = { from: new Date('2025-10-25T22:00:00Z'), to: new Date('2025-10-26T22:00:00Z') }
      const clips = await found(footage?.search({ sourceKeys: ['ip:1'], ...span }))
      expect(clips.map(({ start, end }) => [start, end].map((time) => time.toISOString().slice(11, 16)))).toEqual(
        instants,
      )
      expect(disk.asked.length).toBe(2)
    })
})

describe('the meaning of times', () => {
  const until = (end: string, count = 5) => row(at(Date.parse(end) - count * 1_800_000), count, 1800)
  const cases: [name: string, zone: string, local: string, end: string, mode: 'local' | 'utc'][] = [
    ['east, by the wall clock', 'CST-8:00:00', '2026-06-10T20:00:00', '2026-06-10T20:00:00Z', 'local'],
    ['east, in UTC', 'CST-8:00:00', '2026-06-10T20:00:00', '2026-06-10T12:00:00Z', 'utc'],
    ['west, by the wall clock', 'CST+5:00:00', '2026-06-10T07:00:00', '2026-06-10T07:00:00Z', 'local'],
    ['west, in UTC', 'CST+5:00:00', '2026-06-10T07:00:00', '2026-06-10T12:00:00Z', 'utc'],
  ]
  for (const [name, zone, local, end, mode] of cases)
    test(`is learned from what is recorded now: ${name}`, async () => {
      await using device = await stand(until(end), {}, TIME(zone, local))
      const clips = await device.search('2026-06-10T09:00:00Z', '2026-06-10T12:00:00Z')
      expect(device.footage?.times).toBe(mode)
      expect(clips.at(-1)?.end).toEqual(NOW)
    })

  test('stays the wall clock while nothing is recorded', async () => {
    await using device = await stand(row('2026-06-01T00:00:00Z', 3, 60))
    await device.search('2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z')
    expect(device.footage?.times).toBe('local')
  })
})

describe('days with footage', () => {
  test('come from the monthly document', async () => {
    const days = [1, 2, 30].map(
      (day) => `<day><id>${day}</id><dayOfMonth>${day}</dayOfMonth><record>${day !== 2}</record></day>`,
    )
    await using made = await recorder({
      documents: TIME(),
      onPost: {
        [DAYS]: (body) =>
          `<trackDailyDistribution><dayList>${body.includes('<monthOfYear>6<') ? days.join('') : ''}</dayList></trackDailyDistribution>`,
      },
    })
    const { footage } = await made.connect({ now: () => NOW })
    expect(await footage?.days('ip:1', 2026, 6)).toEqual([1, 30])
    expect(await footage?.days('ip:1', 2026, 5)).toEqual([])
  })

  test('come from searches over long times where there is none', async () => {
    const recorded = [...row('2026-05-03T23:30:00Z', 2, 3600), ...row('2026-05-20T00:00:00Z', 1, 600)]
    await using device = await stand([...recorded, ...row('2026-06-01T00:00:00Z', 1, 60)])
    expect(await device.footage?.days('ip:1', 2026, 5)).toEqual([3, 4, 20])
    expect(device.asked.length).toBeLessThanOrEqual(7)
  })

  test('are a fault, and not empty, when the device fails', async () => {
    await using made = await recorder({ documents: TIME(), onPost: { [DAYS]: () => ({ status: 500, body: '' }) } })
    const { footage } = await made.connect({ now: () => NOW })
    expect((await faultOf(footage?.days('ip:1', 2026, 6))).kind).toBe('device-garbled')
    await using none = await recorder({ documents: TIME() })
    expect((await faultOf((await none.connect()).footage?.days('ip:1', 2026, 6))).kind).toBe('unsupported')
  })
})
