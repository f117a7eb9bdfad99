// What can be said of a job in figures: how much, how fast, how long yet.
import type { JobOut } from '../jobs.ts'
import { size } from '../sizes.ts'
import { t } from '../texts/t.ts'
import { length } from '../times.ts'

type Told = Pick<
  JobOut,
  'state' | 'progress' | 'items_done' | 'items_total' | 'bytes_done' | 'bytes_total' | 'eta_seconds' | 'started_at'
>

/** A pace is known after some seconds and some of the work; near its end a job often does what nobody has counted. */
const LEAST_SECONDS = 5
const LEAST_DONE = 0.1
const NEARLY_DONE = 0.95

const secondsSince = (time: string | null, at: Date) => (time === null ? 0 : (at.getTime() - Date.parse(time)) / 1000)

/** By the server's own estimate, else by the pace so far; null while that says nothing. */
export function secondsLeft(job: Told, at: Date): number | null {
  if (job.state !== 'running') return null
  if (job.eta_seconds !== null) return job.eta_seconds
  const spent = secondsSince(job.started_at, at)
  if (spent < LEAST_SECONDS || job.progress < LEAST_DONE || job.progress >= NEARLY_DONE) return null
  return (spent * (1 - job.progress)) / job.progress
}

/** “3 of 16”, “1.2 GB of 4 GB · 30 MB a second”, “2 minutes left”: what there is of it. */
export function figures(job: Told, at: Date): string[] {
  const spent = secondsSince(job.started_at, at)
  const left = secondsLeft(job, at)
  return [
    job.bytes_total !== null && t('jobs.items', { done: size(job.bytes_done), total: size(job.bytes_total) }),
    job.bytes_done > 0 && spent > 1 && t('jobs.speed', { size: size(job.bytes_done / spent) }),
    job.bytes_total === null &&
      job.items_total !== null &&
      job.items_total > 1 &&
      t('jobs.items', { done: job.items_done, total: job.items_total }),
    left !== null && t('jobs.left', { time: length(left) }),
  ].filter((text) => text !== false)
}

/** Routine that is over in a blink is no news; what a person began is, and what lasts. */
export const isNews = (job: Pick<JobOut, 'input' | 'created_at'>, at: Date): boolean =>
  job.input.person === true || secondsSince(job.created_at, at) > 10
