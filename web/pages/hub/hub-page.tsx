// The link to the home hub: how it stands, the broker, and what the hub gets.
import { hub } from '../../household.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, Waiting } from '../../parts/states.tsx'
import { mayOperate, person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { BrokerSection } from './broker-section.tsx'
import './hub.css'
import { InsideSection } from './inside-section.tsx'
import { SentSection } from './sent-section.tsx'
import { StateSection } from './state-section.tsx'
import { useFreshHub } from './use-fresh-hub.ts'
import { WithSettings } from './with-settings.tsx'

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
  useFreshHub()
  const state = hub.value
  return (
    <Page title={t('hub.title')} back={BACK}>
      {state ? <StateSection state={state} /> : <Waiting rows={2} />}
      {person.value?.founder && <Founders />}
    </Page>
  )
}

/** Broker and settings are the founder's alone. */
const Founders = () => (
  <WithSettings>
    {(given) => (
      <>
        <BrokerSection {...given} />
        <SentSection {...given} />
        <InsideSection {...given} />
      </>
    )}
  </WithSettings>
)
