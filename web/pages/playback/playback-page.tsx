// What the recorders have of a month: every channel, every day, and the ranges of the day that is opened.
import { useCallback, useEffect, useMemo } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { channels, deviceList, devices, hasFootage, loadDevices } from '../../household.ts'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { useLoaded } from '../../parts/use-loaded.ts'
import { mayManage, mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { now } from '../../times.ts'
import type { DeviceOut } from '../../wire.ts'
import { loadMonitor } from './asks.ts'
import { type Chosen, cellOf } from './choice.ts'
import { DayPanel } from './day-panel.tsx'
import { dayHere, dayIn, daysOf, monthIn } from './month.ts'
import { Legend, MonthBar } from './month-bar.tsx'
import { MonthTable } from './month-table.tsx'
import './playback.css'
import { PlaybackTabs } from './playback-tabs.tsx'
import { forgetMonths, monthStateOf } from './use-month.ts'

export function PlaybackPage() {
  useEffect(() => forgetMonths, [])
  const state = devices.value
  const keeping = deviceList.value.filter(({ id, offers }) => offers.includes('footage') && maySee(id))
  return (
    <Page title={t('nav.playback')} wide>
      <div class="playback-page">
        <PlaybackTabs here="month" />
        {state.phase === 'loading' && <Waiting rows={4} />}
        {state.phase === 'fault' && <FaultView fault={state.fault} onRetry={() => void loadDevices()} />}
        {state.phase === 'ready' && keeping.length === 0 && <Nothing none={deviceList.value.length === 0} />}
        {keeping.length > 0 && <Calendar keeping={keeping} />}
      </div>
    </Page>
  )
}

/** Whoever operates sees also a recorder that has told of no channel yet. */
const maySee = (deviceId: number) =>
  mayOperate.value ||
  channels.value.phase !== 'ready' ||
  channels.value.value.some((channel) => channel.device_id === deviceId && hasFootage(channel))

function Nothing({ none }: { none: boolean }) {
  if (!none)
    return (
      <Empty drawing="recorder" title={t('playback.without')} text={t('playback.without.do')}>
        {mayManage.value && (
          <a class="button primary" href={addressOf('/playback/recorder')}>
            {t('playback.without.record')}
          </a>
        )}
      </Empty>
    )
  return (
    <Empty drawing="porch" title={t('playback.none')} text={t('playback.none.do')}>
      {mayManage.value && (
        <a class="button primary" href={addressOf('/devices/new')}>
          <span>{t('devices.add')}</span>
        </a>
      )}
    </Empty>
  )
}

function Calendar({ keeping }: { keeping: readonly DeviceOut[] }) {
  const { query, route } = useLocation()
  const today = dayHere(now.value)
  const month = monthIn(query.month, today)
  const monitor = useLoaded(loadMonitor).state
  const wanted = monitor.phase === 'ready' ? monitor.value : undefined
  const days = useMemo(() => daysOf(month, wanted), [month, wanted])
  const chosen = chosenIn(query, month)
  const device = chosen && keeping.find(({ id }) => id === chosen.deviceId)
  const go = useCallback(
    (change: { month: string; chosen?: Chosen }, replace = true) => {
      const { deviceId, channelId, day } = change.chosen ?? {}
      const said = {
        month: change.month,
        ...(change.chosen && { day: String(day), device: String(deviceId), channel: String(channelId) }),
      }
      route(`${addressOf('/playback')}?${new URLSearchParams(said)}`, replace)
    },
    [route],
  )
  const oldest = keeping
    .flatMap(({ id }) => {
      const state = monthStateOf(id, month)
      return state.phase === 'ready' ? (state.value.oldest_record_month ?? []) : []
    })
    .sort()[0]
  const close = () => {
    go({ month })
    if (chosen) requestAnimationFrame(() => cellOf(chosen)?.focus())
  }
  return (
    <div class="playback" data-open={!!device}>
      <div class="playback-head">
        <MonthBar month={month} today={today} oldest={oldest ?? null} onMonth={(next) => go({ month: next }, false)} />
        <Legend />
      </div>
      <div class="playback-body">
        <MonthTable
          devices={keeping}
          month={month}
          days={days}
          today={today}
          chosen={chosen}
          onOpen={(next) => go({ month, chosen: next })}
          onMonth={(next) => go({ month: next }, false)}
        />
        {chosen && device && (
          <DayPanel
            device={device}
            chosen={chosen}
            today={today}
            onDay={(next) => go({ month, chosen: next })}
            onClose={close}
          />
        )}
      </div>
    </div>
  )
}

function chosenIn(query: Record<string, string | undefined>, month: string): Chosen | null {
  const day = dayIn(query.day, month)
  const [deviceId, channelId] = [Number(query.device), Number(query.channel)]
  return day && deviceId > 0 && channelId > 0 ? { day, deviceId, channelId } : null
}
