// What stays of what is recorded: quotas, protected files, room on the disk, and who hears when nothing can be written.
import { afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { channels as channelRows, devices, recordings } from '../../db/schema/index.ts'
import type { Alarm } from '../../domain/alarm.ts'
import type { Fragment } from '../../media/fragment.ts'
import { fragmentsOf } from '../../testing/fragments.ts'
import { createRecordingStand, type RecordingStandOptions } from '../../testing/recording-stand.ts'
import { addHousehold, addPerson } from '../../testing/rows.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

let fragments: Fragment[]
beforeAll(async () => {
  fragments = await fragmentsOf('h264')
})
const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const stand of open.splice(0)) await stand[Symbol.asyncDispose]()
})

function startStand(options: RecordingStandOptions = {}) {
  const stand = createRecordingStand(fragments, options)
  open.push(stand)
  return stand
}

test('a source that writes faster than the quota allows exceeds it by no more than a file, and what is protected stays', async () => {
  const it = startStand()
  const [camera = 0] = it.channels
  const size = fragments.reduce((sum, { data }) => sum + data.length, 0) / 12
  await it.record(camera, { mode: 'continuous', segmentSeconds: 1, quotaBytes: Math.round(size * 4) })
  let most = 0
  let largest = 0
  for (let second = 0; second < 12; second++) {
    await it.feed(camera, second)
    if (second < 1) continue
    await until('the file of the second before is kept', () => it.rows().some(({ id }) => id === second))
    largest = Math.max(largest, ...it.rows().map(({ bytes }) => bytes))
    most = Math.max(most, it.bytes())
    if (second === 2) it.db.update(recordings).set({ isProtected: true }).where(eq(recordings.id, 1)).run()
    await it.retention.run()
  }
  expect(most).toBeLessThanOrEqual(size * 4 + largest)
  expect(it.bytes()).toBeLessThanOrEqual(size * 4)
  expect(it.rows()[0]).toMatchObject({ id: 1, isProtected: true, origin: 'recorder' })
  expect(it.rows().length).toBeGreaterThan(2)
  expect(new Set(it.removed())).toEqual(new Set([expect.stringMatching(/^beyond 0\.\d GB$/)]))
})

test('files that come all the time do not put off for ever that old ones go', async () => {
  const it = startStand()
  let runs = 0
  using _policies = it.retention.add(() => {
    runs++
    return []
  })
  for (let half = 0; half < 8; half++) {
    it.retention.hurry()
    await it.clock.advance(500)
  }
  await until('what is due is done', () => runs >= 3)
})

test('before the disk is full the oldest recordings of all cameras make room, each with its reason', async () => {
  const GB = 1024 ** 3
  // Room for a gigabyte and what three files take.
  let room = Number.POSITIVE_INFINITY
  const it = startStand({ free: (bytes) => GB + room - bytes })
  for (const camera of it.channels) await it.record(camera, { mode: 'continuous', segmentSeconds: 1 })
  for (let second = 0; second < 8; second++) {
    for (const camera of it.channels) await it.feed(camera, second)
    await until('files are kept', () => it.rows().length >= Math.min(second * 2, 3))
    if (second === 2) room = it.bytes() + 1000
  }
  await until('old ones have gone', () => it.removed().length >= 6)
  expect(new Set(it.removed())).toEqual(new Set(['no room on the disk']))
  expect(it.bytes()).toBeLessThanOrEqual(room + 80_000)
  expect(it.rows().map(({ id }) => id)).not.toContain(1)
  expect(it.troubles).toEqual([])
})

test('of a small disk a tenth stays free, not the gigabyte for which everything on it would have to go', async () => {
  const it = startStand({ free: () => 400 * 1024 ** 2, total: 2 * 1024 ** 3 })
  const [camera = 0] = it.channels
  await it.record(camera, { mode: 'continuous', segmentSeconds: 1 })
  for (let second = 0; second < 4; second++) await it.feed(camera, second)
  await until('three files are kept', () => it.rows().length + it.removed().length === 3)
  expect(it.removed()).toEqual([])
})

test('a disk that stays full stops recording, says so once for each camera, and once when there is room again', async () => {
  let left = 1000
  const it = startStand({ free: () => left })
  const [camera = 0] = it.channels
  await it.record(camera, { mode: 'continuous', segmentSeconds: 1 })
  for (let second = 0; second < 4; second++) await it.feed(camera, second)
  await until('it is said', () => it.troubles.length === 1)
  expect(it.troubles).toMatchObject([{ channelId: camera, message: 'The disk is full.', isFull: true }])
  expect(it.recorder.get(it.admin, camera).state.fault?.message).toBe('The disk is full.')
  for (const second of [4, 0, 1]) {
    await it.clock.advance(10_000)
    await it.feed(camera, second)
  }
  expect([it.troubles.length, it.warned.length]).toEqual([1, 1])
  left = 4 * 1024 ** 3
  await it.clock.advance(10_000)
  for (let second = 4; second < 8; second++) await it.feed(camera, second)
  await until('it is over', () => it.troubles.length === 2)
  expect(it.troubles[1]).toMatchObject({ message: null })
  it.recorder.set(it.admin, camera, { mode: 'off' })
  await until('what came since is kept', () => it.rows().length > 2)
})

test('between alarms a disk that was full is looked at now and then, and said to be well only when it is', async () => {
  let left = 1000
  const it = startStand({ free: () => left })
  const [camera = 0] = it.channels
  await it.record(camera, { mode: 'alarm', segmentSeconds: 1, postSeconds: 1 })
  const alarm = { id: 1, channelId: camera, kind: 'motion', beganAt: it.clock.now(), endedAt: null as Date | null }
  it.bus.emit('alarm.began', alarm as never)
  await it.feed(camera, 0)
  await until('it is said', () => it.troubles.length === 1)
  it.bus.emit('alarm.ended', { ...alarm, endedAt: it.clock.now() } as never)
  // No picture comes any more, and no longer than this is waited for the last one.
  await it.clock.advance(2000 + 3000)
  expect(it.recorder.get(it.admin, camera).state.doing).toBe('wait')
  await it.clock.advance(60_000)
  await it.clock.advance(60_000)
  expect(it.troubles).toHaveLength(1)
  left = 4 * 1024 ** 3
  await it.clock.advance(60_000)
  await until('it is over', () => it.troubles.length === 2)
  expect(it.troubles[1]).toMatchObject({ channelId: camera, message: null })
  expect(it.recorder.get(it.admin, camera).state.fault).toBeNull()
})

test('an alarm that goes on already when a camera is first to be recorded around alarms is recorded too', async () => {
  const going: Alarm[] = []
  const it = startStand({ going })
  const [camera = 0, other = 0] = it.channels
  going.push({ id: 1, channelId: camera, kind: 'motion', beganAt: it.clock.now(), endedAt: null } as Alarm)
  for (const id of it.channels) await it.record(id, { mode: 'alarm' })
  const doing = () => it.channels.map((id) => it.recorder.get(it.admin, id).state.doing)
  expect(doing()).toEqual(['record', 'wait'])
  expect(it.joined.has(other)).toBe(true)
})

test('a camera that is switched off, taken out of use or removed is no longer read, and another household hears nothing of it', async () => {
  const it = startStand()
  const [camera = 0, other = 0] = it.channels
  for (const id of it.channels) await it.record(id, { mode: 'continuous' })
  expect([...it.joined.keys()]).toEqual(it.channels)
  const stranger = addPerson(it.db, addHousehold(it.db), 'admin')
  expect(() => it.recorder.get(stranger, camera)).toThrow('Channel not found')
  expect(() => it.recorder.set(stranger, camera, { mode: 'off' })).toThrow('Channel not found')
  it.recorder.set(it.admin, camera, { mode: 'off' })
  expect([...it.joined.keys()]).toEqual([other])
})

test('the last file of a camera that is removed while it records is kept under the name that it had', async () => {
  const it = startStand()
  const [camera = 0] = it.channels
  await it.record(camera, { mode: 'continuous', segmentSeconds: 2 })
  for (let second = 0; second < 4; second++) await it.feed(camera, second)
  await until(
    'a file is kept and another one begun',
    () => it.rows().length === 1 && it.recorder.get(it.admin, camera).state.fileStartedAt,
  )
  const [{ deviceId }] = it.db.select({ deviceId: channelRows.deviceId }).from(channelRows).limit(1).all() as [
    { deviceId: number },
  ]
  it.db.delete(devices).where(eq(devices.id, deviceId)).run()
  it.bus.emit('device.removed', { deviceId, householdId: 1 } as never)
  await until('its last file is kept', () => it.rows().length === 2)
  const [first, last] = it.rows()
  expect(last).toMatchObject({ channelId: null, channelName: first?.channelName as string })
  expect(last?.file.split('/')[0]).toBe(first?.file.split('/')[0] as string)
})

test('a camera without a clock of its own is recorded by the clock of the machine, in its zone', async () => {
  // Sunday noon in UTC is nine in the evening.
  const it = startStand({ zone: 9 * 60 })
  const [camera = 0, other = 0] = it.channels
  const span = { days: [6], record: 'continuous' as const }
  await it.record(camera, { mode: 'schedule', schedule: [{ ...span, start: '21:00', end: '22:00' }] })
  it.recorder.set(it.admin, other, { mode: 'schedule', schedule: [{ ...span, start: '12:00', end: '13:00' }] })
  expect([...it.joined.keys()]).toEqual([camera])
})

test('a folder whose disk is away stops what is recorded into it, says so once, and what was cut off comes back with it', async () => {
  const it = startStand()
  const { id, path } = await it.addFolder()
  const [camera = 0, other = 0] = it.channels
  await it.record(camera, { mode: 'continuous', segmentSeconds: 1, folderId: id })
  await it.record(other, { mode: 'continuous', segmentSeconds: 1 })
  const feed = async (from: number, to: number) => {
    for (let second = from; second < to; second++) for (const channel of it.channels) await it.feed(channel, second)
  }
  const of = (channelId: number) => it.rows().filter((row) => row.channelId === channelId)
  await feed(0, 3)
  await until('two files of it are kept', () => of(camera).length === 2)
  expect(new Set(of(camera).map(({ folderId }) => folderId))).toEqual(new Set([id]))
  expect(new Set(of(other).map(({ folderId }) => folderId))).toEqual(new Set([null]))

  renameSync(path, `${path}-away`)
  mkdirSync(path)
  await feed(3, 6)
  await until('it is said', () => it.troubles.length > 0)
  expect(it.recorder.get(it.admin, camera).state.fault?.kind).toBe('not-ready')
  expect(it.recorder.get(it.admin, other).state.fault).toBeNull()
  await it.clock.advance(10_000)
  await feed(6, 9)
  await until('why is told', () =>
    it.recorder.get(it.admin, camera).state.fault?.message.includes('“Archive” is not there'),
  )
  await until('the other one goes on', () => of(other).length > 5)
  expect(readdirSync(path)).toEqual([])
  const before = of(camera).length
  await it.retention.run()
  expect(of(camera)).toHaveLength(before)

  rmSync(path, { recursive: true })
  renameSync(`${path}-away`, path)
  await it.clock.advance(10_000)
  await feed(9, 12)
  await until('it is recorded again', () => it.troubles.at(-1)?.message === null)
  await until('what had been cut off is a recording', () => of(camera).length > before)
  expect(it.troubles.filter(({ channelId }) => channelId !== camera)).toEqual([])
  expect(of(camera).every(({ folderId }) => folderId === id)).toBe(true)
})

test('what a trouble with the disk has cut off is a recording when the trouble is over, without a new start', async () => {
  const it = startStand()
  const [camera = 0, other = 0] = it.channels
  for (const id of it.channels) await it.record(id, { mode: 'continuous', segmentSeconds: 2 })
  const feed = async (from: number, to: number) => {
    for (let second = from; second < to; second++) for (const channel of it.channels) await it.feed(channel, second)
  }
  await feed(0, 3)
  const films = join(it.dataFolder, 'recordings')
  const underWay = () => readdirSync(join(films, '.recorder'))
  await until('the next one of each is begun', () => it.rows().length === 2 && underWay().length === 2)
  renameSync(films, `${films}-away`)
  writeFileSync(films, '')
  await feed(3, 6)
  await until('both are told', () => new Set(it.troubles.map(({ channelId }) => channelId)).size === 2)
  // One of them is not recorded any more when the disk is back.
  it.recorder.set(it.admin, other, { mode: 'off' })

  rmSync(films)
  renameSync(`${films}-away`, films)
  await it.clock.advance(10_000)
  for (let second = 6; second < 8; second++) await it.feed(camera, second)
  await until('it is recorded again', () => it.troubles.at(-1)?.message === null)
  await until('what was cut off is a recording', () => it.rows().length === 4 && underWay().length === 1)
  expect(it.rows().map(({ channelId }) => channelId)).toEqual([camera, other, camera, other])
})

test('room is made in the folder that lacks it, and in no other', async () => {
  const it = startStand({ free: (_bytes, folder) => (folder === null ? 4 * 1024 ** 3 : 1024 ** 2 * 500) })
  const { id } = await it.addFolder()
  const [camera = 0, other = 0] = it.channels
  await it.record(other, { mode: 'continuous', segmentSeconds: 1 })
  for (let second = 0; second < 3; second++) await it.feed(other, second)
  await until('two files are kept', () => it.rows().length === 2)
  await it.record(camera, { mode: 'continuous', segmentSeconds: 1, folderId: id })
  for (let second = 3; second < 8; second++) await it.feed(camera, second)
  await until('old ones have gone', () => it.removed().length >= 2)
  expect(it.rows().filter(({ channelId }) => channelId === other)).toHaveLength(2)
})
