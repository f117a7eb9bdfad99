// Rows of recordings: put in once their file is whole, found by time, by clip and by file.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { recordings } from '../../db/schema/index.ts'

export type RecordingRow = typeof recordings.$inferSelect
export type NewRecording = Omit<typeof recordings.$inferInsert, 'id' | 'uuid' | 'createdAt'>

export interface RecordingStore {
  /** `instead`: the row whose file had gone, which is the same recording. */
  add(recording: NewRecording, instead?: RecordingRow): RecordingRow
  /** The recording of a device's clip, if it was fetched already. */
  ofClip(channelId: number, clipKey: string): RecordingRow | undefined
  byFile(file: string): RecordingRow | undefined
  /** Since when its file is gone; null = it is there. */
  setMissing(id: number, since: Date | null): void
  /** From now on a person's, whatever a rule says. */
  adopt(recording: RecordingRow): RecordingRow
}

export function createRecordingStore({ db, now }: { db: Db; now: () => Date }): RecordingStore {
  return {
    add(recording, instead) {
      if (instead) {
        const back = { ...recording, missingSince: null }
        const row = db.update(recordings).set(back).where(eq(recordings.id, instead.id)).returning().get()
        if (row) return row
      }
      return db
        .insert(recordings)
        .values({ ...recording, uuid: Bun.randomUUIDv7(), createdAt: now() })
        .returning()
        .get()
    },
    ofClip: (channelId, clipKey) =>
      db
        .select()
        .from(recordings)
        .where(and(eq(recordings.channelId, channelId), eq(recordings.clipKey, clipKey)))
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
