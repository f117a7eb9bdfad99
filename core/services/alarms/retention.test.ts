// What is removed because a household keeps only so much, through the service's door.
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
import { addChannel, addDevice, addHousehold, addPerson } from '../../testing/rows.ts'
import { until } from '../../testing/until.ts'
import { createAccess } from '../access.ts'
import { createAlarms } from './index.ts'

const DAY = 86_400_000
const open: AsyncDisposableStack[] = []
afterEach(async () => {
  for (const stack of open.splice(0)) await stack.disposeAsync()
})

function start(retention: { days: number; count: number }, at?: Date) {
  const stack = new AsyncDisposableStack()
  open.push(stack)
  const dataFolder = mkdtempSync(join(tmpdir(), 'retention-'))
  stack.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const { db, close } = openDatabase(':memory:')
  stack.defer(close)
  const clock = createClock(at)
  const bus = createBus(() => {})
  const lines: string[] = []
  const alarms = stack.use(
    createAlarms({
      db,
      bus,
      access: createAccess({ db }),
      activity: { record() {} },
      settings: alarmSettings({ retention }),
      now: clock.now,
      timers: clock.timers,
      dataFolder,
      log: createLog('info', (line) => lines.push(line)),
    }),
  )

  /** A household with an admin, a recorder, and alarms that began so many days ago. */
  function household(ages: number[], ended = true) {
    const id = addHousehold(db)
    const admin = addPerson(db, id, 'admin')
    const device = addDevice(db, id)
    addChannel(db, device, 1)
    for (const age of ages) {
      const beganAt = new Date(+clock.now() - age * DAY)
      db.insert(rows)
        .values({
          uuid: Bun.randomUUIDv7(),
          householdId: id,
          deviceId: device.id,
          kind: 'motion',
          rawType: 'VMD',
          message: 'Motion detected',
          beganAt,
          endedAt: ended ? beganAt : null,
        })
        .run()
    }
    return { id, admin, device }
  }
  const ages = (householdId: number) =>
    db
      .select()
      .from(rows)
      .all()
      .filter((row) => row.householdId === householdId)
      .map((row) => Math.round((+clock.now() - +row.beganAt) / DAY))
  /** An hour and a half, and whatever runs at its end. */
  const trimmed = async () => {
    await clock.advance(90 * 60_000)
    // Removing rests in real time between its bites.
    await until('nothing is removed any more', async () => {
      const before = db.select().from(rows).all().length
      await Bun.sleep(30)
      return db.select().from(rows).all().length === before
    })
  }
  return { alarms, ages, bus, clock, db, household, lines, trimmed }
}

test('alarms older than the days are removed, those of the day before stay', async () => {
  const { alarms, ages, household, trimmed } = start({ days: 30, count: 1000 })
  const { id } = household([1, 29, 31, 400])
  alarms.start()
  await trimmed()
  expect(ages(id)).toEqual([1, 29])
})

test('beyond the number the oldest go, in each household by itself', async () => {
  const { alarms, ages, household, trimmed } = start({ days: 3650, count: 3 })
  const many = household([1, 2, 3, 4, 5])
  const few = household([6, 7])
  alarms.start()
  await trimmed()
  expect(ages(many.id)).toEqual([1, 2, 3])
  expect(ages(few.id)).toEqual([6, 7])
})

test('an alarm that goes on stays, however old and however many there are', async () => {
  const { ages, alarms, bus, clock, household, trimmed } = start({ days: 5, count: 2 })
  alarms.start()
  const { id } = household([30, 40], false)
  const other = household([1, 2, 3])
  bus.emit('setting.changed', { householdId: id, key: 'alarm_retention' })
  await clock.advance(2000)
  await trimmed()
  expect(ages(id)).toEqual([30, 40])
  expect(ages(other.id)).toEqual([1, 2])
})

test('a setting that was changed counts at once, and whoever looks at the list is told what went', async () => {
  const retention = { days: 3650, count: 1000 }
  const { ages, alarms, bus, clock, household, trimmed } = start(retention)
  const { id } = household(Array.from({ length: 700 }, (_, index) => index / 10))
  const told: number[] = []
  bus.on('alarm.removed', ({ alarmIds }) => alarmIds !== 'all' && told.push(...alarmIds))
  alarms.start()
  await trimmed()
  expect(ages(id)).toHaveLength(700)
  retention.count = 100
  bus.emit('setting.changed', { householdId: id, key: 'alarm_retention' })
  await clock.advance(1000)
  await until('a hundred are left', () => ages(id).length === 100)
  await until('all were told', () => told.length === 600)
  expect(Math.max(...ages(id))).toBe(10)
})

test('while the clock is wrong nothing goes by age', async () => {
  const { ages, alarms, household, trimmed } = start({ days: 1, count: 1000 }, new Date('1970-01-02T00:00:00Z'))
  const { id } = household([0, -20_000])
  alarms.start()
  await trimmed()
  expect(ages(id)).toHaveLength(2)
})

test('the end waits for the bite that is being removed, and complains of nothing', async () => {
  const { alarms, ages, clock, household, lines } = start({ days: 1, count: 1 })
  const { id } = household(Array.from({ length: 1000 }, (_, index) => index))
  alarms.start()
  await clock.advance(60_000)
  await alarms[Symbol.asyncDispose]()
  const left = ages(id).length
  await Bun.sleep(30)
  expect(ages(id)).toHaveLength(left)
  expect(lines.join('')).not.toContain('could not be removed')
})

test('a device that is removed has its alarms taken away ahead of it, a few at a time', async () => {
  const { alarms, ages, household } = start({ days: 3650, count: 1000 })
  const gone = household(Array.from({ length: 450 }, (_, index) => index))
  const other = household([1])
  let turns = 0
  const counter = setInterval(() => turns++, 0)
  await alarms.removeOfDevice(gone.device.id)
  clearInterval(counter)
  expect(ages(gone.id)).toEqual([])
  expect(ages(other.id)).toEqual([1])
  expect(turns).toBeGreaterThanOrEqual(2)
})
