// What lies where and what comes a day, out of rows: sums, rules, several cameras and kinds, and many rows in little time.
import { afterEach, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../db/open.ts'
import { recorderRules, recordings } from '../../db/schema/index.ts'
import { createLog } from '../../log.ts'
import { quickest } from '../../testing/quickest.ts'
import { addChannel, addDevice, addHousehold, addPerson } from '../../testing/rows.ts'
import { hearStatements } from '../../testing/statements.ts'
import { createAccess } from '../access.ts'
import { createActivity } from '../activity.ts'
import { createStorageFolders } from './folders.ts'
import { createStorage } from './index.ts'
import { createSums } from './sums.ts'

const DAY = 86_400_000
const NOW = new Date('2026-06-20T12:00:00Z')
const GB = 1e9

const open: AsyncDisposableStack[] = []
afterEach(async () => {
  for (const stack of open.splice(0)) await stack.disposeAsync()
})

function startStand() {
  const stack = new AsyncDisposableStack()
  open.push(stack)
  const dataFolder = mkdtempSync(join(tmpdir(), 'porchlight-storage-'))
  stack.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const { db, written, close } = openDatabase(':memory:')
  stack.defer(close)
  const access = createAccess({ db })
  const household = addHousehold(db)
  const founder = addPerson(db, household, 'admin')
  const operator = addPerson(db, household, 'operator')
  const device = addDevice(db, household)
  const channels = [1, 2].map((no) => addChannel(db, device, no).id)
  const limits = { days: null, bytes: null, free_bytes: null }
  const pictures = { days: 90, bytes: 2 * GB }
  const now = () => NOW
  const activity = createActivity({ db, access, log: createLog('error', () => {}), now })
  const folders = stack.use(createStorageFolders({ db, dataFolder }))
  const settings = { get: (key: string) => (key === 'recording_limits' ? limits : pictures) as never }
  const sums = createSums({ db, now, written })
  const storage = createStorage({ db, access, activity, folders, settings, sums, dataFolder, now })
  let count = 0
  type Row = typeof recordings.$inferInsert
  const row = (daysAgo: number, bytes: number, values: Partial<Row> = {}): Row => ({
    ...{ uuid: Bun.randomUUIDv7(), householdId: household, channelId: channels[0] ?? null, channelName: 'Camera' },
    ...{ kind: 'video', origin: 'recorder', file: `a/${++count}.mp4`, bytes, duration: 300, createdAt: NOW },
    ...{ startAt: new Date(+NOW - daysAgo * DAY), endAt: new Date(+NOW - daysAgo * DAY + 300_000) },
    ...values,
  })
  const add = (...rows: Row[]) => void db.insert(recordings).values(rows).run()
  const rule = (channelId = 0, values: Partial<typeof recorderRules.$inferInsert> = {}) =>
    db
      .insert(recorderRules)
      .values({
        ...{ channelId, householdId: household, mode: 'continuous', segmentSeconds: 300, preSeconds: 5 },
        ...{ postSeconds: 15, retentionDays: 14, updatedAt: NOW },
        ...values,
      })
      .run()
  return { db, storage, founder, operator, household, channels, row, add, rule }
}

test('each camera is told with all that it has, what comes a day, and how far it will reach', async () => {
  const it = startStand()
  const [first = 0, second = 0] = it.channels
  it.rule(first)
  it.rule(second, { quotaBytes: 8 * GB, retentionDays: null })
  it.add(...Array.from({ length: 14 }, (_, day) => it.row(day + 0.5, GB)))
  it.add(it.row(1, 5 * GB, { channelId: second }), it.row(2, GB, { channelId: second }))
  it.add(it.row(2, 3 * GB, { channelId: second, origin: 'download' }), it.row(3, GB, { channelId: null }))
  it.add(it.row(3, 9 * GB, { channelId: second, missingSince: NOW }))
  const use = await it.storage.use(it.founder)
  expect(use.cameras).toMatchObject([
    { channelId: null, name: 'Removed cameras', bytes: GB, bytesPerDay: 0, reachesDays: null },
    {
      ...{ channelId: first, name: 'Camera 1', folder: null, bytes: 14 * GB, recordings: 14, bytesPerDay: GB },
      ...{ oldestAt: new Date(+NOW - 13.5 * DAY), newestAt: new Date(+NOW - 0.5 * DAY + 300_000) },
      ...{ retentionDays: 14, quotaBytes: null, reachesDays: 14 },
    },
    // Recorded for two days only.
    { channelId: second, bytes: 9 * GB, recordings: 3, bytesPerDay: 3 * GB, quotaBytes: 8 * GB, reachesDays: 8 / 3 },
  ])
  expect(use).toMatchObject({ bytes: 24 * GB, bytesPerDay: 4 * GB, fullAt: null })
  expect(use.folders).toMatchObject([{ id: null, state: expect.stringMatching(/ok|full/), usedBytes: 24 * GB }])
  expect(use.folders[0]?.path).toEndWith('recordings')
  expect((await it.storage.use(it.operator)).folders[0]?.path).toBeNull()
})

test('a camera that is no longer recorded fills nothing, and one that is to be recorded is told before it has anything', async () => {
  const it = startStand()
  const [first = 0, second = 0] = it.channels
  it.rule(first, { mode: 'off' })
  it.rule(second)
  it.add(it.row(1, GB))
  const { cameras } = await it.storage.use(it.founder)
  expect(cameras).toMatchObject([
    { channelId: first, bytes: GB, bytesPerDay: 0 },
    { channelId: second, bytes: 0, recordings: 0, oldestAt: null, newestAt: null, retentionDays: 14 },
  ])
})

test('without a rule that removes anything the disk has a day on which it is full', async () => {
  const it = startStand()
  it.rule(it.channels[0], { retentionDays: null })
  it.add(it.row(1, 500 * GB))
  const { folders, fullAt } = await it.storage.use(it.founder)
  const room = (folders[0]?.free ?? 0) - 1024 ** 3
  expect(+(fullAt ?? 0) - +NOW).toBeCloseTo((Math.max(0, room) / (500 * GB)) * DAY, -3)
})

test('another household sees none of it, but that the disk is taken', async () => {
  const it = startStand()
  it.add(it.row(1, GB))
  const stranger = addPerson(it.db, addHousehold(it.db), 'admin')
  const use = await it.storage.use(stranger)
  expect(use).toMatchObject({ cameras: [], bytes: 0, folders: [{ path: null, usedBytes: GB }] })
})

test('twenty thousand recordings are summed up in a moment, from an index alone', async () => {
  const it = startStand()
  for (let at = 0; at < 20_000; at += 1000)
    it.add(
      ...Array.from({ length: 1000 }, (_, i) => it.row((at + i) / 300, 1e6, { channelId: it.channels[i % 2] ?? 0 })),
    )
  using heard = hearStatements()
  await it.storage.use(it.founder)
  const [sql = ''] = heard.all().filter((text) => /from "recordings"/.test(text))
  expect(heard.all().filter((text) => /from "recordings"/.test(text))).toHaveLength(1)
  expect(heard.plan(sql)).toEqual(['SCAN recordings USING COVERING INDEX recordings_storage'])
  expect(await quickest(() => it.storage.use(it.founder))).toBeLessThan(100)
})
