// Before old entries are removed: how old, and how many that are.
import { useCallback, useState } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Choice } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import { exactDay, serverNow } from '../../times.ts'
import { clearOlder, countOlder } from './asks.ts'

/** The server keeps the last week in any case. */
const AGES = [7, 30, 90, 365] as const
const USUAL = 90
const DAY_MS = 86_400_000

export function ClearDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const [days, setDays] = useState<number>(USUAL)
  return (
    <Dialog title={t('activity.clear.title')} onClose={onClose}>
      <div class="deeds-age">
        <Choice
          label={t('activity.clear.age')}
          value={String(days)}
          options={AGES.map((count) => [String(count), t('activity.clear.days', { count })] as const)}
          onValue={(value) => setDays(Number(value))}
        />
      </div>
      {/* Another age is another question. */}
      <Question key={days} days={days} onClose={onClose} onDone={onDone} />
    </Dialog>
  )
}

function Question({ days, onClose, onDone }: { days: number; onClose: () => void; onDone: () => void }) {
  const [before] = useState(() => new Date(serverNow() - days * DAY_MS))
  const { state } = useLoaded(useCallback((signal: AbortSignal) => countOlder(before, signal), [before]))
  const clear = useAsyncAction(
    () => clearOlder(days),
    ({ data }) => {
      toast(t('activity.clear.done', { count: data.deletedCount }))
      onDone()
    },
  )
  const count = state.phase === 'ready' ? state.value.pagination.total : null
  const day = exactDay(before)
  return (
    <>
      <p role="status">
        {count === null
          ? '…'
          : count === 0
            ? t('activity.clear.none', { day })
            : t('activity.clear.text', { count, day })}
      </p>
      <FaultNote fault={clear.fault ?? (state.phase === 'fault' ? state.fault : null)} />
      <div class="actions end">
        <Button onClick={onClose}>{t('do.cancel')}</Button>
        <Button look="danger" disabled={!count} pending={clear.pending} onClick={() => void clear.run()}>
          {t('do.remove')}
        </Button>
      </div>
    </>
  )
}
