// Webhooks: who is told of alarms, and whether it takes them.
import { CircleCheck, CirclePause, Pencil, Send, Trash2, TriangleAlert } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button, IconButton } from '../../../parts/button.tsx'
import { Confirm } from '../../../parts/dialog.tsx'
import { ShownOnce } from '../../../parts/shown-once.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { ago, moment, now } from '../../../times.ts'
import { loadWebhooks, removeWebhook, renewSecret, testWebhook, type WebhookOut } from './asks.ts'
import { WebhookDialog } from './webhook-dialog.tsx'
import './webhooks.css'

export function WebhookSection() {
  return mayManage.value ? <Section /> : null
}

type Asking =
  | { what: 'edit'; of: WebhookOut | null }
  | { what: 'remove' | 'renew'; of: WebhookOut }
  | { what: 'secret'; secret: string }

function Section() {
  const { state, reload } = useLoaded(loadWebhooks)
  const [asking, setAsking] = useState<Asking | null>(null)
  const close = () => setAsking(null)
  const onSecret = (secret: string | null) => {
    reload()
    setAsking(secret === null ? null : { what: 'secret', secret })
  }
  return (
    <section class="panel pad" id="webhooks">
      <h2>{t('webhooks')}</h2>
      <p class="note">
        {t('webhooks.lead')} {t('webhooks.guide')}
      </p>
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && state.value.length === 0 && <p>{t('webhooks.empty')}</p>}
      {state.phase === 'ready' && state.value.length > 0 && (
        <ul class="webhooks">
          {state.value.map((webhook) => (
            <Row
              key={webhook.id}
              value={webhook}
              onTested={reload}
              onEdit={() => setAsking({ what: 'edit', of: webhook })}
              onRemove={() => setAsking({ what: 'remove', of: webhook })}
            />
          ))}
        </ul>
      )}
      <div class="actions">
        <Button onClick={() => setAsking({ what: 'edit', of: null })}>{t('webhooks.add')}</Button>
      </div>
      {asking?.what === 'edit' && (
        <WebhookDialog
          value={asking.of}
          onClose={close}
          onDone={onSecret}
          onSecret={() => asking.of && setAsking({ what: 'renew', of: asking.of })}
        />
      )}
      {asking?.what === 'remove' && <Remove value={asking.of} onDone={() => onSecret(null)} onClose={close} />}
      {asking?.what === 'renew' && <Renew value={asking.of} onDone={onSecret} onClose={close} />}
      {asking?.what === 'secret' && (
        <ShownOnce
          title={t('webhooks')}
          text={t('webhooks.secret.made')}
          value={asking.secret}
          close={t('webhooks.secret.close')}
          onClose={close}
        />
      )}
    </section>
  )
}

/** Alone of an address it is no secret. */
const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : '?')

function wordsOf({ kinds, channel_ids }: WebhookOut): string {
  const what = kinds ? t('webhooks.kinds.some', { count: kinds.length }) : t('webhooks.kinds.all')
  const where = channel_ids ? t('webhooks.channels.some', { count: channel_ids.length }) : t('webhooks.channels.all')
  return `${what} ${where}`
}

interface RowProps {
  value: WebhookOut
  onTested: () => void
  onEdit: () => void
  onRemove: () => void
}

function Row({ value, onTested, onEdit, onRemove }: RowProps) {
  const { name } = value
  const [result, setResult] = useState<string | null>(null)
  const test = useAsyncAction(
    () => testWebhook(value.id),
    ({ message }) => {
      setResult(message)
      onTested()
    },
  )
  return (
    <li>
      <div class="webhook-words">
        <strong>{name}</strong>
        <p class="note">
          {hostOf(value.url)} · {wordsOf(value)}
        </p>
        <Standing value={value} />
        {result && (
          <p class="note" role="status">
            {result}.
          </p>
        )}
        <FaultNote fault={test.fault} />
      </div>
      <Button
        look="quiet"
        icon={<Send />}
        aria-label={t('webhooks.test.of', { name })}
        pending={test.pending}
        onClick={() => void test.run()}
      >
        {t('webhooks.test')}
      </Button>
      <IconButton label={t('webhooks.edit', { name })} onClick={onEdit}>
        <Pencil />
      </IconButton>
      <IconButton label={t('webhooks.remove', { name })} onClick={onRemove}>
        <Trash2 />
      </IconButton>
    </li>
  )
}

/** How it stands, in words. */
function Standing({ value }: { value: WebhookOut }) {
  const { failing_since: since, retry_at: retry, last_success_at: success } = value
  const at = (time: string) => moment(new Date(time), now.value)
  const rest = [
    value.waiting > 0 && t('webhooks.waiting', { count: value.waiting }),
    value.dropped > 0 && t('webhooks.dropped', { count: value.dropped }),
  ]
  if (!value.is_enabled)
    return (
      <p class={value.off_reason ? 'note bad' : 'note'}>
        <CirclePause aria-hidden="true" /> {t('webhooks.off')}
        {value.off_reason && `: ${value.off_reason}`}
      </p>
    )
  if (since)
    return (
      <p class="note bad">
        <TriangleAlert aria-hidden="true" />{' '}
        {[
          t('webhooks.failing', { time: at(since), reason: value.last_error ?? '' }),
          retry && t('webhooks.next', { time: at(retry) }),
          ...rest,
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
    )
  if (!success) return <p class="note">{[`${t('webhooks.new')}.`, ...rest].filter(Boolean).join(' ')}</p>
  return (
    <p class="note">
      <CircleCheck class="good" aria-hidden="true" />{' '}
      {[`${t('webhooks.good', { time: ago(new Date(success), now.value) })}.`, ...rest].filter(Boolean).join(' ')}
    </p>
  )
}

function Remove({ value, onDone, onClose }: { value: WebhookOut; onDone: () => void; onClose: () => void }) {
  const action = useAsyncAction(
    () => removeWebhook(value.id),
    () => {
      toast(t('webhooks.removed'))
      onDone()
    },
  )
  return (
    <Confirm
      title={t('webhooks.remove', { name: value.name })}
      text={t('webhooks.remove.text')}
      does={t('do.remove')}
      action={action}
      onClose={onClose}
    />
  )
}

interface RenewProps {
  value: WebhookOut
  onDone: (secret: string) => void
  onClose: () => void
}

function Renew({ value, onDone, onClose }: RenewProps) {
  const action = useAsyncAction(
    () => renewSecret(value.id),
    ({ secret }) => onDone(secret),
  )
  return (
    <Confirm
      title={t('webhooks.secret.title')}
      text={t('webhooks.secret.text')}
      does={t('webhooks.secret')}
      action={action}
      onClose={onClose}
    />
  )
}
