// Our list compared with the disk: files that lie there are taken in, recordings without a file are named; nothing is deleted.
import { FolderSync } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { compareDisk, type DiskOut } from './asks.ts'

export function Disk({ onChanged }: { onChanged: () => void }) {
  const [told, setTold] = useState<DiskOut | null>(null)
  const compare = useAsyncAction(compareDisk, ({ data }) => {
    setTold(data)
    if (data.synced + data.gone + data.back > 0) onChanged()
  })
  return (
    <>
      <Button icon={<FolderSync />} pending={compare.pending} onClick={() => void compare.run()}>
        {t('disk.compare')}
      </Button>
      <FaultNote fault={compare.fault} />
      {told && (
        <Dialog title={t('disk.title')} onClose={() => setTold(null)}>
          <ul class="disk-told">
            {told.synced + told.gone + told.back + told.errors === 0 && <li>{t('disk.agrees')}</li>}
            {told.synced > 0 && <li>{t('disk.adopted', { count: told.synced })}</li>}
            {told.gone > 0 && <li>{t('disk.gone', { count: told.gone })}</li>}
            {told.back > 0 && <li>{t('disk.back', { count: told.back })}</li>}
            {told.problems.map(({ file, error }) => (
              <li key={file} class="bad">
                {t('disk.problem', { file, reason: error })}
              </li>
            ))}
            {told.errors > told.problems.length && (
              <li class="bad">{t('disk.problems.more', { count: told.errors - told.problems.length })}</li>
            )}
          </ul>
          <p class="note">{t('disk.note')}</p>
          <div class="actions end">
            <Button look="primary" onClick={() => setTold(null)}>
              {t('do.close')}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  )
}
