// How old is what is shown, and a button that asks the device for it anew. Its fault stands beside it.
import { RotateCw } from 'lucide-preact'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/states.tsx'
import type { AsyncAction } from '../../parts/use-async-action.ts'
import { mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { ago, exactFull, now } from '../../times.ts'
import './read-line.css'

interface Props {
  /** Null: never read. */
  readAt: string | null
  action: AsyncAction<[]>
}

export function ReadLine({ readAt, action }: Props) {
  const read = readAt === null ? null : new Date(readAt)
  return (
    <div class="read-line">
      <p class="note">
        {read ? (
          <time dateTime={read.toISOString()} title={exactFull(read)}>
            {t('read.ago', { time: ago(read, now.value) })}
          </time>
        ) : (
          t('read.never')
        )}
      </p>
      {mayOperate.value && (
        <Button look="quiet" icon={<RotateCw />} pending={action.pending} onClick={() => void action.run()}>
          {t('read.anew')}
        </Button>
      )}
      <FaultNote fault={action.fault} />
    </div>
  )
}
