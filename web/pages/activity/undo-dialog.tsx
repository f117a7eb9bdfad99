// Before a former state is written back: what that changes, and whether to insist where somebody has changed it since.
import { Undo2 } from 'lucide-preact'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { t } from '../../texts/t.ts'
import { type ActivityOut, undoActivity } from './asks.ts'
import { Lines } from './deed-row.tsx'
import { cameraName, thingText } from './thing.ts'
import { deedText, linesOf } from './words.ts'

interface Props {
  deed: ActivityOut
  onClose: () => void
  onDone: () => void
}

export function UndoDialog({ deed, onClose, onDone }: Props) {
  const undo = useAsyncAction(
    (force: boolean) => undoActivity(deed.id, force),
    ({ data }) => {
      toast(data.kept.length > 0 ? t('activity.undo.part') : t('activity.undo.done'))
      onDone()
    },
  )
  const isChanged = undo.fault?.status === 409
  const back = linesOf(deed, cameraName).map(({ name, before, after }) => ({ name, before: after, after: before }))
  return (
    <Dialog title={t('activity.undo.title')} onClose={onClose}>
      <p>{[deedText(deed.action), thingText(deed)].filter(Boolean).join(' · ')}</p>
      {back.length > 0 && (
        <>
          <p>{t('activity.undo.text')}</p>
          <Lines lines={back} />
        </>
      )}
      <FaultNote fault={undo.fault} />
      <div class="actions end">
        <Button onClick={onClose}>{t('do.cancel')}</Button>
        <Button
          // Another button, not the same one in other colours.
          key={isChanged ? 'force' : 'undo'}
          look={isChanged ? 'danger' : 'primary'}
          icon={<Undo2 />}
          pending={undo.pending}
          onClick={() => void undo.run(isChanged)}
        >
          {isChanged ? t('activity.undo.force') : t('activity.undo')}
        </Button>
      </div>
    </Dialog>
  )
}
