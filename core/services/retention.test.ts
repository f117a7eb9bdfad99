// What goes and what stays: by age, by size, by room, by a recording's own retention, and within the limits of all cameras.
import { afterEach, expect, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { asc, eq } from 'drizzle-orm'
import { openDatabase } from '../db/open.ts'
import { activity as deeds, recordings } from '../db/schema/index.ts'
import { createLog } from '../log.ts'
import { createClock } from '../testing/clock.ts'
import { addChannel, addDevice, addHousehold } from '../testing/rows.ts'
import { createAccess } from './access.ts'
import { createActivity } from './activity.ts'
import { createRetention, type RecordingLimits, type RetentionPolicy } from './retention.ts'
import { createStorageFolders } from './storage/folders.ts'

const DAY = 86_400_000
const NOW = new Date('2026-06-20T12:00:00Z')

const open: AsyncDisposableStack[] = []
afterEach(async () => {
  for (const stack of open.splice(0)) await stack.disposeAsync()
})

type Row = typeof recordings.$inferInsert

/** Two cameras; a recording is named by the camera and how many days ago it began, and has a hundred bytes. */
function startStand(limits: RecordingLimits = { days: null, bytes: null }) {
  const stack = new AsyncDisposableStack()
  open.push(stack)
  const dataFolder = mkdtempSync(join(tmpdir(), 'porchlight-retention-'))
  stack.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const { db, close } = openDatabase(':memory:')
  stack.defer(close)
  const clock = createClock(NOW)
  const log = createLog('error', () => {})
  const deps = { db, access: createAccess({ db }), log, now: clock.now, timers: clock.timers, dataFolder }
  const folders = stack.use(createStorageFolders(deps))
  const retention = stack.use(
    createRetention({ ...deps, folders, activity: createActivity(deps), limits: () => limits }),
  )
  const householdId = addHousehold(db)
  const device = addDevice(db, householdId)
  const channels = [1, 2].map((no) => addChannel(db, device, no).id)
  const fileAt = (file: string) => join(dataFolder, 'recordings', file)
  function add(camera: number, daysAgo: number, values: Partial<Row> = {}): void {
    const file = `${camera}/${daysAgo}.mp4`
    mkdirSync(dirname(fileAt(file)), { recursive: true })
    writeFileSync(fileAt(file), new Uint8Array(100))
    const startAt = new Date(+NOW - daysAgo * DAY)
    db.insert(recordings)
      .values({
        ...{ uuid: Bun.randomUUIDv7(), householdId, channelId: channels[camera] ?? null, channelName: 'Camera' },
        ...{ kind: 'video', origin: 'recorder', file, bytes: 100, duration: 60, createdAt: startAt },
        ...{ startAt, endAt: new Date(+startAt + 60_000) },
        ...values,
      })
      .run()
  }
  const policy = (values: Partial<RetentionPolicy> = {}, camera = 0) =>
    retention.add(() => [
      {
        ...{ by: 'recorder', householdId, channelId: channels[camera] ?? 0, of: 'recorder' as const },
        ...{ keepHours: null, maxBytes: null, ...values },
      },
    ])
  const until = (days: number) => new Date(+NOW + days * DAY)
  const left = () => {
    const rows = db.select().from(recordings).orderBy(asc(recordings.file)).all()
    expect(rows.filter(({ file }) => !existsSync(fileAt(file)))).toEqual([])
    return rows.map(({ file }) => file.replace('.mp4', ''))
  }
  const reasons = () =>
    db
      .select()
      .from(deeds)
      .where(eq(deeds.action, 'retention'))
      .all()
      .map(({ metadata }) => metadata as { why: string; by: string; recordings: { file: string }[] })
      .map(({ why, by, recordings }) => [why, by, recordings.map(({ file }) => file.replace('.mp4', '')).join(' ')])
  return { retention, clock, add, policy, until, left, reasons, db, dataFolder }
}

test('a retention of its own keeps a recording from age, quota and want of room, as a protection does', async () => {
  const it = startStand()
  it.add(0, 9, { keepUntil: it.until(1) })
  it.add(0, 8, { isProtected: true })
  it.add(0, 7)
  it.add(0, 1)
  it.policy({ keepHours: 5 * 24, maxBytes: 200 })
  await it.retention.run()
  expect(it.left()).toEqual(['0/8', '0/9'])
  expect(it.reasons().map(([why]) => why)).toEqual(['older than 120 hours', 'beyond 0.0 GB'])
  expect(await it.retention.makeRoom(async () => false, null)).toBe(0)
  expect(it.left()).toEqual(['0/8', '0/9'])
})

test('once it is over the recording goes, whatever the rules say, and the log says why; what is protected stays', async () => {
  const it = startStand()
  it.add(0, 3, { keepUntil: it.until(-1) })
  it.add(0, 2, { keepUntil: it.until(-1), isProtected: true })
  it.add(1, 3, { keepUntil: it.until(-2), origin: 'export', channelId: null })
  it.add(1, 1, { keepUntil: it.until(1) })
  expect(await it.retention.run()).toBe(2)
  expect(it.left()).toEqual(['0/2', '1/1'])
  expect(it.reasons().sort()).toEqual([
    ['its own retention is over', 'recording', '0/3'],
    ['its own retention is over', 'recording', '1/3'],
  ])
})

test('while the clock is wrong nothing goes by its own retention', async () => {
  const it = startStand()
  it.add(0, -10, { keepUntil: it.until(-1) })
  expect(await it.retention.run()).toBe(0)
})

test('of all cameras together the oldest go first, beyond so many bytes, and no more than needed', async () => {
  const it = startStand({ days: null, bytes: 300 })
  it.add(0, 9, { isProtected: true })
  for (const daysAgo of [8, 6, 1]) it.add(0, daysAgo)
  for (const daysAgo of [7, 2]) it.add(1, daysAgo)
  // Neither ours to remove nor counted.
  it.add(1, 20, { origin: 'download' })
  expect(await it.retention.run()).toBe(3)
  expect(it.left()).toEqual(['0/1', '0/9', '1/2', '1/20'])
  expect(it.reasons()).toEqual([
    ['beyond 0.0 GB of all cameras', 'limits', '0/8 0/6'],
    ['beyond 0.0 GB of all cameras', 'limits', '1/7'],
  ])
})

test('of all cameras nothing stays for longer than the limit, not even of one that is gone', async () => {
  const it = startStand({ days: 5, bytes: null })
  for (const daysAgo of [9, 4]) it.add(0, daysAgo)
  it.add(1, 6, { channelId: null })
  it.add(1, 7, { keepUntil: it.until(1) })
  it.policy({ keepHours: 30 * 24 })
  expect(await it.retention.run()).toBe(2)
  expect(it.left()).toEqual(['0/4', '1/7'])
  expect(it.reasons().map(([why]) => why)).toEqual(Array(2).fill('older than 5 days, the limit of all cameras'))
})
