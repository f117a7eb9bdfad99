// Long work as one line: what it is, its bar, how much and how long yet, and the ways to pause and to stop it.
import { Pause, Play, X } from 'lucide-preact'
import { cancelJob, followJobs, isPausable, type JobOut, pauseJob, resumeJob, titleOfJob } from '../jobs.ts'
import { percent } from '../sizes.ts'
import { t } from '../texts/t.ts'
import { serverNow } from '../times.ts'
import { IconButton } from './button.tsx'
import './job-line.css'
import { figures } from './job-words.ts'
import { FaultNote } from './states.tsx'
import { useAsyncAction } from './use-async-action.ts'

export function JobLine({ job }: { job: JobOut }) {
  const title = titleOfJob(job)
  const follow = () => followJobs([job.uuid])
  const cancel = useAsyncAction(() => cancelJob(job), follow)
  const rests = job.state === 'paused'
  const pause = useAsyncAction(() => (rests ? resumeJob(job) : pauseJob(job)), follow)
  const done = percent(job.progress)
  return (
    <div class="job">
      <div class="job-head">
        <strong>{title}</strong>
        {isPausable(job) && job.may_steer && (
          <IconButton
            label={t(rests ? 'jobs.resume' : 'jobs.pause', { name: title })}
            disabled={pause.pending}
            onClick={() => void pause.run()}
          >
            {rests ? <Play /> : <Pause />}
          </IconButton>
        )}
        {job.may_steer && (
          <IconButton
            label={t('jobs.cancel', { name: title })}
            disabled={cancel.pending}
            onClick={() => void cancel.run()}
          >
            <X />
          </IconButton>
        )}
      </div>
      <div
        class="job-bar"
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(job.progress * 100)}
      >
        <span style={{ width: done }} />
      </div>
      <div class="job-foot note">
        <span>{job.state === 'queued' ? t('jobs.queued') : rests ? t('jobs.paused') : job.step}</span>
        <span class="job-figures">{[...figures(job, new Date(serverNow())), done].join(' · ')}</span>
      </div>
      <FaultNote fault={cancel.fault ?? pause.fault} />
    </div>
  )
}
