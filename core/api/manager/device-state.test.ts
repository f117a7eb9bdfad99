// A device's clock and health through the front door: asked at each request, and of nobody else.
import { expect, test } from 'bun:test'
import { Fault } from '#plugin'
import { createRecorderStand } from '../../testing/recorder-stand.ts'

test('the clock is told beside ours, with what the household does about it', async () => {
  await using stand = await createRecorderStand()
  stand.recorder.drift = -90
  const asked = Date.now()
  const { status, body } = await stand.ask('GET', '/api/device/1/clock')
  expect([status, body]).toEqual([
    200,
    {
      device_id: 1,
      time: expect.any(String),
      utc_offset_minutes: 480,
      time_zone: 'CST-8:00:00',
      mode: 'ntp',
      drift_seconds: -90,
      set_by_sync: false,
      read_at: expect.any(String),
    },
  ])
  expect(Math.abs(Date.parse(body.time) + 90_000 - asked)).toBeLessThan(30_000)
  await stand.ask('POST', '/api/sync/setting', { is_enabled: true, interval_minutes: 60, set_clock: true })
  expect((await stand.ask('GET', '/api/device/1/clock')).body.set_by_sync).toBe(true)
  expect(stand.called()).toEqual(['clock.read', 'clock.read'])
})

test('health is told with what the device leaves out as null', async () => {
  await using stand = await createRecorderStand()
  expect((await stand.ask('GET', '/api/device/1/health')).body).toEqual({
    device_id: 1,
    cpu_percent: 23,
    memory_used_mb: 512.5,
    memory_free_mb: null,
    uptime_seconds: 90_061,
    read_at: expect.any(String),
  })
})

test('a device that fails says why, and one that has neither is 501', async () => {
  await using stand = await createRecorderStand(1, ({ absent }) => absent.add('health'))
  stand.recorder.failing.set('clock.read', new Fault('device-unreachable', 'Nobody answers.'))
  const clock = await stand.ask('GET', '/api/device/1/clock')
  expect([clock.status, clock.body.detail]).toEqual([502, 'Cannot read the clock of the device: Nobody answers.'])
  expect((await stand.ask('GET', '/api/device/1/health')).status).toBe(501)
})
