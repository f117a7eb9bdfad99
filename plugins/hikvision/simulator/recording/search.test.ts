// Searches as clients send them, against what the generator says must come back.
import { describe, expect, test } from 'bun:test'
import { type Simulator, type SimulatorOptions, startSimulator } from '../index.ts'
import { call, texts } from '../testing/edit.ts'

const NOW = new Date('2026-07-15T06:00:00Z')
const start = (options: Partial<SimulatorOptions> = {}) =>
  startSimulator({ model: 'nvr8', rtsp: false, now: () => NOW, ...options })

interface Ask {
  from: string
  until: string
  tracks?: number[]
  position?: number
  most?: number
  id?: string
  spelling?: string
}

let searches = 0

function search(device: Simulator, { from, until, tracks = [101], position = 0, most = 50, ...more }: Ask) {
  const id = more.id ?? `88C2CD4D-D3FA-4AD4-BD80-${String(++searches).padStart(12, '0')}`
  const name = more.spelling ?? 'searchResultPostion'
  return call(
    device.port,
    'POST',
    'ContentMgmt/search',
    `<?xml version="1.0" encoding="utf-8"?><CMSearchDescription><searchID>${id}</searchID>
<trackList>${tracks.map((track) => `<trackID>${track}</trackID>`).join('')}</trackList>
<timeSpanList><timeSpan><startTime>${from}</startTime><endTime>${until}</endTime></timeSpan></timeSpanList>
<maxResults>${most}</maxResults><${name}>${position}</${name}>
<metadataList><metadataDescriptor>//recordType.meta.std-cgi.com</metadataDescriptor></metadataList></CMSearchDescription>`,
  )
}

/** All pages, moving on by what came. */
async function pages(device: Simulator, ask: Ask) {
  const id = `AAAAAAAA-0000-0000-0000-${String(++searches).padStart(12, '0')}`
  const starts: string[] = []
  const ends: string[] = []
  for (let count = 0; count < 200; count++) {
    const { text } = await search(device, { ...ask, id, position: starts.length })
    starts.push(...texts(text, 'startTime'))
    ends.push(...texts(text, 'endTime'))
    if (texts(text, 'responseStatusStrg')[0] !== 'MORE') return { starts, ends, count: count + 1 }
  }
  throw new Error('The search never ends')
}

const wall = (at: Date) => `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}Z`
const distribution = async (device: Simulator, track: number, year: number, month: number) => {
  const body = `<trackDailyParam><year>${year}</year><monthOfYear>${month}</monthOfYear></trackDailyParam>`
  const { text } = await call(device.port, 'POST', `ContentMgmt/record/tracks/${track}/dailyDistribution`, body)
  return texts(text, 'record')
}

describe('a search', () => {
  test('pages through all that the generator made, in the wall clock behind a Z', async () => {
    await using device = await start()
    const days = ['2026-07-09', '2026-07-10', '2026-07-11', '2026-07-12']
    const expected = days
      .flatMap((day) => device.footage.onDay(1, day))
      .map(({ start: from, end }) => [wall(from), wall(end)])
      .filter(([from, end]) => from! < '2026-07-12T00:00:00Z' && end! > '2026-07-10T00:00:00Z')
    const found = await pages(device, { from: '2026-07-10T00:00:00Z', until: '2026-07-12T00:00:00Z' })
    expect(found.starts).toEqual(expected.map(([from]) => from!))
    expect(found.ends).toEqual(expected.map(([, end]) => end!))
    expect(found.count).toBe(Math.ceil(expected.length / 50))
    expect(expected.length).toBeGreaterThan(75)
  })

  test('the newest segment of a channel that records ends now, in the wall clock', async () => {
    await using device = await start()
    const { ends } = await pages(device, { from: '2026-07-15T00:00:00Z', until: '2026-07-15T23:59:59Z' })
    expect(ends.at(-1)).toBe('2026-07-15T14:00:00Z')
    device.setQuirks(['utc'])
    const utc = await pages(device, { from: '2026-07-15T00:00:00Z', until: '2026-07-15T23:59:59Z' })
    expect(utc.ends.at(-1)).toBe('2026-07-15T06:00:00Z')
    device.setQuirks(['offset-times'])
    const offset = await pages(device, { from: '2026-07-15T00:00:00+08:00', until: '2026-07-15T23:59:59+08:00' })
    expect(offset.ends.at(-1)).toBe('2026-07-15T14:00:00+08:00')
  })

  test('the rightly spelt position is ignored, except by the hybrid', async () => {
    const ask = {
      from: '2026-07-10T00:00:00Z',
      until: '2026-07-11T00:00:00Z',
      most: 5,
      spelling: 'searchResultPosition',
    }
    await using nvr = await start()
    const first = await search(nvr, ask)
    expect(texts((await search(nvr, { ...ask, position: 5 })).text, 'startTime')).toEqual(
      texts(first.text, 'startTime'),
    )
    await using dvr = await start({ model: 'dvr4' })
    const other = await search(dvr, ask)
    expect(texts((await search(dvr, { ...ask, position: 5 })).text, 'startTime')).not.toEqual(
      texts(other.text, 'startTime'),
    )
    expect(Number(texts(other.text, 'numOfMatches')[0])).toBeGreaterThan(30)
    expect(texts(other.text, 'startTime')).toHaveLength(5)
  })

  test('at most 50 come at once, 4000 in all, and several tracks are mixed by time', async () => {
    await using device = await start({ model: 'nvr64' })
    const { text } = await search(device, {
      from: '2026-07-10T00:00:00Z',
      until: '2026-07-12T00:00:00Z',
      most: 200,
      tracks: [101, 201],
    })
    const starts = texts(text, 'startTime')
    expect(starts).toHaveLength(50)
    expect(starts).toEqual([...starts].sort())
    expect(new Set(texts(text, 'trackID'))).toEqual(new Set(['101', '201']))
    const ask = {
      from: '2025-08-01T00:00:00Z',
      until: '2026-07-12T00:00:00Z',
      id: 'BBBBBBBB-0000-0000-0000-000000000001',
    }
    expect(texts((await search(device, { ...ask, position: 3950 })).text, 'responseStatusStrg')).toEqual(['OK'])
    expect(texts((await search(device, { ...ask, position: 3949 })).text, 'responseStatusStrg')).toEqual(['MORE'])
  })

  test('nothing is told without a list, or with an empty one', async () => {
    await using device = await start()
    const ask = { from: '2020-07-10T00:00:00Z', until: '2020-07-11T00:00:00Z' }
    expect((await search(device, ask)).text).toEndWith(
      '<responseStatusStrg>NO MATCHES</responseStatusStrg>\n<numOfMatches>0</numOfMatches>\n</CMSearchResult>\n',
    )
    device.setQuirks(['empty-list'])
    expect((await search(device, ask)).text).toContain('<matchList>\n</matchList>')
  })

  test('wide windows fail every other time or always', async () => {
    await using device = await start({ quirks: ['flaky-search'] })
    const ask = { from: '2026-07-01T00:00:00Z', until: '2026-07-08T00:00:00Z' }
    const status = async () => (await search(device, ask)).status
    expect([await status(), await status(), await status()]).toEqual([500, 200, 500])
    device.setQuirks(['no-wide-search'])
    expect([await status(), await status()]).toEqual([500, 500])
    expect((await search(device, { ...ask, until: '2026-07-03T00:00:00Z' })).status).toBe(200)
  })

  test('unknown tracks, the future and large pages are refused where the model or a quirk says so', async () => {
    await using device = await start({ quirks: ['refuses-future', 'strict-page'] })
    const ask = { from: '2026-07-01T00:00:00Z', until: '2026-07-02T00:00:00Z' }
    expect((await search(device, { ...ask, most: 51 })).status).toBe(400)
    expect((await search(device, { from: '2027-07-01T00:00:00Z', until: '2027-07-02T00:00:00Z' })).status).toBe(400)
    expect((await search(device, { ...ask, tracks: [9901] })).text).toContain('NO MATCHES')
    await using dvr = await start({ model: 'dvr4' })
    expect((await search(dvr, { ...ask, tracks: [9901] })).status).toBe(400)
  })
})

describe('the days of a month', () => {
  test('tell what the generator made, with a month of nothing and one that was not yet', async () => {
    await using device = await start()
    const may = await distribution(device, 101, 2026, 5)
    const days = Array.from({ length: 31 }, (_, index) => `2026-05-${String(index + 1).padStart(2, '0')}`)
    expect(may).toEqual(days.map((day) => String(device.footage.recordedOn(1, day))))
    expect(await distribution(device, 201, 2026, 3)).toEqual([])
    expect(await distribution(device, 201, 2026, 2)).toContain('true')
    expect((await distribution(device, 101, 2026, 7)).slice(13, 16)).toEqual(['true', 'true', 'false'])
    expect(await distribution(device, 101, 2026, 8)).toEqual([])
    device.setQuirks(['empty-month'])
    expect(await distribution(device, 101, 2026, 7)).toEqual([])
    device.setQuirks(['no-distribution'])
    const body = '<trackDailyParam><year>2026</year><monthOfYear>07</monthOfYear></trackDailyParam>'
    expect((await call(device.port, 'POST', 'ContentMgmt/record/tracks/101/dailyDistribution', body)).status).toBe(403)
  })

  test('an offline channel stops some weeks ago, one without a signal has nothing', async () => {
    await using device = await start()
    expect((await distribution(device, 801, 2026, 7)).length).toBe(0)
    expect(await distribution(device, 801, 2026, 6)).toContain('true')
    await using dvr = await start({ model: 'dvr4' })
    expect(await distribution(dvr, 401, 2026, 6)).toEqual([])
  })
})

describe('the generator', () => {
  test('is the same for the same seed and other for another', async () => {
    await using one = await start({ footage: { seed: 7 } })
    await using same = await start({ footage: { seed: 7 }, name: 'Another' })
    await using other = await start({ footage: { seed: 8 } })
    const day = '2026-06-20'
    expect(one.footage.onDay(1, day)).toEqual(same.footage.onDay(1, day))
    expect(one.footage.onDay(1, day)).not.toEqual(other.footage.onDay(1, day))
    expect(one.footage.onDay(1, day)).toHaveLength(40)
    const [first, second] = one.footage.onDay(3, day)
    expect(first!.kind).toBe('motion')
    expect(second!.start.getTime()).toBeGreaterThan(first!.end.getTime() + 1000)
  })

  test('segments overlap on the night on which the clock goes back, and none ends before it begins', async () => {
    const timezone = 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00'
    await using device = await start({ timezone, now: () => new Date('2026-11-05T12:00:00Z') })
    const { starts, ends } = await pages(device, { from: '2026-10-25T00:00:00Z', until: '2026-10-26T00:00:00Z' })
    expect(starts.every((from, index) => from < ends[index]!)).toBe(true)
    const back = starts.findIndex(
      (from, index) => index > 0 && Date.parse(ends[index - 1]!) - Date.parse(from) > 3_000_000,
    )
    expect([starts[back], ends[back - 1]]).toEqual(['2026-10-25T02:00:00Z', '2026-10-25T03:00:00Z'])
  })

  test('64 channels and a year are searched in a moment', async () => {
    await using device = await start({ model: 'nvr64' })
    // Of the processor, which others may be using too.
    const began = process.cpuUsage()
    const tracks = Array.from({ length: 64 }, (_, index) => index * 100 + 101)
    const { status } = await search(device, { from: '2026-07-14T00:00:00Z', until: '2026-07-15T00:00:00Z', tracks })
    expect(status).toBe(200)
    expect(process.cpuUsage(began).user).toBeLessThan(2_000_000)
  })
})
