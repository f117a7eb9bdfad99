// What the appliance tells of itself as time passes: no room on its disk, and how long events are kept.
import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBus } from '../../bus.ts'
import { openDatabase } from '../../db/open.ts'
import { alarms as rows } from '../../db/schema/index.ts'
import { createLog } from '../../log.ts'
import { alarmSettings } from '../../testing/alarm-settings.ts'
import { createClock } from '../../testing/clock.ts'
import { addDevice, addHousehold, addPerson } from '../../testing/rows.ts'
import { until } from '../../testing/until.ts'
import { createAccess } from '../access.ts'
import { createAlarms } from '../alarms/index.ts'
import { createEvents } from './index.ts'

const MINUTES = 60_000
const DAY = 86_400_000
const MB = 1024 * 1024
const open: AsyncDisposableStack[] = []
afterEach(async () => {
  for (const stack of open.splice(0)) await stack.disposeAsync()
})

function start(retention?: { days: number; count: number }) {
  const stack = new AsyncDisposableStack()
  open.push(stack)
  const dataFolder = mkdtempSync(join(tmpdir(), 'events-'))
  stack.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const { db, close } = openDatabase(':memory:')
  stack.defer(close)
  const clock = createClock()
  const bus = createBus(() => {})
  const deps = {
    ...{ db, bus, dataFolder, now: clock.now, timers: clock.timers },
    access: createAccess({ db }),
    settings: alarmSettings({ retention }),
    log: createLog('error', () => {}),
    activity: { record() {} },
    reports: { last: () => null },
  }
  const disk: { freeMb: number | null } = { freeMb: 5000 }
  const freeBytes = () => {
    if (disk.freeMb === null) throw new Error('EIO: i/o error, statfs')
    return disk.freeMb * MB
  }
  const alarms = stack.use(createAlarms(deps))
  const begin = () => {
    const events = createEvents({ ...deps, alarms, appliance: { freeBytes } })
    events.start()
    return events
  }
  const household = addHousehold(db)
  const admin = addPerson(db, household, 'admin')
  const other = addPerson(db, addHousehold(db), 'admin')
  const list = (caller = admin) => events.list(caller, {}, { limit: 100 }).events
  let events = begin()
  stack.defer(() => events[Symbol.dispose]())
  const restart = () => {
    events[Symbol.dispose]()
    events = begin()
  }
  return { db, bus, clock, disk, alarms, events: () => events, admin, other, household, list, restart }
}

test('a disk of ours that is nearly full is one event of the founder, until there is clearly room again', async () => {
  const { clock, disk, list, other, restart } = start()
  expect(list()).toEqual([])
  disk.freeMb = 500
  await clock.advance(6 * MINUTES)
  const [full] = list()
  expect(full).toMatchObject({ type: 'disk_full', severity: 'critical', source: 'appliance', endedAt: null })
  expect(full?.message).toContain('524 MB are left')
  disk.freeMb = 400
  await clock.advance(20 * MINUTES)
  restart()
  // At the limit it neither ends nor begins anew.
  disk.freeMb = 600
  await clock.advance(6 * MINUTES)
  disk.freeMb = 500
  await clock.advance(6 * MINUTES)
  expect(list()).toEqual([full!])
  disk.freeMb = 900
  await clock.advance(6 * MINUTES)
  expect(list()).toMatchObject([{ id: full?.id, endedAt: expect.any(Date) }])
  expect(list(other)).toEqual([])
})

test('alarms and other events are kept each as long and as many as the household wants, and push none of the others out', async () => {
  const { db, clock, admin, household, alarms, events, list } = start({ days: 30, count: 3 })
  const device = addDevice(db, household)
  const ago = (days: number) => new Date(+clock.now() - days * DAY)
  for (const days of [1, 2, 40]) {
    const at = ago(days)
    db.insert(rows)
      .values({
        ...{ uuid: Bun.randomUUIDv7(), householdId: household, deviceId: device.id, kind: 'motion' },
        ...{ rawType: 'VMD', message: 'Motion', beganAt: at, endedAt: at },
      })
      .run()
  }
  for (const days of [0, 1, 2, 3, 50])
    events().create(admin, { type: `${days}`, severity: 'info', message: '', at: ago(days) })
  alarms.start()
  await clock.advance(2 * MINUTES)
  await until('what is too old or too much is gone', () => list().length === 5)
  expect(list().map(({ type }) => type)).toEqual(['0', '1', 'motion', '2', 'motion'])
})

test('a disk of ours that tells nothing ends nothing and stops nobody', async () => {
  const { clock, disk, list, restart } = start()
  disk.freeMb = 500
  await clock.advance(6 * MINUTES)
  disk.freeMb = null
  await clock.advance(6 * MINUTES)
  restart()
  expect(list()).toMatchObject([{ type: 'disk_full', endedAt: null }])
  disk.freeMb = 5000
  await clock.advance(6 * MINUTES)
  expect(list()[0]?.endedAt).not.toBeNull()
})

test('cameras whose recordings cannot be written are one event of their household, until the last of them is written again', () => {
  const { bus, household, list, other, restart } = start()
  const tell = (channelId: number, message: string | null) =>
    bus.emit('recorder.trouble', { channelId, householdId: household, message, isFull: true })
  tell(1, 'The disk is full.')
  tell(2, 'The disk is full.')
  expect(list()).toMatchObject([
    { type: 'disk_full', severity: 'critical', message: 'Cameras are not recorded. The disk is full.', endedAt: null },
  ])
  expect(list(other)).toEqual([])
  tell(1, null)
  expect(list()[0]?.endedAt).toBeNull()
  tell(2, null)
  expect(list()[0]?.endedAt).not.toBeNull()
  // What nobody says any more after a start is over.
  tell(3, 'The disk is full.')
  restart()
  expect(list().map(({ endedAt }) => endedAt === null)).toEqual([false])
})

test('a device that flaps is one event that goes on, and one that stays away for long after is another', async () => {
  const { db, bus, clock, list, household } = start()
  const { id: deviceId } = addDevice(db, household)
  const told: boolean[] = []
  bus.on('event.told', ({ isNew }) => told.push(isNew))
  const show = (phase: 'online' | 'away') =>
    bus.emit('device.state', {
      ...{ deviceId, householdId: household },
      state: { phase, since: clock.now(), fault: null, retryAt: null },
    })
  for (let minute = 0; minute < 60; minute++) {
    show('away')
    await clock.advance(MINUTES / 2)
    show('online')
    await clock.advance(MINUTES / 2)
  }
  const [first, ...others] = list()
  expect(others).toEqual([])
  expect(first).toMatchObject({ type: 'offline', metadata: { state: 'away', times: 60 } })
  expect(first?.endedAt).not.toBeNull()
  expect(told.filter((isNew) => isNew)).toHaveLength(1)
  await clock.advance(5 * MINUTES)
  show('away')
  expect(list()).toHaveLength(2)
  expect(list()[0]).toMatchObject({ endedAt: null, metadata: { state: 'away' } })
})
