// Asked before somebody leaves what is not written yet.

import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { t } from '../../texts/t.ts'
import { Button } from '../button.tsx'
import { Dialog } from '../dialog.tsx'
import { setHere, waiting } from '../unsaved.ts'

/** Stands once inside the router. */
export function LeaveQuestion() {
  setHere(useLocation().url)
  useEffect(
    () => () => {
      waiting.value = null
    },
    [],
  )
  const go = waiting.value
  if (!go) return null
  const stay = () => {
    waiting.value = null
  }
  return (
    <Dialog title={t('unsaved.title')} onClose={stay}>
      <p>{t('unsaved.text')}</p>
      <div class="actions end">
        <Button onClick={stay}>{t('unsaved.stay')}</Button>
        <Button
          look="danger"
          onClick={() => {
            stay()
            go()
          }}
        >
          {t('unsaved.leave')}
        </Button>
      </div>
    </Dialog>
  )
}
