// What the recorders told us, newest first; it grows by itself at the top and by scrolling at the end.
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
import { setLooking } from './unseen.ts'

export function AlarmsPage() {
  const { query } = useLocation()
  const device = query.device ?? ''
  const event = query.kind ?? ''
  const filtered = device !== '' || event !== ''
  const [asking, setAsking] = useState(false)
  useEffect(() => {
    void feed.show({ device, event })
  }, [device, event])
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
        mayManage.value && (
          <Button look="quiet" icon={<Trash2 />} onClick={() => setAsking(true)}>
            {t('alarms.removeAll')}
          </Button>
        )
      }
    >
      {(any || filtered) && <FilterBar device={device} event={event} />}
      <List filtered={filtered} />
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

function List({ filtered }: { filtered: boolean }) {
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
    return <Quiet />
  }
  const at = now.value
  return (
    <>
      <Arrived />
      <ol class="alarms" aria-label={t('alarms.list')}>
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
        <p ref={place}>{phase === 'end' ? t('alarms.end') : t('alarms.more')}</p>
      )}
    </div>
  )
}
