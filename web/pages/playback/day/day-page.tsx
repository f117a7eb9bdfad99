// The day: one channel's past played, and the ranges of several channels under one playhead.
import { useEffect, useState } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { addressOf } from '../../../base.ts'
import { channels, deviceOf, devices, hasFootage, loadChannels, titleOf } from '../../../household.ts'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { t } from '../../../texts/t.ts'
import { serverNow } from '../../../times.ts'
import type { ChannelOut } from '../../../wire.ts'
import { loadLanes } from './asks.ts'
import { Day } from './day.tsx'
import './day.css'
import { instantText, isInstant, MOST_LANES, NOW, type Place, placeAddress, placeIn } from './place.ts'

/** Without a moment in the address one looks at what was a minute ago. */
const LATELY_MS = 60_000

function beginOf(at: string | null): number {
  if (at === NOW) return serverNow()
  return at === null ? Math.floor((serverNow() - LATELY_MS) / 1000) * 1000 : Date.parse(at)
}

export function DayPage() {
  const { params } = useRoute()
  const { query } = useLocation()
  const place = placeIn(params.channel, query)
  const state = channels.value
  const keeping = keepingFootage()
  const channel = keeping.find(({ id }) => id === place?.channelId)
  const device = channel && deviceOf(channel.device_id)
  return (
    <Page
      title={channel ? t('day.title', { channel: channel.name }) : t('nav.playback')}
      back={{ path: '/playback', label: t('day.month') }}
      wide
      actions={device && <span class="top-note">{titleOf(device)}</span>}
    >
      {state.phase === 'loading' || devices.value.phase === 'loading' ? (
        <Waiting rows={4} />
      ) : state.phase === 'fault' ? (
        <FaultView fault={state.fault} onRetry={() => void loadChannels()} />
      ) : channel && place ? (
        <Dated place={place} channel={channel} keeping={keeping} />
      ) : (
        <Empty drawing="recorder" title={t('day.gone')} text={t('day.gone.do')}>
          <a class="button primary" href={addressOf('/playback')}>
            <span>{t('day.month')}</span>
          </a>
        </Empty>
      )}
    </Page>
  )
}

function keepingFootage(): ChannelOut[] {
  const { value: state } = channels
  if (state.phase !== 'ready') return []
  return state.value.filter(hasFootage)
}

interface DatedProps {
  place: Place
  channel: ChannelOut
  keeping: readonly ChannelOut[]
}

/** A time of the recorder's wall clock in the address becomes an instant first: only the server knows the recorder's zone. */
function Dated({ place, channel, keeping }: DatedProps) {
  const { route } = useLocation()
  const [fault, setFault] = useState<Parameters<typeof FaultView>[0]['fault'] | null>(null)
  const [round, setRound] = useState(0)
  const { at } = place
  const isLocal = at !== null && !isInstant(at)
  useEffect(() => {
    setFault(null)
    if (!isLocal || at === null) return
    const ending = new AbortController()
    const second = new Date(Date.parse(`${at}Z`) + 1000).toISOString().slice(0, 19)
    void loadLanes([channel.id], at, second, ending.signal).then((answer) => {
      if (answer.kind === 'fault') setFault(answer.fault)
      const from = answer.kind === 'ok' ? answer.data[0]?.from : undefined
      if (from) route(placeAddress({ ...place, at: instantText(Date.parse(from)) }), true)
    })
    return () => ending.abort()
  }, [at, isLocal, channel.id, round])
  if (fault) return <FaultView fault={fault} onRetry={() => setRound(round + 1)} />
  if (isLocal) return <Waiting rows={4} />
  const beside = keeping.filter(({ device_id, in_use }) => in_use && device_id === channel.device_id)
  const others = place.others ?? beside.map(({ id }) => id)
  const ids = [channel.id, ...others.filter((id) => keeping.some((one) => one.id === id))]
  const order = new Map(keeping.map(({ id }, index) => [id, index]))
  const shown = [...new Set(ids)].slice(0, MOST_LANES).sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
  return (
    <Day
      place={place}
      channel={channel}
      keeping={keeping}
      shown={shown}
      begin={beginOf(at)}
      go={(next) => route(placeAddress({ ...place, ...next }), true)}
    />
  )
}
