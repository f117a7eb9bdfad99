// Rows of recordings: put in once their file is whole, found by time, by clip and by file.
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { durably } from '../../db/durably.ts'
import type { Db } from '../../db/open.ts'
import { recordings } from '../../db/schema/index.ts'

export type RecordingRow = typeof recordings.$inferSelect
export type NewRecording = Omit<typeof recordings.$inferInsert, 'id' | 'uuid' | 'createdAt'>

/** Rules may remove it: it is not protected, and has no retention of its own that still runs. */
export const isFree = (now: Date) =>
  and(eq(recordings.isProtected, false), or(isNull(recordings.keepUntil), lte(recordings.keepUntil, now)))

export interface RecordingStore {
  /**
   * `instead`: the row whose file had gone, which is the same recording. `adopted`: the row of this very file, found before
   * it was known what it is.
   */
  add(recording: NewRecording, instead?: RecordingRow, adopted?: RecordingRow): RecordingRow
  /** The recording of a device's clip, if it was fetched already; of an export, whose camera may have gone. */
  ofClip(channelId: number | null, clipKey: string): RecordingRow | undefined
  byFile(file: string): RecordingRow | undefined
  /** Since when its file is gone; null = it is there. */
  setMissing(id: number, since: Date | null): void
  /** From now on a person's, whatever a rule says. */
  adopt(recording: RecordingRow): RecordingRow
}

export function createRecordingStore({ db, now }: { db: Db; now: () => Date }): RecordingStore {
  return {
    add(recording, instead, adopted) {
      const put = () =>
        db.transaction((tx) => {
          const same = instead ?? adopted
          if (instead && adopted) tx.delete(recordings).where(eq(recordings.id, adopted.id)).run()
          if (same) {
            const isProtected = same.isProtected || adopted?.isProtected === true
            const back = { ...recording, isProtected, missingSince: null }
            const row = tx.update(recordings).set(back).where(eq(recordings.id, same.id)).returning().get()
            if (row) return row
          }
          return tx
            .insert(recordings)
            .values({ ...recording, uuid: Bun.randomUUIDv7(), createdAt: now() })
            .returning()
            .get()
        })
      return durably(db, put)
    },
    ofClip: (channelId, clipKey) =>
      db
        .select()
        .from(recordings)
        .where(
          and(
            channelId === null ? isNull(recordings.channelId) : eq(recordings.channelId, channelId),
            eq(recordings.clipKey, clipKey),
          ),
        )
        .get(),
    adopt: (recording) =>
      db.update(recordings).set({ isAutomatic: false }).where(eq(recordings.id, recording.id)).returning().get() ??
      recording,
    setMissing(id, since) {
      db.update(recordings).set({ missingSince: since }).where(eq(recordings.id, id)).run()
    },
    byFile: (file) => db.select().from(recordings).where(eq(recordings.file, file)).get(),
  }
}
