// The month as a grid: channels by recorder, days across; arrow keys move, Enter or a tap opens a day.
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../../texts/t.ts'
import type { DeviceOut } from '../../wire.ts'
import { type Chosen, cellAt, cellFor, cellOf, makeDoor } from './choice.ts'
import { DeviceRows } from './device-rows.tsx'
import { addMonths, dayWords, monthOf, monthWords, weekdayLetter, weekdayOf } from './month.ts'
import { monthStateOf } from './use-month.ts'

interface Props {
  devices: readonly DeviceOut[]
  month: string
  days: readonly string[]
  today: string
  chosen: Chosen | null
  onOpen: (chosen: Chosen) => void
  onMonth: (month: string) => void
}

const PAGES: Record<string, number> = { PageUp: -1, PageDown: 1 }

export function MonthTable({ devices, month, days, today, chosen, onOpen, onMonth }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // On a phone the month is wider than the screen: the newest days are what people look for.
    const column = box.current?.querySelector<HTMLElement>(`th[data-day="${today}"]`)
    if (box.current) box.current.scrollLeft = column ? column.offsetLeft - box.current.clientWidth * 0.7 : 0
  }, [month, today])
  useEffect(() => {
    // The panel takes room from the table: the day that was opened stays in sight.
    if (chosen) cellOf(chosen)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [chosen?.deviceId, chosen?.channelId, chosen?.day])

  // The keyboard goes on in the month that it has turned to, once that is there.
  const [after, setAfter] = useState<Chosen | null>(null)
  const isThere = after !== null && monthStateOf(after.deviceId, month).phase === 'ready'
  useEffect(() => {
    if (!isThere || !after) return
    const day = days.find((one) => one.slice(8) === after.day.slice(8)) ?? days.at(-1)
    if (day) cellOf({ ...after, day })?.focus()
    setAfter(null)
  }, [isThere, after, days])

  function turn(count: number, from: Chosen): void {
    const next = addMonths(month, count)
    if (next > monthOf(today)) return
    setAfter(from)
    onMonth(next)
  }
  function onKeyDown(event: KeyboardEvent): void {
    const found = cellAt(event.target)
    if (!found || event.altKey || event.metaKey) return
    const pages = PAGES[event.key]
    const next = cellFor(event.key, found.cell, event.ctrlKey)
    if (next) next.focus()
    else if (pages) turn(pages, found.chosen)
    else if (event.key === 'Enter' || event.key === ' ') onOpen(found.chosen)
    else return
    event.preventDefault()
  }
  return (
    <div class="month-box scrolls" ref={box}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are moved through by arrow keys
        role="grid"
        class="month"
        style={{ '--days': days.length }}
        aria-label={t('playback.table', { month: monthWords(month) })}
        aria-readonly="true"
        onKeyDown={onKeyDown}
        onFocusCapture={(event) => {
          const found = cellAt(event.target)
          if (found) makeDoor(found.cell)
        }}
        onClick={(event) => {
          const found = cellAt(event.target)
          if (found) onOpen(found.chosen)
        }}
      >
        <thead>
          <tr>
            <th scope="col">{t('playback.channel')}</th>
            {days.map((day) => (
              <th
                key={day}
                scope="col"
                data-day={day}
                data-today={day === today}
                data-sunday={weekdayOf(day) === 6}
                title={dayWords(day)}
              >
                <small>{weekdayLetter(day)}</small>
                {Number(day.slice(8))}
              </th>
            ))}
          </tr>
        </thead>
        {devices.map((device) => (
          <DeviceRows
            key={device.id}
            device={device}
            month={month}
            days={days}
            today={today}
            chosen={chosen?.deviceId === device.id ? chosen : null}
          />
        ))}
      </table>
    </div>
  )
}
