// The sync of one device: the round that goes on, the last one and the next, and the log of all of a week.
import { ListRestart, RotateCw } from 'lucide-preact'
import { useCallback, useEffect } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { jobEnds, syncOf } from '../../../jobs.ts'
import { Button } from '../../../parts/button.tsx'
import { JobLine } from '../../../parts/job-line.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { ago, now } from '../../../times.ts'
import type { DeviceOut } from '../../../wire.ts'
import { loadSyncLog, loadSyncSetting, type SyncRound, syncDevice } from './asks.ts'
import { planOf } from './plan.ts'
import { Outcome, RoundList } from './round-list.tsx'
import './sync.css'

const hasFootage = (device: DeviceOut) => device.offers.includes('footage')

export function SyncTab({ device }: { device: DeviceOut }) {
  const load = useCallback((signal: AbortSignal) => loadSyncLog(device.id, signal), [device.id])
  const log = useLoaded(load)
  const ends = jobEnds.value
  useEffect(() => {
    if (ends > 0) log.reload()
  }, [ends, log.reload])
  const rounds = log.state.phase === 'ready' ? log.state.value : []
  return (
    <>
      <section class="panel pad">
        <h2>{t('sync.state')}</h2>
        <p class="note">{hasFootage(device) ? t('sync.lead') : t('sync.lead.camera')}</p>
        {log.state.phase === 'ready' && <LastRound round={rounds[0]} />}
        <Plan device={device} last={rounds[0]} />
        <Begin device={device} />
      </section>
      <section class="panel pad">
        <h2>{t('sync.log')}</h2>
        {log.state.phase === 'loading' && <Waiting rows={2} />}
        {log.state.phase === 'fault' && <FaultNote fault={log.state.fault} />}
        {log.state.phase === 'ready' && <RoundList rounds={rounds} />}
      </section>
    </>
  )
}

function LastRound({ round }: { round: SyncRound | undefined }) {
  if (!round) return <p>{t('sync.never')}</p>
  const time = ago(new Date(round.sync_time), now.value)
  return (
    <div class="last-round" aria-live="polite">
      <Outcome
        round={round}
        text={round.is_success ? t('sync.last.success', { time }) : t('sync.last.failed', { time })}
      />
      <p>{round.message}</p>
    </div>
  )
}

function Plan({ device, last }: { device: DeviceOut; last: SyncRound | undefined }) {
  const { state } = useLoaded(loadSyncSetting)
  if (state.phase === 'fault') return <FaultNote fault={state.fault} />
  if (state.phase !== 'ready') return null
  return (
    <p class="note">
      {planOf(state.value, device, last, now.value)}{' '}
      {mayManage.value && device.is_checked && <a href={addressOf('/settings/sync')}>{t('sync.plan.change')}</a>}
    </p>
  )
}

function Begin({ device }: { device: DeviceOut }) {
  const job = syncOf(device.id)
  const begin = useAsyncAction((anew: boolean) => syncDevice(device.id, anew))
  return (
    <>
      {job && <JobLine job={job} />}
      <FaultNote fault={begin.fault} />
      {!job && (
        <>
          <div class="actions">
            <Button icon={<RotateCw />} disabled={begin.pending} onClick={() => void begin.run(false)}>
              {t('sync.now')}
            </Button>
            {hasFootage(device) && (
              <Button look="quiet" icon={<ListRestart />} disabled={begin.pending} onClick={() => void begin.run(true)}>
                {t('sync.anew')}
              </Button>
            )}
          </div>
          {hasFootage(device) && <p class="note">{t('sync.anew.help')}</p>}
        </>
      )}
    </>
  )
}
