// What the appliance tells of itself as time passes: no room on its disk, and how long events are kept.
import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBus } from '../../bus.ts'
import { openDatabase } from '../../db/open.ts'
import { alarms as rows, webhooks } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { createLog } from '../../log.ts'
import { alarmSettings } from '../../testing/alarm-settings.ts'
import { createClock } from '../../testing/clock.ts'
import { addDevice, addHousehold, addPerson } from '../../testing/rows.ts'
import { until } from '../../testing/until.ts'
import { createAccess } from '../access.ts'
import { createAlarms } from '../alarms/index.ts'
import { createJobs } from '../jobs.ts'
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
  const silent: string[] = []
  const disks = async () => ({ silent })
  const alarms = stack.use(createAlarms(deps))
  const begin = () => {
    const events = createEvents({ ...deps, alarms, disks, appliance: { freeBytes } })
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
  const jobs = stack.use(createJobs(deps))
  return { db, bus, clock, disk, silent, jobs, alarms, events: () => events, admin, other, household, list, restart }
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

test('work that fails is one event of its kind and household, over with the next that is done, over a restart too', async () => {
  const { jobs, admin, other, list, restart } = start()
  let fails = true
  const work = async () => {
    if (fails) throw new Fault('disk-full', 'The disk for recordings is full')
    return null
  }
  for (const kind of ['backup', 'export', 'download', 'sync', 'delete'] as const) jobs.handle(kind, work)
  const run = async (kind: 'backup' | 'export' | 'download' | 'sync' | 'delete', who = admin, input = {}) =>
    (await jobs.ended(jobs.create(who, { kind, input }).id)).state
  expect(await run('export')).toBe('failed')
  await run('export')
  await run('backup')
  await run('download')
  // Devices tell of their rounds themselves, and who restores waits for it.
  await run('sync')
  await run('delete')
  await run('backup', other, { restore: 'a backup' })
  expect(list().map(({ message, endedAt }) => [message, endedAt])).toEqual([
    [expect.stringMatching(/^Recordings could not be fetched.*The disk for recordings is full\. .*resume/), null],
    [expect.stringMatching(/^The backup could not be made\. The disk for recordings is full\. Make another/), null],
    [expect.stringMatching(/^Recordings could not be put together.*The disk for recordings is full\. Begin/), null],
  ])
  expect(list(other)).toEqual([])
  restart()
  fails = false
  await run('export', other)
  expect(list().every(({ endedAt }) => endedAt === null)).toBe(true)
  await run('export')
  await run('backup', admin, { restore: 'a backup' })
  expect(list().map(({ endedAt }) => endedAt === null)).toEqual([true, true, false])
  await run('backup')
  await run('download')
  expect(list().map(({ endedAt }) => endedAt === null)).toEqual([false, false, false])
})

test('work that a person has cancelled is no event', async () => {
  const { jobs, admin, list } = start()
  const begun = Promise.withResolvers<void>()
  jobs.handle('export', (_job, _progress, signal) => {
    begun.resolve()
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  })
  const { id } = jobs.create(admin, { kind: 'export', input: {} })
  await begun.promise
  jobs.cancel(admin, id)
  await jobs.ended(id)
  expect(list()).toEqual([])
})

test('a webhook that switched itself off is an event until it is on again or removed', () => {
  const { db, bus, household, list, restart } = start()
  const tell = (webhookId: number, offReason: string | null) =>
    bus.emit('webhook.switched', { webhookId, householdId: household, name: 'Doorbell', offReason })
  tell(1, 'It answered 410: it is gone')
  tell(1, 'It answered 410: it is gone')
  expect(list()).toMatchObject([
    {
      ...{ type: 'error', severity: 'warning', endedAt: null },
      message:
        'The webhook Doorbell was switched off: It answered 410: it is gone. Mend its receiver, then switch it on again.',
    },
  ])
  const at = new Date()
  const row = { name: 'Doorbell', url: 'x', secret: 'x', createdAt: at, updatedAt: at }
  db.insert(webhooks)
    .values({ id: 1, uuid: 'one', householdId: household, ...row, verifyTls: true, isEnabled: false })
    .run()
  restart()
  expect(list()[0]?.endedAt).toBeNull()
  tell(1, null)
  expect(list()[0]?.endedAt).not.toBeNull()
  tell(2, 'It is gone')
  // Nobody said so, but it is not there any more.
  restart()
  expect(list().map(({ endedAt }) => endedAt === null)).toEqual([false, false])
})

test('a disk of ours that does not answer is one event of the founder, until it answers', async () => {
  const { clock, silent, list, other, restart } = start()
  await clock.advance(1)
  silent.push('recordings', 'pictures')
  await clock.advance(6 * MINUTES)
  const [away] = list()
  expect(away).toMatchObject({ type: 'disk_error', severity: 'critical', endedAt: null })
  expect(away?.message).toContain('The disk for recordings, pictures does not answer. See whether')
  await clock.advance(20 * MINUTES)
  restart()
  await clock.advance(6 * MINUTES)
  expect(list()).toEqual([away!])
  silent.length = 0
  await clock.advance(6 * MINUTES)
  expect(list()).toMatchObject([{ id: away?.id, endedAt: expect.any(Date) }])
  expect(list(other)).toEqual([])
})

test('a clock of ours that cannot be right is one event of the founder, until it is set', async () => {
  const { clock, list } = start()
  const right = clock.now()
  clock.set(new Date('1970-01-01T00:05:00Z'))
  await clock.advance(6 * MINUTES)
  await clock.advance(6 * MINUTES)
  const [wrong, ...others] = list()
  expect(others).toEqual([])
  expect(wrong).toMatchObject({ type: 'error', severity: 'critical', endedAt: null })
  expect(wrong?.message).toContain('it shows 1970-01-01. Set it, or')
  clock.set(right)
  await clock.advance(6 * MINUTES)
  expect(list()).toMatchObject([{ id: wrong?.id, endedAt: expect.any(Date) }])
})
