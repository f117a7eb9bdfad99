// What the recorders told us and what we noticed ourselves, newest first; it grows by itself at the top and by scrolling at
// the end.
import { Trash2 } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { api } from '../../api.ts'
import { addressOf } from '../../base.ts'
import { deviceList, devices } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../parts/states.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { dayName, now } from '../../times.ts'
import { AlarmRow } from './alarm-row.tsx'
import './alarms.css'
import { Arrived } from './arrived.tsx'
import { feed } from './feed.ts'
import { FilterBar } from './filter-bar.tsx'
import type { What } from './item.ts'
import { setLooking } from './unseen.ts'

const WHAT: readonly What[] = ['alarms', 'events', 'all']

export function AlarmsPage() {
  const { query } = useLocation()
  const what = WHAT.find((one) => one === query.what) ?? 'alarms'
  const isAlarms = what === 'alarms'
  // Only alarms are told apart so.
  const device = isAlarms ? (query.device ?? '') : ''
  const event = isAlarms ? (query.kind ?? '') : ''
  const filtered = device !== '' || event !== ''
  const [asking, setAsking] = useState(false)
  useEffect(() => {
    void feed.show({ device, event, what })
  }, [device, event, what])
  useEffect(() => {
    setLooking(true)
    return () => setLooking(false)
  }, [])
  const removeAll = useAsyncAction(
    () => api.removeAlarms(),
    ({ deleted_count }) => {
      feed.drop('all')
      setAsking(false)
      toast(t('alarms.removedAll', { count: deleted_count }))
    },
  )
  const any = feed.items.value.length > 0
  return (
    <Page
      title={t('nav.alarms')}
      actions={
        any &&
        isAlarms &&
        mayManage.value && (
          <Button look="quiet" icon={<Trash2 />} onClick={() => setAsking(true)}>
            {t('alarms.removeAll')}
          </Button>
        )
      }
    >
      <Tabs
        label={t('alarms.what')}
        tabs={WHAT.map((one) => ({
          href: addressOf(one === 'alarms' ? '/alarms' : `/alarms?what=${one}`),
          label: t(`alarms.what.${one}`),
          here: one === what,
        }))}
      />
      {isAlarms && (any || filtered) && <FilterBar device={device} event={event} />}
      <List filtered={filtered} what={what} />
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

function List({ filtered, what }: { filtered: boolean; what: What }) {
  const items = feed.items.value
  const phase = feed.phase.value
  if (items.length === 0) {
    if (phase === 'fault' && feed.fault.value)
      return <FaultView fault={feed.fault.value} onRetry={() => void feed.more()} />
    if (phase === 'idle' || phase === 'loading') return <Waiting rows={6} kind="alarm" />
    if (filtered)
      return (
        <Empty drawing="quiet" title={t('alarms.filter.none')} text={t('alarms.filter.none.do')}>
          <a class="button plain" href={addressOf('/alarms')}>
            <span>{t('alarms.filter.clear')}</span>
          </a>
        </Empty>
      )
    return what === 'events' ? (
      <Empty drawing="quiet" title={t('events.empty')} text={t('events.empty.do')} />
    ) : (
      <Quiet />
    )
  }
  const at = now.value
  return (
    <>
      <Arrived />
      <ol class="alarms" aria-label={t(what === 'alarms' ? 'alarms.list' : 'events.list')}>
        {items.map((alarm, i) => {
          const day = dayName(new Date(alarm.created_at), at)
          const before = items[i - 1]
          const isFirst = !before || dayName(new Date(before.created_at), at) !== day
          return (
            <li key={alarm.id}>
              {isFirst && <h2 class="day">{day}</h2>}
              <AlarmRow alarm={alarm} />
            </li>
          )
        })}
      </ol>
      <End />
    </>
  )
}

function Quiet() {
  const none = devices.value.phase === 'ready' && deviceList.value.length === 0
  return (
    <Empty drawing="quiet" title={t('alarms.empty')} text={none ? t('alarms.empty.none') : t('alarms.empty.do')}>
      {none && mayManage.value && (
        <a class="button primary" href={addressOf('/devices/new')}>
          <span>{t('devices.add')}</span>
        </a>
      )}
    </Empty>
  )
}

/** The end of the list: loads older alarms when it comes near. */
function End() {
  const place = useRef<HTMLParagraphElement>(null)
  const phase = feed.phase.value
  useEffect(() => {
    const element = place.current
    if (!element || phase !== 'more') return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void feed.more()
      },
      { rootMargin: '600px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [phase])
  return (
    <div class="list-end">
      <FaultNote fault={feed.fault.value} />
      {phase === 'fault' ? (
        <Button onClick={() => void feed.more()}>{t('do.retry')}</Button>
      ) : (
        <p ref={place}>{t(phase === 'end' ? 'alarms.end' : 'alarms.more')}</p>
      )}
    </div>
  )
}
