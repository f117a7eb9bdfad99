// Browsers of one's own elsewhere that are told of alarms, each with an end to it.
import { MonitorSmartphone, Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { IconButton } from '../../../parts/button.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { type PushOut, removePush } from '../../../push/asks.ts'
import { t } from '../../../texts/t.ts'
import { ago, now } from '../../../times.ts'
import { nameOf } from '../../account/sign-ins-section.tsx'

interface Props {
  rows: readonly PushOut[]
  /** Whether the one that asks is told as well. */
  isHere: boolean
  onRemoved: () => void
}

export function OtherBrowsers({ rows, isHere, onRemoved }: Props) {
  const [hidden, setHidden] = useState<readonly number[]>([])
  const shown = rows.filter(({ id }) => !hidden.includes(id))
  const show = (id: number) => setHidden((ids) => ids.filter((one) => one !== id))
  const remove = ({ id, browser }: PushOut) => {
    setHidden((ids) => [...ids, id])
    toast(t('push.removed', { name: nameOf(browser) }), {
      undo: () => show(id),
      settle: (leaving) =>
        removePush(id, leaving).then((answer) => {
          if (answer.kind !== 'fault') return onRemoved()
          toast(answer.fault.message)
          show(id)
        }),
    })
  }
  if (shown.length === 0) return null
  return (
    <section class="panel pad">
      <h2>{isHere ? t('push.others') : t('push.all')}</h2>
      <p class="note">{t('push.others.lead')}</p>
      <ul class="push-browsers">
        {shown.map((row) => (
          <Browser key={row.id} value={row} onRemove={() => remove(row)} />
        ))}
      </ul>
    </section>
  )
}

function Browser({ value, onRemove }: { value: PushOut; onRemove: () => void }) {
  const { last_success_at: told, last_error: error, failures } = value
  const name = nameOf(value.browser)
  const since = (time: string) => ago(new Date(time), now.value)
  const facts = [t('push.added', { time: since(value.created_at) }), told && t('push.told', { time: since(told) })]
  return (
    <li>
      <MonitorSmartphone aria-hidden="true" />
      <div class="push-words">
        <strong>{name}</strong>
        <p class="note">{facts.filter(Boolean).join(' · ')}</p>
        {failures > 0 && error && <p class="note bad">{t('push.failing', { reason: error })}</p>}
      </div>
      <IconButton label={t('push.remove', { name })} onClick={onRemove}>
        <Trash2 />
      </IconButton>
    </li>
  )
}
