// What the shapes on the lanes mean.
import { t } from '../../../texts/t.ts'

const SHAPES = ['footage', 'motion', 'gap', 'copy'] as const

export function Legend() {
  return (
    <ul class="lane-legend" aria-label={t('day.legend')}>
      {SHAPES.map((shape) => (
        <li key={shape}>
          <i data-shape={shape} />
          {t(`day.legend.${shape}`)}
        </li>
      ))}
    </ul>
  )
}
