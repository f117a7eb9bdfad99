// Where somebody is signed in as this person, with an end to each and to all others at once.
import { MonitorSmartphone } from 'lucide-preact'
import { Button } from '../../parts/button.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import { ago, now } from '../../times.ts'
import type { SignInOut } from '../../wire.ts'
import { programOf } from './agent.ts'
import { asks } from './asks.ts'

export function SignInsSection() {
  const { state, reload } = useLoaded(asks.signIns)
  const others = useAsyncAction(asks.endOthers, ({ ended }) => {
    toast(t('account.signIns.allEnded', { count: ended }))
    reload()
  })
  return (
    <section class="panel pad">
      <h2>{t('account.signIns')}</h2>
      <p class="note">{t('account.signIns.lead')}</p>
      {state.phase === 'loading' && <Waiting rows={2} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && (
        <>
          <ul class="account-list">
            {state.value.map((one) => (
              <SignIn key={one.id} value={one} onEnded={reload} />
            ))}
          </ul>
          <FaultNote fault={others.fault} />
          {state.value.length > 1 && (
            <div class="actions">
              <Button pending={others.pending} onClick={() => void others.run()}>
                {t('account.signIns.all')}
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  )
}

export function nameOf(agent: string | null): string {
  const found = programOf(agent)
  if (!found) return t('account.signIns.unknown')
  const { program, system } = found
  return system ? t('account.signIns.on', { program, system }) : program
}

function SignIn({ value, onEnded }: { value: SignInOut; onEnded: () => void }) {
  const name = nameOf(value.user_agent)
  const ending = useAsyncAction(
    () => asks.endSignIn(value.id),
    () => {
      toast(t('account.signIns.ended'))
      onEnded()
    },
  )
  const facts = [
    value.ip_address,
    t('account.signIns.since', { time: ago(new Date(value.created_at), now.value) }),
    t('account.signIns.used', { time: ago(new Date(value.last_used_at), now.value) }),
  ]
  return (
    <li>
      <MonitorSmartphone aria-hidden="true" />
      <div>
        <strong>{name}</strong>
        <p class="note">{facts.filter(Boolean).join(' · ')}</p>
        <FaultNote fault={ending.fault} />
      </div>
      {value.current ? (
        <span class="note">{t('account.signIns.here')}</span>
      ) : (
        <Button
          pending={ending.pending}
          aria-label={t('account.signIns.end.name', { name })}
          onClick={() => void ending.run()}
        >
          {t('account.signIns.end')}
        </Button>
      )}
    </li>
  )
}
