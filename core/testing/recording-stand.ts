// A household with our recorder over two cameras that send what a test feeds, and a clock that the test moves.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc, eq } from 'drizzle-orm'
import { type BusEvents, createBus } from '../bus.ts'
import { openDatabase } from '../db/open.ts'
import { activity as log, recordings, storageFolders } from '../db/schema/index.ts'
import type { Alarm } from '../domain/alarm.ts'
import { createLog } from '../log.ts'
import type { Fragment } from '../media/fragment.ts'
import type { Consumer } from '../media/relay.ts'
import { createAccess } from '../services/access.ts'
import { createActivity } from '../services/activity.ts'
import { createRecorder, type RecorderRuleInput } from '../services/recorder/index.ts'
import { createRetention } from '../services/retention.ts'
import { createStorageFolders } from '../services/storage/folders.ts'
import { createTriggers } from '../services/triggers.ts'
import { createClock } from './clock.ts'
import { addChannel, addDevice, addHousehold, addPerson } from './rows.ts'
import { until } from './until.ts'

export interface RecordingStandOptions {
  free?: (bytes: number, folder: number | null) => number
  /** Of the disk; without it a large one. */
  total?: number
  zone?: number
  /** Alarms that go on when the recorder begins. */
  going?: Alarm[]
}

/** A household with a recorder over two cameras that send what the test feeds. */
export function createRecordingStand(
  fragments: readonly Fragment[],
  { free, total, zone, going = [] }: RecordingStandOptions = {},
) {
  const stack = new AsyncDisposableStack()
  const dataFolder = mkdtempSync(join(tmpdir(), 'porchlight-recorder-'))
  stack.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const { db, close } = openDatabase(':memory:')
  stack.defer(close)
  const clock = createClock()
  const warned: string[] = []
  const bus = createBus(() => {})
  const access = createAccess({ db })
  const deps = {
    db,
    bus,
    access,
    dataFolder,
    now: clock.now,
    timers: clock.timers,
    log: createLog('warn', (line) => warned.push(line)),
  }
  const activity = createActivity(deps)
  const folders = stack.use(createStorageFolders(deps))
  const retention = stack.use(createRetention({ ...deps, activity, folders }))
  const joined = new Map<number, Consumer>()
  const troubles: BusEvents['recorder.trouble'][] = []
  bus.on('recorder.trouble', (trouble) => troubles.push(trouble))
  const rows = () => db.select().from(recordings).orderBy(asc(recordings.startAt)).all()
  const bytes = () => rows().reduce((sum, row) => sum + row.bytes, 0)
  const triggers = stack.use(createTriggers({ ...deps, activity }))
  const recorder = stack.use(
    createRecorder({
      ...{ ...deps, activity, folders, retention, triggers },
      alarms: { open: () => going },
      live: {
        relay: (channelId) =>
          ({
            join(consumer: Consumer = {}) {
              joined.set(channelId, consumer)
              return () => void (joined.get(channelId) === consumer && joined.delete(channelId))
            },
          }) as never,
      },
      ...(free && {
        room: async (folder: number | null) => ({ free: free(bytes(), folder), total: total ?? 4000 * 1024 ** 3 }),
      }),
      ...(zone !== undefined && { zoneMinutes: () => zone }),
    }),
  )
  const household = addHousehold(db)
  const admin = addPerson(db, household, 'admin')
  const device = addDevice(db, household)
  const channels = [1, 2].map((no) => addChannel(db, device, no, { can: { live: true } }).id)
  recorder.start()
  retention.start()
  const removed = () =>
    db
      .select()
      .from(log)
      .where(eq(log.action, 'retention'))
      .all()
      .map(({ metadata }) => (metadata as { why: string }).why)
  /** What was written down of somebody's deeds, oldest first. */
  const deeds = (action: string) => db.select().from(log).where(eq(log.action, action)).orderBy(asc(log.id)).all()
  /** A second of video of a channel, and then what falls due in it. */
  async function feed(channelId: number, second: number): Promise<void> {
    const shift = Number(clock.now())
    for (const fragment of fragments)
      if (Math.floor(fragment.decodeTime - fragments[0]!.decodeTime + 0.01) === second)
        joined.get(channelId)?.onFragment?.({ ...fragment, time: shift + (fragment.decodeTime % 1) * 1000 })
    await clock.advance(1000)
  }
  /** Says what is recorded, and waits until the camera is read. */
  async function record(channelId: number, input: RecorderRuleInput): Promise<void> {
    recorder.set(admin, channelId, input)
    await until('the camera is read', () => joined.has(channelId))
  }
  /** A folder on a disk of its own; its number, and its path. */
  async function addFolder(): Promise<{ id: number; path: string }> {
    const path = mkdtempSync(join(tmpdir(), 'porchlight-disk-'))
    stack.defer(() => rmSync(path, { recursive: true, force: true }))
    const uuid = Bun.randomUUIDv7()
    mkdirSync(join(path, 'recordings'))
    writeFileSync(join(path, '.porchlight-folder'), uuid)
    const values = { uuid, name: 'Archive', path, createdAt: clock.now() }
    const { id } = db.insert(storageFolders).values(values).returning().get()
    folders.changed()
    await folders.look(id)
    return { id, path }
  }
  return {
    addFolder,
    warned,
    bus,
    dataFolder,
    folders,
    record,
    db,
    clock,
    recorder,
    retention,
    admin,
    channels,
    rows,
    bytes,
    removed,
    troubles,
    feed,
    joined,
    triggers,
    deeds,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}
