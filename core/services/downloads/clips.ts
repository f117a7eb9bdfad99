// Clips on devices as rows with an id that stays, while the device lets them grow and cuts their beginning.
import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm'
import type { Clip } from '#plugin'
import type { Db } from '../../db/open.ts'
import { clips } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'

export type ClipRow = typeof clips.$inferSelect

export interface KnownChannel {
  id: number
  deviceId: number
  householdId: number
}

export interface ClipStore {
  /** Notes what a search has just found from `from` to `to`; what is no longer there is forgotten. In the order of time. */
  note(channel: KnownChannel, found: readonly Clip[], from: Date, to: Date): ClipRow[]
  /** By key or uuid. Fault `Clip not found`. */
  get(id: string | number): ClipRow
  /** Those of the ids that there still are, in the order of time. */
  those(ids: readonly number[]): ClipRow[]
  withToken(deviceId: number, token: string): ClipRow | null
  /** It was fetched as it is now. */
  fetched(clip: ClipRow): void
}

/** Which state of a clip it is: one that has grown since is another one. */
export const clipKeyOf = ({ startAt, endAt, bytes }: Pick<ClipRow, 'startAt' | 'endAt' | 'bytes'>): string =>
  `${startAt.toISOString()}/${endAt.toISOString()}/${bytes ?? ''}`

export function createClipStore({ db, now }: { db: Db; now: () => Date }): ClipStore {
  return {
    note(channel, found, from, to) {
      const seenAt = now()
      return db.transaction((tx) => {
        const known = tx
          .select()
          .from(clips)
          .where(and(eq(clips.channelId, channel.id), lt(clips.startAt, to), gt(clips.endAt, from)))
          .orderBy(asc(clips.startAt))
          .all()
        const left = new Set(known)
        const rows = found
          .toSorted((a, b) => +a.start - +b.start)
          .map((clip) => {
            const values = {
              startAt: clip.start,
              endAt: clip.end,
              utcOffsetMinutes: clip.utcOffsetMinutes,
              recordType: clip.kind,
              bytes: clip.bytes,
              isLocked: clip.locked,
              token: clip.token,
              seenAt,
            }
            // The same by its beginning, or the one whose end it has: a segment grows at one side or loses the other.
            const same =
              [...left].find((row) => +row.startAt === +clip.start) ?? [...left].find((row) => +row.endAt === +clip.end)
            if (same) left.delete(same)
            return same
              ? tx.update(clips).set(values).where(eq(clips.id, same.id)).returning().get()
              : tx
                  .insert(clips)
                  .values({
                    ...values,
                    uuid: Bun.randomUUIDv7(),
                    householdId: channel.householdId,
                    deviceId: channel.deviceId,
                    channelId: channel.id,
                  })
                  .returning()
                  .get()
          })
        const gone = [...left].map((row) => row.id)
        for (let at = 0; at < gone.length; at += 500)
          tx.delete(clips)
            .where(inArray(clips.id, gone.slice(at, at + 500)))
            .run()
        return rows as ClipRow[]
      })
    },
    get(id) {
      const where = byKeyOrUuid(clips, id)
      const row = where && db.select().from(clips).where(where).get()
      if (!row) throw new Fault('not-found', 'Clip not found')
      return row
    },
    those: (ids) =>
      db
        .select()
        .from(clips)
        .where(inArray(clips.id, [...ids]))
        .orderBy(asc(clips.startAt))
        .all(),
    withToken: (deviceId, token) =>
      db
        .select()
        .from(clips)
        .where(and(eq(clips.deviceId, deviceId), eq(clips.token, token)))
        .get() ?? null,
    fetched(clip) {
      db.update(clips)
        .set({ fetchedKey: clipKeyOf(clip) })
        .where(eq(clips.id, clip.id))
        .run()
    },
  }
}
