// When rounds run by themselves, what they leave in the log, and what they do to a device's clock.
import { expect, test } from 'bun:test'
import { jobs as jobTable, syncLog } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { settle } from '../../testing/clock.ts'
import { createFakeFootage, withFootage } from '../../testing/fake-footage.ts'
import { createSessionsStand } from '../../testing/sessions-stand.ts'
import { createAccess } from '../access.ts'
import { createFootage } from '../footage/index.ts'
import { createJobs } from '../jobs.ts'
import { createSessions } from '../sessions/index.ts'
import { createSync } from '../sync.ts'
import { createRounds } from './index.ts'

const HOST = '192.0.2.5'
const MINUTE = 60_000

function createStand() {
  const stand = createSessionsStand()
  const { db, bus, log, clock, driver, secrets } = stand
  const { now, timers } = clock
  const device = driver.add(HOST, 1)
  const row = stand.store(HOST)
  const footage = createFakeFootage()
  footage.record('ip:1', '2025-05-30T08:00:00', '2025-06-01T09:00:00')
  const drivers = new Map([['fake', withFootage(driver, new Map([[HOST, footage]]))]])
  const sessions = createSessions({
    db,
    drivers,
    secrets,
    bus,
    log,
    now,
    timers,
    random: () => 0,
    resolve: async (host) => host,
  })
  const setting = { is_enabled: true, interval_minutes: 60, set_clock: false }
  const noted: object[] = []
  const access = createAccess({ db, now })
  const jobs = createJobs({ db, bus, access, activity: { record() {} }, log, now })
  const calendar = createFootage({ db, bus, access, sessions, log, now, timers })
  const sync = createSync({ db, bus, now })
  const rounds = createRounds({
    db,
    bus,
    access,
    jobs,
    sessions,
    sync,
    footage: calendar,
    now,
    timers,
    settings: { get: () => setting as never },
    activity: { record: (_caller, entry) => void noted.push(entry) },
  })
  const advance = async (minutes: number) => {
    await clock.advance(minutes * MINUTE)
    await settle()
    await settle()
  }
  return {
    ...stand,
    device,
    row,
    footage,
    sessions,
    setting,
    noted,
    jobs,
    rounds,
    advance,
    async start() {
      rounds.start()
      sessions.start()
      for (let turn = 0; turn < 4; turn++) await settle()
    },
    logged: () => db.select().from(syncLog).all(),
    async [Symbol.asyncDispose]() {
      rounds[Symbol.dispose]()
      calendar[Symbol.dispose]()
      await sessions[Symbol.asyncDispose]()
      await jobs[Symbol.asyncDispose]()
      stand[Symbol.dispose]()
    },
  }
}

test('a device is read when it first comes, then at the interval of its household, and not while that is off', async () => {
  await using stand = createStand()
  await stand.start()
  expect(stand.logged()).toMatchObject([{ isSuccess: true, message: 'Synced 1 channel', address: HOST }])
  await stand.advance(59)
  expect(stand.logged()).toHaveLength(1)
  await stand.advance(2)
  expect(stand.logged()).toHaveLength(2)
  stand.setting.interval_minutes = 5
  await stand.advance(21)
  expect(stand.logged()).toHaveLength(6)
  stand.setting.is_enabled = false
  await stand.advance(600)
  expect(stand.logged()).toHaveLength(6)
})

test('a device that is back after its round failed is read at once', async () => {
  await using stand = createStand()
  stand.device.online = false
  await stand.start()
  expect(stand.logged()).toMatchObject([{ isSuccess: false, message: `Nobody answers at ${HOST}` }])
  await stand.advance(3)
  stand.device.online = true
  await stand.advance(2)
  expect(stand.logged()).toMatchObject([{ isSuccess: false }, { isSuccess: true }])
})

test('what lies behind a gap is read later, when nobody waits', async () => {
  await using stand = createStand()
  stand.footage.record('ip:1', '2025-01-03T08:00:00', '2025-01-03T09:00:00')
  await stand.start()
  const oldest = () => stand.db.query.channels.findFirst().sync()?.oldestRecordDate
  expect(oldest()).toBe('2025-05-30')
  await stand.advance(3)
  expect(oldest()).toBe('2025-01-03')
  const asked = stand.footage.calls.filter((call) => call.what === 'days').length
  // A year without footage before January: there is nothing behind it, and it is not asked again.
  expect(asked).toBe(6 + 12)
  await stand.advance(61)
  expect(stand.footage.calls.filter((call) => call.what === 'days').length).toBe(asked + 2)
})

test('the clock is set only where the setting asks for it, and that is written down', async () => {
  await using stand = createStand()
  stand.footage.drift = 90
  await stand.start()
  expect([stand.footage.drift, stand.noted]).toEqual([90, []])
  stand.setting.set_clock = true
  await stand.advance(61)
  expect(stand.footage.drift).toBe(0)
  expect(stand.noted).toMatchObject([{ action: 'set_device_clock', metadata: { drift_seconds: 90 } }])
  expect(stand.logged().at(-1)?.message).toBe('Synced 1 channel; the clock was wrong by 90 s and was set right')
  await stand.advance(61)
  expect(stand.noted).toHaveLength(1)
})

test('rows of a week ago go, with the jobs of their rounds, but none while our clock is wrong', async () => {
  await using stand = createStand()
  const { id: deviceId, householdId } = stand.row
  const old = new Date('2025-05-24T00:00:00Z')
  const row = { householdId, deviceId, address: HOST, isSuccess: true, message: 'Long ago' }
  stand.db
    .insert(syncLog)
    .values({ ...row, at: old })
    .run()
  const job = {
    uuid: 'old',
    householdId,
    kind: 'sync',
    state: 'done',
    input: {},
    createdAt: old,
    endedAt: old,
  } as const
  stand.db.insert(jobTable).values(job).run()
  await stand.start()
  await stand.advance(61)
  expect(stand.logged().map(({ message }) => message)).not.toContain('Long ago')
  expect(
    stand.db
      .select()
      .from(jobTable)
      .all()
      .map(({ uuid }) => uuid),
  ).not.toContain('old')
  // A row from a time that has not come yet: one of the two clocks is wrong.
  stand.setting.is_enabled = false
  stand.db
    .insert(syncLog)
    .values([
      { ...row, at: old },
      { ...row, at: new Date('2030-01-01T00:00:00Z') },
    ])
    .run()
  await stand.advance(61)
  expect(stand.logged().map(({ message }) => message)).toContain('Long ago')
})

test('a device of which nothing could be read has failed, and one that never has footage has not', async () => {
  await using stand = createStand()
  stand.footage.fails = () => new Fault('device-unreachable', 'Cut off')
  await stand.start()
  expect(stand.logged()).toMatchObject([{ isSuccess: false, message: 'Cut off' }])
  stand.footage.fails = () => new Fault('device-timeout', 'Too slow')
  await stand.advance(61)
  expect(stand.logged().at(-1)?.message).toBe('Too slow')
  // No channel of such a device ever holds footage: that is no failure.
  stand.footage.fails = () => new Fault('unsupported', 'No disk')
  await stand.advance(61)
  expect(stand.logged().at(-1)).toMatchObject({ isSuccess: true, message: 'Synced 1 channel' })
})

test('rounds that were queued at a stop are taken up once', async () => {
  await using stand = createStand()
  const job = stand.jobs.create(
    { kind: 'system' },
    { kind: 'sync', householdId: stand.row.householdId, input: { device_id: stand.row.id } },
  )
  await stand.start()
  expect(stand.db.select().from(jobTable).all()).toMatchObject([{ id: job.id, state: 'done' }])
})

test('a device that was removed ends its round', async () => {
  await using stand = createStand()
  stand.device.hold = new Promise(() => {})
  await stand.start()
  const [job] = stand.db.select().from(jobTable).all()
  expect(job?.state).toBe('running')
  stand.bus.emit('device.removed', { deviceId: stand.row.id, householdId: stand.row.householdId, hubKey: 'x' })
  expect(stand.db.select().from(jobTable).all()).toMatchObject([{ state: 'cancelled' }])
})

test('who asks for everything anew while a smaller round goes on gets all of it, after that round', async () => {
  await using stand = createStand()
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  stand.device.hold = held
  await stand.start()
  const asked = [1, 2].map(() => stand.rounds.one({ kind: 'system' }, stand.row.id, { anew: true }))
  await settle()
  stand.device.hold = null
  release()
  expect((await Promise.all(asked)).map(({ isSuccess }) => isSuccess)).toEqual([true, true])
  const rows = stand.db.select().from(jobTable).all()
  expect(rows.map(({ input }) => input.anew ?? false)).toEqual([false, true])
})
