// How long the household keeps its pictures, and how much of the disk they may take.
import { useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { Confirm } from '../../parts/dialog.tsx'
import { Choice } from '../../parts/field.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useDraft } from '../../parts/use-draft.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { mayManage } from '../../session.ts'
import { size } from '../../sizes.ts'
import { t } from '../../texts/t.ts'
import { daysOffered } from './alarm-rules.ts'
import { keepsLess, type PictureRetention, sizesOffered } from './picture-rules.ts'

const KEY = 'picture_retention'

export function PictureSection() {
  return mayManage.value ? <Section /> : null
}

function Section() {
  const { state, reload } = useLoaded(api.settings)
  const stored = state.phase === 'ready' ? state.value.find(({ key }) => key === KEY)?.value : null
  return (
    <section class="panel pad" id="pictures">
      <h2>{t('settings.pictures')}</h2>
      <p class="note">{t('settings.pictures.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={2} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {stored ? <Keeping stored={stored as PictureRetention} onSaved={reload} /> : null}
    </section>
  )
}

function Keeping({ stored, onSaved }: { stored: PictureRetention; onSaved: () => void }) {
  const [draft, setDraft, saved] = useDraft(stored)
  const [asking, setAsking] = useState(false)
  const save = useAsyncAction(
    async () => {
      const answer = await api.setSetting(KEY, draft)
      if (answer.kind === 'ok') saved(draft)
      return answer
    },
    () => {
      setAsking(false)
      toast(t('settings.pictures.saved'))
      onSaved()
    },
  )
  const changed = draft.days !== stored.days || draft.bytes !== stored.bytes
  return (
    <SaveForm
      save={save}
      canSave={changed}
      onSubmit={() => (keepsLess(stored, draft) ? setAsking(true) : void save.run())}
      note={!asking && <FaultNote fault={save.fault} />}
    >
      <Choice
        label={t('settings.pictures.days')}
        value={String(draft.days)}
        options={daysOffered(stored.days).map(
          (count) => [String(count), t('settings.alarms.days.some', { count })] as const,
        )}
        onValue={(days) => setDraft({ ...draft, days: Number(days) })}
      />
      <Choice
        label={t('settings.pictures.bytes')}
        value={String(draft.bytes)}
        options={sizesOffered(stored.bytes).map(([bytes, shown]) => [String(bytes), size(shown)] as const)}
        onValue={(bytes) => setDraft({ ...draft, bytes: Number(bytes) })}
      />
      {asking && (
        <Confirm
          title={t('settings.pictures.fewer.title')}
          text={t('settings.pictures.fewer.text')}
          does={t('settings.alarms.fewer.do')}
          action={save}
          onClose={() => setAsking(false)}
        />
      )}
    </SaveForm>
  )
}
