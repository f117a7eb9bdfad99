// What the colours of a week mean.
import { t } from '../../../texts/t.ts'

export function Legend() {
  return (
    <ul class="week-legend" aria-label={t('schedule.legend')}>
      {(['continuous', 'motion', 'event', 'none'] as const).map((tone) => (
        <li key={tone}>
          <span class="week-legend-mark" data-tone={tone} aria-hidden="true" />
          {t(`schedule.tone.${tone}`)}
        </li>
      ))}
    </ul>
  )
}
