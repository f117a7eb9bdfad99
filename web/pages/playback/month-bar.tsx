// Which month is shown, and what its cells mean.
import { ChevronLeft, ChevronRight } from 'lucide-preact'
import { Button, IconButton } from '../../parts/button.tsx'
import { t } from '../../texts/t.ts'
import { addMonths, isFirst, monthOf, monthsToChoose, monthWords } from './month.ts'

interface Props {
  month: string
  today: string
  /** The oldest month that holds anything, as far as is known. */
  oldest: string | null
  onMonth: (month: string) => void
}

export function MonthBar({ month, today, oldest, onMonth }: Props) {
  const present = monthOf(today)
  return (
    <div class="month-bar">
      <IconButton label={t('playback.before')} disabled={isFirst(month)} onClick={() => onMonth(addMonths(month, -1))}>
        <ChevronLeft />
      </IconButton>
      <select aria-label={t('playback.month')} value={month} onChange={(event) => onMonth(event.currentTarget.value)}>
        {monthsToChoose(oldest, month, today).map((one) => (
          <option key={one} value={one}>
            {monthWords(one)}
          </option>
        ))}
      </select>
      <IconButton label={t('playback.after')} disabled={month >= present} onClick={() => onMonth(addMonths(month, 1))}>
        <ChevronRight />
      </IconButton>
      {month !== present && (
        <Button look="quiet" onClick={() => onMonth(present)}>
          {t('playback.today')}
        </Button>
      )}
    </div>
  )
}

const STEPS = [0, 1, 2, 3, 4, 5]

export function Legend() {
  return (
    <ul class="month-legend" aria-label={t('playback.legend')}>
      <li>
        {t('playback.legend.less')}
        <span class="month-steps" aria-hidden="true">
          {STEPS.map((step) => (
            <i key={step} class="month-mark" data-step={step} />
          ))}
        </span>
        {t('playback.legend.more')}
      </li>
      <li>
        <i class="month-mark" data-step={0} data-missing="all" aria-hidden="true" />
        {t('playback.legend.missing')}
      </li>
      <li>
        <i class="month-mark" data-state="unread" aria-hidden="true" />
        {t('playback.legend.unread')}
      </li>
      <li class="month-keys">{t('playback.legend.keys')}</li>
    </ul>
  )
}
