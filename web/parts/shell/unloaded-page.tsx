// In the place of a page whose script cannot be had: a newer version was installed meanwhile, or the appliance is away.
import { useEffect } from 'preact/hooks'
import { api } from '../../api.ts'
import { t } from '../../texts/t.ts'
import { Button } from '../button.tsx'
import { Drawing } from '../drawing.tsx'
import { Page } from '../page.tsx'

const RELOADED = 'porchlight.reloaded'
/** Within this a second load by itself would only turn in a circle. */
const ONCE_MS = 60_000

/** Loads anew by itself where that helps: the appliance answers, and we have not just done so. */
async function loadAnew(): Promise<void> {
  const health = await api.health()
  if (health.kind !== 'ok') return
  const last = Number(sessionStorage.getItem(RELOADED))
  if (Date.now() - last < ONCE_MS) return
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.reload()
}

export function UnloadedPage() {
  useEffect(() => void loadAnew(), [])
  return (
    <Page title={t('app.name')}>
      <div class="empty" role="alert">
        <Drawing name="fault" />
        <h2>{t('app.unloaded.page')}</h2>
        <p>{t('app.unloaded.do')}</p>
        <Button look="primary" onClick={() => location.reload()}>
          {t('do.reload')}
        </Button>
      </div>
    </Page>
  )
}
