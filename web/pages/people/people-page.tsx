// Who signs in here: the accounts of the household, and a new one.
import { ChevronRight, CirclePause, User, UserPlus, UserRoundCog } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { Button } from '../../parts/button.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useLoaded } from '../../parts/use-loaded.ts'
import { mayManage, person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { ago, now } from '../../times.ts'
import { AddPerson } from './add-person.tsx'
import { type AccountOut, loadPeople } from './asks.ts'
import { called } from './called.ts'
import { NameSearch } from './name-search.tsx'
import { PeopleTabs } from './people-tabs.tsx'
import './people.css'

export function PeoplePage() {
  if (!mayManage.value)
    return (
      <Page title={t('nav.people')}>
        <Empty drawing="key" title={t('nav.people')} text={t('people.noRights')} />
      </Page>
    )
  return <Household />
}

function Household() {
  const { state, reload } = useLoaded(loadPeople)
  const { route } = useLocation()
  const [adding, setAdding] = useState(false)
  const add = (
    <Button look="primary" icon={<UserPlus />} onClick={() => setAdding(true)}>
      {t('people.add')}
    </Button>
  )
  const isAlone = state.phase === 'ready' && state.value.length === 1
  return (
    <Page title={t('nav.people')} actions={state.phase === 'ready' && !isAlone && add}>
      <PeopleTabs here="/people" />
      {state.phase === 'loading' && <Waiting rows={3} />}
      {state.phase === 'fault' && <FaultView fault={state.fault} onRetry={reload} />}
      {state.phase === 'ready' && <People all={state.value} />}
      {isAlone && (
        <Empty drawing="porch" title={t('people.alone')} text={t('people.alone.do')}>
          {add}
        </Empty>
      )}
      {adding && (
        <AddPerson
          onClose={() => setAdding(false)}
          onDone={(made) => {
            toast(t('people.added'))
            // Without a grant a viewer sees nothing: that is the next thing to do.
            if (made.role === 'viewer') route(addressOf(`/people/${made.user_id}`))
            else {
              setAdding(false)
              reload()
            }
          }}
        />
      )}
    </Page>
  )
}

/** From so many on, one looks for a name rather than at the list. */
const MANY = 12

function People({ all }: { all: readonly AccountOut[] }) {
  const { query, path, route } = useLocation()
  const sought = query.q ?? ''
  const shown = called(sought, all)
  const search = (text: string) => route(`${path}${text && `?${new URLSearchParams({ q: text })}`}`, true)
  return (
    <>
      {(all.length > MANY || sought !== '') && (
        <NameSearch class="people-search" label={t('people.search')} value={sought} onValue={search} />
      )}
      <p class="unseen" role="status">
        {sought !== '' && t('people.found', { count: shown.length })}
      </p>
      {shown.length === 0 && <p>{t('people.found.none')}</p>}
      {shown.length > 0 && (
        <ul class="panel rows" aria-label={t('people.list')}>
          {shown.map((account) => (
            <PersonRow key={account.id} account={account} />
          ))}
        </ul>
      )}
    </>
  )
}

export const nameOf = ({ full_name, username }: AccountOut): string => full_name || username

function PersonRow({ account }: { account: AccountOut }) {
  const { username, role, founder, active, last_login } = account
  const name = nameOf(account)
  const Icon = role === 'admin' ? UserRoundCog : User
  const facts = [
    name !== username && username,
    t(`people.role.${role}`),
    founder && t('people.founder'),
    account.user_id === person.value?.user_id && t('people.you'),
    last_login ? t('people.signedIn', { time: ago(new Date(last_login), now.value) }) : t('people.never'),
  ]
  return (
    <li class="row">
      <Icon class="row-icon" aria-hidden="true" />
      <div class="row-words">
        <h2>
          <a class="row-link" href={addressOf(`/people/${account.user_id}`)} aria-label={t('people.open', { name })}>
            {name}
          </a>
        </h2>
        <p class="note">{facts.filter(Boolean).join(' · ')}</p>
        {!active && (
          <p class="note attention">
            <CirclePause aria-hidden="true" /> {t('people.disabled')}
          </p>
        )}
      </div>
      <ChevronRight class="row-more" aria-hidden="true" />
    </li>
  )
}
