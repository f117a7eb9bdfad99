// What a sync writes, keeps and tells.
import { describe, expect, test } from 'bun:test'
import { asc } from 'drizzle-orm'
import { channels, devices } from '../db/schema/index.ts'
import { fakeChannel } from '../testing/fake-driver.ts'
import { faultOf } from '../testing/fault-of.ts'
import { createSessionsStand } from '../testing/sessions-stand.ts'
import { cleanName, createSync, numbersFor, slugOf } from './sync.ts'

const HOST = '192.0.2.5'

function createStand(count = 2) {
  const stand = createSessionsStand()
  const device = stand.driver.add(HOST, count)
  const row = stand.store(HOST)
  const sync = createSync({ db: stand.db, bus: stand.bus, now: stand.clock.now })
  let told = 0
  stand.bus.on('channels.changed', () => told++)
  return {
    ...stand,
    device,
    row,
    run: async () => sync.run(row, await stand.sessions.use(row.id)),
    told: () => told,
    rows: () => stand.db.select().from(channels).orderBy(asc(channels.channelNo)).all(),
  }
}

describe('a sync', () => {
  test('makes the channels, stores what the device says and can, and twice is once', async () => {
    using stand = createStand()
    expect(await stand.run()).toEqual({ channels: 2, changed: true })
    expect(stand.rows()).toMatchObject([
      {
        sourceKey: 'ip:1',
        channelNo: 1,
        slug: 'camera-1',
        deviceName: 'Camera 1',
        name: null,
        isActive: true,
        isOnline: true,
      },
      { sourceKey: 'ip:2', channelNo: 2, slug: 'camera-2', connection: 'ip', can: { alarms: ['motion'] } },
    ])
    expect(stand.db.select().from(devices).get()).toMatchObject({
      info: { model: 'FAKE-1' },
      offers: ['live', 'snapshot', 'alarms'],
    })
    const before = stand.rows()
    await stand.clock.advance(60_000)
    expect(await stand.run()).toEqual({ channels: 2, changed: false })
    expect(stand.told()).toBe(1)
    expect(stand.rows().map((row) => row.uuid)).toEqual(before.map((row) => row.uuid))
    expect(+(stand.rows()[0]?.lastSyncAt ?? 0) - +(before[0]?.lastSyncAt ?? 0)).toBe(60_000)
  })

  test('a name from the device follows it, number and slug stay', async () => {
    using stand = createStand()
    await stand.run()
    Object.assign(stand.device.channels[0] ?? {}, { name: 'Front  door\u0000\u202e', number: 7 })
    expect((await stand.run()).changed).toBe(true)
    expect(stand.rows()[0]).toMatchObject({ deviceName: 'Front door', channelNo: 1, slug: 'camera-1' })
  })

  test('alarms that a channel has proved to raise stay, whatever the device lists', async () => {
    using stand = createStand()
    await stand.run()
    stand.db
      .update(channels)
      .set({ alarmKinds: ['tamper'] })
      .run()
    await stand.run()
    expect(stand.rows()[0]?.can.alarms).toEqual(['motion', 'tamper'])
    expect((await stand.run()).changed).toBe(false)
  })

  test('missing is not deleted, and comes back as itself', async () => {
    using stand = createStand()
    await stand.run()
    const [first] = stand.device.channels.splice(0, 1)
    await stand.run()
    expect(stand.rows().map((row) => row.isActive)).toEqual([false, true])
    expect((await stand.run()).changed).toBe(false)
    stand.device.channels.push(first ?? fakeChannel(1))
    await stand.run()
    expect(stand.rows().map((row) => row.isActive)).toEqual([true, true])
    expect(stand.rows()).toHaveLength(2)
    expect(stand.told()).toBe(3)
  })

  test('a device that fails in the middle changes nothing', async () => {
    using stand = createStand()
    await stand.run()
    const session = await stand.sessions.use(stand.row.id)
    const broken = {
      ...session,
      info: session.info,
      close: session.close,
      channels: () => Promise.reject(new Error('cut')),
    }
    const sync = createSync({ db: stand.db, bus: stand.bus, now: stand.clock.now })
    await expect(sync.run(stand.row, broken)).rejects.toThrow('cut')
    expect(stand.rows().every((row) => row.isActive)).toBe(true)
  })

  test('a channel named twice counts once, a device removed meanwhile is no fault', async () => {
    using stand = createStand()
    stand.device.channels.push(fakeChannel(1))
    expect((await stand.run()).channels).toBe(2)
    const session = await stand.sessions.use(stand.row.id)
    stand.db.delete(devices).run()
    const sync = createSync({ db: stand.db, bus: stand.bus, now: stand.clock.now })
    expect(await sync.run(stand.row, session)).toEqual({ channels: 2, changed: false })
    expect((await faultOf(() => stand.sessions.use(99))).kind).toBe('not-found')
  })

  test('slugs are unique in the household, over all its devices', async () => {
    using stand = createStand()
    await stand.run()
    stand.driver.add('192.0.2.6', 1)
    const other = stand.store('192.0.2.6')
    const sync = createSync({ db: stand.db, bus: stand.bus, now: stand.clock.now })
    await sync.run(other, await stand.sessions.use(other.id))
    expect(
      stand
        .rows()
        .map((row) => row.slug)
        .sort(),
    ).toEqual(['camera-1', 'camera-1-2', 'camera-2'])
  })
})

describe('numbers, slugs and names', () => {
  const info = (sourceKey: string, number: number) => ({ ...fakeChannel(number), sourceKey })

  test('two lists with the same numbers do not collide', () => {
    const list = [info('analog:1', 1), info('analog:2', 2), info('ip:1', 1), info('ip:2', 2), info('ip:3', 3)]
    expect([...numbersFor(list, [])]).toEqual([
      ['analog:1', 1],
      ['analog:2', 2],
      ['ip:3', 3],
      ['ip:1', 4],
      ['ip:2', 5],
    ])
  })

  test('a new channel takes no number that another has, and odd numbers become usable', () => {
    expect(
      [...numbersFor([info('ip:2', 2), info('x', 0), info('y', Number.NaN)], [1, 2])].map(([, number]) => number),
    ).toEqual([3, 4, 5])
  })

  test('slugs are plain', () => {
    expect(slugOf('Fröntdoor / Straße №1!', 1, new Set())).toBe('frontdoor-stra-e-no1')
    expect(slugOf('前门', 3, new Set())).toBe('channel-3')
    expect(slugOf('a', 1, new Set(['a', 'a-2']))).toBe('a-3')
  })

  test('names are at most a hundred characters, whole ones, and never empty', () => {
    expect([...cleanName('😀'.repeat(120), 'x')]).toHaveLength(100)
    expect(cleanName('\u0007\n', 'Channel 4')).toBe('Channel 4')
    expect(cleanName(' a\tb ', 'x')).toBe('a b')
  })
})
