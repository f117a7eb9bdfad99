// Browsers that need no second factor for a while, with an end to each. Not there while there is none.
import { ShieldCheck } from 'lucide-preact'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import { ago, now } from '../../times.ts'
import type { TrustedBrowserOut } from '../../wire.ts'
import { asks } from './asks.ts'
import { nameOf } from './sign-ins-section.tsx'

export function TrustedSection() {
  const { state, reload } = useLoaded(asks.trusted)
  if (state.phase === 'fault')
    return (
      <section class="panel pad">
        <h2>{t('account.trusted')}</h2>
        <FaultNote fault={state.fault} />
      </section>
    )
  if (state.phase !== 'ready' || state.value.length === 0) return null
  return (
    <section class="panel pad">
      <h2>{t('account.trusted')}</h2>
      <p class="note">{t('account.trusted.lead')}</p>
      <ul class="account-list">
        {state.value.map((one) => (
          <Trusted key={one.id} value={one} onEnded={reload} />
        ))}
      </ul>
    </section>
  )
}

function Trusted({ value, onEnded }: { value: TrustedBrowserOut; onEnded: () => void }) {
  const name = nameOf(value.user_agent)
  const ending = useAsyncAction(
    () => asks.endTrusted(value.id),
    () => {
      toast(t('account.trusted.ended'))
      onEnded()
    },
  )
  const facts = [
    value.ip_address,
    t('account.signIns.since', { time: ago(new Date(value.created_at), now.value) }),
    t('account.trusted.used', { time: ago(new Date(value.last_used_at), now.value) }),
  ]
  return (
    <li>
      <ShieldCheck aria-hidden="true" />
      <div>
        <strong>{name}</strong>
        <p class="note">{facts.filter(Boolean).join(' · ')}</p>
        <FaultNote fault={ending.fault} />
      </div>
      <Button
        pending={ending.pending}
        aria-label={t('account.trusted.end.name', { name })}
        onClick={() => void ending.run()}
      >
        {t('account.signIns.end')}
      </Button>
    </li>
  )
}
