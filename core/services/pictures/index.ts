// Pictures that we keep: those that people take, those that came with alarms before they were recordings, and how long all stay.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { recordings } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { jpegSize } from '../../domain/jpeg.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { ChannelWithDevice } from '../access.ts'
import type { Activity } from '../activity.ts'
import { createTrimmer } from '../alarms/retention.ts'
import { channelName } from '../channels.ts'
import { isFull } from '../downloads/space.ts'
import { fileOf, folderOf, PARTS, pathOf } from '../recordings/files.ts'
import { place } from '../recordings/place.ts'
import { createRecordingStore, type RecordingRow } from '../recordings/store.ts'
import type { Picture } from '../snapshots.ts'
import { type PictureSettings, trimPictures } from './retention.ts'
import { takeUp } from './take-up.ts'

export interface Pictures extends AsyncDisposable {
  /** Writes a picture of the channel, as a person has had it taken; the same one is kept once. Fault disk-full. */
  keep(caller: Caller, channel: ChannelWithDevice, picture: Picture): Promise<RecordingRow>
  /** Once: takes up what came with alarms before pictures were recordings, and begins to remove what is too much. */
  start(): void
}

interface Deps {
  db: Db
  bus: Bus
  activity: Pick<Activity, 'record'>
  settings: PictureSettings
  now: () => Date
  /** The data folder. */
  dataFolder: string
  log: Log
  timers?: Timers
}

const EVERY_MS = 600_000

export function createPictures(deps: Deps): Pictures {
  const { db, bus, activity, dataFolder, log, now, timers = realTimers } = deps
  const folder = folderOf(dataFolder, 'picture')
  const store = createRecordingStore(deps)
  /** By the very bytes. */
  const kept = new WeakMap<Uint8Array, Promise<RecordingRow>>()
  const writing = new Set<string>()
  let takingUp: Promise<unknown> = Promise.resolve()
  const ended = () => trimmer.ended()
  const trimmer = createTrimmer({
    timers,
    everyMs: EVERY_MS,
    work: () =>
      trimPictures({ ...deps, ended }).catch((error) => log.error('Old pictures could not be removed', { error })),
  })
  const listening = bus.on('setting.changed', ({ key }) => void (key === 'picture_retention' && trimmer.hurry()))

  /** Households may have cameras of one name, and one camera may have two qualities in a second. */
  async function freeName(slug: string, takenAt: Date): Promise<string> {
    for (let again = 0; ; again++) {
      const file = fileOf(slug, takenAt, 'jpg', again)
      if (writing.has(file) || store.byFile(file)) continue
      writing.add(file)
      if (!(await Bun.file(pathOf(folder, file) as string).exists())) return file
      writing.delete(file)
    }
  }

  async function write(caller: Caller, channel: ChannelWithDevice, { jpeg, takenAt }: Picture): Promise<RecordingRow> {
    const file = await freeName(channel.slug, takenAt)
    const made = join(folder, PARTS, `${crypto.randomUUID()}.jpg`)
    try {
      await mkdir(join(folder, PARTS), { recursive: true })
      await Bun.write(made, jpeg)
      const row = await place({
        made,
        path: pathOf(folder, file) as string,
        add: (bytes) =>
          store.add({
            householdId: channel.householdId,
            channelId: channel.id,
            channelName: channelName(channel),
            ...{ kind: 'picture', origin: 'snapshot', file, bytes },
            ...{ startAt: takenAt, endAt: takenAt, duration: 0, recordType: 'manual' },
            ...(jpegSize(jpeg) ?? {}),
          }),
      })
      activity.record(caller, {
        ...{ action: 'snapshot', resourceType: 'channel', resourceId: channel.id },
        metadata: { recording: row.id, file },
      })
      return row
    } catch (error) {
      if (isFull(error)) throw new Fault('disk-full', 'The disk for pictures is full. Make room, then try again.')
      throw error
    } finally {
      writing.delete(file)
      await rm(made, { force: true })
    }
  }

  const isThere = ({ id }: RecordingRow) =>
    db.select({ id: recordings.id }).from(recordings).where(eq(recordings.id, id)).get() !== undefined

  return {
    async keep(caller, channel, picture) {
      const before = kept.get(picture.jpeg)
      if (before) {
        const row = await before.catch(() => null)
        if (row && isThere(row)) return row
      }
      const work = write(caller, channel, picture)
      kept.set(picture.jpeg, work)
      return work
    },
    start() {
      const left = join(folder, PARTS)
      takingUp = rm(left, { recursive: true, force: true })
        .then(() => takeUp({ db, dataFolder, now, ended }))
        .then((count) => count && log.info('Pictures of alarms are among the recordings now', { count }))
        .catch((error) => log.error('Pictures of alarms could not be taken up', { error }))
      trimmer.start()
    },
    async [Symbol.asyncDispose]() {
      listening[Symbol.dispose]()
      await trimmer.stop()
      await takingUp
    },
  }
}
