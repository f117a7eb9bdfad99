// Long work that is under way: looked for now and then, closely while there is some.
import { signal } from '@preact/signals'
import type { jobOut } from '../core/api/jobs.wire.ts'
import { ask, list } from './api.ts'
import { channelOf, deviceList, deviceOf, mayExportAny, titleOf } from './household.ts'
import { t } from './texts/t.ts'

export type JobOut = ReturnType<typeof jobOut>

export const openJobs = signal<readonly JobOut[]>([])
/** Grows whenever a job has ended that we knew of: what it has changed can be read. */
export const jobEnds = signal(0)

const CLOSELY_MS = 1000
const NOW_AND_THEN_MS = 15_000

let known = new Set<string>()
let timer: ReturnType<typeof setTimeout> | undefined
let watching = false
let looks = 0

async function look(): Promise<void> {
  clearTimeout(timer)
  const own = ++looks
  if (!document.hidden && mayExportAny.value) {
    const before = known
    const answer = list(await ask<{ data: JobOut[] }>('/api/jobs?open=true&limit=100'))
    // Who was asked later knows better, however late this one comes.
    if (own !== looks) return
    if (answer.kind === 'ok' && watching) {
      // What was begun while we asked may not be in the answer yet.
      const begun = [...known].filter((uuid) => !before.has(uuid))
      const open = new Set(answer.data.map((job) => job.uuid))
      const ended = [...before].some((uuid) => !open.has(uuid))
      known = new Set([...open, ...begun])
      openJobs.value = answer.data
      if (ended) jobEnds.value++
    }
  }
  clearTimeout(timer)
  if (watching) timer = setTimeout(() => void look(), known.size > 0 ? CLOSELY_MS : NOW_AND_THEN_MS)
}

/** Looks for jobs until the returned function is called. */
export function watchJobs(): () => void {
  watching = true
  const seen = () => void (document.hidden || look())
  document.addEventListener('visibilitychange', seen)
  void look()
  return () => {
    watching = false
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
    known = new Set()
    openJobs.value = []
  }
}

/** Jobs that have just been begun: they are looked for at once, and their end is noted however soon it comes. */
export function followJobs(uuids: readonly string[]): void {
  known = new Set([...known, ...uuids])
  void look()
}

const steer = (verb: 'cancel' | 'pause' | 'resume') => (job: JobOut) =>
  ask<JobOut>(`/api/jobs/${job.uuid}/${verb}`, { method: 'POST' })
export const cancelJob = steer('cancel')
/** Downloads and exports can be paused, and begun again when they have failed. */
export const pauseJob = steer('pause')
export const resumeJob = steer('resume')
export const isPausable = ({ kind }: JobOut): boolean => kind === 'download' || kind === 'export'

/** Newest first, also those that have ended. */
export const loadJobs = async (signal?: AbortSignal) =>
  list(await ask<{ data: JobOut[] }>('/api/jobs?limit=100', { signal }))

/** The sync of a device that is queued or runs. */
export const syncOf = (deviceId: number): JobOut | undefined =>
  openJobs.value.find((job) => job.kind === 'sync' && job.input.device_id === deviceId)

/** Of an export of several items the first one's. */
function channelIdOf({ channel_id: own, items }: JobOut['input']): number {
  const [first] = Array.isArray(items) ? (items as { channel_id?: number }[]) : []
  return Number(own ?? first?.channel_id)
}

/** “Sync · Shop”, “Download · Garage”; where several recorders may have a garage, its recorder too. */
export function titleOfJob(job: JobOut): string {
  const channel = channelOf(channelIdOf(job.input))
  const deviceId = deviceList.value.length > 1 ? channel?.device_id : undefined
  const device = deviceOf(Number(job.input.device_id ?? deviceId))
  return [t(`jobs.kind.${job.kind}`), channel?.name, device && titleOf(device)].filter(Boolean).join(' · ')
}
