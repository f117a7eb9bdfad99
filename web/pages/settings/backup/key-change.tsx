// Another secret key, for when the data folder may be in other hands.
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Confirm } from '../../../parts/dialog.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { changeKey } from './asks.ts'

export function KeyChange() {
  const [asking, setAsking] = useState(false)
  // Our own sign-in has ended with it: the page finds that out and asks who we are.
  const change = useAsyncAction(changeKey, () => location.reload())
  return (
    <section class="panel pad" id="secret-key">
      <h2>{t('backup.key')}</h2>
      <p class="note">{t('backup.key.lead')}</p>
      <div class="actions">
        <Button look="danger" onClick={() => setAsking(true)}>
          {t('backup.key.do')}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t('backup.key.title')}
          text={t('backup.key.text')}
          does={t('backup.key.do')}
          action={change}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}
