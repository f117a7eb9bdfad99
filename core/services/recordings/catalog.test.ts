// How a list of many recordings is read: a page along the index that has its order, and alarms by the place that they are of.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { openDatabase } from '../../db/open.ts'
import { alarms, clips, recordings, recordingTags } from '../../db/schema/index.ts'
import { addChannel, addDevice, addHousehold, addPerson } from '../../testing/rows.ts'
import { hearStatements, type Statements } from '../../testing/statements.ts'
import { createAccess } from '../access.ts'
import { type CatalogQuery, createRecordingCatalog } from './catalog.ts'

const MANY = 20_000
const PICTURES = MANY / 50
const START = 1_750_000_000_000
const told = ['motion'] as const

let heard: Statements
let db: ReturnType<typeof openDatabase>['db']
let close: () => void
let admin: ReturnType<typeof addPerson>
let viewer: ReturnType<typeof addPerson>
let channelIds: number[]
let catalog: ReturnType<typeof createRecordingCatalog>

beforeAll(() => {
  heard = hearStatements()
  ;({ db, close } = openDatabase(':memory:'))
  const household = addHousehold(db)
  admin = addPerson(db, household, 'admin')
  viewer = addPerson(db, household, 'viewer')
  const device = addDevice(db, household)
  const channels = Array.from({ length: 8 }, (_, index) => addChannel(db, device, index + 1))
  channelIds = channels.map(({ id }) => id)
  const at = new Date(START)
  db.transaction((tx) => {
    for (let index = 0; index < MANY; index++) {
      const channel = channels[index % 8]!
      const startAt = new Date(START + Math.floor(index / 8) * 60_000)
      const endAt = new Date(+startAt + 60_000)
      const [uuid, householdId, channelId] = [Bun.randomUUIDv7(), household, channel.id]
      const span = { startAt, endAt, utcOffsetMinutes: 0, recordType: 'continuous', bytes: 1000 + (index % 77) }
      tx.insert(recordings)
        .values({
          ...{ ...span, uuid, householdId, channelId, channelName: channel.slug, kind: 'video', origin: 'recorder' },
          ...{ file: `${index}.mp4`, duration: 60, createdAt: at, isProtected: index % 1000 === 0 },
        })
        .run()
      tx.insert(clips)
        .values({
          ...span,
          uuid: Bun.randomUUIDv7(),
          householdId,
          channelId,
          deviceId: device.id,
          token: `${index}`,
          seenAt: at,
        })
        .run()
      if (index % 10 === 0)
        tx.insert(alarms)
          .values({
            ...{ uuid: Bun.randomUUIDv7(), householdId, deviceId: device.id, channelId, channelNo: channel.channelNo },
            ...{ kind: 'motion', rawType: 'VMD', message: 'Motion', beganAt: new Date(+startAt + 5000) },
            endedAt: new Date(+startAt + 9000),
          })
          .run()
    }
    for (let index = 0; index < PICTURES; index++) {
      const channel = channels[index % 8]!
      const startAt = new Date(START + index * 30_000)
      tx.insert(recordings)
        .values({
          ...{ uuid: Bun.randomUUIDv7(), householdId: household, channelId: channel.id, channelName: channel.slug },
          ...{ kind: 'picture', origin: 'alarm', recordType: 'motion', file: `${index}.jpg`, bytes: 10 },
          ...{ startAt, endAt: startAt, duration: 0, createdAt: at },
        })
        .run()
    }
    tx.insert(recordingTags).values({ recordingId: 4711, tag: 'gate' }).run()
  })
  catalog = createRecordingCatalog({
    db,
    now: () => at,
    access: createAccess({ db }),
    folders: { isAway: () => false } as unknown as Parameters<typeof createRecordingCatalog>[0]['folders'],
  })
})
afterAll(() => {
  close()
  heard[Symbol.dispose]()
})

const query = (more: Partial<CatalogQuery> = {}): CatalogQuery => ({ source: 'local', told, order: 'desc', ...more })
const page = (more: Partial<CatalogQuery> = {}, offset = 0, limit = 20) =>
  catalog.page(admin, query(more), { offset, limit })

const CASES: [string, () => Partial<CatalogQuery>, total: number][] = [
  ['all', () => ({}), MANY],
  ['those of a stream', () => ({ channelIds: channelIds.slice(0, 1) }), MANY / 8],
  ['those of some streams', () => ({ channelIds: channelIds.slice(0, 2) }), MANY / 4],
  ['an hour', () => ({ startsFrom: new Date(START), startsTo: new Date(START + 3_540_000) }), 480],
  ['those with an alarm', () => ({ alarms: { are: true, kinds: told } }), MANY / 10],
  ['those without one', () => ({ alarms: { are: false, kinds: told } }), MANY - MANY / 10],
  ['protected ones', () => ({ isProtected: true }), 20],
  ['tagged ones', () => ({ tags: ['gate'] }), 1],
  ['clips', () => ({ source: 'device' }), MANY],
  ['both', () => ({ source: 'all' }), 2 * MANY],
  ['pictures', () => ({ kind: 'picture' }), PICTURES],
  ['pictures of a stream', () => ({ kind: 'picture', channelIds: channelIds.slice(0, 1) }), PICTURES / 8],
  ['pictures, which no device keeps', () => ({ kind: 'picture', source: 'device' }), 0],
  ['videos and pictures', () => ({ kind: 'both' }), MANY + PICTURES],
  [
    'videos and pictures of a stream',
    () => ({ kind: 'both', channelIds: channelIds.slice(0, 1) }),
    (MANY + PICTURES) / 8,
  ],
  ['all that there is', () => ({ kind: 'both', source: 'all' }), 2 * MANY + PICTURES],
  ['those of some types', () => ({ kind: 'both', recordTypes: ['motion', 'alarm'] }), PICTURES],
]

test.each(CASES)('a page of %s is read by index', (_, more, total) => {
  heard.clear()
  const found = page(more())
  expect([found.total, found.items.length]).toEqual([total, Math.min(20, total)])
  const plans = heard.all().flatMap((sql) => heard.plan(sql))
  expect(
    plans.filter((line) => /^SCAN (recordings|clips|alarms|told|seen|place|channels|recording_tags)\b/.test(line)),
  ).toEqual([])
  // What is told is grouped by kind, of a page alone; those with a tag are few.
  const sorted = plans.filter((line) => /TEMP B-TREE/.test(line) && !/GROUP BY|ORDER BY$/.test(line))
  expect(sorted).toEqual([])
})

test('a page is listed without being counted', () => {
  heard.clear()
  const items = catalog.list(
    admin,
    { source: 'local', kind: 'both', told: [], order: 'desc' },
    { offset: 5, limit: 20 },
  )
  expect(items).toEqual(catalog.page(admin, query({ kind: 'both', told: [] }), { offset: 5, limit: 20 }).items)
  expect(catalog.list(viewer, query(), { offset: 0, limit: 20 })).toEqual([])
  heard.clear()
  catalog.list(admin, query({ kind: 'both' }), { offset: 0, limit: 20 })
  expect(heard.all().filter((sql) => sql.includes('count('))).toHaveLength(1)
})

test('the keys of a page come along an index, without sorting', () => {
  const [one] = channelIds as [number]
  const alike: Partial<CatalogQuery>[] = [{}, { channelIds: [one] }, { alarms: { are: true, kinds: told } }]
  for (const more of [...alike, { kind: 'both' as const }, { kind: 'both' as const, channelIds: [one] }]) {
    heard.clear()
    page(more)
    const keys = heard.all().filter((sql) => sql.includes('as isClip'))
    expect(keys).toHaveLength(1)
    const plan = keys.flatMap((sql) => heard.plan(sql)).join('\n')
    expect(plan).toMatch(/INDEX recordings_(channel_)?(kind_)?time/)
    expect(plan).not.toContain('TEMP B-TREE')
  }
  heard.clear()
  page({ alarms: { are: true, kinds: told } })
  const plan = heard
    .all()
    .filter((sql) => sql.includes('as isClip'))
    .flatMap((sql) => heard.plan(sql))
  expect(plan.join('\n')).toMatch(
    /told USING (COVERING )?INDEX alarms_place.*seen USING (COVERING )?INDEX events_channel/s,
  )
})

test('whose alarm it is and which words stand on it is told of each', () => {
  const [first] = page({ order: 'asc', channelIds: channelIds.slice(0, 1) }).items
  expect(first?.alarms).toEqual([{ kind: 'motion', count: 1 }])
  const [tagged] = page({ tags: ['gate'] }).items
  expect(tagged?.tags).toEqual(['gate'])
  expect(catalog.kinds(admin, ['motion', 'face'])).toEqual(['motion'])
  expect(catalog.page(viewer, query(), { offset: 0, limit: 20 })).toEqual({ items: [], total: 0 })
})

test('all that match are gone through from key to key, without sorting, and what comes later is not among them', () => {
  const pick = catalog.pick(admin, { source: 'all', alarms: { are: true, kinds: told } })
  if (!pick) throw new Error('Nothing is seen')
  expect(catalog.countOf(pick)).toBe(MANY / 10)
  heard.clear()
  const first = catalog.keysAfter(pick, 0, 200)
  const next = catalog.keysAfter(pick, first.at(-1) ?? 0, 200)
  expect([first.length, next.length, first[0], next[0]]).toEqual([200, 200, 1, 2001])
  const plan = heard
    .all()
    .flatMap((sql) => heard.plan(sql))
    .join('\n')
  expect(plan).toMatch(/SEARCH recordings USING INTEGER PRIMARY KEY/)
  expect(plan).not.toContain('TEMP B-TREE')
  expect(catalog.keysAfter({ ...pick, upTo: 15 }, 0, 200)).toEqual([1, 11])
  expect(catalog.pick(admin, { source: 'device' })).toBeNull()
  expect(catalog.pick(viewer, { source: 'local' })).toBeNull()
})

test('where clips lie is counted at once, however many there are', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => index + 1)
  heard.clear()
  const named = catalog.clipsByChannel(admin, { ids: [...ids, 1_000_000] })
  expect(heard.all()).toHaveLength(1)
  expect(named).toEqual(channelIds.map((channelId) => ({ channelId, count: 1250 })))
  const [one] = channelIds
  const found = catalog.clipsByChannel(admin, { query: { source: 'device', channelIds: [one as number] } })
  expect(found).toEqual([{ channelId: one as number, count: MANY / 8 }])
  expect(catalog.clipsByChannel(admin, { query: { source: 'local' } })).toEqual([])
})

test('a page deep in the list, and one in the middle of a year, cost as little as the first', () => {
  const best = (work: () => void) =>
    Math.min(
      ...Array.from({ length: 15 }, () => {
        const from = performance.now()
        work()
        return performance.now() - from
      }),
    )
  if (process.env.SHOW_TIMES)
    for (const [name, more] of CASES)
      console.log(name, best(() => page(more())).toFixed(2), best(() => page(more(), 900)).toFixed(2))
  // About one here; many times as much on a machine that does much else.
  expect(best(() => page())).toBeLessThan(15)
  expect(best(() => page({ channelIds: channelIds.slice(0, 1) }))).toBeLessThan(15)
})
