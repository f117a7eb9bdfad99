// How long the household keeps its alarms, and after how much silence one has ended.
import { useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { Confirm } from '../../parts/dialog.tsx'
import { Choice, Field } from '../../parts/field.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { mayManage } from '../../session.ts'
import { language, t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'
import { KIND_NAMES } from '../alarms/kinds.ts'
import {
  countsOffered,
  daysOffered,
  type Holds,
  holdsOf,
  keepsFewer,
  MOST_SECONDS,
  type Retention,
  secondsOf,
  typedOf,
} from './alarm-rules.ts'

const numbers = new Intl.NumberFormat(language)

export function AlarmSection() {
  return mayManage.value ? <Section /> : null
}

function Section() {
  const { state, reload } = useLoaded(api.settings)
  const settingOf = (settings: SettingOut[], key: string) => settings.find((one) => one.key === key)?.value
  return (
    <section class="panel pad" id="alarms">
      <h2>{t('settings.alarms')}</h2>
      <p class="note">{t('settings.alarms.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={2} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && (
        <>
          <Keeping stored={settingOf(state.value, 'alarm_retention') as Retention | undefined} onSaved={reload} />
          <details class="more">
            <summary>{t('settings.hold')}</summary>
            <Lasting stored={(settingOf(state.value, 'alarm_hold') as Holds | undefined) ?? {}} onSaved={reload} />
          </details>
        </>
      )}
    </section>
  )
}

function Keeping({ stored, onSaved }: { stored: Retention | undefined; onSaved: () => void }) {
  const [draft, setDraft] = useState(stored)
  const [asking, setAsking] = useState(false)
  const save = useAsyncAction(
    () => api.setSetting('alarm_retention', draft),
    () => {
      setAsking(false)
      toast(t('settings.alarms.saved'))
      onSaved()
    },
  )
  if (!stored || !draft) return null
  const changed = draft.days !== stored.days || draft.count !== stored.count
  return (
    <SaveForm
      save={save}
      canSave={changed}
      onSubmit={() => (keepsFewer(stored, draft) ? setAsking(true) : void save.run())}
      note={!asking && <FaultNote fault={save.fault} />}
    >
      <Choice
        label={t('settings.alarms.days')}
        value={String(draft.days)}
        options={daysOffered(stored.days).map(
          (count) => [String(count), t('settings.alarms.days.some', { count })] as const,
        )}
        onValue={(days) => setDraft({ ...draft, days: Number(days) })}
      />
      <div class="with-note">
        <Choice
          label={t('settings.alarms.count')}
          value={String(draft.count)}
          options={countsOffered(stored.count).map((count) => [String(count), numbers.format(count)] as const)}
          onValue={(count) => setDraft({ ...draft, count: Number(count) })}
        />
        <p class="note">{t('settings.alarms.count.help')}</p>
      </div>
      {asking && (
        <Confirm
          title={t('settings.alarms.fewer.title')}
          text={t('settings.alarms.fewer.text')}
          does={t('settings.alarms.fewer.do')}
          action={save}
          onClose={() => setAsking(false)}
        />
      )}
    </SaveForm>
  )
}

function Lasting({ stored, onSaved }: { stored: Holds; onSaved: () => void }) {
  const [typed, setTyped] = useState(() => typedOf(KIND_NAMES, stored))
  const save = useAsyncAction(
    () => api.setSetting('alarm_hold', holdsOf(stored, typed)),
    () => {
      toast(t('settings.hold.saved'))
      onSaved()
    },
  )
  const wrong = KIND_NAMES.some((kind) => secondsOf(typed[kind] ?? '') === null)
  const changed = JSON.stringify(holdsOf(stored, typed)) !== JSON.stringify(holdsOf(stored, {}))
  return (
    <SaveForm save={save} canSave={changed && !wrong} class="holds">
      <p class="note">{t('settings.hold.lead')}</p>
      <div class="hold-fields">
        {KIND_NAMES.map((kind) => (
          <Field
            key={kind}
            label={t(`kind.${kind}`)}
            value={typed[kind] ?? ''}
            onValue={(text) => setTyped({ ...typed, [kind]: text })}
            inputMode="decimal"
            autocomplete="off"
            placeholder={t('settings.hold.usual')}
            maxLength={String(MOST_SECONDS).length + 2}
            problem={secondsOf(typed[kind] ?? '') === null ? t('settings.hold.wrong') : undefined}
          />
        ))}
      </div>
    </SaveForm>
  )
}
