// A device in another's place: which channel is which, and what is forgotten.
import { describe, expect, test } from 'bun:test'
import { asc } from 'drizzle-orm'
import {
  channelConfigs,
  channels,
  clips,
  deviceReports,
  devices,
  deviceUsers,
  footageDays,
  footageMonths,
} from '../../db/schema/index.ts'
import { fakeChannel } from '../../testing/fake-driver.ts'
import { createSessionsStand } from '../../testing/sessions-stand.ts'
import type { ActivityEntry } from '../activity.ts'
import { createSync } from '../sync.ts'
import { isOther, replacementOf } from './replacement.ts'

const HOST = '192.0.2.5'
const listOf = (kind: 'ip' | 'analog', count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...fakeChannel(index + 1),
    sourceKey: `${kind}:${index + 1}`,
    connection: kind,
  }))

/** A recorder with cameras 1 … `count`, whose owner has named the first one. */
async function createStand(count: number) {
  const stand = createSessionsStand()
  const device = stand.driver.add(HOST, count)
  const row = stand.store(HOST)
  const noted: ActivityEntry[] = []
  const activity = { record: (_caller: unknown, entry: ActivityEntry) => void noted.push(entry) }
  const sync = createSync({ db: stand.db, bus: stand.bus, activity, now: stand.clock.now })
  let begun = 0
  stand.bus.on('device.replaced', () => begun++)
  const run = async () => sync.run(row, await stand.sessions.use(row.id))
  await run()
  stand.db.update(channels).set({ name: 'Front door' }).run()
  return {
    ...stand,
    device,
    row,
    noted,
    run,
    begun: () => begun,
    /** Another one stands there from now on. */
    replace(model: string, list: typeof device.channels) {
      Object.assign(device.info, { model, serialNumber: `SN-${model}` })
      device.channels.splice(0, device.channels.length, ...list)
    },
    rows: () => stand.db.select().from(channels).orderBy(asc(channels.channelNo)).all(),
    /** Number, what it is on the device, whether it is there. */
    told: () =>
      stand.db
        .select()
        .from(channels)
        .orderBy(asc(channels.channelNo))
        .all()
        .map((one) => [one.channelNo, one.sourceKey, one.isActive]),
  }
}

describe('a recorder in place of another', () => {
  test('takes over the channels by their numbers, with their names and ids; those it lacks are inactive', async () => {
    using stand = await createStand(4)
    const before = stand.rows()
    stand.replace('DVR-2', listOf('analog', 2))
    await stand.run()
    expect(stand.told()).toEqual([
      [1, 'analog:1', true],
      [2, 'analog:2', true],
      [3, 'gone:3', false],
      [4, 'gone:4', false],
    ])
    const same = (rows: typeof before) => rows.map(({ id, uuid, slug, name }) => ({ id, uuid, slug, name }))
    expect(same(stand.rows())).toEqual(same(before))
    expect(stand.rows()[0]?.connection).toBe('analog')
    expect((await stand.run()).changed).toBe(false)
  })

  test('keeps what is called as before, and gives the rest what is left of the numbers', async () => {
    using stand = await createStand(2)
    stand.replace('DVR-H', [...listOf('analog', 3), ...listOf('ip', 1)])
    await stand.run()
    // Camera 1 is still the first network camera; the first analog one is new, as number 1 is taken.
    expect(stand.told()).toEqual([
      [1, 'ip:1', true],
      [2, 'analog:2', true],
      [3, 'analog:3', true],
      [4, 'analog:1', true],
    ])
  })

  test('and the old one again: every channel is what it was', async () => {
    using stand = await createStand(3)
    const ids = stand.rows().map(({ id }) => id)
    stand.replace('DVR-1', listOf('analog', 1))
    await stand.run()
    stand.replace('FAKE-1', listOf('ip', 3))
    await stand.run()
    expect(stand.told()).toEqual([
      [1, 'ip:1', true],
      [2, 'ip:2', true],
      [3, 'ip:3', true],
    ])
    expect(stand.rows().map(({ id }) => id)).toEqual(ids)
  })

  test('gets a channel of a number that was lost when it is added later', async () => {
    using stand = await createStand(3)
    const ids = stand.rows().map(({ id }) => id)
    stand.replace('DVR-2', listOf('analog', 2))
    await stand.run()
    stand.device.channels.push(...listOf('analog', 3).slice(2))
    await stand.run()
    expect(stand.told().at(-1)).toEqual([3, 'analog:3', true])
    expect(stand.rows().map(({ id }) => id)).toEqual(ids)
  })

  test('is in the activity log with both models and nothing that tells whose it was', async () => {
    using stand = await createStand(4)
    stand.replace('DVR-2', listOf('analog', 2))
    await stand.run()
    await stand.run()
    expect(stand.noted).toMatchObject([
      {
        action: 'replace_device',
        resourceType: 'device',
        resourceId: stand.row.id,
        householdId: stand.row.householdId,
        metadata: { before: 'FAKE-1', after: 'DVR-2', channels_kept: 2, channels_gone: 2 },
      },
    ])
    expect(JSON.stringify(stand.noted)).not.toContain('SN-')
    expect(replacementOf(stand.db, stand.row.id)).toEqual({
      at: stand.clock.now(),
      before: 'FAKE-1',
      after: 'DVR-2',
    })
  })

  test('forgets what only the old one knew: footage, clips, settings, disks, users, and what it could not do', async () => {
    using stand = await createStand(2)
    const { db, row } = stand
    const at = stand.clock.now()
    const [first] = stand.rows()
    const channelId = first?.id ?? 0
    db.update(channels)
      .set({ alarmKinds: ['tamper'], oldestRecordDate: '2025-05-01', lastFootageAt: at })
      .run()
    db.update(devices)
      .set({ alarmKinds: ['disk_full'], withdrawn: { firmware: '1.0', capabilities: ['storage'] } })
      .run()
    db.insert(footageMonths).values({ channelId, month: '2025-05', askedAt: at }).run()
    db.insert(footageDays).values({ channelId, day: '2025-05-01', hasRecord: true }).run()
    db.insert(channelConfigs).values({ channelId, settings: {}, readAt: at }).run()
    db.insert(deviceReports)
      .values({ deviceId: row.id, kind: 'storage', items: [{ id: 1 }], readAt: at })
      .run()
    const user = { deviceId: row.id, userId: 1, name: 'admin', role: 'administrator' as const, rights: {}, readAt: at }
    db.insert(deviceUsers).values(user).run()
    const clip = { startAt: at, endAt: at, utcOffsetMinutes: 0, recordType: 'motion', token: 'old', seenAt: at }
    const owner = { uuid: Bun.randomUUIDv7(), householdId: row.householdId, deviceId: row.id, channelId }
    db.insert(clips)
      .values({ ...owner, ...clip })
      .run()

    // The same device with another firmware keeps it all.
    stand.device.info.firmwareVersion = '1.1'
    await stand.run()
    expect(db.select().from(footageDays).all()).toHaveLength(1)
    expect(stand.rows()[0]?.can.alarms).toEqual(['motion', 'tamper'])

    stand.replace('DVR-2', listOf('analog', 2))
    await stand.run()
    for (const table of [footageMonths, footageDays, channelConfigs, clips])
      expect(db.select().from(table).all()).toEqual([])
    const kinds = db.select().from(deviceReports).all()
    expect(kinds.map(({ kind }) => kind).sort()).toEqual(['infor', 'replaced'])
    expect(db.select().from(deviceUsers).all()).toMatchObject([{ isActive: false, rights: null }])
    expect(db.select().from(devices).get()).toMatchObject({ alarmKinds: [], withdrawn: null })
    expect(stand.rows()[0]).toMatchObject({ alarmKinds: [], oldestRecordDate: null, lastFootageAt: null })
    expect(stand.rows()[0]?.can.alarms).toEqual(['motion'])
  })

  test('that is another one at each look is not begun anew each time', async () => {
    using stand = await createStand(2)
    for (const model of ['A', 'B', 'C']) {
      stand.replace(model, listOf('ip', 2))
      await stand.run()
      await stand.clock.advance(60_000)
    }
    expect(stand.begun()).toBe(1)
    await stand.clock.advance(10 * 60_000)
    stand.replace('D', listOf('ip', 2))
    await stand.run()
    expect(stand.begun()).toBe(2)
  })
})

test('a device that calls all its channels otherwise, since another driver speaks to it, has the same channels', async () => {
  using stand = await createStand(3)
  const ids = stand.rows().map(({ id }) => id)
  stand.device.channels.splice(0, 3, ...listOf('analog', 3))
  await stand.run()
  expect(stand.told().map(([, key]) => key)).toEqual(['analog:1', 'analog:2', 'analog:3'])
  expect(stand.rows().map(({ id }) => id)).toEqual(ids)
  expect(stand.noted).toEqual([])
})

test('a camera that its recorder no longer has leaves its number to none, unless all are called otherwise', async () => {
  using stand = await createStand(2)
  stand.device.channels.splice(1, 1, { ...fakeChannel(2), sourceKey: 'analog:2' })
  await stand.run()
  expect(stand.told()).toEqual([
    [1, 'ip:1', true],
    [2, 'ip:2', false],
    [3, 'analog:2', true],
  ])
})

test('a serial number tells one device from another, else its MAC address, else its model; the unknown tells nothing', () => {
  const info = (serialNumber: string | null, macAddress: string | null, model: string | null) => ({
    ...{ name: null, kind: 'recorder' as const, manufacturer: null, firmwareVersion: null, utcOffsetMinutes: null },
    ...{ serialNumber, macAddress, model },
  })
  const cases: [ReturnType<typeof info> | null, ReturnType<typeof info>, boolean][] = [
    [null, info('A', null, null), false],
    [info('A1', 'm', 'x'), info(' a1 ', 'n', 'y'), false],
    [info('A1', 'm', 'x'), info('B2', 'm', 'x'), true],
    [info(null, 'm', 'x'), info('B2', 'M', 'y'), false],
    [info(null, 'm', 'x'), info(null, 'n', 'x'), true],
    [info(null, null, 'x'), info(null, null, 'y'), true],
    [info(null, null, null), info('B2', 'n', 'y'), false],
  ]
  expect(cases.map(([before, after]) => isOther(before, after))).toEqual(cases.map(([, , expected]) => expected))
})
