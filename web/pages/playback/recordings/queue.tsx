// What is being fetched, with speed and time left, and what has ended lately with the reason where it failed.
import { Download, RotateCw } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import { mayExportAny } from '../../../household.ts'
import {
  followJobs,
  isPausable,
  type JobOut,
  jobEnds,
  loadJobs,
  openJobs,
  resumeJob,
  titleOfJob,
} from '../../../jobs.ts'
import { IconButton } from '../../../parts/button.tsx'
import { JobLine } from '../../../parts/job-line.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { ago, now } from '../../../times.ts'
import { useSaving } from './use-saving.ts'

/** So many that have ended are worth a look. */
const MOST_ENDED = 8

export function Queue() {
  const { state, reload } = useLoaded(loadJobs)
  const ends = jobEnds.value
  useEffect(() => {
    if (ends > 0) reload()
  }, [ends, reload])
  const open = openJobs.value.filter(isPausable)
  const isOpen = new Set(open.map(({ uuid }) => uuid))
  const ended =
    state.phase === 'ready'
      ? state.value.filter((job) => isPausable(job) && job.ended_at !== null && !isOpen.has(job.uuid))
      : []
  if (open.length === 0 && ended.length === 0) return null
  return (
    <section class="queue" aria-labelledby="queue-title">
      {open.length > 0 && (
        <>
          <h2 id="queue-title">{t('queue.title')}</h2>
          <div class="panel pad">
            {open.map((job) => (
              <JobLine key={job.uuid} job={job} />
            ))}
          </div>
        </>
      )}
      {ended.length > 0 && (
        <details class="more" open={isWorthALook(ended[0])}>
          <summary>{t('queue.ended')}</summary>
          <ul class="panel rows">
            {ended.slice(0, MOST_ENDED).map((job) => (
              <Ended key={job.uuid} job={job} onAgain={reload} />
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** It failed, or it is a file that waits to be saved. */
const isWorthALook = (job: JobOut | undefined) =>
  job?.state === 'failed' || (job?.kind === 'export' && job.state === 'done')

function wordsOf(job: JobOut): string {
  const bytes = Number(job.result?.bytes ?? job.bytes_done)
  if (job.state === 'done') return bytes > 0 ? t('queue.done', { size: size(bytes) }) : t('queue.done.plain')
  if (job.state === 'cancelled') return t('queue.cancelled')
  return job.error === null ? t('queue.failed.unknown') : t('queue.failed', { reason: job.error })
}

function Ended({ job, onAgain }: { job: JobOut; onAgain: () => void }) {
  const title = titleOfJob(job)
  const again = useAsyncAction(
    () => resumeJob(job),
    () => {
      followJobs([job.uuid])
      onAgain()
    },
  )
  const saving = useSaving(`/jobs/${job.uuid}/file`)
  return (
    <li class="recording">
      <div class="recording-words">
        <strong>{title}</strong>
        <p class={job.state === 'failed' ? 'note bad' : 'note'}>
          {wordsOf(job)}
          {job.ended_at && ` · ${ago(new Date(job.ended_at), now.value)}`}
        </p>
        <FaultNote fault={again.fault ?? saving.fault} />
      </div>
      {job.state === 'done' && job.kind === 'export' && mayExportAny.value && (
        <div class="recording-actions">
          <IconButton
            label={t('recordings.save', { name: title })}
            disabled={saving.pending}
            onClick={() => void saving.run()}
          >
            <Download />
          </IconButton>
        </div>
      )}
      {job.state !== 'done' && job.may_steer && (
        <div class="recording-actions">
          <IconButton
            label={t('queue.again', { name: title })}
            disabled={again.pending}
            onClick={() => void again.run()}
          >
            <RotateCw />
          </IconButton>
        </div>
      )}
    </li>
  )
}
