// The timeline and the gap report through the front door of the whole appliance, with fake recorders behind it.
import { expect, test } from 'bun:test'
import type { OffsetAt } from '../domain/wall-clock.ts'
import { createFakeDriver } from '../testing/fake-driver.ts'
import { createFakeFootage, withFootage } from '../testing/fake-footage.ts'
import { createTestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'

const HOST = '192.0.2.7'
const at = (text: string) => Date.parse(`${text}Z`)
/** Berlin in 2025. */
const berlin: OffsetAt = (time) => (+time >= at('2025-03-30T01:00:00') && +time < at('2025-10-26T01:00:00') ? 120 : 60)

async function createStand(now: string, lay: (footage: ReturnType<typeof createFakeFootage>) => void) {
  const clock = { at: Date.parse(now) }
  const driver = createFakeDriver()
  driver.add(HOST, 2)
  const footage = createFakeFootage(berlin)
  lay(footage)
  const plugin = { id: 'fake', title: 'Fake', driver: withFootage(driver, new Map([[HOST, footage]])) }
  const app = await createTestApp([plugin], {}, { now: () => new Date(clock.at) })
  const form = { ip_web: HOST, username: 'admin', password: 'right-password', brand: 'fake' }
  await app.ask('POST', '/api/devices', form)
  await until('the first round is over', async () => (await app.ask('GET', '/api/logs')).body.length > 0)
  const get = (query: string) => app.ask('GET', `/api/footage/ranges?${query}`)
  /** Once nothing more is being read. */
  const settled = (query: string) =>
    until('all is read', async () => {
      const { body } = await get(query)
      return body.data.every(({ reading }: { reading: boolean }) => !reading) && body.data
    })
  return { app, footage, clock, get, settled, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const ALWAYS = { kind: 'continuous' }
const HOUR = { start: '2025-06-14T22:00:00.000Z', end: '2025-06-14T23:00:00.000Z' }

test('footage goes on over midnight, ends to the second, and is cut to what was asked for', async () => {
  await using stand = await createStand('2025-06-16T12:00:00Z', (footage) => {
    footage.record('ip:1', '2025-06-13T20:00:00', '2025-06-14T00:00:03')
    footage.record('ip:1', '2025-06-14T00:00:05', '2025-06-15T00:00:00')
    footage.record('ip:1', '2025-06-15T00:30:00', '2025-06-15T23:59:59')
    footage.record('ip:2', '2025-06-15T00:00:00', '2025-06-15T01:00:00')
  })
  const [first, second] = await stand.settled('channel_ids=1,2&from=2025-06-13T21:00:00&to=2025-06-16T00:00:00')
  expect(first.device).toEqual([
    { start: '2025-06-13T19:00:00.000Z', end: '2025-06-14T22:00:00.000Z', ...ALWAYS },
    { start: '2025-06-14T22:30:00.000Z', end: '2025-06-15T21:59:59.000Z', ...ALWAYS },
  ])
  expect(second.device).toEqual([{ ...HOUR, ...ALWAYS }])
  expect(first.certain).toEqual([{ start: '2025-06-13T19:00:00.000Z', end: '2025-06-15T22:00:00.000Z' }])
  expect(first.days.map((day: { day: string }) => day.day)).toEqual(['2025-06-13', '2025-06-14', '2025-06-15'])
  expect(first).toMatchObject({ channel_id: 1, channel_name: 'Camera 1', recordings: [], alarms: [] })
})

test('a day with 5,000 pieces that overlap, on which the clocks go back, is exact to the second', async () => {
  const truth: { start: number; end: number }[] = []
  await using stand = await createStand('2025-10-28T12:00:00Z', (footage) => {
    const clips: { start: Date; end: Date }[] = []
    // The day has 25 hours: 5,000 pieces of 18 s, every third of them overlapping the next, each seventh followed by a gap.
    let time = at('2025-10-25T22:00:00')
    for (let index = 0; index < 5000; index++) {
      const end = time + 18_000
      clips.push({ start: new Date(time), end: new Date(index % 3 ? end : end + 9000) })
      const last = truth.at(-1)
      if (last && time - last.end <= 5000) last.end = Math.max(last.end, +(clips.at(-1)?.end ?? 0))
      else truth.push({ start: time, end: +(clips.at(-1)?.end ?? 0) })
      time = index % 7 ? end : end + 16_000
      if (time >= at('2025-10-26T22:59:00')) break
    }
    footage.clips.set('ip:1', clips)
  })
  const [channel] = await stand.settled('channel_ids=1&from=2025-10-26T00:00:00&to=2025-10-27T00:00:00')
  const found = channel.device.map(({ start, end }: { start: string; end: string }) => ({
    start: Date.parse(start),
    end: Date.parse(end),
  }))
  expect(found).toEqual(truth)
  expect(channel.days).toEqual([
    { day: '2025-10-26', start: '2025-10-25T22:00:00.000Z', end: '2025-10-26T23:00:00.000Z', utc_offset_minutes: 120 },
  ])
})

test('a time between two wall clocks of an hour that comes twice holds both of its passings', async () => {
  await using stand = await createStand('2025-10-28T12:00:00Z', (footage) => {
    footage.record('ip:1', '2025-10-26T00:00:00', '2025-10-26T06:00:00')
  })
  const [channel] = await stand.settled('channel_ids=1&from=2025-10-26T02:15:00&to=2025-10-26T02:45:00')
  expect(channel.device).toEqual([{ start: '2025-10-26T00:15:00.000Z', end: '2025-10-26T01:45:00.000Z', ...ALWAYS }])
})

test('who looks at today costs the device a page, however much it has recorded since midnight', async () => {
  await using stand = await createStand('2025-06-16T12:00:00Z', (footage) => {
    const start = at('2025-06-15T22:00:00')
    const clips = Array.from({ length: 1680 }, (_, index) => ({
      start: new Date(start + index * 30_000),
      end: new Date(start + (index + 1) * 30_000),
    }))
    footage.clips.set('ip:1', clips)
  })
  const query = 'channel_ids=1&from=2025-06-16T00:00:00&to=2025-06-17T00:00:00'
  await stand.settled(query)
  stand.clock.at += 5 * 60_000
  stand.footage.record('ip:1', '2025-06-16T14:00:00', '2025-06-16T14:04:00')
  stand.footage.clear()
  const [channel] = await stand.settled(query)
  expect(channel.device).toEqual([{ start: '2025-06-15T22:00:00.000Z', end: '2025-06-16T12:04:00.000Z', ...ALWAYS }])
  expect(stand.footage.calls.filter(({ what }) => what === 'search')).toHaveLength(1)
})

test('what was recorded only because something moved is told apart, and what is both counts as recorded all the time', async () => {
  await using stand = await createStand('2025-06-16T12:00:00Z', (footage) => {
    footage.record('ip:1', '2025-06-14T08:00:00', '2025-06-14T10:00:00')
    footage.record('ip:1', '2025-06-14T09:30:00', '2025-06-14T10:20:00', 'motion')
    footage.record('ip:1', '2025-06-14T10:20:04', '2025-06-14T10:30:00', 'alarm')
    footage.record('ip:1', '2025-06-14T23:50:00', '2025-06-15T00:00:00', 'motion')
    footage.record('ip:1', '2025-06-15T00:00:03', '2025-06-15T00:10:00', 'motion')
    footage.record('ip:1', '2025-06-16T13:00:00', '2025-06-16T13:30:00', 'motion')
    footage.record('ip:1', '2025-06-16T13:30:00', '2025-06-16T13:50:00')
  })
  const shown = async () => {
    const [channel] = await stand.settled('channel_ids=1&from=2025-06-14T00:00:00Z&to=2025-06-17T00:00:00Z')
    return channel.device.map((one: Record<string, string>) => `${one.start} ${one.end} ${one.kind}`)
  }
  const before = [
    '2025-06-14T06:00:00.000Z 2025-06-14T08:00:00.000Z continuous',
    '2025-06-14T08:00:00.000Z 2025-06-14T08:30:00.000Z motion',
    '2025-06-14T21:50:00.000Z 2025-06-14T22:10:00.000Z motion',
    '2025-06-16T11:00:00.000Z 2025-06-16T11:30:00.000Z motion',
  ]
  expect(await shown()).toEqual([...before, '2025-06-16T11:30:00.000Z 2025-06-16T11:50:00.000Z continuous'])
  // Read on from where it stood, today keeps its kinds.
  stand.clock.at += 5 * 60_000
  stand.footage.record('ip:1', '2025-06-16T13:50:00', '2025-06-16T14:04:00')
  expect(await shown()).toEqual([...before, '2025-06-16T11:30:00.000Z 2025-06-16T12:04:00.000Z continuous'])
})

test('the answer tells when the clocks of the device change within it', async () => {
  await using stand = await createStand('2025-10-28T12:00:00Z', () => {})
  const offsets = async (from: string, to: string) =>
    (await stand.get(`channel_ids=1&from=${from}&to=${to}`)).body.data[0].offsets
  expect(await offsets('2025-10-26T00:00:00', '2025-10-27T00:00:00')).toEqual([
    { at: '2025-10-25T22:00:00.000Z', utc_offset_minutes: 120 },
    { at: '2025-10-26T01:00:00.000Z', utc_offset_minutes: 60 },
  ])
  expect(await offsets('2025-03-30T00:00:00', '2025-03-31T00:00:00')).toEqual([
    { at: '2025-03-29T23:00:00.000Z', utc_offset_minutes: 60 },
    { at: '2025-03-30T01:00:00.000Z', utc_offset_minutes: 120 },
  ])
  expect(await offsets('2025-10-26T01:00:00Z', '2025-10-27T00:00:00Z')).toEqual([
    { at: '2025-10-26T01:00:00.000Z', utc_offset_minutes: 60 },
  ])
})

test('who looks at today sees what was recorded a moment ago', async () => {
  await using stand = await createStand('2025-06-16T12:00:00Z', (footage) => {
    footage.record('ip:1', '2025-06-16T08:00:00', '2025-06-16T13:50:00')
  })
  stand.clock.at += 5 * 60_000
  stand.footage.record('ip:1', '2025-06-16T13:50:00', '2025-06-16T14:04:00')
  const query = 'channel_ids=1&from=2025-06-16T08:00:00Z&to=2025-06-17T08:00:00Z'
  const [channel] = await stand.settled(query)
  expect(channel.device).toEqual([{ start: '2025-06-16T08:00:00.000Z', end: '2025-06-16T12:04:00.000Z', ...ALWAYS }])
})

test('what cannot be asked for is a 400 with the reason, and a channel of nobody a 404', async () => {
  await using stand = await createStand('2025-06-16T12:00:00Z', () => {})
  const reason = async (query: string) => {
    const { status, body } = await stand.get(query)
    return `${status} ${body.detail}`
  }
  expect(await reason('channel_ids=1&from=2025-06-02T00:00:00Z&to=2025-06-01T00:00:00Z')).toBe(
    '400 The end must be after the start',
  )
  expect(await reason('channel_ids=1&from=2015-06-02T00:00:00Z&to=2025-06-01T00:00:00Z')).toBe(
    '400 The end must be at most 93 days after the start',
  )
  expect(await reason('channel_ids=1&from=yesterday&to=2025-06-01T00:00:00Z')).toStartWith('400 from must be a time')
  expect(await reason('channel_ids=1,x&from=2025-06-01&to=2025-06-02')).toStartWith('400 ')
  expect(await reason('from=2025-06-01&to=2025-06-02')).toBe('400 channel_ids is required')
  expect(await reason('channel_ids=99&from=2025-06-01&to=2025-06-02')).toBe('404 Channel not found')
})
