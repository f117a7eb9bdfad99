// When a device records: the week of each of its channels, as it last told.
import { useCallback, useEffect, useState } from 'preact/hooks'
import { Empty, FaultView, Waiting } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { useSaid } from '../../../parts/use-said.ts'
import { mayOperate } from '../../../session.ts'
import { t } from '../../../texts/t.ts'
import type { DeviceOut } from '../../../wire.ts'
import { ReadLine } from '../read-line.tsx'
import { asks, type ReadOut, type RecordingModeOut } from './asks.ts'
import { ChannelWeek } from './channel-week.tsx'
import { Legend } from './legend.tsx'
import './schedule.css'

/** So many are found by looking. */
const FEW = 8

export function ScheduleTab({ device }: { device: DeviceOut }) {
  const ask = useCallback((signal: AbortSignal) => asks.all(device.id, signal), [device.id])
  const { state, reload } = useLoaded(ask)
  const [failed, setFailed] = useState<ReadOut['failed_channels']>([])
  const read = useAsyncAction(
    () => asks.readAll(device.id),
    ({ failed_channels }) => {
      setFailed(failed_channels)
      reload()
    },
  )
  const channels = state.phase === 'ready' ? state.value : []
  const neverRead = state.phase === 'ready' && channels.length > 0 && channels.every((one) => one.read_at === null)
  const mayRead = mayOperate.value && device.state.phase === 'online'
  useEffect(() => {
    // The server has nothing yet: there is nothing to look at without asking.
    if (neverRead && mayRead) void read.run()
  }, [neverRead, mayRead, read.run])
  if (state.phase === 'loading') return <Waiting rows={2} kind="alarm" />
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={reload} />
  if (channels.length === 0) return <Empty drawing="recorder" title={t('channels.none')} text={t('channels.none.do')} />
  // Also until what was read has come from the server; what failed for every channel does not come.
  if (neverRead && mayRead && !read.fault && failed.length === 0)
    return (
      <>
        <p class="note weeks-reading" role="status">
          {t('schedule.reading')}
        </p>
        <Waiting rows={2} kind="alarm" />
      </>
    )
  return (
    <>
      <ReadLine readAt={oldest(channels)} action={read} />
      <Failed of={channels} failed={failed} />
      {neverRead ? (
        <Empty drawing="recorder" title={t('schedule.empty')} text={t('schedule.empty.do')} />
      ) : (
        <>
          <p class="note">{t('schedule.note')}</p>
          <Legend />
          <Weeks channels={channels} onChanged={reload} />
        </>
      )}
    </>
  )
}

/** Of channels read at different times the one that is out of date first; those never read say so themselves. */
function oldest(channels: readonly RecordingModeOut[]): string | null {
  return channels.flatMap(({ read_at }) => read_at ?? []).sort()[0] ?? null
}

function Weeks({ channels, onChanged }: { channels: RecordingModeOut[]; onChanged: () => void }) {
  const [wanted, setWanted] = useSaid('find')
  const needle = wanted.trim().toLowerCase()
  const found = channels.filter(
    (one) => one.channel_name.toLowerCase().includes(needle) || String(one.channel_no) === needle,
  )
  return (
    <>
      {channels.length > FEW && (
        <input
          class="weeks-find"
          type="search"
          aria-label={t('schedule.find')}
          placeholder={t('schedule.find')}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      )}
      {found.length === 0 && <p class="note">{t('schedule.find.none')}</p>}
      <ul class="weeks">
        {found.map((one) => (
          <ChannelWeek key={one.channel_id} channel={one} onChanged={onChanged} />
        ))}
      </ul>
    </>
  )
}

function Failed({ of, failed }: { of: RecordingModeOut[]; failed: ReadOut['failed_channels'] }) {
  if (failed.length === 0) return null
  return (
    <div class="note bad boxed weeks-failed" role="alert">
      <div>
        <p>{t('schedule.failed')}</p>
        <ul>
          {failed.map(({ channel_id, error }) => (
            <li key={channel_id}>
              {t('schedule.failed.one', {
                name: of.find((one) => one.channel_id === channel_id)?.channel_name ?? String(channel_id),
                error,
              })}
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}
