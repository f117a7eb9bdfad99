// What is stored of devices, gathered for the hub; and inputs that follow their alarms.
import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import type { RecordingSchedule } from '#plugin'
import { createBus } from '../bus.ts'
import { openDatabase } from '../db/open.ts'
import { deviceReports, devices } from '../db/schema/index.ts'
import type { Alarm } from '../domain/alarm.ts'
import { addChannel, addDevice, addHousehold } from '../testing/rows.ts'
import { createAccess } from './access.ts'
import { createApplianceState } from './appliance-state.ts'
import { createDeviceReports } from './device-reports.ts'
import { createHubFacts } from './hub-facts.ts'
import { followInputs } from './input-states.ts'
import { recordingNow } from './recording-now.ts'
import { createSchedules } from './schedule.ts'

const MONDAY_NOON = new Date('2025-06-02T12:00:00Z')
const HOUR = 3_600_000
const disk = { kind: 'disk' as const, type: 'SATA', deviceStatus: 'ok', property: null, capacityMib: 1000, freeMib: 10 }
const weekday = (mode: 'continuous' | 'motion', start: string, end: string): RecordingSchedule => ({
  enabled: true,
  mode,
  deviceMode: null,
  entries: [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day, endDay: day, start, end, mode, deviceMode: '' })),
})

function makeStand() {
  const { db, close } = openDatabase(':memory:')
  const told: string[] = []
  const bus = createBus((_event, error) => {
    throw error
  })
  bus.on('device.told', ({ kind }) => told.push(kind))
  const now = () => MONDAY_NOON
  const household = addHousehold(db)
  const offers = ['live', 'alarms', 'storage', 'clock', 'inputs', 'outputs', 'holiday', 'detections', 'schedule']
  const device = addDevice(db, household, { offers })
  const channel = addChannel(db, device, 1)
  const access = createAccess({ db, now })
  const reports = createDeviceReports({ db, bus, now })
  const askDevice = () => Promise.reject(new Error('Nobody is asked'))
  const schedules = createSchedules({ db, access, askDevice, activity: {} as never, bus, now })
  const appliance = { read: () => ({ databaseBytes: 1, problems: [] }) }
  const facts = createHubFacts({ db, reports, schedules, sessions: { listens: () => true }, appliance, now })
  const read = () => facts.ofDevice(db.select().from(devices).where(eq(devices.id, device.id)).get()!, [channel])
  return { db, bus, told, device, channel, reports, schedules, read, [Symbol.dispose]: close }
}

test('a device that has told nothing has nothing to show', () => {
  using stand = makeStand()
  const { channels, ...rest } = stand.read()
  expect(rest).toEqual({
    ...{ disks: null, driftSeconds: null, lastSyncAt: null, inputs: [], outputs: [], holiday: null },
    ...{ listens: true, changesAt: null },
  })
  expect(channels.get(stand.channel.id)).toEqual({ record: null, recording: null, detectors: new Map() })
})

test('what it has told is there, sorted, without empty bays, and only what it still offers', () => {
  using stand = makeStand()
  const { reports, device, channel } = stand
  reports.store(device.id, 'storage', [
    { ...disk, id: 2, name: 'b', status: 'ok' },
    { ...disk, id: 3, name: 'c', status: 'absent' },
    { ...disk, id: 1, name: 'a', status: 'full' },
  ])
  reports.store(device.id, 'clock', [{ driftSeconds: 4 }])
  reports.store(device.id, 'outputs', [{ id: 1, name: 'Siren', active: true }])
  reports.store(device.id, 'holiday', [{ enabled: true }])
  reports.store(device.id, 'detections', [
    { sourceKey: 'ip:1', kind: 'motion', enabled: true, notifies: true },
    { sourceKey: 'ip:1', kind: 'video_loss', enabled: null, notifies: true },
    { sourceKey: 'ip:2', kind: 'tamper', enabled: false, notifies: true },
  ])
  expect(stand.read()).toMatchObject({ driftSeconds: 4, outputs: [{ id: 1, active: true }], holiday: true })
  expect(stand.read().disks?.map(({ id }) => id)).toEqual([1, 2])
  expect(stand.read().channels.get(channel.id)?.detectors).toEqual(new Map([['motion', true]]))
  stand.db
    .update(devices)
    .set({ offers: ['live'] })
    .run()
  expect(stand.read()).toMatchObject({ disks: null, driftSeconds: null, outputs: [], holiday: null })
  expect(stand.db.select().from(deviceReports).all()).toHaveLength(5)
})

test('it is told on the bus when something is new, and not when it was read again', () => {
  using stand = makeStand()
  stand.reports.store(stand.device.id, 'clock', [{ driftSeconds: 4 }])
  stand.reports.store(stand.device.id, 'clock', [{ driftSeconds: 4 }])
  stand.schedules.keep(stand.channel, weekday('continuous', '00:00:00', '24:00:00'))
  stand.schedules.keep(stand.channel, weekday('continuous', '00:00:00', '24:00:00'))
  expect(stand.told).toEqual(['clock', 'schedule'])
})

test('by its schedule a channel is recorded now, and it is known until when', () => {
  using stand = makeStand()
  stand.schedules.keep(stand.channel, weekday('continuous', '08:00:00', '18:00:00'))
  expect(stand.read().channels.get(stand.channel.id)).toMatchObject({ record: true, recording: 'on' })
  expect(stand.read().changesAt).toEqual(new Date(+MONDAY_NOON + 6 * HOUR))
  const utc = () => 0
  const at = (hours: number) => new Date(+MONDAY_NOON + hours * HOUR)
  const motion = weekday('motion', '08:00:00', '18:00:00')
  expect(recordingNow(motion, MONDAY_NOON, utc)).toEqual({ state: 'alarm', until: at(6) })
  expect(recordingNow(motion, at(7), utc)).toEqual({ state: 'off', until: at(20) })
  // The device's wall clock counts.
  expect(recordingNow(motion, MONDAY_NOON, () => 7 * 60).state).toBe('off')
  expect(recordingNow({ ...motion, enabled: false }, MONDAY_NOON, utc)).toEqual({ state: 'off', until: null })
  const always = weekday('continuous', '00:00:00', '24:00:00')
  expect(recordingNow(always, MONDAY_NOON, utc)).toEqual({ state: 'on', until: null })
})

test('an input is active from its alarm on until that ends', () => {
  using stand = makeStand()
  const { reports, device, bus, db } = stand
  using _following = followInputs({ bus, db, reports })
  reports.store(
    device.id,
    'inputs',
    [1, 2].map((id) => ({ id, name: `Input ${id}`, active: false })),
  )
  const alarm = { kind: 'input', deviceId: device.id, channelId: null, region: 2 } as Alarm
  const active = () => stand.read().inputs.map((input) => input.active)
  bus.emit('alarm.began', alarm)
  expect(active()).toEqual([false, true])
  bus.emit('alarm.began', { ...alarm, region: 1, channelId: 7 })
  bus.emit('alarm.began', { ...alarm, region: 1, kind: 'motion' })
  expect(active()).toEqual([false, true])
  bus.emit('alarm.ended', alarm)
  expect(active()).toEqual([false, false])
  // A camera's inputs come with its one channel.
  const info = { kind: 'camera' } as typeof device.info
  db.update(devices).set({ info }).where(eq(devices.id, device.id)).run()
  bus.emit('alarm.began', { ...alarm, region: 1, channelId: 7 })
  expect(active()).toEqual([true, false])
})

test('the appliance says when its disk is nearly full or its clock is wrong, and is not measured at every look', () => {
  let looks = 0
  let [left, at] = [1e9, +MONDAY_NOON]
  const free = () => {
    looks++
    return left
  }
  const state = createApplianceState({ dataFolder: import.meta.dir, now: () => new Date(at), free })
  expect(state.read()).toEqual({ databaseBytes: 0, problems: [] })
  left = 100e6
  expect([state.read().problems, looks]).toEqual([[], 1])
  at += HOUR
  expect(state.read().problems).toEqual(["The disk of Porchlight's data is nearly full: 100 MB are left. Make room."])
  at = 0
  expect(state.read().problems).toHaveLength(2)
})
