// The disks that recordings lie on: how full, for how long still, which camera takes how much, and the limits for all.
import { CalendarClock, TriangleAlert } from 'lucide-preact'
import { Page } from '../../../parts/page.tsx'
import { FaultView, Waiting } from '../../../parts/states.tsx'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayOperate, person } from '../../../session.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { now } from '../../../times.ts'
import { Shut } from '../shut.tsx'
import '../system.css'
import { SystemTabs } from '../system-tabs.tsx'
import { loadStorage, type Storage } from './asks.ts'
import { CamerasSection } from './cameras-section.tsx'
import { FoldersSection } from './folders-section.tsx'
import { LimitsSection } from './limits-section.tsx'
import './storage.css'
import { fullWords } from './words.ts'

export const StoragePage = () => (mayOperate.value ? <Disks /> : <Shut />)

function Disks() {
  const { state, reload } = useLoaded(loadStorage)
  return (
    <Page title={t('nav.system')}>
      <SystemTabs here="storage" />
      {state.phase === 'loading' && <Waiting rows={4} />}
      {state.phase === 'fault' && <FaultView fault={state.fault} onRetry={reload} />}
      {state.phase === 'ready' && (
        <div class="storage">
          <Outlook storage={state.value} />
          <FoldersSection storage={state.value} onChanged={reload} />
          <CamerasSection storage={state.value} />
          {person.value?.founder && <LimitsSection limits={state.value.limits} onChanged={reload} />}
        </div>
      )}
    </Page>
  )
}

function Outlook({ storage }: { storage: Storage }) {
  const { bytes, bytes_per_day, full_at, cameras, folders } = storage
  const isFull = folders.some(({ state }) => state === 'full')
  const isTight = full_at !== null || isFull
  const count = t('storage.outlook.cameras', { count: new Set(cameras.map(({ channel_id }) => channel_id)).size })
  return (
    <section class="panel pad" aria-labelledby="storage-outlook">
      <h2 id="storage-outlook">{t('storage.outlook')}</h2>
      <p class={isTight ? 'storage-when attention' : 'storage-when'}>
        {isTight ? <TriangleAlert aria-hidden="true" /> : <CalendarClock aria-hidden="true" />}
        <span>{fullWords(storage, now.value)}</span>
      </p>
      {isTight && !isFull && <p class="note">{t('storage.full.then')}</p>}
      <p class="note">
        {t('storage.outlook.kept', { size: size(bytes), count })}
        {bytes_per_day > 0 && ` · ${t('storage.perDay', { size: size(bytes_per_day) })}`}
      </p>
    </section>
  )
}
