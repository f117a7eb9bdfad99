// API keys: made (and shown once), listed with their end and last use, removed.
import { Key, Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Choice, Field, Switch } from '../../parts/field.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import { ago, exactDay, now, serverNow } from '../../times.ts'
import type { KeyOut } from '../../wire.ts'
import { asks } from './asks.ts'

export function KeysSection() {
  const { state, reload } = useLoaded(asks.keys)
  const [removing, setRemoving] = useState<KeyOut | null>(null)
  return (
    <section class="panel pad">
      <h2>{t('account.keys')}</h2>
      <p class="note">{t('account.keys.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && state.value.length === 0 && <p>{t('account.keys.empty')}</p>}
      {state.phase === 'ready' && state.value.length > 0 && (
        <ul class="account-list">
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
  const ends = value.expires_at ? new Date(value.expires_at) : null
  const isOver = ends !== null && ends <= now.value
  const facts = [
    value.read_only ? t('account.keys.reading') : t('account.keys.writing'),
    value.last_used_at
      ? t('account.keys.used', { time: ago(new Date(value.last_used_at), now.value) })
      : t('account.keys.unused'),
    ends && t(isOver ? 'account.keys.over' : 'account.keys.until', { date: exactDay(ends) }),
  ]
  return (
    <li>
      <Key aria-hidden="true" />
      <div>
        <strong>{value.name}</strong>
        <p class="note" data-over={isOver}>
          <code>{value.hint}…</code> · {facts.filter(Boolean).join(' · ')}
        </p>
      </div>
      <IconButton label={t('account.keys.remove.title', { name: value.name })} onClick={onRemove}>
        <Trash2 />
      </IconButton>
    </li>
  )
}

function RemoveKey({ value, onDone, onClose }: { value: KeyOut; onDone: () => void; onClose: () => void }) {
  const action = useAsyncAction(
    () => asks.removeKey(value.id),
    () => {
      toast(t('account.keys.removed'))
      onDone()
      onClose()
    },
  )
  return (
    <Confirm
      title={t('account.keys.remove.title', { name: value.name })}
      text={t('account.keys.remove.text')}
      does={t('do.remove')}
      action={action}
      onClose={onClose}
    />
  )
}

type Lasts = 'month' | 'year' | 'ever'
const DAYS = { month: 30, year: 365 } as const
const endOf = (lasts: Lasts) => (lasts === 'ever' ? null : new Date(serverNow() + DAYS[lasts] * 86_400_000))

function MakeKey({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState('')
  const [readOnly, setReadOnly] = useState(true)
  const [lasts, setLasts] = useState<Lasts>('ever')
  const [made, setMade] = useState<string | null>(null)
  const action = useAsyncAction(
    () => asks.makeKey(name.trim(), readOnly, endOf(lasts)),
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
        label={t('account.keys.name')}
        placeholder={t('account.keys.name.example')}
        value={name}
        onValue={setName}
        maxLength={64}
        autocomplete="off"
        autocapitalize="sentences"
        problem={action.problem('name')}
      />
      <Switch
        label={t('account.keys.readOnly')}
        help={t('account.keys.readOnly.help')}
        checked={readOnly}
        onChecked={setReadOnly}
      />
      <Choice
        label={t('account.keys.lasts')}
        value={lasts}
        options={[
          ['month', t('account.keys.lasts.month')],
          ['year', t('account.keys.lasts.year')],
          ['ever', t('account.keys.lasts.ever')],
        ]}
        onValue={setLasts}
      />
      <FaultNote fault={action.unless('name')} />
      <div class="actions">
        <Button type="submit" pending={action.pending} disabled={name.trim() === ''}>
          {t('account.keys.create')}
        </Button>
      </div>
      {made && (
        <ShownOnce
          title={t('account.keys')}
          text={t('account.keys.made')}
          value={made}
          close={t('account.keys.made.close')}
          onClose={() => setMade(null)}
        />
      )}
    </form>
  )
}
