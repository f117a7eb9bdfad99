// Everything of a time on our disk: what is not there yet is fetched from the device first, by a download of its own.
import { and, asc, eq, gt, gte, isNull, lt, ne } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { recordings } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { type Interval, lengthOf } from '../../domain/intervals.ts'
import type { Downloads } from '../downloads/index.ts'
import type { KnownFootage } from '../footage/known.ts'
import { SMALL_GAP_MS } from '../footage/ranges.ts'
import type { JobProgress, JobRow, Jobs } from '../jobs.ts'
import type { RecordingRow } from '../recordings/store.ts'
import { missingOf } from './pieces.ts'

interface Deps {
  db: Db
  known: KnownFootage
  downloads: Pick<Downloads, 'range'>
  jobs: Jobs
}

export interface Gathered {
  recordings: RecordingRow[]
  /** Nobody has it. */
  missing: Interval[]
}

export type Gather = (
  channelId: number,
  asked: Interval,
  progress: (update: JobProgress) => void,
  signal: AbortSignal,
) => Promise<Gathered>

const SYSTEM: Caller = { kind: 'system' }
const LOOK_MS = 500
const MOST_JOBS = 1000
/** No file of ours is longer. */
const LONGEST_MS = 31 * 86_400_000
const ENDED: ReadonlySet<JobRow['state']> = new Set(['done', 'failed', 'cancelled'])

export function createGather({ db, known, downloads, jobs }: Deps): Gather {
  const ours = (channelId: number, { start, end }: Interval) =>
    db
      .select()
      .from(recordings)
      .where(
        and(
          eq(recordings.channelId, channelId),
          gte(recordings.startAt, new Date(start - LONGEST_MS)),
          lt(recordings.startAt, new Date(end)),
          gt(recordings.endAt, new Date(start)),
          eq(recordings.kind, 'video'),
          ne(recordings.origin, 'export'),
          isNull(recordings.missingSince),
        ),
      )
      .orderBy(asc(recordings.startAt))
      .all()

  /** The one that is under way since before a restart, or a new one. */
  function downloadOf(channelId: number, from: Date, to: Date): JobRow {
    const open = jobs.list(SYSTEM, { limit: MOST_JOBS, open: true, kind: 'download' })
    const same = open.find(
      ({ input }) =>
        input.channel_id === channelId && input.from === from.toISOString() && input.to === to.toISOString(),
    )
    return same ?? downloads.range(SYSTEM, channelId, from, to, { priority: 1 })
  }

  async function fetched(download: JobRow, progress: (update: JobProgress) => void, signal: AbortSignal) {
    try {
      for (;;) {
        const now = jobs.get(SYSTEM, download.id)
        if (ENDED.has(now.state)) return now
        const { bytesDone, bytesTotal, etaSeconds } = now
        const step = now.state === 'paused' ? `Waiting: ${now.error ?? 'its download is paused'}` : 'Fetching'
        progress({ step, bytesDone, bytesTotal, etaSeconds, progress: now.progress * 0.8 })
        await Promise.race([jobs.ended(download.id), Bun.sleep(LOOK_MS), aborted(signal)])
        signal.throwIfAborted()
      }
    } catch (error) {
      // Stopped by a person, not with the appliance: then it would go on for nobody.
      const isStop = signal.reason instanceof Fault && signal.reason.kind === 'not-ready'
      if (signal.aborted && !isStop && !ENDED.has(jobs.get(SYSTEM, download.id).state)) jobs.cancel(SYSTEM, download.id)
      throw error
    }
  }

  return async (channelId, asked, progress, signal) => {
    const span = { from: new Date(asked.start).toISOString(), to: new Date(asked.end).toISOString() }
    const [one] = known(SYSTEM, { channelIds: [channelId], ...span })
    const isCertain = one !== undefined && lengthOf(one.certain) === asked.end - asked.start
    const wanted = isCertain ? one.footage : [asked]
    const missing = missingOf(ours(channelId, asked), wanted, SMALL_GAP_MS)
    const [first, last] = [missing[0], missing.at(-1)]
    if (first && last) {
      const download = downloadOf(channelId, new Date(first.start), new Date(last.end))
      const { state, error } = await fetched(download, progress, signal)
      if (state !== 'done' && (isCertain || !ours(channelId, asked).length))
        throw new Fault('conflict', error ?? 'The recordings could not be fetched from the device.')
    }
    const found = ours(channelId, asked)
    return { recordings: found, missing: missingOf(found, isCertain ? one.footage : [asked], SMALL_GAP_MS) }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
