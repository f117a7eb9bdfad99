// The broker inside the appliance, for a home without one.
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { Field, Switch } from '../../parts/field.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useDraft } from '../../parts/use-draft.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import type { SettingOut } from '../../wire.ts'
import { asks, type InsideOut } from './asks.ts'

const EVERY_MS = 5000

interface Broker {
  enabled: boolean
  port: number
  username: string
}

export function InsideSection({ settings, onSaved }: { settings: readonly SettingOut[]; onSaved: () => void }) {
  const { state, reload } = useLoaded(asks.inside)
  // Programs come and go, and it takes a moment to begin.
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), EVERY_MS)
    return () => clearInterval(timer)
  }, [reload])
  const stored = settings.find(({ key }) => key === 'broker')?.value as Broker | undefined
  if (!stored) return null
  const done = () => {
    toast(t('hub.inside.saved'))
    reload()
    onSaved()
  }
  return (
    <section class="panel pad hub-page" id="inside">
      <h2>{t('hub.inside')}</h2>
      <p class="note">{t('hub.inside.lead')}</p>
      {state.phase === 'ready' && <InsideState state={state.value} />}
      <InsideForm
        stored={stored}
        hasPassword={settings.some(({ key, value }) => key === 'broker_password' && value !== null)}
        onDone={done}
      />
    </section>
  )
}

function InsideState({ state }: { state: InsideOut }) {
  if (state.running) return <p class="good">{t('hub.inside.running', { count: state.clients })}</p>
  return state.problem ? <p class="bad">{state.problem}</p> : null
}

interface FormProps {
  stored: Broker
  hasPassword: boolean
  onDone: () => void
}

function InsideForm({ stored, hasPassword, onDone }: FormProps) {
  const [draft, setDraft, saved] = useDraft({ ...stored, port: String(stored.port) })
  const [password, setPassword] = useState('')
  const wanted = { ...draft, port: /^\d+$/.test(draft.port) ? Number(draft.port) : draft.port }
  const isSame = JSON.stringify(wanted) === JSON.stringify({ ...stored, port: stored.port })
  const save = useAsyncAction(
    async () => {
      // The password first: without one it does not run.
      const first = password ? await api.setSetting('broker_password', password) : null
      if (first && first.kind !== 'ok') return first
      const answer = await api.setSetting('broker', wanted)
      if (answer.kind === 'ok') saved(draft)
      return answer
    },
    () => {
      setPassword('')
      onDone()
    },
  )
  return (
    <SaveForm save={save} canSave={!isSame || password !== ''}>
      <Switch
        label={t('hub.inside.on')}
        checked={draft.enabled}
        onChecked={(enabled) => setDraft({ ...draft, enabled })}
      />
      {draft.enabled && (
        <>
          <Field
            label={t('hub.inside.port')}
            value={draft.port}
            onValue={(port) => setDraft({ ...draft, port })}
            inputMode="numeric"
            problem={save.problem('value.port')}
          />
          <Field
            label={t('hub.inside.user')}
            value={draft.username}
            onValue={(username) => setDraft({ ...draft, username })}
            autocomplete="off"
            problem={save.problem('value.username')}
          />
          <Field
            label={t('hub.password')}
            type="password"
            autocomplete="new-password"
            value={password}
            onValue={setPassword}
            help={hasPassword ? t('hub.kept') : t('hub.inside.password.help')}
            problem={save.problem('value')}
          />
        </>
      )}
    </SaveForm>
  )
}
