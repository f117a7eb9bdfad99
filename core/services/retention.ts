// Removes recordings that have become too old or too many, by policies of whoever makes them, and writes down which and why.
import { and, asc, desc, eq, inArray, isNull, lt, lte, or, type SQL, sum } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { households, recordings } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import type { Log } from '../log.ts'
import { realTimers, type Timers } from '../timers.ts'
import type { Activity } from './activity.ts'
import { removeFile } from './recordings/files.ts'
import { isFree, type RecordingRow } from './recordings/store.ts'
import type { StorageFolders } from './storage/folders.ts'

/** How long, and how much, of a channel's recordings of one kind stays. What a person fetched or protected always stays, and what has a retention of its own until that is over. */
export interface RetentionPolicy {
  /** Whose policy it is, for the activity log. */
  by: string
  householdId: number
  channelId: number
  /** What rules have fetched, or what our recorder has recorded. */
  of: 'automatic' | 'recorder'
  /** Null = not by age. */
  keepHours: number | null
  /** Null = not by size. Protected ones count, since they fill the disk, too. */
  maxBytes: number | null
}

/** How long, and how much, of what we recorded ourselves stays in all; null = no limit. */
export interface RecordingLimits {
  days: number | null
  bytes: number | null
}

export interface Retention extends AsyncDisposable {
  /** Asked at every run. */
  add(policies: () => RetentionPolicy[]): Disposable
  /** Removes what is due now; gives the number of recordings that went. */
  run(): Promise<number>
  /**
   * Removes what our recorder has recorded into a folder, the oldest of all channels first, until `isEnough` says so or nothing
   * is left that may go; gives the number of recordings that went.
   */
  makeRoom(isEnough: () => Promise<boolean>, folder: number | null): Promise<number>
  /** A run soon: something has come. */
  hurry(): void
  /** Holds a channel's recordings to their size at once; gives the number that went. Never rejects. */
  fit(channelId: number): Promise<number>
  /** Runs a minute after the start and then every ten. */
  start(): void
  /** The last run since the start, and the last one that removed something. */
  last(): { run: Date | null; removal: { at: Date; count: number; bytes: number } | null }
}

/** In whose name something is removed, for the activity log. */
type Whose = Pick<RetentionPolicy, 'by' | 'householdId'> & { channelId: number | null }

interface Deps {
  db: Db
  activity: Pick<Activity, 'record'>
  /** Where the files lie. What lies on a disk that is not there, or cannot be written, stays. */
  folders: Pick<StorageFolders, 'all' | 'look' | 'rootOf' | 'writable'>
  /** Of what our recorder has recorded of all cameras; without it there are none. */
  limits?: () => RecordingLimits
  log: Log
  now: () => Date
  timers?: Timers
}

/** Removed, and written down, in one go. */
const BITE = 25
const SOON_MS = 1000
const FIRST_MS = 60_000
const EVERY_MS = 600_000
const HOUR_MS = 3_600_000
/** A clock before this is wrong: a Pi without one boots in 1970. */
const PLAUSIBLE = Date.UTC(2025, 0, 1)
const SYSTEM: Caller = { kind: 'system' }

/** While the clock is implausible nothing goes by age (DESIGN 6): not before our time, not before what we have made. */
export function clockIsPlausible(db: Db, now: Date): boolean {
  const newest = db.select({ at: recordings.createdAt }).from(recordings).orderBy(desc(recordings.id)).limit(1).get()
  return +now > PLAUSIBLE && (!newest || newest.at <= now)
}

/** So many of them, from the first on, as have these bytes. */
function upTo(bytes: number, rows: readonly RecordingRow[]): RecordingRow[] {
  let left = bytes
  return rows.filter((row) => {
    const isNeeded = left > 0
    left -= row.bytes
    return isNeeded
  })
}

export function createRetention(deps: Deps): Retention {
  const { db, activity, folders, limits, log, now, timers = realTimers } = deps
  const sources = new Set<() => RetentionPolicy[]>()
  let timer: Disposable | null = null
  let running: Promise<number> | null = null
  /** Who hurries again does not put it off: files that come all the time would do so for ever. */
  let isSoon = false
  let isStarted = false
  let stopped = false
  /** By the work that goes on. */
  let removedBytes = 0
  let lastRun: Date | null = null
  let removal: ReturnType<Retention['last']>['removal'] = null

  const those = ({ householdId, channelId, of }: RetentionPolicy) =>
    and(
      eq(recordings.householdId, householdId),
      eq(recordings.channelId, channelId),
      eq(recordings.kind, 'video'),
      of === 'recorder'
        ? eq(recordings.origin, 'recorder')
        : and(eq(recordings.origin, 'download'), eq(recordings.isAutomatic, true)),
      isThere(),
    )

  /** A file that is gone takes no room; its row waits for a person. One that is away cannot be removed, and will be back. */
  const isThere = () =>
    and(
      isNull(recordings.missingSince),
      or(isNull(recordings.folderId), inArray(recordings.folderId, folders.writable())),
    )

  /** Whether the disks are there is seen anew at every work. */
  const seen = () => Promise.allSettled(folders.all().map(({ id }) => folders.look(id)))

  function oldest(policy: RetentionPolicy, before: Date | null, most = BITE): RecordingRow[] {
    return db
      .select()
      .from(recordings)
      .where(and(those(policy), isFree(now()), before ? lt(recordings.endAt, before) : undefined))
      .orderBy(asc(recordings.startAt), asc(recordings.id))
      .limit(most)
      .all()
  }

  const bytesOf = (policy: RetentionPolicy) =>
    Number(
      db
        .select({ bytes: sum(recordings.bytes) })
        .from(recordings)
        .where(those(policy))
        .get()?.bytes ?? 0,
    )

  /** File first: after a crash in between the row is still there, and the next run takes it away. */
  async function remove({ id }: RecordingRow): Promise<boolean> {
    // Somebody may have protected it meanwhile.
    const row = db
      .select()
      .from(recordings)
      .where(and(eq(recordings.id, id), isFree(now())))
      .get()
    if (!row) return false
    // Without its disk the file would seem to be gone.
    if (row.folderId !== null && !['ok', 'full'].includes((await folders.look(row.folderId)).state)) return false
    await removeFile(folders.rootOf(row), row)
    db.delete(recordings).where(eq(recordings.id, id)).run()
    return true
  }

  async function removeAll(policy: Whose, rows: RecordingRow[], why: string): Promise<RecordingRow[]> {
    const gone: RecordingRow[] = []
    try {
      for (const row of rows) if (!stopped && (await remove(row))) gone.push(row)
    } finally {
      if (gone.length) removedBytes += gone.reduce((total, { bytes }) => total + bytes, 0)
      if (gone.length)
        activity.record(SYSTEM, {
          action: 'retention',
          householdId: policy.householdId,
          ...(policy.channelId !== null && { resourceType: 'channel', resourceId: policy.channelId }),
          metadata: {
            why,
            by: policy.by,
            bytes: gone.reduce((total, { bytes }) => total + bytes, 0),
            recordings: gone.map(({ id, file, bytes }) => ({ id, file, bytes })),
          },
        })
    }
    return gone
  }

  async function byAge(policy: RetentionPolicy, hours: number): Promise<number> {
    const before = new Date(+now() - hours * HOUR_MS)
    let count = 0
    for (;;) {
      const gone = await removeAll(policy, oldest(policy, before), `older than ${hours} hours`)
      count += gone.length
      if (!gone.length) return count
    }
  }

  async function bySize(policy: RetentionPolicy, most: number): Promise<number> {
    let count = 0
    for (;;) {
      const beyond = bytesOf(policy) - most
      const rows = beyond > 0 ? upTo(beyond, oldest(policy, null)) : []
      const gone = await removeAll(policy, rows, `beyond ${(most / 1e9).toFixed(1)} GB`)
      count += gone.length
      if (!gone.length) return count
    }
  }

  /** Videos whose own retention is over go, whatever the rules of their camera say. */
  async function byThemselves(): Promise<number> {
    let count = 0
    for (;;) {
      const rows = db
        .select()
        .from(recordings)
        .where(
          and(
            lte(recordings.keepUntil, now()),
            eq(recordings.kind, 'video'),
            eq(recordings.isProtected, false),
            isThere(),
          ),
        )
        .orderBy(asc(recordings.keepUntil))
        .limit(BITE)
        .all()
      const gone = await removeEach('recording', rows, 'its own retention is over')
      count += gone.length
      if (!gone.length) return count
    }
  }

  const policiesNow = () => [...sources].flatMap((policies) => policies())

  /** What we recorded of any camera, also of those that are gone. */
  const recorded = (householdId: number) =>
    and(
      ...[eq(recordings.householdId, householdId), eq(recordings.kind, 'video'), eq(recordings.origin, 'recorder')],
      isThere(),
    )

  function oldestRecorded(where: SQL | undefined, most = BITE): RecordingRow[] {
    return householdsNow()
      .flatMap((householdId) =>
        db
          .select()
          .from(recordings)
          .where(and(recorded(householdId), isFree(now()), where))
          .orderBy(asc(recordings.startAt), asc(recordings.id))
          .limit(most)
          .all(),
      )
      .sort((one, other) => +one.startAt - +other.startAt)
      .slice(0, most)
  }

  const householdsNow = () =>
    db
      .select({ id: households.id })
      .from(households)
      .all()
      .map(({ id }) => id)

  const recordedBytes = () =>
    householdsNow().reduce((total, householdId) => {
      const found = db
        .select({ bytes: sum(recordings.bytes) })
        .from(recordings)
        .where(recorded(householdId))
        .get()
      return total + Number(found?.bytes ?? 0)
    }, 0)

  async function removeEach(by: string, rows: RecordingRow[], why: string): Promise<RecordingRow[]> {
    const gone: RecordingRow[] = []
    for (const [, some] of Map.groupBy(rows, (row) => `${row.householdId} ${row.channelId}`)) {
      const { householdId, channelId } = some[0] as RecordingRow
      gone.push(...(await removeAll({ by, householdId, channelId }, some, why)))
    }
    return gone
  }

  async function makeRoom(isEnough: () => Promise<boolean>, folder: number | null): Promise<number> {
    await seen()
    const isIn = folder === null ? isNull(recordings.folderId) : eq(recordings.folderId, folder)
    for (let count = 0; ; count++) {
      if (stopped || (await isEnough())) return count
      const gone = await removeEach('recorder', oldestRecorded(isIn, 1), 'no room on the disk')
      if (!gone.length) return count
    }
  }

  async function inAll({ days, bytes }: RecordingLimits): Promise<number> {
    let count = 0
    const before = days === null || !clockIsPlausible(db, now()) ? null : new Date(+now() - days * 24 * HOUR_MS)
    while (before) {
      const rows = oldestRecorded(lt(recordings.endAt, before))
      const gone = await removeEach('limits', rows, `older than ${days} days, the limit of all cameras`)
      count += gone.length
      if (!gone.length) break
    }
    for (let beyond = bytes === null ? 0 : recordedBytes() - bytes; bytes !== null && beyond > 0; ) {
      const rows = upTo(beyond, oldestRecorded(undefined))
      const gone = await removeEach('limits', rows, `beyond ${(bytes / 1e9).toFixed(1)} GB of all cameras`)
      beyond = gone.reduce((left, row) => left - row.bytes, beyond)
      count += gone.length
      if (!gone.length) break
    }
    return count
  }

  async function run(): Promise<number> {
    let count = 0
    removedBytes = 0
    await seen()
    try {
      if (clockIsPlausible(db, now())) count += await byThemselves()
      if (limits) count += await inAll(limits())
    } catch (error) {
      log.error('Old recordings of all cameras could not be removed', { error })
    }
    for (const policy of policiesNow()) {
      if (stopped) break
      try {
        if (policy.keepHours !== null && clockIsPlausible(db, now())) count += await byAge(policy, policy.keepHours)
        if (policy.maxBytes !== null) count += await bySize(policy, policy.maxBytes)
      } catch (error) {
        log.error('Old recordings could not be removed', { channel: policy.channelId, error })
      }
    }
    lastRun = now()
    if (count > 0) removal = { at: lastRun, count, bytes: removedBytes }
    return count
  }

  async function fit(channelId: number): Promise<number> {
    let count = 0
    try {
      for (const policy of policiesNow())
        if (!stopped && policy.channelId === channelId && policy.maxBytes !== null)
          count += await bySize(policy, policy.maxBytes)
    } catch (error) {
      log.error('Old recordings could not be removed', { channel: channelId, error })
    }
    return count
  }

  /** One at a time; who asks while one goes on gets another one after it. */
  function inTurn(work: () => Promise<number>): Promise<number> {
    const next: Promise<number> = (running ?? Promise.resolve(0)).then(work).finally(() => {
      if (running === next) running = null
    })
    running = next
    return next
  }

  function later(ms: number): void {
    timer?.[Symbol.dispose]()
    if (stopped) return
    timer = timers.after(ms, () => {
      timer = null
      isSoon = false
      void inTurn(run).finally(() => timer ?? later(EVERY_MS))
    })
  }

  return {
    add(policies) {
      sources.add(policies)
      return { [Symbol.dispose]: () => void sources.delete(policies) }
    },
    run: () => inTurn(run),
    makeRoom,
    hurry() {
      if (!isStarted || isSoon) return
      isSoon = true
      later(SOON_MS)
    },
    fit: (channelId) => inTurn(() => fit(channelId)),
    start() {
      isStarted = true
      later(FIRST_MS)
    },
    last: () => ({ run: lastRun, removal }),
    async [Symbol.asyncDispose]() {
      stopped = true
      timer?.[Symbol.dispose]()
      await running
    },
  }
}
