// What a round reads of a device beside channels and footage: how often, and what it does when something is not told.
import { expect, test } from 'bun:test'
import type { DeviceSession, RecordingSchedule } from '#plugin'
import { Fault } from '#plugin'
import { createBus } from '../../bus.ts'
import { openDatabase } from '../../db/open.ts'
import { devices } from '../../db/schema/index.ts'
import { addChannel, addDevice, addHousehold } from '../../testing/rows.ts'
import { createAccess } from '../access.ts'
import { createDeviceReports } from '../device-reports.ts'
import { createSchedules } from '../schedule.ts'
import { createReadTold } from './told.ts'

const HOUR = 3_600_000
const always: RecordingSchedule = { enabled: true, mode: 'continuous', deviceMode: null, entries: [] }

function makeStand() {
  const { db, close } = openDatabase(':memory:')
  const bus = createBus((_event, error) => {
    throw error
  })
  let at = Date.UTC(2025, 5, 2)
  const now = () => new Date(at)
  const device = addDevice(db, addHousehold(db))
  const channels = [
    addChannel(db, device, 1),
    addChannel(db, device, 2),
    addChannel(db, device, 3, { isActive: false }),
  ]
  const access = createAccess({ db, now })
  const reports = createDeviceReports({ db, bus, now })
  const askDevice = () => Promise.reject(new Error('Nobody is asked by a person'))
  const schedules = createSchedules({ db, access, askDevice, activity: {} as never, bus, now })
  const calls: string[] = []
  /** What happens while the device is asked. */
  const meanwhile: Record<string, () => void> = {}
  const said = <T>(name: string, value: T) => {
    calls.push(name)
    meanwhile[name]?.()
    return Promise.resolve(value)
  }
  const session = {
    storage: { disks: () => said('disks', []) },
    clock: { read: () => said('clock', { driftSeconds: 3, mode: 'ntp' }) },
    inputs: { list: () => said('inputs', [{ id: 1, name: 'Bell', active: true }]) },
    outputs: {
      list() {
        calls.push('outputs')
        return Promise.reject(new Fault('device-busy', 'Not now'))
      },
    },
    schedule: { read: (key: string) => said(`schedule ${key}`, always) },
    detections: {
      list: () =>
        said(
          'detections',
          channels.map(({ sourceKey }) => ({ sourceKey, kind: 'motion', enabled: true, notifies: true })),
        ),
    },
  } as unknown as DeviceSession
  const readTold = createReadTold({ access, reports, schedules, now })
  return {
    db,
    device,
    channels,
    reports,
    schedules,
    meanwhile,
    async read(signal = new AbortController().signal) {
      calls.length = 0
      await readTold(device, session, signal)
      return calls.toSorted()
    },
    pass(hours: number) {
      at += hours * HOUR
    },
    [Symbol.dispose]: close,
  }
}

/** What goes wrong was asked, too. */
const EACH = ['clock', 'disks', 'inputs', 'outputs']

test('each round reads what changes, and once a day what takes a request for each channel', async () => {
  using stand = makeStand()
  expect(await stand.read()).toEqual([
    'clock',
    'detections',
    'disks',
    'inputs',
    'outputs',
    'schedule ip:1',
    'schedule ip:2',
  ])
  stand.pass(23)
  expect(await stand.read()).toEqual(EACH)
  stand.pass(2)
  expect(await stand.read()).toContain('schedule ip:2')
})

test('what is told is stored, and one thing that is not told takes nothing from the rest', async () => {
  using stand = makeStand()
  const { reports, device, schedules, channels } = stand
  await stand.read()
  expect(reports.last(device.id, 'clock')?.items).toEqual([{ driftSeconds: 3, mode: 'ntp' }])
  expect(reports.last(device.id, 'inputs')?.items).toEqual([{ id: 1, name: 'Bell', active: true }])
  expect([reports.last(device.id, 'outputs'), reports.last(device.id, 'holiday')]).toEqual([null, null])
  expect([...schedules.ofDevice(device.id).keys()]).toEqual(channels.slice(0, 2).map(({ id }) => id))
})

test('detectors of which one channel alone was read are read in full', async () => {
  using stand = makeStand()
  const one = { sourceKey: 'ip:1', kind: 'motion' as const, enabled: true, notifies: true }
  stand.reports.store(stand.device.id, 'detections', [one])
  expect(await stand.read()).toContain('detections')
})

test('what was stored while the round asked is newer than what it was told', async () => {
  using stand = makeStand()
  const { reports, schedules, device, channels, meanwhile } = stand
  const mended = { sourceKey: 'ip:1', kind: 'motion' as const, enabled: true, notifies: false }
  const [first] = channels
  meanwhile.detections = () => reports.store(device.id, 'detections', [mended])
  meanwhile['schedule ip:1'] = () => schedules.keep({ id: first?.id ?? 0 }, { ...always, enabled: false })
  await stand.read()
  expect(reports.last(device.id, 'detections')?.items).toEqual([mended])
  expect(schedules.ofDevice(device.id).get(first?.id ?? 0)?.schedule.enabled).toBe(false)
})

test('a round that was ended, or whose device was removed, stores nothing', async () => {
  using stand = makeStand()
  await stand.read(AbortSignal.abort())
  expect(stand.reports.last(stand.device.id, 'clock')).toBeNull()
  stand.db.delete(devices).run()
  await stand.read()
  expect(stand.reports.last(stand.device.id, 'clock')).toBeNull()
})
