// The link to the home hub: how it stands, the broker, and what the hub gets.
import { useEffect } from 'preact/hooks'
import { api } from '../../api.ts'
import { hub, loadHub } from '../../household.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { useLoaded } from '../../parts/use-loaded.ts'
import { mayOperate, person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { BrokerSection } from './broker-section.tsx'
import './hub.css'
import { InsideSection } from './inside-section.tsx'
import { SentSection } from './sent-section.tsx'
import { StateSection } from './state-section.tsx'

const EVERY_MS = 5000

const BACK = { path: '/settings', label: t('hub.back') }

export function HubPage() {
  if (mayOperate.value) return <Hub />
  return (
    <Page title={t('hub.title')} back={BACK}>
      <Empty drawing="key" title={t('hub.title')} text={t('hub.noRights')} />
    </Page>
  )
}

function Hub() {
  useEffect(() => {
    void loadHub()
    const timer = setInterval(() => void loadHub(), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const state = hub.value
  return (
    <Page title={t('hub.title')} back={BACK}>
      {state ? <StateSection state={state} /> : <Waiting rows={2} />}
      {person.value?.founder && <Founders />}
    </Page>
  )
}

/** Broker and settings are the founder's alone. */
function Founders() {
  const { state, reload } = useLoaded(api.settings)
  if (state.phase === 'loading') return <Waiting rows={3} />
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={reload} />
  const onSaved = () => {
    reload()
    void loadHub()
  }
  return (
    <>
      <BrokerSection settings={state.value} onSaved={onSaved} />
      <SentSection settings={state.value} onSaved={onSaved} />
      <InsideSection settings={state.value} onSaved={onSaved} />
    </>
  )
}
