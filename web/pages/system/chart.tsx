// One figure over time: a line, its highest point in words, and under the pointer or the arrow keys what it was when.
import { useMemo, useState } from 'preact/hooks'
import { t } from '../../texts/t.ts'
import { moment, now } from '../../times.ts'
import { curveOf, highestOf } from './curve.ts'

interface Props {
  title: string
  times: readonly string[]
  values: readonly (number | null)[]
  /** Top of the scale. */
  most: number
  say: (value: number) => string
}

const WIDTH = 600
const HEIGHT = 100
const KEYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 }

export function Chart({ title, times, values, most, say }: Props) {
  const [at, setAt] = useState<number | null>(null)
  const curve = useMemo(() => curveOf(values, most, WIDTH, HEIGHT), [values, most])
  const when = (index: number) => moment(new Date(times[index] ?? 0), now.value)
  const highest = highestOf(values)
  const peak =
    highest === null
      ? t('machine.chart.none')
      : t('machine.chart.highest', { value: say(values[highest] ?? 0), time: when(highest) })
  const here = at === null ? undefined : values[at]
  const words =
    at === null
      ? peak
      : t('machine.chart.at', { time: when(at), value: here == null ? t('machine.chart.gap') : say(here) })
  const move = (step: number) => {
    const from = at ?? values.length - (step > 0 ? 2 : 0)
    setAt(Math.min(values.length - 1, Math.max(0, from + step)))
  }
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong> <span class="note">{words}</span>
      </figcaption>
      <div
        class="chart-box"
        role="slider"
        tabIndex={0}
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={values.length - 1}
        aria-valuenow={at ?? values.length - 1}
        aria-valuetext={words}
        onPointerMove={(event) => {
          const { left, width } = event.currentTarget.getBoundingClientRect()
          const share = (event.clientX - left) / Math.max(1, width)
          setAt(Math.round(Math.min(1, Math.max(0, share)) * (values.length - 1)))
        }}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
        onKeyDown={(event) => {
          const step = KEYS[event.key]
          if (step === undefined) return
          event.preventDefault()
          move(step)
        }}
      >
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <path class="chart-area" d={curve.area} />
          <path class="chart-line" d={curve.line} />
          {at !== null && (
            <path class="chart-cursor" d={`M${(at / Math.max(1, values.length - 1)) * WIDTH} 0V${HEIGHT}`} />
          )}
        </svg>
        <span class="chart-top">{say(most)}</span>
      </div>
      <div class="chart-ends">
        <span>{times.length ? when(0) : ''}</span>
        <span>{t('machine.chart.now')}</span>
      </div>
    </figure>
  )
}
