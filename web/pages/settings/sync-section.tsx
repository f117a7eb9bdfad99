// How often the household's devices are synced, whether their clocks are set, and syncing all of them now.
import { RotateCw } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { openJobs } from '../../jobs.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, Switch } from '../../parts/field.tsx'
import { JobLine } from '../../parts/job-line.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { mayManage, mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { loadSyncSetting, type SyncSetting, saveSyncSetting, syncAll } from '../devices/sync/asks.ts'
import { choicesOf, every } from '../devices/sync/plan.ts'

export function SyncSection() {
  if (!mayOperate.value) return null
  return <Section />
}

function Section() {
  const { state, reload } = useLoaded(loadSyncSetting)
  return (
    <section class="panel pad" id="sync">
      <h2>{t('settings.sync')}</h2>
      <p class="note">{t('settings.sync.lead')}</p>
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && !mayManage.value && (
        <p>
          {state.value.is_enabled
            ? t('settings.sync.is', { every: every(state.value.interval_minutes) })
            : t('settings.sync.isOff')}
        </p>
      )}
      {state.phase === 'ready' && mayManage.value && <SettingForm stored={state.value} onSaved={reload} />}
      <SyncAll />
    </section>
  )
}

function SettingForm({ stored, onSaved }: { stored: SyncSetting; onSaved: () => void }) {
  const [draft, setDraft] = useState(stored)
  const set = (change: Partial<SyncSetting>) => setDraft({ ...draft, ...change })
  const save = useAsyncAction(
    () => saveSyncSetting(draft),
    () => {
      toast(t('settings.sync.saved'))
      onSaved()
    },
  )
  const changed = (Object.keys(draft) as (keyof SyncSetting)[]).some((key) => draft[key] !== stored[key])
  return (
    <SaveForm save={save} canSave={changed}>
      <Switch
        label={t('settings.sync.enabled')}
        help={t('settings.sync.enabled.help')}
        checked={draft.is_enabled}
        onChecked={(is_enabled) => set({ is_enabled })}
      />
      {draft.is_enabled && (
        <Choice
          label={t('settings.sync.interval')}
          value={String(draft.interval_minutes)}
          options={choicesOf(stored.interval_minutes).map((minutes) => [String(minutes), every(minutes)] as const)}
          onValue={(minutes) => set({ interval_minutes: Number(minutes) })}
        />
      )}
      <Switch
        label={t('settings.sync.clock')}
        help={t('settings.sync.clock.help')}
        checked={draft.set_clock}
        onChecked={(set_clock) => set({ set_clock })}
      />
    </SaveForm>
  )
}

function SyncAll() {
  const [none, setNone] = useState(false)
  const begin = useAsyncAction(syncAll, ({ jobs }) => setNone(jobs.length === 0))
  const syncs = openJobs.value.filter((job) => job.kind === 'sync')
  return (
    <div class="sync-all">
      {syncs.map((job) => (
        <JobLine key={job.uuid} job={job} />
      ))}
      <FaultNote fault={begin.fault} />
      {none && <p class="note">{t('settings.sync.none')}</p>}
      {syncs.length === 0 && (
        <div class="actions">
          <Button icon={<RotateCw />} disabled={begin.pending} onClick={() => void begin.run()}>
            {t('settings.sync.now')}
          </Button>
        </div>
      )}
    </div>
  )
}
