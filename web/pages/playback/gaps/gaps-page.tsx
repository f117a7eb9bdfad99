// The gap report: what was to be recorded and was not, with the likely cause, on the page and as a table to save.
import { Download } from 'lucide-preact'
import { useCallback, useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../../base.ts'
import { channels, footageChannels } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { Switch } from '../../../parts/field.tsx'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../../parts/states.tsx'
import { useAsyncAction } from '../../../parts/use-async-action.ts'
import { useLoaded } from '../../../parts/use-loaded.ts'
import { t } from '../../../texts/t.ts'
import { now } from '../../../times.ts'
import { lengthWords } from '../cells.ts'
import { addDays, dayHere } from '../month.ts'
import { PlaybackTabs } from '../playback-tabs.tsx'
import { loadGapReport, loadGapTable, type Wanted } from './asks.ts'
import { GapTable } from './gap-table.tsx'
import './gaps.css'

const SPANS = [1, 7, 31, 92]
const LEAST = [10, 60, 300, 3600]
const MOST_CHANNELS = 64
const WHILE_READING_MS = 4000

export function GapsPage() {
  const { query, route } = useLocation()
  const { value: state } = channels
  const all = footageChannels.value
  const days = SPANS.find((span) => String(span) === query.days) ?? 7
  const least = LEAST.find((seconds) => String(seconds) === query.least) ?? 60
  const motion = query.motion === 'true'
  const chosen = all.find(({ id }) => String(id) === query.channel)
  // A channel that is switched off is told of when it is asked for.
  const used = all.filter((channel) => channel.in_use)
  const shown = chosen ? [chosen] : used.length ? used : all
  const go = (change: Record<string, string>) => {
    const said = {
      days: String(days),
      least: String(least),
      channel: chosen ? String(chosen.id) : '',
      motion: motion ? 'true' : '',
      ...change,
    }
    route(
      `${addressOf('/playback/gaps')}?${new URLSearchParams(Object.entries(said).filter(([, value]) => value))}`,
      true,
    )
  }
  return (
    <Page title={t('nav.playback')}>
      <PlaybackTabs here="gaps" />
      <p class="note">{t('gaps.lead')}</p>
      <div class="gaps-filter">
        <select
          aria-label={t('recordings.filter.channel')}
          value={chosen ? String(chosen.id) : ''}
          onChange={(event) => go({ channel: event.currentTarget.value })}
        >
          <option value="">{t('recordings.filter.all')}</option>
          {all.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {name}
            </option>
          ))}
        </select>
        <select
          aria-label={t('gaps.days')}
          value={String(days)}
          onChange={(event) => go({ days: event.currentTarget.value })}
        >
          {SPANS.map((span) => (
            <option key={span} value={String(span)}>
              {t('gaps.days.last', { count: span })}
            </option>
          ))}
        </select>
        <select
          aria-label={t('gaps.least')}
          value={String(least)}
          onChange={(event) => go({ least: event.currentTarget.value })}
        >
          {LEAST.map((seconds) => (
            <option key={seconds} value={String(seconds)}>
              {t('gaps.least.from', {
                length: seconds < 60 ? t('time.seconds', { count: seconds }) : lengthWords(seconds),
              })}
            </option>
          ))}
        </select>
        <Switch
          label={t('gaps.motion')}
          checked={motion}
          onChecked={(checked) => go({ motion: checked ? 'true' : '' })}
        />
      </div>
      {state.phase === 'loading' && <Waiting rows={4} />}
      {state.phase === 'ready' && all.length === 0 && (
        <Empty drawing="recorder" title={t('playback.without')} text={t('playback.without.do')} />
      )}
      {all.length > 0 && (
        <Report ids={shown.slice(0, MOST_CHANNELS).map(({ id }) => id)} days={days} least={least} motion={motion} />
      )}
    </Page>
  )
}

/** A text as a file that the browser saves. */
function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 1000)
}

interface ReportProps {
  ids: readonly number[]
  days: number
  least: number
  /** Also what is recorded at motion only. */
  motion: boolean
}

function Report({ ids, days, least, motion }: ReportProps) {
  const to = addDays(dayHere(now.value), 1)
  const key = ids.join(',')
  const wanted = useCallback(
    (): Wanted => ({
      channelIds: key.split(',').map(Number),
      from: addDays(to, -days),
      to,
      leastSeconds: least,
    }),
    [key, to, days, least],
  )
  const ask = useCallback((signal: AbortSignal) => loadGapReport(wanted(), signal), [wanted])
  const { state, reload } = useLoaded(ask)
  const table = useAsyncAction(
    () => loadGapTable(wanted()),
    (text) => save(`gaps_${addDays(to, -days)}_${addDays(to, -1)}.csv`, text),
  )
  const reading = state.phase === 'ready' && state.value.channels.some((one) => one.reading)
  useEffect(() => {
    if (!reading) return
    const timer = setTimeout(reload, WHILE_READING_MS)
    return () => clearTimeout(timer)
  }, [state, reading, reload])
  if (state.phase === 'loading') return <Waiting rows={4} />
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={reload} />
  const { channels: sums } = state.value
  const data = motion ? state.value.data : state.value.data.filter(({ cause }) => cause !== 'motion_only')
  const missing = data.reduce((sum, { seconds }) => sum + seconds, 0)
  const untold = sums.filter(({ schedule }) => schedule === 'unknown')
  return (
    <>
      <div class="gaps-sum">
        <p role="status">
          {(data.length > 0 || !reading) &&
            t('gaps.sum', { gaps: t('gaps.count', { count: data.length }), length: lengthWords(missing) })}
          {reading && ` ${t('playback.reading')}`}
        </p>
        <Button icon={<Download />} pending={table.pending} onClick={() => void table.run()}>
          {t('gaps.save')}
        </Button>
      </div>
      <FaultNote fault={table.fault} />
      {untold.length > 0 && (
        <p class="note">{t('gaps.untold', { names: untold.map((one) => one.channel_name).join(', ') })}</p>
      )}
      {data.length > 0 ? (
        <GapTable gaps={data} />
      ) : reading ? (
        <Waiting rows={4} />
      ) : (
        <Empty drawing="recorder" title={t('gaps.none')} text={t('gaps.none.do')} />
      )}
    </>
  )
}
