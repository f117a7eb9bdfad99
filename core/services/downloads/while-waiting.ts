// A download that somebody waits for: he hears of its end, or at once of what will take longer than anybody waits.
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { JobRow, Jobs } from '../jobs.ts'

const SYSTEM: Caller = { kind: 'system' }
const LOOK_MS = 500

/** Resolves when the job is done, or when nobody waits any more; it goes on by itself then. */
export async function whileWaiting(jobs: Pick<Jobs, 'get' | 'ended'>, { id }: JobRow, signal: AbortSignal) {
  const { promise: gone, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  while (!signal.aborted) {
    const { state, error, notBefore } = jobs.get(SYSTEM, id)
    if (state === 'done') return
    if (state === 'failed' || state === 'cancelled')
      throw new Fault('device-garbled', error ?? 'The clip could not be fetched from the recorder.')
    if (state === 'paused' || notBefore)
      throw new Fault('not-ready', error ?? 'The download of this clip waits: see its job.')
    await Promise.race([jobs.ended(id), Bun.sleep(LOOK_MS), gone])
  }
}
