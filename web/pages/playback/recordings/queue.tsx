// What is being fetched, with speed and time left, and what has ended lately with the reason where it failed.
import { RotateCw } from 'lucide-preact'
import { useEffect } from 'preact/hooks'
import {
  followJobs,
  isSteerable,
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
import { mayOperate } from '../../../session.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { ago, now } from '../../../times.ts'

/** So many that have ended are worth a look. */
const MOST_ENDED = 8

export function Queue() {
  const { state, reload } = useLoaded(loadJobs)
  const ends = jobEnds.value
  useEffect(() => {
    if (ends > 0) reload()
  }, [ends, reload])
  const open = openJobs.value.filter(isSteerable)
  const isOpen = new Set(open.map(({ uuid }) => uuid))
  const ended =
    state.phase === 'ready'
      ? state.value.filter((job) => isSteerable(job) && job.ended_at !== null && !isOpen.has(job.uuid))
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
        <details class="more" open={ended[0]?.state === 'failed'}>
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

function wordsOf(job: JobOut): string {
  if (job.state === 'done') return t('queue.done', { size: size(job.bytes_done) })
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
  return (
    <li class="recording">
      <div class="recording-words">
        <strong>{title}</strong>
        <p class={job.state === 'failed' ? 'note bad' : 'note'}>
          {wordsOf(job)}
          {job.ended_at && ` · ${ago(new Date(job.ended_at), now.value)}`}
        </p>
        <FaultNote fault={again.fault} />
      </div>
      {job.state !== 'done' && mayOperate.value && (
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
