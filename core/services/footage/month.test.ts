// The month of a device: how many questions to the database it takes, and who sees which channels.
import { Database } from 'bun:sqlite'
import { afterAll, expect, test } from 'bun:test'
import { devices, footageDays, footageMonths } from '../../db/schema/index.ts'
import { createPeople } from '../../testing/people.ts'
import { createFootage } from './index.ts'

/** Statements that were prepared or run since the last look. */
const { prepare } = Database.prototype
let statements = 0
Database.prototype.prepare = function (this: Database, ...rest: Parameters<typeof prepare>) {
  statements++
  return prepare.apply(this, rest)
} as typeof prepare
afterAll(() => {
  Database.prototype.prepare = prepare
})

async function createStand() {
  const people = await createPeople()
  const { db, bus, log, now } = people
  const { access } = people.services
  const sessions = {
    use: () => Promise.reject(new Error('nobody asks a device here')),
  }
  const footage = createFootage({ db, bus, access, sessions, log, now })
  /** One range on each of the first days of January. */
  function fill(channelId: number, days: number) {
    const at = now()
    db.insert(footageMonths).values({ channelId, month: '2026-01', askedAt: at }).run()
    for (let day = 1; day <= days; day++) {
      const name = `2026-01-${String(day).padStart(2, '0')}`
      const start = Date.parse(`${name}T08:00:00Z`) / 1000
      const row = { channelId, day: name, hasRecord: true, rangesAt: at, ranges: [start, start + 60, 0, 0] }
      db.insert(footageDays).values(row).run()
    }
  }
  return { ...people, footage, fill, [Symbol.asyncDispose]: () => people[Symbol.asyncDispose]() }
}

test('a month takes the same number of queries, however many channels and days it has', async () => {
  await using stand = await createStand()
  const { caller } = await stand.person({ username: 'anna' })
  const small = stand.device(caller.householdId, 1)
  stand.fill(small.channels[0]?.id ?? 0, 1)
  const count = (deviceId: number) => {
    statements = 0
    const { channels } = stand.footage.month(caller, deviceId, '2026-01')
    return {
      queries: statements,
      ranges: channels.flatMap(({ days }) => days.flatMap(({ ranges }) => ranges)).length / 4,
    }
  }
  const few = count(small.device.id)
  // Devices of one household differ in their address.
  stand.db.update(devices).set({ address: 'elsewhere', addressKey: 'elsewhere' }).run()
  const large = stand.device(caller.householdId, 24)
  for (const { id } of large.channels) stand.fill(id, 31)
  const many = count(large.device.id)
  expect([few.ranges, many.ranges]).toEqual([1, 24 * 31])
  expect(many.queries).toBe(few.queries)
  expect(few.queries).toBeLessThan(6)
})

test('a viewer sees the footage of channels that he may play back, and no others', async () => {
  await using stand = await createStand()
  const { caller } = await stand.person({ username: 'anna' })
  const viewer = await stand.person({ username: 'vera', role: 'viewer' }, caller)
  const { device, channels } = stand.device(caller.householdId, 3)
  for (const { id } of channels) stand.fill(id, 2)
  const [first, second, third] = channels.map(({ id }) => id)
  const { userId } = viewer.caller as { userId: number }
  stand.grant(userId, first ?? 0, { playback: true })
  stand.grant(userId, second ?? 0)
  const month = stand.footage.month(viewer.caller, device.id, '2026-01')
  expect(month.channels.map(({ channel }) => channel.id)).toEqual([first ?? 0])
  expect(stand.footage.days(viewer.caller, first ?? 0)).toHaveLength(2)
  expect(() => stand.footage.days(viewer.caller, second ?? 0)).toThrow('Insufficient permissions')
  expect(() => stand.footage.days(viewer.caller, third ?? 0)).toThrow('Channel not found')
})
