// API keys: made (and shown once), listed, removed.
import { Key, Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Field, Switch } from '../../parts/field.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import { ago, now } from '../../times.ts'
import type { KeyOut } from '../../wire.ts'

export function KeysSection() {
  const { state, reload } = useLoaded(api.keys)
  const [removing, setRemoving] = useState<KeyOut | null>(null)
  return (
    <section class="panel pad">
      <h2>{t('settings.keys')}</h2>
      <p class="note">{t('settings.keys.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && state.value.length === 0 && <p>{t('settings.keys.empty')}</p>}
      {state.phase === 'ready' && state.value.length > 0 && (
        <ul class="keys">
          {state.value.map((key) => (
            <KeyRow key={key.id} value={key} onRemove={() => setRemoving(key)} />
          ))}
        </ul>
      )}
      <MakeKey onMade={reload} />
      {removing && <RemoveKey value={removing} onDone={reload} onClose={() => setRemoving(null)} />}
    </section>
  )
}

function KeyRow({ value, onRemove }: { value: KeyOut; onRemove: () => void }) {
  const used = value.last_used_at
    ? t('settings.keys.used', { time: ago(new Date(value.last_used_at), now.value) })
    : t('settings.keys.unused')
  return (
    <li>
      <Key aria-hidden="true" />
      <div>
        <strong>{value.name}</strong>
        <p class="note">
          <code>{value.hint}…</code> · {value.read_only ? t('settings.keys.reading') : t('settings.keys.writing')} ·{' '}
          {used}
        </p>
      </div>
      <IconButton label={t('settings.keys.remove.title', { name: value.name })} onClick={onRemove}>
        <Trash2 />
      </IconButton>
    </li>
  )
}

function RemoveKey({ value, onDone, onClose }: { value: KeyOut; onDone: () => void; onClose: () => void }) {
  const action = useAsyncAction(
    () => api.removeKey(value.id),
    () => {
      toast(t('settings.keys.removed'))
      onDone()
      onClose()
    },
  )
  return (
    <Confirm
      title={t('settings.keys.remove.title', { name: value.name })}
      text={t('settings.keys.remove.text')}
      does={t('do.remove')}
      action={action}
      onClose={onClose}
    />
  )
}

function MakeKey({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState('')
  const [readOnly, setReadOnly] = useState(true)
  const [made, setMade] = useState<string | null>(null)
  const action = useAsyncAction(
    () => api.makeKey(name.trim(), readOnly),
    (data) => {
      setMade(data.key)
      setName('')
      onMade()
    },
  )
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        void action.run()
      }}
    >
      <Field
        label={t('settings.keys.name')}
        placeholder={t('settings.keys.name.example')}
        value={name}
        onValue={setName}
        maxLength={64}
        autocomplete="off"
        autocapitalize="sentences"
        problem={action.problem('name')}
      />
      <Switch
        label={t('settings.keys.readOnly')}
        help={t('settings.keys.readOnly.help')}
        checked={readOnly}
        onChecked={setReadOnly}
      />
      <FaultNote fault={action.fault} />
      <div class="actions">
        <Button type="submit" pending={action.pending} disabled={name.trim() === ''}>
          {t('settings.keys.create')}
        </Button>
      </div>
      {made && (
        <ShownOnce
          title={t('settings.keys')}
          text={t('settings.keys.made')}
          value={made}
          close={t('settings.keys.made.close')}
          onClose={() => setMade(null)}
        />
      )}
    </form>
  )
}
