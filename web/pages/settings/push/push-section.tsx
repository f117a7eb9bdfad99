// Alarms on this device: whether this browser tells of them, of which, and what other browsers of one's own do.
import { BellOff, BellRing } from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import { FaultNote, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { loadPushes, type PushFilter, type PushOut } from '../../../push/asks.ts'
import { ability, turnOff, turnOn } from '../../../push/browser.ts'
import { pushMark, pushTurns } from '../../../push/mark.ts'
import { t } from '../../../texts/t.ts'
import { exactDay } from '../../../times.ts'
import { OtherBrowsers } from './other-browsers.tsx'
import './push.css'
import { TestButton } from './test-button.tsx'
import { WhatIsTold } from './what-is-told.tsx'

const ALL: PushFilter = { kinds: null, channel_ids: null }

export function PushSection() {
  const { state, reload } = useLoaded(loadPushes)
  useEffect(() => {
    const shown = pushTurns.peek()
    return pushTurns.subscribe((turns) => {
      if (turns !== shown) reload()
    })
  }, [reload])
  const rows = state.phase === 'ready' ? state.value.data : []
  const own = rows.find(({ id }) => id === pushMark.read()?.id)
  return (
    <>
      <section class="panel pad" id="notifications">
        <h2>{t('push.here')}</h2>
        <p class="note">{t('push.lead')}</p>
        {state.phase === 'loading' && <Waiting rows={1} />}
        {state.phase === 'fault' && <FaultNote fault={state.fault} />}
        {state.phase === 'ready' &&
          (own ? <On key={own.id} value={own} onChanged={reload} /> : <Off onChanged={reload} />)}
        <p class="note">{t('push.leaves')}</p>
      </section>
      <OtherBrowsers rows={rows.filter((row) => row !== own)} isHere={own !== undefined} onRemoved={reload} />
    </>
  )
}

function Off({ onChanged }: { onChanged: () => void }) {
  // Asked anew at each press: a person may have changed it in the browser's own settings.
  const [able, setAble] = useState(ability)
  const on = useAsyncAction(
    async () => {
      const answer = await turnOn(ALL)
      setAble(ability())
      return answer
    },
    () => {
      toast(t('push.turnedOn'))
      onChanged()
    },
  )
  if (able !== 'able')
    return (
      <p class="push-state">
        <BellOff aria-hidden="true" /> <span>{t(`push.${able}`)}</span>
      </p>
    )
  return (
    <>
      <FaultNote fault={on.fault} />
      <div class="actions">
        <Button look="primary" icon={<BellRing />} pending={on.pending} onClick={() => void on.run()}>
          {t('push.on')}
        </Button>
      </div>
    </>
  )
}

function On({ value, onChanged }: { value: PushOut; onChanged: () => void }) {
  const off = useAsyncAction(turnOff, () => {
    toast(t('push.turnedOff'))
    onChanged()
  })
  return (
    <>
      <p class="push-state">
        <BellRing class="good" aria-hidden="true" /> <span>{t('push.isOn')}</span>
      </p>
      <p class="note">{t('push.until', { time: exactDay(new Date(value.ends_at)) })}</p>
      <WhatIsTold value={value} onSaved={onChanged} />
      <FaultNote fault={off.fault} />
      <div class="actions">
        <TestButton id={value.id} onTested={onChanged} />
        <Button look="quiet" icon={<BellOff />} pending={off.pending} onClick={() => void off.run()}>
          {t('push.off')}
        </Button>
      </div>
    </>
  )
}
