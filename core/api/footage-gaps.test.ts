// The gap report through the front door of the whole appliance, against a fake recorder with a schedule, a log and footage.
import { expect, test } from 'bun:test'
import type { OffsetAt } from '../domain/wall-clock.ts'
import type { RecordingSchedule } from '../plugin/capabilities.ts'
import { createFakeFootage, withFootage } from '../testing/fake-footage.ts'
import { createFakeRecorder, type FakeRecorder } from '../testing/fake-recorder.ts'
import { createTestApp } from '../testing/test-app.ts'
import { until } from '../testing/until.ts'

const HOST = '192.0.2.7'
const at = (text: string) => Date.parse(`${text}Z`)
/** Berlin in 2025. */
const berlin: OffsetAt = (time) => (+time >= at('2025-03-30T01:00:00') && +time < at('2025-10-26T01:00:00') ? 120 : 60)

interface Answered {
  start_local: string
  seconds: number
  mode: string
  cause: string
}

async function createStand(lay: (footage: ReturnType<typeof createFakeFootage>, recorder: FakeRecorder) => void) {
  const clock = { at: Date.parse('2025-11-01T12:00:00Z') }
  const recorder = createFakeRecorder(HOST, 2)
  const footage = createFakeFootage(berlin)
  lay(footage, recorder)
  const plugin = { id: 'fake', title: 'Fake', driver: withFootage(recorder.driver, new Map([[HOST, footage]])) }
  const app = await createTestApp([plugin], {}, { now: () => new Date(clock.at) })
  const form = { ip_web: HOST, username: 'admin', password: 'right-password', brand: 'fake' }
  await app.ask('POST', '/api/devices', form)
  await until('the first round is over', async () => (await app.ask('GET', '/api/logs')).body.length > 0)
  /** Once nothing more is being read. */
  const report = (from: string, to: string, more = '') =>
    until('all is read', async () => {
      const { body } = await app.ask('GET', `/api/footage/gaps?channel_ids=1,2&from=${from}&to=${to}${more}`)
      return body.channels.every(({ reading }: { reading: boolean }) => !reading) && body
    })
  return { app, recorder, footage, clock, report, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const plan = (entries: RecordingSchedule['entries'], enabled = true): RecordingSchedule => ({
  ...{ enabled, mode: 'continuous', deviceMode: 'CMR' },
  entries,
})
const daily = (start: string, end: string, mode: 'continuous' | 'motion' = 'continuous') =>
  [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, endDay: day, start, end, mode, deviceMode: mode }))
const ALWAYS = plan(daily('00:00:00', '24:00:00'))
const shown = ({ start_local, seconds, mode, cause }: Answered) => `${start_local} ${seconds} ${mode} ${cause}`

test('gaps are exact to the second against the schedule of the device, also when the clocks change', async () => {
  await using stand = await createStand((footage, { schedules }) => {
    footage.record('ip:1', '2025-10-20T00:00:00', '2025-10-26T01:00:00')
    footage.record('ip:1', '2025-10-26T04:00:07', '2025-10-26T21:59:50')
    footage.record('ip:1', '2025-10-26T22:00:00', '2025-10-29T00:00:00')
    footage.record('ip:2', '2025-10-20T00:00:00', '2025-10-26T05:00:00')
    footage.record('ip:2', '2025-10-26T20:30:00', '2025-10-29T00:00:00')
    schedules.set('ip:1', ALWAYS)
    schedules.set('ip:2', plan([...daily('06:00:00', '20:00:00'), ...daily('20:00:00', '24:00:00', 'motion')]))
  })
  const { data, channels } = await stand.report('2025-10-26T00:00:00', '2025-10-27T00:00:00')
  expect(data.map(shown)).toEqual([
    // From one to four there are four hours that night.
    '2025-10-26T01:00:00 14407 continuous unknown',
    '2025-10-26T21:59:50 10 continuous unknown',
    '2025-10-26T06:00:00 50400 continuous unknown',
    '2025-10-26T20:00:00 1800 motion motion_only',
  ])
  expect(channels[0]).toMatchObject({
    schedule: 'known',
    scheduled_seconds: 25 * 3600,
    recorded_seconds: 25 * 3600 - 14417,
    missing_seconds: 14417,
  })
  const longer = await stand.report('2025-10-26T00:00:00', '2025-10-27T00:00:00', '&min_seconds=11')
  expect(longer.data).toHaveLength(3)
})

test('each gap has its likely reason: power, disk, camera', async () => {
  await using stand = await createStand((footage, { log, schedules }) => {
    for (const key of ['ip:1', 'ip:2']) {
      footage.record(key, '2025-10-20T00:00:00', '2025-10-28T10:00:00')
      schedules.set(key, ALWAYS)
    }
    footage.record('ip:1', '2025-10-28T11:00:00', '2025-10-28T12:00:00')
    footage.record('ip:1', '2025-10-28T12:30:00', '2025-10-28T14:00:00')
    footage.record('ip:1', '2025-10-28T15:00:00', '2025-10-30T00:00:00')
    footage.record('ip:2', '2025-10-28T11:00:00', '2025-10-30T00:00:00')
    const noted = (minor: string, time: string, channelNumber: number | null = null) =>
      log.push({
        ...{ time: new Date(`${time}Z`), major: 'Exception', minor, channelNumber },
        ...{ localId: null, userName: null, address: null },
      })
    noted('abnormalShutdown', '2025-10-28T09:00:20')
    noted('hdError', '2025-10-28T11:00:05')
    noted('videoLost', '2025-10-28T13:00:01', 1)
    noted('videoLost', '2025-10-28T09:00:01', 7)
  })
  const { data } = await stand.report('2025-10-28T00:00:00', '2025-10-29T00:00:00')
  expect(data.map(shown)).toEqual([
    '2025-10-28T10:00:00 3600 continuous device_offline',
    '2025-10-28T12:00:00 1800 continuous disk_error',
    '2025-10-28T14:00:00 3600 continuous no_video',
    '2025-10-28T10:00:00 3600 continuous device_offline',
  ])
  expect(data[0].reason).toBe('The device noted “abnormalShutdown” at 2025-10-28T09:00:20.000Z')
})

test('that a device was away is remembered for its report', async () => {
  await using stand = await createStand((footage, { schedules }) => {
    footage.record('ip:1', '2025-10-28T00:00:00', '2025-11-01T12:58:00')
    schedules.set('ip:1', ALWAYS)
  })
  const state = async () => (await stand.app.ask('GET', '/api/devices/1')).body.state.phase
  stand.recorder.device.online = false
  stand.recorder.device.breakWatch()
  await until('the device is away', async () => (await state()) === 'away')
  stand.clock.at += 3_600_000
  stand.recorder.device.online = true
  await until('the device is back', async () => (await state()) === 'online')
  stand.footage.record('ip:1', '2025-11-01T13:59:00', '2025-11-01T16:00:00')
  stand.clock.at += 3_600_000
  const { data } = await stand.report('2025-11-01T12:00:00', '2025-11-01T14:30:00')
  expect(data.map(shown)).toEqual(['2025-11-01T12:58:00 3660 continuous device_offline'])
}, 120_000)

test('of a device that does not tell its schedule nothing is claimed, and one that is off has no gaps', async () => {
  await using stand = await createStand((footage, { schedules }) => {
    for (const key of ['ip:1', 'ip:2']) footage.record(key, '2025-10-20T00:00:00', '2025-10-21T00:00:00')
    schedules.set('ip:1', plan(daily('00:00:00', '24:00:00'), false))
    schedules.delete('ip:2')
  })
  const { data, channels } = await stand.report('2025-10-20T00:00:00', '2025-10-30T00:00:00')
  expect(data).toEqual([])
  expect(channels.map(({ schedule }: { schedule: string }) => schedule)).toEqual(['off', 'unknown'])
})

test('the report is a table, too, whose names are no formulas', async () => {
  await using stand = await createStand((footage, { schedules }) => {
    footage.record('ip:1', '2025-10-20T00:00:00', '2025-10-26T01:00:00')
    footage.record('ip:1', '2025-10-26T03:00:00', '2025-10-29T00:00:00')
    schedules.set('ip:1', ALWAYS)
  })
  await stand.app.ask('PUT', '/api/channels/1', { name: '=HYPERLINK("x"), "gate"' })
  await stand.report('2025-10-26', '2025-10-27')
  const csv = await stand.app.ask('GET', '/api/footage/gaps?channel_ids=1&from=2025-10-26&to=2025-10-27&format=csv')
  expect(csv.headers.get('content-type')).toStartWith('text/csv')
  expect(csv.text.split('\r\n')).toEqual([
    'channel_name,start,end,start_local,end_local,seconds,mode,cause,reason',
    `"'=HYPERLINK(""x""), ""gate""",2025-10-25T23:00:00.000Z,2025-10-26T02:00:00.000Z,2025-10-26T01:00:00,2025-10-26T03:00:00,10800,continuous,unknown,`,
    '',
  ])
})
