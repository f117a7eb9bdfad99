// How much there is of recordings and when it began: for who may play it back, and by index.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { openDatabase } from '../../db/open.ts'
import { grants, recordings } from '../../db/schema/index.ts'
import { addChannel, addDevice, addHousehold, addPerson } from '../../testing/rows.ts'
import { hearStatements, type Statements } from '../../testing/statements.ts'
import { createAccess } from '../access.ts'
import { createSums } from '../storage/sums.ts'
import { createRecordingFigures } from './figures.ts'

const HOUR = 3_600_000
const NOW = Date.UTC(2026, 5, 1, 12, 30)
type Row = Partial<typeof recordings.$inferInsert>

let heard: Statements
let db: ReturnType<typeof openDatabase>['db']
let written: () => string
let close: () => void
let figures: ReturnType<typeof createRecordingFigures>
let people: Record<'admin' | 'viewer' | 'onlooker' | 'stranger', ReturnType<typeof addPerson>>
let time = NOW
let gate: number
let yard: number

beforeAll(() => {
  heard = hearStatements()
  ;({ db, written, close } = openDatabase(':memory:'))
  const [household, other] = [addHousehold(db), addHousehold(db)]
  people = {
    admin: addPerson(db, household, 'admin'),
    viewer: addPerson(db, household, 'viewer'),
    onlooker: addPerson(db, household, 'viewer'),
    stranger: addPerson(db, other, 'admin'),
  }
  const device = addDevice(db, household)
  ;[gate, yard] = [addChannel(db, device, 1).id, addChannel(db, device, 2).id]
  const rights = { channelId: gate, view: true, export: false, ptz: false }
  db.insert(grants)
    .values({ ...rights, userId: people.viewer.userId, playback: true })
    .run()
  db.insert(grants)
    .values({ ...rights, userId: people.onlooker.userId, playback: false })
    .run()
  let count = 0
  function keep(channelId: number | null, hoursAgo: number, more: Row = {}) {
    const startAt = new Date(NOW - hoursAgo * HOUR)
    db.insert(recordings)
      .values({
        ...{ uuid: Bun.randomUUIDv7(), householdId: household, channelId, channelName: 'Gate', kind: 'video' },
        ...{ origin: 'recorder', file: `${++count}.mp4`, bytes: 1000, startAt, endAt: startAt, duration: 60 },
        createdAt: startAt,
        ...more,
      })
      .run()
  }
  keep(gate, 0.1)
  keep(gate, 3)
  keep(gate, 3, { kind: 'picture', origin: 'snapshot', bytes: 10 })
  keep(yard, 0.05)
  keep(yard, 30)
  keep(null, 40)
  // Its file is gone.
  keep(yard, 50, { missingSince: new Date(NOW) })
  const access = createAccess({ db })
  figures = createRecordingFigures({ db, access, sums: createSums({ db, written, now: () => new Date(time) }) })
})
afterAll(() => {
  close()
  heard[Symbol.dispose]()
})

const sums = (who: keyof typeof people) =>
  figures
    .sums(people[who])
    .map(({ channelId, kind, count, bytes }) => [channelId, kind, count, bytes] as const)
    .sort((one, other) => (one[0] ?? 0) - (other[0] ?? 0) || one[1].localeCompare(other[1]))

test('what is there is summed up by camera and kind, of those that the caller may play back', () => {
  expect(sums('admin')).toEqual([
    [null, 'video', 1, 1000],
    [gate, 'picture', 1, 10],
    [gate, 'video', 2, 2000],
    [yard, 'video', 2, 2000],
  ])
  expect(sums('viewer')).toEqual([
    [gate, 'picture', 1, 10],
    [gate, 'video', 2, 2000],
  ])
  expect([sums('onlooker'), sums('stranger')]).toEqual([[], []])
})

test('what began is counted from an instant on, and by the hours of UTC', () => {
  const from = new Date(NOW - 24 * HOUR)
  expect(figures.since(people.admin, from)).toEqual({ videos: 3, pictures: 1 })
  expect(figures.since(people.viewer, from)).toEqual({ videos: 2, pictures: 1 })
  expect(figures.since(people.onlooker, from)).toEqual({ videos: 0, pictures: 0 })
  expect([...figures.hours(people.admin, from)].sort(([one], [other]) => one - other)).toEqual([
    [Date.UTC(2026, 5, 1, 9), { videos: 1, pictures: 1 }],
    [Date.UTC(2026, 5, 1, 12), { videos: 2, pictures: 0 }],
  ])
  expect([...figures.hours(people.viewer, from).values()]).toContainEqual({ videos: 1, pictures: 0 })
  expect(figures.hours(people.onlooker, from).size).toBe(0)
})

test('the newest is that of a camera that the caller may play back', () => {
  const newest = (who: keyof typeof people) => figures.newest(people[who])?.recording.channelId ?? null
  expect([newest('admin'), newest('viewer'), newest('onlooker'), newest('stranger')]).toEqual([yard, gate, null, null])
})

test('counting reads no row, only an index', () => {
  heard.clear()
  figures.since(people.admin, new Date(NOW - 24 * HOUR))
  figures.hours(people.admin, new Date(NOW - 24 * HOUR))
  const plans = heard.all().flatMap((sql) => heard.plan(sql))
  expect(plans.filter((line) => line.includes('COVERING INDEX recordings_kind_time'))).toHaveLength(2)
  time += 2000
  heard.clear()
  figures.sums(people.admin)
  expect(
    heard
      .all()
      .flatMap((sql) => heard.plan(sql))
      .join('\n'),
  ).toContain('COVERING INDEX recordings_storage')
})

test('all recordings are walked once for all who ask within two seconds, unless something is written', () => {
  const walks = () => {
    heard.clear()
    for (const who of [people.admin, people.viewer, people.stranger]) figures.sums(who)
    return heard.all().filter((sql) => sql.includes('group by "recordings"."household_id"')).length
  }
  time += 2000
  expect([walks(), walks()]).toEqual([1, 0])
  time += 1999
  expect(walks()).toBe(0)
  time += 1
  expect([walks(), walks()]).toEqual([1, 0])
  db.update(recordings).set({ bytes: 500 }).where(eq(recordings.bytes, 1000)).run()
  expect([walks(), walks()]).toEqual([1, 0])
  expect(sums('admin')[0]).toEqual([null, 'video', 1, 500])
  // A clock that is set back.
  time -= 10_000
  expect(walks()).toBe(1)
})
