// How long one recording or several stay: by the rules, or for a time of their own.
import { TriangleAlert } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { SelectField } from '../../../parts/select-field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { serverNow } from '../../../times.ts'
import { keepAll, type RecordingOut } from './asks.ts'
import { daysOffered, isOver } from './keep.ts'

interface Props {
  /** At least one. */
  recordings: readonly RecordingOut[]
  onClose: () => void
  onChanged: () => void
}

export function KeepDialog({ recordings, onClose, onChanged }: Props) {
  const [first] = recordings
  const own = recordings.every((one) => one.retention_days === first?.retention_days)
    ? (first?.retention_days ?? null)
    : null
  const [days, setDays] = useState(own)
  const save = useAsyncAction(
    async () => {
      const answer = await keepAll(
        recordings.map(({ id }) => id),
        days,
      )
      // What came before a fault has changed, too.
      onChanged()
      return answer
    },
    () => {
      toast(t('keep.saved'))
      onClose()
    },
  )
  const count = recordings.length
  return (
    <Dialog title={count === 1 ? t('keep.title.one') : t('keep.title.some', { count })} onClose={onClose}>
      <p>{t('keep.text')}</p>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          void save.run()
        }}
      >
        <SelectField
          label={t('keep.for')}
          value={days}
          options={[
            [null, t('keep.usual')],
            ...daysOffered(own).map((some) => [some, t('keep.days', { count: some })] as const),
          ]}
          onValue={setDays}
        />
        {recordings.some((one) => isOver(one, days, serverNow())) && (
          <p class="note attention boxed" role="alert">
            <TriangleAlert /> <span>{t('keep.past')}</span>
          </p>
        )}
        <FaultNote fault={save.fault} />
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button look="primary" type="submit" pending={save.pending}>
            {t('do.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
