// Processor, memory, disk and streams over the last hour, day or week.
import { useCallback, useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Choice } from '../../parts/field.tsx'
import { FaultView, Waiting } from '../../parts/states.tsx'
import { useLoaded } from '../../parts/use-loaded.ts'
import { percent } from '../../sizes.ts'
import { t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import { type PointOut, systemAsks } from './asks.ts'
import { Chart } from './chart.tsx'
import { roundedUp, sinceOf } from './curve.ts'
import { RANGES, rangeOf } from './range.ts'

const EVERY_MS = 60_000
const share = (part: number | null, whole: number | null) => (part === null || !whole ? null : (part / whole) * 100)
const asPercent = (value: number) => percent(value / 100)

export function ChartsSection() {
  const { query, path, route } = useLocation()
  const range = rangeOf(query.range)
  const ask = useCallback((signal: AbortSignal) => systemAsks.history(RANGES[range], signal), [range])
  const { state, reload } = useLoaded<PointOut[]>(ask)
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), EVERY_MS)
    return () => clearInterval(timer)
  }, [reload])
  return (
    <section class="panel pad">
      <div class="charts-head">
        <h2>{t('machine.charts')}</h2>
        <Choice
          label={t('machine.charts.range')}
          value={range}
          options={[
            ['hour', t('machine.charts.hour')],
            ['day', t('machine.charts.day')],
            ['week', t('machine.charts.week')],
          ]}
          onValue={(name) => route(`${path}${name === 'day' ? '' : `?range=${name}`}`, true)}
        />
      </div>
      {state.phase === 'loading' && <Waiting rows={4} />}
      {state.phase === 'fault' && <FaultView fault={state.fault} onRetry={reload} />}
      {state.phase === 'ready' && <Charts points={state.value} />}
    </section>
  )
}

function Charts({ points }: { points: PointOut[] }) {
  const times = points.map(({ time }) => time)
  const streams = points.map((point) => point.active_streams)
  const gpu = points.map((point) => point.gpu_usage)
  return (
    <>
      <Since points={points} />
      <div class="charts">
        <Chart
          title={t('machine.cpu')}
          times={times}
          values={points.map((point) => point.cpu_usage)}
          most={100}
          say={asPercent}
        />
        <Chart
          title={t('machine.memory')}
          times={times}
          values={points.map((point) => share(point.memory_usage, point.memory_total))}
          most={100}
          say={asPercent}
        />
        <Chart
          title={t('machine.disk')}
          times={times}
          values={points.map((point) => share(point.disk_usage, point.disk_total))}
          most={100}
          say={asPercent}
        />
        <Chart
          title={t('machine.streams')}
          times={times}
          values={streams}
          most={roundedUp(Math.max(4, ...streams.map((value) => value ?? 0)))}
          say={(value) => String(Math.round(value * 10) / 10)}
        />
        {gpu.some((value) => value !== null) && (
          <Chart title={t('machine.gpu')} times={times} values={gpu} most={100} say={asPercent} />
        )}
      </div>
    </>
  )
}

/** A young appliance says how young its figures are, rather than to draw a day that nobody measured. */
function Since({ points }: { points: PointOut[] }) {
  const since = sinceOf(points.map(({ active_cameras }) => active_cameras))
  if (since === undefined) return null
  const text =
    since === null
      ? t('machine.charts.soon')
      : t('machine.charts.since', { time: moment(new Date(points[since]?.time ?? 0), now.value) })
  return <p class="note">{text}</p>
}
