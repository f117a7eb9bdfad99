// When fetching may begin: at any time, or in spans of the week by the recorder's clock.
import { Plus, Trash2 } from 'lucide-preact'
import { Button, IconButton } from '../../../parts/button.tsx'
import { Pick } from '../../../parts/chosen-bar.tsx'
import { Switch } from '../../../parts/field.tsx'
import { t } from '../../../texts/t.ts'
import { dayShort } from '../../devices/schedule/week.ts'
import type { Span } from './asks.ts'
import { NEW_SPAN } from './rule.ts'

interface Props {
  schedule: readonly Span[]
  onSchedule: (schedule: Span[]) => void
  /** There is no other time than these: nothing to switch on. */
  needed?: boolean
}

export function ScheduleField({ schedule, onSchedule, needed = false }: Props) {
  const change = (index: number, span: Partial<Span>) =>
    onSchedule(schedule.map((one, at) => (at === index ? { ...one, ...span } : one)))
  return (
    <div class="rule-schedule">
      {!needed && (
        <Switch
          label={t('rules.times')}
          help={t('rules.times.help')}
          checked={schedule.length > 0}
          onChecked={(on) => onSchedule(on ? [NEW_SPAN] : [])}
        />
      )}
      {schedule.map(({ days, start, end }, index) => (
        <fieldset key={index}>
          <legend class="unseen">{t('rules.times.span', { number: index + 1 })}</legend>
          <div class="rule-days">
            {NEW_SPAN.days.map((day) => (
              <Pick
                key={day}
                shown
                label={dayShort(day)}
                checked={days.includes(day)}
                onChecked={(on) => change(index, { days: on ? [...days, day] : days.filter((one) => one !== day) })}
              />
            ))}
          </div>
          <div class="rule-clock">
            <input
              type="time"
              aria-label={t('rules.times.from')}
              value={start}
              onInput={(event) => change(index, { start: event.currentTarget.value })}
            />
            <span aria-hidden="true">–</span>
            <input
              type="time"
              aria-label={t('rules.times.to')}
              value={end}
              onInput={(event) => change(index, { end: event.currentTarget.value })}
            />
            <IconButton
              label={t('rules.times.remove', { number: index + 1 })}
              onClick={() => onSchedule(schedule.filter((_, at) => at !== index))}
            >
              <Trash2 />
            </IconButton>
          </div>
        </fieldset>
      ))}
      {(needed || schedule.length > 0) && (
        <div class="actions">
          <Button icon={<Plus />} onClick={() => onSchedule([...schedule, NEW_SPAN])}>
            {t('rules.times.add')}
          </Button>
        </div>
      )}
    </div>
  )
}
