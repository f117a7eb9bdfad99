// How everything is fetched, by rules and by hand: how fast, and whether the recorder's own file stays.
import { useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { Field, Switch } from '../../../parts/field.tsx'
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
    <form
      class="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (mbit !== undefined) void save.run()
      }}
    >
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
      <FaultNote fault={save.fault} />
      <div class="actions">
        <Button type="submit" pending={save.pending} disabled={!changed || mbit === undefined}>
          {t('do.save')}
        </Button>
      </div>
    </form>
  )
}
