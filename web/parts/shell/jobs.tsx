// Long work in the top line: found again wherever one goes; pressed, it tells each job.
import { LoaderCircle } from 'lucide-preact'
import { openJobs, titleOfJob } from '../../jobs.ts'
import { percent } from '../../sizes.ts'
import { t } from '../../texts/t.ts'
import { serverNow } from '../../times.ts'
import { JobLine } from '../job-line.tsx'
import { isNews } from '../job-words.ts'
import './jobs.css'
import { useOpened } from './use-opened.ts'

export function Jobs() {
  const { open, setOpen, place } = useOpened<HTMLDivElement>()
  const at = new Date(serverNow())
  const jobs = openJobs.value.filter((job) => isNews(job, at))
  const [first] = jobs
  if (!first) return null
  const done = jobs.reduce((sum, job) => sum + job.progress, 0) / jobs.length
  const what = jobs.length === 1 ? titleOfJob(first) : t('jobs.running', { count: jobs.length })
  return (
    <div class="jobs" ref={place}>
      <button
        type="button"
        class="status-dot jobs-open"
        aria-expanded={open}
        aria-label={`${what} ${percent(done)}`}
        title={what}
        onClick={() => setOpen(!open)}
      >
        <LoaderCircle />
        {/* Named by the very words that are to be seen: whoever says them aloud means this button. */}
        <span class="jobs-what">{what}</span> <span class="jobs-share">{percent(done)}</span>
      </button>
      {open && (
        <div class="status-panel" role="dialog" aria-label={t('jobs.panel')}>
          {jobs.map((job) => (
            <JobLine key={job.uuid} job={job} />
          ))}
        </div>
      )}
    </div>
  )
}
