// Finding cameras and recorders in the network: a search by a button, what answered, and one login for those that are picked.
import { Plus, Radar, TriangleAlert } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { loadChannels, loadDevices } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { ChosenBar, Pick } from '../../../parts/chosen-bar.tsx'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../../parts/states.tsx'
import { toast } from '../../../parts/toasts.tsx'
import { useChosen } from '../../../parts/use-chosen.ts'
import { mayManage } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import { ago, now } from '../../../times.ts'
import '../devices.css'
import type { Added, Found, Search } from './asks.ts'
import './find-devices.css'
import { inOrder, keyOf, MOST, type Outcomes, standingOf, withOutcomes } from './found.ts'
import { FoundRow } from './found-row.tsx'
import { LoginDialog } from './login-dialog.tsx'
import { useSearch } from './use-search.ts'

export function FindDevicesPage() {
  return (
    <Page title={t('discover.title')} back={{ path: '/devices', label: t('nav.devices') }}>
      {mayManage.value ? <Finding /> : <Empty drawing="key" title={t('discover.title')} text={t('devices.noRights')} />}
    </Page>
  )
}

function Finding() {
  const { search, fault, start, reload } = useSearch()
  if (!search) return fault ? <FaultView fault={fault} onRetry={reload} /> : <Waiting rows={3} />
  const { searching, finished_at, problem, networks, items } = search
  const isBusy = searching || start.pending
  const never = !isBusy && finished_at === null
  const button = (
    <Button look="primary" icon={<Radar />} disabled={isBusy} onClick={() => void start.run()}>
      {finished_at === null ? t('discover.do') : t('discover.again')}
    </Button>
  )
  const trouble = (
    <>
      <FaultNote fault={start.fault ?? fault} />
      {problem && (
        <p class="note attention boxed" role="alert">
          <TriangleAlert /> <span>{problem}</span>
        </p>
      )}
    </>
  )
  if (never)
    return (
      <Empty drawing="recorder" title={t('discover.before')} text={`${t('discover.lead')} ${t('discover.before.do')}`}>
        {trouble}
        {button}
        <ByHand />
      </Empty>
    )
  return (
    <div class="finding">
      <p class="note">{t('discover.lead')}</p>
      <div class="finding-head">
        {button}
        <p role="status">
          {isBusy ? (
            t('discover.searching')
          ) : (
            <>
              {items.length > 0 ? t('discover.found', { count: items.length }) : t('discover.none')}
              {finished_at && (
                <span class="note"> · {t('discover.at', { time: ago(new Date(finished_at), now.value) })}</span>
              )}
            </>
          )}
        </p>
      </div>
      {trouble}
      {networks.length > 0 && (
        <p class="note">
          {t('discover.networks', { list: networks.map(({ name, address }) => `${name} (${address})`).join(', ') })}
        </p>
      )}
      {items.length > 0 && <List search={search} onAdded={reload} />}
      {items.length === 0 && (isBusy ? <Waiting rows={3} /> : <Nothing />)}
    </div>
  )
}

const ByHand = () => (
  <a class="button plain" href={addressOf('/devices/new')}>
    <Plus />
    <span>{t('discover.byHand')}</span>
  </a>
)

const Nothing = () => (
  <>
    <p class="note">{t('discover.none.do')}</p>
    <div class="actions">
      <ByHand />
    </div>
  </>
)

function List({ search, onAdded }: { search: Search; onAdded: () => void }) {
  const [outcomes, setOutcomes] = useState<Outcomes>(new Map())
  const [asked, setAsked] = useState<readonly Found[]>([])
  const [username, setUsername] = useState('')
  const place = useRef<HTMLUListElement>(null)
  // The button that was pressed may be gone: the keyboard goes on in the list.
  useEffect(() => {
    if (asked.length === 0 && outcomes.size > 0 && document.activeElement === document.body) place.current?.focus()
  }, [asked, outcomes])
  const list = inOrder(search.items)
  const isAdded = (found: Found) => outcomes.get(keyOf(found))?.success === true
  const open = list.filter((found) => standingOf(found) === 'new' && !isAdded(found))
  const { items: chosen, ...pick } = useChosen(open, keyOf)
  const answered = (tried: readonly Found[], answers: readonly Added[]) => {
    setOutcomes((before) => withOutcomes(before, tried, answers))
    setAsked([])
    pick.all(false)
    const count = answers.filter(({ success }) => success).length
    if (count > 0) toast(t('discover.done', { count }))
    void loadDevices()
    void loadChannels()
    onAdded()
  }
  return (
    <>
      {open.length > 1 && (
        <Pick
          shown
          label={t('discover.pick')}
          checked={chosen.length === open.length}
          some={chosen.length > 0}
          onChecked={pick.all}
        />
      )}
      <ul class="panel rows" aria-label={t('discover.list')} tabIndex={-1} ref={place}>
        {list.map((found) => (
          <FoundRow
            key={keyOf(found)}
            found={found}
            outcome={outcomes.get(keyOf(found))}
            chosen={pick.has(keyOf(found))}
            onChosen={(on) => pick.toggle(keyOf(found), on)}
            onRetry={() => setAsked([found])}
          />
        ))}
      </ul>
      {chosen.length > 0 && (
        <ChosenBar words={t('discover.chosen', { count: chosen.length })} onNone={() => pick.all(false)}>
          {chosen.length > MOST && <span class="note attention">{t('discover.tooMany', { count: MOST })}</span>}
          <Button look="primary" icon={<Plus />} disabled={chosen.length > MOST} onClick={() => setAsked(chosen)}>
            {t('discover.add')}
          </Button>
        </ChosenBar>
      )}
      {asked.length > 0 && (
        <LoginDialog
          found={asked}
          username={username}
          onUsername={setUsername}
          onAnswered={answered}
          onClose={() => setAsked([])}
        />
      )}
    </>
  )
}
