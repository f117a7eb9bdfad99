// Which days the calendar of the footage draws, and in which order.
import { useState } from 'preact/hooks'
import { Field, Switch } from '../../parts/field.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { loadMonitor, type MonitorOut, saveMonitor } from '../playback/asks.ts'

export function MonthSection() {
  return mayManage.value ? <Section /> : null
}

function Section() {
  const { state, reload } = useLoaded(loadMonitor)
  return (
    <section class="panel pad" id="calendar">
      <h2>{t('settings.month')}</h2>
      <p class="note">{t('settings.month.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && <Days stored={state.value} onSaved={reload} />}
    </section>
  )
}

const dayIn = (text: string): number | null => {
  const day = /^\d{1,2}$/.test(text.trim()) ? Number(text) : 0
  return day >= 1 && day <= 31 ? day : null
}

function Days({ stored, onSaved }: { stored: MonitorOut; onSaved: () => void }) {
  const [first, setFirst] = useState(String(stored.start_day))
  const [last, setLast] = useState(String(stored.end_day))
  const [order, setOrder] = useState(stored.order)
  const [from, to] = [dayIn(first), dayIn(last)]
  const save = useAsyncAction(
    () => saveMonitor({ start_day: from ?? 1, end_day: to ?? 31, order }),
    () => {
      toast(t('settings.month.saved'))
      onSaved()
    },
  )
  const isTurned = from !== null && to !== null && from > to
  const isWrong = from === null || to === null || isTurned
  const isChanged = from !== stored.start_day || to !== stored.end_day || order !== stored.order
  const day = { inputMode: 'numeric', autocomplete: 'off', maxLength: 2 } as const
  return (
    <SaveForm save={save} canSave={!isWrong && isChanged}>
      <Field
        {...day}
        label={t('settings.month.first')}
        value={first}
        onValue={setFirst}
        problem={from === null ? t('settings.month.wrong') : undefined}
      />
      <Field
        {...day}
        label={t('settings.month.last')}
        value={last}
        onValue={setLast}
        problem={to === null ? t('settings.month.wrong') : isTurned ? t('settings.month.turned') : undefined}
      />
      <Switch label={t('settings.month.order')} checked={order} onChecked={setOrder} />
    </SaveForm>
  )
}
