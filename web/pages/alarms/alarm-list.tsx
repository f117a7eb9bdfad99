// The rows of the list under their days, with keys and choosing; what is not in sight costs nothing to draw.
import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { t } from '../../texts/t.ts'
import { dayName, now } from '../../times.ts'
import { AlarmRow } from './alarm-row.tsx'
import { Arrived } from './arrived.tsx'
import { feed } from './feed.ts'
import type { What } from './item.ts'
import type { Choice } from './use-choice.ts'
import { useRowKeys } from './use-row-keys.ts'

interface Props {
  what: What
  /** Null for who may do nothing with them. */
  choice: Choice | null
}

export function AlarmList({ what, choice }: Props) {
  const place = useRef<HTMLOListElement>(null)
  const items = feed.items.value
  const focus = useRowKeys(place, items, choice)
  const at = now.value
  const dayAt = (index: number) => {
    const item = items[index]
    return item && dayName(new Date(item.created_at), at)
  }
  return (
    <>
      <Arrived />
      <ol ref={place} class="alarms" aria-label={t(what === 'alarms' ? 'alarms.list' : 'events.list')} {...focus}>
        {items.map((alarm, index) => (
          <li key={alarm.id}>
            {dayAt(index) !== dayAt(index - 1) && <h2 class="day">{dayAt(index)}</h2>}
            <AlarmRow
              alarm={alarm}
              choice={
                choice?.on
                  ? {
                      chosen: choice.has(alarm.id),
                      onChosen: (on, withShift) => choice.choose(alarm.id, on, withShift),
                    }
                  : null
              }
            />
          </li>
        ))}
      </ol>
      <End />
    </>
  )
}

/** The end of the list: loads older alarms when it comes near. */
function End() {
  const place = useRef<HTMLParagraphElement>(null)
  const phase = feed.phase.value
  useEffect(() => {
    const element = place.current
    if (!element || phase !== 'more') return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void feed.more()
      },
      { rootMargin: '600px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [phase])
  return (
    <div class="list-end">
      <FaultNote fault={feed.fault.value} />
      {phase === 'fault' ? (
        <Button onClick={() => void feed.more()}>{t('do.retry')}</Button>
      ) : (
        <p ref={place}>{t(phase === 'end' ? 'alarms.end' : 'alarms.more')}</p>
      )}
    </div>
  )
}
