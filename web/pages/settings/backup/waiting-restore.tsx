// A restore that waits for the next start: start anew now, or leave it be.
import { Button } from '../../../parts/button.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { moment, now } from '../../../times.ts'
import { forgetRestore, startAnew, type WaitingOut } from './asks.ts'

export function WaitingRestore({ value, onDone }: { value: NonNullable<WaitingOut>; onDone: () => void }) {
  const restart = useAsyncAction(startAnew, () => location.reload())
  const forget = useAsyncAction(forgetRestore, () => {
    toast(t('backup.forgotten'))
    onDone()
  })
  return (
    <div class="backup-waits" role="status">
      <p>
        {restart.pending
          ? t('backup.restarting')
          : t('backup.waits', { time: moment(new Date(value.created_at), now.value) })}
      </p>
      <FaultNote fault={restart.fault ?? forget.fault} />
      <div class="actions">
        <Button look="primary" pending={restart.pending} onClick={() => void restart.run()}>
          {t('backup.restart')}
        </Button>
        <Button pending={forget.pending} disabled={restart.pending} onClick={() => void forget.run()}>
          {t('backup.forget')}
        </Button>
      </div>
    </div>
  )
}
