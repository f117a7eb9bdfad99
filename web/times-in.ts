// Moments and days in the words of one language, by the clock of one zone.
import { t } from './texts/t.ts'
import { dayOf } from './zone.ts'

const DAY = 86_400_000

/** Without a zone, the browser's. */
export function timesIn(language: string, timeZone?: string) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone, hourCycle: 'h23' })
  const clock = format({ hour: '2-digit', minute: '2-digit' })
  const clockSeconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const day = format({ weekday: 'long', day: 'numeric', month: 'long' })
  const dayYear = format({ day: 'numeric', month: 'long', year: 'numeric' })
  const shortDay = format({ day: 'numeric', month: 'short' })
  const weekday = format({ weekday: 'short' })
  const full = format({ dateStyle: 'full', timeStyle: 'medium' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' })

  /** Calendar days between two moments, as the zone counts them. */
  const daysBetween = (from: Date, to: Date): number =>
    Math.round((Date.parse(dayOf(to, timeZone)) - Date.parse(dayOf(from, timeZone))) / DAY)

  return {
    daysBetween,

    /** “just now”, “5 min. ago”, “3 hr. ago”, “2 days ago”. */
    ago(date: Date, at: Date): string {
      const seconds = (at.getTime() - date.getTime()) / 1000
      if (seconds < 45) return t('time.now')
      if (seconds < 3600) return relative.format(-Math.max(1, Math.round(seconds / 60)), 'minute')
      if (seconds < 86_400) return relative.format(-Math.round(seconds / 3600), 'hour')
      return relative.format(-Math.max(1, daysBetween(date, at)), 'day')
    },

    /** “02:14” today, “Thu 02:14” within a week, “3 Nov 02:14” before. */
    moment(date: Date, at: Date): string {
      const days = daysBetween(date, at)
      if (days === 0) return clock.format(date)
      return `${days > 0 && days < 7 ? weekday.format(date) : shortDay.format(date)} ${clock.format(date)}`
    },

    exact: (date: Date): string => clockSeconds.format(date),
    /** “Nov 3 02:14:05”. */
    exactOnDay: (date: Date): string => `${shortDay.format(date)} ${clockSeconds.format(date)}`,
    exactDay: (date: Date): string => dayYear.format(date),
    exactFull: (date: Date): string => full.format(date),

    /** “Today”, “Yesterday”, “Thursday 19 November”. */
    dayName(date: Date, at: Date): string {
      const days = daysBetween(date, at)
      if (days === 0) return t('time.today')
      if (days === 1) return t('time.yesterday')
      const sameYear = dayOf(date, timeZone).slice(0, 4) === dayOf(at, timeZone).slice(0, 4)
      return sameYear ? day.format(date) : dayYear.format(date)
    },
  }
}
