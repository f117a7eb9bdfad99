// Alarms through the service's door: a real database, a moved clock, and what the bus is told.
import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { type BusEvents, createBus } from '../../bus.ts'
import { openDatabase } from '../../db/open.ts'
import { alarms as alarmRows, channels, devices } from '../../db/schema/index.ts'
import type { AlarmNotice } from '../../domain/alarm.ts'
import { boundsOf, boxArea } from '../../domain/area.ts'
import { createLog } from '../../log.ts'
import { alarmSettings } from '../../testing/alarm-settings.ts'
import { createClock, settle } from '../../testing/clock.ts'
import { addChannel, addDevice, addHousehold, addPerson, grantView } from '../../testing/rows.ts'
import { until } from '../../testing/until.ts'
import { createAccess } from '../access.ts'
import { createAlarms } from './index.ts'
import type { Retention } from './retention.ts'
import type { AlarmHold } from './timing.ts'

const open: AsyncDisposableStack[] = []
afterEach(async () => {
  for (const stack of open.splice(0)) await stack.disposeAsync()
})

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9])
const EVENTS = ['alarm.began', 'alarm.updated', 'alarm.ended', 'alarm.removed', 'channels.changed'] as const

function start({ hold = {}, retention }: { hold?: AlarmHold; retention?: Retention } = {}) {
  const stack = new AsyncDisposableStack()
  open.push(stack)
  const dataFolder = mkdtempSync(join(tmpdir(), 'alarms-'))
  stack.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const { db, close } = openDatabase(':memory:')
  stack.defer(close)
  const bus = createBus((event, error) => {
    throw new Error(event, { cause: error })
  })
  const told: { event: (typeof EVENTS)[number]; data: BusEvents[(typeof EVENTS)[number]] }[] = []
  for (const event of EVENTS) bus.on(event, (data) => told.push({ event, data }))
  const clock = createClock()
  const lines: string[] = []
  const make = () =>
    stack.use(
      createAlarms({
        db,
        bus,
        access: createAccess({ db }),
        activity: { record() {} },
        settings: alarmSettings({ hold, retention }),
        now: clock.now,
        timers: clock.timers,
        dataFolder,
        log: createLog('info', (line) => lines.push(line)),
      }),
    )
  const alarms = make()
  const household = addHousehold(db)
  const admin = addPerson(db, household, 'admin')
  const device = addDevice(db, household)
  const channel = addChannel(db, device, 1)
  const say = (values: Partial<AlarmNotice> = {}, deviceId = device.id) =>
    alarms.notice(deviceId, {
      kind: 'motion',
      rawType: 'VMD',
      active: true,
      sourceKey: 'ip:1',
      time: null,
      region: null,
      target: null,
      picture: null,
      ...values,
    })
  const events = () => told.map(({ event }) => event)
  return { db, bus, clock, alarms, make, household, admin, device, channel, say, told, events, dataFolder, lines }
}

test('twenty notices are one alarm that ends after hold', async () => {
  const { alarms, admin, say, clock, events } = start()
  for (let i = 0; i < 20; i++) {
    say()
    await clock.advance(500)
  }
  expect(alarms.open()).toHaveLength(1)
  await clock.advance(60_000)
  expect(events()).toEqual(['alarm.began', 'alarm.ended'])
  const { alarms: rows, hasMore } = alarms.list(admin)
  expect(hasMore).toBe(false)
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ kind: 'motion', channelNo: 1, channelName: 'Camera 1', endReason: 'hold' })
  expect(rows[0]!.endedAt!.getTime() - rows[0]!.beganAt.getTime()).toBe(9500 + 10_000)
  expect(alarms.open()).toEqual([])
})

test('a channel lasts as it was set itself, else as its household, and the change counts at once', async () => {
  const { alarms, admin, say, clock, db, bus, device, channel, household } = start({ hold: { motion: { hold: 20 } } })
  const other = addChannel(db, device, 2)
  const lasting = async (sourceKey: string) => {
    say({ sourceKey })
    await clock.advance(100_000)
    const { beganAt, endedAt } = alarms.list(admin).alarms[0]!
    return (+endedAt! - +beganAt) / 1000
  }
  const own = (alarmHold: AlarmHold) => {
    db.update(channels).set({ alarmHold }).where(eq(channels.id, channel.id)).run()
    bus.emit('channels.changed', { deviceId: device.id, householdId: household })
  }
  expect(await lasting('ip:1')).toBe(20)
  own({ motion: { hold: 45 } })
  expect([await lasting('ip:1'), await lasting(other.sourceKey)]).toEqual([45, 20])
  own({ motion: { min_on: 30 } })
  expect(await lasting('ip:1')).toBe(30)
  own({ motion: { max: 7 } })
  expect(await lasting('ip:1')).toBe(7)
})

test('an alarm is stored before anybody hears of it', () => {
  const { bus, db, say } = start()
  const seen: number[] = []
  bus.on('alarm.began', ({ id }) => seen.push(db.select().from(alarmRows).where(eq(alarmRows.id, id)).all().length))
  say()
  expect(seen).toEqual([1])
})

test('two inputs of a device are two alarms, each with its own end', async () => {
  const { alarms, admin, say, clock } = start()
  const input = (region: number, active = true) =>
    say({ kind: 'input', rawType: 'IO', sourceKey: null, region, active })
  input(1)
  await clock.advance(1000)
  input(2)
  expect(alarms.open().map(({ region, message }) => [region, message])).toEqual([
    [1, 'Alarm input 1 triggered'],
    [2, 'Alarm input 2 triggered'],
  ])
  await clock.advance(5000)
  input(1, false)
  expect(alarms.open().map(({ region }) => region)).toEqual([2])
  input(2, false)
  const { alarms: rows } = alarms.list(admin)
  expect(rows.map(({ region, endReason }) => [region, endReason])).toEqual([
    [2, 'inactive'],
    [1, 'inactive'],
  ])
})

test('the rule that a device names stays with the alarm, also when only a later notice names it', () => {
  const { alarms, admin, say, events } = start()
  say({ kind: 'line_crossing', rawType: 'linedetection', rule: 'Front\u0007gate' })
  expect(alarms.list(admin).alarms[0]?.rule).toBe('Front gate')
  say({ kind: 'intrusion', rawType: 'fielddetection' })
  say({ kind: 'intrusion', rawType: 'fielddetection', rule: '2' })
  expect(alarms.list(admin).alarms[0]).toMatchObject({ kind: 'intrusion', rule: '2' })
  expect(events().at(-1)).toBe('alarm.updated')
})

test('inactive ends it, not before its shortest time', async () => {
  const { alarms, admin, say, clock } = start()
  say()
  await clock.advance(500)
  say({ active: false })
  expect(alarms.open()).toHaveLength(1)
  await clock.advance(1500)
  expect(alarms.list(admin).alarms[0]).toMatchObject({ endReason: 'inactive' })
})

test('an end that nobody saw begin makes no alarm', () => {
  const { alarms, admin, say, events } = start()
  say({ active: false, kind: 'video_loss' })
  expect(events()).toEqual([])
  expect(alarms.list(admin).alarms).toEqual([])
})

test('a broken stream ends open alarms after hold with the reason', async () => {
  const { alarms, admin, device, say, clock } = start()
  say()
  alarms.lost(device.id)
  await clock.advance(9999)
  expect(alarms.open()).toHaveLength(1)
  await clock.advance(1)
  expect(alarms.list(admin).alarms[0]).toMatchObject({ endReason: 'lost' })
})

test('the household may set hold and minimum, also to nothing', async () => {
  const { say, clock, events } = start({ hold: { motion: { hold: 0, min_on: 0 } } })
  for (let i = 0; i < 5; i++) {
    say()
    say({ active: false })
    await clock.advance(10)
  }
  expect(events()).toEqual(Array(5).fill(['alarm.began', 'alarm.ended']).flat())
})

test('alarms open at a start are closed with the reason restart', async () => {
  const { alarms, make, admin, say, clock } = start()
  say()
  await alarms[Symbol.asyncDispose]()
  await clock.advance(60_000)
  const again = make()
  again.start()
  expect(again.open()).toEqual([])
  expect(again.list(admin).alarms[0]).toMatchObject({ endReason: 'restart', endedAt: clock.now() })
})

test('an alarm that the channel did not list makes the ability appear, once', () => {
  const { db, channel, say, events } = start()
  say({ kind: 'line_crossing', rawType: 'linedetection' })
  say({ kind: 'line_crossing', rawType: 'linedetection', active: false })
  const row = db.select().from(channels).where(eq(channels.id, channel.id)).get()
  expect(row?.can.alarms).toEqual(['motion', 'line_crossing'])
  expect(row?.alarmKinds).toEqual(['line_crossing'])
  expect(events()).toEqual(['channels.changed', 'alarm.began'])
})

test("a device's own alarm belongs to no channel, whatever the notice says", () => {
  const { db, alarms, device, say } = start()
  say({ kind: 'disk_full', rawType: 'diskfull', sourceKey: 'ip:1' })
  expect(alarms.open()[0]).toMatchObject({ kind: 'disk_full', channelId: null, channelNo: null })
  expect(db.select().from(devices).where(eq(devices.id, device.id)).get()?.alarmKinds).toEqual(['disk_full'])
})

test('words that we do not know are alarms of their own', () => {
  const { alarms, say } = start()
  say({ kind: 'other', rawType: 'ANPR' })
  say({ kind: 'other', rawType: 'anpr' })
  say({ kind: 'other', rawType: 'TMA\n2' })
  expect(alarms.open().map(({ message }) => message)).toEqual(['Alarm: ANPR', 'Alarm: TMA 2'])
})

test('the first picture is stored and told, and can be had', async () => {
  const { alarms, admin, say, events, dataFolder, device } = start()
  say({ picture: JPEG })
  say({ picture: JPEG })
  await until('the picture is there', () => events().includes('alarm.updated'))
  await settle()
  expect(events()).toEqual(['alarm.began', 'alarm.updated'])
  const [alarm] = alarms.list(admin).alarms
  expect(alarm?.hasPicture).toBe(true)
  expect((await alarms.picture(admin, alarm!.uuid)).jpeg).toEqual(JPEG)
  expect(readdirSync(join(dataFolder, 'pictures/alarms', device.hubKey))).toEqual([`${alarm!.uuid}.jpg`])
  await alarms.remove(admin, alarm!.id)
  expect(readdirSync(join(dataFolder, 'pictures/alarms', device.hubKey))).toEqual([])
})

test('what is no picture is not stored', async () => {
  const { say, events } = start()
  say({ picture: new TextEncoder().encode('<html>') })
  await settle()
  expect(events()).toEqual(['alarm.began'])
})

test('a target that comes with a later notice is added', () => {
  const { alarms, say, events } = start()
  say()
  say({ target: 'human', region: 3 })
  say({ target: 'vehicle' })
  expect(events()).toEqual(['alarm.began', 'alarm.updated'])
  expect(alarms.open()[0]).toMatchObject({ target: 'human', region: 3 })
})

test('the place of an alarm is stored, and grows with what later notices name', () => {
  const { alarms, say, events, admin } = start()
  for (const x of [0.1, 0.15, 0.5]) say({ area: boxArea(x, 0.1, 0.1, 0.1) })
  expect(events()).toEqual(['alarm.began', 'alarm.updated', 'alarm.updated'])
  const { area } = alarms.list(admin).alarms[0] ?? {}
  expect(area && boundsOf(area)).toEqual({ left: 0.1, top: 0.1, right: 0.6, bottom: 0.2 })
})

test('pages follow each other without a gap or a double, also within one millisecond', async () => {
  const { alarms, admin, say, clock, db, device } = start({ hold: { motion: { hold: 0, min_on: 0 } } })
  for (let i = 2; i <= 10; i++) addChannel(db, device, i)
  for (let i = 0; i < 7; i++) {
    for (let n = 1; n <= 10; n++) {
      say({ sourceKey: `ip:${n}` })
      say({ sourceKey: `ip:${n}`, active: false })
    }
    await clock.advance(i % 2)
  }
  const ids: number[] = []
  let page = alarms.list(admin)
  for (; page.alarms.length; page = alarms.list(admin, { cursor: page.next! })) {
    ids.push(...page.alarms.map(({ id }) => id))
    expect(page.hasMore).toBe(ids.length < 70)
  }
  expect(page.next).toBeNull()
  expect(ids).toHaveLength(70)
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a))
})

test('filters are exact', () => {
  const { alarms, admin, say, db, household } = start()
  const other = addDevice(db, household)
  addChannel(db, other, 2)
  say()
  say({ kind: 'video_loss' })
  say({ sourceKey: 'ip:2' }, other.id)
  const count = (filter: Parameters<typeof alarms.list>[1]) => alarms.list(admin, filter).alarms.length
  expect(count({ deviceId: other.id })).toBe(1)
  expect(count({ events: ['motion_detection'] })).toBe(2)
  expect(count({ events: ['motion'] })).toBe(2)
  expect(count({ events: ['Motion'] })).toBe(0)
  expect(count({ channelNo: '1' })).toBe(2)
  expect(count({ channelNo: '2', events: ['motion'] })).toBe(1)
  expect(count({ channelNo: '1; drop table alarms' })).toBe(0)
  expect(count({ channelNo: '2' })).toBe(1)
  expect(count({ deviceId: other.id, events: ['motion'] })).toBe(1)
  expect(count({ deviceId: other.id, events: ['video_loss'] })).toBe(0)
  expect(count({ deviceId: other.id, channelNo: '2', events: ['motion'] })).toBe(1)
  expect(count({ open: true })).toBe(3)
  expect(count({ open: true, deviceId: other.id })).toBe(1)
})

test('a viewer sees the alarms of his channels, nobody those of another household', async () => {
  const { alarms, db, household, device, channel, say } = start()
  addChannel(db, device, 2)
  const viewer = addPerson(db, household, 'viewer')
  const operator = addPerson(db, household, 'operator')
  const stranger = addPerson(db, addHousehold(db), 'admin')
  grantView(db, viewer, channel.id)
  say()
  say({ sourceKey: 'ip:2' })
  say({ kind: 'disk_full', sourceKey: null })
  const seen = (filter: Parameters<typeof alarms.list>[1]) => alarms.list(viewer, filter).alarms.length
  expect(seen({ channelNo: '1', events: ['motion'], deviceId: device.id, open: true })).toBe(1)
  expect(seen({ events: ['motion'] })).toBe(1)
  expect(seen({ channelNo: '2' })).toBe(0)
  expect(seen({ open: true })).toBe(1)
  const elsewhere = alarms.list(stranger, { deviceId: device.id })
  expect([elsewhere.alarms, elsewhere.hasMore]).toEqual([[], false])
  const [own, second, foreign] = alarms.list(operator).alarms.toReversed()
  expect(alarms.list(viewer).alarms).toEqual([own!])
  expect(alarms.list(stranger).alarms).toEqual([])
  expect(() => alarms.get(viewer, second!.id)).toThrow('Alarm not found')
  expect(() => alarms.get(viewer, foreign!.id)).toThrow('Alarm not found')
  expect(() => alarms.get(stranger, own!.uuid)).toThrow('Alarm not found')
  await expect(alarms.remove(stranger, own!.id)).rejects.toThrow('Alarm not found')
  await expect(alarms.remove(viewer, own!.id)).rejects.toThrow('Insufficient permissions')
  await expect(alarms.removeAll(operator)).rejects.toThrow('Insufficient permissions')
  await expect(alarms.picture(viewer, second!.id)).rejects.toThrow('Alarm not found')
  expect(alarms.list({ kind: 'system' }).alarms).toHaveLength(3)
})

test('removing all removes the own household alone and says how many', async () => {
  const { alarms, admin, db, say, told } = start()
  const elsewhere = addHousehold(db)
  const other = addDevice(db, elsewhere)
  say()
  say({ kind: 'tamper' })
  say({ sourceKey: null }, other.id)
  expect(await alarms.removeAll(admin)).toBe(2)
  expect(alarms.list({ kind: 'system' }).alarms).toHaveLength(1)
  expect(told.at(-1)).toEqual({
    event: 'alarm.removed',
    data: { householdId: admin.householdId, alarmIds: 'all' },
  })
})

test('an open alarm that was removed still ends for whoever shows it as on', async () => {
  const { alarms, admin, say, clock, events } = start()
  say()
  await alarms.remove(admin, alarms.open()[0]!.id)
  await clock.advance(10_000)
  expect(events()).toEqual(['alarm.began', 'alarm.removed', 'alarm.ended'])
})

test('a removed device takes its alarms and pictures along', async () => {
  const { alarms, bus, db, device, say, events, dataFolder, clock } = start()
  say({ picture: JPEG })
  await until('the picture is there', () => events().includes('alarm.updated'))
  db.delete(devices).where(eq(devices.id, device.id)).run()
  bus.emit('device.removed', { deviceId: device.id, householdId: device.householdId, hubKey: device.hubKey })
  await until('the folder is gone', () => !readdirSync(join(dataFolder, 'pictures/alarms')).length)
  expect(alarms.open()).toEqual([])
  await clock.advance(60_000)
  say()
  expect(events()).toEqual(['alarm.began', 'alarm.updated'])
})

test('a database that refuses is logged, and the next notice begins the alarm', async () => {
  const { alarms, admin, db, say, lines } = start()
  db.run('CREATE TRIGGER full BEFORE INSERT ON alarms BEGIN SELECT RAISE(ABORT, "disk full"); END')
  say()
  expect(alarms.open()).toEqual([])
  expect(lines.join('')).toContain('could not be stored')
  db.run('DROP TRIGGER full')
  say()
  expect(alarms.list(admin).alarms).toHaveLength(1)
})

test('a thousand alarms cost the processor well under ten seconds', async () => {
  const { alarms, say } = start({ hold: { motion: { hold: 0, min_on: 0 } } })
  const began = process.cpuUsage()
  for (let i = 0; i < 1000; i++) {
    say()
    say({ active: false })
  }
  expect(process.cpuUsage(began).user).toBeLessThan(5_000_000)
  expect(alarms.open()).toEqual([])
})
