// Removes pictures that have become too old or too many, the oldest first and a few at a time, and writes down which and why.
import { and, asc, eq, inArray, isNotNull, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { alarms, households, recordings } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import type { Activity } from '../activity.ts'
import { rest } from '../alarms/retention.ts'
import { folderOf, removeFile } from '../recordings/files.ts'
import { isFree, type RecordingRow } from '../recordings/store.ts'
import { clockIsPlausible } from '../retention.ts'

/** The one thing that is asked of the settings. */
export interface PictureSettings {
  get(key: 'picture_retention', householdId: number): { days: number; bytes: number }
}

interface Deps {
  db: Db
  bus: Pick<Bus, 'emit'>
  activity: Pick<Activity, 'record'>
  settings: PictureSettings
  now: () => Date
  /** The data folder. */
  dataFolder: string
  /** Once true, the work ends after the bite. */
  ended: () => boolean
}

/** Removed, and written down, in one go; and summed up in one go. */
const BITE = 50
const STRIDE = 5000
const DAY_MS = 86_400_000
const SYSTEM: Caller = { kind: 'system' }

/** Protected ones stay, but count, since they fill the disk, too. Returns how many went. */
export async function trimPictures(deps: Deps): Promise<number> {
  const { db, bus, activity, settings, now, dataFolder, ended } = deps

  /** A file that is gone takes no room; its row waits for a person. */
  const those = (householdId: number) =>
    and(eq(recordings.householdId, householdId), eq(recordings.kind, 'picture'), isNull(recordings.missingSince))

  function oldest(householdId: number, due?: SQL): RecordingRow[] {
    if (ended()) return []
    return db
      .select()
      .from(recordings)
      .where(and(those(householdId), isFree(now()), due))
      .orderBy(asc(recordings.startAt), asc(recordings.id))
      .limit(BITE)
      .all()
  }

  /** In strides: to sum up a million rows at once would stop everything else. */
  async function bytesOf(householdId: number): Promise<number> {
    let total = 0
    let [time, id] = [Number.MIN_SAFE_INTEGER, 0]
    for (;;) {
      const rows = db
        .select({ time: recordings.startAt, id: recordings.id, bytes: recordings.bytes })
        .from(recordings)
        .where(and(those(householdId), sql`(${recordings.startAt}, ${recordings.id}) > (${time}, ${id})`))
        .orderBy(asc(recordings.startAt), asc(recordings.id))
        .limit(STRIDE)
        .all()
      total = rows.reduce((sum, { bytes }) => sum + bytes, total)
      const last = rows.at(-1)
      if (!last || rows.length < STRIDE || ended()) return total
      ;[time, id] = [+last.time, last.id]
      await rest()
    }
  }

  const stillFree = ({ id }: RecordingRow) =>
    db
      .select({ id: recordings.id })
      .from(recordings)
      .where(and(eq(recordings.id, id), isFree(now())))
      .get() !== undefined

  /** Files first: after a crash in between the rows are still there, and the next run takes them away. */
  async function remove(householdId: number, due: RecordingRow[], why: string): Promise<RecordingRow[]> {
    const rows: RecordingRow[] = []
    for (const row of due) {
      // Somebody may have protected it while the ones before went.
      if (!stillFree(row)) continue
      await removeFile(folderOf(dataFolder, 'picture'), row)
      rows.push(row)
    }
    if (!rows.length) return rows
    const ids = rows.map(({ id }) => id)
    const alarmIds = db.transaction((tx) => {
      const pictured = tx.select({ id: alarms.id }).from(alarms).where(inArray(alarms.recordingId, ids)).all()
      tx.delete(recordings).where(inArray(recordings.id, ids)).run()
      return pictured.map(({ id }) => id)
    })
    if (alarmIds.length) bus.emit('picture.removed', { householdId, alarmIds })
    activity.record(SYSTEM, {
      action: 'retention',
      householdId,
      metadata: {
        why,
        by: 'picture retention',
        bytes: rows.reduce((total, { bytes }) => total + bytes, 0),
        recordings: rows.map(({ id, file, bytes }) => ({ id, file, bytes })),
      },
    })
    await rest()
    return rows
  }

  async function byTime(householdId: number, due: SQL | undefined, why: string): Promise<number> {
    let count = 0
    for (;;) {
      const gone = await remove(householdId, oldest(householdId, due), why)
      count += gone.length
      if (!gone.length) return count
    }
  }

  async function bySize(householdId: number, most: number): Promise<number> {
    let beyond = (await bytesOf(householdId)) - most
    let count = 0
    while (beyond > 0) {
      const rows: RecordingRow[] = []
      let left = beyond
      for (const row of oldest(householdId)) {
        if (left <= 0) break
        rows.push(row)
        left -= row.bytes
      }
      const gone = await remove(householdId, rows, `beyond ${(most / 1e9).toFixed(most < 1e9 ? 3 : 1)} GB`)
      beyond = gone.reduce((bytes, row) => bytes - row.bytes, beyond)
      count += gone.length
      if (!gone.length) break
    }
    return count
  }

  let count = 0
  const all = db.select({ id: households.id }).from(households).all()
  for (const { id } of all) {
    const { days, bytes } = settings.get('picture_retention', id)
    if (clockIsPlausible(db, now())) {
      const over = and(isNotNull(recordings.keepUntil), lte(recordings.keepUntil, now()))
      count += await byTime(id, over, 'its own retention is over')
      const before = new Date(+now() - days * DAY_MS)
      count += await byTime(id, lt(recordings.startAt, before), `older than ${days} days`)
    }
    count += await bySize(id, bytes)
  }
  return count
}
