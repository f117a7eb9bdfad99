// The form of a webhook, new or known.
import { useState } from 'preact/hooks'
import { channels } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Field, Switch } from '../../../parts/field.tsx'
import { FaultNote } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { t } from '../../../texts/t.ts'
import { ToldOf } from '../told-of.tsx'
import { addWebhook, changeWebhook, type Draft, type WebhookOut, type WithSecret } from './asks.ts'

interface Props {
  /** Null: a new one. */
  value: WebhookOut | null
  onClose: () => void
  /** A new one has a secret, which is shown now. */
  onDone: (secret: string | null) => void
  onSecret: () => void
}

const USUAL: Draft = { name: '', url: '', verify_tls: true, kinds: null, channel_ids: null, is_enabled: true }

const draftOf = ({ name, url, verify_tls, kinds, channel_ids, is_enabled }: Draft): Draft => ({
  ...{ name, url, verify_tls, kinds, channel_ids, is_enabled },
})

export function WebhookDialog({ value, onClose, onDone, onSecret }: Props) {
  const known = channels.value.phase === 'ready' ? channels.value.value : []
  const there = (ids: number[] | null) => ids?.filter((id) => known.some((channel) => channel.id === id)) ?? null
  const [draft, setDraft] = useState<Draft>(() => {
    const start = draftOf(value ?? USUAL)
    return { ...start, channel_ids: there(start.channel_ids) }
  })
  const save = useAsyncAction(
    async () => {
      const body = { ...draft, name: draft.name.trim(), url: draft.url.trim() }
      if (value) return changeWebhook(value.id, body)
      return addWebhook(body)
    },
    (data) => {
      toast(t('webhooks.saved'))
      onDone('secret' in data ? (data as WithSecret).secret : null)
    },
  )
  const set = (change: Partial<Draft>) => {
    save.forget()
    setDraft({ ...draft, ...change })
  }
  const problem = draft.kinds?.length === 0 ? 'kinds' : draft.channel_ids?.length === 0 ? 'channels' : null
  const isEmpty = draft.name.trim() === '' || draft.url.trim() === ''
  return (
    <Dialog title={value ? t('webhooks.edit', { name: value.name }) : t('webhooks.title.new')} onClose={onClose}>
      <form
        class="form webhook-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!problem && !isEmpty) void save.run()
        }}
      >
        <Field
          label={t('webhooks.name')}
          value={draft.name}
          onValue={(name) => set({ name })}
          placeholder={t('webhooks.name.example')}
          maxLength={64}
          autocomplete="off"
          autocapitalize="sentences"
          problem={save.problem('name')}
        />
        <Field
          label={t('webhooks.url')}
          value={draft.url}
          onValue={(url) => set({ url })}
          placeholder={t('webhooks.url.example')}
          inputMode="url"
          autocomplete="off"
          maxLength={2000}
          problem={save.problem('url')}
        />
        {/^\s*https:/i.test(draft.url) && (
          <Switch
            label={t('webhooks.verify')}
            help={t('webhooks.verify.help')}
            checked={draft.verify_tls}
            onChecked={(verify_tls) => set({ verify_tls })}
          />
        )}
        <ToldOf value={draft} onChange={set} />
        <Switch
          label={t('webhooks.on')}
          help={t('webhooks.on.help')}
          checked={draft.is_enabled}
          onChecked={(is_enabled) => set({ is_enabled })}
        />
        {problem && <FaultNote fault={{ status: 400, message: t(`webhooks.problem.${problem}`), problems: [] }} />}
        <FaultNote fault={save.fault} />
        <div class="actions end">
          {value && (
            <Button look="quiet" onClick={onSecret}>
              {t('webhooks.secret')}
            </Button>
          )}
          <Button onClick={onClose}>{t('do.cancel')}</Button>
          <Button look="primary" type="submit" pending={save.pending} disabled={isEmpty || problem !== null}>
            {t('do.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
