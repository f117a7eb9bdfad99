// The footage calendar and the sync through the front door of the whole appliance, with a fake recorder behind it.
import { expect, test } from 'bun:test'
import { Fault } from '#plugin'
import type { OffsetAt } from '../../domain/wall-clock.ts'
import { createFakeDriver } from '../../testing/fake-driver.ts'
import { createFakeFootage, withFootage } from '../../testing/fake-footage.ts'
import { createTestApp } from '../../testing/test-app.ts'
import { until } from '../../testing/until.ts'

const HOST = '192.0.2.7'
/** Berlin's: summer time from the last Sunday of March to that of October, at 01:00 UTC. */
const berlin: OffsetAt = (time) => {
  const lastSunday = (month: number) => {
    const last = new Date(Date.UTC(time.getUTCFullYear(), month + 1, 0))
    return Date.UTC(time.getUTCFullYear(), month, last.getUTCDate() - last.getUTCDay(), 1)
  }
  return +time >= lastSunday(2) && +time < lastSunday(9) ? 120 : 60
}

interface Options {
  channels?: number
  now?: string
  before?: (footage: ReturnType<typeof createFakeFootage>) => void
  waits?: boolean
}

/** A recorder with footage, added and read once. */
async function createStand({ channels = 2, now = '2025-06-15T12:00:00Z', before, waits = true }: Options = {}) {
  const clock = { at: Date.parse(now) }
  const driver = createFakeDriver()
  const device = driver.add(HOST, channels)
  const footage = createFakeFootage(berlin)
  before?.(footage)
  const plugin = { id: 'fake', title: 'Fake', driver: withFootage(driver, new Map([[HOST, footage]])) }
  const app = await createTestApp([plugin], {}, { now: () => new Date(clock.at) })
  const { ask } = app
  const form = { ip_web: HOST, username: 'admin', password: 'right-password', brand: 'fake' }
  expect((await ask('POST', '/api/devices', form)).status).toBe(201)
  const logs = async () => (await ask('GET', '/api/logs')).body
  if (waits) await until('the first round is over', async () => (await logs()).length > 0)
  const month = async (name: string) => (await ask('GET', `/api/devices/1/channels/month_data/${name}`)).body
  return {
    driver,
    device,
    footage,
    clock,
    ask,
    logs,
    month,
    app,
    sync: () => ask('POST', '/api/devices/1/channelsdata/sync'),
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

test('a new device is read by itself: days of all months, ranges of the last days, in the device’s own time', async () => {
  await using stand = await createStand({
    before(footage) {
      footage.record('ip:1', '2025-05-20T08:00:00', '2025-05-20T18:00:00')
      for (let day = 1; day <= 14; day++) {
        const date = `2025-06-${String(day).padStart(2, '0')}`
        footage.record('ip:1', `${date}T00:00:00`, `${date}T12:00:00`)
        footage.record('ip:1', `${date}T12:00:04`, `2025-06-${String(day + 1).padStart(2, '0')}T00:00:00`)
      }
      footage.record('ip:2', '2025-06-14T23:30:00', '2025-06-15T00:30:00')
    },
  })
  const { channels, oldest_record_month, reading } = await stand.month('2025-06')
  expect([oldest_record_month, channels.length, reading]).toEqual(['2025-05', 2, true])
  const [first, second] = channels
  expect(first.channel).toEqual({
    id: 1,
    channel_no: 1,
    name: 'Camera 1',
    oldest_record_date: '2025-05-20',
    latest_record_date: '2025-06-14',
    is_active: true,
    in_use: true,
  })
  expect(first.record_days[0]).toMatchObject({ record_date: '2025-06-15', has_record: false, time_ranges: [] })
  expect(first.record_days[1]).toEqual({
    record_date: '2025-06-14',
    has_record: true,
    time_ranges: [{ start_time: '00:00:00', end_time: '23:59:59' }],
    ranges_known: true,
  })
  expect(second.record_days.slice(0, 2).map((day: { time_ranges: object[] }) => day.time_ranges)).toEqual([
    [{ start_time: '00:00:00', end_time: '00:30:00' }],
    [{ start_time: '23:30:00', end_time: '23:59:59' }],
  ])
  // The first days of the month were not asked at first; looking at the month has it done.
  const whole = await until('the month is read', async () => {
    const body = await stand.month('2025-06')
    return !body.reading && body
  })
  expect(whole.channels[0].record_days.at(-1)).toMatchObject({ record_date: '2025-06-01', ranges_known: true })
  const days = await stand.ask('GET', '/api/devices/channels/1/record_days_full')
  expect(days.body[1]).toMatchObject({ id: expect.any(Number), channel_id: 1, record_date: '2025-06-14' })
  expect(days.body.at(-1)).toMatchObject({ record_date: '2025-05-20', has_record: true })
  expect(await stand.logs()).toEqual([
    {
      id: 1,
      device_id: 1,
      ip: HOST,
      sync_time: '2025-06-15T12:00:00.000Z',
      is_success: true,
      status: 'success',
      message: 'Synced 2 channels',
      owner_superadmin_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ])
  const list = (await stand.ask('GET', '/api/devices/1/channels')).body
  expect(list[0]).toMatchObject({ oldest_record_date: '2025-05-20', latest_record_date: '2025-06-14' })
  const [job] = (await stand.ask('GET', '/api/jobs')).body.data
  expect(job).toMatchObject({ kind: 'sync', state: 'done', items_done: 2, items_total: 2, result: { channels: 2 } })
})

test('days on which the clocks change are whole when they are recorded whole', async () => {
  await using stand = await createStand({
    now: '2025-10-27T12:00:00Z',
    before: (footage) => footage.record('ip:1', '2025-10-24T00:00:00', '2025-10-27T06:00:00'),
  })
  const [{ record_days }] = (await stand.month('2025-10')).channels
  const ranges = record_days.filter((day: { has_record: boolean }) => day.has_record)
  expect(ranges.map((day: { time_ranges: object[] }) => day.time_ranges)).toEqual([
    [{ start_time: '00:00:00', end_time: '06:00:00' }],
    ...Array(3).fill([{ start_time: '00:00:00', end_time: '23:59:59' }]),
  ])
})

test('more than 5,000 pieces of one day are complete', async () => {
  await using stand = await createStand({
    channels: 1,
    before(footage) {
      const start = Date.parse('2025-06-13T22:00:00Z')
      const clips = Array.from({ length: 5400 }, (_, index) => ({
        start: new Date(start + index * 16_000),
        end: new Date(start + index * 16_000 + 8_000),
      }))
      footage.clips.set('ip:1', clips)
    },
  })
  const [{ record_days }] = (await stand.month('2025-06')).channels
  const day = record_days.find((one: { record_date: string }) => one.record_date === '2025-06-14')
  expect(day.time_ranges).toHaveLength(5400)
  expect(day.time_ranges[5399]).toEqual({ start_time: '23:59:44', end_time: '23:59:52' })
})

test('only what can have changed is asked again', async () => {
  await using stand = await createStand({
    channels: 1,
    before(footage) {
      footage.record('ip:1', '2025-03-20T08:00:00', '2025-06-15T10:00:00')
    },
  })
  expect(stand.footage.calls.map((call) => (call.what === 'days' ? call.month : call.what))).toEqual([
    '2025-06',
    'search',
    '2025-05',
    '2025-04',
    '2025-03',
  ])
  stand.footage.clear()
  stand.clock.at += 3_600_000
  stand.footage.record('ip:1', '2025-06-15T10:00:00', '2025-06-15T14:00:00')
  expect((await stand.sync()).body).toEqual({ message: 'Synced', channels: 1, changed: false, failed: [] })
  // The month that goes on, today's ranges, and the end at which the device overwrites.
  expect(stand.footage.calls.map((call) => (call.what === 'days' ? call.month : call.what))).toEqual([
    '2025-06',
    'search',
    '2025-03',
  ])
  const [{ record_days }] = (await stand.month('2025-06')).channels
  expect(record_days[0].time_ranges).toEqual([{ start_time: '00:00:00', end_time: '14:00:00' }])

  // The device has overwritten its first months.
  stand.footage.clips.clear()
  stand.footage.record('ip:1', '2025-05-10T00:00:00', '2025-06-15T14:00:00')
  await stand.sync()
  expect((await stand.month('2025-06')).oldest_record_month).toBe('2025-05')
  expect((await stand.ask('GET', '/api/devices/channels/1/record_days_full')).body.at(-1).record_date).toBe(
    '2025-05-10',
  )
})

test('of what a device recorded while it answered nothing is said yet', async () => {
  await using stand = await createStand({
    channels: 1,
    before: (footage) => footage.record('ip:1', '2025-06-15T00:00:00', '2025-06-15T13:00:00'),
  })
  stand.clock.at += 60 * 60_000
  // It has many files and a slow disk: the search takes half an hour.
  stand.footage.fails = ({ what }) => {
    if (what === 'search') stand.clock.at += 30 * 60_000
    return null
  }
  const { jobs } = (await stand.ask('POST', '/api/sync/now?device_id=1')).body
  await until('it is read', async () => (await stand.ask('GET', `/api/jobs/${jobs[0]}`)).body.state === 'done')
  stand.footage.fails = () => new Fault('device-busy', 'It is busy')
  const span = 'from=2025-06-14T22:00:00Z&to=2025-06-15T13:30:00Z'
  const { body } = await stand.ask('GET', `/api/footage/gaps?channel_ids=1&${span}`)
  expect(body.channels[0].certain).toEqual([{ start: '2025-06-14T22:00:00.000Z', end: '2025-06-15T12:58:00.000Z' }])
})

test('a failed question never becomes "no record", and spares the other channels', async () => {
  await using stand = await createStand({
    before(footage) {
      for (const source of ['ip:1', 'ip:2']) footage.record(source, '2025-05-10T00:00:00', '2025-06-15T10:00:00')
    },
  })
  const before = (await stand.month('2025-06')).channels
  await until('nothing is read any more', async () => !(await stand.month('2025-06')).reading)
  stand.footage.fails = (call) =>
    call.sourceKey === 'ip:1' ? new Fault('device-garbled', 'The device answered nonsense') : null
  stand.clock.at += 3_600_000
  const { status, body } = await stand.sync()
  expect([status, body.failed]).toEqual([
    200,
    [{ channel_id: 1, channel_name: 'Camera 1', error: 'The device answered nonsense' }],
  ])
  const after = (await stand.month('2025-06')).channels
  expect(after[0].record_days.slice(0, 7)).toEqual(before[0].record_days.slice(0, 7))
  expect((await stand.logs())[0]).toMatchObject({
    is_success: false,
    status: 'failed',
    message: 'Synced 1 of 2 channels; Camera 1: The device answered nonsense',
  })
  // A search that breaks off in the middle takes nothing away either.
  stand.footage.fails = (call) => (call.what === 'search' ? new Fault('device-busy', 'Too much to do') : null)
  await stand.sync()
  expect((await stand.month('2025-06')).channels[0].record_days.slice(0, 7)).toEqual(before[0].record_days.slice(0, 7))
})

test('a device that fails is a 502 with its reason, and a row in the log', async () => {
  await using stand = await createStand()
  stand.device.online = false
  stand.device.breakWatch()
  for (const path of ['channelsdata/sync', 'get_channels_record_info']) {
    const { status, body } = await stand.ask('POST', `/api/devices/1/${path}`)
    expect([path, status, body.detail]).toEqual([path, 502, `Nobody answers at ${HOST}`])
  }
  expect((await stand.logs())[0]).toMatchObject({ is_success: false, message: `Nobody answers at ${HOST}` })
})

test('footage behind a gap is found when everything is read anew, and when somebody looks at its month', async () => {
  await using stand = await createStand({
    channels: 1,
    before(footage) {
      footage.record('ip:1', '2024-10-05T08:00:00', '2024-10-05T09:00:00')
      footage.record('ip:1', '2025-06-10T08:00:00', '2025-06-10T09:00:00')
    },
  })
  expect((await stand.month('2025-06')).oldest_record_month).toBe('2025-06')
  expect((await stand.month('2024-10')).reading).toBe(true)
  const looked = await until('October is read', async () => {
    const body = await stand.month('2024-10')
    return !body.reading && body
  })
  expect(looked.channels[0].record_days.find((day: { has_record: boolean }) => day.has_record)).toMatchObject({
    record_date: '2024-10-05',
    time_ranges: [{ start_time: '08:00:00', end_time: '09:00:00' }],
  })
  stand.footage.record('ip:1', '2024-02-05T08:00:00', '2024-02-05T09:00:00')
  const { status, body } = await stand.ask('POST', '/api/devices/1/get_channels_record_info')
  expect([status, body.message]).toEqual([200, 'Channels record info updated successfully'])
  expect((await stand.month('2025-06')).oldest_record_month).toBe('2024-02')
})

test('every device has its own pace: one that hangs delays nobody, and "now" answers at once', async () => {
  await using stand = await createStand({
    before: (footage) => footage.record('ip:1', '2025-06-10T08:00:00', '2025-06-10T09:00:00'),
  })
  const slow = stand.driver.add('192.0.2.8')
  slow.hold = new Promise(() => {})
  const form = { ip_web: '192.0.2.8', username: 'admin', password: 'right-password', brand: 'fake' }
  await stand.ask('POST', '/api/devices', form)
  const begun = performance.now()
  const { body } = await stand.ask('POST', '/api/sync/now')
  // Measured by a benchmark; here it only must not wait for a device.
  expect(performance.now() - begun).toBeLessThan(10_000)
  expect(body).toEqual({ message: 'Sync started', jobs: [expect.any(String), expect.any(String)] })
  const state = async (id: string) => (await stand.ask('GET', `/api/jobs/${id}`)).body.state
  await until('the quick device is done', async () => (await state(body.jobs[0])) === 'done')
  expect(await state(body.jobs[1])).toBe('running')
  // Asked again while it runs it is the same job.
  expect((await stand.ask('POST', '/api/sync/now')).body.jobs[1]).toBe(body.jobs[1])
})

test('nothing is asked of a device by more than four at once, and the months are asked of all channels', async () => {
  await using stand = await createStand({
    channels: 8,
    before(footage) {
      footage.delayMs = 2
      for (let channel = 1; channel <= 8; channel++)
        footage.record(`ip:${channel}`, '2025-05-17T00:00:00', '2025-06-15T10:00:00')
    },
  })
  expect(stand.footage.busy.most).toBe(4)
  expect(stand.footage.calls.filter((call) => call.what === 'days')).toHaveLength(16)
  expect(stand.footage.calls.filter((call) => call.what === 'search')).toHaveLength(8)
})

test('months must be written as such, and of strangers’ devices nothing is said', async () => {
  await using stand = await createStand({
    before: (footage) => footage.record('ip:1', '2025-06-10T08:00:00', '2025-06-10T09:00:00'),
  })
  for (const wrong of ['2025-13', '2025', 'June', '2025-06-01']) {
    const { status, body } = await stand.ask('GET', `/api/devices/1/channels/month_data/${wrong}`)
    expect([wrong, status, body.detail]).toEqual([wrong, 400, 'Invalid date format. Use YYYY-MM'])
    expect(body.errors[0]).toMatchObject({ path: 'path.month' })
  }
  expect((await stand.ask('GET', '/api/devices/1/channels/month_data/2025-6')).status).toBe(200)
  await stand.ask('PUT', '/api/settings/open_registration', { value: true })
  const stranger = await stand.ask('POST', '/api/auth/register', { username: 'stranger', password: 'stranger-1' }, null)
  const asks = [
    ['GET', '/api/devices/1/channels/month_data/2025-06', 'Device not found'],
    ['GET', '/api/devices/channels/1/record_days_full', 'Channel not found'],
    ['POST', '/api/devices/1/channelsdata/sync', 'Device not found'],
    ['POST', '/api/devices/1/get_channels_record_info', 'Device not found'],
  ] as const
  for (const [method, path, detail] of asks) {
    const missing = await stand.ask(method, path.replace('/1/', '/99/'))
    const foreign = await stand.ask(method, path, undefined, stranger.body.token)
    expect([path, missing.status, missing.body.detail]).toEqual([path, 404, detail])
    expect([path, foreign.status, foreign.body.detail]).toEqual([path, 404, detail])
  }
  expect((await stand.ask('GET', '/api/logs', undefined, stranger.body.token)).body).toEqual([])
  expect((await stand.ask('POST', '/api/sync/now', undefined, stranger.body.token)).body.jobs).toEqual([])
})

test('the setting of the sync and of the monitor page', async () => {
  await using stand = await createStand()
  const { ask } = stand
  expect((await ask('GET', '/api/sync/setting')).body).toEqual({
    is_enabled: true,
    interval_minutes: 60,
    set_clock: false,
  })
  const saved = await ask('POST', '/api/sync/setting', { is_enabled: false, interval_minutes: 10_080 })
  expect([saved.status, saved.body]).toEqual([200, { message: 'Saved' }])
  expect((await ask('GET', '/api/sync/setting')).body).toMatchObject({ is_enabled: false, interval_minutes: 10_080 })
  for (const wrong of [0, 10_081, -5, 1.5, '60', undefined]) {
    const { status, body } = await ask('POST', '/api/sync/setting', { is_enabled: true, interval_minutes: wrong })
    expect([wrong, status, body.errors[0].path]).toEqual([wrong, 400, 'body.interval_minutes'])
  }
  expect((await ask('GET', '/api/config')).body).toEqual({
    id: 1,
    start_day: 1,
    end_day: 31,
    order: false,
    owner_superadmin_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  const set = await ask('POST', '/api/config', { start_day: 1, end_day: 28, order: true })
  expect([set.status, set.body]).toMatchObject([200, { start_day: 1, end_day: 28, order: true }])
  expect((await ask('POST', '/api/config', { start_day: 2, end_day: 28 })).body.order).toBe(false)
  const wrong = await ask('POST', '/api/config', { start_day: 9, end_day: 8 })
  expect([wrong.status, wrong.body.detail]).toEqual([400, 'start_day must not be after end_day'])
  expect((await ask('POST', '/api/config', { start_day: 0, end_day: 32 })).body.errors).toHaveLength(2)
  expect((await ask('GET', '/api/config')).body).toMatchObject({ start_day: 2, end_day: 28 })
})
