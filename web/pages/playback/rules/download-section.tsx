// How everything is fetched, by rules and by hand: how fast, and whether the recorder's own file stays.
import { useState } from 'preact/hooks'
import { Field, Switch } from '../../../parts/field.tsx'
import { SaveForm } from '../../../parts/save-form.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { t } from '../../../texts/t.ts'
import { type DownloadSetting, loadDownloadSetting, saveDownloadSetting } from './asks.ts'

const MOST_MBIT = 10_000

export function DownloadSection() {
  const { state, reload } = useLoaded(loadDownloadSetting)
  return (
    <section class="panel pad" aria-labelledby="downloads">
      <h2 id="downloads">{t('downloads.title')}</h2>
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && state.value && <SettingForm stored={state.value} onSaved={reload} />}
    </section>
  )
}

/** Null = no limit; undefined for what is no speed. */
function mbitOf(text: string): number | null | undefined {
  if (text.trim() === '') return null
  const value = Number(text.trim().replace(',', '.'))
  return value >= 1 && value <= MOST_MBIT ? value : undefined
}

function SettingForm({ stored, onSaved }: { stored: DownloadSetting; onSaved: () => void }) {
  const [typed, setTyped] = useState(String(stored.mbit ?? ''))
  const [keepsRaw, setKeepsRaw] = useState(stored.keep_raw)
  const mbit = mbitOf(typed)
  const save = useAsyncAction(
    () => saveDownloadSetting({ mbit: mbit ?? null, keep_raw: keepsRaw }),
    () => {
      toast(t('downloads.saved'))
      onSaved()
    },
  )
  const changed = mbit !== stored.mbit || keepsRaw !== stored.keep_raw
  return (
    <SaveForm save={save} canSave={changed && mbit !== undefined}>
      <Field
        label={t('downloads.mbit')}
        help={t('downloads.mbit.help')}
        inputMode="decimal"
        autocomplete="off"
        value={typed}
        onValue={setTyped}
        problem={mbit === undefined ? t('downloads.mbit.wrong') : undefined}
      />
      <Switch label={t('downloads.raw')} help={t('downloads.raw.help')} checked={keepsRaw} onChecked={setKeepsRaw} />
    </SaveForm>
  )
}
