// The limits for the recordings of all cameras together; only the founder is shown them as a form.
import { useState } from 'preact/hooks'
import { Confirm } from '../../../parts/dialog.tsx'
import { SaveForm } from '../../../parts/save-form.tsx'
import { SelectField } from '../../../parts/select-field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useDraft } from '../../../parts/use-draft.ts'
import { size } from '../../../sizes.ts'
import { t } from '../../../texts/t.ts'
import { type Limits, saveLimits } from './asks.ts'
import { keepsLess, offered } from './words.ts'

export function LimitsSection({ limits, onChanged }: { limits: Limits; onChanged: () => void }) {
  return (
    <section class="panel pad" aria-labelledby="storage-limits">
      <h2 id="storage-limits">{t('storage.limits')}</h2>
      <p class="note">{t('storage.limits.lead')}</p>
      <Form stored={limits} onSaved={onChanged} />
    </section>
  )
}

function Form({ stored, onSaved }: { stored: Limits; onSaved: () => void }) {
  const [draft, setDraft] = useDraft(stored)
  const [asking, setAsking] = useState(false)
  const save = useAsyncAction(
    () => saveLimits(draft),
    () => {
      setAsking(false)
      toast(t('storage.limits.saved'))
      onSaved()
    },
  )
  const isChanged = (['days', 'bytes', 'free_bytes'] as const).some((key) => draft[key] !== stored[key])
  return (
    <SaveForm
      save={save}
      canSave={isChanged}
      onSubmit={() => (keepsLess(stored, draft) ? setAsking(true) : void save.run())}
      note={!asking && <FaultNote fault={save.fault} />}
      class="storage-form"
    >
      <SelectField
        label={t('storage.limits.days')}
        value={draft.days}
        options={[
          ...offered.days(stored.days).map((count) => [count, t('storage.rule.days', { count })] as const),
          [null, t('storage.limits.days.none')],
        ]}
        onValue={(days) => setDraft({ ...draft, days })}
      />
      <SelectField
        label={t('storage.limits.bytes')}
        value={draft.bytes}
        options={[
          ...offered.bytes(stored.bytes).map((bytes) => [bytes, size(bytes)] as const),
          [null, t('storage.limits.bytes.none')],
        ]}
        onValue={(bytes) => setDraft({ ...draft, bytes })}
      />
      <SelectField
        label={t('storage.limits.free')}
        value={draft.free_bytes}
        options={[
          [null, t('storage.limits.free.none')],
          ...offered.free(stored.free_bytes).map((bytes) => [bytes, size(bytes)] as const),
        ]}
        onValue={(free_bytes) => setDraft({ ...draft, free_bytes })}
      />
      {asking && (
        <Confirm
          title={t('storage.limits.less.title')}
          text={t('storage.limits.less.text')}
          does={t('storage.limits.less.do')}
          action={save}
          onClose={() => setAsking(false)}
        />
      )}
    </SaveForm>
  )
}
