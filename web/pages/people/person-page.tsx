// One account: who it is, what it may do, a new password, and its end.
import { useCallback } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { useLoaded } from '../../parts/use-loaded.ts'
import { mayManage, person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { type AccountOut, loadPerson } from './asks.ts'
import { GrantsSection } from './grants-section.tsx'
import { LimitsSection } from './limits-section.tsx'
import { nameOf } from './people-page.tsx'
import { FactorSection, PasswordSection, RemoveSection } from './person-ends.tsx'
import { PersonForm } from './person-form.tsx'
import './people.css'

const BACK = { path: '/people', label: t('people.back') }

export function PersonPage({ id = '' }: { id?: string }) {
  // The search leads from one account to another: nothing typed or to be undone goes along.
  if (mayManage.value) return <Person key={id} id={id} />
  return (
    <Page title={t('nav.people')}>
      <Empty drawing="key" title={t('nav.people')} text={t('people.noRights')} />
    </Page>
  )
}

function Person({ id }: { id: string }) {
  const { state, reload } = useLoaded(useCallback((signal: AbortSignal) => loadPerson(id, signal), [id]))
  const { route } = useLocation()
  if (state.phase !== 'ready')
    return (
      <Page title={t('nav.people')} back={BACK}>
        {state.phase === 'loading' ? <Waiting rows={3} /> : <FaultView fault={state.fault} onRetry={reload} />}
      </Page>
    )
  const account = state.value
  return (
    <Page title={nameOf(account)} back={BACK}>
      <div class="person">
        <PersonForm account={account} onSaved={reload} />
        <LimitsSection account={account} onSaved={reload} />
        {account.role === 'viewer' && <GrantsSection account={account} />}
        {!isFixed(account) && (
          <>
            <PasswordSection account={account} />
            {account.second_factor && <FactorSection account={account} onDone={reload} />}
            <RemoveSection account={account} onRemoved={() => route(addressOf('/people'))} />
          </>
        )}
      </div>
    </Page>
  )
}

/** Neither the founder nor oneself can lose the account here. */
export const isFixed = (account: AccountOut): boolean => account.founder || account.user_id === person.value?.user_id
