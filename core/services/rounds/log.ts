// The sync log: one row for each device and round, kept for a week.
import { and, desc, eq, gte, inArray, lt } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { devices, jobs, syncLog } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import type { AccessService, DeviceRow } from '../access.ts'

export type SyncLogRow = typeof syncLog.$inferSelect

export interface SyncLog {
  /** Newest first, 200 at most; of all devices or of one. */
  list(caller: Caller, deviceId?: number): SyncLogRow[]
  /** Nothing for a device that was removed meanwhile. */
  write(device: DeviceRow, entry: { isSuccess: boolean; message: string }): void
  last(deviceId: number): SyncLogRow | undefined
  /** Removes what is a week old, and the jobs of as old rounds. */
  trim(): void
}

const MOST = 200
const WEEK_MS = 7 * 86_400_000
/** A clock before this is wrong: a Pi without one boots in 1970. */
const PLAUSIBLE = Date.UTC(2025, 0, 1)

export const isPlausible = (now: Date): boolean => +now > PLAUSIBLE

export function createSyncLog({ db, access, now }: { db: Db; access: AccessService; now: () => Date }): SyncLog {
  const newestAt = () => db.select({ at: syncLog.at }).from(syncLog).orderBy(desc(syncLog.id)).limit(1).get()?.at

  /** Null while our clock is implausible or behind what it has been: then nothing is too old. */
  function oldestKept(): Date | null {
    const [at, newest] = [now(), newestAt()]
    return isPlausible(at) && newest && newest <= at ? new Date(+at - WEEK_MS) : null
  }

  return {
    list(caller, deviceId) {
      const household = access.household(caller, 'system')
      const oldest = oldestKept()
      return db
        .select()
        .from(syncLog)
        .where(
          and(
            eq(syncLog.householdId, household),
            deviceId === undefined ? undefined : eq(syncLog.deviceId, deviceId),
            oldest ? gte(syncLog.at, oldest) : undefined,
          ),
        )
        .orderBy(desc(syncLog.id))
        .limit(MOST)
        .all()
    },
    write({ id, householdId, address }, entry) {
      if (!db.select({ id: devices.id }).from(devices).where(eq(devices.id, id)).get()) return
      db.insert(syncLog)
        .values({ householdId, deviceId: id, address, at: now(), ...entry })
        .run()
    },
    last: (deviceId) =>
      db.select().from(syncLog).where(eq(syncLog.deviceId, deviceId)).orderBy(desc(syncLog.id)).limit(1).get(),
    trim() {
      const oldest = oldestKept()
      if (!oldest) return
      db.delete(syncLog).where(lt(syncLog.at, oldest)).run()
      db.delete(jobs)
        .where(
          and(inArray(jobs.state, ['done', 'failed', 'cancelled']), eq(jobs.kind, 'sync'), lt(jobs.endedAt, oldest)),
        )
        .run()
    },
  }
}
