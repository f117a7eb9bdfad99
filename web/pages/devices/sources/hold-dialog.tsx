// How long one kind of alarm lasts on one channel: three times, each empty for what is usual.
import { useState } from 'preact/hooks'
import { ask } from '../../../api.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { MOST_SECONDS, secondsOf } from '../../settings/alarm-rules.ts'
import { type ChannelHold, type Holds, ruleOf, type TypedHold, typedHold } from './holds.ts'

interface Props {
  at: string
  hold: ChannelHold
  kind: string
  onClose: () => void
  onDone: () => void
}

export function HoldDialog({ at, hold: { own, usual }, kind, onClose, onDone }: Props) {
  const [typed, setTyped] = useState(() => typedHold(own))
  const rule = ruleOf(typed)
  const save = useAsyncAction(() => ask<Holds>(at, { method: 'PUT', body: rule }), onDone)
  const fieldOf = (name: keyof TypedHold, label: string, help: string) => (
    <Field
      label={label}
      help={help}
      value={typed[name]}
      onValue={(text) => setTyped({ ...typed, [name]: text })}
      inputMode="decimal"
      autocomplete="off"
      maxLength={String(MOST_SECONDS).length + 2}
      problem={secondsOf(typed[name]) === null ? t('settings.hold.wrong') : undefined}
    />
  )
  const most = usual.max === null ? t('holds.most.never') : t('holds.most.help', { usual: usual.max })
  return (
    <Dialog title={t('holds.change.title', { kind })} onClose={onClose}>
      <p class="note">{t('holds.change.text')}</p>
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (rule) void save.run()
        }}
      >
        {fieldOf('hold', t('holds.hold'), t('holds.hold.help', { usual: usual.hold }))}
        {fieldOf('min_on', t('holds.least'), t('holds.empty', { usual: usual.min_on }))}
        {fieldOf('max', t('holds.most'), most)}
        <FaultNote fault={save.fault} />
        <div class="actions end">
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button look="primary" type="submit" pending={save.pending} disabled={!rule}>
            {t('do.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
