// The home hub: its broker entered and tried, or none in this house.
import { House as HouseIcon } from 'lucide-preact'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { hub } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { t } from '../../texts/t.ts'
import { BrokerSection } from '../hub/broker-section.tsx'
import '../hub/hub.css'
import { HubLine } from '../hub/hub-line.tsx'
import { useFreshHub } from '../hub/use-fresh-hub.ts'
import { WithSettings } from '../hub/with-settings.tsx'
import { keep } from './setup.ts'
import { Onward } from './stepper.tsx'
import { after, type House } from './way.ts'

/** Somebody waits for what comes of the address that he has just entered. */
const EVERY_MS = 1500

export function HubStep({ known }: { known: House }) {
  useFreshHub(EVERY_MS)
  const { route } = useLocation()
  const state = hub.value
  const isDone = known.hub === 'done'
  const to = after('hub', known)
  const without = () => {
    keep({ hub: 'left' })
    route(addressOf(`/welcome/${to}`))
  }
  return (
    <div class="welcome-step">
      <div class="welcome-head">
        <h2>{t('setup.hub')}</h2>
        <Onward to={to} isDone={isDone} />
      </div>
      <p class="welcome-lead">{t('settings.hub.lead')}</p>
      {state && state.url !== null && (
        <div class="welcome-state" role="status">
          <HubLine state={state} />
        </div>
      )}
      <WithSettings>{(given) => <BrokerSection {...given} />}</WithSettings>
      {!isDone && (
        <div class="actions">
          <Button icon={<HouseIcon />} onClick={without}>
            {t('setup.hub.none')}
          </Button>
          <a class="button quiet" href={addressOf('/settings/hub')}>
            <span>{t('setup.hub.inside')}</span>
          </a>
        </div>
      )}
    </div>
  )
}
