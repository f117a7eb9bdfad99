// Backups: made, saved, brought, removed and restored. The founder's.
import { useEffect, useRef, useState } from 'preact/hooks'
import { followJobs, jobEnds, openJobs } from '../../../jobs.ts'
import { Button } from '../../../parts/button.tsx'
import { JobLine } from '../../../parts/job-line.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { person } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { type BackupOut, bringBackup, loadBackups, loadJob } from './asks.ts'
import './backup.css'
import { BackupRow } from './backup-row.tsx'
import { MakeDialog, RemoveDialog, RestoreDialog } from './dialogs.tsx'
import { WaitingRestore } from './waiting-restore.tsx'

export function BackupSection() {
  return person.value?.founder ? <Section /> : null
}

type Asking = { what: 'make' } | { what: 'remove' | 'restore'; of: BackupOut }

function Section() {
  const { state, reload } = useLoaded(loadBackups)
  const [asking, setAsking] = useState<Asking | null>(null)
  const work = useWork(reload)
  const close = () => setAsking(null)
  const begun = ({ job_uuid }: { job_uuid: string }) => {
    close()
    work.follow(job_uuid)
  }
  const jobs = openJobs.value.filter(({ kind }) => kind === 'backup')
  return (
    <section class="panel pad" id="backup">
      <h2>{t('backup')}</h2>
      <p class="note">{t('backup.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && state.value.waiting && <WaitingRestore value={state.value.waiting} onDone={reload} />}
      {state.phase === 'ready' && state.value.data.length === 0 && <p>{t('backup.empty')}</p>}
      {state.phase === 'ready' && state.value.data.length > 0 && (
        <ul class="backups">
          {state.value.data.map((backup) => (
            <BackupRow
              key={backup.name}
              value={backup}
              onRemove={() => setAsking({ what: 'remove', of: backup })}
              onRestore={() => setAsking({ what: 'restore', of: backup })}
            />
          ))}
        </ul>
      )}
      {jobs.map((job) => (
        <JobLine key={job.uuid} job={job} />
      ))}
      <FaultNote fault={work.fault} />
      <div class="actions">
        <Button disabled={jobs.length > 0} onClick={() => setAsking({ what: 'make' })}>
          {t('backup.make')}
        </Button>
        <Bring onDone={reload} />
      </div>
      {asking?.what === 'make' && <MakeDialog onDone={begun} onClose={close} />}
      {asking?.what === 'remove' && <RemoveDialog value={asking.of} onDone={reload} onClose={close} />}
      {asking?.what === 'restore' && <RestoreDialog value={asking.of} onDone={begun} onClose={close} />}
    </section>
  )
}

/** What was begun here, until it ends: a backup that is good says so, what failed says why. */
function useWork(onEnd: () => void) {
  const [uuid, setUuid] = useState<string | null>(null)
  const [message, setMessage] = useState<string | null>(null)
  const ends = jobEnds.value
  useEffect(() => {
    if (uuid === null) return
    void loadJob(uuid).then((answer) => {
      if (answer.kind !== 'ok' || !answer.data.ended_at) return
      const { state, error, input } = answer.data
      setUuid(null)
      setMessage(state === 'failed' ? error : null)
      if (state === 'done' && !('restore' in input)) toast(t('backup.made'))
      onEnd()
    })
  }, [uuid, ends])
  return {
    fault: message === null ? null : { status: 0, message, problems: [] },
    follow(begun: string) {
      setMessage(null)
      setUuid(begun)
      followJobs([begun])
    },
  }
}

function Bring({ onDone }: { onDone: () => void }) {
  const place = useRef<HTMLInputElement>(null)
  const bring = useAsyncAction(bringBackup, () => {
    toast(t('backup.brought'))
    onDone()
  })
  return (
    <>
      <Button pending={bring.pending} onClick={() => place.current?.click()}>
        {t('backup.bring')}
      </Button>
      <input
        ref={place}
        type="file"
        accept=".porchlight-backup"
        aria-label={t('backup.bring')}
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          currentTarget.value = ''
          if (file) void bring.run(file)
        }}
      />
      <FaultNote fault={bring.fault} />
    </>
  )
}
