// Times in words: how long ago, since when, how long; and the server's clock as this browser sees it.
import { signal } from '@preact/signals'
import { language, t } from './texts/t.ts'

/** The present, for texts that grow older while one looks at them. */
export const now = signal(new Date())
/** Starts the clock; stops with the returned function. */
export function startClock(everyMs = 10_000): () => void {
  const timer = setInterval(() => {
    now.value = new Date()
  }, everyMs)
  return () => clearInterval(timer)
}

const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const clockSeconds = new Intl.DateTimeFormat(language, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const day = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' })
const dayYear = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' })
const shortDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
const weekday = new Intl.DateTimeFormat(language, { weekday: 'short' })
const full = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' })
const relative = new Intl.RelativeTimeFormat(language, { numeric: 'always', style: 'short' })

const DAY = 86_400_000
const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
/** Calendar days between two moments, as this browser's zone counts them. */
export const daysBetween = (from: Date, to: Date): number => Math.round((midnight(to) - midnight(from)) / DAY)

/** “just now”, “5 min. ago”, “3 hr. ago”, “2 days ago”. */
export function ago(date: Date, at: Date): string {
  const seconds = (at.getTime() - date.getTime()) / 1000
  if (seconds < 45) return t('time.now')
  if (seconds < 3600) return relative.format(-Math.max(1, Math.round(seconds / 60)), 'minute')
  if (seconds < 86_400) return relative.format(-Math.round(seconds / 3600), 'hour')
  return relative.format(-Math.max(1, daysBetween(date, at)), 'day')
}

/** “02:14” today, “Thu 02:14” within a week, “3 Nov 02:14” before. */
export function moment(date: Date, at: Date): string {
  const days = daysBetween(date, at)
  if (days === 0) return clock.format(date)
  return `${days > 0 && days < 7 ? weekday.format(date) : shortDay.format(date)} ${clock.format(date)}`
}

export const exact = (date: Date): string => clockSeconds.format(date)
export const exactDay = (date: Date): string => dayYear.format(date)
export const exactFull = (date: Date): string => full.format(date)

/** “Today”, “Yesterday”, “Thursday 19 November”. */
export function dayName(date: Date, at: Date): string {
  const days = daysBetween(date, at)
  if (days === 0) return t('time.today')
  if (days === 1) return t('time.yesterday')
  return date.getFullYear() === at.getFullYear() ? day.format(date) : dayYear.format(date)
}

/** A length in the largest unit that says enough. */
export function length(seconds: number): string {
  if (seconds < 90) return t('time.seconds', { count: Math.round(seconds) })
  if (seconds < 5400) return t('time.minutes', { count: Math.round(seconds / 60) })
  return t('time.hours', { count: Math.round(seconds / 3600) })
}

let ahead = 0
/** Learns how far the server's clock is ahead, from an answer that was asked and received at these moments. */
export function setServerTime(timestamp: string, askedAt: number, receivedAt: number): void {
  const server = Date.parse(timestamp)
  if (Number.isFinite(server)) ahead = server - (askedAt + receivedAt) / 2
}
export const serverNow = (): number => Date.now() + ahead
