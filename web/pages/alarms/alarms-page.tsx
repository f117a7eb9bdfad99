// What the recorders told us and what we noticed ourselves, newest first; it grows by itself at the top and by scrolling at
// the end.
import { ListChecks, Trash2 } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api } from '../../api.ts'
import { addressOf } from '../../base.ts'
import { deviceList, devices } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { mayManage, mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { now } from '../../times.ts'
import { AlarmList } from './alarm-list.tsx'
import './alarms.css'
import { ChosenAlarms } from './chosen-alarms.tsx'
import { feed } from './feed.ts'
import { ALL, askedAt, type Filter, filterOf, isSome, WHAT } from './filter.ts'
import { addressWith, FilterBar } from './filter-bar.tsx'
import { OnRecorders } from './on-recorders.tsx'
import { SoundButton } from './sound-button.tsx'
import { useChoice } from './use-choice.ts'
import { useLooking } from './use-looking.ts'

export function AlarmsPage() {
  const filter = filterOf(useLocation().query)
  const { what } = filter
  // Another day begins while the page is left open: “today” means that one then.
  const asked = askedAt(filter, now.value)
  const [asking, setAsking] = useState(false)
  const choice = useChoice(feed.items.value)
  useEffect(() => {
    choice.end()
    void feed.show(asked)
  }, [JSON.stringify(asked)])
  useLooking()
  const removeAll = useAsyncAction(
    () => api.removeAlarms(),
    ({ deleted_count }) => {
      feed.drop('all')
      setAsking(false)
      toast(t('alarms.removedAll', { count: deleted_count }))
    },
  )
  const any = feed.items.value.length > 0
  const mayChoose = mayOperate.value ? choice : null
  return (
    <Page
      title={t('nav.alarms')}
      actions={
        <>
          {any && mayChoose && (
            <Button
              look="quiet"
              icon={<ListChecks />}
              aria-pressed={choice.on}
              onClick={choice.on ? choice.end : choice.begin}
            >
              {t('alarms.choose')}
            </Button>
          )}
          {any && what === 'alarms' && mayManage.value && (
            <Button look="quiet" icon={<Trash2 />} onClick={() => setAsking(true)}>
              {t('alarms.removeAll')}
            </Button>
          )}
          <SoundButton />
        </>
      }
    >
      <Tabs
        label={t('alarms.what')}
        tabs={WHAT.map((one) => ({
          href: addressWith({ ...ALL, what: one }),
          label: t(`alarms.what.${one}`),
          here: one === what,
        }))}
      />
      {(any || isSome(filter)) && <FilterBar filter={filter} />}
      <List filter={filter} choice={mayChoose} />
      {choice.on && <ChosenAlarms choice={choice} />}
      {asking && (
        <Confirm
          title={t('alarms.removeAll.title')}
          text={t('alarms.removeAll.text')}
          does={t('alarms.removeAll')}
          action={removeAll}
          onClose={() => setAsking(false)}
        />
      )}
    </Page>
  )
}

function List({ filter, choice }: { filter: Filter; choice: ReturnType<typeof useChoice> | null }) {
  const { what } = filter
  const isEmpty = feed.items.value.length === 0
  const phase = feed.phase.value
  // A page may hold nothing that the filter lets through, and older ones yet something.
  useEffect(() => {
    if (isEmpty && phase === 'more') void feed.more()
  }, [isEmpty, phase])
  const elsewhere = <OnRecorders filter={filter} oldest={feed.items.value.at(-1)} />
  if (!isEmpty)
    return (
      <>
        <AlarmList what={what} choice={choice} />
        {phase === 'end' && elsewhere}
      </>
    )
  if (phase === 'fault' && feed.fault.value)
    return <FaultView fault={feed.fault.value} onRetry={() => void feed.more()} />
  if (phase !== 'end' && phase !== 'fault') return <Waiting rows={6} kind="alarm" />
  if (isSome(filter))
    return (
      <Empty drawing="quiet" title={t('alarms.filter.none')} text={t('alarms.filter.none.do')}>
        <a class="button plain" href={addressWith({ ...ALL, what })}>
          <span>{t(what === 'alarms' ? 'alarms.filter.clear' : 'events.filter.clear')}</span>
        </a>
        {elsewhere}
      </Empty>
    )
  return what === 'events' ? (
    <Empty drawing="quiet" title={t('events.empty')} text={t('events.empty.do')} />
  ) : (
    <Quiet>{elsewhere}</Quiet>
  )
}

function Quiet({ children }: { children: ComponentChildren }) {
  const none = devices.value.phase === 'ready' && deviceList.value.length === 0
  return (
    <Empty drawing="quiet" title={t('alarms.empty')} text={none ? t('alarms.empty.none') : t('alarms.empty.do')}>
      {none && mayManage.value && (
        <a class="button primary" href={addressOf('/devices/new')}>
          <span>{t('devices.add')}</span>
        </a>
      )}
      {children}
    </Empty>
  )
}
