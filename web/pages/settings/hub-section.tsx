// The link to the home hub in short, and the way to its page.
import { useEffect } from 'preact/hooks'
import { addressOf } from '../../base.ts'
import { hub, loadHub } from '../../household.ts'
import { t } from '../../texts/t.ts'
import { HubLine } from '../hub/hub-line.tsx'

const EVERY_MS = 10_000

export function HubSection() {
  useEffect(() => {
    void loadHub()
    const timer = setInterval(() => void loadHub(), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  const state = hub.value
  if (!state) return null
  return (
    <section class="panel pad">
      <h2>{t('settings.hub')}</h2>
      <p class="note">{t('settings.hub.lead')}</p>
      <HubLine state={state} />
      <div class="actions">
        <a class="button plain" href={addressOf('/settings/hub')}>
          <span>{t('hub.open')}</span>
        </a>
      </div>
    </section>
  )
}
