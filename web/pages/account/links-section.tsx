// Stream links: made for another program (addresses shown once), listed with their last use, taken back.
import { Link, Trash2 } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { addressOf } from '../../base.ts'
import { pictures } from '../../household.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Choice, Field } from '../../parts/field.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import { ago, now } from '../../times.ts'
import type { StreamLinkOut } from '../../wire.ts'
import { asks } from './asks.ts'

/** `channel` is the one that a link is to be made of. */
export function LinksSection({ channel }: { channel: number | null }) {
  const { state, reload } = useLoaded(asks.links)
  const [removing, setRemoving] = useState<StreamLinkOut | null>(null)
  return (
    <section class="panel pad">
      <h2>{t('account.links')}</h2>
      <p class="note">{t('account.links.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && (
        <ul class="account-list">
          {state.value.map((link) => (
            <LinkRow key={link.id} value={link} onRemove={() => setRemoving(link)} />
          ))}
        </ul>
      )}
      {pictures.value.length > 0 && <MakeLink key={channel} wanted={channel} onMade={reload} />}
      {removing && <RemoveLink value={removing} onDone={reload} onClose={() => setRemoving(null)} />}
    </section>
  )
}

function LinkRow({ value, onRemove }: { value: StreamLinkOut; onRemove: () => void }) {
  const used = value.last_used_at
    ? t('account.keys.used', { time: ago(new Date(value.last_used_at), now.value) })
    : t('account.keys.unused')
  const quality = value.quality === 'main' ? t('account.links.main') : t('account.links.sub')
  return (
    <li>
      <Link aria-hidden="true" />
      <div>
        <strong>{value.name}</strong>
        <p class="note">{[value.channel_name, quality, used].join(' · ')}</p>
      </div>
      <IconButton label={t('account.links.remove', { name: value.name })} onClick={onRemove}>
        <Trash2 />
      </IconButton>
    </li>
  )
}

function RemoveLink({ value, onDone, onClose }: { value: StreamLinkOut; onDone: () => void; onClose: () => void }) {
  const action = useAsyncAction(
    () => asks.removeLink(value.id),
    () => {
      toast(t('account.links.removed'))
      onDone()
      onClose()
    },
  )
  return (
    <Confirm
      title={t('account.links.remove', { name: value.name })}
      text={t('account.links.remove.text')}
      does={t('do.remove')}
      action={action}
      onClose={onClose}
    />
  )
}

const whole = (path: string) => location.origin + addressOf(path)

function MakeLink({ wanted, onMade }: { wanted: number | null; onMade: () => void }) {
  const id = useId()
  const [chosen, setChosen] = useState(wanted)
  const [name, setName] = useState('')
  const [quality, setQuality] = useState<'main' | 'sub'>('main')
  const [made, setMade] = useState<string | null>(null)
  const channel = (pictures.value.find(({ id }) => id === chosen) ?? pictures.value[0])?.id ?? 0
  const action = useAsyncAction(
    () => asks.makeLink(channel, quality, name.trim()),
    ({ hls_url, snapshot_url }) => {
      setMade(`${whole(hls_url)}\n${whole(snapshot_url)}`)
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
      <div class="field">
        <label for={id}>{t('account.links.channel')}</label>
        <select id={id} value={String(channel)} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
          {pictures.value.map((one) => (
            <option key={one.id} value={String(one.id)}>
              {one.name}
            </option>
          ))}
        </select>
      </div>
      <Choice
        label={t('account.links.quality')}
        value={quality}
        options={[
          ['main', t('account.links.main')],
          ['sub', t('account.links.sub')],
        ]}
        onValue={setQuality}
      />
      <Field
        label={t('account.links.name')}
        placeholder={t('account.links.name.example')}
        value={name}
        onValue={setName}
        maxLength={80}
        autocomplete="off"
        autocapitalize="sentences"
        problem={action.problem('name')}
      />
      <FaultNote fault={action.fault} />
      <div class="actions">
        <Button type="submit" pending={action.pending}>
          {t('account.links.create')}
        </Button>
      </div>
      {made && (
        <ShownOnce
          title={t('account.links')}
          text={t('account.links.made')}
          value={made}
          close={t('account.keys.made.close')}
          onClose={() => setMade(null)}
        />
      )}
    </form>
  )
}
